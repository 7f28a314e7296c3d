"""The review as a workbook: nothing is lost, taken twice, or taken where something has changed meanwhile."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from docgen import access
from docgen.model import DocgenError, Toolkit
from docgen.pipeline import review, reviewbook
from docgen.pipeline.review import Desk
from docgen.pipeline.reviewrows import Summary
from docgen.pipeline.workspace import Workspace
from docgen.store import Given, Store, Which
from tests.pipeline.spoken import AT_HAND, LATER, desk, send, written
from tests.pipeline.test_review import DOUBT, VAGUE

HEAD = [name for name, _ in reviewbook._COLUMNS]
KEY, CASE, QUESTION, DECISION, OTHER, WHY = (
    HEAD.index(name) for name in ("Key", "Case", "Question", "Decision", "Other value", "Why")
)
Row = dict[int, Any]


@pytest.fixture
def store(place: Workspace) -> Iterator[Store]:
    with Store(place.store_url, who="kim") as opened:
        opened.issue([Toolkit("T1", "small", "1", "case", "C1", issued="2026-11-01T00:00:00Z")])
        yield opened


@pytest.fixture
def at(place: Workspace, store: Store) -> Desk:
    """Where two returns wait: one with two doubts and a table in doubt, one that is held for nothing but asked."""
    table = {"doubt": "row 1, Action: unclear", "candidates": [], "text": "Visit | ?"}
    answers = {"case_ref": "C1", "grade": DOUBT, "filed": VAGUE, "actions": table}
    send(place, store, written(answers, unread=("Ring me.",)), "a.docx")
    send(place, store, written({"case_ref": "=1+1", "grade": "met"}, "T2"), "=cmd.docx")
    return desk(place, store)


def out(at: Desk) -> Path:
    found = review.find(at.store, AT_HAND, Which())
    return reviewbook.write(at.workspace, at.store, found, at.workspace.out / "review.xlsx", LATER).path


def fill(path: Path, change: Callable[[str, str], Row]) -> None:
    """Fill in cells of each row, by its case and question."""
    book = load_workbook(path)
    for cells in book["Review"].iter_rows(min_row=2):
        for column, value in change(str(cells[CASE].value), str(cells[QUESTION].value)).items():
            cells[column].value = value
    book.save(path)


ANSWERS: dict[tuple[str, str], Row] = {
    ("C1", "1d Grade"): {DECISION: "Met"},
    ("C1", "1c Date filed"): {OTHER: "15/10/2026", WHY: "Asked by phone."},
    ("C1", "1g Actions"): {OTHER: "Visit again\nRing the school", WHY: "Asked by phone."},
    ("=1+1", "1d comment Grade"): {DECISION: "settled", WHY: "Accepted as it is."},
}


def answers(case: str, question: str) -> Row:
    return ANSWERS.get((case, question), {})


def values(store: Store) -> dict[str, dict[str, Any]]:
    return {audit.case: dict(audit.values) for audit in store.audits("small", "case")}


def numbers(summary: Summary) -> tuple[int, int, int, int, int]:
    return (summary.taken, summary.already, summary.empty, len(summary.conflicts), len(summary.problems))


def test_out_and_in_again_without_an_edit_changes_nothing(at: Desk) -> None:
    path = out(at)
    end = at.store.end_of_trail()
    assert numbers(reviewbook.take(at, path, LATER)) == (0, 0, 4, 0, 0)
    assert at.store.end_of_trail() == end


def test_what_is_filled_in_is_taken_and_the_same_workbook_again_changes_nothing(at: Desk) -> None:
    path = out(at)
    fill(path, answers)
    summary = reviewbook.take(at, path, LATER)
    assert numbers(summary) == (4, 0, 0, 0, 0)
    assert "doubtful → accepted" in summary.moved[0]
    found = values(at.store)["C1"]
    assert (found["grade"], found["filed"], found["actions"]) == (
        "met", "2026-10-15", ({"action": "Visit again"}, {"action": "Ring the school"}),
    )  # fmt: skip
    assert [(one.query.rule, one.case) for one in at.store.open_queries()] == [("grade_comment-required", "C1")]
    end = at.store.end_of_trail()
    assert numbers(reviewbook.take(at, path, LATER)) == (0, 4, 0, 0, 0)
    assert at.store.end_of_trail() == end
    assert at.store.problems() == ()


def test_a_dry_run_says_the_same_and_takes_nothing(at: Desk) -> None:
    path = out(at)
    fill(path, answers)
    end = at.store.end_of_trail()
    assert numbers(reviewbook.take(Desk(at.workspace, at.store, at.reader, dry=True), path, LATER)) == (4, 0, 0, 0, 0)
    assert at.store.end_of_trail() == end


def test_the_order_of_rows_and_columns_does_not_matter_and_columns_can_be_added(at: Desk, tmp_path: Path) -> None:
    path = out(at)
    fill(path, answers)
    rows = [[cell.value for cell in row] for row in load_workbook(path)["Review"].iter_rows()]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["My list of today"])
    for row in (rows[0], *reversed(rows[1:])):
        sheet.append(["my note", *reversed(row)])
    book.save(tmp_path / "other.xlsx")
    assert numbers(reviewbook.take(at, tmp_path / "other.xlsx", LATER)) == (4, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("row", "cell", "expected"),
    [
        ({DECISION: "Godo"}, "M", "“Godo” is not on the list of this cell."),
        ({OTHER: "Godo", WHY: "x"}, "N", "“Godo” is not one of: Good, Met."),
        ({DECISION: "Good", OTHER: "Met"}, "N", "“Decision” and “Other value” are both filled in."),
        ({DECISION: "blank"}, "O", "The reason is missing."),
        ({WHY: "Because."}, "O", "There is a reason and no decision."),
        ({OTHER: "=1+1"}, "N", "A formula stands here."),
        ({DECISION: "Good", KEY: ""}, "A", "What tells which row this is, in column A, is gone."),
        ({DECISION: "blank", WHY: "The child, DOB 12/03/2015."}, "O", "there seems to be a date of birth"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_and_the_others_are_taken(
    at: Desk, row: Row, cell: str, expected: str
) -> None:
    path = out(at)
    fill(path, lambda case, question: row if question == "1d Grade" else answers(case, question))
    grade = next(one for one in load_workbook(path)["Review"].iter_rows() if one[QUESTION].value == "1d Grade")
    summary = reviewbook.take(at, path, LATER)
    (problem,) = summary.problems
    assert expected in problem.message
    assert problem.where.at == f"sheet “Review”, cell {cell}{grade[0].row}"
    assert summary.taken == 3


def test_what_has_changed_meanwhile_is_a_conflict_and_is_not_taken(at: Desk) -> None:
    path = out(at)
    fill(path, answers)
    (key,) = {one.trouble.key for one in review.find(at.store, AT_HAND, Which(), ("C1",)).items}
    review.decide(at, key, Given("grade", "good"), LATER)
    summary = reviewbook.take(at, path, LATER)
    assert numbers(summary) == (3, 0, 0, 1, 0)
    assert "kim decided it otherwise on 2026-12-01." in summary.conflicts[0].message
    assert values(at.store)["C1"]["grade"] == "good"


def test_the_rows_of_a_return_that_made_way_are_conflicts(at: Desk) -> None:
    path = out(at)
    fill(path, answers)
    send(at.workspace, at.store, written({"case_ref": "C1", "grade": "good"}), "b.docx")
    summary = reviewbook.take(at, path, LATER)
    assert numbers(summary) == (1, 0, 0, 3, 0)
    assert all("The return was replaced meanwhile." in one.message for one in summary.conflicts)


def test_text_is_text_cells_are_protected_and_everybody_can_read_it(at: Desk) -> None:
    path = out(at)
    with zipfile.ZipFile(path) as package:
        assert not any("vba" in name.lower() for name in package.namelist())
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
    sheet = load_workbook(path)["Review"]
    assert sheet.freeze_panes == "D2"
    assert sheet.protection.sheet
    assert sheet.column_dimensions["A"].hidden
    unlocked = {cell.column - 1 for cell in sheet[2] if not cell.protection.locked}
    assert unlocked == {DECISION, OTHER, WHY}
    assert len(sheet.data_validations.dataValidation) == sheet.max_row - 1
    assert access.check(path.read_bytes(), path.name) == ()


def test_a_workbook_that_somebody_has_filled_in_is_never_overwritten(at: Desk) -> None:
    path = out(at)
    assert out(at) == path
    fill(path, answers)
    assert out(at).name == "review (2).xlsx"


@pytest.mark.parametrize(("name", "data"), [("a.xlsx", b"no workbook"), ("gone.xlsx", None)])
def test_a_file_that_is_no_such_workbook_says_so(at: Desk, tmp_path: Path, name: str, data: bytes | None) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(DocgenError, match=r"cannot be read|no such file"):
        reviewbook.take(at, path, LATER)
    book = Workbook()
    book.save(path)
    with pytest.raises(DocgenError, match="No sheet of it has the columns"):
        reviewbook.take(at, path, LATER)


@pytest.mark.libreoffice
def test_a_workbook_that_libreoffice_has_saved_is_taken(at: Desk, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")
    path = out(at)
    fill(path, answers)
    words = [office, f"-env:UserInstallation=file://{tmp_path / 'profile'}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*words, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True)
    assert numbers(reviewbook.take(at, tmp_path / "review.xlsx", LATER)) == (4, 0, 0, 0, 0)
    assert load_workbook(tmp_path / "review.xlsx")["Review"].column_dimensions["A"].hidden
