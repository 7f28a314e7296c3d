"""What may be said of a measure beside the period before: never on few audits, never of a change within chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from docgen.fields import same
from docgen.measures import SMALL_BASE, Group, difference
from docgen.model import Figure
from docgen.reports.material import Timeline
from docgen.reports.numbers import Points, Trace, cleaned
from docgen.reports.tallies import Tallies, Tally

Tell = Callable[[str, Figure], Tally]
Collect = Callable[[str, Iterable[Tally]], Tallies]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A share beside the same share in the period before.

    source     what that period is called, such as “quarter before”; `period` its name: “April to June 2026”
    tally      what was found then
    state      compared; few (fewer than ten audits on one side, so not compared); none (no audit then)
    way        up, down or level, as printed; `improved` None where neither is better
    certain    the change is more than chance would usually explain
    """

    source: str
    period: str
    tally: Tally
    state: str
    way: str = ""
    points: Points | None = None
    certain: bool = False
    improved: bool | None = None


@dataclass(frozen=True, slots=True)
class Since:
    """The groups of a breakdown beside the same groups in the period before.

    compared   those with enough audits both times; `up` and `down` changed by more than chance
    few        those with enough audits now and fewer than ten then
    new        those with audits now and none then; `gone` the other way round
    """

    source: str
    compared: Tallies
    up: Tallies
    down: Tallies
    few: Tallies
    new: Tallies
    gone: Tallies


def earlier(
    figure: Figure, then: Figure | None, better: str, timeline: Timeline | None, tell: Tell, trace: Trace
) -> Earlier | None:
    """The share beside that of the period before; None where there is no period before."""
    if then is None or timeline is None or timeline.previous is None:
        return None
    source, period = f"{timeline.unit} before", cleaned(timeline.previous.label)
    tally = tell(period, then)
    found = difference(figure, then)
    if found is None:
        return Earlier(source, period, tally, "few" if then.denominator else "none")
    points = trace.points(found.points, figure, "change")
    way = "level" if points.whole == 0 else "up" if points > 0 else "down"
    improved = None if way == "level" or not better else (way == "up") == (better == "more")
    return Earlier(source, period, tally, "compared", way, points, found.certain, improved)


def since(
    rows: Iterable[tuple[Group, Figure]],
    then: Mapping[str, tuple[Group, Figure]],
    timeline: Timeline | None,
    tell: Tell,
    collect: Collect,
) -> Since | None:
    """The groups beside those of the period before, by value as it is compared; None where there is no such period.

    A change is looked for in every group, so that intervals are widened for their number.
    """
    if timeline is None or timeline.previous is None:
        return None
    nothing = Figure("", "", 0, 0)
    now = [
        (group, figure, then.get(same(group.value), (group, nothing))[1])
        for group, figure in rows
        if group.value and figure.denominator
    ]
    both = [row for row in now if min(row[1].denominator or 0, row[2].denominator or 0) >= SMALL_BASE]
    found = [(group, figure, difference(figure, old, len(both))) for group, figure, old in both]
    thin = [row[:2] for row in now if (row[1].denominator or 0) >= SMALL_BASE and _few(row[2])]
    new = [row[:2] for row in now if not row[2].denominator]
    had = {same(group.value) for group, _, _ in now}
    gone = [(group, old) for name, (group, old) in then.items() if name and old.denominator and name not in had]

    up = [(group, figure) for group, figure, change in found if change and change.certain and change.points > 0]
    down = [(group, figure) for group, figure, change in found if change and change.certain and change.points < 0]

    def told(name: str, some: Iterable[tuple[Group, Figure]]) -> Tallies:
        return collect(name, [tell(group.label, figure) for group, figure in some])

    return Since(
        f"{timeline.unit} before",
        told("compared with the period before", [(group, figure) for group, figure, _ in both]),
        told("higher than before", up),
        told("lower than before", down),
        told("few before", thin),
        told("new", new),
        told("gone", gone),
    )


def _few(figure: Figure) -> bool:
    return 0 < (figure.denominator or 0) < SMALL_BASE
