"""The document of a subject access request: everything that is held on one case, as tables of words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from docgen.reports.blocks import Block, Bullets, Heading, Paragraph, TextTable
from docgen.reports.template import Properties

NOTHING = "–"
"""What stands in a cell that would be empty."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its caption, the heads of its columns, and its rows of texts."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a chapter, such as one return: its title, paragraphs and tables; those without rows fall out."""

    title: str
    text: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its title, a paragraph for each text, points, tables and parts."""

    title: str
    text: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    parts: tuple[Part, ...] = ()


def write(chapters: Sequence[Chapter], base: bytes, properties: Properties) -> bytes:
    """The document, on the base of reports. The same chapters give the same bytes. Raises DocgenError as reports do."""
    from docgen.reports import word

    return word.write(draw_up(chapters), base, properties)


def properties(case: str, organisation: str, marking: str, now: str) -> Properties:
    """What the title page says; `now` is UTC in ISO 8601."""
    made = datetime.fromisoformat(now).replace(tzinfo=None)
    day = f"{made.day} {made:%B %Y}"
    return Properties("What is held on a case", organisation, made, f"Case {case}", day, marking, f"Case {case}")


def draw_up(chapters: Sequence[Chapter]) -> tuple[Block, ...]:
    """The blocks of the document."""
    return tuple(block for number, chapter in enumerate(chapters) for block in _chapter(chapter, number))


def _chapter(chapter: Chapter, number: int) -> Iterator[Block]:
    yield Heading(1, chapter.title)
    yield from (Paragraph((text,)) for text in chapter.text)
    if chapter.points:
        yield Bullets(tuple((point,) for point in chapter.points))
    yield from _tables(chapter.tables, f"subject-{number}")
    for place, part in enumerate(chapter.parts):
        yield Heading(2, part.title)
        yield from (Paragraph((text,)) for text in part.text)
        yield from _tables(part.tables, f"subject-{number}-{place}")


def _tables(tables: Sequence[Table], name: str) -> Iterator[Block]:
    for place, table in enumerate(tables):
        if table.rows:
            rows = tuple(tuple(_cell(text) for text in row) for row in table.rows)
            yield TextTable(f"{name}-t{place}", table.caption, table.columns, rows, named=False)


def _cell(text: str) -> tuple[Paragraph | Bullets, ...]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return tuple(Paragraph((line,)) for line in lines or [NOTHING])
