"""Compliance: how many audits have each point that is asked for, the least frequent first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from docgen.measures import counts, percent
from docgen.model import Audit, Figure, Form, Measure, Question, ReportSection
from docgen.reports.asked import asked_in, ticked
from docgen.reports.blocks import Block, FigureSpan, TableBlock, TableColumn, TableRow
from docgen.reports.draft import Draft
from docgen.reports.facts import Reading
from docgen.reports.grids import Spread, audits_in, audits_of, form_of
from docgen.reports.material import Window
from docgen.reports.numbers import cleaned
from docgen.reports.tallies import Tallies, Tally

YES = "yes"
MOST_NAMED = 3
"""How many points are named as the most and the least frequent."""


@dataclass(frozen=True, slots=True)
class Item:
    """One point: a figure, and the reading of its measure where it has one that is judged."""

    label: str
    group: str
    figure: Figure
    measure: Measure | None = None


def compliance(draft: Draft, section: ReportSection) -> list[Block]:
    """Measures, yes/no questions and tick lists as points: in how many audits each is there, and what changed."""
    items = items_of(draft, section, audits_of(draft.material, section))
    shown = [item for item in items if item.figure.denominator]
    said = draft.say(section, **_facts(draft, section, items))
    blocks = [*draft.opening(section), *said.blocks]
    return [*blocks, _table(draft, section, items)] if shown else blocks


def items_of(draft: Draft, section: ReportSection, audits: tuple[Audit, ...]) -> list[Item]:
    """The points of a section over these audits: its measures first, then what its questions ask."""
    form = form_of(draft.material, section)
    framework = draft.material.framework
    measures = [one for name in section.measures if (one := framework.measure(name)) is not None]
    figures = counts(measures, audits, framework)
    items = [Item(one.label, "", figure, one) for one, figure in zip(measures, figures, strict=True)]
    for question in form.questions if form is not None else ():
        if form is not None and question.id in section.questions:
            items += _points(draft, question, form, audits)
    return items


def _points(draft: Draft, question: Question, form: Form, audits: tuple[Audit, ...]) -> Iterator[Item]:
    """A yes/no question is a point of its own; of ticks each option is one. Nothing ticked is an answer."""
    asked = asked_in(question, form, draft.material.framework, audits)
    if question.kind == "ticks":
        part = next((one for one in form.sections if one.id == question.section), None)
        for option in question.options:
            keys = tuple(one.key for one in asked if option.id in ticked(one, question.id))
            figure = Figure(f"{question.id}={option.id}", option.label, len(keys), len(asked), keys)
            yield Item(option.label, part.title if part is not None else question.label, figure)
    else:
        answered = [one for one in asked if one.values.get(question.id) not in (None, "")]
        keys = tuple(one.key for one in answered if one.values.get(question.id) == YES)
        yield Item(question.label, "", Figure(f"{question.id}=yes", question.label, len(keys), len(answered), keys))


def _facts(draft: Draft, section: ReportSection, items: list[Item]) -> dict[str, object]:
    """What the wording is given: the points with a measure one by one, the others as a list to be ranked."""
    audits = audits_of(draft.material, section)
    listed = [item for item in items if item.measure is None and item.figure.denominator]
    ranked = sorted(
        (item for item in listed if not draft.facts.tally("", item.figure).small),
        key=lambda item: item.figure.share or 0,
    )
    return {
        "cases": draft.trace.number(len(audits), "cases", "Returns"),
        "readings": readings_of(draft, section),
        "points": _tallies(draft, listed),
        "ranked": _tallies(draft, ranked),
        "least": _tallies(draft, _edge(ranked)),
        "most": _tallies(draft, _edge(ranked[::-1])),
        "everywhere": _tallies(draft, [item for item in listed if item.figure.numerator == item.figure.denominator]),
        "nowhere": _tallies(draft, [item for item in listed if not item.figure.numerator]),
    }


def _edge(ranked: list[Item]) -> list[Item]:
    """The first three, without those that tie with the fourth; all of the first where even they tie with it."""
    if len(ranked) <= MOST_NAMED:
        return ranked[:1] if len(ranked) > 1 else []
    edge = ranked[MOST_NAMED].figure.share
    return [item for item in ranked[:MOST_NAMED] if item.figure.share != edge]


def _tallies(draft: Draft, items: list[Item]) -> Tallies:
    tallies: list[Tally] = [draft.facts.tally(item.label, item.figure) for item in items]
    return Tallies(tallies, lambda n: draft.trace.number(n, "points", "Points"))


def readings_of(draft: Draft, section: ReportSection) -> list[Reading]:
    """The facts of the section's measures, each beside the period before."""
    material, framework = draft.material, draft.material.framework
    timeline = material.timeline
    previous = timeline.previous if timeline is not None else None
    wanted = [one for name in section.measures if (one := framework.measure(name)) is not None and one.of]
    now = counts(wanted, audits_of(material, section), framework)
    spread = Spread(tuple(wanted), {one.id: figure for one, figure in zip(wanted, now, strict=True)})
    then = None
    if previous is not None:
        old = counts(wanted, audits_in(material, section, previous), framework)
        dated = [replace(figure, period=previous.short) for figure in old]
        then = Spread(tuple(wanted), {one.id: figure for one, figure in zip(wanted, dated, strict=True)})
    form = form_of(material, section)
    return [draft.facts.reading(one, spread, then, form, None) for one in wanted if spread.whole[one.id].denominator]


def _table(draft: Draft, section: ReportSection, items: list[Item]) -> TableBlock:
    grouped = len({item.group for item in items}) > 1
    timeline = draft.material.timeline
    previous = timeline.previous if timeline is not None else None
    then = items_of(draft, section, audits_in(draft.material, section, previous)) if previous is not None else items
    rows = []
    for item, old in zip(items, then, strict=True):
        figure = item.figure
        base = Figure(f"{figure.measure}.base", f"{item.label}: asked", figure.denominator or 0, None)
        label = cleaned(item.label)
        rows.append(
            TableRow(
                (
                    *((cleaned(item.group) or "–",) if grouped else ()),
                    label,
                    FigureSpan(f"{figure.numerator:,}", figure),
                    FigureSpan(f"{base.numerator:,}", base) if figure.denominator is not None else "–",
                    FigureSpan(percent(figure), figure),
                    *((_then(old.figure, previous),) if previous is not None else ()),
                )
            )
        )
    columns = (
        *((TableColumn("Section", width=3),) if grouped else ()),
        TableColumn(section.row_label or "Point", width=5),
        TableColumn("Number", "right", 1),
        TableColumn("Of", "right", 1),
        TableColumn("%", "right", 1),
        *((TableColumn(f"% in {previous.short}", "right", 1),) if previous is not None else ()),
    )
    return TableBlock(f"{section.id}-points", section.caption or section.title, columns, tuple(rows))


def _then(figure: Figure, previous: Window) -> FigureSpan:
    return FigureSpan(percent(figure), replace(figure, period=previous.short))
