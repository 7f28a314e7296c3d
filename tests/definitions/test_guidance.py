"""The guidance block: what becomes of it, and what is said where a table or a name is wrong."""

from __future__ import annotations

import pytest

from docgen.definitions.shapes import called
from docgen.model import SHOWN, GuidanceTable
from tests.definitions.conftest import Build, Say

FORM = """\
forms:
- id: case
  title: Case
  sections:
  - id: main
    title: Main
    questions:
    - {id: seen, kind: choice, label: Seen, options: [{id: y, label: Seen}, {id: n, label: Not seen}]}
    - {id: rationale, kind: longtext, label: Rationale}
"""


def part(lines: str) -> str:
    """A guidance of one part; its words are on line 4 and after."""
    return "guidance:\n  parts:\n  - title: Standards\n" + "".join(f"    {line}\n" for line in lines.splitlines())


TABLE = """\
table:
  columns: [{id: standard, label: Standard}, {id: consider, label: Consider}, {id: good}]
  rows:
  - standard: Child seen
    consider: [Where, With whom]
    good: It is all there.
"""


def test_a_part_becomes_a_value_with_its_line(built: Build) -> None:
    guidance = built(part("text: We look at impact.\nitems: [One, Two]\nshows: grades")).guidance
    assert guidance is not None
    assert (guidance.title, guidance.marking) == ("What good looks like", "")
    (standards,) = guidance.parts
    assert standards.text == ("We look at impact.",)
    assert standards.items == ("One", "Two")
    assert standards.shows == ("grades",)
    assert standards.place.at == "line 3"


def test_a_definition_without_guidance_has_none(built: Build) -> None:
    assert built("").guidance is None


def test_a_cell_is_one_text_or_several_points_and_a_grade_names_its_column(built: Build) -> None:
    guidance = built(part(TABLE)).guidance
    assert guidance is not None
    assert guidance.parts[0].table == GuidanceTable(
        ("Standard", "Consider", "Good"), ((("Child seen",), ("Where", "With whom"), ("It is all there.",)),)
    )


@pytest.mark.parametrize(
    ("look", "columns", "turned"),
    [("", 4, False), ("", 5, True), ("look: table", 5, False), ("look: turned", 2, True)],
)
def test_a_table_of_many_columns_is_turned_unless_it_says_how_it_looks(
    built: Build, look: str, columns: int, turned: bool
) -> None:
    heads = ", ".join(f"{{id: c{n}, label: C}}" for n in range(columns))
    cells = ", ".join(f"c{n}: text" for n in range(columns))
    guidance = built(part(f"table:\n  columns: [{heads}]\n  rows: [{{{cells}}}]\n  {look}")).guidance
    assert guidance is not None
    assert guidance.parts[0].table is not None
    assert guidance.parts[0].table.turned is turned


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            TABLE.replace("    good: It is all there.\n", ""),
            "7: This row has no text for “good”. A table has no empty cells. Add good: and its text.",
            id="missing cell",
        ),
        pytest.param(
            TABLE.replace("    consider:", "    consder:"),
            "8: This table has no column “consder”. Did you mean “consider”?",
            id="unknown column",
        ),
        pytest.param(
            TABLE.replace("[Where, With whom]", ""),
            "7: Item 1 of “rows” of this table has nothing after it for “consider”. "
            "Write it after the colon, or delete the line.",
            id="empty cell",
        ),
        pytest.param(
            TABLE.replace("{id: good}", "{id: great}").replace("good:", "great:"),
            "5: The column “great” has no label, and there is no grade of that id to take one from. Add a label.",
            id="no label",
        ),
        pytest.param(
            "table:\n  columns: [{id: a, label: A}]\n  rows: [{a: text}]",
            "5: A table needs two columns or more: the first one names the rows. Add a column, or use items.",
            id="one column",
        ),
        pytest.param(
            "shows: grade", "4: There is nothing called “grade” to show. Did you mean “grades”?", id="misspelt"
        ),
        pytest.param("shows: cse.seen", "4: There is no form “cse”. Did you mean “case.seen”?", id="no such form"),
        pytest.param(
            "shows: case.sen", "4: The form “case” has no question “sen”. Did you mean “seen”?", id="no such question"
        ),
        pytest.param(
            "shows: seen",
            "4: There is nothing called “seen” to show. There is only “case.seen”.",
            id="without its form",
        ),
        pytest.param(
            "shows: case.rationale",
            "4: “rationale” has no options whose meaning could be shown. Name a question with options or grades.",
            id="nothing to show",
        ),
        pytest.param(
            "shows: [grades, grades]",
            "4: “grades” is shown twice. The first is on line 4. Show it in one place.",
            id="twice",
        ),
    ],
)
def test_what_is_wrong_with_guidance_is_said_with_its_line(say_of: Say, lines: str, said: str) -> None:
    assert said in say_of(part(lines) + FORM)


def test_a_part_needs_more_than_a_heading(say_of: Say) -> None:
    assert say_of("guidance:\n  parts:\n  - title: Standards\n") == [
        "3: The part “Standards” has a heading and nothing under it. Give it text, items, a table, or shows."
    ]


def test_rows_are_a_list_of_mappings(say_of: Say) -> None:
    (said,) = say_of(part("table:\n  columns: [{id: a, label: A}, {id: b, label: B}]\n  rows: [one, two]"))
    assert said == (
        "6: Item 1 of “rows” of this table must be a row such as {term: Plan, meaning: What is to change.}; "
        f"{called('one')} was found. Write a row such as {{term: Plan, meaning: What is to change.}}."
    )


@pytest.mark.parametrize("name", SHOWN)
def test_everything_that_can_be_shown_may_be_named(say_of: Say, name: str) -> None:
    assert say_of(part(f"shows: {name}")) == []
