"""Actions and what became of them, step by step.

It does not look into `docgen.store.tables`: it must go on giving this layout when the tables have changed again.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Integer, Text

revision = "4"
down_revision = "3"

_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
_ACTION = (
    "key", "toolkit", "framework", "form", "field", "case_ref", "what", "owner", "due", "notes", "team", "agreed",
    "first_due", "status", "evidence", "changed", "done", "checked", "by",
)  # fmt: skip
_STEP = ("at", "who", "source", "changes")


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "actions",
        Column("id", _TEXT, primary_key=True),
        *(_text(name) for name in _ACTION),
        Column("number", Integer, nullable=False, server_default="0"),
        Column("put_back", Integer, nullable=False, server_default="0"),
    )
    op.create_index("actions_of_return", "actions", ["key"])
    op.create_index("actions_of_case", "actions", ["framework", "case_ref"])
    op.create_table(
        "action_steps",
        Column("action", _TEXT, primary_key=True),
        Column("number", Integer, primary_key=True),
        *(_text(name) for name in _STEP),
    )
    op.create_index("action_steps_of_source", "action_steps", ["source"])


def _text(name: str) -> Column[str]:
    return Column(name, _TEXT, nullable=False, server_default="")
