"""When the rounds of a cycle start: a day of every month, quarter or year, counted from April."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from docgen.model import Cycle
from docgen.workdays import Calendar, plus_months

LENGTH = {"month": 1, "two-months": 2, "quarter": 3, "half-year": 6, "year": 12}
"""How many months a round lasts."""


def starts(cycle: Cycle, first: date, last: date, calendar: Calendar) -> Iterator[date]:
    """The days from the first to the last, both included, on which a round starts."""
    month = plus_months(date(first.year, first.month, 1), -1)
    while month <= plus_months(last, 1):
        if (month.month - 4) % LENGTH[cycle.every] == 0:
            day = start_in(cycle, month, calendar)
            if first <= day <= last:
                yield day
        month = plus_months(month, 1)


def start_in(cycle: Cycle, month: date, calendar: Calendar) -> date:
    """The start of the round that begins in the month of a day; the last day of a month that is shorter."""
    first = date(month.year, month.month, 1)
    last = plus_months(first, 1) - timedelta(1)
    return calendar.rolled(min(first + timedelta(cycle.day - 1), last), cycle.roll)


def next_start(cycle: Cycle, day: date, calendar: Calendar) -> date:
    """The start of the first round on or after a day."""
    return next(starts(cycle, day, plus_months(day, 2 * LENGTH[cycle.every] + 1), calendar))


def nearest_start(cycle: Cycle, day: date, calendar: Calendar) -> date:
    """The start of the round to which something belongs that was issued on a day: the nearest one, before or after."""
    around = LENGTH[cycle.every] + 1
    every = starts(cycle, plus_months(day, -around), plus_months(day, around), calendar)
    return min(every, key=lambda start: (abs((start - day).days), start))
