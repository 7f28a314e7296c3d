"""What figures are made of: the accepted returns of a form with what they answer."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, and_, case, func, select

from docgen.model import Audit, Standing, Value
from docgen.store.news import News
from docgen.store.tables import answers, queries, returns, toolkits
from docgen.store.values import decode, decode_facts

_AT_ONCE = 5_000
"""How many rows are fetched together."""
_SHORT = 40
"""How long a text is that is likely to come again, such as the id of an option: equal ones are held once."""


def audits(
    connection: Connection, framework: str, form: str, first: str, last: str, fields: Collection[str] | None,
    news: News | None,
) -> tuple[Audit, ...]:  # fmt: skip
    """As `Store.audits`, without its mask."""
    chosen = [returns.c.framework == framework, returns.c.form == form, returns.c.standing == Standing.ACCEPTED]
    if first:
        chosen += [returns.c.day >= first, returns.c.day != ""]
    if last:
        chosen += [returns.c.day <= last, returns.c.day != ""]
    if news is not None:
        chosen.append(news.returns())
    counts = case((answers.c.human_state != "", answers.c.human_value), else_=answers.c.value)
    parts = select(answers.c.return_id, answers.c.field, counts).join_from(answers, returns).where(*chosen)
    if fields is not None:
        parts = parts.where(answers.c.field.in_(sorted(fields)))
    values: dict[int, dict[str, Value]] = {}
    names, again = dict[str, str](), dict[str | None, Value]()
    now, mine = 0, dict[str, Value]()
    found = connection.execute(parts.order_by(answers.c.return_id, answers.c.position))
    for some in found.partitions(_AT_ONCE):
        for row, field, value in some:
            if row != now:
                now, mine = row, values.setdefault(row, {})
            known = again.get(value)
            if known is None:
                known = decode(value)
                if isinstance(known, str) and len(known) <= _SHORT:
                    again[value] = known
            mine[names.setdefault(field, field)] = known
    open_ = and_(queries.c.return_id == returns.c.id, queries.c.closed == "")
    asked = select(func.count()).where(open_).scalar_subquery()
    facts = func.coalesce(toolkits.c.facts, "")
    heads = select(returns.c.id, returns.c.key, returns.c.version, returns.c.case_ref, asked, facts).where(*chosen)
    heads = heads.join_from(returns, toolkits, toolkits.c.id == returns.c.toolkit, isouter=True)
    return tuple(
        Audit(key, form, version, case_ref, {**decode_facts(told), **values.get(row, {})}, queries=number)
        for row, key, version, case_ref, number, told in connection.execute(
            heads.order_by(returns.c.case_ref, returns.c.key)
        )
    )


def undated(connection: Connection, framework: str, form: str) -> int:
    """How many accepted returns of a form have no date."""
    where = and_(returns.c.framework == framework, returns.c.form == form, returns.c.day == "")
    wanted = select(func.count()).select_from(returns).where(where, returns.c.standing == Standing.ACCEPTED)
    return int(connection.execute(wanted).scalar() or 0)
