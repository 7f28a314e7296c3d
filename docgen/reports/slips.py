"""What does not add up within a published report: checks that follow from the outline alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from docgen.measures import rounded
from docgen.model import Form
from docgen.reports.grids import TOTAL, GridColumn, whole_of, wholes_of
from docgen.reports.published import Printed, base_row

Address = tuple[str, str, str]
"""Of a printed number: section id, row id, column id."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A printed number that does not follow from others that are printed: what it is, what is due, and why."""

    figure: str
    where: str
    printed: str
    due: str
    why: str
    cells: frozenset[Address] = frozenset()


def slips(tables: Mapping[str, Printed], form: Form | None) -> tuple[Slip, ...]:
    """Every slip of these tables (section id → table): shares, totals, parts of a whole, one table and another."""
    found: list[Slip] = []
    for table in tables.values():
        found += _shares(table)
        found += _totals(table, form)
        found += _parts(table, form)
    return (*found, *_between(tables, form))


def shown(value: Decimal, column: GridColumn | None) -> str:
    """A number as the column prints it."""
    return f"{value.normalize():f}{'%' if column is not None and column.share else ''}"


def _address(table: Printed, row: str, column: str) -> Address:
    return (table.grid.section.id, row, column)


def _shares(table: Printed) -> Iterator[Slip]:
    """Percentages that are not what the counts beside them come to, rounded half up."""
    for row in table.rows:
        for column in table.grid.columns:
            stated, part = table.number(row, column.id), table.number(row, column.part)
            base = _base(table, column, row)
            if stated is None or part is None or not base:
                continue
            due = rounded(100 * part / base)
            if due != stated:
                yield Slip(
                    table.name,
                    f"{table.label(row)}, {column.label}",
                    shown(stated, column),
                    shown(due, column),
                    f"{part} of {base} is {rounded(100 * part / base, 1)}%.",
                    frozenset({_address(table, row, column.id)}),
                )


def _base(table: Printed, column: GridColumn, row: str) -> Decimal | None:
    """The printed base of a share: in its own row, or of all rows, added up where no total is printed."""
    base = table.number(base_row(column, row), column.base)
    return _sum(table, column.base) if base is None and column.of_total and table.whole else base


def _sum(table: Printed, column: str) -> Decimal | None:
    """The rows of a column added up; None where one is missing."""
    numbers = [table.number(row, column) for row in table.body]
    return None if None in numbers or not numbers else sum((n for n in numbers if n is not None), Decimal(0))


def _totals(table: Printed, form: Form | None) -> Iterator[Slip]:
    """A total row that is not the sum of its rows."""
    if TOTAL not in table.rows or len(table.rows) == 1 or not table.whole or not _adds_up(table, form):
        return
    for column in table.grid.columns:
        stated, due = table.number(TOTAL, column.id), _sum(table, column.id)
        if column.share or stated is None or due is None or stated == due:
            continue
        yield Slip(
            table.name,
            f"{table.label(TOTAL)}, {column.label}",
            shown(stated, column),
            shown(due, column),
            f"The rows add up to {due}.",
            frozenset({_address(table, TOTAL, column.id)}),
        )


def _adds_up(table: Printed, form: Form | None) -> bool:
    """Whether each case stands in one row: not so where the rows are ticks, or measures that overlap."""
    if table.grid.across:
        return _across_whole(table, form)
    question = form.question(table.grid.section.by) if form is not None else None
    return question is None or question.kind != "ticks"


def _across_whole(table: Printed, form: Form | None) -> bool:
    rows = {row.id for row in table.grid.rows}
    measures = [one for one in table.grid.spread.measures if one.id in rows]
    base = next((one for one in table.grid.spread.measures if measures and one.id == measures[0].of), None)
    return set(whole_of(measures, base, form)) == rows


def _parts(table: Printed, form: Form | None) -> Iterator[Slip]:
    """Counts side by side, such as the grades, that do not make up the count that they are parts of."""
    if table.grid.across:
        return
    counted = {column.measure: column for column in table.grid.columns if not column.share}
    for base in (one for one in table.grid.spread.measures if one.id in counted):
        inside = [one for one in table.grid.spread.measures if one.of == base.id and one.id in counted]
        wholes = [[counted[name] for name in names] for names in wholes_of(inside, base, form)]
        for row, columns in product(table.rows, wholes):
            numbers = [table.number(row, column.id) for column in columns]
            stated = table.number(row, counted[base.id].id)
            due = sum((n for n in numbers if n is not None), Decimal(0))
            if stated is None or None in numbers or stated == due:
                continue
            listed = " + ".join(f"{column.label} {n}" for column, n in zip(columns, numbers, strict=True))
            yield Slip(
                table.name,
                f"{table.label(row)}, {counted[base.id].label}",
                str(stated),
                str(due),
                f"{listed} = {due}.",
                frozenset(_address(table, row, column.id) for column in (*columns, counted[base.id])),
            )


def _between(tables: Mapping[str, Printed], form: Form | None) -> Iterator[Slip]:
    """Tables whose rows or groups do not come to what the table of all cases prints."""
    whole = next((one for one in tables.values() if not one.grid.spread.groups), None)
    if whole is None:
        return
    row = whole.grid.rows[0].id
    for column in whole.grid.columns:
        stated = whole.number(row, column.id)
        if column.share or stated is None:
            continue
        for table in tables.values():
            if table is whole or not table.whole:
                continue
            added = _added(table, column.measure, form)
            if added is not None and added[0] != stated:
                due, where, sum_, cells = added
                yield Slip(
                    table.name,
                    where,
                    str(due),
                    str(stated),
                    f"{sum_}; {whole.name} prints {stated}.",
                    frozenset(cells),
                )


def _added(table: Printed, measure: str, form: Form | None) -> tuple[Decimal, str, str, Iterable[Address]] | None:
    """All that a table prints of a measure, added up: the sum, where it stands, in words, and its cells."""
    if table.grid.across:
        row = next((one.id for one in table.grid.rows if one.id == measure), None)
        if row is None:
            return None
        columns = [column for column in table.grid.columns if not column.share]
        numbers = [table.number(row, column.id) for column in columns]
        if not columns or None in numbers:
            return None
        due = sum((n for n in numbers if n is not None), Decimal(0))
        listed = " + ".join(f"{column.label} {n}" for column, n in zip(columns, numbers, strict=True))
        return due, table.label(row), f"{listed} = {due}", [_address(table, row, c.id) for c in columns]
    column = next((one for one in table.grid.columns if one.measure == measure and not one.share), None)
    due_or_none = _sum(table, column.id) if column is not None and _adds_up(table, form) else None
    if column is None or due_or_none is None:
        return None
    cells = [_address(table, row, column.id) for row in table.body]
    return due_or_none, f"All rows, {column.label}", f"The rows add up to {due_or_none}", cells
