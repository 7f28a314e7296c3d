"""Tables: header rows, and nothing merged, empty or nested. Each docstring is a manual page."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from docgen.access.found import Fault
from docgen.access.word.looks import W, on, value
from docgen.access.word.story import Document, Table
from docgen.model import Severity

_HOLDS = ("t", "sdt", "drawing", "pict", "object", "fldSimple", "instrText", "sym", "noBreakHyphen")


def header_rows(document: Document) -> Iterator[Fault]:
    """The first row of a table is marked as its header, so that it is read with the cells and repeated on each page.

    A table of one row has none. WCAG 2.2, 1.3.1.
    """
    for table in document.tables:
        rows = table.rows
        if len(rows) < 2:
            continue
        if not _is_header(rows[0]):
            fix = "In Word: click into the row, then Table Layout, Repeat Header Rows."
            yield Fault(table.where, "The first row is not marked as a header.", fix)
        elif any(_empty(cell) for cell in _cells(rows[0])):
            fix = "Write at the head of every column what stands in it."
            yield Fault(f"{table.where}, row 1", "A cell of the header is empty.", fix)


def merged_cells(document: Document) -> Iterator[Fault]:
    """No cells are merged or split: screen readers then lose the row and column. Microsoft's and councils' rules."""
    for table in document.tables:
        for n, row in enumerate(table.rows, start=1):
            if any(_merged(cell) for cell in _cells(row)):
                where, fix = f"{table.where}, row {n}", "Split the cell, or make the table into two."
                yield Fault(where, "Cells are merged.", fix, Severity.WARNING)
        grid = table.element.findall(f"{W}tblGrid/{W}gridCol")
        uneven = {len(_cells(row)) for row in table.rows if not any(_merged(cell) for cell in _cells(row))}
        if len(uneven) > 1 and grid:
            message = "Rows have different numbers of cells."
            yield Fault(table.where, message, "Give every row the same columns.", Severity.WARNING)


def empty_cells(document: Document) -> Iterator[Fault]:
    """No cell is empty: a reader cannot tell whether something is missing. A cell with a control to fill in is not."""
    for table in document.tables:
        for n, row in enumerate(table.rows, start=1):
            if n > 1 or not _is_header(row):
                for m, cell in enumerate(_cells(row), start=1):
                    if _empty(cell):
                        where, fix = (
                            f"{table.where}, row {n}, column {m}",
                            "Write a dash or “none”, or what is missing.",
                        )
                        yield Fault(where, "A cell is empty.", fix, Severity.WARNING)


def nested_tables(document: Document) -> Iterator[Fault]:
    """No table stands inside another."""
    for table in document.tables:
        if table.nested:
            yield Fault(table.where, "A table stands inside a cell of another table.", "Put it after the table.")


def _is_header(row: etree._Element) -> bool:
    element = row.find(f"{W}trPr/{W}tblHeader")
    return element is not None and on(element.get(W + "val"), "1")


def _cells(row: etree._Element) -> list[etree._Element]:
    table = Table(row, "")
    return [cell for cell in table.element.iter(W + "tc") if next(cell.iterancestors(W + "tr"), None) is row]


def _merged(cell: etree._Element) -> bool:
    properties = cell.find(W + "tcPr")
    if properties is None:
        return False
    wide = properties.find(W + "gridSpan")
    tall = [properties.find(W + name) for name in ("vMerge", "hMerge")]
    return (wide is not None and value(wide) not in ("", "1")) or any(one is not None for one in tall)


def _empty(cell: etree._Element) -> bool:
    """Whether a cell holds nothing that a reader could meet."""
    held = (element for name in _HOLDS for element in cell.iter(W + name))
    return not any(element.tag != W + "t" or (element.text or "").strip() for element in held)
