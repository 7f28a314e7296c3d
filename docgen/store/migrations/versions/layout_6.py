"""What the cycle keeps: samples, allocations, plans and steps that are done, and the cases in them.

It does not look into `docgen.store.tables`: it must go on giving this layout when the tables have changed again.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, Text

revision = "6"
down_revision = "4"

_TEXT = Text().with_variant(Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the tables."""
    op.create_table(
        "cycle",
        Column("id", Integer, primary_key=True, autoincrement=False),
        *(_text(name) for name in ("kind", "framework", "form", "name", "at", "who", "data")),
    )
    op.create_index("cycle_of_kind", "cycle", ["kind", "framework", "form"])
    op.create_table(
        "cycle_cases",
        Column("cycle_id", Integer, ForeignKey("cycle.id"), primary_key=True),
        Column("position", Integer, primary_key=True),
        *(_text(name) for name in ("case_ref", "what", "who", "detail")),
    )
    op.create_index("cycle_cases_of_case", "cycle_cases", ["case_ref"])


def _text(name: str) -> Column[str]:
    return Column(name, _TEXT, nullable=False, server_default="")
