"""What people write of things that are followed, set against what was sent and what the store has by now.

Nothing is taken silently: what two people changed in two ways is a conflict, and what cannot be read is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from docgen.fields import Unclear, parse_date, same

Said = Mapping[str, str]
"""What a document says of one thing: column → text."""


class Following(Protocol):
    """Something that is followed: an action, a recommendation."""

    @property
    def id(self) -> str:
        """Its id for life."""


T = TypeVar("T", bound=Following)


@dataclass(frozen=True, slots=True)
class Terms(Generic[T]):
    """How one kind of thing is followed.

    columns     what people may write of it; a text of several lines is that of the column `evidence` alone
    given       the statuses that they may give it
    said        what is said of it when it goes out, by column
    moved       the thing after changes: column → text, on which day, and who said so
    """

    columns: Sequence[str]
    given: Sequence[StrEnum]
    said: Callable[[T], dict[str, str]]
    moved: Callable[[T, Said, str, str], T]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A cell that somebody changed, and that has another value in the store meanwhile; `id` is what it is about."""

    id: str
    column: str
    sent: str
    stored: str
    returned: str


@dataclass(frozen=True, slots=True)
class Merged(Generic[T]):
    """What a row makes of a thing; `wrong` is what cannot be taken, column → why."""

    thing: T
    conflicts: tuple[Conflict, ...] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)


def merge(thing: T, sent: Said, returned: Said, today: str, who: str, terms: Terms[T]) -> Merged[T]:
    """Take what a person changed: each cell that came back against what was sent and what the store has by now."""
    stored, changes = terms.said(thing), {}
    conflicts, wrong = [], {}
    for column in terms.columns:
        if column not in returned:
            continue
        value = returned[column].strip() if column == "evidence" else " ".join(returned[column].split())
        if column == "due":
            read = parse_date(value) if value else ""
            if isinstance(read, Unclear):
                wrong[column] = f"“{value}” is no date that can be read for certain: {read.reason}"
                continue
            value = read
        if column == "status":
            status = next((one for one in terms.given if same(one) == same(value)), None)
            if value and status is None and same(value) != same(stored[column]):
                allowed = ", ".join(terms.given)
                wrong[column] = f"“{value}” is not a status that the tracker takes: {allowed}"
                continue
            value = str(status or (stored[column] if value else sent.get(column, "")))
        if value in (sent.get(column, ""), stored[column]):
            continue
        if stored[column] == sent.get(column, ""):
            changes[column] = value
        else:
            conflicts.append(Conflict(thing.id, column, sent.get(column, ""), stored[column], value))
    after = terms.moved(thing, changes, today, who) if changes else thing
    return Merged(after, tuple(conflicts), wrong)
