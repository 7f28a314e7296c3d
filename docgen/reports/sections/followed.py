"""Earlier recommendations: where those of earlier reports stand, and the figures that they came from, then and now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docgen.measures.following import drifting, overdue
from docgen.model import Adopted, Figure, RecommendationStatus, ReportSection
from docgen.reports import retesting
from docgen.reports.blocks import Block, Paragraph, Span, TextTable
from docgen.reports.days import long_date
from docgen.reports.draft import Draft
from docgen.reports.numbers import Count, cleaned
from docgen.reports.retesting import LookedAgain

_MORE_PAGES = 12
"""The most ids that a sentence names."""


@dataclass(frozen=True, slots=True)
class Some:
    """How many recommendations something holds of, and which; of many only the number."""

    number: Count
    ids: tuple[str, ...]


def earlier_recommendations(draft: Draft, section: ReportSection) -> list[Block]:
    """Recommendations of earlier reports: owner, date, status, and the figures that they came from, then and now."""
    every = retesting.earlier(draft)
    seen = retesting.looked_again(draft)
    today = draft.material.today
    status = RecommendationStatus
    open_ = [one for one in every if one.unfinished]

    def some(name: str, label: str, them: Iterable[Adopted]) -> Some:
        ids = tuple(dict.fromkeys(one.id for one in them))
        number = draft.trace.number(len(ids), f"recommendations.{name}", f"Recommendations: {label}", len(every))
        return Some(number, ids if len(ids) <= _MORE_PAGES else ())

    def say(name: str, label: str, verdict: str) -> Some:
        return some(name, label, (one.one for one in seen if one.verdict == verdict))

    said = draft.say(
        section,
        total=draft.trace.number(len(every), "recommendations.earlier", "Recommendations of earlier reports"),
        open=some("open", "open", open_),
        not_met=some("not-met", "not met", (one for one in every if one.status is status.NOT_MET)),
        met=some("met", "met", (one for one in every if one.status is status.MET)),
        withdrawn=some("withdrawn", "withdrawn", (one for one in every if one.status is status.WITHDRAWN)),
        overdue=some("overdue", "overdue", (one for one in open_ if today and overdue(one, today))),
        ownerless=some("ownerless", "without an owner", (one for one in open_ if not one.owner)),
        drifting=some("drifting", "put back again and again", (one for one in open_ if drifting(one))),
        appear_met=say("appear-met", "appear met", retesting.MET),
        short=say("short", "still short of the target", retesting.SHORT),
        better=say("better", "better than then", retesting.BETTER),
        worse=say("worse", "worse than then", retesting.WORSE),
        few=say("few", "too few to say", retesting.FEW),
        unseen=some("no-figure", "without a figure here", _without_figure(open_, seen)),
    )
    blocks = [*draft.opening(section), *said.blocks]
    if every:
        blocks.append(_standing(section, every, today))
    if seen:
        blocks.append(_then_and_now(draft, section, seen))
    return blocks


def _without_figure(open_: Sequence[Adopted], seen: Sequence[LookedAgain]) -> list[Adopted]:
    with_one = {one.one.id for one in seen if one.now is not None}
    return [one for one in open_ if one.id not in with_one]


def _standing(section: ReportSection, every: Sequence[Adopted], today: str) -> TextTable:
    rows = tuple(
        tuple(
            tuple(Paragraph((line,)) for line in lines if line)
            for lines in (
                (one.id,),
                (cleaned(one.what), f"From: {cleaned(one.source)}"),
                (cleaned(one.owner) or "Nobody named",),
                (long_date(one.due) if one.due else "No date",),
                (_stands(one, today), cleaned(one.evidence)),
            )
        )
        for one in every
    )
    heads = ("Ref", section.row_label or "Recommendation", "Owner", "Due", "Status")
    return TextTable(f"{section.id}-standing", section.caption or "Recommendations of earlier reports", heads, rows)


def _stands(one: Adopted, today: str) -> str:
    said = str(one.status).capitalize()
    if not one.unfinished:
        return f"{said}, {long_date(one.settled)}" if one.settled else said
    late = overdue(one, today) if today else 0
    return f"{said}, overdue by {late} day{'s' if late != 1 else ''}" if late else said


def _then_and_now(draft: Draft, section: ReportSection, seen: Sequence[LookedAgain]) -> TextTable:
    rows = []
    for one in seen:
        called = ", ".join(cleaned(part) for part in (one.basis.label, one.basis.part) if part)
        cells: tuple[tuple[tuple[Span, ...], ...], ...] = (
            ((one.one.id,),),
            ((called,),),
            (_stated(draft, one.then), (cleaned(one.one.source),)),
            (_stated(draft, one.now) if one.now is not None else ("–",),),
            ((one.says[:1].upper() + one.says[1:] or "–",),),
        )
        rows.append(tuple(tuple(map(Paragraph, cell)) for cell in cells))
    heads = ("Ref", "What was counted", "Then", "Now", "The figures say")
    found = retesting.retests(draft)
    return TextTable(f"{section.id}-again", "What the recommendations came from, then and now", heads, tuple(rows),
                     found=found)  # fmt: skip


def _stated(draft: Draft, figure: Figure) -> tuple[Span, ...]:
    """A figure as it is printed, with what is behind it: “8 of 20 (40%)”; of few cases only the counts."""
    tally = draft.facts.tally(figure.label, figure)
    if figure.denominator is None:
        return draft.trace.spans(str(tally.count))
    few = " – few" if tally.small else ""
    return draft.trace.spans(f"{tally.of if tally.small or tally.share is None else tally.stated}{few}")
