from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from docgen.reports.blocks import SignOff, TableBlock, TableColumn, TableRow
from docgen.reports.tables import ink
from docgen.reports.widths import lines, longest_word, text_width
from tests.outline import outline
from tests.reports.sample import part, report, table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def drawn(block: TableBlock) -> etree._Element:
    """The table as it stands in the document."""
    root = etree.fromstring(part(report(block), "word/document.xml").encode())
    found = root.find(f".//{W}tbl")
    assert found is not None
    return found


def widths(element: etree._Element) -> list[int]:
    return [int(str(column.get(W + "w"))) for column in element.iter(W + "gridCol")]


def test_the_first_row_is_a_header_that_repeats_and_no_row_is_broken() -> None:
    rows = list(drawn(table(rows=3)).iter(W + "tr"))
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False, False]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_no_cells_are_merged() -> None:
    xml = etree.tostring(drawn(table())).decode()
    assert "gridSpan" not in xml
    assert "vMerge" not in xml


def test_a_total_stands_out_by_weight_and_line() -> None:
    element = drawn(table(rows=3))
    look = element.find(f"{W}tblPr/{W}tblLook")
    assert look is not None
    assert (look.get(W + "firstRow"), look.get(W + "lastRow")) == ("1", "1")
    bold = [row.find(f".//{W}b") is not None for row in element.iter(W + "tr")]
    assert bold == [False, False, False, True]


def test_a_table_says_what_it_is_to_a_screen_reader() -> None:
    element = drawn(replace(table(), alt="Counts of cases, area by area."))
    caption, said = element.find(f"{W}tblPr/{W}tblCaption"), element.find(f"{W}tblPr/{W}tblDescription")
    assert caption is not None
    assert said is not None
    assert (caption.get(W + "val"), said.get(W + "val")) == ("Counts by area", "Counts of cases, area by area.")


@pytest.mark.parametrize("columns", [2, 5, 9, 14])
def test_columns_fill_the_width_of_the_text(columns: int) -> None:
    assert sum(widths(drawn(table(columns=columns)))) == pytest.approx(9638, abs=columns)


@pytest.mark.parametrize(("columns", "style"), [(4, "DG Cell"), (9, "DG Small Cell"), (16, "DG Tiny Cell")])
def test_wide_tables_are_set_in_smaller_type(columns: int, style: str) -> None:
    assert f"{style}: A1\n" in outline(report(table(columns=columns)))


def test_no_word_of_a_wide_table_is_broken() -> None:
    labels = (
        "Service area",
        "Cases",
        "EIT cases",
        "Private and public",
        "Seen",
        "% Seen",
        "Not seen",
        "% Not seen",
        "Unclear",
    )
    block = TableBlock(
        "t", "Seen", tuple(TableColumn(label, "right") for label in labels), (TableRow(("A15 Private",) * 9),)
    )
    for label, width in zip(labels, widths(drawn(block)), strict=True):
        assert width / 20 > longest_word(label, 9, bold=True)


def test_width_that_is_left_over_goes_by_the_hints() -> None:
    columns = (TableColumn("No."), TableColumn("What", width=2), TableColumn("What", width=1))
    block = TableBlock("t", "Actions", columns, (TableRow(("1", "Tell the area", "Tell the area")),))
    number, what, who = widths(drawn(block))
    natural = 20 * (text_width("Tell the area", 10.5) + 8)
    assert number == pytest.approx(20 * (longest_word("No.", 10.5, bold=True) + 8), abs=1)
    assert what - natural == pytest.approx(2 * (who - natural), abs=3)


def test_words_to_the_right_of_numbers_keep_their_distance() -> None:
    columns = (TableColumn("What"), TableColumn("Cases", "right"), TableColumn("Why"))
    element = drawn(TableBlock("t", "T", columns, (TableRow(("Good", "376", "A slip")),)))
    indents = [cell.find(f".//{W}ind") is not None for cell in element.iter(W + "tc")]
    assert indents == [False, False, True] * 2


def keeps(element: etree._Element) -> list[bool]:
    """For each row, whether it stays on the page of the next."""
    return [row.find(f".//{W}pPr/{W}keepNext") is not None for row in element.iter(W + "tr")]


def test_a_short_table_stays_on_one_page() -> None:
    assert keeps(drawn(table(rows=18, columns=9))) == [True] * 18 + [False]


def test_a_note_stays_with_its_table() -> None:
    assert keeps(drawn(table(rows=3, note="Rounded."))) == [True] * 4


def test_a_long_table_may_break_but_leaves_no_row_alone() -> None:
    kept = keeps(drawn(table(rows=60)))
    assert kept[:2] == [True, True]
    assert not any(kept[2:-2])
    assert kept[-2:] == [True, False]


def test_a_row_with_too_few_cells_is_filled_up() -> None:
    block = replace(table(rows=2), rows=(TableRow(("A1",)),))
    assert [len(list(row.iter(W + "tc"))) for row in drawn(block).iter(W + "tr")] == [3, 3]


@pytest.mark.parametrize(("fill", "expected"), [("12436D", "FFFFFF"), ("28A197", "000000"), ("FFFFFF", "000000")])
def test_text_on_a_fill_is_black_or_white_by_contrast(fill: str, expected: str) -> None:
    assert ink(fill) == expected


def test_widths_of_text_are_those_of_the_type() -> None:
    assert text_width("00", 10) == pytest.approx(11.12)
    assert longest_word("a wide-ranging word", 10) == pytest.approx(text_width("ranging", 10))
    assert lines("one two three", 10, text_width("one two", 10)) == 2
    assert lines("", 10, 50) == 1


def test_who_signs_fills_in_a_control_that_has_a_name_of_its_own() -> None:
    text = outline(report(SignOff(("Prepared by", "Approved by"))))
    assert "    2 DG Key Label: [text  “Prepared by: name” ~Name]" in text
    assert "    3 DG Key Label: [date  “Approved by: date” ~Date]" in text
