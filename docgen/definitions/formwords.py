"""The words of scales, questions, forms and rules. The text under each says what it means."""

from typing import Literal

from docgen.definitions.shapes import Descriptors, Flag, Id, Ids, Line, Name, Part, Text, Texts, When, Whole

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
    quote: Flag = False
    """true where reports may quote what is written here. Texts that may name somebody are left out all the same."""


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
    descriptors: Descriptors = {}  # noqa: RUF012 - pydantic copies it
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
    """Ways of marking other than a tick that are taken as an answer to this question without asking a person:
    `highlight`, `shading`, `bold`, `border`, `underline`, `colour`, `italic`, `size`, `effect`,
    `bullet`, `strike`, `deleted`; `none` for no way at all. Left out, those of the form."""
    quote: Flag = False
    """true where reports may quote what is written here. Texts that may name somebody are left out all the same."""
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
    earlier_actions: Line = ""
    """The id of the table in which a new copy shows the open actions of its case. Its columns are called ref, action,
    owner, due, outcome and evidence, as far as it has them; outcome is a choice or a yesno."""


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
    """What was found, in a sentence. {label}, {ref}, {value} and {count} are filled in."""
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
    unit: Line = ""
    """What reports call one return, such as check or observation. Left out, case."""
    accept_inferred: Ids = ()
    """Ways of marking other than a tick that are taken as an answer without asking a person, for all questions that
    do not say otherwise. Left out, none: what is highlighted or struck out waits for a person."""
    roles: Roles = Roles()
    """Which answer is the case, the auditor, the date, the overall grade."""
    sections: tuple[Section, ...]
    """The sections, in the order of the form."""
    rules: tuple[Rule, ...] = ()
    """What a returned form must keep to."""
