"""Where a report has boxes for commentary: at the end of each of its sections, but not of those about itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from docgen.model import Adopted, ReportSection
from docgen.reports.blocks import Block, Commentary, Heading, PageBreak, Paragraph, Ref, TextTable
from docgen.reports.blocks import plain as plain_spans
from docgen.reports.commentary.agreed import agreed, as_notes, blank
from docgen.reports.commentary.keeping import GONE, Kept, keep
from docgen.reports.commentary.reading import Box, Edited
from docgen.reports.commentary.walking import same_words
from docgen.reports.draft import Draft
from docgen.reports.numbers import cleaned

NO_BOX = ("sign_off", "glossary", "tables", "questions", "method", "trust", "reconciliation")
"""Kinds of section that speak of the report itself, or hold nothing but tables: nothing is added to them."""

Parts = list[tuple[ReportSection, list[Block]]]


def boxed(parts: Parts, draft: Draft, edited: Edited | None, final: bool) -> tuple[Parts, Kept]:
    """The sections with their boxes, filled with what people wrote into an earlier copy.

    A final report has no empty box. What was written into a box that is no longer there stands at the end, under a
    heading of its own.
    """
    groups = [group for group in _groups(parts) if _has_box(group)]
    boxes = [(group[0][0].title, _box(draft, group[0][0])) for group in groups]
    kept = keep(boxes, edited or Edited((), (), known=True))
    made = dict(zip((group[-1][0].id for group in groups), kept.boxes, strict=True))
    found: Parts = []
    for section, blocks in parts:
        box = made.get(section.id)
        shown = [box] if box is not None and blocks and (box.notes or not final) else []
        end = len(blocks) - 1 if blocks and isinstance(blocks[-1], PageBreak) else len(blocks)
        found.append((section, [*blocks[:end], *shown, *blocks[end:]]))
    if kept.gone:
        last = ReportSection("text", GONE, id="commentary-gone")
        texts = [one for title, box in kept.gone for one in (Heading(2, title or "Without a section"), box)]
        found.append((last, [Heading(1, GONE), *texts]))
    return found, kept


def planned(
    parts: Parts, edited: Edited | None, adopted: Sequence[Adopted], final: bool
) -> tuple[Parts, Edited | None]:
    """The sections with what people wrote into their tables of recommendations; and what they wrote into others.

    A table whose section is no longer there becomes a text without a section. `adopted` is what the register has of
    this report. Where nothing is proposed there is a blank row to write in, unless the report is final.
    """
    plans = [plan for plan in (edited.plans if edited else ()) if not plan.own]
    written = edited.written if edited else {}
    left, found = list(plans), list[tuple[ReportSection, list[Block]]]()
    for section, blocks in parts:
        made: list[Block] = []
        for block in blocks:
            if not (isinstance(block, TextTable) and block.filled_in):
                made.append(block)
                continue
            named = same_words(section.title)
            plan = next((one for one in left if one.section == named), left[0] if len(plans) == 1 and left else None)
            if plan is not None:
                left.remove(plan)
            elsewhere = {row.key for one in plans if one is not plan for row in one.rows}
            mine = {key: wrote for key, wrote in written.items() if key not in elsewhere}
            table = agreed(block, plan, mine, adopted)
            made += [table] if table.rows else [] if final else [blank(table)]
        found.append((section, made))
    if edited is not None and left:
        gone = (Box(f"recommendations {n}", "", one.section, as_notes(one), True) for n, one in enumerate(left))
        edited = replace(edited, boxes=(*edited.boxes, *gone))
    return found, edited


def _groups(parts: Parts) -> list[Parts]:
    """The sections, each with its parts."""
    groups: list[Parts] = []
    for one in parts:
        if one[0].part and groups:
            groups[-1].append(one)
        else:
            groups.append([one])
    return [group for group in groups if any(blocks for _, blocks in group)]


def _has_box(group: Parts) -> bool:
    first, rest = group[0][0], [section.kind for section, _ in group[1:]]
    about = first.kind == "text" and rest and all(kind in NO_BOX for kind in rest)
    return first.kind not in NO_BOX and not about


def _box(draft: Draft, section: ReportSection) -> Commentary:
    said = draft.narrative.say(
        [f"{draft.material.framework.id}/commentary", "commentary"],
        kind=section.kind,
        each=draft.material.report.each,
    )
    texts = (block.spans for block in said.blocks if isinstance(block, Paragraph))
    prompt = " ".join(plain_spans(tuple(span for span in spans if not isinstance(span, Ref))) for spans in texts)
    text = "\n".join(cleaned(line) for line in section.draft.split("\n")).strip()
    return Commentary(section.id, (), prompt, text, section.title)


def boxes_of(parts: Sequence[Block]) -> tuple[Commentary, ...]:
    """The boxes among the blocks of a report."""
    return tuple(block for block in parts if isinstance(block, Commentary))
