"""The guidance document goes into the folder that is asked for, and never replaces what a person has changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from docgen.definitions.settings import Settings
from docgen.model import DocgenError, Framework
from docgen.pipeline import catalogue
from docgen.pipeline.guidance import make
from docgen.pipeline.workspace import Workspace
from tests.outline import outline

NOW = "2026-11-20T09:00:00Z"


@pytest.fixture(scope="module")
def framework() -> Framework:
    return catalogue.gather(None).pick("camden-early-help")


def test_without_a_workspace_the_document_is_made_all_the_same(tmp_path: Path, framework: Framework) -> None:
    written = make(None, framework, tmp_path / "out", NOW)
    assert written.path == tmp_path / "out" / "camden-early-help-2020.11-guidance.docx"
    assert written.instead is None
    assert "Title: How we know that the help has helped" in outline(written.path.read_bytes())


def test_the_same_again_is_the_same_file(tmp_path: Path, framework: Framework) -> None:
    first = make(None, framework, tmp_path, NOW).path
    before = first.read_bytes()
    assert make(None, framework, tmp_path, "2027-01-01T00:00:00Z").path == first
    assert first.read_bytes() == before


def test_a_document_that_a_person_changed_is_left_alone(tmp_path: Path, framework: Framework) -> None:
    first = make(None, framework, tmp_path, NOW).path
    first.write_bytes(b"changed")
    written = make(None, framework, tmp_path, NOW)
    assert written.path == tmp_path / "camden-early-help-2020.11-guidance (2).docx"
    assert written.instead == first
    assert first.read_bytes() == b"changed"


def test_a_workspace_replaces_what_it_made_itself_when_the_definition_has_changed(
    place: Workspace, framework: Framework
) -> None:
    first = make(place, framework, place.out, NOW).path
    again = make(place, replace(framework, summary="Something new."), place.out, NOW)
    assert (again.path, again.instead) == (first, None)
    assert "Something new." in outline(first.read_bytes())


def test_the_contacts_of_the_settings_stand_beside_what_cannot_wait(tmp_path: Path, framework: Framework) -> None:
    roles = (("early help service manager", "A. Example, 020 7946 0000"), ("director of nothing", "B. Example"))
    made = Workspace(tmp_path, Settings(roles=roles, store=f"sqlite:///{(tmp_path / 's.sqlite').as_posix()}"))
    text = outline(make(made, framework, tmp_path / "out", NOW).path.read_bytes())
    assert "2 DG Cell: A. Example, 020 7946 0000" in text
    assert "B. Example" not in text


def test_a_base_that_cannot_be_used_is_named(place: Workspace, framework: Framework) -> None:
    (place.templates / "report.docx").write_bytes(b"not a document")
    with pytest.raises(DocgenError, match=r"report\.docx"):
        make(place, framework, place.out, NOW)
