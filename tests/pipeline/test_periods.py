from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from docgen.model import DocgenError, Round
from docgen.pipeline import periods
from tests.pipeline.forms import FRAMEWORK

AUTUMN = Round("2014-11", "November 2014", date(2014, 9, 1), date(2014, 10, 31))
SPRING = Round("2015-03", "March 2015", date(2015, 1, 1), date(2015, 2, 28))
ROUNDS = replace(FRAMEWORK, rounds=(AUTUMN, SPRING))


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("2014-11", "2014-11-01", "2014-11-30", "November 2014"),
        ("2024-02", "2024-02-01", "2024-02-29", "February 2024"),
        ("2026-12", "2026-12-01", "2026-12-31", "December 2026"),
        ("2026-27", "2026-04-01", "2027-03-31", "April 2026 to March 2027"),
        ("1999-00", "1999-04-01", "2000-03-31", "April 1999 to March 2000"),
        ("2026-27-Q1", "2026-04-01", "2026-06-30", "2026-27 quarter 1 (April to June 2026)"),
        ("2026-27-Q2", "2026-07-01", "2026-09-30", "2026-27 quarter 2 (July to September 2026)"),
        ("2026-27-Q3", "2026-10-01", "2026-12-31", "2026-27 quarter 3 (October to December 2026)"),
        ("2026-27-q4", "2027-01-01", "2027-03-31", "2026-27 quarter 4 (January to March 2027)"),
        ("2014-09-01..2014-10-31", "2014-09-01", "2014-10-31", "1 September 2014 to 31 October 2014"),
    ],
)
def test_a_period_has_its_first_and_last_day(text: str, first: str, last: str, label: str) -> None:
    found = periods.parse(text, FRAMEWORK)
    assert (found.first.isoformat(), found.last.isoformat(), found.label, found.round) == (first, last, label, None)


def test_a_round_comes_before_a_month_of_the_same_name() -> None:
    found = periods.parse("2014-11", ROUNDS)
    assert (found.first, found.last, found.round) == (AUTUMN.first, AUTUMN.last, AUTUMN)


@pytest.mark.parametrize("text", ["2014", "2014-13", "2026-28", "2026-27-Q5", "2014-09-31..2014-10-01", "a..b"])
def test_what_is_no_period_says_what_can_be_written(text: str) -> None:
    with pytest.raises(DocgenError, match=r"is not a period.*2014-09-01\.\.2014-10-31") as failure:
        periods.parse(text, FRAMEWORK)
    assert failure.value.code == 2


def test_a_misspelt_round_says_what_was_meant() -> None:
    with pytest.raises(DocgenError, match="Did you mean “2014-11”"):
        periods.parse("2014-1l", ROUNDS)


def test_a_period_that_ends_before_it_starts_is_said() -> None:
    with pytest.raises(DocgenError, match="ends before it starts"):
        periods.parse("2014-10-31..2014-09-01", FRAMEWORK)


def test_without_a_period_the_round_is_the_latest_that_covers_most_of_the_dates() -> None:
    assert periods.round_of(ROUNDS, ["2014-09-01", "2014-10-31", "2041-01-01"]) == AUTUMN
    assert periods.round_of(ROUNDS, ["2015-01-15"]) == SPRING
    assert periods.round_of(ROUNDS, []) == SPRING
    assert periods.round_of(ROUNDS, ["2016-01-01", "2016-02-01", "2014-09-01"]) is None
    assert periods.round_of(FRAMEWORK, ["2014-09-01"]) is None


@pytest.mark.parametrize(
    ("text", "unit", "name", "short", "earlier"),
    [
        ("2026-03", "month", "March 2026", "March 2026", "2026-02-01 2026-02-28"),
        ("2026-27-Q1", "quarter", "April to June 2026", "Q1 2026-27", "2026-01-01 2026-03-31"),
        ("2026-27-Q4", "quarter", "January to March 2027", "Q4 2026-27", "2026-10-01 2026-12-31"),
        ("2026-27", "year", "April 2026 to March 2027", "2026-27", "2025-04-01 2026-03-31"),
        ("1999-00", "year", "April 1999 to March 2000", "1999-00", "1998-04-01 1999-03-31"),
        ("2026-12-01..2027-01-31", "period", "December 2026 to January 2027", "December 2026 to January 2027",
         "2026-10-01 2026-11-30"),
        ("2026-05-01..2026-07-31", "period", "May to July 2026", "May to July 2026", "2026-02-01 2026-04-30"),
        ("2026-05-04..2026-05-17", "period", "4 May 2026 to 17 May 2026", "4 May 2026 to 17 May 2026",
         "2026-04-20 2026-05-03"),
    ],
)  # fmt: skip
def test_a_period_knows_what_it_is_and_the_one_before(
    text: str, unit: str, name: str, short: str, earlier: str
) -> None:
    found = periods.parse(text, FRAMEWORK)
    then = periods.before(found)
    assert (found.unit, found.name, found.short) == (unit, name, short)
    assert f"{then.first} {then.last}" == earlier
    assert then.unit == unit


def test_a_round_is_called_a_round() -> None:
    found = periods.parse("2014-11", ROUNDS)
    assert (found.unit, found.name, found.short) == ("round", "November 2014", "November 2014")


@pytest.mark.parametrize(
    ("text", "so_far"),
    [
        ("2026-27-Q1", None),
        ("2026-27-Q3", "April to December 2026"),
        ("2026-27-Q4", "April 2026 to March 2027"),
        ("2026-04", None),
        ("2027-02", "April 2026 to February 2027"),
        ("2026-27", None),
        ("2026-05-04..2026-05-17", "1 April 2026 to 17 May 2026"),
        ("2026-01-01..2026-06-30", None),
    ],
)
def test_the_year_so_far_runs_from_april_to_the_end_of_the_period(text: str, so_far: str | None) -> None:
    found = periods.so_far(periods.parse(text, FRAMEWORK))
    assert (found.label if found else None) == so_far


def test_only_a_year_has_quarters() -> None:
    found = [one.short for one in periods.quarters(periods.parse("2026-27", FRAMEWORK))]
    assert found == ["Q1 2026-27", "Q2 2026-27", "Q3 2026-27", "Q4 2026-27"]
    assert periods.quarters(periods.parse("2026-27-Q1", FRAMEWORK)) == ()


@pytest.mark.parametrize(
    ("every", "day", "name"),
    [
        ("month", "2026-02-28", "February 2026"),
        ("two-months", "2026-04-01", "April to May 2026"),
        ("two-months", "2027-01-31", "December 2026 to January 2027"),
        ("two-months", "2027-03-31", "February to March 2027"),
        ("quarter", "2027-03-31", "January to March 2027"),
        ("year", "2027-03-31", "April 2026 to March 2027"),
        ("year", "2027-04-01", "April 2027 to March 2028"),
    ],
)
def test_a_day_lies_in_one_period_of_each_length(every: str, day: str, name: str) -> None:
    found = periods.of(every, date.fromisoformat(day))
    assert found.name == name
    assert found.first <= date.fromisoformat(day) <= found.last
