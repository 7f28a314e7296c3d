"""Whatever is put into a workbook is read back as it was, and as Word reads it."""

from __future__ import annotations

import string
from datetime import date
from decimal import Decimal
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen import reading
from docgen.fields import kind, same
from docgen.forms import word
from docgen.marks import toolkit_id
from docgen.model import Question, Row, Value
from tests.forms.excel.written import TOOLKIT, blank, compiled, filled, marks, read, values
from tests.forms.word import written as in_word
from tests.forms.word.written import EVERYTHING, Case, answers, every, name

FORM = (EVERYTHING, EVERYTHING.forms[0])


@cache
def word_blank(case: Case) -> word.Blank:
    return word.blank_of(in_word.compiled(case).copy(toolkit_id("blank")))


def as_word_reads(case: Case, given_: dict[str, Value]) -> dict[str, Value]:
    data = in_word.compiled(case).copy(TOOLKIT, given_)
    found = reading.read(word.open_form(data, "form.docx").marks(word_blank(case)), case[1])
    return {answer.field: answer.value for answer in found}


@pytest.mark.parametrize("case", every(), ids=name)
def test_a_blank_workbook_has_no_answer_no_doubt_and_nothing_unread(case: Case) -> None:
    found = read(blank(case), case)
    assert {str(answer.state) for answer in found.values()} == {"blank"}
    assert marks(blank(case), case).unread == ()
    assert marks(blank(case), case).missing == ()


@pytest.mark.parametrize("case", every(), ids=name)
def test_what_is_written_is_read_and_word_reads_the_same(case: Case) -> None:
    assert values(filled(case), case) == answers(case[1])
    assert as_word_reads(case, answers(case[1])) == answers(case[1])
    assert marks(filled(case), case).unread == ()


@pytest.mark.parametrize("case", every(), ids=name)
def test_every_example_of_every_kind_comes_back(case: Case) -> None:
    turns = max(len(kind(question).examples(question)) for question in case[1].questions)
    for turn in range(turns):
        given_: dict[str, Value] = {}
        for question in case[1].questions:
            examples = kind(question).examples(question)
            given_[question.id] = examples[turn % len(examples)]
        assert values(compiled(case).copy(TOOLKIT, given_), case) == given_


# --- any values ------------------------------------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=60)
LINES = st.lists(TEXTS, max_size=4).map("\n".join)
ESCAPES = st.text(st.sampled_from("_x0041DFxX ")).filter(lambda text: text.strip())


def any_value(question: Question) -> st.SearchStrategy[Value]:
    """Any value that a field of this kind can hold, or none; a text comes without white space around it."""
    options = [option.id for option in question.options]
    if question.kind in ("text", "longtext"):
        texts = TEXTS if question.kind == "text" else LINES
        return (texts | ESCAPES).map(lambda text: text.strip() if same(text) else None)
    if question.kind == "number":
        decimals = st.decimals(-(10**9), 10**9, places=3).map(lambda d: int(d) if d == d.to_integral_value() else d)
        return (
            st.none() | st.integers(-(10**18), 10**18) | decimals.map(lambda d: d if isinstance(d, int) else plain(d))
        )
    if question.kind == "date":
        return st.none() | st.dates(date(1800, 1, 1), date(2199, 12, 31)).map(lambda day: day.isoformat())
    if question.kind == "ticks":
        return st.lists(st.sampled_from(options), unique=True).map(
            lambda chosen: tuple(one for one in options if one in chosen) or None
        )
    if question.kind == "table":
        cells = st.fixed_dictionaries({column.id: any_value(column) for column in question.columns})
        rows: st.SearchStrategy[list[Row]] = st.lists(cells, max_size=question.rows)  # type: ignore[arg-type]
        return rows.map(lambda found: tuple(row for row in found if any(v is not None for v in row.values())) or None)
    return st.none() | st.sampled_from(options)


def plain(number: Decimal) -> int | Decimal:
    """A number as it is read: whole ones as int, others without noughts at their end."""
    return int(number) if number == number.to_integral_value() else Decimal(f"{number:f}".rstrip("0"))


@settings(max_examples=60, deadline=None)
@given(st.fixed_dictionaries({question.id: any_value(question) for question in FORM[1].questions}))
def test_any_answers_come_back_and_word_reads_the_same(given_: dict[str, Value]) -> None:
    data = compiled(FORM).copy(TOOLKIT, given_)
    assert values(data, FORM) == given_
    assert marks(data, FORM).unread == ()
    assert as_word_reads(FORM, given_) == given_


@pytest.mark.parametrize(
    "text",
    [
        "=1+1", "+44 20 7946 0000", "-", "- seen twice", "@home", "'quoted", "TRUE", "12", "1e5", "01/02/2026",
        "_x0041_ and _x000D_", "100,5", "#N/A", "<b>&amp;</b>", "a\tb", "x" * 32767,
    ],
)  # fmt: skip
def test_a_text_that_looks_like_something_else_stays_a_text(text: str) -> None:
    assert values(compiled(FORM).copy(TOOLKIT, {"free": text}), FORM)["free"] == text


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\x0b"])
def test_every_kind_of_line_end_becomes_a_line_break(newline: str) -> None:
    given_ = f"First{newline}{newline}Third"
    assert values(compiled(FORM).copy(TOOLKIT, {"free": given_}), FORM)["free"] == "First\n\nThird"


def test_a_number_that_excel_cannot_hold_to_its_last_digit_is_kept_as_text() -> None:
    exact = Decimal("12345678901234567.25")
    assert values(compiled(FORM).copy(TOOLKIT, {"count": exact}), FORM)["count"] == exact


def test_a_day_before_excels_calendar_is_kept_as_text() -> None:
    assert values(compiled(FORM).copy(TOOLKIT, {"day": "1900-02-28"}), FORM)["day"] == "1900-02-28"


def test_letters_of_every_script_come_back() -> None:
    text = (
        string.printable.replace("\r", "").replace("\x0b", "").replace("\x0c", "") + "שלום 👍🏽 naïve \u202eabc \ue000"
    )
    assert values(compiled(FORM).copy(TOOLKIT, {"free": text}), FORM)["free"] == text.strip()
