"""What people decide of a return, and what that makes of its queries and of where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, and_, func, insert, select, update

from docgen.model import Form, Query, Receipt, Return, Standing, State, Value
from docgen.store import tables
from docgen.store.values import encode, held

_QUERIES, _ANSWERS = tables.queries.c, tables.answers.c


class Closed(StrEnum):
    """Why a query is no longer open: a person has settled it, or a decision has answered it."""

    SETTLED = "settled"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Given:
    """What a person says of one answer: the value that counts from now on, None for blank, and why.

    `undone` takes back what was decided before: what was read counts again.
    """

    field: str
    value: Value = None
    why: str = ""
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """Where a return stands from now on, and why."""

    to: Standing
    why: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a return comes to by a decision.

    receipt     with where it stands now, its case and its day
    returned    with the answers that count, and all that is asked of them
    why         it stands there
    replaces    earlier returns that make way for it; `by` is a later one that it makes way for
    """

    receipt: Receipt
    returned: Return
    form: Form
    why: str = ""
    replaces: tuple[Receipt, ...] = ()
    by: Receipt | None = None


def alike(query: Query) -> tuple[str, ...]:
    """What makes two queries of one return the same: one rule asks one question in the same words."""
    return (query.rule, str(query.severity), query.question, held(query.message), held(query.fix))


def write(connection: Connection, row: int, given: Given, who: str, at: str) -> None:
    """Put what a person decided beside what was read, which stays."""
    state = "" if given.undone else State.BLANK if given.value is None else State.ANSWERED
    columns = {
        "human_state": state, "human_value": None if given.undone else encode(given.value),
        "human_by": "" if given.undone else who, "human_at": "" if given.undone else at,
        "human_why": "" if given.undone else held(given.why),
    }  # fmt: skip
    about = and_(_ANSWERS.return_id == row, _ANSWERS.field == given.field)
    connection.execute(update(tables.answers).where(about).values(columns))


def ask_anew(connection: Connection, row: int, wanted: Sequence[Query], who: str, at: str) -> None:
    """Leave open what is asked of the answers as they count now; what is no longer asked is closed, and stays.

    What a person has settled stays settled as long as it says the same.
    """
    stored = connection.execute(select(tables.queries).where(_QUERIES.return_id == row).order_by(_QUERIES.position))
    there: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for one in map(dict, stored.mappings()):
        there[_alike(one)].append(one)
    settled = {name for name, some in there.items() if any(one["closed"] == Closed.SETTLED for one in some)}
    new = []
    for query in wanted:
        name = alike(query)
        if name in settled:
            continue
        if not there[name]:
            new.append(query)
            continue
        one = there[name].pop(0)
        if one["closed"]:
            _close(connection, row, [one["position"]], "", "", "", "")
    gone = [one["position"] for some in there.values() for one in some if not one["closed"]]
    _close(connection, row, gone, Closed.GONE, who, at, "")
    _add(connection, row, new, at)


def ask(connection: Connection, row: int, query: Query, at: str) -> None:
    """Ask one thing more than a return came with."""
    _add(connection, row, [query], at)


def settle(connection: Connection, row: int, query: Query, who: str, at: str, why: str) -> None:
    """Close a query in the name of a person."""
    _close(connection, row, _places(connection, row, query), Closed.SETTLED, who, at, why)


def reopen(connection: Connection, row: int, query: Query) -> None:
    """Open a query again that a person had settled."""
    _close(connection, row, _places(connection, row, query), "", "", "", "")


def _places(connection: Connection, row: int, query: Query) -> list[int]:
    wanted = select(tables.queries).where(_QUERIES.return_id == row, _QUERIES.rule == query.rule)
    there = map(dict, connection.execute(wanted).mappings())
    return [one["position"] for one in there if _alike(one) == alike(query)]


def _close(connection: Connection, row: int, places: Sequence[int], closed: str, who: str, at: str, why: str) -> None:
    if places:
        about = and_(_QUERIES.return_id == row, _QUERIES.position.in_(places))
        values = {"closed": closed, "closed_by": who, "closed_at": at, "closed_why": held(why)}
        connection.execute(update(tables.queries).where(about).values(values))


def _add(connection: Connection, row: int, new: Sequence[Query], at: str) -> None:
    if not new:
        return
    last = connection.execute(select(func.max(_QUERIES.position)).where(_QUERIES.return_id == row)).scalar()
    first = 0 if last is None else int(last) + 1
    connection.execute(
        insert(tables.queries),
        [{"return_id": row, **query_row(query, first + n), "raised": at} for n, query in enumerate(new)],
    )


def query_row(query: Query, position: int) -> dict[str, Any]:
    """A query as a row of its table, open, without the number of its return."""
    return {
        "position": position, "rule": query.rule, "severity": query.severity, "question": query.question,
        "message": held(query.message), "fix": held(query.fix), "file": held(query.where.file),
        "place": held(query.where.at), "raised": "", "closed": "", "closed_by": "", "closed_at": "", "closed_why": "",
    }  # fmt: skip


def _alike(row: Mapping[str, Any]) -> tuple[str, ...]:
    return (row["rule"], str(row["severity"]), row["question"], row["message"], row["fix"])
