"""Things that are followed: each as it stands now, and everything that became of it, which is only ever added to."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, insert, or_, select, update

from docgen.store import trail
from docgen.store.trail import Event
from docgen.store.values import held

Row = Mapping[str, Any]
"""A thing as its table holds it, column → value."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that became of what is followed (by its id): when, who, from where, and column → new value."""

    id: str
    at: str
    who: str
    source: str
    changes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Followed:
    """Two tables: things by their `id`, and their steps; `event` is what the trail calls a step."""

    things: Table
    steps: Table
    event: str

    def put(
        self, connection: Connection, who: str, changed: Sequence[tuple[Row | None, Row]], at: str, source: str
    ) -> None:
        """Write things as they stand now, each with the one before (None for a new one), its step and its event."""
        events = []
        things, steps = self.things.c, self.steps.c
        for before, row in changed:
            if before is None:
                connection.execute(insert(self.things), row)
            else:
                wanted = update(self.things).where(things.id == bindparam("its_id"))
                connection.execute(wanted.values(row), {"its_id": row["id"]})
            was = before or {}
            changes = {
                name: held(str(value)) for name, value in row.items() if value != was.get(name, "") and name != "id"
            }
            last = select(func.coalesce(func.max(steps.number), 0)).where(self._id == row["id"])
            step = {
                self._id.name: row["id"], "number": (connection.execute(last).scalar() or 0) + 1, "at": at, "who": who,
                "source": source, "changes": json.dumps(changes, ensure_ascii=False, sort_keys=True),
            }  # fmt: skip
            connection.execute(insert(self.steps), step)
            events.append(
                Event(at, who, self.event, row.get("toolkit", ""), "", was.get("status", ""), row["status"],
                      detail=row["id"], seal=trail.seal(row))
            )  # fmt: skip
        trail.append(connection, events)

    @property
    def _id(self) -> Any:
        """The column of the steps that holds the id of their thing: the first."""
        return self.steps.columns[0]

    def history(self, connection: Connection, ids: Collection[str] = (), source: str = "") -> tuple[Step, ...]:
        """What became of these things, or everything that came from one source, in order."""
        c = self.steps.c
        wanted = select(self._id, c.at, c.who, c.source, c.changes).order_by(c.at, self._id, c.number)
        found = wanted.where(or_(self._id.in_(sorted(ids)), c.source == source if source else c.source == "\x01"))
        return tuple(Step(*row[:4], json.loads(row[4])) for row in connection.execute(found))

    def said_by(self, connection: Connection, among: Collection[str] | None = None) -> frozenset[str]:
        """The keys and hashes of everything that has said anything of these things; only `among` these, if named."""
        source = self.steps.c.source
        wanted = select(source).where(source != "" if among is None else source.in_(among)).distinct()
        return frozenset(connection.execute(wanted).scalars())

    def seals(self, connection: Connection) -> dict[str, str]:
        """Id → the seal of the thing as it stands in the store."""
        rows = connection.execute(select(self.things)).mappings()
        return {row["id"]: trail.seal(dict(row)) for row in rows}
