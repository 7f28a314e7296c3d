"""One transaction of the ledger: what it reads stays true until it is committed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select, update

from docgen.model import Answer, Receipt, Return, Standing, Toolkit
from docgen.store import tables
from docgen.store.values import encode

HELD = (Standing.ACCEPTED, Standing.QUERIED, Standing.DOUBTFUL)
"""The standings of a return that speaks for its case."""

RECEIPT = tuple(
    tables.returns.c[name].label(name.removesuffix("_ref"))
    for name in (
        "key", "sha256", "file", "standing", "framework", "version", "form", "toolkit", "case_ref", "digest",
        "received", "day",
    )
)  # fmt: skip
TOOLKIT = tuple(
    tables.toolkits.c[name]
    for name in ("id", "framework", "version", "form", "case_ref", "number", "issued", "file", "sha256", "blank")
)


def receipt(row: Row[Any]) -> Receipt:
    """A row of `RECEIPT` as a value."""
    values = row._asdict()
    return Receipt(**{**values, "standing": Standing(values["standing"])})


class Entry:
    """What one received file changes, all of it or nothing. Given out by `Store.entry`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def receipt(self, sha256: str) -> Receipt | None:
        """What the ledger knows of a file with these bytes."""
        row = self._connection.execute(select(*RECEIPT).where(tables.returns.c.sha256 == sha256)).first()
        return receipt(row) if row else None

    def toolkit(self, toolkit: str) -> Toolkit | None:
        """The issued copy with this id, or None where it was not issued from this workspace."""
        row = self._connection.execute(select(*TOOLKIT).where(tables.toolkits.c.id == toolkit)).first()
        return Toolkit(*row) if row else None

    def untouched(self, sha256: str) -> bool:
        """Whether these bytes are a copy just as it was issued."""
        found = select(tables.toolkits.c.id).where(tables.toolkits.c.sha256 == sha256)
        return self._connection.execute(found).first() is not None

    def held(self, framework: str, form: str, toolkit: str, case: str) -> tuple[Receipt, ...]:
        """The returns of a form that are neither refused nor replaced, and are of this copy or of this case."""
        found = tables.returns.c
        about = or_(
            and_(found.toolkit == toolkit, found.toolkit != ""), and_(found.case_ref == case, found.case_ref != "")
        )
        wanted = select(*RECEIPT).where(found.framework == framework, found.form == form, about)
        rows = self._connection.execute(wanted.where(found.standing.in_(HELD)).order_by(found.id))
        return tuple(receipt(row) for row in rows)

    def write(self, slip: Receipt, returned: Return, replaces: Sequence[Receipt] = ()) -> None:
        """Store a return with its answers, queries, unread text and event; earlier ones make way and are kept.

        A file that was refused before and can be read now takes over its own row.
        """
        row = self._row(slip, returned)
        self._details(row, returned)
        for earlier in replaces:
            changed = update(tables.returns).where(tables.returns.c.key == earlier.key)
            self._connection.execute(changed.values(standing=Standing.REPLACED, replaced_by=row))
            self.happened("replaced", slip.received, slip.toolkit, earlier.key, f"by {slip.key}")
        self.happened(slip.standing, slip.received, slip.toolkit, slip.key)

    def issued(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Add to the trail that these rows of toolkits were issued."""
        events = [
            {"at": row["issued"], "what": "issued", "toolkit": row["id"], "return_id": None, "detail": ""}
            for row in rows
        ]
        if events:
            self._connection.execute(insert(tables.events), events)

    def happened(self, what: str, at: str, toolkit: str = "", key: str = "", detail: str = "") -> None:
        """Add to the trail of events. `detail` holds ids and codes, never what a person wrote."""
        row = None
        if key:
            row = self._connection.execute(select(tables.returns.c.id).where(tables.returns.c.key == key)).scalar()
        values = {"at": at, "what": str(what), "toolkit": toolkit, "return_id": row, "detail": detail}
        self._connection.execute(insert(tables.events), [values])

    def _row(self, slip: Receipt, returned: Return) -> int:
        """The number of the row of a file, made or made anew."""
        refused = returned.refused
        values = {
            "sha256": slip.sha256, "key": slip.key, "file": slip.file, "format": returned.format,
            "editor": returned.editor, "framework": slip.framework, "version": slip.version, "form": slip.form,
            "toolkit": slip.toolkit, "case_ref": slip.case, "day": slip.day, "standing": slip.standing,
            "digest": slip.digest, "received": slip.received, "rule": refused.rule if refused else "",
            "message": refused.message if refused else "", "fix": refused.fix if refused else "",
        }  # fmt: skip
        same = tables.returns.c.sha256 == slip.sha256
        row = self._connection.execute(select(tables.returns.c.id).where(same)).scalar()
        if row is None:
            made = self._connection.execute(insert(tables.returns).values(values))
            key = made.inserted_primary_key
            assert key is not None
            return int(key[0])
        self._connection.execute(update(tables.returns).where(same).values(values))
        for table in (tables.answers, tables.unread, tables.queries):
            self._connection.execute(delete(table).where(table.c.return_id == row))
        return int(row)

    def _details(self, row: int, returned: Return) -> None:
        unread = [
            {"return_id": row, "position": n, "what": part.what, "text": part.text, "place": part.where}
            for n, part in enumerate(returned.unread)
        ]
        queries = [
            {
                "return_id": row, "position": n, "rule": query.rule, "severity": query.severity,
                "question": query.question, "message": query.message, "fix": query.fix,
                "file": query.where.file, "place": query.where.at,
            }
            for n, query in enumerate(returned.queries)
        ]  # fmt: skip
        if returned.answers:
            self._connection.execute(insert(tables.answers), _answers(row, returned.answers))
        if unread:
            self._connection.execute(insert(tables.unread), unread)
        if queries:
            self._connection.execute(insert(tables.queries), queries)


def _answers(row: int, answers: Sequence[Answer]) -> list[dict[str, object]]:
    return [
        {
            "return_id": row, "field": answer.field, "position": n, "state": answer.state,
            "value": encode(answer.value), "how": answer.how, "place": answer.where, "text": answer.text,
            "doubt": answer.doubt, "note": answer.note,
            "candidates": encode(answer.candidates) if answer.candidates else "",
        }
        for n, answer in enumerate(answers)
    ]  # fmt: skip
