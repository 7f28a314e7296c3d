"""Recommendations and priorities: what the figures ask for, for people to decide, with room for owner and date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docgen.model import Adopted, ReportSection
from docgen.reports.bases import bases
from docgen.reports.blocks import Block, Bullets, Paragraph, RowMark, Span, TextTable, plain
from docgen.reports.commentary.agreed import proposed_key
from docgen.reports.commentary.drawing import DUE, OWNER, TO_AGREE
from docgen.reports.draft import Draft
from docgen.reports.narrative import Said
from docgen.reports.numbers import cleaned
from docgen.reports.points import Point, Points, points
from docgen.reports.retesting import earlier
from docgen.reports.sections.opening import cases

MOST = 6
"""How many points the figures may put forward."""


def proposals(draft: Draft, section: ReportSection) -> list[Block]:
    """What the figures ask for, the weightiest first; people agree owner and date. `items` are the team's own."""
    found = points(draft, MOST)
    said = _say(draft, section, found, found.worries)
    behind = _behind(draft, section, found)
    blocks = draft.opening(section)
    blocks += [block for block in said.blocks if not isinstance(block, Bullets)]
    rows = [
        (line, TO_AGREE, TO_AGREE, behind.get(plain(line)) or RowMark(proposed_key(section.id, _without_digits(line))))
        for line in _lines(said)
    ]
    rows += [
        ((text,), TO_AGREE, TO_AGREE, RowMark(proposed_key(section.id, "item", text)))
        for text in map(cleaned, section.items)
    ]
    plan = draft.material.round.recommendations if draft.material.round is not None else ()
    rows += [
        (
            (f"{one.id}: {cleaned(one.text)}",),
            cleaned(one.owner) or TO_AGREE,
            cleaned(one.due) or TO_AGREE,
            RowMark(proposed_key(section.id, "plan", one.id)),
        )
        for one in plan
        if one.status != "met"
    ]
    open_ = tuple(one for one in earlier(draft) if one.unfinished)
    again = {mark.key: ids for *_, mark in rows if (ids := _asked_already(mark, open_))}
    rows = [row for row in rows if row[-1].key not in again]
    if again:
        names = ", ".join(sorted({name for ids in again.values() for name in ids}))
        blocks.append(Paragraph((f"Already recommended, and still open: {names}.",)))
    table = TextTable(
        f"{section.id}-plan",
        section.caption or section.title,
        (section.row_label or "Recommendation", OWNER, DUE),
        tuple(tuple((Paragraph(cell),) for cell in (line, (owner,), (due,))) for line, owner, due, _ in rows),
        named=False,
        filled_in=True,
        marks=tuple(mark for *_, mark in rows),
    )
    return [*blocks, table]


def _say(draft: Draft, section: ReportSection, found: Points, worries: tuple[Point, ...]) -> Said:
    return draft.say(
        section,
        cases=draft.trace.count(cases(draft)),
        few=len(draft.material.audits) < 10,
        worries=worries,
        decisions=found.decisions,
    )


def _lines(said: Said) -> list[tuple[Span, ...]]:
    return [item for block in said.blocks if isinstance(block, Bullets) for item in block.items]


def _behind(draft: Draft, section: ReportSection, found: Points) -> Mapping[str, RowMark]:
    """Words of a row → what it is and rests on: the point whose wording, given nothing else, has these words."""
    marks: dict[str, RowMark] = {}
    several: set[str] = set()
    for point in found.worries:
        rests = bases(draft, point)
        measures = [text for one in rests for text in (one.measure, one.form)]
        key = proposed_key(section.id, point.kind, point.section, *dict.fromkeys(measures))
        for line in _lines(_say(draft, section, found, (point,))):
            words = plain(line)
            several |= {words} & marks.keys()
            marks[words] = RowMark(key, rests)
    return {words: mark for words, mark in marks.items() if words not in several}


def _asked_already(mark: RowMark, open_: Sequence[Adopted]) -> tuple[str, ...]:
    """The open recommendations of earlier reports that ask for the same: they came from the same figures, or are the
    same point where it has none.
    """
    if not mark.bases:
        return tuple(one.id for one in open_ if one.key == mark.key)
    wanted = {(one.measure, one.form, one.where) for one in mark.bases}
    by_one = {one.id: {(basis.measure, basis.form, basis.where) for basis in one.bases} for one in open_}
    covered = {name: figures & wanted for name, figures in by_one.items()}
    return tuple(name for name, some in covered.items() if some) if wanted <= set().union(*covered.values()) else ()


def _without_digits(line: tuple[Span, ...]) -> str:
    """The words of a row whatever numbers are in them."""
    return "".join("#" if char.isdigit() else char for char in plain(line))
