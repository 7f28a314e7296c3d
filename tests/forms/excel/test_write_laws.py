"""What holds of every written workbook, blank and filled, seen with other eyes than docgen's: those of openpyxl."""

from __future__ import annotations

import io
import pickle
import re
import warnings
import zipfile
from functools import cache
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook

from docgen.fields import Control, kind
from docgen.forms.excel import compile_toolkit
from docgen.marks import Address
from docgen.model import Form
from tests.forms.excel.written import TEMPLATE, TOOLKIT, S, blank, compiled, filled, parts
from tests.forms.word.test_write_laws import luminance
from tests.forms.word.written import Case, answers, every, name

FILES = [pytest.param(case, make, id=f"{name(case)}-{make.__name__}") for case in every() for make in (blank, filled)]


@cache
def book(case: Case, make: Any) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return load_workbook(io.BytesIO(make(case)))


def addresses(form: Form) -> list[Address]:
    """Where the answers go: a name for each, one for every option to tick, and one for every cell of printed rows."""
    found = []
    for question in form.questions:
        control = kind(question).control
        if control is Control.ROWS:
            found += [
                Address(question.id, row=row, column=column.id)
                for row in range(1, question.rows + 1)
                for column in question.columns
            ]
        elif control is Control.TICKS:
            found += [Address(question.id, option.id) for option in question.options]
        else:
            found.append(Address(question.id))
    return found


def answer_cells(case: Case, make: Any) -> dict[str, Any]:
    """Name → the cell that it stands for, of every answer."""
    workbook = book(case, make)
    found = {}
    for defined in workbook.defined_names.values():
        if defined.name.startswith("_dg_"):
            ((sheet, cell),) = defined.destinations
            found[defined.name] = workbook[sheet][cell]
    return found


@pytest.mark.parametrize(("case", "make"), FILES)
def test_every_answer_has_a_name_of_its_own(case: Case, make: Any) -> None:
    cells = answer_cells(case, make)
    assert {address.name for address in addresses(case[1])} <= set(cells)
    assert len({(cell.parent.title, cell.coordinate) for cell in cells.values()}) == len(cells)
    spare = set(cells) - {address.name for address in addresses(case[1])}
    tables = tuple(f"_dg_{question.id}"[:31] for question in case[1].questions if question.kind == "table")
    assert all(one.startswith(tables) for one in spare)


@pytest.mark.parametrize(("case", "make"), FILES)
def test_only_answers_can_be_changed_and_no_password_stands_in_the_way(case: Case, make: Any) -> None:
    open_ = {(cell.parent.title, cell.coordinate) for cell in answer_cells(case, make).values()}
    for sheet in book(case, make).worksheets:
        if sheet.sheet_state == "visible":
            assert sheet.protection.sheet
            assert not sheet.protection.password
            assert not sheet.protection.selectLockedCells, "what is locked must still be readable"
            assert not sheet.protection.formatColumns, "columns can be resized"
            assert not sheet.protection.formatRows, "rows can be resized"
        unlocked = {c.coordinate for row in sheet.iter_rows() for c in row if not c.protection.locked}
        assert unlocked == {cell for title, cell in open_ if title == sheet.title}


@pytest.mark.parametrize(("case", "make"), FILES)
def test_the_first_cell_of_an_answers_row_holds_the_reference_and_nothing_else(case: Case, make: Any) -> None:
    cells = answer_cells(case, make)
    for question in case[1].questions:
        for address in addresses(case[1]):
            if address.field == question.id and not address.row:
                cell = cells[address.name]
                assert cell.parent.cell(cell.row, 1).value == question.ref


@pytest.mark.parametrize("case", every(), ids=name)
def test_what_can_be_chosen_are_the_labels_of_the_form(case: Case) -> None:
    workbook = book(case, blank)
    for question in case[1].questions:
        if kind(question).control is Control.ONE_OF:
            cell = answer_cells(case, blank)[Address(question.id).name]
            (rule,) = [r for r in cell.parent.data_validations.dataValidation if cell.coordinate in r.cells]
            assert (rule.type, rule.showErrorMessage) == ("list", True)
            ((sheet, area),) = workbook.defined_names[rule.formula1].destinations
            listed = [one.value for row in workbook[sheet][area] for one in (row if isinstance(row, tuple) else (row,))]
            assert listed == [" ".join(option.label.split()) for option in question.options]


@pytest.mark.parametrize("case", every(), ids=name)
def test_dates_numbers_and_ticks_are_asked_for_as_such(case: Case) -> None:
    cells = answer_cells(case, blank)
    sorts = {"date": "date", "number": "decimal", "ticks": "list"}
    for question in case[1].questions:
        for address in addresses(case[1]):
            if address.field == question.id and question.kind in sorts:
                cell = cells[address.name]
                (rule,) = [r for r in cell.parent.data_validations.dataValidation if cell.coordinate in r.cells]
                assert rule.type == sorts[question.kind]
                assert rule.error
                assert cell.number_format == ("dd/mm/yyyy" if question.kind == "date" else cell.number_format)
                assert question.kind != "ticks" or rule.formula1 == '"✓"'


@pytest.mark.parametrize(("case", "make"), FILES)
def test_every_formula_is_docgens_own(case: Case, make: Any) -> None:
    """No word of a definition, of a template or of an answer becomes a formula."""
    for sheet in book(case, make).worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    assert cell.protection.locked
                    assert cell.value.startswith(("=IF(", '="')), cell.value
                    assert {"COUNTIF", "COUNTA", "IF", "AND", "OR", "NOT"} >= functions(cell.value)


def functions(formula: str) -> set[str]:
    outside = "".join(part for n, part in enumerate(formula.split('"')) if n % 2 == 0)
    return set(re.findall(r"([A-Z]+)\(", outside))


@pytest.mark.parametrize(("case", "make"), FILES)
def test_no_cells_are_merged_and_there_are_no_macros(case: Case, make: Any) -> None:
    assert all(not sheet.merged_cells.ranges for sheet in book(case, make).worksheets)
    assert not [part for part in parts(make(case)) if "vba" in part.lower() or "activeX" in part or "ctrlProps" in part]


@pytest.mark.parametrize("case", every(), ids=name)
def test_the_sheets_are_named_in_words_and_the_hidden_one_is_out_of_the_way(case: Case) -> None:
    workbook = book(case, blank)
    assert workbook.sheetnames[0] == "Read me first"
    assert workbook.sheetnames[-1] == "_docgen"
    assert [sheet.sheet_state for sheet in workbook.worksheets] == ["visible"] * (len(workbook.sheetnames) - 1) + [
        "veryHidden"
    ]
    tables = [question for question in case[1].questions if question.kind == "table"]
    assert len(workbook.sheetnames) == 3 + len(tables)
    assert all((len(title) <= 31 and " " in title) or title == "_docgen" for title in workbook.sheetnames[:1])
    assert all(title.startswith(q.ref) for title, q in zip(workbook.sheetnames[2:-1], tables, strict=True))


@pytest.mark.parametrize("case", every(), ids=name)
def test_every_sheet_prints_on_a4_as_wide_as_the_page_with_its_head_on_each(case: Case) -> None:
    framework, form = case
    for number, sheet in enumerate(book(case, blank).worksheets[:-1]):
        setup = sheet.page_setup
        assert (setup.paperSize, setup.fitToWidth, setup.fitToHeight) == (9, 1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        footer = f"{framework.id} {framework.version} · {form.id} · {TOOLKIT}"
        assert footer in sheet.oddFooter.left.text
        assert sheet.oddFooter.right.text == "Page &P of &N"
        if number:
            rows = sheet.freeze_panes[1:]
            assert sheet.print_title_rows == f"$1:${int(rows) - 1}"


@pytest.mark.parametrize("case", every(), ids=name)
def test_identity_stands_in_four_places(case: Case) -> None:
    framework, form = case
    workbook = book(case, blank)
    said = [framework.id, framework.version, form.id, TOOLKIT]
    custom = {one.name: one.value for one in workbook.custom_doc_props.props}
    assert custom == dict(
        zip(("docgen.framework", "docgen.version", "docgen.form", "docgen.toolkit"), said, strict=True)
    )
    assert workbook.properties.identifier == f"docgen:{':'.join(said)}"
    hidden = workbook["_docgen"]
    assert [hidden.cell(row, 2).value for row in range(1, 5)] == said
    assert all(TOOLKIT in sheet.oddFooter.left.text for sheet in workbook.worksheets[:-1])


@pytest.mark.parametrize("case", every(), ids=name)
def test_the_workbook_names_its_title_and_its_language(case: Case) -> None:
    properties = book(case, blank).properties
    assert properties.title == f"{case[0].title}: {case[1].title}"
    assert properties.language == "en-GB"
    assert properties.creator == properties.lastModifiedBy == case[0].organisation


@pytest.mark.parametrize("case", every(), ids=name)
def test_the_logo_has_words(case: Case) -> None:
    drawings = [data for part, data in parts(blank(case)).items() if part.startswith("xl/drawings/drawing")]
    assert len(drawings) == 1
    assert b'descr="Logo of the organisation"' in drawings[0]


@pytest.mark.parametrize("case", every(), ids=name)
def test_every_word_of_status_has_a_colour_that_says_no_more_than_the_word(case: Case) -> None:
    for sheet in book(case, blank).worksheets[1:-1]:
        rules = [rule for area in sheet.conditional_formatting for rule in area.rules]
        assert [rule.formula[0].partition("=")[2].strip('"') for rule in rules] == ["To do", "Done", "Not needed"]


@pytest.mark.parametrize("case", every(), ids=name)
def test_the_same_input_makes_the_same_bytes(case: Case) -> None:
    framework, form = case
    again = compile_toolkit(framework, form, TEMPLATE, prefill=[question.id for question in form.questions])
    assert again.copy(TOOLKIT, answers(form)) == filled(case)
    with zipfile.ZipFile(io.BytesIO(filled(case))) as package:
        assert {item.date_time for item in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.testzip() is None


def test_a_compiled_form_can_be_sent_to_another_process() -> None:
    case = every()[0]
    assert pickle.loads(pickle.dumps(compiled(case))).copy(TOOLKIT, answers(case[1])) == filled(case)


def test_only_what_differs_from_copy_to_copy_is_made_anew() -> None:
    ready = compile_toolkit(*every()[0], TEMPLATE)
    assert {part for part, _ in ready.parts} == {
        "docProps/core.xml", "docProps/custom.xml", *(f"xl/worksheets/sheet{n}.xml" for n in (1, 2, 3, 4)),
    }  # fmt: skip


def test_words_that_are_the_same_in_every_copy_stand_in_the_shared_strings() -> None:
    sheets = [data for part, data in parts(blank(every()[0])).items() if part.startswith("xl/worksheets/sheet")]
    inline = [cell for data in sheets for cell in etree.fromstring(data).iter(S + "is")]
    assert {"".join(str(text) for text in cell.itertext()).rpartition(" ")[2] for cell in inline} == {TOOLKIT}


def test_every_colour_of_text_stands_out_from_its_ground() -> None:
    styles = etree.fromstring(parts(TEMPLATE)["xl/styles.xml"])
    fonts = [font.find(S + "color").get("rgb")[2:] for font in styles.find(S + "fonts")]  # type: ignore[union-attr,index]
    fills = [fill.find(f".//{S}fgColor") for fill in styles.find(S + "fills")]  # type: ignore[union-attr]
    for xf in styles.find(S + "cellStyleXfs"):  # type: ignore[union-attr]
        ground = fills[int(str(xf.get("fillId")))]
        behind = str(ground.get("rgb"))[2:] if ground is not None else "FFFFFF"
        low, high = sorted((luminance(fonts[int(str(xf.get("fontId")))]), luminance(behind)))
        assert (high + 0.05) / (low + 0.05) >= 4.5
