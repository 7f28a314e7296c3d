"""What the stand-in auditor answers: made up from a seed, and marked as made up wherever it is text.

Grades and whether children were seen are given (they are the real example's); all else is drawn at random.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta

from docgen.fields import Control, kind, show
from docgen.marks import Address
from docgen.model import Form, Question, Value

MADE_UP = "Made-up answer:"

_STRENGTHS = {
    "good": ("the record shows how each decision was reached", "the child's own words carry the report",
             "the plan was begun at allocation and kept up", "tools and research are used with confidence"),
    "met": ("the safeguarding checks were prompt", "the report is readable", "contact with the family was regular"),
    "not_met": ("the first contact was in time", "the file is in good order"),
}  # fmt: skip
_LEARNING = {
    "good": ("keep the log as full in the last weeks as in the first", "endorse the position statement in the record"),
    "met": ("review the plan when circumstances change", "say in the log who took part in each interview",
            "keep fact and opinion apart in the report"),
    "not_met": ("record the reasons for each decision on the day", "see the child, or record why not",
                "bring the logs, the plan and the report into agreement"),
}  # fmt: skip
_RATIONALE = {
    "good": "the work is timely and analytical, and the child is at its centre; learning is small",
    "met": "the child is safeguarded, but planning and recording fall short of good",
    "not_met": "the file does not show that what is required was done, and the analysis of risk has gaps",
}
_UNSEEN = {
    "not_seen_reason": "the file gives the age of the child as the reason, and the judgement is sound",
    "not_seen_no_reason": "nothing on file says why the child was not seen",
    "unclear": "the log speaks of a visit but not of who was met",
}
_FIRST_AUDIT_DAY = date(2014, 11, 3)


def case_audit(case: Mapping[str, str], rng: random.Random, refer: bool = False) -> dict[str, Value]:
    """Field → value for everything that the case form asks beyond its pre-filled header.

    `case` holds the option ids of law type, child seen and grade; `refer` makes it the one case in which a
    referral is needed.
    """
    grade = case["grade"]
    strong = {"good": 0.7, "met": 0.4, "not_met": 0.15}[grade]
    weak = {"good": 0.08, "met": 0.3, "not_met": 0.55}[grade]
    values: dict[str, Value] = {
        "auditor": f"Stand-in auditor {rng.randint(1, 12)}",
        "child_seen": case["child_seen"],
        "grade": grade,
        "rationale": f"{MADE_UP} {_RATIONALE[grade]}.",
        "strengths": _drawn(rng, ("recording", "planning", "reporting"), strong),
        "strengths_seen": _drawn(rng, ("decision_trail", "oversight", "timely_plan", "child_centred_plan", "voice",
                                       "tools_research", "diversity"), strong * 0.6),
        "strengths_comment": f"{MADE_UP} {rng.choice(_STRENGTHS[grade])}.",
        "recording_learning": _drawn(rng, ("activity", "triangulation", "la_referral", "interview_log"), weak),
        "planning_learning": _drawn(rng, ("no_analysis", "engagement", "plan_review", "iro"), weak),
        "reporting_learning": _drawn(rng, ("errors", "approval", "not_succinct", "position_statement",
                                           "little_evidence"), weak),
        "learning_comment": f"{MADE_UP} {rng.choice(_LEARNING[grade])}.",
        "referral_needed": "yes" if refer else "no",
    }  # fmt: skip
    if case["child_seen"] in _UNSEEN:
        values["child_seen_comment"] = f"{MADE_UP} {_UNSEEN[case['child_seen']]}."
    if grade == "not_met":
        told = _FIRST_AUDIT_DAY + timedelta(days=rng.randint(0, 18))
        values["area_told"] = told.isoformat()
        values["recording_learning"] = values["recording_learning"] or ("activity",)
        due = told + timedelta(days=14)
        values["actions"] = ({"action": f"{MADE_UP} review the case with the practitioner", "owner": "Service manager",
                              "due": due.isoformat()},)  # fmt: skip
    if refer:
        values["referral_comment"] = f"{MADE_UP} the head of service was told the same morning; referral made."
    return values


def benchmark(audit_grade: str, rng: random.Random, by: str, review: str) -> dict[str, Value]:
    """Field → value of a benchmark form: the second grade mostly agrees, and where not, lies one step away."""
    scale = ("good", "met", "not_met")
    step = rng.choice((-1, 1)) if rng.random() < 0.09 else 0
    second = scale[min(max(scale.index(audit_grade) + step, 0), 2)]
    return {
        "audit_grade": audit_grade,
        "benchmarked_by": by,
        "review_type": review,
        "benchmark_grade": second,
        "benchmark_rationale": f"{MADE_UP} {_RATIONALE[second]}.",
    }


def challenge(regraded: bool, adjudicated: bool) -> dict[str, Value]:
    """Field → value of a benchmark form for a Not met case that the area has challenged."""
    final = "met" if regraded else "not_met"
    return {
        "audit_grade": "not_met",
        "benchmarked_by": "Stand-in moderator 1",
        "review_type": "challenge",
        "benchmark_grade": final,
        "benchmark_rationale": f"{MADE_UP} {_RATIONALE[final]}.",
        "challenged_by": "Head of service of the area",
        "challenge_reason": f"{MADE_UP} further recording was put forward.",
        "adjudicated": "yes" if adjudicated else "no",
        "outcome": "regraded" if regraded else "agreed",
        "final_grade": final,
    }


def entries(form: Form, values: Mapping[str, Value]) -> dict[str, str | bool]:
    """Tag → what goes into the control, for these answers: True for a ticked box, else the text as shown."""
    filled: dict[str, str | bool] = {}
    for field, value in values.items():
        question = form.question(field)
        assert question is not None, field
        if value is None or value == ():
            continue
        control = kind(question).control
        if control is Control.ROWS:
            filled |= _rows(question, value)
        elif control is Control.TICKS or (control is Control.ONE_OF and question.look == "boxes"):
            for option in value if isinstance(value, tuple) else (value,):
                filled[Address(field, str(option)).tag] = True
        else:
            filled[field] = show(value, question)
    return filled


def _rows(question: Question, value: Value) -> dict[str, str | bool]:
    cells: dict[str, str | bool] = {}
    for number, row in enumerate(value if isinstance(value, tuple) else (), start=1):
        assert isinstance(row, Mapping)
        for column in question.columns:
            if row.get(column.id) is not None:
                cells[Address(question.id, row=number, column=column.id).tag] = show(row[column.id], column)
    return cells


def _drawn(rng: random.Random, options: tuple[str, ...], chance: float) -> tuple[str, ...]:
    return tuple(option for option in options if rng.random() < chance)
