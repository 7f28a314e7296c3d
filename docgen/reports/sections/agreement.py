"""Agreement in detail: grade by grade, question by question, and the cases in which grades lie far apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from docgen.fields import show
from docgen.measures import SMALL_BASE, Agreement, Pair, agreement, percent
from docgen.model import Audit, Figure, Form, Question, ReportSection, Scale
from docgen.reports.blocks import Block, FigureSpan, TableBlock, TableColumn, TableRow
from docgen.reports.draft import Draft
from docgen.reports.numbers import Count, Share, cleaned
from docgen.reports.pairing import pairs_of

MOST_LISTED = 30
"""How many cases are listed one by one."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the audit and how far the moderators agree on it."""

    label: str
    pairs: Count
    exact: Count
    share: Share | None
    small: bool


def agreement_in_detail(draft: Draft, section: ReportSection) -> list[Block]:
    """Each grade of the audits beside the second grades, the questions that are judged twice, cases far apart."""
    framework = draft.material.framework
    form = framework.form(draft.material.report.moderation)
    scale, grade = _scale(draft)
    if form is None or scale is None or grade is None:
        return [*draft.opening(section), *draft.say(section, pairs=None, asked=(), far=None).blocks]
    pairs, _ = pairs_of(draft, draft.material.moderations)
    steps = {one.id: place for place, one in enumerate(scale.grades)}
    known = [pair for pair in pairs if pair.audit in steps and pair.moderator in steps]
    far = [pair for pair in known if abs(steps[pair.audit] - steps[pair.moderator]) > 1]
    asked = _asked(draft, section, form)
    said = draft.say(
        section,
        pairs=draft.trace.number(len(known), "moderation.pairs", "Cases with two grades"),
        asked=[_said(draft, label, found) for label, found in asked if found.pairs],
        far=draft.trace.count(Figure("moderation.far", "More than one grade apart", len(far), len(known))),
    )
    blocks = [*draft.opening(section), *said.blocks]
    if known:
        blocks.append(_matrix(section, scale, known))
    if any(found.pairs for _, found in asked):
        blocks.append(_by_question(section, asked))
    if far:
        blocks.append(_far(draft, section, grade, far))
    return blocks


def _scale(draft: Draft) -> tuple[Scale | None, Question | None]:
    question = draft.form.question(draft.form.role("grade")) if draft.form is not None else None
    return (draft.material.framework.scale(question.scale), question) if question is not None else (None, None)


def _asked(draft: Draft, section: ReportSection, form: Form) -> list[tuple[str, Agreement]]:
    """Each pair of questions with how far they agree: the audit's own answer, and the moderator's."""
    audits = {audit.key: audit for audit in draft.material.audits}
    by_case = {audit.case: audit for audit in draft.material.audits}
    found = []
    for first, second in section.pairs:
        question = draft.form.question(first) if draft.form is not None else None
        scale = draft.material.framework.scale(question.scale) if question is not None else None
        if question is None or scale is None:
            continue
        pairs = []
        for one in draft.material.moderations:
            audit = audits.get(draft.material.links.get(one.key, "")) or by_case.get(one.case)
            if audit is not None:
                pairs.append(Pair(one.key, _value(audit, first), _value(one, second)))
        part = next((part for part in draft.form.sections if part.id == question.section), None) if draft.form else None
        title = part.title if part is not None and question.label == "Judgement" else question.label
        found.append((cleaned(title), agreement(pairs, scale)))
    return found


def _value(audit: Audit, field: str) -> str:
    return "" if field in audit.unknown else str(audit.values.get(field) or "")


def _said(draft: Draft, label: str, found: Agreement) -> Asked:
    trace = draft.trace
    few = found.pairs < SMALL_BASE
    return Asked(label, trace.base(found.exact), trace.count(found.exact), trace.share(found.exact), few)


def _matrix(section: ReportSection, scale: Scale, pairs: list[Pair]) -> TableBlock:
    """A row for each grade of the audits, a column for each second grade; where both are the same is shaded."""
    counted = Counter((pair.audit, pair.moderator) for pair in pairs)
    rows = []
    for first in scale.grades:
        cells, shades = [], [""]
        for second in scale.grades:
            number = counted[first.id, second.id]
            label = f"Audit {first.label}, second grade {second.label}"
            keys = tuple(pair.key for pair in pairs if (pair.audit, pair.moderator) == (first.id, second.id))
            cells.append(FigureSpan(str(number), Figure("moderation.cell", label, number, len(pairs), keys)))
            shades.append("E3ECF4" if first.id == second.id else "")
        rows.append(TableRow((first.label, *cells), shades=tuple(shades)))
    columns = (TableColumn("Grade of the audit"), *(TableColumn(one.label, "right") for one in scale.grades))
    note = "Columns are the second grades. The shaded cells are those in which both grades are the same."
    return TableBlock(f"{section.id}-grades", "Grades of the audits and second grades", columns, tuple(rows), note)


def _by_question(section: ReportSection, asked: list[tuple[str, Agreement]]) -> TableBlock:
    rows = []
    for label, found in asked:
        total = Figure("moderation.pairs", f"{label}: judged twice", found.pairs, None)
        cells = [FigureSpan(str(total.numerator), total)]
        cells += [FigureSpan(str(one.numerator), one) for one in (found.exact, found.higher, found.lower)]
        rows.append(TableRow((label, *cells, FigureSpan(percent(found.exact), found.exact))))
    names = ("Judged twice", "Same", "Moderator higher", "Moderator lower", "% same")
    columns = (TableColumn(section.row_label or "Section"), *(TableColumn(name, "right") for name in names))
    return TableBlock(f"{section.id}-questions", "Agreement section by section", columns, tuple(rows))


def _far(draft: Draft, section: ReportSection, grade: Question, far: list[Pair]) -> TableBlock:
    cases = {one.key: one.case for one in draft.material.moderations}
    rows = tuple(
        TableRow((cases.get(pair.key, "") or "–", show(pair.audit, grade), show(pair.moderator, grade)))
        for pair in far[:MOST_LISTED]
    )
    columns = (TableColumn("Case"), TableColumn("Grade of the audit"), TableColumn("Second grade"))
    return TableBlock(f"{section.id}-far", "Grades more than one step apart", columns, rows)
