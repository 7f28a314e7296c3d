"""Conditions, references and rules in plain words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docgen.model import Question, Rule, Section, Severity
from docgen.reports.guidance.saying import asked, fix, found, refs
from tests.reports.guidance.small import FORM, SCALE, question, when


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        (when(seen="n"), "1a “Child seen” is “Not seen”"),
        (when(grade="met not_met"), "1e “Overall grade” is “Met” or “Not met”"),
        (when(learning="plan"), "“Planning” is ticked in 1b “Learning”"),
        (when(rationale="answered"), "1f “Rationale” is answered"),
        (when(rationale="blank"), "1f “Rationale” is left blank"),
        (when(seen="n", referral="yes"), "1a “Child seen” is “Not seen” and 1c “Referral needed” is “Yes”"),
        (replace(when("days(told, seen) > 3"), says="it took more than three days"), "it took more than three days"),
        (
            replace(when("days(told, seen) > 3", referral="yes"), says="it took\n more than three days"),
            "1c “Referral needed” is “Yes” and it took more than three days",
        ),
        (when("days(told, seen) > 3"), ""),
        (when(elsewhere="yes"), ""),
    ],
)  # fmt: skip
def test_a_condition_is_said_in_the_labels_of_the_form_or_not_at_all(condition: object, said: str) -> None:
    assert asked(condition, FORM) == said  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("ids", "said"),
    [
        ("seen", "1a"),
        ("seen learning", "1a and 1b"),
        ("seen learning referral", "1a to 1c"),
        ("rationale seen referral learning", "1a to 1c and 1f"),
        ("seen seen_comment", "1a with its comment"),
        ("seen_comment", "1a comment"),
        ("seen_comment learning", "1a comment and 1b"),
        ("seen seen_comment learning learning_comment referral", "1a with its comment, 1b with its comment and 1c"),
        ("", ""),
    ],
)
def test_questions_are_named_by_their_references_and_run_together(ids: str, said: str) -> None:
    assert refs([q for q in FORM.questions if q.id in ids.split()], FORM) == said


def test_comments_of_questions_in_a_row_are_run_together_and_a_new_section_starts_a_new_run() -> None:
    def part(name: str) -> Section:
        questions: list[Question] = []
        for letter in "abc":
            one = question(f"{name}{letter}", f"{name}{letter}", "text", letter, section=name)
            questions += [one, question(f"{one.id}_comment", f"{one.ref} comment", "longtext", "Comment", about=one.id)]
        return Section(name, name, name, tuple(questions))

    form = replace(FORM, sections=(part("1"), part("2")))
    everything = form.questions
    assert refs(everything, form) == "1a to 1c with their comments and 2a to 2c with their comments"
    assert refs([q for q in everything if q.about], form) == "the comments of 1a to 1c and the comments of 2a to 2c"


def rule(kind: str, message: str, **more: object) -> Rule:
    return replace(Rule("r", kind, Severity.ERROR, message, "Look at {ref}.", "grade"), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule_", "said"),
    [
        (
            rule("grade_cap", "The grade is “{value}” all the same.", grade="met"),
            "The grade is better than “Met” all the same.",
        ),
        (
            rule("expression", "The grade is “{value}”.", when=when("worse(grade, 'met')")),
            "The grade is worse than “Met”.",
        ),
        (rule("expression", "The grade is “{value}”.", when=when("grade == 'met'")), "The grade is “Met”."),
        (rule("expression", "The grade is “{value}”.", when=when("grade != 'met'")), "The grade is not “Met”."),
        (rule("expression", "The grade is “{value}”.", when=when("seen == 'n'")), "The grade is “…”."),
        (rule("expression", "The auditor, “{value}”, is unknown."), "The auditor is unknown."),
        (rule("expression", "Learning is ticked: {value}."), "Learning is ticked."),
        (rule("expression", "Some were not told: only {value}."), "Some were not told."),
        (rule("needs", "“{label}” is blank.", needs=("told", "rationale")), "“Told on” or “Rationale” is blank."),
        (rule("at_most", "{count} boxes are ticked.", count=3), "More than three boxes are ticked."),
        (rule("at_most", "{count} boxes are ticked.", count=0), "One or more boxes are ticked."),
        (rule("at_least", "Too little ({count} in all).", count=1), "Too little."),
        (rule("at_least", "", question="", questions=("learning",), count=1), "There are no answers in 1b."),
        (
            rule("needs", "", needs=("told",), when=when(referral="yes")),
            "1d is blank, and 1c “Referral needed” is “Yes”.",
        ),
        (rule("needs_one_of", "", needs=("told", "rationale")), "None of 1d and 1f is answered."),
        (
            rule("exactly_one", "", question="", questions=("seen", "learning")),
            "Not exactly one answer is given in 1a and 1b.",
        ),
    ],
)
def test_a_rule_says_what_it_finds_in_any_return(rule_: Rule, said: str) -> None:
    assert found(rule_, FORM, (SCALE,)) == said


def test_what_to_do_about_a_rule_names_its_questions() -> None:
    assert fix(rule("needs", "", needs=("told", "rationale")), FORM, (SCALE,)) == "Look at 1d and 1f."
    assert fix(replace(rule("needs", ""), fix=""), FORM, (SCALE,)) == "Look again at 1e."
