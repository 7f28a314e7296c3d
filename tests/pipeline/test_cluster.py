"""Files read by a cluster: what this computer would have read, whatever becomes of the machines in the middle of it."""

from __future__ import annotations

import importlib.util
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest

from docgen.fields import kind
from docgen.forms import FORMATS, Compiled, compile_toolkit
from docgen.marks import toolkit_id
from docgen.model import DocgenError
from docgen.pipeline import contained, ingest, workspace
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.contained import Contained
from docgen.pipeline.ingest import Outcome, Summary
from docgen.pipeline.returns import Reader
from docgen.pipeline.workspace import Workspace
from docgen.store import Store
from docgen.workers import Bounds
from docgen.workers.child import Build
from docgen.workers.cluster import Cluster
from docgen.workers.errand import Errand, digest
from tests.pipeline.forms import FORM, FRAMEWORK
from tests.pipeline.spoiled import spoil

if importlib.util.find_spec("distributed") is None:
    pytest.skip("distributed is not installed (the extra cluster)", allow_module_level=True)

NOW = "2026-11-20T12:00:00Z"
AT_HAND = Catalogue((FRAMEWORK,))
TEMPLATE = partial(workspace.template, None)
BOUNDS = Bounds(seconds=6.0)


def cluster(size: int) -> Any:
    """Machines, which are processes on this one; another takes the place of one that ends."""
    from distributed import LocalCluster

    return LocalCluster(
        n_workers=size,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=50,
    )


@pytest.fixture(scope="module")
def machines() -> Iterator[Any]:
    with cluster(2) as some:
        yield some


class Spoiled(Cluster):
    """A cluster whose worker processes do what stands in a file that begins with `DO`, and that notes its errands."""

    errands: list[Errand]

    def build(self, build: Build) -> None:
        super().build(partial(spoil, build))
        self.errands = []
        submit = self._client.submit

        def noted(work: object, errand: Errand, **more: object) -> object:
            self.errands.append(errand)
            return submit(work, errand, **more)

        self._client.submit = noted


@cache
def compiled(format: str) -> Compiled:
    base = workspace.template(None, FORMATS[format].template) if FORMATS[format].template else b""
    return compile_toolkit(format, FRAMEWORK, FORM, base, [question.id for question in FORM.questions])


def filled(format: str, toolkit: str) -> bytes:
    values = {question.id: kind(question).examples(question)[0] for question in FORM.questions}
    return compiled(format).copy(toolkit, values)


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Six returns, and a file that no process survives."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    for number in range(6):
        (folder / f"{number:02}.docx").write_bytes(filled("word", toolkit_id(str(number))))
    (folder / "01 die.docx").write_bytes(b"DO die")
    return folder


def taken(
    place: Workspace, pool: Cluster, inbox: Path, at_first: Callable[[], object] = lambda: None
) -> tuple[Summary, Sequence[str]]:
    """What became of every file, where something happens as soon as one of them is done."""
    todo = [at_first]

    def progress(what: str, done: int, of: int) -> None:
        if done and todo:
            todo.pop()()

    template = partial(workspace.template, place)
    with Contained(AT_HAND, template, pool) as reader, Store(place.store_url) as store:
        return ingest.run(place, store, reader, [inbox], NOW, progress), reader.notes


def kill(machine: Any) -> None:
    os.kill(machine.pid, getattr(signal, "SIGKILL", signal.SIGTERM))


@pytest.mark.parametrize("format", ["word", "excel"])
def test_a_cluster_reads_what_this_process_reads(machines: Any, format: str) -> None:
    data = filled(format, toolkit_id("x"))
    here = Reader(AT_HAND, TEMPLATE).read("a form", data)
    assert (here.status, bool(here.answers)) == ("read", True)
    with Contained(AT_HAND, TEMPLATE, contained.machines(machines.scheduler_address)) as reader:
        assert [reader.read("a form", data) for _ in range(3)] == [here] * 3
        assert reader.notes == ()


def test_files_that_no_process_survives_cost_themselves_and_blanks_travel_once_to_each_machine(
    machines: Any, place: Workspace, inbox: Path
) -> None:
    (inbox / "01 hang.docx").write_bytes(b"DO hang")
    for number in range(6, 14):
        (inbox / f"{number:02}.docx").write_bytes(filled("word", toolkit_id(str(number))))
    pool = Spoiled(machines.scheduler_address, BOUNDS)
    before = dict(pool._client.nthreads())
    summary, notes = taken(place, pool, inbox)
    rules = {Path(one.file).stem: one.why.rule for one in summary.files if one.why}
    assert rules == {"01 die": "reading-crash", "01 hang": "reading-time"}
    assert (summary.count(Outcome.STORED), notes) == (14, ())
    for name in {name for errand in pool.errands for name in (errand.start, *(errand.reply or ())[1:])}:
        assert sum(name in map(digest, errand.enclosed) for errand in pool.errands) <= 2 * pool.size + 1
    with Spoiled(machines.scheduler_address) as again:
        assert dict(again._client.nthreads()) == before


def test_a_machine_that_is_killed_in_the_middle_loses_nothing(machines: Any, place: Workspace, inbox: Path) -> None:
    pool = Spoiled(machines.scheduler_address, BOUNDS)
    summary, notes = taken(place, pool, inbox, lambda: kill(next(iter(machines.workers.values()))))
    assert (summary.count(Outcome.STORED), summary.count(Outcome.REFUSED), notes) == (6, 1, ())


def test_a_cluster_that_is_gone_in_the_middle_loses_nothing(place: Workspace, inbox: Path) -> None:
    with cluster(1) as some:
        pool = Spoiled(some.scheduler_address, BOUNDS)
        summary, notes = taken(place, pool, inbox, some.close)
    assert (summary.count(Outcome.STORED), summary.count(Outcome.REFUSED)) == (6, 1)
    assert "read on this computer, since the cluster gave no result" in notes[0]


def test_a_run_that_is_stopped_can_be_run_again(machines: Any, place: Workspace, inbox: Path) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        taken(place, Spoiled(machines.scheduler_address, BOUNDS), inbox, stop)
    summary, _ = taken(place, Spoiled(machines.scheduler_address, BOUNDS), inbox)
    counts = [summary.count(one) for one in (Outcome.ALREADY, Outcome.STORED, Outcome.REFUSED)]
    assert (counts[0] > 0, counts[0] + counts[1], counts[2]) == (True, 6, 1)


def have_another(docgen: str) -> None:
    """What makes of this machine one with another docgen, or with none."""
    import sys

    if docgen:
        sys.modules["docgen.workers.errand"].code = lambda: docgen  # type: ignore[attr-defined]
    else:
        sys.modules["docgen.workers.errand"] = None  # type: ignore[assignment]


def test_machines_with_another_docgen_are_not_used_and_it_is_said(place: Workspace, inbox: Path) -> None:
    with cluster(3) as some, some.get_client() as client:
        first, second, third = client.nthreads()
        client.run(have_another, "", workers=[first])
        pool = Spoiled(some.scheduler_address, BOUNDS)
        client.run(have_another, "0.0.9 (01234567)", workers=[second])
        summary, notes = taken(place, pool, inbox)
        assert (summary.count(Outcome.STORED), summary.count(Outcome.REFUSED)) == (6, 1)
        assert "2 of 3 workers of the cluster were not used: they have another docgen (none, 0.0.9" in notes[0]
        client.run(have_another, "0.0.8 (01234567)", workers=[third])
        with pytest.raises(DocgenError, match=r"No worker there .* they have: none, 0.0.8 .*, 0.0.9") as stopped:
            contained.machines(some.scheduler_address)
    assert stopped.value.code == 3


def test_an_address_at_which_there_is_no_cluster_is_told_with_a_code_of_its_own(
    machines: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docgen.workers.cluster.WAIT", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as web:
        address = f"tcp://127.0.0.1:{web.getsockname()[1]}"

        def answer() -> None:
            while True:
                try:
                    peer, _ = web.accept()
                    peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                    peer.close()
                except OSError:
                    return

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        with pytest.raises(DocgenError, match=r"What answers there is no scheduler") as stopped:
            contained.machines(address)
        assert stopped.value.code == 3
        web.shutdown(socket.SHUT_RDWR)
    thread.join()
    with pytest.raises(DocgenError, match=r"Nothing answers there .*docs/reference/cluster.md") as stopped:
        contained.machines(address)
    assert stopped.value.code == 3


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "distributed", None)
    with socket.create_server(("127.0.0.1", 0)) as there, pytest.raises(DocgenError, match=r"docgen-audit\[cluster\]"):
        contained.machines(f"tcp://127.0.0.1:{there.getsockname()[1]}")
