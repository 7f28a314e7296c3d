"""Recommendations of a report taken into the register: what its tables say, read without guessing, and what is new.

A report is known by framework, kind and period. Its rows are known by their keys, else by their words; what a person
changed in a row that is known is set against what docgen wrote there and what the store has by now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.checks import identifying
from docgen.cycle.recommendations import TERMS, said
from docgen.cycle.tracking import Conflict, merge
from docgen.fields import Unclear, parse_date, same
from docgen.model import Adopted, Basis, DocgenError, Framework, Place, Query, Report, Retest, Severity
from docgen.pipeline import periods
from docgen.pipeline.periods import Period
from docgen.pipeline.workspace import Workspace
from docgen.store import Store

if TYPE_CHECKING:
    from docgen.reports import Edited, Trail
    from docgen.reports.commentary.agreed import Plan, Row, Written

Bases = Mapping[str, tuple[Basis, ...]]
"""Key of a row → the figures that it rests on."""


@dataclass(frozen=True, slots=True)
class Made:
    """Which report: its framework, kind and period as it was asked for."""

    framework: Framework
    report: Report
    asked: str

    @property
    def period(self) -> Period | None:
        """The period; None where the report is over all returns."""
        return periods.parse(self.asked, self.framework) if self.asked else None

    @property
    def words(self) -> str:
        """The report in words, such as “Quarterly report, July to September 2026”."""
        return ", ".join(part for part in (self.report.title, self.period.name if self.period else "") if part)

    @property
    def source(self) -> str:
        """The report as the steps of its recommendations name it."""
        return f"{self.framework.id} {self.report.id} {self.asked}".rstrip()

    def is_of(self, one: Adopted) -> bool:
        """Whether a recommendation came from this report."""
        return (one.framework, one.report, one.period) == (self.framework.id, self.report.id, self.asked)


@dataclass(frozen=True, slots=True)
class Stated:
    """A row that can be read for certain. `theirs` says that its words are a person's; `due` is YYYY-MM-DD or empty."""

    key: str
    what: str
    owner: str
    due: str
    theirs: bool


@dataclass(frozen=True, slots=True)
class Said:
    """What the tables of a report recommend, what of that is not certain, and what is not taken."""

    rows: tuple[Stated, ...]
    asked: tuple[Query, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Adoption:
    """What became of the register: new recommendations, changed ones, and what is asked."""

    new: tuple[Adopted, ...] = ()
    changed: tuple[Adopted, ...] = ()
    asked: tuple[Query, ...] = ()
    notes: tuple[str, ...] = ()


# --- what a report says ----------------------------------------------------------------------------------


def stated(edited: Edited, file: str) -> Said:
    """What the tables of recommendations in a report say. Rows that may mean several things are asked about."""
    rows: list[Stated] = []
    asked: list[Query] = []
    notes: list[str] = []
    own = {plan.heads[plan.words].casefold() for plan in edited.plans if not plan.own and plan.words >= 0}
    for plan in edited.plans:
        head = plan.heads[plan.words].casefold() if plan.words >= 0 else ""
        if plan.words < 0 or (plan.own and head not in {*own, "recommendation", "recommendations"}):
            asked.append(_asked(file, plan, None, "This table names owner and date, and no column Recommendation.",
                                "Head the column that says what is recommended with “Recommendation”."))  # fmt: skip
            continue
        for row in plan.rows:
            found, queries = _row(plan, row, edited.written, file)
            asked += queries
            rows += [found] if found is not None else []
        more = [one for n, one in enumerate(plan.heads) if n != plan.words and one and not _known(one)]
        notes += [f"The column “{one}” of the recommendations is not taken into the register." for one in more]
    asked += _listed(edited, file)
    twice = _twice(rows)
    asked += [Query("recommendation", Severity.WARNING, f"“{words}” stands there twice, with other owners or dates.",
                    "Keep one of the rows.", where=Place(file)) for words in twice]  # fmt: skip
    kept = {same(row.what): row for row in reversed(rows) if row.what not in twice}
    return Said(tuple(reversed(kept.values())), tuple(asked), tuple(dict.fromkeys(notes)))


def _known(head: str) -> bool:
    from docgen.reports.commentary.drawing import DUE, OWNER, REF

    return head.casefold() in {one.casefold() for one in (DUE, OWNER, REF)}


def _row(plan: Plan, row: Row, written: Written, file: str) -> tuple[Stated | None, list[Query]]:
    from docgen.reports.commentary.agreed import THEIRS, own_key
    from docgen.reports.commentary.drawing import DUE, OWNER
    from docgen.reports.commentary.walking import mark

    what, owner, day = (row.text(n) for n in (plan.words, plan.column(OWNER), plan.column(DUE)))
    if not any((what, owner, day)):
        return None, []
    if row.odd:
        message = "The row has other cells than the head of its table, so it cannot be told what is what."
        return None, [_asked(file, plan, row, message, "Give the row one cell for each column.")]
    if not what:
        return None, [_asked(file, plan, row, "There is an owner or a date, and no recommendation.", "Write it down.")]
    if told := identifying.details(what):
        fix = "Say it without: a recommendation is about practice, and is kept."
        return None, [_asked(file, plan, row, f"In it there seems to be {told[0]}.", fix)]
    read = parse_date(day) if day else ""
    asked = []
    if isinstance(read, Unclear):
        asked.append(_asked(file, plan, row, f"“{day}” is no date that can be read for certain: {read.reason}.",
                            "Write it as day/month/year; until then it is taken without a date."))  # fmt: skip
        read = ""
    before = written.get(row.key)
    theirs = before is None or before.state == THEIRS or before.words != mark(what)
    return Stated(row.key or own_key(plan.section, what), what, owner, read, theirs), asked


def _asked(file: str, plan: Plan, row: Row | None, message: str, fix: str) -> Query:
    at = f"{plan.section or 'table of recommendations'}" + (f", row {row.number}" if row is not None else "")
    return Query("recommendation", Severity.WARNING, message, fix, where=Place(file, at))


def _listed(edited: Edited, file: str) -> Iterator[Query]:
    """Lists in the box below a table of recommendations: whether they are any, only a person can say."""
    from docgen.reports.blocks import Note

    sections = {plan.section for plan in edited.plans}
    for box in edited.boxes:
        items = [one for one in box.notes if isinstance(one, Note) and one.kind in ("bullet", "number")]
        if box.section in sections and items:
            first = "".join(piece.text for piece in items[0].pieces)
            message = f"The commentary holds a list ({len(items)}, the first: “{first[:60]}”), which is not taken."
            fix = "Write what is a recommendation into the table; leave the rest."
            yield Query("recommendation", Severity.WARNING, message, fix, where=Place(file, box.section))


def _twice(rows: Sequence[Stated]) -> tuple[str, ...]:
    """Words that stand in several rows which say different things of them."""
    by: dict[str, set[tuple[str, str]]] = {}
    for row in rows:
        by.setdefault(same(row.what), set()).add((row.owner, row.due))
    return tuple(dict.fromkeys(row.what for row in rows if len(by[same(row.what)]) > 1))


# --- what becomes of the register ------------------------------------------------------------------------


def adopt(store: Store, made: Made, said_: Said, before: Written, bases: Bases, now: str, who: str) -> Adoption:
    """Take what a report recommends into the register. The same report again changes nothing.

    `before` is what docgen had written when people last got hold of it. A recommendation that is no longer in its
    report stays as it is, and is named.
    """
    new: list[Adopted] = []
    changes: list[tuple[Adopted | None, Adopted]] = []
    conflicts: list[Conflict] = []
    with store.entry() as entry:
        every = entry.recommendations()
        mine = [one for one in every if made.is_of(one)]
        left = list(mine)
        number = _last(every, _prefix(made, now)) + 1
        for row in said_.rows:
            known = next((one for one in left if one.key == row.key), None) or next(
                (one for one in left if same(one.what) == same(row.what)), None
            )
            if known is None:
                one = _new(made, row, f"{_prefix(made, now)}-{number + len(new)}", bases.get(row.key, ()), now, who)
                new.append(one)
                continue
            left.remove(known)
            merged = merge(known, _sent(known, row, before), _returned(row), now[:10], who, TERMS)
            conflicts += merged.conflicts
            if merged.thing != known:
                changes.append((known, merged.thing))
        entry.put_recommendations([*changes, *((None, one) for one in new)], now, made.source)
    asked = (*said_.asked, *(_conflict(one) for one in conflicts))
    return Adoption(tuple(new), tuple(one for _, one in changes), asked, (*said_.notes, *_notes(new, left)))


def _new(made: Made, row: Stated, id_: str, bases: tuple[Basis, ...], now: str, who: str) -> Adopted:
    period = made.period
    return Adopted(
        id_, made.framework.id, made.report.id, made.asked, made.words, row.key, row.what,
        period.first.isoformat() if period else "", period.last.isoformat() if period else "", row.owner, row.due,
        row.due, adopted=now[:10], changed=now[:10], by=who, bases=bases,
    )  # fmt: skip


def _returned(row: Stated) -> dict[str, str]:
    """What a row says of a recommendation: an empty cell says nothing, and docgen's own words do not either."""
    words = {"what": row.what} if row.theirs else {}
    return {**words, **{name: text for name, text in (("owner", row.owner), ("due", row.due)) if text}}


def _sent(known: Adopted, row: Stated, before: Written) -> dict[str, str]:
    """What had been written into the cells of a row when people got hold of it, as far as it can be told."""
    from docgen.reports.commentary.walking import mark
    from docgen.reports.days import long_date

    wrote = before.get(row.key)
    stored, found = said(known), {}
    for name, text, sign in (
        ("what", row.what, wrote.words if wrote else 0),
        ("owner", row.owner, wrote.owner if wrote else 0),
        ("due", row.due, wrote.due if wrote else 0),
    ):

        def shown(value: str, name: str = name) -> str:
            return long_date(value) if name == "due" and value else value

        was_stored = wrote is not None and mark(shown(stored[name])) == sign
        untouched = wrote is not None and mark(shown(text)) == sign
        found[name] = stored[name] if was_stored else text if untouched else "\x00"
    return found


def _conflict(one: Conflict) -> Query:
    message = (
        f"{one.id}, {one.column}: the report says “{one.returned}”, the register says “{one.stored}”. "
        "It was left as the register has it."
    )
    fix = "Settle it in the workbook: docgen recommendations --out."
    return Query("recommendation", Severity.WARNING, message, fix)


def _notes(new: Sequence[Adopted], left: Sequence[Adopted]) -> Iterator[str]:
    if new:
        names = new[0].id if len(new) == 1 else f"{new[0].id} to {new[-1].id}"
        were = "recommendation was" if len(new) == 1 else "recommendations were"
        lacking = [(sum(not one.owner for one in new), "no owner"), (sum(not one.due for one in new), "no date")]
        without = " and ".join(f"{n} {'has' if n == 1 else 'have'} {what}" for n, what in lacking if n)
        yield f"{len(new)} {were} taken into the register ({names})" + (f"; {without}." if without else ".")
    gone = [one.id for one in left if one.unfinished]
    if gone:
        yield f"No longer in the report, and still open in the register: {', '.join(gone)}."


def _prefix(made: Made, now: str) -> str:
    """What the ids of a report's recommendations begin with: “R-2026-05”, “R-2026Q2”, “R-2026FY”."""
    period = made.period
    if period is None:
        return f"R-{now[:4]}"
    if period.round is not None:
        return f"R-{period.round.id}"
    year = period.first.year - (period.first.month < 4)
    match period.unit:
        case "month":
            return f"R-{period.asked}"
        case "quarter":
            return f"R-{year}{period.asked[-2:]}"
        case "year":
            return f"R-{year}FY"
        case _ if period.months:
            return f"R-{period.first:%Y-%m}to{period.last:%m}"
        case _:
            return f"R-{period.first:%Y%m%d}to{period.last:%m%d}"


def _last(every: Sequence[Adopted], prefix: str) -> int:
    """The highest number that was ever given to an id with this beginning."""
    numbers = (one.id.rpartition("-") for one in every)
    return max((int(number) for start, _, number in numbers if start == prefix), default=0)


def retested(store: Store, made: Made, found: Sequence[tuple[str, Retest]], now: str) -> None:
    """Keep what a final report found of recommendations of earlier ones, by their ids. The same again is no change."""
    by_one: dict[str, list[Retest]] = {}
    for name, test in found:
        by_one.setdefault(name, []).append(replace(test, source=made.words))
    with store.entry() as entry:
        changes: list[tuple[Adopted | None, Adopted]] = []
        for one in entry.recommendations():
            known = {_place(test): test for test in one.retests}
            new = [test for test in by_one.get(one.id, ()) if not _alike(known.get(_place(test)), test)]
            if new:
                known |= {_place(test): test for test in new}
                changes.append((one, replace(one, retests=tuple(known.values()))))
        entry.put_recommendations(changes, now, made.source)


def _place(test: Retest) -> tuple[str, str, int]:
    """Which report found it, and of which figure."""
    return test.report, test.period, test.basis


def _alike(known: Retest | None, test: Retest) -> bool:
    """Whether a report has found the same before, on whatever day it was made."""
    return known is not None and replace(known, at=test.at) == test


# --- out of a document -----------------------------------------------------------------------------------


def behind(trail: Trail) -> Bases:
    """The figures behind each row of the tables of recommendations of a report."""
    from docgen.reports.blocks import TextTable

    tables = (block for block in trail.blocks if isinstance(block, TextTable) and block.filled_in)
    return {mark.key: mark.bases for table in tables for mark in table.marks}


def take(workspace: Workspace, store: Store, path: Path, now: str) -> Adoption:
    """Take the recommendations of a report, as people left it, into the register.

    Raises DocgenError where the file is no report that docgen made, or one on a single case or person.
    """
    from docgen.pipeline.reopening import drawn_again, reopen
    from docgen.reports import read_edited, register

    one = reopen(workspace, path)
    if one.outline is None or one.outline.each or one.register.origin.edition == "public":
        message = "Recommendations are taken from reports over all cases, in the internal edition or the committee's."
        raise DocgenError(Query("recommendation", Severity.ERROR, message, "Name that one.", where=Place(str(path))))
    edited = read_edited(one.data)
    fresh = drawn_again(workspace, store, one, now, edition="internal")
    made = Made(one.framework, one.outline, one.register.origin.period)
    found = adopt(store, made, stated(edited, path.name), edited.written, behind(fresh), now, workspace.who)
    moved = register.figures_digest(fresh) != one.register.digest and one.register.origin.edition == "internal"
    if moved and any(basis for basis in found.new if basis.bases):
        note = "The store gives other figures than when this report was made; recommendations keep those of today."
        return replace(found, notes=(*found.notes, note))
    return found
