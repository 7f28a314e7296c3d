"""Recommendations of reports, as they are followed from the report that made them to the one that sees them met."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RecommendationStatus(StrEnum):
    """Where a recommendation stands, as a person has decided. Ongoing and not met ones are open: see `Adopted`."""

    ONGOING = "ongoing"
    MET = "met"
    NOT_MET = "not met"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Basis:
    """A figure that a recommendation came from, as it was in the report that made it.

    measure     what was counted: a measure of the framework, a tick (`question=option`), a judgement, or another count
    label       what it is called; `part` the part of the cases that it is about, such as “North”, with `where`
    form        the form whose returns it counts; `section` the section that narrows them further, else empty
    better      more or fewer: which way is an improvement; empty where neither is
    numerator   how many, of `denominator` (None where it is no share); `audits` the keys of those that it counts
    judged      of judgements, how many audits they come from
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
    judged: int = 0


@dataclass(frozen=True, slots=True)
class Retest:
    """What a later final report found where a recommendation came from: the figure, and what docgen says of it.

    report      its kind; `period` as it was asked for, `source` its title and period in words; `at` the day
    basis       which figure of the recommendation, by its place
    says        what the figures say, such as “appears met”; whether it is met is decided by a person
    """

    report: str
    period: str
    source: str
    at: str
    basis: int
    numerator: int
    denominator: int | None
    says: str = ""


@dataclass(frozen=True, slots=True)
class Adopted:
    """A recommendation that stands in a final report, with an id for life, followed to its end.

    report      the kind of the report; `period` as it was asked for, `first` and `last` its days, `source` in words
    key         of its row in the table of that report
    what        the words; `owner` and `due` (YYYY-MM-DD) are empty where nobody has agreed them
    put_back    how often its date was moved to a later one, since `first_due`
    evidence    what a person said of its status
    adopted     the day on which it was taken in; `changed` when it was last heard of, `settled` when it was met or
                withdrawn; `by` who spoke last
    """

    id: str
    framework: str
    report: str
    period: str
    source: str
    key: str
    what: str
    first: str = ""
    last: str = ""
    owner: str = ""
    due: str = ""
    first_due: str = ""
    put_back: int = 0
    status: RecommendationStatus = RecommendationStatus.ONGOING
    evidence: str = ""
    adopted: str = ""
    changed: str = ""
    settled: str = ""
    by: str = ""
    bases: tuple[Basis, ...] = ()
    retests: tuple[Retest, ...] = ()

    @property
    def unfinished(self) -> bool:
        """Whether it is open: neither met nor withdrawn."""
        return self.status in (RecommendationStatus.ONGOING, RecommendationStatus.NOT_MET)
