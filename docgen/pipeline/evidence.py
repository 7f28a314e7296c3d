"""The evidence workbook beside a report: every number that it prints, and the audits behind it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.pipeline import sheets, tables
from docgen.pipeline.sheets import Column, Sheet

if TYPE_CHECKING:
    from docgen.reports import Material, Trail

MOST_LISTED = 20_000
"""How many rows of set and audit stand in the workbook; more stand in a table beside it, so that it opens fast."""

_FIGURES = (
    Column("No.", 6),
    Column("Section", 28),
    Column("Where", 60),
    Column("Printed", 12),
    Column("What it shows", 24),
    Column("Figure", 36),
    Column("Definition", 60),
    Column("Only", 40),
    Column("Period", 16),
    Column("Numerator", 11),
    Column("Denominator", 12),
    Column("Unrounded", 14),
    Column("Audits", 9),
    Column("Set of audits", 9),
    Column("Mark in the report", 24),
)
_LISTED = (Column("Set of audits", 9), Column("Audit", 40))
_AUDITS = (
    Column("Audit", 40),
    Column("Case", 18),
    Column("Form", 30),
    Column("Version", 12),
    Column("Date", 12, dates=True),
    Column("Overall", 24),
)
_DEFINITIONS = (
    Column("Measure", 24),
    Column("Label", 36),
    Column("Counts", 80),
    Column("Is a share of", 30),
    Column("Which way", 18),
    Column("Defined in", 40),
)
_MARK, _PRINTED = len(_FIGURES) - 1, 3


def beside(report: Path) -> Path:
    """Where the evidence of a report stands."""
    return report.with_name(f"{report.stem} evidence.xlsx")


def made(material: Material, trail: Trail, report: Path, now: str, public: bool = False) -> dict[Path, bytes]:
    """The evidence of a report: path → file, the workbook first, and where it cannot hold all audits a table of them.

    A public edition holds no audits and no counts beyond what is printed.
    """
    from docgen.reports.evidence import evidence

    found = evidence(material, trail, public)
    every = report.with_name(f"{report.stem} evidence.csv")
    many = len(found.listed) > MOST_LISTED
    lines = [
        f"Evidence for “{material.report.title}”" + (f", {material.period}" if material.period else ""),
        f"Every number that {report.name} prints: {len(trail.numbers):,}, in the order of the report.",
        f"{material.framework.title} {material.framework.version}. Made on {material.date} by {material.program}.",
        "Figures: what each number is, what it was worked out from, and which set of audits its numerator counts.",
    ]
    if not public:
        where = f"{every.name}, beside this workbook, as they are many" if many else "Audits of figures"
        lines += [
            f"{where}: which audits are in a set. Filter it by the number in “Set of audits”.",
            "Audits: the case, form, date and grade of each. Keep this workbook where only those who may see it can.",
        ]
    book = [
        Sheet("About", (Column("", 110),), [(line,) for line in lines], plain=True),
        Sheet("Figures", _FIGURES, found.figures),
        Sheet("Definitions", _DEFINITIONS, found.definitions),
    ]
    if not public:
        listed = [] if many else [Sheet("Audits of figures", _LISTED, found.listed)]
        book += [*listed, Sheet("Audits", _AUDITS, found.audits)]
    files = {beside(report): sheets.workbook(book, f"Evidence: {material.report.title}", now)}
    if many:
        files[every] = tables.encoded([column.name for column in _LISTED], found.listed)
    return files


def printed(report: Path) -> Mapping[str, str]:
    """Mark → what docgen printed, from the evidence beside a report; nothing where there is none that can be read."""
    import zipfile

    from openpyxl import load_workbook

    path = beside(report)
    try:
        book = load_workbook(io.BytesIO(path.read_bytes()), read_only=True)
        rows = book["Figures"].iter_rows(min_row=2, values_only=True)
        return {str(row[_MARK]): str(row[_PRINTED]) for row in rows if len(row) > _MARK and row[_MARK]}
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return {}
