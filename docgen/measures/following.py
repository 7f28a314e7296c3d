"""Actions followed until they are done: which rows of a form they are, how they stand, and whether the loop is closed.

Pure: dates come in as texts YYYY-MM-DD, and `today` with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from docgen.fields import show
from docgen.model import Action, ActionStatus, Agreed, Form, Question, Row, Value

SOON = 14
"""Days before its date at which an unfinished action is amber."""
QUIET = 60
"""Days without a word after which an unfinished action is said to drift."""
_LONG = 28
"""Days by which its date may be moved in all before an action is said to drift."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a table of actions says what, whose and by when, and the closed ones beside them."""

    what: str
    owner: str
    due: str
    notes: tuple[Question, ...]


def columns(question: Question) -> Columns:
    """What the columns of a table of actions are for: the text called action, else the first; another text; a date."""
    texts = [one.id for one in question.columns if one.kind in ("longtext", "text")]
    what = "action" if "action" in texts else texts[0] if texts else ""
    named = [one for one in ("owner", "by_whom") if one in texts]
    short = [one.id for one in question.columns if one.kind == "text" and one.id not in (what, "ref")]
    due = next((one.id for one in question.columns if one.kind == "date"), "")
    notes = tuple(one for one in question.columns if one.kind in ("choice", "yesno"))
    return Columns(what, (named or short or [""])[0], due, notes)


def tables(form: Form) -> tuple[Question, ...]:
    """The tables of a form in which actions are agreed: those with a column `action` that follow no earlier ones."""
    earlier = form.role("earlier_actions")
    return tuple(
        question
        for question in form.questions
        if question.kind == "table" and question.id != earlier and any(one.id == "action" for one in question.columns)
    )


def agreed(form: Form, values: Mapping[str, Value]) -> tuple[Agreed, ...]:
    """Every action that a return agrees, in the order of the form. A row without words in its action is none."""
    found = []
    for question in tables(form):
        means = columns(question)
        for number, row in enumerate(rows(values.get(question.id)), start=1):
            what = cell(row, means.what)
            if what:
                notes = tuple((one.label, show(row.get(one.id), one)) for one in means.notes if row.get(one.id))
                found.append(
                    Agreed(question.id, number, what, cell(row, means.owner), cell(row, means.due), notes)
                )  # fmt: skip
    return tuple(found)


def rows(value: Value | None) -> list[Row]:
    """The rows of the value of a table; none where it has none."""
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, tuple) else []


def cell(row: Row, column: str) -> str:
    """The text of a cell on one line; empty where there is none."""
    return " ".join(str(row.get(column) or "").split())


# --- how an action stands --------------------------------------------------------------------------------


class Tracked(Protocol):
    """What somebody has agreed to do by a date: an action, a recommendation. Dates are YYYY-MM-DD, or empty."""

    @property
    def owner(self) -> str:
        """Whose it is."""

    @property
    def due(self) -> str:
        """By when."""

    @property
    def first_due(self) -> str:
        """By when, as it was first agreed."""

    @property
    def put_back(self) -> int:
        """How often its date was moved to a later one."""

    @property
    def changed(self) -> str:
        """When it was last heard of."""

    @property
    def unfinished(self) -> bool:
        """Whether somebody still has to do it."""


def overdue(action: Tracked, today: str) -> int:
    """By how many days an unfinished action is past its date; 0 where it is not."""
    if not action.unfinished or not action.due or action.due >= today:
        return 0
    return days(action.due, today)


def drifting(action: Tracked) -> str:
    """Why an unfinished action drifts, in words; empty where it does not. See also `quiet`."""
    if not action.unfinished:
        return ""
    if action.put_back > 1:
        return f"put back {action.put_back} times"
    moved = days(action.first_due, action.due) if action.first_due and action.due else 0
    return f"put back by {moved} days" if moved > _LONG else ""


def quiet(action: Tracked, today: str) -> int:
    """For how many days nobody has said anything of an unfinished action, where that is long; else 0."""
    since = days(action.changed, today) if action.unfinished and action.changed else 0
    return since if since > QUIET else 0


def rating(action: Action, today: str) -> tuple[str, str]:
    """Red, Amber, Green or Complete, and why, in words: colour never stands alone."""
    if action.status is ActionStatus.CLOSED:
        return "Complete", "closed"
    if action.status is ActionStatus.DONE:
        return "Complete", "done; to be checked" if action.evidence else "said to be done, without evidence"
    if action.status is ActionStatus.WITHDRAWN:
        return "Withdrawn", "no longer needed"
    return to_do(action, today)


def to_do(action: Tracked, today: str) -> tuple[str, str]:
    """Red, Amber or Green, and why, of what is unfinished."""
    late = overdue(action, today)
    if late:
        return "Red", f"overdue by {late} day{'s' if late != 1 else ''}"
    for reason in (
        "nobody owns it" if not action.owner else "",
        "no date" if not action.due else "",
        drifting(action),
        f"nothing heard for {silent} days" if (silent := quiet(action, today)) else "",
    ):
        if reason:
            return "Amber", reason
    left = days(today, action.due)
    if left <= SOON:
        return "Amber", "due today" if left == 0 else f"due in {left} day{'s' if left != 1 else ''}"
    return "Green", "on track"


def days(first: str, last: str) -> int:
    """Calendar days from one date to another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


# --- whether the loop is closed --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Loop:
    """How a number of actions went: each tuple holds their ids.

    known       those that were not withdrawn; every other tuple is a part of it
    on_time     finished on or before the date that they were first given; `late` after it
    undated     finished, and never given a date: neither on time nor late
    checked     finished, and seen by somebody else
    days        calendar days from the audit to being done, for those of which both are known, in order
    """

    known: tuple[str, ...] = ()
    finished: tuple[str, ...] = ()
    on_time: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    checked: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    ownerless: tuple[str, ...] = ()
    drifting: tuple[str, ...] = ()
    days: tuple[int, ...] = ()

    @property
    def share_on_time(self) -> Decimal | None:
        """Percent of the finished ones with a date that were on time, unrounded; None where there are none."""
        base = len(self.on_time) + len(self.late)
        return Decimal(100) * len(self.on_time) / base if base else None

    @property
    def median_days(self) -> Decimal | None:
        """The median of `days`, or None."""
        if not self.days:
            return None
        middle = len(self.days) // 2
        if len(self.days) % 2:
            return Decimal(self.days[middle])
        return Decimal(self.days[middle - 1] + self.days[middle]) / 2


def loop(actions: Sequence[Action], today: str) -> Loop:
    """How actions went, up to today."""
    known = [one for one in actions if one.status is not ActionStatus.WITHDRAWN]
    finished = [one for one in known if not one.unfinished]
    dated = [one for one in finished if one.first_due and one.done]
    left = [one for one in known if one.unfinished]

    def ids(some: Sequence[Action]) -> tuple[str, ...]:
        return tuple(one.id for one in some)

    return Loop(
        known=ids(known),
        finished=ids(finished),
        on_time=ids([one for one in dated if one.done <= one.first_due]),
        late=ids([one for one in dated if one.done > one.first_due]),
        undated=ids([one for one in finished if not (one.first_due and one.done)]),
        checked=ids([one for one in finished if one.status is ActionStatus.CLOSED]),
        overdue=ids([one for one in left if overdue(one, today)]),
        ownerless=ids([one for one in left if not one.owner]),
        drifting=ids([one for one in left if drifting(one) or quiet(one, today)]),
        days=tuple(sorted(days(one.agreed, one.done) for one in finished if one.agreed and one.done)),
    )
