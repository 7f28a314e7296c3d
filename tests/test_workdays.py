from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.workdays import Span, after, parse_span, working_days

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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("10 working days", Span(10, "working day")),
        ("1 day", Span(1, "day")),
        ("2  Weeks", Span(2, "week")),
        ("18 months", Span(18, "month")),
        ("6 years", Span(6, "year")),
        ("six years", None),
        ("10", None),
        ("-1 days", None),
        ("", None),
    ],
)
def test_a_span_is_a_number_and_a_unit(text: str, expected: Span | None) -> None:
    assert parse_span(text) == expected


@pytest.mark.parametrize(
    ("first", "span", "due"),
    [
        pytest.param("2026-03-30", "8 working days", "2026-04-13", id="working days over Easter"),
        pytest.param("2026-03-13", "1 working day", "2026-03-16", id="a weekend"),
        pytest.param("2026-02-27", "2 days", "2026-03-01", id="days"),
        pytest.param("2026-12-28", "1 week", "2027-01-04", id="a week over the new year"),
        pytest.param("2026-01-31", "1 month", "2026-02-28", id="a shorter month"),
        pytest.param("2026-12-15", "1 month", "2027-01-15", id="a month over the new year"),
        pytest.param("2024-02-29", "1 year", "2025-02-28", id="the leap day"),
        pytest.param("2020-05-05", "6 years", "2026-05-05", id="years"),
        pytest.param("2020-12-31", "24 months", "2022-12-31", id="the end of the year"),
    ],
)
def test_a_span_after_a_day(first: str, span: str, due: str) -> None:
    found = parse_span(span)
    assert found is not None
    assert after(date.fromisoformat(first), found) == date.fromisoformat(due)


def test_a_span_says_itself() -> None:
    assert (str(Span(1, "working day")), str(Span(6, "year"))) == ("1 working day", "6 years")
