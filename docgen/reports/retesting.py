"""Recommendations of earlier reports looked at again: the figure that each came from, then and now, and what they say.

What the figures say is a proposal. Whether a recommendation is met is decided by a person, in the register.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from docgen.measures import SMALL_BASE, Judged, Verdict, as_audits, difference, judge
from docgen.model import Adopted, Basis, Figure, Retest
from docgen.reports.bases import again, judged_again
from docgen.reports.draft import Draft
from docgen.reports.facts import threshold_of

MET, SHORT, BETTER, WORSE = "appears met", "still short", "better", "worse"
FEW = "too few to say"
LEVEL = "no change that is more than chance"
OVERLAP = "not compared: the periods overlap"
NONE = "not looked at in this report"


@dataclass(frozen=True, slots=True)
class LookedAgain:
    """A figure that a recommendation came from, then and now; `now` is None where this report does not look at it.

    number      which figure of the recommendation it is, from 0
    verdict     one of the words above, which `says` puts into a sentence; empty where nothing can be said
    """

    one: Adopted
    basis: Basis
    number: int
    then: Figure
    now: Figure | None
    verdict: str
    says: str


def earlier(draft: Draft) -> tuple[Adopted, ...]:
    """The recommendations of earlier reports: those that are open, and those that were settled since the period began.

    Earlier are reports whose period ended before that of this one.
    """
    here = {one.id for one in draft.material.adopted_here}
    first, last = draft.material.days
    return tuple(
        one
        for one in draft.material.adopted
        if one.id not in here
        and (not last or (one.last or one.adopted) < last)
        and (one.unfinished or not first or one.settled >= first)
    )


def looked_again(draft: Draft) -> tuple[LookedAgain, ...]:
    """Every figure that open recommendations of earlier reports came from, as it was then and as it is here."""
    return draft.once("looked again", lambda: tuple(_looked(draft)))


def _looked(draft: Draft) -> Iterator[LookedAgain]:
    for one in earlier(draft):
        for number, basis in enumerate(one.bases if one.unfinished else ()):
            then = Figure(
                basis.measure, basis.label, basis.numerator, basis.denominator, basis.audits, basis.where, one.source
            )
            now = again(draft, basis)
            verdict, says = _said(draft, one, basis, then, now)
            yield LookedAgain(one, basis, number, then, now, verdict, says)


def _said(draft: Draft, one: Adopted, basis: Basis, then: Figure, now: Figure | None) -> tuple[str, str]:
    """What the two figures say, in short and in words."""
    if now is None:
        return NONE, NONE
    if not now.denominator:
        return "", "there is nothing to count"
    measure = draft.material.framework.measure(basis.measure)
    threshold = threshold_of(draft.material, measure) if measure is not None else None
    if threshold is not None:
        least = max(threshold.minimum_audits, SMALL_BASE)
        verdict = judge(replace(threshold, minimum_audits=least), now).verdict
        if verdict is not Verdict.MISSED:
            return (MET, MET) if verdict is Verdict.MET else (FEW, FEW)
        below = threshold.at_least is not None and now.share is not None and now.share < threshold.at_least
        return SHORT, "still below the target" if below else "still above the target"
    first = draft.material.days[0]
    if not first or not one.last or one.last >= first:
        return OVERLAP, OVERLAP
    judged = judged_again(draft, basis) if basis.judged else None
    if judged is not None:
        then = as_audits(Judged("", "", (), then, basis.judged, 0, 0, 0))
        now = as_audits(judged)
    return _compared(basis, then, now)


def _compared(basis: Basis, then: Figure, now: Figure) -> tuple[str, str]:
    """What is said of two shares without a target: a change only where it is more than chance."""
    change = difference(now, then)
    if change is None:
        return FEW, FEW
    if not basis.better or not change.certain:
        return LEVEL, LEVEL
    improved = (change.points > 0) == (basis.better == "more")
    return (BETTER, "better, by more than chance") if improved else (WORSE, "worse, by more than chance")


def retests(draft: Draft) -> tuple[tuple[str, Retest], ...]:
    """What this report found, by the id of the recommendation, as the register keeps it; its source is filled in there.

    What it does not look at is no finding.
    """
    material = draft.material
    return tuple(
        (
            one.one.id,
            Retest(
                material.report.id, material.origin.period, "", material.today, one.number, one.now.numerator,
                one.now.denominator, one.says,
            ),
        )
        for one in looked_again(draft)
        if one.now is not None
    )  # fmt: skip
