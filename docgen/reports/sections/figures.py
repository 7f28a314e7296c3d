"""The figures of a report: its measures over all cases, by groups, and of groups side by side."""

from __future__ import annotations

from decimal import Decimal

from docgen.measures import SMALL_BASE, percent
from docgen.model import Figure, Measure, ReportSection, Threshold
from docgen.reports.blocks import (
    Block,
    ChartBlock,
    FigureSpan,
    Series,
    TableBlock,
    TableColumn,
    TableRow,
)
from docgen.reports.draft import Draft
from docgen.reports.facts import threshold_of
from docgen.reports.grids import Grid, form_of, whole_of
from docgen.reports.narrative import Said

COLOURS = ("12436D", "F46A25", "28A197", "801650", "3D3D3D", "A285D1")
"""Colours of series that are not grades: the Government Analysis Function's palette."""


def overall(draft: Draft, section: ReportSection) -> list[Block]:
    """The measures over all cases: how many, what share, against targets and the audit before."""
    return _figure(draft, section)


def breakdown(draft: Draft, section: ReportSection) -> list[Block]:
    """The measures by the groups of one field: highest and lowest, targets, changes, what is more than chance."""
    return _figure(draft, section)


def crosstab(draft: Draft, section: ReportSection) -> list[Block]:
    """Groups side by side, with the measures as rows."""
    return _figure(draft, section)


def _figure(draft: Draft, section: ReportSection) -> list[Block]:
    grid = draft.grids[section.id]
    parts = parts_of(draft, grid)
    said = draft.say(section, **_facts(draft, grid, parts))
    chart = _chart(draft, grid, parts, said)
    return [
        *draft.opening(section),
        *said.blocks,
        *([chart] if chart is not None else []),
        *([table_of(grid, said)] if any(cell.numerator for row in grid.everything for cell in row.cells) else []),
    ]


def _facts(draft: Draft, grid: Grid, parts: tuple[Measure, ...]) -> dict[str, object]:
    """What the wording of a figure is given."""
    readings = draft.readings[grid.section.id]
    base = next((m for m in grid.spread.measures if not m.of), None)
    cases = grid.spread.whole[base.id] if base is not None else Figure("cases", "Cases", 0, None)
    return {
        "cases": draft.trace.count(cases),
        "unsettled": draft.trace.number(len(grid.spread.unsettled), "unsettled", "Cases without a certain answer"),
        "parts": [draft.reading(grid, measure) for measure in parts],
        "lead": readings[0] if readings else None,
        "others": readings[1:],
        "readings": readings,
        "elsewhere": any(
            one.kind == "trend" and one.form == grid.section.form for one in draft.material.report.sections
        ),
        "judged": {reading.id: reading for reading in readings},
        "measures": {
            measure.id: draft.facts.tally(measure.label, grid.spread.whole[measure.id], measure)
            for measure in grid.spread.measures
        },
    }


def parts_of(draft: Draft, grid: Grid) -> tuple[Measure, ...]:
    """The measures of the table that together make up a whole, such as the grades; in the definition's order."""
    for base in grid.spread.measures:
        form = form_of(draft.material, grid.section)
        names = whole_of([one for one in grid.spread.measures if one.of == base.id], base, form)
        if names:
            return tuple(one for one in draft.material.framework.measures if one.id in names)
    return ()


# --- the table -------------------------------------------------------------------------------------------


def table_of(grid: Grid, said: Said) -> TableBlock:
    """A grid as the table that is printed."""
    section = grid.section
    rows = tuple(
        TableRow(
            (
                row.label,
                *(
                    FigureSpan(grid.text(row, column), figure)
                    for column, figure in zip(grid.columns, row.cells, strict=True)
                ),
            ),
            total=row is grid.total,
        )
        for row in grid.everything
    )
    columns = (TableColumn(section.row_label or "Cases"), *(TableColumn(c.label, "right") for c in grid.columns))
    caption = said.caption or section.caption or section.title
    return TableBlock(
        f"{section.id}-table",
        caption,
        columns,
        rows,
        said.note,
        caption_spans=said.spans("caption"),
        note_spans=said.spans("note"),
    )


# --- the chart -------------------------------------------------------------------------------------------


def _chart(draft: Draft, grid: Grid, parts: tuple[Measure, ...], said: Said) -> ChartBlock | None:
    """The chart of a figure; None where no column is to be drawn, and where there are too few cases to compare."""
    categories, drawn = _drawn(grid)
    series = tuple(_series(draft, grid.section, measure, figures, n) for n, (measure, figures) in enumerate(drawn))
    if not categories or not drawn:
        return None
    section = grid.section
    stacked = {measure.id for measure, _ in drawn} == {measure.id for measure in parts}
    threshold = threshold_of(draft.material, drawn[0][0])
    about = (section.caption or section.title, "percent", draft.period)
    return ChartBlock(
        section.id,
        said.title or section.title,
        ", ".join(part for part in about if part),
        "stacked_bar" if stacked and len(series) > 1 else "bar",
        categories,
        series,
        said.alt or _alt(categories, series),
        target=threshold.at_least if threshold is not None else None,
        target_label=_target_label(threshold),
        title_spans=said.spans("title"),
    )


def _target_label(threshold: Threshold | None) -> str:
    if threshold is None or threshold.at_least is None:
        return ""
    return f"Target: {threshold.label}" + (f" by {threshold.by}" if threshold.by else "")


def _drawn(grid: Grid) -> tuple[tuple[str, ...], list[tuple[Measure, tuple[Figure, ...]]]]:
    """What the chart draws: its categories, and measures with a figure for each.

    Groups of so few cases that they are not compared are left out, lest a bar of a single case look like a finding.
    """
    by_id = {measure.id: measure for measure in grid.spread.measures}
    if grid.across:
        groups = grid.spread.groups
        labels = [group.label for group, _ in groups]
        rows = [(by_id[row.id], [figures[row.id] for _, figures in groups]) for row in grid.rows]
    else:
        labels = [row.label for row in grid.everything]
        columns = [column for name in grid.section.chart if (column := grid.column(name)) is not None]
        at = {column.id: grid.columns.index(column) for column in columns}
        rows = [(by_id[one.measure], [row.cells[at[one.id]] for row in grid.everything]) for one in columns]
    kept = [n for n in range(len(labels)) if any((figures[n].denominator or 0) >= SMALL_BASE for _, figures in rows)]
    if grid.total is not None and kept == [len(labels) - 1]:
        kept = []
    return tuple(labels[n] for n in kept), [(measure, tuple(figures[n] for n in kept)) for measure, figures in rows]


def _series(draft: Draft, section: ReportSection, measure: Measure, figures: tuple[Figure, ...], n: int) -> Series:
    return Series(measure.label, colour_of(draft, section, measure, n), tuple(one.share for one in figures), figures)


def colour_of(draft: Draft, section: ReportSection, measure: Measure, n: int) -> str:
    """The colour of the grade that a measure counts, else the next of the palette."""
    tests = measure.when.tests if measure.when is not None else ()
    form = form_of(draft.material, section)
    question = form.question(tests[0].field) if form is not None and len(tests) == 1 else None
    scale = draft.material.framework.scale(question.scale) if question is not None else None
    grade = scale.grade(tests[0].any_of[0]) if scale is not None and len(tests[0].any_of) == 1 else None
    return grade.colour if grade is not None else COLOURS[n % len(COLOURS)]


def _alt(categories: tuple[str, ...], series: tuple[Series, ...]) -> str:
    """What a chart shows, in words, where the wording does not say it."""
    parts = [f"{one.name}: {_listed(categories, one.values)}" for one in series]
    return "Bar chart. " + "; ".join(parts) + "."


def _listed(categories: tuple[str, ...], values: tuple[Decimal | None, ...]) -> str:
    return ", ".join(f"{label} {percent(value)}" for label, value in zip(categories, values, strict=True))
