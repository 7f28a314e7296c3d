"""Workbooks filled in by another program, through the names of the cells alone, as any program can."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from docgen.fields import Control, kind, show
from docgen.marks import Address
from docgen.model import Question, Value
from tests.forms.excel.written import blank, filled, marks, read, values
from tests.forms.word.written import Case, answers, every, name


def entries(case: Case, given: dict[str, Value]) -> dict[str, object]:
    """Name → what a person would put into the cell."""
    found: dict[str, object] = {}
    for question in case[1].questions:
        value: Any = given[question.id]
        control = kind(question).control
        if control is Control.TICKS:
            found |= {Address(question.id, one).name: "✓" for one in value or ()}
        elif control is Control.ROWS:
            for number, row in enumerate(value or (), start=1):
                for column in question.columns:
                    found[Address(question.id, row=number, column=column.id).name] = entry(row[column.id], column)
        else:
            found[Address(question.id).name] = entry(value, question)
    return {key: value for key, value in found.items() if value is not None}


def entry(value: Value, question: Question) -> object:
    if value is None or question.kind == "number":
        return value
    return date.fromisoformat(str(value)) if question.kind == "date" else show(value, question)


@pytest.mark.parametrize("case", every(), ids=name)
def test_what_another_program_puts_into_the_named_cells_is_read(case: Case) -> None:
    given = answers(case[1])
    book: Any = load_workbook(io.BytesIO(blank(case)))
    for key, value in entries(case, given).items():
        ((sheet, place),) = book.defined_names[key].destinations
        cell = book[sheet][place]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        elif isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
    out = io.BytesIO()
    book.save(out)
    assert values(out.getvalue(), case) == given
    assert [one for one in marks(out.getvalue(), case).unread if one.what != "picture"] == []


def test_a_workbook_that_gives_its_type_to_every_part_is_read() -> None:
    case = every()[2]
    made, book = io.BytesIO(), filled(case)
    with zipfile.ZipFile(io.BytesIO(book)) as package, zipfile.ZipFile(made, "w") as out:
        for item in package.namelist():
            data = package.read(item)
            if item == "[Content_Types].xml":
                own = re.search(rb'<Override PartName="/xl/workbook.xml" ContentType="([^"]*)"\s*/>', data)
                assert own
                data = data.replace(own[0], b"").replace(b'ContentType="application/xml"', b'ContentType="%s"' % own[1])
            out.writestr(item, data)
    assert values(made.getvalue(), case) == values(book, case)


@pytest.mark.parametrize("move", ["insert_cols", "insert_rows", "delete_rows"])
def test_cells_that_a_program_moved_without_their_names_are_never_taken_for_answers(move: str) -> None:
    case = every()[-1]
    given = answers(case[1])
    book: Any = load_workbook(io.BytesIO(filled(case)))
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            getattr(sheet, move)(2)
    out = io.BytesIO()
    book.save(out)
    for field, found in read(out.getvalue(), case).items():
        assert found.value in (None, given[field]), field
