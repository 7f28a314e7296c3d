"""Recommendations and priorities: what the figures ask for, for people to decide, with room for owner and date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from docgen.model import Adopted, ReportSection
from docgen.reports.bases import bases
from docgen.reports.blocks import Block, Bullets, Paragraph, RowMark, Span, TextTable, plain
from docgen.reports.commentary.agreed import proposed_key
from docgen.reports.commentary.drawing import DUE, OWNER, TO_AGREE
from docgen.reports.draft import Draft
from docgen.reports.narrative import Said
from docgen.reports.numbers import cleaned
from docgen.reports.points import Point, points
from docgen.reports.retesting import earlier
from docgen.reports.sections.opening import cases

MOST = 6
"""How many points the figures may put forward."""


def proposals(draft: Draft, section: ReportSection) -> list[Block]:
    """What the figures ask for, the weightiest first; people agree owner and date. `items` are the team's own.

    What a recommendation of an earlier report asks for, and is still open, is named and not proposed again.
    """
    open_ = tuple(one for one in earlier(draft) if one.unfinished)
    known = [(point, _mark_of(draft, section, point)) for point in points(draft, MOST).worries]
    own = list(_own(draft, section))
    asked = {
        mark.key: _asked_already(mark, open_) for mark in (*(mark for _, mark in known), *(row.mark for row in own))
    }
    new = [(point, mark) for point, mark in known if not asked[mark.key]]
    already = sorted({name for ids in asked.values() for name in ids})
    said = _say(draft, section, tuple(point for point, _ in new), already)
    blocks = draft.opening(section)
    blocks += [block for block in said.blocks if not isinstance(block, Bullets)]
    behind = _behind(draft, section, new)
    rows = [
        _Proposal(line, behind.get(plain(line)) or RowMark(proposed_key(section.id, _without_digits(line))))
        for line in _lines(said)
    ]
    rows += [row for row in own if not asked[row.mark.key]]
    table = TextTable(
        f"{section.id}-plan",
        section.caption or section.title,
        (section.row_label or "Recommendation", OWNER, DUE),
        tuple(tuple((Paragraph(cell),) for cell in (row.line, (row.owner,), (row.due,))) for row in rows),
        named=False,
        filled_in=True,
        marks=tuple(row.mark for row in rows),
    )
    return [*blocks, table]


@dataclass(frozen=True, slots=True)
class _Proposal:
    """A row that is proposed: its words, what it rests on, and owner and date where they are agreed."""

    line: tuple[Span, ...]
    mark: RowMark
    owner: str = TO_AGREE
    due: str = TO_AGREE


def _own(draft: Draft, section: ReportSection) -> Iterator[_Proposal]:
    """The team's own rows, and the recommendations of the round that are not met."""
    for text in map(cleaned, section.items):
        yield _Proposal((text,), RowMark(proposed_key(section.id, "item", text)))
    plan = draft.material.round.recommendations if draft.material.round is not None else ()
    for one in plan:
        if one.status != "met":
            mark = RowMark(proposed_key(section.id, "plan", one.id))
            line = (f"{one.id}: {cleaned(one.text)}",)
            yield _Proposal(line, mark, cleaned(one.owner) or TO_AGREE, cleaned(one.due) or TO_AGREE)


def _say(draft: Draft, section: ReportSection, worries: tuple[Point, ...], already: Sequence[str] = ()) -> Said:
    return draft.say(
        section,
        cases=draft.trace.count(cases(draft)),
        few=len(draft.material.audits) < 10,
        worries=worries,
        decisions=points(draft, MOST).decisions,
        already=list(already),
    )


def _lines(said: Said) -> list[tuple[Span, ...]]:
    return [item for block in said.blocks if isinstance(block, Bullets) for item in block.items]


def _mark_of(draft: Draft, section: ReportSection, point: Point) -> RowMark:
    """What a point is, whatever its numbers are, and the figures that it rests on."""
    rests = bases(draft, point)
    measures = dict.fromkeys(text for one in rests for text in (one.measure, one.form))
    return RowMark(proposed_key(section.id, point.kind, point.section, *measures), rests)


def _behind(draft: Draft, section: ReportSection, found: Sequence[tuple[Point, RowMark]]) -> Mapping[str, RowMark]:
    """Words of a row → what it is and rests on: the point whose wording, given nothing else, has these words."""
    marks: dict[str, RowMark] = {}
    several: set[str] = set()
    for point, mark in found:
        for line in _lines(_say(draft, section, (point,))):
            words = plain(line)
            several |= {words} & marks.keys()
            marks[words] = mark
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
