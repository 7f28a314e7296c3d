"""What reports say of samples and of the plan: how cases were chosen, and what was noted as done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from docgen import definitions
from docgen.model import Sample, Stratum
from docgen.reports import draw_up
from docgen.reports.blocks import Heading, TableBlock, plain
from docgen.reports.blocks import Paragraph as Words
from docgen.reports.material import Material, Timeline, Window
from docgen.reports.samples import described
from tests.reports import scenes
from tests.reports.builders import WORDING

SAMPLE = Sample(
    "cafcass-national", "2014.11", "case", "half", "Half of the practitioners", "2014", "2014-11-03", "filed.csv",
    "d" * 64,
    population=20, left_out=(("Excluded with a reason", 2), ("Another case stands for the same person", 8)), frame=18,
    wanted=6, chosen=5, strata=(Stratum(("A1",), 6, 4, 4), Stratum(("A2",), 4, 2, 1)), by=("Service area",),
    one_per="Practitioner", people=10, rules=("50% were wanted.",),
)  # fmt: skip


def texts(table: TableBlock) -> list[list[str]]:
    return [[plain((cell,)) for cell in row.cells] for row in table.rows]


def test_a_sample_is_told_with_numbers_that_add_up() -> None:
    blocks = list(described(SAMPLE, "s"))
    first = next(block for block in blocks if isinstance(block, Words))
    assert plain(first.spans) == (
        "Half of the practitioners, drawn on 3 November 2014. 5 cases were chosen from the 18 (of 10 by "
        "“Practitioner”) that could be, in a list of 20. 1 fewer than wanted could be found."
    )
    frame, strata = (block for block in blocks if isinstance(block, TableBlock))
    assert texts(frame) == [
        ["Cases in the list", "20"], ["Excluded with a reason", "2"], ["Another case stands for the same person", "8"],
        ["Could be chosen, and not taken", "5"], ["Chosen", "5"],
    ]  # fmt: skip
    assert texts(strata) == [["A1", "6", "4", "4", "0"], ["A2", "4", "2", "1", "1"], ["All", "10", "6", "5", "1"]]


def test_the_report_says_how_its_cases_were_chosen() -> None:
    story = scenes.story(replace(scenes.many_cases(), samples=(SAMPLE,)))
    assert "## How the cases were chosen" in story
    assert "5 cases were chosen from the 18" in story
    assert "How the cases were chosen" not in scenes.story(scenes.many_cases())


def test_methods_without_a_form_are_held_against_the_plan() -> None:
    camden = definitions.load(Path("frameworks") / "camden-early-help-2020.11.yaml")
    report = next(one for one in camden.reports if one.id == "annual")
    only = replace(report, sections=tuple(one for one in report.sections if one.kind == "schedule"))
    window = Window("April 2026 to March 2027", "2026-27", {})
    months = tuple(f"2026-{month:02}" for month in range(4, 13))
    made = Material(camden, only, (), datetime(2027, 4, 1), timeline=Timeline("year", window, months=months),
                    planned={"challenge-panel": (12, 10)})  # fmt: skip
    blocks = draw_up(made, WORDING).blocks
    words = " ".join(plain(block.spans) for block in blocks if isinstance(block, Words))
    assert "Quality and challenge panel: noted as done 10 of the 12 times when it was due." in words
    table = next(block for block in blocks if isinstance(block, TableBlock))
    row = next(row for row in texts(table) if row[0] == "Quality and challenge panel")
    assert row[-2:] == ["–", "10 of 12"]


def test_a_report_without_a_section_on_its_sample_says_it_under_its_method() -> None:
    made = replace(scenes.many_cases(), samples=(SAMPLE,))
    sections = tuple(one for one in made.report.sections if one.kind != "sample")
    blocks = draw_up(replace(made, report=replace(made.report, sections=sections)), WORDING).blocks
    titles = [block.text for block in blocks if isinstance(block, Heading)]
    assert titles.count("How the cases were chosen") == 1
    assert titles.index("How the cases were chosen") == titles.index("Method, limits and rounding") + 1
