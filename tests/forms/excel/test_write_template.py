"""What staff may do to the template in Excel, and what the lint says where they go too far."""

from __future__ import annotations

import importlib.util
import io

import pytest
from lxml import etree
from openpyxl import load_workbook

from docgen.forms.excel import compile_toolkit, lint_template
from docgen.forms.excel.looks import NAMES
from docgen.forms.excel.words import sheet_names
from docgen.model import DocgenError, Form, Question, Section
from tests.forms.excel.written import TEMPLATE, TOOLKIT, S, changed, packed, parts, read
from tests.forms.word.written import EVERYTHING, ROOT, one_question

FORM = EVERYTHING.forms[0]
SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"


def made(template: bytes) -> bytes:
    return compile_toolkit(EVERYTHING, FORM, template).copy(TOOLKIT)


def said(template: bytes) -> list[str]:
    return [str(query) for query in lint_template(template, "toolkit.xlsx")]


def test_the_shipped_template_is_what_its_maker_makes() -> None:
    spec = importlib.util.spec_from_file_location("make_toolkit_xlsx", ROOT / "templates" / "make_toolkit_xlsx.py")
    assert spec is not None
    assert spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert maker.make() == TEMPLATE


def test_the_shipped_template_has_nothing_to_be_said_of_it() -> None:
    assert said(TEMPLATE) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ((SHEET, "{{ purpose }}", "{{ porpose }}"),
         "toolkit.xlsx, cell A6 “{{ porpose }}”: {{ porpose }} is not a placeholder of a toolkit. "
         "Did you mean {{ purpose }}?"),
        ((SHEET, "{{ purpose }}", "{% for x in y %}"), "{% for x in y %} is not a placeholder"),
        ((SHEET, "{{ purpose }}", "{{ ''.__class__ }}"), "is not a placeholder"),
        ((SHEET, "{{ toolkit_body }}", "The form"), "is marked 0 times; it must be marked once"),
        ((SHEET, "{{ purpose }}", "{{ toolkit_body }}"), "is marked 2 times; it must be marked once"),
        ((SHEET, "{{ toolkit_body }}", "Here: {{ toolkit_body }}"), "must stand alone in its cell"),
        ((STYLES, '"DG Quiet"', '"DG Loud"'), "The cell style “DG Quiet” is missing (what a grade or answer means)"),
    ],
)  # fmt: skip
def test_the_lint_names_the_cell_and_the_remedy(change: tuple[str, str, str], expected: str) -> None:
    queries = said(changed(TEMPLATE, change))
    assert any(expected in query for query in queries), queries
    with pytest.raises(DocgenError):
        made(changed(TEMPLATE, change))


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "it is not a .xlsx file"),
        (b"PK not really", "it is not a .xlsx file"),
        (packed({"a.txt": b"a"}), "parts of it are missing"),
        (changed(TEMPLATE, ("xl/workbook.xml", "<sheets>", "<sheets")), "its XML is damaged"),
        (changed(TEMPLATE, ("[Content_Types].xml", "sheet.main+xml", "template.main+xml")), "saved as a template"),
        (changed(TEMPLATE, (STYLES, "<styleSheet", '<!DOCTYPE x [<!ENTITY e "e">]><styleSheet')), "document type"),
        (changed(TEMPLATE, ("xl/workbook.xml", "schemas.openxmlformats.org/spreadsheetml/2006",
                            "purl.oclc.org/ooxml/spreadsheetml")), "Strict Open XML"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_workbook_is_named_so(data: bytes, expected: str) -> None:
    (query,) = lint_template(data, "toolkit.xlsx")
    assert expected in query.message
    assert query.fix == "Open it in Excel and save it as an Excel workbook (.xlsx)."


def test_a_style_that_staff_change_is_changed_in_every_cell_that_has_it() -> None:
    fonts = etree.fromstring(parts(TEMPLATE)[STYLES]).find(S + "fonts")
    assert fonts is not None
    data = made(changed(TEMPLATE, (STYLES, 'val="Arial"', 'val="Georgia"')))
    book = load_workbook(io.BytesIO(data), rich_text=True)
    question = book["Form"]["B5"]
    assert question.font.name == "Georgia"
    assert {run.font.rFont for run in question.value} == {"Georgia"}
    assert question.style == "DG Question"


def test_colours_may_be_those_of_a_theme() -> None:
    """As Excel writes them where staff choose from the upper rows of its palette."""
    template = changed(TEMPLATE, (STYLES, '<fgColor rgb="FF12436D"/>', '<fgColor theme="4" tint="-0.25"/>'),
                       (STYLES, '<color rgb="FF9B1C1C"/>', '<color theme="5"/>'))  # fmt: skip
    book = load_workbook(io.BytesIO(made(template)))
    assert book["Form"].sheet_properties.tabColor.theme == 4
    assert book["Form"]["A3"].fill.fgColor.theme == 4


def test_styles_are_found_whatever_the_case_of_their_names() -> None:
    template = changed(TEMPLATE, (STYLES, '"DG Answer"', '"dg answer"'))
    assert said(template) == []
    assert load_workbook(io.BytesIO(made(template)))["Form"]["C5"].style == "dg answer"


def test_an_answer_is_open_and_a_question_locked_whatever_the_styles_say() -> None:
    template = changed(TEMPLATE, (STYLES, '<protection locked="0"/>', ""))
    sheet = load_workbook(io.BytesIO(made(template)))["Form"]
    assert not sheet["C5"].protection.locked
    assert sheet["B5"].protection.locked


def test_what_is_drawn_on_the_first_sheet_comes_over_as_it_is() -> None:
    drawing = parts(TEMPLATE)["xl/drawings/drawing1.xml"]
    found = parts(made(TEMPLATE))
    assert found["xl/drawings/drawing1.xml"] == drawing
    assert found["xl/media/image1.png"] == parts(TEMPLATE)["xl/media/image1.png"]


def test_a_template_without_a_logo_makes_a_workbook_without_one() -> None:
    template = changed(TEMPLATE, (SHEET, '<drawing r:id="rId1"/>', ""), ("xl/worksheets/_rels/sheet1.xml.rels",
                       parts(TEMPLATE)["xl/worksheets/_rels/sheet1.xml.rels"].decode(), "<Relationships "
                       'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'))  # fmt: skip
    assert said(template) == []
    assert not [part for part in parts(made(template)) if "media" in part or "drawing" in part]


def test_the_samples_of_styles_stay_in_the_template() -> None:
    assert load_workbook(io.BytesIO(TEMPLATE)).sheetnames == ["Read me first", "Styles"]
    assert "Styles" not in load_workbook(io.BytesIO(made(TEMPLATE))).sheetnames
    samples = load_workbook(io.BytesIO(TEMPLATE))["Styles"]
    assert [samples.cell(row, 1).value for row in range(1, len(NAMES) + 1)] == list(NAMES)


def test_words_of_the_definition_take_their_places() -> None:
    sheet = load_workbook(io.BytesIO(made(TEMPLATE))).worksheets[0]
    assert [sheet.cell(row, 1).value for row in range(2, 8)] == [
        None, "R&D <Unit>", "Everything & more", "Form", "To hold everything", f"Version 1  ·  Toolkit {TOOLKIT}",
    ]  # fmt: skip


def test_every_style_that_a_template_must_have_is_used_and_says_what_it_is_for() -> None:
    room = ROOT / "docgen" / "forms" / "excel"
    used = "".join(
        path.read_text("utf-8") for path in (*room.glob("*.py"), ROOT / "templates" / "make_toolkit_xlsx.py")
    )
    assert [style for style in NAMES if used.count(f'"{style}"') < 3] == []
    assert all(NAMES.values())


# --- hostile words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "@x", "R&D <Unit>", "{{ title }}", "a\x07b\x00", "_x0041_", "<?docgen 0?>", 'ht="\ue0000\ue000"'],
)
def test_hostile_words_of_a_definition_are_words(text: str) -> None:
    question = Question("q", "1a", "text", text, guidance=text)
    framework, form = one_question(question)
    form = Form(form.id, text, text, form.sections, how_to=(text,))
    data = compile_toolkit(framework, form, TEMPLATE, ["q"]).copy(TOOLKIT, {"q": "Sam"})
    book = load_workbook(io.BytesIO(data))
    shown = text.replace("\x07", "\ufffd").replace("\x00", "\ufffd")
    label = book.worksheets[1]["B4"]
    assert label.data_type == "s"
    assert label.value.replace("_x005F_", "_") == f"{shown}\n{shown}"
    assert read(data, (framework, form))["q"].value == "Sam"


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["A/B: C?", "x" * 40], ["A B C", "x" * 31]),
        (["Same", "same", "SAME"], ["Same", "same 2", "SAME 3"]),
        (["'quoted'", "", "History"], ["quoted", "Sheet", "History 2"]),
        (["A title that goes on for longer than a tab of Excel"], ["A title that goes on for longer"]),
    ],
)
def test_sheets_get_names_that_excel_takes(titles: list[str], names: list[str]) -> None:
    assert list(sheet_names(titles)) == names


def test_a_form_without_questions_has_a_workbook_all_the_same() -> None:
    form = Form("empty", "Empty", "Nothing", (Section("s", "1", "Section", ()),))
    assert load_workbook(io.BytesIO(compile_toolkit(EVERYTHING, form, TEMPLATE).copy(TOOLKIT))).sheetnames[1] == "Empty"


def test_a_text_that_no_cell_can_hold_is_refused_with_its_length() -> None:
    ready = compile_toolkit(EVERYTHING, FORM, TEMPLATE, prefill=["free", "actions"])
    with pytest.raises(DocgenError, match="the text has 32,768 characters; one cell holds 32,767"):
        ready.copy(TOOLKIT, {"free": "x" * 32768})
    with pytest.raises(DocgenError, match="one cell holds 32,767"):
        ready.copy(TOOLKIT, {"actions": ({"what": "x" * 40000},)})
