"""Opening a store: the connection, its settings, and its transactions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from docgen.store import layout, trail
from docgen.store.failures import said, unusable

_WAIT = 30
"""Seconds to wait for another command that writes."""


def connect(url: str, backups: Path | None = None) -> Connection:
    """An open connection to the store at a database URL or the path of a file; its tables are made if there are none.

    A store of an older layout is brought up to date after a copy of it was put into `backups`. SQLite runs in WAL
    mode with synchronous=NORMAL: a commit survives a crash of the program at once, and a power cut after the next
    `settle`. Raises DocgenError (code 3) where the store cannot be used.
    """
    with said(url):
        try:
            address = address_of(url)
            engine = create_engine(address, hide_parameters=True)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            fix = "Correct `store` in docgen.yaml."
            if "psycopg" in str(error):
                fix = "Install docgen with its extra `postgres`, which brings psycopg."
            message = f"The address of the store is not one that docgen can open: {error}."
            raise unusable(url, message, fix) from None
        if address.get_backend_name() == "sqlite":
            _prepare_sqlite(engine, address)
            backups = backups or Path(address.database or ".").parent / "backups"
        connection = engine.connect()
        try:
            _prepare_tables(connection, url, backups)
        except BaseException:
            close(connection)
            raise
        return connection


@contextmanager
def frozen(path: Path) -> Iterator[Connection]:
    """A snapshot of a store, open to be read and left just as it is: no byte of its file changes."""
    address = URL.create(
        "sqlite", database=f"file:{_quoted(path)}", query={"mode": "ro", "immutable": "1", "uri": "true"}
    )
    engine = create_engine(address, hide_parameters=True)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def close(connection: Connection) -> None:
    """Give the connection back and let go of the file."""
    connection.close()
    connection.engine.dispose()


@contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """One transaction that takes the right to write at its start, so that what it reads stays true to its end."""
    with connection.begin():
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            trail.take_turn(connection)
        yield


@contextmanager
def looking(connection: Connection) -> Iterator[None]:
    """One view of the store that does not change while it is read."""
    with connection.begin() as transaction:
        sqlite = connection.dialect.name == "sqlite"
        connection.exec_driver_sql("BEGIN" if sqlite else "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield
        transaction.rollback()


def settle(connection: Connection) -> None:
    """See to it that everything committed so far survives a power cut. PostgreSQL sees to that at each commit."""
    if connection.dialect.name == "sqlite":
        driver = connection.connection.cursor()
        driver.execute("PRAGMA wal_checkpoint(PASSIVE)")
        driver.close()


def scrub(connection: Connection) -> None:
    """Leave nothing in the files of the database of what was deleted from it. Waits for other commands to end."""
    if connection.dialect.name == "sqlite":
        driver = connection.connection.cursor()
        for step in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
            driver.execute(step)
            busy = driver.fetchone()
            if busy and busy[0]:
                raise OperationalError(step, None, Exception("database is locked"))
        driver.close()
        return
    with connection.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
        alone.exec_driver_sql(f"SET lock_timeout = '{_WAIT}s'")
        alone.exec_driver_sql(
            "VACUUM (FULL) answers, queries, unread, returns, toolkits, reasons, actions, action_steps, cycle_cases"
        )


def address_of(url: str) -> URL:
    """The database that is meant; a path may hold any character that a file system allows."""
    if "://" not in url:
        return URL.create("sqlite", database=url)
    address = make_url(url)
    plain = address.drivername in ("postgresql", "postgres")
    return address.set(drivername="postgresql+psycopg") if plain else address


def _quoted(path: Path) -> str:
    """A path as it stands in a URI of SQLite."""
    plain = path.absolute().as_posix()
    return quote(plain if plain.startswith("/") else f"/{plain}")


def _prepare_sqlite(engine: Engine, address: URL) -> None:
    """Folder, pragmas, and a driver that leaves it to `writing` and `looking` to begin transactions.

    A listener for their beginning would do it too, and make SQLAlchemy ask for listeners at every statement.
    """
    if address.database and address.database != ":memory:":
        path = Path(address.database)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.exists():
            path.touch(mode=0o600)

    @event.listens_for(engine, "connect")
    def _connected(driver: Any, _record: object) -> None:
        driver.isolation_level = None
        cursor = driver.cursor()
        pragmas = (
            f"busy_timeout={_WAIT}000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON",
        )  # fmt: skip
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def _prepare_tables(connection: Connection, url: str, backups: Path | None) -> None:
    """Make the tables of an empty store; bring an older one up to date; refuse one that this docgen does not know."""
    with looking(connection):
        found = layout.of(connection)
    if found == layout.NOW:
        return
    if found and found not in layout.OLDER:
        message = f"The store has layout {found}, and this docgen knows layout {layout.NOW}."
        raise unusable(url, message, "Use the version of docgen that made the store, or a newer one.")
    if found and backups is None:
        message = f"The store has the older layout {found}, and there is no folder for the copy that comes first."
        raise unusable(url, message, "Run the command in the workspace that the store belongs to.")
    if found and backups is not None:
        layout.back_up(connection, backups)
    with _alone(connection):
        layout.bring_up_to_date(connection)


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """One transaction in which no other command changes the layout; there may be no table yet to wait on."""
    with connection.begin():
        sqlite = connection.dialect.name == "sqlite"
        connection.exec_driver_sql("BEGIN IMMEDIATE" if sqlite else "SELECT pg_advisory_xact_lock(7236837)")
        yield
