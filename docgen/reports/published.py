"""Figures of another report, as it printed them: read from a file whose shape is not ours to choose.

What the file holds for a figure is a mapping in one of two shapes. Rows and columns:
`{"columns": [column ids], row label: [numbers]}`, a row whose label begins with “Total”, “Overall” or “All” being
the total. Or one row: `{column id: number or [count, percent]}`, the percent going to `<column id>_pct`. Column ids
are those of the report's outline; a crosstab's are option ids, with `_pct` for the share. Anything else is named
and left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from docgen.fields import same
from docgen.reports.grids import TOTAL, Grid, GridColumn
from docgen.reports.numbers import cleaned

_NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,6})?")
_FIGURE_KEY = re.compile(r"fig(?:ure)?[_ ]?(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Printed:
    """A published table, as far as it could be read.

    name       what it is called, such as “Figure 2”
    rows       row id of ours (`total` for the total row) → column id → number; a row that ours has not goes under
               its own label
    strange    labels of such rows; `troubles` what could not be read, in sentences
    """

    name: str
    grid: Grid
    rows: Mapping[str, Mapping[str, Decimal]]
    strange: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()

    def number(self, row: str, column: str) -> Decimal | None:
        """What is printed in a cell, or None."""
        return self.rows.get(row, {}).get(column)

    @property
    def body(self) -> tuple[str, ...]:
        """The ids of the rows that are printed, without the total row of a table that has others."""
        inner = tuple(row for row in self.rows if row != TOTAL)
        return inner or tuple(self.rows)

    @property
    def whole(self) -> bool:
        """Whether every row of ours that has a case is printed, so that the rows can be added up."""
        ours = [row for row in self.grid.rows if any(cell.numerator for cell in row.cells)]
        return all(row.id in self.rows for row in ours)

    def label(self, row: str) -> str:
        """What the row is called."""
        found = next((one.label for one in self.grid.everything if one.id == row), row)
        return cleaned(found)


def printed(published: Mapping[str, object], grid: Grid) -> Printed | str:
    """The published table that belongs to one of ours, else why there is none, in a sentence."""
    key = grid.section.published
    name = called(key, grid.section.title)
    raw = published.get(key)
    if raw is None:
        return f"{name} is not in the published file (looked for “{key}”)."
    if not isinstance(raw, Mapping):
        return f"{name}: “{key}” is not a table that can be read."
    if "columns" in raw:
        return _table(raw, grid, name)
    return _one_row(raw, grid, name)


def called(key: str, title: str) -> str:
    """What a published figure is called: by the number in its key, else by the title of our section."""
    match = _FIGURE_KEY.match(key)
    return f"Figure {match[1]}" if match is not None else title


def number(value: object) -> Decimal | None:
    """A printed number: 65, 4.9, “65%”, “1,250”; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    text = str(value).strip().removesuffix("%").strip().replace(",", "")
    if not _NUMBER.fullmatch(text):
        return None
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def at(published: Mapping[str, object], key: str) -> object:
    """What stands at a path of keys joined by dots; None where there is nothing."""
    found: object = published
    for part in key.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(part)
    return found


def leaves(published: Mapping[str, object], path: str = "") -> Iterator[str]:
    """The path of every number in the file, outside of tables."""
    for key, value in published.items():
        here = f"{path}.{key}" if path else str(key)
        if isinstance(value, Mapping):
            yield from leaves(value, here)
        elif number(value) is not None:
            yield here


def _table(raw: Mapping[str, object], grid: Grid, name: str) -> Printed | str:
    names = raw["columns"]
    if not isinstance(names, Sequence) or isinstance(names, str):
        return f"{name}: its “columns” are not a list."
    troubles = [f"{name} has a column “{one}” that ours has not." for one in names if grid.column(str(one)) is None]
    troubles += [f"{name} has no column “{one.label}”." for one in grid.columns if one.id not in names]
    rows: dict[str, dict[str, Decimal]] = {}
    strange: list[str] = []
    for label, cells in raw.items():
        if label == "columns":
            continue
        row = _row_id(str(label), grid)
        if row is None:
            strange.append(str(label))
            troubles.append(f"{name} has a row “{label}” that ours has not.")
        if not isinstance(cells, Sequence) or isinstance(cells, str) or len(cells) != len(names):
            troubles.append(f"{name}, row “{label}”: there must be {len(names)} numbers, one a column.")
            continue
        found, odd = _cells(zip((str(one) for one in names), cells, strict=True), f"{name}, row “{label}”")
        rows[row or str(label)] = found
        troubles += odd
    missing = [one.label for one in grid.rows if one.id not in rows]
    troubles += [f"{name} has no row “{label}”." for label in missing]
    return Printed(name, grid, rows, tuple(strange), tuple(troubles))


def _one_row(raw: Mapping[str, object], grid: Grid, name: str) -> Printed | str:
    if len(grid.rows) != 1:
        return f"{name} is printed as one row, but ours has {len(grid.rows)}."
    pairs: list[tuple[str, object]] = []
    for key, value in raw.items():
        if isinstance(value, Sequence) and not isinstance(value, str) and len(value) == 2:
            pairs += [(str(key), value[0]), (f"{key}_pct", value[1])]
        else:
            pairs.append((str(key), value))
    names = {key for key, _ in pairs}
    troubles = [f"{name} has a column “{one}” that ours has not." for one in names if grid.column(one) is None]
    troubles += [f"{name} has no column “{one.label}”." for one in grid.columns if one.id not in names]
    found, odd = _cells(iter(pairs), name)
    return Printed(name, grid, {grid.rows[0].id: found}, (), (*sorted(troubles), *odd))


def _cells(pairs: Iterator[tuple[str, object]], where: str) -> tuple[dict[str, Decimal], list[str]]:
    """The numbers of a row, and what is none. A cell that is left blank is neither."""
    found: dict[str, Decimal] = {}
    odd: list[str] = []
    for column, value in pairs:
        read = number(value)
        if read is not None:
            found[column] = read
        elif value not in (None, ""):
            odd.append(f"{where}, column “{column}”: “{value}” is not a number.")
    return found, odd


def _row_id(label: str, grid: Grid) -> str | None:
    """Our row with this label; the total row for a label that begins like one; None for a strange one."""
    wanted = same(label)
    for row in grid.everything:
        if wanted in (same(row.label), row.id):
            return row.id
    if grid.total is not None and wanted.startswith(("total", "overall", "all")):
        return TOTAL
    return None


def base_row(column: GridColumn, row: str) -> str:
    """The row in which the base of a share stands."""
    return TOTAL if column.of_total else row
