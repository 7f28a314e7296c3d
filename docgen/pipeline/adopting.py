"""Recommendations of a report taken into the register: which are new, which are known, and what changed in these.

A report is known by framework, kind and period. Its rows are known by their keys, else by their words; what a person
changed in a row that is known is set against what docgen wrote there and what the store has by now.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.cycle.recommendations import TERMS, said
from docgen.cycle.tracking import Conflict, merge
from docgen.fields import same
from docgen.model import Adopted, Basis, DocgenError, Framework, Place, Query, Report, Retest, Severity
from docgen.pipeline import periods
from docgen.pipeline.periods import Period
from docgen.pipeline.recommending import Said, Stated, stated
from docgen.pipeline.workspace import Workspace
from docgen.store import Store

if TYPE_CHECKING:
    from docgen.reports import Trail
    from docgen.reports.commentary.agreed import Written

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
class Adoption:
    """What became of the register: new recommendations, changed ones, and what is asked."""

    new: tuple[Adopted, ...] = ()
    changed: tuple[Adopted, ...] = ()
    asked: tuple[Query, ...] = ()
    notes: tuple[str, ...] = ()


# --- what becomes of the register ------------------------------------------------------------------------


def adopt(store: Store, made: Made, said_: Said, before: Written, bases: Bases, now: str, who: str) -> Adoption:
    """Take what a report recommends into the register. The same report again changes nothing.

    `before` is what docgen had written when people last got hold of it. A recommendation that is no longer in its
    report stays as it is, and is named.
    """
    new: list[Adopted] = []
    changes: list[tuple[Adopted | None, Adopted]] = []
    conflicts: list[Conflict] = []
    named = {row.what: case for row in said_.rows if row.theirs and (case := _case_in(store, row.what))}
    with store.entry() as entry:
        every = entry.recommendations()
        mine = [one for one in every if made.is_of(one)]
        left = list(mine)
        number = _last(every, _prefix(made, now)) + 1
        for row in (one for one in said_.rows if one.what not in named):
            known = next((one for one in left if one.key == row.key), None) or next(
                (one for one in left if same(one.what) == same(row.what)), None
            )
            if known is None:
                one = _new(made, row, f"{_prefix(made, now)}-{number + len(new)}", bases.get(row.key, ()), now, who)
                new.append(one)
                continue
            left.remove(known)
            merged = merge(known, _sent(known, row, before), _returned(known, row), now[:10], who, TERMS)
            conflicts += merged.conflicts
            if merged.thing != known:
                changes.append((known, merged.thing))
        entry.put_recommendations([*changes, *((None, one) for one in new)], now, made.source)
    asked = (*said_.asked, *(_conflict(one) for one in conflicts), *(_naming(case) for case in named.values()))
    return Adoption(tuple(new), tuple(one for _, one in changes), asked, (*said_.notes, *_notes(new, left)))


def _case_in(store: Store, text: str) -> str:
    """The case that words name; empty where they name none. Only words with a digit in them can be a reference."""
    for word in re.findall(r"[\w/-]*\d[\w/-]*", text):
        copies, files = store.named(word)
        cases = (*(one.case for one in copies), *(one.case for one in files))
        found = next((case for case in cases if case and same(case) == same(word)), "")
        if found:
            return found
    return ""


def _naming(case: str) -> Query:
    message = f"A recommendation names case {case}; it was not taken into the register."
    return Query("recommendation", Severity.WARNING, message, "Say it without: it is about practice, and is kept.")


def _new(made: Made, row: Stated, id_: str, bases: tuple[Basis, ...], now: str, who: str) -> Adopted:
    period = made.period
    return Adopted(
        id_, made.framework.id, made.report.id, made.asked, made.words, row.key, row.what,
        period.first.isoformat() if period else "", period.last.isoformat() if period else "", row.owner, row.due,
        row.due, adopted=now[:10], changed=now[:10], by=who, bases=bases,
    )  # fmt: skip


def _returned(known: Adopted, row: Stated) -> dict[str, str]:
    """What a row says of a recommendation: an empty cell says nothing, and neither do docgen's own words, nor those of
    the register in which an editor has only changed kinds of quotation marks, dashes and spaces.
    """
    from docgen.reports.commentary.walking import mark

    words = {"what": row.what} if row.theirs and mark(row.what) != mark(known.what) else {}
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
