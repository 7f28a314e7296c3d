"""A letter to an auditor: what has to be corrected, form by form, on the base that staff restyle and reword."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docgen.reports.blocks import Block, Heading, Paragraph, TextTable
from docgen.reports.template import LETTERS, Properties

__all__ = ["Form", "Point", "Properties", "write"]

_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Point:
    """One thing to correct: the question, what was found, the text as found, what may stand there, what to do."""

    question: str
    found: str
    text: str
    allowed: str
    do: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was sent, by its title and case, and what has to be corrected in it."""

    title: str
    case: str
    file: str
    points: tuple[Point, ...]


def write(forms: Sequence[Form], base: bytes, properties: Properties) -> bytes:
    """The letter as a Word document; the same values give the same bytes. Raises DocgenError for an unusable base."""
    from docgen.reports import word

    return word.write(tuple(draw_up(forms)), base, properties, LETTERS)


def draw_up(forms: Sequence[Form]) -> Iterator[Block]:
    """A heading and a table for each form."""
    for number, form in enumerate(forms, start=1):
        case = f"Case {form.case}" if form.case else ""
        yield Heading(1, ": ".join(part for part in (case, form.title) if part))
        yield Paragraph((f"The file that you sent: {form.file}",), "note")
        about = f"{form.title}, case {form.case}" if case else form.title
        rows = tuple(_row(point) for point in form.points)
        heads = ("Question", "What we found", "What we ask you to do")
        yield TextTable(f"points-{number}", f"What to correct: {about}", heads, rows)


def _row(point: Point) -> tuple[tuple[Paragraph, ...], ...]:
    text = " ".join(point.text.split())
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"
    found = [point.found, *([f"In the form stands: “{text}”"] if text else [])]
    do = [
        *(["Please act on this today."] if point.urgent else []),
        point.do,
        *([point.allowed] if point.allowed else []),
    ]
    return tuple(tuple(Paragraph((one,)) for one in cell if one) for cell in ([point.question], found, do))
