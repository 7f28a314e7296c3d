from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook

from docgen.pipeline import evidence as pipeline
from docgen.reports import draw_up
from docgen.reports.evidence import evidence as evidence_of
from docgen.reports.material import Material
from tests.reports.builders import WORDING
from tests.reports.test_outlines import OUTLINES, SIZES, material

NOW = "2026-11-20T09:00:00Z"
HEADS = ("No.", "Section", "Where", "Printed", "What it shows", "Figure", "Definition", "Only", "Period")


def test_every_number_of_every_report_is_listed_with_its_meaning_and_its_audits() -> None:
    for name, report in OUTLINES[::4]:
        made = material(name, report, SIZES["twelve"])
        trail = draw_up(made, WORDING)
        found = evidence_of(made, trail)
        assert len(found.figures) == len(trail.numbers)
        sets = Counter(row[0] for row in found.listed)
        for row, one in zip(found.figures, trail.numbers, strict=True):
            said, numerator, number = row[6], row[9], row[13]
            assert isinstance(said, str)
            assert len(said) > 5, one
            if one.figure.audits:
                assert sets[number] == len(one.figure.audits) == row[12], one
                assert isinstance(numerator, int)
        assert {row[1] for row in found.listed} == {row[0] for row in found.audits}


def workbook(made: Material, public: bool = False) -> bytes:
    (data,) = pipeline.made(made, draw_up(made, WORDING), Path("report.docx"), NOW, public).values()
    return data


def test_the_workbook_has_a_sheet_each_and_names_cases_in_one_place_only() -> None:
    made = material("bwd-caf", "quarterly", SIZES["twelve"])
    book = load_workbook(io.BytesIO(workbook(made)))
    assert book.sheetnames == ["About", "Figures", "Definitions", "Audits of figures", "Audits"]
    assert tuple(cell.value for cell in book["Figures"][1])[: len(HEADS)] == HEADS
    headline = next(row for row in book["Figures"].iter_rows(values_only=True) if row[3] and "%" in str(row[3]))
    assert headline[3] == f"{headline[11]:.0f}%" == f"{headline[9] / headline[10]:.0%}"
    cases = {one.case for one in made.audits}
    assert {row[1] for row in book["Audits"].iter_rows(min_row=2, values_only=True)} >= cases


def test_a_public_edition_holds_no_audit_and_no_count_beyond_what_is_printed() -> None:
    made = material("bwd-caf", "quarterly", SIZES["twelve"])
    data = workbook(made, public=True)
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["About", "Figures", "Definitions"]
    counted = book["Figures"].iter_rows(min_row=2, min_col=10, max_col=14, values_only=True)
    assert {cell for row in counted for cell in row} == {None}
    texts = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert not [one for one in made.audits if one.key in texts or one.case in texts]


def test_the_same_report_gives_the_same_evidence() -> None:
    made = material("bwd-caf", "quarterly", SIZES["few"])
    first, second = (workbook(made) for _ in range(2))
    assert first == second


def test_sets_that_are_too_many_for_a_workbook_stand_in_a_table_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made = material("bwd-caf", "quarterly", SIZES["many"])
    trail = draw_up(made, WORDING)
    every = evidence_of(made, trail).listed
    monkeypatch.setattr(pipeline, "MOST_LISTED", 500)
    files = pipeline.made(made, trail, Path("out/report.docx"), NOW)
    assert [path.name for path in files] == ["report evidence.xlsx", "report evidence.csv"]
    lines = files[Path("out/report evidence.csv")].decode("utf-8-sig").splitlines()
    assert lines == ["Set of audits,Audit", *(f"{number},{key}" for number, key in every)]
    book = load_workbook(io.BytesIO(files[Path("out/report evidence.xlsx")]))
    assert "Audits of figures" not in book.sheetnames
