"""What the ledger keeps of copies and of files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from docgen.model.value import Value


class Standing(StrEnum):
    """Where a received file stands. Only an accepted one enters a figure.

    A read one waits for a person to accept it, where the team's settings want that; a queried one is held because
    they hold returns with errors; a doubtful one is held until a person has decided; a refused one could not be
    read, or a person refused it; a replaced one made way for a later version.
    """

    READ = "read"
    ACCEPTED = "accepted"
    QUERIED = "queried"
    DOUBTFUL = "doubtful"
    REFUSED = "refused"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Toolkit:
    """One issued copy of a form. A blank copy has no case; `number` counts the copies issued for one case.

    issued      when, UTC, as ISO 8601
    sha256      of the file as it was issued, so that a file that a person has changed can be told from it
    blank       hashes of the form's blank in each look in which it was issued, the newest first, with spaces between;
                a return is read against these
    facts       what only the case list tells of the case, by the ids of the framework's case_fields
    day, due    the date that the audit is counted under, as far as it is known, and when it is to be back
    auditor     who has it, with their e-mail address, and the team, as people write them
    exempt      why nothing is expected back; empty where something is
    """

    id: str
    framework: str
    version: str
    form: str
    case: str = ""
    number: int = 1
    issued: str = ""
    file: str = ""
    sha256: str = ""
    blank: str = ""
    facts: Mapping[str, Value] = field(default_factory=dict)
    day: str = ""
    due: str = ""
    auditor: str = ""
    address: str = ""
    team: str = ""
    exempt: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the ledger keeps of one received file, apart from its answers.

    key         its name for life: the first 16 characters of its hash
    digest      of its answers, so that two versions that say the same can be told
    received    when, UTC, as ISO 8601
    day         the date that it is counted under, YYYY-MM-DD, or empty
    rule        why a refused one was refused
    """

    key: str
    sha256: str
    file: str
    standing: Standing
    framework: str = ""
    version: str = ""
    form: str = ""
    toolkit: str = ""
    case: str = ""
    digest: str = ""
    received: str = ""
    day: str = ""
    rule: str = ""
