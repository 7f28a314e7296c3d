"""What every query has: its place in the order, its words, its question, and no guess in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docgen.checks import check
from docgen.model import (
    Answer,
    Condition,
    Form,
    Framework,
    Grade,
    Option,
    Place,
    Query,
    Question,
    Rule,
    Scale,
    Section,
    Severity,
    State,
    Test,
    Value,
)
from tests.checks.returns import Written, answers

GRADES = (Grade("good", "Good", 2, True, "12436D"), Grade("poor", "Poor", 1, False, "801650"))
SCALE = Scale("scale", "Grade", GRADES)
TICKS = tuple(Option(name, name.capitalize()) for name in ("log", "trail", "plan"))
QUESTIONS = (
    Question("who", "1a", "text", "Auditor"),
    Question("seen", "1b", "yesno", "Seen", options=(Option("yes", "Yes"), Option("no", "No"))),
    Question("learning", "1c", "ticks", "Learning", options=TICKS),
    Question("learning_comment", "1c comment", "longtext", "Comment", about="learning"),
    Question("grade", "1d", "grade", "Grade", scale="scale", options=(Option("good", "Good"), Option("poor", "Poor"))),
)
POOR = Condition((Test("grade", ("poor",)),))


def asked(*rules: Rule, questions: tuple[Question, ...] = QUESTIONS) -> tuple[Framework, Form]:
    form = Form("audit", "Audit", "", (Section("work", "1", "The work", questions),), rules=rules)
    return Framework("example", "1", "Example", "Example", (SCALE,), (form,)), form


def rule(kind: str, severity: Severity = Severity.ERROR, message: str = "", fix: str = "", **words: object) -> Rule:
    return Rule("the-rule", kind, severity, message, fix, **words)  # type: ignore[arg-type]


def queries(written: Written, *rules: Rule, questions: tuple[Question, ...] = QUESTIONS) -> tuple[Query, ...]:
    framework, form = asked(*rules, questions=questions)
    return check(framework, form, answers(form, written))


# --- what only the case list tells -------------------------------------------------------------------------

LISTED = (Question("opened", "", "date", "Case opened on"), Question("involved", "", "text", "Involved in the case"))
NOT_ONE_OF_THEM = rule(
    "expression", question="who", message="“{value}” was involved.", fix="Give the case to another auditor.",
    when=Condition(expression="named(who, involved)"),
)  # fmt: skip


def of_case(written: Written, case: dict[str, Value], *rules: Rule) -> list[str]:
    """What is asked of a return whose case list has two columns beside the form."""
    framework, form = asked(*rules)
    return [str(query) for query in check(replace(framework, case_fields=LISTED), form, answers(form, written), case)]


def test_a_rule_asks_by_what_the_case_list_tells() -> None:
    assert of_case({"who": "Sam"}, {"involved": "Kim; Sam"}, NOT_ONE_OF_THEM) == [
        "at who: Question 1a: “Sam” was involved. Give the case to another auditor. [the-rule]"
    ]
    assert of_case({"who": "Sam"}, {"involved": "Kim"}, NOT_ONE_OF_THEM) == []


@pytest.mark.parametrize("case", [{}, {"involved": None}, {"involved": ""}, {"opened": "2026-03-02"}])
def test_what_the_case_list_does_not_tell_is_said_and_never_guessed(case: dict[str, Value]) -> None:
    assert of_case({"who": "Sam"}, case, NOT_ONE_OF_THEM) == [
        "at who: Rule the-rule could not be checked: the case list has no “Involved in the case”. "
        "Check it by hand; next time make the toolkits from a case list with the column “involved”. [the-rule]"
    ]


def test_a_rule_that_is_kept_whatever_the_case_list_would_tell_is_silent() -> None:
    worded = replace(NOT_ONE_OF_THEM, when=Condition(expression="seen == 'no' and named(who, involved)"))
    assert of_case({"who": "Sam", "seen": "yes"}, {}, worded) == []


def test_a_doubt_and_a_gap_of_the_case_list_are_said_together() -> None:
    worded = replace(NOT_ONE_OF_THEM, when=Condition(expression="named(who, involved) or days(opened, '2026-01-01')<0"))
    assert of_case({"who": {"doubtful": ["Sam", "Kim"]}}, {}, worded) == [
        "at who: Question 1a “Auditor” could not be checked (rule the-rule): its own answer is doubtful and the case "
        "list has no “Involved in the case” or “Case opened on”. Decide the doubtful answer first; the check is then "
        "made again. Check it by hand; next time make the toolkits from a case list with the columns “involved” and "
        "“opened”. [the-rule]"
    ]


def test_a_structured_condition_may_name_a_field_of_the_case_list() -> None:
    told = Condition((Test("opened", ("answered",)),))
    assert of_case({}, {"opened": "2026-03-02"}, rule("needs", needs=("who",), when=told)) == [
        "at who: Question 1a “Auditor” is blank. It is needed because “Case opened on” in the case list is answered. "
        "Fill in question 1a “Auditor”. [the-rule]"
    ]


def test_urgent_queries_come_first_then_errors_then_warnings_each_in_the_order_of_the_form() -> None:
    seen = Condition((Test("seen", ("yes",)),))
    found = queries(
        {"seen": "yes"},
        rule("expression", Severity.WARNING, question="who", when=seen),
        rule("needs", Severity.ERROR, needs=("grade", "learning")),
        rule("urgent_when", Severity.URGENT, question="seen", when=seen),
    )
    assert [(query.severity, query.question) for query in found] == [
        (Severity.URGENT, "seen"),
        (Severity.ERROR, "learning"),
        (Severity.ERROR, "grade"),
        (Severity.WARNING, "who"),
    ]


@pytest.mark.parametrize(
    ("written", "made", "message", "fix"),
    [
        (
            {"grade": "poor"},
            rule("needs", needs=("learning_comment",), when=POOR),
            "The comment on question 1c “Learning” is blank. It is needed because question 1d “Grade” is “Poor”.",
            "Fill in the comment on question 1c “Learning”.",
        ),
        (
            {"grade": "poor"},
            rule("needs_one_of", needs=("learning", "learning_comment"), when=POOR),
            "There is no answer to question 1c “Learning” or the comment on question 1c “Learning”. "
            "One is needed because question 1d “Grade” is “Poor”.",
            "Answer at least one: question 1c “Learning” or the comment on question 1c “Learning”.",
        ),
        (
            {"learning": ["log", "trail", "plan"]},
            rule("at_most", questions=("learning",), count=2),
            "Question 1c “Learning” has 3 ticks in all; at most 2 may be given.",
            "Look again at question 1c “Learning”.",
        ),
        (
            {"learning": ["log"], "who": "Sam"},
            rule("exactly_one", questions=("learning", "who")),
            "Question 1c “Learning” and question 1a “Auditor” have 2 answers in all; exactly one must be given.",
            "Look again at question 1c “Learning” and question 1a “Auditor”.",
        ),
        (
            {"grade": "poor"},
            rule("at_least", questions=("learning",), count=1, when=POOR),
            "Question 1c “Learning” has no ticks; at least 1 must be given because question 1d “Grade” is “Poor”.",
            "Look again at question 1c “Learning”.",
        ),
        (
            {"who": "Sam"},
            rule("needs", needs=("grade",)),
            "Question 1d “Grade” is blank. It must be answered.",
            "Choose “Good” or “Poor” in question 1d “Grade”.",
        ),
    ],
    ids=lambda part: getattr(part, "kind", ""),
)  # fmt: skip
def test_a_rule_without_words_of_its_own_says_where_what_was_found_and_what_is_allowed(
    written: Written, made: Rule, message: str, fix: str
) -> None:
    (found,) = queries(written, made)
    assert (found.message, found.fix) == (message, fix)


def test_the_definitions_own_words_are_filled_with_label_reference_value_and_count() -> None:
    own = rule(
        "at_most",
        message="“{label}” has {count} ticks: {value}.",
        fix="See {ref}. {unknown} stays.",
        questions=("learning",),
        count=1,
    )
    (found,) = queries({"learning": ["log", "plan"]}, own)
    assert found.message == "Question 1c: “Learning” has 2 ticks: Log; Plan."
    assert found.fix == "See 1c. {unknown} stays."


def test_what_a_person_wrote_is_never_read_as_a_placeholder() -> None:
    own = rule("expression", message="{value} in {ref}", question="who", when=Condition((), "answered(who)"))
    (found,) = queries({"who": "{label} {0} %s {count.__class__}"}, own)
    assert found.message == "{label} {0} %s {count.__class__} in 1a"


def test_a_long_answer_is_quoted_on_one_line_and_cut() -> None:
    own = rule("expression", message="{value}", question="who", when=Condition((), "answered(who)"))
    (found,) = queries({"who": "First line\n" + "and more " * 40}, own)
    assert found.message.startswith("Question 1a: First line and more and more")
    assert found.message.endswith("…")
    assert len(found.message) < 100


def test_a_query_stands_at_the_place_of_the_answer_and_an_undecided_one_at_the_doubtful_answer() -> None:
    capped = rule("grade_cap", question="grade", grade="poor", when=Condition((Test("seen", ("no",)),)))
    (broken,) = queries({"grade": "good", "seen": "no"}, capped)
    (undecided,) = queries({"grade": "good", "seen": {"doubtful": ["yes", "no"]}}, capped)
    assert (broken.where, broken.question) == (Place("", "at grade"), "grade")
    assert (undecided.where, undecided.question) == (Place("", "at seen"), "grade")
    assert undecided.severity is Severity.WARNING
    assert undecided.message == (
        "Question 1d “Grade” could not be checked (rule the-rule): the answer to question 1b “Seen” is doubtful."
    )


@pytest.mark.parametrize(
    ("written", "made"),
    [
        ({"grade": {"doubtful": ["good", "poor"]}}, rule("needs", needs=("grade",))),
        ({"seen": {"doubtful": ["no"]}, "grade": "poor"},
         rule("grade_cap", question="grade", grade="poor", when=Condition((Test("seen", ("no",)),)))),
        ({"who": {"doubtful": ["Sam"]}, "learning": ["log"]},
         rule("at_most", questions=("who", "learning"), count=2)),
        ({"grade": "good", "learning": {"doubtful": ["log"]}},
         rule("expression", question="grade", when=Condition((), "grade == 'poor' and count(learning) == 0"))),
        ({"grade": {"doubtful": ["good", "poor"]}, "learning": ["log"]},
         rule("needs", needs=("learning",), when=POOR)),
        ({"grade": {"doubtful": ["good", "poor"]}},
         rule("grade_cap", question="grade", grade="good", when=Condition((Test("seen", ("blank",)),)))),
    ],
    ids=["needed", "grade within the cap", "too few boxes", "settled by another answer", "given", "best grade allowed"],
)  # fmt: skip
def test_a_rule_is_silent_where_no_decision_of_the_doubt_could_break_it(written: Written, made: Rule) -> None:
    assert queries(written, made) == ()


def test_a_count_that_is_too_high_already_is_reported_whatever_the_doubtful_rest() -> None:
    made = rule("at_most", questions=("learning", "who"), count=1)
    (found,) = queries({"learning": ["log", "plan"], "who": {"doubtful": ["Sam"]}}, made)
    assert found.severity is Severity.ERROR
    assert found.message.startswith("Question 1c “Learning” and question 1a “Auditor” have 2 answers in all")


def test_the_comment_on_a_question_that_does_not_apply_is_not_asked_for() -> None:
    when = Condition((Test("seen", ("yes",)),))
    grade = replace(QUESTIONS[4], relevant_when=when, required=True)
    comment = Question("grade_comment", "1d comment", "longtext", "Comment", about="grade", required=True)
    form = (*QUESTIONS[:4], grade, comment)
    assert queries({"seen": "no"}, questions=form) == ()
    assert [q.rule for q in queries({"seen": "yes"}, questions=form)] == ["grade-required", "grade_comment-required"]
    assert [q.rule for q in queries({"seen": "no", "grade_comment": "Seen."}, questions=form)] == [
        "grade_comment-not-relevant"
    ]


def test_an_expression_is_spoken_of_in_its_own_words() -> None:
    when = Condition((Test("seen", ("yes",)),), "grade == 'poor'", says="the grade is the lowest")
    plan = Question("plan", "1e", "longtext", "Plan", required_when=when, relevant_when=when)
    (blank,) = queries({"seen": "yes", "grade": "poor"}, questions=(*QUESTIONS, plan))
    assert blank.message.endswith("It is needed because question 1b “Seen” is “Yes” and the grade is the lowest.")
    (given,) = queries({"seen": "yes", "grade": "good", "plan": "Visit."}, questions=(*QUESTIONS, plan))
    assert given.message.endswith("It applies only where question 1b “Seen” is “Yes” and the grade is the lowest.")


def test_answers_that_the_form_does_not_ask_for_are_passed_over_and_missing_ones_are_blank() -> None:
    framework, form = asked(rule("needs", needs=("who",)))
    stray = (Answer("elsewhere", "x", State.ANSWERED), Answer("grade", "good", State.ANSWERED))
    assert [query.question for query in check(framework, form, stray)] == ["who"]


def test_two_frameworks_with_forms_of_the_same_name_are_not_mixed_up() -> None:
    first, form = asked(rule("needs", needs=("who",)))
    second, other = asked()
    assert len(check(first, form, ())) == 1
    assert check(second, other, ()) == ()
