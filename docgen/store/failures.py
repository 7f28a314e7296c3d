"""Failures of a database in the words of the people who meet them. No message repeats what stands in a record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError

from docgen.model import DocgenError, Place, Query, Severity

_AGAIN = "Run the same command again when it is back; what was done so far is kept."
_MEANINGS = (
    (("locked", "lock timeout"), "The store is busy with another command.",
     "Wait until that command has ended and run this one again."),
    (("password authentication", "no pg_hba", "role "), "The database does not let docgen in.",
     "Correct the name and the password in `store` in docgen.yaml, or ask the person who runs the database."),
    (("connection failed", "could not connect", "connection refused", "resolve host", "timeout expired"),
     "The database of the store cannot be reached.", f"Check the address and the network. {_AGAIN}"),
    (("server closed", "terminating connection", "connection is lost", "connection is closed", "consuming input",
      "shutting down", "recovery mode"), "The connection to the database was lost.", _AGAIN),
    (("permission denied", "must be owner"), "The database does not let docgen do this.",
     "Ask the person who runs the database for the right to it."),
    (("disk is full", "database or disk is full", "no space left"), "The disk of the store is full.",
     "Make room on the disk and run the command again."),
    (("readonly", "read-only"), "The store cannot be written to.",
     "Ask for the right to write to this folder, then run it again."),
    (("not a database", "malformed"), "The store is damaged or is not a docgen store.",
     "Put the last backup in its place: docgen restore."),
    (("unable to open",), "The store cannot be opened.",
     "Check that the folder exists and that you may write to it."),
)  # fmt: skip
"""What stands in a database's own words → what it means, and what to do about it."""


@contextmanager
def said(url: str) -> Iterator[None]:
    """Turns a failure of the database into a DocgenError (code 3) that says what to do."""
    try:
        yield
    except IntegrityError:
        raise
    except DBAPIError as error:
        raise unusable(url, *_meaning(_reason(error))) from error


def unusable(url: str, message: str, fix: str = "Correct `store` in docgen.yaml.") -> DocgenError:
    """That a store cannot be used, with its address and without its password."""
    try:
        place = url if "://" not in url else make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        place = "docgen.yaml"
    return DocgenError(Query("store", Severity.ERROR, message, fix, where=Place(place)), code=3)


def _reason(error: DBAPIError) -> str:
    """The database's own words, without the values of a row that PostgreSQL may add."""
    found = getattr(getattr(error.orig, "diag", None), "message_primary", None)
    return str(found or error.orig)


def _meaning(reason: str) -> tuple[str, str]:
    low = reason.lower()
    for words, message, fix in _MEANINGS:
        if any(word in low for word in words):
            return message, fix
    first = reason.strip().splitlines()[0] if reason.strip() else "for a reason that it does not say"
    return f"The store cannot be used: {first}.", "Run the command again; if it fails again, tell your IT support."
