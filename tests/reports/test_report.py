"""The report as a whole: every kind of section, the document, what is handed back, what is refused."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from docgen.model import DocgenError, Place, ReportSection
from docgen.reports import SECTION_KINDS, compile_report, draw_up
from docgen.reports.blocks import Block, Bullets, ChartBlock, Heading, KeyNumbers, Paragraph, TableBlock, numbers, plain
from docgen.reports.material import Coverage
from tests.reports import builders
from tests.reports.builders import ROOT, WORDING, audits, material

BASE = ROOT / "templates" / "report.docx"


def full() -> tuple[Block, ...]:
    cases, seconds = builders.second_grades()
    made = material(cases, moderations=seconds, coverage=builders.FULL, published=builders.published())
    return draw_up(made, WORDING).blocks


def table(blocks: tuple[Block, ...], start: str) -> TableBlock:
    return next(one for one in blocks if isinstance(one, TableBlock) and one.caption.startswith(start))


def texts(block: TableBlock) -> list[list[str]]:
    return [[cell if isinstance(cell, str) else cell.text for cell in row.cells] for row in block.rows]


def test_figures_1_to_5_are_charts_in_order_with_a_message_alt_text_and_a_table_after_each() -> None:
    blocks = full()
    charts = [n for n, block in enumerate(blocks) if isinstance(block, ChartBlock)]
    assert [blocks[n].id for n in charts] == ["fig1", "fig2", "fig3", "fig4", "fig5"]  # type: ignore[union-attr]
    assert [numbers(blocks)[f"fig{n}"] for n in range(1, 6)] == [f"Figure {n}" for n in range(1, 6)]
    for n in charts:
        chart = blocks[n]
        assert isinstance(chart, ChartBlock)
        assert isinstance(blocks[n + 1], TableBlock)
        assert len(chart.title) > 20
        assert "%" in chart.alt
        assert chart.alt.endswith(".")


def test_grades_have_the_colours_of_the_definition_and_are_drawn_as_parts_of_a_whole() -> None:
    chart = next(block for block in full() if isinstance(block, ChartBlock) and block.id == "fig3")
    assert chart.kind == "stacked_bar"
    assert [(one.name, one.colour) for one in chart.series] == [
        ("Good", "12436D"),
        ("Met", "28A197"),
        ("Not met", "801650"),
    ]
    assert chart.categories[0] == "A1"
    assert chart.categories[-1] == "All areas"


def test_the_columns_are_headed_as_the_outline_says_and_cells_are_plain_numbers() -> None:
    block = table(full(), "Grades by service area")
    assert [column.label for column in block.columns] == [
        "Service area", "Cases", "Not met", "% Not met", "Good", "% Good", "Met", "% Met",
    ]  # fmt: skip
    assert texts(block)[0] == ["A1", "25", "2", "8%", "16", "64%", "7", "28%"]
    assert texts(block)[-1] == ["All areas", "577", "52", "9%", "377", "65%", "148", "26%"]
    assert block.rows[-1].total


def test_the_summary_is_short_enough_for_a_page() -> None:
    blocks = full()
    end = next(n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.text == "Introduction")
    words = sum(len(plain(one.spans).split()) for one in blocks[:end] if isinstance(one, Paragraph))
    items = [
        item for one in blocks[:end] if hasattr(one, "items") and not isinstance(one, KeyNumbers) for item in one.items
    ]
    words += sum(len(plain(item).split()) for item in items)
    assert len(items) <= 10
    assert words <= 190


def test_moderation_is_counted_by_kind_and_challenges_by_outcome() -> None:
    blocks = full()
    assert texts(table(blocks, "Second grades beside")) == [
        ["Benchmark by the improvement service", "47", "43", "91%", "2", "2"],
        ["Independent benchmark by a head of service", "26", "24", "92%", "2", "0"],
        ["All second grades", "73", "67", "92%", "4", "2"],
    ]
    assert texts(table(blocks, "Grades challenged")) == [
        ["Challenged by the area", "14"],
        ["Grade of the audit stands after the challenge", "11"],
        ["Regraded after the challenge", "3"],
        ["Put to the director to adjudicate", "1"],
        ["Regraded by the director", "0"],
    ]


def test_the_table_of_returns_is_there_where_something_is_missing() -> None:
    some = draw_up(material(audits("good ×12"), coverage=Coverage(20, 14, 12, 1, 0, 2, 1, 0, 6)), WORDING).blocks
    assert ["Held back by a doubtful answer", "2"] in texts(table(some, "What was issued"))
    every = full()
    assert not [one for one in every if isinstance(one, TableBlock) and one.caption.startswith("What was issued")]


def test_ticks_are_counted_by_theme_and_free_text_is_not_quoted() -> None:
    cases = audits("good ×12", strengths=("planning",), recording_learning=("activity",), rationale="Very private.")
    blocks = draw_up(material(cases), WORDING).blocks
    assert texts(table(blocks, "Learning"))[0] == [
        "Activity or decisions not fully recorded",
        "Case recording",
        "12",
        "100%",
    ]
    assert ["Case planning as a whole", "Case planning", "12", "100%"] in texts(table(blocks, "Strengths"))
    assert "private" not in "".join(plain(one.spans) for one in blocks if isinstance(one, Paragraph))


def test_a_recommendation_with_evidence_shows_its_figure_against_the_audit_before() -> None:
    said = [
        plain(item)
        for block in full()
        if hasattr(block, "items") and not isinstance(block, KeyNumbers)
        for item in block.items
    ]
    assert any(
        text.startswith(
            "Recommendation 13, A5 Private law (WAFH): six of 11 cases graded Good (55%), up from 27% in the audit of "
            "September 2013."
        )
        for text in said
    )


def test_without_published_figures_there_is_no_reconciliation() -> None:
    titles = [
        block.text for block in draw_up(material(audits("good ×12")), WORDING).blocks if isinstance(block, Heading)
    ]
    assert "Reconciliation with the published figures" not in titles
    assert "Reconciliation with the published figures" in [b.text for b in full() if isinstance(b, Heading)]


def test_headings_never_skip_a_level() -> None:
    levels = [block.level for block in full() if isinstance(block, Heading)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_kind_of_section_that_there_is_not_is_refused_with_its_line() -> None:
    report = builders.report()
    odd = ReportSection("histogram", "Odd", place=Place("x.yaml", "line 7"))
    with pytest.raises(DocgenError) as caught:
        draw_up(material((), report=replace(report, sections=(odd,))), WORDING)
    assert str(caught.value).startswith(
        "x.yaml, line 7: There is no kind of section “histogram”. Choose one of: summary,"
    )


def test_every_kind_of_section_says_what_it_is() -> None:
    from docgen.reports.sections import KINDS

    assert tuple(KINDS) == SECTION_KINDS
    assert all(one.__doc__ for one in KINDS.values())


@pytest.mark.parametrize("kind", SECTION_KINDS)
def test_every_kind_of_section_can_stand_alone_in_an_outline(kind: str) -> None:
    report = builders.report()
    one = next((section for section in report.sections if section.kind == kind), ReportSection(kind, "Title"))
    alone = replace(report, sections=(replace(one, id=""),))
    for cases in (audits("good ×12"), ()):
        blocks = draw_up(material(cases, report=alone, published=builders.published()), WORDING).blocks
        assert isinstance(blocks[0], Heading) if kind != "quotations" else blocks == ()


def test_the_document_holds_the_same_cells_and_every_figure_is_handed_back() -> None:
    from docx import Document

    cases, seconds = builders.second_grades()
    made = material(cases, moderations=seconds)
    compiled = compile_report(made, BASE.read_bytes(), WORDING)
    document: Any = Document(io.BytesIO(compiled.document))
    tables = [[[cell.text for cell in row.cells] for row in one.rows] for one in document.tables]
    ours = table(compiled.trail.blocks, "Grades by law type")
    assert [[column.label for column in ours.columns], *texts(ours)] in tables
    assert ("377", "good", 377, 577) in [
        (one.text, one.figure.measure, one.figure.numerator, one.figure.denominator) for one in compiled.trail.numbers
    ]
    traced = next(one.figure for one in compiled.trail.numbers if one.text == "65%")
    assert len(traced.audits) == traced.numerator


def test_the_same_material_gives_the_same_bytes() -> None:
    made = material(audits("a1 good ×12", "a2 met ×12"))
    first, second = (compile_report(made, BASE.read_bytes(), WORDING).document for _ in range(2))
    assert first == second


def test_the_reference_describes_every_kind_of_section_and_every_filter() -> None:
    from docgen.reports.narrative import FILTERS

    text = (ROOT / "docs" / "reference" / "reports.md").read_text("utf-8")
    assert [kind for kind in SECTION_KINDS if f"| `{kind}` |" not in text] == []
    assert [name for name in FILTERS if f"`{name}`" not in text] == []


def test_groups_without_a_case_are_in_the_table_and_not_in_the_chart() -> None:
    blocks = draw_up(material(audits("a2 good ×12", "a9 met ×11")), WORDING).blocks
    chart = next(block for block in blocks if isinstance(block, ChartBlock) and block.id == "fig3")
    assert chart.categories == ("A2", "A9", "All areas")
    assert len(table(blocks, "Grades by service area").rows) == 19


def test_fewer_than_ten_cases_are_not_drawn() -> None:
    assert not [
        block for block in draw_up(material(audits("good ×9")), WORDING).blocks if isinstance(block, ChartBlock)
    ]


def test_the_method_names_the_cases_that_have_no_date() -> None:
    made = replace(material(audits("good ×12")), undated=("C7", "C8"))
    text = "\n".join(
        plain(item) for block in draw_up(made, WORDING).blocks if isinstance(block, Bullets) for item in block.items
    )
    assert "Two returns have no date, so they are in no period and left out. Of these cases: C7 and C8." in text
    assert "no date" not in "\n".join(str(block) for block in draw_up(material(audits("good ×12")), WORDING).blocks)
