"""Re-audits: cases that were audited before, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.fields import same, show
from docgen.measures import select
from docgen.model import Audit, Figure, Form, ReportSection, Scale
from docgen.reports.blocks import Block, TableBlock, TableColumn, TableRow
from docgen.reports.days import long_date
from docgen.reports.draft import Draft
from docgen.reports.grids import form_of
from docgen.reports.numbers import cleaned

MOST_LISTED = 30
"""How many cases are listed one by one."""


@dataclass(frozen=True, slots=True)
class Again:
    """An audit of the period and the last one of the same case before it; `step` is above nought where it is better."""

    audit: Audit
    before: Audit
    step: int | None


def reaudits(draft: Draft, section: ReportSection) -> list[Block]:
    """Cases audited again: better, the same or worse. With `where`: audits that called for one and have none yet."""
    form = form_of(draft.material, section)
    found = _again(draft, form)
    due = _due(draft, section, form)
    trace = draft.trace

    def number(measure: str, label: str, some: list[Again]) -> object:
        keys = tuple(one.audit.key for one in some)
        return trace.count(Figure(f"reaudits.{measure}", label, len(some), len(found), keys))

    said = draft.say(
        section,
        cases=trace.number(len(draft.material.audits), "cases", "Returns"),
        again=number("again", "Cases audited before", found),
        better=number("better", "Better than before", [one for one in found if one.step is not None and one.step > 0]),
        level=number("level", "Same as before", [one for one in found if one.step == 0]),
        worse=number("worse", "Worse than before", [one for one in found if one.step is not None and one.step < 0]),
        asked=section.where is not None,
        due=trace.number(len(due), "reaudits.due", "Audits that called for a re-audit and have none"),
        refs=[cleaned(audit.case) for audit in due[:MOST_LISTED] if audit.case],
    )
    blocks = [*draft.opening(section), *said.blocks]
    return [*blocks, _table(section, form, found)] if found and form is not None else blocks


def _again(draft: Draft, form: Form | None) -> list[Again]:
    """Each audit of the period of a case that was audited before, with the audit before."""
    date = form.role("date") if form is not None else ""
    scale, grade = _scale(draft, form)
    by_case: dict[str, list[Audit]] = {}
    every = sorted((*draft.material.earlier, *draft.material.audits), key=lambda one: str(one.values.get(date) or ""))
    now = {audit.key for audit in draft.material.audits}
    found = []
    for audit in every:
        earlier = by_case.setdefault(same(audit.case), []) if audit.case else []
        if earlier and audit.key in now:
            found.append(Again(audit, earlier[-1], _step(scale, grade, earlier[-1], audit)))
        earlier.append(audit)
    return found


def _due(draft: Draft, section: ReportSection, form: Form | None) -> list[Audit]:
    """The last audits of their case for which the section's condition holds, where there is none of it since."""
    if section.where is None or form is None:
        return []
    date = form.role("date")
    last: dict[str, Audit] = {}
    for audit in sorted((*draft.material.earlier, *draft.material.audits), key=lambda a: str(a.values.get(date) or "")):
        if audit.case:
            last[same(audit.case)] = audit
    since = draft.material.audited_since
    waiting = [audit for case, audit in last.items() if case not in since]
    return list(select(waiting, draft.material.framework, section.where))


def _scale(draft: Draft, form: Form | None) -> tuple[Scale | None, str]:
    question = form.question(form.role("grade")) if form is not None else None
    return (draft.material.framework.scale(question.scale), question.id) if question is not None else (None, "")


def _step(scale: Scale | None, grade: str, before: Audit, audit: Audit) -> int | None:
    first, second = (
        scale.grade(str(one.values.get(grade) or "")) if scale is not None and grade not in one.unknown else None
        for one in (before, audit)
    )
    return None if first is None or second is None else second.rank - first.rank


def _table(section: ReportSection, form: Form, found: list[Again]) -> TableBlock:
    date, grade = form.role("date"), form.question(form.role("grade"))

    def when(audit: Audit) -> str:
        day = str(audit.values.get(date) or "")
        return long_date(day) if day else "–"

    def given(audit: Audit) -> str:
        return (show(audit.values.get(grade.id), grade) if grade is not None else "") or "–"

    rows = tuple(
        TableRow(
            (one.audit.case, when(one.before), given(one.before), when(one.audit), given(one.audit), _said(one.step))
        )
        for one in found[:MOST_LISTED]
    )
    names = ("Case", "Before", "Grade then", "Now", "Grade now", "Change")
    columns = tuple(TableColumn(name) for name in names)
    return TableBlock(f"{section.id}-cases", section.caption or "Cases audited again", columns, rows)


def _said(step: int | None) -> str:
    return "–" if step is None else "Better" if step > 0 else "Worse" if step < 0 else "Same"
