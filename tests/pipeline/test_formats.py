"""Returns in every format, through the same door: named by what they are, read by the blank of their own format."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from docgen.fields import kind
from docgen.forms import FORMATS, compile_toolkit
from docgen.marks import toolkit_id
from docgen.model import Value
from docgen.pipeline import ingest, toolkits, workspace
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.ingest import Outcome
from docgen.pipeline.returns import Reader
from docgen.pipeline.workspace import Workspace
from docgen.store import Store
from tests.pipeline.forms import FORM, FRAMEWORK

NOW = "2026-11-20T12:00:00Z"


@pytest.fixture
def store(place: Workspace) -> Iterator[Store]:
    with Store(place.store_url) as opened:
        yield opened


def reader(place: Workspace) -> Reader:
    return Reader(Catalogue((FRAMEWORK,)), partial(workspace.template, place))


def answers() -> dict[str, Value]:
    return {question.id: kind(question).examples(question)[0] for question in FORM.questions}


def filled(place: Workspace | None, format: str, toolkit: str) -> bytes:
    template = FORMATS[format].template
    base = workspace.template(place, template) if template else b""
    fields = [question.id for question in FORM.questions]
    return compile_toolkit(format, FRAMEWORK, FORM, base, fields).copy(toolkit, answers())


@pytest.mark.parametrize("format", FORMATS)
def test_a_return_says_the_same_in_every_format_whatever_its_name(place: Workspace, format: str) -> None:
    read = reader(place).read("a file without an ending", filled(place, format, toolkit_id("x")))
    assert (read.format, read.status, read.refused) == (format, "read", None)
    assert read.values() == answers()
    assert read.unread == ()


@pytest.mark.parametrize("format", FORMATS)
def test_a_copy_that_was_issued_in_a_format_comes_back_into_the_store(
    place: Workspace, store: Store, tmp_path: Path, format: str
) -> None:
    (made,) = toolkits.make(place, toolkits.Order(FRAMEWORK, FORM, tmp_path / "out", format=format), NOW).files
    (copy,) = store.issued(FRAMEWORK.id, FRAMEWORK.version, FORM.id)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / made.name).write_bytes(filled(place, format, copy.id))
    (taken,) = ingest.run(place, store, reader(place), [inbox], NOW).files
    record = store.record(taken.key)
    assert (taken.outcome, record and record.returned.format) == (Outcome.STORED, format)
    (audit,) = store.audits(FRAMEWORK.id, FORM.id)
    assert dict(audit.values) == answers()


def test_a_copy_that_is_out_in_two_formats_is_read_in_the_one_that_comes_back(
    place: Workspace, store: Store, tmp_path: Path
) -> None:
    wanted = toolkits.Order(FRAMEWORK, FORM, tmp_path / "out")
    toolkits.make(place, wanted, NOW)
    toolkits.make(place, toolkits.Order(FRAMEWORK, FORM, tmp_path / "out", format="excel"), NOW)
    (copy,) = store.issued(FRAMEWORK.id, FRAMEWORK.version, FORM.id)
    (tmp_path / "back.docx").write_bytes(filled(place, "word", copy.id))
    (taken,) = ingest.run(place, store, reader(place), [tmp_path / "back.docx"], NOW).files
    record = store.record(taken.key)
    assert record is not None
    assert (record.returned.values(), record.returned.unread) == (answers(), ())
