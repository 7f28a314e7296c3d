"""What was done: returns by form, beside the period before and the year so far, and what was due."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.model import Audit, Figure, Form, ReportSection
from docgen.reports.blocks import Block, FigureSpan, TableBlock, TableColumn, TableRow
from docgen.reports.draft import Draft
from docgen.reports.material import Window
from docgen.reports.nouns import unit
from docgen.reports.numbers import Count, cleaned


@dataclass(frozen=True, slots=True)
class Done:
    """How many returns of one form there are, for the wording; `before` and `year` None where not known."""

    title: str
    unit: str
    units: str
    number: Count
    before: Count | None
    year: Count | None


def activity(draft: Draft, section: ReportSection) -> list[Block]:
    """Returns of every form in the period, in the one before and in the year so far, against what is expected."""
    material, trace = draft.material, draft.trace
    timeline, report = material.timeline, material.report
    previous = timeline.previous if timeline is not None else None
    year = timeline.year if timeline is not None else None
    done = []
    for form in material.framework.forms:
        noun = unit(form)
        now = trace.count(_figure(form, material.returns(form.id)))
        done.append(
            Done(cleaned(form.title), noun.one, noun.many, now, _in(draft, form, previous), _in(draft, form, year))
        )
    own = next((one for one, form in zip(done, material.framework.forms, strict=True) if form.id == report.form), None)
    expected = report.expected if material.round is None else material.round.expected
    said = draft.say(
        section,
        done=[one for one in done if one.number],
        undone=[one.title for one in done if not one.number],
        own=own,
        expected=None if expected is None else trace.number(expected, "expected", "Expected at least"),
        time=timeline.unit if timeline is not None else "",
        first=timeline is not None and previous is None,
    )
    return [*draft.opening(section), *said.blocks, _table(draft, section, previous, year)]


def _in(draft: Draft, form: Form, window: Window | None) -> Count | None:
    return None if window is None else draft.trace.count(_figure(form, window.returns.get(form.id, ()), window.short))


def _figure(form: Form, audits: tuple[Audit, ...], period: str = "") -> Figure:
    keys = tuple(audit.key for audit in audits)
    return Figure(f"returns.{form.id}", f"Returns: {form.title}", len(keys), None, keys, period=period)


def _table(draft: Draft, section: ReportSection, previous: Window | None, year: Window | None) -> TableBlock:
    material = draft.material
    timeline = material.timeline
    rows = []
    for form in material.framework.forms:
        figures = [_figure(form, material.returns(form.id))]
        for window in (previous, year):
            if window is not None:
                figures.append(_figure(form, window.returns.get(form.id, ()), window.short))
        rows.append(TableRow((cleaned(form.title), *(FigureSpan(f"{one.numerator:,}", one) for one in figures))))
    columns = [TableColumn(section.row_label or "Form", width=4)]
    columns.append(TableColumn(timeline.now.short if timeline is not None else "Returns", "right", 1))
    columns += [TableColumn(window.short, "right", 1) for window in (previous, year) if window is not None]
    return TableBlock(f"{section.id}-forms", section.caption or "Returns by form", tuple(columns), tuple(rows))
