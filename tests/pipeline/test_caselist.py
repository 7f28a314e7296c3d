from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from docgen.model import DocgenError
from docgen.pipeline.caselist import CaseList, read
from tests.pipeline.forms import CASE_FIELDS, FORM, NO_CASE, WITH_RULE


def listed(folder: Path, text: str, encoding: str = "utf-8") -> CaseList:
    path = folder / "cases.csv"
    path.write_bytes(text.encode(encoding))
    return read(path, FORM)


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(DocgenError) as failure:
        listed(folder, text)
    return [str(query) for query in failure.value.queries]


def test_a_row_gives_the_values_that_its_cells_certainly_mean(tmp_path: Path) -> None:
    found = listed(tmp_path, "case_ref,area,filed,grade,areas,visits\nC1,Area two,9/10/2014,good,Plans; y,3.5\n")
    (row,) = found.rows
    assert (row.row, row.case) == (2, "C1")
    values = {"case_ref": "C1", "area": "a2", "filed": "2014-10-09", "grade": "good", "areas": ("x", "y")}
    assert row.values == {**values, "visits": Decimal("3.5")}
    assert found.fields == ("case_ref", "area", "filed", "grade", "areas", "visits")
    assert found.notes == ()


@pytest.mark.parametrize(
    "header", ["case_ref", "Case Ref", " CASE-REF ", "Case reference", "caseref", "case  reference"]
)
def test_a_column_is_found_by_id_or_label_whatever_its_capitals_and_spaces(tmp_path: Path, header: str) -> None:
    assert listed(tmp_path, f"{header}\nC1\n").rows[0].case == "C1"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_way_in_which_excel_saves_a_csv_is_read(tmp_path: Path, separator: str, encoding: str) -> None:
    found = listed(tmp_path, f"case_ref{separator}area\nÉ1{separator}A1\n", encoding)
    assert (found.rows[0].case, found.notes) == ("É1", ())


def test_a_list_in_the_code_page_of_windows_is_read_and_that_is_said(tmp_path: Path) -> None:
    found = listed(tmp_path, "case_ref\nÉ1\n", "cp1252")
    assert found.rows[0].case == "É1"
    assert "Windows-1252" in found.notes[0]


def test_an_unknown_column_is_a_note_with_what_was_probably_meant(tmp_path: Path) -> None:
    found = listed(tmp_path, "case_ref,visit,team notes,Comment\nC1,3,x,y\n")
    assert found.fields == ("case_ref",)
    assert found.notes == (
        "Column “visit” is not used: the form has no such field. Did you mean “visits”?",
        "Column “team notes” is not used: the form has no such field.",
        "Column “Comment” is not used: 2 questions have this label. Name it by the field's id.",
    )


def test_blank_rows_and_cells_and_trailing_separators_do_no_harm(tmp_path: Path) -> None:
    found = listed(tmp_path, "case_ref,area,\n\n,,\nC1,,\n  \nC2,A1,\n")
    assert [(row.row, row.case, len(row.values)) for row in found.rows] == [(4, "C1", 1), (6, "C2", 2)]


def test_a_column_without_a_name_that_holds_something_is_a_note(tmp_path: Path) -> None:
    assert listed(tmp_path, "case_ref,,\nC1,Smith,\n").notes == ("Column 2 has no name, and is not used.",)


def test_line_breaks_inside_quotes_stay_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    found = listed(tmp_path, 'case_ref,grade_comment\r\nC1,"two\r\nlines"\r\nC2,x\r\n')
    assert [(row.row, row.values["grade_comment"]) for row in found.rows] == [(2, "two\nlines"), (4, "x")]


def test_every_wrong_cell_is_named_with_row_and_column_at_once(tmp_path: Path) -> None:
    found = problems(tmp_path, "case_ref,area,filed\nC1,Area tow,31/02/2014\n,A1,\nC1,A1,1/1/14\n")
    assert [text.split(":")[0] for text in found] == [
        "cases.csv, row 2, column “area”",
        "cases.csv, row 2, column “filed”",
        "cases.csv, row 3",
        "cases.csv, row 4, column “filed”",
        "cases.csv, row 4",
    ]
    assert "“Area tow” is not one of: A1, Area two." in found[0]
    assert "Did you mean “Area two”?" in found[0]
    assert "The case reference is blank." in found[2]
    assert "Did you mean “01/01/2014”?" in found[3]
    assert "Case C1 stands in row 2 already." in found[4]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "The case list is empty."),
        ("\n \n", "The case list is empty."),
        ("case_ref\n", "has no case"),
        ("area\nA1\n", "No column is named case_ref or “Case reference”."),
        ("case_ref,Case reference\nC1,C1\n", "Two columns are both for case_ref."),
        ("case_ref,actions\nC1,x\n", "A table cannot be pre-filled."),
        ("case_ref\nC1,Smith\n", "“Smith” stands beyond the last column."),
        ("case_ref\nC\x0b1\n", "a character that no document can hold (U+000B)"),
        ('case_ref\n"C1\n', "The row cannot be read"),
    ],
)
def test_a_list_that_cannot_be_used_says_why(tmp_path: Path, text: str, expected: str) -> None:
    if text == 'case_ref\n"C1\n':
        text += "x" * 200_000
    assert expected in problems(tmp_path, text)[0]


def test_a_form_that_asks_for_no_case_needs_no_such_column(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("area\nA1\nA1\n", encoding="utf-8")
    assert [(row.case, row.values) for row in read(path, NO_CASE).rows] == [("", {"area": "a1"}), ("", {"area": "a1"})]


def workbook(path: Path, *rows: tuple[object, ...], sheets: int = 1) -> Path:
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    for _ in range(sheets - 1):
        book.create_sheet()
    book.save(path)
    return path


def test_a_workbook_gives_dates_numbers_and_words_as_a_person_reads_them(tmp_path: Path) -> None:
    from datetime import date, datetime

    path = workbook(
        tmp_path / "cases.xlsx",
        ("Case reference", "Date filed", "Visits", None),
        (100063.0, date(2014, 10, 9), 3.5, None),
        (None, None, None, None),
        ("C2", datetime(2014, 10, 9), 12, None),
    )  # fmt: skip
    found = read(path, FORM)
    assert [(row.row, row.case, row.values["filed"], row.values["visits"]) for row in found.rows] == [
        (2, "100063", "2014-10-09", Decimal("3.5")),
        (4, "C2", "2014-10-09", 12),
    ]


def test_a_workbook_of_several_sheets_says_which_was_read(tmp_path: Path) -> None:
    path = workbook(tmp_path / "cases.xlsx", ("case_ref",), ("C1",), sheets=2)
    assert read(path, FORM).notes == ("The workbook has several sheets; “Sheet”, the first, was read.",)


def test_a_file_that_is_no_workbook_is_said(tmp_path: Path) -> None:
    (tmp_path / "cases.xlsx").write_text("case_ref\nC1\n", encoding="utf-8")
    with pytest.raises(DocgenError, match=r"cases\.xlsx: The workbook cannot be read"):
        read(tmp_path / "cases.xlsx", FORM)


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DocgenError, match=r"nothing\.csv: There is no such file"):
        read(tmp_path / "nothing.csv", FORM)


# --- what the list tells beside the form -------------------------------------------------------------------


def telling(folder: Path, text: str) -> CaseList:
    path = folder / "cases.csv"
    path.write_text(text, encoding="utf-8")
    return read(path, WITH_RULE, CASE_FIELDS)


def test_what_no_form_asks_becomes_a_fact_of_the_case_and_fills_nothing_in(tmp_path: Path) -> None:
    found = telling(tmp_path, "case_ref,area,Case opened on,involved\nC1,A1,2/3/2026,Kim; Sam\nC2,A1,,\n")
    assert [row.facts for row in found.rows] == [{"opened_on": "2026-03-02", "involved": "Kim; Sam"}, {}]
    assert [row.values for row in found.rows] == [{"case_ref": ref, "area": "a1"} for ref in ("C1", "C2")]
    assert found.fields == ("case_ref", "area")
    assert found.notes == ()


def test_a_fact_that_cannot_be_read_is_named_like_any_other_cell(tmp_path: Path) -> None:
    with pytest.raises(DocgenError, match=r"cases\.csv, row 2, column “opened_on”: “March” is not a date"):
        telling(tmp_path, "case_ref,opened_on,involved\nC1,March,Kim\n")


def test_a_column_that_rules_need_and_the_list_does_not_have_is_said(tmp_path: Path) -> None:
    assert telling(tmp_path, "case_ref\nC1\n").notes == (
        "There is no column “involved” (Involved in the case), so the rule not-involved cannot be checked.",
    )


def test_a_misspelt_column_is_named_with_the_one_that_was_meant(tmp_path: Path) -> None:
    assert telling(tmp_path, "case_ref,involvd\nC1,Kim\n").notes[0] == (
        "Column “involvd” is not used: the form has no such field. Did you mean “involved”?"
    )


def test_what_is_for_the_ledger_alone_does_not_go_into_the_form(tmp_path: Path) -> None:
    found = listed(tmp_path, "case_ref,Due,auditor,Auditor email,Team\nC1,1/12/2026,Sam Hill,sam@example.org,North\n")
    (row,) = found.rows
    assert row.ledger == {
        "due": "2026-12-01", "auditor": "Sam Hill", "auditor_email": "sam@example.org", "team": "North",
    }  # fmt: skip
    assert (row.values, found.fields, found.notes) == ({"case_ref": "C1"}, ("case_ref",), ())


def test_a_due_date_that_is_none_is_named_by_row_and_column(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, "case_ref,due\nC1,soon\n")
    assert "row 2, column “due”" in problem


def test_a_field_of_the_form_comes_before_a_word_of_the_ledger(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("case_ref,Team\nC1,A1\n", encoding="utf-8")
    team = replace(FORM.questions[1], label="Team")
    form = replace(FORM, sections=(replace(FORM.sections[0], questions=(FORM.questions[0], team)),))
    (row,) = read(path, form).rows
    assert (row.values["area"], row.ledger) == ("a1", {})


def test_the_team_names_its_own_columns_in_the_settings(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text("Child ID,Lead officer,Back by\nC1,Sam Hill,1/12/2026\n", encoding="utf-8")
    own = {"child id": "case", "Lead officer": "auditor", "Back by": "due", "Not there": "area"}
    (row,) = read(path, FORM, (), own).rows
    assert (row.case, row.ledger) == ("C1", {"auditor": "Sam Hill", "due": "2026-12-01"})
