"""Plain workbooks: a sheet for each table, a header row that stays in sight, texts that are never formulas or links."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

LONGEST_CELL = 32_767
_LINE = 15
"""The height of a line, in points."""
MOST_ROWS = 1_048_576
"""What a sheet of Excel can hold."""
_CUT = " … (cut: a cell of Excel holds no more)"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")

Cell = str | int | Decimal | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name in the header row, its width in characters, whether its cells are dates (YYYY-MM-DD), and
    whether long texts in it run over several lines."""

    name: str
    width: int = 16
    dates: bool = False
    wrap: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table, or with `plain` only lines of text under one another."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    plain: bool = False


def workbook(sheets: Iterable[Sheet], title: str, now: str) -> bytes:
    """The sheets as an .xlsx file; the same sheets and time give the same bytes. A table too long for one goes on."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    _fill(Workbook(buffer, {**_PLAIN, "in_memory": True}), sheets, title, now)
    return buffer.getvalue()


def write(sheets: Iterable[Sheet], title: str, now: str, path: Path) -> None:
    """Write the sheets into a file a row at a time, so that memory does not grow with them."""
    from xlsxwriter import Workbook

    path.touch(mode=0o600)
    with TemporaryDirectory(dir=path.parent, prefix=".docgen-", suffix=".tmp") as rows:
        book = Workbook(path, {**_PLAIN, "constant_memory": True, "tmpdir": rows})
        try:
            _fill(book, sheets, title, now)
        except BaseException:
            for page in book.worksheets():
                page.row_data_fh.close()
            book.fileclosed = True
            raise


_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""What people wrote stays what they wrote."""


def _fill(book: Any, sheets: Iterable[Sheet], title: str, now: str) -> None:
    book.set_properties({"title": title, "author": "", "created": datetime.fromisoformat(now).replace(tzinfo=None)})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "text": book.add_format({"text_wrap": False, "valign": "top"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"}),
        "line": book.add_format({"text_wrap": True, "valign": "top"}),
    }
    for sheet in sheets:
        _write(book, sheet, formats)
    book.close()


def clean(text: str) -> str:
    """The text as a workbook can hold it: what no XML holds is visibly replaced."""
    return _ILLEGAL.sub("\ufffd", text)


def _write(book: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page = _page(book, sheet, sheet.name, formats)
    looks = [formats["line" if sheet.plain or column.wrap else "text"] for column in sheet.columns]
    wraps = any(column.wrap for column in sheet.columns)
    row, part = 0, 1
    for cells in sheet.rows:
        row += 1
        if row >= MOST_ROWS:
            _finish(page, sheet, row - 1)
            part += 1
            page, row = _page(book, sheet, f"{sheet.name} {part}", formats), 1
        if wraps and (high := _lines(sheet.columns, cells)):
            page.set_row(row - sheet.plain, _LINE * high)
        for place, (column, cell) in enumerate(zip(sheet.columns, cells, strict=True)):
            if cell is not None and cell != "":
                _cell(page, row - sheet.plain, place, column, cell, looks[place], formats["date"])
    _finish(page, sheet, row)


def _lines(columns: Sequence[Column], cells: Sequence[Cell]) -> int:
    """About how many lines the highest cell of a row runs over; 0 where none runs over more than one."""
    most = max((-(-len(str(cell)) // column.width) for column, cell in zip(columns, cells, strict=True)
                if column.wrap and cell), default=0)  # fmt: skip
    return most if most > 1 else 0


def _page(book: Any, sheet: Sheet, name: str, formats: dict[str, Any]) -> Any:
    page = book.add_worksheet(name[:31])
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
        if not sheet.plain:
            page.write_string(0, place, column.name, formats["head"])
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    if not sheet.plain:
        page.freeze_panes(1, 0)
        page.repeat_rows(0)
    return page


def _finish(page: Any, sheet: Sheet, rows: int) -> None:
    if not sheet.plain and rows:
        page.autofilter(0, 0, rows, len(sheet.columns) - 1)


def _cell(page: Any, row: int, place: int, column: Column, cell: str | int | Decimal, text: Any, day: Any) -> None:
    if isinstance(cell, (int, Decimal)):
        page.write_number(row, place, cell, text)
    elif column.dates and _DATE.match(cell):
        then = date.fromisoformat(cell)
        if then >= _MARCH_1900:  # faster by far than through datetime; before, Excel has a leap day that never was
            page.write_number(row, place, then.toordinal() - _DAY_0, day)
        else:
            page.write_datetime(row, place, then, day)
    else:
        page.write_string(row, place, _held(cell), text)


_MARCH_1900 = date(1900, 3, 1)
_DAY_0 = date(1899, 12, 30).toordinal()


@lru_cache(maxsize=1024)
def _held(text: str) -> str:
    """The text as a cell can hold it."""
    whole = clean(text)
    return whole if len(whole) <= LONGEST_CELL else whole[: LONGEST_CELL - len(_CUT)] + _CUT
