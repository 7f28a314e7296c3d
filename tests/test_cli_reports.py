"""Reports on the command line: check-report."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from docgen.cli import docgen
from docgen.pipeline import workspace
from docgen.pipeline.workspace import open_store
from tests.reports import made_up
from tests.stored import put

MARKED = re.compile(rb'(w:name="_df_[^"]+"/><w:r>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t[^>]*>)12<')
"""The first number 12 that has a mark."""


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with twelve audits and a quarterly report on them."""
    folder = tmp_path_factory.mktemp("team") / "team"
    workspace.init(folder)
    take_in(folder, 12)
    assert run(folder, "report", "quarterly", "bwd-caf", "--period", "2026-27-Q2").exit_code == 0
    return folder


def take_in(folder: Path, number: int, seed: int = 1) -> None:
    place = workspace.find(folder, folder)
    assert place is not None
    days = (date(2026, 7, 1), date(2026, 9, 30))
    with open_store(place) as store:
        put(store, "bwd-caf", made_up.returns("bwd-caf", "tier2", number, seed, days, prefix=f"K{seed}"))


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(docgen, ["--workspace", str(folder), *words])


def test_a_report_as_it_was_made_agrees_and_has_its_evidence_beside_it(team: Path) -> None:
    (report,) = team.glob("out/*.docx")
    assert report.with_name(f"{report.stem} evidence.xlsx").exists()
    said = run(team, "check-report", str(report))
    assert said.exit_code == 0, said.output
    assert "numbers agree with the store." in said.output


def test_a_changed_number_is_named_with_what_was_printed_and_what_to_do(team: Path) -> None:
    (report,) = team.glob("out/*.docx")
    changed = team / report.name
    with zipfile.ZipFile(report) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, MARKED.sub(rb"\g<1>13<", data, count=1) if name == "word/document.xml" else data)
    (team / f"{report.stem} evidence.xlsx").write_bytes((report.parent / f"{report.stem} evidence.xlsx").read_bytes())
    said = run(team, "check-report", str(changed))
    assert said.exit_code == 1
    assert "It says 13 (docgen printed 12); the store gives 12. Write 12, or make the report again." in said.output
    shape = json.loads(run(team, "check-report", "--json", str(changed)).stdout)
    assert [one["state"] for one in shape["figures"]] == ["differs"]


def test_late_returns_are_seen(team: Path) -> None:
    (report,) = team.glob("out/*.docx")
    take_in(team, 2, seed=2)
    said = run(team, "check-report", str(report))
    assert said.exit_code == 1
    assert "It says 12 (docgen printed 12); the store gives 14." not in said.output
    assert "It says 12; the store gives 14. Write 14, or make the report again." in said.output
    assert "The store gives other figures than when this report was made." in said.output


def test_a_document_that_is_no_report_of_docgen_is_refused(team: Path) -> None:
    from docx import Document

    buffer = io.BytesIO()
    Document().save(buffer)
    (team / "letter.docx").write_bytes(buffer.getvalue())
    said = run(team, "check-report", str(team / "letter.docx"))
    assert said.exit_code == 2
    assert "does not say which report of docgen it is" in said.output
    assert "There is no such file" in run(team, "check-report", str(team / "none.docx")).output


def test_tables_come_as_a_workbook_and_a_missing_libreoffice_is_said(
    team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from docgen import office

    monkeypatch.setattr(office, "program", lambda: "")
    words = ("report", "quarterly", "bwd-caf", "--period", "2026-27-Q2", "--no-evidence", "--tables", "--pdf")
    said = run(team, *words, "--out", str(team / "again.docx"))
    assert said.exit_code == 0, said.output
    assert "There is no PDF. There is no LibreOffice on this computer." in said.output
    assert not (team / "again evidence.xlsx").exists()
    book = load_workbook(team / "again tables.xlsx")
    assert book.sheetnames[:2] == ["Contents", "Table 1"]
    assert [row[0].value for row in book["Contents"].iter_rows(min_row=2)] == book.sheetnames[1:]
    assert any(isinstance(cell, int) for row in book["Table 1"].iter_rows(min_row=2, values_only=True) for cell in row)


def test_a_pack_is_made_of_what_is_there_and_refuses_what_is_not(team: Path) -> None:
    from tests.reports.test_pack import pdf

    (team / "one.pdf").write_bytes(pdf("one"))
    (team / "two.pdf").write_bytes(pdf("two"))
    files = (str(team / "one.pdf"), str(team / "two.pdf"))
    for _ in range(2):
        said = run(team, "pack", *files, "--out", str(team / "Board.pdf"))
        assert (said.exit_code, said.output) == (0, f"{team / 'Board.pdf'}: 2 documents.\n")
    said = run(team, "pack", *files, str(team / "none.pdf"), str(team / "docgen.yaml"), "--out", str(team / "two.pdf"))
    assert said.exit_code == 2
    assert "none.pdf: There is no such file." in said.output
    assert "docgen.yaml: A pack takes .pdf, .docx, .xlsx." in said.output
    assert "two.pdf: The pack would take the place of this file." in said.output


def test_beside_a_public_edition_stands_no_more_than_is_in_it_and_it_is_checked_as_one(team: Path) -> None:
    out = team / "public.docx"
    words = ("report", "quarterly", "bwd-caf", "--period", "2026-27-Q2", "--edition", "public", "--out", str(out))
    said = run(team, *words)
    assert said.exit_code == 0, said.output
    assert load_workbook(team / "public evidence.xlsx").sheetnames == ["About", "Figures", "Definitions"]
    checked = run(team, "check-report", str(out))
    assert checked.exit_code == 0, checked.output
