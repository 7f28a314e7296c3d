"""Files that are no readable PDF form are refused with a message that says what to ask for; none breaks the reader."""

from __future__ import annotations

import io
import random
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.errors import DependencyError
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NullObject,
    NumberObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas

from docgen.forms.pdf import open_form, syntax
from docgen.forms.pdf.vet import Limits, vet
from docgen.model import DocgenError, Query
from docgen.reading import read as answers_of
from tests.forms.pdf.made import TOOLKIT, WHOLE, changed, copy, learned, part, widgets, written
from tests.forms.word.written import Case

FULL = copy(WHOLE, {"plain": "Sam Smith", "free": "A text", "listed": "o1", "grade": "good"})


def refusal(data: bytes) -> Query:
    with pytest.raises(DocgenError) as raised:
        open_form(data, "form.pdf")
    (query,) = raised.value.queries
    assert query.where.file == "form.pdf"
    assert "sk the sender" in query.fix
    return query


def read(data: bytes, case: Case = WHOLE) -> str:
    """How a file ends: read, or the rule by which it is refused. Nothing else may happen."""
    try:
        found = open_form(data, "form.pdf").marks(learned(case))
    except DocgenError as error:
        (query,) = error.queries
        return query.rule
    answers_of(found, case[1])
    return "read"


# --- what it is ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"", "file-empty"),
        (b"PK\x03\x04 a zip", "file-type"),
        (b"junk" * 1000, "file-type"),
        (b"%PDF-1.7\n", "file-damaged"),
        (b"%PDF-1.7\n" + b"junk " * 1000 + b"\nstartxref\n5\n%%EOF", "file-damaged"),
        (FULL[: len(FULL) // 2], "file-damaged"),
        (FULL[:-40], "file-damaged"),
        (FULL.replace(b"startxref\n", b"startxref\n1"), "file-damaged"),
        (FULL.replace(b"\n", b"\r\n"), "file-damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(data: bytes, rule: str) -> None:
    assert refusal(data).rule == rule


def test_zeros_behind_the_end_do_no_harm() -> None:
    assert read(FULL + b"\0" * 4000) == "read"


def locked(user: str, algorithm: str = "AES-256") -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(FULL)))
    writer.encrypt(user_password=user, owner_password="owner", algorithm=algorithm)
    return written(writer)


def test_a_password_to_open_it_is_asked_to_be_taken_off() -> None:
    assert refusal(locked("secret")).message == "The file is locked with a password, so nothing in it can be read."


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_a_form_is_opened_with_its_password(algorithm: str) -> None:
    data = locked("secret", algorithm)
    assert (
        open_form(data, "form.pdf", ("wrong", "secret")).document.fields == open_form(FULL, "form.pdf").document.fields
    )
    with pytest.raises(DocgenError) as caught:
        open_form(data, "form.pdf", ("wrong",))
    assert "--passwords" in caught.value.queries[0].fix


def test_a_form_is_opened_with_the_password_of_its_owner_too() -> None:
    assert open_form(locked("secret"), "form.pdf", ("owner",)).carriers == open_form(FULL, "form.pdf").carriers


def test_rights_management_is_named_as_such() -> None:
    found = refusal(locked("").replace(b"/Standard", b"/Managed1"))
    assert (found.rule, "rights management" in found.message) == ("file-managed", True)


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking(*_: object) -> None:
        raise DependencyError("cryptography>=3.1 is required for AES algorithm")

    monkeypatch.setattr(PdfReader, "decrypt", lacking)
    found = refusal(locked("secret"))
    assert "the extra “pdf”" in found.message
    assert "docgen-audit[pdf]" in found.fix


def test_a_form_that_is_only_protected_against_changes_is_read() -> None:
    assert read(locked("")) == "read"


def without_fields(data: bytes) -> bytes:
    def change(writer: Any, _: dict[str, Any]) -> None:
        del writer.root_object["/AcroForm"]
        for page in writer.pages:
            del page["/Annots"]

    return changed(data, change)


def test_a_printed_copy_is_told_by_its_footer() -> None:
    query = refusal(without_fields(FULL))
    assert query.rule == "pdf-printed"
    assert f"a printed or flattened copy of the form “form” of everything 1, copy {TOOLKIT}" in query.message
    assert "not printed to a new PDF and not scanned" in query.fix


def test_a_printed_copy_is_told_by_its_words_where_the_pages_were_written_anew() -> None:
    text = PdfReader(io.BytesIO(FULL)).pages[0].extract_text()
    out = io.BytesIO()
    canvas = Canvas(out)
    for number, line in enumerate(text.splitlines()):
        canvas.drawString(20, 800 - 12 * number, line)
    canvas.save()
    assert TOOLKIT in refusal(out.getvalue()).message


def test_a_pdf_that_another_program_made_out_of_a_form_with_fields_of_its_own_is_refused() -> None:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(50, 30, f"cafcass-national 2014.11 · case · {TOOLKIT}")
    canvas.acroForm.textfield(name="Widget", value="Sam", x=50, y=700)
    canvas.acroForm.textfield(name="_2", value="Good", x=50, y=600)
    canvas.save()
    query = refusal(out.getvalue())
    assert query.message.startswith("This PDF was made out of the form “case” of cafcass-national 2014.11")


def page(text: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(50, 700, text) if text else canvas.rect(9, 9, 50, 50)
    canvas.save()
    return out.getvalue()


def test_a_pdf_without_fields_is_no_form() -> None:
    assert refusal(page("Minutes of the meeting")).message.startswith("This PDF has no fields to fill in")


def test_a_page_without_words_is_a_scan() -> None:
    assert refusal(page("")).message.startswith("This is a scan or a picture of a page")


def test_a_form_of_adobes_other_kind_is_refused() -> None:
    def change(writer: Any, _: dict[str, Any]) -> None:
        writer.root_object["/AcroForm"][NameObject("/XFA")] = TextStringObject("<xdp/>")

    assert refusal(changed(FULL, change)).rule == "pdf-xfa"


# --- what would cost too much ----------------------------------------------------------------------------


def bomb(data: bytes) -> bytes:
    """The form with one more stream, packed."""
    return with_objects(syntax.stream({}, data, packed=True))


def with_objects(*bodies: bytes) -> bytes:
    """A file with these objects, and one page."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [4 0 R] >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Annots [4 0 R] /Resources << >> >>",
        *bodies,
    ]
    return syntax.assemble([*objects, b"<< >>"], 1, len(objects) + 1)


def test_a_stream_that_unpacks_to_far_too_much_is_refused() -> None:
    assert refusal(bomb(b"\0" * 60_000_000)).rule == "file-unsafe"


def test_many_streams_that_come_to_far_too_much_together_are_refused() -> None:
    one = syntax.stream({}, b"\0" * 15_000_000, packed=True)
    assert refusal(with_objects(*[one] * 12)).rule == "file-unsafe"


def test_a_bomb_within_a_bomb_is_refused() -> None:
    inner = zlib.compress(zlib.compress(b"\0" * 80_000_000))
    twice = syntax.stream({"Type": b"/Metadata", "Filter": b"[/FlateDecode /FlateDecode]"}, inner)
    data = with_objects(b"<< /FT /Tx /T (a) /V 5 0 R >>", twice)
    assert refusal(data).rule in ("file-unsafe", "file-damaged")


@pytest.mark.parametrize(("name", "value"), [("file", 1000), ("objects", 10), ("total", 1000), ("stream", 1000)])
def test_every_limit_is_kept(name: str, value: int) -> None:
    vet(FULL, "form.pdf")
    with pytest.raises(DocgenError, match="is not opened"):
        vet(FULL, "form.pdf", Limits(**{name: value}))


def circles() -> Iterator[tuple[str, bytes]]:
    """Files that lead round in circles, or down without end."""
    yield "kids that are their own parents", with_objects(b"<< /T (a) /Kids [4 0 R] >>")
    yield "parents in a circle", with_objects(b"<< /T (a) /FT /Tx /Parent 5 0 R >>", b"<< /T (b) /Parent 4 0 R >>")
    yield "two fields that hold each other", with_objects(b"<< /T (a) /Kids [5 0 R] >>", b"<< /T (b) /Kids [4 0 R] >>")
    deep = b"".join(b"<< /T (a) /Kids [%d 0 R] >>|" % (number + 5) for number in range(300)).split(b"|")[:-1]
    yield "fields nested too deeply", with_objects(*deep, b"<< /T (z) /FT /Tx >>")
    yield "lists nested too deeply", with_objects(b"<< /T (a) /FT /Tx /V " + b"[" * 50_000 + b"]" * 50_000 + b" >>")
    yield "words nested too deeply", with_objects(b"<< /T (a) /FT /Tx /V " + b"(" * 50_000 + b")" * 50_000 + b" >>")
    yield "dictionaries nested too deeply", with_objects(b"<< /A " * 20_000 + b">>" * 20_000)
    yield "a reference to itself", with_objects(b"4 0 R")
    drawn = b"<< /T (a) /FT /Tx /V (x) /Subtype /Widget /AP << /N 5 0 R >> >>"
    loop = {"Type": b"/XObject", "Subtype": b"/Form", "Resources": b"<< /XObject << /A 5 0 R >> >>"}
    yield "an appearance that draws itself", with_objects(drawn, syntax.stream(loop, b"/A Do " * 2000))
    pages = FULL.replace(b"/Type /Pages", b"/Type /Pages\n/Parent 1 0 R")
    yield "pages of pages", pages
    many = b"<< /Type /Pages /Count 100000 /Kids [" + b"3 0 R " * 100_000 + b"] >>"
    yield (
        "one page many times",
        syntax.assemble(
            [
                b"<< /Type /Catalog /Pages 2 0 R >>",
                many,
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Annots [5 0 R] >>",
                b"<< >>",
                b"<< /Subtype /Widget /T (a) /FT /Tx >>",
            ],
            1,
            4,
        ),
    )
    names = b"<< /T (" + b"x" * 1_000_000 + b") /FT /Tx /V (" + b"y" * 1_000_000 + b") >>"
    yield "very long names", with_objects(names)
    start = int(FULL[FULL.rindex(b"startxref") + 10 :].split()[0])
    yield "tables that point at themselves", FULL.replace(b"/Root", b"/Prev %d /Root" % start)


@pytest.mark.parametrize(("what", "data"), [pytest.param(*one, id=one[0]) for one in circles()])
def test_circles_and_depths_end(what: str, data: bytes) -> None:
    assert read(data) in ("read", "file-damaged", "file-unsafe", "pdf-no-fields")


ODD: list[Any] = [
    NullObject(),
    BooleanObject(True),
    NumberObject(-1),
    FloatObject(1e30),
    TextStringObject("(x)"),
    NameObject("/Odd"),
    ArrayObject([NullObject(), NumberObject(3)]),
    DictionaryObject({NameObject("/N"): NumberObject(3)}),
]
FEW = part("plain", "listed", "yes", "actions")
SMALL = copy(FEW, {"plain": "Sam", "listed": "o1", "yes": "yes", "actions": ({"what": "Visit"},)})
KEYS = ("Subtype", "FT", "T", "TU", "V", "AS", "AP", "Rect", "Opt", "Ff", "Parent", "Kids", "Contents", "F", "P")


@pytest.mark.parametrize("key", KEYS)
def test_an_entry_of_any_shape_is_read_or_refused(key: str) -> None:
    for odd in ODD:
        for field in ("plain", "yes=yes", "listed", "actions[1].what"):

            def change(_: Any, found: dict[str, Any], field: str = field, odd: Any = odd) -> None:
                found[field][NameObject(f"/{key}")] = odd

            assert read(changed(SMALL, change), FEW) in ("read", "file-damaged")


@pytest.mark.parametrize("key", ["AcroForm", "Metadata", "Names", "Lang", "Pages", "Outlines"])
def test_a_catalogue_of_any_shape_is_read_or_refused(key: str) -> None:
    for odd in ODD:

        def change(writer: Any, _: dict[str, Any], odd: Any = odd) -> None:
            writer.root_object[NameObject(f"/{key}")] = odd

        out = io.BytesIO()
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(SMALL)))
        change(writer, widgets(writer))
        try:
            writer.write(out)
        except Exception:  # the program that writes the file cannot write this one
            continue
        assert read(out.getvalue(), FEW) in ("read", "file-damaged", "pdf-no-fields", "pdf-printed")


@pytest.mark.parametrize("seed", range(4))
def test_bytes_that_were_changed_by_accident_never_break_the_reader_and_never_change_a_choice(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(40):
        data = bytearray(FULL)
        at = chance.randrange(len(data))
        data[at : at + chance.randrange(1, 4)] = bytes(chance.randrange(256) for _ in range(chance.randrange(0, 4)))
        try:
            found = open_form(bytes(data), "form.pdf").marks(learned(WHOLE))
        except DocgenError:
            continue
        grade = {one.field: one for one in answers_of(found, WHOLE[1])}["grade"]
        assert grade.value in ("good", None)
        assert grade.value or grade.doubt
