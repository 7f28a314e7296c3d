"""One transaction of the ledger: what it reads stays true until it is committed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, insert, or_, select, update

from docgen import __version__
from docgen.model import Action, Adopted, Query, Receipt, Return, Standing, Toolkit
from docgen.store import actions, deciding, erasing, news, recommendations, records, tables, trail, whole
from docgen.store.adding import add
from docgen.store.counts import Which
from docgen.store.deciding import Given, Move, Outcome
from docgen.store.news import News
from docgen.store.records import RECEIPT, Basis, receipt
from docgen.store.trail import Event
from docgen.store.values import decode_facts, encode_facts, held
from docgen.store.whole import Record

HELD = (Standing.ACCEPTED, Standing.READ, Standing.QUERIED, Standing.DOUBTFUL)
"""The standings of a return that speaks for its case."""

TOOLKIT = tuple(
    tables.toolkits.c[name]
    for name in (
        "id", "framework", "version", "form", "case_ref", "number", "issued", "file", "sha256", "blank", "facts",
        "day", "due", "auditor", "address", "team", "exempt",
    )
)  # fmt: skip

_RETURNS, _TOOLKITS = tables.returns.c, tables.toolkits.c
_BY_BYTES = select(*RECEIPT).where(_RETURNS.sha256 == bindparam("sha256"))
_ROW_OF = select(_RETURNS.id, _RETURNS.standing).where(_RETURNS.sha256 == bindparam("sha256"))
_ISSUED = select(*TOOLKIT).where(_TOOLKITS.id == bindparam("toolkit"))
_AS_ISSUED = select(_TOOLKITS.id).where(_TOOLKITS.sha256 == bindparam("sha256"))
_ERASED = select(tables.erased.c.at).where(
    or_(tables.erased.c.sha256 == bindparam("sha256"), tables.erased.c.toolkit == bindparam("toolkit"))
)
_ABOUT = select(*RECEIPT).where(or_(_RETURNS.toolkit == bindparam("toolkit"), _RETURNS.case_ref == bindparam("case")))
_ABOUT = _ABOUT.order_by(_RETURNS.id)
"""Of a copy or a case, whichever is not null: by their indexes, which hold few rows for each. A condition on framework
and form beside it makes SQLite go through every return of the form."""
_REPLACED = update(tables.returns).where(_RETURNS.id == bindparam("row"))
_REPLACED = _REPLACED.values(standing=Standing.REPLACED, replaced_by=bindparam("by"))
_INSERT = {table: insert(table) for table in tables.metadata.sorted_tables}
"""Statements are built once: building one costs more than running it."""

BY_HAND = "refused-by-hand"
"""The rule of a refusal that a person decided; such a file is not read again."""


def issued_copy(row: Row[Any]) -> Toolkit:
    """A row of `TOOLKIT` as a value."""
    values = row._asdict()
    return Toolkit(case=values.pop("case_ref"), facts=decode_facts(values.pop("facts")), **values)


def copy_row(copy: Toolkit) -> dict[str, Any]:
    """An issued copy as a row of `TOOLKIT`."""
    given = {column.name: getattr(copy, column.name.removesuffix("_ref")) for column in TOOLKIT}
    return {**given, "facts": encode_facts(copy.facts)}


class Entry:
    """What one received file, or one decision, changes: all of it or nothing. Given out by `Store.entry`."""

    def __init__(self, connection: Connection, who: str) -> None:
        self._connection = connection
        self._who = who
        self._new: set[str] = set()

    def receipt(self, sha256: str) -> Receipt | None:
        """What the ledger knows of a file with these bytes."""
        row = self._connection.execute(_BY_BYTES, {"sha256": sha256}).first()
        if row is None:
            self._new.add(sha256)
        return receipt(row._asdict()) if row else None

    def toolkit(self, toolkit: str) -> Toolkit | None:
        """The issued copy with this id, or None where it was not issued from this workspace."""
        row = self._connection.execute(_ISSUED, {"toolkit": toolkit}).first()
        return issued_copy(row) if row else None

    def untouched(self, sha256: str) -> bool:
        """Whether these bytes are a copy just as it was issued."""
        return self._connection.execute(_AS_ISSUED, {"sha256": sha256}).first() is not None

    def erased(self, sha256: str, toolkit: str = "") -> str:
        """When a file with these bytes, or a return of this copy, was erased; empty where none was."""
        found = self._connection.execute(_ERASED, {"sha256": sha256, "toolkit": toolkit or None}).scalar()
        return str(found or "")

    def held(self, framework: str, form: str, toolkit: str, case: str) -> tuple[Receipt, ...]:
        """The returns of a form that are neither refused nor replaced, and are of this copy or of this case."""
        return self._held(_ABOUT, framework, form, toolkit, case)

    def write(
        self,
        slip: Receipt,
        returned: Return,
        replaces: Sequence[Receipt] = (),
        why: str = "",
        basis: Basis | None = None,
    ) -> None:
        """Store a return with its answers, queries, unread text and events; earlier ones make way and are kept.

        `why` says why it stands where it does. A file that was refused before and can be read now takes over its
        own row.
        """
        values = records.row(slip, returned, basis, __version__)
        row, was = self._row(slip, values)
        parts = records.parts(returned, basis.form if basis else None)
        for table, rows in parts.items():
            add(self._connection, table, rows, return_id=row)
        events = []
        for earlier in replaces:
            self._connection.execute(_REPLACED, {"row": self._number(earlier), "by": row})
            events.append(self._moved(slip.received, earlier, Standing.REPLACED, f"by {slip.key}"))
        seal = records.seal(values, parts)
        trail.append(self._connection, [*events, *self._steps(slip, was, why, seal)])

    def move(self, slip: Receipt, to: Standing, at: str, why: str) -> None:
        """Put a return where a person wants it to stand. A refused one keeps the reason."""
        values: dict[str, Any] = {"standing": to}
        if to is Standing.REFUSED:
            values |= {"rule": BY_HAND, "message": held(f"A person refused it: {why}"), "fix": ""}
        row = self._number(slip)
        self._connection.execute(update(tables.returns).where(_RETURNS.id == row).values(values))
        seal = records.seal_of(self._connection, row)
        trail.append(self._connection, [replace(self._moved(at, slip, to, why, seal), written=True)])

    def record(self, key: str) -> Record | None:
        """The return with this key, whole; None where there is none."""
        return whole.record(self._connection, key)

    def earlier(self, slip: Receipt, case: str) -> tuple[Receipt, ...]:
        """The returns that were received before this one, and are held of its copy or of this case."""
        before = _ABOUT.where(_RETURNS.id < self._number(slip))
        return self._held(before, slip.framework, slip.form, slip.toolkit, case)

    def decide(self, slip: Receipt, given: Given, outcome: Outcome, at: str) -> None:
        """Put what a person decided beside what was read; from now on it counts, and what is asked follows from it."""
        row = self._number(slip)
        deciding.write(self._connection, row, given, self._who, at)
        deciding.ask_anew(self._connection, row, outcome.returned.queries, self._who, at)
        playing = records.playing(outcome.form)
        columns = records.role_columns(playing, outcome.returned.values())
        columns |= {"case_ref": held(outcome.receipt.case), "day": outcome.receipt.day}
        later = {"replaced_by": self._number(outcome.by)} if outcome.by else {}
        self._connection.execute(update(tables.returns).where(_RETURNS.id == row).values({**columns, **later}))
        for earlier in outcome.replaces:
            self._connection.execute(_REPLACED, {"row": self._number(earlier), "by": row})
        what = "undone" if given.undone else "decided"
        event = Event(at, self._who, what, slip.toolkit, slip.key, why=given.why, detail=given.field)
        gone = [self._moved(at, one, Standing.REPLACED, f"by {slip.key}") for one in outcome.replaces]
        self._note(slip, Move(outcome.receipt.standing, outcome.why), event, gone)

    def settle(self, slip: Receipt, query: Query, move: Move, at: str, why: str, *, reopen: bool = False) -> None:
        """Close a query for a reason, or open it again, and put its return where it stands then."""
        if reopen:
            deciding.reopen(self._connection, self._number(slip), query)
        else:
            deciding.settle(self._connection, self._number(slip), query, self._who, at, why)
        detail = f"{query.rule} {query.question}".rstrip()
        what = "reopened" if reopen else "settled"
        event = Event(at, self._who, what, slip.toolkit, slip.key, why=why, detail=detail)
        self._note(slip, move, event)

    def ask(self, slip: Receipt, query: Query, move: Move, at: str) -> None:
        """Ask one thing more of a return that is stored, and put it where it stands then."""
        deciding.ask(self._connection, self._number(slip), query, at)
        event = Event(at, self._who, "asked", slip.toolkit, slip.key, detail=f"{query.rule} {query.question}".rstrip())
        self._note(slip, move, event)

    def _note(self, slip: Receipt, move: Move, event: Event, others: Sequence[Event] = ()) -> None:
        """What happened to a return, and where that has moved it, as events with the seal over what it left."""
        row = self._number(slip)
        self._connection.execute(update(tables.returns).where(_RETURNS.id == row).values(standing=move.to))
        seal = records.seal_of(self._connection, row)
        moves = [] if move.to is slip.standing else [self._moved(event.at, slip, move.to, move.why, seal)]
        trail.append(self._connection, [replace(event, seal=seal, written=True), *others, *moves])

    def _held(self, wanted: Select[Any], framework: str, form: str, toolkit: str, case: str) -> tuple[Receipt, ...]:
        found = self._connection.execute(wanted, {"toolkit": toolkit or None, "case": case or None})
        about = (receipt(row._asdict()) for row in found)
        return tuple(one for one in about if (one.framework, one.form) == (framework, form) and one.standing in HELD)

    def _number(self, slip: Receipt) -> int:
        return int(self._connection.execute(_ROW_OF, {"sha256": slip.sha256}).scalar() or 0)

    def exempt(self, copy: Toolkit, at: str, why: str) -> None:
        """Note that nothing is expected back of a copy, and why; an empty reason expects it again."""
        row = {**copy_row(copy), "exempt": held(why)}
        self._connection.execute(update(tables.toolkits).where(_TOOLKITS.id == copy.id).values(exempt=row["exempt"]))
        was, stands = ("issued", "exempt") if why else ("exempt", "issued")
        event = Event(at, self._who, stands if why else "expected again", copy.id, was=was, stands=stands, why=why,
                      seal=trail.seal(row), written=True)  # fmt: skip
        trail.append(self._connection, [event])

    def issue(self, copies: Sequence[Toolkit], at: str) -> None:
        """Enter copies that nobody has entered before, and bring up to date those that are in the ledger already."""
        new, events = [], []
        for copy in copies:
            row = copy_row(copy)
            before = self._connection.execute(_ISSUED, {"toolkit": copy.id}).mappings().first()
            if before is None:
                new.append(row)
                events.append(Event(copy.issued, self._who, "issued", copy.id, stands="issued", seal=trail.seal(row)))
                continue
            row |= {name: before[name] for name in ("issued", "number", "exempt")}
            changed = [name for name, value in row.items() if value != before[name]]
            if changed:
                self._connection.execute(update(tables.toolkits).where(_TOOLKITS.id == copy.id).values(row))
                detail = " ".join(changed)
                events.append(Event(at, self._who, "changed", copy.id, detail=detail, seal=trail.seal(row)))
        if new:
            self._connection.execute(_INSERT[tables.toolkits], new)
        trail.append(self._connection, events)

    def put_actions(self, changed: Sequence[tuple[Action | None, Action]], at: str, source: str = "") -> None:
        """Write actions as they stand now, each with the one before, or None for a new one.

        `source` is the key of the return, or the hash of the tracker, that says so.
        """
        actions.put(self._connection, self._who, changed, at, source)

    def news(self, name: str, basis: str) -> News | None:
        """What has happened to returns since `looked` left the mark of this name; None where that is everything, or
        where the work rests on another basis now.
        """
        return news.news(self._connection, name, basis)

    def wider(self, found: News) -> News:
        """The same with all the copies and cases of the returns that it reaches."""
        return news.wider(self._connection, found)

    def last_event(self) -> int:
        """The number of the last event; 0 before the first."""
        return trail.head(self._connection)[0]

    def looked(self, name: str, basis: str, event: int) -> None:
        """Leave a mark: all that has happened up to this event is known to whoever uses this name."""
        news.look(self._connection, name, basis, event)

    def forms(self, found: News | None) -> tuple[tuple[str, str, str], ...]:
        """Framework, version and form of every accepted return, or of those that are told of, in their order."""
        return news.forms(self._connection, found)

    def sources(
        self, framework: str, form: str, fields: Collection[str], found: News | None = None
    ) -> tuple[actions.Source, ...]:
        """Every accepted return of a form, or those that are told of, with its answers to these fields, in the order
        of receipt.
        """
        return actions.sources(self._connection, framework, form, fields, found)

    def actions(self, found: News | None = None) -> tuple[Action, ...]:
        """Every action of a return that was not refused, or those that are told of."""
        return actions.actions_of(self._connection, Which(), (), found)

    def action_numbers(self, found: News | None = None) -> dict[str, int]:
        """Toolkit id, or start of the key of a return without one → the highest number of its actions."""
        return actions.numbers(self._connection, found)

    def actions_heard(self, found: News | None = None) -> frozenset[str]:
        """The keys of returns and hashes of trackers that have said anything of actions."""
        return actions.FOLLOWED.said_by(self._connection, None if found is None else found.keys)

    def put_recommendations(self, changed: Sequence[tuple[Adopted | None, Adopted]], at: str, source: str = "") -> None:
        """Write recommendations as they stand now, each with the one before, or None for a new one.

        `source` names the report, or is the hash of the workbook, that says so.
        """
        recommendations.put(self._connection, self._who, changed, at, source)

    def recommendations(self) -> tuple[Adopted, ...]:
        """Every recommendation."""
        return recommendations.adopted(self._connection)

    def recommendations_heard(self) -> frozenset[str]:
        """The reports and hashes of workbooks that have said anything of recommendations."""
        return recommendations.FOLLOWED.said_by(self._connection)

    def erase(self, unit: erasing.Unit, at: str, why: str) -> bool:
        """Erase a copy with all that came back of it; False, and nothing done, where it has changed meanwhile.

        What must follow when this is committed: see `Store.unfinished`.
        """
        return erasing.erase(self._connection, unit, self._who, at, why)

    def empty(self, numbers: Sequence[int], cases: Collection[str], at: str, why: str) -> int:
        """Take every case out of these lists of the cycle, and these cases out of every one; how many rows went."""
        return erasing.empty(self._connection, numbers, cases, self._who, at, why)

    def finished(self) -> None:
        """Note that nothing is left to be done of what was erased."""
        erasing.finished(self._connection)

    def collected(self, key: str, sha256: str, at: str) -> None:
        """Note out of which list (by its hash) the response with this key came."""
        trail.append(self._connection, [Event(at, self._who, "collected", key=key, detail=sha256)])

    def disclosed(self, keys: Sequence[str], copies: Sequence[str], at: str) -> None:
        """Note that everything held on these returns and copies was put together for somebody who may see it."""
        events = [Event(at, self._who, "disclosed", copy) for copy in copies]
        trail.append(self._connection, [*events, *(Event(at, self._who, "disclosed", key=key) for key in keys)])

    def happened(self, what: str, at: str, detail: str = "", why: str = "") -> None:
        """Add to the trail of events. `detail` holds ids and codes, never what a person wrote."""
        trail.append(self._connection, [Event(at, self._who, what, detail=detail, why=why)])

    def _moved(self, at: str, slip: Receipt, to: Standing, why: str, seal: str = "") -> Event:
        return Event(at, self._who, to, slip.toolkit, slip.key, slip.standing, to, why, seal=seal)

    def _steps(self, slip: Receipt, was: str, why: str, seal: str) -> list[Event]:
        """From arriving to where a return stands: what is accepted, or held for its errors, was read first."""
        steps: list[str] = [slip.standing]
        if slip.standing in (Standing.ACCEPTED, Standing.QUERIED):
            steps.insert(0, Standing.READ)
        events = []
        for step in steps:
            last = step == slip.standing
            events.append(
                Event(slip.received, self._who, step, slip.toolkit, slip.key, was, step, why if last else "",
                      seal=seal if last else "")
            )  # fmt: skip
            was = step
        return events

    def _row(self, slip: Receipt, about: Mapping[str, Any]) -> tuple[int, str]:
        """The number of the row of a file, made or made anew, and where it stood before."""
        values = {**about, "standing": slip.standing}
        new = slip.sha256 in self._new
        before = None if new else self._connection.execute(_ROW_OF, {"sha256": slip.sha256}).first()
        if before is None:
            self._new.discard(slip.sha256)
            made = self._connection.execute(_INSERT[tables.returns], values).inserted_primary_key
            assert made is not None
            return int(made[0]), ""
        row, was = before
        self._connection.execute(update(tables.returns).where(_RETURNS.id == row).values(values))
        for table in (tables.answers, tables.unread, tables.queries):
            self._connection.execute(delete(table).where(table.c.return_id == row))
        return int(row), str(was)
