"""Where words, such as a case reference, stand in what other returns and copies say."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select

from docgen.store.tables import answers, queries, recommendation_steps, recommendations, returns, toolkits, unread

_R, _A, _Q, _U, _T = returns.c, answers.c, queries.c, unread.c, toolkits.c
_N, _S = recommendations.c, recommendation_steps.c


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a word stands: a return (key), or a copy or recommendation (id).

    what        answer, query, unread text, file, facts or recommendation
    field       of an answer or a query, by its id
    """

    what: str
    framework: str
    version: str
    form: str
    key: str = ""
    copy: str = ""
    field: str = ""


def find(
    connection: Connection, word: str, pattern: re.Pattern[str], keys: Collection[str], copies: Collection[str]
) -> tuple[Mention, ...]:
    """Every place outside these returns and copies where the pattern is found; `word` must be part of every hit."""
    found = [*_in_returns(connection, word, pattern, frozenset(keys))]
    wanted = select(_T.framework, _T.version, _T.form, _T.id, _T.facts).where(_holds(word, _T.facts))
    for framework, version, form, copy, facts in connection.execute(wanted.order_by(_T.id)):
        if copy not in copies and pattern.search(facts):
            found.append(Mention("facts", framework, version, form, copy=copy))
    return (*found, *_in_recommendations(connection, word, pattern))


def _in_recommendations(connection: Connection, word: str, pattern: re.Pattern[str]) -> Iterator[Mention]:
    """Recommendations whose words, or what was said of them, now or before, hold it."""
    texts = (_N.what, _N.evidence, _S.changes)
    wanted = select(_N.framework, _N.id, *texts)
    wanted = wanted.join_from(recommendations, recommendation_steps, _S.recommendation == _N.id)
    seen = set()
    for framework, name, *in_it in connection.execute(wanted.where(_holds(word, *texts)).order_by(_N.id)):
        if name not in seen and any(pattern.search(text) for text in in_it):
            seen.add(name)
            yield Mention("recommendation", framework, "", "", copy=name)


def _in_returns(connection: Connection, word: str, pattern: re.Pattern[str], keys: frozenset[str]) -> Iterator[Mention]:
    head = (_R.framework, _R.version, _R.form, _R.key)
    no_field = func.coalesce("", "")
    looks: tuple[tuple[str, Any, Any, tuple[Any, ...]], ...] = (
        ("answer", answers, _A.field, (_A.value, _A.text, _A.human_value, _A.human_why, _A.candidates)),
        ("query", queries, _Q.question, (_Q.message,)),
        ("unread text", unread, no_field, (_U.text,)),
    )
    for what, table, field, columns in looks:
        wanted = select(*head, field, *columns).join_from(table, returns).where(_holds(word, *columns))
        for *place, key, name, in_it in _split(connection.execute(wanted.order_by(_R.id, table.c.position))):
            if key not in keys and any(pattern.search(text) for text in in_it if text):
                yield Mention(what, place[0], place[1], place[2], key, field=name)
    for *place, key, name in connection.execute(select(*head, _R.file).where(_holds(word, _R.file)).order_by(_R.id)):
        if key not in keys and pattern.search(name):
            yield Mention("file", place[0], place[1], place[2], key)


def _split(rows: Any) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        yield (*row[:5], tuple(row[5:]))


def _holds(word: str, *columns: Any) -> ColumnElement[bool]:
    """A first sieve, which the pattern then looks at: capitals make no difference."""
    return or_(*(column.icontains(word, autoescape=True) for column in columns))
