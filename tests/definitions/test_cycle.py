"""What the case list tells, and the schedule of methods: what becomes of them, and what is said of mistakes."""

from __future__ import annotations

import textwrap
import typing

import pytest

from docgen.definitions.cyclewords import Frequency
from docgen.model import FREQUENCIES, Method, Question
from tests.definitions.conftest import QUESTIONS, Build, Say

CASE = "case_fields: [{id: opened_on, kind: date, label: Opened on}, {id: involved, kind: text, label: Involved}]\n"


@pytest.fixture
def say_of_when(say_of: Say) -> Say:
    """What is said about the condition of a rule over QUESTIONS, where the case list tells two things more."""
    head = f"{CASE}forms:\n- id: case\n  title: Case\n  roles: {{date: audited}}\n  rules:\n"
    rule = "  - {id: r, kind: expression, question: audited, message: M., fix: F., when: "
    tail = "  sections:\n  - id: main\n    title: Main\n    questions:\n" + textwrap.indent(QUESTIONS, "    ")
    return lambda when: [one.partition(": ")[2] for one in say_of(f'{head}{rule}"{when}"}}\n{tail}')]


def test_a_field_of_the_case_list_becomes_a_question_without_a_place_in_a_form(built: Build) -> None:
    opened, involved = built(CASE).case_fields
    assert (opened.id, opened.kind, opened.label, opened.place.at) == ("opened_on", "date", "Opened on", "line 1")
    assert involved == Question("involved", "", "text", "Involved", place=involved.place)
    assert built(CASE).forms[0].question("opened_on") is None


@pytest.mark.parametrize(
    "when",
    ["days(opened_on, audited) < 28", "named(case_ref, involved)", "blank(involved)", "opened_on > '2026-01-01'"],
)
def test_a_rule_can_ask_for_what_the_case_list_tells(say_of_when: Say, when: str) -> None:
    assert say_of_when(when) == []


def test_a_measure_can_ask_for_it_too(say_of: Say) -> None:
    assert say_of(CASE + "measures: [{id: long, label: Long, when: {opened_on: answered}}]\n") == []


def test_a_misspelt_field_of_the_case_list_is_named_with_the_one_that_was_meant(say_of_when: Say) -> None:
    assert say_of_when("days(opend_on, audited) < 28") == [
        "The form “case” has no question “opend_on”. Did you mean “opened_on”?"
    ]


def test_named_compares_names_and_working_days_counts_between_dates(say_of_when: Say) -> None:
    assert say_of_when("named(case_ref, opened_on)") == [
        "named() compares names, and “opened_on” is a date question. Write it as named(auditor, involved)."
    ]
    assert say_of_when("working_days(involved, audited) > 10") == [
        "working_days() counts between dates, and “involved” is a text question. "
        "Write it as working_days(opened, audited) > 10."
    ]


@pytest.mark.parametrize("word", ["relevant_when", "required_when"])
def test_a_question_cannot_hang_on_what_only_the_case_list_tells(say_of: Say, word: str) -> None:
    form = "forms:\n- id: case\n  title: Case\n  roles: {date: audited}\n  sections:\n  - id: main\n    title: Main\n"
    form += f"    questions: [{{id: audited, kind: date, label: A, {word}: {{opened_on: answered}}}}]\n"
    assert say_of(CASE + form) == [
        "9: The form “case” has no question “opened_on”. “opened_on” stands in the case list: only conditions of rules "
        "and measures can ask for it."
    ]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            "case_fields: [{id: audited, kind: date, label: A}]",
            [
                "1: “audited” is a question of the form “case” already. The first is on line 19. A column of the case "
                "list with that id fills the question in: delete this, or choose another id."
            ],
            id="what a form asks already",
        ),
        pytest.param(
            "case_fields: [{id: days, kind: date, label: A}]",
            ["1: “days” is a word of the condition language and cannot be the id of a field. Choose another id."],
            id="a word of the language",
        ),
        pytest.param(
            "case_fields:\n- {id: a, kind: date, label: A}\n- {id: a, kind: text, label: B}",
            [
                "3: The id “a” is given to two fields of this case list. The first is on line 2. "
                "Give this one another id."
            ],
            id="twice",
        ),
        pytest.param(
            "case_fields: [{id: a, kind: grade, label: A}]",
            ["1: The kind of the case field “a” is “grade”. Use one of these: text, yesno, date or number."],
            id="a kind that no case list holds",
        ),
    ],
)
def test_what_is_wrong_with_a_field_of_the_case_list(say_of: Say, lines: str, said: list[str]) -> None:
    assert say_of(lines) == said


# --- the schedule ----------------------------------------------------------------------------------------


def test_a_method_becomes_a_value_with_its_line(built: Build) -> None:
    lines = """\
schedule:
- {id: audits, method: Case audits, frequency: two-monthly, who: Managers, cases: At random, form: case, note: New.}
- {id: closing, method: Closing check, frequency: event, cases: At every closure}
"""
    audits, closing = built(lines).schedule
    place = audits.place
    assert audits == Method("audits", "Case audits", "two-monthly", "Managers", "At random", "case", "New.", place)
    assert (closing.form, closing.who, closing.place.at) == ("", "", "line 3")


def test_the_language_and_the_model_have_the_same_frequencies() -> None:
    assert typing.get_args(Frequency) == FREQUENCIES


@pytest.mark.parametrize("frequency", FREQUENCIES)
def test_every_frequency_is_known(say_of: Say, frequency: str) -> None:
    assert say_of(f"schedule: [{{id: a, method: A, frequency: {frequency}, cases: All}}]") == []


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            "schedule: [{id: a, method: A, frequency: month}]",
            ["1: The frequency of the method “a” is “month”. Did you mean “monthly”?"],
            id="a frequency that there is not",
        ),
        pytest.param(
            "schedule: [{id: a, method: A, frequency: monthly, form: cases}]",
            ["1: There is no form “cases”. Did you mean “case”?"],
            id="a form that there is not",
        ),
        pytest.param(
            "schedule: [{id: a, method: A, frequency: event}]",
            [
                "1: The method “a” is due at an event, and does not say at which. "
                "Add cases: and the event, such as At every closure."
            ],
            id="an event without a name",
        ),
        pytest.param(
            "schedule:\n- {id: a, method: A, frequency: monthly}\n- {id: a, method: B, frequency: weekly}",
            [
                "3: The id “a” is given to two methods of this schedule. The first is on line 2. "
                "Give this one another id."
            ],
            id="twice",
        ),
    ],
)
def test_what_is_wrong_with_a_method(say_of: Say, lines: str, said: list[str]) -> None:
    assert say_of(lines) == said
