"""What a person put into a returned PDF that is in no answer is listed with its page."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DecodedStreamObject, DictionaryObject, FloatObject, NameObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas

from docgen.forms.pdf import compile_toolkit
from docgen.marks import toolkit_id
from docgen.model import Unread
from tests.forms.pdf.made import WHOLE, changed, compiled, copy, marks, note, values_of, written

FULL = copy(WHOLE, {"plain": "Sam Smith", "grade": "good"})


def unread(data: bytes) -> tuple[Unread, ...]:
    return marks(WHOLE, data).unread


def noted(page: int, kind: str, text: str, rect: tuple[int, int, int, int], author: str = "") -> bytes:
    return changed(FULL, lambda writer, _: note(writer.pages[page - 1], writer, kind, text, rect, author))


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("FreeText", "typed note"),
        ("Text", "sticky note"),
        ("Highlight", "highlight"),
        ("StrikeOut", "words struck out"),
        ("Ink", "drawing by hand"),
        ("Stamp", "stamp or picture"),
        ("FileAttachment", "attached file"),
        ("Polygon", "drawing"),
    ],
)
def test_what_a_person_puts_on_a_page_is_listed_with_its_page_and_author(kind: str, what: str) -> None:
    found = unread(noted(2, kind, "See the file\rof March", (5, 5, 9, 9), "A Manager"))
    assert found == (Unread("See the file\nof March", "page 2, by A Manager", what),)


def test_a_note_over_a_field_names_the_field() -> None:
    left, bottom, right, top = (round(float(one)) for one in _rect("plain"))
    found = unread(noted(1, "FreeText", "Ann", (left, bottom, right, top)))
    assert found == (Unread("Ann", "page 1, at “1a Plain”", "typed note"),)


def _rect(field: str) -> Any:
    from tests.forms.pdf.made import widgets

    return widgets(PdfReader(io.BytesIO(FULL)))[field]["/Rect"]


RICH = TextStringObject("<body><p>See the <b>file</b></p></body>")


def _drawn(writer: PdfWriter) -> DictionaryObject:
    """What a note shows, where nothing else holds its words."""
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    fonts = DictionaryObject(
        {NameObject("/F"): DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})}
    )
    stream = DecodedStreamObject()
    stream.set_data(b"BT /F 12 Tf (See the file) Tj ET")
    stream[NameObject("/Subtype")] = NameObject("/Form")
    stream[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    return DictionaryObject({NameObject("/N"): writer._add_object(stream)})


@pytest.mark.parametrize("kind", ["FreeText", "Stamp", "Text"])
@pytest.mark.parametrize(("key", "value"), [("/RC", lambda _: RICH), ("/AP", _drawn)], ids=["looks", "appearance"])
def test_words_of_a_note_are_read_wherever_it_keeps_them(kind: str, key: str, value: Any) -> None:
    def put(writer: PdfWriter, _: Any) -> None:
        note(writer.pages[0], writer, kind, "", (5, 5, 90, 30))
        writer.pages[0]["/Annots"][-1].get_object()[NameObject(key)] = value(writer)  # type: ignore[index]

    assert [one.text for one in unread(changed(FULL, put))] == ["See the file"]


@pytest.mark.parametrize(("kind", "what"), [("Popup", "sticky note"), ("Link", "link")])
def test_a_window_or_a_link_that_says_something_of_its_own_is_listed(kind: str, what: str) -> None:
    assert [(one.text, one.what) for one in unread(noted(1, kind, "See 3", (5, 5, 9, 9)))] == [("See 3", what)]


def test_the_window_of_a_note_is_no_note_of_its_own() -> None:
    assert unread(noted(1, "Popup", "", (5, 5, 9, 9))) == ()


def test_a_field_that_the_form_does_not_have_is_listed() -> None:
    def change(writer: Any, widgets: dict[str, Any]) -> None:
        field = DictionaryObject(widgets["plain"])
        field[NameObject("/T")] = TextStringObject("remark")
        field[NameObject("/V")] = TextStringObject("Please ring me")
        writer.pages[1]["/Annots"].append(writer._add_object(field))

    assert unread(changed(FULL, change)) == (Unread("Please ring me", "page 2, field “remark”", "form field"),)


def test_a_signature_is_listed() -> None:
    def change(writer: Any, widgets: dict[str, Any]) -> None:
        field = DictionaryObject(widgets["count"])
        field[NameObject("/T")] = TextStringObject("Signature1")
        field[NameObject("/FT")] = NameObject("/Sig")
        writer.pages[0]["/Annots"].append(writer._add_object(field))

    assert unread(changed(FULL, change)) == (Unread("", "page 1, field “Signature1”", "signature"),)


def test_an_attached_file_is_listed() -> None:
    found = unread(changed(FULL, lambda writer, _: writer.add_attachment("letter.txt", b"Dear all")))
    assert found == (Unread("letter.txt", "attached to the file", "attached file"),)


# --- pages -----------------------------------------------------------------------------------------------


def drawn(*lines: str, picture: bool = False) -> PageObject:
    """A page that another program made."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for number, line in enumerate(lines):
        canvas.drawString(300, 300 - 20 * number, line)
    canvas.showPage()
    canvas.save()
    return PdfReader(io.BytesIO(out.getvalue())).pages[0]


def test_a_page_that_was_added_is_listed_with_all_its_words() -> None:
    def change(writer: Any, _: dict[str, Any]) -> None:
        writer.insert_page(drawn("Chronology", "1 May: visit"), 1)

    found = unread(changed(FULL, change))
    assert found == (Unread("Chronology\n1 May: visit", "page 2", "page that is not of the form"),)


def test_words_that_were_put_into_a_page_are_listed() -> None:
    found = unread(changed(FULL, lambda writer, _: writer.pages[1].merge_page(drawn("See over", "X", "Comment"))))
    assert found == (Unread("See over\nX\nComment", "page 2", "words on the page"),)


def test_a_page_that_a_program_wrote_anew_is_no_news() -> None:
    def change(writer: Any, _: dict[str, Any]) -> None:
        for page in writer.pages:
            stream = DecodedStreamObject()
            stream.set_data(b"q\n" + page.get_contents().get_data() + b"\nQ\n")
            page[NameObject("/Contents")] = writer._add_object(stream)

    data = changed(FULL, change)
    assert values_of(WHOLE[1], marks(WHOLE, data)) == {"plain": "Sam Smith", "grade": "good"}


def test_a_picture_that_was_put_into_a_page_is_listed() -> None:
    def change(writer: Any, _: dict[str, Any]) -> None:
        image = DecodedStreamObject()
        image.set_data(b"\0")
        image[NameObject("/Type")] = NameObject("/XObject")
        image[NameObject("/Subtype")] = NameObject("/Image")
        page = writer.pages[0]
        page["/Resources"]["/XObject"][NameObject("/Im1")] = writer._add_object(image)
        stream = DecodedStreamObject()
        stream.set_data(page.get_contents().get_data() + b"\nq 90 0 0 90 9 9 cm /Im1 Do Q\n")
        page[NameObject("/Contents")] = writer._add_object(stream)

    assert unread(changed(FULL, change)) == (Unread("", "page 1", "picture"),)


def test_pages_in_another_order_are_all_of_the_form() -> None:
    reader = PdfReader(io.BytesIO(FULL))
    writer = PdfWriter(clone_from=reader)
    pages = writer.root_object["/Pages"]
    kids = list(pages["/Kids"])  # type: ignore[index]
    pages[NameObject("/Kids")] = ArrayObject(reversed(kids))  # type: ignore[index]
    assert values_of(WHOLE[1], marks(WHOLE, written(writer))) == {"plain": "Sam Smith", "grade": "good"}


def test_a_page_of_another_copy_of_the_form_makes_its_identity_doubtful() -> None:
    from docgen.forms.pdf import open_form

    other = compiled(WHOLE).copy(toolkit_id("another"))
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(FULL)))
    writer.append(PdfReader(io.BytesIO(other)))
    opened = open_form(written(writer), "form.pdf")
    assert len({one.toolkit for one in opened.carriers}) == 2


def test_a_form_drawn_anew_from_its_definition_reads_as_the_one_that_was_issued() -> None:
    fresh = compile_toolkit(*WHOLE).copy(toolkit_id("fresh"))
    assert unread(fresh) == ()


def test_a_note_without_a_place_or_with_a_broken_one_is_listed() -> None:
    def change(writer: Any, _: dict[str, Any]) -> None:
        note(writer.pages[0], writer, "Text", "Here", (1, 2, 3, 4))
        writer.pages[0]["/Annots"][-1].get_object()[NameObject("/Rect")] = ArrayObject([FloatObject(1)])

    assert unread(changed(FULL, change)) == (Unread("Here", "page 1", "sticky note"),)
