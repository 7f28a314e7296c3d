"""What goes into a copy comes out as the text that it is, whatever it looks like."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from docgen.fields import YES_NO
from docgen.forms.word import compile_toolkit
from docgen.marks import toolkit_id
from docgen.model import DocgenError, Option, Question, Value
from tests.forms.word.written import EVERYTHING, TEMPLATE, TOOLKIT, compiled, controls, document, one_question, parts

FREE = Question("free", "1a", "longtext", "Free")
CASE = one_question(FREE)
FORM = (EVERYTHING, EVERYTHING.forms[0])


def written(value: Value, question: Question = FREE) -> str:
    """What the control shows once the value is in it."""
    return controls(compiled(one_question(question)).copy(TOOLKIT, {question.id: value}))[question.id].text


@pytest.mark.parametrize(
    "text",
    [
        "<b>not bold</b> & </w:t>",
        "{{ 7*7 }} {% raw %} {_{ x }_}",
        "=1+1",
        "👍🏽 naïve “quotes” ☒ ☐",
        "שלום \u202eabc",
        "two  spaces, \ta tab, and an end ",
        "x" * 5000,
        "]]> <!-- <?docgen body?> docgen-toolkit-",
        "\ue000 private",
    ],
)
def test_a_hostile_text_comes_out_as_text(text: str) -> None:
    assert written(text) == text


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\x0b"])
def test_every_kind_of_line_end_becomes_a_line_break(newline: str) -> None:
    assert written(f"First{newline}{newline}Third") == "First\n\nThird"


@pytest.mark.parametrize("wrong", ["\x00", "\x07", "\x0c", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_what_is_no_character_of_xml_is_replaced(wrong: str) -> None:
    assert written(f"a{wrong}b") == "a\ufffdb"


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1))
@example(" ")
def test_any_text_comes_out_letter_for_letter(text: str) -> None:
    data = compiled(CASE).copy(TOOLKIT, {"free": text})
    assert controls(data)["free"].text == text


@pytest.mark.parametrize("text", ["R&D <Unit>", "{{ title }}", "{{ 7*7 }}", "\x00toolkit\x00", "a\x07b"])
def test_hostile_words_of_a_definition_are_words_too(text: str) -> None:
    question = Question(
        "q", "1a", "choice", text, guidance=text, prompt=text, look="list", options=(Option("o", text),)
    )
    framework, form = one_question(question)
    data = compile_toolkit(framework, form, TEMPLATE, ["q"]).copy(TOOLKIT, {"q": "o"})
    shown = text.replace("\x00", "\ufffd").replace("\x07", "\ufffd")
    assert controls(data)["q"].text == shown
    assert controls(data)["q"].items == (shown, shown)
    assert b"\x00" not in parts(data)["word/document.xml"]


def test_numbers_and_labels_are_shown_as_the_form_words_them() -> None:
    assert written(Decimal("3.5"), Question("n", "1a", "number", "How many")) == "3.5"
    listed = Question("l", "1a", "choice", "Which", look="list", options=(Option("a1", "Area 1"),))
    assert written("a1", listed) == "Area 1"


def test_a_blank_value_leaves_the_prompt() -> None:
    for value in (None, ""):
        data = compiled(CASE).copy(TOOLKIT, {"free": value})
        assert data == compiled(CASE).copy(TOOLKIT)
        assert controls(data)["free"].prompt


def test_each_copy_has_its_own_values_and_its_own_id() -> None:
    first, second = toolkit_id("1"), toolkit_id("2")
    one = compiled(FORM).copy(first, {"plain": "One"})
    two = compiled(FORM).copy(second, {"plain": "Two"})
    assert controls(one)["plain"].text == "One"
    assert controls(two)["plain"].text == "Two"
    everything = b"".join(parts(two).values())
    assert second.encode() in everything
    assert first.encode() not in everything
    assert first.replace("-", "").encode() not in everything


def test_a_field_that_is_not_named_beforehand_cannot_be_filled() -> None:
    framework, form = FORM
    ready = compile_toolkit(framework, form, TEMPLATE, prefill=["plain"])
    with pytest.raises(DocgenError, match=r"“day” is not filled in beforehand\..*Fields that are: plain"):
        ready.copy(TOOLKIT, {"day": "2026-01-01"})
    with pytest.raises(DocgenError, match="there is no field “plane”"):
        compile_toolkit(framework, form, TEMPLATE, prefill=["plane"])


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("grade", "godo", "1i Grade: “godo” is none of its options: good, poor, na"),
        ("many", ("o0", "o9"), "“o9” is none of its options"),
        ("many", "o0", "is not a value of a ticks field"),
        ("plain", ("a",), "is not a value of a text field"),
        ("day", "09/10/2014", "is not a date as YYYY-MM-DD"),
        ("actions", ({}, {}, {}, {}), "4 rows do not fit; the form prints 3"),
        ("actions", ({"which": "x"},), "there is no column “which”"),
        ("actions", ({"when": "soon"},), "“soon” is not a date"),
        ("actions", "none", "is not rows of a table"),
    ],
)
def test_a_value_that_the_field_cannot_hold_is_refused(field: str, value: Value, said: str) -> None:
    with pytest.raises(DocgenError, match=said):
        compiled(FORM).copy(TOOLKIT, {field: value})


def test_an_id_that_is_none_is_refused() -> None:
    with pytest.raises(DocgenError, match="“7K3Q-0000” is not a toolkit id"):
        compiled(FORM).copy("7K3Q-0000")


def test_rows_are_filled_from_the_top_and_the_rest_stay_empty() -> None:
    row = {"what": "Visit <today>", "who": None, "when": "2026-02-28", "rag": "r", "done": "no", "days": 0}
    shown = controls(compiled(FORM).copy(TOOLKIT, {"actions": (row,)}))
    assert [shown[f"actions[1].{column}"].text for column in row] == [
        "Visit <today>", "Role", "28/02/2026", "Red", "No", "0",
    ]  # fmt: skip
    assert shown["actions[1].who"].prompt
    assert all(control.prompt for tag, control in shown.items() if tag.startswith("actions[2]"))


def test_names_that_would_be_the_same_once_cut_are_told_apart() -> None:
    options = tuple(Option(f"o{n}", "The same long beginning of every option, " * 2 + str(n)) for n in range(3))
    case = one_question(Question("q", "1a", "ticks", "A question", options=options))
    names = [control.alias for control in controls(compiled(case).copy(TOOLKIT)).values()]
    assert len(set(names)) == 3
    assert names[1].endswith("… (2)")


def test_yes_and_no_are_two_boxes() -> None:
    case = one_question(Question("q", "1a", "yesno", "Seen?", options=YES_NO))
    data = compiled(case).copy(TOOLKIT, {"q": "no"})
    assert {tag: control.ticked for tag, control in controls(data).items()} == {"q=yes": "0", "q=no": "1"}
    assert document(data) is not None
