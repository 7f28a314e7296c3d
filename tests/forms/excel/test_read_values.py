"""What people and programs leave in the cells of answers, and what each comes to."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from docgen.marks import toolkit_id
from docgen.model import State
from tests.forms.excel.written import (
    FORM_SHEET,
    TOOLKIT,
    S,
    blank,
    cell_of,
    changed,
    compiled,
    edited,
    filled,
    packed,
    parts,
    put,
    read,
    said,
    values,
)
from tests.forms.word.written import EVERYTHING, answers

CASE = (EVERYTHING, EVERYTHING.forms[0])
BLANK = blank(CASE)
AT = {
    name: cell_of(BLANK, f"_dg_{name}")
    for name in ("plain", "count", "day", "yes", "one", "many__o0", "many__o1", "free")
}
STYLES = "xl/styles.xml"


def with_format(data: bytes, pattern: str) -> tuple[bytes, str]:
    """The workbook with one more format of cells, and its number."""

    def add(root: etree._Element) -> None:
        patterns, formats = root.find(S + "numFmts"), root.find(S + "cellXfs")
        assert patterns is not None
        assert formats is not None
        etree.SubElement(patterns, S + "numFmt", numFmtId="199", formatCode=pattern)
        etree.SubElement(formats, S + "xf", numFmtId="199", fontId="0", fillId="0", borderId="0")

    made = edited(data, STYLES, add)
    return made, str(len(etree.fromstring(parts(made)[STYLES]).find(S + "cellXfs")) - 1)  # type: ignore[arg-type]


def typed(field: str, inner: str, kind: str = "", pattern: str = "") -> tuple[object, str]:
    """The value and the doubt of a field in whose cell this stands."""
    data, style = with_format(BLANK, pattern) if pattern else (BLANK, "")
    found = read(put(data, AT[field], inner, kind, style), CASE)
    answer = found[field.partition("__")[0]]
    assert answer.state is (State.DOUBTFUL if answer.doubt else State.BLANK if answer.value is None else State.ANSWERED)
    return answer.value, answer.doubt


# --- texts -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner", "kind", "value"),
    [
        (said("Sam"), "inlineStr", "Sam"),
        (
            "<is><r><t>S</t></r><r><rPr><b/></rPr><t>am</t></r><rPh sb='0' eb='1'><t>?</t></rPh></is>",
            "inlineStr",
            "Sam",
        ),
        (said("a_x000D_&#10;b_x005F_x0041_"), "inlineStr", "a\nb_x0041_"),
        ("<v>100063</v>", "", "100063"),
        ("<v>100063.0</v>", "", "100063"),
        ("<v>1.1000000000000001</v>", "", "1.1"),
        ("<v>1E+3</v>", "", "1000"),
        ("<v>1</v>", "b", "TRUE"),
        ("<v></v>", "", None),
        (said("  "), "inlineStr", None),
    ],
)
def test_a_text_is_what_stands_in_the_cell(inner: str, kind: str, value: str | None) -> None:
    assert typed("plain", inner, kind) == (value, "")


def test_noughts_in_front_that_a_format_shows_are_part_of_a_text() -> None:
    assert typed("plain", "<v>63</v>", pattern="000000") == ("000063", "")


def test_a_text_that_excel_took_for_a_date_is_in_doubt() -> None:
    """3-4 typed into a cell that is not a text cell becomes the third of April."""
    assert typed("plain", "<v>46115</v>", pattern="d\\-mmm") == (
        None, "Excel holds the date 03/04/2026 here, whatever was typed",
    )  # fmt: skip


def test_a_number_of_more_digits_than_excel_keeps_is_in_doubt_as_a_text() -> None:
    value, doubt = typed("plain", "<v>1.2345678901234567E+19</v>")
    assert value is None
    assert "more digits than Excel keeps" in doubt


# --- dates -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner", "kind", "value"),
    [
        ("<v>41921</v>", "", "2014-10-09"),
        ("<v>41921.0</v>", "", "2014-10-09"),
        ("<v>61</v>", "", "1900-03-01"),
        ("<v>59</v>", "", "1900-02-28"),
        ("<v>1</v>", "", "1900-01-01"),
        (said("9 October 2014"), "inlineStr", "2014-10-09"),
        (said("09/10/2014"), "inlineStr", "2014-10-09"),
        ("<v>2014-10-09</v>", "d", "2014-10-09"),
    ],
)
def test_a_date_is_a_number_of_days_or_a_text(inner: str, kind: str, value: str) -> None:
    data = put(BLANK, AT["day"], inner, kind, style_of(AT["day"]))
    assert values(data, CASE)["day"] == value


def style_of(cell: str) -> str:
    element = etree.fromstring(parts(BLANK)[FORM_SHEET]).find(f".//{S}c[@r='{cell}']")
    assert element is not None
    return str(element.get("s"))


@pytest.mark.parametrize(
    "pattern", ["dd/mm/yyyy", "d mmm yy", "[$-809]dd mmmm yyyy;@", "m/d/yyyy", "yyyy\\-mm\\-dd", "mmm yy"]
)
def test_a_date_is_a_date_in_whatever_format_it_is_shown(pattern: str) -> None:
    assert typed("day", "<v>41921</v>", pattern=pattern) == ("2014-10-09", "")


def test_a_date_with_a_time_is_the_day_and_says_so() -> None:
    data, style = with_format(BLANK, "dd/mm/yyyy hh:mm")
    answer = read(put(data, AT["day"], "<v>41921.75</v>", style=style), CASE)["day"]
    assert (answer.value, answer.note) == ("2014-10-09", "the cell holds a time of day as well")


def test_days_are_counted_from_1904_where_the_workbook_says_so() -> None:
    old = changed(BLANK, ("xl/workbook.xml", "<workbookPr", '<workbookPr date1904="1"'))
    data = put(old, AT["day"], "<v>40459</v>", style=style_of(AT["day"]))
    assert values(data, CASE)["day"] == "2014-10-09"


def test_a_number_that_is_not_shown_as_a_date_is_in_doubt_with_the_date_it_may_be() -> None:
    data, style = with_format(BLANK, "General")
    answer = read(put(data, AT["day"], "<v>41921</v>", style=style), CASE)["day"]
    assert answer.state is State.DOUBTFUL
    assert answer.candidates == ("2014-10-09",)


@pytest.mark.parametrize("number", ["60", "-3", "0", "2958466", "1E+300"])
def test_a_number_that_is_no_date_is_in_doubt(number: str) -> None:
    value, doubt = typed("day", f"<v>{number}</v>", pattern="dd/mm/yyyy")
    assert value is None
    assert doubt


# --- numbers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("inner", "kind", "pattern", "value"),
    [
        ("<v>12</v>", "", "", 12),
        ("<v>12.0</v>", "", "", 12),
        ("<v>1250</v>", "", "#,##0", 1250),
        ("<v>5</v>", "", '"£"#,##0', 5),
        (said("12"), "inlineStr", "", 12),
        (said("1,250"), "inlineStr", "", 1250),
    ],
)
def test_a_number_is_a_number_or_a_text_in_digits(inner: str, kind: str, pattern: str, value: int) -> None:
    assert typed("count", inner, kind, pattern) == (value, "")


def test_a_number_shown_in_percent_is_in_doubt() -> None:
    assert typed("count", "<v>0.5</v>", pattern="0%") == (None, "the cell shows 50%")


def test_a_number_that_excel_took_for_a_date_is_in_doubt() -> None:
    assert typed("count", "<v>46115</v>", pattern="d\\-mmm")[0] is None


# --- formulas and errors ---------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["plain", "count", "day", "yes", "one", "free"])
def test_a_formula_in_an_answer_is_in_doubt(field: str) -> None:
    value, doubt = typed(field, "<f>A1&amp;1</f><v>Yes</v>", "str")
    assert value is None
    assert doubt == "the cell holds a formula (=A1&1), which shows “Yes”"


def test_a_formula_that_was_never_calculated_is_in_doubt() -> None:
    assert typed("plain", "<f>NOW()</f>") == (None, "the cell holds a formula (=NOW()), which shows nothing")


def test_a_formula_in_a_box_is_in_doubt() -> None:
    _, doubt = typed("many__o0", "<f>IF(1,&quot;✓&quot;)</f><v>✓</v>", "str")
    assert "holds a formula" in doubt


def test_an_error_in_an_answer_is_in_doubt() -> None:
    assert typed("plain", "<v>#N/A</v>", "e") == (None, "the cell shows the error #N/A")


# --- lists and ticks -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Yes", "yes", "YES ", "y"])
def test_a_choice_is_the_option_whose_label_stands_there(text: str) -> None:
    assert typed("yes", said(text), "inlineStr") == ("yes", "")


@pytest.mark.parametrize("text", ["Yes, mostly", "n/a", "?", "1"])
def test_a_text_that_is_not_in_the_list_is_in_doubt(text: str) -> None:
    value, doubt = typed("yes", said(text), "inlineStr")
    assert value is None
    assert "is not one of: Yes, No" in doubt


@pytest.mark.parametrize(("inner", "kind"), [(said("✓"), "inlineStr"), (said("x"), "inlineStr"), ("<v>1</v>", "b")])
def test_a_tick_is_the_sign_or_an_x_or_the_box_of_excel_365(inner: str, kind: str) -> None:
    assert typed("many__o0", inner, kind) == (("o0",), "")


def test_an_empty_box_of_excel_365_is_no_tick() -> None:
    assert typed("many__o0", "<v>0</v>", "b") == (None, "")


@pytest.mark.parametrize("text", ["no", "2", "maybe", "see comment"])
def test_other_words_where_a_tick_belongs_are_in_doubt(text: str) -> None:
    value, doubt = typed("many__o1", said(text), "inlineStr")
    assert value is None
    assert f"“{text}” stands where the box was" in doubt


# --- the same saved in other ways ------------------------------------------------------------------------


def test_answers_in_the_shared_strings_are_read_alike() -> None:
    """As Excel saves them."""
    found = parts(filled(CASE))
    shared = etree.fromstring(found["xl/sharedStrings.xml"])

    def share(root: etree._Element) -> None:
        for cell in root.iter(S + "c"):
            inline = cell.find(S + "is")
            if inline is not None:
                item = etree.SubElement(shared, S + "si")
                item.extend(list(inline))
                cell.remove(inline)
                cell.set("t", "s")
                etree.SubElement(cell, S + "v").text = str(len(shared) - 1)

    data = edited(filled(CASE), FORM_SHEET, share)
    strings = etree.tostring(shared, encoding="unicode")
    data = changed(data, ("xl/sharedStrings.xml", found["xl/sharedStrings.xml"].decode("utf-8"), strings))
    assert values(data, CASE) == answers(CASE[1])


def test_a_strict_workbook_is_read_alike() -> None:
    found = {
        name: data.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, data in parts(filled(CASE)).items()
    }
    assert values(packed(found), CASE) == answers(CASE[1])


def test_cells_without_a_name_of_their_own_are_counted() -> None:
    """The attribute r may be left out (ECMA-376 18.3.1.4)."""
    sheet = parts(filled(CASE))[FORM_SHEET].decode("utf-8")
    data = changed(filled(CASE), (FORM_SHEET, sheet, re.sub(r'<c r="[A-Z]+\d+"', "<c", sheet)))
    assert values(data, CASE) == answers(CASE[1])


def test_a_copy_of_another_toolkit_is_read_by_the_same_blank() -> None:
    other = compiled(CASE).copy(toolkit_id("another"), answers(CASE[1]))
    assert values(other, CASE) == answers(CASE[1])
    assert toolkit_id("another") != TOOLKIT
