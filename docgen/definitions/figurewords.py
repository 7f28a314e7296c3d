"""The words of measures, rounds and reports. The text under each says what it means."""

from typing import Literal

from docgen.definitions.shapes import (
    Day,
    Flag,
    Id,
    Ids,
    Line,
    Name,
    Number,
    Part,
    Percent,
    Text,
    Texts,
    When,
    Where,
    Whole,
)

# --- figures and rounds ----------------------------------------------------------------------------------


class Moderation(Part):
    """How a second grade meets the first, and which one counts."""

    audits: Line
    """The id of the form that is moderated."""
    form: Line
    """The id of the form that brings the second grade."""
    grade: Line
    """The question of that form that holds the second grade."""
    final: Line = ""
    """The question of that form that holds the grade that stands after a challenge."""


class Measure(Part):
    """A count of audits, and what it is a share of."""

    id: Id
    """How thresholds and reports call the measure."""
    label: Line
    """What people read."""
    when: When | None = None
    """Which audits are counted. Left out, all."""
    of: Line = ""
    """The measure that it is a share of. Left out, only the count has a meaning."""
    form: Line = ""
    """The id of the form whose returns are counted. Left out, the form of the report."""
    better: Literal["more", "fewer"] | None = None
    """Which way is an improvement. Left out, neither."""
    phrase: Line = ""
    """How a sentence says it of cases, such as graded Good, or in which the child was seen. Left out, made from the
    label."""


class Threshold(Part):
    """A target for the share of a measure, judged on unrounded values."""

    id: Name
    """How results call the target."""
    label: Line
    """The target in words, such as at least 60% Good."""
    measure: Line
    """The measure whose share is judged."""
    at_least: Percent | None = None
    """The lowest share that meets the target, in percent."""
    at_most: Percent | None = None
    """The highest share that meets the target, in percent."""
    by: Line = ""
    """When the target is to be met, in words."""
    minimum_audits: Whole = 0
    """The number of audits below which the target is not judged."""


class Reference(Part):
    """A share that an earlier round or another body found, to compare with."""

    measure: Line
    """The measure that it is a share of."""
    percent: Percent
    """What was found, in percent."""
    source: Line
    """Where it is from, in words."""
    where: Where = {}  # noqa: RUF012 - pydantic copies it
    """The part of the cases that it is about: question and option."""
    round: Line = ""
    """The round in which it was found."""


class Recommendation(Part):
    """A recommendation of an earlier plan, and where it stands."""

    id: Line
    """Its number in the plan."""
    text: Text
    """What was recommended."""
    status: Literal["met", "ongoing", "not met"]
    """Where it stands."""
    note: Text = ""
    """What is to be said about it."""
    evidence: Line = ""
    """The measure that shows in figures where it stands."""
    where: Where = {}  # noqa: RUF012 - pydantic copies it
    """The part of the cases that the figures are about: question and option."""
    owner: Line = ""
    """Who sees to it: a role."""
    due: Line = ""
    """By when, in words."""


class Round(Part):
    """One audit round."""

    id: Line
    """How commands call the round, such as 2014-11."""
    label: Line
    """What people read."""
    first: Day
    """The first day that belongs to it, as YYYY-MM-DD."""
    last: Day
    """The last day that belongs to it, as YYYY-MM-DD."""
    previous: Line = ""
    """The id of the round before it."""
    previous_label: Line = ""
    """What people read for the round before it. Left out, the label that it has as a round of this file."""
    expected: Whole | None = None
    """How many audits are to come in."""
    recommendations: tuple[Recommendation, ...] = ()
    """What an earlier plan recommended."""


# --- reports ---------------------------------------------------------------------------------------------


class Column(Part):
    """A column of a report's table."""

    id: Id
    """How charts and the reconciliation call the column."""
    label: Line
    """The words at its head."""
    measure: Line
    """The measure that stands in it."""
    show: Literal["count", "share"] = "count"
    """count, or share in percent."""
    of: Line = ""
    """What the share is of: a measure, or total for all rows. Left out, what the measure itself is a share of."""


class Claim(Part):
    """A number that a published report states in its text, and what this report says to the same."""

    says: Text
    """The claim in plain words."""
    key: Line
    """Its path in the published file, parts joined by dots."""
    figure: Line = ""
    """The id of the section whose table holds the number."""
    row: Line = ""
    """The label of the row that holds it."""
    column: Line = ""
    """The column that holds it, or whose cells are compared with the bounds."""
    at_least: Number | None = None
    """Rows whose cell is this or more are counted."""
    above: Number | None = None
    """Rows whose cell is more than this are counted."""
    at_most: Number | None = None
    """Rows whose cell is this or less are counted."""
    below: Number | None = None
    """Rows whose cell is less than this are counted."""
    measure: Line = ""
    """The measure that gives the number, where no table holds it."""
    where: Where = {}  # noqa: RUF012 - pydantic copies it
    """The part of the cases that the measure is taken over: question and option."""
    show: Literal["count", "share", "reference", "target"] = "count"
    """What of the measure is compared."""


class ReportSection(Part):
    """A part of a report."""

    kind: Line
    """What is drawn."""
    title: Line
    """The heading."""
    id: Id = ""
    """How the reconciliation calls the section."""
    text: Texts = ()
    """The team's own paragraphs, printed as they are."""
    items: Texts = ()
    """The team's own list, printed as bullets."""
    by: Line = ""
    """The question whose answers are the rows of a breakdown, or the groups of columns of a crosstab."""
    row_label: Line = ""
    """The words at the head of the first column."""
    caption: Line = ""
    """The caption of table and chart."""
    columns: tuple[Column, ...] = ()
    """What stands in the table."""
    chart: Ids = ()
    """The columns that are drawn as a chart, in order. Left out, no chart."""
    where: When | None = None
    """The audits that it is about. Left out, all."""
    questions: Ids = ()
    """The questions whose ticks and texts are gathered."""
    measures: Ids = ()
    """The measures that are the rows of a crosstab."""
    total_label: Line = ""
    """The words before the row of totals. Left out, no such row."""
    published: Line = ""
    """The published figure with which this one is reconciled."""
    claims: tuple[Claim, ...] = ()
    """What the published text says in numbers, for the reconciliation."""
    form: Line = ""
    """The id of the form whose returns it is about. Left out, the form of the report."""
    pairs: Where = {}  # noqa: RUF012 - pydantic copies it
    """For moderation: a question of the audit, and the one that answers it in the moderating form."""
    better: Literal["more", "fewer"] | None = None
    """For themes: more where the ticks are strengths, fewer where they are learning."""
    part: Flag = False
    """true for a part of the section before, whose heading is one level below."""
    all_forms: Flag = False
    """For themes, urgent and actions: true to bring together the returns of every form that asks the questions."""
    draft: Text = ""
    """What its box for commentary begins with, for people to work on. Left out, the box asks for something."""


class Report(Part):
    """The outline of one kind of report."""

    id: Name
    """How the report command calls it, such as national."""
    title: Line
    """The title on its first page."""
    form: Line
    """The id of the form whose returns it is about."""
    moderation: Line = ""
    """The id of the form that brought second grades."""
    each: Literal["case", "practitioner", "auditor"] | None = None
    """One document for each case, practitioner or auditor. Left out, one over all."""
    every: Literal["month", "two-months", "quarter", "year"] | None = None
    """The period that it is made for. Where a command names no period, it is the last one with a return."""
    expected: Whole | None = None
    """How many returns a period should have at least."""
    sections: tuple[ReportSection, ...]
    """The parts, in order."""
