"""Whatever docgen makes has nothing found in it: forms, guidance documents, reports."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from docgen import definitions
from docgen.access import check
from docgen.forms import excel, word
from docgen.marks import toolkit_id
from docgen.model import Framework
from docgen.reports import compile_report, guidance
from tests.reports import builders

ROOT = Path(__file__).parents[2]
BASE = (ROOT / "templates" / "report.docx").read_bytes()
FRAMEWORKS = definitions.find([ROOT / "frameworks"])


@cache
def framework(path: Path) -> Framework:
    return definitions.load(path)


FORMS = [(path, form.id) for path in FRAMEWORKS for form in framework(path).forms]


def found(data: bytes, name: str) -> list[str]:
    return [str(query) for query in check(data, name)]


@pytest.mark.parametrize("protect", [False, True], ids=["open", "protected"])
@pytest.mark.parametrize(("path", "form"), FORMS, ids=[f"{path.stem}-{form}" for path, form in FORMS])
def test_a_word_form(path: Path, form: str, protect: bool) -> None:
    shown = framework(path).form(form)
    assert shown is not None
    template = (ROOT / "templates" / "toolkit.docx").read_bytes()
    compiled = word.compile_toolkit(framework(path), shown, template, protect=protect)
    assert found(compiled.copy(toolkit_id("access"), {}), f"{form}.docx") == []


@pytest.mark.parametrize(("path", "form"), FORMS, ids=[f"{path.stem}-{form}" for path, form in FORMS])
def test_an_excel_form(path: Path, form: str) -> None:
    shown = framework(path).form(form)
    assert shown is not None
    compiled = excel.compile_toolkit(framework(path), shown, (ROOT / "templates" / "toolkit.xlsx").read_bytes())
    assert found(compiled.copy(toolkit_id("access"), {}), f"{form}.xlsx") == []


@pytest.mark.parametrize("path", FRAMEWORKS, ids=lambda path: path.stem)
def test_a_guidance_document(path: Path) -> None:
    contacts = (("early help service manager", "A. Example, 020 7946 0000"),)
    assert found(guidance.write(framework(path), BASE, contacts), "guidance.docx") == []


def test_the_national_report() -> None:
    audits, moderations = builders.second_grades()
    made = builders.material(audits, moderations=moderations, published=builders.published())
    assert found(compile_report(made, BASE, builders.WORDING).document, "report.docx") == []


@pytest.mark.parametrize("name", ["report.docx", "toolkit.docx"])
def test_a_base_that_staff_restyle_has_nothing_wrong_with_its_looks(name: str) -> None:
    looks = ("contrast", "text-size", "colour-alone", "alignment", "language", "floating", "hidden-text")
    assert [q for q in check((ROOT / "templates" / name).read_bytes(), name) if q.rule in looks] == []
