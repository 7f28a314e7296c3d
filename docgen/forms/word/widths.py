"""How wide the columns of a table are, by what stands in them.

All lengths are in twentieths of a point, and those of words are estimates at the sizes of the template that docgen
comes with: a template with another font keeps the proportions.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docgen.forms.words import STAR, prompt
from docgen.model import Question

_LETTER, _BOLD, _WIDE = 110, 120, 130
"""A letter of a text, of one in bold, and of one word that must fit whole."""
_PADDING = 200
_NARROWEST = {"date": 1500, "longtext": 1700, "text": 1300, "choice": 1400, "grade": 1400, "yesno": 1100}
_WEIGHT = {"longtext": 6, "text": 2, "number": 1, "date": 0, "choice": 1, "grade": 1, "yesno": 0}


def label_column(labels: Iterable[str], room: int) -> int:
    """The width in which each of some labels stands on one line, and at most a third of the room."""
    return min(max(len(label) for label in labels) * _BOLD + _PADDING, room // 3)


def row_columns(columns: Sequence[Question], room: int) -> tuple[int, ...]:
    """The widths of the columns of a table to fill in, out of the room beside the row numbers.

    First the longest word of each, so that none is broken; then as much as puts its heading and what can be
    chosen on two lines; what is left goes by kind, most to long texts.
    """
    needs = [max(_word(_texts(column)), _NARROWEST.get(column.kind, 900)) for column in columns]
    if sum(needs) > room:
        widths = [need * room // sum(needs) for need in needs]
        return (*widths[:-1], room - sum(widths[:-1]))
    more = [max(_two_lines(_texts(column)) - need, 0) for column, need in zip(columns, needs, strict=True)]
    spare = room - sum(needs)
    if sum(more) > spare:
        more = [one * spare // sum(more) for one in more]
    spare -= sum(more)
    weights = [_WEIGHT[column.kind] for column in columns]
    weights = weights if sum(weights) else [1] * len(weights)
    widths = [
        need + one + spare * weight // sum(weights) for need, one, weight in zip(needs, more, weights, strict=True)
    ]
    return (*widths[:-1], room - sum(widths[:-1]))


def _texts(column: Question) -> list[str]:
    """Everything that stands in a column: its heading, its prompt, what can be chosen."""
    heading = f"{column.label}\u00a0{STAR}" if column.required else column.label
    return [heading, prompt(column), *(option.label for option in column.options)]


def _word(texts: Iterable[str]) -> int:
    """The width of the longest word."""
    return max(len(word) for text in texts for word in (text.split(" ") or [""])) * _WIDE + _PADDING


def _two_lines(texts: Iterable[str]) -> int:
    """The least width at which every text stands on two lines at most."""
    widths = (_fits(text) for text in texts)
    return max(widths) * _LETTER + _PADDING


def _fits(text: str) -> int:
    """How many letters a line must hold, so that a text needs two at most: the best place to break it says so."""
    words = text.split(" ")
    return min(max(len(" ".join(words[:n])), len(" ".join(words[n:]))) for n in range(len(words)))
