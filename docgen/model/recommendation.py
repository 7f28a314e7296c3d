"""Recommendations of reports, as they are followed from the report that made them to the one that sees them met."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Basis:
    """A figure that a recommendation came from, as it was in the report that made it.

    measure     what was counted: a measure of the framework, a tick (`question=option`), a judgement, or another count
    label       what it is called; `part` the part of the cases that it is about, such as “North”, with `where`
    form        the form whose returns it counts; `section` the section that narrows them further, else empty
    better      more or fewer: which way is an improvement; empty where neither is
    numerator   how many, of `denominator` (None where it is no share); `audits` the keys of those that it counts
    """

    measure: str
    label: str
    form: str
    numerator: int
    denominator: int | None = None
    where: tuple[tuple[str, str], ...] = ()
    part: str = ""
    section: str = ""
    better: str = ""
    audits: tuple[str, ...] = ()
