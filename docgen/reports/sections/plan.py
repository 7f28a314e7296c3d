"""The action plan and the conclusion: where recommendations stand, and what the figures come to."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.measures import count
from docgen.model import Recommendation, ReportSection
from docgen.reports.blocks import Block, TableBlock, TableColumn, TableRow
from docgen.reports.draft import FIGURE_KINDS, Draft
from docgen.reports.numbers import Count, cleaned
from docgen.reports.points import points
from docgen.reports.sections.opening import cases
from docgen.reports.signals import own_sections
from docgen.reports.tallies import Tally


@dataclass(frozen=True, slots=True)
class Evidence:
    """A recommendation that names a figure: the figure, the part of the cases it is about, and the measure."""

    id: str
    status: str
    phrase: str
    part: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class Standing:
    """How many recommendations have one status, and which."""

    status: str
    number: Count
    ids: tuple[str, ...]


def recommendations(draft: Draft, section: ReportSection) -> list[Block]:
    """The recommendations with their status; where one names a figure, the figure against the audit before."""
    round_ = draft.material.round
    plan = round_.recommendations if round_ is not None else ()
    said = draft.say(
        section,
        total=draft.trace.number(len(plan), "recommendations", "Recommendations"),
        standings=standings(draft),
        evidence=[one for item in plan if (one := _evidence(draft, item)) is not None],
    )
    blocks = [*draft.opening(section), *said.blocks]
    if plan:
        rows = tuple(
            TableRow((item.id, cleaned(item.text), item.status.capitalize(), cleaned(item.note) or "–"))
            for item in plan
        )
        columns = (
            TableColumn("No.", width=1),
            TableColumn("Recommendation", width=5),
            TableColumn("Status", width=2),
            TableColumn("Note", width=5),
        )
        blocks.append(TableBlock(f"{section.id}-plan", "Recommendations of the action plan", columns, rows))
    return blocks


def standings(draft: Draft) -> list[Standing]:
    """The statuses that occur, in the order met, ongoing, not met."""
    round_ = draft.material.round
    plan = round_.recommendations if round_ is not None else ()
    found = []
    for status in ("met", "ongoing", "not met"):
        ids = tuple(item.id for item in plan if item.status == status)
        if ids:
            number = draft.trace.number(len(ids), f"recommendations.{status}", f"Recommendations {status}", len(plan))
            found.append(Standing(status, number, ids))
    return found


def _evidence(draft: Draft, item: Recommendation) -> Evidence | None:
    framework = draft.material.framework
    measure = framework.measure(item.evidence) if item.evidence else None
    if measure is None:
        return None
    figure = count(measure, draft.returns_of(measure.form), framework, item.where)
    labels = []
    for field, option_id in item.where:
        question = draft.form.question(field) if draft.form is not None else None
        option = question.option(option_id) if question is not None else None
        labels.append(cleaned(option.label) if option is not None else option_id)
    tally = draft.facts.tally(" ".join(labels), figure, measure, item.where)
    return Evidence(item.id, item.status, cleaned(measure.phrase or measure.label), " ".join(labels), tally)


def conclusion(draft: Draft, section: ReportSection) -> list[Block]:
    """What the figures come to: targets, change, spread and what is open."""
    found = points(draft)
    own = {section.id: draft.readings[section.id] for section in own_sections(draft, *FIGURE_KINDS)}
    overall = next((readings for name, readings in own.items() if not draft.grids[name].spread.groups), ())
    leads = [one[0] for name, one in own.items() if one and draft.grids[name].spread.groups]
    lead = overall[0] if overall else leads[0] if leads else None
    spreads = [one for one in leads if lead is not None and one.id == lead.id]
    said = draft.say(
        section,
        cases=draft.trace.count(cases(draft)),
        lead=lead,
        readings=overall,
        spread=max(spreads, key=lambda one: len(one.groups.ranked) if one.groups else 0, default=None),
        strengths=found.strengths,
        worries=found.worries,
        standings=standings(draft),
    )
    return [*draft.opening(section), *said.blocks]
