"""How a report closes: the method with its limits, and the reconciliation with published figures."""

from __future__ import annotations

from docgen.measures import SMALL_BASE, unsettled
from docgen.model import ReportSection
from docgen.reports.blocks import Block, FigureSpan, TableBlock, TableColumn, TableRow
from docgen.reports.draft import Draft
from docgen.reports.numbers import cleaned
from docgen.reports.reconcile import Difference, Reconciliation, reconcile
from docgen.reports.sections.opening import cases, chosen

MOST_UNDATED = 20
"""How many of the cases without a date are named."""

DIGEST_SHOWN = 12
"""How many characters of a definition's digest are printed: enough to tell two versions apart."""


def method(draft: Draft, section: ReportSection) -> list[Block]:
    """How the figures were made: what was counted and left out, rounding, small numbers, versions.

    And how the cases were chosen, where no section on the sample says so.
    """
    framework, trace = draft.material.framework, draft.trace
    grids = draft.grids.values()
    measures = {one.id: one for grid in grids for one in grid.spread.measures}
    open_cases = []
    for measure in measures.values():
        keys = unsettled(measure, draft.material.audits, framework)
        if keys and measure.of:
            open_cases.append((measure.label, keys))
    left_out = dict.fromkeys(key for _, keys in open_cases for key in keys)
    versions = sorted({audit.version for audit in draft.material.audits} | {framework.version})
    said = draft.say(
        section,
        cases=trace.count(cases(draft)),
        left_out=trace.number(len(left_out), "unsettled", "Cases without a certain answer to some measure"),
        small=str(SMALL_BASE),
        framework=f"{framework.title} {framework.version}",
        digest=framework.digest[:DIGEST_SHOWN],
        versions=versions,
        undated=trace.number(len(draft.material.undated), "undated", "Returns without a date"),
        undated_cases=[cleaned(case) or "a return without a case" for case in draft.material.undated[:MOST_UNDATED]],
        program=draft.material.program,
        made=draft.material.date,
        crosstabs=[grid.section.title for grid in grids if grid.across],
        compared=any(reading.whole.before for readings in draft.readings.values() for reading in readings),
        source_note=" ".join(framework.source_note.split()),
    )
    told = any(one.kind == "sample" for one in draft.material.report.sections)
    return [*draft.opening(section), *said.blocks, *([] if told else chosen(draft, section))]


def reconciliation(draft: Draft, section: ReportSection) -> list[Block]:
    """Published figures beside ours: every difference, every slip within them, and what was not compared."""
    if draft.material.published is None:
        return []
    found = reconcile(draft.material, draft.grids, section.claims)
    said = draft.say(section, **_facts(draft, found))
    blocks: list[Block] = [*draft.opening(section), *said.blocks]
    if found.differences:
        blocks.append(_differences(section, found.differences))
    if found.slips:
        rows = tuple(TableRow((one.figure, one.where, one.printed, one.due, one.why)) for one in found.slips)
        columns = (
            TableColumn("Published", width=1.6),
            TableColumn("Where", width=5),
            TableColumn("Printed", "right", 1.2),
            TableColumn("Due", "right", 1.2),
            TableColumn("Why", width=5),
        )
        blocks.append(TableBlock(f"{section.id}-slips", "Slips within the published report", columns, rows))
    return blocks


def _facts(draft: Draft, found: Reconciliation) -> dict[str, object]:
    def number(value: int, label: str) -> object:
        return draft.trace.number(value, "reconciliation", label)

    return {
        "compared": number(found.compared, "Published numbers compared"),
        "differences": number(len(found.differences), "Published numbers that differ"),
        "by_slip": number(sum(one.slip for one in found.differences), "Differences that rest on a slip"),
        "slips": number(len(found.slips), "Slips within the published report"),
        "not_compared": found.not_compared,
    }


def _differences(section: ReportSection, differences: tuple[Difference, ...]) -> TableBlock:
    rows = tuple(
        TableRow(
            (
                one.table,
                f"{one.row}, {one.column}" if one.column else one.row,
                one.printed,
                one.ours if one.figure is None else FigureSpan(one.ours, one.figure),
                "Slip in the published report" if one.slip else "The cases differ",
            )
        )
        for one in differences
    )
    columns = (
        TableColumn("Published", width=2),
        TableColumn("Where", width=5),
        TableColumn("Printed", "right", 1.4),
        TableColumn("Here", "right", 1.4),
        TableColumn("Why", width=4),
    )
    return TableBlock(f"{section.id}-differences", "Where the published report differs from this one", columns, rows)
