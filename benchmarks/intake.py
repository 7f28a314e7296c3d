"""The store under load: what writing a return costs, whether that grows with what is there, and figures over all.

Returns are written through the ledger as `docgen ingest` writes them, without files. The limit is a bare executemany of
the same rows (the return, its answers and its events) into the same tables of a plain SQLite file, in transactions of
one return. A small and a full store take turns, so that both meet the same machine, and what is compared is processor
time, as others may be at work on it. Run by hand: `python benchmarks/intake.py [RETURNS]`; 100,000 unless said.
"""

from __future__ import annotations

import hashlib
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from docgen.model import Answer, Form, Option, Question, Receipt, Return, Section, Standing, State
from docgen.store import Basis, Store

QUESTIONS = 40
NOW = "2026-11-20T12:00:00Z"
OPTIONS = tuple(Option(name, name) for name in ("good", "met", "poor"))
FORM = Form(
    "case", "Case audit", "", (Section("all", "1", "All", (
        Question("case_ref", "1", "text", "Case"), Question("day", "2", "date", "Day"),
        Question("grade", "3", "grade", "Grade", options=OPTIONS),
        *(Question(f"q{n}", str(n), "longtext" if n % 2 else "choice", f"Question {n}", options=OPTIONS)
          for n in range(QUESTIONS - 3)),
    )),), roles=(("case", "case_ref"), ("date", "day"), ("grade", "grade")),
)  # fmt: skip
BASIS = Basis(FORM)
TEXT = "The plan was reviewed with the family and the school; what was agreed is written down and dated. " * 3


def made(number: int) -> tuple[Receipt, Return]:
    """A return of the form, as the judge would hand it to the store."""
    sha256 = hashlib.sha256(str(number).encode()).hexdigest()
    day = f"{2020 + number % 5}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    values = {"case_ref": f"C{number}", "day": day, "grade": OPTIONS[number % 3].id}
    values |= {f"q{n}": f"{number} {TEXT}" if n % 2 else OPTIONS[n % 3].id for n in range(QUESTIONS - 3)}
    answers = tuple(Answer(name, value, State.ANSWERED, "control", "table 1") for name, value in values.items())
    slip = Receipt(sha256[:16], sha256, f"{number}.docx", Standing.ACCEPTED, "fw", "1", "case", f"T{number}",
                   f"C{number}", "digest", NOW, day)  # fmt: skip
    return slip, Return(slip.file, sha256, "word", "Word", answers=answers)


def write(stores: Sequence[Store], numbers: Iterable[int]) -> list[float]:
    """Milliseconds to store one of these returns in each of the stores; the medians.

    Each is looked up and written as a run does; the stores take turns.
    """
    took: list[list[float]] = [[] for _ in stores]
    for number in numbers:
        slip, returned = made(number)
        for store, mine in zip(stores, took, strict=True):
            start = time.process_time()
            with store.entry() as entry:
                entry.receipt(slip.sha256)
                entry.held("fw", "case", slip.toolkit, slip.case)
                entry.write(slip, returned, basis=BASIS)
            mine.append(time.process_time() - start)
    return [statistics.median(mine) * 1000 for mine in took]


def bare(path: Path, source: Path, number: int) -> float:
    """Milliseconds of a bare executemany of the rows of a return, in a transaction of its own; the median of them."""
    there = sqlite3.connect(source)
    of = {"returns": "id", "answers": "return_id", "events": "key"}
    marks = {name: ", ".join("?" for _ in there.execute(f"PRAGMA table_info({name})")) for name in of}
    rows = [
        {name: there.execute(f"SELECT * FROM {name} WHERE {column} = ?", (key if column == "key" else one,)).fetchall()
         for name, column in of.items()}
        for one, key in there.execute("SELECT id, key FROM returns ORDER BY id DESC LIMIT ?", (number,)).fetchall()
    ]  # fmt: skip
    wanted = "SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL AND tbl_name = ?"
    schema = [row[0] for name in of for row in there.execute(f"{wanted} ORDER BY type DESC", (name,))]
    there.close()
    plain = sqlite3.connect(path, isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", *schema):
        plain.execute(statement)
    took = []
    for some in rows:
        start = time.process_time()
        plain.execute("BEGIN IMMEDIATE")
        for name, those in some.items():
            plain.executemany(f"INSERT INTO {name} VALUES ({marks[name]})", those)
        plain.execute("COMMIT")
        took.append(time.process_time() - start)
    plain.close()
    return statistics.median(took) * 1000


def figures(store: Store, first: str, last: str) -> tuple[int, float]:
    """How many audits there are between two days, and seconds of the processor to have their grades."""
    start = time.process_time()
    found = store.audits("fw", "case", first, last, ["grade"])
    return len(found), time.process_time() - start


def main() -> None:
    """Fill a store, and print the ratios."""
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    part = min(1000, total // 4)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "docgen.sqlite"
        with Store(str(path)) as store, Store(str(Path(scratch) / "small.sqlite")) as small:
            write([store], range(total - part))
            write([small], range(part))
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            many, few = write([store, small], range(total - part, total))
            limit = bare(Path(scratch) / "plain.sqlite", path, part)
            quarter, took = figures(store, "2024-01-01", "2024-03-31")
            every, longer = figures(store, "", "")
    print(f"a return of {QUESTIONS} answers, median of {part}; processor time")
    print(f"bare executemany of its rows   {limit:7.2f} ms")
    print(f"looked up and written          {many:7.2f} ms   {many / limit:5.2f} of the limit (goal: 3)")
    print(f"the same in a store of {part:,}   {few:7.2f} ms   at {total:,}: {many / few:5.2f} of that (goal: 1.2)")
    print(f"grades of a quarter, {quarter:,}     {took:7.2f} s    of all, {every:,}: {longer:.2f} s (goal: 3)")
    print(f"most memory while writing      {memory:7.0f} MB   (goal: 400)")


if __name__ == "__main__":
    main()
