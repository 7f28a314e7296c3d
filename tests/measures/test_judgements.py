from __future__ import annotations

from docgen.measures import as_audits, judged, together
from docgen.model import Audit, Option, Question
from tests.measures.small import SCALE, audit


def question(id_: str) -> Question:
    options = (*(Option(grade.id, grade.label) for grade in SCALE.grades), Option("not_applicable", "Not applicable"))
    return Question(id_, "", "grade", id_.capitalize(), scale="three", options=options)


PLAN, VOICE = question("plan"), question("voice")
AUDITS = [
    audit("1", plan="good", voice="good"),
    audit("2", plan="good", voice="not_applicable"),
    audit("3", plan="not_met", voice=None),
    audit("4", plan=None, voice="met", unknown={"plan"}),
]


def test_judgements_are_counted_by_grade_on_the_base_of_those_on_the_scale() -> None:
    plan = judged(PLAN, SCALE, AUDITS)
    assert [(one.label, one.numerator, one.denominator, one.audits) for one in plan.grades] == [
        ("Plan: Good", 2, 3, ("1", "2")),
        ("Plan: Met", 0, 3, ()),
        ("Plan: Not met", 1, 3, ("3",)),
    ]
    assert (plan.good.numerator, plan.total, plan.audits) == (2, 3, 3)


def test_what_is_no_judgement_is_told_apart() -> None:
    plan, voice = judged(PLAN, SCALE, AUDITS), judged(VOICE, SCALE, AUDITS)
    assert (plan.aside, plan.blank, plan.unknown) == (0, 0, 1)
    assert (voice.aside, voice.blank, voice.unknown) == (1, 1, 0)


def test_questions_taken_together_add_up() -> None:
    both = together("one", "Section one", SCALE, [judged(one, SCALE, AUDITS) for one in (PLAN, VOICE)])
    assert [one.numerator for one in both.grades] == [3, 1, 1]
    assert (both.total, both.good.numerator, both.audits, both.aside, both.blank, both.unknown) == (5, 3, 4, 1, 1, 1)


def test_an_interval_of_judgements_counts_each_audit_once() -> None:
    both = together("one", "Section one", SCALE, [judged(one, SCALE, AUDITS) for one in (PLAN, VOICE)])
    assert (as_audits(both).numerator, as_audits(both).denominator) == (2, 4)


def test_no_audits_have_no_judgements() -> None:
    none: list[Audit] = []
    both = together("one", "One", SCALE, [judged(PLAN, SCALE, none)])
    assert (both.total, both.audits, both.good.share, as_audits(both).share) == (0, 0, None, None)
