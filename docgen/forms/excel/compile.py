"""One form drawn as a workbook, ready for copies that are made by joining bytes.

openpyxl draws everything once. Then what it wrote is put into the shape that copies need: words that are the same
in every copy go into the shared strings, and the cells that differ become slots.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from docgen.conditions import fields_of
from docgen.forms.compiled import Compiled, prefilled, split
from docgen.forms.excel.entry import Entries
from docgen.forms.excel.first import First, draw_first, section_lead
from docgen.forms.excel.hidden import TOOLKIT_AT, draw_hidden
from docgen.forms.excel.looks import FORM, Face, points, table_widths
from docgen.forms.excel.page import header_footer
from docgen.forms.excel.plan import ANSWER, At, Plan, plan
from docgen.forms.excel.sheets import draw_form, draw_table
from docgen.forms.excel.slots import AnswerSlot, CountSlot, HeightSlot, RowSlot, StatusSlot
from docgen.forms.excel.status import Status, status_of, table_word
from docgen.forms.excel.template import Style, load_template
from docgen.forms.excel.words import LONGEST_CELL, TO_DO
from docgen.forms.excel.workbook import Drawn
from docgen.forms.identity import TOOLKIT_SLOTS, add_properties, printed
from docgen.forms.package import Package
from docgen.marks import Address
from docgen.model import Condition, Form, Framework, Question

if TYPE_CHECKING:
    from openpyxl import Workbook


def compile_toolkit(framework: Framework, form: Form, template: bytes, prefill: Sequence[str] = ()) -> Compiled:
    """The form drawn into the template, ready for copies that may fill the fields named in `prefill`.

    Raises DocgenError where the template cannot be used, or the form has no such field.
    """
    questions = prefilled(framework, form, prefill)
    workbook = load_template(template)
    place = plan(framework, form)
    style = Style(workbook)
    first, heights = _draw(workbook, place, style)
    out = io.BytesIO()
    workbook.save(out)
    drawn = Drawn(Package(out.getvalue()), Package(template))
    slots = _Slots(place, drawn, frozenset(questions))
    slots.make(first)
    slots.heights(heights, style.face("DG Answer"), style.standard)
    header, *footer = header_footer(printed(framework, form, ""), framework.marking)
    drawn.finish(header, footer)
    add_properties(drawn.package, framework, form)
    name = f"{framework.id}, {form.id}"
    return split(name, questions, drawn.package.files(), {**TOOLKIT_SLOTS, **drawn.slots}, longest=LONGEST_CELL)


def _draw(workbook: Workbook, place: Plan, style: Style) -> tuple[First, dict[str, Mapping[int, float]]]:
    """All sheets in their order, and the heights of their rows by sheet."""
    first = draw_first(workbook, place, style)
    entries = Entries(workbook, place)
    heights: dict[str, Mapping[int, float]] = {first.sheet: first.heights}
    heights[place.sheet] = draw_form(workbook, place, style, entries)
    for table in place.tables.values():
        heights[table.sheet] = draw_table(workbook, place, table, style, entries)
    draw_hidden(workbook, place)
    workbook.active = 0
    return first, heights


class _Slots:
    """Turns the cells that differ from copy to copy into slots, and writes into the others what they come to."""

    def __init__(self, place: Plan, drawn: Drawn, prefill: frozenset[str]) -> None:
        self._plan = place
        self._drawn = drawn
        self._prefill = prefill
        self._status = {question.id: status_of(question, place) for question in place.form.questions}

    def make(self, first: First) -> None:
        """Every slot of the workbook."""
        for address, (question, at) in self._plan.answers.items():
            if address.field in self._prefill:
                self._drawn.slot(at, partial(AnswerSlot, address, question))
        for question in self._plan.form.questions:
            self._one(self._plan.status(question), self._status[question.id])
        for question_id in self._plan.tables:
            self._rows(question_id)
        self._count(At(self._plan.sheet, 1, ANSWER), self._plan.form.questions)
        sections = {section.id: section for section in self._plan.form.sections}
        for at, section_id in first.counts.items():
            self._count(at, sections[section_id].questions, section_lead(sections[section_id]))
        for at, pieces in {**first.toolkits, TOOLKIT_AT: ("", "")}.items():
            self._drawn.toolkit(at, pieces)

    def heights(self, every: Mapping[str, Mapping[int, float]], face: Face, standard: Face) -> None:
        """The height of every row, which follows the answers of a copy where it may have any."""
        texts: dict[tuple[str, int], list[tuple[Address, float]]] = {}
        for address, (question, at) in self._plan.answers.items():
            if address.field in self._prefill and question.kind in ("text", "longtext"):
                table = self._plan.tables.get(address.field)
                widths = table_widths(table.question) if table else FORM
                texts.setdefault((at.sheet, at.row), []).append((address, points(widths[at.column - 1], standard)))
        for sheet, rows in every.items():
            for row, height in rows.items():
                held = texts.get((sheet, row))
                self._drawn.height(sheet, row, HeightSlot(height, face, tuple(held)) if held else height)

    def _one(self, at: At, status: Status) -> None:
        formula = self._drawn.formula(at)
        if self._changes(status):
            self._drawn.slot(at, partial(StatusSlot.make, status, formula))
        else:
            self._drawn.value(at, status.word({}))

    def _rows(self, field: str) -> None:
        table = self._plan.tables[field]
        for row in range(table.first, table.last + 1):
            at = At(table.sheet, row, table.status)
            number = row - table.head
            if field in self._prefill and number <= table.question.rows:
                self._drawn.slot(at, partial(RowSlot.make, table.question, number, self._drawn.formula(at)))
            else:
                self._drawn.value(at, table_word(table.question, None))

    def _count(self, at: At, questions: Sequence[Question], lead: str = "") -> None:
        every = [self._status[question.id] for question in questions]
        fixed = sum(status.word({}) == TO_DO for status in every if not self._changes(status))
        open_ = tuple(status for status in every if self._changes(status))
        formula = self._drawn.formula(at)
        if open_:
            self._drawn.slot(at, partial(CountSlot.make, fixed, open_, lead, formula))
        else:
            self._drawn.value(at, CountSlot(fixed, (), lead, ("", "")).text({}))

    def _changes(self, status: Status) -> bool:
        """Whether the word beside a question depends on what copies may fill."""
        return bool(self._prefill & {status.question.id, *_rests_on(status)})


def _rests_on(status: Status) -> Iterator[str]:
    conditions = [*status.relevant, *([status.needed] if isinstance(status.needed, Condition) else [])]
    for condition in conditions:
        yield from fields_of(condition)
