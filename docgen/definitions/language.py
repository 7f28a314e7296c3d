"""The words of the definition language: what may stand in a definition, and what each word means.

These models say only which words there are and what shape their values have. `build` makes model values of them,
`lint` checks what they mean together, and the editors' schema and the reference are made from the descriptions.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, WithJsonSchema

from docgen.definitions import shapes

# --- shapes of values ------------------------------------------------------------------------------------

_TEXT: dict[str, Any] = {"type": ["string", "number", "boolean"]}
_ONE_OR_MORE: dict[str, Any] = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
_ID: dict[str, Any] = {"type": ["string", "boolean"], "pattern": "^[a-z][a-z0-9_]*$", "maxLength": 30}
_NAME: dict[str, Any] = {"type": "string", "pattern": "^[a-z][a-z0-9]*([-_][a-z0-9]+)*$", "maxLength": 60}
_WHEN: dict[str, Any] = {"anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": _ONE_OR_MORE}]}
_WHERE: dict[str, Any] = {"type": "object", "additionalProperties": _TEXT}

Line = Annotated[str, BeforeValidator(shapes.line), WithJsonSchema(_TEXT)]
Text = Annotated[str, BeforeValidator(shapes.text), WithJsonSchema(_TEXT)]
Id = Annotated[str, BeforeValidator(shapes.line), shapes.ID, WithJsonSchema(_ID)]
Name = Annotated[str, BeforeValidator(shapes.line), shapes.NAME, WithJsonSchema(_NAME)]
Texts = Annotated[tuple[str, ...], BeforeValidator(shapes.texts), WithJsonSchema(_ONE_OR_MORE)]
Ids = Annotated[tuple[str, ...], BeforeValidator(shapes.texts), WithJsonSchema(_ONE_OR_MORE)]
Flag = Annotated[bool, BeforeValidator(shapes.flag), WithJsonSchema({"type": "boolean"})]
Whole = Annotated[int, BeforeValidator(shapes.whole), WithJsonSchema({"type": "integer", "minimum": 0})]
Percent = Annotated[
    Decimal, BeforeValidator(shapes.percent), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100})
]
Number = Annotated[Decimal, BeforeValidator(shapes.number), WithJsonSchema({"type": "number"})]
Day = Annotated[
    date, BeforeValidator(shapes.day), WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"})
]
When = Annotated[str | dict[str, tuple[str, ...]], BeforeValidator(shapes.when), WithJsonSchema(_WHEN)]
Where = Annotated[dict[str, str], BeforeValidator(shapes.where), WithJsonSchema(_WHERE)]
Descriptors = Annotated[dict[str, str], BeforeValidator(shapes.descriptors), WithJsonSchema(_WHERE)]


class Part(BaseModel):
    """What every part has in common: only known words, and no change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


# --- scales and options ----------------------------------------------------------------------------------


class Grade(Part):
    """One step of a scale."""

    id: Id
    """How data and conditions call the grade. It never changes its meaning."""
    label: Line
    """What people read."""
    good: Flag = False
    """true where the grade counts as good in shares and targets."""
    colour: Line | None = None
    """Six hex digits in quotes, such as "12436D": the colour of the grade in charts. Left out, a colour that is
    readable on white is chosen."""
    rank: Whole | None = None
    """A higher number is better. Left out for all grades, the order of the list counts: the best grade first."""
    descriptor: Text = ""
    """What work of this grade looks like. Printed beside the box."""


class Scale(Part):
    """The grades that a judgement can have."""

    id: Id
    """How questions call the scale."""
    label: Line
    """What people read."""
    grades: tuple[Grade, ...]
    """The grades, the best one first."""


class Theme(Part):
    """A heading under which strengths and learning are gathered across questions."""

    id: Id
    """How questions and options call the theme."""
    label: Line
    """What people read."""


class Option(Part):
    """One of the answers to choose from."""

    id: Id
    """How data and conditions call the option. It never changes its meaning."""
    label: Line
    """What people read."""
    descriptor: Text = ""
    """A sentence that explains the option. Printed beside the box."""
    exclusive: Flag = False
    """true for a tick that excludes every other tick of its question, such as “None of these”."""
    theme: Line = ""
    """The theme under which a tick of this option is counted. Left out, the theme of the question."""


# --- questions -------------------------------------------------------------------------------------------

Kind = Literal["text", "longtext", "choice", "grade", "ticks", "yesno", "date", "number", "table"]
ColumnKind = Literal["text", "longtext", "choice", "grade", "yesno", "date", "number"]
Look = Literal["boxes", "list"]


class Comment(Part):
    """A comment box under a question. It becomes a field of its own, of the kind longtext."""

    id: Id = ""
    """How data and conditions call the comment. Left out, the id of the question with `_comment` after it."""
    label: Line = "Comment"
    """What people read."""
    guidance: Text = ""
    """What to write, in one or two sentences."""
    prompt: Line = ""
    """The grey words that stand in the box while it is empty."""
    required: Flag = False
    """true where the comment may not be left blank."""
    required_when: When | None = None
    """When the comment may not be left blank."""
    relevant_when: When | None = None
    """When the comment applies at all. The conditions of the question hold for it too."""


class TableColumn(Part):
    """A column of a table question."""

    id: Id
    """How data calls the column. It never changes its meaning."""
    kind: ColumnKind
    """What a cell holds."""
    label: Line
    """The words at the head of the column."""
    guidance: Text = ""
    """What to write, in one or two sentences."""
    prompt: Line = ""
    """The grey words that stand in a cell while it is empty."""
    required: Flag = False
    """true where the cell may not be left blank in a row that has anything in it."""
    options: tuple[Option, ...] = ()
    """What there is to choose from, for choice; the wording of yes and no, for yesno."""
    scale: Line = ""
    """The scale that a grade is on."""
    look: Look | None = None
    """How one choice is drawn: a list to choose from, or boxes to tick. Left out, a list."""


class Question(Part):
    """One answer of a form."""

    id: Id
    """How data and conditions call the answer. It is for life: it never changes its meaning."""
    kind: Kind
    """What the answer holds."""
    label: Line
    """The question, as people read it."""
    ref: Line = ""
    """What is printed in the first cell of its row, such as 3b. Left out, the reference of the section and a
    letter."""
    guidance: Text = ""
    """What to look at and how to judge, in a few sentences."""
    prompt: Line = ""
    """The grey words that stand in the box while it is empty."""
    required: Flag = False
    """true where the answer may not be left blank. In a section or question that does not apply it may."""
    required_when: When | None = None
    """When the answer may not be left blank."""
    relevant_when: When | None = None
    """When the question applies at all. Left out, always."""
    options: tuple[Option, ...] = ()
    """What there is to choose from, for choice and ticks; the wording of yes and no, for yesno; what there is beside
    the grades, such as not applicable, for grade."""
    scale: Line = ""
    """The scale that a grade is on."""
    descriptors: Descriptors = {}
    """What a grade looks like in this question: grade and text. A grade that is left out keeps the descriptor of its
    scale."""
    columns: tuple[TableColumn, ...] = ()
    """The columns of a table."""
    rows: Whole | None = None
    """How many blank rows a table has. Left out, three."""
    look: Look | None = None
    """How one choice is drawn: boxes to tick, or a list to choose from. Left out, boxes."""
    theme: Line = ""
    """The theme under which its ticks are counted."""
    accept_inferred: Ids = ()
    """Ways of marking that are taken as an answer to this question without asking a person."""
    comment: Comment | None = None
    """A comment box that stands under the question."""


# --- forms and rules -------------------------------------------------------------------------------------


class Section(Part):
    """A part of a form, with a heading."""

    id: Id
    """How data calls the section."""
    title: Line
    """The heading."""
    ref: Line = ""
    """What is printed before the heading, such as 3. Left out, the number of the section."""
    intro: Text = ""
    """What is said to the auditor under the heading."""
    look: Literal["questions", "details"] = "questions"
    """questions, or details for the compact rows of a cover block."""
    relevant_when: When | None = None
    """When the section applies at all. Left out, always."""
    questions: tuple[Question, ...]
    """The questions, in the order of the form."""


class Roles(Part):
    """Which answer is what to the rest of docgen."""

    case: Line = ""
    """The id of the question that holds the case reference."""
    auditor: Line = ""
    """The id of the question that says who audited."""
    practitioner: Line = ""
    """The id of the question that says whose work was audited."""
    team: Line = ""
    """The id of the question that says which team or area the work is from."""
    date: Line = ""
    """The id of the date by which an audit belongs to a round or a period."""
    grade: Line = ""
    """The id of the question that holds the overall grade."""


RuleKind = Literal[
    "needs", "needs_one_of", "at_most", "at_least", "exactly_one", "grade_cap", "urgent_when", "expression"
]


class Rule(Part):
    """What a returned form must keep to."""

    id: Name
    """How queries call the rule, such as rationale-required."""
    kind: RuleKind
    """What the rule asks."""
    severity: Literal["urgent", "error", "warning"] | None = None
    """How soon a person must act: urgent today, error before the audit counts, warning at leisure. Left out,
    error; an urgent_when rule is always urgent."""
    message: Text = ""
    """What was found, in a sentence. {label}, {value} and {count} are filled in."""
    fix: Text = ""
    """What to do about it, in a sentence."""
    when: When | None = None
    """When the rule applies. Left out, always."""
    question: Line = ""
    """The question that the query is about."""
    questions: Ids = ()
    """The questions over which ticks and answers are counted."""
    needs: Ids = ()
    """The questions that must be answered."""
    count: Whole | None = None
    """The number to compare with."""
    grade: Line = ""
    """The best grade that is allowed."""


class Form(Part):
    """One toolkit of the framework."""

    id: Name
    """How commands and files call the form."""
    title: Line
    """The title on its first page."""
    purpose: Text = ""
    """What the form is for, in a sentence."""
    how_to: Texts = ()
    """How to fill it in, one sentence each. Printed on its first page."""
    roles: Roles = Roles()
    """Which answer is the case, the auditor, the date, the overall grade."""
    sections: tuple[Section, ...]
    """The sections, in the order of the form."""
    rules: tuple[Rule, ...] = ()
    """What a returned form must keep to."""


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
    where: Where = {}
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
    where: Where = {}
    """The part of the cases that the figures are about: question and option."""


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
    where: Where = {}
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
    sections: tuple[ReportSection, ...]
    """The parts, in order."""


class Definition(Part):
    """One version of an audit framework, whole."""

    id: Name
    """How commands and files call the framework."""
    version: Line
    """The version, in quotes, such as "2014.11". A released version is never edited: a change is a new version."""
    title: Line
    """The title of the framework."""
    organisation: Line
    """Whose framework it is."""
    marking: Line = ""
    """The protective marking that stands on every page, such as OFFICIAL-SENSITIVE."""
    summary: Text = ""
    """What the framework is for, in a few sentences."""
    source_note: Text = ""
    """Where the content is from, and what is docgen's or the team's own reading."""
    scales: tuple[Scale, ...] = ()
    """The scales of grades."""
    themes: tuple[Theme, ...] = ()
    """The headings under which strengths and learning are gathered."""
    forms: tuple[Form, ...]
    """The toolkits."""
    moderation: Moderation | None = None
    """How a second grade meets the first."""
    measures: tuple[Measure, ...] = ()
    """What is counted."""
    thresholds: tuple[Threshold, ...] = ()
    """The targets."""
    references: tuple[Reference, ...] = ()
    """What earlier rounds or other bodies found."""
    rounds: tuple[Round, ...] = ()
    """The audit rounds."""
    reports: tuple[Report, ...] = ()
    """The outlines of the reports."""
