"""Recommendations and priorities: what the figures ask for, for people to decide, with room for owner and date."""

from __future__ import annotations

from docgen.model import ReportSection
from docgen.reports.blocks import Block, Bullets, Paragraph, TextTable
from docgen.reports.draft import Draft
from docgen.reports.numbers import cleaned
from docgen.reports.points import points
from docgen.reports.sections.opening import cases

MOST = 6
"""How many points the figures may put forward."""

OPEN = "To be agreed"


def proposals(draft: Draft, section: ReportSection) -> list[Block]:
    """What the figures ask for, the weightiest first; people agree owner and date. `items` are the team's own."""
    found = points(draft, MOST)
    said = draft.say(
        section,
        cases=draft.trace.count(cases(draft)),
        few=len(draft.material.audits) < 10,
        worries=found.worries,
        decisions=found.decisions,
    )
    blocks = draft.opening(section)
    blocks += [block for block in said.blocks if not isinstance(block, Bullets)]
    lines = [item for block in said.blocks if isinstance(block, Bullets) for item in block.items]
    lines += [(cleaned(item),) for item in section.items]
    plan = draft.material.round.recommendations if draft.material.round is not None else ()
    rows = [((Paragraph(line),), (Paragraph((OPEN,)),), (Paragraph((OPEN,)),)) for line in lines]
    rows += [
        (
            (Paragraph((f"{one.id}: {cleaned(one.text)}",)),),
            (Paragraph((cleaned(one.owner) or OPEN,)),),
            (Paragraph((cleaned(one.due) or OPEN,)),),
        )
        for one in plan
        if one.status != "met"
    ]
    if rows:
        caption = section.caption or section.title
        columns = (section.row_label or "Recommendation", "Owner", "By when")
        blocks.append(TextTable(f"{section.id}-plan", caption, columns, tuple(rows), named=False))
    return blocks
