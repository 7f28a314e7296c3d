"""Which counts have to be hidden, so that no small one can be worked out from those that stay.

Counts hang together by sums: the groups of a table add up to its total, the grades of a row to its cases. A small
count that is hidden is safe where there is another set of counts that adds up just as well, differs in nothing that
is printed, and has another number in its place. Such a witness is looked for, and what it changes is hidden too, at
the least cost; so what is hidden is proved by an example, whatever the shape of the tables (facts/ecosystem.md, 7).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from math import log2

MOST_STEPS = 200
"""How far a witness is looked for, before everything round about is hidden."""

_FREE = 0.001
_WHOLE = 8.0


@dataclass(frozen=True, slots=True)
class Sum:
    """One count that others make up: `whole` = the sum of `parts` + `rest`. Counts go by their place in a list.

    rest    what the parts leave over, which a reader is taken to know
    """

    whole: int
    parts: tuple[int, ...]
    rest: int = 0


@dataclass(frozen=True, slots=True)
class Hidden:
    """Counts that must not be printed: those that are small themselves, and those that would give one away."""

    small: frozenset[int]
    others: frozenset[int]

    def __contains__(self, place: int) -> bool:
        return place in self.small or place in self.others


def hide(values: Sequence[int], sums: Iterable[Sum], limit: int, unprinted: Iterable[int] = ()) -> Hidden:
    """What is to be hidden of these counts: those from 1 to `limit`, and what they could be worked out from.

    `unprinted` are counts that stand nowhere, and still must not be worked out where they are small. A reader is
    taken to know all sums, everything that is not hidden, and that a hidden count is at least 1: noughts are printed.
    """
    net = _Net(values, tuple(sums))
    small = frozenset(place for place, value in enumerate(values) if 0 < value <= limit)
    hidden = set(small) | set(unprinted)
    for place in sorted(small, key=lambda one: (values[one], one)):
        witness = net.witness(place, hidden)
        if witness is None:
            hidden |= net.around(place)
        else:
            hidden |= witness.keys()
    return Hidden(small, frozenset(hidden - small - set(unprinted)))


@dataclass(slots=True)
class _Net:
    """Counts, the sums that they are in, and what hiding each of them costs."""

    values: Sequence[int]
    sums: tuple[Sum, ...]
    terms: list[list[tuple[int, int]]] = field(init=False)
    member: Mapping[int, list[tuple[int, int]]] = field(init=False)
    cost: list[float] = field(init=False)

    def __post_init__(self) -> None:
        self.terms = [[(one.whole, 1), *((part, -1) for part in one.parts)] for one in self.sums]
        member: dict[int, list[tuple[int, int]]] = {}
        for number, terms in enumerate(self.terms):
            for place, sign in terms:
                member.setdefault(place, []).append((number, sign))
        self.member = member
        wholes = {one.whole for one in self.sums}
        self.cost = [
            (1 + log2(max(value, 1))) * (_WHOLE if place in wholes else 1) for place, value in enumerate(self.values)
        ]

    def witness(self, place: int, hidden: set[int]) -> dict[int, int] | None:
        """Changes of one up or down that leave every sum right and change this count, at the least cost.

        None where none is found within the steps that are allowed.
        """
        order = count()
        heap: list[tuple[float, int, dict[int, int], dict[int, int]]] = []
        for step in (1, -1):
            if self._may(place, step):
                heappush(heap, (0.0, next(order), {place: step}, self._moved({}, place, step)))
        seen = set()
        for _ in range(MOST_STEPS):
            if not heap:
                return None
            cost, _, changes, wrong = heappop(heap)
            if not wrong:
                return changes
            key = frozenset(changes.items())
            if key in seen:
                continue
            seen.add(key)
            choices = min((self._choices(one, by, changes) for one, by in wrong.items()), key=len)
            for other, step in choices:
                price = cost + (_FREE if other in hidden else self.cost[other])
                heappush(heap, (price, next(order), {**changes, other: step}, self._moved(wrong, other, step)))
        return None

    def around(self, place: int) -> set[int]:
        """Every count that is in a sum with this one, or with one of those."""
        near = {place}
        for _ in range(2):
            near |= {other for one in near for number, _ in self.member.get(one, ()) for other, _ in self.terms[number]}
        return {one for one in near if self.values[one]}

    def _choices(self, number: int, by: int, changes: Mapping[int, int]) -> list[tuple[int, int]]:
        """What may change to put a sum right that is out by so much."""
        up = -1 if by > 0 else 1
        return [
            (other, up * sign)
            for other, sign in self.terms[number]
            if other not in changes and self._may(other, up * sign)
        ]

    def _may(self, place: int, step: int) -> bool:
        value = self.values[place]
        return value > 0 and value + step > 0

    def _moved(self, wrong: Mapping[int, int], place: int, step: int) -> dict[int, int]:
        """By how much each sum is out once a count has changed."""
        found = dict(wrong)
        for number, sign in self.member.get(place, ()):
            by = found.pop(number, 0) + sign * step
            if by:
                found[number] = by
        return found
