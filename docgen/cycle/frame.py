"""Which cases of a list can be chosen at all, and why the others cannot: the frame of a sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from docgen.conditions import holds
from docgen.cycle.drawing import Candidate
from docgen.fields import same
from docgen.model import SamplePlan, Value
from docgen.workdays import ENGLAND, Calendar, before, parse_span

EXCLUDED, NOT_ASKED, NO_START, TOO_NEW, AUDITED, OUT, STOOD_FOR = (
    "Excluded with a reason",
    "Not among the cases that were asked for",
    "No date of opening",
    "Not open for long enough",
    "Audited not long ago",
    "A form is out for the case",
    "Another case stands for the same person",
)
"""Why a case cannot be chosen, in the order in which it is looked at: only the first reason counts."""

NOT_STATED = "Not stated"


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of the case list: values as the form and the case list know them, and how they are shown."""

    row: int
    case: str
    values: Mapping[str, Value]
    shown: Mapping[str, str]
    excluded: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the list.

    at          the day that counts
    excluded    case → why it is left out, by a file of the team
    audited     case → the day of its last audit with the form, YYYY-MM-DD; `out` cases of which a copy is out
    All cases are as `same` compares them.
    """

    at: date
    excluded: Mapping[str, str] = field(default_factory=dict)
    audited: Mapping[str, str] = field(default_factory=dict)
    out: frozenset[str] = frozenset()
    ranks: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    calendar: Calendar = ENGLAND


@dataclass(frozen=True, slots=True)
class Left:
    """A case that cannot be chosen: why, as one of the constants of this module, and what there is to say of it."""

    case: str
    row: int
    why: str
    detail: str = ""


def sift(rows: Sequence[Listed], plan: SamplePlan, known: Known) -> tuple[tuple[Candidate, ...], tuple[Left, ...]]:
    """The cases that can be chosen, and those that cannot, with the first reason against each."""
    candidates, left = [], []
    for row in rows:
        reason = _against(row, plan, known)
        if reason is not None:
            left.append(Left(row.case, row.row, *reason))
            continue
        strata = tuple(row.shown.get(name) or NOT_STATED for name in plan.strata)
        person = same(row.shown.get(plan.one_per, "")) if plan.one_per else ""
        recent = str(row.values.get(plan.most_recent) or "") if plan.most_recent else ""
        candidates.append(Candidate(same(row.case), strata, person, recent))
    return tuple(candidates), tuple(left)


def _against(row: Listed, plan: SamplePlan, known: Known) -> tuple[str, str] | None:
    """Why a case cannot be chosen, and what there is to say of it; None where it can."""
    key = same(row.case)
    by_list = row.excluded or (row.shown.get(plan.exclude, "") if plan.exclude else "")
    if by_list or key in known.excluded:
        return EXCLUDED, by_list or known.excluded[key]
    if holds(plan.only, row.values, ranks=known.ranks, calendar=known.calendar) is not True:
        return NOT_ASKED, ""
    if plan.opened:
        opened = str(row.values.get(plan.opened) or "")
        if not opened:
            return NO_START, ""
        if date.fromisoformat(opened) > _before(known, plan.open_for):
            return TOO_NEW, f"Open since {opened}"
    if plan.not_audited:
        if key in known.out:
            return OUT, ""
        last = known.audited.get(key, "")
        if last and date.fromisoformat(last) > _before(known, plan.not_audited):
            return AUDITED, f"Audited on {last}"
    return None


def _before(known: Known, span: str) -> date:
    """The day that lies a span before the one that counts."""
    found = parse_span(span)
    assert found is not None, "the language takes nothing else"
    return before(known.at, found, known.calendar)
