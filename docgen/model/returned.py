"""What a returned file says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from docgen.model.problem import Query
from docgen.model.value import Value


class State(StrEnum):
    """What is known of one answer. A doubtful one has candidates and no value."""

    ANSWERED = "answered"
    BLANK = "blank"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a return says to one question.

    how         control, glyph, typed, beside, bookmark, reference, rows … : what the reading rests on
    text        as found in the file, untouched
    doubt       why there is no value, in plain words; candidates are what it may be
    note        what a person may want to know though the value is certain
    """

    field: str
    value: Value
    state: State
    how: str = ""
    where: str = ""
    text: str = ""
    doubt: str = ""
    candidates: tuple[Value, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """Something a person put into the file that is in no answer."""

    text: str
    where: str
    what: str = "text"


@dataclass(frozen=True, slots=True)
class Identity:
    """Which toolkit a file is a copy of; `agreed` names the carriers that said so."""

    framework: str
    version: str
    form: str
    toolkit: str
    agreed: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Return:
    """Everything that one returned file says."""

    file: str
    sha256: str
    format: str = ""
    editor: str = ""
    identity: Identity | None = None
    answers: tuple[Answer, ...] = ()
    unread: tuple[Unread, ...] = ()
    queries: tuple[Query, ...] = ()
    refused: Query | None = None

    @property
    def status(self) -> str:
        """`refused`, `doubtful` or `read`, as the interface defines them."""
        if self.refused is not None:
            return "refused"
        return "doubtful" if any(answer.state is State.DOUBTFUL for answer in self.answers) else "read"

    def values(self) -> dict[str, Value]:
        """Field id → certain value, for every answer that is not doubtful."""
        return {a.field: a.value for a in self.answers if a.state is not State.DOUBTFUL}

    def doubtful(self) -> frozenset[str]:
        """The ids of the fields whose answer a person has to decide."""
        return frozenset(a.field for a in self.answers if a.state is State.DOUBTFUL)
