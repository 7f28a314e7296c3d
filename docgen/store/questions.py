"""What is asked of returns: queries, doubtful answers, refusals, each with the return that it is about."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, select

from docgen.model import Place, Query, Severity, Standing, State
from docgen.store.counts import Trouble, Which
from docgen.store.entry import HELD
from docgen.store.ledger import of_returns
from docgen.store.tables import answers, returns
from docgen.store.tables import queries as asked

_SEVERITIES = tuple(Severity)
_ABOUT = (
    returns.c.key,
    returns.c.file,
    returns.c.framework,
    returns.c.form,
    returns.c.case_ref,
    returns.c.toolkit,
)


def queries(connection: Connection, severities: Collection[Severity], which: Which) -> tuple[Trouble, ...]:
    """What is asked of returns that are held or accepted, worst first, then by case."""
    wanted = (
        select(*_ABOUT, asked.c.rule, asked.c.severity, asked.c.message, asked.c.fix)
        .add_columns(asked.c.question, asked.c.file, asked.c.place)
        .join_from(asked, returns)
        .where(returns.c.standing.in_(HELD), asked.c.severity.in_(severities), of_returns(which))
        .order_by(returns.c.case_ref, returns.c.id, asked.c.position)
    )
    found = [
        Trouble(Query(rule, Severity(severity), message, fix, question, Place(file, at)), *about)
        for *about, rule, severity, message, fix, question, file, at in connection.execute(wanted)
    ]
    return tuple(sorted(found, key=lambda trouble: _SEVERITIES.index(trouble.query.severity)))


def doubts(connection: Connection, which: Which) -> tuple[Trouble, ...]:
    """Every answer that a person has to decide and has not, by case and field."""
    wanted = (
        select(*_ABOUT, answers.c.field, answers.c.doubt, answers.c.place)
        .join_from(answers, returns)
        .where(returns.c.standing.in_(HELD), answers.c.state == State.DOUBTFUL, answers.c.human_state == "")
        .where(of_returns(which))
        .order_by(returns.c.case_ref, returns.c.id, answers.c.position)
    )
    return tuple(
        Trouble(Query("doubt", Severity.ERROR, doubt, "", field, Place(about[1], place)), *about)
        for *about, field, doubt, place in connection.execute(wanted)
    )


def refusals(connection: Connection, which: Which) -> tuple[Trouble, ...]:
    """Every refused file with the reason, in the order of receipt."""
    wanted = select(*_ABOUT, returns.c.rule, returns.c.message, returns.c.fix)
    wanted = wanted.where(returns.c.standing == Standing.REFUSED, of_returns(which)).order_by(returns.c.id)
    return tuple(
        Trouble(Query(rule, Severity.ERROR, message, fix, where=Place(about[1])), *about)
        for *about, rule, message, fix in connection.execute(wanted)
    )
