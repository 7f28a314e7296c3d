"""What else a summary may point to, beside the measures: judgements, ticks, what could not wait, actions, numbers."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.measures import SMALL_BASE
from docgen.model import Figure, Form, ReportSection
from docgen.reports.actions import actions_of, passed
from docgen.reports.concerns import urgent_of
from docgen.reports.draft import Draft
from docgen.reports.facts import Reading
from docgen.reports.grids import audits_of, form_of
from docgen.reports.numbers import Count, cleaned
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
    """How many audits asked somebody to act the same day, where the outline has a section on that; else nought."""
    audits = draft.material.audits if any(own_sections(draft, "urgent")) else ()
    found = urgent_of(draft.material.framework, draft.form, audits)
    keys = tuple(dict.fromkeys(audit.key for _, some in found for audit in some))
    return draft.trace.count(Figure("urgent", "Returns that were urgent", len(keys), len(audits), keys))


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
        audits, form = audits_of(draft.material, section), form_of(draft.material, section)
        if section.better != better or len(audits) < SMALL_BASE or form is None:
            continue
        top = _top(draft, section, form)
        if top is not None:
            return section, top
    return None


def _top(draft: Draft, section: ReportSection, form: Form) -> Tallies | None:
    groups = tick_groups(draft.material.framework, form, section.questions, audits_of(draft.material, section))
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


def short(draft: Draft) -> tuple[Count, Count] | None:
    """How many audits there are and how many are expected, where there are too few."""
    material = draft.material
    expected = material.report.expected if material.round is None else material.round.expected
    if expected is None or len(material.audits) >= expected:
        return None
    number = draft.trace.number
    return number(len(material.audits), "cases", "Returns"), number(expected, "expected", "Expected")
