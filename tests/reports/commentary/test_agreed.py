"""What people write into the table of recommendations stays when the report is made again."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.reports import read_edited
from docgen.reports.blocks import TextTable, plain
from tests.reports import made_up
from tests.reports.commentary.hands import PlanTable, without_marks
from tests.reports.commentary.test_commentary import made, material, outline
from tests.reports.sample import part

HEAD = "Recommendation"


@pytest.fixture(scope="module")
def fresh() -> bytes:
    return made().document


def table(found: object) -> TextTable:
    """The table of recommendations of a report."""
    blocks = found.trail.blocks  # type: ignore[attr-defined]
    return next(block for block in blocks if isinstance(block, TextTable) and block.filled_in)


def rows(found: object) -> list[tuple[str, ...]]:
    """Its rows, as words."""
    return [
        tuple(" ".join(plain(part.spans) for part in cell if hasattr(part, "spans")) for cell in row)
        for row in table(found).rows
    ]


def test_a_row_knows_the_figures_that_it_rests_on() -> None:
    found = table(made())
    assert len({mark.key for mark in found.marks}) == len(found.rows) > 2
    bases = [base for mark in found.marks for base in mark.bases]
    assert bases
    shares = {base.measure: (base.numerator, base.denominator) for base in bases}
    assert all(isinstance(n, int) and (of is None or n <= of) for n, of in shares.values())
    assert all(len(base.audits) <= base.numerator for base in bases)


def test_owner_date_and_words_are_kept_and_the_rest_follows_the_figures(fresh: bytes) -> None:
    before = rows(made())
    edited = PlanTable(fresh).type(1, "Owner", "Practice lead").type(1, "By when", "14 January 2027")
    edited = edited.retype(2, HEAD, "Train all auditors.").type(2, "Owner", "Ann Hill")
    found = made(edited.saved(), material(14))
    now = rows(found)
    assert now[0][1:] == ("Practice lead", "14 January 2027")
    assert now[1] == ("Train all auditors.", "Ann Hill", "To be agreed")
    assert table(found).marks[1].key == table(made()).marks[1].key, "a row is known by the controls of its other cells"
    assert len(now) >= len(before) - 1
    third = made(found.document, material(14))
    assert rows(third) == now
    assert read_edited(found.document).edits == ()


def test_what_people_write_into_the_table_is_no_change_outside_the_boxes(fresh: bytes) -> None:
    edited = PlanTable(fresh).type(1, "Owner", "A").add("Our own.", "B", "1 May 2027").remove(2).saved()
    assert read_edited(edited).edits == ()


def test_a_row_of_one_s_own_stays_and_one_taken_out_stays_out(fresh: bytes) -> None:
    before = rows(made())
    found = made(PlanTable(fresh).remove(1).add("Meet the schools.", "Head of service", "1 May 2027").saved())
    now = rows(found)
    assert before[0] not in now
    assert now[-1] == ("Meet the schools.", "Head of service", "1 May 2027")
    again = made(PlanTable(found.document).retype(len(now), HEAD, "Meet all schools.").saved())
    assert rows(again)[-1] == ("Meet all schools.", "Head of service", "1 May 2027")
    assert len(rows(again)) == len(now)
    assert table(again).marks[-1].key == table(found).marks[-1].key


def test_a_column_of_one_s_own_stays(fresh: bytes) -> None:
    found = made(PlanTable(fresh).add_column("Cost", "None").saved())
    assert table(found).columns == (HEAD, "Owner", "By when", "Cost")
    assert rows(found)[0][3] == "None"
    assert rows(made(found.document)) == rows(found)


def test_a_row_that_nobody_touched_goes_with_its_figure_and_one_with_an_owner_stays(fresh: bytes) -> None:
    edited = PlanTable(fresh).type(1, "Owner", "Practice lead").saved()
    clean = made_up.material("bwd-caf", "quarterly", "2026-27-Q2", (12, 11), skill=0.99)
    found = rows(made(edited, clean))
    assert [row[0] for row in found if row[1] == "Practice lead"] == [rows(made())[0][0]]
    untouched = {row[0] for row in rows(made())[1:]}
    assert not {row[0] for row in found if row[1] == "To be agreed"} & untouched - {
        row[0] for row in rows(made(of=clean))
    }


def test_rows_are_known_by_their_words_where_an_editor_drops_controls_and_bookmarks(fresh: bytes) -> None:
    edited = PlanTable(fresh).retype(1, "Owner", "Practice lead").retype(1, "By when", "1 May 2027").saved()
    document = without_marks(edited)
    found = made(document)
    assert rows(found)[0][1:] == ("Practice lead", "1 May 2027")
    assert [mark.key for mark in table(found).marks] == [mark.key for mark in table(made()).marks]


def test_a_table_whose_section_has_gone_stands_at_the_end(fresh: bytes) -> None:
    less = material()
    kept = tuple(one for one in less.report.sections if one.kind != "proposals")
    found = made(PlanTable(fresh).type(1, "Owner", "Practice lead").saved(), outline(less, sections=kept))
    assert "Practice lead" in part(found.document, "word/document.xml")


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_saves_it_twice_and_the_rows_are_the_same(fresh: bytes, tmp_path: Path) -> None:
    file = tmp_path / "report.docx"
    edited = PlanTable(fresh).type(1, "Owner", "Practice lead").type(1, "By when", "14 January 2027")
    file.write_bytes(edited.retype(2, HEAD, "Train all auditors.").add("Our own.", "B", "").saved())
    want = rows(made(file.read_bytes()))
    for n in range(2):
        to = tmp_path / f"saved{n}"
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "docx"]
        subprocess.run([*command, "--outdir", str(to), str(file)], check=True, capture_output=True, timeout=120)
        file = to / "report.docx"
    assert read_edited(file.read_bytes()).edits == ()
    assert rows(made(file.read_bytes())) == want


def test_where_nothing_is_proposed_there_is_a_row_to_write_in_which_a_final_report_does_not_have() -> None:
    nothing = made_up.material("bwd-caf", "quarterly", "2026-27-Q2", (0, 11))
    fresh = made(of=nothing)
    assert rows(fresh) == [("To be agreed",) * 3]
    assert not any(isinstance(one, TextTable) and one.filled_in for one in made(of=nothing, final=True).trail.blocks)
    assert rows(made(fresh.document, nothing)) == rows(fresh)
    written = PlanTable(fresh.document).retype(1, HEAD, "Audit more.").type(1, "Owner", "Ann Hill").saved()
    assert rows(made(written, nothing, final=True)) == [("Audit more.", "Ann Hill", "To be agreed")]


def test_two_tables_of_one_report_are_kept_apart() -> None:
    one = material()
    own = replace(next(s for s in one.report.sections if s.kind == "proposals"), id="more", title="For the board")
    two = outline(one, sections=(*one.report.sections, own))
    first = made(of=two)
    edited = PlanTable(first.document).type(1, "Owner", "Ann Hill").remove(2).saved()
    second = made(edited, two)
    third = made(second.document, two)
    tables = [
        [block.marks for block in found.trail.blocks if isinstance(block, TextTable) and block.filled_in]
        for found in (first, second, third)
    ]
    assert [len(marks) for marks in tables[1]] == [len(tables[0][0]) - 1, len(tables[0][1])]
    assert tables[1] == tables[2]
    assert not any(mark.theirs for marks in tables[2] for mark in marks)
    assert rows(third)[0][1] == "Ann Hill"


def test_a_final_report_keeps_what_was_agreed(fresh: bytes) -> None:
    edited = PlanTable(fresh).type(1, "Owner", "Practice lead").saved()
    assert rows(made(edited, final=True)) == rows(made(edited))
    assert read_edited(edited).touched
    assert not read_edited(fresh).touched
