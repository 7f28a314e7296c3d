"""The tables. Types are those that SQLite and PostgreSQL share; times are UTC in ISO 8601, dates YYYY-MM-DD."""

from __future__ import annotations

from sqlalchemy import DDL, Column, ForeignKey, Index, Integer, MetaData, Table, Text, event

SCHEMA = "2"
"""The number of this layout; a store says in `meta` which one it has."""

metadata = MetaData()


def _text(name: str, *, default: bool = True) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="" if default else None)


meta = Table("meta", metadata, Column("name", Text, primary_key=True), _text("value"))

toolkits = Table(
    "toolkits",
    metadata,
    Column("id", Text, primary_key=True),
    _text("framework"),
    _text("version"),
    _text("form"),
    _text("case_ref"),
    Column("number", Integer, nullable=False),
    _text("issued"),
    _text("file"),
    _text("sha256"),
    _text("blank"),
    _text("facts"),
    Index("toolkits_of_form", "framework", "version", "form", "case_ref"),
    Index("toolkits_as_issued", "sha256"),
)
"""One row an issued copy; `facts` is what the case list told of its case, a JSON object or empty."""

returns = Table(
    "returns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", Text, nullable=False, unique=True),
    Column("key", Text, nullable=False, unique=True),
    _text("file"),
    _text("format"),
    _text("editor"),
    _text("framework"),
    _text("version"),
    _text("form"),
    _text("toolkit"),
    _text("case_ref"),
    _text("day"),
    _text("standing", default=False),
    _text("digest"),
    _text("received", default=False),
    Column("replaced_by", Integer, ForeignKey("returns.id")),
    _text("rule"),
    _text("message"),
    _text("fix"),
    Index("returns_of_toolkit", "toolkit"),
    Index("returns_of_case", "case_ref"),
    Index("returns_of_form", "framework", "form", "standing", "day"),
)
"""One row a received file; `rule`, `message` and `fix` say why a refused one was refused."""

answers = Table(
    "answers",
    metadata,
    Column("return_id", Integer, ForeignKey("returns.id"), primary_key=True),
    Column("field", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    _text("state", default=False),
    Column("value", Text),
    _text("how"),
    _text("place"),
    _text("text"),
    _text("doubt"),
    _text("candidates"),
    _text("note"),
    sqlite_with_rowid=False,
)
"""One row a field of a return; `value` is JSON, NULL for blank and for doubtful; `candidates` a JSON list."""

unread = Table(
    "unread",
    metadata,
    Column("return_id", Integer, ForeignKey("returns.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    _text("what"),
    _text("text"),
    _text("place"),
)

queries = Table(
    "queries",
    metadata,
    Column("return_id", Integer, ForeignKey("returns.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    _text("rule"),
    _text("severity"),
    _text("question"),
    _text("message"),
    _text("fix"),
    _text("file"),
    _text("place"),
    Index("queries_by_severity", "severity"),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    _text("at", default=False),
    _text("what", default=False),
    _text("toolkit"),
    Column("return_id", Integer, ForeignKey("returns.id")),
    _text("detail"),
)
"""What happened, in order. Rows are added and never changed: in SQLite, triggers refuse both."""

for _verb in ("UPDATE", "DELETE"):
    event.listen(
        events,
        "after_create",
        DDL(  # type: ignore[no-untyped-call]
            f"CREATE TRIGGER events_no_{_verb.lower()} BEFORE {_verb} ON events "
            "BEGIN SELECT RAISE(ABORT, 'events are only ever added'); END"
        ).execute_if(dialect="sqlite"),
    )
