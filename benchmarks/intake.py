"""The store under load: what writing a return costs, whether that grows with what is there, and figures over all.

Returns are written through the ledger as `docgen ingest` writes them, without files. The limit is a bare executemany of
the same rows into the same tables of a plain SQLite file, in transactions of one return. Run by hand:
`python benchmarks/intake.py [RETURNS]`; 100,000 unless said.
"""

from __future__ import annotations

import hashlib
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
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


def write(store: Store, first: int, last: int) -> float:
    """Milliseconds to store one of these returns, each looked up and written as a run does; the median of them."""
    took = []
    for number in range(first, last):
        slip, returned = made(number)
        start = time.perf_counter()
        with store.entry() as entry:
            entry.receipt(slip.sha256)
            entry.held("fw", "case", slip.toolkit, slip.case)
            entry.write(slip, returned, basis=BASIS)
        took.append(time.perf_counter() - start)
    return statistics.median(took) * 1000


def bare(path: Path, source: Path, number: int) -> float:
    """Milliseconds of a bare executemany of the rows of a return, in a transaction of its own; the median of them."""
    there = sqlite3.connect(source)
    tables = {name: [row[1] for row in there.execute(f"PRAGMA table_info({name})")] for name in ("returns", "answers")}
    ids = [row[0] for row in there.execute("SELECT id FROM returns ORDER BY id DESC LIMIT ?", (number,))]
    rows = [(there.execute("SELECT * FROM returns WHERE id = ?", (one,)).fetchall(),
             there.execute("SELECT * FROM answers WHERE return_id = ?", (one,)).fetchall()) for one in ids]  # fmt: skip
    schema = [row[0] for row in there.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name IN ('returns', 'answers') AND type IN ('table', 'index') "
        "AND sql IS NOT NULL ORDER BY type DESC")]  # fmt: skip
    there.close()
    plain = sqlite3.connect(path, isolation_level=None)
    for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=NORMAL", *schema):
        plain.execute(statement)
    insert = {name: f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})" for name, columns in tables.items()}
    took = []
    for heads, answers in rows:
        start = time.perf_counter()
        plain.execute("BEGIN IMMEDIATE")
        plain.executemany(insert["returns"], heads)
        plain.executemany(insert["answers"], answers)
        plain.execute("COMMIT")
        took.append(time.perf_counter() - start)
    plain.close()
    return statistics.median(took) * 1000


def main() -> None:
    """Fill a store, and print the ratios."""
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    part = min(1000, total // 4)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "docgen.sqlite"
        with Store(str(path)) as store:
            write(store, 0, part)
            few = write(store, part, 2 * part)
            for first in range(2 * part, total - part, part):
                write(store, first, min(first + part, total - part))
            many = write(store, total - part, total)
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            limit = bare(Path(scratch) / "plain.sqlite", path, part)
            start = time.perf_counter()
            audits = store.audits("fw", "case", "2024-01-01", "2024-03-31", ["grade"])
            took = time.perf_counter() - start
    print(f"a return of {QUESTIONS} answers, {part} at a time, up to {total:,} in the store")
    print(f"bare executemany           {limit:7.2f} ms")
    print(f"written                    {many:7.2f} ms   {many / limit:5.2f} of the limit (goal: 3)")
    print(f"at {2 * part:,}            {few:7.2f} ms   at {total:,}: {many / few:5.2f} of that (goal: 1.2)")
    print(f"a quarter's grades, {len(audits):,}  {took:7.2f} s    (goal: 3)")
    print(f"most memory                {memory:7.0f} MB   (goal: 400)")


if __name__ == "__main__":
    main()
