"""Workbooks and PDF forms marked in every manner, beside the Word forms: their tasks, files, and what is read of them.

python -m tests.returns.sheets                              the marked files, as Excel and a PDF reader write them
python -m tests.returns.sheets libreoffice-7.4 soffice      the workbook, opened and saved by that program
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
    """A format: the kinds of question with their manners, and how its files end → the column of the page."""

    title: str
    suffix: str
    sorts: Mapping[str, Any]
    editors: Mapping[str, str]


SHEETS: Mapping[str, Format] = {
    "excel": Format(
        "Workbooks",
        "xlsx",
        on_cells.SORTS,
        {
            "excel": "Excel",
            "libreoffice-7.4": "workbook, saved by LibreOffice 7.4",
            "libreoffice-25.2": "workbook, saved by LibreOffice 25.2",
        },
    ),
    "pdf": Format("PDF forms", "pdf", on_fields.SORTS, {"reader": "PDF"}),
}
UNKNOWABLE = on_cells.UNKNOWABLE | on_fields.UNKNOWABLE


@cache
def tasks(name: str) -> tuple[Task, ...]:
    """Every manner of a format on a question of its own."""
    made: list[Task] = []
    for number, (sort, (manners, kind, truth)) in enumerate(SHEETS[name].sorts.items()):
        for place, (manner, do) in enumerate(manners.items()):
            field = f"{kind}_{number}_{place:02}"
            ask = on_cells.question if name == "excel" else on_fields.question
            asked = ask(field, f"{len(made) + 1}a", kind, f"{sort}, {manner}")
            made.append(Task(sort, manner, asked, truth, do))
    return tuple(made)


def _form(name: str) -> Form:
    return framework("sheets", tuple(task.question for task in tasks(name))).forms[0]


@cache
def document(name: str, seed: str = "sheets") -> bytes:
    """The blank form."""
    made = framework("sheets", tuple(task.question for task in tasks(name)))
    template = FORMATS[name].template
    base = (TEMPLATES / template).read_bytes() if template else b""
    return compile_toolkit(name, made, made.forms[0], base).copy(toolkit_id(seed))


def marked(name: str) -> bytes:
    """The form with every mark made."""
    if name == "pdf":

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
    data = (FILES / f"sheets-{editor}.{SHEETS[name].suffix}").read_bytes()
    found = open_form(data, "sheets").marks(blank_of(name, document(name, "blank")))
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
        for task in tasks(name):
            cells = [WORDS.get(each[task.question.id], each[task.question.id]) for each in found.values()]
            yield f"| {task.sort} | {task.manner} | " + " | ".join(cells) + " |"
        yield ""


def main(editor: str = "", program: str = "") -> None:
    """Writes the files of one editor."""
    for name, one in SHEETS.items():
        if program and name != "excel":
            continue
        made = marked(name)
        (FILES / f"sheets-{name}.json").write_text(truth(name), encoding="utf-8", newline="\n")
        path = FILES / f"sheets-{editor or next(iter(one.editors))}.{one.suffix}"
        if not program:
            path.write_bytes(made)
            continue
        path.write_bytes(resaved(program, made, "xlsx:Calc MS Excel 2007 XML"))


if __name__ == "__main__":
    main(*sys.argv[1:3])
