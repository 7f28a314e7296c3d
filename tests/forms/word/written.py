"""What the tests of written forms share: the shipped forms, a form with everything, and a plain look at a file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from docgen import definitions
from docgen.fields import YES_NO, kind
from docgen.forms.word import Compiled, compile_toolkit
from docgen.marks import Address, toolkit_id
from docgen.model import Condition, Form, Framework, Grade, Option, Question, Scale, Section, Test, Value

ROOT = Path(__file__).parents[3]
TEMPLATE = (ROOT / "templates" / "toolkit.docx").read_bytes()
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
TOOLKIT = toolkit_id("tests")

Case = tuple[Framework, Form]


def _everything() -> Framework:
    """A form with every kind of field and every way to draw it, and labels too long for any dialog."""
    long = "Was the plan for the child reviewed in time, shared with everyone who had a part in it, and kept"
    options = tuple(Option(f"o{n}", f"{long} by party {n}", "So it says on file" if n else "") for n in range(3))
    grades = (Grade("good", "Good", 2, True, "12436D"), Grade("poor", "Poor", 1, False, "801650"))
    graded = (Option("good", "Good", "A descriptor"), Option("poor", "Poor"), Option("na", "Not applicable"))
    columns = (
        Question("what", "", "longtext", "What", required=True, guidance="One action a row."),
        Question("who", "", "text", "By whom", prompt="Role"),
        Question("when", "", "date", "By when"),
        Question("rag", "", "choice", "RAG", options=(Option("r", "Red"), Option("g", "Green"))),
        Question("rank", "", "grade", "Grade", options=graded, scale="two"),
        Question("done", "", "yesno", "Done", options=YES_NO),
        Question("days", "", "number", "Days"),
    )
    poor = Condition((Test("grade", ("poor", "na")), Test("plain", ("answered",))))
    questions = (
        Question("plain", "1a", "text", "Plain", required=True),
        Question("count", "1b", "number", "How many"),
        Question("day", "1c", "date", "Day", relevant_when=Condition((Test("yes", ("yes",)),))),
        Question("yes", "1d", "yesno", "Yes or no", options=YES_NO),
        Question("one", "1e", "choice", long, options=options),
        Question("listed", "1f", "choice", "Listed", options=options, look="list"),
        Question("many", "1g", "ticks", long, options=(*options, Option("none", "None", "Nil", exclusive=True))),
        Question("many_comment", "1g comment", "longtext", "Comment", about="many", required_when=poor),
        Question("actions", "1h", "table", "Actions", columns=columns, rows=3, guidance="Only what must be done."),
        Question("grade", "1i", "grade", "Grade", options=graded, scale="two", guidance="First.\n\nSecond."),
        Question(
            "free", "1j", "longtext", "Free", relevant_when=Condition((), "count > 3", says="there are over three")
        ),
        Question("long_name_of_a_field_that_goes_on", "1k", "ticks", "Long", options=options),
    )
    section = Section("all", "1", "Everything", questions, intro="To begin with.\n\nThen.", relevant_when=poor)
    form = Form("form", "Form", "To hold everything", (section,), (("case", "plain"),), how_to=("Read.", "Write."))
    return Framework("everything", "1", "Everything & more", "R&D <Unit>", (Scale("two", "Grade", grades),), (form,))


EVERYTHING = _everything()


@cache
def shipped() -> tuple[Case, ...]:
    """Every form of every definition in frameworks/."""
    frameworks = [definitions.load(path) for path in definitions.find([ROOT / "frameworks"])]
    return tuple((framework, form) for framework in frameworks for form in framework.forms)


def every() -> tuple[Case, ...]:
    """The shipped forms, and the one with everything."""
    return (*shipped(), (EVERYTHING, EVERYTHING.forms[0]))


def name(case: object) -> str:
    """How pytest calls a case."""
    if isinstance(case, tuple):
        return f"{case[0].id}-{case[1].id}"
    return str(case)


@cache
def compiled(case: Case) -> Compiled:
    """The form, all of whose fields a copy may fill."""
    framework, form = case
    return compile_toolkit(framework, form, TEMPLATE, prefill=[question.id for question in form.questions])


@cache
def blank(case: Case) -> bytes:
    return compiled(case).copy(TOOLKIT)


@cache
def filled(case: Case) -> bytes:
    return compiled(case).copy(TOOLKIT, answers(case[1]))


def answers(form: Form) -> dict[str, Value]:
    """The last example of every field."""
    return {question.id: kind(question).examples(question)[-1] for question in form.questions}


def one_question(question: Question, framework: Framework = EVERYTHING) -> Case:
    """A form with nothing but this question."""
    form = replace(framework.forms[0], sections=(Section("s", "1", "Section", (question,)),))
    return replace(framework, forms=(form,)), form


def addresses(form: Form) -> Iterator[Address]:
    """Where the answers of a form go, as interface.md says."""
    for question in form.questions:
        if question.kind == "table":
            for row in range(1, question.rows + 1):
                yield from (Address(question.id, row=row, column=column.id) for column in question.columns)
        elif question.kind == "ticks" or (question.options and question.look != "list"):
            yield from (Address(question.id, option.id) for option in question.options)
        else:
            yield Address(question.id)


# --- a plain look at a file ------------------------------------------------------------------------------


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {item: package.read(item) for item in package.namelist()}


def document(data: bytes) -> Any:
    return etree.fromstring(parts(data)["word/document.xml"])


@dataclass(frozen=True)
class Shown:
    """What a control says of itself, and what it shows."""

    alias: str
    text: str
    prompt: bool
    ticked: str | None
    stored: str | None
    items: tuple[str, ...]
    element: Any


def controls(data: bytes) -> dict[str, Shown]:
    """Tag → control, for every content control of the text."""
    found: dict[str, Shown] = {}
    for sdt in document(data).iter(W + "sdt"):
        properties = sdt.find(W + "sdtPr")
        tag = properties.find(W + "tag").get(W + "val")
        assert tag not in found, f"{tag} stands twice"
        box, day = properties.find(f"{W14}checkbox/{W14}checked"), properties.find(W + "date")
        found[tag] = Shown(
            alias=properties.find(W + "alias").get(W + "val"),
            text=text(sdt.find(W + "sdtContent")),
            prompt=properties.find(W + "showingPlcHdr") is not None,
            ticked=None if box is None else box.get(W14 + "val"),
            stored=None if day is None else day.get(W + "fullDate"),
            items=tuple(item.get(W + "displayText") for item in properties.iter(W + "listItem")),
            element=sdt,
        )
    return found


def text(element: Any) -> str:
    """The words in an element, with line breaks and tabs."""
    marks = {W + "br": "\n", W + "tab": "\t"}
    inside = (e for e in element.iter(W + "t", W + "br", W + "tab") if e.getparent().tag == W + "r")
    return "".join(marks.get(e.tag) or e.text or "" for e in inside)


def styles(data: bytes) -> dict[str, Any]:
    """Style id → the style."""
    root = etree.fromstring(parts(data)["word/styles.xml"])
    return {str(style.get(W + "styleId")): style for style in root.iter(W + "style")}


def style_name(element: Any, data: bytes) -> str:
    """The name of a paragraph's style."""
    style = styles(data)[element.find(f"{W}pPr/{W}pStyle").get(W + "val")]
    return str(style.find(W + "name").get(W + "val"))
