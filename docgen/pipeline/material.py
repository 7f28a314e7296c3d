"""What a report is made of, fetched from the store: its audits, what stands around them, and whom it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from docgen import __version__
from docgen.fields import same
from docgen.model import Audit, DocgenError, Form, Framework, Query, Report, Severity
from docgen.pipeline import kept, periods
from docgen.pipeline.catalogue import pick_form
from docgen.pipeline.figures import Selection, select
from docgen.pipeline.periods import Period
from docgen.pipeline.timeline import around, latest
from docgen.store import Store, Which

if TYPE_CHECKING:
    from docgen.reports import Coverage, Material


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which report is asked for, over which period; `period` is None where all returns count."""

    framework: Framework
    report: Report
    form: Form
    period: Period | None
    notes: tuple[str, ...] = ()


def wanted(store: Store, framework: Framework, report: Report, period: str) -> Wanted:
    """The report with its period; where none is named, the last one of the report's own kind that has a return.

    Raises DocgenError for a period that is none, and for one of a form that has no date.
    """
    form = pick_form(framework, report.form)
    if period and not form.role("date"):
        message = f"The form {form.id} has no date, so a report on it has no period."
        raise DocgenError(Query("period", Severity.ERROR, message, "Leave --period out."))
    if period:
        found = periods.parse(period, framework)
        return Wanted(framework, report, form, found, tuple(_odd(report, found)))
    if not report.every or not form.role("date"):
        return Wanted(framework, report, form, None)
    last = latest(store, framework, form, report.every)
    note = f"No --period is named: this is the last {_called(report)} with a return, {last.name}." if last else ""
    return Wanted(framework, report, form, last, (note,) if note else ())


def _odd(report: Report, period: Period) -> Iterator[str]:
    due = periods.MADE_FOR.get(report.every, 0)
    if due and period.months != due and period.round is None:
        yield f"The report {report.id} is made for a {_called(report)}, and {period.name} is none."


def _called(report: Report) -> str:
    return {"two-months": "period of two months"}.get(report.every, report.every)


def over_all(
    store: Store, asked: Wanted, published: Mapping[str, object] | None, now: str
) -> tuple[Material, Selection]:
    """The material of one document over all returns of the period."""
    selection = select(store, asked.framework, asked.form, asked.period)
    beside = around(store, asked.framework, asked.report, asked.period, selection)
    made = replace(
        _material(asked, selection, now),
        others=beside.others,
        earlier=beside.earlier,
        timeline=beside.timeline,
        coverage=_coverage(store, asked, selection),
        published=published,
        undated=selection.undated,
        tracked=store.actions(Which(framework=asked.framework.id)),
        adopted=store.recommendations(asked.framework.id),
        samples=kept.of_cases(store, asked.framework.id, asked.form.id, [one.case for one in selection.audits]),
        planned=_planned(store, asked, now),
        audited_since=_since(store, asked),
    )
    return made, selection


def _since(store: Store, asked: Wanted) -> frozenset[str]:
    """The cases that were audited with the report's form after the period."""
    if asked.period is None:
        return frozenset()
    first = asked.period.last + timedelta(1)
    audits = store.audits(asked.framework.id, asked.form.id, first.isoformat(), "9999-12-31", fields=())
    return frozenset(same(audit.case) for audit in audits if audit.case)


def _planned(store: Store, asked: Wanted, now: str) -> dict[str, tuple[int, int]]:
    """How often each method without a form was due in the period, and noted as done."""
    if asked.period is None or not any(not method.form for method in asked.framework.schedule):
        return {}
    today = datetime.fromisoformat(now).date()
    return kept.kept_in(store, asked.framework, asked.period.first, asked.period.last, today)


def names(asked: Wanted, selection: Selection) -> tuple[str, ...]:
    """Those whom documents are made for: each case, practitioner or auditor with an audit in the period."""
    found: dict[str, str] = {}
    for audit in selection.audits:
        name = _name(audit, asked.form, asked.report.each)
        if name and _inside(audit, asked):
            found.setdefault(same(name), name)
    return tuple(found[key] for key in sorted(found))


def everything(store: Store, asked: Wanted) -> tuple[Selection, Mapping[str, tuple[Audit, ...]]]:
    """All audits of the report's form, whatever their date, and the returns of the other forms."""
    selection = select(store, asked.framework, asked.form, None)
    beside = around(store, asked.framework, asked.report, None, selection)
    return selection, beside.others


def about(
    asked: Wanted, name: str, selection: Selection, others: Mapping[str, tuple[Audit, ...]], now: str
) -> Material:
    """The material of the document on one case or person: what is theirs in the period, and all up to its end."""
    from docgen.reports import Subject

    each, form = asked.report.each, asked.form
    last = asked.period.last.isoformat() if asked.period else "9999"
    mine = [one for one in selection.audits if same(_name(one, form, each)) == same(name)]
    mine = [one for one in mine if _day(one, form) <= last]
    now_mine = tuple(one for one in mine if _inside(one, asked))
    theirs = tuple(one for one in selection.audits if _inside(one, asked) and one not in now_mine)
    keys = {one.key for one in mine}
    return replace(
        _material(asked, selection, now),
        audits=now_mine,
        moderations=tuple(one for one in selection.moderations if selection.links.get(one.key) in keys),
        others={of: tuple(_of(asked, of, name, some)) for of, some in others.items()},
        earlier=tuple(one for one in mine if one not in now_mine),
        period=asked.period.name if asked.period else "",
        subject=Subject(each, name, tuple(sorted(mine, key=lambda one: _day(one, form))), theirs),
    )


def _of(asked: Wanted, form: str, name: str, audits: tuple[Audit, ...]) -> Iterator[Audit]:
    """The returns of another form that are about the same case or person."""
    found = asked.framework.form(form)
    for audit in audits if found is not None else ():
        if found is not None and same(_name(audit, found, asked.report.each)) == same(name):
            yield audit


def _name(audit: Audit, form: Form, each: str) -> str:
    if each == "case":
        return audit.case
    field = form.role(each)
    return "" if field in audit.unknown else str(audit.values.get(field) or "")


def _day(audit: Audit, form: Form) -> str:
    return str(audit.values.get(form.role("date")) or "")


def _inside(audit: Audit, asked: Wanted) -> bool:
    day, period = _day(audit, asked.form), asked.period
    return period is None or (bool(day) and period.first.isoformat() <= day <= period.last.isoformat())


def _material(asked: Wanted, selection: Selection, now: str) -> Material:
    from docgen.reports import Material

    made = datetime.fromisoformat(now)
    return Material(
        framework=asked.framework,
        report=asked.report,
        audits=selection.audits,
        moderations=selection.moderations,
        links=selection.links,
        period=asked.period.name if asked.period and asked.period.unit == "period" else selection.label,
        round=selection.round,
        date=f"{made.day} {periods.MONTHS[made.month - 1]} {made.year}",
        today=made.date().isoformat(),
        created=made,
        days=(asked.period.first.isoformat(), asked.period.last.isoformat()) if asked.period else ("", ""),
        program=f"docgen {__version__}",
    )


def _awaited(store: Store, asked: Wanted) -> int | None:
    """How many copies that were due in the period have not come back; None where none was, or there is no period."""
    if asked.period is None:
        return None
    first, last = asked.period.first.isoformat(), asked.period.last.isoformat()
    lines = store.lines(Which(asked.framework.id, asked.form.id), last)
    due = [line for line in lines if line.toolkit and first <= line.due <= last]
    return sum(line.state in ("issued", "overdue") for line in due) if due else None


def _coverage(store: Store, asked: Wanted, selection: Selection) -> Coverage:
    """Where the returns stand; only what is in the report where it is about a part of them.

    Files that could not even be identified are among the refused ones.
    """
    from docgen.reports import Coverage

    queried = sum(audit.queries > 0 for audit in selection.audits)
    by_people = store.settled([audit.key for audit in selection.audits])
    decided = Coverage(
        accepted=len(selection.audits),
        queried=queried,
        settled=by_people.doubts,
        corrected=by_people.corrected,
        closed=by_people.queries,
        settled_by=by_people.people,
    )
    if not selection.whole:
        return replace(decided, outstanding=_awaited(store, asked))
    counts = store.counts()
    found = next((one for one in counts if (one.framework, one.form) == (asked.framework.id, asked.form.id)), None)
    strangers = sum(one.refused for one in counts if not one.framework)
    if found is None:
        return Coverage(0, 0, 0, 0, 0, 0, strangers, 0, 0)
    return replace(
        decided,
        issued=found.issued,
        returned=found.returned,
        accepted=found.accepted,
        queried=found.queried,
        held=found.held,
        doubtful=found.doubtful,
        refused=found.refused + strangers,
        replaced=found.replaced,
        outstanding=found.outstanding,
    )
