"""The kinds of rule: what each asks, and which words it takes. Their meaning is done in `checks`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PLACEHOLDERS = ("label", "ref", "value", "count")
"""What a message may hold in braces: label and reference of the question asked about, its answer, what was counted."""


@dataclass(frozen=True, slots=True)
class RuleWords:
    """One kind of rule.

    must        words that it cannot do without
    may         words that it understands besides
    worded      message and fix have to be given, because no ready words could say what is meant
    says        what it asks, in a sentence
    example     its own words in YAML, for the reference
    """

    must: tuple[str, ...]
    may: tuple[str, ...]
    worded: bool
    says: str
    example: str


RULE_KINDS: Mapping[str, RuleWords] = {
    "needs": RuleWords(
        ("needs",),
        ("when", "question"),
        False,
        "Every question named by `needs` is answered, where `when` holds.",
        "when: {grade: not_met}\nneeds: [area_told]",
    ),
    "needs_one_of": RuleWords(
        ("needs",),
        ("when", "question"),
        False,
        "At least one of the questions named by `needs` is answered, where `when` holds.",
        "when: {child_seen: not_seen_reason}\nneeds: [child_seen_comment, rationale]",
    ),
    "at_most": RuleWords(
        ("questions", "count"),
        ("when", "question"),
        False,
        "Not more than `count` ticks and answers are given over all of `questions`.",
        "questions: [recording_learning, planning_learning]\ncount: 3",
    ),
    "at_least": RuleWords(
        ("questions", "count"),
        ("when", "question"),
        False,
        "At least `count` ticks and answers are given over all of `questions`.",
        "when: {grade: not_met}\nquestions: [recording_learning, planning_learning]\ncount: 1",
    ),
    "exactly_one": RuleWords(
        ("questions",),
        ("when", "question"),
        False,
        "Exactly one tick or answer is given over all of `questions`.",
        "questions: [seen_alone, seen_with_others]",
    ),
    "grade_cap": RuleWords(
        ("question", "grade", "when"),
        (),
        True,
        "Where `when` holds, the answer to `question` is not better than `grade`.",
        'when: {referral_needed: "yes"}\nquestion: grade\ngrade: met',
    ),
    "urgent_when": RuleWords(
        ("when", "question"),
        (),
        True,
        "Where `when` holds, a person has to act today. Its severity is urgent by itself.",
        'when: {referral_needed: "yes"}\nquestion: referral_needed',
    ),
    "expression": RuleWords(
        ("when", "question"),
        (),
        True,
        "`when` never holds: it describes what must not be. For what the other kinds cannot say.",
        "when: outcome == 'regraded' and final_grade == audit_grade\nquestion: final_grade",
    ),
}
