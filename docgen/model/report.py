"""The words of figures and reports: measures, thresholds, rounds, outlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from docgen.model.form import Condition
from docgen.model.problem import NOWHERE, Place


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
    draft       what its box for commentary begins with; empty for a prompt
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
    draft: str = ""


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
