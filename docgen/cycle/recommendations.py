"""Recommendations that move: what becomes of one where people change its words, owner, date or status."""

from __future__ import annotations

from dataclasses import replace

from docgen.cycle.tracking import Said, Terms
from docgen.measures.following import days
from docgen.model import Adopted, RecommendationStatus


def said(one: Adopted) -> dict[str, str]:
    """What a workbook or a report says of a recommendation when it goes out."""
    return {"what": one.what, "owner": one.owner, "due": one.due, "status": str(one.status), "evidence": one.evidence}


def moved(one: Adopted, changes: Said, today: str, who: str) -> Adopted:
    """A recommendation after a change of words, owner, date, status or what is said of it. Raises ValueError for a
    status that there is not.
    """
    due = changes.get("due", one.due)
    later = bool(due and one.due and days(one.due, due) > 0)
    after = replace(
        one,
        what=changes.get("what", one.what),
        owner=changes.get("owner", one.owner),
        due=due,
        first_due=one.first_due or due,
        put_back=one.put_back + later,
        status=RecommendationStatus(changes.get("status", one.status)),
        evidence=changes.get("evidence", one.evidence),
        changed=today,
        by=who,
    )
    return replace(after, settled="" if after.unfinished else one.settled or today)


TERMS: Terms[Adopted] = Terms(("what", "owner", "due", "status", "evidence"), tuple(RecommendationStatus), said, moved)
"""Recommendations as they are followed."""
