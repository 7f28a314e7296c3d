"""Recommendations of reports and what became of them, step by step, with a view of them.

It does not look into `docgen.store.tables`: it must go on giving this layout when the tables have changed again. The
views are made anew here, and in no older layout, because they ask for the new table.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, Integer, Text

revision = "9"
down_revision = "8"

_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
_RECOMMENDATION = (
    "framework", "report", "period", "source", "key", "what", "first", "last", "owner", "due", "first_due", "status",
    "evidence", "adopted", "changed", "settled", "by", "bases", "retests",
)  # fmt: skip
_STEP = ("at", "who", "source", "changes")


def upgrade() -> None:
    """Add the tables and the view."""
    from docgen.store import views

    op.create_table(
        "recommendations",
        Column("id", _TEXT, primary_key=True),
        *(_text(name) for name in _RECOMMENDATION),
        Column("put_back", Integer, nullable=False, server_default="0"),
    )
    op.create_index("recommendations_of_report", "recommendations", ["framework", "report", "period"])
    op.create_table(
        "recommendation_steps",
        Column("recommendation", _TEXT, primary_key=True),
        Column("number", Integer, primary_key=True),
        *(_text(name) for name in _STEP),
    )
    views.create(None, op.get_bind())


def _text(name: str) -> Column[str]:
    return Column(name, _TEXT, nullable=False, server_default="")
