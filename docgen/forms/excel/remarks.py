"""What people wrote at a question of a workbook and into none of its answers, by the question that it stands at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docgen.forms.excel.cells import split
from docgen.forms.excel.drawn import comments, controls, drawn
from docgen.forms.excel.parts import Sheet
from docgen.forms.excel.search import Search
from docgen.marks import COMMENT, DRAWING, DRAWN_BOX, TEXT_BOX, Address, Remark


def remarks(search: Search, left: Iterable[tuple[Sheet, str, str]]) -> Iterator[Remark]:
    """The words in the row of a question, or in the row below it, the comments on it, and what is drawn over its row.

    `left` are the cells that are in no answer, with their words.
    """
    written = [(sheet, cell, words, "") for sheet, cell, words in left]
    written += [piece for sheet in search.book.sheets for piece in _over(search, sheet)]
    if not written:
        return
    at: dict[tuple[Sheet, str], Address] = {}
    options: dict[tuple[Sheet, int], str] = {}
    by_ref: dict[str, dict[str, None]] = {}
    for name, spot in search.blank.spots.items():
        by_ref.setdefault(spot.ref, {})[spot.address.field] = None
        place = search.book.place(name)
        if place is not None:
            at[place] = spot.address
            options[place[0], split(place[1])[0]] = spot.address.option
    for sheet, cell, words, holder in written:
        here = at.get((sheet, cell)) if holder else None
        if here is not None:
            yield Remark(here.field, words, holder, here.option)
            continue
        row = split(cell)[0] if cell else 0
        ref = search.ref(sheet, row) or search.ref(sheet, row - 1)
        for field in by_ref.get(ref, ()):
            yield Remark(field, words, "" if holder == COMMENT else holder, options.get((sheet, row), ""))


def _over(search: Search, sheet: Sheet) -> Iterator[tuple[Sheet, str, str, str]]:
    """What lies over the cells of a sheet: comments, what people drew, boxes of the old kind that are ticked."""
    for thing in comments(search.book, sheet):
        yield sheet, thing.cell, thing.text, COMMENT
    for thing in list(drawn(search.book, sheet))[search.blank.drawn[sheet.name] :]:
        yield sheet, thing.cell, thing.text, TEXT_BOX if thing.what == "text box" and thing.text else DRAWING
    for thing in controls(search.book, sheet):
        if thing.text.endswith("(ticked)"):
            yield sheet, thing.cell, thing.text, DRAWN_BOX
