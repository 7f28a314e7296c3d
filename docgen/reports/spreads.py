"""What may be said of judgements over many questions: the highest, the lowest, what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from docgen.measures import SMALL_BASE, Difference, Judged, as_audits, difference
from docgen.reports.draft import Draft
from docgen.reports.heat import Heat, HeatRow, named
from docgen.reports.numbers import Count, cleaned
from docgen.reports.tallies import Tallies, Tally

MOST_NAMED = 3
"""How many questions are named as the weakest and the strongest."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Judgements on one scale, for the wording. A share is that of judgements that count as good.

    good              what they are called, such as “Outstanding or Good”
    ranked            sections of enough audits to be compared; `highest` and `lowest`, ties together; `level`;
                      `by_question` where they are questions of one section
    strong, weak      the questions that are highest and lowest, where they differ from the whole
    up, down          sections that changed since the period before by more than chance; `compared` how many were
    worst             what the lowest grade is called, `worst_count` how often it was given, `worst_at` most often
                      where
    aside             judgements that are no grade: not applicable, blank or doubtful
    """

    good: str
    whole: Tally
    audits: Count
    ranked: Tallies
    highest: Tallies
    lowest: Tallies
    level: bool
    by_question: bool
    strong: Tallies
    weak: Tallies
    compared: Tallies
    up: Tallies
    down: Tallies
    worst: str
    worst_count: Count
    worst_at: Tallies
    aside: Count


def spread_of(draft: Draft, heat: Heat) -> Spread:
    """What may be said of the judgements on one scale."""
    rows = [(row.label, row.judged) for row in heat.rows]
    ranked = [row for row in rows if row[1].audits >= SMALL_BASE]
    by_question = [(named(heat, row, asked), one) for row in heat.rows for asked, one in row.questions]
    several = any(len(row.questions) > 1 for row in heat.rows)
    each = [(label, one) for label, one in by_question if several and one.total >= SMALL_BASE]
    compared = [row for row in heat.rows if _difference(row) is not None]
    changes = [(row, found) for row in compared if (found := _difference(row, len(compared))) is not None]
    lowest = min(heat.scale.grades, key=lambda grade: grade.rank)
    at = heat.scale.grades.index(lowest)
    given = [(label, one.grades[at]) for label, one in by_question]
    most = max((figure.numerator for _, figure in given), default=0)
    whole = heat.whole
    trace = draft.trace

    def told(name: str, some: Iterable[tuple[str, Judged]]) -> Tallies:
        return _tallies(draft, name, [_tally(draft, label, one) for label, one in some])

    return Spread(
        cleaned(heat.good),
        _tally(draft, "All", whole),
        trace.number(whole.audits, "judgements.audits", "Audits with a judgement"),
        told("compared", ranked),
        told("highest", _ends(ranked, max)),
        told("lowest", _ends(ranked, min)),
        len({one.good.share for _, one in ranked}) < 2,
        heat.by_question,
        told("strongest questions", _most(each, whole, best=True)),
        told("weakest questions", _most(each, whole, best=False)),
        told("compared with the period before", [(row.label, row.judged) for row in compared]),
        told("up", [(row.label, row.judged) for row, change in changes if change.certain and change.points > 0]),
        told("down", [(row.label, row.judged) for row, change in changes if change.certain and change.points < 0]),
        lowest.label,
        trace.count(whole.grades[at]),
        _tallies(
            draft,
            "most often",
            [draft.facts.tally(label, figure) for label, figure in given if most and figure.numerator == most],
        ),
        trace.number(whole.aside + whole.blank + whole.unknown, "judgements.aside", "Answers that are no judgement"),
    )


def _difference(row: HeatRow, comparisons: int = 1) -> Difference | None:
    """The change of a section since the period before; None where there are too few audits."""
    return difference(as_audits(row.judged), as_audits(row.then), comparisons) if row.then is not None else None


def _tally(draft: Draft, label: str, one: Judged) -> Tally:
    """A share of judgements; it is few where it comes from few audits."""
    return replace(draft.facts.tally(label, one.good), small=one.audits < SMALL_BASE)


def _tallies(draft: Draft, name: str, some: list[Tally]) -> Tallies:
    return Tallies(some, lambda n: draft.trace.number(n, "judgements.sections", f"Sections: {name}"))


def _ends(rows: list[tuple[str, Judged]], pick: Callable[[Iterable[Decimal]], Decimal]) -> list[tuple[str, Judged]]:
    shares = [one.good.share for _, one in rows if one.good.share is not None]
    return [row for row in rows if row[1].good.share == pick(shares)] if shares else []


def _most(each: list[tuple[str, Judged]], whole: Judged, best: bool) -> list[tuple[str, Judged]]:
    """The questions furthest above or below the whole, at most three; none that ties with one left out."""
    share = whole.good.share
    if share is None:
        return []
    beyond = [row for row in each if row[1].good.share is not None and (row[1].good.share > share) is best]
    beyond = [row for row in beyond if row[1].good.share != share]
    beyond.sort(key=lambda row: row[1].good.share or 0, reverse=best)
    if len(beyond) > MOST_NAMED and beyond[MOST_NAMED - 1][1].good.share == beyond[MOST_NAMED][1].good.share:
        edge = beyond[MOST_NAMED][1].good.share
        return [row for row in beyond if row[1].good.share != edge][:MOST_NAMED]
    return beyond[:MOST_NAMED]
