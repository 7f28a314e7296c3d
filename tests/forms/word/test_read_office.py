"""Forms that LibreOffice opened and saved, once, twice, and by way of its own format, are read as before."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from docgen.fields import Control, kind, show
from docgen.forms.word import Blank, blank_of, open_form
from docgen.marks import toolkit_id
from docgen.model import Answer, Form, State, Value
from docgen.reading import read
from tests.forms.word.filling import Entry, fill
from tests.forms.word.written import Case, addresses, answers, compiled, every, name

SOFFICE = shutil.which("soffice")
DOCX = "docx:MS Word 2007 XML"
TOOLKIT = toolkit_id("before LibreOffice")

pytestmark = pytest.mark.libreoffice


class Office:
    """Converts all files of a folder, with a profile of its own."""

    def __init__(self, profile: Path) -> None:
        if SOFFICE is None:
            pytest.skip("LibreOffice is not on this machine")
        self._start = [SOFFICE, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to"]

    def convert(self, source: Path, kind: str, target: Path) -> Path:
        files = [str(path) for path in sorted(source.iterdir())]
        command = [*self._start, kind, "--outdir", str(target), *files]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return target


def entries(form: Form, values: Mapping[str, Value]) -> dict[str, Entry]:
    """What goes into each control, by its tag."""
    found: dict[str, Entry] = {}
    for address in addresses(form):
        question, value = form.question(address.field), values.get(address.field)
        assert question is not None
        if address.option:
            if value == address.option or (isinstance(value, tuple) and address.option in value):
                found[address.tag] = True
        elif kind(question).control is Control.ROWS:
            rows = value if isinstance(value, tuple) else ()
            row = rows[address.row - 1] if address.row <= len(rows) else {}
            column = next(one for one in question.columns if one.id == address.column)
            assert isinstance(row, Mapping)
            if row.get(column.id) is not None:
                found[address.tag] = show(row[column.id], column)
        elif value is not None:
            found[address.tag] = show(value, question)
    return found


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every form, blank and filled in, as LibreOffice saves it."""
    home = tmp_path_factory.mktemp("office")
    office = Office(home / "profile")
    (home / "made").mkdir()
    for case in every():
        blank = compiled(case).copy(TOOLKIT)
        (home / "made" / f"{name(case)}-blank.docx").write_bytes(blank)
        (home / "made" / f"{name(case)}.docx").write_bytes(fill(blank, entries(case[1], answers(case[1]))))
    once = office.convert(home / "made", DOCX, home / "once")
    twice = office.convert(once, DOCX, home / "twice")
    odt = office.convert(home / "made", "odt", home / "odt")
    return {"once": once, "twice": twice, "by way of odt": office.convert(odt, DOCX, home / "back")}


WAYS = pytest.mark.parametrize("way", ["once", "twice", "by way of odt"])
CASES = pytest.mark.parametrize("case", every(), ids=name)


@cache
def learned(case: Case) -> Blank:
    return blank_of(compiled(case).copy(toolkit_id("blank")))


def read_back(case: Case, path: Path) -> list[Answer]:
    """The answers of a file in which nothing is in doubt, missing or unread, and that still says what it is."""
    opened = open_form(path.read_bytes(), path.name)
    assert opened.editor.startswith("LibreOffice/")
    assert {one.toolkit for one in opened.carriers} == {TOOLKIT}
    marks = opened.marks(learned(case))
    assert (marks.unread, marks.missing) == ((), ())
    found = list(read(marks, case[1]))
    assert [(one.field, one.doubt) for one in found if one.state is State.DOUBTFUL] == []
    return found


@CASES
@WAYS
def test_a_blank_form_is_still_blank(case: Case, way: str, saved: dict[str, Path]) -> None:
    found = read_back(case, saved[way] / f"{name(case)}-blank.docx")
    assert {one.state for one in found} == {State.BLANK}


@CASES
@WAYS
def test_a_filled_form_says_what_it_said(case: Case, way: str, saved: dict[str, Path]) -> None:
    """Version 7 moves line breaks out of a control: the words stay, and a note says so."""
    for one in read_back(case, saved[way] / f"{name(case)}.docx"):
        value = answers(case[1])[one.field]
        if "LibreOffice 7 moved" in one.note:
            assert flat(one.value) == flat(value), one.field
        else:
            assert one.value == (value or None), one.field


def flat(value: Value) -> object:
    """A value without its line breaks."""
    if isinstance(value, tuple):
        return [{key: flat(cell) for key, cell in row.items()} if isinstance(row, Mapping) else row for row in value]
    return value.replace("\n", "") if isinstance(value, str) else value
