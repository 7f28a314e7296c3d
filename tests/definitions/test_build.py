"""What a definition leaves out is filled in, and what it says becomes values of the model."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from docgen import model
from docgen.model import Condition, Framework, Option, Question, Severity, Test
from tests.definitions.conftest import Build


def form(questions: str, head: str = "") -> str:
    """A form with one section of these questions."""
    lines = "".join(f"    {line}\n" for line in questions.splitlines())
    return (
        f"forms:\n- id: case\n  title: Case\n  sections:\n  - id: main\n    title: Main\n{head}    questions:\n{lines}"
    )


def questions(framework: Framework) -> tuple[Question, ...]:
    return framework.forms[0].questions


def test_a_comment_becomes_a_question_right_after_its_own(built: Build) -> None:
    framework = built(
        form(
            """\
- {id: seen, ref: 2a, kind: yesno, label: Seen, comment: {guidance: Say why., required_when: {seen: no}}}
- {id: heard, ref: 2b, kind: yesno, label: Heard, comment: {id: heard_how, label: How, required: true, prompt: How}}
"""
        )
    )
    seen, first, heard, second = questions(framework)
    assert (first.id, first.ref, first.kind, first.label, first.about) == (
        "seen_comment",
        "2a comment",
        "longtext",
        "Comment",
        "seen",
    )
    assert (first.section, first.guidance, first.required) == (seen.section, "Say why.", False)
    assert first.required_when is not None
    assert first.required_when.tests == (Test("seen", ("no",)),)
    assert (second.id, second.label, second.about, second.required, second.prompt) == (
        "heard_how",
        "How",
        heard.id,
        True,
        "How",
    )


@pytest.mark.parametrize(
    ("question", "comment", "tests", "expression"),
    [
        ("", "", None, None),
        ("relevant_when: {a: yes}, ", "", (Test("a", ("yes",)),), ""),
        ("", "relevant_when: {a: yes}", (Test("a", ("yes",)),), ""),
        (
            "relevant_when: {a: yes}, ",
            "relevant_when: {expression: b == 'no', says: b is No}",
            (Test("a", ("yes",)),),
            "b == 'no'",
        ),
        (
            "relevant_when: {expression: a == 'yes', says: a is Yes}, ",
            "relevant_when: {expression: b == 'no', says: b is No}",
            (),
            "(a == 'yes') and (b == 'no')",
        ),
    ],
)
def test_a_comment_applies_only_where_its_question_does(
    built: Build, question: str, comment: str, tests: tuple[Test, ...] | None, expression: str | None
) -> None:
    framework = built(
        form(
            f"""\
- {{id: a, kind: yesno, label: A}}
- {{id: b, kind: yesno, label: B}}
- {{id: q, kind: text, label: Q, {question}comment: {{{comment}}}}}
"""
        )
    )
    relevant = questions(framework)[-1].relevant_when
    assert (relevant and relevant.tests, relevant and relevant.expression) == (tests, expression)


def test_an_expression_keeps_its_words_and_words_of_two_are_joined(built: Build) -> None:
    framework = built(
        form(
            """\
- {id: a, kind: yesno, label: A}
- id: q
  kind: text
  label: Q
  relevant_when: {a: yes, expression: "a == 'yes'", says: it is so}
  comment: {relevant_when: {expression: "a != 'no'", says: not  otherwise}}
"""
        )
    )
    _, question, comment = questions(framework)
    relevant = question.relevant_when
    assert relevant is not None
    assert (relevant.tests, relevant.expression, relevant.says) == ((Test("a", ("yes",)),), "a == 'yes'", "it is so")
    assert comment.relevant_when is not None
    assert comment.relevant_when.says == "it is so and not otherwise"


def test_an_expression_alone_in_a_mapping_is_the_expression(built: Build) -> None:
    written = [
        built(
            form("- {id: a, kind: yesno, label: A}\n")
            + f"  rules:\n  - {{id: r, kind: needs, needs: a, when: {when}}}\n"
        )
        for when in ("\"a == 'no'\"", "{expression: \"a == 'no'\"}")
    ]
    first, second = (framework.forms[0].rules[0].when for framework in written)
    assert first == second
    assert first is not None
    assert first.expression == "a == 'no'"


def test_yes_and_no_need_no_wording_and_may_have_one(built: Build) -> None:
    plain, worded = questions(
        built(
            form(
                """\
- {id: a, kind: yesno, label: A}
- {id: b, kind: yesno, label: B, options: [{id: no, label: Not met}, {id: yes, label: Met}]}
"""
            )
        )
    )
    assert plain.options == (Option("yes", "Yes"), Option("no", "No"))
    assert worded.options == (Option("no", "Not met"), Option("yes", "Met"))


def test_the_options_of_a_grade_are_its_scale_and_then_the_extra_ones(built: Build) -> None:
    (grade,) = questions(
        built(form("- {id: g, kind: grade, scale: overall, label: G, options: [{id: na, label: Not applicable}]}"))
    )
    assert grade.options == (
        Option("good", "Good", "Good in general."),
        Option("met", "Met"),
        Option("not_met", "Not met"),
        Option("na", "Not applicable"),
    )


def test_the_first_grade_is_the_best_unless_ranks_are_given(built: Build) -> None:
    first, second = built(
        """\
scales:
- id: a
  label: A
  grades: [{id: good, label: Good, good: true}, {id: met, label: Met}, {id: poor, label: Poor}]
- id: b
  label: B
  grades: [{id: one, label: 1, rank: 1}, {id: two, label: 2, rank: 5, good: true}]
"""
    ).scales
    assert [(grade.id, grade.rank) for grade in first.grades] == [("good", 3), ("met", 2), ("poor", 1)]
    assert [(grade.id, grade.label, grade.rank) for grade in second.grades] == [("one", "1", 1), ("two", "2", 5)]


def test_grades_without_a_colour_get_one_that_can_be_seen_on_white(built: Build) -> None:
    (scale,) = built(
        "scales: [{id: a, label: A, grades: [{id: x, label: X, colour: a0b1c2}, {id: y, label: Y, good: true}]}]"
    ).scales
    assert [grade.colour for grade in scale.grades] == ["A0B1C2", "28A197"]


def test_references_are_made_from_the_section_and_the_place_in_it(built: Build) -> None:
    framework = built(
        """\
forms:
- id: case
  title: Case
  sections:
  - id: first
    title: First
    questions:
    - {id: a, kind: text, label: A, comment: {}}
    - {id: b, kind: text, label: B}
  - id: second
    title: Second
    ref: B
    questions:
    - {id: c, kind: text, label: C}
    - {id: d, kind: text, label: D}
  - id: third
    title: Third
    questions:
    - {id: e, kind: text, label: E}
"""
    )
    assert [section.ref for section in framework.forms[0].sections] == ["1", "B", "3"]
    assert [question.ref for question in questions(framework)] == ["1a", "1a comment", "1b", "B1", "B2", "3a"]


def test_a_made_reference_never_meets_a_given_one(built: Build) -> None:
    framework = built(
        """\
forms:
- id: case
  title: Case
  sections:
  - id: first
    title: First
    questions:
    - {id: a, kind: text, label: A, ref: 1B}
    - {id: b, kind: text, label: B}
    - {id: c, kind: text, label: C}
  - id: second
    title: Second
    ref: 3
    questions: [{id: d, kind: text, label: D}]
  - id: third
    title: Third
    questions: [{id: e, kind: text, label: E}]
"""
    )
    assert [section.ref for section in framework.forms[0].sections] == ["1", "3", "4"]
    assert [question.ref for question in questions(framework)] == ["1B", "1c", "1d", "3a", "4a"]


def test_after_z_comes_aa(built: Build) -> None:
    lines = "".join(f"- {{id: q{n}, kind: text, label: Q}}\n" for n in range(54))
    refs = [question.ref for question in questions(built(form(lines)))]
    assert (refs[0], refs[25], refs[26], refs[51], refs[52]) == ("1a", "1z", "1aa", "1az", "1ba")
    assert len(set(refs)) == 54


def test_a_table_has_columns_and_three_rows(built: Build) -> None:
    (table,) = questions(
        built(
            form(
                """\
- id: actions
  kind: table
  label: Actions
  columns:
  - {id: action, kind: longtext, label: Action, required: true}
  - {id: done, kind: yesno, label: Done}
  - {id: rating, kind: grade, label: Rating, scale: overall, look: boxes}
"""
            )
        )
    )
    assert table.rows == 3
    assert [(column.id, column.kind, column.required, column.look) for column in table.columns] == [
        ("action", "longtext", True, "list"),
        ("done", "yesno", False, "list"),
        ("rating", "grade", False, "boxes"),
    ]
    assert [option.id for option in table.columns[2].options] == ["good", "met", "not_met"]


def test_conditions_are_tests_or_an_expression(built: Build) -> None:
    measures = built(
        form("- {id: g, kind: grade, scale: overall, label: G}\n- {id: t, kind: text, label: T}")
        + """\
measures:
- {id: all, label: All}
- {id: some, label: Some, when: {g: [good, met], t: answered}}
- {id: few, label: Few, when: g == 'good' and length(t) > 3}
"""
    ).measures
    assert measures[0].when is None
    assert measures[1].when is not None
    assert measures[1].when.tests == (Test("g", ("good", "met")), Test("t", ("answered",)))
    assert measures[2].when == Condition((), "g == 'good' and length(t) > 3", measures[2].place)


def test_rules_keep_their_words_and_urgent_ones_are_urgent(built: Build) -> None:
    rules = (
        built(
            form("- {id: q, kind: yesno, label: Q}\n- {id: r, kind: ticks, label: R, options: [{id: a, label: A}]}")
            + """\
  rules:
  - {id: one, kind: needs, needs: q}
  - {id: two, kind: at_most, questions: [r], count: 1, severity: warning}
  - {id: three, kind: urgent_when, when: {q: yes}, question: q, message: Act., fix: Tell.}
"""
        )
        .forms[0]
        .rules
    )
    assert [(rule.id, rule.severity) for rule in rules] == [
        ("one", Severity.ERROR),
        ("two", Severity.WARNING),
        ("three", Severity.URGENT),
    ]
    assert (rules[0].needs, rules[0].message) == (("q",), "")
    assert (rules[1].questions, rules[1].count) == (("r",), 1)


def test_numbers_and_days_are_typed(built: Build) -> None:
    framework = built(
        """\
measures: [{id: cases, label: Cases}, {id: late, label: Late, of: cases}]
thresholds: [{id: t, label: T, measure: late, at_most: 12.50, minimum_audits: 5}]
rounds:
- {id: 2026-Q1, label: First, first: 2026-01-01, last: 2026-03-31, expected: 40}
- {id: 2026-Q2, label: Second, first: 2026-04-01, last: 2026-06-30, previous: 2026-Q1}
"""
    )
    assert framework.thresholds[0].at_most == Decimal("12.5")
    assert framework.thresholds[0].minimum_audits == 5
    first, second = framework.rounds
    assert (first.first, first.last, first.expected) == (date(2026, 1, 1), date(2026, 3, 31), 40)
    assert (second.previous, second.previous_label) == ("2026-Q1", "First")


def test_one_text_may_stand_where_a_list_may(built: Build) -> None:
    framework = built(
        """\
reports:
- id: r
  title: R
  form: case
  sections: [{kind: text, title: T, text: One paragraph., items: [One, Two]}]
"""
    )
    assert framework.reports[0].sections[0].text == ("One paragraph.",)
    assert framework.reports[0].sections[0].items == ("One", "Two")


def test_lines_are_joined_and_paragraphs_kept(built: Build) -> None:
    framework = built(
        """\
title: >
  A title
  of two lines
summary: |
  First.

  Second.
"""
    )
    assert framework.title == "A title of two lines"
    assert framework.summary == "First.\n\nSecond."


def test_everything_of_the_model_can_be_reached(built: Build) -> None:
    framework = built(
        """\
marking: OFFICIAL
source_note: Our own.
moderation: {audits: case, form: second, grade: g, final: h}
measures: [{id: cases, label: Cases}, {id: good, label: G, of: cases, better: more, phrase: graded Good}]
references: [{measure: good, percent: 49, source: S, round: before, where: {law: public}}]
rounds:
- id: now
  label: Now
  first: 2026-01-01
  last: 2026-01-31
  previous: before
  recommendations: [{id: 1, text: Do it., status: not met, note: N, evidence: good, where: {law: public}}]
reports:
- id: r
  title: R
  form: case
  moderation: second
  sections:
  - kind: reconciliation
    title: T
    claims: [{says: Good, key: a.b, measure: good, where: {law: public}, show: reference}]
forms:
- id: case
  title: Case
  roles: {case: c, date: d, grade: g}
  sections:
  - id: s
    title: S
    intro: Read this.
    look: details
    relevant_when: {law: public}
    questions:
    - {id: c, kind: text, label: C}
    - {id: d, kind: date, label: D}
    - {id: g, kind: grade, scale: overall, label: G}
  - id: t
    title: T
    questions:
    - {id: law, kind: choice, label: L, look: list, options: [{id: public, label: P}, {id: private, label: Q}]}
- id: second
  title: Second
  roles: {case: c}
  sections:
  - id: s
    title: S
    questions:
    - {id: c, kind: text, label: C}
    - {id: g, kind: grade, scale: overall, label: G}
    - {id: h, kind: grade, scale: overall, label: H}
"""
    )
    assert (framework.marking, framework.source_note) == ("OFFICIAL", "Our own.")
    assert framework.moderation == model.Moderation("second", "case", "g", "h", framework.moderation.place)  # type: ignore[union-attr]
    assert framework.references[0].where == (("law", "public"),)
    recommendation = framework.rounds[0].recommendations[0]
    assert (recommendation.status, recommendation.evidence) == ("not met", "good")
    assert recommendation.where == (("law", "public"),)
    assert framework.rounds[0].previous_label == "before"
    claim = framework.reports[0].sections[0].claims[0]
    assert (claim.says, claim.measure, claim.where, claim.show) == ("Good", "good", (("law", "public"),), "reference")
    assert framework.forms[0].role("date") == "d"
    section = framework.forms[0].sections[0]
    assert (section.intro, section.look, section.relevant_when is not None) == ("Read this.", "details", True)


# --- the digest ------------------------------------------------------------------------------------------

PLAIN = """\
id: one
title: A title
themes: [{id: a, label: A}, {id: b, label: B}]
measures: [{id: cases, label: Cases}, {id: good, label: G, of: cases}]
thresholds: [{id: t, label: T, measure: good, at_least: 60}]
"""
OTHERWISE = """\
# a comment
themes:
  - id: a
    label: "A"
  - {label: B, id: b}
title: >
  A
  title
thresholds: [{id: t, label: T, measure: good, at_least: 60.0, minimum_audits: 0}]
measures:
- {id: cases, label: Cases}
- {id: good, label: G, of: cases}
id: one
"""


def test_a_digest_does_not_change_with_comments_layout_or_defaults(built: Build) -> None:
    assert built(PLAIN).digest == built(OTHERWISE).digest


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("label: A}", "label: C}"),
        ("at_least: 60", "at_least: 61"),
        ("{id: a, label: A}, {id: b, label: B}", "{id: b, label: B}, {id: a, label: A}"),
        ("title: A title", "title: A title\nsummary: More"),
    ],
)
def test_a_digest_changes_with_what_is_said(built: Build, before: str, after: str) -> None:
    assert before in PLAIN
    assert built(PLAIN).digest != built(PLAIN.replace(before, after)).digest
