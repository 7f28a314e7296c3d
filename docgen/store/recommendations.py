"""Recommendations in the store: as they stand, and what became of them."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, select

from docgen.model import Adopted, Basis, RecommendationStatus, Retest
from docgen.store.steps import Followed
from docgen.store.tables import recommendation_steps, recommendations
from docgen.store.values import held

FOLLOWED = Followed(recommendations, recommendation_steps, "recommendation")
"""Recommendations, and what became of them."""

_C = recommendations.c
_TEXTS = (
    "id", "framework", "report", "period", "source", "key", "what", "first", "last", "owner", "due", "first_due",
    "evidence", "adopted", "changed", "settled", "by",
)  # fmt: skip


def adopted(connection: Connection, framework: str = "", ids: Collection[str] = ()) -> tuple[Adopted, ...]:
    """The recommendations of a framework, or of all, or those with these ids: by framework, report and place."""
    wanted = select(recommendations).order_by(_C.framework, _C.first, _C.report)
    if framework:
        wanted = wanted.where(_C.framework == framework)
    if ids:
        wanted = wanted.where(_C.id.in_(sorted(ids)))
    found = [_adopted(row) for row in connection.execute(wanted).mappings()]
    return tuple(sorted(found, key=lambda one: (one.framework, one.first, one.report, one.period, number(one.id))))


def number(id_: str) -> int:
    """The last part of an id, by which recommendations of one report are counted."""
    return int(id_.rpartition("-")[2])


def put(
    connection: Connection, who: str, changed: Sequence[tuple[Adopted | None, Adopted]], at: str, source: str
) -> None:
    """Write recommendations as they stand now, each with the one before (None for a new one), its step and event."""
    rows = [(_row(before) if before else None, _row(now)) for before, now in changed]
    FOLLOWED.put(connection, who, rows, at, source)


def _row(one: Adopted) -> dict[str, Any]:
    texts = {name: held(getattr(one, name)) for name in _TEXTS}
    lists = {name: [asdict(part) for part in getattr(one, name)] for name in ("bases", "retests")}
    packed = {
        name: held(json.dumps(some, ensure_ascii=False, sort_keys=True)) if some else "" for name, some in lists.items()
    }
    return {**texts, **packed, "put_back": one.put_back, "status": str(one.status)}


def _adopted(row: Any) -> Adopted:
    bases = [
        Basis(**{**one, "where": tuple(map(tuple, one["where"])), "audits": tuple(one["audits"])})
        for one in json.loads(row["bases"] or "[]")
    ]
    retests = [Retest(**one) for one in json.loads(row["retests"] or "[]")]
    return Adopted(
        **{name: row[name] for name in _TEXTS}, put_back=row["put_back"], status=RecommendationStatus(row["status"]),
        bases=tuple(bases), retests=tuple(retests),
    )  # fmt: skip
