"""The cells of a workbook as texts, and what in them is no text that a person wrote: formulas, errors."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from docgen.definitions.problem import Found, fault

MOST_BYTES, MOST_ROWS, MOST_COLUMNS = 20_000_000, 20_000, 200
MOST_UNPACKED = 200_000_000


@dataclass(frozen=True, slots=True)
class Cells:
    """One sheet: its name, and the rows that are not blank as number (from 1) → column (from 0) → text.

    `odd` holds, by row and column, what is wrong with a cell that holds no text.
    """

    name: str
    rows: Mapping[int, Mapping[int, str]]
    odd: Mapping[tuple[int, int], tuple[str, str]]


def read(path: Path) -> tuple[tuple[Cells, ...], tuple[Found, ...]]:
    """Every sheet of a workbook, and why it cannot be read where it cannot."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return (), (fault("no-file", 0, "There is no such file.", "Check the name and the folder."),)
    except OSError as error:
        fix = "If it is open in Excel, close it there; check that you may read it."
        return (), (fault("no-file", 0, f"The file cannot be opened: {error.strerror}.", fix),)
    reason = _unfit(data)
    if reason:
        return (), (fault("not-a-workbook", 0, reason, "Save it in Excel as a workbook (.xlsx) and try again."),)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True)
        sheets = tuple(_sheet(sheet) for sheet in book.worksheets)
        book.close()
    except Exception as error:
        message = f"The workbook cannot be read ({type(error).__name__})."
        return (), (fault("not-a-workbook", 0, message, "Open it in Excel, save it as .xlsx, and try again."),)
    return sheets, ()


def _unfit(data: bytes) -> str:
    """Why these bytes are no workbook to read; empty where they may be one."""
    if len(data) > MOST_BYTES:
        return f"The file is larger than {MOST_BYTES // 1_000_000} MB, which no definition is."
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            unpacked = sum(member.file_size for member in package.infolist())
    except zipfile.BadZipFile:
        return "This is no Excel workbook (.xlsx), or it has a password."
    return "Unpacked, the file is larger than any definition." if unpacked > MOST_UNPACKED else ""


def _sheet(sheet: Any) -> Cells:
    rows: dict[int, dict[int, str]] = {}
    odd: dict[tuple[int, int], tuple[str, str]] = {}
    for number, row in enumerate(sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS), start=1):
        for position, cell in enumerate(row):
            if cell.value is None:
                continue
            if cell.data_type == "f":
                odd[number, position] = ("A formula stands here.", "Write the text itself, or paste it as a value.")
            elif cell.data_type == "e":
                odd[number, position] = (f"Excel shows an error here, {cell.value}.", "Write the text itself.")
            text = shown(cell.value)
            if text:
                rows.setdefault(number, {})[position] = text
    return Cells(sheet.title, rows, odd)


def as_text(value: object) -> str:
    """What a cell holds as a person would write it; empty for a blank one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == value.time().min else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def shown(value: object) -> str:
    """A cell as a person would write it, without space around it; empty for a blank one."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return unescaped(as_text(value)).replace("\r\n", "\n").replace("\r", "\n").strip()


_HEX = "0123456789ABCDEFabcdef"


def escaped(text: str) -> str:
    """A text in which nothing looks like one of Excel's own escapes for a character, `_x000D_`."""
    return "".join(_pieces(text, lambda piece: f"_x005F{piece}"))


def unescaped(text: str) -> str:
    """The text that was meant, with Excel's escapes undone: `_x000D_` is a character, `_x005F_` an underscore."""
    return "".join(_pieces(text, lambda piece: chr(int(piece[2:6], 16))))


def _pieces(text: str, change: Any) -> Iterator[str]:
    start = 0
    while (found := text.find("_x", start)) >= 0:
        piece = text[found : found + 7]
        whole = len(piece) == 7 and piece[6] == "_" and all(letter in _HEX for letter in piece[2:6])
        yield text[start:found]
        yield change(piece) if whole else "_x"
        start = found + (7 if whole else 2)
    yield text[start:]
