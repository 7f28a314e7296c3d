"""What the cycle keeps in the store: samples, allocations, plans, and steps that are done, with their cases."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, func, insert, select

from docgen.store import trail
from docgen.store.tables import cycle, cycle_cases
from docgen.store.trail import Event
from docgen.store.values import held

EVENT = "cycle"
"""What the trail calls an event by which something of the cycle is kept."""

_C, _P = cycle.c, cycle_cases.c
_HEAD = ("id", "kind", "framework", "form", "name", "at", "who", "data")


@dataclass(frozen=True, slots=True)
class CaseIn:
    """A case in what is kept: what became of it, whom it went to, and why."""

    case: str
    what: str
    who: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """Something of the cycle that is kept.

    kind    sample, allocation, plan or step
    name    of the plan, the period or the step
    data    texts, numbers, lists and mappings, without cases; those stand in `cases`, which erasing can empty
    """

    kind: str
    framework: str
    form: str = ""
    name: str = ""
    at: str = ""
    who: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    cases: tuple[CaseIn, ...] = ()
    number: int = 0


def keep(connection: Connection, who: str, kept: Kept) -> int:
    """Keep it, with its event; its number."""
    number = (connection.execute(select(func.max(_C.id))).scalar() or 0) + 1
    row = {
        "id": number, "kind": kept.kind, "framework": kept.framework, "form": kept.form, "name": held(kept.name),
        "at": kept.at, "who": who, "data": held(json.dumps(kept.data, ensure_ascii=False, sort_keys=True)),
    }  # fmt: skip
    connection.execute(insert(cycle), row)
    rows = [
        {"cycle_id": number, "position": n, "case_ref": held(one.case), "what": one.what, "who": held(one.who),
         "detail": held(one.detail)}
        for n, one in enumerate(kept.cases)
    ]  # fmt: skip
    if rows:
        connection.execute(insert(cycle_cases), rows)
    trail.append(connection, [Event(kept.at, who, EVENT, stands=kept.kind, detail=str(number), seal=trail.seal(row))])
    return number


def find(connection: Connection, kind: str, framework: str = "", form: str = "", name: str = "") -> tuple[Kept, ...]:
    """Everything of a kind that is kept, in order; with its cases."""
    wanted = select(*(_C[one] for one in _HEAD)).where(_C.kind == kind).order_by(_C.id)
    for column, value in ((_C.framework, framework), (_C.form, form), (_C.name, name)):
        if value:
            wanted = wanted.where(column == value)
    heads = connection.execute(wanted).all()
    inside: dict[int, list[CaseIn]] = {}
    for number, *rest in connection.execute(
        select(_P.cycle_id, _P.case_ref, _P.what, _P.who, _P.detail)
        .join_from(cycle_cases, cycle)
        .where(_C.kind == kind)
        .order_by(_P.cycle_id, _P.position)
    ):
        inside.setdefault(number, []).append(CaseIn(*rest))
    return tuple(
        Kept(row.kind, row.framework, row.form, row.name, row.at, row.who, json.loads(row.data),
             tuple(inside.get(row.id, ())), row.id)
        for row in heads
    )  # fmt: skip


def seals(connection: Connection) -> dict[str, str]:
    """Number → the seal of what is kept, as it stands in the store."""
    rows = connection.execute(select(*(_C[one] for one in _HEAD))).mappings().all()
    return {str(row["id"]): trail.seal(dict(row)) for row in rows}
