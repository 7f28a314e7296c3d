"""The figures that a point rests on, and the same figures again in a later report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from docgen.measures import Judged, count
from docgen.model import Basis, Figure, ReportSection
from docgen.reports import signals
from docgen.reports.draft import Draft
from docgen.reports.grids import audits_of, form_of
from docgen.reports.numbers import cleaned
from docgen.reports.points import Point
from docgen.reports.tallies import Tally
from docgen.reports.ticks import tick_groups


def bases(draft: Draft, point: Point) -> tuple[Basis, ...]:
    """The figures that a worry rests on; nothing where it rests on none that can be looked at again."""
    return tuple({(one.measure, one.where): one for one in _bases(draft, point)}.values())


def _bases(draft: Draft, point: Point) -> Iterator[Basis]:
    match point.kind:
        case "missed" | "worse" | "falling" | "open":
            for one in point.readings:
                yield _of(draft, one.whole, _section_of(draft, one.id), cleaned(one.label), better=one.better)
        case "short":
            for one in point.readings:
                for tally in one.groups.failing if one.groups is not None else ():
                    section = _titled(draft, point.section)
                    yield _of(draft, tally, section, cleaned(one.label), tally.label, one.better)
        case "apart":
            for one in point.readings:
                for tally in point.groups or ():
                    section = _titled(draft, point.section)
                    yield _of(draft, tally, section, cleaned(one.label), tally.label, one.better)
        case "section":
            for tally in point.tallies or ():
                basis = _of(draft, tally, _titled(draft, point.section), f"{tally.label}: {point.good}", better="more")
                judged = judged_again(draft, basis)
                yield replace(basis, judged=judged.audits if judged is not None else 0)
        case "ticked":
            for tally in point.tallies or ():
                yield _of(draft, tally, _titled(draft, point.section), f"“{tally.label}” noted", better="fewer")
        case _:
            return


def _of(
    draft: Draft, tally: Tally, section: ReportSection | None, label: str, part: str = "", better: str = ""
) -> Basis:
    figure = draft.trace.figure(tally.count)
    measure = draft.material.framework.measure(figure.measure)
    form = (section.form if section is not None else "") or (measure.form if measure is not None else "")
    narrowed = section is not None and (section.where is not None or section.all_forms)
    return Basis(
        figure.measure, label, form or draft.material.report.form, figure.numerator, figure.denominator, figure.where,
        part, section.id if narrowed and section is not None else "", better, tuple(figure.audits),
    )  # fmt: skip


def _section_of(draft: Draft, measure: str) -> ReportSection | None:
    """The section whose reading of a measure over all cases counts in the points: the first with a base."""
    for section in signals.own_sections(draft, "overall", "breakdown", "crosstab"):
        readings = draft.readings.get(section.id, ())
        if any(one.id == measure and one.whole.base for one in readings):
            return section
    return None


def _titled(draft: Draft, title: str) -> ReportSection | None:
    return next((one for one in draft.material.report.sections if one.title == title), None)


# --- the same again --------------------------------------------------------------------------------------


def again(draft: Draft, basis: Basis) -> Figure | None:
    """What this report counts where an earlier one counted a basis; None where it does not look at that.

    Audits whose grades a moderation may have changed are only counted in reports on them.
    """
    sections = _sections(draft, basis)
    moderation = draft.material.framework.moderation
    regraded = moderation is not None and moderation.audits == basis.form != draft.material.report.form
    if regraded or not sections:
        return None
    if basis.measure.startswith("judgement."):
        judged = judged_again(draft, basis)
        return judged.good if judged is not None else None
    audits = audits_of(draft.material, sections[0]) if basis.section else draft.returns_of(basis.form)
    measure = draft.material.framework.measure(basis.measure)
    if measure is not None:
        return count(measure, audits, draft.material.framework, basis.where)
    field, _, option = basis.measure.partition("=")
    form = draft.material.framework.form(basis.form)
    question = form.question(field) if form is not None else None
    if form is None or question is None or question.kind != "ticks" or question.option(option) is None:
        return None
    ticks = (tick for one in tick_groups(draft.material.framework, form, [field], audits) for tick in one.ticks)
    return next((tick.figure for tick in ticks if tick.figure.measure == basis.measure), None)


def _sections(draft: Draft, basis: Basis) -> list[ReportSection]:
    """The sections in which a figure may be looked for: the one that narrows it, or all."""
    return [one for one in draft.material.report.sections if not basis.section or one.id == basis.section]


def judged_again(draft: Draft, basis: Basis) -> Judged | None:
    """The judgements of this report where an earlier one counted judgements; None where it does not look at them."""
    for section in _sections(draft, basis):
        form = form_of(draft.material, section)
        plain = section.where is None and not section.all_forms
        if section.id not in draft.heats or form is None or form.id != basis.form or not (plain or basis.section):
            continue
        for heat in draft.heats[section.id]:
            for row in heat.rows:
                every = (row.judged, *(judged for _, judged in row.questions))
                found = next((one for one in every if one.good.measure == basis.measure), None)
                if found is not None:
                    return found
    return None
