"""New rows, the short way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table


def add(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], **shared: object) -> None:
    """Put rows into a table, each with the same columns in the same order, and with these values that all share.

    They go to the driver as they are: for many short rows, preparing each of their cells costs more than storing it.
    """
    if rows:
        statement, first = _statement(table, (*shared, *rows[0]), connection.dialect.paramstyle), tuple(shared.values())
        connection.exec_driver_sql(statement, [(*first, *row.values()) for row in rows])


@cache
def _statement(table: Table, columns: tuple[str, ...], style: str) -> str:
    names, mark = ", ".join(f'"{name}"' for name in columns), "?" if style == "qmark" else "%s"
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join(mark for _ in columns)})'
