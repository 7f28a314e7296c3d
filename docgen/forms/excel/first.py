"""The first sheet: the template's cover, then how to fill in the workbook, where things stand, what grades mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from docgen.forms.excel import words
from docgen.forms.excel.cells import letters
from docgen.forms.excel.looks import FIRST
from docgen.forms.excel.page import protect, set_page
from docgen.forms.excel.pen import Pen
from docgen.forms.excel.plan import STATUS, At, Paragraph, Plan, quoted
from docgen.forms.excel.status import count_formula
from docgen.forms.excel.template import Style, cells
from docgen.forms.placeholders import BODY, said
from docgen.forms.words import REQUIRED_NOTE, line
from docgen.model import Question, Section

if TYPE_CHECKING:
    from openpyxl import Workbook

_WORD = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_LEAST, _GAP = 16.0, 9.0
"""Least height of a row, and the height of an empty one in front of a heading, in points."""


@dataclass(frozen=True, slots=True)
class First:
    """What stands where on the first sheet and differs from copy to copy.

    toolkits    cells whose text holds the toolkit id: what stands before and after it
    counts      cells that say how much of a section is to do → its id
    heights     the heights of its rows
    """

    sheet: str
    toolkits: Mapping[At, tuple[str, ...]]
    counts: Mapping[At, str]
    heights: Mapping[int, float]


def draw_first(workbook: Workbook, plan: Plan, style: Style) -> First:
    """Fills in the cover and writes the guidance below it."""
    sheet = workbook.worksheets[0]
    sheet.title = words.FIRST_SHEET
    widths = [sheet.column_dimensions[letters(n)].width or width for n, width in enumerate(FIRST, start=1)]
    pen = Pen(sheet, style, widths)
    toolkits: dict[At, tuple[str, ...]] = {}
    body = None
    for cell in list(cells(workbook)):
        text = str(cell.value)
        if text.strip() == "{{ " + BODY + " }}":
            body = cell
            continue
        pieces = _fill(text, plan)
        name = cell.style
        pen.put(cell.row, cell.column, name, "".join(pieces))
        if not "".join(pieces).strip():
            cell.value = None
            sheet.row_dimensions[cell.row].height = 4
        elif len(pieces) > 1:
            toolkits[At(sheet.title, cell.row, cell.column)] = pieces
    assert body is not None
    body.value = None
    writer = _Writer(pen, plan, body.row, max(body.column, 2))
    writer.write()
    set_page(sheet, upright=True)
    protect(sheet)
    return First(sheet.title, toolkits, writer.counts, pen.heights(_LEAST))


def _fill(text: str, plan: Plan) -> tuple[str, ...]:
    """The text with the words of the definition, in pieces between which the toolkit id stands."""
    known = said(plan.framework, plan.form)
    filled = [""]
    at = 0
    for match in _WORD.finditer(text):
        filled[-1] += text[at : match.start()]
        if match[1] in ("toolkit", "identity"):
            filled[-1] += known.get(match[1], "")
            filled.append("")
        else:
            filled[-1] += known[match[1]]
        at = match.end()
    filled[-1] += text[at:]
    return tuple(filled)


def section_lead(section: Section) -> str:
    """What stands in front of how much of a section is to do; short enough for a formula of Excel."""
    return f"{line(section.title)[:100]}: "


class _Writer:
    """Writes the guidance downwards: numbers and references in front, words in the column of the placeholder."""

    def __init__(self, pen: Pen, plan: Plan, row: int, column: int) -> None:
        self._pen = pen
        self._plan = plan
        self._row = row
        self._column = column
        self.counts: dict[At, str] = {}

    def write(self) -> None:
        """Everything, from how to fill it in to what grades mean."""
        plan = self._plan
        tables = [(table.question, table.sheet) for table in plan.tables.values()]
        self._heading(words.HOW_TO)
        for number, step in enumerate(words.how_to(plan.form, plan.sheet, tables), start=1):
            self._line(f"{number}.", (((step, ""),),))
        if any(one.required for question in plan.form.questions for one in (question, *question.columns)):
            self._line("", (((REQUIRED_NOTE, ""),),), "DG Note")
        told = list(words.tell(plan.form))
        if told:
            self._heading(words.TELL)
            for lead, what in told:
                self._line("", (((f"{lead} ", "DG Note"), (what, "")),))
        self._state()
        for question in self._graded():
            self._grades(question)

    def _heading(self, text: str) -> None:
        self._pen.sheet.row_dimensions[self._row].height = _GAP
        self._row += 1
        self._pen.put(self._row, self._column - 1, "DG Help")
        self._pen.put(self._row, self._column, "DG Help", text)
        self._row += 1

    def _line(self, number: str, label: tuple[Paragraph, ...], style: str = "DG Step") -> None:
        self._pen.put(self._row, self._column - 1, "DG Step", number)
        self._pen.rich(self._row, self._column, style, label)
        self._row += 1

    def _state(self) -> None:
        """Each section with how much of it is to do."""
        self._heading(words.STATE)
        plan = self._plan
        for section in plan.form.sections:
            first, last = plan.sections[section.id]
            cells = f"{quoted(plan.sheet)}!${letters(STATUS)}${first}:${letters(STATUS)}${last}"
            lead = section_lead(section).replace('"', '""')
            self._pen.put(self._row, self._column - 1, "DG Note", section.ref)
            self._pen.formula(self._row, self._column, "DG Step", f'"{lead}"&{count_formula(cells)}')
            self.counts[At(self._pen.sheet.title, self._row, self._column)] = section.id
            self._row += 1

    def _graded(self) -> list[Question]:
        """One question for each scale of the form, of those whose grades are explained the one with the most words."""
        found: dict[str, Question] = {}
        for question in self._plan.form.questions:
            if question.kind == "grade":
                found.setdefault(question.scale, question)
        return list(found.values())

    def _grades(self, question: Question) -> None:
        scale = self._plan.framework.scale(question.scale)
        if scale is None or not any(grade.descriptor for grade in scale.grades):
            return
        self._heading(f"What the grades mean: {line(scale.label)}")
        for grade in scale.grades:
            meaning = f" – {line(grade.descriptor)}" if grade.descriptor else ""
            self._line("", (((line(grade.label), "DG Grade"), (meaning, "")),))
