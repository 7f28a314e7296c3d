"""Laws of sampling: quotas, availability, one case for each person, the same sample whatever the order of the list."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.cycle.drawing import Candidate, Wish, draw, people, rank
from docgen.cycle.quotas import equal, lifted, proportional, quotas


def tie(*parts: str) -> str:
    return rank("seed", *parts)


SIZES = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40), min_size=1)


@given(SIZES, st.integers(0, 120))
def test_shares_are_in_proportion_to_less_than_one_and_add_up(sizes: dict[str, int], whole: int) -> None:
    whole = min(whole, sum(sizes.values()))
    shares = proportional(sizes, whole, tie)
    assert sum(shares.values()) == whole
    for value, share in shares.items():
        assert abs(Fraction(whole * sizes[value], sum(sizes.values()) or 1) - share) < 1
        assert 0 <= share <= sizes[value]


@pytest.mark.parametrize(
    ("sizes", "whole", "shares"),
    [
        ({"a": 53, "b": 24, "c": 23}, 10, {"a": 5, "b": 3, "c": 2}),
        ({"a": 6, "b": 4}, 5, {"a": 3, "b": 2}),
        ({"a": 1, "b": 0}, 1, {"a": 1, "b": 0}),
    ],
)
def test_shares_by_largest_remainder_as_worked_out_by_hand(
    sizes: dict[str, int], whole: int, shares: dict[str, int]
) -> None:
    assert proportional(sizes, whole, tie) == shares


@given(SIZES, st.integers(0, 120))
def test_equal_numbers_differ_by_one_at_most_where_there_are_enough(sizes: dict[str, int], whole: int) -> None:
    shares = equal(sizes, whole, tie)
    assert sum(shares.values()) == min(whole, sum(sizes.values()))
    assert all(share <= sizes[value] for value, share in shares.items())
    roomy = [share for value, share in shares.items() if share < sizes[value]]
    assert not roomy or max(shares.values()) - min(roomy) <= 1


@given(SIZES, st.integers(0, 120), st.integers(0, 6))
def test_a_least_number_is_kept_and_the_whole_too_where_both_can_be(
    sizes: dict[str, int], whole: int, at_least: int
) -> None:
    whole = min(whole, sum(sizes.values()))
    floors = {value: min(at_least, size) for value, size in sizes.items()}
    shares = lifted(proportional(sizes, whole, tie), sizes, at_least, whole, "proportional", tie)
    assert all(floors[value] <= share <= sizes[value] for value, share in shares.items())
    assert sum(shares.values()) == max(whole, sum(floors.values()))


@st.composite
def lists(draw_: st.DrawFn) -> list[Candidate]:
    """A case list: cases in two columns of strata, of a few people, with dates."""
    rows = draw_(
        st.lists(
            st.tuples(
                st.sampled_from("AB"), st.sampled_from("xyz"), st.sampled_from(["", *"pqrstu"]), st.integers(1, 9)
            ),
            max_size=24,
        )
    )
    return [Candidate(f"C{n}", (one, two), person, f"2026-01-0{day}") for n, (one, two, person, day) in enumerate(rows)]


WISHES = st.builds(
    Wish, size=st.integers(0, 20), spread=st.sampled_from(["proportional", "equal"]), at_least=st.integers(0, 3),
    newest=st.booleans(), stand_in=st.booleans(),
)  # fmt: skip


@given(lists(), WISHES, st.randoms(use_true_random=False))
def test_a_sample_is_the_same_whatever_the_order_of_the_list(
    found: list[Candidate], wish: Wish, chance: random.Random
) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert draw(found, wish, "7") == draw(shuffled, wish, "7")


@given(lists(), WISHES)
def test_a_sample_never_has_more_than_there_is_and_no_person_twice(found: list[Candidate], wish: Wish) -> None:
    drawn = draw(found, wish, "7")
    by_key = {one.key: one for one in found}
    assert len(set(drawn.chosen)) == len(drawn.chosen)
    for cell in drawn.cells:
        assert len(cell.chosen) <= min(cell.wanted, cell.available)
        assert all(by_key[key].strata == cell.labels for key in (*cell.chosen, *cell.queue))
        assert not set(cell.chosen) & set(cell.queue)
    persons = Counter(by_key[key].person for key in drawn.chosen if by_key[key].person)
    assert not persons or max(persons.values()) == 1


@given(lists(), WISHES)
def test_nothing_is_missing_that_need_not_be(found: list[Candidate], wish: Wish) -> None:
    drawn = draw(found, wish, "7")
    left = [one for one in found if one.key not in drawn.stood_for]
    wanted = {cell.labels: cell.wanted for cell in drawn.cells}
    assert len(drawn.chosen) == most(left, wanted)


def most(found: list[Candidate], wanted: dict[tuple[str, ...], int]) -> int:
    """The most cases that fit the quotas with no person twice, by trying every stratum for every person in turn."""
    loose = Counter(one.strata for one in found if not one.person)
    places: dict[str, set[tuple[str, ...]]] = {}
    for one in found:
        if one.person:
            places.setdefault(one.person, set()).add(one.strata)
    counts = {tuple(sorted((labels, min(loose[labels], quota)) for labels, quota in wanted.items()))}
    for strata in places.values():
        grown = set(counts)
        for count, labels in product(counts, strata):
            held = dict(count)
            if held.get(labels, 0) < wanted.get(labels, 0):
                grown.add(tuple(sorted({**held, labels: held[labels] + 1}.items())))
        counts = grown
    return max((sum(number for _, number in count) for count in counts), default=0)


def test_another_seed_gives_another_sample_and_a_case_that_falls_out_moves_no_other() -> None:
    found = [Candidate(f"C{n}") for n in range(200)]
    first, second = draw(found, Wish(20), "1"), draw(found, Wish(20), "2")
    assert first.chosen != second.chosen
    without = [one for one in found if one.key != first.chosen[4]]
    assert set(draw(without, Wish(20), "1").chosen) - set(first.chosen) == {first.cells[0].queue[0]}


def test_every_case_has_the_same_chance() -> None:
    found = [Candidate(f"C{n}") for n in range(10)]
    hits = Counter(key for seed in range(2000) for key in draw(found, Wish(3), str(seed)).chosen)
    expected = 2000 * 3 / 10
    chi_squared = sum((number - expected) ** 2 / expected for number in hits.values())
    assert chi_squared < 27.9, "the 99.9 % quantile with nine degrees of freedom"


def test_half_of_the_people_of_each_area_each_by_their_most_recent_case() -> None:
    found = [
        Candidate(f"{area}{person}-{n}", (area, "public" if n else "private"), f"{area}{person}", f"2014-09-0{n + 1}")
        for area, count in (("A1", 8), ("A2", 4)) for person in range(count) for n in range(3)
    ]  # fmt: skip
    drawn = draw(found, Wish(size=6, stand_in=True), "2014")
    assert people(found) == 12
    assert [(cell.labels, cell.available, cell.wanted, len(cell.chosen)) for cell in drawn.cells] == [
        (("A1", "public"), 8, 4, 4),
        (("A2", "public"), 4, 2, 2),
    ]
    assert all(key.endswith("-2") for key in drawn.chosen), "the third case is the most recent one"
    assert len(drawn.stood_for) == 24


def test_fixed_numbers_say_what_is_missing_also_where_there_is_nothing_at_all() -> None:
    found = [Candidate(f"C{n}", ("A1", "x" if n else "y")) for n in range(3)]
    drawn = draw(found, Wish(None, "fixed", (("A1", 5), ("A2", 2))), "1")
    assert [(cell.labels, cell.available, cell.wanted, len(cell.chosen)) for cell in drawn.cells] == [
        (("A1", "x"), 2, 4, 2),
        (("A1", "y"), 1, 1, 1),
        (("A2",), 0, 2, 0),
    ]


def test_the_most_recent_cases_are_taken_first_where_that_is_asked() -> None:
    found = [Candidate(f"C{n}", recent=f"2026-0{n}-01") for n in range(1, 10)]
    assert draw(found, Wish(3, newest=True), "1").chosen == ("C9", "C8", "C7")


def test_quotas_of_the_second_column_add_up_to_those_of_the_first() -> None:
    sizes: dict[tuple[str, ...], int] = dict.fromkeys(product("AB", "xyz"), 7)
    found = quotas(sizes, 11, "proportional", {}, 0, tie)
    by_first = Counter[str]()
    for labels, number in found.items():
        by_first[labels[0]] += number
    assert sorted(by_first.values()) == [5, 6]
