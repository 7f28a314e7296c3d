"""The editions of a report: for whom it is made, and what was left out of it."""

from __future__ import annotations

from dataclasses import dataclass

EDITIONS = ("internal", "committee", "public")
"""internal: everything. committee: no names, cases under running numbers. public: see `Edition`."""

OPEN, CLOSE = "\ue010", "\ue011"
"""What stands around the number of a case or person whose name must not be printed; no part of it may be left over."""


@dataclass(frozen=True, slots=True)
class Edition:
    """For whom a report is made.

    In a public one no case or person stands, no count from 1 to `small` of cases or of what was found in them, nor
    anything from which one could be worked out, and no percentage of fewer than `base`. `quotations` may be let in.
    """

    kind: str = "internal"
    small: int = 4
    base: int = 10
    quotations: bool = False

    @property
    def title(self) -> str:
        """What is printed on the report; nothing on an internal one."""
        return "" if self.kind == "internal" else f"{self.kind.capitalize()} edition"


@dataclass(frozen=True, slots=True)
class Withheld:
    """Something of the internal edition that is not in this one: where, what stood there, and why it was left out."""

    where: str
    what: str
    why: str


INTERNAL = Edition()
