"""The look of a form in PDF: paper, colours, sizes. All lengths are in points, 72 to the inch."""

from __future__ import annotations

from collections.abc import Callable

from docgen.forms.words import line
from docgen.model import Question

PAPER = (595.28, 841.89)
"""A4."""
LEFT, RIGHT, TOP, BOTTOM = 56.7, 56.7, 70.0, 62.0
WIDTH = PAPER[0] - LEFT - RIGHT
HEIGHT = PAPER[1] - TOP - BOTTOM

NAVY, RED, GREY, INK = "#12436D", "#A4001D", "#595959", "#1A1A1A"
TINT, RULE, EDGE, PAPER_WHITE = "#EEF2F8", "#C3CBD6", "#6B7785", "#FFFFFF"

REGULAR, BOLD = "Helvetica", "Helvetica-Bold"
BODY, SMALL, QUIET, TYPED, CELL = 9.5, 8.5, 8.0, 10.0, 9.0
"""Sizes of type: questions, guidance, meanings, what people type, what they type in a table."""

REF = 46.0
"""Width of the column of references."""
SLIM, NARROW, WIDE = 0.27, 0.36, 0.56
"""Share of the room beside the references that questions have; the answers have the rest."""
GAP = 10.0
BOX = 11.0
"""A box to tick."""

LINE, COMMENT, LONG = 19.0, 64.0, 132.0
"""Heights of a line to write on, of a comment box, and of another long answer."""
CELL_LINE, CELL_LONG = 20.0, 52.0
"""Heights of a cell of a table to fill in: for a line, and for a longer text."""
ARROW = 15.0
"""Room at the right of a list for the arrow that opens it."""
SHORT = 96.0
"""Width of a field for a date or a number."""
NUMBER = 22.0
"""Width of the column of row numbers in a table to fill in."""

MOST_IN_ONE_PIECE = 0.55
"""A question may be parted by a page break only where it is higher than this share of a page."""

_LEAST = {"longtext": 112.0, "text": 74.0, "date": 66.0, "number": 44.0}
_WEIGHT = {"longtext": 4, "text": 2, "number": 0, "date": 0, "choice": 1, "grade": 1, "yesno": 0}
_UNITS = {"longtext": 3}
_LINE_UNITS = 6

Measure = Callable[[str, str, float], float]
"""The width of a text in a font of a size."""


def row_columns(question: Question, measure: Measure) -> tuple[float, ...] | None:
    """The widths of the columns of a table to fill in; None where they do not fit side by side.

    First what each one needs for its longest word or choice, then the rest by kind.
    """
    room = WIDTH - NUMBER
    needs = [_need(column, measure) for column in question.columns]
    spare = room - sum(needs)
    if spare < 0 or not needs:
        return None
    weights = [_WEIGHT.get(column.kind, 1) for column in question.columns]
    weights = weights if sum(weights) else [1] * len(weights)
    return (NUMBER, *(need + spare * weight / sum(weights) for need, weight in zip(needs, weights, strict=True)))


def _need(column: Question, measure: Measure) -> float:
    words = (line(column.label) + (" *" if column.required else "")).split() or [""]
    least = max(_LEAST.get(column.kind, 60.0), *(measure(word, BOLD, SMALL) + 10 for word in words))
    choices = [measure(line(option.label), REGULAR, CELL) + ARROW + 11 for option in column.options]
    return max([least, *choices])


def card_lines(question: Question) -> tuple[tuple[Question, ...], ...]:
    """The columns of a table that is too wide for the page, as lines of a card for each row."""
    lines: list[tuple[Question, ...]] = []
    units = _LINE_UNITS
    for column in question.columns:
        need = _UNITS.get(column.kind, 2)
        if units + need > _LINE_UNITS:
            lines.append(())
            units = 0
        lines[-1] = (*lines[-1], column)
        units += need
    return tuple(lines)


def card_widths(columns: tuple[Question, ...], room: float) -> tuple[float, ...]:
    """The widths of the fields in one line of a card."""
    units = [_UNITS.get(column.kind, 2) for column in columns]
    free = room - GAP * (len(columns) - 1)
    return tuple(free * unit / sum(units) for unit in units)
