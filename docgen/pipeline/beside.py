"""What is made beside a report: its evidence, its tables as a workbook, and the report as PDF."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import office
from docgen.model import DocgenError
from docgen.pipeline import evidence, sheets
from docgen.pipeline.sheets import Cell, Column, Sheet

if TYPE_CHECKING:
    from docgen.reports import Material, Trail


def files(
    wanted: tuple[str, ...], material: Material, trail: Trail, report: Path, now: str, open_: bool
) -> Iterator[tuple[Path, bytes, str]]:
    """Each file that is asked for: where it goes, what is in it, and what it is called in a sentence."""
    if "evidence" in wanted:
        for path, data in evidence.made(material, trail, report, now, open_).items():
            yield path, data, "what is behind each number"
    if "tables" in wanted:
        yield report.with_name(f"{report.stem} tables.xlsx"), tables(trail, material.report.title, now), "its tables"


def as_pdf(report: Path) -> tuple[bytes, str]:
    """The report as PDF; nothing, and why, where LibreOffice is not there or fails: the Word file is there already."""
    try:
        return office.to_pdf(report), ""
    except DocgenError as error:
        said = error.queries[0]
        return b"", f"There is no PDF. {said.message} {said.fix}"


def tables(trail: Trail, title: str, now: str) -> bytes:
    """The tables of a report as .xlsx: a list of them, and a sheet for each, with what the report prints."""
    from docgen.reports.blocks import TableBlock, numbers

    names = numbers(trail.blocks)
    found = [block for block in trail.blocks if isinstance(block, TableBlock)]
    listed = [(names[block.id], block.caption) for block in found]
    made = [Sheet("Contents", (Column("Table", 12), Column("What it shows", 90)), listed)]
    for block in found:
        columns = tuple(Column(column.label, 40 if n == 0 else 18) for n, column in enumerate(block.columns))
        rows = [[_cell(cell if isinstance(cell, str) else cell.text) for cell in row.cells] for row in block.rows]
        made.append(Sheet(names[block.id], columns, [row + [None] * (len(columns) - len(row)) for row in rows]))
    return sheets.workbook(made, f"Tables: {title}", now)


def _cell(text: str) -> Cell:
    plain = text.replace(",", "")
    return int(plain) if plain.isascii() and plain.isdigit() and (plain == "0" or plain[0] != "0") else text
