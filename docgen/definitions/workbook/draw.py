"""The workbook itself: sheets with headings, drop-downs and help, and a sheet to read first."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING, Any

from docgen.definitions.workbook import layout
from docgen.definitions.workbook.layout import DESCRIPTORS, FRAMEWORK, LIST, MORE, OPTIONS, Column
from docgen.definitions.workbook.read import escaped
from docgen.definitions.workbook.readme import README, lines
from docgen.definitions.workbook.rows import Row, Rows, rows

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

DARK, PALE, KEY = "12436D", "EAF0F6", "F3F3F3"
_LINE, _HIGHEST = 13, 409
"""Height of a line of text, and the highest row that Excel knows, in points."""
SPARE_ROWS = 500
"""Rows below the last one for which there are drop-downs."""

_WIDE = ("guidance", "message", "fix", "descriptor", "text", "intro", "purpose", "how_to", "items", "cases", "note")
_MIDDLE = (
    "label",
    "title",
    "when",
    "required_when",
    "relevant_when",
    "where",
    "questions",
    "needs",
    "phrase",
    "method",
)
_WIDTHS = {FRAMEWORK: (24, 70, 70), DESCRIPTORS: (16, 22, 20, 90), MORE: (40, 16, 120)}
_STAMP = (1980, 1, 1, 0, 0, 0)


def drawn(data: Mapping[str, Any]) -> bytes:
    """The workbook of a definition that checks clean; the same definition makes the same bytes."""
    from openpyxl import Workbook

    filled = rows(data)
    book = Workbook()
    _readme(book.active)
    _table(book.create_sheet(FRAMEWORK), _words(("Word", "Value", "Meaning")), _framework(filled))
    for sheet in layout.sheets():
        columns = {one.head: one for one in sheet.heads}
        _table(book.create_sheet(sheet.name), columns, filled.sheets.get(sheet.name, ()), keys=len(sheet.keys))
        if sheet.name == "columns":
            _options(book, filled)
    _table(book.create_sheet(MORE), _words(("Part", "Word", "YAML")), filled.sheets.get(MORE, ()))
    out = io.BytesIO()
    book.save(out)
    return _fixed(out.getvalue())


def _words(heads: Sequence[str]) -> dict[str, Column | None]:
    return dict.fromkeys(heads)


def _framework(filled: Rows) -> list[Row]:
    """Every word of the framework, those that nothing is said of as well."""
    said = {row["Word"]: row for row in filled.sheets.get(FRAMEWORK, ())}
    every = [one for one in layout.framework_words() if len(one.words) == 1 or one.head in said]
    every += [one for one in layout.framework_words() if one not in every]
    return [said.get(one.head, {"Word": one.head, "Meaning": one.says}) for one in every]


def _options(book: Any, filled: Rows) -> None:
    """The sheets of options and descriptors, which follow the questions that use them."""
    head = Column((LIST,), LIST.capitalize(), "The name by which questions and columns call the list.", required=True)
    columns = {one.head: one for one in (head, *layout.option_columns())}
    _table(book.create_sheet(OPTIONS), columns, filled.sheets.get(OPTIONS, ()), keys=1)
    heads = _words(("Form", "Question", "Grade", "Text"))
    _table(book.create_sheet(DESCRIPTORS), heads, filled.sheets.get(DESCRIPTORS, ()), keys=2)


# --- one sheet -------------------------------------------------------------------------------------------


def _table(sheet: Worksheet, columns: Mapping[str, Column | None], content: Sequence[Row], keys: int = 0) -> None:
    """Headings, rows, help and drop-downs of one sheet."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    thin = Side(style="thin", color="BFBFBF")
    for number, (head, column) in enumerate(columns.items(), start=1):
        cell = sheet.cell(1, number, f"{head} *" if column and column.required else head)
        cell.font = Font(name="Arial", size=10, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color=DARK)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        letter = get_column_letter(number)
        dimension = sheet.column_dimensions[letter]
        dimension.width = _width(sheet.title, number, column)
        dimension.number_format = "@"
        if column is not None:
            _help(sheet, column, letter, len(content) + 1 + SPARE_ROWS)
    heads = list(columns)
    for line, row in enumerate(content, start=2):
        for number, head in enumerate(heads, start=1):
            cell = sheet.cell(line, number)
            if head in row:
                cell.value = escaped(row[head])
                cell.data_type = "s"  # a text that starts with = is no formula
            cell.number_format = "@"
            cell.font = Font(name="Arial", size=10)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(bottom=thin)
            if number <= keys or (sheet.title == FRAMEWORK and number != 2):
                cell.fill = PatternFill("solid", start_color=KEY)
        _fit(sheet, line, [row.get(head, "") for head in heads])
    sheet.freeze_panes = sheet.cell(2, min(keys + 2, 3) if columns and sheet.title != FRAMEWORK else 2)
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(heads))}{max(len(content) + 1, 2)}"
    _print(sheet)


def _help(sheet: Worksheet, column: Column, letter: str, last: int) -> None:
    """What a person reads on entering a cell, and what there is to choose from."""
    from openpyxl.worksheet.datavalidation import DataValidation

    says = " ".join(part for part in (column.says, column.codec.help, "Required." * column.required) if part)
    chosen = column.choices or (("yes", "no") if column.codec.help.startswith("yes") else ())
    source = f'"{",".join(chosen)}"' if chosen else _ids(column)
    help_ = DataValidation(type="list" if source else None, formula1=source or None, allow_blank=True)
    help_.promptTitle, help_.prompt = column.head[:32], says if len(says) <= 255 else says[:254] + "…"
    help_.showInputMessage = True
    help_.showErrorMessage = bool(chosen)
    help_.errorTitle, help_.error = "Not one of the choices", f"Choose from the list, or see the sheet {README}."
    help_.add(f"{letter}2:{letter}{last}")
    sheet.add_data_validation(help_)


def _ids(column: Column) -> str:
    """The cells in which the ids stand that a column may name; empty where that is not certain."""
    if column.names == OPTIONS:
        return f"={OPTIONS}!$A$2:$A$2000"
    if not column.names:
        return ""
    sheet = layout.sheet(column.names)
    letter = chr(65 + [one.head for one in sheet.heads].index("Id"))
    name = f"'{sheet.name}'" if " " in sheet.name else sheet.name
    return f"={name}!${letter}$2:${letter}$2000"


def _width(title: str, number: int, column: Column | None) -> float:
    if title in _WIDTHS:
        return _WIDTHS[title][number - 1]
    word = column.words[-1] if column else ""
    return 52 if word in _WIDE else 34 if word in _MIDDLE else 20 if word in ("id", "form", "section") else 15


def _fit(sheet: Worksheet, line: int, texts: Sequence[str]) -> None:
    """Make a row as high as its texts need; not every program does so by itself."""
    from openpyxl.utils import get_column_letter

    most = 1
    for number, text in enumerate(texts, start=1):
        room = sheet.column_dimensions[get_column_letter(number)].width * 1.1
        most = max(most, sum(max(ceil(len(part) / room), 1) for part in text.split("\n")))
    if most > 1:
        sheet.row_dimensions[line].height = min(_LINE * most + 3, _HIGHEST)


def _print(sheet: Worksheet) -> None:
    """A page that can be printed: landscape, as wide as the paper."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = "9"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&A, page &P of &N"


def _readme(sheet: Worksheet) -> None:
    """The sheet to read first."""
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet.title = README
    sheet.column_dimensions["A"].width = 30
    sheet.column_dimensions["B"].width = 110
    for number, (style, first, second) in enumerate(lines(), start=1):
        for position, text in ((1, first), (2, second)):
            cell = sheet.cell(number, position)
            cell.value = text or None
            cell.data_type = "s" if text else "n"
            cell.alignment = Alignment(wrap_text=position == 2, vertical="top")
            bold = style != "text" or (position == 1 and bool(second))
            cell.font = Font(name="Arial", size=16 if style == "title" else 12 if style == "head" else 10, bold=bold)
            if style == "head":
                cell.fill = PatternFill("solid", start_color=PALE)
        if style == "text":
            _fit(sheet, number, (first, second))
    sheet.sheet_view.showGridLines = False
    _print(sheet)


# --- the file --------------------------------------------------------------------------------------------


def _fixed(data: bytes) -> bytes:
    """The same workbook without the moment at which it was written."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:\w+ [^>]*>)[^<]*", rb"\g<1>2000-01-01T00:00:00Z", part)
            new.writestr(zipfile.ZipInfo(name, _STAMP), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()
