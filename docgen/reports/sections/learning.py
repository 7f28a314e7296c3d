"""Strengths and learning: what was ticked, by theme. Free text is never quoted here."""

from __future__ import annotations

from docgen.measures import percent
from docgen.model import ReportSection
from docgen.reports.blocks import Block, FigureSpan, Heading, TableBlock, TableColumn, TableRow
from docgen.reports.draft import Draft
from docgen.reports.grids import audits_of, forms_of
from docgen.reports.numbers import cleaned
from docgen.reports.tallies import Tallies
from docgen.reports.ticks import Tick, TickGroup, tick_groups


def themes(draft: Draft, section: ReportSection) -> list[Block]:
    """The points ticked in each part of the form, by theme, and how many audits tick each theme."""
    audits = audits_of(draft.material, section)
    forms = forms_of(draft.material, section)
    groups = tick_groups(draft.material.framework, forms[0], section.questions, audits) if forms else ()
    blocks = draft.opening(section)
    for n, group in enumerate(groups, start=1):
        said = draft.say(
            section,
            cases=draft.trace.number(len(audits), "cases", "Cases audited"),
            title=group.title,
            top=_top(draft, group),
            never=_tallies(draft, group, [tick for tick in group.ticks if not tick.figure.numerator]),
            themes=[draft.facts.tally(label, figure) for label, figure in group.themes if not group.plain],
        )
        blocks += [*([Heading(2, group.title)] if len(groups) > 1 else []), *said.blocks]
        if any(tick.figure.numerator for tick in group.ticks):
            title = group.title if len(groups) > 1 else cleaned(section.caption or section.title)
            blocks.append(_table(section, n, group, title))
    if not groups:
        blocks += draft.say(section, cases=draft.trace.number(0, "cases", "Cases audited"), title="", top=()).blocks
    return blocks


def _top(draft: Draft, group: TickGroup) -> Tallies:
    """The points ticked most often, ties together; nothing where no point is ticked."""
    points = [tick for tick in group.ticks if not tick.general]
    best = max((tick.figure.numerator for tick in points), default=0)
    return _tallies(draft, group, [tick for tick in points if best and tick.figure.numerator == best])


def _tallies(draft: Draft, group: TickGroup, ticks: list[Tick]) -> Tallies:
    return Tallies(
        [draft.facts.tally(tick.label, tick.figure) for tick in ticks],
        lambda n: draft.trace.number(n, f"points.{group.title}", group.title),
    )


def _table(section: ReportSection, n: int, group: TickGroup, title: str) -> TableBlock:
    rows = tuple(
        TableRow(
            (
                tick.label,
                *(() if group.plain else (tick.theme,)),
                FigureSpan(str(tick.figure.numerator), tick.figure),
                FigureSpan(percent(tick.figure), tick.figure),
            )
        )
        for tick in group.ticks
    )
    columns = (
        TableColumn("Point", width=5),
        *(() if group.plain else (TableColumn("Theme", width=2),)),
        TableColumn("Audits", "right", 1),
        TableColumn("% of audits", "right", 1),
    )
    return TableBlock(f"{section.id}-{n}", f"{title}: points ticked by auditors", columns, rows)
