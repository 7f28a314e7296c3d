"""The word beside each question: for the values of a copy, as the formula will find it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docgen.forms.excel.plan import plan
from docgen.forms.excel.status import count_words, formula, status_of
from docgen.model import Condition, Form, Option, Question, Section, Test, Value
from tests.forms.word.written import EVERYTHING

YES_NO = (Option("yes", "Yes"), Option("no", "No"))
ASKED = Question("asked", "1a", "yesno", "Asked", options=YES_NO)
WHEN_YES = Condition((Test("asked", ("yes",)),))
SOMETIMES = Condition(expression="length(asked) > 2")


def form(question: Question, section: Condition | None = None) -> Form:
    sections = (Section("one", "1", "One", (ASKED,)), Section("two", "2", "Two", (question,), relevant_when=section))
    return replace(EVERYTHING.forms[0], sections=sections, roles=())


def word(question: Question, values: dict[str, Value], section: Condition | None = None) -> str:
    place = plan(replace(EVERYTHING, forms=(form(question, section),)), form(question, section))
    return status_of(question, place).word(values)


@pytest.mark.parametrize(
    ("more", "values", "expected"),
    [
        ({}, {}, "Optional"),
        ({}, {"q": "x"}, "Done"),
        ({"required": True}, {}, "To do"),
        ({"required": True}, {"q": "x"}, "Done"),
        ({"required_when": WHEN_YES}, {"asked": "yes"}, "To do"),
        ({"required_when": WHEN_YES}, {"asked": "no"}, "Optional"),
        ({"required_when": SOMETIMES}, {}, "If needed"),
        ({"relevant_when": WHEN_YES}, {"asked": "no"}, "Not needed"),
        ({"relevant_when": WHEN_YES, "required": True}, {}, "Not needed"),
        ({"relevant_when": WHEN_YES, "required": True}, {"asked": "yes"}, "To do"),
        ({"relevant_when": SOMETIMES, "required": True}, {"asked": "yes"}, "If needed"),
        ({"relevant_when": SOMETIMES}, {"asked": "yes"}, "Optional"),
    ],
)
def test_the_word_follows_from_what_the_definition_asks(
    more: dict[str, object], values: dict[str, Value], expected: str
) -> None:
    assert word(replace(Question("q", "2a", "text", "Q"), **more), values) == expected  # type: ignore[arg-type]


def test_nothing_of_a_section_that_does_not_apply_is_needed() -> None:
    question = Question("q", "2a", "text", "Q", required=True)
    assert word(question, {"asked": "no"}, WHEN_YES) == "Not needed"
    assert word(question, {"asked": "yes"}, WHEN_YES) == "To do"


TABLE = Question(
    "q", "2a", "table", "Q", rows=3,
    columns=(Question("what", "", "text", "What", required=True), Question("who", "", "text", "Who")),
)  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "required", "expected"),
    [
        ((), False, "Optional"),
        ((), True, "To do"),
        (({"what": "a", "who": None},), True, "Done"),
        (({"what": None, "who": "b"},), False, "To do"),
        (({"what": "a", "who": None}, {"what": None, "who": "b"}), True, "To do"),
        (({"what": None, "who": None},), False, "Optional"),
    ],
)
def test_a_table_is_to_do_while_a_row_lacks_what_it_must_have(
    rows: tuple[dict[str, str], ...], required: bool, expected: str
) -> None:
    assert word(replace(TABLE, required=required), {"q": rows}) == expected


def test_the_count_is_worded_for_none_and_for_some() -> None:
    assert [count_words(n) for n in (0, 1, 12)] == [
        "Nothing is left to answer",
        "1 still to answer",
        "12 still to answer",
    ]


def test_a_condition_with_words_of_its_own_is_compared_as_text() -> None:
    question = Question("q", "2a", "text", "Q", required_when=Condition((Test("other", ('say "x"',)),)))
    other = Question("other", "1b", "text", "Other")
    sections = (Section("one", "1", "One", (other, question)),)
    one = replace(EVERYTHING.forms[0], sections=sections, roles=())
    place = plan(replace(EVERYTHING, forms=(one,)), one)
    assert '$C$4&""="say ""x"""' in formula(status_of(question, place), place)
