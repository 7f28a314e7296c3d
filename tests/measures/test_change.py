from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.measures import difference, rounded
from tests.measures.small import figure


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), "5.24", "33.39"),
        ((9, 10), (3, 10), "17.05", "80.90"),
        ((10, 10), (0, 20), "67.91", "100.00"),
        ((10, 10), (0, 10), "60.75", "100.00"),
    ],
    ids=["a", "b", "g", "h"],
)
def test_the_interval_of_a_difference_is_that_of_newcombe_s_examples(
    first: tuple[int, int], second: tuple[int, int], low: str, high: str
) -> None:
    found = difference(figure(*first), figure(*second))
    assert found is not None
    assert (str(rounded(found.interval.low, 2)), str(rounded(found.interval.high, 2))) == (low, high)


def test_a_change_is_more_than_chance_where_its_interval_leaves_out_nought() -> None:
    assert difference(figure(56, 70), figure(48, 80)).certain  # type: ignore[union-attr]
    assert not difference(figure(8, 12), figure(6, 12)).certain  # type: ignore[union-attr]


def test_a_change_seen_among_many_needs_to_be_greater() -> None:
    one, many = (difference(figure(56, 70), figure(48, 80), comparisons) for comparisons in (1, 30))
    assert one is not None
    assert many is not None
    assert (one.certain, many.certain) == (True, False)


@pytest.mark.parametrize(("first", "second"), [((3, 9), (30, 90)), ((30, 90), (3, 9)), ((0, 0), (30, 90))])
def test_few_audits_on_either_side_are_not_compared(first: tuple[int, int], second: tuple[int, int]) -> None:
    assert difference(figure(*first), figure(*second)) is None


def test_the_points_of_a_difference_are_exact() -> None:
    found = difference(figure(2, 12), figure(1, 12), smallest=1)
    assert found is not None
    assert found.points == Decimal(100) / 12


shares = st.integers(1, 200).flatmap(lambda base: st.tuples(st.integers(0, base), st.just(base)))


@given(shares, shares, st.integers(1, 40))
def test_a_difference_turned_round_is_its_own_opposite(
    a: tuple[int, int], b: tuple[int, int], comparisons: int
) -> None:
    one, other = (difference(figure(*x), figure(*y), comparisons, 1) for x, y in ((a, b), (b, a)))
    assert one is not None
    assert other is not None
    assert one.points == -other.points
    assert abs(one.interval.low + other.interval.high) < Decimal("1e-20")
    assert one.certain is other.certain
    assert one.interval.low <= one.points <= one.interval.high
