"""A report of every kind of block, small enough to be read as an outline."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from docgen.measures import percent
from docgen.model import Figure
from docgen.reports.blocks import (
    Block,
    Bullets,
    ChartBlock,
    Commentary,
    FigureSpan,
    Heading,
    KeyNumber,
    KeyNumbers,
    Note,
    PageBreak,
    Paragraph,
    Piece,
    Ref,
    Series,
    SignOff,
    Strong,
    TableBlock,
    TableColumn,
    TableRow,
)
from docgen.reports.template import Properties
from docgen.reports.word import write

BASE = (Path(__file__).parent.parent.parent / "templates" / "report.docx").read_bytes()
PROPERTIES = Properties(
    title="National audit",
    organisation="Improvement service",
    created=datetime(2015, 1, 13, 9, 30),
    round="November 2014",
    date="13 January 2015",
    marking="OFFICIAL",
)
WRITTEN = (Note((Piece("A line."),)), Note((Piece("Another "), Piece("line.", bold=True)), "bullet"))
GOOD, MET = "12436D", "28A197"


def share(numerator: int, denominator: int) -> FigureSpan:
    figure = Figure("good", "Good", numerator, denominator)
    return FigureSpan(percent(figure), figure)


def table(rows: int = 2, columns: int = 3, note: str = "") -> TableBlock:
    """A table with a first column of names, columns of numbers, and a total."""
    heads = (TableColumn("Area"), *(TableColumn(f"Count {n}", "right") for n in range(1, columns)))
    body = [TableRow((f"A{n}", *("7" for _ in heads[1:]))) for n in range(1, rows)]
    return TableBlock(
        "t", "Counts by area", heads, (*body, TableRow(("All", *("9" for _ in heads[1:])), total=True)), note
    )


def chart(**changes: Any) -> ChartBlock:
    """Shares of two grades in two areas."""
    values: dict[str, Any] = {
        "id": "c",
        "title": "A1 is ahead",
        "subtitle": "Share of cases",
        "kind": "stacked_bar",
        "categories": ("A1", "A2"),
        "series": (
            Series("Good", GOOD, (Decimal("62.5"), Decimal(40))),
            Series("Met", MET, (Decimal("37.5"), Decimal(60))),
        ),
        "alt": "In A1 63% of cases are good, in A2 40%.",
    }
    return ChartBlock(**(values | changes))


def blocks() -> tuple[Block, ...]:
    return (
        Heading(1, "Summary"),
        Paragraph(("In all, ", share(377, 577), " of cases are good."), "lead"),
        KeyNumbers(
            (KeyNumber("Graded Good", share(377, 577), "Target: 60%. Met."), KeyNumber("Not met", share(52, 577)))
        ),
        Paragraph((Strong("Strengths."), " See ", Ref("c"), " and ", Ref("t"), ".")),
        Bullets((("One",), ("Two\nlines",))),
        Heading(2, "Decisions"),
        Bullets((("First",), ("Second",)), numbered=True),
        Bullets((("Again first",),), numbered=True),
        PageBreak(),
        Heading(1, "Areas"),
        chart(),
        table(note="Small bases are not ranked."),
        Paragraph(("“It was my plan too.”",), "quote"),
        Heading(3, "A closer look"),
        Commentary("areas", WRITTEN),
        Heading(1, "Close"),
        SignOff(("Approved by",)),
        Commentary("empty", prompt="What lies behind this?"),
    )


def report(*parts: Block, base: bytes = BASE, properties: Properties = PROPERTIES) -> bytes:
    return write(parts, base, properties)


def part(data: bytes, name: str) -> str:
    """A part of a document as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode("utf-8")


def changed(data: bytes, name: str, old: str, new: str) -> bytes:
    """The document with a change in one of its parts, as staff might make it."""
    assert old in part(data, name)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in source.namelist():
            content = source.read(entry)
            target.writestr(entry, content.replace(old.encode(), new.encode()) if entry == name else content)
    return buffer.getvalue()
