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
        return _financial(int(match[1]), int(match[3] or 0), text)
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


def _financial(year: int, quarter: int, text: str) -> Period:
    """A year from April to March, or one of its quarters: Q1 is April to June."""
    if not quarter:
        return Period(date(year, 4, 1), date(year + 1, 3, 31), f"April {year} to March {year + 1}")
    month = (4, 7, 10, 1)[quarter - 1]
    start = year + (quarter == 4)
    label = f"{MONTHS[month - 1]} to {MONTHS[month + 1]} {start}"
    return Period(date(start, month, 1), _end(start, month + 2), f"{text[:7]} quarter {quarter} ({label})")


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
