"""The verb `recommendations`: what final reports recommend, followed until it is met; the workbook of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docgen.checks import identifying
from docgen.cycle.recommendations import TERMS, moved
from docgen.fields import same
from docgen.measures import percent
from docgen.measures.following import overdue, to_do
from docgen.model import Adopted, Basis, DocgenError, Figure, Query, RecommendationStatus, Retest, Severity
from docgen.pipeline.tracker import Kind
from docgen.pipeline.trackersheets import Column, Sheet, day
from docgen.store import Entry, Step, Store

OPEN = (RecommendationStatus.ONGOING, RecommendationStatus.NOT_MET)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which recommendations: of a framework, a kind of report, an owner; open ones, only overdue ones, or all."""

    framework: str = ""
    report: str = ""
    owner: str = ""
    every: bool = False
    overdue: bool = False


def chosen(some: Sequence[Adopted], wanted: Wanted, today: str) -> tuple[Adopted, ...]:
    """The recommendations that are asked for: open ones first, by date."""
    found = [
        one for one in some
        if (not wanted.framework or one.framework == wanted.framework)
        and (not wanted.report or one.report == wanted.report)
        and (not wanted.owner or same(one.owner) == same(wanted.owner))
        and (wanted.every or one.unfinished)
        and (not wanted.overdue or overdue(one, today))
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (not one.unfinished, one.due or "9999", one.last, one.id)))


def settle(
    store: Store, ids: Sequence[str], status: RecommendationStatus, why: str, now: str, who: str
) -> tuple[Adopted, ...]:
    """Give recommendations a status by hand. Raises DocgenError for an unknown id and for a telling reason."""
    if found := identifying.details(why):
        message = f"In the reason there seems to be {found[0]}; it would be kept with the recommendation."
        raise DocgenError(Query("reason", Severity.ERROR, message, "Say it without."))
    with store.entry() as entry:
        known = {same(one.id): one for one in entry.recommendations()}
        unknown = [name for name in ids if same(name) not in known]
        if unknown:
            raise DocgenError(*(
                Query("unknown", Severity.ERROR, f"There is no recommendation “{name}”.",
                      "See docgen recommendations --all.")
                for name in unknown
            ))  # fmt: skip
        changes: list[tuple[Adopted | None, Adopted]] = []
        for name in dict.fromkeys(map(same, ids)):
            said = {"status": str(status)} | ({"evidence": why} if why else {})
            changes.append((known[name], moved(known[name], said, now[:10], who)))
        entry.put_recommendations(changes, now)
    return tuple(after for _, after in changes)


def rating(one: Adopted, today: str) -> tuple[str, str]:
    """Red, Amber, Green or Complete, and why, in words: colour never stands alone."""
    match one.status:
        case RecommendationStatus.MET:
            return "Complete", "met"
        case RecommendationStatus.WITHDRAWN:
            return "Withdrawn", "no longer wanted"
        case RecommendationStatus.NOT_MET:
            why = to_do(one, today)[1]
            return "Red", "not met" if why == "on track" else f"not met; {why}"
        case _:
            return to_do(one, today)


# --- the workbook ----------------------------------------------------------------------------------------


def book(history: Sequence[Step]) -> Kind[Adopted]:
    """Recommendations as their workbook has them; `history` is what became of those in it."""
    columns: tuple[Column[Adopted], ...] = (
        Column("Ref", 14, lambda one, _: one.id),
        Column("From", 24, lambda one, _: one.source),
        Column("Recommendation", 44, lambda one, _: one.what, "what"),
        Column("Owner", 18, lambda one, _: one.owner, "owner"),
        Column("Due", 11, lambda one, _: one.due, "due"),
        Column("Status", 11, lambda one, _: str(one.status), "status"),
        Column("RAG", 9, lambda one, today: rating(one, today)[0]),
        Column("Why", 18, lambda one, today: rating(one, today)[1]),
        Column("What the figures say", 32, lambda one, _: last_found(one)),
        Column("Evidence", 32, lambda one, _: one.evidence, "evidence"),
    )

    def more(some: Sequence[Adopted]) -> tuple[Sheet, ...]:
        ids = {one.id for one in some}
        return (_tested(some), _became([step for step in history if step.id in ids]))

    return Kind(
        "recommendation", "recommendations", "Recommendations", TERMS, columns, ("From", lambda one: one.source),
        rating, _lines, Entry.recommendations, Entry.recommendations_heard, Entry.put_recommendations,
        "its words stand in the report",
        "Write a new recommendation into the next report, or put the Ref back.", more=more,
    )  # fmt: skip


def _lines(some: Sequence[Adopted], today: str) -> Iterator[str]:
    open_ = [one for one in some if one.unfinished]
    late = sum(bool(overdue(one, today)) for one in open_)
    yield f"As it stood on {day(today)}: {len(some)} recommendations, {len(open_)} of them open, {late} overdue."
    yield ""
    yield "Fill in the white columns of the sheet Recommendations: the words, Owner, Due, Status and Evidence."
    yield f"Status is one of: {', '.join(TERMS.given)}. Whether one is met is decided by people, not by the figures."
    yield "“What the figures say” is what the last final report found where a recommendation came from a figure."
    yield "Rows may be sorted and filtered. Leave the column Ref as it is. A new one belongs into the next report."
    yield "Red: overdue or not met. Amber: due within 14 days, without an owner or date, put back again, or silent."
    yield "Send the workbook back to the QA team."


def shares(numerator: int, denominator: int | None) -> str:
    """A figure as it is said: “8 of 20 (40%)”."""
    if denominator is None:
        return str(numerator)
    share = percent(Figure("", "", numerator, denominator))
    return f"{numerator} of {denominator} ({share})" if denominator else "none"


def called(basis: Basis) -> str:
    """What a figure is called: “Good or outstanding, North”."""
    return ", ".join(part for part in (basis.label, basis.part) if part)


def last_found(one: Adopted) -> str:
    """What the last report that looked again found, figure by figure."""
    last: dict[int, Retest] = {test.basis: test for test in one.retests}
    return "\n".join(
        f"{called(one.bases[n])}: {shares(test.numerator, test.denominator)}; {test.says} ({test.source})"
        for n, test in sorted(last.items())
        if n < len(one.bases)
    )


def _tested(some: Sequence[Adopted]) -> Sheet:
    heads = (("Ref", 14), ("Figure", 36), ("Then", 16), ("Report then", 36), ("Now", 16), ("Report now", 36),
             ("The figures say", 26))  # fmt: skip
    rows = []
    for one in some:
        for n, basis in enumerate(one.bases):
            then = (one.id, called(basis), shares(basis.numerator, basis.denominator), one.source)
            tests = [test for test in one.retests if test.basis == n]
            rows += [(*then, shares(t.numerator, t.denominator), t.source, t.says) for t in tests]
            rows += [] if tests else [(*then, "", "", "not looked at again yet")]
    return Sheet("Looked at again", heads, tuple(rows))


_SHOWN = {"what": "Recommendation", "owner": "Owner", "due": "Due", "status": "Status", "evidence": "Evidence"}


def _became(history: Sequence[Step]) -> Sheet:
    heads = (("Ref", 14), ("On", 11), ("Who", 20), ("What changed", 90))
    rows = []
    for step in history:
        said = "\n".join(f"{head}: {step.changes[name]}" for name, head in _SHOWN.items() if step.changes.get(name))
        rows.append((step.id, step.at[:10], step.who, said or "looked at again"))
    return Sheet("What became of them", heads, tuple(rows))


def shape(one: Adopted, history: Sequence[Step], today: str) -> dict[str, object]:
    """A recommendation as JSON."""
    colour, why = rating(one, today)
    return {
        "id": one.id, "framework": one.framework, "report": one.report, "period": one.period, "source": one.source,
        "recommendation": one.what, "owner": one.owner, "due": one.due, "first_due": one.first_due,
        "put_back": one.put_back, "status": str(one.status), "rating": colour, "why": why,
        "overdue": overdue(one, today), "evidence": one.evidence, "adopted": one.adopted, "settled": one.settled,
        "figures": [
            {"measure": basis.measure, "label": basis.label, "form": basis.form, "where": dict(basis.where),
             "then": {"count": basis.numerator, "of": basis.denominator},
             "again": [
                 {"source": test.source, "on": test.at, "count": test.numerator, "of": test.denominator,
                  "says": test.says}
                 for test in one.retests if test.basis == n
             ]}
            for n, basis in enumerate(one.bases)
        ],
        "history": [
            {"at": step.at, "who": step.who, "source": step.source,
             "changes": {name: step.changes[name] for name in _SHOWN if name in step.changes}}
            for step in history if step.id == one.id
        ],
    }  # fmt: skip
