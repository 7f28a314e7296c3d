"""Every wrong word of a definition is named with its line, in words that say what to do."""

from __future__ import annotations

import pytest

from tests.definitions.conftest import Say


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            """\
id: sample
thems: [{id: a, label: A}]
""",
            ["2: “thems” is not a word of a framework. Did you mean “themes”?"],
            id="misspelt",
        ),
        pytest.param(
            """\
id: sample
zebra: 1
""",
            [
                "2: “zebra” is not a word of a framework. Use one of these: id, version, title, "
                "organisation, marking, summary, source_note, scales, themes, case_fields, forms, moderation "
                "and 8 more."
            ],
            id="nothing like it",
        ),
        pytest.param(
            """\
scales:
- id: s
  label: S
  grades:
  - {id: a, label: A, god: true}
  - {id: b, label: B}
""",
            ["5: “god” is not a word of a grade. Did you mean “good”?"],
            id="in a part",
        ),
        pytest.param(
            """\
forms:
- id: f
  title: F
  roles: {dat: c}
  sections: [{id: s, title: S, questions: [{id: c, kind: date, label: C}]}]
""",
            ["4: “dat” is not a role. Did you mean “date”?"],
            id="role",
        ),
        pytest.param(
            """\
themes: [{id: a, label: A}]
rulez: []
thresholdz:
- {id: t, label: T, measure: m, at_leest: 5}
""",
            [
                "2: “rulez” is not a word of a framework. Use one of these: id, version, title, "
                "organisation, marking, summary, source_note, scales, themes, case_fields, forms, moderation "
                "and 8 more.",
                "3: “thresholdz” is not a word of a framework. Did you mean “thresholds”?",
                "4: “at_leest” is not a word of a threshold. Did you mean “at_least”?",
                "4: There is no measure “m”. Add the measure, or correct the name.",
            ],
            id="what is under it is checked too",
        ),
    ],
)
def test_a_word_that_the_language_does_not_have_is_named_with_the_one_that_was_meant(
    say_of: Say, lines: str, said: list[str]
) -> None:
    assert say_of(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            """\
themes:
- {id: practice}
""",
            ["2: The theme “practice” has no “label”. Add label: and its text."],
            id="text",
        ),
        pytest.param(
            """\
scales:
- {id: s, label: S}
""",
            ["2: The scale “s” has no “grades”. Add grades: and a list under it."],
            id="list",
        ),
        pytest.param(
            """\
forms:
- id: f
  sections:
  - title: S
    questions: [{id: q, label: Q}]
""",
            [
                "2: The form “f” has no “title”. Add title: and its text.",
                "4: The section “S” has no “id”. Add id: and its text.",
                "5: The question “q” has no “kind”. Add kind: and one of text, longtext, choice, grade, "
                "ticks, yesno, date, number or table.",
            ],
            id="several",
        ),
    ],
)
def test_a_word_that_is_missing_is_named(say_of: Say, lines: str, said: list[str]) -> None:
    assert say_of(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            "id: sample",
            [
                "1: The framework “sample” has no “version”. Add version: and its text.",
                "1: The framework “sample” has no “title”. Add title: and its text.",
                "1: The framework “sample” has no “organisation”. Add organisation: and its text.",
                "1: The framework “sample” has no “forms”. Add forms: and a list under it.",
            ],
            id="almost empty",
        ),
        pytest.param(
            "- id: sample",
            [
                "1: A definition is a list of lines such as id: my-framework; this file starts with "
                "something else. Start with the lines id, version, title, organisation, scales and forms."
            ],
            id="list",
        ),
        pytest.param(
            "sample",
            [
                "1: A definition is a list of lines such as id: my-framework; this file starts with "
                "something else. Start with the lines id, version, title, organisation, scales and forms."
            ],
            id="text",
        ),
    ],
)
def test_nothing_is_said_of_a_whole_file_but_what_it_lacks(say: Say, lines: str, said: list[str]) -> None:
    assert say(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            "- {id: q, kind: text, label: Q, required: yes}",
            ["1: “required” of the question “q” must be true or false; “yes” was found. Write true or false."],
            id="true or false",
        ),
        pytest.param(
            "- {id: q, kind: grad, label: Q, scale: overall}",
            ["1: The kind of the question “q” is “grad”. Did you mean “grade”?"],
            id="kind",
        ),
        pytest.param(
            "- {id: q, kind: radio, label: Q, options: [{id: a, label: A}]}",
            [
                "1: The kind of the question “q” is “radio”. Use one of these: text, longtext, choice, "
                "grade, ticks, yesno, date, number or table."
            ],
            id="kind that is nothing",
        ),
        pytest.param(
            "- {id: q, kind: table, label: Q, rows: ten, columns: [{id: a, kind: text, label: A}]}",
            ["1: “rows” of the question “q” must be a whole number; “ten” was found. Write a whole number."],
            id="number",
        ),
        pytest.param(
            """\
- id: q
  kind: text
  label: [Was the child seen?]
""",
            [
                "3: “label” of the question “q” must be a text; a list was found. If it is one text that "
                "holds a colon or a bracket, put all of it in double quotes."
            ],
            id="list for text",
        ),
        pytest.param(
            """\
- id: q
  kind: text
  label: Seen
  guidance: {Note: look}
""",
            [
                "4: “guidance” of the question “q” must be a text; a mapping was found. If it is one text "
                "that holds a colon or a bracket, put all of it in double quotes."
            ],
            id="mapping for text",
        ),
        pytest.param(
            "- {id: q, kind: choice, label: Q, options: yes and no}",
            [
                "1: “options” of the question “q” must be a list; “yes and no” was found. Start each item "
                "on a line of its own with a dash and a space."
            ],
            id="text for list",
        ),
        pytest.param(
            """\
- id: q
  kind: choice
  label: Q
  options:
  - Not seen
  - 2nd
  - {id: b, label: B}
""",
            [
                "5: An option is written with its words; “Not seen” was found. Write it as {id: not_seen, "
                "label: Not seen}.",
                "6: An option is written with its words; “2nd” was found. Write it as {id: a_2nd, label: 2nd}.",
            ],
            id="text for option",
        ),
        pytest.param(
            "- {id: q, kind: text, label: Q, comment: yes}",
            [
                "1: A comment is written with its words; “yes” was found. Write it as {}, or with its "
                "words as in {label: Comment, required: true}."
            ],
            id="text for comment",
        ),
        pytest.param(
            """\
- id: q
  kind: text
  label: Q
  guidance:
""",
            ["4: “guidance” of the question “q” has nothing after it. Write it after the colon, or delete the line."],
            id="nothing after a word",
        ),
        pytest.param(
            """\
- id: q
  kind: choice
  label: Q
  options:
""",
            ["4: “options” of the question “q” has nothing under it. List what belongs to it, or delete the line."],
            id="nothing under a word",
        ),
        pytest.param(
            '- {id: q, kind: text, label: ""}',
            ["1: “label” of the question “q” has nothing after it. Write it after the colon, or delete the line."],
            id="empty quotes",
        ),
        pytest.param(
            "- {id: q, kind: text, label: Logs, plan and report}",
            [
                "1: “plan and report” stands alone between commas in braces. If it belongs to the text "
                "before it, put that whole text in double quotes."
            ],
            id="comma in braces",
        ),
        pytest.param(
            """\
- id: q
  kind: table
  label: Q
  columns: [{id: a, kind: ticks, label: A}]
""",
            [
                "4: The kind of the column “a” is “ticks”. Use one of these: text, longtext, choice, "
                "grade, yesno, date or number."
            ],
            id="column kind",
        ),
        pytest.param(
            """\
- {id: a, kind: text, label: A}
- {id: q, kind: text, label: Q, required_when: [a]}
""",
            [
                "2: “required_when” of the question “q” must be a condition such as {grade: not_met}, or "
                "an expression in quotes; a list was found. Write a condition such as {grade: not_met}, "
                "or an expression in quotes."
            ],
            id="condition",
        ),
        pytest.param(
            """\
- {id: a, kind: text, label: A}
- {id: q, kind: text, label: Q, required_when: {a: {b: c}}}
""",
            [
                "2: “required_when” of the question “q” must be an option id, or a list of them for “a”; "
                "a mapping was found. Write an option id, or a list of them."
            ],
            id="condition value",
        ),
        pytest.param(
            "- {id: q, kind: grade, scale: overall, label: Q, descriptors: Fine work}",
            [
                "1: “descriptors” of the question “q” must be a mapping of options and texts, such as "
                "{good: The plan is followed.}; “Fine work” was found. Write a mapping of options and "
                "texts, such as {good: The plan is followed.}."
            ],
            id="descriptors",
        ),
    ],
)
def test_a_value_of_another_shape_is_named_with_what_is_due(say_of_questions: Say, lines: str, said: list[str]) -> None:
    assert say_of_questions(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            """\
thresholds: [{id: t, label: T, measure: m, at_least: 60%}]
measures: [{id: c, label: C}, {id: m, label: M, of: c}]
""",
            [
                "1: “at_least” of the threshold “t” must be a number from 0 to 100, without a % sign; "
                "“60%” was found. Write a number from 0 to 100, without a % sign."
            ],
            id="percent",
        ),
        pytest.param(
            """\
thresholds: [{id: t, label: T, measure: m, at_least: 600}]
measures: [{id: c, label: C}, {id: m, label: M, of: c}]
""",
            [
                "1: “at_least” of the threshold “t” must be a number from 0 to 100, without a % sign; "
                "“600” was found. Write a number from 0 to 100, without a % sign."
            ],
            id="percent too high",
        ),
        pytest.param(
            """\
rounds:
- {id: r, label: R, first: 1 May 2026, last: 2026-02-30}
""",
            [
                "2: “first” of the round “r” must be a day as YYYY-MM-DD; “1 May 2026” was found. Write a "
                "day as YYYY-MM-DD.",
                "2: “last” of the round “r” must be a day as YYYY-MM-DD; “2026-02-30” was found. Write a "
                "day as YYYY-MM-DD.",
            ],
            id="day",
        ),
        pytest.param(
            """\
forms:
- id: f
  title: F
  how_to:
  - First.
  - Note: the file
  sections: [{id: s, title: S, questions: [{id: c, kind: date, label: C}]}]
""",
            [
                "6: Item 2 of “how_to” of the form “f” must be a text; a mapping was found. If it is one "
                "text that holds a colon or a bracket, put all of it in double quotes."
            ],
            id="item of a list",
        ),
        pytest.param(
            """\
forms:
- id: f
  title: F
  roles: case
  sections: [{id: s, title: S, questions: [{id: c, kind: date, label: C}]}]
""",
            [
                "4: Roles are written as role and question; “case” was found. Write them as roles: {case: "
                "…, auditor: …}."
            ],
            id="roles",
        ),
        pytest.param(
            """\
rounds:
- id: r
  label: R
  first: 2026-01-01
  last: 2026-02-01
  recommendations: [{id: 1, text: Do it., status: not_met}]
""",
            ["6: The status of the recommendation “1” is “not_met”. Did you mean “not met”?"],
            id="status",
        ),
        pytest.param(
            """\
references: [{measure: m, percent: 5, source: S, where: [a]}]
measures: [{id: c, label: C}, {id: m, label: M, of: c}]
""",
            [
                "1: “where” of this reference must be a mapping of questions and options, such as "
                "{law_type: public}; a list was found. Write a mapping of questions and options, such as "
                "{law_type: public}."
            ],
            id="where",
        ),
        pytest.param(
            """\
scales:
- id: s
  label: S
  grades:
  - id: a
    label: A
    good: true
    colour: #12436D
  - {id: b, label: B}
""",
            [
                "8: “colour” of the grade “a” has nothing after it. Write it after the colon, or delete "
                "the line. A # starts a comment: put the colour in quotes."
            ],
            id="colour that is a comment",
        ),
        pytest.param(
            """\
themes: [{id: a, label: A, very_long_very_long_very_long_very_long_very_long_very_long_very_long_very_long_very: x}]
""",
            [
                "1: “very_long_very_long_very_long_very_long_very_long_very_long_very_long_very_long…” is "
                "not a word of a theme. Use one of these: id or label."
            ],
            id="long value",
        ),
    ],
)
def test_a_value_of_another_shape_is_named_wherever_it_stands(say_of: Say, lines: str, said: list[str]) -> None:
    assert say_of(lines) == said
