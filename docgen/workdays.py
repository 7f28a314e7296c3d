"""Working days: Monday to Friday without the bank holidays of England; and spans of time as settings say them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_SPAN = re.compile(r"(\d{1,4}) (working day|day|week|month|year)s?\Z")


@dataclass(frozen=True, slots=True)
class Span:
    """So many working days, days, weeks, months or years; `unit` is the singular."""

    number: int
    unit: str

    def __str__(self) -> str:
        return f"{self.number} {self.unit}" + ("" if self.number == 1 else "s")


def parse_span(text: str) -> Span | None:
    """The span that a text such as “10 working days” or “6 years” names, or None."""
    match = _SPAN.match(" ".join(text.lower().split()))
    return Span(int(match[1]), match[2]) if match else None


def after(first: date, span: Span) -> date:
    """The day that lies a span after a day; the last day of a month where that month is shorter."""
    if span.unit == "working day":
        day = first
        while working_days(first, day) < span.number:
            day += timedelta(1)
        return day
    if span.unit in ("day", "week"):
        return first + timedelta(days=span.number * (7 if span.unit == "week" else 1))
    months = first.month - 1 + span.number * (12 if span.unit == "year" else 1)
    year, month = first.year + months // 12, months % 12 + 1
    return min(date(year, month, 1) + timedelta(first.day - 1), _last_of(year, month))


def _last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(1)


def working_days(first: date, second: date) -> int:
    """How many working days after `first` the day `second` is: 1 from a day to the next working day.

    The first day is not counted, the second is; negative where the second lies before the first.
    """
    if second < first:
        return -working_days(second - timedelta(1), first - timedelta(1))
    whole, rest = divmod((second - first).days, 7)
    weekdays = 5 * whole + sum((first + timedelta(n)).weekday() < 5 for n in range(1, rest + 1))
    off = sum(first < day <= second for year in range(first.year, second.year + 1) for day in _bank_holidays(year))
    return weekdays - off


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of England in a year that fall on a weekday, substitute days included."""
    from holidays import country_holidays

    found = country_holidays("GB", subdiv="ENG", years=year)
    return frozenset(day for day in found if day.weekday() < 5)
