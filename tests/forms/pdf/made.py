"""What the tests of PDF forms share: forms made once, copies, and programs that fill them in or write on them."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from docgen.fields import show
from docgen.forms.pdf import Blank, Compiled, blank_of, compile_toolkit, open_form
from docgen.marks import Address, Marks, toolkit_id
from docgen.model import Answer, Form, Question, State, Value
from docgen.reading import read as answers_of
from tests.forms.word.written import EVERYTHING, Case, every

TOOLKIT = toolkit_id("a copy")
WHOLE: Case = every()[-1]
"""The form with every kind of field."""
assert WHOLE[0] is EVERYTHING


def part(*fields: str) -> Case:
    """The same form with these fields only."""
    section = WHOLE[1].sections[0]
    kept = tuple(question for question in section.questions if question.id in fields)
    form = replace(WHOLE[1], sections=(replace(section, questions=kept, relevant_when=None),))
    return replace(EVERYTHING, forms=(form,)), form


@cache
def compiled(case: Case) -> Compiled:
    """The form, all of whose fields a copy may fill."""
    return compile_toolkit(*case, prefill=[question.id for question in case[1].questions])


@cache
def learned(case: Case) -> Blank:
    return blank_of(compiled(case).copy(toolkit_id("blank")))


def copy(case: Case, values: Mapping[str, Value] = {}) -> bytes:
    return compiled(case).copy(TOOLKIT, values)


def marks(case: Case, data: bytes) -> Marks:
    return open_form(data, "form.pdf").marks(learned(case))


def answers(data: bytes, case: Case = WHOLE) -> dict[str, Answer]:
    return {answer.field: answer for answer in answers_of(marks(case, data), case[1])}


def values_of(form: Form, found: Marks) -> dict[str, Value]:
    """What was read, with nothing in doubt, nothing missing and nothing unread."""
    read = answers_of(found, form)
    assert [(one.field, one.doubt) for one in read if one.state is State.DOUBTFUL] == []
    assert (found.unread, found.missing) == ((), ())
    return {one.field: one.value for one in read if one.state is State.ANSWERED}


# --- other programs --------------------------------------------------------------------------------------


def entries(form: Form, values: Mapping[str, Value]) -> dict[str, str]:
    """What a program types that knows the names of the fields: field name → text, id of an option, or state."""
    typed: dict[str, str] = {}

    def put(question: Question, address: Address, value: object) -> None:
        boxes = question.kind == "ticks" or (question.options and question.look != "list" and not address.row)
        if value is None:
            return
        if boxes:
            for option in value if isinstance(value, tuple) else (value,):
                typed[Address(question.id, option).tag] = "/Yes"
        else:
            typed[address.tag] = str(value) if question.options else show(value, question)  # type: ignore[arg-type]

    for question in form.questions:
        value = values.get(question.id)
        if question.kind != "table":
            put(question, Address(question.id), value)
            continue
        for number, row in enumerate(value if isinstance(value, tuple) else (), start=1):
            assert isinstance(row, Mapping)
            for column in question.columns:
                put(column, Address(question.id, row=number, column=column.id), row.get(column.id))
    return typed


def written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def filled_in(data: bytes, typed: Mapping[str, str], regenerate: bool | None = None) -> bytes:
    """The form filled in by pypdf, by the names of its fields."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    for page in writer.pages:
        writer.update_page_form_field_values(page, dict(typed), auto_regenerate=regenerate)
    return written(writer)


Change = Callable[[Any, dict[str, Any]], None]


def changed(data: bytes, change: Change) -> bytes:
    """The file after a change to it; the change gets the writer and the widgets by name."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    change(writer, widgets(writer))
    return written(writer)


def widgets(document: PdfReader | PdfWriter) -> dict[str, Any]:
    """Full name → widget, in the order of the pages."""
    found: dict[str, Any] = {}
    for page in document.pages:
        for reference in page.get("/Annots", ()):
            widget = reference.get_object()
            if widget["/Subtype"] == "/Widget":
                found[name_of(widget)] = widget
    return found


def name_of(widget: Any) -> str:
    parent = widget.get("/Parent")
    above = f"{name_of(parent.get_object())}." if parent is not None else ""
    return f"{above}{widget['/T']}"


def note(page: Any, writer: PdfWriter, kind: str, text: str, rect: tuple[int, int, int, int], author: str = "") -> None:
    """Puts a note on a page, as a person does in a PDF reader."""
    from pypdf.generic import ArrayObject, FloatObject

    said = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(f"/{kind}"),
            NameObject("/Contents"): TextStringObject(text),
            NameObject("/Rect"): ArrayObject([FloatObject(one) for one in rect]),
        }
    )
    if author:
        said[NameObject("/T")] = TextStringObject(author)
    page["/Annots"].append(writer._add_object(said))
