"""Where copies and returns stand: counts, lines, and what happened to them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, false, func, literal, or_, select, true

from docgen.fields import same
from docgen.model import Standing
from docgen.store.counts import Count, Line, Which
from docgen.store.entry import HELD, TOOLKIT
from docgen.store.records import RECEIPT
from docgen.store.tables import events, queries, reasons, returns, toolkits
from docgen.store.trail import FIELDS, Event, said

_T, _R = toolkits.c, returns.c
_ISSUED_ON = func.substr(_T.issued, 1, 10)
_DAY_OUT = func.coalesce(func.nullif(_T.day, ""), func.nullif(_T.due, ""), _ISSUED_ON)
_DAY_BACK = func.coalesce(func.nullif(_R.day, ""), func.substr(_R.received, 1, 10))
"""The day that a copy, and a return, count under."""
_BACK = exists().where(_R.toolkit == _T.id, _R.standing.in_(HELD))
_EXPECTED = and_(or_(_T.case_ref != "", _T.due != ""), ~_BACK, _T.exempt == "")
"""Copies of which something is to come: for a case, or with a date, and not a blank one for anybody to use."""
_STANDINGS = (
    ("accepted", Standing.ACCEPTED),
    ("read", Standing.READ),
    ("held", Standing.QUERIED),
    ("doubtful", Standing.DOUBTFUL),
    ("refused", Standing.REFUSED),
    ("replaced", Standing.REPLACED),
)


def of_copies(which: Which) -> ColumnElement[bool]:
    """The condition that an issued copy belongs to a part of the ledger."""
    return _part(which, _T, _DAY_OUT)


def of_returns(which: Which) -> ColumnElement[bool]:
    """The condition that a received file belongs to a part of the ledger."""
    return _part(which, _R, _DAY_BACK)


def _part(which: Which, table: Any, day: ColumnElement[str]) -> ColumnElement[bool]:
    wanted: list[ColumnElement[bool]] = [true()]
    if which.framework:
        wanted.append(table.framework == which.framework)
    if which.form:
        wanted.append(table.form == which.form)
    if which.team:
        wanted.append(func.lower(table.team) == which.team.lower())
    if which.auditor:
        wanted.append(func.lower(table.auditor) == which.auditor.lower())
    if which.keys:
        wanted.append(table.key.in_(which.keys) if table is _R else false())
    if which.first:
        wanted.append(day >= which.first)
    if which.last:
        wanted.append(day <= which.last)
    return and_(*wanted)


def counts(connection: Connection, which: Which, by: str, today: str) -> tuple[Count, ...]:
    """What a part of the ledger adds up to, for each framework, form and group, in their order."""
    totals: dict[tuple[str, str, str], dict[str, Any]] = {}

    def add(name: str, place: Sequence[Any], where: ColumnElement[bool]) -> None:
        wanted: Select[Any] = select(*place, func.count()).where(where).group_by(*place)
        for framework, form, group, number in connection.execute(wanted):
            totals.setdefault((framework, form, group), {})[name] = number

    copies, files = of_copies(which), of_returns(which)
    place = (_T.framework, _T.form, _group(by, _T, _DAY_OUT))
    add("issued", place, copies)
    add("outstanding", place, and_(copies, _EXPECTED))
    add("exempt", place, and_(copies, _T.exempt != "", ~_BACK))
    if today:
        add("overdue", place, and_(copies, _EXPECTED, _T.due != "", _T.due < today))
    place = (_R.framework, _R.form, _group(by, _R, _DAY_BACK))
    held = and_(files, _R.standing.in_(HELD))
    asked = exists().where(queries.c.return_id == _R.id, queries.c.closed == "")
    add("returned", place, held)
    add("unissued", place, and_(held, ~exists().where(_T.id == _R.toolkit)))
    add("queried", place, and_(held, _R.standing != Standing.DOUBTFUL, asked))
    for name, standing in _STANDINGS:
        add(name, place, and_(files, _R.standing == standing))
    return tuple(Count(*about, **totals[about]) for about in sorted(totals))


def _group(by: str, table: Any, day: ColumnElement[str]) -> ColumnElement[str]:
    if by == "month":
        return func.substr(day, 1, 7)
    found: ColumnElement[str] = {"team": table.team, "auditor": table.auditor}.get(by, literal("").label("none"))
    return found


def lines(connection: Connection, which: Which, today: str) -> tuple[Line, ...]:
    """Every issued copy and every received file of a part of the ledger, with its state."""
    wanted: Select[Any] = select(*TOOLKIT, _DAY_OUT.label("counted"), _BACK.label("back")).where(of_copies(which))
    copies = connection.execute(wanted.order_by(_T.framework, _T.form, _T.case_ref, _T.number, _T.id))
    wanted = select(*RECEIPT, _DAY_BACK.label("counted"), _R.auditor, _R.team, _R.message).where(of_returns(which))
    files = connection.execute(wanted.order_by(_R.framework, _R.form, _R.case_ref, _R.id))
    return (*(_copy_line(row, today) for row in copies), *(_file_line(row) for row in files))


def _copy_line(row: Any, today: str) -> Line:
    late = today and row.due and row.due < today
    return Line(
        state="returned" if row.back else "exempt" if row.exempt else "overdue" if late else "issued",
        framework=row.framework, version=row.version, form=row.form, case=row.case_ref, toolkit=row.id, key="",
        file=row.file, at=row.issued, day=row.counted, due=row.due, auditor=row.auditor, address=row.address,
        team=row.team, why=row.exempt,
    )  # fmt: skip


def _file_line(row: Any) -> Line:
    return Line(
        state=row.standing, framework=row.framework, version=row.version, form=row.form, case=row.case,
        toolkit=row.toolkit, key=row.key, file=row.file, at=row.received, day=row.counted, due="",
        auditor=row.auditor, address="", team=row.team, why=row.message,
    )  # fmt: skip


def named(connection: Connection, name: str) -> tuple[Sequence[Row[Any]], Sequence[Row[Any]]]:
    """Rows of TOOLKIT and of RECEIPT that a name stands for: a case reference, a toolkit id, a key, or a file."""
    cases = [
        text
        for table in (toolkits, returns)
        for (text,) in connection.execute(select(table.c.case_ref).where(table.c.case_ref != "").distinct())
        if same(text) == same(name)
    ]
    ids = [name.strip().upper(), *cases]
    copies = select(*TOOLKIT).where(or_(_T.id.in_(ids), _T.case_ref.in_(cases))).order_by(_T.issued, _T.id)
    files = select(*RECEIPT).where(
        or_(_R.toolkit.in_(ids), _R.case_ref.in_(cases), _R.key == name.strip().lower(), _R.file == name)
    )
    return connection.execute(copies).all(), connection.execute(files.order_by(_R.id)).all()


def history(connection: Connection, copies: Collection[str], keys: Collection[str]) -> tuple[Event, ...]:
    """What happened to these copies and returns, in order."""
    about = or_(and_(events.c.toolkit.in_(copies), events.c.toolkit != ""), events.c.key.in_(keys))
    return _events(connection, about)


def happened(connection: Connection, what: str) -> tuple[Event, ...]:
    """Every event of one kind, in order."""
    return _events(connection, events.c.what == what)


def _events(connection: Connection, about: ColumnElement[bool]) -> tuple[Event, ...]:
    columns = [events.c[name] for name in FIELDS]
    wanted = select(*columns, reasons.c.text).join_from(events, reasons, isouter=True).where(about)
    found = []
    for *fields, text in connection.execute(wanted.order_by(events.c.id)):
        row = dict(zip(FIELDS, fields, strict=True))
        found.append(Event(**{**row, "why": said(row["why"], text)}))
    return tuple(found)
