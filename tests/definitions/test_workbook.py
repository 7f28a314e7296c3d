"""A definition in Excel: nothing is lost on the way there and back, and every mistake is named by its cell."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from docgen import definitions
from docgen.definitions import language, workbook, yamltext
from docgen.definitions.build import digest
from docgen.definitions.source import Source, parse
from docgen.definitions.starter import starter
from docgen.definitions.wording import understand
from docgen.definitions.workbook import layout, rows
from docgen.definitions.workbook.read import escaped, unescaped
from tests.definitions.test_shipped import as_editors_read, faults

ROOT = Path(__file__).parent.parent.parent
SHIPPED = definitions.find([ROOT / "frameworks"])
STARTER = starter("our-audit", "Our audit", "Borough of Example")

Edit = Callable[[Workbook], None]
Say = Callable[..., list[str]]


def digest_of(source: Source) -> str:
    understood = understand(source)
    assert understood.definition is not None
    assert understood.found == []
    return digest(understood.definition)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The definition to start from, as a workbook."""
    path = tmp_path / "ours.xlsx"
    path.write_bytes(new_workbook())
    return path


@lru_cache
def new_workbook() -> bytes:
    return definitions.new_workbook("our-audit", "Our audit", "Borough of Example")


@pytest.fixture
def say(book: Path) -> Say:
    """What is said about the workbook once some cells were changed: `sheet!A1` and what is typed there."""

    def said(edit: Edit | None = None, /, **cells: Any) -> list[str]:
        opened = load_workbook(book)
        for place, value in cells.items():
            sheet, _, cell = place.partition("__")
            opened[sheet.replace("_", " ")][cell] = value
        if edit is not None:
            edit(opened)
        opened.save(book)
        return [str(query).removeprefix(f"{book}, ").rsplit(" [", 1)[0] for query in definitions.check(book)[1]]

    return said


@lru_cache
def _excel(path: Path) -> bytes:
    return definitions.as_workbook(path)


def excel(path: Path, folder: Path) -> Path:
    """A shipped framework as a workbook."""
    there = folder / "there.xlsx"
    there.write_bytes(_excel(path))
    return there


def find(sheet: str, **cells: str) -> int:
    """The number of the row of the workbook to start from in which these cells stand."""
    found = workbook_rows(sheet)
    return next(n for n, row in enumerate(found, start=2) if all(row.get(k) == v for k, v in cells.items()))


def workbook_rows(sheet: str) -> list[rows.Row]:
    return rows.rows(parse(STARTER)[0].data).sheets[sheet]


# --- nothing is lost ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_framework_says_the_same_after_excel_and_back(path: Path, tmp_path: Path) -> None:
    there = excel(path, tmp_path)
    assert definitions.load(there).digest == definitions.load(path).digest
    back = tmp_path / "back.yaml"
    text, queries = definitions.as_yaml(there)
    back.write_text(text, encoding="utf-8")
    assert queries == ()
    assert definitions.load(back).digest == definitions.load(path).digest


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_an_editor_finds_no_fault_in_what_comes_back(path: Path, tmp_path: Path) -> None:
    text = definitions.as_yaml(excel(path, tmp_path))[0]
    assert text.startswith("# yaml-language-server: $schema=framework.schema.json\n")
    assert list(faults(as_editors_read(text), definitions.schema())) == []


def test_the_same_definition_makes_the_same_workbook() -> None:
    assert definitions.new_workbook("our-audit", "Our audit", "Borough of Example") == new_workbook()


TEXTS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=40).filter(
    lambda text: bool(text.strip())
)
LINES = TEXTS | st.sampled_from(["=1+1", "yes", "0012", "1.10", "true", "a: b", "# no comment", "_x000D_", "a, b; c"])
PARAGRAPHS = LINES | st.lists(LINES, min_size=2, max_size=3).map("\n\n".join)
WHENS = st.sampled_from(
    [{"seen": "yes"}, {"seen": ["yes", "no"]}, "seen == 'yes' or blank(note)", {"note": "blank", "seen": "no"}]
) | st.builds(lambda says: {"expression": "blank(note)", "says": says}, LINES)


@st.composite
def frameworks(draw: st.DrawFn) -> dict[str, Any]:
    """A definition with texts that people and programs trip over, in every sort of place."""
    question: dict[str, Any] = {"id": "seen", "kind": "yesno", "label": draw(LINES), "guidance": draw(PARAGRAPHS)}
    if draw(st.booleans()):
        question["comment"] = draw(st.fixed_dictionaries({}, optional={"label": LINES, "required_when": WHENS}))
    options = [{"id": f"o{n}", "label": f"{n} {draw(LINES)}", "descriptor": draw(PARAGRAPHS)} for n in range(2)]
    note = {"id": "note", "kind": "ticks", "label": draw(LINES), "options": options, "relevant_when": draw(WHENS)}
    column = {"id": "what", "kind": "choice", "label": draw(LINES), "options": draw(st.sampled_from([options, []]))}
    table = {"id": "rows", "kind": "table", "label": draw(LINES), "rows": "5", "columns": [column]}
    section = {"id": "main", "title": draw(LINES), "intro": draw(PARAGRAPHS), "questions": [question, note, table]}
    form = {"id": "case", "title": draw(LINES), "how_to": draw(st.lists(PARAGRAPHS, min_size=1, max_size=3))}
    report = {"id": "annual", "title": draw(LINES), "form": "case"}
    parts: list[dict[str, Any]] = [
        {"kind": "text", "title": draw(LINES), "text": draw(st.lists(PARAGRAPHS, min_size=1, max_size=3))}
    ]
    parts += [{"kind": "overall", "title": "T", "columns": [{"id": "n", "label": draw(LINES), "measure": "m"}]}]
    guidance = {"parts": [{"title": draw(LINES), "text": [draw(PARAGRAPHS)]}]}
    return {
        "id": "sample", "version": draw(LINES), "title": draw(LINES), "organisation": draw(LINES),
        "forms": [{**form, "sections": [section], "rules": [{"id": "r", "kind": "needs", "when": draw(WHENS)}]}],
        "reports": [{**report, "sections": parts}], "guidance": guidance,
        "rounds": [{"id": draw(LINES), "label": "R", "first": "2026-01-01", "last": "2026-12-31",
                    "recommendations": [{"id": "1.2", "text": draw(PARAGRAPHS), "status": "not met"}]}],
    }  # fmt: skip


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(frameworks())
def test_whatever_people_write_comes_back_from_excel_and_from_yaml(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, Any]
) -> None:
    path = tmp_path_factory.mktemp("law") / "there.xlsx"
    path.write_bytes(workbook.drawn(data))
    source, problems = workbook.gather(path)
    assert [one for one in problems if one.rule != "unused-list"] == []
    assert digest_of(source) == digest_of(Source(data))
    again, problems = parse(yamltext.definition(source.data))
    assert problems == ()
    assert digest_of(again) == digest_of(Source(data))


@given(st.text())
def test_excels_own_escapes_are_texts_like_others(text: str) -> None:
    assert unescaped(escaped(text)) == text


def test_an_escape_that_excel_wrote_becomes_its_character() -> None:
    assert unescaped("one_x000D_two") == "one\rtwo"


def test_every_word_of_the_language_has_a_column_a_sheet_or_stands_under_more() -> None:
    """What a word is today or tomorrow: the writer leaves nothing out, because it walks over the data."""
    data = {"id": "a", "version": "1", "title": "T", "organisation": "O", "forms": [], "coming": {"soon": ["x"]}}
    filled = rows.rows(data).sheets
    assert filled["more"] == [{"Part": "", "Word": "coming", "YAML": "soon: [x]\n"}]
    heads = {one.home: {column.words[0] for column in one.columns} for one in layout.sheets()}
    assert set(language.Question.model_fields) - heads["forms", "sections", "questions"] == {
        "descriptors", "columns", "comment",
    }  # fmt: skip


def test_a_text_too_long_for_a_cell_and_a_list_with_paragraphs_stand_under_more(tmp_path: Path) -> None:
    data = parse(STARTER)[0].data
    data["summary"] = "word " * 7000
    data["forms"][0]["how_to"] = ["One\n\nwith two paragraphs", "Two"]
    more = rows.rows(data).sheets["more"]
    assert [(row["Part"], row["Word"]) for row in more] == [("", "summary"), ("forms > case", "how_to")]


# --- what a workbook looks like ----------------------------------------------------------------------------


def test_the_first_sheet_explains_and_the_others_have_readable_heads(book: Path) -> None:
    opened = load_workbook(book)
    assert opened.sheetnames[:3] == ["read me", "framework", "scales"]
    said = " ".join(str(cell.value) for row in opened["read me"].iter_rows() for cell in row if cell.value)
    for word in ("docgen check", "docgen convert", "comment", "urgent_when", "working_days", *opened.sheetnames[1:]):
        assert word in said
    assert [cell.value for cell in opened["rules"][1]][:5] == ["Form", "Id *", "Kind *", "Severity", "Message"]
    assert opened["questions"].freeze_panes == "C2"


def test_kinds_yes_and_no_and_ids_are_chosen_from_lists_and_every_cell_says_what_belongs_there(book: Path) -> None:
    sheet = load_workbook(book)["questions"]
    lists = {one.promptTitle: one.formula1 for one in sheet.data_validations.dataValidation}
    assert lists["Kind"] == '"text,longtext,choice,grade,ticks,yesno,date,number,table,comment"'
    assert lists["Required"] == '"yes,no"'
    assert lists["Scale"] == "=scales!$A$2:$A$2000"
    assert lists["Options"] == "=options!$A$2:$A$2000"
    assert all(one.prompt and len(one.prompt) <= 255 for one in sheet.data_validations.dataValidation)


def test_no_text_is_a_formula_and_a_list_of_options_stands_once(tmp_path: Path) -> None:
    data = parse(STARTER)[0].data
    data["title"] = "=1+1"
    for question in data["forms"][0]["sections"][1]["questions"][1:3]:
        question["options"] = [{"id": "a", "label": "=HYPERLINK(1)"}, {"id": "b", "label": "B"}]
    opened = load_workbook(io.BytesIO(workbook.drawn(data)))
    assert [
        cell.data_type for sheet in opened for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ] == []
    names = [row[0].value for row in opened["options"].iter_rows(min_row=2)]
    assert names.count("strengths") == 2
    assert "learning" not in names


def test_a_list_of_one_option_is_called_by_it() -> None:
    caf = parse((ROOT / "frameworks" / "bwd-caf-2021.07.yaml").read_text("utf-8"))[0].data
    names = {row["List"] for row in rows.rows(caf).sheets["options"]}
    assert "not_applicable" in names
    assert "consent" not in names


# --- mistakes ----------------------------------------------------------------------------------------------


def test_a_workbook_to_start_from_is_clean(say: Say) -> None:
    assert say() == []


def test_every_mistake_is_named_by_sheet_row_and_column_all_at_once(say: Say) -> None:
    kind = find("questions", Id="visits")
    theme = find("questions", Id="strengths")
    when = find("rules", Id="inadequate-is-urgent")
    assert say(
        **{
            f"questions__D{kind}": "numbre",
            f"questions__P{theme}": "practise",
            f"rules__G{when}": "grade: inadequat",
            "thresholds__D2": "lots",
        }
    ) == [
        f"sheet questions, row {kind}, column Kind: The kind of the question “visits” is “numbre”. "
        "Did you mean “number”?",
        f"sheet questions, row {theme}, column Theme: There is no theme “practise”. Did you mean “practice”?",
        f"sheet rules, row {when}, column When: “inadequat” is not an option of “grade”. Did you mean “inadequate”?",
        "sheet thresholds, row 2, column At least: “at_least” of the threshold “good-target” must be a number from 0 "
        "to 100, without a % sign; “lots” was found. Write a number from 0 to 100, without a % sign.",
    ]


def test_what_must_be_there_is_missed_in_its_row(say: Say) -> None:
    row = find("questions", Id="visits")
    (said,) = say(**{f"questions__E{row}": None})
    assert said == f"sheet questions, row {row}: The question “visits” has no “label”. Add label: and its text."


def test_an_id_given_twice_names_the_row_of_the_first(say: Say) -> None:
    first, second = find("questions", Id="auditor"), find("questions", Id="practitioner")
    said = say(**{f"questions__C{second}": "auditor"})
    assert any(f"The first is in sheet questions, row {min(first, second)}, column Id." in one for one in said)


@pytest.mark.parametrize(
    ("cells", "due"),
    [
        pytest.param(
            {"sections__A2": "cas"},
            "sheet sections, row 2, column Form: There is no form “cas”. Did you mean “case”?",
            id="unknown form",
        ),
        pytest.param(
            {"questions__B2": "detals"},
            "sheet questions, row 2, column Section: There is no section “detals” in “case”. Did you mean “details”?",
            id="unknown section",
        ),
        pytest.param(
            {"questions__L3": "temas"},
            "sheet questions, row 3, column Options: There is no list of options “temas”.",
            id="unknown list",
        ),
        pytest.param(
            {"options__A99": "spare", "options__B99": "a", "options__C99": "A"},
            "sheet options, row 99, column List: No question uses the list of options “spare”.",
            id="list that nothing uses",
        ),
        pytest.param(
            {"questions__D2": "comment"},
            "sheet questions, row 2: This comment stands under no question.",
            id="comment without a question",
        ),
        pytest.param(
            {"framework__A2": "Idd"},
            "sheet framework, row 2, column Word: “Idd” is not a word of the framework. Did you mean “Id”?",
            id="word of the framework",
        ),
        pytest.param(
            {"questions__E2": "=A1"},
            "sheet questions, row 2, column Label: A formula stands here. Write the text itself, or paste it",
            id="formula",
        ),
        pytest.param(
            {"scales__H5": "mine"},
            "sheet scales, row 5, column H: “mine” stands in a column without a heading.",
            id="no heading",
        ),
        pytest.param(
            {"scales__B1": "Lable"},
            "sheet scales, row 1, column B: “Lable” is not a column of the sheet scales. Did you mean “Label”?",
            id="heading",
        ),
        pytest.param(
            {"scales__B1": "Id"}, "sheet scales, row 1, column B: Two columns are called “Id”.", id="heading twice"
        ),
        pytest.param(
            {"descriptors__A2": "case", "descriptors__B2": "grad", "descriptors__C2": "good", "descriptors__D2": "G."},
            "sheet descriptors, row 2, column Question: There is no question “grad” in the form “case”.",
            id="descriptor of no question",
        ),
        pytest.param(
            {"more__A2": "reports > anual", "more__B2": "title", "more__C2": "x"},
            "sheet more, row 2, column Part: “reports > anual” leads to no part.",
            id="way that leads nowhere",
        ),
        pytest.param(
            {"more__B2": "guidance", "more__C2": "parts:\n- title: T\n  txt: x"},
            "sheet more, row 2, column YAML, line 3: “txt” is not a word of",
            id="within YAML",
        ),
    ],
)
def test_a_mistake_of_the_sheet_itself_is_named_in_its_cell(say: Say, cells: dict[str, Any], due: str) -> None:
    assert any(one.startswith(due) for one in say(**cells)), say()


def test_a_sheet_or_column_of_ones_own_starts_with_a_number_sign(say: Say) -> None:
    def own(opened: Workbook) -> None:
        opened.create_sheet("# notes")["A1"] = "Ask the team."
        opened["questions"]["S1"], opened["questions"]["S2"] = "# to do", "word it better"
        opened.create_sheet("qestions")["A1"] = "a copy"

    (said,) = say(own)
    assert said.endswith("Did you mean “questions”? To keep a sheet of your own, start its name with #.")


def test_form_and_section_may_be_left_blank_as_in_the_row_above(say: Say, book: Path) -> None:
    def thinner(opened: Workbook) -> None:
        for name, keys in (("sections", 1), ("questions", 2), ("rules", 1), ("columns", 2), ("grades", 1)):
            above: list[Any] = []
            for row in opened[name].iter_rows(min_row=2, max_col=keys):
                now = [cell.value for cell in row]
                for cell, before in zip(row, above, strict=False):
                    cell.value = None if cell.value == before else cell.value
                above = now

    whole = definitions.load(book).digest
    assert say(thinner) == []
    assert definitions.load(book).digest == whole


def test_cells_that_excel_made_numbers_days_and_truths_are_read_as_they_look(say: Say, book: Path) -> None:
    required, rows_ = find("questions", Id="case_ref"), find("questions", Id="actions")
    cells = {f"questions__I{required}": True, f"questions__N{rows_}": 4, "thresholds__D2": 70.0}
    round_ = {"rounds__A2": 2026, "rounds__B2": "Spring", "rounds__C2": date(2026, 1, 1), "rounds__D2": "2026-06-30"}
    assert say(**cells, **round_) == []
    framework = definitions.load(book)
    table = framework.forms[0].question("actions")
    assert table is not None
    assert (table.rows, framework.rounds[0].id, framework.rounds[0].first) == (4, "2026", date(2026, 1, 1))


def test_conditions_are_written_a_line_each(say: Say, book: Path) -> None:
    row = find("questions", Id="story")
    assert say(**{f"questions__K{row}": "child_seen: yes\ngrade: good, inadequate"}) == []
    question = definitions.load(book).forms[0].question("story")
    assert question is not None
    assert question.relevant_when is not None
    assert [(test.field, test.any_of) for test in question.relevant_when.tests] == [
        ("child_seen", ("yes",)),
        ("grade", ("good", "inadequate")),
    ]


@pytest.mark.parametrize(
    ("data", "due"),
    [
        (b"", "This is no Excel workbook (.xlsx), or it has a password."),
        (b"id: sample\n", "This is no Excel workbook (.xlsx), or it has a password."),
        (b"PK\x05\x06" + b"\0" * 18, "The workbook cannot be read (KeyError)."),
    ],
)
def test_a_file_that_is_no_workbook_says_so(tmp_path: Path, data: bytes, due: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    framework, (query,) = definitions.check(path)
    assert framework is None
    assert query.message == due


def test_a_workbook_without_the_sheet_of_the_framework_says_how_to_get_one(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "x.xlsx")
    framework, (query,) = definitions.check(tmp_path / "x.xlsx")
    assert framework is None
    assert query.message == "The workbook has no sheet “framework”."


def test_a_workbook_that_is_not_there_says_so(tmp_path: Path) -> None:
    assert definitions.check(tmp_path / "x.xlsx")[1][0].message == "There is no such file."


# --- other programs ----------------------------------------------------------------------------------------


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_a_workbook_that_libreoffice_has_saved_says_the_same(tmp_path: Path) -> None:
    path = excel(SHIPPED[1], tmp_path)
    profile = (tmp_path / "profile").as_uri()
    command = [
        "soffice",
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), str(path)], check=True, capture_output=True, timeout=180
    )
    assert definitions.load(tmp_path / "out" / "there.xlsx").digest == definitions.load(SHIPPED[1]).digest


def test_the_help_of_a_cell_speaks_of_cells_and_not_of_yaml() -> None:
    every = [column.says for sheet in layout.sheets() for column in sheet.columns]
    every += [column.says for column in (*layout.framework_words(), *layout.option_columns())]
    assert [says for says in every if re.search(r"in quotes|true where|Left out|`", says)] == []
