"""The proof of a form: everything its author needs beside each field, and nothing that anybody could fill in."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache
from pathlib import Path

import pytest

from docgen import definitions
from docgen.definitions.notes import notes
from docgen.forms import open_form
from docgen.forms.package import parse
from docgen.forms.word.proof import compile_proof
from docgen.forms.word.wordml import W, text_of
from docgen.marks import PROOF_CARRIER, toolkit_id
from docgen.model import Form, Framework
from docgen.reading.identity import identify

ROOT = Path(__file__).parents[3]
TEMPLATE = (ROOT / "templates" / "toolkit.docx").read_bytes()
FRAMEWORKS = [definitions.load(path) for path in definitions.find([ROOT / "frameworks"])]
FORMS = [pytest.param(one, form, id=f"{one.id} {form.id}") for one in FRAMEWORKS for form in one.forms]
NATIONAL = next(one for one in FRAMEWORKS if one.id == "cafcass-national")


@lru_cache
def _proof(framework: str, form: str) -> bytes:
    chosen = next(one for one in FRAMEWORKS if one.id == framework)
    shape = chosen.form(form)
    assert shape is not None
    return compile_proof(chosen, shape, TEMPLATE, notes(chosen, shape))


def proof(framework: Framework, form: Form) -> bytes:
    return _proof(framework.id, form.id)


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name)


def cells(data: bytes) -> dict[str, str]:
    """Reference of a question → all that stands in its row."""
    found: dict[str, str] = {}
    for row in parse(part(data, "word/document.xml")).iter(W + "tr"):
        texts = [text_of(cell) for cell in row.findall(W + "tc")]
        found.setdefault(texts[0], "\n".join(texts[1:]))
    return found


@pytest.mark.parametrize(("framework", "form"), FORMS)
def test_every_id_stands_beside_what_it_names(framework: Framework, form: Form) -> None:
    beside = cells(proof(framework, form))
    for question in form.questions:
        if question.kind == "table":
            head = beside[question.ref]
            assert all(f"{column.id} · {column.kind}" in head for column in question.columns)
            continue
        said = beside[question.ref]
        assert f"{question.id} · {question.kind}" in said
        assert all(option.id in said for option in question.options)
    whole = text_of(parse(part(proof(framework, form), "word/document.xml")))
    for section in form.sections:
        assert f"section {section.id}" in whole
    for rule in form.rules:
        assert f"{rule.id} ({rule.severity}, {rule.kind})" in whole
    for table in form.questions:
        assert f"{table.id} · {table.kind}" in whole


@pytest.mark.parametrize(("framework", "form"), FORMS)
def test_nothing_can_be_filled_in_and_every_word_of_the_form_is_there(framework: Framework, form: Form) -> None:
    root = parse(part(proof(framework, form), "word/document.xml"))
    assert list(root.iter(W + "sdt")) == []
    assert [mark for mark in root.iter(W + "bookmarkStart") if (mark.get(W + "name") or "").startswith("_d")] == []
    text = text_of(root)
    for question in form.questions:
        assert " ".join(question.label.split()) in text
    assert text.startswith("PROOF – not for filling in")


def test_a_field_has_its_conditions_its_rules_and_its_measures_beside_it() -> None:
    form = NATIONAL.form("case")
    assert form is not None
    beside = cells(proof(NATIONAL, form))
    grade = form.question("grade")
    assert grade is not None
    said = beside[grade.ref]
    assert "grade · grade · scale national · required · role grade" in said
    assert "in measures: good" in said
    asked = next(question for question in form.questions if question.required_when and question.required_when.tests)
    assert "required_when {" in beside[asked.ref]


def test_a_rule_stands_beside_the_field_that_its_query_is_about_and_in_full_at_the_end() -> None:
    form = NATIONAL.form("case")
    assert form is not None
    rule = next(rule for rule in form.rules if rule.kind == "urgent_when")
    question = form.question(rule.question)
    assert question is not None
    assert f"rule {rule.id} (urgent, urgent_when) · when {{" in cells(proof(NATIONAL, form))[question.ref]
    whole = text_of(parse(part(proof(NATIONAL, form), "word/document.xml")))
    assert f"message: {' '.join(rule.message.split())}" in whole


def test_no_page_can_be_mistaken_for_a_form_and_nothing_names_a_toolkit() -> None:
    form = NATIONAL.forms[0]
    data = proof(NATIONAL, form)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        texts = {name: package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml")}
    footers = [text for name, text in texts.items() if name.startswith("word/footer")]
    assert footers
    assert all("PROOF – not for filling in" in text for text in footers)
    assert not any(toolkit_id("") in text for text in texts.values())
    assert "PROOF" in texts["docProps/core.xml"]
    assert "docgen.toolkit" not in texts["docProps/custom.xml"]


def test_a_proof_that_is_handed_in_is_refused_with_what_it_is() -> None:
    opened = open_form(proof(NATIONAL, NATIONAL.forms[0]), "x.docx")
    assert set(opened.carriers) == {PROOF_CARRIER}
    query = identify(opened.carriers, {})
    assert getattr(query, "message", "") == (
        "This is the proof of a form, made for whoever writes its definition. It is not a form to fill in."
    )


def test_a_proof_whose_properties_are_gone_is_still_known_by_its_footer() -> None:
    data = proof(NATIONAL, NATIONAL.forms[0])
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, text.replace(b"docgen.proof", b"gone") if name == "docProps/custom.xml" else text)
    assert PROOF_CARRIER in open_form(out.getvalue(), "x.docx").carriers


def test_the_same_form_makes_the_same_proof() -> None:
    form = NATIONAL.forms[0]
    assert compile_proof(NATIONAL, form, TEMPLATE, notes(NATIONAL, form)) == proof(NATIONAL, form)


def test_hostile_words_of_a_definition_stay_words() -> None:
    form = NATIONAL.forms[0]
    hostile = {"top": ('<w:p/> & "quotes" {{ 7*7 }} \x00',)}
    data = compile_proof(NATIONAL, form, TEMPLATE, hostile)
    assert '<w:p/> & "quotes" {{ 7*7 }} \ufffd' in text_of(parse(part(data, "word/document.xml")))
