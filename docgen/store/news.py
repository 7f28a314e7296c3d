"""What has come since something last looked, so that what follows from returns need not look at all of them again.

Whoever looks keeps a mark in `meta`: the number of the last event that it knows, and a digest of what else its work
rests on. Where that digest has changed, or more has come than is worth naming, everything is looked at again.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select

from docgen.fields import same
from docgen.model import Standing
from docgen.store.tables import actions, events, meta, returns

_MOST = 300
"""Returns from which on all are looked at: naming them would cost more."""


@dataclass(frozen=True, slots=True)
class News:
    """Returns to which something has happened: their keys, and the copies and cases that they are or were of.

    The cases are spelled in every manner in which the store has them.
    """

    keys: frozenset[str]
    toolkits: frozenset[str]
    cases: frozenset[str]

    def returns(self) -> ColumnElement[bool]:
        """Returns that are told of, and all others of the same copies and cases."""
        of_copy, of_case = returns.c.toolkit.in_(self.toolkits), returns.c.case_ref.in_(self.cases)
        return or_(returns.c.key.in_(self.keys), of_copy, of_case)

    def actions(self) -> ColumnElement[bool]:
        """Actions of these returns, copies and cases."""
        of_copy, of_case = actions.c.toolkit.in_(self.toolkits), actions.c.case_ref.in_(self.cases)
        return or_(actions.c.key.in_(self.keys), of_copy, of_case)


def news(connection: Connection, name: str, basis: str) -> News | None:
    """What has come since `name` left its mark; None where everything is to be looked at."""
    said = connection.execute(select(meta.c.value).where(meta.c.name == name)).scalar() or ""
    number, _, known = said.partition(" ")
    if not number or known != basis:
        return None
    wanted = select(events.c.key).where(events.c.id > int(number), events.c.key != "").distinct().limit(_MOST + 1)
    keys = frozenset(connection.execute(wanted).scalars())
    return None if len(keys) > _MOST else _around(connection, keys, frozenset(), frozenset())


def wider(connection: Connection, found: News) -> News:
    """The same with every copy and case of the returns that it reaches."""
    rows = connection.execute(select(returns.c.key, returns.c.toolkit, returns.c.case_ref).where(found.returns())).all()
    keys, toolkits, cases = (frozenset(some) for some in zip(*rows, strict=True)) if rows else (frozenset(),) * 3
    return _around(connection, found.keys | keys, found.toolkits | toolkits, found.cases | cases)


def forms(connection: Connection, found: News | None) -> tuple[tuple[str, str, str], ...]:
    """Framework, version and form of every accepted return, or of those that are told of."""
    columns = (returns.c.framework, returns.c.version, returns.c.form)
    wanted = select(*columns).where(returns.c.standing == Standing.ACCEPTED).distinct().order_by(*columns)
    if found is not None:
        wanted = wanted.where(found.returns())
    return tuple((row[0], row[1], row[2]) for row in connection.execute(wanted))


def look(connection: Connection, name: str, basis: str, event: int) -> None:
    """Leave the mark of `name`: all that has happened up to this event is known."""
    connection.execute(delete(meta).where(meta.c.name == name))
    connection.execute(insert(meta).values(name=name, value=f"{event} {basis}"))


def _around(connection: Connection, keys: frozenset[str], toolkits: Collection[str], cases: Collection[str]) -> News:
    """The copies and cases of returns, and those of the actions that came of them, which may have been others."""
    copies, refs = {*toolkits}, {*cases}
    own = select(returns.c.toolkit, returns.c.case_ref).where(returns.c.key.in_(keys))
    for toolkit, case in connection.execute(own):
        copies.add(toolkit)
        refs.add(case)
    copies.discard("")
    known = or_(actions.c.key.in_(keys), actions.c.toolkit.in_(copies))
    refs.update(connection.execute(select(actions.c.case_ref).where(known).distinct()).scalars())
    return News(keys, frozenset(copies), _spelled(connection, refs))


def _spelled(connection: Connection, cases: Collection[str]) -> frozenset[str]:
    """Cases as returns and actions spell them, whatever the case of their letters and their spaces."""
    wanted = {same(case) for case in cases if case}
    if not wanted:
        return frozenset()
    every = select(returns.c.case_ref).union(select(actions.c.case_ref))
    return frozenset(case for case in connection.execute(every).scalars() if case and same(case) in wanted)
