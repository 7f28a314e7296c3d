"""The verb `status`: what is out, what has come back, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from docgen.fields import same
from docgen.model import Framework, Query, Severity
from docgen.pipeline import periods, promised
from docgen.pipeline.promised import Promised
from docgen.store import Count, Line, Store, Trouble, Which

Roles = Sequence[tuple[str, str]]
"""Role and the person who holds it, as the settings have them."""
GROUPS = ("team", "auditor", "month")
_ALL = Which()
_NOTHING = Promised()
_NO_ROUNDS = Framework("", "", "", "", (), ())


@dataclass(frozen=True, slots=True)
class Status:
    """Counts by framework, form and group, urgent queries, and where it was asked for everything that is open, and
    every copy and file with its state; actions, and recommendations where all of a framework is asked for.
    """

    counts: tuple[Count, ...]
    urgent: tuple[Trouble, ...]
    queries: tuple[Trouble, ...] = ()
    doubts: tuple[Trouble, ...] = ()
    refusals: tuple[Trouble, ...] = ()
    lines: tuple[Line, ...] = ()
    actions: Promised = _NOTHING
    recommendations: Promised | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for. `by` splits the counts by one of GROUPS; `queries` and `ledger` ask for the lists."""

    which: Which = _ALL
    by: str = ""
    queries: bool = False
    ledger: bool = False


def of(store: Store, asked: Question, today: str, roles: Roles = ()) -> Status:
    """How things stand today (YYYY-MM-DD)."""
    counts = store.counts(asked.which, asked.by, today)
    urgent = _named(store.open_queries([Severity.URGENT], asked.which), roles)
    lines = store.lines(asked.which, today) if asked.ledger else ()
    found = Status(counts, urgent, lines=lines, actions=promised.actions(store, asked.which, today))
    if asked.which == Which(asked.which.framework):
        found = replace(found, recommendations=promised.recommendations(store, asked.which.framework, today))
    if not asked.queries:
        return found
    others = _named(store.open_queries([Severity.ERROR, Severity.WARNING], asked.which), roles)
    return replace(found, queries=others, doubts=store.doubts(asked.which), refusals=store.refusals(asked.which))


def part(framework: Framework | None, form: str, team: str, auditor: str, period: str) -> Which:
    """The part of the ledger that the options of a command name. Raises DocgenError for a period that is none."""
    when = periods.parse(period, framework or _NO_ROUNDS) if period else None
    first, last = (when.first.isoformat(), when.last.isoformat()) if when else ("", "")
    return Which(framework.id if framework else "", form, team, auditor, first, last)


def with_people(query: Query, roles: Roles) -> Query:
    """The query with the people who hold the roles that it names, as the settings say."""
    text = same(f"{query.message} {query.fix}")
    people = [f"{role}: {who}" for role, who in roles if who and re.search(rf"\b{re.escape(same(role))}\b", text)]
    return replace(query, fix=f"{query.fix} ({'; '.join(people)})") if people else query


def _named(troubles: Sequence[Trouble], roles: Roles) -> tuple[Trouble, ...]:
    return tuple(replace(one, query=with_people(one.query, roles)) for one in troubles)
