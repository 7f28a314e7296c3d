"""Whatever docgen makes has nothing found in it: forms, guidance documents, reports."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from docgen import definitions
from docgen.access import check
from docgen.forms import excel, word
from docgen.marks import toolkit_id
from docgen.model import Audit, Cell, Form, Framework, Question, Value
from docgen.reports import Material, compile_report, guidance
from tests.reports import builders

ROOT = Path(__file__).parents[2]
BASE = (ROOT / "templates" / "report.docx").read_bytes()
FRAMEWORKS = definitions.find([ROOT / "frameworks"])


@cache
def framework(path: Path) -> Framework:
    return definitions.load(path)


REPORTS = [(path, report.id) for path in FRAMEWORKS for report in framework(path).reports]
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


def audits(form: Form, count: int) -> tuple[Audit, ...]:
    """Made-up returns of a form, with every kind of answer in them."""
    made = []
    for n in range(count):
        values: dict[str, Value] = {question.id: _answer(question, n) for question in form.questions}
        values |= {form.role("case"): f"C{n:05}"} if form.role("case") else {}
        made.append(Audit(f"k{n}", form.id, "1", f"C{n:05}", values))
    return tuple(made)


def _answer(question: Question, n: int) -> Value:
    match question.kind:
        case "ticks":
            return tuple(one.id for one in question.options[n % 2 : 2] if not one.exclusive)
        case "table":
            return ({column.id: _cell(_answer(column, n)) for column in question.columns},)
        case "date":
            return f"2026-10-{n % 28 + 1:02}"
        case "number":
            return Decimal(n)
    return question.options[n % len(question.options)].id if question.options else f"In return {n}."


def _cell(value: Value) -> Cell:
    assert not isinstance(value, tuple)
    return value


@pytest.mark.parametrize(("path", "name"), REPORTS, ids=[f"{path.stem}-{name}" for path, name in REPORTS])
def test_a_report(path: Path, name: str) -> None:
    report = framework(path).report(name)
    form = framework(path).form(report.form) if report else None
    assert report is not None
    assert form is not None
    made = Material(
        framework(path), report, audits(form, 24), datetime(2026, 11, 20), period="2026-27", date="20 November 2026"
    )
    assert found(compile_report(made, BASE, builders.WORDING).document, "report.docx") == []


def test_the_national_report_over_its_577_cases() -> None:
    cases, moderations = builders.second_grades()
    made = builders.material(cases, moderations=moderations, published=builders.published())
    assert found(compile_report(made, BASE, builders.WORDING).document, "report.docx") == []


@pytest.mark.parametrize("name", ["report.docx", "toolkit.docx"])
def test_a_base_that_staff_restyle_has_nothing_wrong_with_its_looks(name: str) -> None:
    looks = ("contrast", "text-size", "colour-alone", "alignment", "language", "floating", "hidden-text")
    assert [q for q in check((ROOT / "templates" / name).read_bytes(), name) if q.rule in looks] == []
