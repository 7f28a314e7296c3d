"""What `ingest` promises of every file, with a reader for forms of one line: `case; grade; toolkit; a query`."""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from docgen.model import (
    DocgenError,
    Return,
    Standing,
    Toolkit,
)
from docgen.pipeline import ingest
from docgen.pipeline.ingest import Outcome, Summary
from docgen.pipeline.returns import Reader
from docgen.pipeline.workspace import Workspace
from docgen.store import Store
from tests.pipeline.oneline import OneLine

NOW = "2026-11-20T12:00:00Z"


READER = cast(Reader, OneLine())


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    return folder


@pytest.fixture
def store(place: Workspace) -> Iterator[Store]:
    with Store(place.store_url) as opened:
        yield opened


def send(inbox: Path, **files: str | bytes) -> None:
    """Files that come in, in this order; `__` in a name is a full stop."""
    for number, (name, text) in enumerate(files.items()):
        path = inbox / name.replace("__", ".")
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        os.utime(path, (1_000_000 + number, 1_000_000 + number))


def take(place: Workspace, store: Store, *paths: Path) -> dict[str, tuple[Outcome, Standing | None]]:
    """File name → what became of it."""
    return {Path(one.file).name: (one.outcome, one.standing) for one in run(place, store, *paths).files}


def run(place: Workspace, store: Store, *paths: Path) -> Summary:
    return ingest.run(place, store, READER, paths, NOW)


def grades(store: Store) -> dict[str, object]:
    return {audit.case: audit.values["grade"] for audit in store.audits("small", "case")}


def originals(place: Workspace) -> list[bytes]:
    """What is kept; a killed run may have left something half-written beside it."""
    files = [path for path in sorted(place.originals.rglob("*")) if path.is_file()]
    return [path.read_bytes() for path in files if not path.name.startswith(".docgen-")]


def test_a_return_is_kept_and_stored(place: Workspace, store: Store, inbox: Path) -> None:
    send(inbox, a__docx="C1; good; T1")
    assert take(place, store, inbox) == {"a.docx": (Outcome.STORED, Standing.ACCEPTED)}
    assert grades(store) == {"C1": "good"}
    assert originals(place) == [b"C1; good; T1"]


def test_the_same_command_again_changes_nothing(place: Workspace, store: Store, inbox: Path) -> None:
    send(inbox, a__docx="C1; good; T1", b__docx="C2; ?; T2", c__docx="no form")
    run(place, store, inbox)
    with Store(place.store_url) as before:
        counts, events = before.counts(), _events(place)
    assert take(place, store, inbox) == {
        "a.docx": (Outcome.ALREADY, Standing.ACCEPTED),
        "b.docx": (Outcome.ALREADY, Standing.DOUBTFUL),
        "c.docx": (Outcome.REFUSED, Standing.REFUSED),
    }
    assert (store.counts(), _events(place)) == (counts, events)
    assert len(originals(place)) == 3


def test_a_file_under_two_names_is_taken_once(place: Workspace, store: Store, inbox: Path) -> None:
    send(inbox, a__docx="C1; good; T1", b__docx="C1; good; T1")
    found = take(place, store, inbox)
    assert [outcome for outcome, _ in found.values()] == [Outcome.STORED, Outcome.ALREADY]


def test_a_later_version_replaces_the_earlier_whatever_it_is_called(
    place: Workspace, store: Store, inbox: Path
) -> None:
    send(inbox, form__docx="C1; good; T1", a__docx="C1; met; T1")
    found = take(place, store, inbox)
    assert (found["form.docx"][0], found["a.docx"][0]) == (Outcome.STORED, Outcome.REPLACED)
    assert grades(store) == {"C1": "met"}
    assert store.counts()[0].replaced == 1
    assert len(originals(place)) == 2


def test_an_old_version_that_comes_in_again_does_not_come_back(place: Workspace, store: Store, inbox: Path) -> None:
    send(inbox, old__docx="C1; good; T1", new__docx="C1; met; T1")
    run(place, store, inbox)
    assert take(place, store, inbox / "old.docx") == {"old.docx": (Outcome.ALREADY, Standing.REPLACED)}
    assert grades(store) == {"C1": "met"}


def test_a_later_version_that_says_the_same_is_noted(place: Workspace, store: Store, inbox: Path) -> None:
    send(inbox, a__docx="C1; good; T1", b__docx="C1; good; T1 ")
    assert [one.note for one in run(place, store, inbox).files] == ["", "Its answers are the same as before."]


def test_one_copy_used_for_two_cases_keeps_both_and_asks(place: Workspace, store: Store, inbox: Path) -> None:
    send(inbox, a__docx="C1; good; T1", b__docx="C2; met; T1")
    assert {outcome for outcome, _ in take(place, store, inbox).values()} == {Outcome.STORED}
    assert grades(store) == {"C1": "good", "C2": "met"}
    assert [(one.case, one.query.rule) for one in store.open_queries()] == [("C2", "toolkit-used-twice")]


def test_each_of_two_cases_on_one_copy_is_replaced_by_its_own_later_version(
    place: Workspace, store: Store, inbox: Path
) -> None:
    send(inbox, a__docx="C1; good; T1", b__docx="C2; met; T1", c__docx="C1; met; T1", d__docx="C2; good; T1")
    run(place, store, inbox)
    assert grades(store) == {"C1": "met", "C2": "good"}


def test_a_doubtful_return_is_held(place: Workspace, store: Store, inbox: Path) -> None:
    send(inbox, a__docx="C1; ?; T1")
    assert take(place, store, inbox) == {"a.docx": (Outcome.STORED, Standing.DOUBTFUL)}
    assert grades(store) == {}
    assert not run(place, store, inbox / "a.docx").count(Outcome.STORED)


@pytest.mark.parametrize(("accept", "standing"), [("read", Standing.ACCEPTED), ("no-errors", Standing.QUERIED)])
def test_a_return_with_an_error_counts_as_the_settings_say(
    place: Workspace, store: Store, inbox: Path, accept: str, standing: Standing
) -> None:
    send(inbox, a__docx="C1; good; T1; error")
    strict = replace(place, settings=replace(place.settings, accept=accept))
    assert take(strict, store, inbox) == {"a.docx": (Outcome.STORED, standing)}


def test_every_bad_file_has_its_reason_and_the_others_are_taken(place: Workspace, store: Store, inbox: Path) -> None:
    send(
        inbox,
        a__docx="no form at all", b__docx="", c__zip="PK broken", d__docx="crash", good__docx="C1; good; T1",
        **{"~$good__docx": "lock", "desktop__ini": "x"},
    )  # fmt: skip
    with zipfile.ZipFile(inbox / "more.zip", "w") as archive:
        archive.writestr("e.docx", "C2; met; T2")
        archive.writestr("f.docx", "")
    summary = run(place, store, inbox)
    rules = {
        Path(one.file).name.rsplit(" › ")[-1]: (one.outcome.name, one.why.rule) for one in summary.files if one.why
    }
    assert rules == {
        "a.docx": ("REFUSED", "not-a-form"),
        "b.docx": ("REFUSED", "file-empty"),
        "c.zip": ("REFUSED", "archive-unreadable"),
        "d.docx": ("REFUSED", "fault"),
        "f.docx": ("REFUSED", "file-empty"),
        "~$good.docx": ("IGNORED", "ignored"),
        "desktop.ini": ("IGNORED", "ignored"),
    }
    assert grades(store) == {"C1": "good", "C2": "met"}
    assert all(one.why.message and (one.why.fix or one.outcome is Outcome.IGNORED) for one in summary.files if one.why)
    assert [(one.file.rsplit("/", 1)[-1], one.query.rule) for one in store.refusals()] == [
        ("a.docx", "not-a-form"),
        ("d.docx", "fault"),
    ]


@pytest.mark.parametrize("failure", [ImportError("lxml"), DocgenError(code=3)])
def test_what_would_refuse_every_file_stops_the_run(
    place: Workspace, store: Store, inbox: Path, failure: Exception
) -> None:
    class Broken(OneLine):
        def read(self, name: str, data: bytes, issued: object = None) -> Return:
            raise failure

    send(inbox, a__docx="C1; good; T1")
    with pytest.raises(type(failure)):
        ingest.run(place, store, cast(Reader, Broken()), [inbox], NOW)
    assert store.refusals() == ()


def test_the_summary_adds_up(place: Workspace, store: Store, inbox: Path) -> None:
    send(
        inbox,
        a__docx="C1; good; T1",
        b__docx="C1; met; T1",
        c__docx="no form",
        d__docx="",
        e__tmp="x",
        f__docx="C1; met; T1",
    )
    summary = run(place, store, inbox)
    assert len(summary.files) == 6
    assert sum(summary.count(outcome) for outcome in Outcome) == 6
    assert {outcome.name: summary.count(outcome) for outcome in Outcome} == {
        "STORED": 1, "ALREADY": 1, "REPLACED": 1, "REFUSED": 2, "IGNORED": 1,
    }  # fmt: skip


def test_a_refused_file_that_can_be_read_later_is_taken_then(place: Workspace, store: Store, inbox: Path) -> None:
    class Later(OneLine):
        def read(self, name: str, data: bytes, issued: object = None) -> Return:
            return replace(super().read(name, b"C1; good; T1"), sha256=hashlib.sha256(data).hexdigest())

    send(inbox, a__docx="a form of next year")
    run(place, store, inbox)
    summary = ingest.run(place, store, cast(Reader, Later()), [inbox], NOW)
    assert summary.count(Outcome.STORED) == 1
    assert (grades(store), store.refusals()) == ({"C1": "good"}, ())


def test_a_copy_that_comes_back_as_it_was_issued_is_no_return(place: Workspace, store: Store, inbox: Path) -> None:
    data = b"C1; ; T1"
    store.issue([Toolkit("T1", "small", "1", "case", "C1", issued=NOW, sha256=hashlib.sha256(data).hexdigest())])
    send(inbox, a__docx=data)
    (taken,) = run(place, store, inbox).files
    assert (taken.outcome, taken.why.rule if taken.why else "") == (Outcome.IGNORED, "untouched")
    assert store.counts()[0].outstanding == 1


def test_the_workspace_itself_is_never_taken_in(place: Workspace, store: Store, inbox: Path) -> None:
    send(inbox, a__docx="C1; good; T1")
    run(place, store, inbox)
    assert set(take(place, store, place.folder).values()) == {(Outcome.IGNORED, None)}


def test_a_clean_run_says_so_and_one_with_questions_does_not(place: Workspace, store: Store, inbox: Path) -> None:
    send(inbox, a__docx="C1; good; T1")
    assert run(place, store, inbox).clean
    send(inbox, b__docx="C2; good; T2; warning")
    assert not run(place, store, inbox).clean


def test_progress_comes_to_its_end(place: Workspace, store: Store, inbox: Path) -> None:
    send(inbox, a__docx="C1; good; T1", b__docx="C2; good; T2")
    told: list[tuple[int, int]] = []
    ingest.run(place, store, READER, [inbox], NOW, lambda task, done, total: told.append((done, total)))
    assert told == [(0, 2), (1, 2), (2, 2)]


# --- stopped in the middle -------------------------------------------------------------------------------


class Stop(BaseException):
    """The power goes."""


def calls(monkeypatch: pytest.MonkeyPatch, owner: object, name: str, stop_at: int, failure: BaseException) -> list[int]:
    """Makes the n-th call of a function fail; the list says how many calls there were."""
    real, seen = getattr(owner, name), [0]

    def counted(*args: object, **named: object) -> object:
        seen[0] += 1
        if seen[0] == stop_at:
            raise failure
        return real(*args, **named)

    monkeypatch.setattr(owner, name, counted)
    return seen


@pytest.mark.parametrize("stop_at", range(1, 11))
@pytest.mark.parametrize("name", ["fsync", "replace"])
def test_stopped_at_any_write_nothing_is_lost_or_doubled_and_the_next_run_ends_the_work(
    place: Workspace, inbox: Path, monkeypatch: pytest.MonkeyPatch, name: str, stop_at: int
) -> None:
    send(inbox, **{f"{n}__docx": f"C{n}; good; T{n}" for n in range(1, 4)})
    with monkeypatch.context() as broken, Store(place.store_url) as store:
        calls(broken, os, name, stop_at, Stop())
        try:
            run(place, store, inbox)
            stopped = False
        except Stop:
            stopped = True
        assert stopped == (stop_at <= (9 if name == "fsync" and os.name == "posix" else 3))
    kept = {hashlib.sha256(data).hexdigest() for data in originals(place)}
    with Store(place.store_url) as store:
        assert {audit.key for audit in store.audits("small", "case")} <= {sha256[:16] for sha256 in kept}
        run(place, store, inbox)
        assert grades(store) == {f"C{n}": "good" for n in range(1, 4)}
        assert store.counts()[0].returned == 3
    assert sorted(originals(place)) == [b"C1; good; T1", b"C2; good; T2", b"C3; good; T3"]


@pytest.mark.parametrize("stop_at", range(1, 30))
def test_stopped_at_any_statement_of_the_store_the_next_run_ends_the_work(
    place: Workspace, inbox: Path, monkeypatch: pytest.MonkeyPatch, stop_at: int
) -> None:
    from sqlalchemy import Connection

    send(inbox, a__docx="C1; good; T1; error", b__docx="C1; met; T1", c__docx="C2; ?; T2")
    with Store(place.store_url):
        pass
    with Store(place.store_url) as store:
        with monkeypatch.context() as broken:
            calls(broken, Connection, "execute", stop_at, Stop())
            with pytest.raises(Stop):
                run(place, store, inbox)
        for audit in store.audits("small", "case"):
            assert set(audit.values) == {"case_ref", "grade"}, "half a return is in the store"
        run(place, store, inbox)
        (count,) = store.counts()
        assert grades(store) == {"C1": "met"}
        assert (count.accepted, count.doubtful, count.replaced) == (1, 1, 1)


def test_the_original_is_on_the_disk_before_its_row(
    place: Workspace, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(inbox, a__docx="C1; good; T1")

    def looked(*_: object) -> None:
        assert originals(place) == [b"C1; good; T1"]
        raise Stop

    monkeypatch.setattr(ingest, "judge", looked)
    with Store(place.store_url) as store, pytest.raises(Stop):
        run(place, store, inbox)
    assert originals(place) == [b"C1; good; T1"]


def test_a_full_disk_stops_the_run_and_is_no_refusal(
    place: Workspace, store: Store, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(inbox, a__docx="C1; good; T1")
    run(place, store, inbox)
    send(inbox, b__docx="C2; good; T2")
    calls(monkeypatch, os, "fsync", 1, OSError(28, "No space left on device", "x"))
    with pytest.raises(OSError, match="No space"):
        run(place, store, inbox)
    assert grades(store) == {"C1": "good"}
    assert store.refusals() == ()


def test_a_store_that_is_gone_is_no_refusal(place: Workspace, inbox: Path) -> None:
    send(inbox, a__docx="C1; good; T1")
    with Store(place.store_url) as store:
        store._connection.exec_driver_sql("DROP TABLE answers").close()
        store._connection.rollback()
    with Store(place.store_url) as store:
        store._connection.exec_driver_sql("DROP TABLE returns").close()
        store._connection.commit()
        with pytest.raises(DocgenError) as failure:
            run(place, store, inbox)
        assert failure.value.code == 3


def test_two_runs_side_by_side_store_each_file_once(place: Workspace, inbox: Path) -> None:
    send(inbox, **{f"{n}__docx": f"C{n}; good; T{n}" for n in range(1, 4)})

    class Beside(OneLine):
        """Reads a file after another run has stored it."""

        def read(self, name: str, data: bytes, issued: object = None) -> Return:
            with Store(place.store_url) as other:
                run(place, other, inbox)
            return super().read(name, data)

    with Store(place.store_url) as store:
        summary = ingest.run(place, store, cast(Reader, Beside()), [inbox], NOW)
        assert summary.count(Outcome.ALREADY) == 3
        assert store.counts()[0].returned == 3


def _events(place: Workspace) -> int:
    import sqlite3

    connection = sqlite3.connect(place.store / "docgen.sqlite")
    try:
        return int(connection.execute("SELECT count(*) FROM events").fetchone()[0])
    finally:
        connection.close()
