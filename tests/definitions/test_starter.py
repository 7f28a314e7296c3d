"""The definition to start from: it checks clean, has everything once, and its words hold what a person types."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen import definitions
from docgen.definitions import editor
from docgen.fields import KINDS
from docgen.model import DocgenError, Framework
from docgen.reports import SECTION_KINDS
from tests.definitions.test_shipped import as_editors_read, faults


def started(folder: Path, name: str = "our-audit", title: str = "Our audit", team: str = "Borough") -> Framework:
    path = folder / "ours.yaml"
    path.write_text(definitions.new(name, title, team), encoding="utf-8")
    framework, queries = definitions.check(path, SECTION_KINDS)
    assert queries == ()
    assert framework is not None
    return framework


def test_it_has_a_question_of_every_kind_and_one_of_everything_else(tmp_path: Path) -> None:
    framework = started(tmp_path)
    (form,) = framework.forms
    assert {question.kind for question in form.questions} == set(KINDS)
    assert (
        len(framework.scales) == len(framework.thresholds) == len(framework.reports) == len(framework.case_fields) == 1
    )
    assert {"urgent_when", "expression"} <= {rule.kind for rule in form.rules}
    assert {name for name, _ in form.roles} == {"case", "auditor", "practitioner", "team", "date", "grade"}


def test_every_part_of_a_form_is_explained_by_a_comment() -> None:
    text = definitions.new("our-audit", "Our audit", "Borough")
    assert text.startswith("# yaml-language-server: $schema=framework.schema.json\n")
    assert text.count("#") > 25
    assert "THE-" not in text


def test_an_editor_finds_no_fault_in_it() -> None:
    text = definitions.new("our-audit", "Our audit", "Borough")
    assert list(faults(as_editors_read(text), editor.schema())) == []


@pytest.mark.parametrize(
    "words", ["Our audit", 'The "big" one: 2026', "Kids & Families # 1", "'tis", "C:\\temp", "yes"]
)
def test_title_and_organisation_are_what_was_typed(tmp_path: Path, words: str) -> None:
    framework = started(tmp_path, title=words, team=words)
    assert (framework.title, framework.organisation) == (words, words)


@pytest.mark.parametrize("name", ["Our audit", "2026", "", "a--b", "x" * 61])
def test_a_name_that_is_no_id_is_refused_with_what_an_id_is(name: str) -> None:
    with pytest.raises(DocgenError, match="small letters, digits and single hyphens"):
        definitions.new(name, "Title", "Team")


def test_it_is_the_same_in_excel(tmp_path: Path) -> None:
    path = tmp_path / "ours.xlsx"
    path.write_bytes(definitions.new_workbook("our-audit", "Our audit", "Borough"))
    assert definitions.load(path).digest == started(tmp_path).digest
