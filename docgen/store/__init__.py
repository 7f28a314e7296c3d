"""The store: issued toolkits, received returns with their answers, and what happened, by SQLAlchemy Core.

It speaks in the values of `model`; no SQL is written anywhere else. One command opens one `Store` and uses it
from one thread, for one person. Several commands may use the same store at once.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Select, and_, insert, select
from sqlalchemy.exc import IntegrityError

from docgen.model import Action, Adopted, Audit, DocgenError, Query, Receipt, Return, Severity, Toolkit, Unread, Value
from docgen.store import actions as followed
from docgen.store import (
    copying,
    cycle,
    engine,
    erasing,
    figures,
    ledger,
    proof,
    questions,
    recommendations,
    records,
    rows,
    whole,
)
from docgen.store.actions import Source
from docgen.store.counts import Count, Line, Settled, Trouble, Which
from docgen.store.cycle import CaseIn, Kept
from docgen.store.deciding import Given, Move, Outcome, alike
from docgen.store.entry import BY_HAND, HELD, TOOLKIT, Entry, issued_copy
from docgen.store.erasing import REDACTED, Unit
from docgen.store.failures import said, unusable
from docgen.store.news import News
from docgen.store.proof import Wrong
from docgen.store.records import RECEIPT, Basis, receipt
from docgen.store.steps import Step
from docgen.store.tables import answers, events, meta, queries, returns, toolkits
from docgen.store.trail import Event
from docgen.store.whole import Decision, Record, with_decisions

__all__ = [
    "BY_HAND",
    "REDACTED",
    "Basis",
    "CaseIn",
    "Count",
    "Decision",
    "Entry",
    "Event",
    "Given",
    "Kept",
    "Line",
    "Move",
    "News",
    "Outcome",
    "Record",
    "Settled",
    "Source",
    "Step",
    "Store",
    "Trouble",
    "Unit",
    "Which",
    "Wrong",
    "alike",
    "erasing",
    "parts_of",
    "rows",
    "with_decisions",
    "Value",
    "answers",
    "queries",
]

_SEVERITIES = tuple(Severity)
_ALL = Which()
Mask = Callable[[tuple[Audit, ...]], tuple[Audit, ...]]
"""Audits to the same audits under other names."""


def parts_of(returned: Return) -> dict[str, records.Rows]:
    """The answers, unread texts and queries of a return as the tables would hold them, by the name of the table."""
    return {table.name: rows for table, rows in records.parts(returned, None).items()}


class Store:
    """An open store. Use it in a `with` statement; every failure of the database is a DocgenError of code 3.

    `who` is the person for whom it is opened, as the trail of events will name them; `backups` is the folder for the
    copy that is made before a store of an older layout is brought up to date.
    """

    def __init__(self, url: str, who: str = "", backups: Path | None = None) -> None:
        self._url = url
        self._who = who
        self._mask: Mask | None = None
        self._connection = engine.connect(url, backups)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the store; what was committed stays."""
        engine.close(self._connection)

    def settle(self) -> None:
        """See to it that everything committed so far survives a power cut."""
        with said(self._url):
            engine.settle(self._connection)

    # --- the ledger --------------------------------------------------------------------------------------

    @contextmanager
    def entry(self) -> Iterator[Entry]:
        """One transaction of the ledger: committed where the block ends well, as if it never was where it does not."""
        with said(self._url), engine.writing(self._connection):
            yield Entry(self._connection, self._who)

    @contextmanager
    def look(self) -> Iterator[Entry]:
        """The ledger as it is now, to look things up; nothing that is written here stays."""
        with said(self._url), engine.looking(self._connection):
            yield Entry(self._connection, self._who)

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """One view of the whole store that does not change, for the other modules of this room."""
        with said(self._url), engine.looking(self._connection):
            yield self._connection

    def issued(self, framework: str, version: str, form: str) -> tuple[Toolkit, ...]:
        """Every copy of a form that was issued, blank ones included, in the order of issue."""
        table = toolkits.c
        where = and_(table.framework == framework, table.version == version, table.form == form)
        return tuple(
            issued_copy(row) for row in self._rows(select(*TOOLKIT).where(where).order_by(table.issued, table.id))
        )

    def come_back(self, framework: str, version: str, form: str) -> frozenset[str]:
        """The ids of the toolkits of a form of which a return is held."""
        table = returns.c
        where = and_(table.framework == framework, table.version == version, table.form == form)
        return frozenset(row[0] for row in self._rows(select(table.toolkit).where(where, table.standing.in_(HELD))))

    def toolkit(self, toolkit: str) -> Toolkit | None:
        """The issued copy with this id, or None where it was not issued from this workspace."""
        with self.look() as entry:
            return entry.toolkit(toolkit)

    def known(self, ids: Sequence[str]) -> frozenset[str]:
        """Those of the toolkit ids that stand in the ledger already."""
        found: set[str] = set()
        for start in range(0, len(ids), 500):
            some = select(toolkits.c.id).where(toolkits.c.id.in_(ids[start : start + 500]))
            found.update(row[0] for row in self._rows(some))
        return frozenset(found)

    def issue(self, copies: Sequence[Toolkit], at: str = "") -> None:
        """Enter issued copies, all or none; a copy that was issued before is kept up to date.

        `at` is when that happens; empty takes the time of issue. Raises DocgenError (code 3) where another command has
        entered one of them for another case meanwhile.
        """
        try:
            with self.entry() as entry:
                entry.issue(copies, at or max((copy.issued for copy in copies), default=""))
        except IntegrityError:
            message = "Another command has issued copies of the same form at the same moment."
            problem = Query("store", Severity.ERROR, message, "Run the command again.")
            raise DocgenError(problem, code=3) from None

    def made(self, sha256: str) -> bool:
        """Whether a document with this hash was made by docgen, and so may be made anew in its place."""
        found = select(events.c.id).where(events.c.what == "made", events.c.detail == sha256).limit(1)
        return bool(self._rows(found))

    def named(self, name: str) -> tuple[tuple[Toolkit, ...], tuple[Receipt, ...]]:
        """The issued copies and the received files that a case reference, toolkit id, key or file name stands for."""
        with self.looking() as connection:
            copies, files = ledger.named(connection, name)
            return tuple(map(issued_copy, copies)), tuple(receipt(row._asdict()) for row in files)

    def noted(self, name: str) -> str:
        """What the store was told to note under a name; empty where nothing was."""
        found = self._rows(select(meta.c.value).where(meta.c.name == name))
        return str(found[0][0]) if found else ""

    def note(self, name: str, value: str) -> None:
        """Note something for good; what is noted already stays."""
        with said(self._url), engine.writing(self._connection):
            if not self._connection.execute(select(meta.c.value).where(meta.c.name == name)).first():
                self._connection.execute(insert(meta).values(name=name, value=value))

    @contextmanager
    def masked(self, mask: Mask) -> Iterator[None]:
        """Within the block every audit that comes out of the store has gone through the mask."""
        self._mask = mask
        try:
            yield
        finally:
            self._mask = None

    # --- the store as a whole ----------------------------------------------------------------------------

    def snapshot(self, path: Path) -> None:
        """Write what is committed at this moment into a new SQLite file, a whole store; others may go on writing."""
        with said(self._url):
            copying.snapshot(self._connection, path)

    def hashes_in(self, path: Path) -> tuple[tuple[str, str], ...]:
        """The hash and the name of every received file that a snapshot knows of."""
        wanted = select(returns.c.sha256, returns.c.file).order_by(returns.c.id)
        with said(str(path)), engine.frozen(path) as connection:
            return tuple((sha256, file) for sha256, file in connection.execute(wanted))

    def fill(self, path: Path) -> None:
        """Put everything of a store in a SQLite file into this one, which must be new.

        Raises DocgenError (code 3) where anything is in it already.
        """
        with said(self._url), engine.frozen(path) as source, engine.writing(self._connection):
            if self._connection.execute(select(events.c.id).limit(1)).first():
                raise unusable(self._url, "There is a store in this database already.", "Name an empty database.")
            copying.put_in(source, self._connection)

    def problems(self) -> tuple[Wrong, ...]:
        """Everything in the store that is not as docgen left it."""
        with self.looking() as connection:
            return tuple(proof.check(connection))

    def end_of_trail(self) -> tuple[int, str]:
        """How many events there are, and the link of the last one."""
        with self.looking() as connection:
            return proof.end_of_trail(connection)

    def keys(self) -> tuple[str, ...]:
        """The keys of all received files, in the order of receipt."""
        with self.looking() as connection:
            return whole.keys(connection)

    def details(self, what: str) -> frozenset[str]:
        """The details of every event of a kind, such as the hashes of the lists out of which responses came."""
        return frozenset(row[0] for row in self._rows(select(events.c.detail).where(events.c.what == what)))

    def record(self, key: str) -> Record | None:
        """The return with this key, whole; None where there is none."""
        with self.looking() as connection:
            return whole.record(connection, key)

    # --- the cycle ---------------------------------------------------------------------------------------

    def keep(self, kept: Kept) -> int:
        """Keep a sample, an allocation, a plan or a step that is done; its number."""
        with said(self._url), engine.writing(self._connection):
            return cycle.keep(self._connection, self._who, kept)

    def kept(self, kind: str, framework: str = "", form: str = "", name: str = "") -> tuple[Kept, ...]:
        """Everything of a kind that the cycle has kept, in order."""
        with self.looking() as connection:
            return cycle.find(connection, kind, framework, form, name)

    def copies(self, framework: str) -> tuple[Toolkit, ...]:
        """Every copy of a framework's forms that was issued, of every version, in the order of issue."""
        wanted = select(*TOOLKIT).where(toolkits.c.framework == framework).order_by(toolkits.c.issued, toolkits.c.id)
        return tuple(issued_copy(row) for row in self._rows(wanted))

    def receipts(self, framework: str) -> tuple[Receipt, ...]:
        """Every return of a framework's forms that speaks for a case, in the order of receipt."""
        wanted = select(*RECEIPT).where(returns.c.framework == framework, returns.c.standing.in_(HELD))
        return tuple(receipt(row._asdict()) for row in self._rows(wanted.order_by(returns.c.id)))

    # --- erasing -----------------------------------------------------------------------------------------

    def unfinished(self) -> str:
        """When an erasure began of which originals, free pages and the log are left to be seen to; else empty."""
        with self.looking() as connection:
            return erasing.unfinished(connection)

    def scrub(self) -> None:
        """Leave nothing in the files of the database of what was deleted. Waits for other commands to end."""
        with said(self._url):
            engine.scrub(self._connection)

    # --- what stands where -------------------------------------------------------------------------------

    def counts(self, which: Which = _ALL, by: str = "", today: str = "") -> tuple[Count, ...]:
        """What the ledger adds up to, for each framework and form, in their order.

        `by` splits each of them by `team`, `auditor` or `month`. `today` (YYYY-MM-DD) tells what is overdue; nothing
        is where it is empty.
        """
        with self.looking() as connection:
            return ledger.counts(connection, which, by, today)

    def lines(self, which: Which = _ALL, today: str = "") -> tuple[Line, ...]:
        """Every issued copy and every received file with its state: copies first, by framework, form and case."""
        with self.looking() as connection:
            return ledger.lines(connection, which, today)

    def history(self, toolkits: Collection[str], keys: Collection[str]) -> tuple[Event, ...]:
        """What happened to these copies and returns, in order."""
        with self.looking() as connection:
            return ledger.history(connection, toolkits, keys)

    def happened(self, what: str) -> tuple[Event, ...]:
        """Every event of one kind, in order."""
        with self.looking() as connection:
            return ledger.happened(connection, what)

    def open_queries(self, severities: Collection[Severity] = _SEVERITIES, which: Which = _ALL) -> tuple[Trouble, ...]:
        """What is asked of returns that are held or accepted, worst first, then by case."""
        with self.looking() as connection:
            return questions.queries(connection, severities, which)

    def doubts(self, which: Which = _ALL) -> tuple[Trouble, ...]:
        """Every answer that a person has to decide, as a query of rule `doubt`, by case and field."""
        with self.looking() as connection:
            return questions.doubts(connection, which)

    def unread(self, which: Which = _ALL) -> Mapping[str, tuple[Unread, ...]]:
        """Key → what stands in a return that is held or accepted, and is in no answer."""
        with self.looking() as connection:
            return questions.unread(connection, which)

    def decided_before(self, which: Which = _ALL) -> Mapping[tuple[str, str], Decision]:
        """Key and field → what a person decided of the same doubt in the version that a return has replaced.

        The same doubt says the same of the same text; what was decided of it does not count for the new version.
        """
        with self.looking() as connection:
            return questions.decided_before(connection, which)

    def settled(self, keys: Collection[str]) -> Settled:
        """What people have decided of these returns."""
        with self.looking() as connection:
            return questions.settled(connection, keys)

    def refusals(self, which: Which = _ALL) -> tuple[Trouble, ...]:
        """Every refused file with the reason, in the order of receipt."""
        with self.looking() as connection:
            return questions.refusals(connection, which)

    # --- actions -----------------------------------------------------------------------------------------

    def sources(self, framework: str, form: str, fields: Collection[str]) -> tuple[Source, ...]:
        """Every accepted return of a form with its answers to these fields, in the order of receipt."""
        with self.looking() as connection:
            return followed.sources(connection, framework, form, fields)

    def actions(self, which: Which = _ALL, ids: Collection[str] = ()) -> tuple[Action, ...]:
        """The actions of a part of the ledger, or those with these ids: by framework, case and id."""
        with self.looking() as connection:
            return followed.actions_of(connection, which, ids)

    def action_counts(self, which: Which = _ALL, today: str = "") -> tuple[int, int, int]:
        """How many actions of a part of the ledger are open; of these, how many are overdue, and how many nobody's."""
        with self.looking() as connection:
            return followed.counts(connection, which, today)

    def action_steps(self, ids: Collection[str]) -> tuple[Step, ...]:
        """What became of these actions, in order."""
        with self.looking() as connection:
            return followed.FOLLOWED.history(connection, ids)

    # --- recommendations ---------------------------------------------------------------------------------

    def recommendations(self, framework: str = "", ids: Collection[str] = ()) -> tuple[Adopted, ...]:
        """The recommendations of a framework, or of all, or those with these ids: by framework, report and place."""
        with self.looking() as connection:
            return recommendations.adopted(connection, framework, ids)

    def recommendation_steps(self, ids: Collection[str]) -> tuple[Step, ...]:
        """What became of these recommendations, in order."""
        with self.looking() as connection:
            return recommendations.FOLLOWED.history(connection, ids)

    # --- what figures are made of ------------------------------------------------------------------------

    def audits(
        self, framework: str, form: str, first: str = "", last: str = "", fields: Collection[str] | None = None,
        news: News | None = None,
    ) -> tuple[Audit, ...]:  # fmt: skip
        """The accepted returns of a form, of every version of the framework, in the order of their cases.

        `first` and `last` (YYYY-MM-DD) keep those whose date lies between them; one without a date is then left
        out. `values` holds every field of the form as it was returned, or as a person decided, blank ones as None,
        and what the case list told of the case when the copy was issued; with `fields` only these of the form, which
        is quicker. With `news` only the returns that it tells of, and the others of their copies and cases.
        """
        with self.looking() as connection:
            audits = figures.audits(connection, framework, form, first, last, fields, news)
        return self._mask(audits) if self._mask else audits

    def undated(self, framework: str, form: str) -> int:
        """How many accepted returns of a form have no date."""
        with self.looking() as connection:
            return figures.undated(connection, framework, form)

    def _rows(self, wanted: Select[Any]) -> Sequence[Any]:
        with self.looking() as connection:
            return connection.execute(wanted).all()
