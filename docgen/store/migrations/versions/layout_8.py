"""Reasons apart from the trail, so that they can be erased; the date that an erased return counted under.

Reasons that were given before stay where they are, in the events.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, Text

revision = "8"
down_revision = "7"

_TEXT = Text().with_variant(Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the table of reasons, and a column and an index to that of erasures."""
    op.create_table(
        "reasons",
        Column("event", Integer, ForeignKey("events.id"), primary_key=True, autoincrement=False),
        Column("salt", _TEXT, nullable=False),
        Column("text", _TEXT, nullable=False),
    )
    op.add_column("erased", Column("day", _TEXT, nullable=False, server_default=""))
    op.create_index("erased_at", "erased", ["at"])
