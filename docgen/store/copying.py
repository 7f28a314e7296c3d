"""Whole stores copied: a snapshot of one that is in use, and the rows of one put into another."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    create_engine,
    delete,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.engine import URL

from docgen.store import tables

_BATCH = 2000


def snapshot(connection: Connection, path: Path, *, whole: bool = True) -> None:
    """Write what is committed in a store at this moment into a new SQLite file; commands may go on writing meanwhile.

    From PostgreSQL come the rows of every table, read in one view of the database: as a store that can be used, or
    with `whole=False` from whatever tables there are, plain.
    """
    path.touch(mode=0o600, exist_ok=False)
    if connection.dialect.name == "sqlite":
        cursor = connection.connection.cursor()
        cursor.execute("VACUUM INTO ?", (str(path),))
        cursor.close()
    else:
        with connection.begin():
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            _copy_out(connection, path, whole)
    _sync(path)


def put_in(source: Connection, target: Connection) -> None:
    """Put every row of one store into another one of the same layout that was just made. Part of a transaction."""
    for table in reversed(tables.metadata.sorted_tables):
        if table is not tables.events:
            target.execute(delete(table))
    later = []
    for table in tables.metadata.sorted_tables:
        for rows in _batches(source, table):
            if table is tables.returns:
                later += [{"row": row["id"], "by": row["replaced_by"]} for row in rows if row["replaced_by"]]
                rows = [{**row, "replaced_by": None} for row in rows]
            target.execute(insert(table), rows)
    if later:
        points = update(tables.returns).where(tables.returns.c.id == bindparam("row"))
        target.execute(points.values(replaced_by=bindparam("by")), later)
    if target.dialect.name != "sqlite":
        target.exec_driver_sql(
            "SELECT setval(pg_get_serial_sequence('returns', 'id'), greatest(max(id), 1)) FROM returns"
        )


def _copy_out(connection: Connection, path: Path, whole: bool) -> None:
    engine = create_engine(URL.create("sqlite", database=str(path)), hide_parameters=True)
    try:
        with engine.begin() as target:
            if whole:
                tables.metadata.create_all(target)
                put_in(connection, target)
            else:
                _copy_plain(connection, target)
    finally:
        engine.dispose()


def _copy_plain(source: Connection, target: Connection) -> None:
    """Every table that there is, with its rows: no guards, indexes or views, which a migration makes anew."""
    metadata = MetaData()
    found = _tables(source)
    plain = {table.name: _plain(table, metadata) for table in found}
    metadata.create_all(target)
    for table in found:
        for rows in _batches(source, table):
            target.execute(insert(plain[table.name]), rows)


def _tables(connection: Connection) -> list[Table]:
    """The tables that are there, as the database itself describes them: also those of an older layout."""
    there = MetaData()
    there.reflect(connection, only=inspect(connection).get_table_names())
    return list(there.sorted_tables)


def _plain(table: Table, metadata: MetaData) -> Table:
    columns = [
        Column(
            column.name,
            Integer() if isinstance(column.type, Integer) else Text(),
            primary_key=column.primary_key,
            nullable=column.nullable,
            autoincrement=False,
        )
        for column in table.columns
    ]
    return Table(table.name, metadata, *columns)


def _batches(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    rows = connection.execute(select(table).execution_options(yield_per=_BATCH)).mappings()
    for part in rows.partitions():
        yield [dict(row) for row in part]


def _sync(path: Path) -> None:
    with path.open("r+b") as stream:
        os.fsync(stream.fileno())
