"""Allocations to pairs as scipy solves them: which pairs there are, and which cases each of them takes.

Both at once are too many possibilities for one programme: 60 auditors are 1,770 pairs, and with 600 cases a million
variables. So they are parted, as Benders did. Which cases given pairs take best is a transport problem (`linprog`); the
prices of the cases in it say how much better other pairs could do at most. A programme over the pairs alone (`milp`)
looks for those that could do best by all prices so far, until none could do better than what was found.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

from docgen.fields import same

if TYPE_CHECKING:
    from docgen.cycle.allocation import Auditor, Case, Placed
    from docgen.cycle.solving import Barred

_PATIENCE = 15
"""After so many sets of pairs that are no better than the best one so far, that one is taken."""
_NODES = 200
"""How many branches a search for pairs may have. They are counted and not timed, so that it ends alike everywhere."""
_EVEN = 0.01
"""How much more evenly the load must be shared for that to count."""

Price = tuple[float, Any]
"""What no pairs can do better than: a sum for the cases, and what each pair adds to it."""


def in_pairs(
    cases: Sequence[Case],
    auditors: Sequence[Auditor],
    barred: Barred,
    before: Mapping[str, tuple[str, ...]],
    different: str,
) -> tuple[tuple[Placed, ...], tuple[tuple[str, str], ...]]:
    """The cases that can be placed, each with a pair, and the pairs: nobody is in two.

    As many cases as can be are placed; then as many as can be stay with those who had them; then the load is even.
    """
    from docgen.cycle.allocation import Placed

    able = [one for one in auditors if one.capacity]
    pairs = [
        (one, two)
        for one, two in combinations(able, 2)
        if not different or same(getattr(one, different)) != same(getattr(two, different))
    ]
    if not cases or not pairs:
        return (), ()
    found = _Pairing(cases, pairs, barred, before).best()
    placed = tuple(Placed(cases[c].key, tuple(one.name for one in pairs[p])) for c, p in sorted(found.items()))
    return placed, tuple((pairs[p][0].name, pairs[p][1].name) for p in sorted(set(found.values())))


class _Pairing:
    """What each case is worth with each pair, and what it costs to give a pair one more."""

    def __init__(
        self,
        cases: Sequence[Case],
        pairs: Sequence[tuple[Auditor, Auditor]],
        barred: Barred,
        before: Mapping[str, tuple[str, ...]],
    ) -> None:
        import numpy as np

        names = list(dict.fromkeys(one.name for pair in pairs for one in pair))
        earlier = [{same(name) for name in before.get(case.key, ())} for case in cases]
        may = np.array([[(name, case.key) not in barred for case in cases] for name in names])
        had = np.array([[same(name) in some for some in earlier] for name in names], dtype=float)
        self._members = np.array([[names.index(one.name) for one in pair] for pair in pairs])
        first, second = self._members.T
        stay = 2.0 * len(cases) + 1
        self._place = stay * (2 * len(cases) + 1)
        """To place a case is worth more than all that stay, and one that stays more than all shares of the load."""
        self._worth = np.where(may[first] & may[second], self._place + stay * (had[first] + had[second]), -np.inf)
        room = [min(one.capacity, two.capacity) for one, two in pairs]
        self._costs = [(2 * np.arange(1, min(most, len(cases)) + 1) - 1) / most for most in room]
        self._unit = self._place * max(room)
        """Programmes with numbers of very different size lose the small ones; in this unit none is large."""
        together = {frozenset(map(same, who)) for who in before.values()}
        self._together = [n for n, pair in enumerate(pairs) if {same(one.name) for one in pair} in together]

    def best(self) -> dict[int, int]:
        """Case → pair, by their positions, of the pairs that do best. It begins with the pairs that there were."""
        import numpy as np

        prices = [self._price(np.zeros(self._worth.shape[1])), self._price(np.max(self._worth, axis=0).clip(0))]
        made, *_ = self._pairs(prices, self._together)
        found: dict[int, int] = {}
        best, in_vain = -np.inf, 0
        while made and in_vain < _PATIENCE:
            given, of_cases, value = self._given(made)
            in_vain += 1
            if value > best + _EVEN:
                found, best, in_vain = given, value, 0
            prices.append(self._price(of_cases))
            made, hoped, most = self._pairs(prices)
            if min(hoped, most) <= best + _EVEN:
                break
        return found

    def _price(self, of_cases: Any) -> Price:
        """The price by what each case is worth wherever it goes; good for any such numbers that are not negative."""
        import numpy as np

        gain = (self._worth - of_cases).max(axis=1).clip(0)
        adds = [np.clip(one - costs, 0, None).sum() for one, costs in zip(gain, self._costs, strict=True)]
        return float(of_cases.sum()), np.array(adds)

    def _pairs(self, prices: Sequence[Price], kept: Collection[int] = ()) -> tuple[list[int], float, float]:
        """The pairs that could do best by all prices, `kept` among them, with nobody in two; how well they could do at
        most; and how well any could. No pairs where none are found.
        """
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import csr_matrix

        number = len(self._members)
        twice = np.tile(np.arange(number), 2)
        once = csr_matrix((np.ones(2 * number), (self._members.T.ravel(), twice)), shape=(twice.size, number + 1))
        priced = csr_matrix(np.array([[*(-adds / self._unit), 1.0] for _, adds in prices]))
        wish = np.zeros(number + 1)
        wish[-1] = -1
        least = np.isin(np.arange(number + 1), list(kept)).astype(float)
        found = milp(
            wish,
            integrality=[1] * number + [0],
            bounds=Bounds(least, [1] * number + [np.inf]),
            constraints=[
                LinearConstraint(once, -np.inf, 1),
                LinearConstraint(priced, -np.inf, [base / self._unit for base, _ in prices]),
            ],
            options={"mip_rel_gap": 1e-9, "node_limit": _NODES},
        )
        if found.x is None:
            return [], 0.0, 0.0
        made = [n for n in range(number) if found.x[n] > 0.5]
        return made, -found.fun * self._unit, -found.mip_dual_bound * self._unit

    def _given(self, made: Sequence[int]) -> tuple[dict[int, int], Any, float]:
        """What these pairs take at best: case → pair; what each case is worth wherever it goes; and what all is worth.

        A transport problem: whole numbers come out by themselves.
        """
        import numpy as np
        from scipy.optimize import linprog
        from scipy.sparse import csr_matrix

        cases = self._worth.shape[1]
        gives = [(k, int(c)) for k, p in enumerate(made) for c in np.flatnonzero(np.isfinite(self._worth[p]))]
        nth = [(k, cost) for k, p in enumerate(made) for cost in self._costs[p]]
        wish = [-self._worth[made[k], c] for k, c in gives] + [cost for _, cost in nth]
        rows = [c for _, c in gives] + [cases + k for k, _ in gives] + [cases + k for k, _ in nth]
        columns = [*range(len(gives)), *range(len(gives)), *range(len(gives), len(wish))]
        signs = [1.0] * (2 * len(gives)) + [-1.0] * len(nth)
        limits = csr_matrix((signs, (rows, columns)), shape=(cases + len(made), len(wish)))
        most = [1.0] * cases + [0.0] * len(made)
        bounds = [(0, None)] * len(gives) + [(0, 1)] * len(nth)
        found = linprog(wish, A_ub=limits, b_ub=most, bounds=bounds, method="highs-ds")
        given = {c: made[k] for (k, c), much in zip(gives, found.x, strict=False) if much > 0.5}
        return given, (-found.ineqlin.marginals[:cases]).clip(0), -found.fun
