"""The verb `due`: what is due, overdue and next in the cycle, by person, worked out from the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from docgen.conditions import fields_of, ranks_of
from docgen.cycle.ics import Entry
from docgen.cycle.ics import calendar as ics
from docgen.cycle.steps import IN_HAND, WAITS, Ground, Issued, Item, Returned, course, standing
from docgen.definitions.problem import choose
from docgen.fields import same
from docgen.model import Action, Audit, Cycle, DocgenError, Form, Framework, Query, Severity, Standing
from docgen.pipeline import unsent
from docgen.pipeline.workspace import Workspace
from docgen.store import CaseIn, Kept, Line, Store, Which

ORDER = ("overdue", "due", "in hand", "open", "next", "late", "done")
"""How things stand, what needs somebody first."""
OPEN = ORDER[:5]
QA_TEAM = "QA team"
"""The role of those who send forms out and look at what is held."""


@dataclass(frozen=True, slots=True)
class DueStep:
    """A step of a case as it stands on a day: the person who does it, or the role where nobody is named. Without a case
    it is a form that ought to go out, and has not."""

    framework: Framework
    item: Item
    case: str
    stands: str
    person: str
    days: int | None
    """Days to the day on which it is due, negative where that has passed; None where no day is set."""

    nth: int = 1
    """The how-manieth time that this step is set off for the case, as an audit again may be."""

    @property
    def key(self) -> str:
        """What the step is known by for life: whatever has gone out or come in for it."""
        return "\x1f".join(
            (self.framework.id, self.item.step.id, same(self.case) or f"{self.item.since}", f"{self.nth}")
        )

    @property
    def what(self) -> str:
        """What is to be done, in words."""
        if self.case:
            return self.item.step.step
        return f"{self.item.step.step}: not yet sent out"

    @property
    def about(self) -> str:
        """The case, or the round for which nothing has gone out."""
        return self.case or f"from {self.item.since}"


@dataclass(frozen=True, slots=True)
class Noted:
    """A step that somebody says is done: of a case, on a day; or that is left out in the round of a day."""

    step: str
    case: str
    on: str
    why: str = ""
    round: str = ""


def find(
    workspace: Workspace, store: Store, frameworks: Sequence[Framework], at: str, by: str = "", *, named: bool = False
) -> tuple[DueStep, ...]:
    """Every step of every case as it stands on a day (YYYY-MM-DD), what is overdue first, then by day and person; and
    the forms that ought to go out by then or within a week, and have not.

    What went out or came in after that day is not looked at. `by` keeps those of one person or role. `named` asks for
    forms that ought to go out where the team has done nothing with a framework yet.
    """
    found: list[DueStep] = []
    for framework in _latest(frameworks):
        if framework.cycle is None:
            continue
        found += _of(workspace, store, framework, framework.cycle, date.fromisoformat(at), named=named)
    if by:
        found = [one for one in found if same(by) in (same(one.person), same(one.item.step.who))]
    return tuple(sorted(found, key=_order))


def _order(one: DueStep) -> tuple[int, date, str, str]:
    return ORDER.index(one.stands), one.item.due or date.max, one.person.casefold(), one.case


def _latest(frameworks: Sequence[Framework]) -> Iterator[Framework]:
    """Of several versions of a framework the last one, whose cycle counts."""
    last: dict[str, Framework] = {}
    for framework in frameworks:
        last[framework.id] = framework
    yield from last.values()


def _of(
    workspace: Workspace, store: Store, framework: Framework, cycle: Cycle, at: date, *, named: bool
) -> Iterator[DueStep]:
    names: dict[str, str] = {}
    copies = list(_copies(store, framework, cycle, at, names))
    returns = list(_returns(store, framework, at, names))
    noted = {**_acted(store, framework, cycle, at), **_noted(store, framework, at)}
    ground = Ground(cycle, framework.calendar, _ranks(framework), noted)
    roles = {same(role): who.partition(",")[0].strip() for role, who in workspace.settings.roles if who}
    items, times = course(ground, copies, returns), Counter[tuple[str, str]]()
    for item in (*items, *unsent.find(store, framework, cycle, items, at, named=named)):
        who = QA_TEAM if item.state == IN_HAND or not item.case else item.step.who
        person = ("" if item.state == IN_HAND else item.person) or roles.get(same(who), "") or who
        days = (item.due - at).days if item.due is not None else None
        times[item.step.id, item.case] += bool(item.case)
        nth = times[item.step.id, item.case]
        yield DueStep(framework, item, names.get(item.case, ""), standing(item, at), person, days, nth)


def _copies(store: Store, framework: Framework, cycle: Cycle, at: date, names: dict[str, str]) -> Iterator[Issued]:
    for copy in store.copies(framework.id):
        on = date.fromisoformat(copy.issued[:10])
        if not copy.case or copy.exempt or on > at:
            continue
        names.setdefault(same(copy.case), copy.case)
        started = copy.facts.get(cycle.started) if cycle.started else None
        yield Issued(
            copy.id, copy.form, same(copy.case), on, date.fromisoformat(copy.due) if copy.due else None, copy.auditor,
            copy.team, date.fromisoformat(started) if isinstance(started, str) and started else None,
        )  # fmt: skip


def _returns(store: Store, framework: Framework, at: date, names: dict[str, str]) -> Iterator[Returned]:
    audits: dict[str, Audit] = {}
    for form in framework.forms:
        audits |= {audit.key: audit for audit in store.audits(framework.id, form.id)}
    for slip in store.receipts(framework.id):
        found = framework.form(slip.form)
        received = date.fromisoformat(slip.received[:10])
        if found is None or not slip.case or received > at:
            continue
        names.setdefault(same(slip.case), slip.case)
        audit = audits.get(slip.key)
        values = audit.values if audit is not None else {}
        yield Returned(
            slip.key, slip.form, same(slip.case), slip.toolkit, received,
            date.fromisoformat(slip.day) if slip.day else None, slip.standing is Standing.ACCEPTED, values,
            _said(found, "auditor", values), _said(found, "practitioner", values), _said(found, "team", values),
        )  # fmt: skip


def _said(form: Form, role: str, values: Mapping[str, object]) -> str:
    value = values.get(form.role(role)) if form.role(role) else None
    return str(value).strip() if value else ""


def _ranks(framework: Framework) -> dict[str, dict[str, Mapping[str, int]]]:
    scales = {scale.id: {grade.id: grade.rank for grade in scale.grades} for scale in framework.scales}
    return {form.id: ranks_of(form.questions, scales) for form in framework.forms}


def _noted(store: Store, framework: Framework, at: date) -> dict[tuple[str, str, str], date]:
    """Step, case and key of the return before → the day on which people say that it was done."""
    found = {}
    for kept in store.kept("step", framework.id):
        on = date.fromisoformat(kept.data["on"])
        for one in kept.cases:
            if on <= at:
                found[kept.name, same(one.case), one.detail] = on
    return found


def _acted(store: Store, framework: Framework, cycle: Cycle, at: date) -> dict[tuple[str, str, str], date]:
    """The steps that are about actions of a return, where nobody has to do any of them any more: the last day of them.

    A step is about the actions of the table that its condition asks for; where some of these are marked Yes, such as
    those that restore a bottom line, about those.
    """
    found = {}
    by_return: dict[tuple[str, str], list[Action]] = {}
    for action in store.actions(Which(framework.id)):
        by_return.setdefault((action.key, action.field), []).append(action)
    for step in cycle.steps:
        fields = fields_of(step.when) if not step.form and not step.done else frozenset()
        for (key, field), actions in by_return.items():
            marked = [one for one in actions if any(answer == "Yes" for _, answer in one.notes)] or actions
            last = max((one.done or one.changed)[:10] for one in marked)
            if field in fields and not any(one.unfinished for one in marked) and last <= at.isoformat():
                found[step.id, same(marked[0].case), key] = date.fromisoformat(last)
    return found


def note(workspace: Workspace, store: Store, frameworks: Sequence[Framework], said: Noted, now: str) -> DueStep:
    """Note that a step without a form was done; what it was. Raises DocgenError where no such step is open."""
    if said.round:
        return _leave_out(workspace, store, frameworks, said, now)
    every = find(workspace, store, frameworks, now[:10])
    open_ones = [one for one in every if one.stands in OPEN and not one.item.step.form]
    mine = [one for one in open_ones if same(one.case) == same(said.case)]
    found = next((one for one in mine if said.step == one.item.step.id), None)
    if found is None:
        message = f"No step “{said.step}” of the case {said.case} is open that people can note as done."
        fix = choose(said.step, dict.fromkeys(one.item.step.id for one in mine), "See: docgen due")
        raise DocgenError(Query("no-step", Severity.ERROR, message, fix))
    if found.item.since is not None and said.on < found.item.since.isoformat():
        message = f"{said.on} lies before {found.item.since.isoformat()}, when the step was set off."
        raise DocgenError(Query("no-step", Severity.ERROR, message, "Correct the day."))
    case = CaseIn(found.case, "done", detail=found.item.source)
    store.keep(Kept("step", found.framework.id, name=said.step, at=now, data={"on": said.on, "why": said.why},
                    cases=(case,)))  # fmt: skip
    return found


def _leave_out(workspace: Workspace, store: Store, frameworks: Sequence[Framework], said: Noted, now: str) -> DueStep:
    """Note that the forms of a round are not sent out, and why. Raises DocgenError where nothing waits for them."""
    every = [one for one in find(workspace, store, frameworks, now[:10], named=True) if not one.case]
    found = next((one for one in every if (one.item.step.id, f"{one.item.since}") == (said.step, said.round)), None)
    if found is None:
        message = f"No form “{said.step}” waits to be sent out from {said.round}."
        waits = [f"{one.item.step.id} from {one.item.since}" for one in every]
        fix = f"These wait: {', '.join(waits)}." if waits else "See: docgen due"
        raise DocgenError(Query("no-step", Severity.ERROR, message, fix))
    if not said.why:
        message = "Nothing says why no form goes out."
        raise DocgenError(Query("no-reason", Severity.ERROR, message, "Say it with --why."))
    store.keep(Kept("step", found.framework.id, name=said.step, at=now,
                    data={"on": said.on, "why": said.why, "round": said.round}))  # fmt: skip
    return found


def dated(line: Line, found: Sequence[DueStep]) -> Line:
    """A line of the ledger with the day on which the cycle says that it is due, where it has no day of its own."""
    if line.due:
        return line
    for one in found:
        if one.item.toolkit == line.toolkit and one.item.due is not None:
            state = "overdue" if one.stands == "overdue" else line.state
            return replace(line, due=one.item.due.isoformat(), state=state)
    return line


def waiting(found: Sequence[DueStep], which: Which, every: bool) -> Iterator[Line]:
    """Lines of a part of the ledger for those to be reminded of steps for which nothing has gone out: overdue ones, or
    with `every` all that have a day."""
    for one in found:
        item = one.item
        late = one.stands == "overdue"
        if item.state != WAITS or not (late or (every and item.due)) or not _belongs(one, which):
            continue
        yield Line(
            state="overdue" if late else "due", framework=one.framework.id, version=one.framework.version,
            form=one.what, case=one.case, toolkit="", key="", file="",
            at=item.since.isoformat() if item.since else "", day="", due=item.due.isoformat() if item.due else "",
            auditor=one.person, address="", team=item.team, why="",
        )  # fmt: skip


def _belongs(one: DueStep, which: Which) -> bool:
    """Whether a step is of a part of the ledger; in a period it counts under the day on which it is due."""
    due = one.item.due.isoformat() if one.item.due else ""
    pairs = ((which.framework, one.framework.id), (which.form, one.item.step.form), (which.team, one.item.team),
             (which.auditor, one.person))  # fmt: skip
    within = (not which.first or due >= which.first) and (not which.last or due <= which.last)
    return within and all(not wanted or same(wanted) == same(is_) for wanted, is_ in pairs)


def diary(found: Sequence[DueStep], now: str, before: bytes = b"") -> bytes:
    """The steps that have a day as an .ics file, which goes on from the one that was made before."""
    entries = [
        Entry(
            one.key, item.due, ": ".join(filter(None, (one.what, one.case))), f"{one.person}\n{item.step.note}".strip(),
            one.framework.title, (3, 1),
        )
        for one in found if (item := one.item).due is not None
    ]  # fmt: skip
    return ics(entries, "Audit cycle", now, before)
