"""The sheets of a tracker, drawn: what to read first, the table that people fill in, lists, and what was sent."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from textwrap import wrap
from typing import Any, Generic, TypeVar

from docgen.pipeline.sheets import clean

HIDDEN = "_docgen"
DATED = ("Due", "Agreed on", "On")
"""Columns that hold dates."""
_COLOURS = {"Red": ("FBE3E4", "942514"), "Amber": ("FFF3D6", "6B4A00"), "Green": ("E3F1E5", "1B5E20")}
"""Background and text of the words of the rating; each pair has a contrast of 4.5 to 1 and more."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column: its heading, its width in characters, and what stands in it, given the thing and today.

    name    what the terms call it, where people write in it; empty where it is fixed
    """

    head: str
    width: int
    text: Callable[[T, str], str]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Table(Generic[T]):
    """The table that people fill in. `statuses` are those that they may choose."""

    name: str
    columns: tuple[Column[T], ...]
    things: tuple[T, ...]
    today: str
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list that is only read: its name, its heads with their widths, and its rows."""

    name: str
    heads: tuple[tuple[str, int], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What stands on the first sheet, and when the workbook was made."""

    heading: str
    lines: tuple[str, ...]
    now: str


Sent = tuple[Sequence[str], Iterable[Sequence[str]]]
"""The names of what was sent, and a row for each thing."""


def drawn(words: Words, table: Table[T], sheets: Iterable[Sheet], sent: Sent) -> bytes:
    """The workbook as .xlsx."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    book = Workbook(buffer, plain)
    created = datetime.fromisoformat(words.now).replace(tzinfo=None)
    book.set_properties({"title": words.heading, "author": "", "created": created})
    looks = _looks(book)
    _read_first(book, looks, words)
    _table(book, looks, table)
    for sheet in sheets:
        _listed(book, looks, sheet)
    _hidden(book, sent, table.today)
    book.get_worksheet_by_name(table.name).activate()
    book.close()
    return buffer.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    base = {"valign": "top", "text_wrap": True, "font_name": "Arial", "font_size": 10}
    edge = {**base, "border": 1, "border_color": "BFBFBF"}
    looks = {
        "title": book.add_format({**base, "bold": True, "font_size": 14, "text_wrap": False}),
        "line": book.add_format(base),
        "head": book.add_format({**edge, "bold": True, "bg_color": "1F3864", "font_color": "FFFFFF"}),
        "cell": book.add_format({**edge, "bg_color": "F2F2F2"}),
        "day": book.add_format({**edge, "bg_color": "F2F2F2", "num_format": "dd/mm/yyyy", "align": "left"}),
        "open": book.add_format({**edge, "locked": False}),
        "openday": book.add_format({**edge, "locked": False, "num_format": "dd/mm/yyyy", "align": "left"}),
    }
    for name, (back, text) in _COLOURS.items():
        looks[name] = book.add_format({"bg_color": back, "font_color": text, "bold": True})
    return looks


def _read_first(book: Any, looks: Mapping[str, Any], words: Words) -> None:
    page = book.add_worksheet("Read first")
    page.set_column(0, 0, 100)
    page.write_string(0, 0, clean(words.heading), looks["title"])
    for row, text in enumerate(words.lines, start=2):
        page.write_string(row, 0, clean(text), looks["line"])
        page.set_row(row, _height((text,), (100,)))
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _table(book: Any, looks: Mapping[str, Any], table: Table[T]) -> None:
    page = book.add_worksheet(table.name)
    _headed(page, looks, [(column.head, column.width) for column in table.columns])
    for row, thing in enumerate(table.things, start=1):
        cells = [column.text(thing, table.today) for column in table.columns]
        page.set_row(row, _height(cells, [column.width for column in table.columns]))
        for place, (text, column) in enumerate(zip(cells, table.columns, strict=True)):
            _put(page, row, place, text, column.head in DATED, looks, bool(column.name))
    last = max(len(table.things), 1)
    page.freeze_panes(1, 1)
    page.repeat_rows(0)
    page.autofilter(0, 0, last, len(table.columns) - 1)
    names = [column.head for column in table.columns]
    status, due, rag = names.index("Status"), names.index("Due"), names.index("RAG")
    page.data_validation(1, status, last, status, {
        "validate": "list", "source": list(table.statuses), "input_title": "Status",
        "input_message": "Choose how it stands.", "error_title": "Status",
        "error_message": f"Choose one of: {', '.join(table.statuses)}.", "error_type": "warning",
    })  # fmt: skip
    page.data_validation(1, due, last, due, {
        "validate": "date", "criteria": ">=", "value": date(2000, 1, 1), "input_title": "Due",
        "input_message": "The date by which it is done, such as 31/12/2026.", "error_title": "Due",
        "error_message": "Write a date, such as 31/12/2026.", "error_type": "warning",
    })  # fmt: skip
    for name in _COLOURS:
        page.conditional_format(1, rag, last, rag, {
            "type": "cell", "criteria": "==", "value": f'"{name}"', "format": looks[name],
        })  # fmt: skip
    allowed = {"sort": True, "autofilter": True, "format_columns": True, "format_rows": True}
    page.protect("", {**allowed, "select_locked_cells": True})
    _print(page)


def _headed(page: Any, looks: Mapping[str, Any], heads: Iterable[tuple[str, int]]) -> None:
    for place, (name, width) in enumerate(heads):
        page.set_column(place, place, width)
        page.write_string(0, place, name, looks["head"])


def _listed(book: Any, looks: Mapping[str, Any], sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.name)
    _headed(page, looks, sheet.heads)
    for row, cells in enumerate(sheet.rows, start=1):
        page.set_row(row, _height(cells, [width for _, width in sheet.heads]))
        for place, (text, (head, _)) in enumerate(zip(cells, sheet.heads, strict=True)):
            _put(page, row, place, text, head in DATED, looks, False)
    if not sheet.rows:
        page.write_string(1, 0, "Nothing", looks["cell"])
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    _print(page)


def _hidden(book: Any, sent: Sent, today: str) -> None:
    page = book.add_worksheet(HIDDEN)
    page.hide()
    names, rows = sent
    for row, cells in enumerate([(*names, today), *rows]):
        for place, text in enumerate(cells):
            page.write_string(row, place, clean(text))


def _put(page: Any, row: int, place: int, text: str, dated: bool, looks: Mapping[str, Any], opened: bool) -> None:
    if dated and text:
        page.write_datetime(row, place, date.fromisoformat(text), looks["openday" if opened else "day"])
    else:
        look = ("openday" if dated else "open") if opened else "cell"
        page.write_string(row, place, clean(text), looks[look]) if text else page.write_blank(
            row, place, None, looks[look]
        )


def _height(cells: Sequence[str], widths: Sequence[int]) -> float:
    """Points that a row takes; a program that opens the workbook does not fit rows whose texts wrap."""
    lines = (
        sum(len(wrap(part, width - 1)) or 1 for part in text.split("\n"))
        for text, width in zip(cells, widths, strict=True)
        if text
    )
    return min(13.5 * max(lines, default=1) + 3, 400)


def _print(page: Any) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.set_footer("&LConfidential&RPage &P of &N")


def day(iso: str) -> str:
    """A date as the workbook says it."""
    return date.fromisoformat(iso).strftime("%d/%m/%Y")
