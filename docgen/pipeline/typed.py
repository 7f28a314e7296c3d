"""Values as a person types them in a review, and as they are shown there; a table is a line for each row."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from docgen.fields import Control, Unclear, kind, show
from docgen.model import Cell, Question, Row, Value

BAR = "|"
BLANK = "blank"


def value(text: str, question: Question) -> Value | Unclear:
    """The value that a text certainly means, None for a blank one; else why it is unclear."""
    if not text.strip():
        return None
    if question.kind == "table":
        return _rows(text, question)
    found = kind(question).parse(text, question)
    return None if found == () else found


def said(what: Value, question: Question) -> str:
    """A value as a person reads it, and can type it again."""
    return (show(what, question) or BLANK) if what not in (None, ()) else BLANK


def taken(candidate: Value) -> Value:
    """A candidate as a decision keeps it: no tick at all is a blank answer."""
    return None if candidate == () else candidate


def fits(candidate: Value, question: Question) -> bool:
    """Whether a candidate can be taken as it is. Rows with a cell that means nothing certain have to be typed."""
    if candidate is None or candidate == ():
        return True
    match kind(question).control:
        case Control.ROWS:
            columns = {column.id: column for column in question.columns}
            rows = candidate if isinstance(candidate, tuple) else ()
            return all(
                isinstance(row, Mapping) and all(fits(cell, columns[name]) for name, cell in row.items())
                for row in rows
            )
        case Control.TICKS:
            return isinstance(candidate, tuple) and all(
                isinstance(one, str) and question.option(one) for one in candidate
            )
        case Control.ONE_OF:
            return isinstance(candidate, str) and question.option(candidate) is not None
        case Control.DATE:
            return isinstance(candidate, str) and _is_date(candidate)
        case _ if question.kind == "number":
            return isinstance(candidate, (int, Decimal))
        case _:
            return isinstance(candidate, str)


def allowed(question: Question) -> str:
    """What may stand in an answer, as a sentence."""
    match kind(question).control:
        case Control.ONE_OF:
            return f"Possible answers: {'; '.join(option.label for option in question.options)}."
        case Control.TICKS:
            return f"Possible answers, one or more: {'; '.join(option.label for option in question.options)}."
        case Control.DATE:
            return "A date, as day/month/year, such as 05/03/2026."
        case Control.ROWS:
            return f"Rows of: {'; '.join(column.label for column in question.columns)}."
        case _ if question.kind == "number":
            return "A number in digits, such as 12 or 3.5."
        case _:
            return "A text."


def how_to_type(question: Question) -> str:
    """How an answer is typed in a review."""
    if question.kind == "table":
        return f"One line for each row: {f' {BAR} '.join(column.label for column in question.columns)}"
    if question.kind == "ticks":
        return f"{allowed(question)} Put semicolons between them."
    return allowed(question)


def _rows(text: str, question: Question) -> Value | Unclear:
    rows: list[Row] = []
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    for number, line in enumerate(lines, start=1):
        texts = [cell.strip() for cell in line.split(BAR)]
        if len(texts) > len(question.columns):
            fix = how_to_type(question)
            return Unclear(f"row {number} has {len(texts)} cells, and the table has {len(question.columns)}. {fix}")
        row: dict[str, Cell] = dict.fromkeys((column.id for column in question.columns), None)
        for column, cell in zip(question.columns, texts, strict=False):
            found = value(cell, column)
            if isinstance(found, Unclear):
                return Unclear(f"row {number}, {column.label}: {found.reason}")
            row[column.id] = None if isinstance(found, tuple) else found
        if any(cell is not None for cell in row.values()):
            rows.append(row)
    return tuple(rows) or None


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
