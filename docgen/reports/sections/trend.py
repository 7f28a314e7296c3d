"""The course of time: the period beside those before it, and the year so far."""

from __future__ import annotations

from dataclasses import dataclass, replace

from docgen.measures import SMALL_BASE
from docgen.model import Figure, Measure, ReportSection
from docgen.reports.blocks import Block, ChartBlock, ChartKind, Series
from docgen.reports.draft import Draft
from docgen.reports.facts import Reading
from docgen.reports.grids import Grid, Spread, audits_in, form_of, timeline_grid
from docgen.reports.material import Timeline, Window
from docgen.reports.narrative import Said
from docgen.reports.nouns import Noun
from docgen.reports.sections.figures import colour_of, parts_of, table_of
from docgen.reports.standard import good_measure
from docgen.reports.tallies import Tallies, Tally

FEWEST_POINTS = 3
"""Fewer periods than this that have enough audits are no line."""


@dataclass(frozen=True, slots=True)
class Course:
    """One measure over several periods, for the wording.

    ranked    periods with enough audits to be compared; `highest` and `lowest` of them, ties together
    small     periods with fewer; `empty` without any
    """

    ranked: Tallies
    highest: Tallies
    lowest: Tallies
    small: Tallies
    empty: Tallies


def trend(draft: Draft, section: ReportSection) -> list[Block]:
    """The measures by period: the change on the one before, the run over several, the year so far."""
    timeline = draft.material.timeline
    blocks = draft.opening(section)
    if timeline is None:
        return [*blocks, *draft.say(section, state="none").blocks]
    part = "quarter" if timeline.parts else timeline.unit
    section = replace(section, row_label=section.row_label or part.capitalize())
    windows = timeline.parts or (*timeline.before, timeline.now)
    whole = timeline.now if timeline.parts else timeline.year
    grid = timeline_grid(draft.material, section, windows, whole)
    said = draft.say(section, **_facts(draft, section, timeline, grid, windows))
    if not any(cell.numerator for row in grid.everything for cell in row.cells):
        return [*blocks, *said.blocks]
    chart = _chart(draft, grid, said)
    blocks += [*said.blocks, *([chart] if chart is not None else []), table_of(grid, said)]
    if timeline.parts and timeline.before:
        unit = timeline.unit.capitalize()
        beside = replace(section, id=f"{section.id}-before", row_label=unit, caption=f"{unit} beside {timeline.unit}")
        years = timeline_grid(draft.material, beside, (*timeline.before, timeline.now), None)
        blocks.append(table_of(years, Said(())))
    return blocks


def _facts(
    draft: Draft, section: ReportSection, timeline: Timeline, grid: Grid, windows: tuple[Window, ...]
) -> dict[str, object]:
    wanted = [*(grid.column(name) for name in section.chart), *grid.columns]
    names = dict.fromkeys(one.measure for one in wanted if one is not None)
    by_id = {one.id: one for one in grid.spread.measures}
    form = form_of(draft.material, section)
    good = good_measure(draft.material.framework, form) if form is not None else None
    ordered = dict.fromkeys([*([good.id] if good is not None and good.id in by_id else []), *names])
    judged = [by_id[name] for name in ordered if by_id[name].better and by_id[name].of]
    now = timeline_grid(draft.material, section, (timeline.now,), None).spread
    previous = timeline.previous
    then = timeline_grid(draft.material, section, (previous,), None).spread if previous is not None else None
    readings = [_reading(draft, section, one, now, then) for one in judged]
    year = timeline.year
    so_far = timeline_grid(draft.material, section, (year,), None).spread if year is not None else None
    versions = {audit.version for one in windows for audit in audits_in(draft.material, section, one)}
    noun, part = Noun.of(timeline.unit), Noun.of("quarter" if timeline.parts else timeline.unit)
    return {
        "state": "first" if previous is None and not timeline.parts else "later",
        "time": noun.one,
        "part": part.one,
        "parts": part.many,
        "lead": readings[0] if readings else None,
        "others": readings[1:],
        "course": _course(draft, judged[0], grid, timeline.now.short) if judged else None,
        "now": timeline.now.label,
        "year": year.label if year is not None else "",
        "so_far": draft.facts.tally("", so_far.whole[judged[0].id]) if so_far and judged else None,
        "versions": sorted(versions) if len(versions) > 1 else [],
    }


def _reading(draft: Draft, section: ReportSection, measure: Measure, now: Spread, then: Spread | None) -> Reading:
    plain = Spread(now.measures, now.whole)
    return draft.facts.reading(measure, plain, then, form_of(draft.material, section), None)


def _course(draft: Draft, measure: Measure, grid: Grid, now: str) -> Course:
    """The measure over the periods of the table; that the report's own is empty is said by itself."""
    rows = [(group.label, figures[measure.id]) for group, figures in grid.spread.groups]
    ranked = [row for row in rows if (row[1].denominator or 0) >= SMALL_BASE]
    top, end = (pick((row[1].share for row in ranked if row[1].share is not None), default=None) for pick in (max, min))

    def told(name: str, some: list[tuple[str, Figure]]) -> Tallies:
        tallies: list[Tally] = [draft.facts.tally(label, figure) for label, figure in some]
        return Tallies(tallies, lambda n: draft.trace.number(n, f"periods.{measure.id}", f"{measure.label}: {name}"))

    return Course(
        told("compared", ranked),
        told("highest", [row for row in ranked if row[1].share == top]),
        told("lowest", [row for row in ranked if row[1].share == end]),
        told("too few", [row for row in rows if 0 < (row[1].denominator or 0) < SMALL_BASE]),
        told("without any", [row for row in rows if not row[1].denominator and row[0] != now]),
    )


def _chart(draft: Draft, grid: Grid, said: Said) -> ChartBlock | None:
    """Bars of the grades by period, or lines; periods with too few audits are left out. None for fewer than two."""
    section = grid.section
    columns = [column for name in section.chart if (column := grid.column(name)) is not None]
    at = [grid.columns.index(column) for column in columns]
    rows = [row for row in grid.rows if max((row.cells[n].denominator or 0 for n in at), default=0) >= SMALL_BASE]
    if len(rows) < 2:
        return None
    by_id = {one.id: one for one in grid.spread.measures}
    measures = [by_id[column.measure] for column in columns]
    series = tuple(
        Series(
            measure.label,
            colour_of(draft, section, measure, n),
            tuple(row.cells[m].share for row in rows),
            tuple(row.cells[m] for row in rows),
        )
        for n, (m, measure) in enumerate(zip(at, measures, strict=True))
    )
    whole = {one.id for one in parts_of(draft, grid)} == {one.id for one in measures} and len(series) > 1
    kind: ChartKind = "stacked_bar" if whole else "line" if len(rows) >= FEWEST_POINTS else "column"
    title = said.title or section.title
    categories = tuple(row.label for row in rows)
    about = ", ".join(part for part in (section.caption or section.title, "percent") if part)
    spans = said.spans("title")
    return ChartBlock(section.id, title, about, kind, categories, series, said.alt or title, title_spans=spans)
