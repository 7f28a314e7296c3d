"""The figures of the national audit, cell by cell, as the published report printed them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from docgen.fields import same
from docgen.model import Audit, Column
from docgen.reports.grids import Grid, grid, whole_of, wholes_of
from tests.reports import builders
from tests.reports.builders import audits, framework, material

SLIPS = {
    ("fig2", "Private law (WTFH)", "good_pct"): "67%",
    ("fig2", "Private law (WTFH)", "met_pct"): "26%",
    ("fig2", "Totals as printed", "good"): "377",
    ("fig2", "Totals as printed", "met"): "148",
    ("fig5", "Good", "employed"): "370",
    ("fig5", "Met", "employed"): "141",
    ("fig5", "Met", "employed_pct"): "25%",
    ("fig5", "Not met", "employed"): "46",
}
"""Where the published report slipped, and what its own cases come to."""


def made(name: str, cases: tuple[Audit, ...] | None = None) -> Grid:
    section = next(one for one in builders.report().sections if one.id == name)
    return grid(material(builders.national() if cases is None else cases), section)


def printed(name: str) -> Iterator[tuple[str, str, Any]]:
    """Row label, column id and number of every cell that the report printed."""
    raw = builders.published()[next(s.published for s in builders.report().sections if s.id == name)]
    if "columns" not in raw:
        for key, value in raw.items():
            count, share = value if isinstance(value, list) else (value, None)
            yield from (("All cases", key, count), ("All cases", f"{key}_pct", share))
        return
    for label, cells in raw.items():
        if label != "columns":
            yield from ((label, column, cell) for column, cell in zip(raw["columns"], cells, strict=True))


@pytest.mark.parametrize("name", ["fig1", "fig2", "fig3", "fig4", "fig5"])
def test_every_published_cell_comes_out_unless_the_published_report_slipped(name: str) -> None:
    table = made(name)
    columns = {column.id: column for column in table.columns}
    rows = {same(row.label): row for row in table.everything}
    wrong: dict[tuple[str, str, str], str] = {}
    for label, column, number in printed(name):
        row = table.total if label == "Totals as printed" else rows[same(label)]
        assert row is not None
        ours = table.text(row, columns[column]) if column in columns else None
        if number is not None and ours != (f"{number}%" if columns[column].share else str(number)):
            wrong[name, label, column] = str(ours)
    assert wrong == {key: value for key, value in SLIPS.items() if key[0] == name}


def test_the_total_row_is_the_sum_of_the_rows() -> None:
    for name in ("fig2", "fig3", "fig4", "fig5"):
        table = made(name)
        assert table.total is not None
        for n, column in enumerate(table.columns):
            if not column.share:
                assert sum(row.cells[n].numerator for row in table.rows) == table.total.cells[n].numerator


def test_rows_stand_in_the_order_of_the_definition() -> None:
    question = framework().form("case").question("service_area")  # type: ignore[union-attr]
    assert question is not None
    assert [row.label for row in made("fig3").rows] == [option.label for option in question.options]


def test_an_area_without_cases_keeps_its_row_and_has_no_shares() -> None:
    table = made("fig3", audits("a1 good ×3"))
    row = next(row for row in table.rows if row.label == "A2")
    assert [table.text(row, column) for column in table.columns] == ["0", "0", "–", "0", "–", "0", "–"]


def test_a_case_without_an_area_has_a_row_of_its_own_and_the_total_still_adds_up() -> None:
    cases = list(audits("a1 good ×3"))
    cases[0] = replace(cases[0], values={**cases[0].values, "service_area": None})
    table = made("fig3", tuple(cases))
    assert [row.label for row in table.rows][-1] == "Not stated"
    assert table.total is not None
    assert [table.text(table.total, column) for column in table.columns][:1] == ["3"]


def test_shares_are_rounded_half_up_from_unrounded_values() -> None:
    table = made("fig1", audits("good ×1", "met ×1", "not_met ×6"))
    texts = [table.text(table.rows[0], column) for column in table.columns]
    assert texts == ["8", "1", "13%", "1", "13%", "6", "75%"]


def test_a_doubtful_grade_is_left_out_of_the_share_and_stays_in_the_count_of_cases() -> None:
    cases = list(audits("good ×3", "met ×1"))
    cases[3] = replace(cases[3], unknown=frozenset({"grade"}))
    table = made("fig1", tuple(cases))
    assert [table.text(table.rows[0], column) for column in table.columns][:3] == ["4", "3", "100%"]
    assert table.spread.unsettled == (cases[3].key,)


def test_a_column_can_be_a_share_of_another_measure() -> None:
    section = next(one for one in builders.report().sections if one.id == "fig4")
    share = Column("no_reason_pct", "% of not seen", "not_seen_no_reason", "share", "not_seen")
    table = grid(material(builders.national()), replace(section, columns=(share,), measures=(), chart=()))
    assert table.total is not None
    assert table.total.cells[0].share == Decimal(100) * 15 / 57


def test_parts_of_a_whole_are_told_from_the_definition() -> None:
    said = framework()
    form = said.form("case")
    measures = list(said.measures)
    assert list(wholes_of([m for m in measures if m.of == "cases"], said.measure("cases"), form)) == [
        ("good", "met", "not_met"),
        ("eit_cases", "private_public"),
    ]
    grades = [m for m in measures if m.id in ("good", "met", "not_met")]
    assert whole_of(grades, said.measure("cases"), form) == ("good", "met", "not_met")
    assert whole_of(grades[:2], said.measure("cases"), form) == ()
    seen = [m for m in measures if m.of == "private_public"]
    assert set(whole_of(seen, said.measure("private_public"), form)) == {"seen", "not_seen", "unclear"}
