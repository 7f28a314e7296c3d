"""Reports over made-up returns: a quarterly one over 1,000 audits, an annual one over 10,000, and how time grows.

Each is the time of a whole process, imports and evidence workbook included. Paired with it, round by round, is a limit
of the same store: fetching every answer of the audits that the report counts, through sqlite3 alone.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.national import seconds, show  # noqa: E402
from docgen.model import Answer, Receipt, Return, Standing, State  # noqa: E402
from docgen.pipeline import workspace  # noqa: E402
from docgen.pipeline.workspace import open_store  # noqa: E402
from tests.reports import made_up  # noqa: E402

ROUNDS = 3
NAME, FORM = "bwd-caf", "tier2"
QUARTERS = ((date(2026, 7, 1), date(2026, 9, 30)), (date(2026, 4, 1), date(2026, 6, 30)))
YEARS = ((date(2026, 4, 1), date(2027, 3, 31)), (date(2025, 4, 1), date(2026, 3, 31)))
RUNS = (
    ("quarterly over 500", "quarterly", "2026-27-Q2", QUARTERS, 500, ""),
    ("quarterly over 1,000", "quarterly", "2026-27-Q2", QUARTERS, 1_000, "goal: under 3 s"),
    ("quarterly over 2,000", "quarterly", "2026-27-Q2", QUARTERS, 2_000, "twice the audits, at most twice the time"),
    ("annual over 10,000", "annual", "2026-27", YEARS, 10_000, "goal: under 10 s"),
)


def filled(folder: Path, stretches: tuple[tuple[date, date], ...], number: int) -> None:
    """A workspace with so many accepted audits in each stretch of time."""
    workspace.init(folder)
    place = workspace.find(folder, folder)
    assert place is not None
    said = made_up.framework(NAME)
    form = made_up.form(NAME, FORM)
    with open_store(place) as store, store.entry() as entry:
        for seed, days in enumerate(stretches):
            for one in made_up.returns(NAME, FORM, number, seed, days, prefix=f"K{seed}"):
                answers = tuple(Answer(name, value, State.ANSWERED) for name, value in one.values.items())
                sha256, day = hashlib.sha256(one.key.encode()).hexdigest(), str(one.values[form.role("date")])
                of = (said.id, said.version, FORM)
                slip = Receipt(sha256[:16], sha256, "f", Standing.ACCEPTED, *of, "", one.case, day=day)
                entry.write(slip, Return("f", sha256, answers=answers))


def limit(folder: Path) -> float:
    """Seconds in which sqlite3 alone hands over every answer of the store."""
    (path,) = folder.glob("store/*.sqlite")
    start = time.perf_counter()
    with sqlite3.connect(path) as connection:
        connection.execute("SELECT return_id, field, value FROM answers ORDER BY return_id, position").fetchall()
    return time.perf_counter() - start


def main() -> None:
    """Fill a store for each run, then measure."""
    with tempfile.TemporaryDirectory() as scratch:
        for name, kind, period, stretches, number, goal in RUNS:
            folder = Path(scratch) / name
            filled(folder, stretches, number)
            ours, theirs = [], []
            for _ in range(ROUNDS):
                shutil.rmtree(folder / "out", ignore_errors=True)
                command = [sys.executable, "-m", "docgen", "--workspace", str(folder), "report", kind, NAME]
                ours.append(seconds([*command, "--period", period]))
                theirs.append(limit(folder))
            show(name, ours, theirs, "every answer through sqlite3 alone", goal or "to compare with")


if __name__ == "__main__":
    main()
