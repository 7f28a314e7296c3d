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
from docgen.forms.words import GRADE_KEY, REQUIRED_NOTE, line
from docgen.model import Section

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
    columns = range(1, max(sheet.max_column, 1) + 1)
    pen = Pen(sheet, style, [sheet.column_dimensions[letters(n)].width or FIRST for n in columns])
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
    writer = _Writer(pen, plan, body.row, body.column)
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
    return f"{section.ref}  {line(section.title)[:100]}: "


class _Writer:
    """Writes the guidance downwards, in the column of the placeholder."""

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
            self._line(((f"{number}.  ", "DG Note"), (step, "")))
        if any(one.required for question in plan.form.questions for one in (question, *question.columns)):
            self._line(((REQUIRED_NOTE, ""),), "DG Note")
        told = list(words.tell(plan.form))
        if told:
            self._heading(words.TELL)
            for lead, what in told:
                self._line(((f"{lead} ", "DG Note"), (what, "")))
        self._state()
        self._meanings()

    def _heading(self, text: str) -> None:
        self._pen.sheet.row_dimensions[self._row].height = _GAP
        self._pen.put(self._row + 1, self._column, "DG Help", text)
        self._row += 2

    def _line(self, words: Paragraph, style: str = "DG Step") -> None:
        self._pen.rich(self._row, self._column, style, (words,))
        self._row += 1

    def _state(self) -> None:
        """Each section with how much of it is to do, as a link to it."""
        from openpyxl.worksheet.hyperlink import Hyperlink

        self._heading(words.STATE)
        plan = self._plan
        for section in plan.form.sections:
            first, last = plan.sections[section.id]
            cells = f"{quoted(plan.sheet)}!${letters(STATUS)}${first}:${letters(STATUS)}${last}"
            lead = section_lead(section).replace('"', '""')
            cell = self._pen.formula(self._row, self._column, "DG Link", f'"{lead}"&{count_formula(cells)}')
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quoted(plan.sheet)}!A{first - 1}")
            self.counts[At(self._pen.sheet.title, self._row, self._column)] = section.id
            self._row += 1

    def _meanings(self) -> None:
        """What every grade of the form means, each scale once; lists are explained on the sheet of the form."""
        graded = dict.fromkeys(one.scale for one in self._plan.form.questions if one.kind == "grade")
        scales = [scale for name in graded if (scale := self._plan.framework.scale(name)) is not None]
        for scale in scales:
            rows = [(line(grade.label), line(grade.descriptor)) for grade in scale.grades if grade.descriptor]
            if rows:
                self._heading(f"{GRADE_KEY[0]}: {line(scale.label)}")
            for label, meaning in rows:
                self._line(((label, "DG Note"), (f" – {meaning}", "")))
