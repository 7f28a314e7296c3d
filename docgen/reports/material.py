"""What a report is made of: values that are handed in, all of them; nothing is looked up below this line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from docgen.model import Audit, Framework, Report, Round


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many toolkits and returns of the report's form stand where; None where it is not known.

    issued        copies given out; `outstanding` those for a case of which nothing has come back
    returned      returns that speak for a case: accepted, held or doubtful
    accepted      in the figures; `queried` returns of which something is still asked
    held          kept out of the figures by errors; `doubtful` until a person has decided an answer
    refused       files that could not be read; `replaced` made way for a later version of the same toolkit
    """

    issued: int | None = None
    returned: int | None = None
    accepted: int | None = None
    queried: int | None = None
    held: int | None = None
    doubtful: int | None = None
    refused: int | None = None
    replaced: int | None = None
    outstanding: int | None = None


@dataclass(frozen=True, slots=True)
class Material:
    """All that a report is made of.

    audits        the accepted returns of the report's form in the period, with the grade that counts
    moderations   the accepted returns of the moderating form; those of other cases are left aside
    period        as it is printed, such as “November 2014”
    round         the audit round of the period: earlier findings, recommendations, cases expected
    published     figures of another report over the same cases, to be reconciled; see `reconcile`
    created       the time that goes into the file's properties; `date` is the date of the report as it is printed
    program       name and version of what made the report, such as “docgen 0.1.0”
    """

    framework: Framework
    report: Report
    audits: tuple[Audit, ...]
    created: datetime
    moderations: tuple[Audit, ...] = ()
    period: str = ""
    round: Round | None = None
    coverage: Coverage | None = None
    published: Mapping[str, object] | None = None
    date: str = ""
    program: str = ""
