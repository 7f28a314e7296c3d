"""Rows for other programs: accepted audits, their answers and actions, and what is asked; one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, case, func, select

from docgen.model import Severity, Standing, State, Value
from docgen.store.counts import Which
from docgen.store.entry import HELD
from docgen.store.ledger import of_returns
from docgen.store.tables import answers, queries, returns
from docgen.store.values import decode

_R, _A, _Q = returns.c, answers.c, queries.c
_HEAD = (_R.key, _R.framework, _R.version, _R.form, _R.case_ref)
_ORDER = (_R.framework, _R.form, _R.case_ref, _R.key)
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Head:
    """Which return a row is about."""

    audit: str
    framework: str
    version: str
    form: str
    case: str


@dataclass(frozen=True, slots=True)
class AuditRow:
    """An accepted return."""

    head: Head
    copy: str
    practitioner: str
    auditor: str
    team: str
    day: str
    grade: str
    received: str
    queries: int


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer of an accepted return, as it counts; `decided` says that a person decided it."""

    head: Head
    number: int
    field: str
    kind: str
    role: str
    state: State
    value: Value
    decided: bool


@dataclass(frozen=True, slots=True)
class QueryRow:
    """What is asked of a return that is held or accepted."""

    head: Head
    copy: str
    practitioner: str
    standing: Standing
    number: int
    rule: str
    severity: Severity
    field: str
    message: str


def audits(connection: Connection, which: Which) -> Iterator[AuditRow]:
    """Every accepted return, by framework, form and case."""
    asked = select(func.count()).where(_Q.return_id == _R.id, _Q.closed == "").scalar_subquery()
    columns = (_R.toolkit, _R.practitioner, _R.auditor, _R.team, _R.day, _R.grade, _R.received, asked)
    wanted = select(*_HEAD, *columns).where(_R.standing == Standing.ACCEPTED, of_returns(which)).order_by(*_ORDER)
    for row in connection.execute(wanted.execution_options(yield_per=_BATCH)):
        about: tuple[Any, ...] = row[5:]
        yield AuditRow(Head(*row[:5]), *about)


def given(connection: Connection, which: Which, kind: str = "") -> Iterator[AnswerRow]:
    """Every answer of every accepted return, or those of one kind, blank ones too, in the order of the form."""
    value = case((_A.human_state != "", _A.human_value), else_=_A.value)
    state = case((_A.human_state != "", _A.human_state), else_=_A.state)
    columns = (_A.position + 1, _A.field, _A.kind, _A.role, state, value, _A.human_state != "")
    wanted = select(*_HEAD, *columns).join_from(answers, returns)
    chosen = [_A.kind == kind] if kind else []
    wanted = wanted.where(_R.standing == Standing.ACCEPTED, of_returns(which), *chosen).order_by(*_ORDER, _A.position)
    for row in connection.execute(wanted.execution_options(yield_per=_BATCH)):
        number, field, kind, role, its_state, text, decided = row[5:]
        yield AnswerRow(Head(*row[:5]), number, field, kind, role, State(its_state), decode(text), bool(decided))


def asked(connection: Connection, which: Which) -> Iterator[QueryRow]:
    """Everything that is open of what is asked of returns that are held or accepted."""
    columns = (_R.toolkit, _R.practitioner, _R.standing, _Q.position + 1, _Q.rule, _Q.severity, _Q.question, _Q.message)
    wanted = select(*_HEAD, *columns).join_from(queries, returns)
    wanted = wanted.where(_R.standing.in_(HELD), _Q.closed == "", of_returns(which)).order_by(*_ORDER, _Q.position)
    for row in connection.execute(wanted.execution_options(yield_per=_BATCH)):
        copy, practitioner, standing, number, rule, severity, field, message = row[5:]
        yield QueryRow(
            Head(*row[:5]), copy, practitioner, Standing(standing), number, rule, Severity(severity), field, message
        )  # fmt: skip
