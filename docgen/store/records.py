"""A return as rows of the tables, and the seal over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Table, select

from docgen.fields import show
from docgen.model import Form, Question, Receipt, Return, Standing, Value
from docgen.store import deciding, tables, trail
from docgen.store.values import encode, encode_facts, held

Rows = list[dict[str, Any]]
RECEIPT = tuple(
    tables.returns.c[name].label(name.removesuffix("_ref"))
    for name in (
        "key", "sha256", "file", "standing", "framework", "version", "form", "toolkit", "case_ref", "digest",
        "received", "day", "rule",
    )
)  # fmt: skip
_SHOWN = {"auditor": "auditor", "practitioner": "practitioner", "team": "team"}
_AS_IT_IS = {"grade": "grade", "date": "day"}
_UNSEALED = frozenset({"id", "standing", "replaced_by", "return_id"})
"""What is not part of a seal: numbers of rows, and what the trail itself tells."""
_LATER = frozenset({"raised", "closed", "closed_by", "closed_at", "closed_why"})
"""Columns that came with layout 4: part of a seal once something stands in them, so that older seals still hold."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a return was read with: its form, the digest of the definition, and what the case list told."""

    form: Form
    definition: str = ""
    facts: Mapping[str, Value] = field(default_factory=dict)


def receipt(values: Mapping[str, Any]) -> Receipt:
    """A row of `RECEIPT` as a value."""
    return Receipt(**{**values, "standing": Standing(values["standing"])})


def row(slip: Receipt, returned: Return, basis: Basis | None, version: str) -> dict[str, Any]:
    """A return as a row of the table of returns, but for its standing."""
    refused = returned.refused
    values: dict[str, Any] = {
        "sha256": slip.sha256, "key": slip.key, "file": held(slip.file), "format": returned.format,
        "editor": held(returned.editor), "framework": slip.framework, "version": slip.version, "form": slip.form,
        "toolkit": slip.toolkit, "case_ref": held(slip.case), "day": slip.day, "auditor": "", "practitioner": "",
        "team": "", "grade": "", "facts": "", "definition": "", "program": f"docgen {version}",
        "digest": slip.digest, "received": slip.received, "rule": refused.rule if refused else "",
        "message": held(refused.message) if refused else "", "fix": held(refused.fix) if refused else "",
    }  # fmt: skip
    if basis is not None:
        values |= {"facts": encode_facts(basis.facts), "definition": basis.definition}
        values |= {**role_columns(playing(basis.form), returned.values()), "case_ref": held(slip.case), "day": slip.day}
    return values


def playing(form: Form) -> dict[str, Question]:
    """Role → the question of a form that plays it."""
    return {role: question for role, name in form.roles if (question := form.question(name))}


def role_columns(playing: Mapping[str, Question], values: Mapping[str, Value]) -> dict[str, str]:
    """The columns of a return that are answers: people and teams as the form shows them, grade and date as they are."""
    columns = {}
    for role, question in playing.items():
        value = values.get(question.id)
        if role in _SHOWN:
            columns[_SHOWN[role]] = held(show(value, question).strip())
        elif role in _AS_IT_IS:
            columns[_AS_IT_IS[role]] = held(str(value or ""))
        elif role == "case" and value:
            columns["case_ref"] = held(str(value).strip())
    return columns


def parts(returned: Return, form: Form | None) -> dict[Table, Rows]:
    """The answers, unread texts and queries of a return as rows, without the number of the return.

    The names in them are in the order of the alphabet where there are many rows: so a seal need not sort each one.
    """
    return {
        tables.answers: _answers(returned, form),
        tables.unread: [
            {"place": held(part.where), "position": n, "text": held(part.text), "what": part.what}
            for n, part in enumerate(returned.unread)
        ],
        tables.queries: [deciding.query_row(query, n) for n, query in enumerate(returned.queries)],
    }


def _answers(returned: Return, form: Form | None) -> Rows:
    asked = [form.question(answer.field) if form else None for answer in returned.answers]
    roles = {name: role for role, name in form.roles} if form else {}
    return [
        {
            "candidates": encode(answer.candidates) or "" if answer.candidates else "",
            "doubt": answer.doubt and held(answer.doubt), "field": answer.field, "how": answer.how, "human_at": "",
            "human_by": "", "human_state": "", "human_value": None, "human_why": "",
            "kind": question.kind if question else "", "note": answer.note and held(answer.note),
            "place": held(answer.where), "position": n, "role": roles.get(answer.field, ""),
            "state": str(answer.state), "text": answer.text and held(answer.text), "value": encode(answer.value),
        }
        for n, (answer, question) in enumerate(zip(returned.answers, asked, strict=True))
    ]  # fmt: skip


def seal(values: Mapping[str, Any], rows: Mapping[Table, Sequence[Mapping[str, Any]]]) -> str:
    """The seal over a return and all that belongs to it."""
    record = {table.name: some if _plain(some) else [_sealed(one) for one in some] for table, some in rows.items()}
    return trail.seal(dict(sorted({"return": _sealed(values), **record}.items())), in_order=True)


def seal_of(connection: Connection, number: int) -> str:
    """The seal over a return as it stands in the store."""
    found = connection.execute(select(tables.returns).where(tables.returns.c.id == number)).one()
    return seal(found._asdict(), stored_parts(connection, number))


def stored_parts(connection: Connection, number: int) -> dict[Table, Rows]:
    """The answers, unread texts and queries of a return as they stand in the store."""
    found: dict[Table, Rows] = {}
    for table in (tables.answers, tables.unread, tables.queries):
        wanted = select(table).where(table.c.return_id == number).order_by(table.c.position)
        found[table] = [row._asdict() for row in connection.execute(wanted)]
    return found


def _plain(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether rows, of which all have the same columns in the same order, are sealed as they are."""
    names = list(rows[0]) if rows else []
    return not (_UNSEALED | _LATER).intersection(names) and names == sorted(names)


def _sealed(values: Mapping[str, Any]) -> dict[str, Any]:
    names = sorted(name for name, value in values.items() if name not in _UNSEALED and (value or name not in _LATER))
    return {name: values[name] for name in names}
