"""A list as people keep it: rows out of a CSV file or the first sheet of an Excel workbook, every cell as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from docgen.definitions.workbook.read import as_text
from docgen.model import DocgenError, Place, Query, Severity

MOST_ROWS = 100_000
MOST_COLUMNS = 500
"""How much of a sheet is looked at, so that a cell in a far corner costs nothing."""

Cells = tuple[int, tuple[str, ...]]
"""A row as it stands in the file: its number there, counted from 1, and the text of each cell."""


def rows(path: Path, notes: list[str]) -> Iterator[Cells]:
    """The rows that are not blank; what the reader of the list should know goes to the notes.

    Raises DocgenError where the file cannot be read.
    """
    return _workbook(path, notes) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv(path, notes)


def _csv(path: Path, notes: list[str]) -> Iterator[Cells]:
    """The rows of a CSV file that are not blank. UTF-8 or, failing that, the code page of Windows in Britain."""
    data = bytes_of(path)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
            notes.append(
                "The list is not in UTF-8; it was read as Windows-1252. Check names with accents in the copies."
            )
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, tuple(cells)
            line = reader.line_num + 1
    except csv.Error as error:
        problem = _problem(path, f"row {line}", f"The row cannot be read ({error}).", "Save the list as CSV again.")
        raise DocgenError(problem) from None


def _workbook(path: Path, notes: list[str]) -> Iterator[Cells]:
    """The rows of the first sheet that are not blank."""
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(bytes_of(path)), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        limits = {"max_row": MOST_ROWS + 1, "max_col": MOST_COLUMNS}
        rows = [tuple(as_text(value) for value in row) for row in sheet.iter_rows(values_only=True, **limits)]
        if len(book.worksheets) > 1:
            notes.append(f"The workbook has several sheets; “{sheet.title}”, the first, was read.")
        book.close()
    except DocgenError:
        raise
    except Exception as error:
        fix = "Save it as an Excel workbook (.xlsx) or as CSV UTF-8 again."
        problem = _problem(path, "", f"The workbook cannot be read ({type(error).__name__}).", fix)
        raise DocgenError(problem) from None
    if len(rows) > MOST_ROWS and any(cell.strip() for cell in rows[MOST_ROWS]):
        problem = _problem(path, "", f"The list has more than {MOST_ROWS:,} rows.", "Split it into several lists.")
        raise DocgenError(problem)
    for number, cells in enumerate(rows, start=1):
        if any(cell.strip() for cell in cells):
            width = max(n for n, cell in enumerate(cells) if cell.strip()) + 1
            yield number, cells[:width]


def bytes_of(path: Path) -> bytes:
    """The bytes of a list. Raises DocgenError where there is no such file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        problem = _problem(path, "", "There is no such file.", "Check the name and the folder.")
        raise DocgenError(problem) from None
    except IsADirectoryError:
        raise DocgenError(_problem(path, "", "This is a folder.", "Name the case list in it.")) from None


def _problem(path: Path, at: str, message: str, fix: str) -> Query:
    return Query("list", Severity.ERROR, message, fix, where=Place(path.name, at))
