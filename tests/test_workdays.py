from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.workdays import working_days

DAYS = st.dates(date(2005, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("first", "second", "due"),
    [
        pytest.param("2026-03-16", "2026-03-16", 0, id="the same day"),
        pytest.param("2026-03-16", "2026-03-17", 1, id="Monday to Tuesday"),
        pytest.param("2026-03-13", "2026-03-16", 1, id="Friday to Monday"),
        pytest.param("2026-03-13", "2026-03-15", 0, id="Friday to Sunday"),
        pytest.param("2026-03-14", "2026-03-16", 1, id="Saturday to Monday"),
        pytest.param("2026-03-16", "2026-03-30", 10, id="two weeks without a bank holiday"),
        pytest.param("2026-03-30", "2026-04-13", 8, id="two weeks with Good Friday and Easter Monday"),
        pytest.param("2021-12-24", "2021-12-29", 1, id="Christmas on a Saturday, with substitute days"),
        pytest.param("2022-05-31", "2022-06-06", 2, id="a bank holiday that was moved, and one of its year only"),
        pytest.param("2026-03-17", "2026-03-16", -1, id="backwards"),
        pytest.param("2026-03-16", "2026-03-13", -1, id="backwards over a weekend"),
    ],
)
def test_the_working_days_between_two_days(first: str, second: str, due: int) -> None:
    assert working_days(date.fromisoformat(first), date.fromisoformat(second)) == due


def test_scottish_holidays_are_working_days_in_england() -> None:
    assert working_days(date(2026, 11, 29), date(2026, 11, 30)) == 1


@given(DAYS, st.integers(0, 60), st.integers(0, 60))
def test_days_add_up(first: date, one: int, two: int) -> None:
    middle, last = first + timedelta(one), first + timedelta(one + two)
    assert working_days(first, middle) + working_days(middle, last) == working_days(first, last)
    assert 0 <= working_days(first, last) <= one + two


@given(DAYS, DAYS)
def test_backwards_counts_the_days_from_the_second_to_the_day_before_the_first(first: date, second: date) -> None:
    if second < first:
        assert working_days(first, second) == -working_days(second - timedelta(1), first - timedelta(1))
