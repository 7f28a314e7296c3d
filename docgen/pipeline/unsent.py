"""Forms that ought to have gone out by now: what the plan of a framework's year has begun, and nobody has sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from docgen.cycle import starting
from docgen.cycle.rounds import nearest_start
from docgen.cycle.steps import WAITS, Item
from docgen.model import START, Cycle, Framework
from docgen.store import Store


def find(
    store: Store, framework: Framework, cycle: Cycle, course: Sequence[Item], at: date, *, named: bool
) -> Iterator[Item]:
    """A step without a case for each time that has begun by a day, or does within a week, and has no form: its `since`
    is the first day of that time. What people have noted as left out is not asked for.

    A team works with a framework from the first thing that it has done with it; `named` asks for one that it has not.
    """
    begun = _begun(store, framework, cycle, course, at)
    used = [*(day for days in begun.values() for day in days), *_prepared(store, framework, cycle, at)]
    if not used and not named:
        return
    left_out = {(kept.name, kept.data["round"]) for kept in store.kept("step", framework.id) if "round" in kept.data}
    for step, first, by in starting.waiting(framework, begun, min(used, default=at), at):
        if (step.id, first.isoformat()) not in left_out:
            yield Item(step, "", WAITS, first, by)


def _begun(store: Store, framework: Framework, cycle: Cycle, course: Sequence[Item], at: date) -> dict[str, list[date]]:
    """Form → the days to which what went out belongs, and what came back without having gone out.

    Copies that answer a step in the middle of a case, such as an audit again, begin nothing.
    """
    later = {item.toolkit for item in course if START not in item.step.after}
    starts = {step.form for step in cycle.steps if START in step.after and step.form}
    found: dict[str, list[date]] = {}
    known = set()
    for copy in store.copies(framework.id):
        on = date.fromisoformat(copy.issued[:10])
        known.add(copy.id)
        if on > at or copy.id in later:
            continue
        if copy.form in starts:
            said = copy.facts.get(cycle.started) if cycle.started else None
            on = date.fromisoformat(str(said)) if said else nearest_start(cycle, on, framework.calendar)
        found.setdefault(copy.form, []).append(on)
    for slip in store.receipts(framework.id):
        day = date.fromisoformat((slip.day or slip.received)[:10])
        if slip.toolkit not in known and day <= at:
            found.setdefault(slip.form, []).append(day)
    return found


def _prepared(store: Store, framework: Framework, cycle: Cycle, at: date) -> Iterator[date]:
    """The starts of the rounds for which cases were drawn or given out."""
    for kind in ("sample", "allocation"):
        for kept in store.kept(kind, framework.id):
            day = date.fromisoformat(kept.at[:10])
            if day <= at:
                yield nearest_start(cycle, day, framework.calendar)
