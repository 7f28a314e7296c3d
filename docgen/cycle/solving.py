"""Allocations as scipy solves them: an assignment for single auditors, a mixed integer programme for pairs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from docgen.fields import same

if TYPE_CHECKING:
    from docgen.cycle.allocation import Auditor, Case, Placed

_SCALE = 2520
"""A common multiple for the shares of small capacities: the cost of the nth case of somebody who can take c is
(2n - 1) / c, so that the sum of costs is the sum of load squared by capacity, which is least where loads are even."""

Barred = Mapping[tuple[str, str], str]
"""Auditor and case → why not."""


def cost(nth: int, capacity: int) -> int:
    """What the nth case of an auditor costs, in whole numbers."""
    return (2 * nth - 1) * _SCALE // capacity


def alone(
    cases: Sequence[Case], auditors: Sequence[Auditor], barred: Barred, before: Mapping[str, tuple[str, ...]]
) -> tuple[Placed, ...]:
    """The cases that can be placed, each with its auditor.

    Every auditor is as many places as they can take cases; a further place for each case stands for none. A case there
    costs more than all changes of hands, and one of those more than all shares of the load.
    """
    import numpy as np
    from scipy.optimize import linear_sum_assignment

    from docgen.cycle.allocation import Placed

    places = [(one, nth) for one in auditors for nth in range(1, min(one.capacity, len(cases)) + 1)]
    if not cases or not places:
        return ()
    change = len(cases) * max(cost(nth, one.capacity) for one, nth in places) + 1
    missing = len(cases) * (change + 1) * 2
    costs = np.full((len(cases), len(places) + len(cases)), float(missing))

    for row, case in enumerate(cases):
        had = [same(name) for name in before.get(case.key, ())]
        for column, (one, nth) in enumerate(places):
            if (one.name, case.key) in barred:
                costs[row, column] = np.inf
            else:
                moves = bool(had) and same(one.name) not in had
                costs[row, column] = cost(nth, one.capacity) + change * moves
    rows, columns = linear_sum_assignment(costs)
    return tuple(
        Placed(cases[row].key, (places[column][0].name,))
        for row, column in zip(rows, columns, strict=True)
        if column < len(places) and costs[row, column] < missing
    )


def in_pairs(
    cases: Sequence[Case],
    auditors: Sequence[Auditor],
    barred: Barred,
    before: Mapping[str, tuple[str, ...]],
    different: str,
) -> tuple[tuple[Placed, ...], tuple[tuple[str, str], ...]]:
    """The cases that can be placed, each with a pair, and the pairs: nobody is in two.

    One variable for each possible pair (it is made), for each case and pair that may have it, and for the nth case of
    each pair, which costs more than the one before. Solved three times: for the most cases, then for the most that
    stay with those who had them, then for the evenest load, each time with what was reached before as a condition.
    """
    from docgen.cycle.allocation import Placed

    pairs = [
        (one, two)
        for one, two in combinations(auditors, 2)
        if not different or same(getattr(one, different)) != same(getattr(two, different))
    ]
    programme = _Programme(pairs, cases, barred)
    if not programme.gives:
        return (), ()
    stays = [
        len({same(one.name) for one in pairs[p]} & {same(name) for name in before.get(cases[c].key, ())})
        for p, c in programme.gives
    ]
    chosen = programme.solve(stays)
    placed = tuple(
        Placed(cases[c].key, tuple(one.name for one in pairs[p])) for p, c in (programme.gives[n] for n in chosen)
    )
    made = sorted({programme.gives[n][0] for n in chosen})
    return placed, tuple((pairs[p][0].name, pairs[p][1].name) for p in made)


class _Programme:
    """The variables and conditions of an allocation to pairs."""

    def __init__(self, pairs: Sequence[tuple[Auditor, Auditor]], cases: Sequence[Case], barred: Barred) -> None:
        self._room = [min(one.capacity, two.capacity, len(cases)) for one, two in pairs]
        self.gives = [
            (p, c)
            for p, pair in enumerate(pairs)
            for c, case in enumerate(cases)
            if self._room[p] and not any((one.name, case.key) in barred for one in pair)
        ]
        self._pairs = pairs
        self._cases = len(cases)
        self._nth = [(p, n) for p, room in enumerate(self._room) for n in range(1, room + 1)]

    def solve(self, stays: Sequence[int]) -> list[int]:
        """The positions in `gives` of what is given out."""
        import numpy as np

        first, last = len(self._pairs), len(self._pairs) + len(self.gives)
        size = last + len(self._nth)
        rows, lower, upper = self._conditions(size)
        most = np.zeros(size)
        most[first:last] = -1
        kept = np.zeros(size)
        kept[first:last] = -np.asarray(stays, dtype=float)
        even = np.zeros(size)
        for n, (p, nth) in enumerate(self._nth):
            even[last + n] = cost(nth, self._room[p])
        found = None
        for wish in (most, kept, even):
            found = _solved(wish, rows, lower, upper)
            rows, lower, upper = [*rows, wish], [*lower, -np.inf], [*upper, float(np.round(wish @ found))]
        assert found is not None
        return [n for n in range(len(self.gives)) if found[first + n] > 0.5]

    def _conditions(self, size: int) -> tuple[list[Any], list[float], list[float]]:
        """Rows of coefficients with their lower and upper bounds."""
        import numpy as np

        first, last = len(self._pairs), len(self._pairs) + len(self.gives)
        rows: list[Any] = []
        upper: list[float] = []
        lower: list[float] = []

        def add(entries: Sequence[tuple[int, float]], low: float, high: float) -> None:
            row = np.zeros(size)
            for place, value in entries:
                row[place] += value
            rows.append(row)
            lower.append(low)
            upper.append(high)

        for name in sorted({one.name for pair in self._pairs for one in pair}):
            mine = [p for p, pair in enumerate(self._pairs) if name in (pair[0].name, pair[1].name)]
            add([(p, 1.0) for p in mine], -np.inf, 1.0)
        for c in range(self._cases):
            mine = [n for n, (_, case) in enumerate(self.gives) if case == c]
            if mine:
                add([(first + n, 1.0) for n in mine], -np.inf, 1.0)
        for p in range(len(self._pairs)):
            given = [(first + n, 1.0) for n, (pair, _) in enumerate(self.gives) if pair == p]
            counted = [(last + n, -1.0) for n, (pair, _) in enumerate(self._nth) if pair == p]
            if given:
                add([*given, (p, -float(self._room[p]))], -np.inf, 0.0)
            add([*given, *counted], 0.0, 0.0)
        return rows, lower, upper


def _solved(wish: Any, rows: Sequence[Any], lower: Sequence[float], upper: Sequence[float]) -> Any:
    """The values of all variables, whole numbers, for which the wish is least."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_matrix

    conditions = LinearConstraint(csr_matrix(np.vstack(rows)), np.asarray(lower), np.asarray(upper))
    found = milp(wish, integrality=np.ones(len(wish)), bounds=Bounds(0, 1), constraints=conditions)
    assert found.x is not None, "nothing given out is always a solution"
    return np.round(found.x)
