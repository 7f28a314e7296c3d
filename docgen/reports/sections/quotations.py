"""Quotations: what was written to questions whose definition allows it, and that names nobody."""

from __future__ import annotations

from docgen.model import Form, Question, ReportSection
from docgen.reports.blocks import Block, Heading, Paragraph
from docgen.reports.draft import Draft
from docgen.reports.grids import audits_of, form_of
from docgen.reports.narrative import lower
from docgen.reports.numbers import cleaned
from docgen.reports.quoting import Quoting

MOST_QUOTED = 6
"""How many texts of one question are quoted."""


def quotations(draft: Draft, section: ReportSection) -> list[Block]:
    """Texts of the section's questions that the definition marks with quote; nothing at all where it marks none."""
    form = form_of(draft.material, section)
    asked = [one for one in form.questions if one.quote] if form is not None else []
    asked = [one for one in asked if not section.questions or one.id in section.questions]
    if form is None or not asked:
        return []
    audits = audits_of(draft.material, section)
    quoting = Quoting(draft.material.framework, (*audits, *draft.material.moderations))
    blocks = draft.opening(section)
    for question in asked:
        found = quoting.quotes(form, question, audits, MOST_QUOTED)
        written = sum(bool(audit.values.get(question.id)) for audit in audits)
        title = _title(form, question)
        said = draft.say(
            section,
            written=draft.trace.number(written, f"quotes.{question.id}", "Texts written"),
            quoted=draft.trace.number(len(found), f"quotes.{question.id}", "Texts quoted"),
        )
        blocks += [Heading(2, title), *said.blocks]
        for one in found:
            graded = f" ({cleaned(one.grade)})" if one.grade else ""
            blocks.append(Paragraph((f"“{cleaned(one.text)}”{graded}",), "quote"))
    return blocks


def _title(form: Form, question: Question) -> str:
    """What the texts are about: the question of a comment, else the section of the form and the question itself."""
    about = form.question(question.about)
    part = next((one for one in form.sections if one.id == question.section), None)
    if about is not None:
        return cleaned(about.label)
    return f"{cleaned(part.title)}: {lower(cleaned(question.label))}" if part is not None else cleaned(question.label)
