"""What holds of every form: what is written is read back, from every copy, by either way of reading."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.fields import kind, same
from docgen.forms.word import Blank, blank_of, open_form, read
from docgen.forms.word.prompts import DISTINCT, Stripped, edges, strip_prompt
from docgen.forms.word.quick import as_made
from docgen.forms.words import prompt
from docgen.forms.xmltext import clean
from docgen.marks import Marks, toolkit_id
from docgen.model import Form, Question, State, Value
from docgen.reading import identify
from docgen.reading import read as answers_of
from tests.forms.word.filling import changed, lose_bookmarks, lose_tags, split_runs
from tests.forms.word.written import Case, compiled, every, name

CASES = pytest.mark.parametrize("case", every(), ids=name)
OTHER = toolkit_id("another copy")


@cache
def learned(case: Case) -> Blank:
    return blank_of(compiled(case).copy(toolkit_id("blank")))


def copy(case: Case, values: dict[str, Value]) -> bytes:
    return compiled(case).copy(OTHER, values)


def marks(case: Case, data: bytes) -> Marks:
    return open_form(data, "form.docx").marks(learned(case))


def values_of(form: Form, found: Marks) -> dict[str, Value]:
    """What was read, with nothing in doubt, nothing missing and nothing unread."""
    answers = answers_of(found, form)
    assert [(one.field, one.doubt) for one in answers if one.state is State.DOUBTFUL] == []
    assert (found.unread, found.missing) == ((), ())
    return {one.field: one.value for one in answers if one.state is State.ANSWERED}


def examples(form: Form, number: int) -> dict[str, Value]:
    """One example of every field that can be answered, another one for each number."""
    chosen = {}
    for question in form.questions:
        values = kind(question).examples(question)
        chosen[question.id] = values[number % len(values)]
    return {name: value for name, value in chosen.items() if value != ()}


@CASES
@pytest.mark.parametrize("number", range(5))
def test_every_example_is_read_back(case: Case, number: int) -> None:
    values = examples(case[1], number)
    assert values_of(case[1], marks(case, copy(case, values))) == values


@CASES
def test_a_blank_copy_is_blank_and_says_which_form_it_is(case: Case) -> None:
    framework, form = case
    opened = open_form(copy(case, {}), "form.docx")
    assert values_of(form, opened.marks(learned(case))) == {}
    identity = identify(opened.carriers, {})
    assert not hasattr(identity, "toolkit"), "a form that is not at hand is refused"
    names = {(one.framework, one.version, one.form) for one in opened.carriers if one.framework}
    assert (names, {one.toolkit for one in opened.carriers}) == ({(framework.id, framework.version, form.id)}, {OTHER})
    assert [one.name for one in opened.carriers] == ["document properties", "identifier", "bookmark", "footer"]


@CASES
def test_a_form_that_has_lost_all_tags_is_read_the_same(case: Case) -> None:
    values = examples(case[1], 4)
    assert values_of(case[1], marks(case, changed(copy(case, values), lose_tags))) == values


@CASES
def test_a_form_that_has_lost_tags_and_bookmarks_is_read_the_same(case: Case) -> None:
    values = examples(case[1], 4)
    bare = changed(changed(copy(case, values), lose_tags), lose_bookmarks)
    assert values_of(case[1], marks(case, bare)) == values


@CASES
def test_what_word_does_to_runs_does_not_make_reading_long(case: Case) -> None:
    values = examples(case[1], 4)
    opened = open_form(changed(copy(case, values), split_runs), "form.docx")
    assert as_made(opened.parts.root, learned(case), {OTHER}) is not None
    assert values_of(case[1], opened.marks(learned(case))) == values


@CASES
def test_the_long_way_of_reading_finds_what_the_short_way_finds(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    files = [copy(case, examples(case[1], number)) for number in range(5)] + [copy(case, {})]
    short = [answers_of(marks(case, data), case[1]) for data in files]
    monkeypatch.setattr(read, "as_made", lambda *_: None)
    assert [answers_of(marks(case, data), case[1]) for data in files] == short


TEXTS = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(lambda text: clean(text).strip()).filter(same)
)


def any_value(question: Question) -> st.SearchStrategy[Value]:
    """Any value that the field can hold."""
    if question.kind in ("text", "longtext"):
        return TEXTS.filter(lambda text: strip_prompt(text, prompt(question)) == Stripped(text))
    if question.kind == "date":
        return st.dates(date(1800, 1, 1), date(2199, 12, 31)).map(lambda day: day.isoformat())
    if question.kind == "number":
        return st.one_of(st.integers(-(10**9), 10**9), st.decimals(-1000, 1000, places=2).map(whole))
    if question.kind == "ticks":
        ids = [option.id for option in question.options]
        return st.sets(st.sampled_from(ids), min_size=1).map(lambda on: tuple(one for one in ids if one in on))
    if question.kind == "table":
        row = st.fixed_dictionaries({one.id: st.none() | any_value(one) for one in question.columns})
        rows = st.lists(
            row.filter(lambda one: any(value is not None for value in one.values())), max_size=question.rows
        )
        return rows.filter(bool).map(tuple)  # type: ignore[arg-type]
    return st.sampled_from([option.id for option in question.options])


def whole(number: Decimal) -> Value:
    return int(number) if number == number.to_integral_value() else number


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whatever_a_field_can_hold_is_read_back(data: st.DataObject) -> None:
    case = data.draw(st.sampled_from([every()[-1], *every()[:2]]))
    fields = {question.id: any_value(question) for question in case[1].questions}
    values = data.draw(st.fixed_dictionaries({}, optional=fields))
    assert values_of(case[1], marks(case, copy(case, values))) == values


@pytest.mark.parametrize("words", DISTINCT)
def test_a_prompt_in_the_middle_of_a_text_asks_for_a_closer_look(words: str) -> None:
    assert edges("Role").of(f"Met the family.\n{words}\nAgreed the plan.")
