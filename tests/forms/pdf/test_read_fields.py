"""What a field of a returned PDF comes to: what it stores, what it shows, and where the two do not agree."""

from __future__ import annotations

from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NullObject,
    NumberObject,
    TextStringObject,
)

from docgen.model import State
from docgen.reading import GONE
from tests.forms.pdf.made import WHOLE, answers, changed, copy, filled_in, marks

BLANK = copy(WHOLE)


def set_value(field: str, value: Any, **more: Any) -> Any:
    """Changes what a field stores, and nothing of what it shows; `more` are further entries."""

    def change(_: Any, widgets: dict[str, Any]) -> None:
        widgets[field][NameObject("/V")] = value
        for key, inner in more.items():
            widgets[field][NameObject(f"/{key}")] = inner

    return change


def said(data: bytes, field: str) -> tuple[State, Any, str]:
    answer = answers(data)[field]
    return answer.state, answer.value, answer.doubt


# --- boxes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", ["Yes", "On", "1", "Ja", "☒", "Choice1"])
def test_a_box_is_ticked_whatever_its_state_is_called(state: str) -> None:
    def change(_: Any, widgets: dict[str, Any]) -> None:
        box = widgets["grade=good"]
        drawn = box["/AP"]["/N"]
        drawn[NameObject(f"/{state}")] = drawn.raw_get("/Yes")
        box[NameObject("/V")] = box[NameObject("/AS")] = NameObject(f"/{state}")

    assert said(changed(BLANK, change), "grade") == (State.ANSWERED, "good", "")


def test_a_box_that_stores_a_tick_and_shows_none_is_doubtful() -> None:
    state, value, doubt = said(changed(BLANK, set_value("grade=good", NameObject("/Yes"))), "grade")
    assert (state, value) == (State.DOUBTFUL, None)
    assert doubt == "Good: the box shows “☐”, but is stored as ticked"


def test_a_box_that_shows_a_tick_and_stores_none_is_doubtful() -> None:
    change = set_value("grade=good", NameObject("/Off"), AS=NameObject("/Yes"))
    assert said(changed(BLANK, change), "grade")[2] == "Good: the box shows “☒”, but is stored as not ticked"


def test_a_box_in_a_state_that_it_cannot_show_is_doubtful() -> None:
    change = set_value("grade=good", NameObject("/On"), AS=NameObject("/On"))
    assert said(changed(BLANK, change), "grade")[0] is State.DOUBTFUL


def test_a_box_that_says_only_what_it_shows_is_read_by_that() -> None:
    def change(_: Any, widgets: dict[str, Any]) -> None:
        for field in ("yes=yes", "yes=no"):
            del widgets[field]["/V"]
        widgets["yes=no"][NameObject("/AS")] = NameObject("/Yes")

    assert said(changed(BLANK, change), "yes") == (State.ANSWERED, "no", "")


def test_a_box_that_says_only_what_it_stores_is_read_by_that() -> None:
    def change(_: Any, widgets: dict[str, Any]) -> None:
        for field in ("yes=yes", "yes=no"):
            del widgets[field]["/AS"]
        widgets["yes=no"][NameObject("/V")] = NameObject("/Yes")

    assert said(changed(BLANK, change), "yes") == (State.ANSWERED, "no", "")


def test_two_options_that_are_ticked_are_doubtful() -> None:
    data = filled_in(BLANK, {"yes=yes": "/Yes", "yes=no": "/Yes"})
    answer = answers(data)["yes"]
    assert (answer.state, answer.candidates) == (State.DOUBTFUL, ("yes", "no"))
    assert answer.doubt == "two options are marked: Yes, No"


def test_a_box_that_became_a_text_field_is_read_by_what_is_typed() -> None:
    def change(_: Any, widgets: dict[str, Any]) -> None:
        for field, text in (("yes=yes", "x"), ("yes=no", "")):
            for key in ("/AP", "/AS"):
                del widgets[field][key]
            widgets[field][NameObject("/FT")] = NameObject("/Tx")
            widgets[field][NameObject("/V")] = TextStringObject(text)

    assert said(changed(BLANK, change), "yes") == (State.ANSWERED, "yes", "")


# --- words -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (TextStringObject("First\rSecond\r\nThird"), "First\nSecond\nThird"),
        (TextStringObject("Łukasz “q”"), "Łukasz “q”"),
        (NameObject("/Name"), "Name"),
        (ArrayObject([TextStringObject("One")]), "One"),
    ],
)
def test_a_text_is_read_in_whatever_way_it_is_stored(value: Any, read: str) -> None:
    assert said(changed(BLANK, set_value("free", value)), "free") == (State.ANSWERED, read, "")


@pytest.mark.parametrize("raw", [b"Long text", b"\xfe\xff" + "Long text".encode("utf-16-be")])
def test_a_text_that_is_stored_as_a_stream_is_read(raw: bytes) -> None:
    def change(writer: Any, widgets: dict[str, Any]) -> None:
        stream = DecodedStreamObject()
        stream.set_data(raw)
        widgets["free"][NameObject("/V")] = writer._add_object(stream)

    assert said(changed(BLANK, change), "free") == (State.ANSWERED, "Long text", "")


@pytest.mark.parametrize("value", [NullObject(), TextStringObject(""), TextStringObject(" \n"), ArrayObject()])
def test_nothing_is_blank_however_it_is_stored(value: Any) -> None:
    assert said(changed(BLANK, set_value("free", value)), "free") == (State.BLANK, None, "")


def test_bytes_that_are_no_text_are_doubtful() -> None:
    data = changed(BLANK, set_value("free", ByteStringObject(b"\x81\x9f\x8d text \x9d")))
    assert said(data, "free")[0] is State.DOUBTFUL


def test_a_text_without_an_appearance_is_an_answer() -> None:
    data = changed(BLANK, set_value("plain", TextStringObject("Typed by a program")))
    assert said(data, "plain") == (State.ANSWERED, "Typed by a program", "")


FULL = copy(WHOLE, {"plain": "Sam Smith", "listed": "o1", "free": "First line\nSecond line", "count": -3})


@pytest.mark.parametrize(
    ("field", "value", "doubt"),
    [
        ("plain", "Ann Other", "the field shows “Sam Smith”, but stores “Ann Other”"),
        ("plain", "", "the field shows “Sam Smith”, but stores nothing"),
        ("count", "3", "the field shows “-3”, but stores “3”"),
        ("free", "Something else", "the field shows “First line\nSecond line”, but stores “Something else”"),
    ],
)
def test_a_field_that_shows_something_else_than_it_stores_is_doubtful(field: str, value: str, doubt: str) -> None:
    assert said(changed(FULL, set_value(field, TextStringObject(value))), field) == (State.DOUBTFUL, None, doubt)


def test_a_list_that_shows_another_choice_than_it_stores_is_doubtful() -> None:
    state, _, doubt = said(changed(FULL, set_value("listed", TextStringObject("o2"))), "listed")
    assert state is State.DOUBTFUL
    assert "kept by party 1”, but stores" in doubt


def test_a_field_that_shows_nothing_of_what_it_stores_is_doubtful() -> None:
    def change(writer: Any, widgets: dict[str, Any]) -> None:
        widgets["plain"]["/AP"]["/N"].set_data(b"/Tx BMC EMC")

    assert said(changed(FULL, change), "plain")[2] == "the field shows nothing, but stores “Sam Smith”"


def test_a_field_with_room_for_a_part_of_its_text_is_an_answer() -> None:
    def change(writer: Any, widgets: dict[str, Any]) -> None:
        widgets["plain"]["/AP"]["/N"].set_data(b"/Tx BMC BT /F 10 Tf 2 2 Td (%s) Tj ET EMC" % text[:50].encode())

    text = "A name that is far longer than the room that there is for it on the page, and goes on"
    data = changed(copy(WHOLE, {"plain": text}), change)
    assert said(data, "plain") == (State.ANSWERED, text, "")


def test_a_field_that_shows_a_part_of_a_text_for_which_there_is_room_is_doubtful() -> None:
    assert said(changed(FULL, set_value("plain", TextStringObject("Sam Smithson"))), "plain")[0] is State.DOUBTFUL


@pytest.mark.parametrize(
    "font", [{"/Subtype": "/Type0"}, {"/Subtype": "/Type3"}, {"/Subtype": "/TrueType", "/BaseFont": "/ABCDEF+Arial"}]
)
def test_letters_that_cannot_be_told_from_their_codes_say_nothing_against_the_value(font: dict[str, str]) -> None:
    def change(writer: Any, widgets: dict[str, Any]) -> None:
        drawn = widgets["plain"]["/AP"]["/N"]
        drawn.set_data(b"/Tx BMC BT /F 10 Tf 2 2 Td (\\001\\002 qrs) Tj ET EMC")
        said = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
        drawn["/Resources"]["/Font"][NameObject("/F")] = said

    assert said(changed(FULL, change), "plain") == (State.ANSWERED, "Sam Smith", "")


def test_what_fields_show_says_nothing_where_they_are_to_be_drawn_anew() -> None:
    def change(writer: Any, widgets: dict[str, Any]) -> None:
        writer.root_object["/AcroForm"][NameObject("/NeedAppearances")] = BooleanObject(True)
        widgets["plain"][NameObject("/V")] = TextStringObject("Ann Other")

    assert said(changed(FULL, change), "plain") == (State.ANSWERED, "Ann Other", "")


@pytest.mark.parametrize("value", ["o1", "Was the plan for the child reviewed in time, shared with everyone who had a "
                                   "part in it, and kept by party 1"])  # fmt: skip
def test_a_list_may_store_the_id_or_the_label(value: str) -> None:
    assert said(filled_in(BLANK, {"listed": value}), "listed") == (State.ANSWERED, "o1", "")


def test_a_list_that_is_put_back_to_its_prompt_is_blank() -> None:
    assert said(filled_in(FULL, {"listed": "Choose…"}), "listed") == (State.BLANK, None, "")


@pytest.mark.parametrize("field", ["actions[2].rag", "actions[2].done"])
def test_a_word_that_is_on_no_list_is_doubtful(field: str) -> None:
    assert said(filled_in(BLANK, {field: "Perhaps"}), "actions")[0] is State.DOUBTFUL


def test_a_date_that_cannot_be_told_is_doubtful_with_what_it_may_be() -> None:
    answer = answers(filled_in(BLANK, {"day": "3/4/26"}))["day"]
    assert (answer.state, answer.candidates) == (State.DOUBTFUL, ("2026-04-03",))


# --- fields that are there twice, or not -----------------------------------------------------------------


def again(name: str, value: str) -> Any:
    """Puts a second field of the same name on the page."""

    def change(writer: Any, widgets: dict[str, Any]) -> None:
        twin = DictionaryObject(widgets[name])
        twin[NameObject("/V")] = TextStringObject(value)
        writer.pages[0]["/Annots"].append(writer._add_object(twin))

    return change


def test_a_field_that_is_there_twice_is_fine_where_both_say_the_same() -> None:
    data = changed(changed(BLANK, set_value("plain", TextStringObject("Sam"))), again("plain", "Sam"))
    assert said(data, "plain") == (State.ANSWERED, "Sam", "")


def test_a_field_that_is_there_twice_is_doubtful_where_they_differ() -> None:
    data = changed(changed(BLANK, set_value("plain", TextStringObject("Sam"))), again("plain", "Ann"))
    assert said(data, "plain")[2] == "the field is there several times, and stores different things"


def test_a_field_that_is_gone_is_doubtful_and_never_blank() -> None:
    def change(writer: Any, widgets: dict[str, Any]) -> None:
        for page in writer.pages:
            kept = [one for one in page["/Annots"] if one.get_object().get("/T") != "free"]
            page[NameObject("/Annots")] = ArrayObject(kept)
        fields = writer.root_object["/AcroForm"]["/Fields"]
        kept = [one for one in fields if one.get_object().get("/T") != "free"]
        writer.root_object["/AcroForm"][NameObject("/Fields")] = ArrayObject(kept)

    assert said(changed(BLANK, change), "free") == (State.DOUBTFUL, None, GONE)


def test_a_page_that_is_not_sent_back_leaves_its_answers_and_its_rows_in_doubt() -> None:
    import io

    from pypdf import PdfReader

    writer = PdfWriter()
    data = copy(WHOLE, {"plain": "Sam", "actions": ({"what": "Visit"}, {"what": "Write"}, {"what": "Call"})})
    writer.append(PdfReader(io.BytesIO(data)), pages=(0, 2))
    out = io.BytesIO()
    writer.write(out)
    found = marks(WHOLE, out.getvalue())
    gone = {address.field for address in found.missing}
    assert "grade" in gone
    assert {address.row for address in found.missing if address.field == "actions"} == {3}
    assert said(out.getvalue(), "plain") == (State.ANSWERED, "Sam", "")
    assert said(out.getvalue(), "actions")[0] is State.DOUBTFUL


def test_fields_without_a_form_around_them_are_read_all_the_same() -> None:
    def change(writer: Any, widgets: dict[str, Any]) -> None:
        del writer.root_object["/AcroForm"]

    assert said(changed(FULL, change), "plain") == (State.ANSWERED, "Sam Smith", "")


# --- one answer in two places ----------------------------------------------------------------------------

RICH = '<?xml version="1.0"?><body xmlns="http://www.w3.org/1999/xhtml"><p>{}</p></body>'


def both(data: bytes, field: str) -> tuple[str, tuple[Any, ...]]:
    answer = answers(data)[field]
    assert answer.state is State.DOUBTFUL
    return answer.doubt, answer.candidates


@pytest.mark.parametrize("rich", ["<b>Sam</b> Smith &amp; Co", "Sam Smith</p><p>&#38; Co"])
def test_a_text_with_looks_that_says_the_same_is_no_doubt(rich: str) -> None:
    put = set_value("plain", TextStringObject("Sam Smith & Co"), RV=TextStringObject(RICH.format(rich)))
    assert answers(changed(BLANK, put))["plain"].value == "Sam Smith & Co"


@pytest.mark.parametrize(("stored", "candidates"), [("Sam", ("Sam", "Not Sam")), ("", ("Not Sam",))])
def test_a_text_with_looks_that_says_otherwise_leaves_both(stored: str, candidates: tuple[str, ...]) -> None:
    put = set_value("plain", TextStringObject(stored), RV=TextStringObject(RICH.format("Not <i>Sam</i>")))
    doubt, found = both(changed(BLANK, put), "plain")
    assert found == candidates
    assert doubt.endswith("and in another place “Not Sam”")


def test_a_text_with_looks_as_a_stream_is_read_too() -> None:
    def change(writer: Any, found: dict[str, Any]) -> None:
        stream = DecodedStreamObject()
        stream.set_data(RICH.format("Not Sam").encode())
        found["plain"][NameObject("/V")] = TextStringObject("Sam")
        found["plain"][NameObject("/RV")] = writer._add_object(stream)

    assert both(changed(BLANK, change), "plain")[1] == ("Sam", "Not Sam")


def test_angle_brackets_without_end_cost_nothing() -> None:
    put = set_value("plain", TextStringObject("Sam"), RV=TextStringObject("<" * 500_000))
    assert answers(changed(BLANK, put))["plain"].state is State.DOUBTFUL


def test_a_list_whose_number_and_value_differ_leaves_both() -> None:
    put = set_value("listed", TextStringObject("o1"), I=ArrayObject([NumberObject(3)]))
    assert both(changed(BLANK, put), "listed")[1] == ("o1", "o2")
    same = set_value("listed", TextStringObject("o1"), I=ArrayObject([NumberObject(2)]))
    assert answers(changed(BLANK, same))["listed"].value == "o1"


def test_a_list_with_a_number_and_no_value_is_asked_about_unless_it_is_that_of_the_prompt() -> None:
    def number(at: int) -> bytes:
        return changed(BLANK, set_value("listed", NullObject(), I=ArrayObject([NumberObject(at)])))

    assert both(number(3), "listed")[1] == ("o2",)
    assert answers(number(0))["listed"].state is State.BLANK
    assert answers(number(99))["listed"].state is State.BLANK


@pytest.mark.parametrize(("stored", "states"), [("/Yes", ("/Yes", "/Off")), ("/Off", ("/Off", "/Yes"))])
def test_a_box_in_two_places_that_shows_two_states_is_asked_about(stored: str, states: tuple[str, str]) -> None:
    def change(writer: Any, found: dict[str, Any]) -> None:
        box = found["grade=good"]
        again = DictionaryObject(box)
        for one, state in zip((box, again), states, strict=True):
            one[NameObject("/V")], one[NameObject("/AS")] = NameObject(stored), NameObject(state)
        page = next(one for one in writer.pages if box.indirect_reference in one["/Annots"])
        page["/Annots"].append(writer._add_object(again))

    assert both(changed(BLANK, change), "grade")[1] == ("good",)
