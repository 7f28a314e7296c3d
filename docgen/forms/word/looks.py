"""The styles that carry the look of a form, and the widths of its columns.

The drawn XML names styles and nothing else, so that staff restyle a form in Word without code. A template is
bound by the names of its styles as Word shows them; the ids behind the names are the template's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docgen.forms.words import prompt
from docgen.model import Question

PARAGRAPHS = {
    "heading 1": "title of a section",
    "heading 2": "title of a table to fill in",
    "DG Help": "heading of the box that says how to fill in the form",
    "DG Step": "numbered line in that box",
    "DG Note": "line without a number in that box",
    "DG Intro": "words under the title of a section or of a table",
    "DG Condition": "when a question or a section is to be answered",
    "DG Head": "heading of a column",
    "DG Ref": "reference of a question",
    "DG Comment Ref": "reference of a comment",
    "DG Question": "a question",
    "DG Comment": "the label of a comment box",
    "DG Guidance": "help with a question",
    "DG Option": "an answer to choose, with its box",
    "DG Descriptor": "what a grade or an answer means",
    "DG Answer": "where people write",
    "DG Gap": "the space between two tables",
}
CHARACTERS = {
    "DG Box": "the box itself",
    "DG Prompt": "the words in an empty answer",
    "DG Required": "the asterisk",
    "DG Grade": "the name of a grade",
    "DG Quiet": "what an answer means, where it fits on its line",
}
TABLES = {
    "DG Details": "the compact rows of case details",
    "DG Questions": "questions and their answers",
    "DG Rows": "a table to fill in, such as actions",
}
NAMES = {**PARAGRAPHS, **CHARACTERS, **TABLES}
"""Every style that a toolkit's template must have → what it is for."""

REF = 1090
"""Width of the column of references, in twentieths of a point: 1.9 cm."""
NUMBER = 680
"""Width of the column of row numbers in a table to fill in: 1.2 cm."""
_QUESTION_SHARE = 0.36
_LETTER, _PADDING = 130, 280
_LEAST = {"date": 1500, "longtext": 1700, "text": 1300, "choice": 1400, "grade": 1400, "yesno": 1100}
_WEIGHT = {"longtext": 4, "text": 2, "number": 1, "date": 0, "choice": 1, "grade": 1, "yesno": 0}


@dataclass(frozen=True, slots=True)
class Look:
    """A template's style ids by style name, and the width between its margins in twentieths of a point."""

    styles: Mapping[str, str]
    width: int

    def style(self, name: str) -> str:
        """The id of the style with this name."""
        return self.styles[name]

    @property
    def columns(self) -> tuple[int, int, int]:
        """The widths of reference, question and answer: the answer has the most."""
        question = round((self.width - REF) * _QUESTION_SHARE)
        return REF, question, self.width - REF - question

    def row_columns(self, question: Question) -> tuple[int, ...]:
        """The widths of the columns of a table to fill in: first what each one needs, then the rest by kind."""
        room = self.width - NUMBER
        needs = [max(_longest_word(column) * _LETTER + _PADDING, _LEAST.get(column.kind, 900))
                 for column in question.columns]  # fmt: skip
        spare = room - sum(needs)
        if spare < 0:
            widths = [need * room // sum(needs) for need in needs]
        else:
            weights = [_WEIGHT.get(column.kind, 1) for column in question.columns]
            weights = weights if sum(weights) else [1] * len(weights)
            widths = [need + spare * weight // sum(weights) for need, weight in zip(needs, weights, strict=True)]
        return NUMBER, *widths[:-1], room - sum(widths[:-1])


def _longest_word(column: Question) -> int:
    """Letters of the longest word that stands in a column: in its label, its prompt or in what can be chosen."""
    texts = [column.label + (" *" if column.required else ""), prompt(column)]
    texts += [option.label for option in column.options]
    return max(len(word) for text in texts for word in (text.split() or [""]))
