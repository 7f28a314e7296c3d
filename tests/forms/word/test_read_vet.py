"""Files that cannot be read: each is refused before anything is parsed, and says what it is and what to do."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from docgen.forms import vet
from docgen.forms.word import open_form
from docgen.model import DocgenError, Query
from tests.forms.word.build import MAIN, docx, package, para
from tests.forms.word.sample import BLANK, body, document

GOOD = document(*body())


def refusal(data: bytes, name: str = "form.docx") -> Query:
    """The one refusal of a file."""
    with pytest.raises(DocgenError) as caught:
        open_form(data, name)
    (query,) = caught.value.queries
    assert (query.where.file, bool(query.message), bool(query.fix)) == (name, True, True)
    return query


def zipped(entries: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_the_file_that_word_keeps_beside_an_open_form_is_named_as_such() -> None:
    for name in ("~$form.docx", "returns/~$form.docx", ".~lock.form.docx#", "returns\\~$form.docx"):
        assert refusal(b"\x05Sam", name).rule == "file-locked"


def test_an_empty_file_is_named_as_one_that_has_not_finished_copying() -> None:
    query = refusal(b"")
    assert query.rule == "file-empty"
    assert "OneDrive" in query.message


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream.encode("utf-16-le") + b"\0" * 600


def xml(root: str, name: str) -> bytes:
    return f'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?>\n<{root} x="{name}"/>'.encode()


@pytest.mark.parametrize(
    ("data", "rule", "words"),
    [
        (ole("EncryptedPackage"), "file-encrypted", "password"),
        (ole("WordDocument"), "file-type", "a Word document of the old kind (.doc)"),
        (ole("Workbook"), "file-type", "an Excel workbook of the old kind (.xls)"),
        (b"%PDF-1.7 ...", "file-type", "a PDF file"),
        (b"{\\rtf1 ...", "file-type", "Rich Text"),
        (b"<html><body/></html>", "file-type", "a web page"),
        (b"\xff\xd8\xff\xe0JFIF", "file-type", "a picture"),
        (b"just words", "file-type", "a plain text"),
        (b"\x01\xfejust bytes\0", "file-type", "no Word or Excel file"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "file-type", "OpenDocument"),
        (zipped({"Index/Document.iwa": b"..."}), "file-type", "a document of Pages or Numbers"),
        (zipped({"photo.jpg": b"..."}), "file-type", "a zip archive"),
        (ole("EncryptedPackage DRMEncryptedDataSpace"), "file-managed", "rights management"),
        (ole("\tDRMContent"), "file-managed", "rights management"),
        (xml("pkg:package", "http://schemas.microsoft.com/office/2006/xmlPackage"), "file-type", "“Word XML Document”"),
        (xml("w:wordDocument", "http://schemas.microsoft.com/office/word/2003/wordml"), "file-type", "“Word 2003 XML”"),
        (xml("Workbook", "urn:schemas-microsoft-com:office:spreadsheet"), "file-type", "“XML Spreadsheet 2003”"),
        (xml("office:document", "application/vnd.oasis.opendocument.text"), "file-type", "(.fodt)"),
        (GOOD[: len(GOOD) // 2], "file-damaged", "cut short or damaged"),
        (b"\0" * 5000, "file-damaged", "cut short or damaged"),
        (GOOD + b"more", "file-damaged", "cut short or damaged"),
    ],
)
def test_other_files_are_named_for_what_they_are(data: bytes, rule: str, words: str) -> None:
    query = refusal(data)
    assert query.rule == rule
    assert words in query.message


def test_a_workbook_that_is_called_docx_is_named_as_one() -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    override = f'<Override PartName="/xl/workbook.xml" ContentType="{kind}"/>'
    types = f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{override}</Types>'
    assert "an Excel workbook" in refusal(zipped({"[Content_Types].xml": types, "xl/workbook.xml": "<a/>"})).message


# --- zips that are not what they seem --------------------------------------------------------------------


def test_a_member_that_is_there_twice_is_refused_whatever_its_case() -> None:
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("WORD/document.xml", "<w:document/>")
    query = refusal(out.getvalue())
    assert query.rule == "file-unsafe"
    assert "“word/document.xml” twice" in query.message


@pytest.mark.parametrize(
    "name", ["../outside.xml", "/etc/passwd", "\\\\server\\x", "c:/x.xml", "c:\\x.xml", "a/../../b", "a\\..\\..\\b"]
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    out = io.BytesIO(GOOD)
    with zipfile.ZipFile(out, "a") as archive:
        info = zipfile.ZipInfo("x")
        info.filename = name
        archive.writestr(info, b"x")
    assert "leads elsewhere" in refusal(out.getvalue()).message


def backslashed(data: bytes, *more: str) -> bytes:
    """The file with its folders parted by backslashes, and more members of these names."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as made:
        for name, content in (
            *((name, package.read(name)) for name in package.namelist()),
            *((one, b"") for one in more),
        ):
            info = zipfile.ZipInfo("x")
            info.filename = name.replace("/", "\\")
            made.writestr(info, content)
    return out.getvalue()


def test_a_backslash_parts_folders_as_a_slash_does() -> None:
    found = backslashed(GOOD)
    assert b"word\\document.xml" in found
    assert open_form(found, "form.docx").marks(BLANK) == open_form(GOOD, "form.docx").marks(BLANK)
    assert "“word/document.xml” twice" in refusal(backslashed(GOOD, "WORD\\document.xml")).message


def test_members_that_overlap_are_refused() -> None:
    data = bytearray(zipped({"a" * 10: b"1" * 1000, "b" * 10: b"2" * 1000}, zipfile.ZIP_STORED))
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    struct.pack_into("<L", data, second + 42, 0)  # both entries of the directory point to the first member
    data[second + 46 : second + 56] = b"a" * 9 + b"A"
    data[data.index(b"a" * 10) : data.index(b"a" * 10) + 10] = b"a" * 10
    assert refusal(bytes(data)).rule in ("file-unsafe", "file-damaged")


def test_a_quoted_overlap_is_refused() -> None:
    inner = zipped({"x.xml": b"y" * 100}, zipfile.ZIP_STORED)
    data = bytearray(zipped({"outer.bin": inner, "second.xml": b"z"}, zipfile.ZIP_STORED))
    directory = data.index(b"PK\x01\x02", len(inner) + 40)
    second = data.index(b"PK\x01\x02", directory + 4)
    struct.pack_into("<L", data, second + 42, 30 + len("outer.bin"))  # into the first member's own bytes
    assert refusal(bytes(data)).rule in ("file-unsafe", "file-damaged")


def test_directory_and_member_must_agree_on_the_name() -> None:
    data = GOOD.replace(b"word/document.xml", b"word/DOCUMENT.xml", 1)
    assert refusal(data).rule == "file-damaged"


def test_a_member_whose_bytes_were_changed_is_damaged() -> None:
    stored = zipped({"word/document.xml": b"<a>x</a>"}, zipfile.ZIP_STORED)
    package_ = vet.open_package(stored.replace(b"<a>x</a>", b"<a>y</a>"), "form.docx")
    with pytest.raises(DocgenError, match="damaged"):
        package_.read("word/document.xml")


def test_an_encrypted_member_is_named_as_locked() -> None:
    data = bytearray(GOOD)
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refusal(bytes(data)).rule == "file-encrypted"


def test_bytes_before_the_first_member_are_refused() -> None:
    assert refusal(b"MZ" + GOOD).rule == "file-type"


# --- limits ----------------------------------------------------------------------------------------------


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = package({"word/document.xml": b"<a>" + b" " * (80 * vet.MEGABYTE) + b"</a>"}, MAIN)
    tracemalloc.start()
    assert "its part word/document.xml comes to 80.0 MB; 64.0 MB is allowed" in refusal(bomb).message
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * vet.MEGABYTE


def test_a_member_that_holds_more_than_its_directory_states_is_refused() -> None:
    data = bytearray(zipped({"word/document.xml": b"<a>" + b" " * 10_000 + b"</a>"}))
    struct.pack_into("<L", data, data.index(b"PK\x01\x02") + 24, 100)
    with pytest.raises(DocgenError, match="more than the 100 bytes"):
        vet.open_package(bytes(data), "form.docx").read("word/document.xml")


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (vet.Limits(file=len(GOOD) - 1), "a form may have"),
        (vet.Limits(members=2), "a form may have 2"),
        (vet.Limits(total=1000), "unpacked it comes to"),
    ],
)
def test_each_limit_is_named(limits: vet.Limits, words: str) -> None:
    with pytest.raises(DocgenError, match=words):
        vet.open_package(GOOD, "form.docx", limits)
    assert vet.open_package(GOOD, "form.docx", vet.Limits(file=len(GOOD))).members


def test_more_elements_than_any_form_has_are_refused_before_parsing() -> None:
    few = vet.open_package(GOOD, "form.docx", vet.Limits(marks=100))
    with pytest.raises(DocgenError, match="more than 100 tags and attributes"):
        few.read("word/document.xml")


# --- XML -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "part",
    [
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a > b --> <!DOCTYPE a><a/>',
        '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
    ],
)
def test_a_document_type_is_refused_before_parsing(part: bytes) -> None:
    query = refusal(package({"word/document.xml": part}))
    assert query.rule == "file-unsafe"
    assert "document type" in query.message


def test_an_external_entity_is_never_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    part = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>'.encode()
    assert "secret" not in refusal(package({"word/document.xml": part})).message


def test_a_part_that_is_not_well_formed_is_refused_with_its_name() -> None:
    query = refusal(package({"word/document.xml": "<w:document xmlns:w='urn:w'><w:body></w:document>"}))
    assert query.rule == "file-broken"
    assert "word/document.xml is not well-formed" in query.message
    assert "LibreOffice" in query.message


def test_nesting_beyond_reason_is_refused() -> None:
    deep = "<w:p>" * 5000 + "</w:p>" * 5000
    assert refusal(docx(deep)).rule == "file-unsafe"


def test_a_package_without_its_document_is_refused() -> None:
    assert refusal(package({"word/styles.xml": "<a/>"})).rule in ("file-damaged", "file-type")


def test_a_document_in_utf_16_is_read_like_any_other() -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        text = archive.read("word/document.xml").decode("utf-8").replace('encoding="UTF-8"', 'encoding="UTF-16"')
    found = open_form(package({"word/document.xml": text.encode("utf-16")}), "form.docx").marks(BLANK)
    assert found.missing == ()


def test_a_document_without_any_paragraph_is_read_as_one_in_which_everything_is_missing() -> None:
    found = open_form(docx(), "form.docx").marks(BLANK)
    assert len(found.missing) == len(BLANK.spots)
    assert open_form(docx(para("Hello")), "form.docx").marks(BLANK).unread != ()


def test_a_name_that_says_what_a_file_is_is_not_called_false() -> None:
    assert refusal(ole("WordDocument"), "audit.doc").message.endswith("of the old kind (.doc).")
    assert refusal(ole("WordDocument"), "audit.docx").message.endswith("(.doc), whatever its name says.")
