"""What each kind of question needs and has no use for, and what scales and roles are."""

from __future__ import annotations

import pytest

from tests.definitions.conftest import Say


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            "- {id: q, kind: choice, label: Q}",
            [
                "1: “q” is a choice question and has no options. Add options: and a list such as - {id: "
                "seen, label: Seen}."
            ],
            id="choice without options",
        ),
        pytest.param(
            "- {id: q, kind: ticks, label: Q}",
            [
                "1: “q” is a ticks question and has no options. Add options: and a list such as - {id: "
                "seen, label: Seen}."
            ],
            id="ticks without options",
        ),
        pytest.param(
            "- {id: q, kind: choice, label: Q, options: [{id: a, label: A}]}",
            ["1: “q” is a choice of one option only. Add another option, or make it kind: ticks. (warning)"],
            id="choice of one",
        ),
        pytest.param(
            "- {id: q, kind: text, label: Q, options: [{id: a, label: A}]}",
            [
                "1: “q” is a text question and has no use for options. Delete them, or make it kind: "
                "choice or kind: ticks."
            ],
            id="text with options",
        ),
        pytest.param(
            "- {id: q, kind: yesno, label: Q, options: [{id: yes, label: Met}, {id: not_met, label: Not met}]}",
            [
                '1: “q” words its answers, but not both yes and no. Give it an option with id: "yes" and '
                'one with id: "no", or make it kind: choice.'
            ],
            id="yesno worded by half",
        ),
        pytest.param(
            """\
- {id: q, kind: yesno, label: Q, options: [{id: yes, label: Met}, {id: no, label: Not met}, {id: na, label: N/A}]}
""",
            [],
            id="yesno worded",
        ),
        pytest.param(
            "- {id: q, kind: table, label: Q}",
            ["1: The table “q” has no columns. Add columns: and a list of them."],
            id="table without columns",
        ),
        pytest.param(
            "- {id: q, kind: table, label: Q, rows: 0, columns: [{id: a, kind: text, label: A}]}",
            ["1: The table “q” is to have 0 rows. Choose 1 to 40."],
            id="table of no rows",
        ),
        pytest.param(
            "- {id: q, kind: text, label: Q, rows: 2, columns: [{id: a, kind: text, label: A}]}",
            [
                "1: “q” is a text question and has no use for columns. Delete columns, or make it kind: table.",
                "1: “q” is a text question and has no use for rows. Delete rows, or make it kind: table.",
            ],
            id="text with rows and columns",
        ),
        pytest.param(
            """\
- id: q
  kind: table
  label: Q
  columns:
  - {id: a, kind: choice, label: A}
  - {id: b, kind: text, label: B, look: list}
  - {id: c, kind: grade, label: C, scale: nowhere}
""",
            [
                "5: “a” is a choice question and has no options. Add options: and a list such as - {id: "
                "seen, label: Seen}.",
                "6: “b” is a text question and has no use for look. Delete look: it is for choice, grade and yesno.",
                "7: There is no scale “nowhere”. There is only “overall”.",
            ],
            id="column without options",
        ),
        pytest.param(
            "- {id: q, kind: text, label: Q, look: boxes}",
            ["1: “q” is a text question and has no use for look. Delete look: it is for choice, grade and yesno."],
            id="look of a text",
        ),
        pytest.param(
            """\
- id: q
  kind: choice
  label: Q
  options:
  - {id: a, label: A, exclusive: true}
  - {id: b, label: B}
""",
            [
                "5: “a” is exclusive, and of a choice question only one answer is chosen anyway. Delete "
                "exclusive: it is for ticks."
            ],
            id="exclusive option of a choice",
        ),
        pytest.param(
            "- {id: q, kind: grade, label: Q}",
            ["1: “q” is a grade and does not say on which scale. Add scale: overall."],
            id="grade without a scale",
        ),
        pytest.param(
            "- {id: q, kind: grade, label: Q, scale: overal}",
            ["1: There is no scale “overal”. Did you mean “overall”?"],
            id="grade on an unknown scale",
        ),
        pytest.param(
            "- {id: q, kind: text, label: Q, scale: overall}",
            ["1: “q” is a text question and has no use for a scale. Delete scale, or make it kind: grade."],
            id="scale of a text",
        ),
        pytest.param(
            """\
- {id: a, kind: text, label: A}
- {id: q, kind: text, label: Q, required: true, required_when: {a: answered}}
""",
            [
                "2: “q” is required anyway, so its required_when has no effect. Delete required: true, or "
                "required_when. (warning)"
            ],
            id="required twice",
        ),
        pytest.param(
            "- {id: q, kind: ticks, label: Q, theme: practise, options: [{id: a, label: A, theme: zebra}]}",
            [
                "1: There is no theme “practise”. Did you mean “practice”?",
                "1: There is no theme “zebra”. There is only “practice”.",
            ],
            id="unknown theme",
        ),
    ],
)
def test_a_kind_has_the_words_that_it_needs_and_no_others(say_of_questions: Say, lines: str, said: list[str]) -> None:
    assert say_of_questions(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            """\
- id: q
  kind: choice
  label: Q
  options:
  - {id: a, label: Child’s view}
  - {id: b, label: child's  view}
""",
            ["6: Two options of “q” are called “child's view”. The first is on line 5. Give this one another label."],
            id="same but for quotes and case",
        ),
        pytest.param(
            """\
- id: q
  kind: grade
  label: Q
  scale: overall
  options:
  - {id: other, label: not met}
""",
            ["6: Two options of “q” are called “not met”. The first is on line 17. Give this one another label."],
            id="same as a grade",
        ),
        pytest.param(
            """\
- id: q
  kind: choice
  label: Q
  options:
  - {id: a, label: B}
  - {id: b, label: Beta}
""",
            ["5: “B” is the label of “a” and the id of another one. Give one of them other words."],
            id="label is another id",
        ),
        pytest.param(
            "- {id: q, kind: choice, label: Q, options: [{id: a, label: A}, {id: b, label: B}]}",
            [],
            id="label is its own id",
        ),
        pytest.param(
            """\
- {id: q, kind: choice, look: list, label: Q, prompt: choose, options: [{id: a, label: Choose}, {id: b, label: B}]}
""",
            [
                "1: The prompt of “q” has the same words as one of its options: an empty box would look "
                "answered. Word the prompt otherwise, such as Choose one."
            ],
            id="prompt",
        ),
    ],
)
def test_options_that_a_person_could_not_tell_apart_are_refused(
    say_of_questions: Say, lines: str, said: list[str]
) -> None:
    assert say_of_questions(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            "- {id: q, kind: yesno, label: Q, required_when: {q: yes}}",
            ["1: The required_when of “q” hangs on “q” itself. Name another question."],
            id="required",
        ),
        pytest.param(
            "- {id: q, kind: yesno, label: Q, relevant_when: {expression: q == 'yes', says: so}}",
            ["1: The relevant_when of “q” hangs on “q” itself. Name another question."],
            id="relevant",
        ),
        pytest.param(
            "- {id: q, kind: yesno, label: Q, comment: {required_when: q == 'yes'}}",
            [
                "1: The form has no words for this expression; it can only print “Needed when …”. Write it as "
                "{expression: …, says: …}, with words that end that sentence."
            ],
            id="expression without words",
        ),
        pytest.param(
            "- {id: q, kind: yesno, label: Q, comment: {required_when: {q: yes, says: it is so}}}",
            [
                "1: Words stand here for an expression, and there is none. Delete says; questions and options have "
                "words already."
            ],
            id="words without expression",
        ),
        pytest.param(
            "- {id: q, kind: yesno, label: Q, comment: {required_when: {expression: q = 'yes', says: so}}}",
            [
                "1: The condition “q = 'yes'” cannot be read: a sign is missing, or one is too many. Compare with two "
                "equals signs: grade == 'met'."
            ],
            id="expression that cannot be read",
        ),
        pytest.param(
            "- {id: q, kind: yesno, label: Q, comment: {required_when: {expression: [a], says: so}}}",
            [
                "1: “required_when” of this comment must be a text for “expression”; a list was found. If it is one "
                "text that holds a colon or a bracket, put all of it in double quotes."
            ],
            id="expression that is a list",
        ),
        pytest.param(
            "- {id: says, kind: yesno, label: Q}",
            ["1: “says” is a word of the condition language and cannot be the id of a question. Choose another id."],
            id="reserved",
        ),
        pytest.param(
            "- {id: q, kind: yesno, label: Q, comment: {required_when: {q_comment: blank}}}",
            ["1: The required_when of “q_comment” hangs on “q_comment” itself. Name another question."],
            id="comment of itself",
        ),
        pytest.param(
            "- {id: q, kind: yesno, label: Q, comment: {required_when: {q: yes}}}", [], id="comment of its question"
        ),
    ],
)
def test_when_a_question_is_asked_cannot_hang_on_itself(say_of_questions: Say, lines: str, said: list[str]) -> None:
    assert say_of_questions(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            """\
scales:
- id: s
  label: S
  grades: [{id: a, label: A, good: true}]
""",
            ["4: The scale “s” has fewer than two grades. List its grades, the best one first."],
            id="one grade",
        ),
        pytest.param(
            """\
scales:
- id: s
  label: S
  grades: [{id: a, label: A}, {id: b, label: B}]
""",
            ["4: No grade of the scale “s” counts as good. Write good: true on those that do. (warning)"],
            id="none good",
        ),
        pytest.param(
            """\
scales:
- id: s
  label: S
  grades:
  - {id: a, label: Met, good: true}
  - {id: b, label: met}
""",
            ["6: Two grades of this scale are called “met”. The first is on line 5. Give this one another label."],
            id="labels",
        ),
        pytest.param(
            """\
scales:
- id: s
  label: S
  grades:
  - {id: a, label: B, good: true}
  - {id: b, label: Beta}
""",
            ["5: “B” is the label of “a” and the id of another one. Give one of them other words."],
            id="label is another id",
        ),
        pytest.param(
            """\
scales:
- id: s
  label: S
  grades: [{id: a, label: A, good: true, rank: 2}, {id: b, label: B}]
""",
            [
                "4: Some grades of the scale “s” have a rank and some have none. Give every grade a rank, "
                "or none: then the best is first."
            ],
            id="some ranks",
        ),
        pytest.param(
            """\
scales:
- id: s
  label: S
  grades:
  - {id: a, label: A, good: true, rank: 2}
  - {id: b, label: B, rank: 2}
""",
            [
                "6: Two grades of this scale have the rank 2. The first is on line 5. Give each grade a "
                "rank of its own; a higher number is better."
            ],
            id="equal ranks",
        ),
        pytest.param(
            """\
scales:
- id: s
  label: S
  grades:
  - {id: a, label: A, good: true, colour: "#12436D"}
  - {id: b, label: B, colour: red}
""",
            [
                '5: “#12436D” is not a colour. Write six hex digits in quotes and without #, such as "12436D".',
                '6: “red” is not a colour. Write six hex digits in quotes and without #, such as "12436D".',
            ],
            id="not a colour",
        ),
        pytest.param(
            """\
scales:
- id: s
  label: S
  grades:
  - {id: a, label: A, good: true, colour: FFBF00}
  - {id: b, label: B, colour: F46A25}
""",
            [
                "5: The colour FFBF00 has a contrast of only 1.7 to 1 against white. Take a darker one, "
                "with at least 3 to 1. (warning)"
            ],
            id="faint colours",
        ),
        pytest.param(
            """\
scales:
- id: s
  label: S
  grades: [{id: a, label: A, good: true, colour: 12E456}, {id: b, label: B, colour: 001100}]
""",
            [
                "4: The colour 12E456 has a contrast of only 1.7 to 1 against white. Take a darker one, "
                "with at least 3 to 1. (warning)"
            ],
            id="colour of digits and E",
        ),
    ],
)
def test_a_scale_has_grades_that_can_be_told_apart_and_seen(say_of: Say, lines: str, said: list[str]) -> None:
    assert say_of(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            """\
forms:
- id: f
  title: F
  roles: {case: caseref}
  sections: [{id: s, title: S, questions: [{id: case_ref, kind: text, label: Q}]}]
""",
            ["4: The case is “caseref”, and the form “f” has no such question. Did you mean “case_ref”?"],
            id="unknown",
        ),
        pytest.param(
            """\
forms:
- id: f
  title: F
  roles: {date: q, grade: q, team: r}
  sections: [{id: s, title: S, questions: [{id: q, kind: text, label: Q}, {id: r, kind: longtext, label: R}]}]
""",
            [
                "4: The team is “r”, which is a longtext question. Name a question of the kind text, choice or number.",
                "4: The date is “q”, which is a text question. Name a question of the kind date.",
                "4: The grade is “q”, which is a text question. Name a question of the kind grade.",
            ],
            id="wrong kind",
        ),
    ],
)
def test_a_role_is_played_by_a_question_that_can(say_of: Say, lines: str, said: list[str]) -> None:
    assert say_of(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param("forms: []", ["1: The framework has no form. Add at least one form."], id="no form"),
        pytest.param(
            """\
forms:
- id: f
  title: F
  sections: []
""",
            ["4: The form “f” has no section. Add at least one section."],
            id="no section",
        ),
        pytest.param(
            """\
forms:
- id: f
  title: F
  sections:
  - id: s
    title: S
    questions: []
""",
            ["7: The section “s” has no question. Add a question, or delete the section."],
            id="no question",
        ),
        pytest.param(
            """\
forms:
- id: f
  title: F
  sections:
  - id: s
    title: S
    relevant_when: {q: yes}
    questions: [{id: q, kind: yesno, label: Q}]
""",
            [
                "7: Whether the section “s” applies hangs on its own question “q”. Move the question to "
                "an earlier section."
            ],
            id="hangs on itself",
        ),
        pytest.param(
            """\
forms:
- id: f
  title: F
  sections:
  - id: s
    title: S
    relevant_when: {r: yes}
    questions: [{id: q, kind: yesno, label: Q}]
""",
            ["7: The form “f” has no question “r”. There is only “q”."],
            id="unknown question",
        ),
    ],
)
def test_a_form_has_sections_and_a_section_has_questions(say_of: Say, lines: str, said: list[str]) -> None:
    assert say_of(lines) == said
