"""The verb `status`: what is out, what has come back, and where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from docgen.fields import same
from docgen.model import Query, Severity
from docgen.store import Count, Store, Trouble

Roles = Sequence[tuple[str, str]]
"""Role and the person who holds it, as the settings have them."""


@dataclass(frozen=True, slots=True)
class Status:
    """Counts by framework and form, urgent queries, and where it was asked for everything that is open."""

    counts: tuple[Count, ...]
    urgent: tuple[Trouble, ...]
    queries: tuple[Trouble, ...] = ()
    doubts: tuple[Trouble, ...] = ()
    refusals: tuple[Trouble, ...] = ()


def of(store: Store, roles: Roles = (), listed: bool = False) -> Status:
    """How things stand; with `listed` every query, doubt and refusal too, worst first."""
    counts, urgent = store.counts(), _named(store.open_queries([Severity.URGENT]), roles)
    if not listed:
        return Status(counts, urgent)
    others = _named(store.open_queries([Severity.ERROR, Severity.WARNING]), roles)
    return Status(counts, urgent, others, store.doubts(), store.refusals())


def with_people(query: Query, roles: Roles) -> Query:
    """The query with the people who hold the roles that it names, as the settings say."""
    text = same(f"{query.message} {query.fix}")
    people = [f"{role}: {who}" for role, who in roles if who and re.search(rf"\b{re.escape(same(role))}\b", text)]
    return replace(query, fix=f"{query.fix} ({'; '.join(people)})") if people else query


def _named(troubles: Sequence[Trouble], roles: Roles) -> tuple[Trouble, ...]:
    return tuple(replace(one, query=with_people(one.query, roles)) for one in troubles)
