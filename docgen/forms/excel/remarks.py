"""What people wrote at a question of a workbook and into none of its answers, by the question that it stands at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docgen.forms.excel.cells import split
from docgen.forms.excel.drawn import comments
from docgen.forms.excel.parts import Sheet
from docgen.forms.excel.search import Search
from docgen.marks import COMMENT, Address, Remark


def remarks(search: Search, left: Iterable[tuple[Sheet, str, str]]) -> Iterator[Remark]:
    """The words in the row of a question, or in the row below it, and the comments on it.

    `left` are the cells that are in no answer, with their words.
    """
    written = [(sheet, cell, words, False) for sheet, cell, words in left]
    written += [
        (sheet, one.cell, one.text, True) for sheet in search.book.sheets for one in comments(search.book, sheet)
    ]
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
    for sheet, cell, words, is_comment in written:
        here = at.get((sheet, cell)) if is_comment else None
        if here is not None:
            yield Remark(here.field, words, COMMENT, here.option)
            continue
        row = split(cell)[0] if cell else 0
        ref = search.ref(sheet, row) or search.ref(sheet, row - 1)
        for field in by_ref.get(ref, ()):
            yield Remark(field, words, option=options.get((sheet, row), ""))
