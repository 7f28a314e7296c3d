"""The hidden sheet: which form the workbook is a copy of, and the lists that people choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docgen.forms.excel.pen import cell_text
from docgen.forms.excel.plan import At, Plan, quoted
from docgen.forms.excel.status import list_cell
from docgen.forms.excel.words import HIDDEN_SHEET

if TYPE_CHECKING:
    from openpyxl import Workbook

KEYS = ("framework", "version", "form", "toolkit")
"""What the first column says; the second has the value."""
TOOLKIT_AT = At(HIDDEN_SHEET, len(KEYS), 2)


def draw_hidden(workbook: Workbook, plan: Plan) -> None:
    """Adds the hidden sheet, and a name for each list."""
    from openpyxl.workbook.defined_name import DefinedName

    sheet = workbook.create_sheet(HIDDEN_SHEET)
    sheet.sheet_state = "veryHidden"
    values = (plan.framework.id, plan.framework.version, plan.form.id, "")
    for row, (key, value) in enumerate(zip(KEYS, values, strict=True), start=1):
        for column, text in enumerate((key, value), start=1):
            _put(sheet, row, column, text)
    for labels, number in plan.lists.items():
        first, last = list_cell(number, 0), list_cell(number, len(labels) - 1)
        _put(sheet, 1, first.column, f"list {number}")
        for place, label in enumerate(labels):
            _put(sheet, first.row + place, first.column, label)
        cells = f"{quoted(HIDDEN_SHEET)}!{_fixed(first)}:{_fixed(last)}"
        workbook.defined_names[list_name(number)] = DefinedName(list_name(number), attr_text=cells)


def list_name(number: int) -> str:
    """The name of the cells of a list."""
    return f"_dglist_{number}"


def _put(sheet: object, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)  # type: ignore[attr-defined]
    cell.number_format = "@"
    cell.value = cell_text(text)
    cell.data_type = "s"


def _fixed(at: At) -> str:
    return at.fixed.rpartition("!")[2]
