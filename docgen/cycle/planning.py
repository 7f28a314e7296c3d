"""A year of quality assurance as a plan: when each method of the schedule is due, and when each round starts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from docgen.cycle.rounds import starts
from docgen.cycle.steps import due
from docgen.model import START, Framework, Method
from docgen.workdays import Calendar, plus_months

MONTHS = {"monthly": 1, "two-monthly": 2, "three-monthly": 3, "six-monthly": 6, "yearly": 12}
"""How many months a method has for each time; a weekly one has a week, one at events no time of its own."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One time that something is due: from the first day of its time to the day by which it is to be done.

    ref         its name for life in the year: the method or step, and a number
    of          the id of the method or step; `form` the form that it is done with, where it has one
    """

    ref: str
    of: str
    title: str
    first: date
    last: date
    due: date
    who: str = ""
    cases: str = ""
    form: str = ""
    note: str = ""


def plan(framework: Framework, first: date, last: date, calendar: Calendar) -> tuple[Planned, ...]:
    """Everything that is due in a time, by day: the methods of the schedule, and the rounds of the cycle."""
    found = [one for method in framework.schedule for one in _method(method, first, last, calendar)]
    forms = {method.form for method in framework.schedule if method.form}
    found += _rounds(framework, first, last, calendar, forms)
    return tuple(sorted(found, key=lambda one: (one.due, one.first, one.ref)))


def at_events(framework: Framework) -> tuple[Method, ...]:
    """The methods of the schedule that have no day, because something in a case sets them off."""
    return tuple(method for method in framework.schedule if method.frequency == "event")


def _method(method: Method, first: date, last: date, calendar: Calendar) -> Iterator[Planned]:
    for number, (begins, ends) in enumerate(_stretches(method.frequency, first, last), start=1):
        yield Planned(
            f"{method.id}-{number:02}", method.id, method.method, begins, ends, _last_worked(begins, ends, calendar),
            method.who, " ".join(method.cases.split()), method.form, " ".join(method.note.split()),
        )  # fmt: skip


def _stretches(frequency: str, first: date, last: date) -> Iterator[tuple[date, date]]:
    """The times of a frequency in a year: whole months from its first day, or the weeks whose Monday lies in it."""
    if frequency == "weekly":
        monday = first + timedelta(-first.weekday() % 7)
        while monday <= last:
            yield monday, monday + timedelta(6)
            monday += timedelta(7)
    length = MONTHS.get(frequency)
    begins = first
    while length and begins <= last:
        ends = plus_months(begins, length) - timedelta(1)
        if ends <= last:
            yield begins, ends
        begins = plus_months(begins, length)


def _last_worked(first: date, last: date, calendar: Calendar) -> date:
    """The last working day of a time; its last day where none of them is worked."""
    day = calendar.rolled(last, "before")
    return day if day >= first else last


def _rounds(framework: Framework, first: date, last: date, calendar: Calendar, forms: set[str]) -> Iterator[Planned]:
    """The steps with which each round of the cycle starts, but for those whose form the schedule has."""
    cycle = framework.cycle
    if cycle is None:
        return
    for number, start in enumerate(starts(cycle, first, last, calendar), start=1):
        for step in cycle.steps:
            until = due(step, start, calendar)
            if START in step.after and until is not None and step.form not in forms:
                yield Planned(
                    f"{step.id}-{number:02}", step.id, step.step, start, until, until, step.who, "", step.form,
                    " ".join(step.note.split()),
                )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """How a method or step stands: planned, due by a day, done, and how many returns its form has."""

    of: str
    title: str
    planned: int
    due: int
    done: int
    returns: int = 0

    @property
    def missed(self) -> int:
        """How often it was due and not done."""
        return max(self.due - self.done, 0)


def done_against_planned(
    planned: tuple[Planned, ...], returns: Mapping[str, tuple[date, ...]], noted: Mapping[str, date], at: date
) -> tuple[Kept, ...]:
    """Each method and step in the order of its first day; done is what somebody has noted, or has a return in its time.

    `returns` is form → dates, `noted` is ref → day.
    """
    found: dict[str, list[Planned]] = {}
    for one in planned:
        found.setdefault(one.of, []).append(one)
    kept = []
    for of, times in found.items():
        dates = returns.get(times[0].form, ()) if times[0].form else ()
        done = sum(is_done(one, dates, noted) for one in times if one.due <= at or is_done(one, dates, noted))
        passed = sum(one.due <= at or is_done(one, dates, noted) for one in times)
        kept.append(Kept(of, times[0].title, len(times), passed, done, len(dates)))
    return tuple(kept)


def is_done(one: Planned, dates: tuple[date, ...], noted: Mapping[str, date]) -> bool:
    """Whether it was done: noted, or with a return that is dated in its time."""
    return one.ref in noted or any(one.first <= day <= one.last for day in dates)
