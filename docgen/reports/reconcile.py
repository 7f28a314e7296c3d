"""A published report beside ours: where the two differ, what does not add up within it, and what was not compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from docgen.measures import count, rounded
from docgen.model import Claim, Figure
from docgen.reports.facts import reference_of, threshold_of
from docgen.reports.grids import Grid, GridColumn, GridRow
from docgen.reports.material import Material
from docgen.reports.published import Printed, at, leaves, number, printed
from docgen.reports.slips import Slip, shown, slips


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that the published report prints otherwise.

    figure   what ours comes from; None for a target or an earlier finding
    slip     whether it rests on a slip within the published report
    """

    table: str
    row: str
    column: str
    printed: str
    ours: str
    figure: Figure | None
    slip: bool


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All that came of holding a published report against ours; `compared` counts the printed numbers."""

    differences: tuple[Difference, ...] = ()
    slips: tuple[Slip, ...] = ()
    compared: int = 0
    not_compared: tuple[str, ...] = ()


@dataclass(slots=True)
class _Found:
    differences: list[Difference] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    compared: int = 0
    not_compared: list[str] = field(default_factory=list)


def reconcile(material: Material, grids: Mapping[str, Grid], claims: Sequence[Claim]) -> Reconciliation:
    """The published figures of the material against the tables of a report (section id → table)."""
    published = material.published
    if published is None:
        return Reconciliation()
    found = _Found()
    tables: dict[str, Printed] = {}
    for name, grid in grids.items():
        if not grid.section.published:
            continue
        table = printed(published, grid)
        if isinstance(table, str):
            found.not_compared.append(table)
        else:
            tables[name] = table
            found.not_compared += table.troubles
    found.slips += slips(tables, material.framework.form(material.report.form))
    slipped = {cell for slip in found.slips for cell in slip.cells}
    for table in tables.values():
        _cells(table, slipped, found)
    for claim in claims:
        _claim(material, claim, grids, tables, found)
    _unclaimed(published, grids, claims, found)
    return Reconciliation(
        tuple(found.differences), tuple(found.slips), found.compared, tuple(dict.fromkeys(found.not_compared))
    )


def _cells(table: Printed, slipped: Iterable[tuple[str, str, str]], found: _Found) -> None:
    """Every printed cell that ours has too."""
    grid, section = table.grid, table.grid.section.id
    for row in grid.everything:
        for column, figure in zip(grid.columns, row.cells, strict=True):
            theirs, ours = table.number(row.id, column.id), _printed(figure, column)
            if theirs is None:
                continue
            found.compared += 1
            if theirs != ours:
                known = {(section, row.id, column.id), (section, row.id, column.part)}
                found.differences.append(
                    Difference(
                        table.name,
                        row.label,
                        column.label,
                        shown(theirs, column),
                        "–" if ours is None else shown(ours, column),
                        figure,
                        bool(known & set(slipped)),
                    )
                )


def _printed(figure: Figure, column: GridColumn) -> Decimal | None:
    """What a cell of ours prints, as a number."""
    if not column.share:
        return Decimal(figure.numerator)
    return None if figure.share is None else rounded(figure.share)


# --- claims of the text ----------------------------------------------------------------------------------


def _claim(
    material: Material, claim: Claim, grids: Mapping[str, Grid], tables: Mapping[str, Printed], found: _Found
) -> None:
    stated = number(at(material.published or {}, claim.key))
    if stated is None:
        found.not_compared.append(f"“{claim.says}” is not in the published file as a number (looked for {claim.key}).")
        return
    ours = _from_table(claim, grids) if claim.figure else _from_measure(material, claim)
    if isinstance(ours, str):
        found.not_compared.append(ours)
        return
    due, figure, column = ours
    table = tables.get(claim.figure)
    theirs = _from_printed(claim, table) if table is not None else None
    slip = theirs is not None and theirs != stated
    found.compared += 1
    if table is not None and theirs is not None and slip:
        why = f"{table.name} prints it." if claim.row else f"{table.name} prints {theirs} such rows."
        found.slips.append(Slip("Text", claim.says, shown(stated, column), shown(theirs, column), why))
    if stated != due:
        found.differences.append(
            Difference("Text", claim.says, "", shown(stated, column), shown(due, column), figure, slip)
        )


_Ours = tuple[Decimal, Figure | None, GridColumn | None]


def _from_table(claim: Claim, grids: Mapping[str, Grid]) -> _Ours | str:
    """What our table says to a claim, else why nothing."""
    grid = grids.get(claim.figure)
    column = grid.column(claim.column) if grid is not None else None
    if grid is None or column is None:
        return f"“{claim.says}” was not compared: this report has no such table or column."
    at_column = grid.columns.index(column)
    if claim.row:
        row = next((one for one in grid.everything if claim.row in (one.label, one.id)), None)
        value = _printed(row.cells[at_column], column) if row is not None else None
        if row is None or value is None:
            return f"“{claim.says}” was not compared: this report has no number for {claim.row}."
        return value, row.cells[at_column], column
    values = [_printed(row.cells[at_column], column) for row in grid.rows]
    inside = sum(_within(value, claim) for value in values)
    label = f"Groups: {claim.says}"
    return Decimal(inside), Figure(f"groups.{column.measure}", label, inside, len(grid.rows)), None


def _from_printed(claim: Claim, table: Printed) -> Decimal | None:
    """What the published table itself says to a claim of its text; None where it does not."""
    if claim.row:
        rows: list[GridRow] = [one for one in table.grid.everything if claim.row in (one.label, one.id)]
        return table.number(rows[0].id, claim.column) if rows else None
    values = [table.number(row, claim.column) for row in table.body]
    return None if None in values else Decimal(sum(_within(value, claim) for value in values))


def _within(value: Decimal | None, claim: Claim) -> bool:
    if value is None:
        return False
    return (
        (claim.at_least is None or value >= claim.at_least)
        and (claim.above is None or value > claim.above)
        and (claim.at_most is None or value <= claim.at_most)
        and (claim.below is None or value < claim.below)
    )


def _from_measure(material: Material, claim: Claim) -> _Ours | str:
    """What our cases, our targets or the earlier findings say to a claim, else why nothing."""
    measure = material.framework.measure(claim.measure)
    if measure is None:
        return f"“{claim.says}” was not compared: there is no measure for it."
    share = GridColumn("", "", True)
    if claim.show == "reference":
        reference = reference_of(material, measure.id, claim.where)
        return (reference.percent, None, share) if reference else f"“{claim.says}”: no earlier finding is on record."
    if claim.show == "target":
        threshold = threshold_of(material, measure)
        limit = None if threshold is None else threshold.at_least or threshold.at_most
        return (limit, None, share) if limit is not None else f"“{claim.says}”: no target is on record."
    second = measure.form not in ("", material.report.form)
    if second and not material.moderations:
        return "What the text says of moderation was not compared, because no second grades are on record."
    figure = count(measure, material.moderations if second else material.audits, material.framework, claim.where)
    if claim.show == "share":
        return (rounded(figure.share), figure, share) if figure.share is not None else f"“{claim.says}”: no case."
    return Decimal(figure.numerator), figure, None


def _unclaimed(
    published: Mapping[str, object], grids: Mapping[str, Grid], claims: Sequence[Claim], found: _Found
) -> None:
    """Numbers of the file that no table and no claim speaks of."""
    tables = {grid.section.published for grid in grids.values()}
    claimed = {claim.key for claim in claims}
    rest = {key: value for key, value in published.items() if key not in tables}
    for path in leaves(rest):
        if path not in claimed:
            found.not_compared.append(f"Nothing here speaks of “{path}”.")
    for key, value in rest.items():
        if isinstance(value, Mapping) and "columns" in value:
            found.not_compared.append(f"The published table “{key}” belongs to no section of this report.")
