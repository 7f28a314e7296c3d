"""What each function of the condition language gives, for messages and for the reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FunctionWords:
    """One function: a condition that uses it, and what it gives."""

    example: str
    says: str


FUNCTION_WORDS: Mapping[str, FunctionWords] = {
    "answered": FunctionWords("answered(rationale)", "True where the question has an answer."),
    "blank": FunctionWords("blank(rationale)", "True where it has none."),
    "count": FunctionWords(
        "count(learning, strengths) > 3",
        "How many options are ticked, rows filled in and other answers given, over all the questions named.",
    ),
    "has": FunctionWords("has(learning, 'planning')", "True where the option is ticked, or chosen."),
    "better": FunctionWords("better(grade, 'met')", "True where the grade is better; never where it is blank."),
    "worse": FunctionWords("worse(grade, 'good')", "True where the grade is worse; never where it is blank."),
    "days": FunctionWords(
        "days(opened, audited) < 28",
        "Calendar days from the first date to the second. A comparison is false where either is blank.",
    ),
    "working_days": FunctionWords(
        "working_days(opened, audited) > 10",
        "Working days from the first date to the second; the first is not counted. They are those of the nation in the "
        "team's settings, else of the `cycle`, else of England, without the team's `closures`: as for the steps of the "
        "cycle. A comparison is false where either is blank.",
    ),
    "named": FunctionWords(
        "named(auditor, involved)",
        "True where the first text is one of the names in the second, which has a semicolon between names; capitals, "
        "spaces and full stops make no difference. Never where either is blank.",
    ),
    "rows": FunctionWords(
        "count(rows(actions, 'status', 'open')) > 0",
        "The rows of a table whose cell in that column holds the value. To ask for two things at once, rows of rows.",
    ),
    "latest": FunctionWords(
        "latest(actions, 'due') > '2026-12-31'",
        "The latest date in a column of a table, or of some of its rows. A comparison is false where there is none.",
    ),
    "length": FunctionWords("length(rationale) < 40", "The number of characters of a text; 0 where it is blank."),
    "lower": FunctionWords(
        "lower(rationale) in ['n/a', 'none']", "A text in small letters without space around it, to compare with."
    ),
}
