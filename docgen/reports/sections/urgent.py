"""Escalations: audits that asked somebody to act the same day."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.fields import show
from docgen.model import Audit, Figure, ReportSection
from docgen.reports.blocks import Block, TableBlock, TableColumn, TableRow
from docgen.reports.concerns import Found, urgent_of
from docgen.reports.days import long_date
from docgen.reports.draft import Draft
from docgen.reports.grids import audits_of, forms_of
from docgen.reports.numbers import Count, cleaned

MOST_LISTED = 30
"""How many cases are listed one by one."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a person had to act, as the rule says it, and in how many returns."""

    says: str
    number: Count


def urgent(draft: Draft, section: ReportSection) -> list[Block]:
    """The returns that a rule of the form calls urgent: how many, why, and which."""
    forms, audits = forms_of(draft.material, section), audits_of(draft.material, section)
    found = urgent_of(draft.material.framework, forms, audits)
    which = {audit.key: audit for _, _, some in found for audit in some}
    figure = Figure("urgent", "Returns that were urgent", len(which), len(audits), tuple(which))
    said = draft.say(
        section,
        cases=draft.trace.number(len(audits), "cases", "Returns"),
        number=draft.trace.count(figure),
        reasons=[_reason(draft, says, some) for says, some in _by_reason(found).items() if some],
        asked=bool(found),
        listed=draft.trace.number(min(len(which), MOST_LISTED), "urgent.listed", "Cases listed"),
    )
    blocks = [*draft.opening(section), *said.blocks]
    return [*blocks, _table(section, found, several=len(forms) > 1)] if which else blocks


def _by_reason(found: Found) -> dict[str, list[Audit]]:
    """What the rules say, each text once, with the returns."""
    by: dict[str, list[Audit]] = {}
    for _, says, some in found:
        by.setdefault(says, []).extend(some)
    return by


def _reason(draft: Draft, says: str, some: list[Audit]) -> Reason:
    figure = Figure("urgent", says, len(some), None, tuple(audit.key for audit in some))
    return Reason(cleaned(says), draft.trace.count(figure))


def _table(section: ReportSection, found: Found, several: bool) -> TableBlock:
    rows = []
    for form, says, some in found:
        date, grade = form.role("date"), form.question(form.role("grade"))
        for audit in some:
            day = str(audit.values.get(date) or "")
            given = show(audit.values.get(grade.id), grade) if grade is not None else ""
            title = (cleaned(form.title),) if several else ()
            cells = (audit.case or "–", long_date(day) if day else "–", *title, cleaned(says), given or "–")
            rows.append((day, cells))
    rows.sort(key=lambda row: row[0])
    columns = (
        TableColumn("Case", width=1.6),
        TableColumn("Date", width=2),
        *((TableColumn("Form", width=2.4),) if several else ()),
        TableColumn("Why", width=5),
        TableColumn("Overall", width=2),
    )
    cells_of = tuple(TableRow(row) for _, row in rows[:MOST_LISTED])
    return TableBlock(f"{section.id}-list", section.caption or "What could not wait", columns, cells_of)
