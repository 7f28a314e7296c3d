"""Whatever breaks, and whenever: no return is lost, none is doubled, and no half-written file lies in out/.

`docs/reference/store.md` has the table of what can break and which test breaks it.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import IO, Any, cast

import pytest

from docgen.intake import finding
from docgen.model import DocgenError, Return, Standing
from docgen.pipeline import backup, catalogue, chase, decisions, delivery, export, ingest, toolkits
from docgen.pipeline.ingest import Outcome
from docgen.pipeline.returns import Reader
from docgen.pipeline.verify import verify
from docgen.pipeline.workspace import Workspace, open_store
from docgen.store import Store, Which
from tests.databases import schema, sql
from tests.pipeline.forms import FORM, FRAMEWORK
from tests.pipeline.oneline import OneLine
from tests.pipeline.test_ingest import READER, calls, grades, inbox, originals, send, store

NOW = "2026-11-20T12:00:00Z"
ROOT = Path(__file__).parents[2]
__all__ = ["inbox", "store"]

RUN = """
import sys
from pathlib import Path
from docgen.definitions.settings import Settings
from docgen.pipeline import ingest
from docgen.pipeline.workspace import Workspace, open_store
from tests.pipeline.oneline import OneLine
place = Workspace(Path(sys.argv[1]), Settings(workspace="0000"))
print("begun", flush=True)
with open_store(place) as store:
    ingest.run(place, store, OneLine(), [Path(sys.argv[2])], "2026-11-20T12:00:00Z")
"""


def whole(place: Workspace, store: Store, expected: int) -> None:
    """Each of so many returns is there once, with its original, and everything agrees with everything."""
    assert grades(store) == {f"C{n}": "good" for n in range(1, expected + 1)}
    assert store.counts()[0].returned == expected
    assert len(originals(place)) == expected
    assert verify(place, store, READER).problems == ()


def unfinished(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name.startswith(".docgen-")]


# --- killed ----------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX; on Windows a process cannot be killed as suddenly")
def test_killed_at_random_again_and_again_the_last_run_ends_the_work(place: Workspace, inbox: Path) -> None:
    send(inbox, **{f"{n}__docx": f"C{n}; good; T{n}" for n in range(1, 61)})
    chance = random.Random(6)
    code = [sys.executable, "-c", RUN, str(place.folder), str(inbox)]
    for _ in range(3):
        with subprocess.Popen(code, stdout=subprocess.PIPE, cwd=ROOT) as run:
            assert run.stdout is not None
            run.stdout.readline()
            time.sleep(chance.uniform(0.02, 0.3))
            run.kill()
        with open_store(place) as store:
            for audit in store.audits("small", "case"):
                assert set(audit.values) == {"case_ref", "grade"}, "half a return is in the store"
    with open_store(place) as store:
        ingest.run(place, store, READER, [inbox], NOW)
        whole(place, store, 60)


def test_what_a_killed_run_left_half_written_is_swept_when_it_belongs_to_no_run_any_more(
    place: Workspace, store: Store, inbox: Path
) -> None:
    for folder in (place.originals, place.blanks, place.out):
        for name, age in (("old", 7200), ("new", 60)):
            path = folder / f".docgen-{name}.tmp"
            path.write_bytes(b"half")
            when = 1_795_176_000 - age  # seconds of NOW
            os.utime(path, (when, when))
    ingest.run(place, store, READER, [inbox], NOW)
    assert {path.name for path in unfinished(place.folder)} == {".docgen-new.tmp"}


# --- failing at every write ------------------------------------------------------------------------------

Verb = Callable[[Workspace, Store, Path], object]


def _toolkit(place: Workspace, store: Store, other: Path) -> object:
    cases = other / "cases.csv"
    cases.write_text("case_ref\nC7\nC8\n", encoding="utf-8")
    return toolkits.make(place, toolkits.Order(FRAMEWORK, FORM, place.out, cases), NOW)


VERBS: dict[str, Verb] = {
    "backup": lambda place, store, other: backup.backup(place, store, other / "backup.zip", NOW),
    "backup into a folder": lambda place, store, other: backup.backup(place, store, other / "backup", NOW),
    "export": lambda place, store, other: export.make(place, store, export.Order(Which(), place.out / "export"), NOW),
    "accept": lambda place, store, other: decisions.accept(store, ("C9",), "By phone.", NOW),
    "exempt": lambda place, store, other: decisions.exempt(store, ("T5",), "Moved away.", NOW),
    "chase": lambda place, store, other: chase.make(place, store, chase.Order(Which(), every=True, drafts=True), NOW),
    "toolkit": _toolkit,
}


@pytest.fixture
def filled(place: Workspace, inbox: Path) -> Workspace:
    from docgen.model import Toolkit

    strict = replace(place, settings=replace(place.settings, accept="no-errors"))
    send(inbox, a__docx="C1; good; T1", b__docx="C9; met; T9; error", c__docx="C2; good; T2")
    with open_store(place) as store:
        store.issue([Toolkit("T5", "small", "1", "case", "C5", issued=NOW, auditor="Sam", due="2026-11-01")])
        ingest.run(strict, store, READER, [inbox], NOW)
    return strict


@pytest.mark.parametrize("verb", VERBS)
def test_whatever_write_fails_nothing_is_half_done_and_the_same_command_ends_the_work(
    filled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str
) -> None:
    from sqlalchemy import Connection

    gathered = catalogue.gather(filled)
    monkeypatch.setattr(catalogue, "gather", lambda *_: gathered)
    fails = ((os, "replace", 1), (os, "fsync", 1), (Connection, "execute", 2), (Connection, "exec_driver_sql", 2))
    for owner, name, step in fails:
        for stop_at in count(1) if step == 1 else (2**n - 1 for n in count(1)):
            mine = replace(filled, folder=tmp_path / f"{name} {stop_at}")
            shutil.copytree(filled.folder, mine.folder)
            other = mine.folder / "elsewhere"
            other.mkdir()
            with open_store(mine) as store:
                with monkeypatch.context() as broken:
                    seen = calls(broken, owner, name, stop_at, OSError(28, "No space left on device", "x"))
                    with suppress(OSError):
                        VERBS[verb](mine, store, other)
                assert unfinished(mine.folder) == []
                with suppress(DocgenError):  # the backup is there, or nothing is left to accept
                    VERBS[verb](mine, store, other)
                assert verify(mine, store, READER).problems == ()
                assert not [path for path in mine.out.rglob("*") if "(2)" in path.name]
            if seen[0] < stop_at:
                break


# --- several at once -------------------------------------------------------------------------------------


def test_eight_runs_at_once_store_each_file_once_in_either_database(
    place: Workspace, inbox: Path, postgresql: str
) -> None:
    send(inbox, **{f"{n}__docx": f"C{n}; good; T{n}" for n in range(1, 21)})
    with schema(postgresql) as url:
        for own in (place, replace(place, settings=replace(place.settings, store=url))):
            with open_store(own):
                pass
            start = threading.Barrier(8)
            failed: list[BaseException] = []

            def takes(own: Workspace = own, start: Any = start, failed: Any = failed) -> None:
                try:
                    with open_store(own) as mine:
                        start.wait()
                        ingest.run(own, mine, READER, [inbox], NOW)
                except BaseException as error:
                    failed.append(error)

            together = [threading.Thread(target=takes) for _ in range(8)]
            for one in together:
                one.start()
            for one in together:
                one.join()
            assert failed == []
            with open_store(own) as store:
                whole(own, store, 20)


def test_a_report_and_an_export_during_ingest_see_whole_returns_only(
    place: Workspace, store: Store, inbox: Path
) -> None:
    class Beside(OneLine):
        """Looks at the figures, and exports, while each file is read."""

        def read(self, name: str, data: bytes, issued: object = None) -> Return:
            with open_store(place) as other:
                audits = other.audits("small", "case")
                assert all(set(audit.values) == {"case_ref", "grade"} for audit in audits)
                made = export.make(place, other, export.Order(Which(), place.out / "export"), NOW)
                assert made.rows["audits"] == len(audits)
                assert made.rows["answers"] == 2 * len(audits)
            return super().read(name, data)

    send(inbox, **{f"{n}__docx": f"C{n}; good; T{n}" for n in range(1, 4)})
    ingest.run(place, store, cast(Reader, Beside()), [inbox], NOW)
    whole(place, store, 3)


@pytest.mark.parametrize("moment", ["before", "within"])
def test_postgresql_cut_at_any_return_the_next_run_ends_the_work(
    place: Workspace, inbox: Path, postgresql: str, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    from docgen.store.entry import Entry

    send(inbox, **{f"{n}__docx": f"C{n}; good; T{n}" for n in range(1, 5)})
    with schema(postgresql) as url:
        own = replace(place, settings=replace(place.settings, store=url))
        real = Entry.write
        for _ in range(4):
            with open_store(own) as store, monkeypatch.context() as broken:
                backend = store._connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
                store._connection.rollback()

                def cut(entry: Any, *args: Any, backend: Any = backend, **named: Any) -> None:
                    if moment == "within":
                        real(entry, *args, **named)
                    sql(postgresql, f"SELECT pg_terminate_backend({backend})")
                    if moment == "before":
                        real(entry, *args, **named)

                broken.setattr(Entry, "write", cut)
                with pytest.raises(DocgenError, match="connection to the database was lost"):
                    ingest.run(own, store, READER, [inbox], NOW)
        with open_store(own) as store:
            ingest.run(own, store, READER, [inbox], NOW)
            whole(own, store, 4)


# --- files that are not ready ----------------------------------------------------------------------------


def test_a_file_that_is_still_being_copied_is_refused_for_now_and_not_kept(
    place: Workspace, store: Store, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(inbox, a__docx="C1; good; T1")
    real = finding._opened
    with monkeypatch.context() as racing:
        racing.setattr(finding, "_opened", lambda path: _Growing(real(path), Path(path)))
        (taken,) = ingest.run(place, store, READER, [inbox], NOW).files
    assert (taken.outcome, taken.why.rule if taken.why else "") == (Outcome.REFUSED, "file-moving")
    assert (originals(place), store.refusals()) == ([], ())
    send(inbox, a__docx="C1; good; T1")
    assert [one.outcome for one in ingest.run(place, store, READER, [inbox], NOW).files] == [Outcome.STORED]


class _Growing:
    """A stream of a file to which somebody writes while it is read."""

    def __init__(self, stream: IO[bytes], path: Path) -> None:
        self._stream, self._path = stream, path

    def __enter__(self) -> _Growing:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def fileno(self) -> int:
        return self._stream.fileno()

    def read(self, size: int) -> bytes:
        data = self._stream.read(size)
        with self._path.open("ab") as more:
            more.write(b".")
        return data


def test_half_an_archive_is_refused_and_the_whole_one_is_taken_later(
    place: Workspace, store: Store, inbox: Path
) -> None:
    with zipfile.ZipFile(inbox / "sent.zip", "w") as archive:
        archive.writestr("a.docx", "C1; good; T1")
        archive.writestr("b.docx", "C2; good; T2")
    data = (inbox / "sent.zip").read_bytes()
    (inbox / "sent.zip").write_bytes(data[: len(data) // 2])
    assert [one.outcome for one in ingest.run(place, store, READER, [inbox], NOW).files] == [Outcome.REFUSED]
    (inbox / "sent.zip").write_bytes(data)
    ingest.run(place, store, READER, [inbox], NOW)
    whole(place, store, 2)


def test_a_file_that_is_open_in_word_is_refused_for_now_and_taken_when_it_is_closed(
    place: Workspace, store: Store, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(inbox, a__docx="C1; good; T1", b__docx="C2; good; T2")
    real = os.open

    def shared(path: Any, *args: Any, **named: Any) -> int:
        if str(path).endswith("a.docx"):
            raise PermissionError(13, "The process cannot access the file because it is being used", str(path))
        return real(path, *args, **named)

    with monkeypatch.context() as word:
        word.setattr(os, "open", shared)
        found = {Path(one.file).name: one for one in ingest.run(place, store, READER, [inbox], NOW).files}
    assert found["a.docx"].why is not None
    assert found["a.docx"].why.rule == "file-in-use"
    assert found["b.docx"].outcome is Outcome.STORED
    ingest.run(place, store, READER, [inbox], NOW)
    whole(place, store, 2)


# --- the same form, and a corrected one ------------------------------------------------------------------


def test_a_corrected_form_after_acceptance_counts_and_the_earlier_one_is_kept_in_one_batch_or_two(
    place: Workspace, store: Store, inbox: Path
) -> None:
    send(inbox, first__docx="C1; good; T1", second__docx="C1; met; T1", first_again__docx="C1; good; T1")
    ingest.run(place, store, READER, [inbox], NOW)
    assert grades(store) == {"C1": "met"}
    send(inbox, third__docx="C1; good; T1 ", second__docx="C1; met; T1")
    ingest.run(place, store, READER, [inbox], NOW)
    assert grades(store) == {"C1": "good"}
    (counted,) = store.counts()
    assert (counted.accepted, counted.replaced) == (1, 2)
    assert len(originals(place)) == 3


@pytest.mark.parametrize("order", range(6))
def test_the_order_of_batches_makes_no_difference_to_different_forms(
    place: Workspace, store: Store, inbox: Path, order: int
) -> None:
    names = [f"{n}.docx" for n in range(1, 7)]
    send(inbox, **{f"{n}__docx": f"C{n}; good; T{n}" for n in range(1, 7)})
    random.Random(order).shuffle(names)
    for some in (names[:2], names[1:5], names):
        ingest.run(place, store, READER, [inbox / name for name in some], NOW)
    whole(place, store, 6)


@pytest.mark.parametrize(
    "clock", ["1999-12-31T23:59:59Z", "2026-10-25T00:30:00Z", "2038-01-19T03:14:08Z", "9999-12-31T23:59:59Z"]
)
def test_a_clock_that_jumps_changes_no_answer_no_order_and_no_id(place: Workspace, inbox: Path, clock: str) -> None:
    with open_store(place) as store:
        for at, text in ((NOW, "C1; good; T1"), (clock, "C1; met; T1"), (NOW, "C1; good; T1 ")):
            send(inbox, a__docx=text)
            ingest.run(place, store, READER, [inbox], at)
        assert grades(store) == {"C1": "good"}
        standings = [record.receipt.standing for key in sorted_keys(store) if (record := store.record(key))]
        assert standings == [Standing.REPLACED, Standing.REPLACED, Standing.ACCEPTED]
        assert set(sorted_keys(store)) == {
            hashlib.sha256(text.encode()).hexdigest()[:16] for text in ("C1; good; T1", "C1; met; T1", "C1; good; T1 ")
        }
        assert verify(place, store, READER).problems == ()


def sorted_keys(store: Store) -> tuple[str, ...]:
    """In the order of receipt."""
    return store.keys()


# --- what goes out ---------------------------------------------------------------------------------------


@pytest.fixture
def open_in_word(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """Names of files that another program has open: they can be read, and not replaced, as on Windows."""
    names: set[str] = set()
    real = os.replace

    def replaces(source: Any, target: Any, **named: Any) -> None:
        if Path(target).name in names and Path(target).exists():
            raise PermissionError(13, "The process cannot access the file", str(target))
        real(source, target, **named)

    with monkeypatch.context() as shared:
        shared.setattr(os, "replace", replaces)
        yield names


def test_a_document_that_is_open_gets_a_second_name_and_is_not_touched(
    place: Workspace, store: Store, open_in_word: set[str]
) -> None:
    first = delivery.deliver(store, place.out, {"list.docx": b"one"}, NOW)
    open_in_word.add("list.docx")
    second = delivery.deliver(store, place.out, {"list.docx": b"two"}, NOW)
    assert (second.files[0].name, second.left) == ("list (2).docx", (first.files[0],))
    assert first.files[0].read_bytes() == b"one"
    assert unfinished(place.out) == []


def test_a_toolkit_that_is_open_is_left_as_it_is(place: Workspace, tmp_path: Path, open_in_word: set[str]) -> None:
    with open_store(place) as store:
        made = cast(toolkits.Made, _toolkit(place, store, tmp_path))
    open_in_word.update(path.name for path in made.files)
    shutil.copy(place.templates / "report.docx", place.templates / "spare.docx")
    settings = replace(place.settings, organisation="Another Council")
    framework = replace(FRAMEWORK, organisation="Another Council")
    cases = tmp_path / "cases.csv"
    again = toolkits.make(
        replace(place, settings=settings), toolkits.Order(framework, FORM, place.out, cases), NOW
    )  # fmt: skip
    assert set(again.edited) <= set(made.files)
    assert again.edited


def test_an_export_of_which_a_file_is_open_writes_nothing_and_says_which(
    place: Workspace, store: Store, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = export.Order(Which(), place.out / "export")
    export.make(place, store, order, NOW)
    before = {path.name: path.read_bytes() for path in order.out.iterdir()}
    send(inbox, a__docx="C1; good; T1")
    ingest.run(place, store, READER, [inbox], NOW)
    monkeypatch.setattr(export, "_is_open", lambda path: path.name == "audits.xlsx")
    with pytest.raises(DocgenError, match=r"audits\.xlsx: The file is open in another program"):
        export.make(place, store, order, NOW)
    assert {path.name: path.read_bytes() for path in order.out.iterdir()} == before
