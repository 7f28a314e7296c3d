"""Calibration: one auditor's grades beside everybody else's, and beside the moderators'."""

from __future__ import annotations

from dataclasses import dataclass, replace

from docgen.measures import SMALL_BASE, Judged, difference, judged, percent
from docgen.model import Audit, Figure, Form, ReportSection, Scale
from docgen.reports.blocks import Block, FigureSpan, TableBlock, TableColumn, TableRow
from docgen.reports.draft import Draft
from docgen.reports.grids import form_of
from docgen.reports.numbers import Points
from docgen.reports.standard import good_label, share_label
from docgen.reports.tallies import Tally


@dataclass(frozen=True, slots=True)
class Beside:
    """The share of good grades of one auditor and of all others.

    few       one side has too few audits to be compared
    certain   they differ by more than chance would usually explain; `way` is higher or lower
    """

    mine: Tally
    theirs: Tally
    few: bool
    certain: bool
    way: str
    points: Points | None


def calibration(draft: Draft, section: ReportSection) -> list[Block]:
    """The grades that one auditor gave, beside those of all others in the same period."""
    form = form_of(draft.material, section)
    question = form.question(form.role("grade")) if form is not None else None
    scale = draft.material.framework.scale(question.scale) if question is not None else None
    subject = draft.material.subject
    if form is None or question is None or scale is None or subject is None:
        return [*draft.opening(section), *draft.say(section, beside=None, good="", others=None).blocks]
    mine = judged(question, scale, _own(draft.material.audits, form))
    others = replace(question, label=f"{question.label} by all other auditors")
    theirs = judged(others, scale, _own(subject.others, form))
    good = good_label(draft.material.framework, form, scale)
    said = draft.say(section, beside=_beside(draft, mine, theirs), good=good, others=draft.trace.count(_total(theirs)))
    blocks = [*draft.opening(section), *said.blocks]
    return [*blocks, _table(section, scale, good, mine, theirs)] if mine.total else blocks


def _own(audits: tuple[Audit, ...], form: Form) -> tuple[Audit, ...]:
    """The audits with the grade that the auditor gave, before any moderation."""
    grade = form.role("grade")
    return tuple(
        Audit(
            one.key, one.form, one.version, one.case, {grade: one.audited_grade or one.values.get(grade)}, one.unknown
        )
        for one in audits
    )


def _beside(draft: Draft, mine: Judged, theirs: Judged) -> Beside:
    found = difference(mine.good, theirs.good)
    points = None if found is None else draft.trace.points(found.points, mine.good, "change")
    return Beside(
        draft.facts.tally("This auditor", mine.good),
        draft.facts.tally("All others", theirs.good),
        min(mine.total, theirs.total) < SMALL_BASE,
        found is not None and found.certain,
        "" if points is None or points.whole == 0 else "higher" if points > 0 else "lower",
        points,
    )


def _total(one: Judged) -> Figure:
    return Figure("audits", "Audits", one.total, None)


def _table(section: ReportSection, scale: Scale, good: str, mine: Judged, theirs: Judged) -> TableBlock:
    rows = []
    for label, one in (("This auditor", mine), ("All other auditors", theirs)):
        cells = [FigureSpan(str(figure.numerator), figure) for figure in one.grades]
        total = _total(one)
        rows.append(
            TableRow((label, FigureSpan(str(one.total), total), *cells, FigureSpan(percent(one.good), one.good)))
        )
    columns = (
        TableColumn("Grades given by"),
        TableColumn("Audits", "right"),
        *(TableColumn(grade.label, "right") for grade in scale.grades),
        TableColumn(share_label(good), "right"),
    )
    return TableBlock(
        f"{section.id}-grades", section.caption or "Grades as the auditors gave them", columns, tuple(rows)
    )
