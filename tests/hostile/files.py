"""Hostile files: small to write down, large in what they would do. Each comes with what must become of it."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import NamedTuple

from docgen.fields import kind
from docgen.forms import FORMATS, compile_toolkit
from docgen.marks import toolkit_id
from docgen.pipeline import workspace
from tests.pipeline.forms import FORM, FRAMEWORK

Parts = Mapping[str, bytes]
MEGABYTE = 2**20
BODY, SHEET = "word/document.xml", "xl/worksheets/sheet1.xml"
READ = "read"


class Hostile(NamedTuple):
    """One file: the row of the list of attacks, its name, what becomes of it, the words that name the reason."""

    row: int
    name: str
    outcome: str
    words: str
    build: Callable[[], bytes]


@cache
def form(format: str) -> bytes:
    """An honest return, filled in."""
    base = workspace.template(None, FORMATS[format].template) if FORMATS[format].template else b""
    fields = [question.id for question in FORM.questions]
    values = {question.id: kind(question).examples(question)[0] for question in FORM.questions}
    return compile_toolkit(format, FRAMEWORK, FORM, base, fields).copy(toolkit_id("x"), values)


def parts(format: str = "word") -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(form(format))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(entries: Parts, level: int = 6) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def changed(name: str, old: bytes, new: bytes, format: str = "word") -> bytes:
    """The honest return with one thing changed in one part."""
    found = parts(format)
    assert old in found[name], (name, old)
    return packed({**found, name: found[name].replace(old, new, 1)})


def added(name: str, data: bytes, format: str = "word") -> bytes:
    return packed({**parts(format), name: data})


def inserted(xml: bytes) -> bytes:
    """The honest return with something put at the end of its body."""
    return changed(BODY, b"<w:sectPr", xml + b"<w:sectPr")


def declared(name: str, subset: bytes, format: str = "word") -> bytes:
    """The honest return with a document type before the root of one part."""
    found = parts(format)
    head, sep, rest = found[name].rpartition(b"?>")
    return packed({**found, name: head + sep + b"<!DOCTYPE x [" + subset + b"]>" + rest})


LAUGHS = b'<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %s "%s">' % (bytes([98 + n]), (b"&%s;" % bytes([97 + n])) * 10) for n in range(9)
)
CELL = b'<c r="A1"'


def overlapping() -> bytes:
    """A form whose directory names one and the same member a thousand times."""
    data = form("word")
    end = data.rindex(b"PK\x05\x06")
    count, size, start = struct.unpack_from("<HLL", data, end + 10)
    entry = data[start : start + 46 + int.from_bytes(data[start + 28 : start + 30], "little")]
    name = entry[46:]
    more = b"".join(entry[:46] + f"{n:0{len(name)}}".encode() for n in range(1000))
    local = int.from_bytes(entry[42:46], "little")
    assert data[local : local + 4] == b"PK\x03\x04"
    directory = data[start : start + size] + more
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count + 1000, count + 1000, len(directory), start, 0)
    return data[:start] + directory + tail


def bomb(size: int, name: str = BODY) -> bytes:
    """A form of which one part says that it unpacks to so many bytes."""
    data = bytearray(form("word"))
    end = data.rindex(b"PK\x05\x06")
    at = data.index(name.encode(), int.from_bytes(data[end + 16 : end + 20], "little")) - 46
    data[at + 24 : at + 28] = size.to_bytes(4, "little")
    return bytes(data)


def related(name: str, kind: str, target: str) -> bytes:
    """A form one of whose parts points outside."""
    rels = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
        f'Target="{target}" TargetMode="External"/></Relationships>'
    )
    return added(name, rels.encode())


def twice() -> bytes:
    """A form with two bodies."""
    found = parts()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in found.items():
            archive.writestr(zipfile.ZipInfo(name), data)
        archive.writestr(zipfile.ZipInfo("Word/Document.xml"), found[BODY])
    return out.getvalue()


def flawed(format: str = "word") -> bytes:
    """A form one byte of whose first part is another."""
    data = bytearray(form(format))
    data[60] ^= 0xFF
    return bytes(data)


def pdf(objects: Mapping[int, bytes], root: int = 1) -> bytes:
    """A PDF of these objects, its table of references right."""
    out, at = bytearray(b"%PDF-1.7\n"), {}
    for number, body in objects.items():
        at[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (max(objects) + 1)
    for number in range(1, max(objects) + 1):
        out += b"%010d 00000 %s \n" % (at.get(number, 0), b"n" if number in at else b"f")
    out += b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, root, start)
    return bytes(out)


def flate(size: int) -> bytes:
    """A stream that unpacks to so many megabytes."""
    packer = zlib.compressobj(9)
    first, other = (packer.compress(b" " * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    packed = first + other * (size - 1) + packer.flush()
    return b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed)


def tree(depth: int) -> bytes:
    """A PDF whose pages hang on a branch of so many nodes."""
    objects = {1: b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]>>>>"}
    for n in range(2, depth + 2):
        objects[n] = b"<</Type/Pages/Count 1/Kids[%d 0 R]>>" % (n + 1)
    objects[depth + 2] = b"<</Type/Page/MediaBox[0 0 9 9]>>"
    return pdf(objects)


def wide(count: int) -> bytes:
    kids = b" ".join(b"%d 0 R" % n for n in range(3, count + 3))
    page = b"<</Type/Page/MediaBox[0 0 9 9]/Parent 2 0 R>>"
    return pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
                **dict.fromkeys(range(3, count + 3), page)})  # fmt: skip


def sheet(rows: bytes, more: bytes = b"") -> bytes:
    """An honest workbook with rows put at the end of its first sheet, and more behind them."""
    return changed(SHEET, b"</sheetData>", rows + b"</sheetData>" + more, "excel")


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + stream.encode("utf-16-le") + b"\0" * 600


def every() -> Iterator[Hostile]:
    """Every hostile file, by the rows of the list of attacks."""
    yield from _packages()
    yield from _marked()
    yield from _contents()


def _packages() -> Iterator[Hostile]:
    """What is wrong with the XML at large, with sizes and with the zip."""
    said = "declares a document type"
    outside = b'<!ENTITY x SYSTEM "file:///etc/passwd">'
    for name in (BODY, "[Content_Types].xml", "docProps/core.xml", "word/footer1.xml"):
        if name in parts():
            yield Hostile(1, f"external entity in {name}", "file-unsafe", said, partial(declared, name, outside))
            yield Hostile(3, f"a billion laughs in {name}", "file-unsafe", said, partial(declared, name, LAUGHS))
    for name in (SHEET, "xl/workbook.xml"):
        yield Hostile(1, f"external entity in {name}", "file-unsafe", said,
                      partial(declared, name, outside, "excel"))  # fmt: skip
    yield Hostile(2, "harmless entity", "file-unsafe", said, lambda: declared(BODY, b'<!ENTITY x "x">'))
    deep = b"<w:p>" * 5000 + b"</w:p>" * 5000
    yield Hostile(4, "5,000 nested paragraphs", "file-unsafe", "256 elements", lambda: inserted(deep))
    tables = b"<w:tbl><w:tr><w:tc>" * 85 + b"<w:p/></w:tc></w:tr></w:tbl>" * 85
    yield Hostile(4, "85 nested tables", "file-unsafe", "256 elements", lambda: inserted(tables))
    long = b"<w:p><w:r><w:t>" + b"x" * 11_000_000 + b"</w:t></w:r></w:p>"
    yield Hostile(5, "a text of 11 MB", "file-unsafe", "10 MB", lambda: inserted(long))
    attribute = b'<w:p w:rsidR="' + b"x" * 11_000_000 + b'"/>'
    yield Hostile(5, "an attribute of 11 MB", "file-unsafe", "10 MB", lambda: inserted(attribute))
    yield Hostile(6, "3,000,000 paragraphs", "file-unsafe", "1,500,000 tags", lambda: inserted(b"<w:p/>" * 3_000_000))
    yield Hostile(6, "1,000,000 cells", "file-unsafe", "1,500,000 tags",
                  lambda: sheet(b'<row r="900">' + b'<c r="A900"/>' * 1_000_000 + b"</row>"))  # fmt: skip
    yield Hostile(7, "parts of 1 GB in all", "file-unsafe", "200.0 MB is allowed", lambda: bomb(1024 * MEGABYTE))
    yield Hostile(7, "a part of 100 MB", "file-unsafe", "64.0 MB is allowed", lambda: bomb(100 * MEGABYTE))
    yield Hostile(8, "overlapping members", "file-damaged", "damaged", overlapping)
    yield Hostile(9, "a wrong checksum", "file-damaged", "damaged", lambda: _crc(form("word")))
    yield Hostile(9, "cut short", "file-damaged", "cut short", lambda: form("word")[:-500])
    yield Hostile(9, "2,500 members", "file-unsafe", "2,000",
                  lambda: packed({**parts(), **{f"x{n}": b"" for n in range(2500)}}))  # fmt: skip
    yield Hostile(10, "two bodies", "file-unsafe", "twice", twice)
    yield Hostile(
        11, "a name that climbs out", "file-unsafe", "leads elsewhere", partial(added, "../../x.xml", b"<x/>")
    )


def _marked() -> Iterator[Hostile]:
    """Marks by the ten thousand, each as a person makes it."""
    word = b'<w:r><w:rPr><w:strike/><w:highlight w:val="red"/></w:rPr><w:t>x </w:t></w:r>'
    line = b"<w:p>" + word + b"</w:p>"
    head = b'<w:sdt><w:sdtPr><w:tag w:val="grade=good"/><w14:checkbox/></w:sdtPr><w:sdtContent>'
    box = head + word + b"</w:sdtContent></w:sdt>"
    yield Hostile(6, "100,000 words struck out", READ, "", lambda: inserted(b"<w:p>" + word * 100_000 + b"</w:p>"))
    yield Hostile(6, "50,000 lines struck out", READ, "", lambda: inserted(line * 50_000))
    yield Hostile(
        6, "50,000 lines below an option", READ, "", lambda: inserted(b"<w:p>" + box + b"</w:p>" + line * 50_000)
    )
    yield Hostile(
        6, "5,000 boxes of one option in a line", READ, "", lambda: inserted(b"<w:p>" + box * 5000 + b"</w:p>")
    )
    yield Hostile(6, "a box around 30,000 lines", READ, "",
                  lambda: inserted(head + line * 30_000 + b"</w:sdtContent></w:sdt>"))  # fmt: skip
    yield Hostile(6, "30,000 texts moved, each by another author", READ, "",
                  lambda: inserted(b"<w:p>" + b"".join(map(_move, range(30_000))) + b"</w:p>"))  # fmt: skip


def _move(number: int) -> bytes:
    """A text that somebody moved away, and another one where it would be."""
    return "".join(
        f'<w:{way} w:author="A{number}"><w:r><w:t>{way} {number} words</w:t></w:r></w:{way}>'
        for way in ("moveFrom", "moveTo")
    ).encode()


def _contents() -> Iterator[Hostile]:
    """What a document may hold that would do harm, and what is no form at all."""
    rels, ends = "word/_rels/document.xml.rels", b"</Relationships>"
    away = b'<Relationship Id="rId98" Type="http://x/image" Target="../../../etc/passwd"/>'
    yield Hostile(12, "a relationship out of the package", READ, "", lambda: changed(rels, ends, away + ends))
    for what, where in (("attachedTemplate", "settings"), ("oleObject", "document2"), ("frame", "webSettings")):
        place = f"word/_rels/{where}.xml.rels"
        yield Hostile(13, f"external {what}", READ, "", partial(related, place, what, "http://127.0.0.1:9/x.dotm"))
    yield Hostile(14, "macros", READ, "", lambda: added("word/vbaProject.bin", b"\xd0\xcf\x11\xe0"))
    field = (b'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDEAUTO c:\\\\windows\\\\cmd.exe'
             b'</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>')  # fmt: skip
    yield Hostile(15, "DDE", READ, "", lambda: inserted(field))
    for letter in (b"&#1;", b"\x0b", b"\xff", b"&#xD800;"):
        yield Hostile(21, f"the character {letter!r}", "file-broken", "not well-formed",
                      partial(inserted, b"<w:p><w:r><w:t>" + letter + b"</w:t></w:r></w:p>"))  # fmt: skip
    yield Hostile(22, "letters that turn the line about", READ, "",
                  lambda: inserted("<w:p><w:r><w:t>\u202e\u2066C1\u200b</w:t></w:r></w:p>".encode()))  # fmt: skip
    spaces = b'<w:p><w:r><w:t xml:space="preserve">' + b" " * 1_000_000 + b"x</w:t></w:r></w:p>"
    yield Hostile(23, "a million spaces", READ, "", lambda: inserted(spaces))
    yield Hostile(23, "a million underscores and brackets", READ, "",
                  lambda: inserted(b"<w:p><w:r><w:t>" + b"[ _" * 300_000 + b"</w:t></w:r></w:p>"))  # fmt: skip
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row>'
    yield Hostile(25, "a cell at the far end", READ, "", lambda: sheet(far))
    merge = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    yield Hostile(25, "a merge of every cell", READ, "", lambda: _merged(merge))
    yield Hostile(25, "a dimension that lies", READ, "", _dimension)
    yield Hostile(26, "a password", "file-encrypted", "password", lambda: ole("EncryptedPackage"))
    for what, stream in ((".doc", "WordDocument"), (".xls", "Workbook"), (".msg", "__properties_version1.0")):
        yield Hostile(27, f"a {what}", "file-type", what, partial(ole, stream))
    for what, data in (
        (".jpg", b"\xff\xd8\xff\xe0JFIF"), (".png", b"\x89PNG\r\n"), (".tif", b"II*\0"),
        (".heic", b"\0\0\0\x18ftypheic"), (".rtf", b"{\\rtf1 x}"), (".html", b"<!DOCTYPE html><html>"),
        (".csv", b"a,b,c\n1,2,3\n"), (".txt", b"Dear all,"), ("winmail.dat", b"\x78\x9f\x3e\x22"),
        (".gdoc", b'{"doc_id": "1"}'), (".rar", b"Rar!\x1a\x07"), ("program", b"MZ\x90"),
    ):  # fmt: skip
        yield Hostile(27, f"a {what} that is called .docx", "file-type", what, partial(bytes, data))
    yield Hostile(7, "PDF: a stream of 1 GB", "file-unsafe", "far more than a form holds",
                  lambda: pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: flate(1024)}))  # fmt: skip
    yield Hostile(4, "PDF: pages on a branch of 5,000", "", "", lambda: tree(5000))
    circle = b"<</Type/Pages/Count 1/Kids[2 0 R]>>"
    yield Hostile(4, "PDF: pages in a circle", "", "", lambda: pdf({1: b"<</Type/Catalog/Pages 2 0 R>>", 2: circle}))
    yield Hostile(6, "PDF: 5,000 pages", "", "", lambda: wide(5000))
    yield Hostile(14, "PDF: JavaScript", "", "", lambda: pdf({
        1: b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.launchURL\\('http://127.0.0.1'\\))>>>>",
        2: b"<</Type/Pages/Count 1/Kids[3 0 R]>>", 3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"}))  # fmt: skip


def _crc(data: bytes) -> bytes:
    """The checksum of the body is another, in its own header and in the directory."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        check = archive.getinfo(BODY).CRC
    return data.replace(check.to_bytes(4, "little"), (check ^ 1).to_bytes(4, "little"))


def _merged(merge: bytes) -> bytes:
    text = parts("excel")[SHEET]
    if b"<mergeCells" in text:
        return changed(SHEET, b"<mergeCells", merge[:-13] + b"<mergeCells", "excel")
    return sheet(b"", merge)


def _dimension() -> bytes:
    found = parts("excel")
    head, _, rest = found[SHEET].partition(b"<dimension")
    return packed({**found, SHEET: head + b'<dimension ref="A1:XFD1048576"' + rest[rest.index(b"/>") :]})
