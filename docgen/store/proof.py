"""Whether a store is as docgen left it: the trail, the seals of what it tells of, and where everything stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from docgen.store import actions, cycle, recommendations, records, tables, trail
from docgen.store.entry import TOOLKIT

_GONE = "erased"


@dataclass(slots=True)
class _Told:
    """What the trail tells last of each return (by key), each copy, action and recommendation (by id)."""

    stands: dict[str, str] = field(default_factory=dict)
    seals: dict[str, str] = field(default_factory=dict)
    copies: dict[str, str] = field(default_factory=dict)
    exempt: dict[str, bool] = field(default_factory=dict)
    actions: dict[str, str] = field(default_factory=dict)
    recommendations: dict[str, str] = field(default_factory=dict)
    cycle: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that is not as docgen left it: the return (key) or copy (id) that it is about, or neither."""

    message: str
    key: str = ""
    toolkit: str = ""


def check(connection: Connection) -> Iterator[Wrong]:
    """Everything in a store that is not as docgen left it."""
    yield from (Wrong(message) for message in _file(connection))
    yield from (Wrong(message) for message in trail.check(connection))
    told = _told(connection)
    yield from _returns(connection, told)
    yield from _copies(connection, told)
    yield from _followed("Action", actions.FOLLOWED.seals(connection), told.actions)
    yield from _followed("Recommendation", recommendations.FOLLOWED.seals(connection), told.recommendations)
    yield from _cycle(connection, told)
    yield from _reasons(connection, told)


def end_of_trail(connection: Connection) -> tuple[int, str]:
    """How many events there are, and the link of the last one."""
    return trail.head(connection)


def _file(connection: Connection) -> Iterator[str]:
    """What SQLite finds wrong in the structure of its file."""
    if connection.dialect.name != "sqlite":
        return
    for (message,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
        if message != "ok":
            yield f"The file of the store is damaged: {message.splitlines()[0]}."


def _told(connection: Connection) -> _Told:
    told = _Told()
    events = tables.events.c
    columns = (events.what, events.toolkit, events.key, events.stands, events.seal, events.detail)
    for what, toolkit, key, stands, seal, detail in connection.execute(select(*columns).order_by(events.id)):
        if what == _GONE and detail:
            told.actions.pop(detail, None)
        elif what == _GONE:
            told.gone |= {key} if key else {toolkit}
        elif what == actions.FOLLOWED.event:
            told.actions[detail] = seal
        elif what == recommendations.FOLLOWED.event:
            told.recommendations[detail] = seal
        elif what == cycle.EVENT:
            told.cycle[detail] = seal
        elif key:
            told.stands[key] = stands or told.stands.get(key, "")
            told.seals[key] = seal or told.seals.get(key, "")
            told.gone.discard(key)
        elif toolkit:
            told.copies[toolkit] = seal or told.copies.get(toolkit, "")
            told.exempt[toolkit] = stands == "exempt" if stands else told.exempt.get(toolkit, False)
    return told


def _returns(connection: Connection, told: _Told) -> Iterator[Wrong]:
    table = tables.returns.c
    seen = set()
    for number, key, standing in connection.execute(
        select(table.id, table.key, table.standing).order_by(table.id)
    ).all():
        seen.add(key)
        if key not in told.stands or key in told.gone:
            yield Wrong("A return is in the store that the trail does not tell of.", key)
        elif told.stands[key] != standing:
            yield Wrong(f"A return stands at “{standing}”, and the trail says “{told.stands[key]}”.", key)
        if told.seals.get(key) and told.seals[key] != records.seal_of(connection, number):
            yield Wrong("A return, or an answer, query or text of it, is not as docgen stored it.", key)
    for key in sorted(told.stands.keys() - seen - told.gone):
        yield Wrong("A return that the trail tells of is not in the store.", key)


def _reasons(connection: Connection, told: _Told) -> Iterator[Wrong]:
    """Reasons that are not as they were given, or are gone while what they are about is still there."""
    events, reasons = tables.events.c, tables.reasons.c
    wanted = select(events.id, events.toolkit, events.key, events.why, reasons.salt, reasons.text)
    wanted = wanted.join_from(tables.events, tables.reasons, isouter=True).where(events.why.startswith(trail.APART))
    for number, toolkit, key, why, salt, text in connection.execute(wanted.order_by(events.id)):
        if text is None and (key or toolkit) not in told.gone:
            yield Wrong(f"The reason of event {number} of the trail is missing.", key, "" if key else toolkit)
        elif text is not None and trail.apart(salt, text) != why:
            yield Wrong(f"The reason of event {number} of the trail is not as it was given.", key)


def _copies(connection: Connection, told: _Told) -> Iterator[Wrong]:
    seen = set()
    for row in connection.execute(select(*TOOLKIT).order_by(tables.toolkits.c.id)):
        seen.add(row.id)
        if row.id not in told.copies or row.id in told.gone:
            yield Wrong("A copy is in the store that the trail does not tell of.", toolkit=row.id)
        elif told.exempt.get(row.id, False) != bool(row.exempt):
            yield Wrong("The trail says something else of a copy's exemption.", toolkit=row.id)
        elif told.copies[row.id] and told.copies[row.id] != trail.seal(row._asdict()):
            yield Wrong("A copy in the ledger is not as docgen stored it.", toolkit=row.id)
    for toolkit in sorted(told.copies.keys() - seen - told.gone):
        yield Wrong("A copy that the trail tells of is not in the store.", toolkit=toolkit)


def _followed(called: str, there: Mapping[str, str], told: Mapping[str, str]) -> Iterator[Wrong]:
    """What is wrong with things that are followed: id → seal as they stand in the store, and as the trail tells."""
    for name in sorted(there.keys() | told.keys()):
        if name not in there:
            yield Wrong(f"{called} {name}, which the trail tells of, is not in the store.")
        elif there[name] != told.get(name):
            yield Wrong(f"{called} {name} is not as docgen stored it.")


def _cycle(connection: Connection, told: _Told) -> Iterator[Wrong]:
    stored = cycle.seals(connection)
    for number in sorted(stored.keys() | told.cycle.keys(), key=int):
        if number not in stored:
            yield Wrong(f"The trail tells of number {number} of the cycle, which is not in the store.")
        elif stored[number] != told.cycle.get(number):
            yield Wrong(f"Number {number} of the cycle (a sample, plan or the like) is not as docgen stored it.")
