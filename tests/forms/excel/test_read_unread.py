"""What a person puts into a workbook that is in no answer: all of it is handed back, with the place where it stands."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from lxml import etree

from docgen.forms.excel import open_form
from docgen.model import Answer, DocgenError, Query, State, Unread
from tests.forms.excel.written import (
    FORM_SHEET,
    S,
    blank,
    changed,
    edited,
    filled,
    marks,
    packed,
    parts,
    put,
    read,
    said,
    values,
)
from tests.forms.word.written import EVERYTHING, answers
from tests.forms.word.written import blank as word_blank

CASE = (EVERYTHING, EVERYTHING.forms[0])
WORKBOOK = "xl/workbook.xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def unread(data: bytes) -> tuple[Unread, ...]:
    assert values(data, CASE) == answers(CASE[1])
    return marks(data, CASE).unread


def with_part(data: bytes, name: str, content: str, kind: str, sheet: int = 2) -> bytes:
    """The workbook with one more part that a sheet points to."""
    found = parts(data)
    found[name] = content.encode("utf-8")
    rels = f"xl/worksheets/_rels/sheet{sheet}.xml.rels"
    before = found.get(rels, f'<Relationships xmlns="{PACKAGE}"></Relationships>'.encode())
    link = f'<Relationship Id="rId99" Type="{kind}" Target="/{name}"/></Relationships>'
    found[rels] = before.replace(b"</Relationships>", link.encode())
    return packed(found)


@pytest.mark.parametrize(
    ("cell", "text", "where"),
    [
        ("E5", "see my e-mail", "sheet “Form”, row 1a, cell E5"),
        ("D5", "not sure", "sheet “Form”, row 1a, cell D5"),
        ("F40", "One more thing", "sheet “Form”, cell F40"),
        ("B5", "Another question", "sheet “Form”, row 1a, cell B5"),
        ("C11", "all of them", "sheet “Form”, row 1g, cell C11"),
    ],
)
def test_words_in_other_cells(cell: str, text: str, where: str) -> None:
    assert unread(put(filled(CASE), cell, said(text), "inlineStr")) == (Unread(text, where),)


def test_a_number_in_another_cell() -> None:
    assert unread(put(filled(CASE), "F40", "<v>3</v>")) == (Unread("3", "sheet “Form”, cell F40"),)


def test_a_formula_of_a_persons_own() -> None:
    data = put(filled(CASE), "F40", "<f>1+1</f><v>2</v>")
    assert unread(data) == (Unread("2", "sheet “Form”, cell F40"),)


def test_words_on_the_first_sheet() -> None:
    data = put(filled(CASE), "A60", said("Please ring me"), "inlineStr", part="xl/worksheets/sheet1.xml")
    assert unread(data) == (Unread("Please ring me", "sheet “Read me first”, cell A60"),)


def test_a_word_of_the_form_that_a_person_repeats_is_unread() -> None:
    assert [one.text for one in unread(put(filled(CASE), "F40", said("Done"), "inlineStr"))] == ["Done"]


def test_a_sheet_of_a_persons_own() -> None:
    found = parts(filled(CASE))
    cell = f'<c r="B2" t="inlineStr">{said("My notes")}</c>'
    sheet = f'<worksheet xmlns="{S[1:-1]}"><sheetData><row r="2">{cell}</row></sheetData></worksheet>'
    found["xl/worksheets/sheet9.xml"] = sheet.encode("utf-8")
    data = changed(
        packed(found),
        (WORKBOOK, "</sheets>", f'<sheet xmlns:r="{RELATIONS}" name="Notes" sheetId="9" r:id="rId90"/></sheets>'),
        ("xl/_rels/workbook.xml.rels", "</Relationships>",
         f'<Relationship Id="rId90" Type="{RELATIONS}/worksheet" Target="worksheets/sheet9.xml"/></Relationships>'),
    )  # fmt: skip
    assert unread(data) == (Unread("My notes", "sheet “Notes”, cell B2"),)


def test_a_formula_that_was_never_calculated_is_listed() -> None:
    data = put(filled(CASE), "E5", '<f>"See my "&amp;"e-mail"</f>')
    assert unread(data) == (Unread('="See my "&"e-mail"', "sheet “Form”, row 1a, cell E5"),)


def test_a_note_beside_an_answer() -> None:
    note = (
        f'<comments xmlns="{S[1:-1]}"><authors><author>Sam</author></authors><commentList>'
        '<comment ref="C5" authorId="0"><text><r><t>Not </t></r><r><t>sure</t></r></text></comment>'
        "</commentList></comments>"
    )
    data = with_part(filled(CASE), "xl/comments1.xml", note, f"{RELATIONS}/comments")
    assert unread(data) == (Unread("Not sure", "sheet “Form”, row 1a, cell C5, by Sam", "comment"),)


@pytest.mark.parametrize(
    ("cell", "doubtful", "candidates"), [("C5", True, ("Not sure",)), ("B5", False, ()), ("C40", False, ())]
)
def test_a_note_on_the_empty_cell_of_an_answer_leaves_it_in_doubt(
    cell: str, doubtful: bool, candidates: tuple[str, ...]
) -> None:
    note = (
        f'<comments xmlns="{S[1:-1]}"><authors><author>Sam</author></authors><commentList><comment ref="{cell}" '
        'authorId="0"><text><t>Not sure</t></text></comment></commentList></comments>'
    )
    found = read(with_part(blank(CASE), "xl/comments1.xml", note, f"{RELATIONS}/comments"), CASE)
    first = found[CASE[1].questions[0].id]
    assert (first.state is State.DOUBTFUL, first.candidates) == (doubtful, candidates)
    assert {one.state for one in found.values() if one is not first} == {State.BLANK}


def test_a_comment_that_is_a_thread_comes_as_its_messages() -> None:
    threads = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    thread = (
        f'<ThreadedComments xmlns="{threads}"><threadedComment ref="C5" id="{{1}}"><text>Is that right?</text>'
        '</threadedComment><threadedComment ref="C5" id="{2}" parentId="{1}"><text>Yes</text></threadedComment>'
        "</ThreadedComments>"
    )
    old = (
        f'<comments xmlns="{S[1:-1]}"><authors><author>tc={{1}}</author></authors><commentList><comment ref="C5" '
        'authorId="0"><text><t>[Threaded comment] …</t></text></comment></commentList></comments>'
    )
    data = with_part(filled(CASE), "xl/comments1.xml", old, f"{RELATIONS}/comments")
    data = with_part(
        data,
        "xl/threadedComments/t1.xml",
        thread,
        "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
    )
    assert [(one.text, one.what) for one in unread(data)] == [("Is that right?", "comment"), ("Yes", "comment")]


DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>2</xdr:col>'
    "<xdr:colOff>0</xdr:colOff><xdr:row>4</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>{}</xdr:twoCellAnchor></xdr:wsDr>"
)


@pytest.mark.parametrize(
    ("shape", "what", "text"),
    [
        ('<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="9" name="TextBox 1"/></xdr:nvSpPr><xdr:txBody><a:p><a:r><a:t>Look </a:t>'
         "</a:r><a:r><a:t>here</a:t></a:r></a:p></xdr:txBody></xdr:sp>", "text box", "Look here"),
        ('<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="9" name="Picture 3" descr="A scan"/></xdr:nvPicPr></xdr:pic>',
         "picture", "A scan"),
        ('<xdr:graphicFrame><xdr:nvGraphicFramePr><xdr:cNvPr id="9" name="Chart 1"/></xdr:nvGraphicFramePr>'
         "</xdr:graphicFrame>", "chart", "Chart 1"),
    ],
)  # fmt: skip
def test_what_is_drawn_over_the_cells(shape: str, what: str, text: str) -> None:
    data = with_part(filled(CASE), "xl/drawings/drawing9.xml", DRAWING.format(shape), f"{RELATIONS}/drawing")
    assert unread(data) == (Unread(text, "sheet “Form”, row 1a, cell C5", what),)


def test_a_box_of_the_old_kind_over_the_cells() -> None:
    def add(root: etree._Element) -> None:
        etree.SubElement(etree.SubElement(root, S + "controls"), S + "control", shapeId="1")

    assert unread(edited(filled(CASE), FORM_SHEET, add)) == (Unread("", "sheet “Form”", "form control"),)


VML = """<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">
<v:shape><v:textbox><div><font face="Arial">Seen alone</font></div></v:textbox>
<x:ClientData ObjectType="Checkbox"><x:Anchor>2, 15, 6, 2, 3, 0, 7, 5</x:Anchor>{}</x:ClientData></v:shape></xml>"""


@pytest.mark.parametrize(("checked", "state"), [("<x:Checked>1</x:Checked>", "ticked"), ("", "not ticked")])
def test_a_box_of_the_old_kind_says_whether_it_is_ticked(checked: str, state: str) -> None:
    data = with_part(filled(CASE), "xl/drawings/vmlDrawing1.vml", VML.format(checked), f"{RELATIONS}/vmlDrawing")
    where = "sheet “Form”, row 1c, cell C7"
    assert unread(data) == (Unread(f"Seen alone ({state})", where, "box drawn over the cells"),)


def test_what_is_drawn_over_the_row_of_a_blank_answer_leaves_it_in_doubt() -> None:
    def first(part: str, content: str, kind: str, number: int) -> Answer:
        return list(read(with_part(blank(CASE), part, content, f"{RELATIONS}/{kind}"), CASE).values())[number]

    box = first("xl/drawings/vmlDrawing1.vml", VML.format("<x:Checked>1</x:Checked>"), "vmlDrawing", 2)
    assert (box.state, box.doubt) == (
        State.DOUBTFUL,
        "nothing is answered, but “Seen alone (ticked)” stands in a box drawn on it",
    )
    empty = first("xl/drawings/vmlDrawing1.vml", VML.format(""), "vmlDrawing", 2)
    assert empty.state is State.BLANK
    shape = '<xdr:cxnSp><xdr:nvCxnSpPr><xdr:cNvPr id="2" name="Line 1"/></xdr:nvCxnSpPr></xdr:cxnSp>'
    line = first("xl/drawings/drawing9.xml", DRAWING.format(shape), "drawing", 0)
    assert line.doubt == "nothing is answered, but there is a drawing on it"


def test_words_in_headers_and_footers() -> None:
    data = changed(filled(CASE), (FORM_SHEET, "</oddFooter>", "&amp;C&amp;8Draft of R&amp;&amp;D</oddFooter>"))
    assert unread(data) == (Unread("Draft of R&D", "footer of sheet “Form”", "footer"),)


# --- files that are no forms -----------------------------------------------------------------------------


def zipped(entries: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def refusal(data: bytes) -> Query:
    with pytest.raises(DocgenError) as caught:
        open_form(data, "form.xlsx")
    (query,) = caught.value.queries
    assert query.where.file == "form.xlsx"
    assert query.fix
    return query


def types(kind: str) -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/xl/workbook.bin" ContentType="{kind}"/></Types>'
    )


BAD: list[tuple[str, Callable[[], bytes], str, str]] = [
    ("nothing", lambda: b"", "file-empty", "0 bytes"),
    ("text", lambda: b"just words", "file-type", "a plain text file"),
    ("the old kind", lambda: b"\xd0\xcf\x11\xe0" + "Workbook".encode("utf-16-le"), "file-type", "the old kind (.xls)"),
    ("locked", lambda: b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "file-encrypted", "password"),
    ("binary", lambda: zipped({"[Content_Types].xml": types("application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
                               "xl/workbook.bin": ""}), "file-type", "Excel binary workbook (.xlsb)"),
    ("a Word form", lambda: word_blank(CASE), "file-type", "a Word document"),
    ("ods", lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "file-type", "(.ods)"),
    ("a zip", lambda: zipped({"a.txt": "a"}), "file-type", "a zip archive"),
    ("cut short", lambda: blank(CASE)[:9000], "file-damaged", "cut short"),
    ("broken XML", lambda: changed(blank(CASE), (FORM_SHEET, "</sheetData>", "")), "file-broken", "not well-formed"),
    ("a document type", lambda: changed(blank(CASE), (WORKBOOK, "<workbook ", "<!DOCTYPE w><workbook ")), "file-unsafe",
     "document type"),
    ("no sheets", lambda: changed(blank(CASE), (WORKBOOK, "<sheet ", "<other ")), "file-damaged", "no sheet"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "rule", "words"), [pytest.param(*one[1:], id=one[0]) for one in BAD])
def test_a_file_that_cannot_be_read_is_named_for_what_it_is(make: Callable[[], bytes], rule: str, words: str) -> None:
    query = refusal(make())
    assert query.rule == rule
    assert words in query.message


def test_members_that_are_there_twice_are_refused() -> None:
    out = io.BytesIO(blank(CASE))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("XL/workbook.xml", "<workbook/>")
    assert "twice" in refusal(out.getvalue()).message
    assert struct.calcsize("<L") == 4
