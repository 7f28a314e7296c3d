"""What holds of every form: what is written is read back, whoever wrote it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.fields import kind, same
from docgen.forms.pdf import open_form
from docgen.forms.xmltext import clean
from docgen.model import Form, Question, Value
from tests.forms.pdf.made import TOOLKIT, WHOLE, compiled, copy, entries, filled_in, marks, values_of
from tests.forms.word.written import Case, every, name

CASES = pytest.mark.parametrize("case", every(), ids=name)


def examples(form: Form, number: int) -> dict[str, Value]:
    """One example of every field that can be answered, another one for each number."""
    chosen = {}
    for question in form.questions:
        values = kind(question).examples(question)
        chosen[question.id] = values[number % len(values)]
    return {field: value for field, value in chosen.items() if value != ()}


@CASES
@pytest.mark.parametrize("number", range(5))
def test_every_example_is_read_back(case: Case, number: int) -> None:
    values = examples(case[1], number)
    assert values_of(case[1], marks(case, copy(case, values))) == values


@CASES
@pytest.mark.parametrize("regenerate", [True, False], ids=["to be drawn anew", "drawn"])
def test_what_another_program_types_into_the_fields_is_read_back(case: Case, regenerate: bool) -> None:
    values = examples(case[1], 4)
    data = filled_in(compiled(case).copy(TOOLKIT), entries(case[1], values), regenerate)
    assert values_of(case[1], marks(case, data)) == values


@CASES
def test_a_prefilled_form_that_another_program_fills_in_anew_reads_as_it_is_then(case: Case) -> None:
    values = examples(case[1], 1)
    data = filled_in(copy(case, examples(case[1], 4)), {**_cleared(case[1]), **entries(case[1], values)}, False)
    assert values_of(case[1], marks(case, data)) == values


def _cleared(form: Form) -> dict[str, str]:
    """Every field of a form without an answer, as a program types it."""
    every_answer = {
        question.id: tuple(option.id for option in question.options) or kind(question).examples(question)[-1]
        for question in form.questions
    }
    return {field: "/Off" if "=" in field else "" for field in entries(form, every_answer)}


@CASES
def test_a_blank_copy_is_blank_and_says_which_form_it_is(case: Case) -> None:
    framework, form = case
    opened = open_form(copy(case), "form.pdf")
    assert values_of(form, marks(case, copy(case))) == {}
    assert [one.name for one in opened.carriers] == ["document properties", "identifier", "hidden field", "footer"]
    said = {(one.framework, one.version, one.form, one.toolkit) for one in opened.carriers}
    assert said == {(framework.id, framework.version, form.id, TOOLKIT)}
    assert (opened.format, opened.editor) == ("pdf", "docgen")


TEXTS = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(lambda text: clean(text).strip()).filter(same)
)


def any_value(question: Question) -> st.SearchStrategy[Value]:
    """Any value that the field can hold."""
    if question.kind in ("text", "longtext"):
        return TEXTS
    if question.kind == "date":
        return st.dates(date(1800, 1, 1), date(2199, 12, 31)).map(lambda day: day.isoformat())
    if question.kind == "number":
        return st.integers(-(10**9), 10**9)
    if question.kind == "ticks":
        ids = [option.id for option in question.options]
        return st.sets(st.sampled_from(ids), min_size=1).map(lambda on: tuple(one for one in ids if one in on))
    if question.kind == "table":
        row = st.fixed_dictionaries({one.id: st.none() | any_value(one) for one in question.columns})
        kept = row.filter(lambda one: any(value is not None for value in one.values()))
        return st.lists(kept, min_size=1, max_size=question.rows).map(tuple)  # type: ignore[arg-type]
    return st.sampled_from([option.id for option in question.options])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_a_field_can_hold_is_read_back(data: st.DataObject) -> None:
    case = data.draw(st.sampled_from([WHOLE, *every()[:2]]))
    fields = {question.id: any_value(question) for question in case[1].questions}
    values = data.draw(st.fixed_dictionaries({}, optional=fields))
    assert values_of(case[1], marks(case, copy(case, values))) == values
