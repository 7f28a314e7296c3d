"""The cell styles that carry the look of a workbook, the widths of its columns, and how high a row must be.

What is drawn names styles and nothing else, so that staff restyle a workbook in Excel without code. Excel makes
rows as high as their text by itself, but only while it is typed: what stands in a form beforehand is measured here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil

from docgen.model import Question

CELLS = {
    "DG Organisation": "the name of the organisation",
    "DG Title": "the title of the framework",
    "DG Subtitle": "the title of the form",
    "DG Purpose": "what the form is for",
    "DG Version": "version and toolkit id",
    "DG Marking": "the protective marking",
    "DG Help": "a heading of the first sheet",
    "DG Step": "a line of the first sheet",
    "DG Note": "a line of the first sheet that stands out",
    "DG Sheet Title": "the title of a sheet to fill in",
    "DG Count": "how much is still to answer",
    "DG Section": "the band of a section",
    "DG Intro": "words under the band of a section or the title of a table",
    "DG Head": "heading of a column",
    "DG Ref": "reference of a question",
    "DG Comment Ref": "reference of a comment",
    "DG Row No": "number of a row in a table to fill in",
    "DG Question": "a question",
    "DG Comment": "the label of a comment",
    "DG Option": "an answer to tick",
    "DG Option Ref": "reference beside an answer to tick",
    "DG Answer": "where people write or choose",
    "DG Tick": "where people tick",
    "DG Elsewhere": "words where there is nothing to write",
    "DG Link": "a link to another sheet",
    "DG Status": "what is still to do",
}
RUNS = {
    "DG Guidance": "help with a question",
    "DG Condition": "when a question is to be answered",
    "DG Required": "the asterisk",
    "DG Grade": "the name of a grade or answer that is explained",
    "DG Quiet": "what a grade or answer means",
}
WORDS = {
    "DG To Do": "the word To do",
    "DG Done": "the word Done",
    "DG Not Needed": "a question that does not apply",
}
NAMES = {**CELLS, **RUNS, **WORDS}
"""Every style that a toolkit's template must have → what it is for."""

FIRST = 84
"""Width of the first sheet, which has one column, in digits of the standard font, as Excel counts them."""
FORM = (10, 57, 60, 13)
"""Widths of the sheet with the questions: reference, question, answer, status."""
NUMBER, STATUS = 7, 11
"""Widths of the columns of a table that are no answers."""

_PAGE = sum(FORM)
_LEAST = {"date": 13, "longtext": 28, "text": 16, "choice": 16, "grade": 16, "yesno": 10, "number": 10}
_WEIGHT = {"longtext": 5, "text": 2, "choice": 1, "grade": 1, "yesno": 0, "number": 0, "date": 0}
_TALLEST = 409.0
"""The greatest height of a row that Excel knows, in points."""


def table_widths(question: Question) -> tuple[int, ...]:
    """Widths of a table to fill in: row number, one for each column, status; together as wide as the form's sheet."""
    needs = [max(_LEAST.get(column.kind, 12), 2 + _longest_word(column)) for column in question.columns]
    spare = max(_PAGE - NUMBER - STATUS - sum(needs), 0)
    weights = [_WEIGHT.get(column.kind, 1) for column in question.columns]
    weights = weights if sum(weights) else [1] * len(weights)
    shares = [round(spare * part / sum(weights)) for part in (0, *accumulate(weights))]
    widths = [need + high - low for need, low, high in zip(needs, shares, shares[1:], strict=False)]
    return NUMBER, *widths, STATUS


def _longest_word(column: Question) -> int:
    texts = [column.label, *(option.label for option in column.options)]
    return max(len(word) for text in texts for word in (text.split() or [""]))


# --- heights ---------------------------------------------------------------------------------------------

_NARROW, _WIDE, _LESS = frozenset("ijltfrI.,:;'|!()[]/ -"), frozenset("mwMW@%—&"), frozenset("cksvxyzJ")
_SAFE = 0.97  # a line too many costs a little room, a line too few hides words
_DIGIT = 0.556
"""The width of a digit of Arial, and of most of its letters, in ems."""


@dataclass(frozen=True, slots=True)
class Face:
    """What decides how much room a text takes: the size of its letters in points, and whether they are bold."""

    size: float
    bold: bool = False

    def width(self, text: str) -> float:
        """The width of a text in points, for a face such as Arial."""
        ems = sum(
            0.28
            if c in _NARROW
            else 0.5
            if c in _LESS
            else 0.83
            if c in _WIDE
            else 0.69
            if c.isupper()
            else _DIGIT
            if c < "\u2e80"
            else 1.0
            for c in text
        )
        return ems * self.size * (1.08 if self.bold else 1.0)

    @property
    def line(self) -> float:
        """The height of one line in points."""
        return self.size * 1.29


def lines(text: str, face: Face, width: float) -> int:
    """How many lines a text takes in a column of this width (in points), broken between words."""
    count = 0
    for paragraph in text.split("\n"):
        room, count = width, count + 1
        for word in paragraph.split(" "):
            needed = face.width(word)
            if needed > room and room < width:
                count, room = count + 1, width
            if needed > width:
                count += ceil(needed / width) - 1
            room -= needed + face.width(" ")
    return count


def rough_height(text: str, face: Face, width: float) -> float:
    """About the height of a row that this text needs, never less: for answers that are put in copy by copy."""
    letters = width / (face.size * 0.48)
    count = sum(max(ceil(len(paragraph) / letters), 1) for paragraph in text.split("\n"))
    return min(round(count * face.line + 5, 1), _TALLEST)


def points(columns: float, standard: Face) -> float:
    """The width of a column in points that text can use; Excel gives it in digits of the standard font."""
    return (columns * standard.size * _DIGIT - 4) * _SAFE


def height(cells: Iterable[tuple[Sequence[tuple[str, Face]], float]], least: float = 0) -> float:
    """The height in points of a row of cells, each of them paragraphs with their faces in a width in points."""
    needed = [sum(lines(text, face, width) * face.line for text, face in cell) for cell, width in cells]
    return min(round(max([least, *needed]) * 1.03 + 5, 1), _TALLEST)
