"""The form of these returns: a question for each manner of marking, so that one file shows all of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from docgen.fields import YES_NO
from docgen.forms.word import Blank, blank_of, compile_toolkit
from docgen.marks import toolkit_id
from docgen.model import Form, Framework, Grade, Option, Question, Scale, Section, Value
from tests.returns.page import Page

TEMPLATE = Path(__file__).parents[2] / "templates" / "toolkit.docx"
GRADES = (Option("good", "Good", "Clear and timely"), Option("met", "Met"), Option("not_met", "Not met", "Or too late"))
TICKS = (Option("record", "Recording"), Option("plan", "Planning"), Option("none", "None of these", "", exclusive=True))
CHOICE = (Option("agreed", "Agreed"), Option("changed", "Changed after talking"), Option("open", "Left open"))
SHAPES: tuple[tuple[str, str, tuple[Option, ...], int], ...] = (
    ("grade", "grade", GRADES, 1),
    ("choice", "choice", CHOICE, 0),
    ("yesno", "yesno", YES_NO, 1),
    ("ticks", "ticks", TICKS, 1),
)
"""The kinds of question with boxes: a short name, the kind, the options, and which of them is meant."""


@dataclass(frozen=True)
class Task:
    """One question that is to be marked in one manner: what it is called, what is meant, and how it is done."""

    manner: str
    question: Question
    truth: Value
    mark: Callable[[Page], None]


def slug(text: str) -> str:
    """A short id from words."""
    signs = {"✓": "tick", "✔": "heavy", "☑": "boxed", "√": "root", "[": "b", "/": "_", "☒": "cross"}
    plain = "".join(signs.get(letter, letter) for letter in text)
    return re.sub(r"[^A-Za-z0-9]+", "_", plain).strip("_").lower()


def framework(name: str, questions: tuple[Question, ...]) -> Framework:
    """A framework of one form with these questions, in sections of twenty."""
    scale = Scale(
        "three", "Grade", tuple(Grade(one.id, one.label, 3 - n, n < 2, "12436D") for n, one in enumerate(GRADES))
    )
    sections = tuple(
        Section(f"part{n // 20}", str(n // 20 + 1), f"Part {n // 20 + 1}", questions[n : n + 20])
        for n in range(0, len(questions), 20)
    )
    form = Form(name, name.capitalize(), "To be marked in every manner", sections)
    return Framework("returns", "1", "Returns", "Borough of Example", (scale,), (form,))


@cache
def document(name: str, questions: tuple[Question, ...], seed: str = "returns") -> bytes:
    """The blank form."""
    made = framework(name, questions)
    return compile_toolkit(made, made.forms[0], TEMPLATE.read_bytes()).copy(toolkit_id(seed))


@cache
def blank(name: str, questions: tuple[Question, ...]) -> Blank:
    """The form as the reader learns it."""
    return blank_of(document(name, questions, "blank"))


def labels(question: Question) -> Mapping[str, str]:
    """The tag of each box of a question, with its label."""
    return {f"{question.id}={option.id}": option.label for option in question.options}
