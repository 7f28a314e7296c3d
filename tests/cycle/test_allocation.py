"""Laws of allocation, against every possibility on small cases: conflicts, capacity, few moves, fair load, pairs."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.cycle.allocation import Allocation, Auditor, Case, Declared, Task, allocate, conflict, names
from docgen.model import AllocationRules

RULES = AllocationRules("case", never=("own", "team"))
PAIRS = AllocationRules("case", pairs=True, different="agency", never=("own",))


@st.composite
def tasks(draw: st.DrawFn, rules: AllocationRules = RULES) -> Task:
    """A handful of cases and auditors with teams, agencies, capacities, and some cases that somebody has already."""
    people = [
        Auditor(name, agency=draw(st.sampled_from(["school", "health"])), team=draw(st.sampled_from("xyz")),
                capacity=draw(st.integers(1, 2)))
        for name in "ABCD"[: draw(st.integers(1, 4))]
    ]  # fmt: skip
    cases = [
        Case(f"c{n}", practitioner=draw(st.sampled_from(["", "A", "B", "p"])), team=draw(st.sampled_from("xyzw")))
        for n in range(draw(st.integers(0, 4)))
    ]
    before = {}
    for case in cases:
        if draw(st.booleans()):
            size = 2 if rules.pairs and len(people) > 1 else 1
            chosen = draw(st.permutations([*"ABCD"]))[:size]
            before[case.key] = tuple(chosen)
    return Task(tuple(cases), tuple(people), rules, before=before, seed="7")


def score(task: Task, given_out: dict[str, tuple[str, ...]]) -> tuple[int, int, float]:
    """What is best, the smaller the better: cases not placed, members of teams that change, squared load."""
    missing = len(task.cases) - len(given_out)
    if task.rules.pairs:
        stays = sum(len(set(task.before.get(key, ())) & set(who)) for key, who in given_out.items())
        moves = -stays
    else:
        moves = sum(bool(task.before.get(key)) and who != task.before[key] for key, who in given_out.items())
    room = {one.name: one.capacity for one in task.auditors}
    load: dict[tuple[str, ...], int] = {}
    for who in given_out.values():
        load[tuple(sorted(who))] = load.get(tuple(sorted(who)), 0) + 1
    return missing, moves, sum(number**2 / min(room[name] for name in who) for who, number in load.items())


def every(task: Task) -> Iterator[dict[str, tuple[str, ...]]]:
    """Every allocation that is allowed."""
    people = {one.name: one for one in task.auditors}
    teams: list[tuple[str, ...]] = [(name,) for name in people]
    if task.rules.pairs:
        teams = [
            pair for pair in combinations(people, 2)
            if not task.rules.different or people[pair[0]].agency != people[pair[1]].agency
        ]  # fmt: skip
    options = [
        [(), *(who for who in teams if not any(conflict(people[n], case, task.rules) for n in who))]
        for case in task.cases
    ]
    for choice in product(*options):
        given_out = {case.key: who for case, who in zip(task.cases, choice, strict=True) if who}
        used = set(given_out.values())
        load = {name: sum(name in who for who in given_out.values()) for name in people}
        alone = not task.rules.pairs or all(sum(name in who for who in used) <= 1 for name in people)
        if alone and all(load[name] <= people[name].capacity for name in people):
            yield given_out


def outcome(found: Allocation) -> dict[str, tuple[str, ...]]:
    return {one.key: one.auditors for one in found.placed}


@settings(max_examples=60, deadline=None)
@given(tasks())
def test_no_allocation_is_better_than_the_one_that_is_found(task: Task) -> None:
    found = outcome(allocate(task))
    assert score(task, found) == pytest.approx(min(score(task, one) for one in every(task)))


@settings(max_examples=40, deadline=None)
@given(tasks(PAIRS))
def test_no_allocation_to_pairs_is_better_than_the_one_that_is_found(task: Task) -> None:
    found = outcome(allocate(task))
    plain = {key: tuple(sorted(who)) for key, who in found.items()}
    assert score(task, plain) == pytest.approx(min(score(task, one) for one in every(task)))


@settings(max_examples=40, deadline=None)
@given(tasks(), st.booleans())
def test_nobody_ever_has_a_case_that_they_may_not_have_or_more_than_they_can_take(task: Task, pairs: bool) -> None:
    task = replace(task, rules=replace(PAIRS if pairs else RULES, never=("own", "team", "agency")))
    found = allocate(task)
    people = {one.name: one for one in task.auditors}
    cases = {one.key: one for one in task.cases}
    for one in found.placed:
        assert len(one.auditors) == len(set(one.auditors)) == (2 if pairs else 1)
        assert not any(conflict(people[name], cases[one.key], task.rules) for name in one.auditors)
    assert all(number <= people[name].capacity for name, number in found.load().items())
    assert {one.key for one in found.placed} | {one.key for one in found.unplaced} == set(cases)


@settings(max_examples=30, deadline=None)
@given(tasks())
def test_the_order_of_the_lists_changes_nothing(task: Task) -> None:
    turned = replace(task, cases=task.cases[::-1], auditors=task.auditors[::-1])
    assert allocate(task) == allocate(turned)


CASES = tuple(Case(f"c{n}", team="w") for n in range(6))
THREE = tuple(Auditor(name, capacity=3) for name in ("Ann", "Ben", "Cat"))


def test_a_load_is_shared_evenly() -> None:
    assert sorted(allocate(Task(CASES, THREE, RULES)).load().values()) == [2, 2, 2]


def test_a_load_is_shared_by_what_each_can_take() -> None:
    people = (Auditor("Ann", capacity=4), Auditor("Ben", capacity=2))
    assert allocate(Task(CASES[:3], people, RULES)).load() == {"Ann": 2, "Ben": 1}


def test_when_somebody_drops_out_only_their_cases_move() -> None:
    before = outcome(allocate(Task(CASES, THREE, RULES)))
    again = allocate(Task(CASES, THREE[:2], RULES, before=before))
    of_cat = sorted(key for key, who in before.items() if who == ("Cat",))
    assert list(again.moved) == of_cat
    assert again.load() == {"Ann": 3, "Ben": 3}


def test_a_case_that_cannot_be_placed_says_why_for_everybody() -> None:
    people = (Auditor("Ann", team="East"), Auditor("Ben", team="North", capacity=1), Auditor("Cat"))
    cases = (Case("c1", practitioner="Ben", team="East", people=("cat",)), Case("c2", practitioner="x"))
    found = allocate(Task(cases, people, RULES))
    assert [one.key for one in found.placed] == ["c2"]
    assert found.unplaced[0].reasons == (
        ("Ann", "it is of their own team, East"),
        ("Ben", "it is their own case"),
        ("Cat", "they are named in the case"),
    )


@pytest.mark.parametrize(
    ("auditor", "case", "never", "reason"),
    [
        (Auditor("Ann"), Case("c", practitioner="ANN "), ("own",), "it is their own case"),
        (Auditor("Ann"), Case("c", people=("Ben", "Ann")), ("own",), "they are named in the case"),
        (Auditor("Ann"), Case("c", practitioner="Ben", manager="Ann; Dee"), ("line",), "they manage Ben"),
        (Auditor("Ann", manager="Ben"), Case("c", practitioner="Ben"), ("line",), "Ben manages them"),
        (Auditor("Ann", agency="NHS"), Case("c", agency="nhs"), ("agency",), "it is of their own agency, nhs"),
        (Auditor("Ann", team=""), Case("c", team=""), ("team",), ""),
        (Auditor("Ann", team="East"), Case("c", team="East"), ("own",), ""),
    ],
)
def test_what_keeps_an_auditor_from_a_case(auditor: Auditor, case: Case, never: tuple[str, ...], reason: str) -> None:
    assert conflict(auditor, case, AllocationRules("case", never=never)) == reason


def test_a_declaration_is_about_a_case_a_person_a_team_or_an_agency() -> None:
    case = Case("c1", practitioner="Ben", team="East", agency="NHS")
    for about in ("c1", "ben", "EAST", "nhs"):
        assert conflict(Auditor("Ann"), case, RULES, (Declared("ann", about, "sister"),)) == "declared: sister"
    assert conflict(Auditor("Ann"), case, RULES, (Declared("Cat", "c1", ""), Declared("Ann", "c2", ""))) == ""


def test_names_in_a_cell_are_told_apart() -> None:
    assert names("Ann Hill; Ben Wood, Cat/Dee and Eve\nFay") == ("Ann Hill", "Ben Wood", "Cat", "Dee", "Eve", "Fay")


def test_a_pair_takes_two_cases_together_and_each_leads_one() -> None:
    people = tuple(Auditor(name, agency=agency, capacity=2) for name, agency in
                   (("Ann", "school"), ("Ben", "health"), ("Cat", "school"), ("Dee", "police")))  # fmt: skip
    found = allocate(Task(tuple(Case(f"c{n}") for n in range(4)), people, PAIRS))
    assert sorted(found.load().values()) == [2, 2, 2, 2]
    assert sorted(one.auditors[0] for one in found.placed) == ["Ann", "Ben", "Cat", "Dee"]
    agencies = {one.name: one.agency for one in people}
    assert all(agencies[one] != agencies[two] for one, two in found.pairs)
    assert found.alone == ()


def test_who_comes_into_a_pair_leads_the_case_that_has_lost_its_lead() -> None:
    """Ann and Ben each led one; Ann drops out, Cat comes in: Ben goes on with his, and Cat leads the other."""
    people = (Auditor("Ben", agency="health", capacity=2), Auditor("Cat", agency="school", capacity=2))
    before = {"c1": ("Ann", "Ben"), "c2": ("Ben", "Ann")}
    found = allocate(Task((Case("c1"), Case("c2")), people, PAIRS, before=before))
    assert [(one.key, one.auditors[0]) for one in found.placed] == [("c1", "Cat"), ("c2", "Ben")]


def many(people: int, cases: int) -> Task:
    """Auditors of six agencies who can take 2 to 30 cases, and cases that some of them are named in."""
    draw = random.Random(f"{people} {cases}")
    auditors = tuple(
        Auditor(f"A{n}", agency=draw.choice("uvwxyz"), capacity=draw.choice([2, 4, 6, 10, 20, 30]))
        for n in range(people)
    )
    found = tuple(
        Case(f"c{n}", f"A{draw.randrange(3 * people)}", tuple(f"A{draw.randrange(people)}" for _ in range(3)))
        for n in range(cases)
    )
    return Task(found, auditors, PAIRS)


@pytest.mark.parametrize(("people", "cases"), [(30, 200), (60, 200), (60, 600)])
def test_dozens_of_pairs_and_hundreds_of_cases_take_seconds(people: int, cases: int) -> None:
    begun = process_time()
    task = many(people, cases)
    found = allocate(task)
    rest = replace(task, auditors=tuple(one for one in task.auditors if one.name != found.pairs[0][0]))
    again = allocate(replace(rest, before={one.key: one.auditors for one in found.placed}))
    assert process_time() - begun < 60, "one programme for everything would take hours"
    room = sum(min(one.capacity for one in task.auditors if one.name in pair) for pair in found.pairs)
    assert len(found.placed) == min(cases, room), "every place of every pair is taken, or every case placed"
    assert len(again.moved) < len(found.placed) / 4, "when one drops out, few cases change hands"


def test_an_auditor_without_a_partner_of_another_agency_is_named() -> None:
    people = (Auditor("Ann", agency="school"), Auditor("Ben", agency="health"), Auditor("Cat", agency="school"))
    found = allocate(Task((Case("c1"),), people, PAIRS))
    assert len(found.placed) == 1
    assert len(found.alone) == 1
