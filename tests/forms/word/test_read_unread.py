"""The backstop: whatever a person put into a form that is in no answer is listed with its place."""

from __future__ import annotations

import io
import zipfile

import pytest

from docgen.forms.word import open_form, read
from docgen.model import State
from tests.forms.word.build import PROMPT, docx, para, part, row, run, table, text
from tests.forms.word.sample import BLANK, answer, body, marks, options, tabbed


@pytest.fixture(params=["the short way", "the long way"], autouse=True)
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs by both ways of reading; a form that is not as it was made is read by the long way only."""
    if request.param == "the long way":
        monkeypatch.setattr(read, "as_made", lambda *_: None)


def unread(*paragraphs: str, parts: dict[str, str] | None = None) -> list[tuple[str, str, str]]:
    return [(one.text, one.where, one.what) for one in marks(*paragraphs, parts=parts).unread]


def test_a_paragraph_under_the_form_is_listed() -> None:
    assert unread(*body(end=para("PS: call me."))) == [("PS: call me.", "section 2", "text")]


def test_a_page_of_tables_under_the_form_is_listed_by_table_and_row() -> None:
    assert unread(*body(end=table(row("More", "notes")))) == [
        ("More", "table 4, row 1", "text"),
        ("notes", "table 4, row 1", "text"),
    ]


def test_words_added_to_a_question_are_listed_in_its_row() -> None:
    whole = "".join(body()).replace(">Rationale<", ">Rationale – see my e-mail<")
    assert unread(whole) == [("Rationale – see my e-mail", "section 2, row 2b", "text")]


def test_a_printed_word_that_is_there_once_too_often_is_listed_where_it_is_new() -> None:
    assert unread(*body(grade=options() + para("Strengths"))) == [("Strengths", "section 2, row 2a", "text")]


def test_spacing_that_an_editor_changed_in_the_forms_own_words_is_nothing_new() -> None:
    whole = "".join(body()).replace("Judge from the file.", "Judge  from the\u00a0file. ")
    assert unread(whole) == []


def test_comments_are_listed_with_their_author_and_row() -> None:
    anchored = para(text("rationale", "Clear"), '<w:r><w:commentReference w:id="7"/></w:r>')
    comments = part("comments", f'<w:comment w:id="7" w:author="A. Auditor">{para("Is this right?")}</w:comment>')
    found = unread(*body(rationale=anchored), parts={"word/comments.xml": comments})
    assert found == [("Is this right?", "comment by A. Auditor, section 2, row 2b", "comment")]


def test_an_insertion_is_read_as_accepted_with_the_name_of_its_author() -> None:
    added = '<w:ins w:id="1" w:author="A. Auditor"><w:r><w:t xml:space="preserve"> and timely</w:t></w:r></w:ins>'
    inside = text("rationale", "Clear").replace("</w:sdtContent>", f"{added}</w:sdtContent>")
    found = answer("rationale", *body(rationale=para(inside)))
    assert (found.value, found.note) == ("Clear and timely", "tracked changes by A. Auditor, read as accepted")


def test_a_deletion_is_no_part_of_the_answer_and_is_listed() -> None:
    gone = '<w:del w:id="1" w:author="A. Auditor"><w:r><w:delText>un</w:delText></w:r></w:del>'
    inside = text("rationale", "Clear").replace("<w:sdtContent>", f"<w:sdtContent>{gone}")
    assert answer("rationale", *body(rationale=para(inside))).value == "Clear"
    assert unread(*body(rationale=para(inside))) == [("un", "section 2, row 2b, by A. Auditor", "tracked deletion")]


def test_a_tick_in_a_deletion_is_no_tick() -> None:
    kind = '<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
    gone = '<w:del w:id="1" w:author="A"><w:r><w:delText>☒</w:delText></w:r></w:del>'
    tag = '<w:tag w:val="grade=good"/>'
    first = para(f"<w:sdt><w:sdtPr>{tag}{kind}</w:sdtPr><w:sdtContent>{gone}</w:sdtContent></w:sdt>", tabbed("Good"))
    found = answer("grade", *body(grade=first + options(labels={"met": "Met", "not_met": "Not met"})))
    assert found.doubt == "Good: the box is gone, but is stored as ticked"


def test_a_row_deleted_while_changes_were_tracked_is_gone_and_listed() -> None:
    whole = "".join(body(visits=para(text("visits", "3"))))
    start = whole.index("<w:tr>", whole.index(">1d<") - 200) + len("<w:tr>")
    mark = '<w:trPr><w:del w:id="1" w:author="A. Auditor"/></w:trPr>'
    found = unread(whole[:start] + mark + whole[start:])
    assert [(what, where) for _, where, what in found] == [("tracked deletion of a row", "section 1, by A. Auditor")]
    assert answer("visits", whole[:start] + mark + whole[start:]).state is State.DOUBTFUL


def test_what_was_deleted_in_a_row_that_was_deleted_is_listed_once_with_the_row() -> None:
    deleted = '<w:del w:id="2" w:author="A. Auditor"><w:r><w:delText>Strengths</w:delText></w:r></w:del>'
    change = '<w:trPr><w:del w:id="1" w:author="A. Auditor"/></w:trPr>'
    gone = f"<w:tr>{change}<w:tc><w:p>{deleted}</w:p></w:tc></w:tr>"
    found = unread(*body(end=f"<w:tbl>{gone}</w:tbl>"))
    assert [(words, what) for words, _, what in found] == [("Strengths", "tracked deletion of a row")]


def test_text_that_was_moved_is_read_once_where_it_is_now() -> None:
    here = f'<w:moveTo w:id="2" w:author="A">{run("Moved words")}</w:moveTo>'
    there = f'<w:moveFrom w:id="1" w:author="A">{run("Moved words")}</w:moveFrom>'
    inside = text("rationale", "Clear. ").replace("</w:sdtContent>", f"{here}</w:sdtContent>")
    filled = body(rationale=para(inside), end=para(there))
    assert answer("rationale", *filled).value == "Clear. Moved words"
    assert unread(*filled) == []


TEXT_BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx><w:txbxContent>{0}'
    "</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
    "<w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_a_text_box_is_listed_once_and_is_part_of_no_answer() -> None:
    filled = body(rationale=para(text("rationale", "Clear"), TEXT_BOX.format(para("In a box"))))
    assert answer("rationale", *filled).value == "Clear"
    assert [one for one in unread(*filled) if one[2] == "text box"] == [("In a box", "section 2, row 2b", "text box")]


def test_only_one_branch_of_an_alternative_is_read() -> None:
    once = run("once")
    branches = f'<mc:Choice Requires="w14">{once}</mc:Choice><mc:Fallback>{once}</mc:Fallback>'
    either = f"<mc:AlternateContent>{branches}</mc:AlternateContent>"
    inside = text("rationale", "Seen ").replace("</w:sdtContent>", f"{either}</w:sdtContent>")
    assert answer("rationale", *body(rationale=para(inside))).value == "Seen once"


def test_a_picture_is_listed_with_what_it_calls_itself() -> None:
    named = '<wp:docPr id="1" name="Picture 1" descr="A scan"/>'
    drawing = f'<w:r><w:drawing><wp:inline xmlns:wp="urn:wp">{named}</wp:inline></w:drawing></w:r>'
    assert unread(*body(end=para(drawing))) == [("A scan", "section 2", "picture")]


MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
LETTERS = {
    "an equation": (f"<m:oMath {MATH}><m:r><m:t>so</m:t></m:r></m:oMath>", "equation"),
    "the code of a field": ('<w:fldSimple w:instr=" QUOTE &quot;so&quot; \\* MERGEFORMAT "/>', "field code"),
    "the code of a longer field": (
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>QUOTE "so"</w:instrText>'
        '<w:fldChar w:fldCharType="end"/></w:r>',
        "field code",
    ),
    "a text moved nowhere": (f'<w:moveFrom w:id="1" w:author="A">{run("so")}</w:moveFrom>', "tracked deletion"),
    "WordArt": (
        '<w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textpath string="so"/></v:shape>'
        "</w:pict></w:r>",
        "picture",
    ),
    "another branch of an alternative": (
        f'<mc:AlternateContent><mc:Choice Requires="w14"/><mc:Fallback>{run("so")}</mc:Fallback></mc:AlternateContent>',
        "alternative",
    ),
}


@pytest.mark.parametrize("place", LETTERS)
def test_words_that_are_no_text_are_listed_and_no_answer(place: str) -> None:
    element, what = LETTERS[place]
    filled = body(rationale=para(text("rationale", "Clear"), element))
    found = answer("rationale", *filled)
    assert (found.value or found.candidates[0]) == "Clear"
    assert (found.state is State.DOUBTFUL) == (what == "equation"), "which may be a part of it"
    assert [(said, kind) for said, _, kind in unread(*filled)] == [("so", what)]


def test_a_field_that_shows_what_its_code_says_is_not_listed_twice() -> None:
    shown = f'<w:fldSimple w:instr="QUOTE &quot;so&quot;">{run("so")}</w:fldSimple>'
    assert [said for said, _, _ in unread(*body(end=para(shown)))] == ["so"]


@pytest.mark.parametrize("kind", ["chart", "diagramData"])
def test_the_words_of_a_chart_or_a_diagram_are_listed(kind: str) -> None:
    letters = '<a:t xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">Rising</a:t>'
    entry = f'ContentType="application/vnd.openxmlformats-officedocument.drawingml.{kind}+xml"'
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx(*body()))) as package, zipfile.ZipFile(made, "w") as out:
        for name in package.namelist():
            data = package.read(name).replace(
                b"</Types>", f'<Override PartName="/word/d.xml" {entry}/></Types>'.encode()
            )
            out.writestr(name, data)
        out.writestr("word/d.xml", f"<root>{letters}</root>")
    found = open_form(made.getvalue(), "form.docx").marks(BLANK).unread
    assert [one.text for one in found] == ["Rising"]


def test_hidden_text_is_no_answer_and_is_listed() -> None:
    hidden = para(text("rationale", "Clear"), run("secret", "<w:vanish/>"))
    assert answer("rationale", *body(rationale=hidden)).value == "Clear"
    assert unread(*body(rationale=hidden)) == [("secret", "section 2, row 2b", "hidden text")]


def test_footnotes_are_listed() -> None:
    notes = part("footnotes", f'<w:footnote w:id="2">{para("See file 7.")}</w:footnote>')
    assert unread(*body(), parts={"word/footnotes.xml": notes}) == [("See file 7.", "footnote or endnote", "note")]


def test_a_footer_of_another_copy_says_nothing_new_and_a_changed_one_does() -> None:
    footer = "word/footer1.xml"
    page = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>7</w:t></w:r></w:fldSimple>'
    assert unread(*body(), parts={footer: part("ftr", para("sample 1 · case · 7K3Q-9D2M", "  Page 1"))}) == []
    assert (
        unread(*body(), parts={footer: part("ftr", para("sample 1 · case · 7K3Q-9D2M", "  Page 1") + para(page))}) == []
    )
    assert unread(*body(), parts={footer: part("ftr", para("Do not file"))}) == [("Do not file", "footer", "text")]


def test_a_footer_that_is_there_twice_says_nothing_new() -> None:
    whole = part("ftr", para("sample 1 · case · 7K3Q-9D2M", "  Page 1"))
    doubled = docx(*body(), parts={"word/footer1.xml": whole, "word/header1.xml": whole})
    assert open_form(doubled, "doubled.docx").marks(BLANK).unread == ()


def test_an_old_form_field_outside_the_answers_is_listed_by_its_sign() -> None:
    data = '<w:ffData><w:name w:val="f"/><w:checkBox><w:checked/></w:checkBox></w:ffData>'
    field = f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>'
    assert unread(*body(end=para(field))) == [("☒", "section 2", "text")]


def test_a_macro_enabled_form_and_a_template_are_read_like_any_other() -> None:
    for main in (
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    ):
        opened = open_form(docx(*body(case_ref=para(text("case_ref", "C1"))), main=main), "form.docm")
        assert [mark.text for mark in opened.marks(BLANK).marks if mark.address.field == "case_ref"] == ["C1"]


def test_a_strict_document_is_read_like_any_other() -> None:
    strict = docx(*body(case_ref=para(text("case_ref", "C1"))))
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(strict)) as package, zipfile.ZipFile(out, "w") as changed:
        for name in package.namelist():
            data = package.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            changed.writestr(name, data)
    marks_ = open_form(out.getvalue(), "strict.docx").marks(BLANK)
    assert [mark.text for mark in marks_.marks if mark.address.field == "case_ref"] == ["C1"]


def test_wrappers_of_google_around_cells_and_rows_are_seen_through() -> None:
    def wrapped(inner: str) -> str:
        return f'<w:sdt><w:sdtPr><w:tag w:val="goog_rdk_1"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'

    whole = "".join(body(case_ref=para("C1"), grade=options(good=1)))
    for tag in ("tr", "tc"):
        pieces = whole.replace(f"<w:{tag}>", f"\x01<w:{tag}>").replace(f"</w:{tag}>", f"</w:{tag}>\x02")
        opening, closing = wrapped("\x03").split("\x03")
        google = pieces.replace("\x01", opening).replace("\x02", closing)
        assert answer("case_ref", google).value == "C1"
        assert answer("grade", google).value == "good"


def test_what_an_inner_field_comes_to_in_the_code_of_another_is_not_seen() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText> IF </w:instrText></w:r>"
    inner = mark("begin") + code + mark("separate") + run("1/1/2020") + mark("end")
    whole = mark("begin") + code + inner + code + mark("separate") + run("Clear") + mark("end")
    assert answer("rationale", *body(rationale=para(text("rationale").replace(run(PROMPT), whole)))).value == "Clear"


def test_words_above_words_are_listed_and_no_part_of_the_answer() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('so')}</w:rt><w:rubyBase>{run('Clear')}</w:rubyBase></w:ruby></w:r>"
    filled = body(rationale=para(text("rationale").replace(run(PROMPT), ruby)))
    assert answer("rationale", *filled).value == "Clear"
    assert unread(*filled) == [("so", "section 2, row 2b", "words above words")]


def _field(code: str, shown: str = "") -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    return mark("begin") + f"<w:r><w:instrText>{code}</w:instrText></w:r>" + mark("separate") + run(shown) + mark("end")


@pytest.mark.parametrize(
    ("field", "words", "what"),
    [
        (_field(" DATE ", "Ring the school"), "Ring the school", "words in a field"),
        (_field(" PAGE ", "Tomorrow"), "Tomorrow", "words in a field"),
        ('<w:fldSimple w:instr=" TIME "><w:r><w:t>see file</w:t></w:r></w:fldSimple>', "see file", "words in a field"),
        (_field("Seen at home"), "Seen at home", "field code"),
        (_field(" MACROBUTTON NoMacro Seen at home"), "NoMacro Seen at home", "field code"),
        (_field(" EQ \\o(a,✓) "), "\\o(a,✓)", "field code"),
    ],
)
def test_words_that_only_a_field_holds_are_listed(field: str, words: str, what: str) -> None:
    assert unread(*body(rationale=para(text("rationale", "Clear"), field))) == [(words, "section 2, row 2b", what)]


@pytest.mark.parametrize(
    "field",
    [_field(" DATE ", "Friday, 20 November 2026"), _field(" PAGE ", "3"), _field(" FILENAME ", "My return.docx")],
)
def test_what_a_program_works_out_is_neither_listed_nor_read(field: str) -> None:
    filled = body(rationale=para(text("rationale", "Clear"), field))
    assert unread(*filled) == []
    assert answer("rationale", *filled).value == "Clear"
