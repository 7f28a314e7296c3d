"""Each check of Word documents on a small document with that fault, and on one with nothing wrong."""

from __future__ import annotations

import pytest

from docgen.access import WORD, check, rule
from docgen.model import Severity
from tests.access.papers import CLEAN, HEAD, STYLES, cell, control, core, p, picture, row, run, table, word

LONG_ROWS = "".join(row(f"Q{n}", "Yes") for n in range(3))
FAULTS = [
    ("title", word(properties=core("")), ": The properties have no title."),
    ("title", word(properties=core("Document1")), ": The title in the properties is “Document1”."),
    ("title", word(properties=core("audit final.docx")), ": The title in the properties is “audit final.docx”."),
    ("language", word(styles=STYLES.replace('<w:lang w:val="en-GB"/>', "")), ": The language of the text is not set."),
    ("language", word(styles=STYLES.replace("en-GB", "British")), ": The language of the text is “British”."),
    (
        "headings",
        word(p("Too deep", "H3")),
        "paragraph 2 “Too deep”: The heading “Too deep” has level 3 after level 1.",
    ),
    ("headings", word(p("", "H2")), "paragraph 2: A heading is empty."),
    (
        "header-rows",
        word(table(row("Question", "Answer"), LONG_ROWS)),
        "table 1: The first row is not marked as a header.",
    ),
    (
        "header-rows",
        word(table(row("Question", "", header=True), LONG_ROWS)),
        "table 1, row 1: A cell of the header is empty.",
    ),
    (
        "merged-cells",
        word(table(HEAD, row("Seen", "Yes"), row(cell("Both", '<w:gridSpan w:val="2"/>')))),
        "table 1, row 3: Cells are merged.",
    ),
    (
        "merged-cells",
        word(table(HEAD, row(cell("Seen", '<w:vMerge w:val="restart"/>'), "Yes"))),
        "table 1, row 2: Cells are merged.",
    ),
    ("merged-cells", word(table(HEAD, row("One only"))), "table 1: Rows have different numbers of cells."),
    ("empty-cells", word(table(HEAD, row("Seen", ""))), "table 1, row 2, column 2: A cell is empty."),
    (
        "nested-tables",
        word(table(HEAD, row("Seen", cell(table(HEAD, row("Where", "Home")) + p("Yes"))))),
        "table 1, row 2, column 2: A table stands inside a cell of another table.",
    ),
    ("alternative-text", word(p(picture())), "paragraph 2: The picture “Picture 1” has no alternative text."),
    (
        "alternative-text",
        word(p(picture().replace("<a:graphic/>", "<a:graphic><c:chart/></a:graphic>"))),
        "paragraph 2: The chart “Picture 1” has no alternative text.",
    ),
    (
        "alternative-text",
        word(p("<w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r>")),
        "paragraph 2: A picture of an older kind has no alternative text.",
    ),
    (
        "alternative-text",
        word(header=p(picture())),
        "header, paragraph 1: The picture “Picture 1” has no alternative text.",
    ),
    ("floating", word(p(picture("A path", frame="anchor"))), "paragraph 2: A picture or shape floats beside the text."),
    (
        "floating",
        word(p(f"<w:r><w:pict><v:shape><w:txbxContent>{p('Aside')}</w:txbxContent></v:shape></w:pict></w:r>")),
        "paragraph 2: There is a text box.",
    ),
    (
        "floating",
        word(p("Aside", properties='<w:framePr w:w="500"/>')),
        "paragraph 2 “Aside”: A paragraph stands in a frame.",
    ),
    ("control-names", word(p(control("", "Choose"))), "paragraph 2 “Choose”: A control “Choose” has no name."),
    (
        "control-names",
        word(p('<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Text1"/></w:ffData></w:fldChar></w:r>')),
        "paragraph 2: The form field “Text1” has no help text.",
    ),
    (
        "control-names-differ",
        word(p(control("Comment")) + p(control("Comment"))),
        "paragraph 2 “Write here”: Several controls are called “Comment”. The same in 1 more place.",
    ),
    (
        "contrast",
        word(p("Hard to read", "Pale")),
        "paragraph 2 “Hard to read”, “Hard to read”: Text in #AAAAAA on #FFFFFF has a contrast of 2.3 to 1.",
    ),
    (
        "colour-alone",
        word(p(run("Seen: ") + run("overdue", '<w:color w:val="C00000"/>'))),
        "paragraph 2 “Seen: overdue”, “overdue”: Words stand out by their colour alone (#C00000).",
    ),
    (
        "colour-alone",
        word(table(HEAD, row("Seen", cell(p(), '<w:shd w:val="clear" w:fill="C00000"/>')))),
        "table 1, row 2, column 2: A cell is shaded (#C00000) and holds no words.",
    ),
    (
        "text-size",
        word(p(run("Small print", '<w:sz w:val="14"/>')) + p("Words. " * 40)),
        "paragraph 2 “Small print”: Text has 7 points.",
    ),
    (
        "text-size",
        word(p("Words. " * 40), STYLES.replace('<w:sz w:val="24"/>', '<w:sz w:val="20"/>')),
        ": Running text has 10 points.",
    ),
    (
        "links",
        word(p(f'<w:hyperlink w:anchor="x">{run("Click here")}</w:hyperlink>')),
        "paragraph 2 “Click here”: A link says only “Click here”.",
    ),
    (
        "links",
        word(p(f'<w:hyperlink w:anchor="x">{run("https://example.org/a")}</w:hyperlink>')),
        "paragraph 2 “https://example.org/a”: A link is a bare address: “https://example.org/a”.",
    ),
    ("links", word(p('<w:hyperlink w:anchor="x"/>')), "paragraph 2: A link has no words."),
    ("hidden-text", word(p(run("Form 7K3Q", "<w:vanish/>"))), "paragraph 2 “Form 7K3Q”: Hidden text: “Form 7K3Q”."),
    (
        "capitals",
        word(p("EVERY CASE MUST BE AUDITED WITHIN TEN WORKING DAYS")),
        "paragraph 2 “EVERY CASE MUST BE AUDITED WITHIN TEN WORKING DAYS”: A text is in capitals: "
        "“EVERY CASE MUST BE AUDITED WITHIN TEN WORKING DAYS”.",
    ),
    ("alignment", word(p("Set in block.", "Block")), "paragraph 2 “Set in block.”: Text is justified."),
]


def said(data: bytes) -> list[tuple[str, str]]:
    """Rule, place and message of all that is found; the heading that every document begins with is left out."""
    return [(q.rule, f"{q.where.at.removeprefix('under “Audit”, ')}: {q.message}") for q in check(data, "a.docx")]


def test_a_document_with_nothing_wrong_has_nothing_found() -> None:
    assert said(word(CLEAN)) == []


@pytest.mark.parametrize(
    ("name", "data", "message"), FAULTS, ids=[f"{name}-{n}" for n, (name, *_) in enumerate(FAULTS)]
)
def test_a_fault_is_found_once_with_its_place_and_nothing_else_is(name: str, data: bytes, message: str) -> None:
    assert [(rule_, words) for rule_, words in said(data) if rule_ == name] == [(name, message)]
    # A text box and an empty cell that is shaded are two faults at once; everything else is one.
    others = {rule_ for rule_, _ in said(data)} - {name}
    assert others <= {"colour-alone": {"empty-cells"}}.get(name, set())


@pytest.mark.parametrize("one", WORD, ids=rule)
def test_every_check_has_a_document_with_its_fault(one: object) -> None:
    assert rule(one) in [name for name, _, _ in FAULTS]  # type: ignore[arg-type]


def test_a_document_of_many_paragraphs_without_a_heading_needs_some() -> None:
    plain = word("".join(p(f"Line {n}.") for n in range(40)))
    assert said(plain) == []
    without = word("".join(p(f"Line {n}.") for n in range(40)), STYLES.replace("heading 1", "Title"))
    assert said(without) == [("headings", ": There are no headings.")]


def test_every_query_says_what_to_do() -> None:
    for _, data, _ in FAULTS:
        assert all(query.fix and query.where.file == "a.docx" for query in check(data, "a.docx"))


def test_the_same_fault_in_many_places_is_one_query() -> None:
    (query,) = check(word("".join(p(f"Pale {n}", "Pale") for n in range(9))), "a.docx")
    assert query.message.endswith("The same in 8 more places.")
    assert query.where.at == "under “Audit”, paragraph 2 “Pale 0”, “Pale 0”"


def test_advice_is_a_warning_and_what_keeps_people_out_is_an_error() -> None:
    found = {q.rule: q.severity for _, data, _ in FAULTS for q in check(data, "a.docx")}
    assert found["alternative-text"] is found["control-names"] is found["header-rows"] is Severity.ERROR
    assert found["capitals"] is found["alignment"] is found["merged-cells"] is Severity.WARNING


# --- what is not a fault ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(p("Deeper", "Own") + p("Third", "H3") + p("Next", "H2"), id="levels one by one, and back"),
        pytest.param(p(picture(inner="<adec:decorative/>")), id="a decorative picture"),
        pytest.param(table(row("One row", "only")), id="a table of one row has no header"),
        pytest.param(p(run("Large and grey", '<w:color w:val="888888"/><w:sz w:val="36"/>')), id="large text"),
        pytest.param(p(run("White", '<w:color w:val="FFFFFF"/>'), "Box"), id="white on a dark paragraph"),
        pytest.param(
            p(run("Own", '<w:color w:val="auto"/><w:highlight w:val="black"/>')), id="the program's own colour"
        ),
        pytest.param(p(run("Bold", '<w:b/><w:color w:val="12436D"/>') + run(" and plain")), id="colour and weight"),
        pytest.param(p(run("Required") + run("*", '<w:color w:val="9B1C1C"/>')), id="a coloured sign"),
        pytest.param(table(HEAD, row("Seen", "–")), id="a dash in a cell"),
        pytest.param(
            p("<w:del><w:r><w:rPr><w:vanish/></w:rPr><w:delText>gone</w:delText></w:r></w:del>"), id="deleted"
        ),
        pytest.param(
            '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
            f"<w:sdtContent>{p('Contents')}</w:sdtContent></w:sdt>",
            id="a table of contents is no control to fill in",
        ),
        pytest.param(p("NHS and CAF are short."), id="abbreviations"),
    ],
)
def test_what_is_right_is_left_alone(body: str) -> None:
    assert said(word(body)) == []


# --- colours ---------------------------------------------------------------------------------------------


def look(first: int = 1, bands: int = 0) -> str:
    return f'<w:tblStyle w:val="Dark"/><w:tblLook w:firstRow="{first}" w:noHBand="{1 - bands}"/>'


@pytest.mark.parametrize(
    ("body", "pair"),
    [
        pytest.param(p(run("A", "")), None, id="black on white"),
        pytest.param(p(run("A", '<w:color w:val="767676"/>')), None, id="just enough"),
        pytest.param(p(run("A", '<w:color w:val="777777"/>')), "#777777 on #FFFFFF", id="just too little"),
        pytest.param(p(run("A", '<w:rStyle w:val="Grey"/>')), "#888888 on #FFFFFF", id="character style"),
        pytest.param(p(run("A", '<w:rStyle w:val="Grey"/><w:color w:val="000000"/>')), None, id="direct over style"),
        pytest.param(p(run("A", '<w:color w:val="12436D"/>'), "Box"), "#12436D on #12436D", id="paragraph style"),
        pytest.param(
            p(run("A", '<w:color w:val="FFFFFF"/>'), properties='<w:shd w:val="clear" w:fill="F46A25"/>'),
            "#FFFFFF on #F46A25",
            id="direct shading of the paragraph",
        ),
        pytest.param(
            p(run("A", '<w:color w:val="FF0000"/><w:highlight w:val="yellow"/>')), "#FF0000 on #FFFF00", id="highlight"
        ),
        pytest.param(
            p(run("A", '<w:color w:val="FF0000"/><w:shd w:val="clear" w:fill="000000"/>')), None, id="run shading"
        ),
        pytest.param(table(HEAD, row("a", "b"), properties=look()), None, id="white on the dark first row of a style"),
        pytest.param(table(HEAD, row("a", "b"), properties=look(first=0)), None, id="a first row that is switched off"),
        pytest.param(
            table(HEAD, row("a", cell(p(run("A", '<w:color w:val="333333"/>')))), properties=look(bands=1)),
            "#333333 on #777777",
            id="bands",
        ),
        pytest.param(
            table(
                row(cell(p(run("Q", '<w:color w:val="12436D"/>'))), "Answer", header=True),
                row("a", "b"),
                properties=look(),
            ),
            "#12436D on #12436D",
            id="direct colour on the first row of a style",
        ),
        pytest.param(
            table(
                HEAD, row("a", cell(p(run("A", '<w:color w:val="FFFFFF"/>')), '<w:shd w:val="clear" w:fill="FFFFFF"/>'))
            ),
            "#FFFFFF on #FFFFFF",
            id="a cell's own shading",
        ),
        pytest.param(
            table(
                row("Q", "A", header=True),
                row("a", "b"),
                properties='<w:tblStyle w:val="Dark"/><w:tblLook w:val="0620"/>',
            ),
            None,
            id="the bits of older versions",
        ),
    ],
)
def test_contrast_is_taken_with_what_is_behind_the_text(body: str, pair: str | None) -> None:
    found = [query.message for query in check(word(body), "a.docx") if query.rule == "contrast"]
    assert [message.split(" has ")[0] for message in found] == ([] if pair is None else [f"Text in {pair}"])


def test_the_colour_of_the_page_counts() -> None:
    assert [rule_ for rule_, _ in said(word(p(run("A", '<w:color w:val="FFFFFF"/>')), background="12436D"))] == []
