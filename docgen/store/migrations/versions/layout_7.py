"""Queries that people settle, and that decisions answer or raise."""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Text

revision = "7"
down_revision = "6"

_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
_NEW = ("raised", "closed", "closed_by", "closed_at", "closed_why")


def upgrade() -> None:
    """Add the columns; every query that is there came with its return and is open."""
    for name in _NEW:
        op.add_column("queries", Column(name, _TEXT, nullable=False, server_default=""))
