"""What a report is made of: values that are handed in, all of them; nothing is looked up below this line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from docgen.model import Action, Adopted, Audit, Framework, Report, Round, Sample

Returns = Mapping[str, tuple[Audit, ...]]
"""Form id → the accepted returns of that form."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many toolkits and returns of the report's form stand where; None where it is not known.

    issued        copies given out; `outstanding` those for a case of which nothing has come back
    returned      returns that speak for a case: accepted, held or doubtful
    accepted      in the figures; `queried` returns of which something is still asked
    held          kept out of the figures by errors; `doubtful` until a person has decided an answer
    refused       files that could not be read; `replaced` made way for a later version of the same toolkit
    settled       doubtful answers that people have decided, `corrected` others that they have, `closed` queries that
                  they have settled, all of returns in the figures; `settled_by` who they are
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
    settled: int | None = None
    corrected: int | None = None
    closed: int | None = None
    settled_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time with the returns of every form in it.

    label   as a sentence says it, such as “July to September 2026”; `short` as a table or chart does: “Q2 2026-27”
    """

    label: str
    short: str
    returns: Returns


@dataclass(frozen=True, slots=True)
class Timeline:
    """The periods around that of the report.

    unit      what one is called: month, quarter, year, or period
    now       the report's own
    before    those before it, the earliest first, from the first that has a return on
    year      the year from April to the end of the period; None where the period is a year itself
    parts     the quarters of a year
    months    the whole months that the period is made of, as YYYY-MM; nothing where it is not made of any
    """

    unit: str
    now: Window
    before: tuple[Window, ...] = ()
    year: Window | None = None
    parts: tuple[Window, ...] = ()
    months: tuple[str, ...] = ()

    @property
    def previous(self) -> Window | None:
        """The period just before; None where nothing was returned before this one."""
        return self.before[-1] if self.before else None


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what a report is about: one case, practitioner or auditor.

    audits    returns of the report's form in which they are named, up to the end of the period
    others    in a report on an auditor, the same form's returns by everybody else in the period
    """

    kind: str
    name: str
    audits: tuple[Audit, ...]
    others: tuple[Audit, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """How a report was asked for, so that the same one can be drawn up again.

    period    as `--period` takes it; empty for all returns
    about     which of case, practitioner and auditor the report is about, and their name
    edition   for whom it is
    """

    period: str = ""
    about: tuple[str, str] = ("", "")
    pseudonyms: bool = False
    edition: str = ""


@dataclass(frozen=True, slots=True)
class Material:
    """All that a report is made of.

    audits        the accepted returns of the report's form in the period, with the grade that counts
    moderations   the accepted returns of the moderating form; those of other cases are left aside
    links         key of a second grade → key of the audit that it is of; left out, they go by the case
    others        the accepted returns of every other form in the period
    earlier       returns of the report's form from before the period
    period        as it is printed, such as “November 2014”
    timeline      the periods around this one, to compare with; None where the report has no period
    subject       whom a report on one case or person is about
    round         the audit round of the period: earlier findings, recommendations, cases expected
    published     figures of another report over the same cases, to be reconciled; see `reconcile`
    created       the time that goes into the file's properties; `date` is the date of the report as it is printed,
                  `today` the same day as YYYY-MM-DD, from which on an action is late
    tracked       the framework's actions as they stand now
    undated       cases of the report's form that are left out of the period because their return has no date
    changes       what changed in the definition between the versions that the returns are on
    origin        how the report was asked for
    samples       the samples that the audits are of; `planned` is how often a method without a form was due in the
                  period and how often somebody noted it as done, by its id
    adopted       the framework's recommendations as they stand now in the register
    days          the first and the last day of the period, YYYY-MM-DD; empty where there is none
    audited_since cases, as `same` compares them, that were audited with the report's form after the period
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
    links: Mapping[str, str] = field(default_factory=dict)
    others: Returns = field(default_factory=dict)
    earlier: tuple[Audit, ...] = ()
    timeline: Timeline | None = None
    subject: Subject | None = None
    today: str = ""
    tracked: tuple[Action, ...] = ()
    undated: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    origin: Origin = Origin()
    samples: tuple[Sample, ...] = ()
    planned: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    adopted: tuple[Adopted, ...] = ()
    days: tuple[str, str] = ("", "")
    audited_since: frozenset[str] = frozenset()

    @property
    def adopted_here(self) -> tuple[Adopted, ...]:
        """What the register has of this very report: of its kind and period."""
        here = (self.framework.id, self.report.id, self.origin.period)
        return tuple(one for one in self.adopted if (one.framework, one.report, one.period) == here)

    def returns(self, form: str) -> tuple[Audit, ...]:
        """The returns of a form in the period; of the report's own form where none is named."""
        return self.audits if form in ("", self.report.form) else self.others.get(form, ())
