"""What people put over the fields of a PDF instead of into them; and the law that no way of filling is read wrong."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import NameObject, TextStringObject

from docgen.model import State, Value
from tests.forms.pdf.made import answers, changed, copy, marks, note, part, widgets

CASE = part("plain", "yes", "free")
BLANK = copy(CASE)


def _rectangle(numbers: Any) -> tuple[int, int, int, int]:
    left, bottom, right, top = (round(float(one)) for one in numbers)
    return left, bottom, right, top


PLACES = {name: _rectangle(widget["/Rect"]) for name, widget in widgets(PdfReader(io.BytesIO(BLANK))).items()}
PAGES = {
    name: number
    for number, page in enumerate(PdfReader(io.BytesIO(BLANK)).pages)
    for name in PLACES
    if any(one.get_object().get("/T") == name for one in page.get("/Annots", ()))
}
"""Field at the top → its page, from 0."""


def over(field: str, kind: str, text: str = "", right: int = 0, data: bytes = BLANK) -> bytes:
    """The file with something put on a field, or on the words that stand so far to the right of it."""
    left, bottom, end, top = PLACES[field]
    rect = (end + 3, bottom, end + right, top) if right else (left, bottom, end, top)
    return changed(data, lambda writer, _: note(writer.pages[PAGES[field]], writer, kind, text, rect))


def test_words_typed_over_an_empty_field_leave_it_in_doubt_and_are_listed() -> None:
    data = over("plain", "FreeText", "Sam")
    found = answers(data, CASE)["plain"]
    assert (found.state, found.how, found.candidates) == (State.DOUBTFUL, "beside", ("Sam",))
    assert found.doubt == "the field is empty, but over it is typed: “Sam”"
    assert [one.text for one in marks(CASE, data).unread] == ["Sam"]


def test_a_note_on_an_empty_field_leaves_it_in_doubt_and_on_a_full_one_does_not() -> None:
    found = answers(over("plain", "Text", "Sam, I think"), CASE)["plain"]
    assert (found.state, found.candidates) == (State.DOUBTFUL, ("Sam, I think",))
    assert found.doubt == "nothing is answered, but “Sam, I think” stands in a comment on it"
    assert answers(over("plain", "Text", "Is he?", data=copy(CASE, {"plain": "Sam"})), CASE)["plain"].value == "Sam"
    assert answers(over("yes=no", "Text", "this one"), CASE)["yes"].candidates == ("yes", "no")


def test_words_typed_over_a_field_that_is_filled_in_leave_it_in_doubt() -> None:
    data = over("plain", "FreeText", "not Sam", data=copy(CASE, {"plain": "Sam"}))
    assert answers(data, CASE)["plain"].candidates == ("Sam",)


@pytest.mark.parametrize("text", ["X", "✓", "yes"])
def test_a_tick_typed_over_a_box_leaves_it_in_doubt(text: str) -> None:
    found = answers(over("yes=yes", "FreeText", text), CASE)["yes"]
    assert (found.state, found.candidates) == (State.DOUBTFUL, ("yes",))


@pytest.mark.parametrize("kind", ["Ink", "Stamp", "Circle", "Line"])
def test_a_drawing_over_a_box_leaves_it_in_doubt(kind: str) -> None:
    found = answers(over("yes=no", kind), CASE)["yes"]
    assert (found.state, found.candidates) == (State.DOUBTFUL, ("no",))
    assert found.doubt == "No: a drawing lies over the box"


@pytest.mark.parametrize(("kind", "way"), [("Highlight", "highlight"), ("Underline", "underline")])
def test_an_option_whose_words_are_marked_waits_for_a_person(kind: str, way: str) -> None:
    found = answers(over("yes=yes", kind, right=20), CASE)["yes"]
    assert (found.state, found.how, found.candidates) == (State.DOUBTFUL, way, ("yes",))


def test_words_that_are_struck_out_on_the_page_leave_the_other_option() -> None:
    found = answers(over("yes=yes", "StrikeOut", right=20), CASE)["yes"]
    assert (found.state, found.how, found.candidates) == (State.DOUBTFUL, "strike", ("no",))


def test_an_answer_that_is_struck_out_on_the_page_is_in_doubt() -> None:
    found = answers(over("plain", "StrikeOut", data=copy(CASE, {"plain": "Sam"})), CASE)["plain"]
    assert (found.state, found.candidates) == (State.DOUBTFUL, ("Sam",))


def test_a_box_that_stores_a_state_it_does_not_have_is_in_doubt() -> None:
    def store(_: Any, found: dict[str, Any]) -> None:
        found["yes=yes"][NameObject("/V")] = TextStringObject("off")
        del found["yes=yes"]["/AS"]

    assert answers(changed(BLANK, store), CASE)["yes"].doubt == "Yes: it stores “off”, which is none of its states"


STATES = ("/Yes", "/Off", "/On", "/1", "off", "Yes", "", None)


@settings(max_examples=50)
@given(st.sampled_from(("yes", "no")), st.sampled_from(STATES), st.sampled_from(STATES), st.booleans(), st.booleans())
def test_a_box_in_any_state_is_read_right_or_in_doubt(
    option: str, stored: str | None, shown: str | None, drawn: bool, typed: bool
) -> None:
    """Meant is a tick where a program that shows the file shows one, or would if it drew the field anew."""

    def put(writer: Any, found: dict[str, Any]) -> None:
        box = found[f"yes={option}"]
        for key, state in (("/V", stored), ("/AS", shown)):
            box.pop(NameObject(key), None)
            if state is not None:
                named = NameObject(state) if state.startswith("/") else TextStringObject(state)
                box[NameObject(key)] = named
        if not drawn:
            box.pop(NameObject("/AP"), None)
        if typed:
            rect = PLACES[f"yes={option}"]
            note(writer.pages[PAGES[f"yes={option}"]], writer, "FreeText", "x", rect)

    found = answers(changed(BLANK, put), CASE)["yes"]
    off = {"/Off", "", None}
    if found.state is State.ANSWERED:
        assert found.value == option
        assert stored not in off or shown not in off
    elif found.state is State.BLANK:
        assert not typed
        assert {stored, shown} <= off
    else:
        assert set(found.candidates) <= {option}


WAYS: Mapping[str, Value] = {
    "Sam": "Sam",
    "Zoë £5 “so”": "Zoë £5 “so”",
    "line\rtwo": "line\ntwo",
    "\u4f60\u597d": "\u4f60\u597d",
}


@settings(max_examples=16)
@given(st.sampled_from(sorted(WAYS)), st.booleans(), st.booleans(), st.booleans())
def test_words_are_read_in_any_spelling_with_or_without_what_they_show(
    text: str, utf16: bool, appearance: bool, anew: bool
) -> None:
    from pypdf.generic import BooleanObject, ByteStringObject

    def put(writer: Any, found: dict[str, Any]) -> None:
        field = found["free"]
        raw = ByteStringObject(b"\xfe\xff" + text.encode("utf-16-be"))
        field[NameObject("/V")] = raw if utf16 else TextStringObject(text)
        if appearance:
            writer.update_page_form_field_values(writer.pages[PAGES["free"]], {"free": text}, auto_regenerate=False)
            field[NameObject("/V")] = TextStringObject(text)
        if anew:
            writer._root_object["/AcroForm"][NameObject("/NeedAppearances")] = BooleanObject(True)

    found = answers(changed(BLANK, put), CASE)["free"]
    assert (found.value if found.state is State.ANSWERED else found.candidates) in (WAYS[text], (WAYS[text],))
