"""The checks of workbooks. Each docstring is a manual page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from docgen.access.colour import too_low
from docgen.access.excel.book import Look, S, Sheet, Workbook
from docgen.access.found import Fault, quoted
from docgen.access.language import is_language
from docgen.access.office import OFFICE
from docgen.model import Severity

LONG = 30
"""Rows from which a table is longer than a screen, so that its header should stay in sight."""
SMALLEST = 8.0
"""Points below which nothing should be set."""

_DEFAULT_NAME = re.compile(r"(sheet|tabelle|feuil|hoja|foglio|blad)\s*\d*", re.IGNORECASE)
_FILE_NAMES = re.compile(r"(book|mappe|workbook)\s*\d*|untitled|.+\.xls[xm]?", re.IGNORECASE)
_ADDRESS = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
_NAMELESS = frozenset({"here", "click here", "more", "read more", "link"})
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


def title(book: Workbook) -> Iterator[Fault]:
    """The workbook has a title in its properties, and not a file name. WCAG 2.2, 2.4.2."""
    said = book.office.property("title")
    if not said or _FILE_NAMES.fullmatch(said):
        found = f"The title in the properties is {quoted(said)}." if said else "The properties have no title."
        yield Fault("", found, "In Excel: File, Info, Properties, Title. Write what the workbook is.")


def language(book: Workbook) -> Iterator[Fault]:
    """Where the properties name a language, it is one. Excel itself has no language of a workbook. WCAG 2.2, 3.1.1."""
    said = book.office.property("language")
    if said and not is_language(said):
        yield Fault("", f"The language in the properties is {quoted(said)}.", "Write it as en-GB.")


def sheet_names(book: Workbook) -> Iterator[Fault]:
    """Every sheet says by its name what it holds, and holds something. Microsoft's accessibility checker."""
    for sheet in book.sheets:
        if _DEFAULT_NAME.fullmatch(sheet.name.strip()):
            yield Fault(_at(sheet), "The sheet has the name that Excel gave it.", "Name it by what it holds.")
        if next(sheet.cells(), None) is None and sheet.root.find(S + "drawing") is None:
            yield Fault(_at(sheet), "The sheet is empty.", "Delete it.", Severity.WARNING)


def frozen_header(book: Workbook) -> Iterator[Fault]:
    """A table that is longer than a screen keeps its header in sight.

    Looked at are sheets with more than thirty rows that have something in two columns or more; words alone, one
    below the other, have no header.
    """
    for sheet in book.sheets:
        filled = Counter(re.sub(r"\D", "", cell.get("r") or "") for cell in sheet.cells())
        rows = sum(count > 1 for count in filled.values())
        pane = sheet.root.find(f"{S}sheetViews/{S}sheetView/{S}pane")
        frozen = pane is not None and (pane.get("state") or "").startswith("frozen")
        if rows > LONG and not frozen:
            fix = "In Excel: View, Freeze Panes, so that the header stays in sight."
            yield Fault(_at(sheet), f"Its {rows} rows have no frozen header.", fix, Severity.WARNING)


def merged_cells(book: Workbook) -> Iterator[Fault]:
    """No cells are merged: screen readers then lose the row and column. Microsoft's accessibility checker."""
    for sheet in book.sheets:
        for merged in sheet.root.iterfind(f"{S}mergeCells/{S}mergeCell"):
            where, fix = f"{_at(sheet)}, {merged.get('ref')}", "Unmerge them; text may run over empty cells instead."
            yield Fault(where, "Cells are merged.", fix, Severity.WARNING)


def header_rows(book: Workbook) -> Iterator[Fault]:
    """A table (Insert, Table) has its header row. WCAG 2.2, 1.3.1."""
    for sheet in book.sheets:
        for _, part in book.office.related(sheet.part, "table"):
            table = book.office.xml(part)
            if table is not None and table.get("headerRowCount") == "0":
                where, fix = f"{_at(sheet)}, {table.get('ref')}", "In Excel: Table Design, Header Row."
                yield Fault(where, f"The table {quoted(table.get('displayName') or '')} has no header row.", fix)


def alternative_text(book: Workbook) -> Iterator[Fault]:
    """Every picture, chart and shape says in words what it shows, or is marked as decorative. WCAG 2.2, 1.1.1."""
    for sheet in book.sheets:
        for _, part in book.office.related(sheet.part, "drawing"):
            root = book.office.xml(part)
            for told in root.iter(_DRAWING + "cNvPr") if root is not None else ():
                if told.find(f".//{_DECORATIVE}") is None and not (told.get("descr") or "").strip():
                    name = f" {quoted(told.get('name') or '')}" if told.get("name") else ""
                    fix = "In Excel: right click it, then View Alt Text, and say what it shows."
                    yield Fault(_at(sheet), f"A picture, chart or shape{name} has no alternative text.", fix)


def contrast(book: Workbook) -> Iterator[Fault]:
    """Text has enough contrast with its cell: 4.5 to 1, large text 3 to 1. WCAG 2.2, 1.4.3.

    Looked at are cells that hold something, by their font and fill, and every conditional format. Patterns other
    than a plain fill, rich text inside a cell, and charts are not.
    """
    for sheet, cell, look in _shown(book):
        yield from _low(look, f"{_at(sheet)}, {cell.get('r')}", "Text")
    for look in book.conditional:
        yield from _low(look, "conditional formats", "Text of a conditional format")


def _low(look: Look, where: str, what: str) -> Iterator[Fault]:
    if look.colour is None or look.fill is None:
        return
    low = too_low(look.colour, look.fill, look.size, look.bold)
    if low:
        yield Fault(
            where,
            f"{what} in #{look.colour} on #{look.fill} has a contrast of {low[0]:.1f} to 1.",
            f"It needs {low[1]:g} to 1: choose a darker colour for the text, or a lighter fill.",
        )


def text_size(book: Workbook) -> Iterator[Fault]:
    """Nothing is smaller than 8 points."""
    for sheet, cell, look in _shown(book):
        if look.size < SMALLEST:
            where = f"{_at(sheet)}, {cell.get('r')}"
            yield Fault(where, f"Text has {look.size:g} points.", f"Make it {SMALLEST:g} points or more.")


def links(book: Workbook) -> Iterator[Fault]:
    """The words of a link say where it leads. WCAG 2.2, 2.4.4."""
    for sheet in book.sheets:
        texts = {cell.get("r"): book.text(cell) for cell in sheet.cells()}
        for link in sheet.root.iterfind(f"{S}hyperlinks/{S}hyperlink"):
            said = texts.get((link.get("ref") or "").split(":")[0], "")
            where = f"{_at(sheet)}, {link.get('ref')}"
            if said.casefold().strip(" .:>»") in _NAMELESS:
                yield Fault(where, f"A link says only {quoted(said)}.", "Write where it leads.")
            elif _ADDRESS.fullmatch(said) and link.get(OFFICE + "id"):
                fix = "Write the name of the page."
                yield Fault(where, f"A link is a bare address: {quoted(said)}.", fix, Severity.WARNING)


def _shown(book: Workbook) -> Iterator[tuple[Sheet, etree._Element, Look]]:
    """Every cell of a visible sheet that holds something, with its looks."""
    for sheet in book.sheets:
        for cell in sheet.cells():
            number = cell.get("s") or "0"
            if number.isdigit() and int(number) < len(book.looks):
                yield sheet, cell, book.looks[int(number)]


def _at(sheet: Sheet) -> str:
    return f"sheet {quoted(sheet.name)}"
