"""A framework in a few lines, to see what a guidance document makes of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from docgen.model import (
    Condition,
    Form,
    Framework,
    Grade,
    Method,
    Option,
    Question,
    Rule,
    Scale,
    Section,
    Severity,
    Test,
    Threshold,
)

SCALE = Scale(
    "overall",
    "Grade",
    (
        Grade("good", "Good", 3, True, "12436D", "It helps the child."),
        Grade("met", "Met", 2, False, "28A197", "It is enough."),
        Grade("not_met", "Not met", 1, False, "801650", "It is not enough."),
    ),
)
GRADES = tuple(Option(grade.id, grade.label, grade.descriptor) for grade in SCALE.grades)
YES_NO = (Option("yes", "Yes"), Option("no", "No"))


def when(expression: str = "", **tests: str) -> Condition:
    return Condition(tuple(Test(field, tuple(values.split())) for field, values in tests.items()), expression)


def question(id_: str, ref: str, kind: str, label: str, **more: object) -> Question:
    return replace(Question(id_, ref, kind, label), **more)  # type: ignore[arg-type]


QUESTIONS = (
    question(
        "seen",
        "1a",
        "choice",
        "Child seen",
        required=True,
        section="main",
        guidance="From the record.",
        options=(Option("y", "Seen"), Option("n", "Not seen", "No visit is recorded")),
    ),
    question(
        "seen_comment", "1a comment", "longtext", "Comment", required_when=when(seen="n"), about="seen", section="main"
    ),
    question(
        "learning",
        "1b",
        "ticks",
        "Learning",
        section="main",
        options=(Option("plan", "Planning", "Plans are late"), Option("none", "None", "All is well", exclusive=True)),
    ),
    question(
        "learning_comment",
        "1b comment",
        "longtext",
        "What to change",
        about="learning",
        section="main",
        guidance="One thing.",
    ),
    question(
        "referral",
        "1c",
        "yesno",
        "Referral needed",
        required=True,
        section="main",
        options=YES_NO,
        guidance="If yes, tell the head of service today.",
    ),
    question("told", "1d", "date", "Told on", required=True, relevant_when=when(referral="yes"), section="main"),
    question("grade", "1e", "grade", "Overall grade", scale="overall", required=True, options=GRADES, section="main"),
    question("rationale", "1f", "longtext", "Rationale", required=True, section="main"),
)
RULES = (
    Rule("referral", "urgent_when", Severity.URGENT, "A referral is needed.", "Make sure that it is made today.",
         "referral", when=when(referral="yes")),
    Rule("not-good", "grade_cap", Severity.ERROR, "The grade is “{value}”, but a referral is needed.",
         "Look at the grade again.", "grade", grade="met", when=when(referral="yes")),
    Rule("few", "at_most", Severity.WARNING, "{count} learning points are ticked.", "Choose those that matter.",
         questions=("learning",), count=3),
)  # fmt: skip
FORM = Form("case", "Case audit", "One case.", (Section("main", "1", "Main part", QUESTIONS, "Look at the file."),),
            rules=RULES, how_to=("Read the file.", "Fill in the form."))  # fmt: skip
FRAMEWORK = Framework(
    "sample",
    "2026.1",
    "Case audit",
    "Borough of Example",
    (SCALE,),
    (FORM,),
    thresholds=(Threshold("good", "at least 60% good", "good", Decimal(60), by="May 2027"),),
    schedule=(Method("audits", "Case audits", "monthly", "Managers", "One a team", "case", "Is help good?"),),
    summary="We look at casework.",
    source_note="Made up.",
)
