"""What the tables of recommendations in a report say, without guessing: what may mean two things is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.checks import identifying
from docgen.fields import Unclear, parse_date, same
from docgen.model import Place, Query, Severity

if TYPE_CHECKING:
    from docgen.reports import Edited
    from docgen.reports.commentary.agreed import Plan, Row, Written


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
