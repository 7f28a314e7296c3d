"""The first layout that was in use: copies, returns, answers, unread text, queries and events.

Stores of this layout have no table `alembic_version`; they are marked as being at this revision before they migrate.
"""

revision = "2"
down_revision = None


def upgrade() -> None:
    """Nothing: no store older than this can be brought up to date."""
