"""What is still to do: the formula beside each question, and the word that it comes to for the values of a copy.

The word is written beside the formula, because a workbook that comes by e-mail opens without recalculation.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docgen.conditions import ANSWERED, BLANK, holds
from docgen.fields import Control, kind
from docgen.forms.excel.cells import letters
from docgen.forms.excel.plan import At, Plan, Table, quoted
from docgen.forms.excel.words import (
    DONE,
    HIDDEN_SHEET,
    IF_NEEDED,
    LEFT,
    NOT_NEEDED,
    NOTHING_LEFT,
    OPTIONAL,
    TO_DO,
)
from docgen.forms.words import line
from docgen.model import Condition, Question, Test, Value

LIST_COLUMN = 4
"""The column of the hidden sheet in which the first list stands; each has a column of its own, from row 2."""


@dataclass(frozen=True, slots=True)
class Status:
    """Whether one question is still to do.

    relevant    the conditions under which it applies, all of them
    needed      whether it is required there: yes, no, or under a condition
    """

    question: Question
    relevant: tuple[Condition, ...]
    needed: bool | Condition

    def word(self, values: Mapping[str, Value]) -> str:
        """What the column Status says for these values."""
        if self.relevant and any(not one.expression and not holds(one, values) for one in self.relevant):
            return NOT_NEEDED
        value = values.get(self.question.id)
        if self.question.kind == "table":
            rows = [table_word(self.question, row) for row in value] if isinstance(value, tuple) else []
            if TO_DO in rows:
                return TO_DO
            return DONE if DONE in rows else self._blank(values)
        return self._blank(values) if value in (None, "", ()) else DONE

    def _blank(self, values: Mapping[str, Value]) -> str:
        """The word for a question that applies and is blank."""
        if self.needed is False:
            return OPTIONAL
        if isinstance(self.needed, Condition):
            if self.needed.expression:
                return IF_NEEDED
            if not holds(self.needed, values):
                return OPTIONAL
        return IF_NEEDED if any(one.expression for one in self.relevant) else TO_DO


def status_of(question: Question, plan: Plan) -> Status:
    """What the definition says of when a question applies and must be answered."""
    section = next(one for one in plan.form.sections if question in one.questions)
    about = plan.form.question(question.about) if question.about else None
    conditions = (section.relevant_when, about.relevant_when if about else None, question.relevant_when)
    needed = True if question.required else question.required_when or False
    return Status(question, tuple(one for one in conditions if one is not None), needed)


def table_word(table: Question, row: object) -> str:
    """What the column Status of a table says beside a row: nothing beside a blank one."""
    cells = row if isinstance(row, Mapping) else {}
    filled = [column for column in table.columns if cells.get(column.id) not in (None, "")]
    if not filled:
        return ""
    return TO_DO if any(column.required and column not in filled for column in table.columns) else DONE


# --- the same as formulas --------------------------------------------------------------------------------


def formula(status: Status, plan: Plan) -> str:
    """The formula of the word, without its equals sign."""
    blank = _blank_formula(status, plan)
    table = plan.tables.get(status.question.id)
    if table is not None:
        cells = _status_cells(table)
        text = f'IF(COUNTIF({cells},"{TO_DO}")>0,"{TO_DO}",IF(COUNTIF({cells},"{DONE}")>0,"{DONE}",{blank}))'
    else:
        text = f'IF({_answered(status.question, plan)},"{DONE}",{blank})'
    tests = [_condition(one, plan) for one in status.relevant if not one.expression]
    return f'IF(NOT({_all(tests)}),"{NOT_NEEDED}",{text})' if tests else text


def _blank_formula(status: Status, plan: Plan) -> str:
    open_ = IF_NEEDED if any(one.expression for one in status.relevant) else TO_DO
    if not isinstance(status.needed, Condition):
        return f'"{open_ if status.needed else OPTIONAL}"'
    if status.needed.expression:
        return f'"{IF_NEEDED}"'
    return f'IF({_condition(status.needed, plan)},"{open_}","{OPTIONAL}")'


def row_formula(table: Table, row: int) -> str:
    """The formula of the word beside a row of a table."""
    columns = range(2, table.status)
    cells = f"{letters(2)}{row}:{letters(table.status - 1)}{row}"
    required = [
        f'{letters(column)}{row}=""'
        for column, one in zip(columns, table.question.columns, strict=True)
        if one.required
    ]
    done = f'IF({_any(required)},"{TO_DO}","{DONE}")' if required else f'"{DONE}"'
    return f'IF(COUNTA({cells})=0,"",{done})'


def count_formula(cells: str) -> str:
    """How much of these cells is still to do, in words."""
    count = f'COUNTIF({cells},"{TO_DO}")'
    return f'IF({count}=0,"{NOTHING_LEFT}",{count}&" {LEFT}")'


def count_words(count: int) -> str:
    """What `count_formula` comes to where so many are to do."""
    return f"{count} {LEFT}" if count else NOTHING_LEFT


def _status_cells(table: Table) -> str:
    column = letters(table.status)
    return f"{quoted(table.sheet)}!${column}${table.first}:${column}${table.last}"


def _answered(question: Question, plan: Plan) -> str:
    """The formula of whether a question has any answer."""
    table = plan.tables.get(question.id)
    if table is not None:
        return f"COUNTA({quoted(table.sheet)}!$B${table.first}:${letters(table.status - 1)}${table.last})>0"
    cells = [at.cell for address, (_, at) in plan.answers.items() if address.field == question.id]
    if kind(question).control is Control.TICKS:
        return f"COUNTA({_fixed(cells[0])}:{_fixed(cells[-1])})>0" if cells else "FALSE"
    return f'{_fixed(cells[0])}<>""'


def _fixed(cell: str) -> str:
    letters = cell.rstrip("0123456789")
    return f"${letters}${cell[len(letters) :]}"


def _condition(condition: Condition, plan: Plan) -> str:
    return _all([_test(test, plan) for test in condition.tests])


def _test(test: Test, plan: Plan) -> str:
    """The formula of one test. Options are compared with the list on the hidden sheet, letter for letter."""
    question = plan.form.question(test.field)
    if question is None:
        return "FALSE"
    if test.any_of == (ANSWERED,):
        return _answered(question, plan)
    if test.any_of == (BLANK,):
        return f"NOT({_answered(question, plan)})"
    places = {a.option: _fixed(at.cell) for a, (_, at) in plan.answers.items() if a.field == question.id}
    if kind(question).control is Control.TICKS:
        return _any([f'{places[option]}<>""' for option in test.any_of if option in places])
    if question.id in plan.tables:
        return "FALSE"
    cell = places[""]
    if kind(question).control is Control.ONE_OF:
        ids = [option.id for option in question.options]
        number = plan.lists[tuple(line(option.label) for option in question.options)]
        return _any([f"{cell}={list_cell(number, ids.index(one)).fixed}" for one in test.any_of if one in ids])
    return _any([f'{cell}&""="{_text(one)}"' for one in test.any_of])


def list_cell(number: int, place: int) -> At:
    """The cell of the hidden sheet that holds an entry of a list; places are counted from 0."""
    return At(HIDDEN_SHEET, 2 + place, LIST_COLUMN + number - 1)


def _text(text: str) -> str:
    return text.replace('"', '""')


def _all(tests: list[str]) -> str:
    return tests[0] if len(tests) == 1 else f"AND({','.join(tests)})" if tests else "TRUE"


def _any(tests: list[str]) -> str:
    return tests[0] if len(tests) == 1 else f"OR({','.join(tests)})" if tests else "FALSE"
