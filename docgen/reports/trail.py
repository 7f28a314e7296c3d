"""Every number that a report prints: the mark by which it is found in the document, where it stands, what it is.

A mark is a hidden bookmark around the number, `_df_`, 14 hexadecimal digits of what it is and in which section, and a
count. It says nothing of the number itself, so that what somebody deletes leaves nothing behind.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

from docgen.model import Figure, ReportSection
from docgen.reports.blocks import (
    Block,
    Bullets,
    ChartBlock,
    FigureSpan,
    KeyNumbers,
    Paragraph,
    Shows,
    Span,
    TableBlock,
    TextTable,
    numbers,
    plain,
)

MARK = re.compile(r"_df_([0-9a-f]{10})([0-9a-f]{4})_(\d+)\Z")
"""A mark: what the number is, in which section, and the how-manieth of the same."""

_Spanned = TypeVar("_Spanned", str, Span)


@dataclass(frozen=True, slots=True)
class Traced:
    """A number as it is printed.

    mark      its bookmark; a value of a chart has that of the chart with its series and category behind it
    section   the title of its section; `place` where in it, such as “Table 2, row North, column Good”
    text      as it is printed; empty for a value of a chart
    shows     what of the figure it is; `value` the same, unrounded, None where there is nothing to divide by
    """

    mark: str
    section: str
    place: str
    text: str
    figure: Figure
    shows: Shows
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Trail:
    """The blocks of a report with their marks, and every number in them, in order.

    sections    id and title of each section
    worked_out  every number that was worked out for the text, printed or not, by what it is; None where two differ
    """

    blocks: tuple[Block, ...]
    numbers: tuple[Traced, ...]
    sections: tuple[tuple[str, str], ...]
    worked_out: dict[str, Decimal | None]


Drawn = tuple[ReportSection, Sequence[Block]]


def trail(parts: Sequence[Drawn], worked_out: Iterable[FigureSpan]) -> Trail:
    """The blocks of all sections with a mark for each number."""
    names = numbers(block for _, blocks in parts for block in blocks)
    seen: dict[str, int] = {}
    blocks: list[Block] = []
    found: list[Traced] = []
    title = ""
    for section, drawn in parts:
        title = section.title if not section.part else f"{title.partition(' – ')[0]} – {section.title}"
        marker = _Marker(section.id, title, names, seen, found)
        blocks += [marker.block(block) for block in drawn]
    sections = tuple((section.id, section.title) for section, _ in parts)
    return Trail(tuple(blocks), tuple(found), sections, _known(worked_out))


def shown(span: FigureSpan) -> Shows:
    """What of its figure a number is."""
    return span.shows or ("share" if span.text.endswith(("%", "–")) else "count")


def value_of(span: FigureSpan) -> Decimal | None:
    """The number, unrounded; None where there is nothing to divide by."""
    if span.value is not None:
        return span.value
    shows, figure = shown(span), span.figure
    if shows == "share":
        return figure.share
    return Decimal(figure.denominator or 0) if shows == "base" else Decimal(figure.numerator)


def what(shows: str, figure: Figure) -> str:
    """Ten digits that stand for what a number is, whatever its value."""
    where = (text for pair in figure.where for text in pair)
    return _digest((shows, figure.measure, figure.label, figure.period, *where))[:10]


def _known(spans: Iterable[FigureSpan]) -> dict[str, Decimal | None]:
    found: dict[str, Decimal | None] = {}
    for span in spans:
        key, value = what(shown(span), span.figure), value_of(span)
        found[key] = value if key not in found or found[key] == value else None
    return found


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class _Marker:
    """Puts marks into the blocks of one section."""

    section: str
    title: str
    names: dict[str, str]
    seen: dict[str, int]
    found: list[Traced]
    short: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "short", _digest((self.section,))[:4])

    def block(self, block: Block) -> Block:
        """The block with its marks."""
        match block:
            case Paragraph(spans=spans):
                return replace(block, spans=self._spans(spans, _excerpt(spans)))
            case Bullets(items=items):
                return replace(block, items=tuple(self._spans(item, _excerpt(item)) for item in items))
            case TableBlock():
                return self._table(block)
            case TextTable(rows=rows, id=name):
                return replace(block, rows=tuple(tuple(self._cell(cell, name) for cell in row) for row in rows))
            case KeyNumbers():
                return self._key_numbers(block)
            case ChartBlock():
                return self._chart(block)
            case _:
                return block

    def _mark(self, key: str) -> str:
        name = f"_df_{key}{self.short}"
        self.seen[name] = number = self.seen.get(name, 0) + 1
        return f"{name}_{number}"

    def _spans(self, spans: Iterable[_Spanned], place: str, key: str = "") -> tuple[_Spanned, ...]:
        return tuple(self._span(span, place, key) if isinstance(span, FigureSpan) else span for span in spans)

    def _span(self, span: FigureSpan, place: str, key: str) -> FigureSpan:
        shows = shown(span)
        mark = self._mark(key or what(shows, span.figure))
        self.found.append(Traced(mark, self.title, place, span.text, span.figure, shows, value_of(span)))
        return replace(span, mark=mark)

    def _table(self, block: TableBlock) -> TableBlock:
        name = self.names[block.id]
        caption = self._spans(block.caption_spans, f"{name}, caption")
        twice: dict[str, int] = {}
        rows = []
        for row in block.rows:
            label = " / ".join(cell for cell in row.cells if isinstance(cell, str))
            twice[label] = n = twice.get(label, 0) + 1
            cells = []
            for column, cell in zip(block.columns, row.cells, strict=False):
                if isinstance(cell, FigureSpan):
                    key = _digest((block.id, label, str(n), column.label))[:10]
                    place = f"{name}, row “{_first(row.cells)}”, column “{column.label}”"
                    cell = self._span(cell, place, key)
                cells.append(cell)
            rows.append(replace(row, cells=(*cells, *row.cells[len(cells) :])))
        note = self._spans(block.note_spans, f"{name}, note")
        return replace(block, rows=tuple(rows), caption_spans=caption, note_spans=note)

    def _cell(self, cell: tuple[Paragraph | Bullets, ...], name: str) -> tuple[Paragraph | Bullets, ...]:
        found: list[Paragraph | Bullets] = []
        for block in cell:
            place = f"{self.names[name]}, {_excerpt(block.spans if isinstance(block, Paragraph) else ())}".rstrip(", ")
            if isinstance(block, Paragraph):
                found.append(replace(block, spans=self._spans(block.spans, place)))
            else:
                found.append(replace(block, items=tuple(self._spans(item, place) for item in block.items)))
        return tuple(found)

    def _key_numbers(self, block: KeyNumbers) -> KeyNumbers:
        items = []
        for item in block.items:
            key = _digest(("key numbers", item.label))[:10]
            place = f"{block.caption}, “{item.label}”"
            value = self._span(item.value, place, key)
            items.append(replace(item, value=value, note_spans=self._spans(item.note_spans, f"{place}, note")))
        return replace(block, items=tuple(items))

    def _chart(self, block: ChartBlock) -> ChartBlock:
        name = self.names[block.id]
        title = self._spans(block.title_spans, f"{name}, title")
        mark = self._mark(_digest((block.id, "chart"))[:10])
        shows: Shows = "share" if "%" in block.number_format else "count"
        for one in block.series:
            for category, figure, value in zip(block.categories, one.figures, one.values, strict=False):
                place = f"{name}, “{one.name}”, “{category}”"
                key = f"{mark}/{one.name}/{category}"
                self.found.append(Traced(key, self.title, place, "", figure, shows, value))
        return replace(block, title_spans=title, mark=mark)


def _excerpt(spans: Sequence[Span]) -> str:
    text = plain(spans)
    return f"“{text}”" if len(text) <= 90 else f"“{text[:80].rsplit(' ', 1)[0]} …”"


def _first(cells: Sequence[str | FigureSpan]) -> str:
    return next((cell for cell in cells if isinstance(cell, str)), "")
