"""The views that programs such as Power BI read: their columns keep their meaning. See docs/reference/export.md.

None of them holds free text but `v_text`, which can be granted, or not, by itself. Only accepted returns are in
`v_audit`, `v_answer`, `v_action` and `v_text`; what a person decided stands in the place of what was read.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

NAMES = ("v_audit", "v_answer", "v_action", "v_query", "v_text", "v_recommendation")

_CLOSED = "('choice', 'grade', 'ticks', 'yesno', 'date', 'number')"
_STATE = "CASE WHEN a.human_state <> '' THEN a.human_state ELSE a.state END"
_VALUE = "CASE WHEN a.human_state <> '' THEN a.human_value ELSE a.value END"
_HEAD = "r.key AS audit, r.framework, r.version, r.form"
_ACCEPTED = "JOIN returns r ON r.id = a.return_id AND r.standing = 'accepted'"

_AUDIT = """
SELECT r.key AS audit, r.framework, r.version, r.form, r.toolkit, r.case_ref, r.practitioner, r.auditor, r.team,
       r.day, r.grade, r.received,
       (SELECT count(*) FROM queries q WHERE q.return_id = r.id AND q.closed = '') AS queries
FROM returns r WHERE r.standing = 'accepted'
"""
_QUERY = """
SELECT r.key AS audit, r.framework, r.version, r.form, r.toolkit, r.case_ref, r.standing, q.position + 1 AS number,
       q.rule, q.severity, q.question AS field
FROM queries q JOIN returns r ON r.id = q.return_id
WHERE r.standing IN ('accepted', 'read', 'queried', 'doubtful') AND q.closed = ''
"""
_RECOMMENDATION = """
SELECT id, framework, report, period, first AS period_first, last AS period_last, owner, due, first_due, put_back,
       status, adopted, settled
FROM recommendations
"""

_SQLITE = {
    "plain": "CASE a.kind WHEN 'number' THEN {value} "
    "WHEN 'ticks' THEN (SELECT group_concat(j.value, ';') FROM json_each({value}) j) "
    "ELSE json_extract({value}, '$') END",
    "text": "CASE a.kind WHEN 'table' THEN {value} ELSE json_extract({value}, '$') END",
    "rows": "json_each({value}) j",
    "number": "j.key + 1",
    "cell": "json_extract(j.value, '$.{name}')",
    "has": "json_type(j.value, '$.{name}') IS NOT NULL",
}
_POSTGRESQL = {
    "plain": "CASE a.kind WHEN 'number' THEN {value} "
    "WHEN 'ticks' THEN (SELECT string_agg(j.v, ';' ORDER BY j.n) "
    "FROM jsonb_array_elements_text(({value})::jsonb) WITH ORDINALITY AS j(v, n)) "
    "ELSE ({value})::jsonb #>> '{{}}' END",
    "text": "CASE a.kind WHEN 'table' THEN {value} ELSE ({value})::jsonb #>> '{{}}' END",
    "rows": "LATERAL jsonb_array_elements(CASE a.kind WHEN 'table' THEN ({value})::jsonb ELSE '[]' END) "
    "WITH ORDINALITY AS j(value, n)",
    "number": "j.n",
    "cell": "(j.value ->> '{name}')",
    "has": "j.value ? '{name}'",
}


def create(_: object, connection: Connection, **__: Any) -> None:
    """Make every view anew."""
    drop(connection)
    for name, body in _bodies(_SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL).items():
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {body}")


def drop(connection: Connection) -> None:
    """Take the views away, as a migration must before it changes a table below them."""
    for name in NAMES:
        connection.exec_driver_sql(f"DROP VIEW IF EXISTS {name}")


def _bodies(words: dict[str, str]) -> dict[str, str]:
    """View → its query, in the words of one database."""

    def cell(*names: str) -> str:
        found = [words["cell"].format(name=name) for name in names]
        return f"coalesce({', '.join(found)}, '')"

    number = words["number"]
    return {
        "v_audit": _AUDIT,
        "v_answer": f"SELECT {_HEAD}, a.position + 1 AS number, a.field, a.kind, a.role, {_STATE} AS state, "
        f"{words['plain'].format(value=_VALUE)} AS value, CASE WHEN a.human_state <> '' THEN 1 ELSE 0 END AS decided "
        f"FROM answers a {_ACCEPTED} WHERE a.kind IN {_CLOSED} OR (a.kind = 'text' AND a.role <> '')",
        "v_action": f"SELECT {_HEAD}, r.case_ref, a.field, {number} AS number, {cell('owner', 'by_whom')} AS owner, "
        f"{cell('due', 'by_when')} AS due, {cell('status', 'rag')} AS status "
        f"FROM answers a {_ACCEPTED}, {words['rows'].format(value=_VALUE)} "
        f"WHERE a.kind = 'table' AND {words['has'].format(name='action')}",
        "v_query": _QUERY,
        "v_text": f"SELECT {_HEAD}, a.position + 1 AS number, a.field, a.kind, "
        f"{words['text'].format(value=_VALUE)} AS text FROM answers a {_ACCEPTED} "
        f"WHERE a.kind IN ('longtext', 'table') OR (a.kind = 'text' AND a.role = '')",
        "v_recommendation": _RECOMMENDATION,
    }
