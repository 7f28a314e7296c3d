"""Originals, stored answers and the trail must agree; where they do not, it is said which."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from docgen.model import Answer, Framework, Identity, Return, State
from docgen.pipeline import ingest
from docgen.pipeline.returns import Reader
from docgen.pipeline.verify import Verified, verify
from docgen.pipeline.workspace import Workspace, open_store
from docgen.store import Store
from tests.databases import sql
from tests.pipeline.oneline import OneLine
from tests.pipeline.test_ingest import READER, inbox, send

NOW = "2026-11-20T12:00:00Z"
__all__ = ["inbox"]


@pytest.fixture
def store(place: Workspace, inbox: Path) -> Iterator[Store]:
    send(
        inbox, a__docx="C1; good; T1", b__docx="C2; ?; T2; error", c__docx="C1; met; T1", d__docx="no form",
        e__docx="C2; good; T9",
    )  # fmt: skip
    with open_store(place) as opened:
        ingest.run(place, opened, READER, [inbox], NOW)
        yield opened


def found(place: Workspace, store: Store, reader: Reader | None = READER) -> list[str]:
    return [f"{Path(one.where.file).name}: {one.message}" for one in verify(place, store, reader).problems]


def test_nothing_is_wrong_with_what_was_just_taken_in(place: Workspace, store: Store) -> None:
    events, link = store.end_of_trail()
    assert verify(place, store, READER) == Verified(5, 5, 8, events, link, ())


def test_an_original_that_is_damaged_or_missing_is_named(place: Workspace, store: Store) -> None:
    original = next(path for path in place.originals.rglob("*.docx") if path.read_bytes().startswith(b"C1; good"))
    original.write_bytes(b"C1; good; T2")
    assert found(place, store) == [
        f"{original.name}: The original of {file_of(store, original)} is not as it was received."
    ]
    original.unlink()
    key = original.name[:16]
    assert found(place, store) == [f"a.docx: Its original is missing (return {key})."]


def file_of(store: Store, original: Path) -> str:
    record = store.record(original.name[:16])
    assert record is not None
    return record.receipt.file


def test_an_answer_that_was_edited_is_found_twice_by_its_seal_and_by_its_original(
    place: Workspace, store: Store
) -> None:
    sql(place.store_url, "UPDATE answers SET value = '\"good\"' WHERE field = 'grade' AND value = '\"met\"'")
    key = hashlib.sha256(b"C1; met; T1").hexdigest()[:16]
    assert found(place, store) == [
        f"c.docx: A return, or an answer, query or text of it, is not as docgen stored it (return {key}).",
        f"c.docx: Read again, return {key} is not as it is stored: these answers differ: grade.",
    ]
    assert len(found(place, store, None)) == 1


def test_a_reader_that_reads_otherwise_than_it_did_is_found(place: Workspace, store: Store) -> None:
    class Other(OneLine):
        def read(self, name: str, data: bytes, issued: object = None) -> Return:
            read = super().read(name, data)
            return replace(read, answers=(*read.answers[:1], Answer("grade", "met", State.ANSWERED)))

    problems = found(place, store, cast(Reader, Other()))
    assert {one.split(": ")[-1] for one in problems} == {"grade."}
    assert len(problems) == 4


def test_what_was_read_by_another_docgen_or_definition_says_so(place: Workspace, store: Store) -> None:
    class Newer(OneLine):
        def read(self, name: str, data: bytes, issued: object = None) -> Return:
            return replace(super().read(name, data), answers=())

        def place(self, identity: Identity) -> tuple[Framework, object]:  # type: ignore[override]
            framework, form = super().place(identity)
            return replace(framework, digest="another"), form

    sql(place.store_url, "UPDATE returns SET program = 'docgen 0.0.1', definition = 'one'")
    (problem, *_) = [one for one in found(place, store, cast(Reader, Newer())) if "Read again" in one]
    assert "(the definition has been changed since); it was read by docgen 0.0.1, and now by docgen" in problem


def test_no_problem_repeats_what_stands_in_a_form(place: Workspace, store: Store) -> None:
    sql(place.store_url, "UPDATE answers SET text = 'canary', value = '\"canary\"'")
    sql(place.store_url, "UPDATE queries SET message = 'canary'")
    assert "canary" not in str(verify(place, store, READER))


def test_a_blank_that_was_changed_is_named(place: Workspace, store: Store) -> None:
    place.blanks.mkdir(exist_ok=True)
    (place.blanks / f"{'0' * 64}.docx").write_bytes(b"x")
    assert found(place, store) == [f"{'0' * 64}.docx: The blank of a form is not as it was issued."]


def test_a_file_that_no_return_knows_is_noted_and_is_no_problem(place: Workspace, store: Store) -> None:
    folder = place.originals / "00"
    folder.mkdir(exist_ok=True)
    (folder / f"{'0' * 64}.docx").write_bytes(b"x")
    result = verify(place, store, READER)
    assert (result.problems, len(result.notes)) == ((), 1)
