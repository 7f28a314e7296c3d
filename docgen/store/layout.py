"""The layout of a store: which it has, making it, and bringing an older one up to date by alembic."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import Connection, insert, inspect, select

from docgen.store import tables
from docgen.store.copying import snapshot

NOW = tables.LAYOUT
OLDER = ("2", "3", "4", "6", "7", "8")
"""The layouts that can be brought up to date, the first one first."""
_MIGRATIONS = Path(__file__).parent / "migrations"


def of(connection: Connection) -> str:
    """The layout of a store; an empty string where there is none yet."""
    there = set(inspect(connection).get_table_names())
    if tables.layout.name in there:
        return connection.execute(select(tables.layout.c.version_num)).scalar() or ""
    if tables.meta.name in there:
        found = connection.execute(select(tables.meta.c.value).where(tables.meta.c.name == "schema")).scalar()
        return found or "unknown"
    return ""


def back_up(connection: Connection, folder: Path) -> Path:
    """A copy of a store as it is, made before its layout is changed; the one that is there already is kept.

    It holds the tables and no originals, which no change of layout touches.
    """
    with connection.begin():
        found = of(connection)
    path = folder / f"before-layout-{NOW}-from-{found}.sqlite"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary = folder / f".docgen-{os.getpid()}.tmp"
        temporary.unlink(missing_ok=True)
        snapshot(connection, temporary, whole=False)
        os.replace(temporary, path)
    return path


def bring_up_to_date(connection: Connection) -> None:
    """Make the tables of an empty store, or change those of an older one. All of it or nothing, in one transaction."""
    found = of(connection)
    if not found:
        tables.metadata.create_all(connection)
        connection.execute(insert(tables.layout).values(version_num=NOW))
        connection.execute(insert(tables.meta).values(name="trail", value="0 "))
    elif found != NOW:
        _migrate(connection, found)


def _migrate(connection: Connection, found: str) -> None:
    """Run the revisions that are missing. alembic takes a second to import, so it is only here."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    if not inspect(connection).has_table(tables.layout.name):
        command.stamp(config, found)
    command.upgrade(config, "head")
