"""Two shares side by side: how far they lie apart, and whether that is more than chance."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from docgen.measures.judging import SMALL_BASE, Interval, wilson
from docgen.model import Figure


@dataclass(frozen=True, slots=True)
class Difference:
    """A share less an earlier or another one, in percentage points, unrounded.

    interval    in which the true difference lies with 95% confidence
    certain     the interval leaves out nought: more than chance would usually explain
    """

    points: Decimal
    interval: Interval
    certain: bool


def difference(figure: Figure, other: Figure, comparisons: int = 1, smallest: int = SMALL_BASE) -> Difference | None:
    """How far the first share lies above the second; None where either base is smaller than the smallest compared.

    With more comparisons than one the intervals are widened, as those of `wilson` are.

    R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17
    (1998), method 10: with the Wilson intervals (l₁, u₁) and (l₂, u₂) of p₁ and p₂ and d = p₁ − p₂, from
    d − √((p₁ − l₁)² + (u₂ − p₂)²) to d + √((u₁ − p₁)² + (p₂ − l₂)²).
    """
    first, second = figure.share, other.share
    if first is None or second is None or min(figure.denominator or 0, other.denominator or 0) < max(smallest, 1):
        return None
    mine, theirs = wilson(figure, comparisons), wilson(other, comparisons)
    assert mine is not None
    assert theirs is not None
    apart = _exactly(figure) - _exactly(other)
    points = Decimal(100 * apart.numerator) / Decimal(apart.denominator)
    low = points - ((first - mine.low) ** 2 + (theirs.high - second) ** 2).sqrt()
    high = points + ((mine.high - first) ** 2 + (second - theirs.low) ** 2).sqrt()
    return Difference(points, Interval(low, high), low > 0 or high < 0)


def _exactly(figure: Figure) -> Fraction:
    return Fraction(figure.numerator, figure.denominator or 1)
