"""Written workbooks before other programs: the published schemas, and LibreOffice, which saves them and calculates."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import load_workbook

from docgen.fields import kind
from docgen.forms.excel import open_form
from docgen.model import Value
from tests.forms.excel.written import TOOLKIT, S, blank, compiled, filled, marks, packed, parts, values
from tests.forms.word.written import Case, answers, every, name

SCHEMA_TOOL = os.environ.get("DOCGEN_SCHEMA_TOOL", "")
SOFFICE = shutil.which("soffice")


@pytest.mark.skipif(not SCHEMA_TOOL, reason="DOCGEN_SCHEMA_TOOL names no checker of .xlsx files")
@pytest.mark.parametrize("case", every(), ids=name)
def test_every_part_is_valid_by_the_published_schemas(case: Case, tmp_path: Path) -> None:
    for make in (blank, filled):
        path = tmp_path / f"{make.__name__}.xlsx"
        path.write_bytes(make(case))
        found = subprocess.run([sys.executable, SCHEMA_TOOL, str(path)], capture_output=True, text=True, timeout=120)
        assert found.returncode == 0, found.stdout


def example(case: Case, turn: int) -> dict[str, Value]:
    """Answers in which conditions come out one way at one turn and the other way at the next; some are left blank."""
    given: dict[str, Value] = {}
    for number, question in enumerate(case[1].questions):
        examples = kind(question).examples(question)
        if (number + turn) % 4:
            given[question.id] = examples[(number + turn) % len(examples)]
    return given


@cache
def files() -> dict[str, bytes]:
    """Every form blank, filled, and half filled in three ways."""
    found = {}
    for case in every():
        found[f"{name(case)}-blank"] = blank(case)
        found[f"{name(case)}-filled"] = filled(case)
        found |= {f"{name(case)}-{turn}": compiled(case).copy(TOOLKIT, example(case, turn)) for turn in range(3)}
    return found


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same after LibreOffice has opened, calculated and saved them; what we said that formulas come to is gone."""
    if SOFFICE is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    for title, data in files().items():
        (folder / f"{title}.xlsx").write_bytes(uncalculated(data))
    profile = (folder / "profile").as_uri()
    command = [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    names = [str(folder / f"{title}.xlsx") for title in files()]
    subprocess.run([*command, "--outdir", str(folder / "saved"), *names], check=True, capture_output=True, timeout=600)
    return {title: (folder / "saved" / f"{title}.xlsx").read_bytes() for title in files()}


def uncalculated(data: bytes) -> bytes:
    found = parts(data)
    for part in found:
        if part.startswith("xl/worksheets/sheet"):
            found[part] = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", found[part])
    return packed(found)


@pytest.mark.libreoffice
@pytest.mark.parametrize("case", every(), ids=name)
def test_what_libreoffice_has_saved_is_read_as_it_was(case: Case, saved: dict[str, bytes]) -> None:
    given = {"filled": answers(case[1]), "blank": {}} | {str(turn): example(case, turn) for turn in range(3)}
    for title, expected in given.items():
        data = saved[f"{name(case)}-{title}"]
        assert values(data, case) == {question.id: expected.get(question.id) for question in case[1].questions}
        assert marks(data, case).unread == ()
        opened = open_form(data, "form.xlsx")
        assert opened.editor.startswith("LibreOffice")
        assert {carrier.toolkit for carrier in opened.carriers} == {TOOLKIT}
        assert len(opened.carriers) == 4


@pytest.mark.libreoffice
@pytest.mark.parametrize("case", every(), ids=name)
def test_the_words_of_status_are_those_that_libreoffice_calculates(case: Case, saved: dict[str, bytes]) -> None:
    for title in ("blank", "filled", "0", "1", "2"):
        key = f"{name(case)}-{title}"
        ours, theirs = calculated(files()[key]), calculated(saved[key])
        assert ours == theirs
        assert len(ours) > len(case[1].questions)


def calculated(data: bytes) -> dict[tuple[str, str], str]:
    """(sheet, cell) → what its formula comes to."""
    found: dict[tuple[str, str], str] = {}
    formulas, results = (load_workbook(io.BytesIO(data), data_only=only) for only in (False, True))
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    value: Any = results[sheet.title][cell.coordinate].value
                    found[sheet.title, cell.coordinate] = str(value or "")
    return found


@pytest.mark.libreoffice
def test_libreoffice_keeps_lists_protection_and_what_is_open(saved: dict[str, bytes]) -> None:
    case = every()[-1]
    before, after = (load_workbook(io.BytesIO(data)) for data in (blank(case), saved[f"{name(case)}-blank"]))
    for old, new in zip(before.worksheets, after.worksheets, strict=True):
        assert new.protection.sheet == old.protection.sheet
        unlocked = [
            {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
            for sheet in (old, new)
        ]
        assert unlocked[0] == unlocked[1]
        assert len(new.data_validations.dataValidation) >= len(old.data_validations.dataValidation)


def test_rows_are_not_fixed_in_height_so_that_long_answers_make_room() -> None:
    for part, data in parts(filled(every()[0])).items():
        if part.startswith("xl/worksheets/sheet"):
            fixed = [row.get("r") for row in etree.fromstring(data).iter(S + "row") if row.get("customHeight") == "1"]
            assert len(fixed) <= 10, part
