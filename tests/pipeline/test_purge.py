"""What has been kept long enough goes whole, from every byte; the trail and the other audits stay as they were."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from docgen.model import Action, DocgenError, Toolkit
from docgen.pipeline import backup, decisions, ingest, purge
from docgen.pipeline.ingest import Outcome
from docgen.pipeline.verify import verify
from docgen.pipeline.workspace import Workspace, open_store
from docgen.store import CaseIn, Kept, Store, Unit, erasing
from docgen.workdays import Span
from tests.databases import schema
from tests.pipeline.test_ingest import READER, calls, inbox, send

NOW = "2026-11-20T12:00:00Z"
LATER = "2033-01-01T12:00:00Z"
CANARY = "Zanzibar77"
"""The case of which no byte may be left."""
__all__ = ["inbox"]


@pytest.fixture(params=["sqlite", "postgresql"])
def team(request: pytest.FixtureRequest, place: Workspace) -> Iterator[Workspace]:
    rules = replace(place.settings, retention=(("all", Span(6, "year")),))
    if request.param == "sqlite":
        yield replace(place, settings=rules)
        return
    with schema(request.getfixturevalue("postgresql")) as url:
        yield replace(place, settings=replace(rules, store=url))


@pytest.fixture
def small(place: Workspace) -> Workspace:
    return replace(place, settings=replace(place.settings, retention=(("all", Span(6, "year")),)))


def fill(place: Workspace, store: Store, inbox: Path) -> None:
    """Two cases; that with the canary in every place where a case can stand."""
    toolkit = Toolkit("T1", "small", "1", "case", f"C{CANARY}", issued=NOW, file=f"C{CANARY}_T1.docx",
                      facts={"involved": CANARY}, auditor=f"Sam {CANARY}")  # fmt: skip
    store.issue([toolkit, Toolkit("T2", "small", "1", "case", "C2", issued=NOW)])
    named = {f"{CANARY} late__docx": f"C{CANARY}; met; T1; error", "wrong copy__docx": "C2; good; T1"}
    send(inbox, a__docx=f"C{CANARY}; good; T1", **named, b__docx="C2; good; T2", c__docx="no form", d__docx="C3; met; ")
    ingest.run(place, store, READER, [inbox], NOW)
    key = key_of(f"C{CANARY}; met; T1; error")
    action = Action("T1-1", key, "small", "case", "actions", f"C{CANARY}", f"Visit {CANARY}.")
    with store.entry() as entry:
        entry.put_actions([(None, action)], NOW, action.key)
    decisions.refuse(store, (f"C{CANARY}",), f"Sent in error: {CANARY}.", NOW)
    decisions.exempt(store, (f"C{CANARY}",), f"Nothing is expected of {CANARY}.", NOW)
    for path in inbox.iterdir():
        path.unlink()


def key_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def gone(place: Workspace, store: Store) -> None:
    """No byte of the canary in the workspace, and nothing else is missing."""
    for path in place.folder.rglob("*"):
        assert not path.is_file() or CANARY.encode() not in path.read_bytes(), path
        assert CANARY not in path.name
    assert verify(place, store, READER).problems == ()
    assert {audit.case for audit in store.audits("small", "case")} == {"C2", "C3"}
    assert store.unfinished() == ""


def keys(store: Store) -> tuple[str, ...]:
    return store.keys()


def all_of(units: Iterable[Unit]) -> purge.Due:
    return purge.Due(tuple((unit, "") for unit in units))


def units_of(store: Store) -> tuple[Unit, ...]:
    with store.looking() as connection:
        return erasing.units(connection)


def mine(store: Store) -> list[Unit]:
    return [unit for unit in units_of(store) if CANARY in unit.case]


def test_no_byte_of_what_was_erased_is_left_and_the_rest_is_as_it_was(team: Workspace, inbox: Path) -> None:
    with open_store(team) as store:
        fill(team, store, inbox)
        before = [store.record(key) for key in keys(store)]
        done = purge.purge(team, store, all_of(mine(store)), LATER, "By rule.")
        assert (done.units, done.returns, done.originals, done.changed) == (1, 2, 2, ())
        gone(team, store)
        after = [store.record(key) for key in keys(store)]
        kept = [one for one in before if one and CANARY not in one.receipt.case]
        assert [one.receipt for one in after if one] == [one.receipt for one in kept]
        words = [query.message for one in after if one for query in one.returned.queries]
        assert "What this says of another audit was erased." in words


def test_the_trail_says_that_and_when_it_went_and_the_reasons_of_people_are_gone(small: Workspace, inbox: Path) -> None:
    with open_store(small) as store:
        fill(small, store, inbox)
        before, _ = store.end_of_trail()
        purge.purge(small, store, all_of(mine(store)), LATER, "By rule.")
        found = decisions.history(store, "t1")
        assert [(one.at, one.why) for one in found if one.what == "erased"] == [(LATER, "By rule.")] * 3
        assert [one.why for one in found if one.what in ("refused", "exempt")] == ["(erased)"] * 2
        assert store.end_of_trail()[0] > before


def test_what_was_erased_does_not_come_back(small: Workspace, inbox: Path) -> None:
    with open_store(small) as store:
        fill(small, store, inbox)
        purge.purge(small, store, all_of(mine(store)), LATER, "By rule.")
        send(inbox, same__docx=f"C{CANARY}; good; T1", newer__docx=f"C{CANARY}; met; T1 ")
        summary = ingest.run(small, store, READER, [inbox], LATER)
        assert [(one.outcome, one.why.rule if one.why else "") for one in summary.files] == [
            (Outcome.REFUSED, "erased"), (Outcome.REFUSED, "erased"),
        ]  # fmt: skip
        gone(small, store)


def test_the_log_names_ids_and_hashes_and_no_case(small: Workspace, inbox: Path) -> None:
    with open_store(small) as store:
        fill(small, store, inbox)
        done = purge.purge(small, store, all_of(mine(store)), LATER, "By rule.")
    assert done.log is not None
    rows = list(csv.DictReader(io.StringIO(done.log.read_text("utf-8-sig"))))
    assert done.log.name == "erased-2033-01-01T120000.csv"
    assert [(row["form"], row["copy"], len(row["sha256"]), row["erased"]) for row in rows] == [
        ("case", "T1", 0, LATER), ("case", "T1", 64, LATER), ("case", "T1", 64, LATER),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["execute", "unlink", "replace", "fsync"])
def test_stopped_at_any_statement_and_any_file_the_next_run_ends_it(
    small: Workspace, inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    from sqlalchemy import Connection

    owner = Connection if name == "execute" else os
    with open_store(small) as store:
        fill(small, store, inbox)
    for stop_at in count(1):
        own = replace(small, folder=tmp_path / f"{name} {stop_at}")
        shutil.copytree(small.folder, own.folder)
        with open_store(own) as store, monkeypatch.context() as broken:
            units = mine(store)
            seen = calls(broken, owner, name, stop_at, OSError(28, "No space left on device", "x"))
            with suppress(OSError):
                purge.purge(own, store, all_of(units), LATER, "By rule.")
        with open_store(own) as store:
            left = {problem.rule for problem in verify(own, store, READER).problems}
        assert left <= {"erasing"}
        ends(own)
        if seen[0] < stop_at:
            return


def ends(place: Workspace) -> None:
    """The same command again ends the work, whatever it was stopped at."""
    with open_store(place) as store:
        purge.finish(place, store)
        purge.purge(place, store, all_of(mine(store)), "2033-01-02T12:00:00Z", "By rule.")
        gone(place, store)
        logs = sorted(place.out.glob("erased-*.csv"))
        rows = [row for path in logs for row in csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))]
        assert sorted(row["key"] for row in rows if row["key"]) == sorted(
            event.key for event in store.happened("erased") if event.key and not event.detail
        )
        assert len({row["sha256"] for row in rows if row["sha256"]}) == 2


# --- what is due -----------------------------------------------------------------------------------------


def dues(place: Workspace, today: str) -> list[tuple[str, str]]:
    with open_store(place) as store:
        return [(unit.case, until) for unit, until in purge.due(place, store, today).units]


def test_a_copy_is_due_when_the_last_of_it_has_been_kept_long_enough(small: Workspace) -> None:
    with open_store(small) as store:
        store.issue(
            [
                Toolkit("T1", "small", "1", "case", "C1", issued=NOW, day="2026-03-01"),
                Toolkit("T2", "small", "1", "case", "C2", issued=NOW),
                Toolkit("BLANK", "small", "1", "case", issued="2000-01-01T00:00:00Z"),
            ]
        )
    assert dues(small, "2032-03-01") == []
    assert dues(small, "2032-03-02") == [("C1", "2032-03-01")]
    assert dues(small, "2032-11-21") == [("C1", "2032-03-01"), ("C2", "2032-11-20")]


def test_the_rule_of_a_framework_comes_before_that_for_all_and_what_no_rule_is_for_stays(small: Workspace) -> None:
    with open_store(small) as store:
        store.issue([Toolkit("T1", "small", "1", "case", "C1", issued=NOW)])
        store.issue([Toolkit("T2", "other", "1", "case", "C2", issued=NOW)])
    rules = (("small", Span(1, "year")), ("all", Span(2, "year")))
    assert dues(with_rules(small, *rules), "2028-01-01") == [("C1", "2027-11-20")]
    with open_store(small) as store:
        found = purge.due(with_rules(small, rules[0]), store, "2050-01-01")
        assert ([unit.case for unit, _ in found.units], found.unruled) == (["C1"], 1)
        with pytest.raises(DocgenError, match="nothing of how long"):
            purge.due(with_rules(small), store, "2050-01-01")


def with_rules(place: Workspace, *rules: tuple[str, Span]) -> Workspace:
    return replace(place, settings=replace(place.settings, retention=rules))


def test_a_case_on_hold_stays_whatever_its_age_and_whoever_asks(small: Workspace) -> None:
    held = replace(small, settings=replace(small.settings, hold=(("c1", "public inquiry"),)))
    with open_store(held) as store:
        store.issue([Toolkit("T1", "small", "1", "case", "C1", issued=NOW)])
        found = purge.due(held, store, "2050-01-01")
        assert (found.units, [unit.case for unit in found.held]) == ((), ["C1"])
        with pytest.raises(DocgenError, match="public inquiry"):
            purge.of_cases(held, store, ["C1"])


def test_a_case_is_erased_on_request_and_the_copy_that_somebody_used_for_it_too_stays_with_its_own(
    small: Workspace, inbox: Path
) -> None:
    with open_store(small) as store:
        fill(small, store, inbox)
        found = purge.of_cases(small, store, ["c2"])
        assert [(unit.copy, len(unit.keys)) for unit, _ in found.units] == [("", 1), ("T2", 1)]
        purge.purge(small, store, found, LATER, "On request.")
        assert {audit.case for audit in store.audits("small", "case")} == {"C3"}
        assert len(mine(store)[0].keys) == 2
        with pytest.raises(DocgenError, match="Nothing is held on a case"):
            purge.of_cases(small, store, ["C2"])


def test_what_came_in_since_it_was_listed_keeps_the_copy(small: Workspace, inbox: Path) -> None:
    with open_store(small) as store:
        store.issue([Toolkit("T1", "small", "1", "case", "C1", issued=NOW)])
        units = units_of(store)
        send(inbox, a__docx="C1; good; T1")
        ingest.run(small, store, READER, [inbox], NOW)
        done = purge.purge(small, store, all_of(units), LATER, "By rule.")
        assert (done.units, [unit.copy for unit in done.changed]) == (0, ["T1"])
        assert len(store.audits("small", "case")) == 1


@pytest.mark.parametrize("why", ["Asked for by C1.", "NHS number 943 476 5919"])
def test_a_reason_that_tells_of_the_case_is_not_taken(why: str) -> None:
    with pytest.raises(DocgenError, match="never erased"):
        purge.careful(why, ["c1"])


def test_what_still_holds_it_is_named(small: Workspace, inbox: Path, tmp_path: Path) -> None:
    from docgen.pipeline import tables

    with open_store(small) as store:
        fill(small, store, inbox)
        backup.backup(small, store, tmp_path / "one.zip", NOW)
        small.backups.mkdir(exist_ok=True)
        (small.backups / "before-layout-9-from-8.sqlite").write_bytes(b"x")
        (small.out / f"C{CANARY}_T1.docx").write_bytes(b"no zip")
        (small.out / "cases.csv").write_bytes(tables.encoded(["case"], [[f"c{CANARY}"]]))
        (small.out / "others.csv").write_bytes(tables.encoded(["case"], [[f"C{CANARY}8"]]))
        done = purge.purge(small, store, all_of(mine(store)), LATER, "By rule.")
    assert [trace.path.name for trace in done.traces] == [f"C{CANARY}_T1.docx", "cases.csv"]
    assert [event.detail for event in done.backups] == ["one.zip"]
    assert [path.name for path in done.copies] == ["before-layout-9-from-8.sqlite"]


def test_samples_and_allocations_lose_their_cases_by_rule_and_a_case_by_name(small: Workspace, inbox: Path) -> None:
    rows = (CaseIn("C1", "sampled"), CaseIn("C2", "left out"))
    with open_store(small) as store:
        store.issue([Toolkit("T1", "small", "1", "case", "C1", issued=LATER)])
        store.keep(Kept("sample", "small", "case", "2026-11", NOW, cases=rows))
        store.keep(Kept("sample", "small", "case", "2032-12", LATER, cases=rows))
        found = purge.due(small, store, LATER[:10])
        assert ([one.name for one in found.lists], found.units) == (["2026-11"], ())
        assert purge.purge(small, store, found, LATER, "By rule.").listed == 2
        assert [len(one.cases) for one in store.kept("sample")] == [0, 2]
        purge.purge(small, store, purge.of_cases(small, store, ["C1"]), LATER, "On request.")
        assert [[row.case for row in one.cases] for one in store.kept("sample")] == [[], ["C2"]]
        assert verify(small, store, READER).problems == ()
