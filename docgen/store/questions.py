"""What is asked of returns: queries, doubtful answers, refusals, each with the return that it is about."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, and_, func, select

from docgen.model import Place, Query, Severity, Standing, State, Unread
from docgen.store.counts import Settled, Trouble, Which
from docgen.store.deciding import Closed
from docgen.store.entry import HELD
from docgen.store.ledger import of_returns
from docgen.store.tables import answers, returns, toolkits
from docgen.store.tables import queries as asked
from docgen.store.tables import unread as texts
from docgen.store.values import decode
from docgen.store.whole import Decision, answer

_SEVERITIES = tuple(Severity)
_SOME = 500
_ABOUT = tuple(
    returns.c[name].label(name.removesuffix("_ref"))
    for name in ("key", "file", "framework", "form", "case_ref", "toolkit", "version", "standing", "sha256")
)
_PEOPLE = tuple(
    func.coalesce(func.nullif(returns.c[name], ""), toolkits.c[name], "").label(name) for name in ("auditor", "team")
)
_SAID = ("rule", "severity", "message", "fix", "question", "place")
_READ = ("field", "value", "state", "how", "place", "text", "doubt", "candidates", "note")
_WITH = (*_ABOUT, *_PEOPLE, func.coalesce(toolkits.c.address, "").label("address"))


def queries(connection: Connection, severities: Collection[Severity], which: Which) -> tuple[Trouble, ...]:
    """What is open of what is asked of returns that are held or accepted, worst first, then by case."""
    columns = (
        asked.c.rule,
        asked.c.severity,
        asked.c.message,
        asked.c.fix,
        asked.c.question,
        asked.c.place,
        asked.c.file.label("its"),
    )
    wanted = (
        select(*_WITH, *columns)
        .join_from(asked, returns)
        .join(toolkits, toolkits.c.id == returns.c.toolkit, isouter=True)
        .where(returns.c.standing.in_(HELD), asked.c.severity.in_(severities), asked.c.closed == "", of_returns(which))
        .order_by(returns.c.case_ref, returns.c.id, asked.c.position)
    )
    found = []
    for row in connection.execute(wanted).mappings():
        about = {name.name: row[name.name] for name in _WITH}
        place = Place(row["its"], row["place"])
        query = Query(row["rule"], Severity(row["severity"]), row["message"], row["fix"], row["question"], place)
        found.append(Trouble(query, **about))
    return tuple(sorted(found, key=lambda trouble: _SEVERITIES.index(trouble.query.severity)))


def doubts(connection: Connection, which: Which) -> tuple[Trouble, ...]:
    """Every answer that a person has to decide and has not, by case and field."""
    wanted = (
        select(*_WITH, *(answers.c[name] for name in _READ))
        .join_from(answers, returns)
        .join(toolkits, toolkits.c.id == returns.c.toolkit, isouter=True)
        .where(returns.c.standing.in_(HELD), answers.c.state == State.DOUBTFUL, answers.c.human_state == "")
        .where(of_returns(which))
        .order_by(returns.c.case_ref, returns.c.id, answers.c.position)
    )
    return tuple(_doubt(row) for row in connection.execute(wanted).mappings())


def _doubt(row: Mapping[Any, Any]) -> Trouble:
    about = {name.name: row[name.name] for name in _WITH}
    query = Query("doubt", Severity.ERROR, row["doubt"], "", row["field"], Place(row["file"], row["place"]))
    return Trouble(query, **about, answer=answer({name: row[name] for name in _READ}))


def unread(connection: Connection, which: Which) -> Mapping[str, tuple[Unread, ...]]:
    """Key → what stands in a return that is held or accepted, and is in no answer."""
    wanted = select(returns.c.key, texts.c.text, texts.c.place, texts.c.what).join_from(texts, returns)
    wanted = wanted.where(returns.c.standing.in_(HELD), of_returns(which))
    found: dict[str, tuple[Unread, ...]] = {}
    for key, text, place, what in connection.execute(wanted.order_by(returns.c.id, texts.c.position)):
        found[key] = (*found.get(key, ()), Unread(text, place, what))
    return found


def decided_before(connection: Connection, which: Which) -> Mapping[tuple[str, str], Decision]:
    """Key and field → what a person decided of the same doubt in the version that a return has replaced."""
    old, before = answers.alias(), returns.alias()
    same = and_(
        old.c.return_id == before.c.id, old.c.field == answers.c.field, old.c.text == answers.c.text,
        old.c.doubt == answers.c.doubt, old.c.candidates == answers.c.candidates, old.c.human_state != "",
    )  # fmt: skip
    wanted = (
        select(returns.c.key, answers.c.field, old.c.human_value, old.c.human_by, old.c.human_at, old.c.human_why)
        .join_from(answers, returns)
        .join(before, before.c.replaced_by == returns.c.id)
        .join(old, same)
        .where(answers.c.state == State.DOUBTFUL, returns.c.standing.in_(HELD), of_returns(which))
    )
    return {
        (key, field): Decision(field, decode(value), who, at, why)
        for key, field, value, who, at, why in connection.execute(wanted.order_by(before.c.id))
    }


def settled(connection: Connection, keys: Collection[str]) -> Settled:
    """What people have decided of the returns with these keys."""
    every, doubtful, corrected, closed = sorted(keys), 0, 0, 0
    people: set[str] = set()
    for start in range(0, len(every), _SOME):
        some = returns.c.key.in_(every[start : start + _SOME])
        wanted = select(answers.c.state, answers.c.human_by, func.count()).join_from(answers, returns)
        wanted = wanted.where(some, answers.c.human_state != "").group_by(answers.c.state, answers.c.human_by)
        for state, who, number in connection.execute(wanted):
            doubtful += number if state == State.DOUBTFUL else 0
            corrected += number if state != State.DOUBTFUL else 0
            people.add(who)
        by = select(asked.c.closed_by, func.count()).join_from(asked, returns)
        by = by.where(some, asked.c.closed == Closed.SETTLED).group_by(asked.c.closed_by)
        for who, number in connection.execute(by):
            closed += number
            people.add(who)
    return Settled(doubtful, corrected, closed, tuple(sorted(filter(None, people), key=str.casefold)))


def refusals(connection: Connection, which: Which) -> tuple[Trouble, ...]:
    """Every refused file with the reason, in the order of receipt."""
    wanted = select(*_ABOUT, returns.c.rule, returns.c.message, returns.c.fix)
    wanted = wanted.where(returns.c.standing == Standing.REFUSED, of_returns(which)).order_by(returns.c.id)
    found = []
    for row in connection.execute(wanted).mappings():
        about = {name.name: row[name.name] for name in _ABOUT}
        query = Query(row["rule"], Severity.ERROR, row["message"], row["fix"], where=Place(row["file"]))
        found.append(Trouble(query, **about))
    return tuple(found)
