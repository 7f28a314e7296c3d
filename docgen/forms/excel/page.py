"""What every sheet of a workbook has: the page on which it is printed, its protection, what is drawn on conditions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docgen.forms.excel.template import Style
from docgen.forms.excel.words import DONE, NOT_NEEDED, TO_DO
from docgen.forms.xmltext import clean

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_A4 = 9
_MARGIN, _EDGE = 0.5, 0.28
"""Margins in inches: of the text, and of header and footer."""


def set_page(sheet: Worksheet, colour: Any = None, titles: int = 0, upright: bool = False) -> None:
    """A4, as wide as the page; the first `titles` rows stay in view and head every page."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.sheet_properties.tabColor = colour  # which may be a colour of the theme
    sheet.page_setup.orientation = "portrait" if upright else "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    margins = sheet.page_margins
    margins.left = margins.right = _MARGIN
    margins.top = margins.bottom = _MARGIN + 0.2
    margins.header = margins.footer = _EDGE
    sheet.print_options.horizontalCentered = True
    sheet.sheet_view.showGridLines = False
    sheet.sheet_view.zoomScale = 100
    sheet.oddFooter.left.text = "identity"  # its place; the words come with each copy
    if titles:
        sheet.freeze_panes = f"A{titles + 1}"
        sheet.print_title_rows = f"1:{titles}"


def protect(sheet: Worksheet) -> None:
    """Locks what is no answer, without a password: everything can be read, columns and rows can be resized."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatColumns = protection.formatRows = False  # what is named True is forbidden
    protection.objects = protection.scenarios = True


def start_at(sheet: Worksheet, cell: str) -> None:
    """The cell that is selected when the sheet is opened."""
    for selection in sheet.sheet_view.selection:
        selection.activeCell = selection.sqref = cell


def header_footer(identity: str, marking: str) -> tuple[str, str, str]:
    """The header of a printed page, and its footer before and after the toolkit id (ECMA-376 18.3.1.39)."""
    mark = f'&C&"Arial,Bold"&11{_said(marking)}' if marking else ""
    return mark, f'&L&"Arial,Regular"&9{_said(identity)}', f'{mark}&R&"Arial,Regular"&9Page &P of &N'


def _said(text: str) -> str:
    """A text in a header or footer; an ampersand there begins a code, and a digit must not run into a size."""
    plain = clean(text).replace("&", "&&")
    return f" {plain}" if plain[:1].isdigit() else plain


def colour_status(sheet: Worksheet, style: Style, column: str, first: int, last: int, answer: str = "") -> None:
    """Colours the words of the column of status, and the cells in the column `answer` that are not asked for.

    The colour says nothing that the word does not say.
    """
    from openpyxl.formatting.rule import FormulaRule

    for word, look in ((TO_DO, "DG To Do"), (DONE, "DG Done"), (NOT_NEEDED, "DG Not Needed")):
        rule = FormulaRule(formula=[f'${column}{first}="{word}"'], font=_tint(style, look), fill=_shade(style, look))
        start = answer if answer and word == NOT_NEEDED else column
        sheet.conditional_formatting.add(f"{start}{first}:{column}{last}", rule)


def _tint(style: Style, look: str) -> object:
    from openpyxl.styles import Font

    font = style.font(look)
    return Font(b=font.b, color=font.color)


def _shade(style: Style, look: str) -> object:
    """The fill of a style as a conditional format has it: its colour is the background (ECMA-376 18.8.32)."""
    from openpyxl.styles import PatternFill

    return PatternFill(bgColor=style.fill(look).fgColor)
