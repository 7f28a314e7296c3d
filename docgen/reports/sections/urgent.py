"""Escalations: audits that asked somebody to act the same day."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.fields import show
from docgen.model import Audit, Figure, Form, ReportSection
from docgen.reports.blocks import Block, TableBlock, TableColumn, TableRow
from docgen.reports.concerns import urgent_of
from docgen.reports.draft import Draft
from docgen.reports.grids import audits_of, form_of
from docgen.reports.numbers import Count, cleaned
from docgen.reports.sections.opening import long_date

MOST_LISTED = 30
"""How many cases are listed one by one."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a person had to act, as the rule says it, and in how many returns."""

    says: str
    number: Count


def urgent(draft: Draft, section: ReportSection) -> list[Block]:
    """The returns that a rule of the form calls urgent: how many, why, and which."""
    form, audits = form_of(draft.material, section), audits_of(draft.material, section)
    found = urgent_of(draft.material.framework, form, audits)
    which = {audit.key: audit for _, some in found for audit in some}
    figure = Figure("urgent", "Returns that were urgent", len(which), len(audits), tuple(which))
    said = draft.say(
        section,
        cases=draft.trace.number(len(audits), "cases", "Returns"),
        number=draft.trace.count(figure),
        reasons=[
            Reason(
                cleaned(says), draft.trace.count(Figure("urgent", says, len(some), None, tuple(a.key for a in some)))
            )
            for says, some in found
            if some
        ],
        asked=bool(found),
        listed=draft.trace.number(min(len(which), MOST_LISTED), "urgent.listed", "Cases listed"),
    )
    blocks = [*draft.opening(section), *said.blocks]
    return [*blocks, _table(draft, section, form, found)] if which and form is not None else blocks


def _table(draft: Draft, section: ReportSection, form: Form, found: list[tuple[str, tuple[Audit, ...]]]) -> TableBlock:
    date, grade = form.role("date"), form.question(form.role("grade"))
    rows = []
    for says, some in found:
        for audit in some:
            day = str(audit.values.get(date) or "")
            given = show(audit.values.get(grade.id), grade) if grade is not None else ""
            rows.append((day, (audit.case or "–", long_date(day) if day else "–", cleaned(says), given or "–")))
    rows.sort(key=lambda row: row[0])
    columns = (
        TableColumn("Case", width=1.6),
        TableColumn("Date", width=2),
        TableColumn("Why", width=5),
        TableColumn("Overall", width=2),
    )
    cells = tuple(TableRow(row) for _, row in rows[:MOST_LISTED])
    return TableBlock(f"{section.id}-list", section.caption or "What could not wait", columns, cells)
