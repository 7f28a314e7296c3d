"""A small form for tests of the reader, and its body with what a person, or a program, put into it.

    body(case_ref=para(text("case_ref", "C100")), grade=options(good=1))

Each keyword is a question and gives what stands in the answer's cell; everything else is blank.
"""

from __future__ import annotations

from collections.abc import Mapping

from docgen.forms.word import blank_of, open_form
from docgen.marks import Mark, Marks
from docgen.model import Answer, Form, Option, Question, Section
from docgen.reading import read
from tests.forms.word.build import box, cell, choice, date, docx, para, part, row, table, text

GRADES = {"good": "Good", "met": "Met", "not_met": "Not met"}
AREAS = {"a1": "A1", "a2": "A2"}
STRENGTHS = {"recording": "Case recording", "planning": "Case planning"}
COLUMNS = ("action", "owner", "due")
SAMPLE = "sample.docx"


def _options(labels: Mapping[str, str]) -> tuple[Option, ...]:
    return tuple(Option(name, label) for name, label in labels.items())


FORM = Form(
    "case",
    "Case audit",
    "",
    (
        Section(
            "details",
            "1",
            "Details",
            (
                Question("case_ref", "1a", "text", "Case reference"),
                Question("area", "1b", "choice", "Area", options=_options(AREAS), look="list"),
                Question("filed", "1c", "date", "Date filed"),
                Question("visits", "1d", "number", "Visits"),
            ),
        ),
        Section(
            "judged",
            "2",
            "Judgement",
            (
                Question("grade", "2a", "grade", "Grade", options=_options(GRADES)),
                Question("rationale", "2b", "longtext", "Rationale"),
                Question("strengths", "2c", "ticks", "Strengths", options=_options(STRENGTHS)),
                Question(
                    "actions",
                    "2d",
                    "table",
                    "Actions",
                    rows=3,
                    columns=(
                        Question("action", "", "longtext", "Action"),
                        Question("owner", "", "text", "Owner"),
                        Question("due", "", "date", "Due"),
                    ),
                ),
            ),
        ),
    ),
)


def options(field: str = "grade", labels: Mapping[str, str] = GRADES, **checked: object) -> str:
    """The boxes of a question, each alone in a paragraph with its label behind a tab."""
    return "".join(para(box(f"{field}={name}", checked.get(name, 0)), tabbed(label)) for name, label in labels.items())


def tabbed(label: str) -> str:
    """The label of a box, as the forms print it: behind a tab."""
    return f'<w:r><w:tab/><w:t xml:space="preserve">{label}</w:t></w:r>'


def strengths(**checked: object) -> str:
    return options("strengths", STRENGTHS, **checked)


def action_row(number: int, action: str = "", owner: str = "", due: str = "", stored: str = "") -> str:
    """A row of the actions with its controls."""
    tag = f"actions[{number}]"
    return row(
        str(number),
        para(text(f"{tag}.action", action)),
        para(text(f"{tag}.owner", owner)),
        para(date(f"{tag}.due", due, stored)),
    )


ACTION_HEAD = row("2d", "Action", "Owner", "Due")


def actions(*rows: str) -> str:
    """The table of actions with its head; three blank rows where none are given."""
    return table(ACTION_HEAD, *(rows or [action_row(number) for number in (1, 2, 3)]))


def body(rows: str = "", end: str = "", **cells: str) -> tuple[str, ...]:
    """The form's body. `rows` replaces the table of actions; `end` stands behind everything."""
    blank = {
        "case_ref": para(text("case_ref")),
        "area": para(choice("area", AREAS)),
        "filed": para(date("filed")),
        "visits": para(text("visits")),
        "grade": options(),
        "rationale": para(text("rationale")),
        "strengths": strengths(),
    }
    assert set(cells) <= set(blank), "the form has no such question"
    answer = {**blank, **cells}

    def question(ref: str, field: str, label: str, guidance: str = "") -> str:
        return row(ref, cell(para(label), *([para(guidance)] if guidance else [])), cell(answer[field]))

    return (
        para("Case audit", style="Title"),
        para("1", tabbed("Details"), style="Heading1"),
        table(
            row("Ref", "Question", "Answer"),
            question("1a", "case_ref", "Case reference", "The reference only."),
            question("1b", "area", "Area"),
            question("1c", "filed", "Date filed"),
            question("1d", "visits", "Visits"),
        ),
        para("2", tabbed("Judgement"), style="Heading1"),
        table(
            row("Ref", "Question", "Answer"),
            question("2a", "grade", "Grade", "Judge from the file."),
            question("2b", "rationale", "Rationale"),
            question("2c", "strengths", "Strengths", "Tick all that apply."),
        ),
        para("Actions"),
        rows or actions(),
        end,
    )


def document(*paragraphs: str, parts: Mapping[str, str] | None = None) -> bytes:
    """The body as a document, with the footer of the form unless another is given."""
    footer = {"word/footer1.xml": part("ftr", para("sample 1 · case · 7K3Q-9D2M", "  Page 1"))}
    return docx(*paragraphs, parts={**footer, **(parts or {})})


BLANK = blank_of(document(*body()))


def marks(*paragraphs: str, parts: Mapping[str, str] | None = None) -> Marks:
    """What the reader finds in a document with this body."""
    return open_form(document(*paragraphs, parts=parts), SAMPLE).marks(BLANK)


def mark(field: str, *paragraphs: str) -> Mark:
    """The one mark of a field, or of one option of it."""
    (found,) = [one for one in marks(*paragraphs).marks if one.address.tag == field]
    return found


def answer(field: str, *paragraphs: str) -> Answer:
    """The answer to one question of a document with this body."""
    return next(one for one in read(marks(*paragraphs), FORM) if one.field == field)
