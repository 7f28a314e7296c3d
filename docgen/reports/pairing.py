"""Second grades beside the first: which belong together, and on which scale."""

from __future__ import annotations

from docgen.measures import Pair, agreement, select
from docgen.model import Audit, Figure, ReportSection, Scale
from docgen.reports.draft import Draft


def agreed_share(draft: Draft) -> Figure | None:
    """How many second grades agree with the audit's own, where the outline speaks of moderation and there are any."""
    section = next((one for one in draft.material.report.sections if one.kind == "moderation"), None)
    scale = scale_of(draft)
    if section is None or scale is None or draft.material.framework.moderation is None:
        return None
    exact = agreement(pairs_of(draft, seconds_of(draft, section))[0], scale).exact
    return exact if exact.denominator else None


def seconds_of(draft: Draft, section: ReportSection) -> tuple[Audit, ...]:
    """The second grades that the section is about."""
    if section.where is None:
        return draft.material.moderations
    return select(draft.material.moderations, draft.material.framework, section.where)


def scale_of(draft: Draft) -> Scale | None:
    """The scale of the overall grade."""
    question = draft.form.question(draft.form.role("grade")) if draft.form is not None else None
    return draft.material.framework.scale(question.scale) if question is not None else None


def pairs_of(draft: Draft, seconds: tuple[Audit, ...]) -> tuple[list[Pair], int]:
    """The audit's own grade and the second one, for every second grade of a case that was audited."""
    found = draft.material.framework.moderation
    grade = draft.form.role("grade") if draft.form is not None else ""
    by_case = {audit.case: audit for audit in draft.material.audits}
    by_key = {audit.key: audit for audit in draft.material.audits}
    links = draft.material.links
    pairs, unmatched = [], 0
    for second in seconds:
        audit = by_key.get(links[second.key]) if second.key in links else by_case.get(second.case)
        if audit is None or found is None:
            unmatched += 1
            continue
        first = audit.audited_grade or ("" if grade in audit.unknown else str(audit.values.get(grade) or ""))
        other = "" if found.grade in second.unknown else str(second.values.get(found.grade) or "")
        pairs.append(Pair(second.key, first, other))
    return pairs, unmatched
