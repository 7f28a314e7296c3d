"""Ids are spelt so that they can be names of controls, and none is given twice."""

from __future__ import annotations

import pytest

from tests.definitions.conftest import Say


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            "- {id: Was Seen, kind: text, label: Q}",
            [
                "1: The id “Was Seen” of this question is not spelt as an id. Use small letters, digits "
                "and single underscores, starting with a letter, such as was_seen."
            ],
            id="capitals and spaces",
        ),
        pytest.param(
            "- {id: was-seen, kind: text, label: Q}",
            [
                "1: The id “was-seen” of this question is not spelt as an id. Use small letters, digits "
                "and single underscores, starting with a letter, such as was_seen."
            ],
            id="hyphen",
        ),
        pytest.param(
            "- {id: was__seen, kind: text, label: Q}",
            [
                "1: The id “was__seen” of this question is not spelt as an id. Use small letters, digits "
                "and single underscores, starting with a letter, such as was_seen."
            ],
            id="two underscores",
        ),
        pytest.param(
            "- {id: 2nd, kind: text, label: Q}",
            [
                "1: The id “2nd” of this question is not spelt as an id. Use small letters, digits and "
                "single underscores, starting with a letter, such as a_2nd."
            ],
            id="starts with a digit",
        ),
        pytest.param(
            "- {id: 5, kind: text, label: Q}",
            [
                "1: The id “5” of this question is not spelt as an id. Use small letters, digits and "
                "single underscores, starting with a letter, such as a_5."
            ],
            id="a number",
        ),
        pytest.param(
            "- {id: sé, kind: text, label: Q}",
            [
                "1: The id “sé” of this question is not spelt as an id. Use small letters, digits and "
                "single underscores, starting with a letter, such as s."
            ],
            id="letters of other alphabets",
        ),
        pytest.param(
            "- {id: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, kind: text, label: Q}",
            [
                "1: The id “aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa” of this question is 31 characters long. Use "
                "at most 30 characters."
            ],
            id="too long",
        ),
        pytest.param(
            "- {id: q, kind: choice, label: Q, options: [{id: Yes, label: Yes}, {id: no, label: No}]}",
            [
                "1: The id “Yes” of this option is not spelt as an id. Use small letters, digits and "
                "single underscores, starting with a letter, such as yes."
            ],
            id="option",
        ),
        pytest.param(
            "- {id: q, kind: table, label: Q, columns: [{id: who?, kind: text, label: Who}]}",
            [
                "1: The id “who?” of this column is not spelt as an id. Use small letters, digits and "
                "single underscores, starting with a letter, such as who."
            ],
            id="column",
        ),
        pytest.param(
            "- {id: q, kind: text, label: Q, comment: {id: Q comment}}",
            [
                "1: The id “Q comment” of this comment is not spelt as an id. Use small letters, digits "
                "and single underscores, starting with a letter, such as q_comment."
            ],
            id="comment",
        ),
        pytest.param(
            "- {id: the_length_of_this_id_is_27, kind: text, label: Q, comment: {}}",
            [
                "1: The comment of “the_length_of_this_id_is_27” would be called "
                "“the_length_of_this_id_is_27_comment”, which is longer than 30. Give the comment an id "
                "of its own."
            ],
            id="comment whose id is made",
        ),
    ],
)
def test_an_id_is_spelt_as_ids_are(say_of_questions: Say, lines: str, said: list[str]) -> None:
    assert say_of_questions(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            """\
id: my-framework
forms:
- id: step-up-down
  title: F
  rules: [{id: q-needed, kind: needs, needs: q}]
  sections: [{id: s, title: S, questions: [{id: q, kind: text, label: Q}]}]
measures: [{id: c, label: C}, {id: m, label: M, of: c}]
thresholds: [{id: the-target, label: T, measure: m, at_least: 50}]
""",
            [],
            id="right",
        ),
        pytest.param(
            """\
id: My Framework
forms:
- id: case--two
  title: F
  sections: [{id: s, title: S, questions: [{id: q, kind: text, label: Q}]}]
""",
            [
                "1: The id “My Framework” of this framework is not spelt as an id. Use small letters, "
                "digits and single hyphens, starting with a letter, such as my-framework.",
                "3: The id “case--two” of this form is not spelt as an id. Use small letters, digits and "
                "single hyphens, starting with a letter, such as case-two.",
            ],
            id="wrong",
        ),
    ],
)
def test_ids_of_frameworks_forms_rules_and_targets_may_have_hyphens(say_of: Say, lines: str, said: list[str]) -> None:
    assert say_of(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            "- {id: class, kind: text, label: Q}",
            ["1: “class” is a word of the condition language and cannot be the id of a question. Choose another id."],
            id="python",
        ),
        pytest.param(
            "- {id: count, kind: text, label: Q}",
            ["1: “count” is a word of the condition language and cannot be the id of a question. Choose another id."],
            id="function",
        ),
        pytest.param(
            "- {id: blank, kind: text, label: Q}",
            ["1: “blank” is a word of the condition language and cannot be the id of a question. Choose another id."],
            id="reserved",
        ),
        pytest.param(
            "- {id: q, kind: ticks, label: Q, options: [{id: answered, label: A}]}",
            ["1: “answered” is a word of the condition language and cannot be the id of an option. Choose another id."],
            id="option",
        ),
    ],
)
def test_a_word_of_the_condition_language_is_no_id(say_of_questions: Say, lines: str, said: list[str]) -> None:
    assert say_of_questions(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            """\
- {id: q, kind: text, label: Q}
- {id: q, kind: date, label: R}
""",
            ["2: The id “q” is given to two questions of this form. The first is on line 1. Give this one another id."],
            id="questions",
        ),
        pytest.param(
            """\
- {id: q, kind: text, label: Q, comment: {id: r}}
- {id: r, kind: date, label: R}
""",
            ["2: The id “r” is given to two questions of this form. The first is on line 1. Give this one another id."],
            id="comment",
        ),
        pytest.param(
            """\
- {id: q_comment, kind: text, label: Q}
- {id: q, kind: date, label: R, comment: {}}
""",
            [
                "2: The id “q_comment” is given to two questions of this form. The first is on line 1. "
                "Give this one another id."
            ],
            id="comment whose id is made",
        ),
        pytest.param(
            """\
- id: q
  kind: ticks
  label: Q
  options:
  - {id: a, label: A}
  - {id: a, label: B}
""",
            ["6: Two options of “q” have the id “a”. The first is on line 5. Give this one another id."],
            id="options",
        ),
        pytest.param(
            """\
- id: q
  kind: grade
  label: Q
  scale: overall
  options:
  - {id: met, label: Something else}
""",
            ["6: Two options of “q” have the id “met”. The first is on line 16. Give this one another id."],
            id="option and grade",
        ),
        pytest.param(
            """\
- id: q
  kind: table
  label: Q
  columns:
  - {id: a, kind: text, label: A}
  - {id: a, kind: text, label: B}
""",
            ["6: The id “a” is given to two columns of this table. Give this one another id."],
            id="columns",
        ),
        pytest.param(
            """\
- {id: a, kind: text, label: A}
- {id: q, kind: table, label: Q, columns: [{id: a, kind: text, label: A}]}
""",
            [],
            id="column and question",
        ),
    ],
)
def test_an_id_is_given_once(say_of_questions: Say, lines: str, said: list[str]) -> None:
    assert say_of_questions(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            """\
- {id: q, ref: 1a, kind: text, label: Q}
- {id: r, ref: 1A, kind: text, label: R}
""",
            [
                "2: The reference “1A” is printed before two questions of this form. The first is on line "
                "1. Give this one another ref, or leave ref out."
            ],
            id="questions",
        ),
        pytest.param(
            """\
- {id: q, ref: 1a, kind: text, label: Q, comment: {}}
- {id: r, ref: 1a comment, kind: text, label: R}
""",
            [
                "2: The reference “1a comment” is printed before two questions of this form. The first is "
                "on line 1. Give this one another ref, or leave ref out."
            ],
            id="comment",
        ),
        pytest.param(
            "- {id: q, ref: Question number 1, kind: text, label: Q}",
            [
                "1: The reference “Question number 1” is too long for the narrow column that it stands "
                "in. Use at most 12 characters."
            ],
            id="long",
        ),
    ],
)
def test_a_printed_reference_is_given_once(say_of_questions: Say, lines: str, said: list[str]) -> None:
    assert say_of_questions(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            """\
scales:
- {id: s, label: S, grades: [{id: a, label: A, good: true}, {id: b, label: B}]}
- {id: s, label: S, grades: [{id: a, label: A, good: true}, {id: a, label: B}]}
themes:
- {id: t, label: T}
- {id: t, label: T}
forms:
- id: f
  title: F
  roles: {date: q}
  sections:
  - {id: p, ref: 1, title: P, questions: [{id: q, kind: date, label: Q}]}
  - {id: p, ref: 1, title: P, questions: [{id: r, kind: text, label: R}]}
  rules:
  - {id: n, kind: needs, needs: q}
  - {id: n, kind: needs, needs: r}
- {id: f, title: G, roles: {date: q}, sections: [{id: p, title: P, questions: [{id: q, kind: date, label: Q}]}]}
measures:
- {id: m, label: M}
- {id: m, label: M}
- {id: n, label: N, of: m}
thresholds:
- {id: t, label: T, measure: n, at_most: 5}
- {id: t, label: T, measure: n, at_most: 6}
rounds:
- id: 1
  label: R
  first: 2026-01-01
  last: 2026-01-31
  recommendations: [{id: 1, text: A, status: met}, {id: 1, text: B, status: met}]
- {id: 1, label: R, first: 2026-02-01, last: 2026-02-28}
reports:
- id: r
  title: R
  form: f
  sections:
  - {kind: k, id: x, title: X, columns: [{id: c, label: C, measure: m}, {id: c, label: C, measure: m}]}
  - {kind: k, id: x, title: X}
- {id: r, title: R, form: f, sections: [{kind: k, title: X}]}
""",
            [
                "3: The id “s” is given to two scales of this framework. The first is on line 2. Give "
                "this one another id.",
                "3: The id “a” is given to two grades of this scale. The first is on line 3. Give this one another id.",
                "6: The id “t” is given to two themes of this framework. The first is on line 5. Give "
                "this one another id.",
                "13: The id “p” is given to two sections of this form. The first is on line 12. Give this "
                "one another id.",
                "13: The reference “1” is printed before two sections of this form. The first is on line "
                "12. Give this one another ref, or leave ref out.",
                "16: The id “n” is given to two rules of this form. The first is on line 15. Give this one another id.",
                "17: The id “f” is given to two forms of this framework. The first is on line 8. Give "
                "this one another id.",
                "20: The id “m” is given to two measures of this framework. The first is on line 19. Give "
                "this one another id.",
                "24: The id “t” is given to two thresholds of this framework. The first is on line 23. "
                "Give this one another id.",
                "30: The id “1” is given to two recommendations of this round. The first is on line 30. "
                "Give this one another id.",
                "31: The id “1” is given to two rounds of this framework. The first is on line 26. Give "
                "this one another id.",
                "37: The id “c” is given to two columns of this section. The first is on line 37. Give "
                "this one another id.",
                "38: The id “x” is given to two sections of this report. The first is on line 37. Give "
                "this one another id.",
                "39: The id “r” is given to two reports of this framework. The first is on line 33. Give "
                "this one another id.",
            ],
            id="everything",
        ),
        pytest.param(
            "measures: [{id: total, label: T}]",
            ["1: “total” stands for all rows of a table. Choose another id."],
            id="total",
        ),
    ],
)
def test_ids_of_everything_else_are_given_once_too(say_of: Say, lines: str, said: list[str]) -> None:
    assert say_of(lines) == said
