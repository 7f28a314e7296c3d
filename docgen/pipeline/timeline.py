"""What stands around the period of a report: the periods before it, the year so far, and the returns of other forms."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from docgen.conditions import fields_of
from docgen.model import Audit, Form, Framework, Report
from docgen.pipeline import periods
from docgen.pipeline.figures import Selection, moderated, told
from docgen.pipeline.periods import Period
from docgen.store import Store

if TYPE_CHECKING:
    from docgen.reports.material import Returns, Timeline, Window

_BACK = {"month": 5, "quarter": 4, "year": 2}
"""How many periods before its own a report looks back on; two for any other period."""

_ALL_EARLIER = ("reaudits", "history", "learning_log")
"""Kinds of section that look back on every return there is."""


@dataclass(frozen=True, slots=True)
class Around:
    """The returns of other forms in the period, those of the report's form before it, and the periods around it."""

    others: Returns = field(default_factory=dict)
    earlier: tuple[Audit, ...] = ()
    timeline: Timeline | None = None


def around(store: Store, framework: Framework, report: Report, period: Period | None, selection: Selection) -> Around:
    """What a report needs beside the audits that it is about. Without a period there is nothing to compare with."""
    forms = [form for form in framework.forms if form.id != report.form]
    if period is None:
        return Around({form.id: told(store.audits(framework.id, form.id), framework) for form in forms})
    stretches = _stretches(period, framework)
    first = min(one.first for one in stretches)
    now = {form.id: _between(store, framework, form, period.first, period.last) for form in forms}
    now[report.form] = selection.audits
    past = {form.id: _before(store, framework, form, first, period.first) for form in forms}
    past[report.form] = _of_report(store, framework, report, period, first, selection)
    by_day = {name: [*_dated(framework, name, past[name]), *_dated(framework, name, now[name])] for name in now}
    ever = store.audits(framework.id, report.form, "", _day(first - timedelta(days=1)), fields=())
    timeline = _timeline(period, stretches, by_day, report.form, any_before=bool(ever))
    others = {name: audits for name, audits in now.items() if name != report.form}
    return Around(others, past[report.form], timeline)


def latest(store: Store, framework: Framework, form: Form, every: str) -> Period | None:
    """The last period of this length in which a return of the form is dated; None where there is none."""
    name = form.role("date")
    days = [
        day
        for audit in store.audits(framework.id, form.id, fields=[name])
        if (day := str(audit.values.get(name) or ""))
    ]
    return periods.of(every, date.fromisoformat(max(days))) if days else None


def _stretches(period: Period, framework: Framework) -> list[Period]:
    """The periods looked back on, the earliest first, then the period itself and the year so far."""
    if period.round is not None:
        earlier = [one for one in framework.rounds if one.id == period.round.previous]
        return [*(Period(one.first, one.last, one.label, one) for one in earlier), period]
    found = [period]
    for _ in range(_BACK.get(period.unit, 2)):
        found.insert(0, periods.before(found[0]))
    year = periods.so_far(period)
    return [*found, *([year] if year is not None else [])]


def _timeline(
    period: Period, stretches: list[Period], by_day: dict[str, list[tuple[str, Audit]]], form: str, any_before: bool
) -> Timeline:
    from docgen.reports.material import Timeline

    back = [one for one in stretches if one.last < period.first]
    while back and not any_before and not _inside(by_day[form], back[0]):
        back.pop(0)
    year = next((one for one in stretches if one.first < period.first and one.last == period.last), None)
    return Timeline(
        period.unit,
        _window(period, by_day),
        tuple(_window(one, by_day) for one in back),
        _window(year, by_day, f"Year so far ({year.name})") if year is not None else None,
        tuple(_window(one, by_day) for one in periods.quarters(period)),
        periods.month_names(period),
    )


def _window(period: Period, by_day: dict[str, list[tuple[str, Audit]]], short: str = "") -> Window:
    from docgen.reports.material import Window

    returns = {form: _inside(dated, period) for form, dated in by_day.items()}
    return Window(period.name, short or period.short, returns)


def _inside(dated: Iterable[tuple[str, Audit]], period: Period) -> tuple[Audit, ...]:
    first, last = _day(period.first), _day(period.last)
    return tuple(audit for day, audit in dated if first <= day <= last)


def _dated(framework: Framework, form: str, audits: Iterable[Audit]) -> Iterable[tuple[str, Audit]]:
    found = framework.form(form)
    name = found.role("date") if found is not None else ""
    return ((str(audit.values.get(name) or ""), audit) for audit in audits)


def _between(store: Store, framework: Framework, form: Form, first: date, last: date) -> tuple[Audit, ...]:
    return told(store.audits(framework.id, form.id, _day(first), _day(last)), framework) if form.role("date") else ()


def _before(store: Store, framework: Framework, form: Form, first: date | None, end: date) -> tuple[Audit, ...]:
    """The returns of a form before a day, with what figures need of them and no texts."""
    if not form.role("date"):
        return ()
    last = _day(end - timedelta(days=1))
    start = _day(first) if first is not None else "0001-01-01"
    return told(store.audits(framework.id, form.id, start, last, fields=_light(framework, form)), framework)


def _of_report(
    store: Store, framework: Framework, report: Report, period: Period, first: date, selection: Selection
) -> tuple[Audit, ...]:
    """The earlier audits of the report's own form, with the grade that counts."""
    form = framework.form(report.form)
    if form is None:
        return ()
    whole = any(section.kind in _ALL_EARLIER for section in report.sections)
    audits = _before(store, framework, form, None if whole else first, period.first)
    moderation = framework.moderation
    if moderation is None or moderation.audits != form.id:
        return moderated(audits, (), form, None, {})[0]
    seconds = store.audits(framework.id, moderation.form, fields=[moderation.final, moderation.grade])
    return moderated(audits, seconds, form, moderation, selection.links)[0]


def _light(framework: Framework, form: Form) -> Collection[str]:
    """The fields that figures can rest on: all but long texts and tables, unless a measure asks for one of these."""
    asked = {name for measure in framework.measures for name in fields_of(measure.when)}
    return [one.id for one in form.questions if one.kind not in ("longtext", "table") or one.id in asked]


def _day(day: date) -> str:
    return day.isoformat()
