"""Tables of words: lists in cells, rows that break where they must, columns as wide as their text asks for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from docgen.reports.blocks import Bullets, Heading, Paragraph, Ref, TextTable
from tests.outline import outline
from tests.reports.sample import BASE, changed, part, report

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LONG = "Words that go on for a while, so that a cell has several lines and a row has some height. "


def cell(*texts: str) -> tuple[Paragraph | Bullets, ...]:
    """One text as a paragraph, several as points."""
    return (Bullets(tuple((text,) for text in texts)),) if len(texts) > 1 else (Paragraph(texts),)


def table(*rows: tuple[tuple[Paragraph | Bullets, ...], ...], named: bool = True) -> TextTable:
    heads = ("Standard", "Consider", "Good", "Learning")[: len(rows[0])]
    return TextTable("t", "Standards", heads, rows, named)


STANDARDS = table(
    (cell("Seen"), cell("Where", "With whom"), cell("All is there.")),
    (cell("Heard"), cell("How"), (Paragraph(("See ", Ref("t"), ".")), *cell("One", "Two"))),
)


def drawn(block: TextTable) -> etree._Element:
    """The table as it stands in the document."""
    found = etree.fromstring(part(report(block), "word/document.xml").encode()).find(f".//{W}tbl")
    assert found is not None
    return found


def widths(block: TextTable) -> list[int]:
    return [int(str(column.get(W + "w"))) for column in drawn(block).iter(W + "gridCol")]


def kept(block: TextTable) -> list[bool]:
    """For each row but the header whether no page break may come into it."""
    return [row.find(f"{W}trPr/{W}cantSplit") is not None for row in list(drawn(block).iter(W + "tr"))[1:]]


def test_cells_hold_paragraphs_lists_and_references() -> None:
    lines = outline(report(STANDARDS)).splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith("DG Caption: "))
    assert lines[start : start + 16] == [
        "DG Caption: Table {SEQ}. Standards",
        "table DG Table, caption “Standards”",
        "  row, header, cannot split",
        "    1 DG Head: Standard",
        "    2 DG Head: Consider",
        "    3 DG Head: Good",
        "  row, cannot split",
        "    1 DG Cell: Seen",
        "    2 DG Cell Bullet: Where",
        "    2 DG Cell Bullet: With whom",
        "    3 DG Cell: All is there.",
        "  row, cannot split",
        "    1 DG Cell: Heard",
        "    2 DG Cell: How",
        "    3 DG Cell: See [DG Reference: Table 1].",
        "    3 DG Cell Bullet: One",
    ]


@pytest.mark.parametrize(("named", "bold"), [(True, ["Seen", "Heard"]), (False, [])])
def test_the_first_column_stands_out_where_it_names_the_rows(named: bool, bold: list[str]) -> None:
    element = drawn(replace(STANDARDS, named=named))
    rows = list(element.iter(W + "tr"))[1:]
    found = [
        str(run.findtext(W + "t")) for row in rows for run in row.iter(W + "r") if run.find(f"{W}rPr/{W}b") is not None
    ]
    assert found == bold
    look = element.find(f"{W}tblPr/{W}tblLook")
    assert look is not None
    assert (look.get(W + "firstRow"), look.get(W + "firstColumn")) == ("1", "1" if named else "0")


def test_a_row_that_is_a_third_of_a_page_may_break_and_a_shorter_one_stays_whole() -> None:
    assert kept(table((cell("A"), cell("Short.")), (cell("B"), cell(LONG * 30)))) == [True, False]


def test_a_short_table_stays_on_one_page_and_a_long_one_keeps_its_first_and_last_rows_together() -> None:
    def together(rows: int) -> list[bool]:
        block = table(*((cell(f"A{n}"), cell(LONG)) for n in range(rows)))
        return [row.find(f".//{W}keepNext") is not None for row in list(drawn(block).iter(W + "tr"))[1:]]

    assert together(3) == [True, True, False]
    assert together(9) == [True, *[False] * 6, True, False]


def test_the_paragraphs_that_lead_to_a_table_stay_with_it() -> None:
    first, second, third = (Paragraph((text,)) for text in ("Far off.", "The table says more.", "To begin with:"))
    xml = part(report(first, Heading(1, "Standards"), second, third, STANDARDS), "word/document.xml")
    root = etree.fromstring(xml.encode())
    keeps = {
        "".join(str(t.text) for t in p.iter(W + "t")): p.find(f"{W}pPr/{W}keepNext") is not None
        for p in root.iter(W + "p")
    }
    assert (keeps["Far off."], keeps["The table says more."], keeps["To begin with:"]) == (False, True, True)


@pytest.mark.parametrize(
    "block",
    [
        pytest.param(STANDARDS, id="words"),
        pytest.param(table((cell("A"), cell("B")), (cell("C"), cell("D"))), id="short texts only"),
        pytest.param(table((cell("Pneumonoultramicroscopic" * 4), cell("Antidisestablishment" * 4))), id="long words"),
        pytest.param(table((cell("A"), cell(""), cell(LONG))), id="an empty cell"),
    ],
)
def test_columns_fill_the_width_of_the_text(block: TextTable) -> None:
    assert sum(widths(block)) == pytest.approx(9638, abs=4)


def test_names_take_what_they_need_and_the_rest_is_shared_by_how_much_is_said() -> None:
    names, little, much = widths(table((cell("Seen"), cell(LONG), cell(LONG * 9))))
    assert names < little < much
    assert much < 4 * little


def test_no_word_is_broken_and_no_column_of_words_is_too_narrow_to_read() -> None:
    _, narrow, word, _ = widths(
        table((cell("A"), cell("A few words are here."), cell("Straightforwardness"), cell(LONG * 40)))
    )
    assert narrow >= 92 * 20
    assert word >= 90 * 20


def test_a_base_without_a_list_for_cells_gets_plain_paragraphs() -> None:
    base = changed(BASE, "word/styles.xml", 'w:val="DG Cell Bullet"', 'w:val="Something else"')
    lines = outline(report(STANDARDS, base=base)).splitlines()
    assert "    2 DG Cell: With whom" in lines
