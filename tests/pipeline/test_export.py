"""What goes out: whole, safe to open, without free text unless it is asked for, the same in CSV and in Excel."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from docgen.model import Answer, DocgenError, Form, Framework, Query, Receipt, Return, Severity, Standing, State
from docgen.pipeline import export, exported
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.export import Made, Order
from docgen.pipeline.tables import encoded
from docgen.pipeline.workspace import Workspace, open_store
from docgen.store import Basis, Store, Which
from docgen.store.views import NAMES
from tests.databases import sql
from tests.store.samples import FORM

NOW = "2026-11-20T12:00:00Z"
REFERENCE = (Path(__file__).parents[2] / "docs" / "reference" / "export.md").read_text("utf-8")
PEOPLE = replace(FORM, roles=(*FORM.roles, ("practitioner", "told")))
SMALL = Framework("small", "1", "Small", "Test", (), (PEOPLE,))
LEADS = ("=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n=1", '=HYPERLINK("x")', "＝1", "#N/A", "'quoted", "plain")
ACTIONS = (
    {"action": "Visit canary", "owner": "Team manager", "due": "2026-12-01", "outcome": "canary"},
    {"action": "Write", "owner": None, "due": None, "outcome": None},
)


@pytest.fixture(autouse=True)
def at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docgen.pipeline.catalogue.gather", lambda _: Catalogue((SMALL,)))


@pytest.fixture
def store(place: Workspace) -> Iterator[Store]:
    with open_store(place) as opened:
        put(opened, "a", case_ref="C1", auditor="Sam Hill", area="a1", seen_on="2026-10-05", grade="good",
            rationale="canary, “quoted”\nnext", strengths=("plans", "records"), visits=Decimal("12.50"),
            actions=ACTIONS, told="Robin Sample")  # fmt: skip
        put(opened, "b", Standing.DOUBTFUL, case_ref="C2", grade="met")
        put(opened, "c", case_ref="C3", seen_on="2025-01-01", grade=None)
        yield opened


def put(store: Store, key: str, standing: Standing = Standing.ACCEPTED, form: Form = PEOPLE, **values: Any) -> None:
    answers = tuple(
        Answer(name, value, State.BLANK if value is None else State.ANSWERED, "control")
        for name, value in values.items()
    )
    asked = Query("rationale-required", Severity.ERROR, "It says “canary”.", "Write it.", "rationale")
    returned = Return("x.docx", key * 64, "word", answers=answers, queries=(asked,))
    slip = Receipt(
        key * 16, key * 64, "x.docx", standing, "small", "1", "case", f"T{key}", values["case_ref"], received=NOW,
        day=values.get("seen_on") or "",
    )  # fmt: skip
    with store.entry() as entry:
        entry.write(slip, returned, basis=Basis(form))


def make(place: Workspace, store: Store, which: Which = Which(), **asked: bool) -> Made:  # noqa: B008
    return export.make(place, store, Order(which, place.out / "export", **asked), NOW)


def table(made: Made, name: str) -> list[dict[str, str]]:
    data = (made.folder / f"{name}.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_an_accepted_audit_is_a_row_with_its_grade_in_words(place: Workspace, store: Store) -> None:
    first, third = table(make(place, store), "audits")
    assert first == {
        "audit": "a" * 16, "framework": "small", "version": "1", "form": "case", "copy": "Ta", "case": "C1",
        "practitioner": "Robin Sample", "auditor": "Sam Hill", "team": "Area one", "date": "2026-10-05",
        "grade": "good", "grade_label": "Good", "queries": "1", "received": NOW,
    }  # fmt: skip
    assert (third["case"], third["grade"]) == ("C3", "")


def test_each_answer_is_a_row_and_free_text_only_says_that_it_is_there(place: Workspace, store: Store) -> None:
    rows = {row["field"]: row for row in table(make(place, store), "answers") if row["audit"] == "a" * 16}
    assert {field: (row["value"], row["value_label"], row["withheld"]) for field, row in rows.items()} == {
        "case_ref": ("C1", "", "0"),
        "auditor": ("Sam Hill", "Sam Hill", "0"),
        "area": ("a1", "Area one", "0"),
        "seen_on": ("2026-10-05", "05/10/2026", "0"),
        "grade": ("good", "Good", "0"),
        "rationale": ("", "", "1"),
        "strengths": ("plans;records", "Plans; Records", "0"),
        "visits": ("12.50", "12.50", "0"),
        "actions": ("", "", "1"),
        "told": ("Robin Sample", "", "0"),
    }
    assert (rows["grade"]["ref"], rows["grade"]["label"], rows["rationale"]["state"]) == ("5", "Grade", "answered")


def test_actions_and_queries_are_rows_without_their_words(place: Workspace, store: Store) -> None:
    made = make(place, store)
    assert [(row["number"], row["owner"], row["due"], row["action"]) for row in table(made, "actions")] == [
        ("1", "Team manager", "2026-12-01", ""), ("2", "", "", ""),
    ]  # fmt: skip
    assert [(row["case"], row["standing"], row["rule"], row["message"]) for row in table(made, "queries")] == [
        ("C1", "accepted", "rationale-required", ""), ("C2", "doubtful", "rationale-required", ""),
        ("C3", "accepted", "rationale-required", ""),
    ]  # fmt: skip
    assert made.rows == {"audits": 2, "answers": 13, "actions": 2, "queries": 3}


def test_no_free_text_is_in_any_file_unless_it_is_asked_for(place: Workspace, store: Store) -> None:
    folder = make(place, store).folder
    assert not any(b"canary" in unpacked(path) for path in folder.iterdir())
    folder = make(place, store, free_text=True).folder
    assert {path.name for path in folder.iterdir() if b"canary" in unpacked(path)} == {
        "answers.csv", "actions.csv", "queries.csv", "audits.xlsx",
    }  # fmt: skip


def unpacked(path: Path) -> bytes:
    import zipfile

    if path.suffix != ".xlsx":
        return path.read_bytes()
    with zipfile.ZipFile(path) as book:
        return b"".join(book.read(name) for name in book.namelist())


def test_with_free_text_every_word_is_there_as_it_was_written(place: Workspace, store: Store) -> None:
    rows = {row["field"]: row["value"] for row in table(make(place, store, free_text=True), "answers")}
    assert rows["rationale"] == "canary, “quoted”\nnext"
    (first, _) = table(make(place, store, free_text=True), "actions")
    assert (first["action"], first["others"]) == ("Visit canary", "outcome: canary")


def test_the_workbook_holds_the_same_rows_and_a_sheet_to_read_first(place: Workspace, store: Store) -> None:
    from openpyxl import load_workbook

    made = make(place, store, free_text=True)
    book = load_workbook(made.folder / "audits.xlsx")
    assert book.sheetnames == ["README", "audits", "answers", "actions", "queries"]
    for name in made.rows:
        rows = [[text(cell.value) for cell in row] for row in book[name].iter_rows()]
        plain = [list(row.values()) for row in table(made, name)]
        assert rows[0] == list(table(made, name)[0])
        assert [[cell.removeprefix("'") for cell in row] for row in plain] == [
            [cell.removeprefix("'") for cell in row] for row in rows[1:]
        ]
    said = " ".join(str(row[0].value or "") for row in book["README"].iter_rows())
    assert "audits: One row for each accepted audit. 2 rows." in said
    assert exported.WITH_TEXT in said


def text(cell: object) -> str:
    from datetime import datetime

    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else f"{cell:.2f}" if isinstance(cell, float) else str(cell)


def test_no_text_becomes_a_formula_in_csv_or_in_excel(place: Workspace, store: Store) -> None:
    from openpyxl import load_workbook

    for number, lead in enumerate(LEADS):
        put(store, "def0123456789"[number], case_ref=f"C{number}", rationale=lead)
    made = make(place, store, free_text=True)
    for row in table(made, "answers"):
        assert not row["value"].startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    sheet = load_workbook(made.folder / "audits.xlsx")["answers"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    assert set(LEADS[:4]) <= {cell.value for cell in cells}


@pytest.mark.parametrize("lead", LEADS[:9])
def test_a_text_that_could_be_a_formula_gets_an_apostrophe_and_a_number_does_not(lead: str) -> None:
    (row,) = csv.reader(
        io.StringIO(encoded(["a", "b"], [[lead, -1]]).decode("utf-8-sig").split("\r\n", 1)[1], newline="")
    )
    assert row == [f"'{lead}", "-1"]


def test_the_package_describes_every_file_with_its_hash_and_every_column(place: Workspace, store: Store) -> None:
    made = make(place, store)
    package = json.loads((made.folder / "datapackage.json").read_text("utf-8"))
    assert [one["path"] for one in package["resources"]] == ["audits.csv", "answers.csv", "actions.csv", "queries.csv"]
    for one in package["resources"]:
        data = (made.folder / one["path"]).read_bytes()
        assert (one["bytes"], one["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        assert [field["name"] for field in one["schema"]["fields"]] == list(table(made, one["name"])[0])
        keys = [tuple(row[name] for name in one["schema"]["primaryKey"]) for row in table(made, one["name"])]
        assert len(set(keys)) == len(keys) == one["rows"]


def test_a_part_is_exported_by_period(place: Workspace, store: Store) -> None:
    made = make(place, store, Which(first="2026-10-01", last="2026-12-31"))
    assert [row["case"] for row in table(made, "audits")] == ["C1"]
    assert {row["audit"] for row in table(made, "answers")} == {"a" * 16}


def test_the_same_command_writes_anew_and_never_over_what_somebody_changed(place: Workspace, store: Store) -> None:
    made = make(place, store)
    put(store, "d", case_ref="C4", grade="met")
    assert make(place, store).rows["audits"] == 3
    (made.folder / "answers.csv").write_text("mine", encoding="utf-8")
    before = (made.folder / "audits.csv").read_bytes()
    with pytest.raises(DocgenError, match=r"answers\.csv: Somebody has changed this file, so nothing was written"):
        make(place, store)
    assert (made.folder / "audits.csv").read_bytes() == before
    assert not list(made.folder.glob(".docgen*"))


def test_an_export_is_an_event_with_how_much_went_out_and_how(place: Workspace, store: Store) -> None:
    make(place, store, free_text=True)
    found = sql(place.store_url, "SELECT detail FROM events WHERE what = 'exported'")
    assert found == [("audits=2 answers=13 actions=2 queries=3 free-text",)]


def test_an_export_that_fails_leaves_nothing_half_written(
    place: Workspace, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("docgen.pipeline.sheets.write", full)
    with pytest.raises(OSError, match="No space"):
        make(place, store)
    assert list((place.out / "export").iterdir()) == []


def test_every_column_and_view_stands_in_the_reference() -> None:
    for one in exported.TABLES:
        section = REFERENCE.split(f"### {one.name}.csv", 1)[1].split("\n#", 1)[0]
        for column in one.columns:
            assert f"| `{column.name}` | {column.about} |" in section
    for view in NAMES:
        assert f"| `{view}` |" in REFERENCE


def test_the_columns_of_the_views_are_those_of_the_reference(place: Workspace, store: Store) -> None:
    for view in NAMES:
        line = next(line for line in REFERENCE.splitlines() if line.startswith(f"| `{view}` |"))
        told = [word.strip(" `") for word in line.split("|")[3].split(",")]
        made = sql(place.store_url, f"SELECT name FROM pragma_table_info('{view}')")
        assert told == [name for (name,) in made]
