"""Working days: Monday to Friday without bank holidays and closures; and spans of time as settings say them."""

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


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked: Monday to Friday without the bank holidays of a nation and the days of closure.

    nation      england, wales, scotland or northern-ireland
    closures    further days on which the office is closed, weekends among them or not
    """

    nation: str = "england"
    closures: frozenset[date] = frozenset()

    def works(self, day: date) -> bool:
        """Whether a day is a working day."""
        return day.weekday() < 5 and day not in _bank_holidays(self.nation, day.year) and day not in self.closures

    def rolled(self, day: date, how: str) -> date:
        """The day itself where it is worked; else the `next` working day or the one `before`; `no` leaves it."""
        step = {"next": timedelta(1), "before": timedelta(-1)}.get(how)
        while step is not None and not self.works(day):
            day += step
        return day


ENGLAND = Calendar()


def after(first: date, span: Span, calendar: Calendar = ENGLAND) -> date:
    """The day that lies a span after a day; the last day of a month where that month is shorter."""
    if span.unit == "working day":
        day, left = first, span.number
        while left:
            day += timedelta(1)
            left -= calendar.works(day)
        return day
    if span.unit in ("day", "week"):
        return first + timedelta(days=span.number * (7 if span.unit == "week" else 1))
    return plus_months(first, span.number * (12 if span.unit == "year" else 1))


def before(last: date, span: Span, calendar: Calendar = ENGLAND) -> date:
    """The day that lies a span before a day: of months the same day of the month, or its last where it is shorter."""
    if span.unit == "working day":
        day, left = last, span.number
        while left:
            day -= timedelta(1)
            left -= calendar.works(day)
        return day
    if span.unit in ("day", "week"):
        return last - timedelta(days=span.number * (7 if span.unit == "week" else 1))
    return plus_months(last, -span.number * (12 if span.unit == "year" else 1))


def plus_months(first: date, number: int) -> date:
    """The same day so many months later, or earlier where it is negative; the last of a month that is shorter."""
    year, month = divmod(12 * first.year + first.month - 1 + number, 12)
    return min(date(year, month + 1, 1) + timedelta(first.day - 1), _last_of(year, month + 1))


def _last_of(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(1)


def working_days(first: date, second: date, calendar: Calendar = ENGLAND) -> int:
    """How many working days after `first` the day `second` is: 1 from a day to the next working day.

    The first day is not counted, the second is; negative where the second lies before the first.
    """
    if second < first:
        return -working_days(second - timedelta(1), first - timedelta(1), calendar)
    whole, rest = divmod((second - first).days, 7)
    weekdays = 5 * whole + sum((first + timedelta(n)).weekday() < 5 for n in range(1, rest + 1))
    years = range(first.year, second.year + 1)
    off = {day for year in years for day in _bank_holidays(calendar.nation, year) if first < day <= second}
    off |= {day for day in calendar.closures if first < day <= second and day.weekday() < 5}
    return weekdays - len(off)


_PARTS = {"england": "ENG", "wales": "WLS", "scotland": "SCT", "northern-ireland": "NIR"}


@lru_cache(maxsize=256)
def _bank_holidays(nation: str, year: int) -> frozenset[date]:
    """The bank holidays of a nation in a year that fall on a weekday, substitute days included."""
    from holidays import country_holidays

    found = country_holidays("GB", subdiv=_PARTS[nation], years=year)
    return frozenset(day for day in found if day.weekday() < 5)
