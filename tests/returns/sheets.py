"""Workbooks and PDF forms marked in every manner, beside the Word forms: their tasks, files, and what is read of them.

python -m tests.returns.sheets                              the marked files, as Excel and a PDF reader write them
python -m tests.returns.sheets libreoffice-7.4 soffice      the workbooks, opened and saved by that program
python -m tests.returns.sheets libreoffice-7.4 soffice excel-signs      one of them
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from docgen.forms import FORMATS, blank_of, compile_toolkit, open_form
from docgen.marks import toolkit_id
from docgen.model import Form, Question, Unread, Value
from docgen.reading import read
from tests.forms.excel.marking import Pen
from tests.forms.pdf.made import changed
from tests.returns import on_cells, on_fields
from tests.returns.form import framework
from tests.returns.make import resaved
from tests.returns.verdict import verdict

FILES = Path(__file__).parent / "files"
TEMPLATES = Path(__file__).parents[2] / "templates"


@dataclass(frozen=True)
class Task:
    """One question that is marked in one manner: what is asked, what is meant, how it is done."""

    sort: str
    manner: str
    question: Question
    truth: Value
    do: Any


@dataclass(frozen=True)
class Format:
    """A form in a format: the kinds of question with their manners, and how its files end → the column of the page.

    stem        how the names of its files begin
    """

    title: str
    format: str
    stem: str
    suffix: str
    sorts: Mapping[str, Any]
    editors: Mapping[str, str]


_EXCEL = {"excel": "Excel", "libreoffice-7.4": "workbook, saved by LibreOffice 7.4"}
_EXCEL_25 = {**_EXCEL, "libreoffice-25.2": "workbook, saved by LibreOffice 25.2"}
_PDF = {"reader": "PDF"}
SHEETS: Mapping[str, Format] = {
    "excel": Format("Workbooks", "excel", "sheets", "xlsx", on_cells.SORTS, _EXCEL_25),
    "excel-signs": Format("Signs in workbooks", "excel", "signs", "xlsx", on_cells.SIGNS, _EXCEL),
    "pdf": Format("PDF forms", "pdf", "sheets", "pdf", on_fields.SORTS, _PDF),
    "pdf-signs": Format("Signs on PDF forms", "pdf", "signs", "pdf", on_fields.SIGNS, _PDF),
}
UNKNOWABLE = on_cells.UNKNOWABLE | on_fields.UNKNOWABLE


@cache
def tasks(name: str) -> tuple[Task, ...]:
    """Every manner of a format on a question of its own."""
    made: list[Task] = []
    for number, (sort, (manners, kind, truth)) in enumerate(SHEETS[name].sorts.items()):
        each = ((manner, do) for manner, dos in manners.items() for do in (dos if isinstance(dos, tuple) else (dos,)))
        for place, (manner, do) in enumerate(each):
            field = f"{kind}_{number}_{place:02}"
            ask = on_cells.question if SHEETS[name].format == "excel" else on_fields.question
            asked = ask(field, f"{len(made) + 1}a", kind, f"{sort}, {manner}")
            made.append(Task(sort, manner, asked, truth, do))
    return tuple(made)


def _form(name: str) -> Form:
    return framework("sheets", tuple(task.question for task in tasks(name))).forms[0]


@cache
def document(name: str, seed: str = "sheets") -> bytes:
    """The blank form."""
    made = framework("sheets", tuple(task.question for task in tasks(name)))
    template = FORMATS[SHEETS[name].format].template
    base = (TEMPLATES / template).read_bytes() if template else b""
    return compile_toolkit(SHEETS[name].format, made, made.forms[0], base).copy(toolkit_id(seed))


def marked(name: str) -> bytes:
    """The form with every mark made."""
    if SHEETS[name].format == "pdf":

        def every(writer: Any, found: dict[str, Any]) -> None:
            for task in tasks(name):
                task.do(on_fields.Paper(writer, found), task.question.id)

        return changed(document(name), every)
    pen = Pen(document(name))
    for task in tasks(name):
        cell = f"{task.question.id}__plan" if task.question.kind == "ticks" else task.question.id
        on_cells.on(cell, task.do)(pen)
    return pen.done()


def truth(name: str) -> str:
    """What is meant, and in which manner it is said."""
    lines = [
        f"  {json.dumps(task.question.id)}: {json.dumps([task.sort, task.manner, task.truth], ensure_ascii=False)}"
        for task in tasks(name)
    ]
    return "{\n" + ",\n".join(lines) + "\n}\n"


@cache
def outcomes(name: str, editor: str) -> Mapping[str, str]:
    """Question → verdict for the file of one editor."""
    one = SHEETS[name]
    data = (FILES / f"{one.stem}-{editor}.{one.suffix}").read_bytes()
    found = open_form(data, "sheets").marks(blank_of(one.format, document(name, "blank")))
    answers = {answer.field: answer for answer in read(found, _form(name))}
    return {
        task.question.id: verdict(
            answers[task.question.id],
            None if task.manner in UNKNOWABLE else task.truth,
            [one for one in found.unread if _at(one, task.question)],
        )
        for task in tasks(name)
    }


def _at(one: Unread, question: Question) -> bool:
    """Whether something unread is listed at a question."""
    return f"row {question.ref}," in one.where or f"“{question.ref} " in one.where


WORDS = {"read": "read", "doubtful": "doubtful", "blank": "listed"}


def sections() -> Iterator[str]:
    """The sections of the page on marks."""
    for name, one in SHEETS.items():
        found = {editor: outcomes(name, editor) for editor in one.editors}
        yield f"## {one.title}\n"
        yield "| asked | manner | " + " | ".join(one.editors.values()) + " |"
        yield "|---" * (len(found) + 2) + "|"
        rows: dict[tuple[str, str], list[str]] = {}
        for task in tasks(name):
            rows.setdefault((task.sort, task.manner), []).append(task.question.id)
        for (sort, manner), fields in rows.items():
            each = [sorted({one[field] for field in fields}, reverse=True) for one in found.values()]
            cells = [" or ".join(WORDS.get(said, said) for said in one) for one in each]
            yield f"| {sort} | {manner} | " + " | ".join(cells) + " |"
        yield ""


def main(editor: str = "", program: str = "", only: str = "") -> None:
    """Writes the files of one editor."""
    for name, one in SHEETS.items():
        if (program and editor not in one.editors) or only not in ("", name):
            continue
        made = marked(name)
        (FILES / f"{one.stem}-{one.format}.json").write_text(truth(name), encoding="utf-8", newline="\n")
        path = FILES / f"{one.stem}-{editor or next(iter(one.editors))}.{one.suffix}"
        if not program:
            path.write_bytes(made)
            continue
        path.write_bytes(resaved(program, made, "xlsx:Calc MS Excel 2007 XML"))


if __name__ == "__main__":
    main(*sys.argv[1:4])
