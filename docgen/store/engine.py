"""Opening a store: the connection, its settings, and database failures in the words of the people who meet them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError

from docgen.model import DocgenError, Place, Query, Severity
from docgen.store.tables import SCHEMA, meta, metadata

_WRITES = {"docgen_writes": True}


def connect(url: str) -> Connection:
    """An open connection to the store at a database URL or the path of a file; its tables are made if there are none.

    SQLite runs in WAL mode with synchronous=NORMAL: a commit survives a crash of the program at once, and a
    power cut after the next `settle`. Raises DocgenError (code 3) where the store cannot be used.
    """
    with said(url):
        try:
            address = _address(url)
            engine = create_engine(address)
        except (ArgumentError, NoSuchModuleError, ImportError) as error:
            raise _unusable(url, f"The address of the store is not one that docgen can open: {error}.") from None
        if address.get_backend_name() == "sqlite":
            _prepare_sqlite(engine, address)
        connection = engine.connect()
        try:
            _prepare_tables(connection, url)
        except BaseException:
            close(connection)
            raise
        return connection


def close(connection: Connection) -> None:
    """Give the connection back and let go of the file."""
    connection.close()
    connection.engine.dispose()


@contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """One transaction that takes the right to write at its start, so that what it reads stays true to its end."""
    connection.execution_options(**_WRITES)
    try:
        with connection.begin():
            yield
    finally:
        connection.execution_options(docgen_writes=False)


@contextmanager
def looking(connection: Connection) -> Iterator[None]:
    """One view of the store that does not change while it is read."""
    with connection.begin() as transaction:
        yield
        transaction.rollback()


def settle(connection: Connection) -> None:
    """See to it that everything committed so far survives a power cut."""
    if connection.dialect.name == "sqlite":
        driver = connection.connection.cursor()
        driver.execute("PRAGMA wal_checkpoint(PASSIVE)")
        driver.close()


@contextmanager
def said(url: str) -> Iterator[None]:
    """Turns a failure of the database into a DocgenError (code 3) that says what to do."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        raise _unusable(url, *_meaning(str(error.orig))) from error


def _meaning(reason: str) -> tuple[str, str]:
    """What a database's own words mean, and what to do about it."""
    low = reason.lower()
    if "locked" in low:
        return "The store is busy with another command.", "Wait until that command has ended and run this one again."
    if "full" in low:
        return "The disk of the store is full.", "Make room on the disk and run the command again."
    if "readonly" in low or "read-only" in low:
        return "The store cannot be written to.", "Ask for the right to write to this folder, then run it again."
    if "not a database" in low or "malformed" in low:
        return "The store is damaged or is not a docgen store.", "Put the last backup of this file in its place."
    if "unable to open" in low:
        return "The store cannot be opened.", "Check that the folder exists and that you may write to it."
    return f"The store cannot be used: {reason}.", "Run the command again; if it fails again, tell your IT support."


def _address(url: str) -> URL:
    """The database that is meant; a path may hold any character that a file system allows."""
    return make_url(url) if "://" in url else URL.create("sqlite", database=url)


def _unusable(url: str, message: str, fix: str = "Correct `store` in docgen.yaml.") -> DocgenError:
    try:
        place = url if "://" not in url else make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        place = "docgen.yaml"
    return DocgenError(Query("store", Severity.ERROR, message, fix, where=Place(place)), code=3)


def _prepare_sqlite(engine: Engine, address: URL) -> None:
    """Folder, pragmas, and transactions that begin when they say so."""
    if address.database and address.database != ":memory:":
        folder = Path(address.database).parent
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    @event.listens_for(engine, "connect")
    def _connected(driver: Any, _record: object) -> None:
        driver.isolation_level = None
        cursor = driver.cursor()
        for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _began(connection: Connection) -> None:
        writes = connection.get_execution_options().get("docgen_writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _prepare_tables(connection: Connection, url: str) -> None:
    """Make the tables of an empty store; refuse one whose layout this docgen does not know."""
    with looking(connection):
        fresh = not inspect(connection).has_table("meta")
    if fresh:
        with writing(connection):
            metadata.create_all(connection)
            if connection.execute(select(meta)).first() is None:
                connection.execute(insert(meta).values(name="schema", value=SCHEMA))
    with looking(connection):
        found = connection.execute(select(meta.c.value).where(meta.c.name == "schema")).scalar()
    if found != SCHEMA:
        message = f"The store has layout {found or 'unknown'}, and this docgen knows layout {SCHEMA}."
        raise _unusable(url, message, "Use the version of docgen that made the store, or a newer one.")
