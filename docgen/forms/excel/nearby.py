"""Words typed in the row of an empty answer, on its right: what was meant for the answer, or a remark of its own.

They are handed back with the answer, which leaves it in doubt, and so they are no longer unread.
"""

from __future__ import annotations

from collections.abc import Sequence

from docgen.forms.excel.cells import split
from docgen.forms.excel.parts import Sheet
from docgen.forms.excel.search import Search
from docgen.forms.excel.values import TICK
from docgen.marks import Address, Mark, is_tick

Left = tuple[Sheet, str, str]
"""A cell that is in no answer: its sheet, its name, its words."""


def taken_in(search: Search, marks: list[Mark], left: Sequence[Left]) -> list[Left]:
    """Puts what stands beside an empty answer into its mark, and gives the cells that are left over.

    Beside a box only what people type for a tick counts; beside other answers the one cell of the row that is over.
    """
    if not left:
        return []
    rows: dict[tuple[Sheet, int], list[Left]] = {}
    for one in left:
        rows.setdefault((one[0], split(one[1])[0]), []).append(one)
    at: dict[Address, int] = {}
    for number, mark in enumerate(marks):
        at.setdefault(mark.address, number)
    used: set[tuple[Sheet, str]] = set()
    for name, spot in search.blank.spots.items():
        place = search.book.place(name)
        if place is None or spot.address not in at or place[1] in place[0].cells.words:
            continue
        number = at[spot.address]
        if marks[number].trouble:
            continue
        row, column = split(place[1])
        beside = [one for one in rows.get((place[0], row), ()) if split(one[1])[1] > column]
        if spot.kind == TICK:
            beside = [one for one in beside if is_tick(one[2])]
        if len(beside) != 1:
            continue
        (sheet, cell, words) = beside[0]
        used.add((sheet, cell))
        if spot.kind == TICK:
            marks[number] = marks[number]._replace(beside=words.strip())
        else:
            trouble = f"its own cell is empty, but “{words.strip()[:80]}” stands beside it, in cell {cell}"
            marks[number] = marks[number]._replace(text=words, how="beside", trouble=trouble)
    return [one for one in left if (one[0], one[1]) not in used]
