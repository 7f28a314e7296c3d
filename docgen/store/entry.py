"""One transaction of the ledger: what it reads stays true until it is committed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, and_, bindparam, delete, insert, or_, select, update

from docgen.model import Answer, Receipt, Return, Standing, Toolkit
from docgen.store import tables
from docgen.store.values import decode_facts, encode

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
    for name in (
        "id",
        "framework",
        "version",
        "form",
        "case_ref",
        "number",
        "issued",
        "file",
        "sha256",
        "blank",
        "facts",
    )
)


_RETURNS, _TOOLKITS = tables.returns.c, tables.toolkits.c
_BY_BYTES = select(*RECEIPT).where(_RETURNS.sha256 == bindparam("sha256"))
_ROW_OF = select(_RETURNS.id).where(_RETURNS.sha256 == bindparam("sha256"))
_ISSUED = select(*TOOLKIT).where(_TOOLKITS.id == bindparam("toolkit"))
_AS_ISSUED = select(_TOOLKITS.id).where(_TOOLKITS.sha256 == bindparam("sha256"))
_OF_COPY = and_(_RETURNS.toolkit == bindparam("toolkit"), _RETURNS.toolkit != "")
_OF_CASE = and_(_RETURNS.case_ref == bindparam("case"), _RETURNS.case_ref != "")
_HELD = (
    select(*RECEIPT)
    .where(_RETURNS.framework == bindparam("framework"), _RETURNS.form == bindparam("form"), or_(_OF_COPY, _OF_CASE))
    .where(_RETURNS.standing.in_(HELD))
    .order_by(_RETURNS.id)
)
_REPLACED = update(tables.returns).where(_RETURNS.id == bindparam("row"))
_REPLACED = _REPLACED.values(standing=Standing.REPLACED, replaced_by=bindparam("by"))
_INSERT = {table: insert(table) for table in tables.metadata.sorted_tables}
"""Statements are built once: building one costs more than running it."""


def receipt(row: Row[Any]) -> Receipt:
    """A row of `RECEIPT` as a value."""
    values = row._asdict()
    return Receipt(**{**values, "standing": Standing(values["standing"])})


def issued_copy(row: Row[Any]) -> Toolkit:
    """A row of `TOOLKIT` as a value."""
    parts: list[Any] = list(row)
    return replace(Toolkit(*parts[:-1]), facts=decode_facts(parts[-1]))


class Entry:
    """What one received file changes, all of it or nothing. Given out by `Store.entry`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def receipt(self, sha256: str) -> Receipt | None:
        """What the ledger knows of a file with these bytes."""
        row = self._connection.execute(_BY_BYTES, {"sha256": sha256}).first()
        return receipt(row) if row else None

    def toolkit(self, toolkit: str) -> Toolkit | None:
        """The issued copy with this id, or None where it was not issued from this workspace."""
        row = self._connection.execute(_ISSUED, {"toolkit": toolkit}).first()
        return issued_copy(row) if row else None

    def untouched(self, sha256: str) -> bool:
        """Whether these bytes are a copy just as it was issued."""
        return self._connection.execute(_AS_ISSUED, {"sha256": sha256}).first() is not None

    def held(self, framework: str, form: str, toolkit: str, case: str) -> tuple[Receipt, ...]:
        """The returns of a form that are neither refused nor replaced, and are of this copy or of this case."""
        about = {"framework": framework, "form": form, "toolkit": toolkit, "case": case}
        return tuple(receipt(row) for row in self._connection.execute(_HELD, about))

    def write(self, slip: Receipt, returned: Return, replaces: Sequence[Receipt] = ()) -> None:
        """Store a return with its answers, queries, unread text and event; earlier ones make way and are kept.

        A file that was refused before and can be read now takes over its own row.
        """
        row = self._row(slip, returned)
        self._details(row, returned)
        events = []
        for earlier in replaces:
            old = self._connection.execute(_ROW_OF, {"sha256": earlier.sha256}).scalar()
            self._connection.execute(_REPLACED, {"row": old, "by": row})
            events.append(_event("replaced", slip.received, slip.toolkit, old, f"by {slip.key}"))
        events.append(_event(slip.standing, slip.received, slip.toolkit, row))
        self._connection.execute(_INSERT[tables.events], events)

    def issued(self, rows: Sequence[Mapping[str, object]]) -> None:
        """Add to the trail that these rows of toolkits were issued."""
        events = [_event("issued", str(row["issued"]), str(row["id"])) for row in rows]
        if events:
            self._connection.execute(_INSERT[tables.events], events)

    def happened(self, what: str, at: str, detail: str = "") -> None:
        """Add to the trail of events. `detail` holds ids and codes, never what a person wrote."""
        self._connection.execute(_INSERT[tables.events], [_event(what, at, detail=detail)])

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
        row = self._connection.execute(_ROW_OF, {"sha256": slip.sha256}).scalar()
        if row is None:
            made = self._connection.execute(_INSERT[tables.returns], values).inserted_primary_key
            assert made is not None
            return int(made[0])
        self._connection.execute(update(tables.returns).where(_RETURNS.id == row).values(values))
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
            self._connection.execute(_INSERT[tables.answers], _answers(row, returned.answers))
        if unread:
            self._connection.execute(_INSERT[tables.unread], unread)
        if queries:
            self._connection.execute(_INSERT[tables.queries], queries)


def _event(what: str, at: str, toolkit: str = "", row: int | None = None, detail: str = "") -> dict[str, object]:
    return {"at": at, "what": str(what), "toolkit": toolkit, "return_id": row, "detail": detail}


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
