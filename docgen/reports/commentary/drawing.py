"""Commentary → the boxes of a Word document, each with three addresses: control, bookmark, and the word above it.

Only the word above a box and the prompt in it are content controls, each within one paragraph: what people write is
ordinary text, because controls over several paragraphs do not survive other editors (facts/word-forms.md, 2.1).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence

from docgen.reports.blocks import Commentary, Note, NoteTable, Piece, TextTable
from docgen.reports.tables import DAY, draw_cell, draw_row, table_properties
from docgen.reports.wordml import Styles, paragraph, quoted, run

LEAD = "Commentary"
"""The word that stands above every box."""

TAG = "commentary="
"""What the tag of a box's controls begins with; its id follows."""

ROW = "recommendation="
"""What the tag of the controls in a row of recommendations begins with; the key of the row follows."""

ROW_MARK = "_dgr_"
"""What the hidden bookmark of such a row begins with."""

OWNER, DUE, REF = "Owner", "By when", "Ref"
"""The columns of a table of recommendations, beside that of their words."""

TO_AGREE = "To be agreed"
"""What stands in the place of words, an owner or a date that nobody has written."""

_LONGEST = 40 - len("_dgc_")
_LONGEST_TITLE = 64
_LOCKED = '<w:lock w:val="sdtContentLocked"/>'
_LISTS = {"bullet": "List Bullet", "number": "List Number"}


def bookmark(name: str) -> str:
    """The hidden bookmark of a box: its id where that can be one, else a digest of it (names have 40 characters)."""
    plain = re.fullmatch(r"\w+", name.replace("-", "_"), re.ASCII)
    if plain and len(name) <= _LONGEST and "_" not in name:
        return f"_dgc_{name.replace('-', '_')}"
    return f"_dgc_{hashlib.sha256(name.encode('utf-8')).hexdigest()[:16]}"


def lead(block: Commentary, styles: Styles, number: Callable[[], int], before: str) -> str:
    """The word above a box, and the prompt where nothing else stands in it. Nothing for a box that asks for nothing.

    `number` gives the next free id of a bookmark or control; `before` are properties of the first paragraph.
    """
    if not block.notes and not block.prompt:
        return ""
    anchor, about = number(), block.about or block.id
    inner = (
        f'<w:bookmarkStart w:id="{anchor}" w:name={quoted(bookmark(block.id))}/>'
        + _control(TAG + block.id, number(), f"Heading of the commentary on {about}", run(LEAD), _LOCKED)
        + f'<w:bookmarkEnd w:id="{anchor}"/>'
    )
    head = paragraph(styles["DG Commentary Head"], inner, "", before)
    if block.notes:
        return head
    words = run(block.prompt, f'<w:rStyle w:val="{styles["DG Prompt"]}"/>')
    prompt = _control(TAG + block.id, number(), f"{LEAD} on {about}", words, "<w:showingPlcHdr/>")
    return head + paragraph(styles["DG Commentary"], prompt)


def cell(table: TextTable, row: int, column: int, inner: str, number: Callable[[], int]) -> str:
    """What stands in a cell of a table of recommendations, in a control; its words have a hidden bookmark too.

    An owner or date that nobody has written is a prompt, which goes when somebody writes.
    """
    head, key, words = table.columns[column], table.marks[row].key, words_in(table.columns)
    if not inner or head not in (OWNER, DUE, *table.columns[words : words + 1]):
        return inner
    about = f"{table.columns[words]} {row + 1}"
    if head in (OWNER, DUE):
        state = ("<w:showingPlcHdr/>" if TO_AGREE in inner else "") + (DAY if head == DUE else "<w:text/>")
        return _control(f"{ROW}{key}.{head}", number(), f"{about}: {head}", inner, state)
    anchor = number()
    return (
        f'<w:bookmarkStart w:id="{anchor}" w:name="{ROW_MARK}{key}"/>'
        + _control(ROW + key, number(), about, inner, "<w:showingPlcHdr/>" if TO_AGREE in inner else "")
        + f'<w:bookmarkEnd w:id="{anchor}"/>'
    )


def words_in(heads: Sequence[str]) -> int:
    """Which column of a table of recommendations holds their words: the first that is for nothing else."""
    return next((n for n, head in enumerate(heads) if head not in (REF, OWNER, DUE)), 0)


def _control(tag: str, ident: int, title: str, inner: str, state: str) -> str:
    named = f"<w:alias w:val={quoted(title[:_LONGEST_TITLE])}/><w:tag w:val={quoted(tag)}/>"
    return (
        f'<w:sdt><w:sdtPr>{named}<w:id w:val="{ident}"/>{state}</w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'
    )


def written(notes: Sequence[Note | NoteTable], styles: Styles, width: float, new_list: Callable[[str], int]) -> str:
    """What people wrote; `new_list` gives the id of a list of its own that begins with 1."""
    drawn: list[str] = []
    listed, ident = "", 0
    for n, note in enumerate(notes):
        if isinstance(note, NoteTable):
            last = n + 1 == len(notes) or isinstance(notes[n + 1], NoteTable)
            drawn.append(_table(note, styles, width) + (paragraph(styles["DG Commentary"], "") if last else ""))
            listed = ""
            continue
        if note.kind == "number" and listed != "number":
            ident = new_list(styles["List Number"])
        listed = note.kind
        own = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{ident}"/></w:numPr>' if note.kind == "number" else ""
        drawn.append(_note(note, styles, own if ident else ""))
    return "".join(drawn)


def _note(note: Note, styles: Styles, own: str = "") -> str:
    style = styles[_LISTS.get(note.kind, "DG Commentary")]
    dress = "<w:b/><w:bCs/>" if note.kind == "heading" else ""
    keep = "<w:keepNext/>" if note.kind == "heading" else ""
    return paragraph(style, "".join(_piece(piece, dress) for piece in note.pieces), own, keep)


def _piece(piece: Piece, dress: str = "") -> str:
    bold = dress or ("<w:b/><w:bCs/>" if piece.bold else "")
    italic = "<w:i/><w:iCs/>" if piece.italic else ""
    return run(piece.text, bold + italic + ('<w:u w:val="single"/>' if piece.underline else ""))


def _table(table: NoteTable, styles: Styles, width: float) -> str:
    """The table with columns of one width; its first row is the header, and short rows are filled up."""
    wide = max((len(row) for row in table.rows), default=0)
    widths = [width / max(wide, 1)] * wide
    rows = []
    for n, row in enumerate(table.rows):
        style = styles["DG Head" if n == 0 else "DG Cell"]
        cells = [*row, *((),) * (wide - len(row))]
        drawn = [
            draw_cell(
                "".join(paragraph(style, "".join(map(_piece, note.pieces))) for note in cell) or paragraph(style, ""),
                points,
            )
            for cell, points in zip(cells, widths, strict=True)
        ]
        rows.append(draw_row(drawn, header=n == 0))
    named = table_properties(styles["DG Table"], widths, LEAD, LEAD, total=False, named=False)
    return f"<w:tbl>{named}{''.join(rows)}</w:tbl>"
