"""What an allocation gives out: the case list with its auditors, a workbook, drafts with the forms, calendars."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from docgen.cycle.allocation import Allocation, Auditor
from docgen.cycle.ics import Entry, calendar
from docgen.fields import same
from docgen.model import Form, Framework
from docgen.pipeline import delivery, letters, lists, sheets
from docgen.pipeline.toolkits import safe
from docgen.pipeline.workspace import Workspace
from docgen.workdays import Calendar, working_days

WORDS = "allocate.txt"
_PLACES = ("auditor", "copies", "list", "form", "start", "due", "organisation")
_OF_AUDITOR = ("agency", "team")
"""What is written into a form that asks for it of its auditor, in a field such as auditor_agency."""


@dataclass(frozen=True, slots=True)
class Plan:
    """An allocation with all that goes out with it. `cases` is key → reference, `source` the case list.

    none        auditor → why they take no case; `fixed` the cases that have come back, with who had them
    """

    framework: Framework
    form: Form
    found: Allocation
    cases: Mapping[str, str]
    auditors: tuple[Auditor, ...]
    before: Mapping[str, tuple[str, ...]]
    start: str
    due: str
    source: Path
    format: str
    days: Calendar
    none: Mapping[str, str]
    fixed: Mapping[str, tuple[str, ...]]


def case_list(workspace: Workspace, plan: Plan, now: str) -> bytes:
    """The case list as it was, with auditor, address and day for each case that was placed, for the toolkits."""
    (_, header), *body = lists.rows(plan.source, [])
    own = {same(name): meant for name, meant in workspace.settings.case_columns}
    role = plan.form.role("auditor") or "auditor"
    new = {role: 24, "auditor_email": 30, "due": 12}
    for word in _OF_AUDITOR:
        if plan.form.question(f"{role}_{word}") is not None:
            new[f"{role}_{word}"] = 20
    dates = _days_told(plan)
    new |= dict.fromkeys(dates, 12)
    if plan.found.pairs:
        new["second auditor"] = 24
    labels = {question.id: question.label for question in (*plan.form.questions, *plan.framework.case_fields)}
    replaced = {same(name) for name in new} | {same(labels[name]) for name in new if name in labels}
    kept = [n for n, head in enumerate(header) if same(own.get(same(head), head)) not in replaced]
    case = next(n for n, head in enumerate(header) if _is_case(own.get(same(head), head), plan.form))
    columns = [*(sheets.Column(header[n] or f"Column {n + 1}", 18) for n in kept),
               *(sheets.Column(name, width) for name, width in new.items())]  # fmt: skip
    placed = {one.key: one.auditors for one in plan.found.placed}
    people = {one.name: one for one in plan.auditors}
    rows = []
    for _, cells in body:
        key = same(cells[case]) if case < len(cells) else ""
        if key not in placed:
            continue
        lead = people[placed[key][0]]
        told = {
            role: lead.name, "auditor_email": lead.email, "due": plan.due,
            **{f"{role}_{word}": getattr(lead, word) for word in _OF_AUDITOR},
            "second auditor": (*placed[key], "")[1],
        }  # fmt: skip
        told |= dates
        rows.append((*(cells[n] if n < len(cells) else "" for n in kept), *(told[name] for name in new)))
    return sheets.workbook([sheets.Sheet("Cases", columns, rows)], f"{plan.form.title}: cases and auditors", now)


def _days_told(plan: Plan) -> dict[str, str]:
    """Field of the case list → day: the start of the round for a form that goes out then; when it was given out."""
    cycle = plan.framework.cycle
    rules = cycle.allocation(plan.form.id) if cycle else None
    told = {cycle.started: plan.start} if cycle and cycle.started and cycle.starts(plan.form.id) else {}
    return told | ({rules.given: plan.start} if rules is not None and rules.given else {})


def _is_case(head: str, form: Form) -> bool:
    question = form.question(form.role("case"))
    names = {form.role("case"), "case", question.label if question is not None else ""}
    return same(head).replace(" ", "_") in {same(name).replace(" ", "_") for name in names if name}


def files(workspace: Workspace, plan: Plan, copies: Mapping[str, Path], folder: Path, now: str) -> dict[str, bytes]:
    """Name → content of what goes into a folder: the workbook, and for each auditor a draft and a calendar, beside the
    calendar of all. Calendars go on from those that lie there."""
    made = {"allocation.xlsx": sheets.workbook(list(_sheets(plan, copies)), f"{plan.form.title}: allocation", now)}
    words = letters.words(workspace, WORDS, _PLACES)
    everything: list[Entry] = []
    taken: set[str] = set()
    for one in sorted(plan.auditors, key=lambda one: one.name.casefold()):
        mine = [placed for placed in plan.found.placed if one.name in placed.auditors]
        if not mine:
            continue
        entries = [_entry(plan, placed.key, placed.auditors, one.name) for placed in mine] if plan.due else []
        everything += [entry for entry, placed in zip(entries, mine, strict=False) if placed.auditors[0] == one.name]
        stem = safe(one.name)
        while stem.casefold() in taken:
            stem += "-"
        taken.add(stem.casefold())
        before = delivery.there(folder / "calendars" / f"{stem}.ics")
        diary = calendar(entries, f"{plan.form.title}: {one.name}", now, before) if entries else b""
        if diary:
            made[f"calendars/{stem}.ics"] = diary
        attached = [(copies[p.key].name, copies[p.key].read_bytes()) for p in mine
                    if p.key in copies and copies[p.key].is_file()]  # fmt: skip
        if diary:
            attached.append((f"{stem}.ics", diary))
        text = words.text.substitute(_told(workspace, plan, one.name, [(p.key, p.auditors) for p in mine]))
        subject = words.subject.replace("$form", plan.form.title)
        made[f"drafts/{stem}.eml"] = letters.draft(subject, text, [(one.name, one.email)], attached)
    if everything:
        before = delivery.there(folder / "calendars" / "all.ics")
        made["calendars/all.ics"] = calendar(everything, f"{plan.form.title}: all", now, before)
    return made


def _told(workspace: Workspace, plan: Plan, name: str, mine: Sequence[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    lines = []
    for key, who in mine:
        other = next((one for one in who if one != name), "")
        with_whom = f", with {other}; {'you lead' if who[0] == name else f'{other} leads'}" if other else ""
        lines.append(f"  case {plan.cases[key]}{with_whom}")
    copies = "One form is" if len(mine) == 1 else f"{len(mine)} forms are"
    return {
        "auditor": name, "copies": copies, "list": "\n".join(lines), "form": plan.form.title,
        "start": letters.day(plan.start) if plan.start else "", "due": letters.day(plan.due) if plan.due else "no day",
        "organisation": workspace.settings.organisation or plan.framework.organisation,
    }  # fmt: skip


def _entry(plan: Plan, key: str, who: tuple[str, ...], name: str) -> Entry:
    other = next((one for one in who if one != name), "")
    text = f"{plan.form.title}, case {plan.cases[key]}, due on {letters.day(plan.due)}."
    text += f"\nWith {other}." if other else ""
    about = "\x1f".join(("allocation", plan.framework.id, plan.form.id, key, plan.start))
    return Entry(about, date.fromisoformat(plan.due), f"{plan.form.title} due: {plan.cases[key]}", text,
                 plan.framework.title, (3, 1))  # fmt: skip


def _sheets(plan: Plan, copies: Mapping[str, Path]) -> Iterator[sheets.Sheet]:
    people = {one.name: one for one in plan.auditors}
    second = bool(plan.found.pairs)
    moved = set(plan.found.moved)
    rows = []
    for one in plan.found.placed:
        lead = people[one.auditors[0]]
        change = "moved" if one.key in moved else "stays" if plan.before.get(one.key) else "new"
        rows.append(
            (plan.cases[one.key], lead.name, lead.email, *([one.auditors[1]] if second else []), plan.due, change,
             copies[one.key].name if one.key in copies else "")
        )  # fmt: skip
    yield sheets.Sheet(
        "Allocation",
        [sheets.Column("Case", 16), sheets.Column("Auditor", 24), sheets.Column("E-mail", 30),
         *([sheets.Column("Second auditor", 24)] if second else []), sheets.Column("Due", 12, dates=True),
         sheets.Column("Change", 10), sheets.Column("Form", 36)],
        rows,
    )  # fmt: skip
    load = Counter(plan.found.load()) + Counter(name for who in plan.fixed.values() for name in who)
    window = _window(plan)
    yield sheets.Sheet(
        "Auditors",
        [sheets.Column("Auditor", 24), sheets.Column("Agency", 20), sheets.Column("Team", 20),
         sheets.Column("Can take", 10), sheets.Column("Has", 8), sheets.Column("Come back", 10),
         sheets.Column("Working days", 12), sheets.Column("Remark", 48)],
        [
            (one.name, one.agency, one.team, one.capacity, load[one.name],
             sum(one.name in who for who in plan.fixed.values()), window, _remark(plan, one))
            for one in plan.auditors
        ],
    )  # fmt: skip
    yield sheets.Sheet(
        "Not placed",
        [sheets.Column("Case", 16), sheets.Column("Auditor", 24), sheets.Column("Why not", 60, wrap=True)],
        [(plan.cases[one.key], name, why) for one in plan.found.unplaced for name, why in one.reasons],
    )


def _remark(plan: Plan, one: Auditor) -> str:
    """Why somebody has no case, where there is something to say."""
    why = "they have no partner of another agency or team" if one.name in plan.found.alone else ""
    why = plan.none.get(one.name, why)
    return f"{why[:1].upper()}{why[1:]}"


def _window(plan: Plan) -> int | str:
    """The working days from the start to the day on which it is due, both counted."""
    if not plan.due:
        return ""
    return working_days(date.fromisoformat(plan.start) - timedelta(1), date.fromisoformat(plan.due), plan.days)
