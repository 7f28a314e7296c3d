"""The appendix: every answer in numbers, and what the words mean."""

from __future__ import annotations

from docgen.measures import percent
from docgen.model import Audit, Figure, Form, Question, ReportSection
from docgen.reports.asked import asked_in
from docgen.reports.blocks import (
    Block,
    Bullets,
    FigureSpan,
    Heading,
    Paragraph,
    TableBlock,
    TableColumn,
    TableRow,
    TextTable,
)
from docgen.reports.draft import Draft
from docgen.reports.grids import audits_of, form_of
from docgen.reports.numbers import cleaned

_COUNTED = ("choice", "yesno", "ticks")


def tables(draft: Draft, section: ReportSection) -> list[Block]:
    """Every question with options, but no grades: how often each was chosen; one table for each section of the form."""
    form, audits = form_of(draft.material, section), audits_of(draft.material, section)
    blocks = draft.opening(section)
    for part in form.sections if form is not None else ():
        asked = [one for one in part.questions if one.kind in _COUNTED]
        asked = [one for one in asked if not section.questions or one.id in section.questions]
        rows = [row for one in asked for row in (_rows(draft, form, one, audits) if form is not None else ())]
        if rows and audits:
            columns = (
                TableColumn("Question", width=4),
                TableColumn("Answer", width=3),
                TableColumn("Number", "right", 1),
                TableColumn("% of answered", "right", 1),
            )
            title = f"{part.ref} {cleaned(part.title)}"
            blocks += [TableBlock(f"{section.id}-{part.id}", f"Answers: {title}", columns, tuple(rows))]
    if len(blocks) == 1:
        blocks += draft.say(section).blocks
    return blocks


def _rows(draft: Draft, form: Form, question: Question, audits: tuple[Audit, ...]) -> list[TableRow]:
    """A row for each option, and one for the audits without an answer where there are any."""
    keys: dict[str, list[str]] = {option.id: [] for option in question.options}
    asked = asked_in(question, form, draft.material.framework, audits)
    blank = [one for one in asked if question.kind != "ticks" and one.values.get(question.id) in (None, "")]
    answered = len(asked) - len(blank)
    for audit in asked:
        value = audit.values.get(question.id)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, str) and one in keys:
                keys[one].append(audit.key)
    rows = []
    label = f"{question.ref} {cleaned(question.label)}"
    for option in question.options:
        some = tuple(keys[option.id])
        figure = Figure(f"{question.id}={option.id}", f"{question.label}: {option.label}", len(some), answered, some)
        cells = (FigureSpan(str(len(some)), figure), FigureSpan(percent(figure), figure))
        rows.append(TableRow((label, cleaned(option.label), *cells)))
    rest = len(audits) - answered
    if rest:
        figure = Figure(f"{question.id}=", f"{question.label}: no answer", rest, None)
        rows.append(TableRow((label, "No answer, or does not apply", FigureSpan(str(rest), figure), "–")))
    return rows


def glossary(draft: Draft, section: ReportSection) -> list[Block]:
    """What the grades mean, what the words of the figures mean, and the team's own words (`items`: “word: meaning”)."""
    blocks = draft.opening(section)
    form = form_of(draft.material, section)
    names = dict.fromkeys(question.scale for question in form.questions if question.scale) if form is not None else {}
    for name in names:
        scale = draft.material.framework.scale(name)
        grades = [grade for grade in scale.grades if grade.descriptor] if scale is not None else []
        if scale is not None and grades:
            rows = tuple(
                (Paragraph((cleaned(grade.label),)), Paragraph((cleaned(grade.descriptor),))) for grade in grades
            )
            cells = tuple(tuple((cell,) for cell in row) for row in rows)
            title = f"What the grades mean: {cleaned(scale.label).lower()}"
            blocks.append(TextTable(f"{section.id}-{name}", title, ("Grade", "Meaning"), cells))
    blocks += [Heading(2, "Words of this report"), *draft.say(section).blocks]
    items = tuple((cleaned(item),) for item in section.items)
    return [*blocks, *([Bullets(items)] if items else [])]
