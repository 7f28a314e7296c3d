"""Which forms ought to have gone out by a day and have not: rounds and methods that nobody has begun."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from docgen.cycle.planning import Planned, plan
from docgen.model import START, Framework, Step
from docgen.workdays import plus_months

SOON = timedelta(7)
"""How long before its start a round is named."""


def waiting(
    framework: Framework, begun: Mapping[str, Sequence[date]], used: date, at: date
) -> Iterator[tuple[Step, date, date]]:
    """Each time of the plan that has begun by a day, or does within a week, and of which no form has gone out: its
    step, its first day, and the day by which the form is to go out.

    begun   form → the days to which what went out or came in belongs: the start of its round, or its own day
    used    the day from which the team works with the framework

    Of several rounds in a row only the last one is named, for nobody can start the others any more; of a method the one
    whose time has passed, and the one whose time it is. Where a later time has begun, an earlier one is passed over.
    """
    for of, times in _times(framework, at).items():
        form = times[0].form
        if not form:
            continue
        step = _step(framework, times[0])
        first = max((one.first for one in times if one.first <= used), default=times[0].first)
        last = max((one.first for one in times if _within(one, times, begun.get(form, ()))), default=date.min)
        left = [one for one in times if last < one.first and first <= one.first]
        if _starts_a_round(framework, of):
            for one in (*[one for one in left if one.first <= at][-1:], *_soon(left, at)):
                yield step, one.first, one.first
        else:
            passed = [one for one in left if one.due < at]
            for one in (*passed[-1:], *(one for one in left if one.first <= at <= one.due)):
                yield step, one.first, one.due


def _times(framework: Framework, at: date) -> dict[str, list[Planned]]:
    """Method or step → its times from a year before a day to the round after it."""
    found: dict[str, list[Planned]] = {}
    year = date(at.year - (at.month < 4), 4, 1)
    for first in (plus_months(year, -12), year, plus_months(year, 12)):
        for one in plan(framework, first, plus_months(first, 12) - timedelta(1), framework.calendar):
            if plus_months(at, -12) < one.first:
                found.setdefault(one.of, []).append(one)
    return {of: sorted(times, key=lambda one: one.first) for of, times in found.items()}


def _within(one: Planned, times: Sequence[Planned], days: Sequence[date]) -> bool:
    """Whether any of the days lies in a time: from its first day until the next time begins."""
    after = min((other.first for other in times if other.first > one.first), default=date.max)
    return any(one.first <= day < after for day in days)


def _soon(times: Sequence[Planned], at: date) -> Iterator[Planned]:
    """The times that begin within a week."""
    return (one for one in times if at < one.first <= at + SOON)


def _starts_a_round(framework: Framework, of: str) -> bool:
    """Whether a time is the start of a round, on whose first day the form goes out; a method has its whole time."""
    return all(method.id != of for method in framework.schedule)


def _step(framework: Framework, one: Planned) -> Step:
    """The step that begins with a time; of a method without one, the method as a step."""
    found = framework.cycle.step(one.of) if framework.cycle else None
    method = Step(one.of, one.title, (START,), one.form, one.who, place=framework.place)
    return found if found is not None and _starts_a_round(framework, one.of) else method
