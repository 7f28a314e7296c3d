"""Grades, targets, and the answers that have descriptors: what each means, as the definition says it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from docgen.model import Form, Method, Question, Scale, Section, Threshold
from docgen.reports.blocks import Block, Bullets, Heading, Paragraph, Span, Strong, TextTable
from docgen.reports.guidance.frame import Frame, cell, meaning, named, paragraphs, shown_id
from docgen.reports.guidance.saying import listed, sentence

GRADE_HEADS = ("Grade", "What it looks like")
_OFTEN = {"event": "At events"}
CHOICE_HEADS = ("Answer", "What it means")


def scales(frame: Frame) -> Iterator[Block]:
    """Each scale with its grades: a table where they have descriptors, else a sentence."""
    every = frame.framework.scales
    for scale in every:
        if len(every) > 1:
            yield Heading(2, scale.label)
        if all(grade.descriptor for grade in scale.grades):
            rows = tuple((cell(grade.label), cell(grade.descriptor)) for grade in scale.grades)
            yield TextTable(f"grades-{scale.id}", scale.label if len(every) > 1 else "The grades", GRADE_HEADS, rows)
        else:
            yield Bullets(tuple(_described(grade.label, grade.descriptor) for grade in scale.grades))
        yield Paragraph((_counts(scale),), "note")


def _counts(scale: Scale) -> str:
    good = listed(f"“{grade.label}”" for grade in scale.grades if grade.good)
    if not good:
        return "Best first. No grade of this scale counts as good."
    return f"Best first. In shares and targets, {good} {'count' if ' and ' in good else 'counts'} as good."


def targets(frame: Frame) -> Iterator[Block]:
    """The targets of the framework, one line each."""
    if frame.framework.thresholds:
        yield Bullets(tuple((_target(one),) for one in frame.framework.thresholds))


def _target(threshold: Threshold) -> str:
    by = f", by {threshold.by}" if threshold.by else ""
    least = f" It is judged on {threshold.minimum_audits} audits or more." if threshold.minimum_audits else ""
    return f"{sentence(threshold.label)}{by}.{least}"


def schedule(frame: Frame) -> Iterator[Block]:
    """Every method of quality assurance: how often, what for, by whom, over which cases, with which form."""
    rows = tuple(
        (cell(method.method), cell(_OFTEN.get(method.frequency, sentence(method.frequency))), _method(method, frame))
        for method in frame.framework.schedule
    )
    if rows:
        yield TextTable("schedule", "The schedule of methods", ("Method", "How often", "What it is"), rows)


def _method(method: Method, frame: Frame) -> tuple[Paragraph, ...]:
    form = frame.framework.form(method.form)
    leads = (("Who", method.who), ("Cases", method.cases), ("Form", form.title if form else ""))
    said = [Paragraph((Strong(f"{lead}:"), f" {text}")) for lead, text in leads if text]
    return (*paragraphs(method.note), *said) or (Paragraph(("As it is agreed.",)),)


def described(names: Sequence[str], frame: Frame) -> Iterator[Block]:
    """What the answers to questions mean. Questions of several sections stand under the headings of these."""
    found = [(name, *one) for name in names if (one := named(frame.framework, name)) is not None]
    several = len({(form.id, section.id) for _, form, section, _ in found}) > 1
    before: tuple[Form, Section] | None = None
    said: set[str] = set()
    for name, form, section, question in found:
        if several and (before is None or before[1] is not section):
            yield Heading(2, section.title)
            yield from paragraphs(section.intro)
        before = (form, section)
        guidance = question.guidance if question.guidance not in said else ""
        said.add(guidance)
        caption = f"{section.title}: {question.label}" if several else question.label
        yield from _answers(replace(question, guidance=guidance), shown_id(name), caption)


def _answers(question: Question, name: str, caption: str) -> Iterator[Block]:
    """The answers of one question: a table where all have descriptors, else a list."""
    if all(said for _, said in meaning(question.options)):
        rows = tuple((cell(one.label), cell(one.descriptor)) for one in question.options)
        yield from paragraphs(question.guidance)
        yield TextTable(name, caption, GRADE_HEADS if question.kind == "grade" else CHOICE_HEADS, rows)
        return
    yield Paragraph(
        (Strong(f"{question.label.rstrip('.:')}."), *([f" {question.guidance}"] if question.guidance else []))
    )
    yield Bullets(tuple(_described(one.label, one.descriptor) for one in question.options))


def _described(label: str, descriptor: str) -> tuple[Span, ...]:
    return (Strong(label), f": {descriptor}") if descriptor else (label,)
