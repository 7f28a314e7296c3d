"""Recommendations as people agreed them: the table of a report with what was written into it, read and kept.

A row is found again by its controls, by its hidden bookmark, or by its words where nobody changed them; a row without
any of these was added by a person. What a cell means is told elsewhere: see `docgen.pipeline.recommending`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from docgen.model import Adopted
from docgen.reports.blocks import Bullets, Note, Notes, NoteTable, Paragraph, Piece, RowMark, Strong, TextTable, plain
from docgen.reports.commentary.drawing import DUE, OWNER, REF, ROW, ROW_MARK, TO_AGREE, words_in
from docgen.reports.commentary.walking import Line, mark, same_words
from docgen.reports.days import long_date

Cell = tuple[Paragraph | Bullets, ...]
PROPOSED, THEIRS, GONE = "p", "t", "g"
_OWN_KEY = "a"
_PROPOSED_KEY = "d"
_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it was found. `key` is empty where a person added it; `cells` are in the order of the table's heads.

    number     of the row in the table, from 1 below the head; `odd` where it has other cells than the head
    """

    key: str
    cells: tuple[Notes, ...]
    number: int
    odd: bool = False

    def text(self, place: int) -> str:
        """The words of a cell on one line; nothing where there is no such cell, or where it holds the prompt."""
        said = " ".join(words(self.cells[place]).split()) if 0 <= place < len(self.cells) else ""
        return "" if said == TO_AGREE else said


@dataclass(frozen=True, slots=True)
class Plan:
    """A table of recommendations as it was found. `own` where it stands in a box, and so was made by a person."""

    section: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]
    own: bool = False

    def column(self, head: str) -> int:
        """The place of a column by its head; -1 where there is none."""
        wanted = same_words(head).casefold()
        return next((n for n, one in enumerate(self.heads) if one.casefold() == wanted), -1)

    @property
    def words(self) -> int:
        """The place of the column that says what is recommended; -1 where there is none."""
        known = {head.casefold() for head in (REF, OWNER, DUE)}
        return next((n for n, one in enumerate(self.heads) if one.casefold() not in known), -1)


@dataclass(frozen=True, slots=True)
class Wrote:
    """The marks of what docgen wrote into a row: its words, its owner, its date.

    state       proposed: the words are docgen's; theirs: they are a person's; gone: a person took the row out
    """

    state: str
    words: int = 0
    owner: int = 0
    due: int = 0


Written = Mapping[str, Wrote]
"""Key of a row → what docgen wrote into it."""


def proposed_key(*parts: str) -> str:
    """The key of a row that docgen proposes, by what it is about."""
    return _PROPOSED_KEY + _digest(parts)


def own_key(section: str, words: str) -> str:
    """The key of a row that a person added, by what it says when it is first kept."""
    return _OWN_KEY + _digest((section, words))


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[: _LENGTH - 1]


def words(notes: Notes) -> str:
    """The words of a cell, one line a paragraph."""
    return "\n".join("".join(piece.text for piece in note.pieces) for note in notes if isinstance(note, Note))


# --- what stands in a document ---------------------------------------------------------------------------


def plan_in(line: Line, section: str, inside: bool) -> Plan | None:
    """The table of recommendations that a line of a document is; None where it is none.

    It is one where columns are headed by owner and date. Within a box it is a person's, unless it holds docgen's rows.
    """
    if line.table is None or not line.table.rows:
        return None
    heads = tuple(same_words(words(cell)) for cell in line.table.rows[0])
    found = Plan(section, heads, ())
    if found.column(OWNER) < 0 or found.column(DUE) < 0:
        return None
    rows, seen = [], set[str]()
    for number, (cells, lines) in enumerate(zip(line.table.rows[1:], line.rows[1:], strict=True), start=1):
        key = _key(lines)
        rows.append(Row("" if key in seen else key, cells, number, len(cells) != len(heads)))
        seen.add(key)
    return replace(found, rows=tuple(rows), own=inside and not any(row.key for row in rows))


def _key(cells: Sequence[Sequence[Line]]) -> str:
    """The key of a row by its controls, else by its bookmark; LibreOffice puts a number behind a copy's."""
    lines = [line for cell in cells for line in cell]
    tags = [tag.removeprefix(ROW).partition(".")[0] for line in lines for tag in line.tags if tag.startswith(ROW)]
    anchors = [one.removeprefix(ROW_MARK) for line in lines for one in line.marks if one.startswith(ROW_MARK)]
    return next(iter([*tags, *(one[:_LENGTH] for one in anchors)]), "")


def found_again(plan: Plan, written: Written) -> Plan:
    """The table with the keys of rows that have lost theirs, where their words are as docgen wrote them."""
    there = {row.key for row in plan.rows}
    lost = {wrote.words: key for key, wrote in written.items() if key not in there and wrote.state != GONE}
    rows = (replace(row, key=row.key or lost.pop(mark(row.text(plan.words)), "")) for row in plan.rows)
    return replace(plan, rows=tuple(rows))


def just_wrote(plan: Plan, table: TextTable) -> Written:
    """What stands in the rows of a table that docgen has just written, and which rows are gone."""
    theirs = {one.key for one in table.marks if one.theirs}
    places = (plan.words, plan.column(OWNER), plan.column(DUE))
    found = {
        row.key: Wrote(THEIRS if row.key in theirs else PROPOSED, *(mark(row.text(place)) for place in places))
        for row in plan.rows
        if row.key
    }
    return {**dict.fromkeys(table.gone, Wrote(GONE)), **found}


# --- what people wrote, in the new report ----------------------------------------------------------------


def agreed(table: TextTable, plan: Plan | None, written: Written, adopted: Sequence[Adopted]) -> TextTable:
    """The table with what people wrote into it before, row by row in their order, and what docgen proposes since.

    A row that somebody took out stays out. One that docgen would not propose any more stays where somebody wrote in it,
    and so does every row and column that somebody added. What was `adopted` from this report before has its id for
    life, and the owner and date that the register has where the table has none.
    """
    fresh = {one.key: (row, one) for row, one in zip(table.rows, table.marks, strict=True)}
    rows: list[tuple[tuple[Cell, ...], RowMark]] = []
    more: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    if plan is not None:
        known = {table.columns[words_in(table.columns)], REF, OWNER, DUE}
        more = tuple(head for head in plan.heads if head and head not in known)
        made = (_row(plan, row, fresh.pop(row.key, None), written, more) for row in plan.rows)
        rows = [one for one in made if one is not None]
        there = {one.key for _, one in rows}
        gone = tuple(key for key in written if key not in there)
    rows += [((*row, *(() for _ in more)), one) for key, (row, one) in fresh.items() if key not in gone]
    columns = (*table.columns, *more)
    if adopted:
        registered = {one.key: one for one in adopted}
        if plan is None:
            there = {one.key for _, one in rows}
            blank: tuple[Cell, ...] = ((), *(_said(TO_AGREE) for _ in (OWNER, DUE)))
            kept = (one for one in adopted if one.key not in there and one.status != "withdrawn")
            rows += [(blank, RowMark(one.key, theirs=True)) for one in kept]
        columns = (REF, *columns)
        rows = [_registered(row, one, registered.get(one.key), plan is None) for row, one in rows]
    found, marks = tuple(row for row, _ in rows), tuple(one for _, one in rows)
    return replace(table, columns=columns, rows=found, marks=marks, gone=gone)


def blank(table: TextTable) -> TextTable:
    """The table with a row to write in."""
    row = tuple(_said("–" if head == REF else TO_AGREE) for head in table.columns)
    return replace(table, rows=(row,), marks=(RowMark(proposed_key(table.id, "blank")),))


def _registered(
    row: tuple[Cell, ...], mark_: RowMark, known: Adopted | None, anew: bool
) -> tuple[tuple[Cell, ...], RowMark]:
    """A row with its id for life in front, and what the register has where nobody wrote anything; `anew` in a table
    that was not there before, where the words of the register count.
    """
    if known is None:
        return (_said("–"), *row), mark_
    words_, owner, due = row[:3]
    if anew and same_words(known.what) != same_words(_plain(words_)):
        words_, mark_ = _said(known.what), replace(mark_, theirs=True)
    owner = _said(known.owner) if known.owner and _plain(owner) == TO_AGREE else owner
    due = _said(long_date(known.due)) if known.due and _plain(due) == TO_AGREE else due
    return (_said(known.id), words_, owner, due, *row[3:]), mark_


def _said(text: str) -> Cell:
    return (Paragraph((text,)),)


def _plain(cell: Cell) -> str:
    return " ".join(plain(part.spans) for part in cell if isinstance(part, Paragraph))


def _row(
    plan: Plan, row: Row, fresh: tuple[tuple[Cell, ...], RowMark] | None, written: Written, more: Sequence[str]
) -> tuple[tuple[Cell, ...], RowMark] | None:
    """A row as it was left; None where it is empty, or nobody wrote in it and docgen proposes it no more."""
    said, owner, due = (row.text(n) for n in (plan.words, plan.column(OWNER), plan.column(DUE)))
    others = [row.cells[n] if 0 <= n < len(row.cells) else () for n in map(plan.column, more)]
    if not any((said, owner, due, *(words(one) for one in others))):
        return None
    before = written.get(row.key)
    changed = before is None or before.state == THEIRS or mark(said) != before.words
    if fresh is None and not (changed or owner or due):
        return None
    theirs = fresh is None or changed
    first = _cell(row.cells[plan.words] if plan.words >= 0 else ()) if fresh is None or changed else fresh[0][0]
    key = row.key or own_key(plan.section, said)
    bases = fresh[1].bases if fresh is not None else ()
    return (first, *(_said(one or TO_AGREE) for one in (owner, due)), *map(_cell, others)), RowMark(key, bases, theirs)


def _cell(notes: Notes) -> Cell:
    some = (note for note in notes if isinstance(note, Note) and note.pieces)
    return tuple(Paragraph(tuple(map(_span, note.pieces))) for note in some)


def _span(piece: Piece) -> str | Strong:
    return Strong(piece.text) if piece.bold else piece.text


def touched(plan: Plan, written: Written) -> bool:
    """Whether somebody wrote in the table, or took a row out, since docgen made it."""
    blank = TextTable("", "", (), ())
    here = just_wrote(plan, blank)
    marks = {key: (one.words, one.owner, one.due) for key, one in here.items()}
    known = {key: (one.words, one.owner, one.due) for key, one in written.items() if one.state != GONE}
    return plan.own or marks != known or any(not row.key and any(map(words, row.cells)) for row in plan.rows)


def as_notes(plan: Plan) -> Notes:
    """The table as a person's text, for a report that has no place for it any more."""
    heads = tuple((Note((Piece(head),)),) for head in plan.heads)
    rows = (tuple(tuple(one for one in cell if isinstance(one, Note)) for cell in row.cells) for row in plan.rows)
    return (NoteTable((heads, *rows)),)
