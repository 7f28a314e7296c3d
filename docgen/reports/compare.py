"""An edited report beside the same report drawn up anew: which numbers no longer agree, and which cannot be told.

A number is found by its mark. Where the mark is lost, it is looked for in the cell of the same row and column, and in
the sentence with the same words; where neither is there once, it is said that it could not be checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property

from docgen.measures import rounded
from docgen.reports.blocks import Block, Bullets, FigureSpan, Paragraph, Span, TableBlock, TextTable, numbers
from docgen.reports.numbers import WORDS
from docgen.reports.register import Register, digest, has_digits
from docgen.reports.reread import BLANK, Cell, Reread, Words, in_cells, plainly
from docgen.reports.trail import MARK, Traced, Trail

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_TYPED = re.compile(r"\d[\d,.]*\d%?|\d%?")
_NO_FIGURES = re.compile(
    r"\b(?:Table|Figure) \d+|\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November"
    r"|December) \d{4}\b"
)
_TIMES = {"never": "0", "once": "1", "twice": "2", "no": "0"}
_CLOSE = 0.005
"""How far, in the units of a chart, a number in it may lie from the figure: what is lost when a program saves it."""


@dataclass(frozen=True, slots=True)
class Odd:
    """A number that does not agree, or of which that cannot be told.

    state     differs (found, and another than the store gives), gone (its mark and its place are not there any more),
              unknown (the report as it is drawn up now has no such figure)
    section   title of its section; `place` where in it
    printed   what the report says now, empty where it is gone; `value` what the store gives, empty where unknown
    before    what docgen printed, where the evidence workbook tells; empty where it does not
    """

    state: str
    section: str
    place: str
    printed: str = ""
    value: str = ""
    before: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A number that a person typed: in which section, which number, and the text around it."""

    section: str
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of it: how many numbers agree, those that do not, sections taken out whole, and what was typed.

    moved   the store gives other figures than when the report was made
    """

    agreed: int
    odd: tuple[Odd, ...]
    taken_out: tuple[tuple[str, int], ...]
    typed: tuple[Typed, ...]
    moved: bool


def compare(edited: Reread, register: Register, fresh: Trail, printed: Mapping[str, str], moved: bool) -> Compared:
    """The edited report beside the trail of the same report now; `printed` is what each mark held when it was made."""
    look = _Look(edited, fresh)
    agreed, odd = 0, []
    taken_out = []
    for title, marks in register.sections:
        there = [mark for mark in marks if mark in look.held or mark in look.drawn]
        if marks and not there and title.rpartition(" – ")[2] not in look.titles:
            taken_out.append((title, len(marks)))
            continue
        for mark in marks:
            good, found = _of_chart(mark, title, look) if look.is_chart(mark) else _of_text(mark, title, look)
            agreed += good
            odd += [_with(one, printed) for one in found]
    return Compared(agreed, tuple(odd), tuple(taken_out), tuple(_typed(edited, register, look)), moved)


def _with(odd: Odd, printed: Mapping[str, str]) -> Odd:
    before = printed.get(odd.mark, "")
    return Odd(odd.state, odd.section, odd.place, odd.printed, odd.value, before, odd.mark) if before else odd


class _Look:
    """What is where: in the document, and in the report as it is drawn up now."""

    def __init__(self, edited: Reread, fresh: Trail) -> None:
        self._edited, self._fresh = edited, fresh
        self.held = {mark: (text, one) for one in edited.words for mark, text in one.marks}
        self.drawn = {one.mark: one for one in edited.charts if one.mark}
        self.titles = {plainly(re.sub(r"^[\d.]+\s+", "", one.text)) for one in edited.words if one.heading}
        self.exact = {one.mark: one for one in fresh.numbers if "/" not in one.mark}
        self.alike: dict[str, list[Traced]] = {}
        for one in self.exact.values():
            self.alike.setdefault(one.mark.rpartition("_")[0], []).append(one)
        self.charts: dict[str, list[Traced]] = {}
        for one in fresh.numbers:
            chart, slash, _ = one.mark.partition("/")
            if slash:
                self.charts.setdefault(chart, []).append(one)
        self.used: set[int] = set()

    def is_chart(self, mark: str) -> bool:
        return mark in self.charts or mark in self.drawn

    def traced(self, mark: str) -> Traced | None:
        """The same number as it is printed now: in the same place, else elsewhere in its section."""
        found = self.exact.get(mark)
        if found is None and (alike := self.alike.get(mark.rpartition("_")[0])):
            return alike[0]
        return found

    def value(self, mark: str) -> tuple[Decimal | None, bool]:
        """What the store gives for a number that is printed nowhere now, and whether that is known."""
        match = MARK.match(mark)
        key = match[1] if match else ""
        value = self._fresh.worked_out.get(key)
        return value, value is not None

    def elsewhere(self, mark: str) -> str | None:
        """The text where a number stood whose mark is lost; None where that cannot be told."""
        if (at := self._cells.get(mark)) is not None:
            self.used |= {n for n, one in enumerate(self._edited.words) if one.cell == at}
            return self._tables[at.table][at.row, at.column]
        return self._sentences.get(mark)

    @cached_property
    def _tables(self) -> Mapping[int, Mapping[tuple[int, int], str]]:
        return in_cells(self._edited.words)

    @cached_property
    def _cells(self) -> Mapping[str, Cell]:
        """Mark → the one cell with the same heads of row and column."""
        tables = self._tables.items()
        found: dict[str, Cell] = {}
        for block in _every(self._fresh.blocks, TableBlock):
            heads = [plainly(column.label) for column in block.columns]
            same = [one for one in tables if [one[1].get((0, n), "") for n in range(len(heads))] == heads]
            for number, table in same if len(same) == 1 else ():
                names = [text for (row, column), text in sorted(table.items()) if column == 0 and row]
                for row in block.rows:
                    label = plainly(row.cells[0]) if row.cells and isinstance(row.cells[0], str) else ""
                    if names.count(label) != 1:
                        continue
                    at = next(place for (place, column), text in table.items() if column == 0 and text == label)
                    for n, cell in enumerate(row.cells):
                        if isinstance(cell, FigureSpan) and (at, n) in table:
                            found[cell.mark] = Cell(number, at, n)
        return found

    @cached_property
    def _sentences(self) -> Mapping[str, str]:
        """Mark → what stands in its place in the one paragraph that is otherwise worded the same."""
        texts = [(n, plainly(one.text)) for n, one in enumerate(self._edited.words)]
        named = numbers(self._fresh.blocks)
        found: dict[str, str] = {}
        for spans in _lines(self._fresh.blocks):
            marks = [span.mark for span in spans if isinstance(span, FigureSpan)]
            if not marks or all(mark in self.held for mark in marks):
                continue
            wanted = re.compile(_pattern(spans, named))
            hits = [(n, match) for n, text in texts if (match := wanted.fullmatch(text))]
            if len(hits) == 1:
                self.used.add(hits[0][0])
                found.update(zip(marks, hits[0][1].groups(), strict=True))
        return found


def _pattern(spans: Sequence[Span], named: Mapping[str, str]) -> str:
    """What a paragraph looks like, whatever its numbers are."""
    parts = []
    for span in spans:
        if isinstance(span, FigureSpan):
            parts.append(r"([\w.,%–-]{1,20}?(?: times)?)")
        elif isinstance(span, str):
            parts.append(_literal(span))
        else:
            parts.append(_literal(named.get(span.id, "") if hasattr(span, "id") else span.text))
    return "".join(parts).strip()


def _literal(text: str) -> str:
    return r"\s+".join(re.escape(part) for part in re.split(r"\s+", text))


def _every(blocks: Iterable[Block], kind: type[TableBlock]) -> Iterator[TableBlock]:
    return (block for block in blocks if isinstance(block, kind))


def _lines(blocks: Iterable[Block]) -> Iterator[Sequence[Span]]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.spans
        elif isinstance(block, Bullets):
            yield from block.items
        elif isinstance(block, TextTable):
            yield from (line for row in block.rows for cell in row for line in _lines(cell))


# --- one number ------------------------------------------------------------------------------------------


def _of_text(mark: str, title: str, look: _Look) -> tuple[int, list[Odd]]:
    traced = look.traced(mark)
    place = traced.place if traced is not None else _around(mark, look)
    held = look.held.get(mark)
    text = plainly(held[0]) if held is not None else look.elsewhere(mark)
    if text is None:
        value = traced.text if traced is not None else ""
        return 0, [Odd("gone", title, place, "", value, mark=mark)]
    if traced is not None:
        if text and (_same(text, traced.text) or _rounds_to(text, traced.value)):
            return 1, []
        return 0, [Odd("differs" if text else "gone", title, place, text, traced.text, mark=mark)]
    value_, known = look.value(mark)
    if not known:
        return 0, [Odd("unknown", title, place, text, mark=mark)]
    if _rounds_to(text, value_):
        return 1, []
    return 0, [Odd("differs", title, place, text, _shown(text, value_), mark=mark)]


def _around(mark: str, look: _Look) -> str:
    """The text in which a mark stands, for a place that docgen no longer names."""
    held = look.held.get(mark)
    text = plainly(held[1].text) if held is not None else ""
    return f"“{text}”" if len(text) <= 90 else f"“{text[:80].rsplit(' ', 1)[0]} …”" if text else ""


def _same(text: str, other: str) -> bool:
    return _digits(text) == _digits(other)


def _digits(text: str) -> str:
    """The text with numbers in words as digits, and without what only looks different."""
    plain = plainly(text).casefold().removesuffix(" times")
    words = {**{word: str(n) for n, word in enumerate(WORDS)}, **_TIMES}
    return words.get(plain, plain.replace(",", ""))


def _rounds_to(text: str, value: Decimal | None) -> bool:
    """Whether a text is one number, and the value rounded to as many places."""
    found = _NUMBER.findall(_digits(text))
    if value is None or len(found) != 1:
        return False
    try:
        number = Decimal(found[0].replace(",", ""))
    except InvalidOperation:
        return False
    places = len(found[0].partition(".")[2])
    return abs(rounded(value, places)) == abs(number)


def _shown(text: str, value: Decimal | None) -> str:
    """A value printed as the text beside it is."""
    if value is None:
        return ""
    places = len(next(iter(_NUMBER.findall(text)), "").partition(".")[2])
    return f"{abs(rounded(value, places)):,}" + ("%" if text.endswith("%") else "")


# --- charts ----------------------------------------------------------------------------------------------


def _of_chart(mark: str, title: str, look: _Look) -> tuple[int, list[Odd]]:
    wanted, found = look.charts.get(mark, []), look.drawn.get(mark)
    if found is None:
        place = wanted[0].place.partition(",")[0] if wanted else "chart"
        return 0, [Odd("gone", title, place, mark=mark)]
    if not wanted:
        return 0, [Odd("unknown", title, "a chart", mark=mark)]
    agreed, odd = 0, []
    series = {
        plainly(name): {plainly(k).removesuffix(" (none)"): v for k, v in points.items()}
        for name, points in found.series.items()
    }
    for one in wanted:
        _, name, category = one.mark.split("/", 2)
        points = series.get(plainly(name))
        number = points.get(plainly(category)) if points is not None else None
        if _near(number, one.value):
            agreed += 1
        else:
            odd.append(Odd("differs", title, one.place, _number(number), _number(one.value), mark=mark))
    return agreed, odd


def _near(number: float | None, value: Decimal | None) -> bool:
    if number is None or value is None:
        return number is None and value is None
    return abs(number - float(value)) <= _CLOSE


def _number(value: float | Decimal | None) -> str:
    return "nothing" if value is None else f"{rounded(Decimal(value), 2).normalize():f}"


# --- what was typed --------------------------------------------------------------------------------------


def _typed(edited: Reread, register: Register, look: _Look) -> Iterator[Typed]:
    """Numbers in texts that are not as docgen wrote them."""
    for n, words in enumerate(edited.words):
        if not has_digits(words) or digest(words) in register.written or n in look.used:
            continue
        text = plainly(words.blanked)
        for match in _TYPED.finditer(_NO_FIGURES.sub("", text)):
            yield Typed(words.section, match[0], _excerpt(words))


def _excerpt(words: Words) -> str:
    text = plainly(words.text.replace(BLANK, ""))
    return text if len(text) <= 100 else f"{text[:90].rsplit(' ', 1)[0]} …"
