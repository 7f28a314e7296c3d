"""Who audits what: as many cases as can be placed, with as few changes as can be, and the load fairly shared.

Three wishes, in this order, each kept by the next: place as many cases as can be; leave cases with those who have them;
share the load evenly, in proportion to what each can take. The solver is scipy's: an assignment of cases to places
(`linear_sum_assignment`, the Jonker-Volgenant algorithm) where auditors work alone; where they work in pairs, a mixed
integer programme for the pairs and a transport problem for their cases in turn (`milp` and `linprog`, HiGHS).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from docgen.cycle.drawing import rank
from docgen.fields import same
from docgen.model import AllocationRules

_BETWEEN = re.compile(r"[;,\n/]|\band\b|&")


@dataclass(frozen=True, slots=True)
class Auditor:
    """Somebody who audits. `capacity` is how many cases they take, and `none` why where that is 0; `away` the days that
    they are not there."""

    name: str
    email: str = ""
    agency: str = ""
    team: str = ""
    manager: str = ""
    capacity: int = 1
    away: tuple[tuple[date, date], ...] = ()
    none: str = "they take no case in this round"


@dataclass(frozen=True, slots=True)
class Case:
    """A case to be given out: what it is known by, and all that can keep somebody from it.

    people      names of those who may not have it beside the practitioner
    """

    key: str
    practitioner: str = ""
    people: tuple[str, ...] = ()
    manager: str = ""
    team: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Declared:
    """Why somebody may not have a case, by a declaration: `about` is a case, a person, a team or an agency."""

    auditor: str
    about: str
    reason: str


@dataclass(frozen=True, slots=True)
class Placed:
    """A case with those who audit it: one, or two of whom the first leads."""

    key: str
    auditors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A case that nobody can have: auditor → what keeps them from it."""

    key: str
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Allocation:
    """What came out, by case; how many cases changed hands; and the pairs, where there are any."""

    placed: tuple[Placed, ...]
    unplaced: tuple[Unplaced, ...] = ()
    moved: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    alone: tuple[str, ...] = ()
    """Auditors without a partner."""

    def load(self) -> dict[str, int]:
        """Auditor → how many cases they have."""
        found: dict[str, int] = {}
        for one in self.placed:
            for name in one.auditors:
                found[name] = found.get(name, 0) + 1
        return found


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be allocated. `before` is who has a case already, by key; `seed` breaks ties."""

    cases: tuple[Case, ...]
    auditors: tuple[Auditor, ...]
    rules: AllocationRules
    declared: tuple[Declared, ...] = ()
    before: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    seed: str = ""


def names(text: str) -> tuple[str, ...]:
    """The names in a cell, with semicolons, commas, slashes, “and” or new lines between them."""
    return tuple(part.strip() for part in _BETWEEN.split(text) if part.strip())


def conflict(auditor: Auditor, case: Case, rules: AllocationRules, declared: Sequence[Declared] = ()) -> str:
    """What keeps an auditor from a case; empty where nothing does."""
    own, never = same(auditor.name), rules.never
    if "own" in never:
        if own == same(case.practitioner):
            return "it is their own case"
        if own in map(same, case.people):
            return "they are named in the case"
    if "team" in never and case.team and same(auditor.team) == same(case.team):
        return f"it is of their own team, {case.team}"
    if "line" in never:
        if case.manager and own in map(same, names(case.manager)):
            return f"they manage {case.practitioner or 'the practitioner'}"
        if auditor.manager and case.practitioner and same(auditor.manager) == same(case.practitioner):
            return f"{case.practitioner} manages them"
    if "agency" in never and case.agency and same(auditor.agency) == same(case.agency):
        return f"it is of their own agency, {case.agency}"
    about = {case.key, same(case.practitioner), same(case.team), same(case.agency), *map(same, case.people)} - {""}
    for one in declared:
        if same(one.auditor) == own and same(one.about) in about:
            return f"declared: {one.reason}" if one.reason else "declared"
    return ""


def allocate(task: Task) -> Allocation:
    """The best allocation. Raises ImportError where scipy is missing."""
    from docgen.cycle import pairing, solving

    auditors = sorted(task.auditors, key=lambda one: rank(task.seed, same(one.name)))
    cases = sorted(task.cases, key=lambda one: rank(task.seed, one.key))
    barred = {
        (one.name, case.key): reason
        for one in auditors
        for case in cases
        if (reason := conflict(one, case, task.rules, task.declared))
    }
    if task.rules.pairs:
        found, pairs = pairing.in_pairs(cases, auditors, barred, task.before, task.rules.different)
        placed = _led(found, task.before)
    else:
        pairs, placed = (), solving.alone(cases, auditors, barred, task.before)
    taken = {one.key: one for one in placed}
    load = Allocation(placed).load()
    unplaced = tuple(
        Unplaced(case.key, tuple(_reasons(case, auditors, barred, load, bool(pairs) or task.rules.pairs)))
        for case in sorted(cases, key=lambda case: case.key)
        if case.key not in taken
    )
    moved = tuple(
        key for key, one in sorted(taken.items())
        if task.before.get(key) and set(map(same, task.before[key])) != set(map(same, one.auditors))
    )  # fmt: skip
    in_pairs = {name for pair in pairs for name in pair}
    alone = (
        tuple(sorted(one.name for one in auditors if one.capacity and one.name not in in_pairs))
        if task.rules.pairs
        else ()
    )
    return Allocation(tuple(sorted(placed, key=lambda one: one.key)), unplaced, moved, pairs, alone)


def _reasons(
    case: Case, auditors: Sequence[Auditor], barred: Mapping[tuple[str, str], str], load: Mapping[str, int], pairs: bool
) -> list[tuple[str, str]]:
    """For each auditor what keeps them from the case."""
    found = []
    for one in sorted(auditors, key=lambda one: one.name.casefold()):
        reason = barred.get((one.name, case.key), "")
        if not reason and not one.capacity:
            reason = one.none
        if not reason and load.get(one.name, 0) >= one.capacity:
            reason = f"they have {load.get(one.name, 0)} of {one.capacity} cases already"
        if not reason:
            reason = "they have no partner who may have it" if pairs else "another case had to come first"
        found.append((one.name, reason))
    return found


def _led(found: Sequence[Placed], before: Mapping[str, tuple[str, ...]]) -> tuple[Placed, ...]:
    """The cases of pairs with the one who leads first: who led before, else who leads fewer of them. The cases whose
    lead stays come first, so that the others are shared beside them."""
    leads: dict[str, int] = {}
    placed = []

    def stays(one: Placed) -> bool:
        return bool({same(name) for name in before.get(one.key, ())[:1]} & set(map(same, one.auditors)))

    for one in sorted(found, key=lambda one: (not stays(one), one.key)):
        earlier = [same(name) for name in before.get(one.key, ())[:1]]
        order = sorted(one.auditors, key=lambda name: (same(name) not in earlier, leads.get(name, 0), name))
        leads[order[0]] = leads.get(order[0], 0) + 1
        placed.append(Placed(one.key, tuple(order)))
    return tuple(placed)
