from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.workdays import Calendar, Span, after, before, parse_span, plus_months, working_days

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


# --- other nations, closures, and days that are no working days ------------------------------------------


@pytest.mark.parametrize(
    ("nation", "first", "second", "due"),
    [
        pytest.param("scotland", "2026-11-29", "2026-11-30", 0, id="St Andrew's Day in Scotland"),
        pytest.param("scotland", "2026-04-02", "2026-04-06", 1, id="Easter Monday is worked in Scotland"),
        pytest.param("wales", "2026-04-02", "2026-04-06", 0, id="and is not in Wales"),
        pytest.param("scotland", "2025-12-31", "2026-01-05", 1, id="the first and the second of January in Scotland"),
        pytest.param("england", "2025-12-31", "2026-01-05", 2, id="only the first of January in England"),
        pytest.param("northern-ireland", "2026-03-16", "2026-03-17", 0, id="St Patrick's Day in Northern Ireland"),
        pytest.param("northern-ireland", "2026-07-10", "2026-07-13", 0, id="the Twelfth on a Sunday, a day later"),
        pytest.param("scotland", "2026-07-31", "2026-08-03", 0, id="the summer holiday of Scotland"),
        pytest.param("england", "2026-08-28", "2026-08-31", 0, id="the summer holiday of England"),
        pytest.param("scotland", "2026-08-28", "2026-08-31", 1, id="which Scotland works"),
    ],
)
def test_each_nation_has_its_own_bank_holidays(nation: str, first: str, second: str, due: int) -> None:
    assert working_days(date.fromisoformat(first), date.fromisoformat(second), Calendar(nation)) == due


CLOSED = Calendar("england", frozenset(date(2026, 12, day) for day in range(24, 32)))


def test_a_closure_is_no_working_day_and_counts_once_where_it_meets_a_bank_holiday() -> None:
    assert working_days(date(2026, 12, 23), date(2027, 1, 4), CLOSED) == 1
    assert after(date(2026, 12, 23), Span(1, "working day"), CLOSED) == date(2027, 1, 4)
    assert after(date(2026, 12, 23), Span(5, "day"), CLOSED) == date(2026, 12, 28), "plain days run on"


@pytest.mark.parametrize(
    ("day", "how", "due"),
    [
        ("2026-11-07", "no", "2026-11-07"),
        ("2026-11-07", "next", "2026-11-09"),
        ("2026-11-07", "before", "2026-11-06"),
        ("2026-04-03", "next", "2026-04-07"),
        ("2026-04-06", "before", "2026-04-02"),
        ("2026-12-26", "next", "2027-01-04"),
        ("2026-11-10", "next", "2026-11-10"),
    ],
)
def test_a_day_that_is_not_worked_rolls_on_or_back(day: str, how: str, due: str) -> None:
    assert CLOSED.rolled(date.fromisoformat(day), how) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("last", "span", "due"),
    [
        pytest.param("2026-03-31", "1 month", "2026-02-28", id="a shorter month"),
        pytest.param("2024-03-31", "1 month", "2024-02-29", id="a shorter month of a leap year"),
        pytest.param("2026-01-15", "12 months", "2025-01-15", id="a year"),
        pytest.param("2026-11-20", "4 weeks", "2026-10-23", id="weeks"),
        pytest.param("2026-04-07", "1 working day", "2026-04-02", id="working days over Easter"),
    ],
)
def test_a_span_before_a_day(last: str, span: str, due: str) -> None:
    found = parse_span(span)
    assert found is not None
    assert before(date.fromisoformat(last), found) == date.fromisoformat(due)


@given(DAYS, st.integers(1, 40), st.sampled_from(["england", "wales", "scotland", "northern-ireland"]))
def test_a_number_of_working_days_after_a_day_is_that_many_working_days_on(first: date, n: int, nation: str) -> None:
    calendar = Calendar(nation, frozenset({date(2026, 12, 24), date(2027, 1, 2)}))
    due = after(first, Span(n, "working day"), calendar)
    assert working_days(first, due, calendar) == n
    assert calendar.works(due)


@given(DAYS, st.integers(-60, 60))
def test_months_keep_the_day_or_end_with_the_month(first: date, months: int) -> None:
    there = plus_months(first, months)
    assert (there.year - first.year) * 12 + there.month - first.month == months
    assert there.day == first.day or (there.day < first.day and (there + timedelta(1)).day == 1)
