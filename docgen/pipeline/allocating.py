"""The verb `allocate`: cases to auditors, with the forms, a workbook, e-mail drafts and calendar entries."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from docgen.cycle.allocation import Allocation, Auditor, Case, Task, allocate, names
from docgen.cycle.rounds import next_start
from docgen.fields import same, show
from docgen.model import AllocationRules, Cycle, DocgenError, Form, Framework, Query, Severity, Toolkit
from docgen.pipeline import allocated, auditors, caselist, letters, toolkits
from docgen.pipeline.delivery import deliver, is_free
from docgen.pipeline.toolkits import safe
from docgen.pipeline.workspace import Workspace
from docgen.store import CaseIn, Kept, Store
from docgen.workdays import Calendar, after, parse_span, working_days

PLACED, UNPLACED = "placed", "not placed"


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: cases to auditors. `declared` is a list of declarations, `keep` goes by what was allocated.

    start, due      YYYY-MM-DD; where empty the next round of the cycle, and what its first step says; with `keep` the
                    round in which these cases were given out
    """

    framework: Framework
    form: Form
    cases: Path
    auditors: Path
    declared: Path | None = None
    keep: bool = False
    start: str = ""
    due: str = ""
    format: str = "word"
    out: Path | None = None
    forms: bool = True
    blind: bool = False
    """Without the judgements of the audit, in a moderating form."""


@dataclass(frozen=True, slots=True)
class Made:
    """What came out, the case references by key, the files, and what the maker should know."""

    allocation: Allocation
    cases: Mapping[str, str]
    files: tuple[Path, ...]
    due: str = ""
    notes: tuple[str, ...] = ()


def make(workspace: Workspace, store: Store, order: Order, now: str) -> Made:
    """Allocate the cases, and make everything that goes out. Raises DocgenError with all that is wrong, OSError."""
    notes: list[str] = []
    framework, form, days = order.framework, order.form, order.framework.calendar
    rules = _rules(framework, form)
    read = caselist.read(order.cases, form, framework.case_fields, dict(workspace.settings.case_columns))
    people = _with_addresses(auditors.read(order.auditors, rules.cases, notes), workspace)
    declared = auditors.declared(order.declared, notes) if order.declared else ()
    cases = tuple(_case(row, form, framework, rules) for row in read.rows)
    order = _in_their_round(store, order, {case.key for case in cases})
    start, due = _dates(order, framework.cycle or Cycle(), days, now[:10])
    round_ = _Round.of(store, framework, form, start)
    fixed = {case.key: round_.before[case.key] for case in cases if case.key in round_.before.keys() & round_.back}
    there = _room(_there(people, start, due, days, notes), fixed)
    before = {key: who for key, who in round_.before.items() if order.keep and key not in fixed}
    found = _solved(
        Task(tuple(one for one in cases if one.key not in fixed), there, rules, declared, before, _seed(cases))
    )
    notes += _said(found, people, there, fixed)
    plan = allocated.Plan(
        framework, form, found, {same(row.case): row.case for row in read.rows}, people, before, start, due,
        order.cases, order.format, days, {one.name: one.none for one in there if not one.capacity}, fixed,
    )  # fmt: skip
    folder = order.out or workspace.out / safe(f"allocation-{framework.id}-{form.id}-{start or now[:10]}")
    placed = deliver(store, folder, {"cases.xlsx": allocated.case_list(workspace, plan, now)}, now)
    copies: Mapping[str, Path] = {}
    if order.forms and found.placed:
        anew = frozenset(round_.come_back - fixed.keys())
        wanted = toolkits.Order(
            framework, form, folder / "forms", placed.files[0], order.format, anew=anew, due=due, blind=order.blind
        )
        issued = toolkits.make(workspace, wanted, now)
        notes += [note for note in issued.notes if not note.startswith("Column ")]
        copies = _by_case(store, framework, form, folder / "forms")
    if order.forms:
        notes += _with_nobody(store, round_, plan, now)
    files = deliver(store, folder, allocated.files(workspace, plan, copies, folder, now), now)
    notes += [f"{path} was left as it was, because somebody has changed it." for path in (*placed.left, *files.left)]
    notes += _cleared(store, folder, files.files)
    store.keep(_kept(plan, now))
    return Made(found, plan.cases, (*placed.files, *files.files), due, tuple(notes))


@dataclass(frozen=True, slots=True)
class _Round:
    """What is known of a round of a form before cases are given out in it. Cases are as `same` compares them.

    before      who has which case by the allocations of the round
    back        cases whose form has come in since the round was first given out
    come_back   cases whose last copy has come back, in this round or in an earlier one
    out         case → its last copy, where that has not come back
    """

    before: Mapping[str, tuple[str, ...]]
    back: frozenset[str]
    come_back: frozenset[str]
    out: Mapping[str, Toolkit]

    @classmethod
    def of(cls, store: Store, framework: Framework, form: Form, start: str) -> _Round:
        """The round of a form that starts on a day."""
        allocations = store.kept("allocation", framework.id, form.id, start)
        first = min((kept.at for kept in allocations), default="")
        received = {one.toolkit: one.received for one in store.receipts(framework.id) if one.form == form.id}
        last = {same(copy.case): copy for copy in store.copies(framework.id) if copy.form == form.id and copy.case}
        come_back = {case for case, copy in last.items() if copy.id in received}
        back = {case for case in come_back if first and received[last[case].id] >= first}
        out = {case: copy for case, copy in last.items() if case not in come_back}
        return cls(_before(allocations), frozenset(back), frozenset(come_back), out)


def _in_their_round(store: Store, order: Order, cases: Collection[str]) -> Order:
    """With `keep` the order for the round in which these cases were given out last, and with its day."""
    if not order.keep or order.start:
        return order
    for kept in reversed(store.kept("allocation", order.framework.id, order.form.id)):
        if any(one.what == PLACED and same(one.case) in cases for one in kept.cases):
            return replace(order, start=kept.name, due=order.due or kept.data["due"])
    return order


def _said(
    found: Allocation, people: Sequence[Auditor], there: Sequence[Auditor], fixed: Collection[str]
) -> Iterator[str]:
    """What the maker should know of an allocation beside the cases that could not be placed."""
    if fixed:
        stay = "has come back already and stays as it is" if len(fixed) == 1 else "have come back and stay as they are"
        yield f"{len(fixed)} of the cases {stay}."
    load = found.load()
    unknown = [one.name for one in people if not one.email and load.get(one.name)]
    if unknown:
        yield f"No e-mail address is known of: {', '.join(unknown)}. Add it to the list of auditors, or in docgen.yaml."


def _with_nobody(store: Store, round_: _Round, plan: allocated.Plan, now: str) -> Iterator[str]:
    """The forms that are out for cases which nobody can take now: who had them is not waited for any more."""
    for one in plan.found.unplaced:
        copy = round_.out.get(one.key)
        if copy is not None and copy.auditor:
            store.issue([replace(copy, auditor="", address="")], now)
            yield f"Case {copy.case} was with {copy.auditor}, and nobody has it now: ask for the form {copy.id} back."


def _cleared(store: Store, folder: Path, made: Collection[Path]) -> Iterator[str]:
    """Drafts and calendars of an earlier allocation for people who have no case now are taken away; what somebody has
    changed stays, and is named."""
    for path in sorted((*folder.glob("drafts/*.eml"), *folder.glob("calendars/*.ics"))):
        if path in made:
            continue
        if is_free(store, path):
            path.unlink()
        else:
            yield f"{path} is of an earlier allocation, and somebody has changed it: do not send it."


def _rules(framework: Framework, form: Form) -> AllocationRules:
    """How the framework gives out the cases of a form; by itself that nobody has a case of their own."""
    found = framework.cycle.allocation(form.id) if framework.cycle else None
    return found or AllocationRules(form.id)


def _dates(order: Order, cycle: Cycle, days: Calendar, today: str) -> tuple[str, str]:
    """When the round starts, and when the form is due: as the command says, else as the cycle does.

    A form in the middle of the cycle, such as a moderation, starts when it is given out; and where its time counts from
    the return before it, each case has a day of its own, which docgen due knows.
    """
    starts = cycle.starts(order.form.id)
    start = order.start or (next_start(cycle, date.fromisoformat(today), days).isoformat() if starts else today)
    first = next((step for step in cycle.steps if step.form == order.form.id and step.within), None)
    if first is not None and not starts and first.since != "issued":
        return start, order.due
    span = parse_span(first.within) if first is not None else None
    if order.due or span is None or first is None:
        return start, order.due
    return start, days.rolled(after(date.fromisoformat(start), span, days), first.roll).isoformat()


# --- who and what ----------------------------------------------------------------------------------------


def _with_addresses(people: tuple[Auditor, ...], workspace: Workspace) -> tuple[Auditor, ...]:
    """The auditors with the addresses that the settings know of them."""
    known = letters.addresses(workspace.settings)
    return tuple(replace(one, email=one.email or known.get(same(one.name), "")) for one in people)


def _there(people: tuple[Auditor, ...], start: str, due: str, days: Calendar, notes: list[str]) -> tuple[Auditor, ...]:
    """Those who are there for at least half of the working days from the start to the day on which it is due."""
    if not due:
        return people
    first, last = date.fromisoformat(start), date.fromisoformat(due)
    every = max(working_days(first - timedelta(1), last, days), 1)
    found = []
    for one in people:
        gone = {day for begin, end in one.away for day in _each(max(begin, first), min(end, last)) if days.works(day)}
        if 2 * len(gone) > every:
            notes.append(f"{one.name} is away on {len(gone)} of the {every} working days, and gets no case.")
            found.append(replace(one, capacity=0, none=f"they are away on {len(gone)} of the {every} working days"))
        else:
            found.append(one)
    return tuple(found)


def _each(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(n) for n in range((last - first).days + 1))


def _case(row: caselist.CaseRow, form: Form, framework: Framework, rules: AllocationRules) -> Case:
    fields = {question.id: question for question in (*framework.case_fields, *form.questions)}
    shown = {
        name: show(value, fields[name]).strip() for name, value in {**row.values, **row.facts}.items() if name in fields
    }
    people = tuple(name for field in rules.named for name in names(shown.get(field, "")))
    return Case(
        same(row.case), shown.get(form.role("practitioner"), ""), people,
        shown.get(rules.manager, "") if rules.manager else "",
        row.ledger.get("team") or shown.get(form.role("team"), ""), shown.get("agency", ""),
    )  # fmt: skip


def _before(allocations: Sequence[Kept]) -> dict[str, tuple[str, ...]]:
    """Who has which case by allocations, of which the later ones count."""
    found: dict[str, tuple[str, ...]] = {}
    for kept in allocations:
        for one in kept.cases:
            found.pop(same(one.case), None)
            if one.what == PLACED:
                found[same(one.case)] = tuple(one.who.split("; "))
    return found


def _room(people: tuple[Auditor, ...], fixed: Mapping[str, tuple[str, ...]]) -> tuple[Auditor, ...]:
    """The auditors with the room that is left beside the cases that have come back."""
    taken: dict[str, int] = {}
    for who in fixed.values():
        for name in who:
            taken[same(name)] = taken.get(same(name), 0) + 1
    found = []
    for one in people:
        mine = taken.get(same(one.name), 0)
        none = f"they have {mine} of {one.capacity} cases already" if mine and one.capacity else one.none
        found.append(replace(one, capacity=max(one.capacity - mine, 0), none=none))
    return tuple(found)


def _seed(cases: Sequence[Case]) -> str:
    """What breaks ties: the cases themselves, so that the same list is given out in the same way."""
    return hashlib.sha256("\x1f".join(sorted(case.key for case in cases)).encode("utf-8")).hexdigest()


def _solved(task: Task) -> Allocation:
    try:
        return allocate(task)
    except ImportError:
        message = "Giving out cases needs a solver that is not installed."
        fix = "Install it with: python -m pip install 'docgen-audit[cycle]'"
        raise DocgenError(Query("no-solver", Severity.ERROR, message, fix), code=3) from None


def _by_case(store: Store, framework: Framework, form: Form, folder: Path) -> dict[str, Path]:
    """Case, as it is compared → the file of its last copy."""
    issued = store.issued(framework.id, framework.version, form.id)
    return {same(copy.case): folder / copy.file for copy in sorted(issued, key=lambda copy: copy.number) if copy.case}


def _kept(plan: allocated.Plan, now: str) -> Kept:
    found = plan.found
    cases = [CaseIn(plan.cases[one.key], PLACED, "; ".join(one.auditors)) for one in found.placed]
    cases += [
        CaseIn(plan.cases[one.key], UNPLACED, detail="; ".join(f"{name}: {why}" for name, why in one.reasons))
        for one in found.unplaced
    ]
    data = {
        "start": plan.start, "due": plan.due, "placed": len(found.placed), "unplaced": len(found.unplaced),
        "moved": len(found.moved), "version": plan.framework.version,
    }  # fmt: skip
    return Kept("allocation", plan.framework.id, plan.form.id, plan.start, now, data=data, cases=tuple(cases))
