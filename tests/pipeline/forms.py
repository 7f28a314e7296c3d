"""Small forms for the tests of the pipeline."""

from __future__ import annotations

from dataclasses import replace

from docgen.model import Condition, Form, Framework, Grade, Option, Question, Rule, Scale, Section, Severity

GRADES = (Grade("good", "Good", 2, True, "12436D"), Grade("met", "Met", 1, False, "28A197"))
OPTIONS = tuple(Option(grade.id, grade.label) for grade in GRADES)
QUESTIONS = (
    Question("case_ref", "1a", "text", "Case reference", "details", required=True),
    Question(
        "area", "1b", "choice", "Service area", "details", options=(Option("a1", "A1"), Option("a2", "Area two"))
    ),
    Question("filed", "1c", "date", "Date filed", "details"),
    Question("grade", "1d", "grade", "Grade", "details", scale="s", options=OPTIONS),
    Question("grade_comment", "1d comment", "longtext", "Comment", "details", about="grade"),
    Question("areas", "1e", "ticks", "Strong areas", "details", options=(Option("x", "Plans"), Option("y", "Records"))),
    Question("areas_comment", "1e comment", "longtext", "Comment", "details", about="areas"),
    Question("visits", "1f", "number", "Visits", "details"),
    Question(
        "actions", "1g", "table", "Actions", "details", rows=2, columns=(Question("action", "", "text", "Action"),)
    ),
)  # fmt: skip
FORM = Form(
    "case",
    "Case audit",
    "To test with.",
    (Section("details", "1", "Details", QUESTIONS),),
    roles=(("case", "case_ref"), ("date", "filed"), ("grade", "grade")),
)
FRAMEWORK = Framework("small", "1", "A small audit", "Test", (Scale("s", "Grade", GRADES),), (FORM,))

CASE_FIELDS = (
    Question("opened_on", "", "date", "Case opened on"),
    Question("involved", "", "text", "Involved in the case"),
)
"""What a case list may tell of a case beside the form."""
NOT_INVOLVED = Rule(
    "not-involved",
    "expression",
    Severity.ERROR,
    "The case list names “{value}” among those involved.",
    "Give the case to somebody else.",
    "grade_comment",
    when=Condition(expression="named(grade_comment, involved)"),
)
WITH_RULE = replace(FORM, rules=(NOT_INVOLVED,))
TELLING = replace(FRAMEWORK, id="telling", forms=(WITH_RULE,), case_fields=CASE_FIELDS)
"""A framework with a rule that hangs on the case list."""

NO_CASE = Form("survey", "Survey", "No case.", (Section("details", "1", "Details", QUESTIONS[1:4]),))
"""A form that asks for no case."""
