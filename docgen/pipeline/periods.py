"""The period of a report: a round of the framework, a month, a year or quarter from April, or two dates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from docgen.definitions.problem import choose, listed
from docgen.model import DocgenError, Framework, Query, Round, Severity

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z")
_YEAR = re.compile(r"(\d{4})-(\d{2})(?:-[qQ]([1-4]))?\Z")
_DATES = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})\Z")


@dataclass(frozen=True, slots=True)
class Period:
    """The days that count, both included, and their name as it is printed; a whole round has its round."""

    first: date
    last: date
    label: str
    round: Round | None = None

    @property
    def months(self) -> int:
        """How many whole months it is made of; 0 where it does not begin and end with one."""
        if self.first.day != 1 or self.last != _end(self.last.year, self.last.month):
            return 0
        return 12 * (self.last.year - self.first.year) + self.last.month - self.first.month + 1

    @property
    def unit(self) -> str:
        """What one such period is called: round, month, quarter, year, or period for any other."""
        if self.round is not None:
            return "round"
        if self.months == 12 and self.first.month == 4:
            return "year"
        return "month" if self.months == 1 else "quarter" if self._quarter else "period"

    @property
    def asked(self) -> str:
        """What `parse` takes for it."""
        if self.round is not None:
            return self.round.id
        if self.months == 1:
            return self.first.isoformat()[:7]
        if self.unit in ("year", "quarter"):
            return financial(self.first) + (f"-Q{self._quarter}" if self.unit == "quarter" else "")
        return f"{self.first.isoformat()}..{self.last.isoformat()}"

    @property
    def _quarter(self) -> int:
        """Which quarter of a year from April it is; 0 where it is none."""
        return (self.first.month - 4) % 12 // 3 + 1 if self.months == 3 and self.first.month % 3 == 1 else 0

    @property
    def name(self) -> str:
        """Its name in a sentence, such as “July to September 2026”."""
        return self.label if self.round is not None or not self.months else _months(self.first, self.last)

    @property
    def short(self) -> str:
        """Its name in a table, such as “Q2 2026-27”."""
        if self.unit == "year":
            return financial(self.first)
        return f"Q{self._quarter} {financial(self.first)}" if self.unit == "quarter" else self.name


def before(period: Period) -> Period:
    """The period of the same length just before."""
    if period.months:
        first = _first(period.first, -period.months)
        return Period(first, period.first - timedelta(days=1), _months(first, period.first - timedelta(days=1)))
    length = period.last - period.first + timedelta(days=1)
    first, last = period.first - length, period.first - timedelta(days=1)
    return Period(first, last, f"{_day(first)} to {_day(last)}")


def so_far(period: Period) -> Period | None:
    """The year from April to the end of the period; None where that is the period itself, or where it has two years."""
    first = date(period.last.year - (period.last.month < 4), 4, 1)
    if period.first <= first:
        return None
    if period.last != _end(period.last.year, period.last.month):
        return Period(first, period.last, f"{_day(first)} to {_day(period.last)}")
    return Period(first, period.last, _months(first, period.last))


def quarters(period: Period) -> tuple[Period, ...]:
    """The quarters of a year; nothing for any other period."""
    if period.unit != "year":
        return ()
    return tuple(_quarter_of(_first(period.first, months)) for months in (0, 3, 6, 9))


def month_names(period: Period) -> tuple[str, ...]:
    """The months that a period is made of, as YYYY-MM; nothing where it does not begin and end with one."""
    return tuple(_first(period.first, n).isoformat()[:7] for n in range(period.months))


MADE_FOR = {"month": 1, "two-months": 2, "quarter": 3, "year": 12}
"""How many months the periods have that reports are made for."""


def of(every: str, day: date) -> Period:
    """The month, two months, quarter or year in which a day lies; all are counted from April."""
    length = MADE_FOR[every]
    first = _first(date(day.year, day.month, 1), -((day.month - 4) % 12 % length))
    last = _first(first, length) - timedelta(days=1)
    return _quarter_of(first) if every == "quarter" else Period(first, last, _months(first, last))


def financial(day: date) -> str:
    """The year from April in which a day lies, such as “2026-27”."""
    year = day.year - (day.month < 4)
    return f"{year}-{(year + 1) % 100:02}"


def parse(text: str, framework: Framework) -> Period:
    """The period that `--period` names. A round of the framework comes before a month of the same name.

    Raises DocgenError with what can be written.
    """
    text = text.strip()
    for one in framework.rounds:
        if one.id == text:
            return Period(one.first, one.last, one.label, one)
    if match := _MONTH.match(text):
        year, month = int(match[1]), int(match[2])
        return Period(date(year, month, 1), _end(year, month), f"{MONTHS[month - 1]} {year}")
    if (match := _YEAR.match(text)) and int(match[2]) == (int(match[1]) + 1) % 100:
        return _financial(int(match[1]), int(match[3] or 0))
    if match := _DATES.match(text):
        try:
            first, last = date.fromisoformat(match[1]), date.fromisoformat(match[2])
        except ValueError:
            raise _unknown(text, framework) from None
        if first > last:
            raise DocgenError(_query(f"The period {text} ends before it starts.", "Write the earlier date first."))
        return Period(first, last, f"{_day(first)} to {_day(last)}")
    raise _unknown(text, framework)


def round_of(framework: Framework, days: Sequence[str]) -> Round | None:
    """The latest round that most of these days (YYYY-MM-DD) lie in; the last of all where there is no day."""
    for one in sorted(framework.rounds, key=lambda round_: round_.first, reverse=True):
        if 2 * sum(_inside(day, one) for day in days) >= len(days):
            return one
    return None


def outside(round_: Round, days: Sequence[str]) -> int:
    """How many of the days do not lie in the round."""
    return sum(not _inside(day, round_) for day in days)


def span(days: Sequence[str]) -> str:
    """The first to the last of the days as a printed label; empty where there is none."""
    if not days:
        return ""
    first, last = date.fromisoformat(min(days)), date.fromisoformat(max(days))
    return _day(first) if first == last else f"{_day(first)} to {_day(last)}"


def _financial(year: int, quarter: int) -> Period:
    """A year from April to March, or one of its quarters: Q1 is April to June."""
    if not quarter:
        return Period(date(year, 4, 1), date(year + 1, 3, 31), f"April {year} to March {year + 1}")
    return _quarter_of(date(year + (quarter == 4), (4, 7, 10, 1)[quarter - 1], 1))


def _quarter_of(first: date) -> Period:
    """The quarter that begins on this day."""
    last = _end(first.year, first.month + 2)
    number = (first.month - 4) % 12 // 3 + 1
    return Period(first, last, f"{financial(first)} quarter {number} ({_months(first, last)})")


def _months(first: date, last: date) -> str:
    """The months from one day to another: “November 2014”, “July to September 2026”."""
    end = f"{MONTHS[last.month - 1]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return end
    year = f" {first.year}" if first.year != last.year else ""
    return f"{MONTHS[first.month - 1]}{year} to {end}"


def _first(day: date, months: int) -> date:
    """The first day of a month so many months later, or earlier."""
    year, month = divmod(12 * day.year + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _inside(day: str, round_: Round) -> bool:
    return round_.first.isoformat() <= day <= round_.last.isoformat()


def _end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _unknown(text: str, framework: Framework) -> DocgenError:
    rounds = [one.id for one in framework.rounds]
    ways = "Write a month (2014-11), a year from April (2026-27), a quarter of it (2026-27-Q2)"
    fix = f"{ways}, or two dates (2014-09-01..2014-10-31)."
    if rounds:
        fix = f"{choose(text, rounds)} {fix}" if len(rounds) > 1 else f"The round {listed(rounds)} is defined. {fix}"
    return DocgenError(_query(f"“{text}” is not a period.", fix))


def _query(message: str, fix: str) -> Query:
    return Query("period", Severity.ERROR, message, fix)
