"""The plan of a year as a workbook and a calendar, taken back with what people have noted."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from docgen import definitions
from docgen.model import DocgenError
from docgen.pipeline import kept, planning
from docgen.pipeline.planning import Made
from docgen.pipeline.workspace import Workspace, open_store

NOW = "2026-11-20T12:00:00Z"
CAMDEN = definitions.load(Path("frameworks") / "camden-early-help-2020.11.yaml")


def make(place: Workspace, back: Path | None = None, year: str = "2026-27") -> Made:
    with open_store(place) as store:
        return planning.make(place, store, CAMDEN, year, NOW, back)


def filled(place: Workspace, **days: str) -> Path:
    """The plan as it comes back with these days by ref (with _ for -)."""
    book = load_workbook(make(place).files[0])
    sheet = book["Plan"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    wanted = {ref.replace("_", "-"): day for ref, day in days.items()}
    for row in range(2, sheet.max_row + 1):
        ref = sheet.cell(row, heads["Ref"]).value
        if ref in wanted:
            sheet.cell(row, heads["Done on"]).value = wanted[ref]
            sheet.cell(row, heads["Note"]).value = "Minutes on file"
    path = place.folder / "back.xlsx"
    book.save(path)
    return path


def standing(made: Made) -> dict[str, tuple[int, int, int]]:
    return {one.of: (one.planned, one.due, one.done) for one in made.standing}


def test_the_plan_is_a_workbook_and_a_calendar(place: Workspace) -> None:
    made = make(place)
    assert [path.name for path in made.files] == ["plan.xlsx", "plan.ics"]
    book = load_workbook(made.files[0])
    assert book.sheetnames == ["Plan", "Done against planned", "At events", "How"]
    assert book["Plan"].max_row == 1 + 3 * 52 + 12 * 4 + 6 * 3 + 4 + 2
    text = made.files[1].read_text("utf-8")
    assert text.count("BEGIN:VEVENT") == 12 * 4 + 6 * 3 + 4 + 2, "the weekly ones are left out"
    assert "SUMMARY:Due: Quality and challenge panel" in text


def test_days_that_people_have_noted_are_taken_once_and_stand_in_the_next_plan(place: Workspace) -> None:
    back = filled(place, challenge_panel_01="29/04/2026", practice_mirror_group_01="2026-05-12")
    made = make(place, back)
    assert (made.taken, standing(made)["challenge-panel"]) == (2, (12, 7, 1))
    assert make(place, back).taken == 0
    rows = load_workbook(make(place).files[0])["Plan"].iter_rows(min_row=2, values_only=True)
    row = next(row for row in rows if row[0] == "challenge-panel-01")
    assert (str(row[7])[:10], row[8]) == ("2026-04-29", "Minutes on file")
    with open_store(place) as store:
        assert store.problems() == ()


def test_a_day_that_is_taken_back_is_gone(place: Workspace) -> None:
    make(place, filled(place, challenge_panel_01="29/04/2026"))
    made = make(place, filled(place, challenge_panel_01=""))
    assert (made.taken, standing(made)["challenge-panel"][2]) == (1, 0)


def test_what_cannot_be_taken_is_said_at_once_by_row(place: Workspace) -> None:
    back = filled(place, challenge_panel_01="soon", challenge_panel_02="01/01/2027")
    book = load_workbook(back)
    book["Plan"].cell(2, 1).value = "other-01"
    book.save(back)
    with pytest.raises(DocgenError) as error:
        make(place, back)
    assert sorted(one.message for one in error.value.queries) == [
        "01/01/2027 has not come yet.",
        "“other-01” is no ref of camden-early-help 2026-27.",
        "“soon” is no day.",
    ]


def test_a_day_for_what_has_a_form_is_not_taken_and_is_said(place: Workspace) -> None:
    made = make(place, filled(place, practice_audits_01="29/04/2026", challenge_panel_01="29/04/2026"))
    assert (made.taken, standing(made)["practice-audits"][2]) == (1, 0)
    (note,) = made.notes
    assert "29/04/2026 was not taken: practice-audits-01 has a form, and is done when a return is dated in its" in note


def test_a_year_is_from_april(place: Workspace) -> None:
    with pytest.raises(DocgenError, match="“2026-11” is no year"):
        make(place, year="2026-11")


def test_a_report_learns_what_was_noted_in_its_time(place: Workspace) -> None:
    make(place, filled(place, challenge_panel_01="29/04/2026", challenge_panel_05="2026-09-02"))
    with open_store(place) as store:
        found = kept.kept_in(store, CAMDEN, date(2026, 4, 1), date(2026, 9, 30), date(2026, 11, 20))
        assert found["challenge-panel"] == (6, 2)
        assert "practice-audits" not in found, "it has a form"
        assert kept.kept_in(store, CAMDEN, date(2025, 4, 1), date(2026, 3, 31), date(2026, 11, 20)) == {}
