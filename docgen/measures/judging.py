"""What may be said of a figure: printed, held against a target, compared, ranked, and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from statistics import NormalDist

from docgen.measures.counting import Group
from docgen.model import Figure, Reference, Threshold

SMALL_BASE = 10
"""Below this many audits a share is printed with its counts, and neither ranked nor compared."""

DASH = "–"

_Z95 = Decimal("1.959963984540054")

# --- printing --------------------------------------------------------------------------------------------


def rounded(value: Decimal, places: int = 0) -> Decimal:
    """The value rounded half up, away from zero, to so many decimal places."""
    result = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return abs(result) if result == 0 else result


def percent(share: Figure | Decimal | None, places: int = 0) -> str:
    """A share as it is printed, such as “65%”; a dash where there is no base."""
    value = share.share if isinstance(share, Figure) else share
    return DASH if value is None else f"{rounded(value, places)}%"


# --- judging ---------------------------------------------------------------------------------------------


class Verdict(StrEnum):
    """What may be said of a share and its target."""

    MET = "met"
    MISSED = "missed"
    NOT_JUDGED = "not judged"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A target, the figure it was held against, and the verdict.

    `by` is how many percentage points, unrounded, the share lies on the right side of the target (negative:
    on the wrong side); None where it is not judged.
    """

    threshold: Threshold
    figure: Figure
    verdict: Verdict
    by: Decimal | None


def judge(threshold: Threshold, figure: Figure) -> Judgement:
    """Whether the unrounded share meets the target; not judged without a base, or on fewer than its minimum."""
    share = figure.share
    if share is None or (figure.denominator or 0) < threshold.minimum_audits:
        return Judgement(threshold, figure, Verdict.NOT_JUDGED, None)
    room = []
    if threshold.at_least is not None:
        room.append(share - threshold.at_least)
    if threshold.at_most is not None:
        room.append(threshold.at_most - share)
    if not room:
        return Judgement(threshold, figure, Verdict.NOT_JUDGED, None)
    return Judgement(threshold, figure, Verdict.MET if min(room) >= 0 else Verdict.MISSED, min(room))


@dataclass(frozen=True, slots=True)
class Change:
    """A figure beside what was found before. `points` is the change in percentage points, unrounded."""

    figure: Figure
    before: Decimal
    source: str
    points: Decimal | None

    @property
    def printed(self) -> Decimal | None:
        """The change in whole percentage points, rounded half up from the unrounded shares."""
        return None if self.points is None else rounded(self.points)


def compare(figure: Figure, reference: Reference) -> Change:
    """The figure against what an earlier round found."""
    share = figure.share
    points = None if share is None else share - reference.percent
    return Change(figure, reference.percent, reference.source, points)


@dataclass(frozen=True, slots=True)
class Interval:
    """The range, in percent, in which the true share lies with 95% confidence."""

    low: Decimal
    high: Decimal


def wilson(figure: Figure, comparisons: int = 1) -> Interval | None:
    """The Wilson score interval of a share; None where there is no base.

    With more comparisons than one it is widened so that all of them together hold with 95% confidence
    (Bonferroni: each at 1 − 5%/comparisons).

    E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927): with
    p = k/n and z = 1.96, (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n).
    """
    if not figure.denominator:
        return None
    n = Decimal(figure.denominator)
    z = _Z95 if comparisons <= 1 else Decimal(NormalDist().inv_cdf(1 - 0.025 / comparisons))
    p, zz = Decimal(figure.numerator) / n, z * z
    middle = p + zz / (2 * n)
    reach = z * (p * (1 - p) / n + zz / (4 * n * n)).sqrt()
    low = (middle - reach) / (1 + zz / n) if figure.numerator else Decimal(0)
    high = (middle + reach) / (1 + zz / n) if figure.numerator < n else Decimal(1)
    return Interval(100 * low, 100 * high)


@dataclass(frozen=True, slots=True)
class Ranking:
    """Who is highest and lowest, ties together in the order of the definition.

    highest, lowest   empty where nothing can be ranked; the same groups in both where all are level
    small             groups with audits but fewer than the smallest base that is ranked
    empty             groups without any
    """

    highest: tuple[tuple[Group, Figure], ...]
    lowest: tuple[tuple[Group, Figure], ...]
    ranked: tuple[tuple[Group, Figure], ...]
    small: tuple[tuple[Group, Figure], ...]
    empty: tuple[tuple[Group, Figure], ...]

    @property
    def level(self) -> bool:
        """Whether all that is ranked has the same share."""
        return bool(self.ranked) and len(self.highest) == len(self.ranked)


def rank(rows: Iterable[tuple[Group, Figure]], smallest: int = SMALL_BASE) -> Ranking:
    """The rows ordered by unrounded share, highest first; those without a certain value are left out."""
    stated = [row for row in rows if row[0].value]
    enough = [row for row in stated if (row[1].denominator or 0) >= max(smallest, 1)]
    ranked = tuple(sorted(enough, key=lambda row: -_fraction(row[1])))
    top, end = (_fraction(ranked[0][1]), _fraction(ranked[-1][1])) if ranked else (None, None)
    return Ranking(
        highest=tuple(row for row in ranked if _fraction(row[1]) == top),
        lowest=tuple(row for row in ranked if _fraction(row[1]) == end),
        ranked=ranked,
        small=tuple(row for row in stated if 0 < (row[1].denominator or 0) < smallest),
        empty=tuple(row for row in stated if not row[1].denominator),
    )


def reaching(rows: Iterable[tuple[Group, Figure]], threshold: Threshold) -> tuple[tuple[Group, Figure], ...]:
    """The rows whose unrounded share meets a target, in their order."""
    return tuple(row for row in rows if judge(threshold, row[1]).verdict is Verdict.MET)


def _fraction(figure: Figure) -> Fraction:
    return Fraction(figure.numerator, figure.denominator or 1)
