"""What else a summary may point to, beside the measures: judgements, ticks, what could not wait, actions, numbers."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.measures import SMALL_BASE, agreement
from docgen.model import Audit, Figure, Form, ReportSection
from docgen.reports.actions import actions_of, passed
from docgen.reports.concerns import urgent_of
from docgen.reports.draft import Draft
from docgen.reports.facts import Reading
from docgen.reports.grids import audits_of, forms_of
from docgen.reports.numbers import Count, cleaned
from docgen.reports.pairing import pairs_of, scale_of, seconds_of
from docgen.reports.spreads import Spread, spread_of
from docgen.reports.tallies import Tallies
from docgen.reports.ticks import tick_groups


def own_sections(draft: Draft, *kinds: str) -> Iterator[ReportSection]:
    """The sections of these kinds that are about the report's own form."""
    for section in draft.material.report.sections:
        if section.kind in kinds and section.form in ("", draft.material.report.form):
            yield section


def spread(draft: Draft) -> tuple[ReportSection, Spread] | None:
    """The judgements of the report's own form, with the section that tells of them; None where there are too few."""
    return draft.once("spread", lambda: _spread(draft))


def _spread(draft: Draft) -> tuple[ReportSection, Spread] | None:
    for section in own_sections(draft, "judgements"):
        for heat in draft.heats[section.id]:
            found = spread_of(draft, heat)
            if found.ranked.number > 1 and not found.level:
                return section, found
    return None


def urgent(draft: Draft) -> Count:
    """How many returns asked somebody to act the same day, where the outline has a section on that; else nought."""
    keys: dict[str, None] = {}
    for section in own_sections(draft, "urgent"):
        forms, audits = forms_of(draft.material, section), audits_of(draft.material, section)
        for _, _, some in urgent_of(draft.material.framework, forms, audits):
            keys.update(dict.fromkeys(audit.key for audit in some))
    return draft.trace.count(Figure("urgent", "Returns that were urgent", len(keys), None, tuple(keys)))


def late(draft: Draft) -> Count:
    """How many actions of the report's own audits have a date that has passed."""
    found = [one for section in own_sections(draft, "actions") for one in passed(draft, actions_of(draft, section))]
    keys = tuple(dict.fromkeys(one.key for one in found))
    return draft.trace.count(Figure("actions.passed", "Actions whose date has passed", len(found), None, keys))


def opened(draft: Draft) -> Figure | None:
    """How many actions the report's own audits agreed; None where the outline has no section on actions."""
    sections = list(own_sections(draft, "actions"))
    found = [one for section in sections for one in actions_of(draft, section)]
    keys = tuple(dict.fromkeys(one.key for one in found))
    return Figure("actions.opened", "Actions agreed", len(found), None, keys) if sections else None


def ticked(draft: Draft, better: str) -> tuple[ReportSection, Tallies] | None:
    """The points ticked most often of strengths (more) or learning (fewer); None on few audits, or where many tie."""
    for section in own_sections(draft, "themes"):
        audits, forms = audits_of(draft.material, section), forms_of(draft.material, section)
        if section.better != better or len(audits) < SMALL_BASE or not forms:
            continue
        top = _top(draft, section, forms[0], audits)
        if top is not None:
            return section, top
    return None


def _top(draft: Draft, section: ReportSection, form: Form, audits: tuple[Audit, ...]) -> Tallies | None:
    groups = tick_groups(draft.material.framework, form, section.questions, audits)
    ticks = [tick for group in groups for tick in group.ticks if tick.figure.numerator and not tick.general]
    most = max((tick.figure.numerator for tick in ticks), default=0)
    best = [draft.facts.tally(tick.label, tick.figure) for tick in ticks if tick.figure.numerator == most]
    if not 0 < len(best) <= 2:
        return None
    return Tallies(best, lambda n: draft.trace.number(n, "points.top", cleaned(section.title)))


def changed(readings: tuple[Reading, ...], improved: bool) -> tuple[Reading, ...]:
    """The measures that are better, or worse, than in the period before by more than chance."""
    return tuple(
        one for one in readings if one.earlier is not None and one.earlier.certain and one.earlier.improved is improved
    )


def agreed(draft: Draft) -> tuple[Count, Count] | None:
    """Second grades more than one grade away, and all of them; None where the outline has nothing on them, or few."""
    sections = list(own_sections(draft, "moderation"))
    scale = scale_of(draft)
    if not sections or scale is None or draft.material.framework.moderation is None:
        return None
    found = agreement(pairs_of(draft, seconds_of(draft, sections[0]))[0], scale)
    if found.pairs < SMALL_BASE:
        return None
    far = Figure("moderation.far", "More than one grade apart", found.pairs - found.within_one.numerator, found.pairs)
    return draft.trace.count(far), draft.trace.base(found.exact)


def short(draft: Draft) -> tuple[Count, Count] | None:
    """How many audits there are and how many are expected, where there are too few."""
    material = draft.material
    expected = material.report.expected if material.round is None else material.round.expected
    if expected is None or len(material.audits) >= expected:
        return None
    number = draft.trace.number
    return number(len(material.audits), "cases", "Returns"), number(expected, "expected", "Expected")
