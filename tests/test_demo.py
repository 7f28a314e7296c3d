"""The main job on the real example, through the documents themselves."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from docgen import demo
from docgen.demo import EXAMPLE, auditor
from docgen.model import DocgenError

W = auditor.W
PUBLISHED = json.loads((EXAMPLE / "published.json").read_text("utf-8"))

SLIPS = {
    ("fig2_law_type", "Private law (WTFH)", "met_pct"),
    ("fig2_law_type", "Private law (WTFH)", "good_pct"),
    ("fig5_agency", "Good", "employed"),
    ("fig5_agency", "Met", "employed"),
    ("fig5_agency", "Met", "employed_pct"),
    ("fig5_agency", "Not met", "employed"),
}
"""The cells that the published report got wrong: our own rows say otherwise, and so does its own arithmetic."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The whole demo, all 577 cases: its folder, and what it said."""
    out = tmp_path_factory.mktemp("demo") / "national"
    return out, "\n".join(demo.run(out))


def tables(document: bytes) -> Iterator[list[list[str]]]:
    """Every table of a document as rows of texts."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    for table in root.iter(W + "tbl"):
        yield [
            ["".join(text.text or "" for text in cell.iter(W + "t")) for cell in row.findall(W + "tc")]
            for row in table.findall(W + "tr")
        ]


def cells(text: str) -> int:
    return int(text.removesuffix("%"))


@pytest.mark.parametrize(
    ("figure", "head"),
    [
        ("fig2_law_type", "Law type"),
        ("fig3_service_area", "Service area"),
        ("fig4_children_seen", "Service area"),
        ("fig5_agency", "Grade"),
    ],
)
def test_the_report_says_what_was_published_cell_by_cell(made: tuple[Path, str], figure: str, head: str) -> None:
    published = PUBLISHED[figure]
    columns = published["columns"]
    ours = [
        table
        for table in tables((made[0] / "National audit.docx").read_bytes())
        if table[0][0] == head and len(table[0]) == len(columns) + 1 and table[0][1] != "Printed"
    ]
    rows = {row[0]: row[1:] for table in ours for row in table[1:] if figure != "fig3_service_area" or len(row) == 8}
    compared = 0
    for label, printed in published.items():
        if label in ("columns", "Totals as printed", "Total"):
            continue
        for column, value, cell in zip(columns, printed, rows[label], strict=True):
            if value is not None and (figure, label, column) not in SLIPS:
                assert cells(cell) == value, f"{figure}, {label}, {column}"
                compared += 1
    assert compared == sum(
        value is not None
        for label, printed in published.items()
        if label not in ("columns", "Totals as printed", "Total")
        for value in printed
    ) - sum(slip[0] == figure for slip in SLIPS)


def test_every_case_is_in_the_report_whatever_its_return_had_to_go_through(made: tuple[Path, str]) -> None:
    assert "664 stored, 1 already taken, 2 refused, 1 ignored" in made[1]
    assert "4 doubtful, held until decided" in made[1]
    assert "4 replaced an earlier one" in made[1]
    assert "669 already taken" in made[1]


def test_what_was_written_outside_every_answer_is_reported(made: tuple[Path, str]) -> None:
    assert "1 with something that is in no answer" in made[1]


def test_a_few_cases_make_a_report_as_well(tmp_path: Path) -> None:
    lines = demo.run(tmp_path / "few", cases=9)
    assert (tmp_path / "few" / "National audit.docx").is_file()
    assert any("Report" in line for line in lines)


def test_the_same_demo_makes_the_same_report(tmp_path: Path) -> None:
    for name in ("one", "two"):
        demo.run(tmp_path / name, cases=9)
    one, two = ((tmp_path / name / "National audit.docx").read_bytes() for name in ("one", "two"))
    assert one == two


def test_a_folder_with_anything_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.docx").write_bytes(b"mine")
    with pytest.raises(DocgenError, match="not empty"):
        demo.run(tmp_path, cases=1)
    assert (tmp_path / "mine.docx").read_bytes() == b"mine"
