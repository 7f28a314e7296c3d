"""Actions in the store: as they stand, what became of them, and the returns that agree or follow them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, func, select

from docgen.model import UNFINISHED, Action, ActionStatus, Standing, Value
from docgen.store.counts import Which
from docgen.store.news import News
from docgen.store.steps import Followed
from docgen.store.tables import action_steps, actions, answers, returns
from docgen.store.values import decode, held

FOLLOWED = Followed(actions, action_steps, "action")
"""Actions, and what became of them."""

_A, _R = actions.c, returns.c
_TEXTS = (
    "id", "key", "framework", "form", "field", "what", "owner", "due", "team", "agreed", "first_due", "evidence",
    "changed", "done", "checked", "by",
)  # fmt: skip
_SHOWN = (Standing.ACCEPTED, Standing.REPLACED, Standing.DOUBTFUL, Standing.QUERIED, Standing.READ)
"""Standings of a return whose actions are followed: they went out when it was accepted; only a refusal ends that."""


@dataclass(frozen=True, slots=True)
class Source:
    """An accepted return as the tracker sees it: what it is about, and its answers to the fields that were asked for.

    day         YYYY-MM-DD, the date that it counts under, else that of its receipt
    """

    key: str
    toolkit: str
    version: str
    case: str
    team: str
    day: str
    values: Mapping[str, Value] = field(default_factory=dict)


def sources(
    connection: Connection, framework: str, form: str, fields: Collection[str], news: News | None = None
) -> tuple[Source, ...]:
    """Every accepted return of a form with its answers to these fields, in the order of receipt; of those alone that
    something has happened to, or to another of the same copy or case, where `news` says which.
    """
    day = func.coalesce(func.nullif(_R.day, ""), func.substr(_R.received, 1, 10))
    chosen = [_R.framework == framework, _R.form == form, _R.standing == Standing.ACCEPTED]
    if news is not None:
        chosen.append(news.returns())
    heads = select(_R.id, _R.key, _R.toolkit, _R.version, _R.case_ref, _R.team, day).where(*chosen).order_by(_R.id)
    value = case((answers.c.human_state != "", answers.c.human_value), else_=answers.c.value)
    parts = select(answers.c.return_id, answers.c.field, value).join_from(answers, returns)
    values: dict[int, dict[str, Value]] = {}
    for row, name, text in connection.execute(parts.where(*chosen, answers.c.field.in_(sorted(fields)))):
        values.setdefault(row, {})[name] = decode(text)
    return tuple(Source(*row[1:], values.get(row[0], {})) for row in connection.execute(heads))


def actions_of(
    connection: Connection, which: Which, ids: Collection[str] = (), news: News | None = None
) -> tuple[Action, ...]:
    """The actions of a part of the ledger, or those with these ids: by framework, case and id.

    Those of a return that was refused after they went out are left out.
    """
    wanted = select(actions).where(*_in(which)).order_by(_A.framework, _A.case_ref, _A.toolkit, _A.number)
    if news is not None:
        wanted = wanted.where(news.actions())
    if ids:
        wanted = wanted.where(_A.id.in_(sorted(ids)))
    return tuple(_action(row) for row in connection.execute(wanted).mappings())


def counts(connection: Connection, which: Which, today: str) -> tuple[int, int, int]:
    """How many actions of a part of the ledger somebody still has to do; of these, how many are past their date, and
    how many are nobody's.
    """
    late = case((and_(_A.due != "", _A.due < today), 1), else_=0)
    nobodys = case((_A.owner == "", 1), else_=0)
    none = func.coalesce(func.sum(late), 0), func.coalesce(func.sum(nobodys), 0)
    left = select(func.count(), *none).where(*_in(which), _A.status.in_([str(one) for one in UNFINISHED]))
    found = connection.execute(left).one()
    return int(found[0]), int(found[1]), int(found[2])


def _in(which: Which) -> list[ColumnElement[bool]]:
    """That an action is in a part of the ledger, and that its return was not refused."""
    found: list[ColumnElement[bool]] = [exists().where(_R.key == _A.key, _R.standing.in_(_SHOWN))]
    found += [column == value for column, value in ((_A.framework, which.framework), (_A.form, which.form)) if value]
    found += [func.lower(_A.team) == which.team.lower()] if which.team else []
    found += [_A.agreed >= which.first] if which.first else []
    return [*found, *([_A.agreed <= which.last] if which.last else [])]


def numbers(connection: Connection, news: News | None = None) -> dict[str, int]:
    """Toolkit id, or key of a return without one → the highest number of its actions."""
    name = case((_A.toolkit != "", _A.toolkit), else_=func.substr(_A.id, 1, 8))
    wanted = select(name, func.max(_A.number)).group_by(name)
    if news is not None:
        wanted = wanted.where(news.actions())
    return {row[0]: row[1] for row in connection.execute(wanted)}


def put(
    connection: Connection, who: str, changed: Sequence[tuple[Action | None, Action]], at: str, source: str
) -> None:
    """Write actions as they stand now, each with the one before (None for a new one), its step and its event."""
    rows = [(_row(before) if before else None, _row(now)) for before, now in changed]
    FOLLOWED.put(connection, who, rows, at, source)


def _row(action: Action) -> dict[str, Any]:
    toolkit, _, number = action.id.rpartition("-")
    values = {name: held(getattr(action, name)) for name in _TEXTS}
    return {
        **values, "number": int(number), "toolkit": toolkit if "-" in toolkit else "", "case_ref": held(action.case),
        "notes": json.dumps(action.notes, ensure_ascii=False) if action.notes else "", "put_back": action.put_back,
        "status": str(action.status),
    }  # fmt: skip


def _action(row: Any) -> Action:
    notes = json.loads(row["notes"]) if row["notes"] else []
    texts = {name: row[name] for name in _TEXTS}
    return Action(
        **texts, case=row["case_ref"], notes=tuple((label, answer) for label, answer in notes),
        put_back=row["put_back"], status=ActionStatus(row["status"]),
    )  # fmt: skip
