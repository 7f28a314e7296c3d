"""How far an audit and its moderation agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from docgen.model import Figure, Scale

FEWEST_PAIRS = 20
"""Below this many moderated pairs kappa says more about chance than about the auditors, and is not given."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two grades of one case: what the audit said, and what the moderator said."""

    key: str
    audit: str
    moderator: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two graders agree. Each figure is a share of the pairs with both grades on the scale.

    higher, lower   the moderator's grade is better, worse than the audit's
    kappa           linearly weighted; None on fewer than `FEWEST_PAIRS`, and where it has no value
    left_out        keys of pairs with a grade that is blank or not on the scale
    """

    exact: Figure
    within_one: Figure
    higher: Figure
    lower: Figure
    kappa: Decimal | None
    left_out: tuple[str, ...]

    @property
    def pairs(self) -> int:
        """How many pairs are compared."""
        return self.exact.denominator or 0


def agreement(pairs: Iterable[Pair], scale: Scale) -> Agreement:
    """Exact agreement, agreement within one grade, direction and kappa of moderated grades."""
    steps = _steps(scale)
    all_pairs = tuple(pairs)
    judged = [pair for pair in all_pairs if pair.audit in steps and pair.moderator in steps]
    by_key = [(pair.key, steps[pair.moderator] - steps[pair.audit]) for pair in judged]

    def share(measure: str, label: str, holds: Callable[[int], bool]) -> Figure:
        keys = tuple(key for key, step in by_key if holds(step))
        return Figure(f"moderation.{measure}", label, len(keys), len(judged), keys)

    return Agreement(
        exact=share("exact", "Same grade", lambda step: step == 0),
        within_one=share("within_one", "Same grade or one apart", lambda step: abs(step) <= 1),
        higher=share("higher", "Moderator higher", lambda step: step > 0),
        lower=share("lower", "Moderator lower", lambda step: step < 0),
        kappa=weighted_kappa(judged, scale) if len(judged) >= FEWEST_PAIRS else None,
        left_out=tuple(p.key for p in all_pairs if p.audit not in steps or p.moderator not in steps),
    )


def weighted_kappa(pairs: Sequence[Pair], scale: Scale, power: int = 1) -> Decimal | None:
    """Cohen's weighted kappa with weights |i−j|^power, 1 linear and 2 quadratic.

    J. Cohen, Weighted kappa, Psychological Bulletin 70 (1968): 1 − Σ w·observed / Σ w·expected. None where
    there is no pair, or where every grade of both graders is the same, so that nothing is expected to differ.
    """
    steps = _steps(scale)
    observed = sum(abs(steps[pair.audit] - steps[pair.moderator]) ** power for pair in pairs)
    first = Counter(steps[pair.audit] for pair in pairs)
    second = Counter(steps[pair.moderator] for pair in pairs)
    expected = sum(n * m * abs(i - j) ** power for i, n in first.items() for j, m in second.items())
    return None if expected == 0 else 1 - Decimal(observed * len(pairs)) / Decimal(expected)


def _steps(scale: Scale) -> Mapping[str, int]:
    """Grade id → its place on the scale, counted from the worst; grades of one rank share a place."""
    places = {rank: place for place, rank in enumerate(sorted({grade.rank for grade in scale.grades}))}
    return {grade.id: places[grade.rank] for grade in scale.grades}
