"""What the ledger adds up to."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.model import Answer, Query


@dataclass(frozen=True, slots=True)
class Which:
    """A part of the ledger; an empty field takes all. People and teams are compared without regard to capitals.

    first, last     the days (YYYY-MM-DD) that an audit is counted under, both included; a copy that is out counts
                    under the date it was issued with, else under the day it is due, else under that of its issue
    keys            of returns; only these, and no copy
    """

    framework: str = ""
    form: str = ""
    team: str = ""
    auditor: str = ""
    first: str = ""
    last: str = ""
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How many toolkits and returns of one form stand where; `group` is a team, an auditor or a month.

    issued        copies given out; `outstanding` those of which something is expected and nothing has come back
    overdue       outstanding ones whose day has passed; `exempt` copies of which nothing is expected
    returned      returns that speak for a case: accepted, read, held or doubtful
    accepted      in the figures; `queried` returns, in the figures or held, of which something is asked
    read          wait for a person to accept them, where the settings want that
    held          kept out of the figures by errors, where the settings want that
    doubtful      kept out until a person has decided an answer
    unissued      returns of copies that were not issued from this workspace
    """

    framework: str
    form: str
    group: str = ""
    issued: int = 0
    returned: int = 0
    accepted: int = 0
    queried: int = 0
    read: int = 0
    held: int = 0
    doubtful: int = 0
    refused: int = 0
    replaced: int = 0
    outstanding: int = 0
    overdue: int = 0
    exempt: int = 0
    unissued: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the ledger: an issued copy, or a received file; `file` is its name, `at` when it was issued or came.

    state       of a copy: issued, overdue, returned or exempt; of a file its standing
    day         that it counts under; `why` an exemption, or the reason of a refusal
    """

    state: str
    framework: str
    version: str
    form: str
    case: str
    toolkit: str
    key: str
    file: str
    at: str
    day: str
    due: str
    auditor: str
    address: str
    team: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """A query, or a refusal, with the return that it is about; of a doubt, also the answer as it was read.

    auditor     as the return says, else as the copy was issued; with `address` and `team`, as far as they are known
    """

    query: Query
    key: str
    file: str
    framework: str
    form: str
    case: str
    toolkit: str
    version: str = ""
    standing: str = ""
    sha256: str = ""
    auditor: str = ""
    team: str = ""
    address: str = ""
    answer: Answer | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What people have decided of some returns: how many answers were in doubt, how many they corrected that were not,
    how many queries they settled, and who they are, in the order of their names.
    """

    doubts: int = 0
    corrected: int = 0
    queries: int = 0
    people: tuple[str, ...] = ()
