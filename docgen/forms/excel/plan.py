"""Where everything of a form stands in its workbook: the sheets, the row of every question, the cell of every answer.

The sheet of the form has four columns: reference, question, answer, status. A tick has a row of its own, and so
has a comment. A table to fill in has a sheet of its own: row number, one column each, status.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from docgen.fields import Control, kind
from docgen.forms.excel import words
from docgen.forms.excel.cells import letters
from docgen.forms.keys import keys, meaning, meanings
from docgen.forms.words import EXCLUSIVE, STAR, line, paragraphs, when
from docgen.marks import Address
from docgen.model import Form, Framework, Option, Question, Section

REF, LABEL, ANSWER, STATUS = 1, 2, 3, 4
"""Columns of the sheet of the form, from 1 as Excel counts them."""
HEAD = 2
"""The row of the column headings in the sheet of the form."""
ROOM = 6
"""Rows that a table has beyond those that Word prints: Excel costs no paper, and adding a row is work."""


class Sort(StrEnum):
    """What a row of the form's sheet is."""

    SECTION = "section"
    WORDS = "words"
    ASK = "ask"
    TICKS = "ticks"
    TICK = "tick"
    TABLE = "table"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class At:
    """A cell: sheet, row and column from 1."""

    sheet: str
    row: int
    column: int

    @property
    def cell(self) -> str:
        """Its name within the sheet, such as `C7`."""
        return f"{letters(self.column)}{self.row}"

    @property
    def fixed(self) -> str:
        """Its name anywhere in the workbook, such as `'Case audit'!$C$7`."""
        return f"{quoted(self.sheet)}!${letters(self.column)}${self.row}"


def quoted(sheet: str) -> str:
    """A sheet's name as it stands in formulas."""
    return "'" + sheet.replace("'", "''") + "'"


Run = tuple[str, str]
"""A text and the style that it is written in."""
Paragraph = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the form's sheet. `meaning` is what stands beside a label that only explains what can be chosen."""

    sort: Sort
    row: int
    label: tuple[Paragraph, ...]
    ref: str = ""
    question: Question | None = None
    option: Option | None = None
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """The sheet of a table to fill in: `head` is the row of its headings, `last` its last row."""

    question: Question
    sheet: str
    title: str
    intro: tuple[str, ...]
    head: int

    @property
    def first(self) -> int:
        """Its first row to fill in."""
        return self.head + 1

    @property
    def last(self) -> int:
        """Its last row to fill in."""
        return self.head + max(self.question.rows, 1) + ROOM

    @property
    def status(self) -> int:
        """The column that says what is still to do."""
        return len(self.question.columns) + 2

    def cells(self) -> Iterator[tuple[Address, Question, At]]:
        """Every cell to fill in, row by row."""
        for row in range(self.first, self.last + 1):
            for column, one in enumerate(self.question.columns, start=2):
                yield Address(self.question.id, row=row - self.head, column=one.id), one, At(self.sheet, row, column)


@dataclass(frozen=True, slots=True)
class Plan:
    """The workbook of one form, before anything is drawn.

    answers     address → (the question, or the column of a table, that it answers; its cell)
    rows        field → the first and the last row that hold it on the sheet of the form
    sections    section id → the first and the last row under its band
    lists       the labels of a list → its number, for every list that people choose from
    """

    framework: Framework
    form: Form
    sheet: str
    lines: tuple[Line, ...]
    tables: Mapping[str, Table]
    answers: Mapping[Address, tuple[Question, At]]
    rows: Mapping[str, tuple[int, int]]
    sections: Mapping[str, tuple[int, int]]
    lists: Mapping[tuple[str, ...], int]

    def status(self, question: Question) -> At:
        """The cell that says whether a question is still to do."""
        return At(self.sheet, self.rows[question.id][0], STATUS)


def plan(framework: Framework, form: Form) -> Plan:
    """Where everything of the form stands."""
    tabled = [question for question in form.questions if kind(question).control is Control.ROWS]
    names = words.sheet_names(
        [form.title, *(f"{question.ref} {question.label}" for question in tabled)],
        (words.FIRST_SHEET, words.HIDDEN_SHEET),
    )
    tables = {q.id: _table(q, name, form) for q, name in zip(tabled, names[1:], strict=True)}
    lines, sections = _lines(form)
    rows: dict[str, tuple[int, int]] = {}
    answers: dict[Address, tuple[Question, At]] = {}
    for one in lines:
        if one.question is not None:
            rows[one.question.id] = (rows.get(one.question.id, (one.row, 0))[0], one.row)
            if one.sort in (Sort.ASK, Sort.TICK):
                address = Address(one.question.id, one.option.id if one.option else "")
                answers[address] = (one.question, At(names[0], one.row, ANSWER))
            elif one.sort is Sort.TABLE:
                answers.update((address, (column, at)) for address, column, at in tables[one.question.id].cells())
    return Plan(framework, form, names[0], lines, tables, answers, rows, sections, _lists(form))


def labels(question: Question) -> tuple[str, ...]:
    """What can be chosen, in words."""
    return tuple(line(option.label) for option in question.options)


def _lists(form: Form) -> dict[tuple[str, ...], int]:
    found: dict[tuple[str, ...], int] = {}
    for question in form.questions:
        for one in (question, *question.columns):
            if kind(one).control is Control.ONE_OF:
                found.setdefault(labels(one), len(found) + 1)
    return found


def _table(question: Question, sheet: str, form: Form) -> Table:
    intro = [text for _, text in _conditions(question, form)] + list(paragraphs(question.guidance))
    return Table(question, sheet, f"{question.ref}  {line(question.label)}", tuple(intro), 3)


def _lines(form: Form) -> tuple[tuple[Line, ...], dict[str, tuple[int, int]]]:
    """The rows of the form's sheet under its headings, and the rows of each section."""
    found: list[Line] = []
    sections: dict[str, tuple[int, int]] = {}

    def add(sort: Sort, label: tuple[Paragraph, ...], ref: str = "", question: Question | None = None,
            option: Option | None = None, meaning: str = "") -> None:  # fmt: skip
        found.append(Line(sort, HEAD + len(found) + 1, label, ref, question, option, meaning))

    explained = keys(form)
    for section in form.sections:
        for key in explained.get(section.id, ()):
            add(Sort.SECTION, (((key.title, ""),),))
            for name, meant in key.rows:
                add(Sort.KEY, (((name, "DG Grade"),),), meaning=meant)
        add(Sort.SECTION, (((line(section.title), ""),),), section.ref)
        first = HEAD + len(found) + 1
        said = _said(section, form)
        if said:
            add(Sort.WORDS, said)
        for question in section.questions:
            control = kind(question).control
            sort = {Control.ROWS: Sort.TABLE, Control.TICKS: Sort.TICKS}.get(control, Sort.ASK)
            add(sort, tuple(_label(question, form)), question.ref, question)
            for option in question.options if sort is Sort.TICKS else ():
                add(Sort.TICK, (_option(option),), question.ref, question, option)
        sections[section.id] = (first, HEAD + len(found))
    return tuple(found), sections


def _said(section: Section, form: Form) -> tuple[Paragraph, ...]:
    """What stands under the band of a section: when it applies, and its introduction."""
    condition = when("Fill in this section only when", section.relevant_when, form)
    found: list[Paragraph] = [((condition, "DG Condition"),)] if condition else []
    return (*found, *(((text, ""),) for text in paragraphs(section.intro)))


def _label(question: Question, form: Form) -> Iterator[Paragraph]:
    """A question in its cell: itself, when it applies, its guidance, and what its grades or answers mean."""
    star = ((f"\u00a0{STAR}", "DG Required"),) if question.required else ()
    yield ((line(question.label), ""), *star)
    for style, text in _conditions(question, form):
        yield ((text, style),)
    if kind(question).control is not Control.ROWS:
        for text in paragraphs(question.guidance):
            yield ((text, "DG Guidance"),)
    if kind(question).control is Control.ONE_OF and question.look != "list":
        for label, meant in meanings(question):
            yield ((label, "DG Grade"), (f" – {meant}", "DG Quiet"))


def _conditions(question: Question, form: Form) -> Iterator[tuple[str, str]]:
    for lead, condition in (("Only when", question.relevant_when), ("Needed when", question.required_when)):
        text = when(lead, condition, form)
        if text:
            yield "DG Condition", text


def _option(option: Option) -> Paragraph:
    """An answer to tick, and what it means."""
    meant = " ".join(filter(None, (meaning(option), EXCLUSIVE if option.exclusive else "")))
    return ((line(option.label), ""), *(((f" – {meant}", "DG Quiet"),) if meant else ()))
