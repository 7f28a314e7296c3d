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
    usual = _usual(plan, search)
    if usual is not None:
        filled = ((row, column, cell) for row, column, cell in plan.usual if cell in usual.cells.words)
        return [_mark(plan, search, usual, cell, row, column) for row, column, cell in filled]
    found = list(_found(plan, search))
    marks: list[Mark] = []
    for one in found:
        new = list(_marks(plan, one, search, len(marks)))
        if marks and new:
            trouble = f"its rows stand on {len(found)} sheets of the file"
            new = [mark._replace(trouble=mark.trouble or trouble) for mark in new]
        marks += new
    if not found:
        search.missing += [Address(plan.field, row=1, column=column) for column in plan.columns]
    return marks


def _usual(plan: Plan, search: Search) -> Sheet | None:
    """The sheet of the table, if all of it stands where the form has it, and nothing besides; no sheet was added."""
    sheet = search.book.by_name.get(plan.sheet)
    if sheet is None or not search.book.by_name.keys() <= search.blank.texts.keys():
        return None
    names = search.book.names
    if not sheet.cells.words.keys() <= plan.known or any(names.get(name) != text for name, text in plan.names.items()):
        return None
    return sheet if all(sheet.cells.words.get(at) == text for at, text in plan.heading.items()) else None


def _mark(plan: Plan, search: Search, sheet: Sheet, cell: str, row: int, column: str, trouble: str = "") -> Mark:
    search.read.add((sheet, cell))
    said = search.said((sheet, cell), plan.kinds[column])
    address = Address(plan.field, row=row, column=column)
    return Mark(address, said.text, stored=said.stored, trouble=trouble or said.trouble, note=said.note, kept=said.kept)


def _found(plan: Plan, search: Search) -> Iterator[_Found]:
    """The sheets that hold the table, those with its names first."""
    held = {sheet for sheet, _ in _places(plan, search)}
    for sheet in sorted(search.book.sheets, key=lambda one: one not in held):
        table = _on(plan, sheet, search)
        if table is not None:
            yield table


def _places(plan: Plan, search: Search) -> Iterator[tuple[Sheet, str]]:
    """The cells that have the names of the table's answers."""
    for name in plan.names:
        place = search.book.place(name)
        if place is not None:
            yield place


def _on(plan: Plan, sheet: Sheet, search: Search) -> _Found | None:
    """The table on a sheet: by its heading, else by the names of its cells."""
    places = [split(cell) for held, cell in _places(plan, search) if held is sheet]
    last = max((row for row, _ in places), default=0)
    wanted = set(plan.head)
    by_row: dict[int, dict[str, int]] = {}
    for name, words in sheet.cells.words.items():
        text = same(words)
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
    for name in found.sheet.cells.words:
        row, number = split(name)
        if row > found.head and number in at:
            filled.setdefault(row, []).append((at[number], name))
    end = found.last
    while end + 1 in filled:
        end += 1
    for row in sorted(filled):
        for column, name in filled[row] if row <= end else ():
            yield _mark(plan, search, found.sheet, name, before + row - found.head, column, found.trouble)
