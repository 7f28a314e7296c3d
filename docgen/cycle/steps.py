"""Where each case stands in the cycle: which steps were set off, by when each is due, and which are done.

Everything follows from what went out and what came back, in the order in which it did. A copy that goes out answers the
oldest step that waits for its form; where none waits, it starts a round. A return sets off the steps after its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from docgen.conditions import holds
from docgen.cycle.rounds import nearest_start
from docgen.model import START, Cycle, Step, Value
from docgen.workdays import ENGLAND, Calendar, after, parse_span

DONE, IN_HAND, OUT, WAITS = "done", "in hand", "out", "waits"
"""Done; come back, and held until somebody has looked at it; out with somebody; set off, and nothing has gone out."""


@dataclass(frozen=True, slots=True)
class Issued:
    """A copy that went out; `started` is what the case list said of the start of its round."""

    id: str
    form: str
    case: str
    on: date
    due: date | None = None
    person: str = ""
    team: str = ""
    started: date | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """A return that speaks for its case. `counts` where it is accepted; `day` the date that it is counted under."""

    key: str
    form: str
    case: str
    toolkit: str
    received: date
    day: date | None = None
    counts: bool = True
    values: Mapping[str, Value] = field(default_factory=dict)
    auditor: str = ""
    practitioner: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A step of one case: what it is, for whom, by when, and where it stands.

    since       the day from which its time is counted; `source` the key of the return that set it off, if one did
    done        when it was done; `toolkit` the copy that is out or came back for it
    """

    step: Step
    case: str
    state: str
    since: date | None = None
    due: date | None = None
    done: date | None = None
    person: str = ""
    team: str = ""
    toolkit: str = ""
    source: str = ""

    @property
    def late(self) -> bool:
        """Whether it was done after the day on which it was due."""
        return bool(self.done and self.due and self.done > self.due)


@dataclass(frozen=True, slots=True)
class Ground:
    """What steps are worked out on: the cycle, working days, ranks of grades by form and field, and what people have
    noted as done: step, case and key of the return before → day."""

    cycle: Cycle
    calendar: Calendar = ENGLAND
    ranks: Mapping[str, Mapping[str, Mapping[str, int]]] = field(default_factory=dict)
    noted: Mapping[tuple[str, str, str], date] = field(default_factory=dict)


def course(ground: Ground, copies: Sequence[Issued], returns: Sequence[Returned]) -> tuple[Item, ...]:
    """Every step of every case, by case and in the order in which they were set off."""
    cases: dict[str, tuple[list[Issued], list[Returned]]] = {}
    for copy in copies:
        cases.setdefault(copy.case, ([], []))[0].append(copy)
    for one in returns:
        cases.setdefault(one.case, ([], []))[1].append(one)
    found: list[Item] = []
    for case in sorted(cases):
        found += _Case(ground, case).run(*cases[case])
    return tuple(found)


class _Case:
    """One case, gone through in time."""

    def __init__(self, ground: Ground, case: str) -> None:
        self._ground = ground
        self._case = case
        self._items: list[Item] = []
        self._at: dict[str, int] = {}
        """Copy → the place of its item."""
        self._sent: dict[str, date] = {}
        """Copy → the day on which it went out."""

    def run(self, copies: Sequence[Issued], returns: Sequence[Returned]) -> list[Item]:
        """The items of the case. On one day what comes in goes before what goes out."""
        known = {copy.id for copy in copies}
        self._sent = {copy.id: copy.on for copy in copies}
        back = {one.toolkit for one in returns}
        events: list[tuple[date, int, str, Issued | Returned]] = [(copy.on, 1, copy.id, copy) for copy in copies]
        events += [(one.received, 0 if one.toolkit in known else 2, one.key, one) for one in returns]
        early = {copy.id: copy for copy in copies if copy.id in back}
        for _, _, _, event in sorted(events, key=lambda one: one[:3]):
            if isinstance(event, Issued):
                if event.id not in self._at:
                    self._go_out(event)
            else:
                if event.toolkit in early and event.toolkit not in self._at:
                    self._go_out(early[event.toolkit])
                self._come_in(event)
        return self._items

    def _go_out(self, copy: Issued) -> None:
        """A copy answers the oldest step that waits for its form, else it starts a round, else it came early."""
        waiting = [n for n, one in enumerate(self._items) if one.state == WAITS and one.step.form == copy.form]
        if waiting:
            item = self._items[waiting[0]]
            since = copy.on if item.step.since == "issued" else item.since
            due = copy.due or self._due(item.step, since)
            self._items[waiting[0]] = replace(item, state=OUT, since=since, due=due, person=copy.person or item.person,
                                              team=copy.team or item.team, toolkit=copy.id)  # fmt: skip
            self._at[copy.id] = waiting[0]
            return
        steps = [step for step in self._ground.cycle.steps if step.form == copy.form]
        if not steps:
            return
        step = next((one for one in steps if START in one.after), steps[0])
        since = self._start(copy) if START in step.after else copy.on
        due = copy.due or self._due(step, since)
        self._at[copy.id] = len(self._items)
        self._items.append(Item(step, self._case, OUT, since, due, person=copy.person, team=copy.team, toolkit=copy.id))

    def _come_in(self, one: Returned) -> None:
        """A return ends its step, and sets off those that follow."""
        place = self._at.get(one.toolkit)
        if place is None:
            copy = Issued(one.toolkit or one.key, one.form, self._case, one.day or one.received, person=one.auditor,
                          team=one.team)  # fmt: skip
            self._go_out(copy)
            place = self._at.get(copy.id)
        if place is None:
            return
        item = self._items[place]
        sent = self._sent.get(one.toolkit, date.min)
        when = one.day if one.day and one.day >= sent else one.received  # the date of the form may be another one
        self._items[place] = replace(
            item, state=DONE if one.counts else IN_HAND, done=when, person=item.person or one.auditor,
            team=item.team or one.team,
        )  # fmt: skip
        if one.counts:
            for step in self._ground.cycle.follow(item.step.id):
                self._set_off(step, one)

    def _set_off(self, step: Step, one: Returned) -> None:
        """A step that follows a return, where its condition holds and its day is known."""
        ranks = self._ground.ranks.get(one.form, {})
        if holds(step.when, one.values, ranks=ranks, calendar=self._ground.calendar) is not True:
            return
        since = self._since(step, one)
        if since is None:
            return
        due = self._due(step, since)
        early = [
            n for n, item in enumerate(self._items)
            if step.form and item.step.id == step.id and not item.source and START not in step.after
        ]  # fmt: skip
        if early:  # its form went out before the return that it follows was taken in
            item = self._items[early[0]]
            counted = item.since if step.since == "issued" else since
            ledger = item.due if item.due != self._due(step, item.since) else None
            self._items[early[0]] = replace(item, since=counted, due=ledger or self._due(step, counted), source=one.key)
            return
        done = _day(one.values.get(step.done)) if step.done else None
        done = done or self._ground.noted.get((step.id, self._case, one.key))
        person = {"auditor": one.auditor, "practitioner": one.practitioner}.get(step.person, "")
        self._items.append(
            Item(step, self._case, DONE if done else WAITS, since, due, done, person, one.team, source=one.key)
        )

    def _since(self, step: Step, one: Returned) -> date | None:
        """The day from which the time of a step counts; None where it is not known yet."""
        if step.since in ("completed", "issued"):
            return one.day or one.received
        return one.received if step.since == "received" else _day(one.values.get(step.since))

    def _start(self, copy: Issued) -> date:
        return copy.started or nearest_start(self._ground.cycle, copy.on, self._ground.calendar)

    def _due(self, step: Step, since: date | None) -> date | None:
        return due(step, since, self._ground.calendar)


def due(step: Step, since: date | None, calendar: Calendar) -> date | None:
    """The day by which a step is due that counts from a day; None where no day is set."""
    span = parse_span(step.within)
    if since is None or span is None:
        return None
    return calendar.rolled(after(since, span, calendar), step.roll)


def standing(item: Item, at: date) -> str:
    """What is to be said of a step on a day: done, late, in hand, overdue, due (within a week), next, or open where no
    day is set."""
    if item.state == DONE:
        return "late" if item.late else "done"
    if item.state == IN_HAND:
        return IN_HAND
    if item.due is None:
        return "open"
    if item.due < at:
        return "overdue"
    return "due" if (item.due - at).days <= 7 else "next"


def kept_in_time(items: Sequence[Item], at: date) -> Iterator[tuple[Step, int, int]]:
    """Each step with a time limit, how many were done in time, and how many were due by a day."""
    by_step: dict[str, list[Item]] = {}
    for item in items:
        if item.due is not None and (item.due <= at or item.done):
            by_step.setdefault(item.step.id, []).append(item)
    for some in by_step.values():
        yield some[0].step, sum(bool(one.done) and not one.late for one in some), len(some)


def _day(value: Value) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
