"""Tables to fill in, read by their heading and by position: people insert, add and copy rows, and names go astray."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docgen.fields import same
from docgen.forms.excel.blank import Plan
from docgen.forms.excel.cells import split
from docgen.forms.excel.parts import Sheet
from docgen.forms.excel.search import Search
from docgen.marks import Address, Mark


@dataclass(frozen=True, slots=True)
class _Found:
    """A sheet that holds a table: the row of its heading, the column of each answer, its last row by the names."""

    sheet: Sheet
    head: int
    columns: dict[str, int]
    last: int
    trouble: str = ""


def read_rows(plan: Plan, search: Search) -> list[Mark]:
    """The rows of a table. The row of a mark is its number under the heading, from 1, whatever the names say."""
    found = [one for sheet in search.book.sheets if (one := _find(plan, sheet, search)) is not None]
    named = [one for one in found if any(place and place[0] is one.sheet for place in _places(plan, search))]
    marks: list[Mark] = []
    for one in sorted(found, key=lambda table: table not in named):
        new = list(_marks(plan, one, search, len(marks)))
        if marks and new:
            trouble = f"its rows stand on {len(found)} sheets of the file"
            new = [mark._replace(trouble=mark.trouble or trouble) for mark in new]
        marks += new
    if not found:
        search.missing += [Address(plan.field, row=1, column=column) for column in plan.columns]
    return marks


def _places(plan: Plan, search: Search) -> Iterator[tuple[Sheet, str] | None]:
    return (search.book.names.get(name) for name in plan.names)


def _find(plan: Plan, sheet: Sheet, search: Search) -> _Found | None:
    """The table on a sheet: by its heading, else by the names of its cells."""
    places = [split(place[1]) for place in _places(plan, search) if place and place[0] is sheet]
    last = max((row for row, _ in places), default=0)
    wanted = set(plan.head)
    by_row: dict[int, dict[str, int]] = {}
    for name, cell in sheet.cells.items():
        text = same(cell.text)
        if text in wanted:
            row, column = split(name)
            by_row.setdefault(row, {})[text] = column
    for row, texts in by_row.items():
        if texts.keys() == wanted:
            columns = {column: texts[text] for text, column in plan.head.items() if column}
            return _Found(sheet, row, columns, last or row + plan.last - plan.first + 1)
    if not places:
        return None
    first = min(row for row, _ in places)
    shift = min(column for _, column in places) - min(plan.columns.values())
    columns = {column: at + shift for column, at in plan.columns.items()}
    return _Found(sheet, first - 1, columns, last, "the heading of the table was changed")


def _marks(plan: Plan, found: _Found, search: Search, before: int) -> Iterator[Mark]:
    """The marks of the cells in which something stands, down to the last row of the table.

    Rows below it count as long as none between is empty; what stands further down is not part of the table.
    """
    filled: dict[int, list[tuple[str, str]]] = {}
    at = {number: column for column, number in found.columns.items()}
    for name in found.sheet.cells:
        row, number = split(name)
        if row > found.head and number in at:
            filled.setdefault(row, []).append((at[number], name))
    end = found.last
    while end + 1 in filled:
        end += 1
    for row in sorted(filled):
        for column, name in filled[row] if row <= end else ():
            search.read.add((found.sheet, name))
            said = search.said((found.sheet, name), plan.kinds[column])
            yield Mark(
                Address(plan.field, row=before + row - found.head, column=column),
                said.text,
                stored=said.stored,
                trouble=found.trouble or said.trouble,
                note=said.note,
            )
