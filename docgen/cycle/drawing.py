"""Drawing a sample: which cases are chosen, by quota and by a keyed hash, whatever the order of the list.

Every case has a place in a queue that follows from the seed and its own reference alone: SHA-256 of both. So the same
seed gives the same sample, a case that is taken out of the list moves no other, and nobody can steer the choice by
sorting.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from docgen.cycle.quotas import Labels, quotas


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that can be chosen.

    key     its reference, as cases are compared
    strata  the values of the columns of the strata, the first one first
    person  of whom no two cases may be chosen; empty where there is no such rule
    recent  the date by which the most recent case is known, YYYY-MM-DD
    """

    key: str
    strata: Labels = ()
    person: str = ""
    recent: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """How many cases, and how they are spread; see SamplePlan.

    size        how many of the base (cases, or people); None where `numbers` decide
    newest      the most recent case of a stratum is taken first, and not one at random
    stand_in    of several cases of one person only the most recent can be chosen
    """

    size: int | None
    spread: str = "proportional"
    numbers: tuple[tuple[str, int], ...] = ()
    at_least: int = 0
    newest: bool = False
    stand_in: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A stratum: cases or people that are available, how many were wanted, and the cases chosen, in order."""

    labels: Labels
    available: int
    wanted: int
    chosen: tuple[str, ...]
    queue: tuple[str, ...]
    """Cases that come next, should one that was chosen fall out."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The strata in the order of their labels, and the cases that another case of the same person stands for."""

    cells: tuple[Cell, ...]
    stood_for: tuple[str, ...] = ()

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys of the cases that were chosen, by stratum."""
        return tuple(key for cell in self.cells for key in cell.chosen)


def rank(seed: str, *parts: str) -> str:
    """The place in the queue: the SHA-256, in hex, of the seed and of what stands in the queue."""
    return hashlib.sha256("\x1f".join((seed, *parts)).encode("utf-8")).hexdigest()


def natural(labels: Labels) -> tuple[tuple[tuple[bool, int, str], ...], ...]:
    """Labels as people sort them: A2 before A10."""
    parts = (re.findall(r"\d+|\D+", label.casefold()) for label in labels)
    return tuple(tuple((part.isdigit(), int(part) if part.isdigit() else 0, part) for part in one) for one in parts)


def people(candidates: Sequence[Candidate]) -> int:
    """How many units there are to choose: people where each has no more than one case, else cases."""
    return len({one.person or f"\x1f{one.key}" for one in candidates})


def draw(candidates: Sequence[Candidate], wish: Wish, seed: str) -> Drawn:
    """The sample. Keys of candidates are all different; a size above the number of units means all of them."""
    places = {one.key: rank(seed, one.key) for one in candidates}
    stood_for: tuple[str, ...] = ()
    if wish.stand_in:
        candidates, stood_for = _stand_ins(candidates, places)
    cells: dict[Labels, list[Candidate]] = {}
    for one in candidates:
        cells.setdefault(one.strata, []).append(one)
    for members in cells.values():
        members.sort(key=lambda one: places[one.key])
        if wish.newest:
            members.sort(key=lambda one: one.recent, reverse=True)
    sizes = {labels: people(members) for labels, members in cells.items()}
    size = None if wish.size is None else min(wish.size, people(candidates))
    wanted = quotas(sizes, size, wish.spread, dict(wish.numbers), wish.at_least, lambda *parts: rank(seed, *parts))
    taken = _taken(cells, wanted, seed)
    used = {one.person for members in taken.values() for one in members if one.person}
    found = []
    for labels in sorted(cells.keys() | wanted.keys(), key=natural):
        chosen = {one.key for one in taken.get(labels, ())}
        mine = cells.get(labels, [])
        queue = tuple(one.key for one in mine if one.key not in chosen and one.person not in used)
        order = tuple(one.key for one in mine if one.key in chosen)
        found.append(Cell(labels, sizes.get(labels, 0), wanted.get(labels, 0), order, queue))
    return Drawn(tuple(found), stood_for)


def _stand_ins(candidates: Sequence[Candidate], places: Mapping[str, str]) -> tuple[list[Candidate], tuple[str, ...]]:
    """The most recent case of each person, the first in the queue among several of one day; and the others."""
    best: dict[str, Candidate] = {}
    for one in sorted(candidates, key=lambda one: places[one.key]):
        unit = one.person or f"\x1f{one.key}"
        if unit not in best or one.recent > best[unit].recent:
            best[unit] = one
    kept = {one.key for one in best.values()}
    return list(best.values()), tuple(sorted(one.key for one in candidates if one.key not in kept))


def _taken(
    cells: Mapping[Labels, list[Candidate]], wanted: Mapping[Labels, int], seed: str
) -> dict[Labels, list[Candidate]]:
    """As many cases of each stratum as are wanted and can be had together with those of the others.

    Where a person has cases in several strata, one that is short may take a person from another that can do without:
    the longest chain of such exchanges is found, so that nothing is missing that need not be (augmenting paths).
    """
    taken: dict[Labels, list[Candidate]] = {labels: [] for labels in cells}
    holder: dict[str, Labels] = {}
    for labels in sorted(cells, key=lambda labels: rank(seed, *labels)):
        for one in cells[labels]:
            if len(taken[labels]) >= wanted.get(labels, 0):
                break
            if not one.person or one.person not in holder:
                taken[labels].append(one)
                if one.person:
                    holder[one.person] = labels
    for labels in sorted(cells, key=lambda labels: rank(seed, *labels)):
        while len(taken[labels]) < wanted.get(labels, 0) and _exchange(labels, cells, taken, holder):
            pass
    return taken


def _exchange(
    short: Labels,
    cells: Mapping[Labels, list[Candidate]],
    taken: dict[Labels, list[Candidate]],
    holder: dict[str, Labels],
) -> bool:
    """Give the stratum that is short one case more, by the shortest chain of exchanges; False where there is none."""
    came: dict[Labels, tuple[Labels, Candidate] | None] = {short: None}
    queue = [short]
    for labels in queue:
        for one in cells[labels]:
            if one in taken[labels]:
                continue
            if not one.person or one.person not in holder:
                _shift(labels, one, came, taken, holder)
                return True
            there = holder[one.person]
            if there not in came:
                came[there] = (labels, one)
                queue.append(there)
    return False


def _shift(
    labels: Labels,
    free: Candidate,
    came: Mapping[Labels, tuple[Labels, Candidate] | None],
    taken: dict[Labels, list[Candidate]],
    holder: dict[str, Labels],
) -> None:
    """Take a free person's case, and pass the one that it sets free on to the stratum that the chain is from."""
    taken[labels].append(free)
    if free.person:
        holder[free.person] = labels
    while (step := came[labels]) is not None:
        before, wanted = step
        taken[labels] = [one for one in taken[labels] if one.person != wanted.person]
        taken[before].append(wanted)
        holder[wanted.person] = before
        labels = before
