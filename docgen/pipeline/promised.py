"""What people have promised: how many actions and recommendations are open, overdue, and nobody's."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.fields import same
from docgen.measures.following import overdue
from docgen.model import Adopted
from docgen.store import Store, Which


@dataclass(frozen=True, slots=True)
class Promised:
    """How many are open; of these, how many are past their date, and how many have no owner."""

    open: int = 0
    overdue: int = 0
    ownerless: int = 0

    def said(self, what: str) -> str:
        """In a line: “Actions: 23 open, 5 overdue, 2 without an owner.”"""
        late = f"{self.overdue} overdue" if self.overdue else "none overdue"
        nobodys = f"{self.ownerless} without an owner" if self.ownerless else "none without an owner"
        return f"{what}: {self.open} open, {late}, {nobodys}."


def actions(store: Store, which: Which, today: str) -> Promised:
    """The actions of a part of the ledger."""
    return Promised(*store.action_counts(which, today))


def recommendations(store: Store, framework: str, today: str) -> Promised:
    """The recommendations of a framework, or of all."""
    left = [one for one in store.recommendations(framework) if one.unfinished]
    return Promised(len(left), sum(bool(overdue(one, today)) for one in left), sum(not one.owner for one in left))


def by_day(store: Store, framework: str, person: str = "") -> tuple[Adopted, ...]:
    """The open recommendations that have a date, of a framework or of all, and of one owner or of all; by date."""
    found = [
        one
        for one in store.recommendations(framework)
        if one.unfinished and one.due and (not person or same(one.owner) == same(person))
    ]
    return tuple(sorted(found, key=lambda one: (one.due, one.id)))
