"""What staff may do to the template, what the lint says where they go too far, and what code adds whatever they do."""

from __future__ import annotations

import importlib.util
import zipfile

import pytest
from lxml import etree

from docgen.forms.package import pack
from docgen.forms.word import compile_toolkit, form_key, lint_template
from docgen.forms.word.looks import NAMES, Look
from docgen.model import DocgenError, Question
from tests.forms.word.written import (
    EVERYTHING,
    ROOT,
    TEMPLATE,
    TOOLKIT,
    W,
    controls,
    document,
    parts,
    style_name,
    text,
)

FORM = EVERYTHING.forms[0]


def changed(*changes: tuple[str, str, str], drop: tuple[str, ...] = ()) -> bytes:
    """The shipped template with texts of its parts replaced: (part, old, new)."""
    found = {name: data for name, data in parts(TEMPLATE).items() if name not in drop}
    for part, old, new in changes:
        assert old.encode() in found[part], f"{part} has no {old}"
        found[part] = found[part].replace(old.encode(), new.encode())
    return pack(found)


def link(owner: str, kind: str) -> str:
    """A relationship of this kind."""
    return f'<Relationship Id="rId99" Type="http://schemas.{owner}/office/2006/relationships/{kind}" Target="x.bin"/>'


def made(template: bytes, protect: bool = False) -> bytes:
    return compile_toolkit(EVERYTHING, FORM, template, protect=protect).copy(TOOLKIT)


def said(template: bytes) -> list[str]:
    return [str(query) for query in lint_template(template, "toolkit.docx")]


def test_the_shipped_template_is_what_its_maker_makes() -> None:
    spec = importlib.util.spec_from_file_location("make_toolkit", ROOT / "templates" / "make_toolkit.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert maker.make() == TEMPLATE


def test_the_shipped_template_has_nothing_to_be_said_of_it() -> None:
    assert said(TEMPLATE) == []


def test_the_template_reserves_the_columns_that_the_form_has() -> None:
    heading = next(
        s for s in etree.fromstring(parts(TEMPLATE)["word/styles.xml"]) if s.get(W + "styleId") == "Heading1"
    )
    indent = heading.find(f"{W}pPr/{W}ind")
    assert indent is not None
    assert indent.get(W + "left") == str(Look({}, 9638).columns[0])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            ("word/document.xml", "{{ purpose }}", "{{ porpose }}"),
            "toolkit.docx, paragraph 5 “{{ porpose }}”: {{ porpose }} is not a placeholder of a toolkit. "
            "Did you mean {{ purpose }}?",
        ),
        (("word/document.xml", "{{ purpose }}", "{{ ''.__class__ }}"), "{{ ''.__class__ }} is not a placeholder"),
        (("word/document.xml", "{{ purpose }}", "{% for x in y %}"), "{% for x in y %} is not a placeholder"),
        (("word/document.xml", "{{ purpose }}", "{{ purpose"), "{{ is not a placeholder"),
        (("word/document.xml", "{{ purpose }}", "{{ purpose }"), "{{ purpose } is not a placeholder of a toolkit. Did"),
        (("word/document.xml", "{{ purpose }}", "{ purpose }"), "Did you mean {{ purpose }}?"),
        (("word/document.xml", "{{ toolkit_body }}", "{{ toolkit_boddy }}"), "Did you mean {{ toolkit_body }}?"),
        (("word/document.xml", "{{ purpose }}", "{{ purpose | upper }}"), "{{ purpose | upper }} is not a placeholder"),
        (("word/document.xml", "Logo of the organisation", "{{ 7*7 }}"), "a description “{{ 7*7 }}”: {{ 7*7 }} is not"),
        (
            ("word/footer1.xml", "{{ identity }}", "{{ id }}"),
            "docx, footer, paragraph 1 “{{ id }}Page 1 of 1”:",
        ),
        (("word/header1.xml", "{{ marking }}", "{{ toolkit_body }}"), "must stand alone in a paragraph of the page"),
        (("word/document.xml", "{{ toolkit_body }}", "The form"), "is marked 0 times; it must be marked once"),
        (("word/document.xml", "{{ purpose }}", "{{ toolkit_body }}"), "is marked 2 times; it must be marked once"),
        (("word/document.xml", "{{ toolkit_body }}", "Here: {{ toolkit_body }}"), "must stand alone in a paragraph"),
        (("word/styles.xml", '"DG Quiet"', '"DG Loud"'), "The style “DG Quiet” is missing (what an answer means"),
        (
            (
                "word/styles.xml",
                'w:type="character" w:customStyle="1" w:styleId="DGBox"',
                'w:type="paragraph" w:styleId="DGBox"',
            ),
            "The style “DG Box” (the box itself) is a paragraph style; it must be a character style.",
        ),
        (
            (
                "word/_rels/document.xml.rels",
                "</Relationships>",
                f"{link('microsoft.com', 'vbaProject')}</Relationships>",
            ),
            "The template has macros in it, which every copy would carry. Take that out",
        ),
        (
            (
                "word/_rels/document.xml.rels",
                'Target="media/logo.png"',
                'Target="https://x.example/a.png" TargetMode="External"',
            ),
            "A picture is not in the template but taken from elsewhere: https://x.example/a.png.",
        ),
        (("word/footer1.xml", " PAGE ", " DDEAUTO c:\\x "), "footer: The field DDEAUTO would fetch or start something"),
        (("word/footer1.xml", " PAGE ", " UserName "), "The field USERNAME says something else on every machine"),
        (
            (
                "word/document.xml",
                '<w:r><w:t xml:space="preserve">{{ title }}</w:t></w:r>',
                '<w:ins w:id="1" w:author="Kim"><w:r><w:t>{{ title }}</w:t></w:r></w:ins>',
            ),
            "The template has tracked changes by Kim. Accept or reject",
        ),
    ],
)
def test_the_lint_names_the_paragraph_and_the_remedy(change: tuple[str, str, str], expected: str) -> None:
    queries = said(changed(change))
    assert any(expected in query for query in queries), queries
    with pytest.raises(DocgenError):
        made(changed(change))


@pytest.mark.parametrize("text", ["{{ toolkit_boddy }}", "Here: {{ toolkit_body }}"])
def test_a_place_for_the_form_that_is_nearly_right_is_named_once(text: str) -> None:
    assert len(said(changed(("word/document.xml", "{{ toolkit_body }}", text)))) == 1


def test_placeholders_need_no_spaces() -> None:
    template = changed(
        ("word/document.xml", "{{ toolkit_body }}", "{{toolkit_body}}"),
        ("word/document.xml", "{{ title }}", "{{title}}"),
    )
    assert said(template) == []
    assert made(template) == made(TEMPLATE)


def test_comments_in_the_template_are_named_with_their_authors() -> None:
    comment = '<w:comment w:id="0" w:author="Kim"><w:p/></w:comment>'
    ns = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    template = pack(
        {**parts(TEMPLATE), "word/comments.xml": f'<w:comments xmlns:w="{ns}">{comment}</w:comments>'.encode()}
    )
    (query,) = lint_template(template, "toolkit.docx")
    assert query.message == "The template has 1 comment by Kim."


def test_the_lint_says_everything_at_once() -> None:
    template = changed(
        ("word/document.xml", "{{ purpose }}", "{{ a }} {{ b }}"), ("word/styles.xml", '"DG Ref"', '"DG Fer"')
    )
    assert len(said(template)) == 3


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "it is not a .docx file"),
        (b"PK not really", "it is not a .docx file"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(600), "it is an old .doc file, or protected with a password"),
        (pack({n: d for n, d in parts(TEMPLATE).items() if n != "word/styles.xml"}), "parts of it are missing"),
        (changed(("word/footer1.xml", "</w:ftr>", "")), "its XML is damaged"),
        (pack({"a.txt": b"a"}), "parts of it are missing"),
        (changed(("word/document.xml", "<w:body>", "<w:body")), "its XML is damaged"),
        (changed(("[Content_Types].xml", "document.main+xml", "template.main+xml")), "saved as a template"),
        (changed(("word/document.xml", "schemas.openxmlformats.org/wordprocessingml/2006", "purl.oclc.org/ooxml/wml")),
         "Strict Open XML"),
        (changed(("word/styles.xml", "<w:styles", '<!DOCTYPE x [<!ENTITY e "e">]><w:styles')), "document type"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_word_document_is_named_so(data: bytes, expected: str) -> None:
    (query,) = lint_template(data, "toolkit.docx")
    assert expected in query.message
    assert query.fix.startswith("Open it in Word and save it")


# --- what staff may do -----------------------------------------------------------------------------------


def test_a_placeholder_that_word_has_split_into_runs_is_still_one() -> None:
    split = "{{ ti</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>tle }}"
    template = changed(("word/document.xml", "{{ title }}", split))
    assert said(template) == []
    assert "Everything & more" in [text(p) for p in document(made(template)).iter(W + "p")]


def test_words_of_the_definition_take_their_places() -> None:
    data = made(TEMPLATE)
    cover = [text(p) for p in document(data).find(W + "body").findall(W + "p")][:6]
    assert cover == [
        "", "R&D <Unit>", "Everything & more", "Form", "To hold everything", f"Version 1  ·  Toolkit {TOOLKIT}",
    ]  # fmt: skip
    assert text(etree.fromstring(parts(data)["word/header1.xml"])).startswith("R&D <Unit>")
    assert b"{{" not in b"".join(parts(data).values())


def test_a_paragraph_whose_only_word_is_left_empty_goes() -> None:
    footer = etree.fromstring(parts(made(TEMPLATE))["word/footer1.xml"])
    assert EVERYTHING.marking == ""
    assert len(footer.findall(W + "p")) == 1


def test_styles_are_bound_by_name_whatever_their_ids() -> None:
    template = changed(("word/styles.xml", 'w:styleId="DGAnswer"', 'w:styleId="Antwort1"'))
    data = made(template)
    paragraph = controls(data)["plain"].element.getparent()
    assert paragraph.find(f"{W}pPr/{W}pStyle").get(W + "val") == "Antwort1"
    assert style_name(paragraph, data) == "DG Answer"


@pytest.mark.parametrize(
    ("size", "width"),
    [('<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>', 14570), ('<w:pgSz w:w="11906" w:h="16838"/>', 9638)],
)
def test_columns_follow_the_page_of_the_template(size: str, width: int) -> None:
    template = changed(("word/document.xml", '<w:pgSz w:w="11906" w:h="16838"/>', size))
    for table in document(made(template)).iter(W + "tbl"):
        assert sum(int(column.get(W + "w")) for column in table.iter(W + "gridCol")) == width


def test_columns_that_cannot_all_have_what_they_need_share_what_there_is() -> None:
    many = tuple(Question(f"c{n}", "", "longtext", "Responsibilities") for n in range(9))
    widths = Look({}, 9638).row_columns(Question("q", "1a", "table", "Many", columns=many))
    assert sum(widths) == 9638
    assert min(widths) > 600


def test_a_column_has_room_for_the_longest_word_that_stands_in_it() -> None:
    columns = (Question("a", "", "number", "No."), Question("b", "", "text", "By", prompt="Responsibility"))
    _, narrow, wide = Look({}, 3700).row_columns(Question("q", "1a", "table", "Some", columns=columns))
    assert narrow >= 900
    assert wide >= 2000


def test_controls_and_bookmarks_of_the_template_keep_their_numbers() -> None:
    sdt_id = controls(made(TEMPLATE))["plain"].element.find(f"{W}sdtPr/{W}id").get(W + "val")
    own = (
        f'<w:bookmarkStart w:id="7" w:name="own"/><w:sdt><w:sdtPr><w:id w:val="{sdt_id}"/></w:sdtPr>'
        '<w:sdtContent><w:r><w:t>x</w:t></w:r></w:sdtContent></w:sdt><w:bookmarkEnd w:id="7"/></w:p>'
    )
    paragraph = "{{ purpose }}</w:t></w:r></w:p>"
    root = document(made(changed(("word/document.xml", paragraph, paragraph.replace("</w:p>", own)))))
    for path, attribute in ((f"{W}bookmarkStart", "id"), (f"{W}sdtPr/{W}id", "val")):
        numbers = [e.get(W + attribute) for e in root.findall(f".//{path}")]
        assert len(numbers) == len(set(numbers))


# --- what code adds --------------------------------------------------------------------------------------


def no_footer(document_part: str) -> tuple[str, str, str]:
    return ("word/document.xml", document_part, "")


@pytest.mark.parametrize(
    "template",
    [
        changed(("word/footer1.xml", "{{ identity }}", "Our own words"), ("word/footer2.xml", "{{ identity }}", "")),
        changed(
            no_footer('<w:footerReference w:type="default" r:id="rId4"/>'),
            no_footer('<w:footerReference w:type="first" r:id="rId5"/>'),
        ),
    ],
    ids=["a footer without it", "no footer"],
)
def test_the_footer_says_which_copy_it_is_whatever_the_template_says(template: bytes) -> None:
    assert said(template) == []
    data = made(template)
    root = document(data)
    (reference,) = root.findall(f".//{W}footerReference[@{W}type='default']")
    relation = reference.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id")
    relations = etree.fromstring(parts(data)["word/_rels/document.xml.rels"])
    target = next(str(r.get("Target")) for r in relations if r.get("Id") == relation)
    footer = parts(data)[target.lstrip("/") if target.startswith("/") else f"word/{target}"]
    assert f"everything 1 · form · {TOOLKIT}" in text(etree.fromstring(footer))


def test_the_language_is_british_english_whatever_the_template_says() -> None:
    data = made(changed(("word/styles.xml", 'w:lang w:val="en-GB"', 'w:lang w:val="en-US"')))
    assert b'<w:lang w:val="en-GB"' in parts(data)["word/styles.xml"]
    assert b"en-US" not in b"".join(parts(data).values())


def test_what_tells_of_the_templates_author_is_left_out() -> None:
    template = changed(
        ("word/settings.xml", '<w:zoom w:percent="100"/>',
         '<w:zoom w:percent="100"/><w:attachedTemplate r:id="rId1"/><w:rsids><w:rsid w:val="00AB12CD"/></w:rsids>'),
        ("docProps/core.xml", "<dc:language>", "<dc:creator>Robin Example</dc:creator><dc:language>"),
    )  # fmt: skip
    found = b"".join(parts(made(template)).values())
    assert b"Robin" not in found
    assert b"attachedTemplate" not in found
    assert b"00AB12CD" not in found


@pytest.mark.parametrize("protect", [True, False])
def test_protection_is_an_option(protect: bool) -> None:
    settings = etree.fromstring(parts(made(TEMPLATE, protect))["word/settings.xml"])
    found = [(e.get(W + "edit"), e.get(W + "enforcement")) for e in settings.iter(W + "documentProtection")]
    assert found == ([("forms", "1")] if protect else [])


def test_a_form_at_the_end_of_the_page_is_followed_by_a_paragraph() -> None:
    end = (
        '<w:p><w:pPr><w:pStyle w:val="DGEnd"/></w:pPr><w:r><w:t xml:space="preserve">End of the form</w:t></w:r></w:p>'
    )
    body = document(made(changed(("word/document.xml", end, "")))).find(W + "body")
    assert [block.tag for block in body][-3:] == [W + "tbl", W + "p", W + "sectPr"]


def test_only_what_differs_from_copy_to_copy_is_made_anew() -> None:
    ready = compile_toolkit(EVERYTHING, FORM, TEMPLATE)
    names = {name for name, _ in ready.parts}
    assert names == {
        "word/document.xml", "word/footer1.xml", "word/footer2.xml", "docProps/core.xml", "docProps/custom.xml",
    }  # fmt: skip


def test_the_key_of_a_form_is_eight_characters_that_nothing_else_has() -> None:
    keys = {form_key(*words) for words in (("a", "1", "b"), ("a", "1", "c"), ("a", "2", "b"), ("a1", "", "b"))}
    assert len(keys) == 4
    assert all(len(key) == 8 and key.isalnum() for key in keys)


def test_every_style_that_a_template_must_have_is_used_and_says_what_it_is_for() -> None:
    room = ROOT / "docgen" / "forms" / "word"
    code = "".join((room / module).read_text("utf-8") for module in ("draw.py", "controls.py"))
    assert [style for style in NAMES if f'"{style}"' not in code] == []
    assert all(NAMES.values())


def test_a_zip_of_the_same_files_is_the_same() -> None:
    assert pack({"a": b"1"}) == pack({"a": b"1"})
    assert pack({"a": b"1"}, zipfile.ZIP_STORED) != pack({"a": b"1"})
