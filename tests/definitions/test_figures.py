"""Measures, targets, rounds, moderation and reports name what there is, and fit together."""

from __future__ import annotations

import pytest

from tests.definitions.conftest import Say


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            "measures: [{id: cases, label: Cases}, {id: good, label: Good, when: {grade: good}, of: cases}]",
            [],
            id="right",
        ),
        pytest.param(
            """\
measures:
- {id: cases, label: Cases}
- {id: good, label: Good, when: {grade: good}, of: case}
""",
            ["3: There is no measure “case”. Did you mean “cases”?"],
            id="base",
        ),
        pytest.param(
            """\
measures:
- {id: a, label: A, of: b}
- {id: b, label: B, of: a}
""",
            [
                "2: The measure “a” is, by way of its base, a share of itself. Name a wider measure, such "
                "as all audits.",
                "3: The measure “b” is, by way of its base, a share of itself. Name a wider measure, such "
                "as all audits.",
            ],
            id="circle",
        ),
        pytest.param(
            """\
measures:
- {id: good, label: Good, when: {grade: god}}
""",
            ["2: “god” is not an option of “grade”. Did you mean “good”?"],
            id="condition",
        ),
        pytest.param(
            """\
measures:
- {id: good, label: Good, form: benchmark}
""",
            ["2: There is no form “benchmark”. There is only “case”."],
            id="form",
        ),
        pytest.param(
            """\
measures:
- {id: first, label: First, when: {grade: good}, form: case}
- {id: second, label: Second, when: {second: good}, form: other}
- {id: wrong, label: Wrong, when: {second: good}, form: case}
forms:
- {id: case, title: C, sections: [{id: s, title: S, questions: [{id: grade, kind: grade, scale: overall, label: G}]}]}
- {id: other, title: O, sections: [{id: s, title: S, questions: [{id: second, kind: grade, scale: overall, label: G}]}]}
""",
            ["4: The form “case” has no question “second”. There is only “grade”."],
            id="question of another form",
        ),
    ],
)
def test_a_measure_counts_something_that_forms_ask(say_of_figures: Say, lines: str, said: list[str]) -> None:
    assert say_of_figures(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            """\
measures: [{id: cases, label: Cases}, {id: good, label: Good, when: {grade: good}, of: cases}]
thresholds:
- {id: t, label: T, measure: good, at_least: 60, at_most: 100}
""",
            [],
            id="right",
        ),
        pytest.param(
            """\
measures: [{id: cases, label: Cases}, {id: good, label: Good, when: {grade: good}, of: cases}]
thresholds:
- {id: t, label: T, measure: god, at_least: 60}
""",
            ["3: There is no measure “god”. Did you mean “good”?"],
            id="measure",
        ),
        pytest.param(
            """\
measures: [{id: cases, label: Cases}, {id: good, label: Good, when: {grade: good}, of: cases}]
thresholds:
- {id: t, label: T, measure: cases, at_least: 60}
""",
            [
                "3: The target “t” judges the share of “cases”, which is a share of nothing. Give the "
                "measure “cases” an of."
            ],
            id="no base",
        ),
        pytest.param(
            """\
measures: [{id: cases, label: Cases}, {id: good, label: Good, when: {grade: good}, of: cases}]
thresholds:
- {id: t, label: T, measure: good}
""",
            ["3: The target “t” has no number. Add at_least: or at_most: and a number of percent."],
            id="no number",
        ),
        pytest.param(
            """\
measures: [{id: cases, label: Cases}, {id: good, label: Good, when: {grade: good}, of: cases}]
thresholds:
- {id: t, label: T, measure: good, at_least: 60, at_most: 14}
""",
            ["3: Nothing can be at least 60 and at most 14 percent. Correct one of the two."],
            id="bounds crossed",
        ),
    ],
)
def test_a_target_has_a_share_and_a_number(say_of_figures: Say, lines: str, said: list[str]) -> None:
    assert say_of_figures(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            """\
measures: [{id: cases, label: Cases}, {id: good, label: Good, when: {grade: good}, of: cases}]
rounds: [{id: r2, label: R2, first: 2026-01-01, last: 2026-03-31, previous: r1}]
references:
- {measure: good, percent: 49, source: S, round: r1, where: {law_type: public}}
- {measure: good, percent: 49.5, source: S}
""",
            [],
            id="right",
        ),
        pytest.param(
            """\
measures: [{id: cases, label: Cases}, {id: good, label: Good, when: {grade: good}, of: cases}]
rounds: [{id: r2, label: R2, first: 2026-01-01, last: 2026-03-31, previous: r1}]
references:
- {measure: god, percent: 49, source: S, round: r3}
""",
            [
                "4: There is no measure “god”. Did you mean “good”?",
                "4: There is no round “r3”. Use one of these: r1 or r2.",
            ],
            id="measure and round",
        ),
        pytest.param(
            """\
measures: [{id: cases, label: Cases}, {id: good, label: Good, when: {grade: good}, of: cases}]
rounds: [{id: r2, label: R2, first: 2026-01-01, last: 2026-03-31, previous: r1}]
references:
- {measure: cases, percent: 49, source: S}
""",
            ["4: A share of “cases” is given, which is a share of nothing. Give the measure “cases” an of."],
            id="no base",
        ),
        pytest.param(
            """\
measures: [{id: cases, label: Cases}, {id: good, label: Good, when: {grade: good}, of: cases}]
rounds: [{id: r2, label: R2, first: 2026-01-01, last: 2026-03-31, previous: r1}]
references:
- {measure: good, percent: 49, source: S, where: {law_type: Public law, lawtype: public}}
""",
            [
                "4: “Public law” is not an option of “law_type”. Conditions use the id: write public.",
                "4: The form “case” has no question “lawtype”. Did you mean “law_type”?",
            ],
            id="cases",
        ),
        pytest.param(
            """\
measures: [{id: cases, label: Cases}, {id: good, label: Good, when: {grade: good}, of: cases}]
rounds: [{id: r2, label: R2, first: 2026-01-01, last: 2026-03-31, previous: r1}]
references:
- {measure: good, percent: 49, source: S}
- {measure: good, percent: 50, source: S}
""",
            [
                "5: The same share of the same cases from the same source is given twice. The first is on "
                "line 4. Delete one of the two."
            ],
            id="twice",
        ),
    ],
)
def test_what_was_found_before_belongs_to_a_round_and_to_cases_that_there_are(
    say_of_figures: Say, lines: str, said: list[str]
) -> None:
    assert say_of_figures(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            "rounds: [{id: r, label: R, first: 2026-03-31, last: 2026-01-01}]",
            ["1: The round “r” ends before it starts. Correct first or last."],
            id="turned round",
        ),
        pytest.param(
            "rounds: [{id: r, label: R, first: 2026-01-01, last: 2026-03-31, previous: r}]",
            ["1: The round “r” is named as its own previous round. Name the round before it."],
            id="its own previous",
        ),
        pytest.param(
            "rounds: [{id: r, label: R, first: 2026-01-01, last: 2026-03-31, previous_label: Before}]",
            ["1: The round “r” has a previous_label and no previous. Add previous: and the id of that round."],
            id="label of no previous",
        ),
        pytest.param(
            """\
rounds:
- {id: b, label: B, first: 2026-03-31, last: 2026-06-30}
- {id: a, label: A, first: 2026-01-01, last: 2026-03-31}
""",
            [
                "2: The rounds “a” and “b” share days, so an audit can count in both. Let one end before "
                "the other starts. (warning)"
            ],
            id="shared days",
        ),
        pytest.param(
            """\
measures: [{id: cases, label: Cases}, {id: good, label: Good, when: {grade: good}, of: cases}]
rounds:
- id: r
  label: R
  first: 2026-01-01
  last: 2026-03-31
  recommendations:
  - {id: 1, text: A, status: met, evidence: god}
  - {id: 2, text: B, status: ongoing, where: {law_type: public}}
  - {id: 3, text: C, status: not met, evidence: good, where: {law_type: publik}}
""",
            [
                "8: There is no measure “god”. Did you mean “good”?",
                "9: The recommendation “2” has a where and no evidence. Add evidence: and the measure that shows it.",
                "10: “publik” is not an option of “law_type”. Did you mean “public”?",
            ],
            id="evidence",
        ),
        pytest.param(
            """\
rounds: [{id: r, label: R, first: 2026-01-01, last: 2026-03-31}]
forms:
- {id: f, title: F, sections: [{id: s, title: S, questions: [{id: q, kind: text, label: Q}]}]}
""",
            [
                "3: There are rounds, and the form “f” does not say which date is the one that counts. "
                "Add date: to its roles. (warning)"
            ],
            id="no date",
        ),
    ],
)
def test_rounds_follow_one_another(say_of_figures: Say, lines: str, said: list[str]) -> None:
    assert say_of_figures(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            """\
moderation: {audits: case, form: second, grade: g, final: h}
forms:
- id: case
  title: C
  roles: {case: c, grade: g}
  sections:
  - id: s
    title: S
    questions:
    - {id: c, kind: text, label: C}
    - {id: g, kind: grade, scale: overall, label: G}
- id: second
  title: S
  roles: {case: c}
  sections:
  - id: s
    title: S
    questions:
    - {id: c, kind: text, label: C}
    - {id: g, kind: grade, scale: overall, label: G}
    - {id: h, kind: grade, scale: overall, label: H}
""",
            [],
            id="right",
        ),
        pytest.param(
            """\
moderation:
  audits: case
  form: second
  grade: c
  final: z
forms:
- {id: case, title: C, sections: [{id: s, title: S, questions: [{id: c, kind: text, label: C}]}]}
- {id: second, title: S, sections: [{id: s, title: S, questions: [{id: c, kind: text, label: C}]}]}
""",
            [
                "2: A second grade is matched by its case, and the form “case” has no role case. Add "
                "case: to the roles of the form.",
                "2: The form “case” is moderated and has no role grade. Add grade: to the roles of the form.",
                "3: A second grade is matched by its case, and the form “second” has no role case. Add "
                "case: to the roles of the form.",
                "4: The grade of the moderation is “c”, which is a text question. Name a question of the kind grade.",
                "5: The final of the moderation is “z”, and the form “second” has no such question. There is only “c”.",
            ],
            id="wrong throughout",
        ),
        pytest.param(
            """\
moderation:
  audits: nowhere
  form: cases
  grade: g
""",
            [
                "2: There is no form “nowhere”. There is only “case”.",
                "3: There is no form “cases”. Did you mean “case”?",
            ],
            id="forms",
        ),
        pytest.param(
            """\
moderation:
  audits: case
  form: case
  grade: g
forms:
- id: case
  title: C
  roles: {case: c, grade: g}
  sections:
  - id: s
    title: S
    questions:
    - {id: c, kind: text, label: C}
    - {id: g, kind: grade, scale: overall, label: G}
""",
            ["3: The form “case” cannot moderate itself. Name the form that brings the second grade."],
            id="itself",
        ),
        pytest.param(
            """\
moderation:
  audits: case
  form: second
  grade: g
scales:
- {id: overall, label: O, grades: [{id: a, label: A, good: true}, {id: b, label: B}]}
- {id: other, label: O, grades: [{id: a, label: A, good: true}, {id: b, label: B}]}
forms:
- id: case
  title: C
  roles: {case: c, grade: g}
  sections:
  - id: s
    title: S
    questions:
    - {id: c, kind: text, label: C}
    - {id: g, kind: grade, scale: overall, label: G}
- id: second
  title: S
  roles: {case: c}
  sections:
  - id: s
    title: S
    questions:
    - {id: c, kind: text, label: C}
    - {id: g, kind: grade, scale: other, label: G}
""",
            [
                "4: “g” is on the scale “other”, and the grade that it meets is on “overall”. Put both on "
                "the same scale."
            ],
            id="another scale",
        ),
    ],
)
def test_a_second_grade_meets_the_first_by_the_case_and_on_the_same_scale(
    say_of: Say, lines: str, said: list[str]
) -> None:
    assert say_of(lines) == said
