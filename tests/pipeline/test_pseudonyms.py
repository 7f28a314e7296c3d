"""Pseudonyms: the same for the same case, by a key that the store does not hold, in exports and in reports."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.model import Audit, DocgenError, Value
from docgen.pipeline import pseudonyms
from docgen.pipeline.pseudonyms import Pseudonyms, mask
from docgen.pipeline.workspace import Workspace, open_store
from docgen.store import Store
from tests.databases import sql
from tests.pipeline.forms import FRAMEWORK, TELLING
from tests.pipeline.test_export import NOW, SMALL, at_hand, make, put, table, unpacked

KEY = Pseudonyms(b"k" * 32)
__all__ = ["at_hand"]


@pytest.fixture
def team(place: Workspace, tmp_path: Path) -> Workspace:
    key = tmp_path / "elsewhere" / "docgen.key"
    return replace(place, settings=replace(place.settings, pseudonym_key=str(key)))


@pytest.fixture
def store(team: Workspace) -> Iterator[Store]:
    with open_store(team) as opened:
        text = "C100063 was seen; robin  SAMPLE knows C100063x and the sample."
        put(opened, "a", case_ref="C100063", auditor="Sam Hill", grade="good", rationale=text, told="Robin Sample")
        yield opened


def test_a_pseudonym_is_the_same_for_the_same_case_however_it_is_written() -> None:
    assert KEY.case("C100063") == KEY.case(" c100063 ")
    assert KEY.case("C100063") != KEY.case("C100064")
    assert KEY.case("C100063") != Pseudonyms(b"l" * 32).case("C100063")
    assert KEY.case("12") != KEY.practitioner("12")
    assert KEY.case("") == ""
    assert KEY.case("C100063").startswith("C-")
    assert len({KEY.case(f"C{n}") for n in range(5000)}) == 5000


def test_a_text_names_nobody_that_is_known() -> None:
    names = Pseudonyms(b"k" * 32)
    names.meet("C100063", "Robin Sample")
    case, practitioner = names.case("C100063"), names.practitioner("Robin Sample")
    assert (
        names.text("C100063: robin\nSAMPLE, not C100063x, c100063.") == f"{case}: {practitioner}, not C100063x, {case}."
    )
    assert names.text("Nobody.") == "Nobody."


def test_an_export_under_pseudonyms_names_no_case_and_no_practitioner(team: Workspace, store: Store) -> None:
    made = make(team, store, free_text=True, pseudonyms=True)
    (row,) = table(made, "audits")
    assert (row["case"][:2], row["practitioner"][:2], row["auditor"]) == ("C-", "P-", "Sam Hill")
    answers = {one["field"]: one["value"] for one in table(made, "answers")}
    assert (answers["case_ref"], answers["told"]) == (row["case"], row["practitioner"])
    assert answers["rationale"] == f"{row['case']} was seen; {row['practitioner']} knows C100063x and the sample."
    for path in made.folder.iterdir():
        found = unpacked(path).replace(b"C100063x", b"")
        assert b"C100063" not in found
        assert b"Robin" not in found
        assert b"Pseudonymous data is still personal data" in found or path.suffix == ".csv"


def test_audits_come_under_pseudonyms_also_within_tables_and_without_what_the_list_told() -> None:
    values: dict[str, Value] = {
        "case_ref": "C100063",
        "actions": ({"action": "Ring C100063", "owner": None},),
        "involved": "Robin Sample",
    }
    (found,) = mask(KEY, TELLING, [Audit("k", "case", "1", "C100063", values)])
    assert found.case == found.values["case_ref"] == KEY.case("C100063")
    assert found.values["actions"] == ({"action": f"Ring {KEY.case('C100063')}", "owner": None},)
    assert found.values["involved"] is None


def test_reports_see_pseudonyms_only_within_the_block(team: Workspace, store: Store) -> None:
    with pseudonyms.masked(team, store, SMALL, True) as called:
        (audit,) = store.audits("small", "case")
        assert audit.case == called(("case", "c100063"))[1]
        assert called(("auditor", "Sam")) == ("auditor", "Sam")
        assert "C100063 " not in json.dumps({**audit.values}, default=str)
    assert store.audits("small", "case")[0].case == "C100063"
    with pseudonyms.masked(team, store, FRAMEWORK, False) as called:
        assert called(("case", "C1")) == ("case", "C1")


def test_the_key_is_made_once_outside_the_store_for_its_owner_alone(
    team: Workspace, store: Store, tmp_path: Path
) -> None:
    first = pseudonyms.of(team, store)
    key = tmp_path / "elsewhere" / "docgen.key"
    if os.name == "posix":
        assert key.stat().st_mode & 0o777 == 0o600
    assert pseudonyms.of(team, store).case("C1") == first.case("C1")
    secret = key.read_text().strip()
    assert all(secret.encode() not in path.read_bytes() for path in team.folder.rglob("*") if path.is_file())
    assert sql(team.store_url, "SELECT value FROM meta WHERE name = 'pseudonyms'") == [(first.fingerprint,)]


def test_a_key_that_is_lost_or_changed_is_said_and_never_made_anew(
    team: Workspace, store: Store, tmp_path: Path
) -> None:
    pseudonyms.of(team, store)
    key = tmp_path / "elsewhere" / "docgen.key"
    secret = key.read_text()
    key.write_text("0" * 64)
    with pytest.raises(DocgenError, match="another key of pseudonyms than before"):
        pseudonyms.of(team, store)
    key.write_text("no key")
    with pytest.raises(DocgenError, match="no key of pseudonyms"):
        pseudonyms.of(team, store)
    key.unlink()
    with pytest.raises(DocgenError, match="The key of pseudonyms is not there"):
        pseudonyms.of(team, store)
    assert not key.exists()
    key.write_text(secret)
    pseudonyms.of(team, store)


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("", "The settings name no key"),
        ("docgen.key", "lies in the workspace"),
        ("store/docgen.key", "lies in the workspace"),
    ],
)
def test_a_key_must_be_named_and_lie_outside_the_workspace(place: Workspace, named: str, expected: str) -> None:
    team = replace(place, settings=replace(place.settings, pseudonym_key=named))
    with open_store(team) as store, pytest.raises(DocgenError, match=expected):
        pseudonyms.of(team, store)


def test_an_event_says_that_an_export_was_under_pseudonyms(team: Workspace, store: Store) -> None:
    make(team, store, pseudonyms=True)
    assert sql(team.store_url, "SELECT at, detail FROM events WHERE what = 'exported'") == [
        (NOW, "audits=1 answers=5 actions=0 queries=1 pseudonyms")
    ]
