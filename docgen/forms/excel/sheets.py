"""The sheets that people fill in: the form itself, and one for each of its tables."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from docgen.forms.excel import words
from docgen.forms.excel.cells import letters
from docgen.forms.excel.entry import Entries
from docgen.forms.excel.looks import FORM, table_widths
from docgen.forms.excel.page import colour_status, protect, set_page, start_at
from docgen.forms.excel.pen import Pen
from docgen.forms.excel.plan import ANSWER, HEAD, LABEL, REF, STATUS, Line, Plan, Sort, Table, quoted
from docgen.forms.excel.status import count_formula, formula, row_formula, status_of
from docgen.forms.excel.template import Style
from docgen.forms.words import STAR, line, paragraphs
from docgen.marks import Address

if TYPE_CHECKING:
    from openpyxl import Workbook

_COMMENT_ROOM, _LONG_ROOM = 4, 6
"""Lines that the row of a comment, and of another long answer, has at least."""
_LEAST, _ROW, _TITLE = 18.0, 32.0, 30.0
"""Least heights of a row, and of one to write in, in points; and the height of the title of a sheet."""


def draw_form(workbook: Workbook, plan: Plan, style: Style, entries: Entries) -> dict[int, float]:
    """The sheet of the form: a title with what is left to do, then section by section a row for each answer.

    Gives the heights of its rows.
    """
    sheet = workbook.create_sheet(plan.sheet)
    pen = Pen(sheet, style, FORM)
    pen.put(1, REF, "DG Sheet Title", f"{line(plan.framework.title)}: {line(plan.form.title)}")
    pen.put(1, LABEL, "DG Sheet Title")
    first, last = HEAD + 1, HEAD + len(plan.lines)
    column = letters(STATUS)
    pen.formula(1, ANSWER, "DG Count", count_formula(f"${column}${first}:${column}${last}"))
    pen.put(1, STATUS, "DG Count")
    sheet.row_dimensions[1].height = _TITLE
    for number, text in enumerate(words.HEADS, start=1):
        pen.put(HEAD, number, "DG Head", text)
    for one in plan.lines:
        _DRAW[one.sort](pen, plan, one, entries)
    set_page(sheet, style.fill("DG Section").fgColor, titles=HEAD)
    _name_titles(sheet, LABEL, HEAD, STATUS, last, workbook)
    colour_status(sheet, style, column, first, last, letters(ANSWER))
    start_at(sheet, next((at.cell for _, at in plan.answers.values() if at.sheet == plan.sheet), "A1"))
    protect(sheet)
    return pen.heights(_LEAST)


def _section(pen: Pen, plan: Plan, one: Line, entries: Entries) -> None:
    pen.put(one.row, REF, "DG Section", one.ref)
    pen.rich(one.row, LABEL, "DG Section", one.label)
    for column in (ANSWER, STATUS):
        pen.put(one.row, column, "DG Section")


def _words(pen: Pen, plan: Plan, one: Line, entries: Entries) -> None:
    pen.rich(one.row, LABEL, "DG Intro", one.label)
    for column in (REF, ANSWER, STATUS):
        pen.put(one.row, column, "DG Intro")


def _key(pen: Pen, plan: Plan, one: Line, entries: Entries) -> None:
    pen.put(one.row, REF, "DG Ref")
    pen.rich(one.row, LABEL, "DG Question", one.label)
    pen.put(one.row, ANSWER, "DG Elsewhere", one.meaning)
    pen.put(one.row, STATUS, "DG Status")


def _ask(pen: Pen, plan: Plan, one: Line, entries: Entries) -> None:
    assert one.question is not None
    comment = bool(one.question.about)
    room = (_COMMENT_ROOM if comment else _LONG_ROOM) if one.question.kind == "longtext" else 0
    pen.put(one.row, REF, "DG Comment Ref" if comment else "DG Ref", one.ref)
    pen.rich(one.row, LABEL, "DG Comment" if comment else "DG Question", one.label, max(room - len(one.label), 0))
    address = Address(one.question.id)
    entries.put(pen, address, *plan.answers[address])
    _status(pen, plan, one)


def _ticks(pen: Pen, plan: Plan, one: Line, entries: Entries) -> None:
    pen.put(one.row, REF, "DG Ref", one.ref)
    pen.rich(one.row, LABEL, "DG Question", one.label)
    pen.put(one.row, ANSWER, "DG Elsewhere", words.TICK_BELOW)
    _status(pen, plan, one)


def _tick(pen: Pen, plan: Plan, one: Line, entries: Entries) -> None:
    assert one.question is not None
    assert one.option is not None
    pen.put(one.row, REF, "DG Option Ref", one.ref)
    pen.rich(one.row, LABEL, "DG Option", one.label)
    address = Address(one.question.id, one.option.id)
    entries.put(pen, address, *plan.answers[address])
    pen.put(one.row, STATUS, "DG Status")


def _table(pen: Pen, plan: Plan, one: Line, entries: Entries) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink

    assert one.question is not None
    table = plan.tables[one.question.id]
    pen.put(one.row, REF, "DG Ref", one.ref)
    pen.rich(one.row, LABEL, "DG Question", one.label)
    cell = pen.put(one.row, ANSWER, "DG Link", f"Fill in the sheet “{table.sheet}”")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quoted(table.sheet)}!B{table.first}")
    _status(pen, plan, one)


_DRAW = {
    Sort.SECTION: _section,
    Sort.WORDS: _words,
    Sort.ASK: _ask,
    Sort.TICKS: _ticks,
    Sort.TICK: _tick,
    Sort.TABLE: _table,
    Sort.KEY: _key,
}


def _status(pen: Pen, plan: Plan, one: Line) -> None:
    assert one.question is not None
    pen.formula(one.row, STATUS, "DG Status", formula(status_of(one.question, plan), plan))


# --- tables to fill in -----------------------------------------------------------------------------------


def draw_table(workbook: Workbook, plan: Plan, table: Table, style: Style, entries: Entries) -> dict[int, float]:
    """The sheet of a table: its title and guidance, a heading for each column, numbered rows.

    Gives the heights of its rows.
    """
    sheet = workbook.create_sheet(table.sheet)
    widths = table_widths(table.question)
    pen = Pen(sheet, style, widths)
    pen.put(1, 1, "DG Sheet Title", table.title)
    sheet.row_dimensions[1].height = _TITLE
    heads: list[list[Any]] = [[((table.question.ref, ""),)]]
    for column in table.question.columns:
        star = ((f"\u00a0{STAR}", "DG Required"),) if column.required else ()
        guidance = [((text, "DG Guidance"),) for text in paragraphs(column.guidance)]
        heads.append([((line(column.label), ""), *star), *guidance])
    for number, head in enumerate([*heads, [((words.STATUS, ""),)]], start=1):
        pen.rich(table.head, number, "DG Head", head)
    for row in range(table.first, table.last + 1):
        number = pen.put(row, 1, "DG Row No")
        number.value = row - table.head
        pen.formula(row, table.status, "DG Status", row_formula(table, row))
    for address, column, at in table.cells():
        entries.put(pen, address, column, at)
    _intro(pen, table, sum(widths))
    set_page(sheet, style.fill("DG Section").fgColor, titles=table.head)
    status = letters(table.status)
    _name_titles(sheet, 1, table.head, table.status, table.last, workbook)
    colour_status(sheet, style, status, table.first, table.last)
    start_at(sheet, f"B{table.first}")
    protect(sheet)
    return {**dict.fromkeys(range(table.first, table.last + 1), _ROW), **pen.heights(_LEAST)}


def _intro(pen: Pen, table: Table, width: float) -> None:
    """The guidance in one row: it runs over the columns, so its lines are broken beforehand."""
    rows = [row for part in table.intro for row in textwrap.wrap(part, round(width))]
    if rows:
        pen.over(2, "DG Guidance", rows)


def _name_titles(sheet: Any, column: int, row: int, last_column: int, last_row: int, workbook: Workbook) -> None:
    """A name by which screen readers find the headings of the columns and rows of an area."""
    from openpyxl.workbook.defined_name import DefinedName

    area = f"{letters(column)}{row}.{letters(last_column)}{last_row}".lower()
    name = f"TitleRegion1.{area}.{len(workbook.worksheets)}"
    workbook.defined_names[name] = DefinedName(name, attr_text=f"{quoted(sheet.title)}!${letters(column)}${row}")
