"""Words typed in the row of an empty answer, on its right: what was meant for the answer, or a remark of its own.

They are handed back with the answer, which leaves it in doubt, and so they are no longer unread.
"""

from __future__ import annotations

from collections.abc import Sequence

from docgen.forms.excel.cells import split
from docgen.forms.excel.parts import Sheet
from docgen.forms.excel.search import Search
from docgen.forms.excel.values import TICK
from docgen.marks import Address, Mark, is_tick, may_be_tick

Left = tuple[Sheet, str, str]
"""A cell that is in no answer: its sheet, its name, its words."""


def taken_in(search: Search, marks: list[Mark], left: Sequence[Left]) -> list[Left]:
    """Puts what stands beside an empty answer into its mark, and gives the cells that are left over.

    At a box counts what may be a tick, in any cell of its row or at the words beside it; what is no sure tick stays
    listed. At other answers it is the one cell of the row that is over.
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
        in_row = rows.get((place[0], row), ())
        if spot.kind == TICK:
            signs = [(cell, sign) for _, cell, words in in_row if (sign := _sign(words, spot.label))]
            if len(signs) == 1:
                cell, sign = signs[0]
                marks[number] = marks[number]._replace(beside=sign)
                used |= {(sheet, one) for sheet, one, words in in_row if one == cell and is_tick(words)}
            continue
        beside = [one for one in in_row if split(one[1])[1] > column]
        if len(beside) == 1:
            sheet, cell, words = beside[0]
            used.add((sheet, cell))
            trouble = f"its own cell is empty, but “{words.strip()[:80]}” stands beside it, in cell {cell}"
            marks[number] = marks[number]._replace(text=words, how="beside", trouble=trouble)
    return [one for one in left if (one[0], one[1]) not in used]


def _sign(words: str, label: str) -> str:
    """What may be a tick in a cell: all that it says, or what stands before or behind the words of the option."""
    text = words.strip()
    own = text.removeprefix(label.strip())
    rest = (own if own != text else text.removesuffix(label.strip())).strip()
    return rest if may_be_tick(rest) else ""
