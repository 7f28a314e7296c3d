"""The ledger: due dates, people and exemptions, what people decide, a trail that shows every change, and erasures.

It does not look into `docgen.store.tables`: it must go on giving layout 3 when the tables have changed again.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from alembic import op
from sqlalchemy import Column, Connection, Integer, Text, text

revision = "3"
down_revision = "2"

_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
_EVENT = ("at", "who", "what", "toolkit", "key", "was", "stands", "why", "detail", "seal")
_NEW = {
    "toolkits": ("day", "due", "auditor", "address", "team", "exempt"),
    "returns": ("auditor", "practitioner", "team", "grade", "facts", "definition", "program"),
    "answers": ("kind", "role", "human_state", "human_by", "human_at", "human_why"),
}


def upgrade() -> None:
    """Add the columns, make the trail anew with its links, and add the table of erasures."""
    from docgen.store import guards

    connection = op.get_bind()
    for table, names in _NEW.items():
        for name in names:
            op.add_column(table, _text(name))
    op.add_column("answers", Column("human_value", _TEXT))
    _trail(connection)
    op.create_table(
        "erased",
        Column("sha256", _TEXT, primary_key=True),
        _text("key", default=False), *(_text(name) for name in ("toolkit", "framework", "version", "form")),
        _text("at", default=False), _text("why"),
    )  # fmt: skip
    op.create_index("erased_toolkits", "erased", ["toolkit"])
    some = text("role <> ''")
    op.create_index("answers_of_role", "answers", ["role", "return_id"], sqlite_where=some, postgresql_where=some)
    connection.execute(text("DELETE FROM meta WHERE name = 'schema'"))
    guards.create(None, connection)


def _text(name: str, *, default: bool = True) -> Column[str]:
    return Column(name, _TEXT, nullable=False, server_default="" if default else None)


def _trail(connection: Connection) -> None:
    """Put the old events into a table in which each is linked to the one before."""
    keys = {int(row.id): str(row.key) for row in connection.execute(text("SELECT id, key FROM returns"))}
    old = (
        connection.execute(text("SELECT at, what, toolkit, return_id, detail FROM events ORDER BY id")).mappings().all()
    )
    op.drop_table("events")
    events = op.create_table(
        "events",
        Column("id", Integer, primary_key=True, autoincrement=False),
        *(_text(name, default=name not in ("at", "what")) for name in _EVENT),
        _text("link", default=False),
    )
    op.create_index("events_of_toolkit", "events", ["toolkit"])
    op.create_index("events_of_return", "events", ["key"])
    op.create_index("events_of_kind", "events", ["what", "detail"])
    rows, link = [], ""
    for number, row in enumerate(old, start=1):
        fields = _fields(row, keys)
        link = _digest([link, number, *(fields[name] for name in _EVENT)])
        rows.append({"id": number, **fields, "link": link})
    op.bulk_insert(events, rows)
    connection.execute(text("DELETE FROM meta WHERE name = 'trail'"))
    connection.execute(text("INSERT INTO meta (name, value) VALUES ('trail', :head)"), {"head": f"{len(rows)} {link}"})


def _fields(row: Any, keys: dict[int, str]) -> dict[str, str]:
    """An old event in the words of the new trail; nobody noted who and why."""
    standing = row["what"] if row["return_id"] is not None else ""
    return {
        "at": row["at"], "who": "", "what": row["what"], "toolkit": row["toolkit"],
        "key": keys.get(row["return_id"], ""), "was": "", "stands": standing, "why": "", "detail": row["detail"],
        "seal": "",
    }  # fmt: skip


def _digest(record: object) -> str:
    plain = json.dumps(record, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(plain.encode("utf-8")).hexdigest()
