"""Where a paragraph stands: in which cell of which row of which table, in numbers and in a person's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from docgen.fields import same
from docgen.forms.word import tags
from docgen.forms.word.parts import Parts
from docgen.forms.word.settle import words
from docgen.forms.word.walk import SIGNS, in_run, sign


class Square(NamedTuple):
    """A cell by its row's reference and its column, as compared; ("", -1) outside tables."""

    ref: str
    column: int


OUTSIDE = Square("", -1)
_SIGNS = " *✓✔☑☒√✗?!"
_LINES, _SHORT = 4, 40
"""So many lines of a first cell are looked at for its reference, which has fewer letters than this."""


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A table row: its cells, the column in which each begins, and the words of its first cell."""

    element: tags.Element
    cells: tuple[tags.Element, ...]
    columns: tuple[int, ...]
    first: str
    starts: Mapping[tags.Element, int]


class Grid:
    """The tables of one part. Everything is worked out when it is first asked for, and once."""

    def __init__(
        self, parts: Parts, refs: Mapping[str, str], headings: Mapping[str, str], heads: frozenset[tuple[str, ...]]
    ) -> None:
        """`refs` and `headings` are the form's: text as compared → words for it; `heads` those of its tables."""
        self._parts = parts
        self._refs = refs
        self._headings = headings
        self._heads = {tuple(sorted(head)): head for head in heads if len(set(head)) == len(head)}
        self._orders: dict[tags.Element, tuple[int, ...]] = {}
        self._rows: dict[tags.Element, Row] = {}
        self._numbers: dict[tags.Element, int] = {}
        self._sections: dict[int, str] = {}

    def cell(self, element: tags.Element) -> tags.Element | None:
        """The innermost table cell around an element."""
        return next(element.iterancestors(tags.TC), None)

    def row(self, cell: tags.Element) -> Row | None:
        """The row that a cell stands in."""
        element = next(cell.iterancestors(tags.TR), None)
        return self.row_at(element) if element is not None else None

    def row_at(self, element: tags.Element) -> Row:
        """A table row."""
        if element not in self._rows:
            cells = self._in_order(element, tuple(below(element, tags.TC)))
            starts, at = [], 0
            for cell in cells:
                starts.append(at)
                at += self._spans.get(cell, 1)
            first = self._first(cells[0]) if cells else ""
            self._rows[element] = Row(element, cells, tuple(starts), first, dict(zip(cells, starts, strict=True)))
        return self._rows[element]

    def _first(self, cell: tags.Element) -> str:
        """The words of the first cell of a row; its reference where that has a line of its own, or signs beside it."""
        said = "".join([one.text or "" for one in cell.iter(tags.T)]).strip()
        if self._refs and same(said) not in self._refs:
            for one in islice(cell.iter(tags.P), _LINES):
                line = "".join([text.text or "" for text in one.iter(tags.T)]).strip()
                ref = line.rstrip(_SIGNS) if len(line) < _SHORT else line
                if same(ref) in self._refs:
                    return ref
        return said

    def _in_order(self, row: tags.Element, cells: tuple[tags.Element, ...]) -> tuple[tags.Element, ...]:
        """The cells of a row in the order of the form's columns, which a person may have moved."""
        table = next(row.iterancestors(tags.TBL), None) if self._heads else None
        if table is None:
            return cells
        if table not in self._orders:
            first = next(below(table, tags.TR), row)
            found = tuple(same(words(cell)) for cell in below(first, tags.TC))
            head = self._heads.get(tuple(sorted(found)), found)
            self._orders[table] = () if head == found else tuple(found.index(text) for text in head)
        order = self._orders[table]
        return tuple(cells[at] for at in order) if len(order) == len(cells) else cells

    def square(self, paragraph: tags.Element) -> Square:
        """The cell that a paragraph stands in, by the reference of its row and its column."""
        cell = self.cell(paragraph)
        row = self.row(cell) if cell is not None else None
        if cell is None or row is None or cell not in row.starts:
            return OUTSIDE
        return Square(same(row.first), row.starts[cell])

    def where(self, element: tags.Element) -> str:
        """The place in a person's words: section, and row by its reference, else table and row by number."""
        section = self._section(element)
        cell = element if element.tag == tags.TC else self.cell(element)
        row = self.row(cell) if cell is not None else None
        if row is not None and same(row.first) in self._refs:
            return ", ".join(part for part in (section, f"row {self._refs[same(row.first)]}") if part)
        if row is not None:
            counted = self._counted(row)
            return f"{section}, {counted}" if section and counted.startswith("row") else counted
        return section or "before the first section"

    def _counted(self, row: Row) -> str:
        table = next(row.element.iterancestors(tags.TBL), None)
        if table is None:
            return "in a table"
        if row.element not in self._numbers:
            self._numbers |= {one: number for number, one in enumerate(below(table, tags.TR), start=1)}
        number = self._numbers.get(row.element, 1)
        head = next(below(table, tags.TR), row.element)
        ref = self._refs.get(same(self.row_at(head).first))
        return f"row {ref}, line {number - 1}" if ref else f"table {self._tables[table]}, row {number}"

    @cached_property
    def _spans(self) -> dict[tags.Element, int]:
        """How many columns a cell takes up, for those that take up several."""
        found: dict[tags.Element, int] = {}
        for span in self._root.iter(tags.SPAN):
            cell, value = next(span.iterancestors(tags.TC), None), span.get(tags.VAL) or ""
            if cell is not None and re.fullmatch(r"\d{1,4}", value):
                found[cell] = max(1, int(value))
        return found

    @cached_property
    def _tables(self) -> dict[tags.Element, int]:
        return {table: number for number, table in enumerate(self._root.iter(tags.TBL), start=1)}

    @property
    def _root(self) -> tags.Element:
        """The part, in which all changes are accepted: what was deleted stands nowhere."""
        return self._parts.settled_root

    @cached_property
    def _paragraphs(self) -> list[tags.Element]:
        return list(self._root.iter(tags.P))

    @cached_property
    def _order(self) -> dict[tags.Element, int]:
        return {paragraph: number for number, paragraph in enumerate(self._paragraphs)}

    def _section(self, element: tags.Element) -> str:
        """The section that an element stands in. Every paragraph is looked at once, whatever is asked for."""
        paragraph: tags.Element | None = element
        if element.tag != tags.P:
            paragraph = next(element.iterancestors(tags.P), next(element.iter(tags.P), None))
        last = at = self._order.get(paragraph, -1) if paragraph is not None else -1
        while at >= 0 and at not in self._sections:
            heading = self._headings.get(_said(self._paragraphs[at]))
            if heading is not None:
                self._sections[at] = heading
                break
            at -= 1
        found = self._sections.get(at, "")
        self._sections.update(dict.fromkeys(range(max(at, 0), last + 1), found))
        return found


def _said(paragraph: tags.Element) -> str:
    """The words of a paragraph, as compared; none where a control stands in it."""
    if any(not (tag.get(tags.VAL) or tags.FOREIGN).startswith(tags.FOREIGN) for tag in paragraph.iter(tags.TAG)):
        return ""
    shown = [
        (one.text or "") if one.tag == tags.T else sign(one)
        for one in paragraph.iter(tags.T, tags.TAB, *SIGNS)
        if one.tag != tags.TAB or in_run(one)
    ]
    return same("".join(shown))


def below(element: tags.Element, tag: str) -> Iterator[tags.Element]:
    """The rows of a table or the cells of a row, through controls and other wrappers, but not of tables inside."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (tags.SDT, tags.CONTENT, tags.W + "customXml", tags.W + "smartTag", tags.W + "ins"):
            yield from below(child, tag)
