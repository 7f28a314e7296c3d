"""What is erased together, and erasing it: everything that stands of it goes, and the trail says that it went.

Erasing has an end of its own: originals, free pages of the database and the log come after the rows. Until then the
store is marked, so that a run that was stopped is ended by the next one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from docgen.fields import same
from docgen.store import records, tables, trail
from docgen.store.trail import Event

_C, _P = tables.cycle.c, tables.cycle_cases.c
_T, _R, _Q, _A, _E = (
    table.c for table in (tables.toolkits, tables.returns, tables.queries, tables.actions, tables.erased)
)
_MARK = "erasing"
_OF_OTHERS = ("toolkit-used-twice", "case-returned-twice", "toolkit-other-case")
"""Rules whose queries name another return, or the case that a copy was issued for."""
_GONE = "What this says of another audit was erased."
REDACTED = ", redacted"
"""What the program that read a return is followed by, where something was taken out of what was stored of it."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What is erased together: a copy with all that came back of it, or what came back of a case on a copy for anybody.

    case        as it was given; empty where nobody gave one
    day         the latest date (YYYY-MM-DD) that anything of it counts under
    copy        the id of the copy, where it was issued for somebody
    keys        of its returns, in the order of receipt; `hashes` and `files` are theirs
    """

    framework: str
    form: str
    case: str
    day: str
    copy: str = ""
    keys: tuple[str, ...] = ()
    hashes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """Something that was erased: a return by its key and hash, or a copy by its id alone."""

    sha256: str
    key: str
    toolkit: str
    framework: str
    version: str
    form: str
    day: str
    at: str


@dataclass(slots=True)
class _Group:
    place: tuple[str, str]
    case: str = ""
    copy: str = ""
    day: str = ""
    rows: list[Any] = field(default_factory=list)

    def unit(self) -> Unit:
        case = self.case or next((row.case_ref for row in self.rows if row.case_ref), "")
        day = max((row.day or row.received[:10] for row in self.rows), default=self.day)
        keys, hashes, files = (tuple(row[n] for row in self.rows) for n in (1, 2, 3))
        return Unit(*self.place, case, day, self.copy, keys, hashes, files)


def units(connection: Connection) -> tuple[Unit, ...]:
    """Everything in a store that can be erased, by framework, form and date.

    A copy without a case, an auditor and facts was made for anybody: it tells nothing of anyone, and stays.
    """
    groups: dict[object, _Group] = {}
    day_out = (_T.day, _T.due, _T.issued)
    whose = or_(_T.case_ref != "", _T.auditor != "", _T.facts != "")
    for id, framework, form, case, *days in connection.execute(
        select(_T.id, _T.framework, _T.form, _T.case_ref, *day_out).where(whose)
    ):
        day = next((day[:10] for day in days if day), "")
        groups[id] = _Group((framework, form), case, id, day)
    columns = (_R.id, _R.key, _R.sha256, _R.file, _R.framework, _R.form, _R.toolkit, _R.case_ref, _R.day, _R.received)
    rows = {row.id: row for row in connection.execute(select(*columns, _R.replaced_by).order_by(_R.id))}
    for row in rows.values():
        last = _last(row, rows)
        groups.setdefault(_name(last, groups), _Group((last.framework, last.form))).rows.append(row)
    found = (group.unit() for group in groups.values())
    return tuple(sorted(found, key=lambda one: (one.framework, one.form, one.day, one.case, one.copy, one.keys)))


def _last(row: Any, rows: Mapping[int, Any]) -> Any:
    """The return that a return has made way for in the end."""
    while row.replaced_by is not None:
        row = rows[row.replaced_by]
    return row


def _name(row: Any, groups: Mapping[object, _Group]) -> object:
    """What tells the returns of one case on one copy from others; a return without a case stands alone."""
    issued = groups.get(row.toolkit)
    if issued is not None and _belongs(row.case_ref, issued.case):
        return row.toolkit
    return (row.framework, row.form, row.toolkit, same(row.case_ref)) if row.case_ref else (row.key,)


def _belongs(case: str, issued_for: str) -> bool:
    """Whether a return that names this case is of the case that its copy was issued for."""
    return not case or not issued_for or same(case) == same(issued_for)


def erase(connection: Connection, unit: Unit, who: str, at: str, why: str) -> bool:
    """Erase a unit in the transaction that is open; False, and nothing done, where something of it has changed.

    `why` is part of the trail for good.
    """
    columns = (_R.id, _R.key, _R.sha256, _R.toolkit, _R.framework, _R.version, _R.form, _R.day)
    rows = connection.execute(select(*columns).where(_R.key.in_(unit.keys)).order_by(_R.id)).all()
    copy = connection.execute(select(_T.id, _T.framework, _T.version, _T.form).where(_T.id == unit.copy)).first()
    if len(rows) != len(unit.keys) or bool(copy) != bool(unit.copy) or _has_grown(connection, unit):
        return False
    _mark(connection, at)
    ids = [row.id for row in rows]
    events = _redact(connection, unit, ids, {row.toolkit for row in rows} - {""}, who, at)
    gone = [_gone(row, row.sha256, row.key, row.toolkit if unit.copy else "", at, why) for row in rows]
    events += [Event(at, who, "erased", row.toolkit, row.key, why=why) for row in rows]
    events += [
        Event(at, who, "erased", toolkit, key, detail=name)
        for name, toolkit, key in connection.execute(select(_A.id, _A.toolkit, _A.key).where(_A.key.in_(unit.keys)))
    ]
    if copy is not None:
        gone.append(_gone(copy, f"copy-{copy.id}", "", copy.id, at, why))
        events.append(Event(at, who, "erased", copy.id, why=why))
    _take_out(connection, ids, unit)
    connection.execute(insert(tables.erased), gone)
    trail.append(connection, events)
    return True


def _has_grown(connection: Connection, unit: Unit) -> bool:
    """Whether something of a copy has come in since the unit was looked up."""
    more = select(_R.case_ref).where(_R.toolkit == unit.copy, _R.toolkit != "", _R.key.not_in(unit.keys))
    return any(_belongs(case, unit.case) for case in connection.execute(more).scalars())


def _gone(row: Any, sha256: str, key: str, toolkit: str, at: str, why: str) -> dict[str, str]:
    return {
        "sha256": sha256, "key": key, "toolkit": toolkit, "framework": row.framework, "version": row.version,
        "form": row.form, "day": getattr(row, "day", ""), "at": at, "why": why,
    }  # fmt: skip


def _take_out(connection: Connection, ids: Sequence[int], unit: Unit) -> None:
    """Every row of a unit, and the reasons that people gave about it."""
    followed = select(_A.id).where(_A.key.in_(unit.keys))
    connection.execute(delete(tables.action_steps).where(tables.action_steps.c.action.in_(followed)))
    connection.execute(delete(tables.actions).where(_A.key.in_(unit.keys)))
    for table in (tables.answers, tables.unread, tables.queries):
        connection.execute(delete(table).where(table.c.return_id.in_(ids)))
    connection.execute(update(tables.returns).where(_R.id.in_(ids)).values(replaced_by=None))
    connection.execute(delete(tables.returns).where(_R.id.in_(ids)))
    connection.execute(delete(tables.toolkits).where(_T.id == unit.copy))
    events = tables.events.c
    of_copy = (events.toolkit == unit.copy) & (events.toolkit != "") & (events.key == "")
    about = select(events.id).where(or_(events.key.in_(unit.keys), of_copy))
    connection.execute(delete(tables.reasons).where(tables.reasons.c.event.in_(about)))


def _redact(connection: Connection, unit: Unit, ids: Sequence[int], copies: set[str], who: str, at: str) -> list[Event]:
    """Take out of other returns what they hold of this one; the events that tell of it.

    A query may name it; a return of another case on the same copy has the facts of the case that it was issued for.
    """
    near = or_(_R.toolkit.in_(copies), (_R.case_ref == unit.case) & (_R.case_ref != ""))
    wanted = select(_Q.return_id, _Q.position, _Q.message).join_from(tables.queries, tables.returns)
    wanted = wanted.where(near, _R.id.not_in(ids), _Q.rule.in_(_OF_OTHERS))
    words = [re.escape(word) for word in (unit.case, *unit.files) if word]
    named = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)" if words else r"(?!)")
    touched = set(
        connection.execute(
            select(_R.id).where(_R.toolkit == unit.copy, _R.toolkit != "", _R.facts != "", _R.id.not_in(ids))
        ).scalars()
    )
    connection.execute(update(tables.returns).where(_R.id.in_(touched)).values(facts=""))
    for row, position, message in connection.execute(wanted).all():
        if named.search(message):
            place = (_Q.return_id == row) & (_Q.position == position)
            connection.execute(update(tables.queries).where(place).values(message=_GONE))
            touched.add(row)
    return [_redacted(connection, row, who, at) for row in sorted(touched)]


def _redacted(connection: Connection, row: int, who: str, at: str) -> Event:
    """Mark a return as redacted: with what was taken out it cannot be checked again as it was."""
    toolkit, key, program = connection.execute(select(_R.toolkit, _R.key, _R.program).where(_R.id == row)).one()
    marked = program if program.endswith(REDACTED) else program + REDACTED
    connection.execute(update(tables.returns).where(_R.id == row).values(program=marked))
    return Event(at, who, "redacted", toolkit, key, seal=records.seal_of(connection, row))


# --- samples and allocations -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """Something that the cycle has kept and that names cases: a sample, an allocation, a step."""

    number: int
    kind: str
    framework: str
    name: str
    day: str
    cases: int


def lists(connection: Connection) -> tuple[Listed, ...]:
    """Everything of the cycle that names cases, in order."""
    columns = (_C.id, _C.kind, _C.framework, _C.name, func.substr(_C.at, 1, 10))
    wanted = select(*columns, func.count()).join_from(tables.cycle, tables.cycle_cases).group_by(*columns)
    return tuple(Listed(*row) for row in connection.execute(wanted.order_by(_C.id)))


def empty(connection: Connection, numbers: Sequence[int], cases: Collection[str], who: str, at: str, why: str) -> int:
    """Take every case out of these lists, and these cases out of every list; how many rows went."""
    rows = connection.execute(select(_P.cycle_id, _P.position, _P.case_ref)).all()
    wanted = {same(case) for case in cases}
    gone = [row for row in rows if row.cycle_id in numbers or same(row.case_ref) in wanted]
    if gone:
        _mark(connection, at)
        place = (_P.cycle_id == bindparam("number")) & (_P.position == bindparam("place"))
        found = [{"number": row.cycle_id, "place": row.position} for row in gone]
        connection.execute(delete(tables.cycle_cases).where(place), found)
        touched = sorted({row.cycle_id for row in gone})
        trail.append(connection, [Event(at, who, "emptied", why=why, detail=str(number)) for number in touched])
    return len(gone)


# --- the end of an erasure -------------------------------------------------------------------------------


def _mark(connection: Connection, at: str) -> None:
    if not unfinished(connection):
        connection.execute(insert(tables.meta).values(name=_MARK, value=at))


def unfinished(connection: Connection) -> str:
    """When an erasure began that has not come to its end; empty where none has."""
    found = connection.execute(select(tables.meta.c.value).where(tables.meta.c.name == _MARK)).scalar()
    return str(found or "")


def finished(connection: Connection) -> None:
    """Note that nothing is left to be done of an erasure."""
    connection.execute(delete(tables.meta).where(tables.meta.c.name == _MARK))


def gone(connection: Connection, at: str) -> tuple[Gone, ...]:
    """Everything that was erased at one time, by framework, form and date."""
    columns = (_E.sha256, _E.key, _E.toolkit, _E.framework, _E.version, _E.form, _E.day, _E.at)
    wanted = select(*columns).where(_E.at == at).order_by(_E.framework, _E.form, _E.day, _E.key)
    return tuple(Gone(*row) for row in connection.execute(wanted))


_COLLECTED = select(tables.events.c.detail).where(
    tables.events.c.what == "collected", tables.events.c.key == bindparam("key")
)


def emptied_lists(connection: Connection, keys: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """The lists out of which these returns came, by their hash, and whether nothing that came out of one is left."""
    lists = {sha256 for key in keys for sha256 in connection.execute(_COLLECTED, {"key": key}).scalars()}
    there = select(_R.key).join_from(tables.events, tables.returns, _R.key == tables.events.c.key)
    for sha256 in sorted(lists):
        left = there.where(tables.events.c.what == "collected", tables.events.c.detail == sha256).limit(1)
        yield sha256, connection.execute(left).first() is None
