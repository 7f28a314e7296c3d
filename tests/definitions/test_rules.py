"""A rule has the words of its kind, and its message holds no braces that nothing fills."""

from __future__ import annotations

import pytest

from tests.definitions.conftest import Say


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            """\
- {id: a, kind: needs, when: {grade: met}, needs: [rationale, opened], question: grade}
- {id: b, kind: needs_one_of, needs: [rationale, actions]}
- {id: c, kind: at_most, questions: [learning], count: 3, severity: warning}
- {id: d, kind: at_least, questions: [learning, actions], count: 1, when: {grade: not_met}}
- {id: e, kind: exactly_one, questions: [opened, audited]}
- {id: f, kind: grade_cap, question: grade, grade: met, when: {referral: yes}, message: "{label} {value}.", fix: Look.}
- {id: g, kind: urgent_when, when: {referral: yes}, question: referral, message: Act., fix: "Tell {ref} today."}
- {id: h, kind: expression, when: visits > 3, question: visits, message: "{count}", fix: Look.}
""",
            [],
            id="all kinds right",
        ),
        pytest.param(
            """\
- {id: a, kind: needs}
- {id: b, kind: needs_one_of}
- {id: c, kind: at_most}
- {id: d, kind: at_least, questions: learning}
- {id: e, kind: exactly_one}
- {id: f, kind: grade_cap}
- {id: g, kind: urgent_when, when: {referral: yes}}
- {id: h, kind: expression, question: visits}
""",
            [
                "1: The rule “a” is of the kind needs and has no needs. Add needs: to it. Every question "
                "named by `needs` is answered, where `when` holds.",
                "2: The rule “b” is of the kind needs_one_of and has no needs. Add needs: to it. At least "
                "one of the questions named by `needs` is answered, where `when` holds.",
                "3: The rule “c” is of the kind at_most and has no questions. Add questions: to it. Not "
                "more than `count` ticks and answers are given over all of `questions`.",
                "3: The rule “c” is of the kind at_most and has no count. Add count: to it. Not more than "
                "`count` ticks and answers are given over all of `questions`.",
                "4: The rule “d” is of the kind at_least and has no count. Add count: to it. At least "
                "`count` ticks and answers are given over all of `questions`.",
                "5: The rule “e” is of the kind exactly_one and has no questions. Add questions: to it. "
                "Exactly one tick or answer is given over all of `questions`.",
                "6: The rule “f” is of the kind grade_cap and has no when. Add when: to it. Where `when` "
                "holds, the answer to `question` is not better than `grade`.",
                "6: The rule “f” is of the kind grade_cap and has no question. Add question: to it. Where "
                "`when` holds, the answer to `question` is not better than `grade`.",
                "6: The rule “f” is of the kind grade_cap and has no grade. Add grade: to it. Where "
                "`when` holds, the answer to `question` is not better than `grade`.",
                "6: The rule “f” has no message. Add message: and a sentence that says what was found.",
                "6: The rule “f” has no fix. Add fix: and a sentence that says what to do.",
                "7: The rule “g” is of the kind urgent_when and has no question. Add question: to it. "
                "Where `when` holds, a person has to act today. Its severity is urgent by itself.",
                "7: The rule “g” has no message. Add message: and a sentence that says what was found.",
                "7: The rule “g” has no fix. Add fix: and a sentence that says what to do.",
                "8: The rule “h” is of the kind expression and has no when. Add when: to it. `when` never "
                "holds: it describes what must not be. For what the other kinds cannot say.",
                "8: The rule “h” has no message. Add message: and a sentence that says what was found.",
                "8: The rule “h” has no fix. Add fix: and a sentence that says what to do.",
            ],
            id="nothing given",
        ),
        pytest.param(
            "- {id: a, kind: need, needs: rationale}",
            ["1: The kind of the rule “a” is “need”. Did you mean “needs”?"],
            id="kind",
        ),
        pytest.param(
            """\
- {id: a, kind: needs, needs: rationale, count: 3, grade: met}
- {id: e, kind: exactly_one, questions: [opened, audited], needs: rationale}
""",
            [
                "1: The rule “a” is of the kind needs and has no use for count. Its words are needs, when "
                "and question.",
                "1: The rule “a” is of the kind needs and has no use for grade. Its words are needs, when "
                "and question.",
                "2: The rule “e” is of the kind exactly_one and has no use for needs. Its words are "
                "questions, when and question.",
            ],
            id="useless words",
        ),
        pytest.param(
            """\
- id: a
  kind: urgent_when
  when: {referral: yes}
  question: referral
  severity: error
  message: Act.
  fix: Act.
""",
            [
                "5: The rule “a” is of the kind urgent_when and says severity: error. Delete severity, or "
                "make it kind: expression."
            ],
            id="severity of urgent_when",
        ),
        pytest.param(
            "- {id: a, kind: needs, needs: rationale, severity: warn}",
            ["1: The severity of the rule “a” is “warn”. Did you mean “warning”?"],
            id="unknown severity",
        ),
        pytest.param(
            "- {id: a, kind: at_least, questions: learning, count: 0}",
            ["1: The rule “a” asks for at least 0, which every form has. Write the least number that is allowed."],
            id="at least nothing",
        ),
        pytest.param(
            """\
- id: a
  kind: needs
  question: zebra
  needs:
  - rational
  - due
""",
            [
                "3: The form “case” has no question “zebra”. Use one of these: case_ref, opened, audited, "
                "visits, law_type, learning, referral, grade, rationale or actions.",
                "5: The form “case” has no question “rational”. Did you mean “rationale”?",
                "6: The form “case” has no question “due”. “due” is a column: name its table, “actions”.",
            ],
            id="unknown questions",
        ),
        pytest.param(
            "- {id: a, kind: at_most, questions: [learning, learning], count: 2}",
            ["1: The rule “a” names “learning” twice under questions. Delete one of the two."],
            id="named twice",
        ),
        pytest.param(
            "- {id: f, kind: grade_cap, question: law_type, grade: met, when: {referral: yes}, message: M., fix: F.}",
            ["1: The rule “f” caps “law_type”, which is a choice question. Name a question of the kind grade."],
            id="cap on a choice",
        ),
        pytest.param(
            "- {id: f, kind: grade_cap, question: grade, grade: mett, when: {referral: yes}, message: M., fix: F.}",
            ["1: “mett” is not a grade of the scale “overall”. Did you mean “met”?"],
            id="cap at no grade",
        ),
        pytest.param(
            "- {id: f, kind: grade_cap, question: grade, grade: good, when: {referral: yes}, message: M., fix: F.}",
            [
                "1: “good” is the best grade, so the rule “f” never caps anything. Name the best grade "
                "that is still allowed. (warning)"
            ],
            id="cap at the best grade",
        ),
        pytest.param(
            """\
- id: a
  kind: needs
  needs: rationale
  message: '{lable} is blank.'
  fix: 'Fill in {it} { label } { or }.'
""",
            [
                "4: {lable} is not filled in: the message of “a” would be printed with it. Did you mean {label}?",
                "5: {it} is not filled in: the fix of “a” would be printed with it. Use {label}, {ref}, "
                "{value} or {count}.",
                "5: { label } is not filled in: the fix of “a” would be printed with it. Did you mean {label}?",
                "5: { or } is not filled in: the fix of “a” would be printed with it. Use {label}, {ref}, "
                "{value} or {count}.",
            ],
            id="placeholder",
        ),
    ],
)
def test_a_rule_has_the_words_that_its_kind_needs(say_of_rules: Say, lines: str, said: list[str]) -> None:
    assert say_of_rules(lines) == said
