"""The second waist: what a section of a report gives, and all that the Word writer draws.

A block says what is meant, never how it looks. Text is text: nothing in it is markup or a template.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from docgen.model import Basis, Figure, Retest

Align = Literal["left", "right", "centre"]
ChartKind = Literal["stacked_bar", "bar", "column", "line"]
Shows = Literal["", "count", "base", "share", "low", "high", "room", "change", "step", "ratio"]
ParagraphStyle = Literal["body", "lead", "note", "quote"]
NoteKind = Literal["body", "bullet", "number", "heading"]


@dataclass(frozen=True, slots=True)
class FigureSpan:
    """A number as it is printed, such as “65%”, and the figure that it comes from.

    shows   what of the figure it is; empty for its share where a per cent sign is printed, else for its count
    value   the number, unrounded, where it is worked out from the figure and is neither count, base nor share
    mark    the bookmark by which it is found in the document; given when the whole report is drawn up
    """

    text: str
    figure: Figure
    shows: Shows = ""
    value: Decimal | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that stand out, such as the lead-in of a bullet."""

    text: str


@dataclass(frozen=True, slots=True)
class Ref:
    """The number of a table or chart, such as “Table 3”, by the id of its block."""

    id: str


Span = str | Strong | FigureSpan | Ref


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 3; level 1 is a section of the report. Levels are never skipped."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: body text, a lead that sums up, a note below a table or chart, or a quotation."""

    spans: tuple[Span, ...]
    style: ParagraphStyle = "body"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list whose order carries no meaning, or a numbered one; one tuple of spans an item."""

    items: tuple[tuple[Span, ...], ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table. `width` is its part, beside the others, of the width that the texts leave over."""

    label: str
    align: Align = "left"
    width: float = 0


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: one cell a column. `shades` holds a fill such as `D5E3F0` for each cell, or nothing."""

    cells: tuple[str | FigureSpan, ...]
    total: bool = False
    shades: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table with one header row; its first column names the rows.

    `caption` is printed after “Table 1. ”, `note` below the table. `alt` is what a screen reader says of it;
    empty takes the caption. `caption_spans` and `note_spans` are the same texts with the figures behind their numbers.
    """

    id: str
    caption: str
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    note: str = ""
    alt: str = ""
    caption_spans: tuple[Span, ...] = ()
    note_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class RowMark:
    """What a row is, for life: by `key` it is found again in the document; `bases` are the figures that it rests on.

    theirs      its words are a person's, whatever docgen would say
    """

    key: str
    bases: tuple[Basis, ...] = ()
    theirs: bool = False


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of words: a cell holds paragraphs and lists, and a long row may run on over the page.

    It has one header row. `named` says that the first column names the rows and stands out; `alt` is as in
    `TableBlock`. In a table that is `filled_in` people write, and each row has a mark; others have no `marks`.
    `gone` are the keys of rows that people took out of it. `found` is what a table found of earlier recommendations,
    by their ids.
    """

    id: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[Paragraph | Bullets, ...], ...], ...]
    named: bool = True
    alt: str = ""
    filled_in: bool = False
    marks: tuple[RowMark, ...] = ()
    gone: tuple[str, ...] = ()
    found: tuple[tuple[str, Retest], ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """One series of a chart: a value for each category, None where there is none.

    `colour` is six hexadecimal digits; `figures` are what the values come from, in the same order.
    """

    name: str
    colour: str
    values: tuple[Decimal | None, ...]
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A chart whose numbers also stand in a table beside it.

    title           the message, as a sentence; printed after “Figure 1. ”; `title_spans` is the same with the
                    figures behind its numbers
    subtitle        what is measured, where and when
    kind            stacked_bar: parts of a whole, one bar a category, from the top; bar: one or more lying
                    bars a category, from the top; column: standing bars; line: over time
    number_format   of the labels, in Excel's language, such as `0"%"`; values are unrounded
    target          a value to hold the others against, in a stacked_bar the first series; drawn where the
                    chart can show it. `target_label`, such as “at least 60% Good”, is always said below the title
    mark            the bookmark by which it is found in the document; given when the whole report is drawn up
    """

    id: str
    title: str
    subtitle: str
    kind: ChartKind
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    alt: str
    number_format: str = '0"%"'
    target: Decimal | None = None
    target_label: str = ""
    title_spans: tuple[Span, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class KeyNumber:
    """A headline number: what it is, the number, and what to know about it, also with its figures."""

    label: str
    value: FigureSpan
    note: str = ""
    note_spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyNumbers:
    """The headline numbers of a summary, drawn as a plain table that a screen reader can read out."""

    items: tuple[KeyNumber, ...]
    caption: str = "Headline numbers"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a person's text that look alike."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A paragraph of a person's text."""

    pieces: tuple[Piece, ...]
    kind: NoteKind = "body"


@dataclass(frozen=True, slots=True)
class NoteTable:
    """A table that a person made: rows of cells of paragraphs."""

    rows: tuple[tuple[tuple[Note, ...], ...], ...]


Notes = tuple[Note | NoteTable, ...]


@dataclass(frozen=True, slots=True)
class Commentary:
    """A place where a person adds to a section in Word.

    id       for life: by it what was written is found again; `about` is the title of the section
    notes    what stands in it; `prompt` is shown in the place of nothing
    draft    what docgen itself would write there, to tell it from what a person wrote
    """

    id: str
    notes: Notes = ()
    prompt: str = ""
    draft: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts on a new page."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """Lines for the people who sign: what each does, such as “Approved by”."""

    roles: tuple[str, ...] = ("Prepared by", "Approved by")


Block = (
    Heading | Paragraph | Bullets | TableBlock | TextTable | ChartBlock | KeyNumbers | Commentary | PageBreak | SignOff
)  # fmt: skip


def numbers(blocks: Iterable[Block]) -> dict[str, str]:
    """Block id → “Table 1” or “Figure 1”, counted in order, as captions and references print them."""
    found: dict[str, str] = {}
    tables = charts = 0
    for block in blocks:
        if isinstance(block, TableBlock | TextTable):
            tables += 1
            found[block.id] = f"Table {tables}"
        elif isinstance(block, ChartBlock):
            charts += 1
            found[block.id] = f"Figure {charts}"
    return found


def plain(spans: Iterable[Span]) -> str:
    """The spans as a reader sees them, without what stands behind them; a reference is its block's id."""
    return "".join(span if isinstance(span, str) else span.id if isinstance(span, Ref) else span.text for span in spans)
