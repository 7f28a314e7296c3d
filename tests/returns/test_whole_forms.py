"""What is done to a whole form changes no answer in it, and what was added is listed."""

from __future__ import annotations

import io
import zipfile

import pytest

from docgen.forms.word import blank_of, open_form
from docgen.marks import Marks, toolkit_id
from docgen.model import State
from docgen.reading import read
from tests.forms.word.written import Case, answers, compiled, every, filled
from tests.forms.word.written import name as name_of
from tests.returns.on_forms import FORMS, LISTED, strict
from tests.returns.page import Page, changed

CASES = [case for case in every() if name_of(case) in ("cafcass-national-case", "everything-form")]


def marks(case: Case, document: bytes) -> Marks:
    return open_form(document, "form.docx").marks(blank_of(compiled(case).copy(toolkit_id("blank"))))


def strictly(document: bytes) -> bytes:
    """The file with the names of strict OOXML in its Word parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as package, zipfile.ZipFile(out, "w") as made:
        for item in package.namelist():
            data = package.read(item)
            made.writestr(item, strict(data) if item.startswith("word/") else data)
    return out.getvalue()


@pytest.mark.parametrize("case", CASES, ids=name_of)
@pytest.mark.parametrize("manner", FORMS)
def test_every_answer_is_read_as_it_was_and_what_was_added_is_listed(case: Case, manner: str) -> None:
    change, listed = FORMS[manner]
    document = changed(filled(case), change)
    found = marks(case, strictly(document) if manner == "strict OOXML" else document)
    truth = answers(case[1])
    assert {answer.field: answer.value for answer in read(found, case[1])} == truth
    assert (LISTED in {one.text for one in found.unread}) == bool(listed)


def test_a_question_that_is_there_twice_with_other_answers_is_doubtful_with_both() -> None:
    case = CASES[0]
    field = next(question for question in case[1].questions if question.kind == "text").id

    def copy(root: object) -> None:
        FORMS["a row of a question copied"][0](root)
        Page(root).write(field, "Another")

    copied = {answer.field: answer for answer in read(marks(case, changed(filled(case), copy)), case[1])}[field]
    assert copied.state is State.DOUBTFUL
    assert set(copied.candidates) == {"Another", answers(case[1])[field]}


def test_a_row_that_is_gone_is_missing_and_never_blank() -> None:
    case = CASES[0]
    field = next(question for question in case[1].questions if question.kind == "text").id

    def cut(root: object) -> None:
        row = Page(root).row(field)
        row.getparent().remove(row)

    gone = {answer.field: answer for answer in read(marks(case, changed(filled(case), cut)), case[1])}[field]
    assert (gone.state, gone.candidates) == (State.DOUBTFUL, ())
