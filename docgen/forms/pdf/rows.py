"""Tables to fill in: a grid where the columns fit side by side, else a card for each row."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.colors import HexColor
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph, Spacer, Table, TableStyle

from docgen.forms import words
from docgen.forms.pdf import looks
from docgen.forms.pdf.flow import Card, Entry, Place, Side, Spot, Stack
from docgen.forms.pdf.text import form_of, paragraph
from docgen.marks import Address
from docgen.model import Question


def rows(question: Question, places: list[Place]) -> list[Flowable]:
    """The numbered rows of a table, each one in one piece."""
    widths = looks.row_columns(question, stringWidth)
    if widths is not None:
        return [_grid(question, widths, places), Spacer(1, 6)]
    numbers = range(1, question.rows + 1)
    return [part for number in numbers for part in (_card(question, number, places), Spacer(1, 6))]


def _grid(question: Question, widths: Sequence[float], places: list[Place]) -> Flowable:
    long = any(column.kind == "longtext" for column in question.columns)
    heights = [looks.CELL_LONG if long and column.kind in ("text", "longtext") else looks.CELL_LINE
               for column in question.columns]  # fmt: skip
    heads: list[object] = [""]
    for column in question.columns:
        guidance = [paragraph("guidance", text) for text in words.paragraphs(column.guidance)]
        heads.append([_head(column), *guidance])
    rows: list[list[object]] = [heads]
    for number in range(1, question.rows + 1):
        cells: list[object] = [paragraph("ref", str(number))]
        cells += [Entry(_cell(question, number, column, places), height)
                  for column, height in zip(question.columns, heights, strict=True)]  # fmt: skip
        rows.append(cells)
    style = TableStyle([
        ("BACKGROUND", (0, 0), (-1, 0), HexColor(looks.TINT)),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 4),
        ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ])  # fmt: skip
    return Table(rows, colWidths=list(widths), style=style, repeatRows=1)


def _card(question: Question, number: int, places: list[Place]) -> Flowable:
    """One row of a wide table: its fields with their names above them."""
    inner = looks.WIDTH - 12 - looks.NUMBER
    lines: list[Flowable] = []
    for columns in looks.card_lines(question):
        fields = []
        for column in columns:
            guidance = [paragraph("guidance", text) for text in words.paragraphs(column.guidance)]
            height = looks.CELL_LONG if column.kind == "longtext" else looks.CELL_LINE
            field = Entry(_cell(question, number, column, places), height)
            fields.append(Stack([_head(column), *guidance, field], gap=2))
        lines.append(Side(fields, looks.card_widths(columns, inner), looks.GAP))
    sides = [paragraph("ref", str(number)), Stack(lines, gap=4)]
    return Card([Side(sides, (looks.NUMBER, inner), 0)], pad=6)


def _head(column: Question) -> Paragraph:
    hint = words.prompt(column) if column.kind in ("date", "number") else words.line(column.prompt)
    known = not hint or hint.casefold() in column.label.casefold()
    return paragraph("head", words.line(column.label), star=column.required, hint="" if known else hint)


def _cell(table: Question, number: int, column: Question, places: list[Place]) -> Spot:
    says = f"{table.ref} {words.line(table.label)}, row {number}: {words.line(column.label)}"
    return Spot(Address(table.id, row=number, column=column.id), column, says + form_of(column), places)
