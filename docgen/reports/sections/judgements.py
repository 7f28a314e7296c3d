"""Judgements over many questions: a heat map of the form's sections by grade, and every question."""

from __future__ import annotations

from dataclasses import replace

from docgen.measures import SMALL_BASE, Judged, percent
from docgen.model import Figure, ReportSection, Scale
from docgen.reports.blocks import Block, FigureSpan, TableBlock, TableColumn, TableRow
from docgen.reports.draft import Draft
from docgen.reports.heat import Heat, named
from docgen.reports.numbers import cleaned
from docgen.reports.spreads import spread_of
from docgen.reports.standard import share_label


def judgements(draft: Draft, section: ReportSection) -> list[Block]:
    """The judgements by section of the form: a heat map, the highest and lowest, what changed."""
    blocks = draft.opening(section)
    for n, heat in enumerate(draft.heats[section.id], start=1):
        said = draft.say(section, spread=spread_of(draft, heat), since=_since(draft), scale=heat.scale.label)
        blocks += said.blocks
        if heat.whole.total:
            blocks.append(_map(section, n, heat))
    if not draft.heats[section.id]:
        blocks += draft.say(section, spread=None, since="", scale="").blocks
    return blocks


def questions(draft: Draft, section: ReportSection) -> list[Block]:
    """Every question with its judgements, one table for each section of the form."""
    blocks = draft.opening(section)
    for n, heat in enumerate(draft.heats[section.id], start=1):
        if heat.whole.total:
            blocks.append(_every(section, n, heat))
    if len(blocks) == 1:
        blocks += draft.say(section).blocks
    return blocks


def _since(draft: Draft) -> str:
    timeline = draft.material.timeline
    return f"{timeline.unit} before" if timeline is not None and timeline.previous is not None else ""


# --- tables ----------------------------------------------------------------------------------------------


def _map(section: ReportSection, n: int, heat: Heat) -> TableBlock:
    rows = [_row(f"{row.ref} {row.label}", row.judged, heat.scale) for row in heat.rows]
    if len(rows) > 1:
        rows.append(_row("All judgements", heat.whole, heat.scale, total=True))
    columns = [TableColumn("Section", width=3.2), TableColumn("Judgements", "right", 1.3)]
    columns += [TableColumn(grade.label, "right", 1.6) for grade in heat.scale.grades]
    caption = section.caption or f"{section.title}: judgements by section"
    columns.append(TableColumn(share_label(heat.good), "right", 1.4))
    note = "The darker a cell, the larger its part of the row."
    if share_label(heat.good) == "% good":
        note += f" Good: {cleaned(heat.good)}."
    return TableBlock(f"{section.id}-map-{n}", caption, tuple(columns), tuple(rows), note)


def _row(label: str, one: Judged, scale: Scale, total: bool = False) -> TableRow:
    count = replace(one.good, numerator=one.total, denominator=None, audits=(), label=f"{one.label}: judgements")
    cells: tuple[str | FigureSpan, ...] = (
        cleaned(label),
        FigureSpan(f"{one.total:,}", count),
        *(FigureSpan(_cell(figure, one.audits), figure) for figure in one.grades),
        FigureSpan(percent(one.good), one.good),
    )
    shades = ("", "", *(tint(g.colour, figure) for g, figure in zip(scale.grades, one.grades, strict=True)), "")
    return TableRow(cells, total, () if total else shades)


def _cell(figure: Figure, audits: int) -> str:
    """Count and share; the count alone where it comes from few audits or there is nothing."""
    few = audits < SMALL_BASE or not figure.numerator
    return f"{figure.numerator:,}" if few else f"{figure.numerator:,}\u00a0({percent(figure)})"


def tint(colour: str, figure: Figure) -> str:
    """The colour mixed with white, the stronger the larger the share; nothing where there is none."""
    if not figure.numerator or not figure.denominator:
        return ""
    strength = 0.12 + 0.78 * figure.numerator / figure.denominator
    channels = [int(colour[n : n + 2], 16) for n in (0, 2, 4)]
    return "".join(f"{round(255 - (255 - one) * strength):02X}" for one in channels)


def _every(section: ReportSection, n: int, heat: Heat) -> TableBlock:
    rows = []
    for row in heat.rows:
        for question, one in row.questions:
            aside = one.aside + one.blank + one.unknown
            rest = Figure(f"judgement.{question.id}=aside", f"{question.label}: no judgement", aside, None)
            rows.append(
                TableRow(
                    (
                        f"{question.ref} {cleaned(named(heat, row, question))}",
                        *(FigureSpan(str(figure.numerator), figure) for figure in one.grades),
                        FigureSpan(str(aside), rest),
                        FigureSpan(percent(one.good), one.good),
                    )
                )
            )
    columns = [TableColumn("Question", width=7)]
    columns += [TableColumn(grade.label, "right", 1.5) for grade in heat.scale.grades]
    columns += [TableColumn("No judgement", "right", 1.5), TableColumn(share_label(heat.good), "right", 1.5)]
    caption = section.caption or f"Every question: {heat.scale.label.lower()}"
    note = "No judgement: not applicable, blank or doubtful."
    return TableBlock(f"{section.id}-{n}", caption, tuple(columns), tuple(rows), note)
