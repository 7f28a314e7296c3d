"""Responses to an online questionnaire: each becomes a return of its own, by a mapping."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from docgen.model import DocgenError, Standing
from docgen.pipeline import catalogue, responses, verify, workspace
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.ingest import Outcome, Summary
from docgen.pipeline.returns import Reader
from docgen.pipeline.workspace import Workspace, open_store
from docgen.store import Store
from tests.databases import sql
from tests.pipeline.forms import FRAMEWORK

NOW = "2026-11-20T12:00:00Z"
HEADER = (
    "ID",
    "Start time",
    "Email",
    "Which case?",
    "Grade it",
    "What went well?",
    "Filed on",
    "Visits",
    "Anything else",
)
FIRST = ("1", "x", "sam@example.org", "C1", "Good or better", "Plans;Records;", "9/10/2014", "3", "")
SECOND = ("2", "x", "kim@example.org", "C2", "Met", "", "", "", "Please ring me")
MAPPING = """
form: small@1/case
columns:
  which case?: case_ref
  Grade it: grade
  What went well?: areas
  Filed on: filed
  Visits: visits
values:
  grade:
    good or better: good
ignore: [Start time, Email]
"""


@pytest.fixture
def store(place: Workspace) -> Iterator[Store]:
    with open_store(place) as opened:
        yield opened


@pytest.fixture(autouse=True)
def at_hand(monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    found = Catalogue((FRAMEWORK,))
    monkeypatch.setattr(catalogue, "gather", lambda _: found)
    return found


def listed(folder: Path, *rows: tuple[object, ...], name: str = "Audit form(1-2).xlsx") -> Path:
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    for row in (HEADER, *rows):
        book.active.append(row)
    path = folder / name
    book.save(path)
    return path


def collect(place: Workspace, store: Store, path: Path, mapping: str = MAPPING) -> Summary:
    by = path.with_name("mapping.yaml")
    by.write_text(mapping, encoding="utf-8")
    return responses.collect(place, store, reader(place), [path], by, NOW)


def reader(place: Workspace) -> Reader:
    return Reader(Catalogue((FRAMEWORK,)), partial(workspace.template, place))


def outcomes(summary: Summary) -> list[tuple[str, Outcome]]:
    return [(one.file, one.outcome) for one in summary.files]


def test_each_response_is_a_return_with_what_its_cells_certainly_mean(
    place: Workspace, store: Store, tmp_path: Path
) -> None:
    summary = collect(place, store, listed(tmp_path, FIRST, SECOND))
    assert outcomes(summary) == [
        ("Audit form(1-2).xlsx/response 1", Outcome.STORED), ("Audit form(1-2).xlsx/response 2", Outcome.STORED),
    ]  # fmt: skip
    first, second = store.audits("small", "case")
    assert dict(first.values) == {
        "case_ref": "C1", "area": None, "filed": "2014-10-09", "grade": "good", "grade_comment": None,
        "areas": ("x", "y"), "areas_comment": None, "visits": 3, "actions": None,
    }  # fmt: skip
    assert (second.case, second.values["grade"], second.values["areas"]) == ("C2", "met", None)


def test_what_stands_in_a_column_that_is_for_nothing_is_listed_as_in_no_answer(
    place: Workspace, store: Store, tmp_path: Path
) -> None:
    summary = collect(place, store, listed(tmp_path, FIRST, SECOND))
    _, second = summary.files
    unread = {key: [(one.text, one.where) for one in some] for key, some in store.unread().items()}
    assert unread == {second.key: [("Please ring me", "column “Anything else”")]}


def test_what_is_none_of_the_options_is_doubtful_with_its_reason(
    place: Workspace, store: Store, tmp_path: Path
) -> None:
    odd = (*FIRST[:4], "Quite good", *FIRST[5:])
    (taken,) = collect(place, store, listed(tmp_path, odd)).files
    assert taken.standing is Standing.DOUBTFUL
    assert taken.doubtful == ("grade",)


def test_the_same_list_again_changes_nothing_and_a_longer_one_adds_what_is_new(
    place: Workspace, store: Store, tmp_path: Path
) -> None:
    collect(place, store, listed(tmp_path, FIRST))
    again = collect(place, store, listed(tmp_path, FIRST, SECOND, name="Audit form(1-3).xlsx"))
    assert [outcome for _, outcome in outcomes(again)] == [Outcome.ALREADY, Outcome.STORED]
    assert [audit.case for audit in store.audits("small", "case")] == ["C1", "C2"]


def test_a_response_that_was_changed_takes_the_place_of_its_earlier_version(
    place: Workspace, store: Store, tmp_path: Path
) -> None:
    collect(place, store, listed(tmp_path, FIRST))
    changed = collect(place, store, listed(tmp_path, (*FIRST[:4], "Met", *FIRST[5:])))
    assert [outcome for _, outcome in outcomes(changed)] == [Outcome.REPLACED]
    assert [audit.values["grade"] for audit in store.audits("small", "case")] == ["met"]


def test_the_list_is_kept_and_each_response_is_read_again_without_it(
    place: Workspace, store: Store, tmp_path: Path
) -> None:
    path = listed(tmp_path, FIRST, SECOND)
    collect(place, store, path)
    kept = [one for one in place.originals.rglob("*") if one.is_file()]
    assert sorted(one.suffix for one in kept) == [".json", ".json", ".xlsx"]
    assert next(one for one in kept if one.suffix == ".xlsx").read_bytes() == path.read_bytes()
    found = verify.verify(place, store, reader(place))
    assert (found.problems, found.notes, found.originals) == ((), (), 2)
    assert len(sql(place.store_url, "SELECT detail FROM events WHERE what = 'collected'")) == 2


def test_a_column_may_name_the_issued_copy(place: Workspace, store: Store, tmp_path: Path) -> None:
    from docgen.marks import toolkit_id

    own = toolkit_id("one")
    mapping = MAPPING + "toolkit: Anything else\n"
    collect(place, store, listed(tmp_path, (*FIRST[:-1], own.lower()), SECOND), mapping)
    ids = [row[0] for row in sql(place.store_url, "SELECT toolkit FROM returns ORDER BY id")]
    assert (ids[0], len(set(ids))) == (own, 2)


@pytest.mark.parametrize(
    ("mapping", "expected"),
    [
        (MAPPING.replace("Grade it", "Grade"), "Audit form(1-2).xlsx, row 1: The list has no column “Grade”"),
        (MAPPING + "id: Number\n", "row 1: The list has no column “Number”"),
        (
            MAPPING.replace(": grade\n", ": grad\n"),
            "mapping.yaml, line 5: The form has no field “grad”. Did you mean “grade”?",
        ),
        (MAPPING.replace("Visits: visits", "Visits: actions"), "line 8: “actions” is a table"),
        (MAPPING.replace("Visits: visits", "Visits: grade"), "line 8: Two columns are both for “grade”"),
        (MAPPING.replace("better: good", "better: god"), "line 11: “grade” has no option “god”. Did you mean “good”?"),
        (MAPPING.replace("small@1/case", "small@2/case"), "line 2: There is no form “small@2/case” at hand"),
        (MAPPING.replace("small@1/case", "case"), "line 2: The form is “case”. Write framework, version and form"),
        (MAPPING + "nonsense: 1\n", "line 13: “nonsense” is no word of a mapping"),
        ("form: small@1/case\n", "“columns” is missing"),
        ("- a\n", "A mapping is lines of a word"),
        (MAPPING.replace("[Start time, Email]", "Email"), "“ignore” is not a list"),
    ],
)
def test_a_mistake_in_the_mapping_or_the_list_is_named_and_nothing_is_taken_in(
    place: Workspace, store: Store, tmp_path: Path, mapping: str, expected: str
) -> None:
    with pytest.raises(DocgenError) as failure:
        collect(place, store, listed(tmp_path, FIRST), mapping)
    assert expected in str(failure.value)
    assert store.keys() == ()


def test_a_response_without_an_id_and_a_list_with_a_column_twice_are_named(
    place: Workspace, store: Store, tmp_path: Path
) -> None:
    with pytest.raises(DocgenError, match="row 3: The column “ID” is blank"):
        collect(place, store, listed(tmp_path, FIRST, ("", *SECOND[1:])))
    path = tmp_path / "list.csv"
    path.write_text("ID,Which case?,Which case?,Grade it,What went well?,Filed on,Visits\n", encoding="utf-8")
    with pytest.raises(DocgenError, match="2 columns “which case"):
        collect(place, store, path)


@pytest.mark.parametrize(
    "data", [b'{"docgen": "response"', b'{"docgen": "response", "cells": 1}', b'{"docgen": "response"}']
)
def test_a_record_that_is_damaged_is_refused(place: Workspace, data: bytes) -> None:
    read = reader(place).read("x.json", data)
    assert read.refused is not None
    assert read.refused.rule == "response-unreadable"
