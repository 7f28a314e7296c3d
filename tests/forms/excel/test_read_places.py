"""Where the answers are found after people have inserted, moved, copied, renamed, merged and deleted."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from docgen.forms.excel import open_form
from docgen.model import State, Value
from docgen.reading import GONE
from tests.forms.excel.written import (
    FORM_SHEET,
    TABLE_SHEET,
    TOOLKIT,
    S,
    blank,
    cell_of,
    changed,
    compiled,
    edited,
    filled,
    marks,
    packed,
    parts,
    put,
    read,
    said,
    values,
)
from tests.forms.word.written import EVERYTHING, Case, answers, every, name

CASE = (EVERYTHING, EVERYTHING.forms[0])
GIVEN = answers(CASE[1])
WORKBOOK = "xl/workbook.xml"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def inserted(data: bytes, part: str, sheet: str, at: int = 0, column: bool = False) -> bytes:
    """The workbook with a row (or, in front of all others, a column) inserted, as Excel does it: names move along."""

    def moved(cell: str) -> str:
        letters, number = re.match(r"([A-Z]+)(\d+)\Z", cell).groups()  # type: ignore[union-attr]
        if column:
            return f"{chr(ord(letters) + 1)}{number}"
        return f"{letters}{int(number) + (int(number) >= at)}"

    def shift(root: etree._Element) -> None:
        for row in root.iter(S + "row"):
            number = int(str(row.get("r")))
            row.set("r", str(number if column else number + (number >= at)))
            for cell in row.iter(S + "c"):
                cell.set("r", moved(str(cell.get("r"))))

    def follow(root: etree._Element) -> None:
        for entry in root.iter(S + "definedName"):
            title, _, cell = (entry.text or "").rpartition("!")
            if title.strip("'") == sheet and re.fullmatch(r"\$[A-Z]+\$\d+", cell):
                to = moved(cell.replace("$", ""))
                entry.text = f"{title}!${to[0]}${to[1:]}"

    return edited(edited(data, part, shift), WORKBOOK, follow)


def without_names(data: bytes) -> bytes:
    def drop(root: etree._Element) -> None:
        names = root.find(S + "definedNames")
        assert names is not None
        root.remove(names)

    return edited(data, WORKBOOK, drop)


def renamed(data: bytes, old: str, new: str) -> bytes:
    """The workbook with a sheet renamed, as Excel does it: names and formulas follow."""

    def rename(root: etree._Element) -> None:
        for sheet in root.iter(S + "sheet"):
            if sheet.get("name") == old:
                sheet.set("name", new)
        for entry in root.iter(S + "definedName"):
            title, _, cell = (entry.text or "").rpartition("!")
            if title.strip("'") == old:
                entry.text = "'" + new.replace("'", "''") + f"'!{cell}"

    return edited(data, WORKBOOK, rename)


def title(case: Case, number: int = 1) -> str:
    return [str(e.get("name")) for e in etree.fromstring(parts(blank(case))[WORKBOOK]).iter(S + "sheet")][number]


FORM, TABLE = title(CASE), title(CASE, 2)


# --- names that move with their cells --------------------------------------------------------------------


@pytest.mark.parametrize("at", [1, 3, 6, 15, 40])
def test_an_inserted_row_changes_nothing(at: int) -> None:
    data = inserted(filled(CASE), FORM_SHEET, FORM, at)
    assert values(data, CASE) == GIVEN
    assert marks(data, CASE).unread == ()


def test_an_inserted_column_changes_nothing() -> None:
    data = inserted(filled(CASE), FORM_SHEET, FORM, column=True)
    assert values(data, CASE) == GIVEN
    assert marks(data, CASE).unread == ()


@pytest.mark.parametrize("case", every(), ids=name)
def test_sheets_may_be_renamed(case: Case) -> None:
    data = renamed(filled(case), title(case), "Mine & yours' work")
    assert values(data, case) == answers(case[1])
    assert marks(data, case).unread == ()


@pytest.mark.parametrize("case", every(), ids=name)
def test_answers_whose_names_are_lost_are_found_by_the_references_of_their_rows(case: Case) -> None:
    data = without_names(filled(case))
    assert values(data, case) == answers(case[1])
    assert marks(data, case).unread == ()
    singles = [answer for answer in read(data, case).values() if case[1].question(answer.field).kind == "text"]  # type: ignore[union-attr]
    assert {answer.how for answer in singles} <= {"reference"}


def test_names_lost_and_rows_inserted_and_sheets_renamed_at_once() -> None:
    data = inserted(filled(CASE), FORM_SHEET, FORM, 9)
    data = without_names(renamed(inserted(data, TABLE_SHEET, TABLE, 2), FORM, "Audit of Sam"))
    assert values(data, CASE) == GIVEN
    assert marks(data, CASE).unread == ()


def test_names_lost_and_columns_inserted() -> None:
    data = without_names(inserted(filled(CASE), FORM_SHEET, FORM, column=True))
    assert values(data, CASE) == GIVEN


def test_an_answer_that_was_dragged_into_another_row_is_in_doubt() -> None:
    there, own = cell_of(blank(CASE), "_dg_free"), cell_of(blank(CASE), "_dg_plain")
    data = changed(blank(CASE), (WORKBOOK, f"!$C${own[1:]}</definedName>", f"!$C${there[1:]}</definedName>"))
    answer = read(put(data, there, said("Sam"), "inlineStr"), CASE)["plain"]
    assert answer.state is State.DOUBTFUL


def test_a_cell_that_was_merged_away_is_in_doubt_where_the_other_holds_something() -> None:
    cell = cell_of(blank(CASE), "_dg_plain")

    def merge(root: etree._Element) -> None:
        merged = etree.Element(S + "mergeCells")
        etree.SubElement(merged, S + "mergeCell", ref=f"B{cell[1:]}:C{cell[1:]}")
        root.find(S + "sheetData").addnext(merged)  # type: ignore[union-attr]

    answer = read(edited(blank(CASE), FORM_SHEET, merge), CASE)["plain"]
    assert answer.value is None


def test_a_deleted_row_is_missing_and_not_blank() -> None:
    cell = cell_of(blank(CASE), "_dg_plain")

    def delete(root: etree._Element) -> None:
        (row,) = (row for row in root.iter(S + "row") if row.get("r") == cell[1:])
        row.getparent().remove(row)  # type: ignore[union-attr]

    def lose(root: etree._Element) -> None:
        for entry in root.iter(S + "definedName"):
            if entry.get("name") == "_dg_plain":
                entry.text = "#REF!"

    data = edited(edited(filled(CASE), FORM_SHEET, delete), WORKBOOK, lose)
    assert read(data, CASE)["plain"].doubt == GONE


# --- rows and sheets that were copied --------------------------------------------------------------------


def copied_row(data: bytes, ref: str, label: str, text: str, at: int = 90) -> bytes:
    data = put(data, f"A{at}", said(ref), "inlineStr")
    data = put(data, f"B{at}", said(label), "inlineStr")
    return put(data, f"C{at}", said(text), "inlineStr")


def test_a_copied_row_with_the_same_answer_is_noted() -> None:
    data = copied_row(filled(CASE), "1j", "Free", str(GIVEN["free"]))
    answer = read(data, CASE)["free"]
    assert answer.value == GIVEN["free"]
    assert "2 times" in answer.note


def test_a_copied_row_with_another_answer_is_in_doubt() -> None:
    answer = read(copied_row(filled(CASE), "1j", "Free", "Something else"), CASE)["free"]
    assert answer.state is State.DOUBTFUL
    assert set(answer.candidates) == {GIVEN["free"], "Something else"}


def second_sheet(data: bytes, part: str, title: str) -> bytes:
    """The workbook with a copy of a sheet, which has no names of its own."""
    found = parts(data)
    number = 90
    found[f"xl/worksheets/sheet{number}.xml"] = found[part]
    relations, types, workbook = "xl/_rels/workbook.xml.rels", "[Content_Types].xml", WORKBOOK
    kind = (
        '<Relationship Id="rId900" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
    )
    changes = (
        (relations, "</Relationships>", f'{kind} Target="/xl/worksheets/sheet{number}.xml"/></Relationships>'),
        (types, "</Types>", f'<Override PartName="/xl/worksheets/sheet{number}.xml" '
         'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'),
        (workbook, "</sheets>", f'<sheet xmlns:r="{R[1:-1]}" name="{title}" sheetId="90" r:id="rId900"/></sheets>'),
    )  # fmt: skip
    return changed(packed(found), *changes)


def test_a_sheet_that_was_copied_before_it_was_filled_in_changes_nothing() -> None:
    empty = second_sheet(blank(CASE), FORM_SHEET, "Form (2)")
    found = parts(empty)
    found.update({name: data for name, data in parts(filled(CASE)).items() if name in (FORM_SHEET, TABLE_SHEET)})
    from tests.forms.excel.written import packed

    assert values(packed(found), CASE) == GIVEN


def test_a_sheet_that_was_copied_with_its_answers_says_the_same_twice() -> None:
    data = second_sheet(filled(CASE), FORM_SHEET, "Form (2)")
    assert values(data, CASE) == GIVEN
    assert "2 times" in read(data, CASE)["plain"].note


def test_a_sheet_that_was_copied_and_then_changed_leaves_a_doubt() -> None:
    data = second_sheet(filled(CASE), FORM_SHEET, "Form (2)")
    data = put(data, cell_of(data, "_dg_plain"), said("Other"), "inlineStr", part="xl/worksheets/sheet90.xml")
    found = read(data, CASE)
    assert found["plain"].state is State.DOUBTFUL
    assert found["free"].value == GIVEN["free"]


# --- tables ----------------------------------------------------------------------------------------------


def rows(data: bytes) -> Value:
    return values(data, CASE)["actions"]


ONE = {"what": "Write", "who": None, "when": None, "rag": None, "rank": None, "done": None, "days": None}


def test_rows_count_in_their_order_however_many_are_left_blank_between_them() -> None:
    data = put(blank(CASE), "B6", said("Second"), "inlineStr", part=TABLE_SHEET)
    data = put(data, "B4", said("First"), "inlineStr", part=TABLE_SHEET)
    assert rows(data) == (ONE | {"what": "First"}, ONE | {"what": "Second"})


def test_the_rows_beyond_those_that_word_prints_are_read() -> None:
    last = max(int(cell_of(blank(CASE), f"_dg_actions__{n}__who")[1:]) for n in (1, 9))
    assert rows(put(blank(CASE), f"B{last}", said("Write"), "inlineStr", part=TABLE_SHEET)) == (ONE,)


def test_an_inserted_row_has_no_names_and_is_read() -> None:
    data = inserted(filled(CASE), TABLE_SHEET, TABLE, 5)
    data = put(data, "B5", said("Write"), "inlineStr", part=TABLE_SHEET)
    given = GIVEN["actions"]
    assert isinstance(given, tuple)
    assert rows(data) == (given[0], ONE, *given[1:])


def test_rows_added_straight_below_are_read_and_what_stands_further_down_is_not() -> None:
    last = int(cell_of(blank(CASE), "_dg_actions__9__who")[1:])
    data = blank(CASE)
    for row in (last + 1, last + 2, last + 4):
        data = put(data, f"B{row}", said(f"Row {row}"), "inlineStr", part=TABLE_SHEET)
    assert rows(data) == tuple(ONE | {"what": f"Row {row}"} for row in (last + 1, last + 2))
    (unread,) = marks(data, CASE).unread
    assert (unread.text, unread.where) == (f"Row {last + 4}", f"sheet “{TABLE}”, cell B{last + 4}")


def test_columns_that_changed_places_are_read_by_their_headings() -> None:
    sheet = parts(filled(CASE))[TABLE_SHEET].decode("utf-8")
    swapped = re.sub(r'r="([BC])(\d+)"', lambda m: f'r="{"C" if m[1] == "B" else "B"}{m[2]}"', sheet)
    assert rows(without_names(changed(filled(CASE), (TABLE_SHEET, sheet, swapped)))) == GIVEN["actions"]


def test_a_table_whose_heading_was_changed_is_in_doubt() -> None:
    data = put(filled(CASE), "B3", said("What else"), "inlineStr", part=TABLE_SHEET)
    answer = read(data, CASE)["actions"]
    assert answer.state is State.DOUBTFUL
    assert "the heading of the table was changed" in answer.doubt


def test_a_table_that_was_copied_and_changed_is_in_doubt() -> None:
    data = second_sheet(filled(CASE), TABLE_SHEET, "More actions")
    answer = read(data, CASE)["actions"]
    assert answer.state is State.DOUBTFUL
    assert "its rows stand on 2 sheets of the file" in answer.doubt


def test_a_table_that_is_gone_is_missing() -> None:
    def drop(root: etree._Element) -> None:
        for row in list(root.iter(S + "row")):
            row.getparent().remove(row)  # type: ignore[union-attr]

    data = without_names(edited(filled(CASE), TABLE_SHEET, drop))
    assert read(data, CASE)["actions"].doubt == GONE


def test_dates_and_numbers_in_a_table_are_what_they_are_elsewhere() -> None:
    data = put(blank(CASE), "D4", "<v>41921</v>", part=TABLE_SHEET)
    data = put(data, "H4", "<v>3.5</v>", part=TABLE_SHEET)
    found = rows(data)
    assert isinstance(found, tuple)
    (row,) = found
    assert isinstance(row, dict)
    assert (row["when"], str(row["days"])) == ("2014-10-09", "3.5")


def test_the_copy_is_known_by_what_it_says_of_itself() -> None:
    opened = open_form(filled(CASE), "x.xlsx")
    assert {carrier.toolkit for carrier in opened.carriers} == {TOOLKIT}
    assert {carrier.name for carrier in opened.carriers} == {
        "document properties", "identifier", "hidden sheet", "footer",
    }  # fmt: skip
    assert compiled(CASE).name
