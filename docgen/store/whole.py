"""Returns whole, as they stand in the store: what was read of them, what a person decided, and with what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from docgen.model import Answer, Identity, Place, Query, Receipt, Return, Severity, State, Unread, Value
from docgen.store import records, tables
from docgen.store.deciding import Closed
from docgen.store.records import RECEIPT, receipt
from docgen.store.values import decode, decode_facts

_EXTRA = ("id", "format", "editor", "facts", "definition", "program", "message", "fix")


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided of an answer, in the place of what was read: None for blank."""

    field: str
    value: Value
    who: str
    at: str
    why: str


@dataclass(frozen=True, slots=True)
class Record:
    """A return as it stands in the store.

    returned    what was read of it, by the machine
    decided     what people decided of its answers
    open        what is asked of the answers that count, and not settled
    facts       what the case list told when it was read; `definition` the digest of the framework, `program` the
                version of docgen
    settled     what of all that is asked a person has settled
    rows        the answers, unread texts and queries as they stand in the tables, by the name of the table
    """

    receipt: Receipt
    returned: Return
    decided: tuple[Decision, ...]
    open: tuple[Query, ...]
    settled: tuple[Query, ...]
    facts: Mapping[str, Value]
    definition: str
    program: str
    rows: Mapping[str, records.Rows]

    @property
    def counting(self) -> tuple[Answer, ...]:
        """The answers that count: what a person decided in the place of what was read."""
        return with_decisions(self.returned.answers, self.decided)


def with_decisions(answers: Iterable[Answer], decided: Iterable[Decision]) -> tuple[Answer, ...]:
    """The answers with those that people decided in their place, as certain as if they had been read."""
    given = {one.field: one.value for one in decided}
    return tuple(_decided(one, given[one.field]) if one.field in given else one for one in answers)


def _decided(one: Answer, value: Value) -> Answer:
    state = State.BLANK if value is None else State.ANSWERED
    return replace(one, value=value, state=state, doubt="", candidates=())


def keys(connection: Connection) -> tuple[str, ...]:
    """The keys of all received files, in the order of receipt."""
    return tuple(connection.execute(select(tables.returns.c.key).order_by(tables.returns.c.id)).scalars())


def record(connection: Connection, key: str) -> Record | None:
    """The return with this key, or None."""
    extra = [tables.returns.c[name].label(f"its_{name}") for name in _EXTRA]
    found = connection.execute(select(*RECEIPT, *extra).where(tables.returns.c.key == key)).first()
    if found is None:
        return None
    row = found._asdict()
    own = {name: row.pop(f"its_{name}") for name in _EXTRA}
    slip = receipt(row)
    rows = {table.name: some for table, some in records.stored_parts(connection, own["id"]).items()}
    identity = Identity(slip.framework, slip.version, slip.form, slip.toolkit) if slip.framework else None
    refused = Query(slip.rule, Severity.ERROR, own["message"], own["fix"], where=Place(slip.file))
    returned = Return(
        slip.file, slip.sha256, own["format"], own["editor"], identity,
        answers=tuple(map(answer, rows["answers"])),
        unread=tuple(Unread(one["text"], one["place"], one["what"]) for one in rows["unread"]),
        queries=tuple(_query(one) for one in rows["queries"] if not one["raised"]),
        refused=refused if slip.rule else None,
    )  # fmt: skip
    decided = tuple(_decisions(rows["answers"]))
    asked = [(one["closed"], _query(one)) for one in rows["queries"]]
    return Record(
        slip, returned, decided, tuple(query for closed, query in asked if not closed),
        tuple(query for closed, query in asked if closed == Closed.SETTLED), decode_facts(own["facts"]),
        own["definition"], own["program"], rows,
    )  # fmt: skip


def answer(row: Mapping[str, Any]) -> Answer:
    """A row of the table of answers as it was read."""
    candidates: Any = decode(row["candidates"] or None)
    return Answer(
        row["field"], decode(row["value"]), State(row["state"]), row["how"], row["place"], row["text"], row["doubt"],
        candidates if isinstance(candidates, tuple) else (), row["note"],
    )  # fmt: skip


def _decisions(rows: records.Rows) -> Iterator[Decision]:
    for row in rows:
        if row["human_state"]:
            value = decode(row["human_value"])
            yield Decision(row["field"], value, row["human_by"], row["human_at"], row["human_why"])


def _query(row: Mapping[str, Any]) -> Query:
    place = Place(row["file"], row["place"])
    return Query(row["rule"], Severity(row["severity"]), row["message"], row["fix"], row["question"], place)
