"""What figures are made of, and what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from docgen.model.value import Value


@dataclass(frozen=True, slots=True)
class Audit:
    """One accepted return as figures see it: its answers, with the grade that counts after moderation."""

    key: str
    form: str
    version: str
    case: str
    values: Mapping[str, Value]
    unknown: frozenset[str] = frozenset()
    audited_grade: str = ""
    queries: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the rows behind it.

    numerator and denominator are counts of audits; `share` is unrounded, in percent of the denominator, and
    None where the base is nothing. `audits` holds the keys of the audits that the numerator counts. `where` says
    which audits are looked at; `period` names the stretch of time where it is not the report's own.
    """

    measure: str
    label: str
    numerator: int
    denominator: int | None
    audits: tuple[str, ...] = field(default=(), repr=False)
    where: tuple[tuple[str, str], ...] = ()
    period: str = ""

    @property
    def share(self) -> Decimal | None:
        """Percent of the base, unrounded; None where there is no base."""
        if not self.denominator:
            return None
        return Decimal(100) * self.numerator / self.denominator
