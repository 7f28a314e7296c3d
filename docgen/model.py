"""The field's words as frozen values: what a framework says, what a return said, what QA asks back.

Nothing here reads a file, a clock or a setting. A value remembers where it was read (`Place`), so that any
later message can name the line, the question or the cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

Cell = str | int | Decimal | None
Row = Mapping[str, Cell]
"""One row of a table answer: column id → value, blank cells as None. A column never holds ticks or a table."""

Value = str | int | Decimal | tuple[str, ...] | tuple[Row, ...] | None
"""What an answer holds: text, option id or ISO date as str; a number; ticked option ids in the order of the
definition; rows of a table; None where there is no certain answer."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was read: a file, and a line, question, table row or cell in it."""

    file: str
    at: str = ""

    def __str__(self) -> str:
        return f"{self.file}, {self.at}" if self.file and self.at else self.file or self.at


NOWHERE = Place("")


class Severity(StrEnum):
    """How soon a person must act on a query."""

    URGENT = "urgent"
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Query:
    """What docgen asks a person: which rule, where, what was found, what to do.

    `question` is a field id, or empty where the query is about a whole file or definition.
    """

    rule: str
    severity: Severity
    message: str
    fix: str
    question: str = ""
    where: Place = NOWHERE

    def __str__(self) -> str:
        head = f"{self.where}: " if str(self.where) else ""
        return f"{head}{self.message} {self.fix}".rstrip() + f" [{self.rule}]"


class DocgenError(Exception):
    """There is nothing to go on with. Carries every problem found, never only the first.

    `code` is the exit status that the command line gives: 2 wrong use or a bad definition, 3 could not run.
    """

    def __init__(self, *queries: Query, code: int = 2) -> None:
        super().__init__("\n".join(str(query) for query in queries))
        self.queries = queries
        self.code = code


# --- definitions -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Test:
    """One part of a structured condition: the field's value is one of `any_of`.

    `any_of` holds option ids, or one of the words `answered` and `blank`.
    """

    __test__ = False

    field: str
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """When something applies: all `tests` hold and, where given, `expression` is true.

    says        the expression in words that end a sentence such as “Only when …”; the tests have words of their own
    """

    tests: tuple[Test, ...] = ()
    expression: str = ""
    place: Place = NOWHERE
    says: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """One step of a scale. A higher rank is better; `good` says whether it counts as good."""

    id: str
    label: str
    rank: int
    good: bool
    colour: str
    descriptor: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """Grades in the order of the definition, which is the order in which they are printed."""

    id: str
    label: str
    grades: tuple[Grade, ...]

    def grade(self, grade_id: str) -> Grade | None:
        """The grade with this id, or None."""
        return next((grade for grade in self.grades if grade.id == grade_id), None)


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from. `exclusive` excludes every other tick of its question."""

    id: str
    label: str
    descriptor: str = ""
    exclusive: bool = False
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One answer of a form. Its id is for life: it never changes its meaning.

    kind           text, longtext, choice, grade, ticks, yesno, date, number, table
    ref            what is printed in the first cell of its row, such as `3b`
    prompt         the words that stand in an empty control
    options        for choice, ticks and yesno as defined; for grade, one for each grade of `scale`, then
                   the extra ones such as not applicable
    columns        for table: the questions of one row; `rows` blank rows are printed
    about          id of the question that this one is the comment of, else empty
    look           boxes or list: how one choice is drawn
    quote          what is written here may be quoted in reports, without the name of anybody
    """

    id: str
    ref: str
    kind: str
    label: str
    section: str = ""
    guidance: str = ""
    prompt: str = ""
    required: bool = False
    required_when: Condition | None = None
    relevant_when: Condition | None = None
    options: tuple[Option, ...] = ()
    scale: str = ""
    columns: tuple[Question, ...] = ()
    rows: int = 0
    about: str = ""
    look: str = "boxes"
    theme: str = ""
    accept_inferred: tuple[str, ...] = ()
    place: Place = NOWHERE
    quote: bool = False

    def option(self, option_id: str) -> Option | None:
        """The option with this id, or None."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a return must keep to. What each kind means is said by its function in `checks`.

    question    the field that the query is about
    questions   the fields that a counting rule counts over
    needs       fields that must be answered when `when` holds
    count       the number that at_most and at_least compare with
    grade       the best grade that a grade_cap allows
    """

    id: str
    kind: str
    severity: Severity
    message: str
    fix: str
    question: str = ""
    questions: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    when: Condition | None = None
    count: int | None = None
    grade: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form. `look` is details (compact rows of a cover block) or questions."""

    id: str
    ref: str
    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    look: str = "questions"
    relevant_when: Condition | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Form:
    """One toolkit of a framework.

    `roles` says which field is what to the rest of docgen: case, auditor, practitioner, team, date, grade.
    `unit` is what a sentence calls one return, such as check or observation; empty where it is a case.
    """

    id: str
    title: str
    purpose: str
    sections: tuple[Section, ...]
    roles: tuple[tuple[str, str], ...] = ()
    rules: tuple[Rule, ...] = ()
    how_to: tuple[str, ...] = ()
    place: Place = NOWHERE
    unit: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, comments included, in the order of the form."""
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, field_id: str) -> Question | None:
        """The question with this id, or None."""
        return next((question for question in self.questions if question.id == field_id), None)

    def role(self, role: str) -> str:
        """The id of the field that plays this role, or an empty string."""
        return next((field_id for name, field_id in self.roles if name == role), "")


@dataclass(frozen=True, slots=True)
class Theme:
    """A heading under which strengths and learning are gathered across questions."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A count of audits for which `when` holds (all where it is None), and what it is a share of.

    of       the measure that is its base; empty means that only the count has a meaning
    form     the form whose returns it counts; empty for the form of the report
    better   more or fewer: which way is an improvement; empty where neither is
    phrase   how a sentence says it of cases, such as “graded Good” or “in which the child was seen”
    """

    id: str
    label: str
    when: Condition | None = None
    of: str = ""
    form: str = ""
    better: str = ""
    phrase: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Threshold:
    """A target for a measure's share, in percent of its base. It is judged on unrounded values."""

    id: str
    label: str
    measure: str
    at_least: Decimal | None = None
    at_most: Decimal | None = None
    by: str = ""
    minimum_audits: int = 0
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Reference:
    """A share that an earlier round or another body found: percent of a measure, for a part of the cases."""

    measure: str
    percent: Decimal
    source: str
    where: tuple[tuple[str, str], ...] = ()
    round: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A recommendation of an earlier plan, and where it stands: met, ongoing or not met.

    `evidence` names a measure with `where` that shows it in figures, where there is one. `owner` and `due` say who
    sees to it and by when, in words.
    """

    id: str
    text: str
    status: str
    note: str = ""
    evidence: str = ""
    where: tuple[tuple[str, str], ...] = ()
    place: Place = NOWHERE
    owner: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """One audit round. `first` and `last` bound the date field of the forms; `previous` names the round before."""

    id: str
    label: str
    first: date
    last: date
    previous: str = ""
    previous_label: str = ""
    expected: int | None = None
    recommendations: tuple[Recommendation, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a report's table: a measure as a count or as a share of `of` (a measure) or of all (`total`)."""

    id: str
    label: str
    measure: str
    show: str = "count"
    of: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A number that a published report states in its text, and what ours says to the same.

    says     the claim in plain words
    key      its path in the published file, parts joined by dots
    figure   id of the section whose table holds it: the cell at `row` (a label) and `column`; where a bound is
             given, the number of rows whose cell lies within the bounds, judged as printed
    measure  else a measure over the cases of `where`; `show` is count, share, reference or target
    """

    says: str
    key: str
    figure: str = ""
    row: str = ""
    column: str = ""
    at_least: Decimal | None = None
    above: Decimal | None = None
    at_most: Decimal | None = None
    below: Decimal | None = None
    measure: str = ""
    where: tuple[tuple[str, str], ...] = ()
    show: str = "count"
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A part of a report's outline. `kind` names the function in reports/sections that makes its blocks.

    by          field whose values are the rows of a breakdown, or the column groups of a crosstab
    measures    the rows of a crosstab; in other sections, what its text speaks of beyond the columns
    columns     what stands in the table
    chart       which columns are drawn, in order; empty for no chart
    text        the team's own paragraphs, printed as they are
    items       the team's own list, printed as bullets
    published   key of the published figure that this one is reconciled with
    claims      what the published text says in numbers, for the reconciliation
    form        the form whose returns it is about; empty for that of the report
    pairs       a question of the audit and the one of the moderating form that answers it
    better      of ticks: more (they are strengths) or fewer (they are learning); empty where neither
    part        a part of the section before: its heading is of the second level
    all_forms   it is about the returns of every form that asks its questions
    """

    kind: str
    title: str
    id: str = ""
    text: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    by: str = ""
    row_label: str = ""
    caption: str = ""
    columns: tuple[Column, ...] = ()
    chart: tuple[str, ...] = ()
    where: Condition | None = None
    questions: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    total_label: str = ""
    published: str = ""
    claims: tuple[Claim, ...] = ()
    place: Place = NOWHERE
    form: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    better: str = ""
    part: bool = False
    all_forms: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """The outline of one kind of report over the returns of `form`; `moderation` names the moderating form.

    each        case, practitioner or auditor: one document for each of them; empty for one document over all
    every       month, two-months, quarter or year: the period that it is made for where none is named
    expected    how many returns a period should have at least
    """

    id: str
    title: str
    form: str
    sections: tuple[ReportSection, ...]
    moderation: str = ""
    place: Place = NOWHERE
    each: str = ""
    every: str = ""
    expected: int | None = None


@dataclass(frozen=True, slots=True)
class Moderation:
    """How a second grade meets the first: which form brings it, and which grade counts.

    form        the moderating form; its case role links it to the audit of `audits`
    grade       its field for the second grade; `final` the field for the grade that stands after a challenge
    """

    form: str
    audits: str
    grade: str
    final: str = ""
    place: Place = NOWHERE


FREQUENCIES = ("weekly", "monthly", "two-monthly", "three-monthly", "six-monthly", "yearly", "event")
"""How often a method of the schedule is due, the most frequent first; event where something in a case sets it off."""


@dataclass(frozen=True, slots=True)
class Method:
    """One method of quality assurance on a framework's schedule.

    method      what people call it
    frequency   one of FREQUENCIES
    who         who carries it out
    cases       how its cases are chosen, or which event sets it off
    form        id of the form that it is done with, where it has one
    """

    id: str
    method: str
    frequency: str
    who: str = ""
    cases: str = ""
    form: str = ""
    note: str = ""
    place: Place = NOWHERE


SHOWN = ("grades", "targets", "schedule", "urgent", "forms", "checks", "questions")
"""What a guidance document draws from the rest of a framework, in the order that it has where nothing is said."""


@dataclass(frozen=True, slots=True)
class GuidanceTable:
    """A table of words. A row has a cell for each column; a cell is one text, or several points.

    turned      each row is drawn as a small table of its own, with the columns below one another
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], ...], ...]
    caption: str = ""
    turned: bool = False


@dataclass(frozen=True, slots=True)
class GuidancePart:
    """A part of a guidance document.

    shows       what is drawn here from the rest of the framework: one of SHOWN, or form.question for the options
                and descriptors of one question
    """

    title: str
    text: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    table: GuidanceTable | None = None
    shows: tuple[str, ...] = ()
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Guidance:
    """What a guidance document says beside what the rest of the framework knows already."""

    title: str
    parts: tuple[GuidancePart, ...]
    marking: str = ""


@dataclass(frozen=True, slots=True)
class Framework:
    """One version of an audit framework, whole.

    case_fields     what the case list tells of each case and no form asks: text, yesno, date or number
    schedule        every method of quality assurance, with or without a form
    """

    id: str
    version: str
    title: str
    organisation: str
    scales: tuple[Scale, ...]
    forms: tuple[Form, ...]
    themes: tuple[Theme, ...] = ()
    measures: tuple[Measure, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    references: tuple[Reference, ...] = ()
    rounds: tuple[Round, ...] = ()
    moderation: Moderation | None = None
    reports: tuple[Report, ...] = ()
    guidance: Guidance | None = None
    case_fields: tuple[Question, ...] = ()
    schedule: tuple[Method, ...] = ()
    summary: str = ""
    marking: str = ""
    source_note: str = ""
    digest: str = ""
    place: Place = NOWHERE

    def form(self, form_id: str) -> Form | None:
        """The form with this id, or None."""
        return next((form for form in self.forms if form.id == form_id), None)

    def scale(self, scale_id: str) -> Scale | None:
        """The scale with this id, or None."""
        return next((scale for scale in self.scales if scale.id == scale_id), None)

    def measure(self, measure_id: str) -> Measure | None:
        """The measure with this id, or None."""
        return next((measure for measure in self.measures if measure.id == measure_id), None)

    def report(self, report_id: str) -> Report | None:
        """The report with this id, or None."""
        return next((report for report in self.reports if report.id == report_id), None)


# --- returns ---------------------------------------------------------------------------------------------


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


# --- the ledger ------------------------------------------------------------------------------------------


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
    blank       hash of the form's blank as it was at that time, which a return is read against
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


# --- what figures are made of ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Audit:
    """One accepted return as figures see it: its answers, with the grade that counts after moderation."""

    key: str
    form: str
    version: str
    case: str
    values: Mapping[str, Value]
    unknown: frozenset[str] = frozenset()
    audited_grade: str = ""
    queries: int = 0


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the rows behind it.

    numerator and denominator are counts of audits; `share` is unrounded, in percent of the denominator, and
    None where the base is nothing. `audits` holds the keys of the audits that the numerator counts.
    """

    measure: str
    label: str
    numerator: int
    denominator: int | None
    audits: tuple[str, ...] = field(default=(), repr=False)
    where: tuple[tuple[str, str], ...] = ()

    @property
    def share(self) -> Decimal | None:
        """Percent of the base, unrounded; None where there is no base."""
        if not self.denominator:
            return None
        return Decimal(100) * self.numerator / self.denominator


def walk(questions: tuple[Question, ...]) -> Iterator[Question]:
    """Every question and, after a table, each of its columns."""
    for question in questions:
        yield question
        yield from question.columns
