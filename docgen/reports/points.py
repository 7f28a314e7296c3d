"""What a director must know first: strengths, worries and decisions, each drawn from a figure that says so."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.reports import signals
from docgen.reports.draft import FIGURE_KINDS, Draft
from docgen.reports.facts import Reading
from docgen.reports.numbers import Count
from docgen.reports.tallies import Tallies

MOST = 3
"""How many of each a summary holds."""

FEWEST_GROUPS = 3
"""A breakdown into fewer groups than this is not spoken of as “so many of so many”."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to say, and what it rests on; which of the parts are filled is a matter of its kind.

    Strengths: targets (met), improved, rising (since the period before, by more than chance), reaching (most groups
    reach the target), apart (groups better by more than chance), section (judged best), agreed (second grades within
    one grade), ticked. Worries: urgent, missed, worse, falling, short (groups short of a target), apart, open (cases
    in which something is wrong that has no target), section, ticked, far (second grades more than one grade away),
    late (actions), sample (too small). Decisions: those of the worries, and ongoing (recommendations), targets (all
    met).

    tallies   the sections or points that it is about; `good` what counts as good in them
    number    how many, and `of` how many were expected
    """

    kind: str
    readings: tuple[Reading, ...] = ()
    groups: Tallies | None = None
    section: str = ""
    names: tuple[str, ...] = ()
    tallies: Tallies | None = None
    good: str = ""
    number: Count | None = None
    of: Count | None = None


@dataclass(frozen=True, slots=True)
class Points:
    """The points of a report, the weightiest first."""

    strengths: tuple[Point, ...]
    worries: tuple[Point, ...]
    decisions: tuple[Point, ...]


def points(draft: Draft, most: int = MOST) -> Points:
    """The strengths, worries and decisions that the figures of a report bear out, at most so many of each."""
    worries = draft.once("worries", lambda: _worries(draft))[:most]
    strengths = draft.once("strengths", lambda: _strengths(draft))[:most]
    return Points(strengths, worries, _decisions(draft, worries)[: most + 1])


def _wholes(draft: Draft) -> tuple[Reading, ...]:
    """Every measure that is judged, over all cases, each once."""
    own = {section.id for section in signals.own_sections(draft, *FIGURE_KINDS)}
    every = [
        reading
        for name, readings in draft.readings.items()
        if name in own
        for reading in readings
        if reading.whole.base
    ]
    return tuple(
        {reading.id: reading for reading in reversed(every)}[name] for name in dict.fromkeys(r.id for r in every)
    )


def _broken_down(draft: Draft) -> list[tuple[str, Reading]]:
    """Title of section and reading, for every judged measure by groups."""
    titles = {section.id: section.title for section in signals.own_sections(draft, *FIGURE_KINDS)}
    return [
        (titles[name], reading)
        for name, readings in draft.readings.items()
        if name in titles
        for reading in readings
        if reading.groups is not None
    ]


def _strengths(draft: Draft) -> tuple[Point, ...]:
    wholes = _wholes(draft)
    found: list[Point] = []
    met = tuple(one for one in wholes if one.whole.target and one.whole.target.verdict in ("met", "exactly"))
    if met:
        found.append(Point("targets", met))
    better = tuple(one for one in wholes if one.whole.before and one.whole.before.improved and not one.whole.small)
    if better:
        found.append(Point("improved", better))
    if rising := signals.changed(wholes, improved=True):
        found.append(Point("rising", rising))
    reaching = [
        Point("reaching", (one,), one.groups.reaching, title)
        for title, one in _broken_down(draft)
        if one.groups is not None and one.better == "more" and one.groups.ranked.number >= FEWEST_GROUPS
        if 2 * one.groups.reaching.number >= one.groups.ranked.number
    ]
    found += sorted(reaching, key=lambda point: -len(point.groups or ()))[:1]
    for title, one in _broken_down(draft):
        if one.groups is not None and (good := one.groups.above if one.better == "more" else one.groups.below):
            found.append(Point("apart", (one,), good, title))
    if (judged := signals.spread(draft)) is not None:
        section, spread = judged
        found.append(Point("section", section=section.title, tallies=spread.highest, good=spread.good))
    if (agreed := signals.agreed(draft)) is not None and not agreed[0]:
        found.append(Point("agreed", number=agreed[1]))
    if (ticks := signals.ticked(draft, "more")) is not None:
        found.append(Point("ticked", section=ticks[0].title, tallies=ticks[1]))
    return tuple(found)


def _worries(draft: Draft) -> tuple[Point, ...]:
    wholes = _wholes(draft)
    found: list[Point] = []
    if urgent := signals.urgent(draft):
        found.append(Point("urgent", number=urgent))
    missed = tuple(one for one in wholes if one.whole.target and one.whole.target.verdict == "missed")
    if missed:
        found.append(Point("missed", missed))
    worse = tuple(
        one for one in wholes if one.whole.before and one.whole.before.improved is False and not one.whole.small
    )
    if worse:
        found.append(Point("worse", worse))
    if falling := signals.changed(wholes, improved=False):
        found.append(Point("falling", falling))
    short: dict[str, list[Reading]] = {}
    for title, one in _broken_down(draft):
        if one.groups is not None and one.groups.failing and one.groups.ranked.number >= FEWEST_GROUPS:
            short.setdefault(title, []).append(one)
    found += [Point("short", tuple(some), section=title, names=_names(some)) for title, some in short.items()]
    apart: dict[str, Point] = {}
    for title, one in _broken_down(draft):
        if one.groups is not None and (bad := one.groups.below if one.better == "more" else one.groups.above):
            apart.setdefault(title, Point("apart", (one,), bad, title))
    found += apart.values()
    wrong = tuple(
        one
        for one in wholes
        if one.better == "fewer" and one.whole.target is None and one.whole.count and not one.grade
    )
    if wrong:
        found.append(Point("open", wrong))
    if (judged := signals.spread(draft)) is not None:
        section, spread = judged
        found.append(Point("section", section=section.title, tallies=spread.lowest, good=spread.good))
    if (ticks := signals.ticked(draft, "fewer")) is not None:
        found.append(Point("ticked", section=ticks[0].title, tallies=ticks[1]))
    if (agreed := signals.agreed(draft)) is not None and agreed[0]:
        found.append(Point("far", number=agreed[0], of=agreed[1]))
    if late := signals.late(draft):
        found.append(Point("late", number=late))
    if (few := signals.short(draft)) is not None:
        found.append(Point("sample", number=few[0], of=few[1]))
    return tuple(found)


def _names(readings: list[Reading]) -> tuple[str, ...]:
    """The groups that are short of any target, in the order of the definition."""
    failing = {tally.label for one in readings if one.groups for tally in one.groups.failing}
    every = [tally.label for one in readings if one.groups for tally in one.groups.every]
    return tuple(label for label in dict.fromkeys(every) if label in failing)


def _decisions(draft: Draft, worries: tuple[Point, ...]) -> tuple[Point, ...]:
    """What the worries ask for; then recommendations that are open; then, where all targets are met, what follows."""
    found = [point for point in worries if point.kind != "apart"]
    apart = [point for point in worries if point.kind == "apart"]
    if apart:
        readings = tuple(one for point in apart for one in point.readings)
        found.append(Point("apart", readings, names=tuple(point.section for point in apart)))
    plan = draft.material.round.recommendations if draft.material.round is not None else ()
    ongoing = tuple(one.id for one in plan if one.status != "met")
    if ongoing:
        found.append(Point("ongoing", names=ongoing))
    targets = [one for one in _wholes(draft) if one.whole.target is not None]
    if targets and all(one.whole.target and one.whole.target.verdict in ("met", "exactly") for one in targets):
        found.append(Point("targets", tuple(targets)))
    return tuple(found)
