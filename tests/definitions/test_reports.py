"""The outlines of reports name forms, measures, columns and questions that there are."""

from __future__ import annotations

import pytest

from tests.definitions.conftest import Say


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            """\
reports:
- {id: annual, title: A, form: cas, sections: [{kind: text, title: T}]}
""",
            ["2: There is no form “cas”. Did you mean “case”?"],
            id="form",
        ),
        pytest.param(
            """\
reports:
- {id: annual, title: A, form: case, sections: []}
""",
            ["2: The report “annual” has no section. Add at least one section."],
            id="no sections",
        ),
        pytest.param(
            """\
reports:
- {id: annual, title: A, form: case, moderation: case, sections: [{kind: text, title: T}]}
""",
            [
                "2: The form “case” brings no second grade, as far as moderation: says. Name the form of "
                "moderation:, or add moderation: to the framework."
            ],
            id="moderation",
        ),
        pytest.param(
            """\
measures:
- {id: first, label: F, when: {grade: good}}
- {id: second, label: S, when: {second: good}}
reports:
- {id: a, title: A, form: case, sections: [{kind: k, title: T, measures: [first, second]}]}
- {id: b, title: B, form: other, sections: [{kind: k, title: T, columns: [{id: n, label: N, measure: first}]}]}
forms:
- {id: case, title: C, sections: [{id: s, title: S, questions: [{id: grade, kind: grade, scale: overall, label: G}]}]}
- {id: other, title: O, sections: [{id: s, title: S, questions: [{id: second, kind: grade, scale: overall, label: G}]}]}
""",
            [
                "5: The measure “second” asks “second”, and the form “case” has no such question. Choose "
                "another measure, or give the measure a form.",
                "6: The measure “first” asks “grade”, and the form “other” has no such question. Choose "
                "another measure, or give the measure a form.",
            ],
            id="measure of another form",
        ),
        pytest.param(
            """\
reports:
- id: a
  title: A
  form: case
  moderation: second
  sections:
  - {kind: k, title: T, form: second, by: looked, where: {looked: good}}
  - {kind: k, title: T, form: secnd}
  - {kind: k, title: T, form: second, by: grade}
  - kind: k
    title: T
    pairs:
      grade: looked
      grad: looked
      grade_: look
- id: b
  title: B
  form: case
  sections: [{kind: k, title: T, pairs: {grade: looked}}]
moderation: {audits: case, form: second, grade: looked}
forms:
- id: case
  title: C
  roles: {case: ref, grade: grade}
  sections:
  - {id: s, title: S, questions: [{id: ref, kind: text, label: R}, {id: grade, kind: grade, scale: overall, label: G}]}
- id: second
  title: O
  roles: {case: ref}
  sections:
  - {id: s, title: S, questions: [{id: ref, kind: text, label: R}, {id: looked, kind: grade, scale: overall, label: G}]}
""",
            [
                "8: There is no form “secnd”. Did you mean “second”?",
                "9: The form “second” has no question “grade”. Use one of these: ref or looked.",
                "14: The form “case” has no question “grad”. Did you mean “grade”?",
                "15: The form “case” has no question “grade_”. Did you mean “grade”?",
                "15: The form “second” has no question “look”. Did you mean “looked”?",
                "19: Grades are paired with those of a moderating form, and the report names none. Add "
                "moderation: and the id of that form to the report.",
            ],
            id="sections about another form",
        ),
    ],
)
def test_a_report_names_forms_that_there_are(say_of_figures: Say, lines: str, said: list[str]) -> None:
    assert say_of_figures(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            """\
- kind: breakdown
  id: fig1
  title: T
  by: law_type
  where: {grade: [good, met]}
  questions: [learning]
  measures: [good]
  columns:
  - {id: n, label: N, measure: cases}
  - {id: g, label: G, measure: good, show: share}
  - {id: p, label: P, measure: cases, show: share, of: total}
  chart: [g]
- kind: reconciliation
  title: R
  claims:
  - {says: S, key: a.b, figure: fig1, row: Public law, column: g}
  - {says: T, key: a.c, measure: good, where: {law_type: public}}
""",
            [],
            id="right",
        ),
        pytest.param(
            """\
- kind: overall
  title: T
  columns:
  - {id: a, label: A, measure: god}
  - {id: b, label: B, measure: good, of: cases}
  - {id: c, label: C, measure: cases, show: share}
  - {id: d, label: D, measure: cases, show: share, of: totals}
  - {id: e, label: E, measure: cases, show: percent}
""",
            [
                "4: There is no measure “god”. Did you mean “good”?",
                "5: The column “b” shows a count and has no use for of. Delete of, or add show: share.",
                "6: The column “c” shows the share of “cases”, which is a share of nothing. Add of: and a "
                "measure, or of: total for all rows.",
                "7: There is no measure “totals”. Use one of these: cases or good.",
                "8: The show of the column “e” is “percent”. Use one of these: count or share.",
            ],
            id="columns",
        ),
        pytest.param(
            """\
- kind: overall
  title: T
  columns:
  - {id: good_pct, label: A, measure: good, show: share}
  chart:
  - good_pct
  - goodpct
""",
            ["7: There is no column “goodpct”. Did you mean “good_pct”?"],
            id="chart",
        ),
        pytest.param(
            "- {kind: overall, title: T, chart: [a]}",
            ["1: There is no column “a”. Add columns to the section, or delete chart."],
            id="chart without columns",
        ),
        pytest.param(
            """\
- kind: crosstab
  title: T
  measures:
  - good
  - god
""",
            ["5: There is no measure “god”. Did you mean “good”?"],
            id="measures",
        ),
        pytest.param(
            """\
- kind: themes
  title: T
  by: lawtype
  where: {grade: god}
  questions:
  - learning
  - lerning
""",
            [
                "3: The form “case” has no question “lawtype”. Did you mean “law_type”?",
                "4: “god” is not an option of “grade”. Did you mean “good”?",
                "7: The form “case” has no question “lerning”. Did you mean “learning”?",
            ],
            id="questions",
        ),
        pytest.param(
            "- {kind: breakdown, title: T, by: learning}",
            [
                "1: Cases cannot be spread by “learning”: a ticks question has no single answer to sort "
                "by. Name a question with one answer, such as a choice."
            ],
            id="spread by ticks",
        ),
        pytest.param(
            """\
- id: fig1
  kind: overall
  title: T
  columns: [{id: n, label: N, measure: cases}]
- kind: reconciliation
  title: R
  claims:
  - {says: Neither, key: a}
  - {says: Both, key: a, figure: fig1, column: n, measure: good}
  - {says: Figure, key: a, figure: fig2, column: n}
  - {says: Column, key: a, figure: fig1, column: m}
  - {says: No column, key: a, figure: fig1}
  - {says: Measure, key: a, measure: god}
  - {says: Cases, key: a, measure: good, where: {law_type: publik}}
  - {says: Target, key: a, measure: good, show: target}
  - {says: Before, key: a, measure: good, show: reference}
""",
            [
                "8: “Neither” says neither figure nor measure. Name the figure that holds the number, or "
                "else the measure.",
                "9: “Both” says both figure and measure. Name the figure that holds the number, or else the measure.",
                "10: There is no section with the id “fig2”. Did you mean “fig1”?",
                "11: There is no column “m”. There is only “n”.",
                "12: “No column” names a figure and no column. Add column: and the id of the column.",
                "13: There is no measure “god”. Did you mean “good”?",
                "14: “publik” is not an option of “law_type”. Did you mean “public”?",
                "15: “Target” asks for the target of “good”, which has none. Add it to thresholds, or correct show.",
                "16: “Before” asks for an earlier share of “good”, of which there is none. Add it to "
                "references, or correct show.",
            ],
            id="claims",
        ),
    ],
)
def test_a_section_of_a_report_names_what_there_is(say_of_section: Say, lines: str, said: list[str]) -> None:
    assert say_of_section(lines) == said
