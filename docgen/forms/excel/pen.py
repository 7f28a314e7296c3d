"""How words come into cells: always as text, in the styles of the template, in rows as high as what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

from docgen.forms.excel.looks import Face, height, lines, points
from docgen.forms.excel.plan import Paragraph
from docgen.forms.excel.template import Style
from docgen.forms.xmltext import clean

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def cell_text(text: str) -> str:
    """A text as a cell stores it: what looks like an escape `_x0041_` is escaped itself (ECMA-376 22.9.2.19)."""
    text = clean(text)
    return _ESCAPED.sub("_x005F_", text) if "_x" in text else text


class Pen:
    """Writes into one sheet, and measures what it writes.

    `widths` are the columns of the sheet.
    """

    def __init__(self, sheet: Worksheet, style: Style, widths: Sequence[float]) -> None:
        from openpyxl.utils import get_column_letter

        self.sheet = sheet
        self.style = style
        self._widths = [points(width, style.standard) for width in widths]
        self._written: dict[int, dict[int, list[tuple[str, Face]]]] = {}
        for number, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width

    def put(self, row: int, column: int, style: str, text: str = "") -> Any:
        """A cell in a style, with a text or empty; gives the cell."""
        cell = self.sheet.cell(row, column)
        cell.style = self.style.name(style)
        if text:
            cell.value = cell_text(text)
            cell.data_type = "s"  # openpyxl takes a text that starts with = for a formula
            if cell.alignment.wrap_text:
                face = self.style.face(style)
                self._written.setdefault(row, {})[column] = [(text, face)]
        return cell

    def rich(self, row: int, column: int, style: str, paragraphs: Sequence[Paragraph], spare: int = 0) -> Any:
        """A cell of paragraphs whose parts have styles of their own; `spare` empty lines at its end make room."""
        from openpyxl.cell.rich_text import CellRichText, TextBlock

        cell = self.put(row, column, style)
        blocks: list[Any] = []
        for number, paragraph in enumerate(paragraphs):
            for part, (text, own) in enumerate(paragraph):
                start = "\n" if number and not part else ""
                blocks.append(TextBlock(self._inline(own or style), cell_text(start + text)))
        if spare:
            blocks.append(TextBlock(self._inline(style), "\n" * spare))
        cell.value = CellRichText(blocks)
        face = self.style.face
        self._written.setdefault(row, {})[column] = [
            ("".join(text for text, _ in paragraph), face(max(paragraph, key=lambda run: len(run[0]))[1] or style))
            for paragraph in paragraphs
        ] + [("\n" * (spare - 1), face(style))] * bool(spare)
        return cell

    def over(self, row: int, style: str, rows: Sequence[str]) -> None:
        """Lines of words that run over all columns, in a row that is as high as they need."""
        from openpyxl.styles import Alignment

        cell = self.put(row, 1, style, "\n".join(rows))
        cell.alignment = Alignment(vertical="top", wrap_text=False)
        self._written[row] = {1: [(text[:1], self.style.face(style)) for text in rows]}

    def formula(self, row: int, column: int, style: str, formula: str) -> Any:
        """A cell that is calculated."""
        cell = self.put(row, column, style)
        cell.value = f"={formula}"
        return cell

    def heights(self, least: float = 0) -> dict[int, float]:
        """Row → the height in points that its text needs, for every row in which text is wrapped."""
        found = {}
        for row, columns in self._written.items():
            measured = [(texts, self._widths[column - 1]) for column, texts in columns.items()]
            found[row] = height(measured, least)
            if all(len(texts) == 1 and lines(*texts[0], width) == 1 for texts, width in measured):
                self._centre(row)
        return found

    def _centre(self, row: int) -> None:
        """Puts the words of a row of single lines into its middle; those at the bottom stay there."""
        for cell in self.sheet[row]:
            if cell.alignment.vertical == "top":
                alignment = copy(cell.alignment)
                alignment.vertical = "center"
                cell.alignment = alignment

    def _inline(self, style: str) -> Any:
        from openpyxl.cell.text import InlineFont

        font = self.style.font(style)
        return InlineFont(rFont=font.name, sz=font.sz, b=font.b, i=font.i, u=font.u, color=font.color)
