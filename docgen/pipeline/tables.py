"""Tables as CSV that Excel and Power BI open as they are meant: UTF-8 with a mark at its start, and no formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO

Cell = str | int | Decimal | None
_LEADS = frozenset(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
"""What a program may take for the start of a formula; full-width signs among them."""
MARK = b"\xef\xbb\xbf"


def encoded(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as CSV: comma, CRLF, double quotes where they are needed, and every text safe from becoming a formula."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows(map(_safe, rows))
    return MARK + buffer.getvalue().encode("utf-8", "replace")


def pour(columns: Sequence[str], rows: Iterable[Sequence[Cell]], stream: IO[bytes]) -> int:
    """Write a table as `encoded` gives it, a row at a time; how many rows it has."""
    stream.write(MARK)
    text = io.TextIOWrapper(stream, encoding="utf-8", errors="replace", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    number = 0
    for row in rows:
        writer.writerow(_safe(row))
        number += 1
    text.flush()
    text.detach()
    return number


def safe(cell: Cell) -> str | int | Decimal:
    """A cell; a text that a spreadsheet would take for a formula gets an apostrophe in front, a number does not."""
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in _LEADS else cell


def _safe(row: Sequence[Cell]) -> list[Cell]:
    """The cells of a row, as `safe` gives them; a call for each would take longer than writing them."""
    return [f"'{cell}" if isinstance(cell, str) and cell[:1] in _LEADS else cell for cell in row]
