"""The words of the audit cycle: what the case list tells, which method is due how often, samples and steps."""

from typing import Literal

from docgen.definitions.shapes import Flag, Id, Ids, Line, Name, Numbers, Part, Percent, Span, Text, When, Whole

CaseKind = Literal["text", "yesno", "date", "number"]
Frequency = Literal["weekly", "monthly", "two-monthly", "three-monthly", "six-monthly", "yearly", "event"]


class CaseField(Part):
    """Something that the case list tells of a case and no form asks, such as who was involved in it."""

    id: Id
    """How the column of the case list is headed, and how rules and measures call it. It never changes its meaning."""
    kind: CaseKind
    """What a cell holds."""
    label: Line
    """What people read. The column may be headed by it as well."""
    guidance: Text = ""
    """What to write into the case list, in one or two sentences."""


class Method(Part):
    """One method of the schedule: what is done, how often, and by whom."""

    id: Name
    """How plans and reports call the method."""
    method: Line
    """What people call it, such as Practice audits."""
    frequency: Frequency
    """How often it is due; event where something in the case sets it off."""
    who: Line = ""
    """Who carries it out."""
    cases: Text = ""
    """How its cases are chosen; for an event, which one sets it off."""
    form: Line = ""
    """The id of the form that it is done with, where it has one."""
    note: Text = ""
    """What else there is to know, such as what it is for and who hears of it."""


# --- the cycle -------------------------------------------------------------------------------------------

Nation = Literal["england", "wales", "scotland", "northern-ireland"]
Round = Literal["month", "two-months", "quarter", "half-year", "year"]
Roll = Literal["no", "next", "before"]


class SamplePlan(Part):
    """How the cases of one form are chosen out of a case list. Columns are named by the id of a question of the form
    or of a field of the case list."""

    id: Name
    """How commands call the plan."""
    form: Line
    """The id of the form that the cases are for."""
    label: Line
    """What people call it, such as One file per auditor a month."""
    number: Whole | None = None
    """How many cases. With neither number nor share, the command says how many."""
    share: Percent | None = None
    """How many percent of the cases that can be chosen; with one_per, of the people (or whatever it names)."""
    strata: Ids = ()
    """The columns over which the cases are spread, such as service_area and law_type; the first counts first."""
    spread: Literal["proportional", "equal", "fixed"] = "proportional"
    """proportional to how many there are, equal numbers, or fixed: those of numbers."""
    numbers: Numbers = {}  # noqa: RUF012 - pydantic copies it
    """For fixed: a value of the first column of strata and its number of cases, one a line."""
    at_least: Whole = 0
    """How many cases each value of the first column of strata gets at least, as far as there are any."""
    one_per: Line = ""
    """The column of which no value is chosen twice, such as practitioner: one case for each of them."""
    most_recent: Line = ""
    """The date column by which the most recent case is known; with one_per, that case stands for its practitioner."""
    pick: Literal["random", "most-recent"] = "random"
    """How cases are taken where there are more than wanted."""
    opened: Line = ""
    """The date column that says since when a case is open."""
    open_for: Span = ""
    """How long a case must have been open, such as 4 weeks."""
    not_audited: Span = ""
    """How long ago the last audit of the case with this form must be, such as 12 months; the store knows it."""
    exclude: Line = ""
    """The column that says why a case is left out; it is blank for the others."""
    only: When | None = None
    """Which cases of the list are in question. Left out, all."""
    note: Text = ""
    """What else there is to know, such as where the plan is our own reading."""


class Allocation(Part):
    """How the cases of one form are given to auditors."""

    form: Line
    """The id of the form."""
    cases: Whole = 1
    """How many cases an auditor takes, where the list of auditors does not say."""
    pairs: Flag = False
    """true where two auditors take each case together."""
    different: Literal["agency", "team"] | None = None
    """What the two of a pair must not share."""
    never: Ids = ("own",)
    """What keeps an auditor from a case: own (they are its practitioner, or named in it), team, line (of management),
    agency. Left out, own."""
    named: Ids = ()
    """The columns that name people who may not have the case, beside the practitioner, such as involved."""
    manager: Line = ""
    """The column that names the practitioner's manager, for line."""
    given: Line = ""
    """The date field of case_fields that says when the form was given out; docgen allocate fills it in."""
    note: Text = ""
    """What else there is to know."""


class Step(Part):
    """One step in the cycle of a case: what is done, by whom, by when, and what sets it off."""

    id: Name
    """How commands and other steps call it."""
    step: Line
    """What people call it, such as Moderation."""
    after: Ids
    """What sets it off: start for the start of the round, or the id of a step, or several of which any does."""
    form: Line = ""
    """The id of the form that it is done with, where it has one."""
    who: Line = ""
    """Who does it, in words; where it is a role of the settings, the person who holds it is named."""
    person: Literal["auditor", "practitioner"] | None = None
    """Where the name of the person is found: the auditor or the practitioner of the step before. A form that has gone
    out to somebody is theirs."""
    when: When | None = None
    """Which returns of the step before set it off. Left out, all."""
    within: Span = ""
    """How long it may take, such as 10 working days or 1 month; 0 days for the same day. Left out, no day is set."""
    since: Line = "completed"
    """From when that counts: completed (the date of the return before), received (the day it came in), issued (the day
    the form of this step went out), or a date question of the form before; while that is blank the step is not set
    off."""
    roll: Roll = "no"
    """Where the last day is no working day: no, the day stays as it is; next, or before, the nearest working day."""
    done: Line = ""
    """For a step without a form: the date question of the form before that says when it was done."""
    note: Text = ""
    """What else there is to know, such as where the time limit is our own reading."""


class Cycle(Part):
    """How audits go round: what is chosen, who gets it, and what follows what."""

    nation: Nation = "england"
    """Whose bank holidays are no working days. Days on which the office is closed stand in the settings."""
    every: Round = "month"
    """How often a round starts; rounds of more than a month are counted from April."""
    day: Whole = 1
    """On which day of its first month a round starts; the last day where the month is shorter."""
    roll: Roll = "no"
    """Where that day is no working day: no, it stays as it is; next, or before, the nearest working day."""
    started: Line = ""
    """The date field of case_fields that says when the round of a case started; docgen allocate fills it in."""
    samples: tuple[SamplePlan, ...] = ()
    """How cases are chosen."""
    allocations: tuple[Allocation, ...] = ()
    """How cases are given to auditors."""
    steps: tuple[Step, ...] = ()
    """What is done, by whom and by when."""
