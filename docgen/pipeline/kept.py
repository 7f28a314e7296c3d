"""What the cycle has kept, as reports and plans need it: samples, and what people have noted as done."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from docgen.cycle.planning import plan
from docgen.fields import same
from docgen.model import Framework, Sample, Stratum
from docgen.pipeline import periods
from docgen.store import Store


def samples(store: Store, framework: str, form: str) -> tuple[Sample, ...]:
    """The samples that were drawn for a form, the latest of each plan and day; in order."""
    return tuple({(one.plan, one.at): one for one, _ in _drawn(store, framework, form)}.values())


def of_cases(store: Store, framework: str, form: str, cases: Collection[str]) -> tuple[Sample, ...]:
    """Those of the samples out of which any of these cases was chosen."""
    wanted = {same(case) for case in cases if case}
    found = {(one.plan, one.at): (one, chosen) for one, chosen in _drawn(store, framework, form)}
    return tuple(one for one, chosen in found.values() if chosen & wanted)


def _drawn(store: Store, framework: str, form: str) -> Iterator[tuple[Sample, frozenset[str]]]:
    """Every sample of a form with the cases that were chosen, in order."""
    for kept in store.kept("sample", framework, form):
        data = dict(kept.data)
        strata = tuple(
            Stratum(tuple(one["values"]), one["available"], one["wanted"], one["chosen"]) for one in data["strata"]
        )
        tuples = {name: tuple(data[name]) for name in ("by", "rules")}
        left = tuple((str(why), int(number)) for why, number in data["left_out"])
        chosen = frozenset(same(one.case) for one in kept.cases if one.what == "chosen")
        yield Sample(**{**data, **tuples, "strata": strata, "left_out": left}), chosen


def noted_in(store: Store, framework: str, year: str) -> dict[str, tuple[date, str]]:
    """Ref → the day on which people say that it was done, and their note; the last word counts."""
    found: dict[str, tuple[date, str]] = {}
    for kept in store.kept("plan", framework, name=year):
        for ref, (day, note) in kept.data["done"].items():
            found.pop(ref, None)
            if day:
                found[ref] = (date.fromisoformat(day), note)
    return found


def kept_in(store: Store, framework: Framework, first: date, last: date, today: date) -> dict[str, tuple[int, int]]:
    """Method without a form → how often it was due in a time, and how often it was noted as done: for reports.

    Only of years for which somebody has noted anything.
    """
    found: dict[str, list[int]] = {}
    year = date(first.year - (first.month < 4), 4, 1)
    while year <= last:
        end = date(year.year + 1, 3, 31)
        noted = noted_in(store, framework.id, periods.financial(year))
        for one in plan(framework, year, end, framework.calendar) if noted else ():
            if not one.form and first <= one.first and one.due <= min(last, today):
                counts = found.setdefault(one.of, [0, 0])
                counts[0] += 1
                counts[1] += one.ref in noted
        year = date(year.year + 1, 4, 1)
    return {of: (counts[0], counts[1]) for of, counts in found.items()}
