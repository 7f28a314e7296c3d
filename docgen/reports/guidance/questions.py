"""Every question with its guidance: a table for each section of each form."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.model import Form, Option, Question, Section
from docgen.reports.blocks import Block, Bullets, Heading, PageBreak, Paragraph, Ref, Span, Strong, TextTable
from docgen.reports.guidance.frame import Frame, cell, meaning, paragraphs
from docgen.reports.guidance.saying import asked, listed

HEADS = ("Ref", "Question", "What to look at and how to answer")

_PLAIN = {
    "text": "A few words.",
    "longtext": "In your own words.",
    "date": "A date.",
    "number": "A number.",
    "yesno": "Yes or no.",
}
_COMMENTS = ("comment", "comments")

Cell = tuple[Paragraph | Bullets, ...]


def questions(frame: Frame) -> Iterator[Block]:
    """The questions of every form, each form but the first on a new page."""
    for n, form in enumerate(frame.framework.forms):
        if frame.several:
            yield from (PageBreak(),) if n else ()
            yield Heading(2, form.title)
        for section in form.sections:
            yield Heading(3 if frame.several else 2, section.title)
            yield from _section(section, form, frame)


def _section(section: Section, form: Form, frame: Frame) -> Iterator[Block]:
    """What the section says, when it applies, and its questions."""
    yield from paragraphs(section.intro)
    if section.relevant_when is not None and (said := asked(section.relevant_when, form)):
        yield Paragraph((f"This section applies only where {said}.",))
    comments = {question.about: question for question in section.questions if question.about}
    asking = [question for question in section.questions if not question.about]
    plain = [question for question in asking if section.look == "details" and _is_plain(question)]
    if plain:
        yield Paragraph((f"Plain details: {listed(f'{one.ref} {one.label}' for one in plain)}.",))
    rows = tuple(
        (cell(question.ref), cell(question.label), _answer(question, comments.get(question.id), form, frame))
        for question in asking
        if question not in plain
    )
    if rows:
        yield TextTable(f"questions-{form.id}-{section.id}", f"Questions of section {section.ref}", HEADS, rows)


def _is_plain(question: Question) -> bool:
    """Whether a detail explains itself by its label."""
    return not (question.guidance or question.options or question.columns or question.relevant_when)


def _answer(question: Question, comment: Question | None, form: Form, frame: Frame) -> Cell:
    """What to look at, when the question applies, what there is to choose from, and what the comment is for."""
    parts: list[Paragraph | Bullets] = [*paragraphs(question.guidance)]
    if question.relevant_when is not None and (said := asked(question.relevant_when, form)):
        parts.append(Paragraph((f"Only where {said}.",)))
    parts += _choice(question, bool(question.guidance), frame)
    if comment is not None:
        parts += _comment(comment)
    return tuple(parts)


def _comment(comment: Question) -> tuple[Paragraph, ...]:
    """The words of a comment that has any of its own."""
    label = "" if comment.label.casefold() in _COMMENTS else f"{comment.label.rstrip('.?')}. "
    said = f"{label}{comment.guidance}".strip()
    return (Paragraph((Strong("Comment:"), f" {said}")),) if said else ()


def _choice(question: Question, guided: bool, frame: Frame) -> tuple[Paragraph | Bullets, ...]:
    """What an answer may be, unless the guidance makes it plain."""
    if question.kind == "table":
        columns = listed(f"“{column.label}”" for column in question.columns)
        return (Paragraph((f"A row for each, with {columns}.",)),)
    if question.kind in _PLAIN and [one.label for one in question.options] in ([], ["Yes", "No"]):
        return () if guided else (Paragraph((_PLAIN[question.kind],)),)
    if question.kind == "grade":
        return _grade(question, guided, frame)
    known = frame.described.get(meaning(question.options))
    if known is not None:
        return (Paragraph(("The answers are explained in ", Ref(known), ".")),)
    if meaning(question.options) in frame.listed:
        return (Paragraph((f"The answers stand under “{frame.listed[meaning(question.options)]}”.",)),)
    if question.kind == "ticks" or any(option.descriptor for option in question.options):
        return (Bullets(tuple(_option(option) for option in question.options)),)
    return (Paragraph((f"{listed((option.label for option in question.options), 'or')}.",)),)


def _grade(question: Question, guided: bool, frame: Frame) -> tuple[Paragraph | Bullets, ...]:
    """What the grades look like in this question, or which table says so; nothing more for those of the only scale."""
    scale = frame.framework.scale(question.scale)
    grades = question.options[: len(scale.grades)] if scale else ()
    known = frame.described.get(meaning(question.options)) or frame.described.get(meaning(grades))
    if scale is not None and meaning(grades) == meaning(scale.grades):
        if len(frame.framework.scales) == 1:
            return () if guided else (Paragraph(("One of the grades.",)),)
        return (Paragraph((f"On the scale “{scale.label}”.",)),)
    if known is not None:
        return (Paragraph(("The grades are described in ", Ref(known), ".")),)
    return (Bullets(tuple(_option(option) for option in question.options)),)


def _option(option: Option) -> tuple[Span, ...]:
    alone = "tick this on its own" if option.exclusive else ""
    said = "; ".join(part for part in (option.descriptor.rstrip(".") if alone else option.descriptor, alone) if part)
    return (Strong(option.label), f": {said}") if said else (option.label,)
