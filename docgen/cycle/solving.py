"""Allocations to single auditors as scipy solves them: as an assignment of cases to places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

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
