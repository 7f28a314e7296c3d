"""The styles that carry the look of a form, and what fits between its margins.

The drawn XML names styles and nothing else, so that staff restyle a form in Word without code. A template is
bound by the names of its styles as Word shows them; the ids behind the names are the template's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from docgen.forms.word.widths import label_column, row_columns
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

REF = 1180
"""Width of the column of references, in twentieths of a point: 2.1 cm, so that “comment” fits in a wide font."""
NUMBER = 680
"""Width of the column of row numbers in a table to fill in: 1.2 cm."""
_QUESTION_SHARE = 0.4
"""Of what is left beside the references. With less, guidance makes rows high and empty; with more, answers do."""


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
        """The widths of reference, question and answer, the same in every form: the answer has the most."""
        question = round((self.width - REF) * _QUESTION_SHARE)
        return REF, question, self.width - REF - question

    def row_columns(self, question: Question) -> tuple[int, ...]:
        """The widths of the columns of a table to fill in, the row numbers first."""
        return NUMBER, *row_columns(question.columns, self.width - NUMBER)

    def key_columns(self, labels: Iterable[str]) -> tuple[int, int]:
        """The widths of labels and of what they mean."""
        label = label_column(labels, self.width)
        return label, self.width - label
