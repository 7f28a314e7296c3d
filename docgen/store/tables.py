"""The tables. Types are those that SQLite and PostgreSQL share; times are UTC in ISO 8601, dates YYYY-MM-DD.

A change here is a new revision in `migrations/versions`, so that older stores follow.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, event, text

from docgen.store import guards, views

LAYOUT = "9"
"""The number of this layout, the name of the newest revision; a store says in `alembic_version` which it has."""

metadata = MetaData()

TEXT = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that sorts alike in both databases: by code point."""


def _text(name: str, *, default: bool = True) -> Column[str]:
    return Column(name, TEXT, nullable=False, server_default="" if default else None)


layout = Table("alembic_version", metadata, Column("version_num", String(32), primary_key=True))
"""One row: the layout of the store. The name is alembic's, which keeps it up to date when it migrates."""

meta = Table("meta", metadata, Column("name", Text, primary_key=True), _text("value"))
"""What the store knows of itself: `trail` is the number and link of the last event, `pseudonyms` tells their key."""

toolkits = Table(
    "toolkits",
    metadata,
    Column("id", TEXT, primary_key=True),
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
    _text("day"),
    _text("due"),
    _text("auditor"),
    _text("address"),
    _text("team"),
    _text("exempt"),
    Index("toolkits_of_form", "framework", "version", "form", "case_ref"),
    Index("toolkits_as_issued", "sha256"),
)
"""One row an issued copy; `facts` is what the case list told of its case, a JSON object or empty; `exempt` says why
nothing is expected back, where nothing is."""

returns = Table(
    "returns",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sha256", TEXT, nullable=False, unique=True),
    Column("key", TEXT, nullable=False, unique=True),
    _text("file"),
    _text("format"),
    _text("editor"),
    _text("framework"),
    _text("version"),
    _text("form"),
    _text("toolkit"),
    _text("case_ref"),
    _text("day"),
    _text("auditor"),
    _text("practitioner"),
    _text("team"),
    _text("grade"),
    _text("facts"),
    _text("definition"),
    _text("program"),
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
"""One row a received file. `rule`, `message` and `fix` say why a refused one was refused; `facts`, `definition` (a
digest) and `program` say what it was read with; `auditor` to `grade` are the answers that play these roles."""

answers = Table(
    "answers",
    metadata,
    Column("return_id", Integer, ForeignKey("returns.id"), primary_key=True),
    Column("field", TEXT, primary_key=True),
    Column("position", Integer, nullable=False),
    _text("kind"),
    _text("role"),
    _text("state", default=False),
    Column("value", TEXT),
    _text("how"),
    _text("place"),
    _text("text"),
    _text("doubt"),
    _text("candidates"),
    _text("note"),
    _text("human_state"),
    Column("human_value", TEXT),
    _text("human_by"),
    _text("human_at"),
    _text("human_why"),
    sqlite_with_rowid=False,
)
"""One row a field of a return. `value` is what the machine read, JSON, NULL for blank and for doubtful; `candidates` a
JSON list. `human_state` is empty until a person has decided; what they decided then counts, and the rest stays."""

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
    _text("raised"),
    _text("closed"),
    _text("closed_by"),
    _text("closed_at"),
    _text("closed_why"),
    Index("queries_by_severity", "severity"),
)
"""One row a query. `raised` is when a decision brought it, empty where the return came with it. `closed` is empty while
it is open: `settled` where a person has settled it, with who, when and why; `gone` where a decision has answered it."""

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _text("at", default=False),
    _text("who"),
    _text("what", default=False),
    _text("toolkit"),
    _text("key"),
    _text("was"),
    _text("stands"),
    _text("why"),
    _text("detail"),
    _text("seal"),
    _text("link", default=False),
    Index("events_of_toolkit", "toolkit"),
    Index("events_of_return", "key"),
    Index("events_of_kind", "what", "detail"),
)
"""The trail: what happened, in order, who did it and why. Rows are added and never changed: triggers refuse both.
Each is linked to the one before (see `trail`). `key` names a return, `was` and `stands` its standing before and after.
"""

reasons = Table(
    "reasons",
    metadata,
    Column("event", Integer, ForeignKey("events.id"), primary_key=True, autoincrement=False),
    _text("salt", default=False),
    _text("text", default=False),
)
"""What a person wrote as the reason of an event, which holds only its seal: so it can be erased, and not changed."""

erased = Table(
    "erased",
    metadata,
    Column("sha256", TEXT, primary_key=True),
    _text("key", default=False),
    _text("toolkit"),
    _text("framework"),
    _text("version"),
    _text("form"),
    _text("day"),
    _text("at", default=False),
    _text("why"),
    Index("erased_toolkits", "toolkit"),
    Index("erased_at", "at"),
)
"""One row a return, or a copy (`copy-` and its id), that was erased, so that the same file, or another of the same
copy, is refused later. `day` is the date that it counted under."""

actions = Table(
    "actions",
    metadata,
    Column("id", TEXT, primary_key=True),
    Column("number", Integer, nullable=False, server_default="0"),
    _text("key"),
    _text("toolkit"),
    _text("framework"),
    _text("form"),
    _text("field"),
    _text("case_ref"),
    _text("what"),
    _text("owner"),
    _text("due"),
    _text("notes"),
    _text("team"),
    _text("agreed"),
    _text("first_due"),
    Column("put_back", Integer, nullable=False, server_default="0"),
    _text("status"),
    _text("evidence"),
    _text("changed"),
    _text("done"),
    _text("checked"),
    _text("by"),
    Index("actions_of_return", "key"),
    Index("actions_of_case", "framework", "case_ref"),
)
"""One row an action, as it stands now; `key` is the return that agreed it, `notes` a JSON list of label and answer."""

action_steps = Table(
    "action_steps",
    metadata,
    Column("action", TEXT, primary_key=True),
    Column("number", Integer, primary_key=True),
    _text("at"),
    _text("who"),
    _text("source"),
    _text("changes"),
    Index("action_steps_of_source", "source"),
)
"""What became of an action: `changes` is a JSON object of column → new value, `source` the key of the return or the
hash of the tracker that said so, where it was one."""

recommendations = Table(
    "recommendations",
    metadata,
    Column("id", TEXT, primary_key=True),
    _text("framework"),
    _text("report"),
    _text("period"),
    _text("source"),
    _text("key"),
    _text("what"),
    _text("first"),
    _text("last"),
    _text("owner"),
    _text("due"),
    _text("first_due"),
    Column("put_back", Integer, nullable=False, server_default="0"),
    _text("status"),
    _text("evidence"),
    _text("adopted"),
    _text("changed"),
    _text("settled"),
    _text("by"),
    _text("bases"),
    _text("retests"),
    Index("recommendations_of_report", "framework", "report", "period"),
)
"""One row a recommendation of a report, as it stands now; `bases` (the figures that it came from) and `retests` (what
later reports found there) are JSON lists."""

recommendation_steps = Table(
    "recommendation_steps",
    metadata,
    Column("recommendation", TEXT, primary_key=True),
    Column("number", Integer, primary_key=True),
    _text("at"),
    _text("who"),
    _text("source"),
    _text("changes"),
)
"""What became of a recommendation, as `action_steps` has it of actions."""

cycle = Table(
    "cycle",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _text("kind"),
    _text("framework"),
    _text("form"),
    _text("name"),
    _text("at"),
    _text("who"),
    _text("data"),
    Index("cycle_of_kind", "kind", "framework", "form"),
)
"""One row a sample, an allocation, a plan, or a step that is done; `data` is a JSON object without cases."""

cycle_cases = Table(
    "cycle_cases",
    metadata,
    Column("cycle_id", Integer, ForeignKey("cycle.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    _text("case_ref"),
    _text("what"),
    _text("who"),
    _text("detail"),
    Index("cycle_cases_of_case", "case_ref"),
)
"""The cases of a sample or an allocation, and of a step: what became of each, whom it went to, and why."""

Index("answers_of_role", answers.c.role, answers.c.return_id, sqlite_where=text("role <> ''"),
      postgresql_where=text("role <> ''"))  # fmt: skip

event.listen(metadata, "after_create", guards.create)
event.listen(metadata, "after_create", views.create)
