"""Judgements over many questions: by section of the form, by question, beside the period before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docgen.measures import Judged, judged, together
from docgen.model import Audit, Form, Question, ReportSection, Scale, Section
from docgen.reports.grids import audits_in, audits_of, form_of
from docgen.reports.material import Material
from docgen.reports.standard import good_label


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A section of the form: all its judgements together, and those of each question.

    ref     what is printed before its title in the form
    then    the same in the period before; None where there is none
    """

    ref: str
    label: str
    judged: Judged
    questions: tuple[tuple[Question, Judged], ...]
    then: Judged | None = None


@dataclass(frozen=True, slots=True)
class Heat:
    """The judgements on one scale, by section of the form, and all of them together.

    good          what counts as good; `by_question` where the rows are questions of one section
    """

    scale: Scale
    good: str
    by_question: bool
    rows: tuple[HeatRow, ...]
    whole: Judged


@dataclass(frozen=True, slots=True)
class _Found:
    """The audits of the period, and of the one before where there is one."""

    now: tuple[Audit, ...]
    then: tuple[Audit, ...] | None


def named(heat: Heat, row: HeatRow, question: Question) -> str:
    """What a question is called: its label, or that of its section where several questions have the same label."""
    labels = [one.label for other in heat.rows for one, _ in other.questions]
    return question.label.rstrip(".") if labels.count(question.label) == 1 else row.label


def heats(material: Material, section: ReportSection) -> tuple[Heat, ...]:
    """The judgements that a section is about, scale by scale, in the order of the form."""
    form = form_of(material, section)
    if form is None:
        return ()
    timeline = material.timeline
    previous = timeline.previous if timeline is not None else None
    now = audits_of(material, section)
    then = audits_in(material, section, previous) if previous is not None else None
    counted = _Found(now, then)
    asked = _asked(form, section)
    scales = dict.fromkeys(question.scale for _, question in asked)
    found = []
    for name in scales:
        scale = material.framework.scale(name)
        if scale is not None:
            found.append(_heat(material, form, scale, [one for one in asked if one[1].scale == name], counted))
    return tuple(found)


def _asked(form: Form, section: ReportSection) -> list[tuple[Section, Question]]:
    """Section of the form and question: those that are named, else all on the scale of the overall grade."""
    overall = form.question(form.role("grade"))
    every = [(one, question) for one in form.sections for question in one.questions]
    if section.questions:
        return [(one, question) for one, question in every if question.id in section.questions]
    return [
        (one, question)
        for one, question in every
        if question.kind == "grade" and question is not overall and (overall is None or question.scale == overall.scale)
    ]


def _heat(
    material: Material, form: Form, scale: Scale, asked: Sequence[tuple[Section, Question]], found: _Found
) -> Heat:
    """By section of the form; where all questions are of one section, by question."""
    each = {question.id: judged(question, scale, found.now) for _, question in asked}
    old = {question.id: judged(question, scale, found.then) for _, question in asked} if found.then is not None else {}
    parts: dict[str, tuple[str, str, list[Question]]] = {}
    alone = len({one.id for one, _ in asked}) == 1
    for one, question in asked:
        name, ref, label = (question.id, question.ref, question.label) if alone else (one.id, one.ref, one.title)
        parts.setdefault(name, (ref, label, []))[2].append(question)
    rows = []
    for name, (ref, label, some) in parts.items():
        now = [each[question.id] for question in some]
        then = together(name, label, scale, [old[question.id] for question in some]) if old else None
        questions = tuple(zip(some, now, strict=True))
        rows.append(HeatRow(ref, label.rstrip("."), together(name, label, scale, now), questions, then))
    whole = together("all", "All judgements", scale, list(each.values()))
    return Heat(scale, good_label(material.framework, form, scale), alone, tuple(rows), whole)
