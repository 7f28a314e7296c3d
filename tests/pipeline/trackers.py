"""Trackers as managers edit them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from openpyxl import load_workbook


def edit(path: Path, changes: Mapping[tuple[str, str], object]) -> Path:
    """Write into cells of a tracker: by the ref of the row and the heading of the column."""
    file = load_workbook(path)
    page = next(page for page in file if page["A1"].value == "Ref")
    heads = [cell.value for cell in page[1]]
    rows = {page.cell(row, 1).value: row for row in range(2, page.max_row + 1)}
    for (ref, head), value in changes.items():
        page.cell(rows[ref], heads.index(head) + 1).value = value
    file.save(path)
    return path
