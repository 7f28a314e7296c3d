"""The verb `plan`: a year of quality assurance as workbook and calendar, taken back, and held against what was done."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from docgen.cycle.ics import Entry, calendar
from docgen.cycle.planning import Kept as Standing
from docgen.cycle.planning import Planned, at_events, done_against_planned, is_done, plan
from docgen.fields import Unclear, parse_date, same
from docgen.model import DocgenError, Framework, Place, Query, Severity
from docgen.pipeline import lists, periods, sheets
from docgen.pipeline.delivery import deliver, there
from docgen.pipeline.kept import noted_in
from docgen.pipeline.toolkits import safe
from docgen.pipeline.workspace import Workspace
from docgen.store import Kept, Store

_HEADS = (
    ("Ref", 24), ("Month", 16), ("What", 30), ("Who", 34), ("Cases", 40), ("From", 12), ("Due", 12), ("Done on", 12),
    ("Note", 30), ("Returns", 9),
)  # fmt: skip
_DATES = ("From", "Due", "Done on")
_LONG = ("What", "Who", "Cases", "Note")


@dataclass(frozen=True, slots=True)
class Made:
    """The files, how each method stands, how many times were newly noted as done, and what the maker should know."""

    files: tuple[Path, ...]
    standing: tuple[Standing, ...]
    taken: int = 0
    notes: tuple[str, ...] = ()


def make(
    workspace: Workspace, store: Store, framework: Framework, year: str, now: str, back: Path | None = None,
    out: Path | None = None,
) -> Made:  # fmt: skip
    """Make the plan of a year such as 2026-27; `back` is the workbook as it came back, whose days are taken first.

    Raises DocgenError for what is no year, and with everything in the workbook that cannot be taken.
    """
    period = periods.parse(year, framework)
    if period.unit != "year":
        message = f"“{year}” is no year."
        raise DocgenError(Query("plan-year", Severity.ERROR, message, "Write a year from April, such as 2026-27."))
    days = framework.calendar
    planned = plan(framework, period.first, period.last, days)
    name = periods.financial(period.first)
    if not planned:
        message = f"The framework {framework.id} has no schedule, and no cycle that starts rounds."
        raise DocgenError(Query("no-plan", Severity.ERROR, message, "Add schedule: or cycle: to the definition."))
    returns = returns_of(store, framework, planned)
    notes: list[str] = []
    taken = _take(store, framework, name, planned, returns, back, now, notes) if back is not None else 0
    noted = noted_in(store, framework.id, name)
    at, folder = date.fromisoformat(now[:10]), out or workspace.out / safe(f"plan-{framework.id}-{name}")
    standing = done_against_planned(planned, returns, {ref: day for ref, (day, _) in noted.items()}, at)
    entries, before = _entries(framework, planned), there(folder / "plan.ics")
    files = {
        "plan.xlsx": sheets.workbook(
            list(_sheets(framework, planned, noted, returns, standing)), f"{framework.title}: plan {name}", now
        ),
        "plan.ics": calendar(entries, f"{framework.title} {name}", now, before),
    }  # fmt: skip
    placed = deliver(store, folder, files, now)
    notes += [f"{path} was left as it was, because somebody has changed it." for path in placed.left]
    return Made(placed.files, standing, taken, tuple(notes))


def returns_of(store: Store, framework: Framework, planned: Sequence[Planned]) -> dict[str, tuple[date, ...]]:
    """Form → the dates of its accepted returns, for each form of the plan."""
    found = {}
    for name in {one.form for one in planned if one.form}:
        form = framework.form(name)
        role = form.role("date") if form is not None else ""
        dates = (str(audit.values.get(role) or "") for audit in store.audits(framework.id, name, fields=[role]))
        found[name] = tuple(sorted(date.fromisoformat(day) for day in dates if day))
    return found


# --- the workbook ----------------------------------------------------------------------------------------


def _sheets(
    framework: Framework, planned: Sequence[Planned], noted: Mapping[str, tuple[date, str]],
    returns: Mapping[str, tuple[date, ...]], standing: Sequence[Standing],
) -> Iterator[sheets.Sheet]:  # fmt: skip
    columns = [sheets.Column(name, width, name in _DATES, name in _LONG) for name, width in _HEADS]
    yield sheets.Sheet("Plan", columns, [_row(one, noted, returns.get(one.form, ())) for one in planned])
    yield sheets.Sheet(
        "Done against planned",
        [sheets.Column("What", 34), *(sheets.Column(name, 14) for name in ("Planned", "Due by now", "Done", "Missed",
                                                                           "Returns"))],
        [(one.title, one.planned, one.due, one.done, one.missed, one.returns) for one in standing],
    )  # fmt: skip
    events = at_events(framework)
    if events:
        yield sheets.Sheet(
            "At events",
            [sheets.Column("What", 34), sheets.Column("When", 60, wrap=True), sheets.Column("Who", 40, wrap=True)],
            [(one.method, " ".join(one.cases.split()), one.who) for one in events],
        )
    told = (
        "Write the day into “Done on” where something without a form was done, and what there is to say into “Note”.",
        "Send the workbook back to the QA team: docgen plan takes it in with --take.",
        "What is done with a form is known by its returns, which “Returns” counts; a day is not needed there.",
    )
    yield sheets.Sheet("How", [sheets.Column("How", 110)], [(line,) for line in told], plain=True)


def _row(one: Planned, noted: Mapping[str, tuple[date, str]], dates: tuple[date, ...]) -> tuple[sheets.Cell, ...]:
    day, note = noted.get(one.ref, (None, ""))
    inside = [found for found in dates if one.first <= found <= one.last]
    done = day or (inside[0] if is_done(one, dates, {}) else None)
    return (
        one.ref, f"{periods.MONTHS[one.due.month - 1]} {one.due.year}", one.title, one.who, one.cases,
        one.first.isoformat(), one.due.isoformat(), done.isoformat() if done else "", note,
        len(inside) if one.form else "",
    )  # fmt: skip


def _entries(framework: Framework, planned: Sequence[Planned]) -> Iterator[Entry]:
    """A calendar entry for each time but the weekly ones, which nobody needs to be reminded of one by one."""
    weekly = {method.id for method in framework.schedule if method.frequency == "weekly"}
    for one in planned:
        if one.of not in weekly:
            text = "\n".join(filter(None, (one.who, one.cases, one.note)))
            about = "\x1f".join(("plan", framework.id, one.ref, str(one.first.year)))
            yield Entry(about, one.due, f"Due: {one.title}", text, framework.title, (7, 1))


def _take(
    store: Store, framework: Framework, year: str, planned: Sequence[Planned],
    returns: Mapping[str, tuple[date, ...]], back: Path, now: str, notes: list[str],
) -> int:  # fmt: skip
    """Take the days out of a workbook that came back; how many are new or other than before. A day for what has a form,
    of which no return is dated so, is not taken, and named."""
    (line, header), *body = list(lists.rows(back, [])) or [(1, ())]
    heads = {same(head): n for n, head in enumerate(header)}
    missing = [name for name in ("Ref", "Done on") if same(name) not in heads]
    if missing:
        message = f"No column is headed {missing[0]}."
        raise DocgenError(_problem(back, f"row {line}", message, "Take the sheet Plan of a plan that docgen made."))
    refs = {one.ref: one for one in planned}
    problems: list[Query] = []
    said: dict[str, tuple[str, str]] = {}
    for number, cells in body:
        cell = {name: cells[n].strip() if n < len(cells) else "" for name, n in heads.items()}
        ref, day = cell["ref"], cell["done on"]
        found = parse_date(day) if day else ""
        if not ref and not day:
            continue
        if ref not in refs:
            problems.append(_problem(back, f"row {number}", f"“{ref}” is no ref of {framework.id} {year}.",
                                     "Leave the column Ref as it is."))  # fmt: skip
        elif isinstance(found, Unclear):
            problems.append(_problem(back, f"row {number}", f"“{day}” is no day.", "Write it as 31/12/2026."))
        elif found > now[:10]:
            problems.append(_problem(back, f"row {number}", f"{day} has not come yet.", "Correct the day."))
        elif not refs[ref].form:
            said[ref] = (found, cell.get("note", ""))
        elif found and date.fromisoformat(found) not in returns.get(refs[ref].form, ()):
            why = f"{ref} has a form, and is done when a return is dated in its time"
            notes.append(f"{back.name}, row {number}: {day} was not taken: {why}.")
    if problems:
        raise DocgenError(*problems)
    before = {ref: (day.isoformat(), note) for ref, (day, note) in noted_in(store, framework.id, year).items()}
    changed = {ref: list(one) for ref, one in said.items() if one != before.get(ref, ("", ""))}
    if changed:
        digest = hashlib.sha256(back.read_bytes()).hexdigest()
        store.keep(Kept("plan", framework.id, name=year, at=now, data={"done": changed, "sha256": digest}))
    return len(changed)


def _problem(path: Path, at: str, message: str, fix: str) -> Query:
    return Query("plan", Severity.ERROR, message, fix, where=Place(path.name, at))
