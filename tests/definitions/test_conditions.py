"""Conditions are checked when the file is read: names, options, functions, and whether they can be true."""

from __future__ import annotations

import pytest

from tests.definitions.conftest import Say


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            "when: {grade: [met, not_met], learning: planning, referral: yes, rationale: answered, visits: blank}",
            [],
            id="right",
        ),
        pytest.param(
            "when: {grad: met}",
            ["1: The form “case” has no question “grad”. Did you mean “grade”?"],
            id="unknown question",
        ),
        pytest.param(
            "when: {grade: [met, notmet]}",
            ["1: “notmet” is not an option of “grade”. Did you mean “not_met”?"],
            id="unknown option",
        ),
        pytest.param(
            "when: {grade: Not met}",
            ["1: “Not met” is not an option of “grade”. Conditions use the id: write not_met."],
            id="label for id",
        ),
        pytest.param("when: {grade: not_applicable}", [], id="grade among options"),
        pytest.param(
            "when: {case_ref: C1}",
            [
                "1: “case_ref” is a text question: a condition can only ask whether it is answered or "
                "blank. Write case_ref: answered, case_ref: blank, or an expression in quotes."
            ],
            id="value of a text",
        ),
        pytest.param(
            "when: {visits: 3}",
            [
                "1: “visits” is a number question: a condition can only ask whether it is answered or "
                "blank. Write visits: answered, visits: blank, or an expression in quotes."
            ],
            id="value of a number",
        ),
        pytest.param(
            "when: {grade: [blank, met]}",
            [
                "1: “blank” stands in a list with other values for “grade”. Write blank alone, or use an "
                "expression with “or”."
            ],
            id="blank among others",
        ),
        pytest.param(
            "when: {status: open}",
            ["1: The form “case” has no question “status”. “status” is a column: name its table, “actions”."],
            id="column",
        ),
        pytest.param(
            """\
when: 
  grade: god
  law_type: publik
    zebra: answered
""",
            [
                "4: This line is indented further than the line above it allows. Check the indentation of "
                "this line and of the lines above it; lines of one part start in the same column."
            ],
            id="several",
        ),
    ],
)
def test_a_condition_names_questions_and_options_that_there_are(
    say_of_condition: Say, lines: str, said: list[str]
) -> None:
    assert say_of_condition(lines) == said


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            "when: grade in ['met'] and (count(learning) > 3 or not answered(rationale)) and "
            "days(opened, audited) < 28",
            [],
            id="right",
        ),
        pytest.param(
            "when: better(grade, 'met') and has(learning, 'planning') and opened > '2026-01-01'", [], id="right too"
        ),
        pytest.param("when: visits >= 2 and lower(rationale) != 'n/a'", [], id="right in the end"),
        pytest.param("when: \"'not_applicable' in [grade, law_type]\"", [], id="right with a list of questions"),
        pytest.param(
            "when: \"'not_aplicable' in [grade, law_type]\"",
            ["1: “not_aplicable” is not an option of “grade”. Did you mean “not_applicable”?"],
            id="unknown option of a list of questions",
        ),
        pytest.param(
            "when: grad == 'met'",
            ["1: The form “case” has no question “grad”. Did you mean “grade”?"],
            id="unknown question",
        ),
        pytest.param(
            "when: grade == 'metted'",
            ["1: “metted” is not an option of “grade”. Use one of these: good, met, not_met or not_applicable."],
            id="unknown option",
        ),
        pytest.param(
            "when: law_type == 'Public law'",
            ["1: “Public law” is not an option of “law_type”. Conditions use the id: write public."],
            id="label for id",
        ),
        pytest.param(
            "when: grade in ['met', 'god']",
            ["1: “god” is not an option of “grade”. Did you mean “good”?"],
            id="unknown option in a list",
        ),
        pytest.param(
            "when: has(learning, 'plan')",
            ["1: “plan” is not an option of “learning”. Use one of these: recording or planning."],
            id="unknown option of has",
        ),
        pytest.param(
            "when: grade == met",
            ["1: “met” is an option of “grade” and stands without quotes. Write 'met'."],
            id="quotes missing",
        ),
        pytest.param(
            "when: answerd(grade)",
            ["1: There is no function “answerd” in conditions. Did you mean “answered”?"],
            id="unknown function",
        ),
        pytest.param(
            "when: grade = 'met'",
            [
                "1: The condition “grade = 'met'” cannot be read: a sign is missing, or one is too many. "
                "Compare with two equals signs: grade == 'met'."
            ],
            id="one equals sign",
        ),
        pytest.param(
            "when: grade == 'met' && visits > 3",
            [
                "1: The condition “grade == 'met' && visits > 3” cannot be read: a sign is missing, or "
                "one is too many. Write and, or, not as words."
            ],
            id="ampersands",
        ),
        pytest.param(
            "when: grade == ",
            [
                "1: The condition “grade ==” cannot be read: a sign is missing, or one is too many. Use "
                "== and !=, <, <=, >, >=, in, and, or, not, brackets, and the functions of the reference."
            ],
            id="unfinished",
        ),
        pytest.param(
            "when: grade.upper() == 'MET'",
            [
                "1: The condition “grade.upper() == 'MET'” cannot be read: only the functions of the rule "
                "language can be called. Use == and !=, <, <=, >, >=, in, and, or, not, brackets, and the "
                "functions of the reference."
            ],
            id="attribute",
        ),
        pytest.param(
            "when: visits ** 2 > 4",
            [
                "1: The condition “visits ** 2 > 4” cannot be read: it has something that conditions do "
                "not know. Use == and !=, <, <=, >, >=, in, and, or, not, brackets, and the functions of "
                "the reference."
            ],
            id="power",
        ),
        pytest.param(
            "when: '[x for x in learning] == []'",
            [
                "1: The condition “[x for x in learning] == []” cannot be read: it has something that "
                "conditions do not know. Use == and !=, <, <=, >, >=, in, and, or, not, brackets, and the "
                "functions of the reference."
            ],
            id="comprehension",
        ),
        pytest.param(
            "when: rationale == '\\d'",
            [
                "1: The condition “rationale == '\\d'” cannot be read: a sign is missing, or one is too "
                "many. Use == and !=, <, <=, >, >=, in, and, or, not, brackets, and the functions of the "
                "reference."
            ],
            id="backslash",
        ),
        pytest.param(
            "when: days(opened) > 3",
            ["1: days() takes 2 values; 1 stands in its brackets. Write it as days(opened, audited) < 28."],
            id="too few values",
        ),
        pytest.param(
            "when: count() > 3",
            [
                "1: count() takes at least 1 value; none stand in its brackets. Write it as "
                "count(learning, strengths) > 3."
            ],
            id="none",
        ),
        pytest.param(
            "when: answered(grade, rationale)",
            ["1: answered() takes 1 value; 2 stand in its brackets. Write it as answered(rationale)."],
            id="too many values",
        ),
        pytest.param(
            "when: referral and grade == 'met'",
            [
                "1: “referral” stands alone as a condition; any answer to it, even no, would make it "
                "true. Write answered(referral), or compare it: referral == '…'."
            ],
            id="name alone",
        ),
        pytest.param(
            "when: not referral",
            [
                "1: “referral” stands alone as a condition; any answer to it, even no, would make it "
                "true. Write answered(referral), or compare it: referral == '…'."
            ],
            id="not a name alone",
        ),
        pytest.param(
            "when: learning == 'planning'",
            [
                "1: “learning” can hold several answers and cannot be compared. Use has(learning, "
                "'option') or count(learning)."
            ],
            id="ticks compared",
        ),
        pytest.param(
            "when: grade < 'met'",
            ["1: “grade” has no order by which to compare it. Use better(grade, 'grade') or worse(grade, 'grade')."],
            id="grades ordered",
        ),
        pytest.param(
            "when: law_type > 'public'",
            ["1: “law_type” has no order by which to compare it. Compare it with == or in: law_type in ['…', '…']."],
            id="choice ordered",
        ),
        pytest.param(
            "when: grade == 3",
            ["1: “grade” is compared with 3, and its values are option ids. Put it in quotes."],
            id="grade compared with a number",
        ),
        pytest.param(
            "when: grade == 'blank'",
            ["1: “blank” in quotes is not an option of “grade”. Write blank(grade)."],
            id="answered in quotes",
        ),
        pytest.param(
            "when: visits > '3'",
            ["1: “visits” is a number and is compared with the text “3”. Write the number without quotes."],
            id="number compared with a text",
        ),
        pytest.param(
            "when: case_ref == 5",
            ["1: “case_ref” is text and is compared with 5. Put it in quotes, or use length(case_ref)."],
            id="text compared with a number",
        ),
        pytest.param(
            "when: opened > 2026",
            ["1: “opened” is a date and is compared with 2026. Write the day in quotes, as '2014-09-01'."],
            id="date compared with a number",
        ),
        pytest.param(
            "when: opened > '2026-02-30'",
            ["1: “opened” is a date and is compared with '2026-02-30'. Write the day in quotes, as '2014-09-01'."],
            id="date that there is not",
        ),
        pytest.param(
            "when: better(law_type, 'public')",
            ["1: better() compares grades, and “law_type” is a choice question. Name a question of the kind grade."],
            id="better than no grade",
        ),
        pytest.param(
            "when: better(grade, 'not_applicable')",
            ["1: “not_applicable” is not a grade of the scale “overall”. Use one of these: good, met or not_met."],
            id="better than what is not on the scale",
        ),
        pytest.param(
            "when: days(case_ref, audited) > 3",
            [
                "1: days() counts between dates, and “case_ref” is a text question. Write it as "
                "days(opened, audited) < 28."
            ],
            id="days of a text",
        ),
        pytest.param(
            "when: days(opened, '1 May') > 3",
            ["1: days() counts between dates, and '1 May' is none. Write the day in quotes, as '2014-09-01'."],
            id="days of a wrong date",
        ),
        pytest.param("when: latest(rows(actions, 'status', 'open'), 'due') > '2026-12-31'", [], id="rows right"),
        pytest.param(
            "when: count(rows(learning, 'status', 'open')) > 0",
            [
                "1: rows() looks into the rows of a table, and “learning” is a ticks question. Write it "
                "as count(rows(actions, 'status', 'open')) > 0."
            ],
            id="rows of no table",
        ),
        pytest.param(
            "when: count(rows(actions, 'state', 'open')) > 0",
            ["1: The table “actions” has no column “state”. Did you mean “status”?"],
            id="rows of an unknown column",
        ),
        pytest.param(
            "when: count(rows(actions, 'status', 'opn')) > 0",
            ["1: “opn” is not an option of “status”. Did you mean “open”?"],
            id="rows of an unknown option",
        ),
        pytest.param(
            "when: latest(actions, 'status') > '2026-12-31'",
            [
                "1: latest() looks for a date, and the column “status” is of the kind choice. Name a "
                "column of the kind date."
            ],
            id="latest of no date",
        ),
    ],
)
def test_an_expression_is_understood_when_the_file_is_read(say_of_condition: Say, lines: str, said: list[str]) -> None:
    assert say_of_condition(lines) == said
