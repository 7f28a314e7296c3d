"""What may tell who a child is, and what may not: cases in identifying.yaml, and how often the check is right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from docgen.checks import identifying
from docgen.model import Answer, Form, Question, Section, State, Value

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("identifying.yaml").read_text("utf-8"))
PRIVACY = Path(__file__).parents[2] / "docs" / "reference" / "privacy.md"
QUESTIONS = (
    Question("case_ref", "1", "text", "Case"),
    Question("practitioner", "2", "text", "Practitioner"),
    Question("seen_on", "3", "date", "Seen on"),
    Question("rationale", "4", "longtext", "Why"),
    Question("told", "5", "text", "Who was told"),
    Question("grade", "6", "grade", "Grade"),
    Question("actions", "7", "table", "Actions", columns=(
        Question("action", "", "longtext", "Action"), Question("owner", "", "text", "Owner"))),
)  # fmt: skip
ROLES = (("case", "case_ref"), ("practitioner", "practitioner"), ("date", "seen_on"))
FORM = Form("case", "Case", "", (Section("all", "1", "All", QUESTIONS),), roles=ROLES)


def details(case: dict[str, Any]) -> list[str]:
    names = identifying.likely_names(case.get("names", ()))
    return list(identifying.details(case["text"], names, str(case.get("day", "2026-11-20"))))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_a_text_gives_what_its_case_says(case: dict[str, Any]) -> None:
    assert details(case) == case["found"]


def test_how_often_it_is_right_is_what_the_reference_says() -> None:
    right = sum(len(case["found"]) for case in CASES if not case.get("wrong"))
    wrong = sum(len(case["found"]) for case in CASES if case.get("wrong"))
    missed = sum(bool(case.get("missed")) for case in CASES)
    said = f"{right} of {right + wrong} warnings were right, and {right} of {right + missed} details were found"
    assert said in " ".join(PRIVACY.read_text("utf-8").split())


@pytest.mark.parametrize(
    "text", ["1 " * 50_000, "0" * 100_000, "A1 " * 33_000, "born " * 20_000, "Aa " * 33_000, "07 " * 33_000]
)
def test_no_text_hangs_it(text: str) -> None:
    assert len(identifying.details(text, ["Robin Sample"], "2026-11-20")) <= 1


def found(**values: Value) -> list[tuple[str, str]]:
    answers = [
        Answer(name, value, State.BLANK if value is None else State.ANSWERED, where=f"row of {name}")
        for name, value in {"practitioner": "Robin Sample", "seen_on": "2026-10-05", **values}.items()
    ]
    return [
        (query.question, query.message) for query in identifying.check(FORM, answers, {"involved": "Alex Placeholder"})
    ]


def test_a_warning_names_the_question_and_the_kind_and_never_what_stands_there() -> None:
    ((question, message),) = found(rationale="Lives at M1 1AE, NHS 943 476 5919")
    assert (question, message) == (
        "rationale",
        "In the text of question 4 there seems to be an NHS number and a postcode.",
    )
    assert not re.search("M1|943", message)


def test_names_are_those_of_the_practitioner_and_of_the_case_list() -> None:
    assert [one for one, _ in found(rationale="I asked Robin Sample.")] == ["rationale"]
    assert [one for one, _ in found(rationale="I asked Alex Placeholder.")] == ["rationale"]
    assert found(told="Alex Placeholder") == []


def test_a_short_text_is_looked_at_for_numbers_and_a_table_in_its_long_cells() -> None:
    assert [one for one, _ in found(told="07700 900123")] == ["told"]
    assert [one for one, _ in found(actions=({"action": "Ring 07700 900123", "owner": "x"},))] == ["actions"]
    assert found(actions=({"action": "Visit", "owner": "Robin Sample, 07700 900123"},)) == []


def test_what_names_the_case_and_the_people_of_the_audit_is_no_free_text() -> None:
    assert found(case_ref="943 476 5919", grade="M1 1AE", rationale=None) == []
