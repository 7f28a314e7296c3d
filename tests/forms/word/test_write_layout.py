"""What a form looks like on its pages: what stays together, what is said once, how wide things are."""

from __future__ import annotations

from dataclasses import replace

from docgen.fields import YES_NO
from docgen.forms.word.looks import Look
from docgen.model import Option, Question, Section
from tests.forms.word.written import (
    EVERYTHING,
    TOOLKIT,
    Case,
    W,
    blank,
    compiled,
    controls,
    document,
    one_question,
    shipped,
    style_name,
    text,
)

GRADES = (
    Option("good", "Good", "As it should be."),
    Option("poor", "Poor", "Below the standard."),
    Option("na", "N/A"),
)


def listed(name: str, look: str = "list", kind: str = "grade") -> Question:
    return Question(name, name, kind, f"Question {name}", options=GRADES, look=look)


def form_of(*sections: Section) -> Case:
    form = replace(EVERYTHING.forms[0], sections=sections)
    return replace(EVERYTHING, forms=(form,)), form


def outlined(case: Case) -> list[str]:
    """Headings, and the first cell of every row under them."""
    data = compiled(case).copy(TOOLKIT)
    found = []
    for block in document(data).find(W + "body"):
        if block.tag == W + "p" and style_name(block, data).startswith("heading"):
            found.append(text(block).replace("\t", " "))
        found += ["- " + text(row.find(W + "tc")) for row in block.iter(W + "tr")]
    return found


def test_what_judgements_mean_stands_before_the_first_section_that_judges_from_lists() -> None:
    one, two = Section("a", "1", "First", (listed("1a"),)), Section("b", "2", "Second", (listed("2a"), listed("2b")))
    assert outlined(form_of(one, two)) == [
        "What each judgement means", "- Judgement", "- Good", "- Poor",
        "1 First", "- Ref", "- 1a",
        "2 Second", "- Ref", "- 2a", "- 2b",
    ]  # fmt: skip


def test_the_grade_that_is_copied_into_the_details_needs_no_meanings_where_boxes_say_them() -> None:
    details = Section("d", "1", "Details", (listed("1a"),), look="details")
    judged = Section("a", "2", "Judged", (listed("2a", look="boxes"),))
    assert "What each judgement means" not in outlined(form_of(details, judged))
    assert outlined(form_of(details))[0] == "What each judgement means"


def test_answers_of_a_table_are_explained_before_their_section() -> None:
    column = replace(listed("which", kind="choice"), ref="")
    table = Question("t", "1a", "table", "Rows", columns=(column,), rows=2)
    assert outlined(one_question(table))[:4] == ["What each answer means", "- Answer", "- Good", "- Poor"]


def test_a_table_that_is_called_as_its_section_has_one_title_and_its_star() -> None:
    columns = (Question("what", "", "longtext", "What"),)
    table = Question("t", "1a", "table", "Remedial  actions", columns=columns, rows=1, required=True)
    alone = Section("s", "1", "Remedial actions", (table,))
    assert outlined(form_of(alone)) == ["1 Remedial actions\u00a0*", "- 1a", "- 1"]
    after = Section("s", "1", "Remedial actions", (Question("q", "1b", "yesno", "Any?", options=YES_NO), table))
    assert outlined(form_of(after)) == [
        "1 Remedial actions",
        "- Ref",
        "- 1b",
        "Remedial  actions\u00a0*".replace("  ", " "),
        "- 1a",
        "- 1",
    ]


def kept(case: Case) -> list[str]:
    """The first words of every row that stays on one page with the next, and what follows the last table."""
    rows = document(compiled(case).copy(TOOLKIT)).iter(W + "tr")
    return [text(row.find(W + "tc")) for row in rows if row.find(f"{W}tc/{W}p/{W}pPr/{W}keepNext") is not None]


def test_a_low_question_stays_with_its_comment_and_the_last_row_with_the_end() -> None:
    tall = Question("tall", "1b", "ticks", "Tall", options=tuple(Option(f"o{n}", f"Option {n}") for n in range(8)))
    questions = [listed("1a"), replace(listed("x"), id="x", ref="1a comment", kind="longtext", options=(), about="1a")]
    questions += [tall, Question("y", "1b comment", "longtext", "Comment", about="tall")]
    assert kept(form_of(Section("s", "1", "S", tuple(questions)))) == ["Good", "1a", "1b comment"]


def test_the_first_row_of_a_table_to_fill_in_does_not_stand_alone_under_its_heading() -> None:
    columns = (Question("what", "", "longtext", "What"),)
    table = Question("t", "1a", "table", "Actions", columns=columns, rows=3)
    assert kept(form_of(Section("s", "1", "S", (table, Question("q", "1b", "date", "Day"))))) == ["1", "1b"]
    assert kept(form_of(Section("s", "1", "S", (table,)))) == ["1", "3"]


def test_no_row_of_any_form_is_broken_by_the_end_of_a_page() -> None:
    for case in shipped():
        rows = list(document(blank(case)).iter(W + "tr"))
        assert rows
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_a_column_has_room_for_its_heading_on_two_lines_and_for_its_prompt_on_one() -> None:
    columns = (
        Question("action", "", "longtext", "Action", required=True),
        Question("owner", "", "text", "Owner", prompt="Role"),
        Question("line", "", "yesno", "Restores a bottom line", required=True, options=YES_NO),
    )
    _, action, owner, line = Look({}, 9638).row_columns(Question("t", "1a", "table", "T", columns=columns))
    assert line >= len("bottom line *") * 110 + 200
    assert owner >= len("Choose…") * 130 + 200
    assert action > 2 * owner


def test_a_comment_says_what_it_is_about_to_those_who_hear_its_name_alone() -> None:
    judged = Question("plain", "1a", "text", "Child seen")
    comment = Question("c", "1a comment", "longtext", "Comment", about="plain")
    long = "What was found, who was told, when, and what was agreed"
    for label, name in (
        ("Comment", "1a comment on Child seen"),
        ("Evidence", "1a comment on Child seen: Evidence"),
        (long, "1a comment: What was found, who was told, when, and what was…"),
    ):
        case = form_of(Section("s", "1", "S", (judged, replace(comment, label=label))))
        assert controls(compiled(case).copy(TOOLKIT))["c"].alias == name
