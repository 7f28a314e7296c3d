"""What is put into the store comes out as the same value of the same type."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.model import Value
from docgen.store.values import decode, decode_facts, encode, encode_facts

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
CELLS = st.none() | TEXTS | st.integers()
ROWS = st.lists(st.dictionaries(st.sampled_from(["action", "owner", "due"]), CELLS), min_size=1).map(tuple)


@pytest.mark.parametrize(
    "value",
    [None, "good", "", '"', "back\\slash", "two\nlines", "naïve £5 “x”", 0, -3, Decimal("3.50"), Decimal("0.1"), ()],
)
def test_a_value_comes_back_as_it_went_in(value: Value) -> None:
    found = decode(encode(value))
    assert found == value
    assert type(found) is type(value)


@given(TEXTS | st.integers() | st.lists(TEXTS).map(tuple) | ROWS)
def test_any_value_comes_back_as_it_went_in(value: Value) -> None:
    assert decode(encode(value)) == value


def test_what_no_database_holds_is_visibly_replaced() -> None:
    assert decode(encode("a\x00b\ud800c")) == "a\ufffdb\ufffdc"
    assert decode(encode(({"action": "\x00"},))) == ({"action": "\ufffd"},)


def test_a_decimal_keeps_its_digits_and_is_a_plain_number_in_the_database() -> None:
    assert encode(Decimal("1250.10")) == "1250.10"
    assert encode(({"cost": Decimal("2.5"), "owner": None},)) == '[{"cost":2.5,"owner":null}]'


def test_blank_is_told_from_an_empty_list() -> None:
    assert encode(None) is None
    assert encode(()) == "[]"


def test_candidates_of_a_ticked_question_come_back_as_tuples() -> None:
    assert decode(encode((("a", "b"), ("a",)))) == (("a", "b"), ("a",))


@given(st.dictionaries(st.sampled_from(["opened_on", "involved", "visits"]), TEXTS | st.integers()))
def test_what_a_case_list_told_comes_back_as_it_went_in(facts: dict[str, Value]) -> None:
    assert decode_facts(encode_facts(facts)) == facts


def test_nothing_told_is_an_empty_text() -> None:
    assert encode_facts({}) == ""
