"""Moderation: how far second grades agree with the audits, and what became of challenges."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.measures import Agreement, agreement, counts, group_by, percent
from docgen.model import Audit, Figure, ReportSection, Scale
from docgen.reports.blocks import Block, FigureSpan, TableBlock, TableColumn, TableRow
from docgen.reports.draft import Draft
from docgen.reports.numbers import Count, Ratio, Share, cleaned
from docgen.reports.pairing import pairs_of, scale_of, seconds_of


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far second grades agree with the first, for the wording.

    pairs        cases with two grades; `unmatched` second grades of cases that have no audit here
    kappa        linearly weighted; None on too few pairs, and where all grades are alike
    """

    pairs: Count
    exact: Count
    exact_share: Share | None
    within_one: Count
    within_one_share: Share | None
    higher: Count
    lower: Count
    kappa: Ratio | None
    unmatched: Count


def moderation(draft: Draft, section: ReportSection) -> list[Block]:
    """Second grades beside the first: agreement, direction, kappa where there are enough, grades changed."""
    framework = draft.material.framework
    found = framework.moderation
    scale = scale_of(draft)
    if found is None or scale is None:
        return [*draft.opening(section), *draft.say(section, seconds=None).blocks]
    seconds = seconds_of(draft, section)
    pairs, unmatched = pairs_of(draft, seconds)
    agreed = agreement(pairs, scale)
    measures = {}
    for name in section.measures:
        measure = framework.measure(name)
        if measure is not None:
            measures[name] = draft.facts.tally(measure.label, draft.total(measure), measure)
    said = draft.say(
        section,
        seconds=draft.trace.number(len(draft.material.moderations), "moderation.returns", "Second grades"),
        agreed=_said(draft, agreed, unmatched),
        cases=draft.trace.number(len(draft.material.audits), "cases", "Cases audited"),
        changed=draft.trace.count(_changed(draft)),
        measures=measures,
    )
    first = next(one for one in draft.material.report.sections if one.kind == section.kind)
    blocks = [*draft.opening(section), *(said.blocks if first.id == section.id or not agreed.pairs else ())]
    if agreed.pairs:
        blocks.append(_agreement_table(draft, section, seconds, agreed, scale))
    if draft.material.moderations and measures:
        blocks.append(_measures_table(draft, section))
    return blocks


def _changed(draft: Draft) -> Figure:
    """Cases whose grade that counts is not the grade that the audit gave."""
    grade = draft.form.role("grade") if draft.form is not None else ""
    audits = draft.material.audits
    keys = tuple(a.key for a in audits if a.audited_grade and a.values.get(grade) not in (None, a.audited_grade))
    return Figure("moderation.changed", "Grades changed by moderation", len(keys), len(audits), keys)


def _said(draft: Draft, agreed: Agreement, unmatched: int) -> Agreed:
    trace = draft.trace
    return Agreed(
        trace.base(agreed.exact),
        trace.count(agreed.exact),
        trace.share(agreed.exact),
        trace.count(agreed.within_one),
        trace.share(agreed.within_one),
        trace.count(agreed.higher),
        trace.count(agreed.lower),
        None if agreed.kappa is None else trace.ratio(agreed.kappa, agreed.exact),
        trace.number(unmatched, "moderation.unmatched", "Second grades of cases without an audit"),
    )


def _agreement_table(
    draft: Draft, section: ReportSection, seconds: tuple[Audit, ...], whole: Agreement, scale: Scale
) -> TableBlock:
    form = draft.material.framework.form(draft.material.report.moderation)
    question = form.question(section.by) if form is not None and section.by else None
    groups = [group for group in group_by(section.by, seconds, question) if group.audits] if question else []
    rows = [_row(group.label, agreement(pairs_of(draft, group.audits)[0], scale)) for group in groups]
    rows.append(_row("All second grades", whole, total=True))
    names = ("Cases", "Same grade", "% same grade", "Moderator higher", "Moderator lower")
    columns = (TableColumn(section.row_label or "Second grade"), *(TableColumn(name, "right") for name in names))
    return TableBlock(f"{section.id}-agreement", "Second grades beside the grades of the audits", columns, tuple(rows))


def _row(label: str, agreed: Agreement, total: bool = False) -> TableRow:
    pairs = Figure("moderation.pairs", "Cases with two grades", agreed.pairs, None)
    return TableRow(
        (
            label,
            FigureSpan(str(pairs.numerator), pairs),
            FigureSpan(str(agreed.exact.numerator), agreed.exact),
            FigureSpan(percent(agreed.exact), agreed.exact),
            FigureSpan(str(agreed.higher.numerator), agreed.higher),
            FigureSpan(str(agreed.lower.numerator), agreed.lower),
        ),
        total=total,
    )


def _measures_table(draft: Draft, section: ReportSection) -> TableBlock:
    framework = draft.material.framework
    wanted = [measure for name in section.measures if (measure := framework.measure(name)) is not None]
    rows = []
    for measure in wanted:
        figure = counts((measure,), draft.returns_of(measure.form), framework)[0]
        rows.append(TableRow((cleaned(measure.label), FigureSpan(str(figure.numerator), figure))))
    columns = (TableColumn("Challenge and outcome"), TableColumn("Cases", "right"))
    return TableBlock(f"{section.id}-outcomes", "Grades challenged, and the outcome", columns, tuple(rows))
