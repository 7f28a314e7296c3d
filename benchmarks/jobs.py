"""The same returns taken in by one process, by two, by three, and by a cluster of two workers on this machine.

One process reads and stores by itself, as no command does: it is the measure for the others. `docgen ingest` is two
processes: one stores, one reads; with `--jobs 2` another one reads. Each is a whole process into an empty workspace,
round by round. Where there are no more cores than processes they share them: compare ratios, not seconds.
Run by hand: `python benchmarks/jobs.py [RETURNS]`; 577 unless said, which is the most.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from docgen import demo
from docgen.store import Store

ROUNDS = 3
ALONE = """
import sys
from functools import partial
from pathlib import Path
from docgen.pipeline import actions, catalogue, ingest, moderated, urgent, workspace
from docgen.pipeline.returns import Reader
place, now = workspace.find(Path(sys.argv[1]), Path(sys.argv[1])), "2026-11-20T12:00:00Z"
reader = Reader(catalogue.gather(place), partial(workspace.template, place))
with workspace.open_store(place) as store:
    ingest.run(place, store, reader, [Path(sys.argv[2])], now)
    actions.register(store, reader.catalogue, now)
    moderated.reopen(store, reader.catalogue, "read", now)
    urgent.make(place, store, reader.catalogue, now)
print(0, file=sys.stderr)
"""
"""What the command does, with the files read in the process that stores them."""
RUN = """
import atexit, resource, sys
atexit.register(lambda: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr))
from docgen.cli import main
main()
"""


def ingest(place: Path, returns: Path, *how: str) -> tuple[float, int]:
    """Wall seconds of taking the returns into a new workspace, and the most megabytes that the parent held.

    In one process where it is not said how.
    """
    subprocess.run([sys.executable, "-m", "docgen", "init", str(place)], check=True, capture_output=True)
    issue(place, returns.parent / "national")
    command = [sys.executable, "-c", RUN, "--workspace", str(place), "ingest", str(returns), *how]
    command = command if how else [sys.executable, "-c", ALONE, str(place), str(returns)]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    took = time.perf_counter() - start
    if done.returncode not in (0, 1) or "read on this computer" in done.stderr:
        raise SystemExit(done.stderr)
    return took, int(done.stderr.split()[-1])


def issue(place: Path, national: Path) -> None:
    """Enter the copies of the demonstration into the ledger of a new workspace, as if they had gone out from it."""
    shutil.copytree(national / "store" / "blanks", place / "store" / "blanks", dirs_exist_ok=True)
    with (
        Store(str(national / "store" / "docgen.sqlite")) as there,
        Store(str(place / "store" / "docgen.sqlite")) as here,
    ):
        here.issue(there.copies(demo.FRAMEWORK))


def cluster(ends: ExitStack) -> str:
    """The address of two workers on this machine; nothing where the library is not installed."""
    try:
        from distributed import LocalCluster
    except ImportError:
        return ""
    some = ends.enter_context(LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0", silence_logs=50
    ))  # fmt: skip
    return str(some.scheduler_address)


def returned(out: Path, folder: Path, number: int) -> Path:
    """So many returns of the demonstration in a folder."""
    folder.mkdir()
    files = {path.name: path for path in sorted((out / "post").rglob("C[0-9]*.docx"))}
    for path in list(files.values())[:number]:
        shutil.copy(path, folder / path.name)
    return folder


def main() -> None:
    """Make the post of the demonstration once, then measure."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 577
    with tempfile.TemporaryDirectory() as name, ExitStack() as ends:
        scratch = Path(name)
        demo.run(scratch / "national")
        returns = returned(scratch / "national", scratch / "returns", number)
        few = returned(scratch / "national", scratch / "few", number // 4)
        address = cluster(ends)
        ways = [(), ("--jobs", "1"), ("--jobs", "2"), *([("--cluster", address)] if address else [])]
        took: dict[Sequence[str], list[float]] = {way: [] for way in ways}
        memory = 0
        for turn in range(ROUNDS):
            for which, way in enumerate(ways):
                seconds, held = ingest(scratch / f"team {turn} {which}", returns, *way)
                took[way].append(seconds)
                memory = max(memory, held)
        _, less = ingest(scratch / "team", few, "--jobs", "2")
    count = number if number < 577 else 577
    for way in ways:
        ratio = statistics.median(one / two for one, two in zip(took[ways[0]], took[way], strict=True))
        name = " ".join(way) or "one process"
        print(f"{name:36} {statistics.median(took[way]):6.2f} s for {count}   {ratio:5.2f} times one process")
    print(f"goal: two processes 1.7 times one; there are {os.cpu_count()} cores")
    print(f"parent's memory: {less} MB for {number // 4}, at most {memory} MB for {count} (goal: flat, below 400 MB)")


if __name__ == "__main__":
    main()
