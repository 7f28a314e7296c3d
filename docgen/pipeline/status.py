"""The verb `status`: what is out, what has come back, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.model import Severity
from docgen.store import Count, Store, Trouble


@dataclass(frozen=True, slots=True)
class Status:
    """Counts by framework and form, urgent queries, and where it was asked for everything that is open."""

    counts: tuple[Count, ...]
    urgent: tuple[Trouble, ...]
    queries: tuple[Trouble, ...] = ()
    doubts: tuple[Trouble, ...] = ()
    refusals: tuple[Trouble, ...] = ()


def of(store: Store, listed: bool = False) -> Status:
    """How things stand; with `listed` every query, doubt and refusal too, worst first."""
    counts, urgent = store.counts(), store.open_queries([Severity.URGENT])
    if not listed:
        return Status(counts, urgent)
    others = store.open_queries([Severity.ERROR, Severity.WARNING])
    return Status(counts, urgent, others, store.doubts(), store.refusals())
