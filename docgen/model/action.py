"""Actions that audits agreed, as the tracker follows them until they are done and checked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActionStatus(StrEnum):
    """Where an action stands.

    Done is what its owner says; closed is what somebody else has seen: the next form of the case, or QA staff. A
    withdrawn one is no longer needed, or was taken out of its form by a corrected return.
    """

    OPEN = "open"
    STARTED = "in progress"
    DONE = "done"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


UNFINISHED = (ActionStatus.OPEN, ActionStatus.STARTED)
"""The statuses of an action that somebody still has to do."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """One row of a table of actions in a form, as it was read.

    notes       its other closed columns, such as whether it restores a bottom line: label and answer
    """

    field: str
    row: int
    what: str
    owner: str = ""
    due: str = ""
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Action:
    """An action with an id for life, made of the id of its toolkit and a number.

    key         of the return that agreed it, in its latest version
    agreed      the day of its audit; `due` and `first_due` are YYYY-MM-DD or empty
    put_back    how often its date was moved to a later one
    changed     when it was last heard of, YYYY-MM-DD
    done        the day on which it was said to be done, where it is; `checked` when somebody else saw that
    by          who or what spoke last: a person, the tracker, or the key of a return
    """

    id: str
    key: str
    framework: str
    form: str
    field: str
    case: str
    what: str
    owner: str = ""
    due: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    team: str = ""
    agreed: str = ""
    first_due: str = ""
    put_back: int = 0
    status: ActionStatus = ActionStatus.OPEN
    evidence: str = ""
    changed: str = ""
    done: str = ""
    checked: str = ""
    by: str = ""

    @property
    def unfinished(self) -> bool:
        """Whether somebody still has to do it."""
        return self.status in UNFINISHED
