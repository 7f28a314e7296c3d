"""What may be said of a measure: the facts that the wording is given, worked out once and in one place.

Small groups are named and not compared. A difference is called more than chance only where the 95% intervals of
both sides, widened for the number of groups compared, lie apart. What an earlier audit found is compared in points
alone, because its base is not known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from docgen.fields import same
from docgen.measures import SMALL_BASE, Group, Verdict, compare, judge, percent, rank, rounded, wilson
from docgen.model import Figure, Form, Measure, Reference, Threshold
from docgen.reports.earlier import Earlier, Since, earlier, since
from docgen.reports.grids import Spread
from docgen.reports.material import Material
from docgen.reports.nouns import Noun, unit
from docgen.reports.numbers import Points, Trace, cleaned
from docgen.reports.tallies import Before, Tallies, Tally, Target


@dataclass(frozen=True, slots=True)
class Groups:
    """One measure over the groups of a breakdown.

    one, many         what a group is called, such as “service area”
    every             all groups that have a case; `ranked` those with enough of them to be compared
    highest, lowest   by unrounded share, ties together; both the same where `level`
    alike             not level, but highest and lowest are printed as the same number
    reaching, failing the target, in the order of the definition (failing: the worst first)
    none              ranked groups in which the measure holds for no case
    above, below      groups that lie apart from all the others by more than chance
    risen, fallen     compared with the audit before, the greatest change first; `steady` as before
    most              those with the greatest change, ties together
    unmatched         ranked groups of which the audit before says nothing, where it says something of others
    gone              groups that the audit before speaks of and that have no case now
    smallest          the ranked group with the fewest cases, and `step`: what one case in it is worth
    since             the groups beside those of the period before; None where there is none
    """

    one: str
    many: str
    every: Tallies
    ranked: Tallies
    highest: Tallies
    lowest: Tallies
    level: bool
    alike: bool
    small: Tallies
    empty: Tallies
    reaching: Tallies
    failing: Tallies
    none: Tallies
    above: Tallies
    below: Tallies
    risen: Tallies
    fallen: Tallies
    steady: Tallies
    most: Tallies
    unmatched: Tallies
    gone: Tallies
    smallest: Tally | None
    step: Points | None
    since: Since | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is said of one measure.

    phrase    says it of cases, such as “graded Good”; better: more, fewer, or empty
    grade     it counts cases by their overall grade
    earlier   the whole beside that of the period before; None where there is none
    unit      what one return is called, and `units` several
    """

    id: str
    label: str
    phrase: str
    better: str
    grade: bool
    whole: Tally
    groups: Groups | None = None
    earlier: Earlier | None = None
    unit: str = "case"
    units: str = "cases"


class Facts:
    """Makes the facts of one report. Everything that it gives is traced."""

    def __init__(self, material: Material, trace: Trace) -> None:
        self._material = material
        self._trace = trace

    def reading(
        self, measure: Measure, spread: Spread, then: Spread | None, form: Form | None, by: tuple[str, Noun] | None
    ) -> Reading:
        """The facts of one measure over the returns of a form; with its groups where the spread has any.

        `then` is the same of the period before. `by` names the field of the groups, and what one of them is called.
        """
        whole = spread.whole[measure.id]
        graded = _by_grade(measure, form)
        label = cleaned(measure.label)
        noun = unit(form)
        field, group = by or ("", Noun.of("group"))
        timeline, trace = self._material.timeline, self._trace
        old = then.whole.get(measure.id) if then is not None else None
        return Reading(
            measure.id,
            label,
            cleaned(measure.phrase) or (f"graded {label}" if graded else f"recorded as “{label}”"),
            measure.better,
            graded,
            self.tally(f"All {noun.many}", whole, measure),
            self._groups(measure, spread, then, field, group) if spread.groups else None,
            earlier(whole, old, measure.better, timeline, self.tally, trace) if measure.of else None,
            noun.one,
            noun.many,
        )

    def tally(
        self, label: str, figure: Figure, measure: Measure | None = None, where: tuple[tuple[str, str], ...] = ()
    ) -> Tally:
        """A figure with its interval; of a measure, also with its target and what was found before.

        `where` names the part of the cases that the figure is about, for what was found before.
        """
        interval = wilson(figure)
        trace = self._trace
        target = self.target(figure, measure) if measure is not None else None
        return Tally(
            cleaned(label),
            trace.count(figure),
            trace.base(figure),
            trace.share(figure, _places(figure, target)),
            trace.bound(interval.low, figure, "low") if interval else None,
            trace.bound(interval.high, figure, "high") if interval else None,
            0 < (figure.denominator or 0) < SMALL_BASE,
            target,
            self.before(figure, measure, where) if measure is not None else None,
        )

    def target(self, figure: Figure, measure: Measure) -> Target | None:
        """How the figure stands to the measure's target, where it has one; not judged on too few cases."""
        threshold = threshold_of(self._material, measure)
        if threshold is None:
            return None
        threshold = replace(threshold, minimum_audits=max(threshold.minimum_audits, SMALL_BASE))
        judged, interval = judge(threshold, figure), wilson(figure)
        low, high = threshold.at_least, threshold.at_most
        sure = False
        if interval is not None and judged.verdict is not Verdict.NOT_JUDGED:
            inside = (low is None or interval.low >= low) and (high is None or interval.high <= high)
            outside = (low is not None and interval.high < low) or (high is not None and interval.low > high)
            sure = inside if judged.verdict is Verdict.MET else outside
        exactly = judged.verdict is Verdict.MET and judged.by == 0
        kind = "between" if low is not None and high is not None else "at_least" if low is not None else "at_most"
        limit = " to ".join(_number(one) for one in (low, high) if one is not None)
        return Target(
            cleaned(threshold.label),
            limit,
            limit if kind == "between" else f"{kind.replace('_', ' ')} {limit}",
            kind,
            cleaned(threshold.by),
            "exactly" if exactly else str(judged.verdict),
            None if judged.by is None else self._trace.points(judged.by, figure, "room"),
            sure,
        )

    def before(self, figure: Figure, measure: Measure, where: tuple[tuple[str, str], ...]) -> Before | None:
        """What the audit before found for the same part of the cases, and the change since."""
        reference = reference_of(self._material, measure.id, where)
        if reference is None:
            return None
        change = compare(figure, reference)
        if change.points is None:
            return None
        points = self._trace.points(change.points, figure, "change")
        way = "level" if points.whole == 0 else "up" if points > 0 else "down"
        improved = None if way == "level" or not measure.better else (way == "up") == (measure.better == "more")
        return Before(_number(reference.percent), cleaned(reference.source), way, points, improved)

    # --- groups ------------------------------------------------------------------------------------------

    def _groups(self, measure: Measure, spread: Spread, then: Spread | None, by: str, noun: Noun) -> Groups:
        rows = spread.rows(measure.id)
        ranking = rank(rows)
        tallies = {
            group.value: self.tally(group.label, figure, measure, ((by, group.value),) if group.value else (("", ""),))
            for group, figure in rows
        }

        def pick(label: str, some: Iterable[tuple[Group, Figure]]) -> Tallies:
            return self._tallies(measure, label, [tallies[group.value] for group, _ in some])

        compared = {group.value for group, _ in ranking.ranked}
        ordered = [row for row in rows if row[0].value in compared]
        sides = len(ordered) if len(ordered) > 2 else 1
        apart = {group.value: _apart(figure, rows, sides) for group, figure in ordered}
        worst_first = sorted(ordered, key=lambda row: _room(tallies[row[0].value]))
        smallest = min(ordered, key=lambda row: row[1].denominator or 0, default=None)
        before = {same(group.value): (group, figure) for group, figure in then.rows(measure.id)} if then else {}
        return Groups(
            noun.one,
            noun.many,
            every=pick("with cases", (row for row in rows if row[1].denominator)),
            ranked=pick("compared", ranking.ranked),
            highest=pick("highest", ranking.highest),
            lowest=pick("lowest", ranking.lowest),
            level=ranking.level,
            alike=not ranking.level and len({str(percent(row[1])) for row in ranking.ranked}) == 1,
            small=pick("too few cases", ranking.small),
            empty=pick("without cases", ranking.empty),
            reaching=pick("reaching the target", (row for row in ordered if _met(tallies[row[0].value]))),
            failing=pick("short of the target", (row for row in worst_first if _missed(tallies[row[0].value]))),
            none=pick("without any", (row for row in ordered if row[1].numerator == 0)),
            above=pick("above the others", (row for row in ordered if apart[row[0].value] > 0)),
            below=pick("below the others", (row for row in ordered if apart[row[0].value] < 0)),
            **self._changes(measure, by, [tallies[group.value] for group, _ in ordered], rows),
            smallest=tallies[smallest[0].value] if smallest else None,
            step=self._step(smallest[1]) if smallest else None,
            since=since(
                rows,
                before,
                self._material.timeline,
                self.tally,
                lambda label, some: self._tallies(measure, label, some),
            ),
        )

    def _step(self, figure: Figure) -> Points:
        """What one case is worth, in percentage points."""
        return self._trace.points(Decimal(100) / (figure.denominator or 1), figure, "step")

    def _changes(
        self, measure: Measure, by: str, ranked: list[Tally], rows: Iterable[tuple[Group, Figure]]
    ) -> dict[str, Tallies]:
        """The groups by their change since the audit before; see `Groups`."""
        known = [(tally, tally.before) for tally in ranked if tally.before is not None]
        ordered = sorted(known, key=lambda pair: -abs(pair[1].points))
        moved = [tally for tally, before in ordered if before.way != "level"]
        top = max((abs(before.points) for _, before in known if before.way != "level"), default=None)
        gone = [
            self.tally(group.label, figure)
            for group, figure in rows
            if group.value and not figure.denominator and reference_of(self._material, measure.id, ((by, group.value),))
        ]
        said = {
            "risen": [tally for tally, before in ordered if before.way == "up"],
            "fallen": [tally for tally, before in ordered if before.way == "down"],
            "steady": [tally for tally, before in ordered if before.way == "level"],
            "most": [tally for tally in moved if tally.before and abs(tally.before.points) == top],
            "unmatched": [tally for tally in ranked if tally.before is None] if known else [],
            "gone": gone,
        }
        return {name: self._tallies(measure, name, some) for name, some in said.items()}

    def _tallies(self, measure: Measure, label: str, some: Iterable[Tally]) -> Tallies:
        return Tallies(some, lambda n: self._trace.number(n, f"groups.{measure.id}", f"{measure.label}: {label}"))


def _by_grade(measure: Measure, form: Form | None) -> bool:
    """Whether a measure asks for the overall grade alone."""
    tests = measure.when.tests if measure.when is not None and not measure.when.expression else ()
    return form is not None and {test.field for test in tests} == {form.role("grade")}


def _places(figure: Figure, target: Target | None) -> int:
    """How many decimal places show that a share misses its target: none, where whole numbers do."""
    if target is None or target.verdict != "missed" or target.room is None or figure.share is None:
        return 0
    limit = figure.share + abs(target.room) * (-1 if target.kind == "at_most" else 1)
    return next((n for n in range(4) if rounded(figure.share, n) != rounded(limit, n)), 0)


def _room(tally: Tally) -> Decimal:
    """How far within its target; negative where it is missed."""
    return tally.target.room if tally.target is not None and tally.target.room is not None else Decimal(0)


def _met(tally: Tally) -> bool:
    return tally.target is not None and tally.target.verdict in ("met", "exactly")


def _missed(tally: Tally) -> bool:
    return tally.target is not None and tally.target.verdict == "missed"


def _apart(figure: Figure, rows: Iterable[tuple[Group, Figure]], comparisons: int) -> int:
    """1 or −1 where the group's 95% interval lies wholly above or below that of all the others together; else 0.

    The intervals are widened for the number of groups that are looked at: among eighteen, one would stand out by
    chance alone.
    """
    others = [other for _, other in rows if other is not figure]
    rest = Figure("", "", sum(o.numerator for o in others), sum(o.denominator or 0 for o in others))
    mine, theirs = wilson(figure, comparisons), wilson(rest, comparisons)
    if mine is None or theirs is None or (rest.denominator or 0) < SMALL_BASE:
        return 0
    return 1 if mine.low > theirs.high else -1 if mine.high < theirs.low else 0


def threshold_of(material: Material, measure: Measure) -> Threshold | None:
    """The first target of a measure."""
    return next((one for one in material.framework.thresholds if one.measure == measure.id), None)


def reference_of(material: Material, measure: str, where: tuple[tuple[str, str], ...]) -> Reference | None:
    """What the audit before this round found of a measure, for exactly this part of the cases."""
    earlier = material.round.previous if material.round is not None else ""
    wanted = frozenset(where)
    return next(
        (
            one
            for one in material.framework.references
            if one.measure == measure and one.round in ("", earlier) and frozenset(one.where) == wanted
        ),
        None,
    )


def _number(limit: Decimal) -> str:
    """A target or an earlier finding as it is printed: “60%”, “4.9%”."""
    return f"{limit.normalize():f}%"
