from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

from docx import Document

from docgen.model import ReportSection
from docgen.reports.blocks import (
    Bullets,
    Heading,
    KeyNumber,
    KeyNumbers,
    Paragraph,
    Series,
    TableBlock,
    TableColumn,
    TableRow,
)
from docgen.reports.trail import MARK, Trail, trail
from tests.reports.sample import blocks, chart, report, share

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def marked(*drawn: object) -> Trail:
    return trail([(ReportSection("overall", "Grades", "grades"), tuple(drawn))], ())  # type: ignore[arg-type]


def test_every_number_of_a_report_has_a_mark_of_its_own_in_text_table_and_chart() -> None:
    found = marked(*blocks())
    marks = [one.mark for one in found.numbers]
    assert len(set(marks)) == len(marks)
    assert [one.text for one in found.numbers if one.text] == ["65%", "65%", "9%"]
    assert all(MARK.match(mark.partition("/")[0]) for mark in marks)
    assert {one.section for one in found.numbers} == {"Grades"}


def test_the_marks_stand_in_the_document_around_the_numbers_and_are_hidden() -> None:
    found = marked(Heading(1, "Grades"), Paragraph(("In all ", share(13, 20), " were good.")))
    root = Document(io.BytesIO(report(*found.blocks))).element.body
    starts = [one for one in root.iter(f"{W}bookmarkStart") if one.get(f"{W}name").startswith("_df_")]
    assert [one.get(f"{W}name") for one in starts] == [found.numbers[0].mark]
    assert starts[0].getnext().findtext(f"{W}t") == "65%"
    assert starts[0].getnext().getnext().tag == f"{W}bookmarkEnd"


def test_a_mark_says_nothing_of_the_number_and_does_not_change_with_it() -> None:
    few, many = (marked(Paragraph((share(n, 20),))).numbers[0].mark for n in (3, 19))
    assert few == many


def test_the_same_number_twice_and_in_another_section_has_another_mark() -> None:
    span = share(13, 20)
    both = trail(
        [
            (ReportSection("overall", "Grades", id="a"), (Paragraph((span, " and ", span)),)),
            (ReportSection("overall", "Teams", id="b"), (Bullets(((span,),)),)),
        ],
        (),
    )
    first, second, third = (one.mark for one in both.numbers)
    assert first.rpartition("_")[0] == second.rpartition("_")[0]
    assert len({first, second, third}) == 3


def test_a_place_is_told_as_a_person_would_look_for_it() -> None:
    figure = share(13, 20)
    items = KeyNumbers((KeyNumber("Graded good", figure, "13 of 20", (replace(figure, text="13"), " of 20")),))
    long = Paragraph(
        ("The words before the number are many, and go on and on and on, until there is no room for: ", figure)
    )
    cells = TableBlock("t", "By team", (TableColumn("Team"), TableColumn("Good")), (TableRow(("North", figure)),))
    bars = chart(series=(Series("Good", "12436D", (Decimal(65),), (figure.figure,)),), categories=("North",))
    places = [one.place for one in marked(items, long, cells, bars).numbers]
    assert places == [
        "Headline numbers, “Graded good”",
        "Headline numbers, “Graded good”, note",
        "“The words before the number are many, and go on and on and on, until there is …”",
        "Table 1, row “North”, column “Good”",
        "Figure 1, “Good”, “North”",
    ]
