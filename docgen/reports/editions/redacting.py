"""Blocks of a report → those of another edition: rows, cells, sentences, bars and headings that may stay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from docgen.measures import percent
from docgen.model import ReportSection
from docgen.reports.blocks import (
    Block,
    Bullets,
    ChartBlock,
    FigureSpan,
    Heading,
    KeyNumbers,
    PageBreak,
    Paragraph,
    Ref,
    Series,
    Span,
    TableBlock,
    TableRow,
    TextTable,
    plain,
)
from docgen.reports.editions.edition import OPEN, Edition, Withheld
from docgen.reports.editions.linked import Linked
from docgen.reports.editions.sentences import without

SUPPRESSED, UNCERTAIN = "[c]", "[u]"
"""What stands for a number that is withheld, and for a percentage of too few (Government Analysis Function)."""

NOTHING = "The numbers here are too small to be published."
LISTED = "Single cases are not listed in this edition."
_LIST = re.compile(r"\b(?:list|table) below\b|\bbelow (?:holds|lists)\b|\bis listed\b|\bare listed\b")
_SHARE = re.compile(r"[\s\u00a0]*\(\d[\d.]*%\)")

Parts = list[tuple[ReportSection, list[Block]]]


@dataclass(slots=True)
class Redactor:
    """Takes out of one report what its edition must not say, and keeps a log of it."""

    edition: Edition
    linked: Linked | None
    log: list[Withheld] = field(default_factory=list)
    dropped: set[str] = field(default_factory=set)
    where: str = ""

    def parts(self, parts: Parts) -> Parts:
        """The sections as they may be printed; a section of which nothing is left says so."""
        found: Parts = []
        for section, blocks in parts:
            self.where = section.title
            if section.kind == "quotations" and self.edition.kind == "public" and not self.edition.quotations:
                self._log("quotations", "quotations are not in the public edition")
                continue
            found.append((section, self._section(blocks)))
        return [(section, self._without_references(blocks)) for section, blocks in found]

    # --- what must not be said ---------------------------------------------------------------------------

    def _hides(self, span: Span) -> bool:
        return isinstance(span, FigureSpan) and self.linked is not None and self.linked.is_hidden(span.figure)

    def _rough(self, span: Span) -> bool:
        """A percentage of too few."""
        if not isinstance(span, FigureSpan) or self.linked is None or "%" not in span.text:
            return False
        return 0 < (span.figure.denominator or 0) < self.edition.base

    def _wrong(self, spans: Sequence[Span]) -> bool:
        """Whether a sentence holds a number that is withheld, or speaks of a single case or person."""
        return any(self._hides(one) or self._rough(one) for one in spans) or OPEN in plain(spans)

    def _log(self, what: str, why: str) -> None:
        self.log.append(Withheld(self.where, " ".join(what.split()), why))

    def _why(self, span: FigureSpan) -> str:
        if not self._hides(span):
            return f"percentage of fewer than {self.edition.base}"
        assert self.linked is not None
        small = self.linked.is_small(span.figure)
        return f"1 to {self.edition.small}" if small else "a small number could be worked out from it"

    def _words(self, spans: tuple[Span, ...], leans: bool = False) -> tuple[Span, ...]:
        left = without(spans, self._wrong, leans)
        if plain(left) != plain(spans):
            self._log(f"text: {plain(spans)}", self._reason(spans))
        return left

    def _reason(self, spans: Sequence[Span]) -> str:
        found = [
            self._why(one) for one in spans if isinstance(one, FigureSpan) and (self._hides(one) or self._rough(one))
        ]
        if OPEN in plain(spans):
            found.append("a single case or person")
        return "; ".join(dict.fromkeys(found)) or "it leans on a sentence that was left out"

    # --- blocks ------------------------------------------------------------------------------------------

    def _section(self, blocks: Sequence[Block]) -> list[Block]:
        found: list[Block] = []
        emptied: set[int] = set()
        leans = listed = False
        for block in blocks:
            made = self._block(block, leans)
            if made is None:
                emptied.add(_heading_before(found))
                listed = listed or (isinstance(block, TableBlock) and _lists(block))
            else:
                found.append(made)
            leans = isinstance(block, Paragraph) and (made is None or made != block)
        if listed:
            found = [one for block in found if (one := self._unlisted(block)) is not None]
        return _filled(found, emptied, LISTED if listed else NOTHING)

    def _block(self, block: Block, leans: bool) -> Block | None:
        """The block as it may be printed; None where nothing of it is left."""
        match block:
            case Paragraph(spans=spans, style=style):
                left = self._words(spans, leans) if style != "quote" or OPEN in plain(spans) else spans
                return replace(block, spans=left) if left else None
            case Bullets(items=items):
                some = tuple(one for item in items if (one := self._words(item)))
                return replace(block, items=some) if some else None
            case Heading(text=text):
                return None if OPEN in text else block
            case TableBlock():
                return self._table(block)
            case TextTable():
                return self._text_table(block)
            case KeyNumbers():
                return self._key_numbers(block)
            case ChartBlock():
                return self._chart(block) if self.linked is not None else block
            case _:
                return block

    def _table(self, block: TableBlock) -> TableBlock | None:
        open_ = [row for row in block.rows if not any(OPEN in _text(cell) for cell in row.cells)]
        if len(open_) < len(block.rows):
            self._log(f"{block.caption}: {len(block.rows) - len(open_)} rows", "single cases or people")
        if not any(not row.total for row in open_) and block.rows:
            self.dropped.add(block.id)
            return None
        rows = tuple(self._row(block, row) for row in open_)
        if not _says(rows):
            self.dropped.add(block.id)
            return None
        caption = self._words(block.caption_spans) if block.caption_spans else ()
        note = self._words(block.note_spans) if block.note_spans else ()
        title = plain(caption) if caption else block.caption if not block.caption_spans else self.where
        said = plain(note) if block.note_spans else block.note
        return replace(block, rows=rows, caption=title, caption_spans=caption, note=said, note_spans=note)

    def _row(self, block: TableBlock, row: TableRow) -> TableRow:
        cells: list[str | FigureSpan] = []
        label = next((cell for cell in row.cells if isinstance(cell, str)), "")
        for column, cell in zip(block.columns, row.cells, strict=True):
            if self._hides(cell) and isinstance(cell, FigureSpan):
                self._log(f"{block.caption}: {label}, {column.label}: {cell.text}", self._why(cell))
                cells.append(SUPPRESSED)
            elif self._rough(cell) and isinstance(cell, FigureSpan):
                self._log(f"{block.caption}: {label}, {column.label}: {cell.text}", self._why(cell))
                count = _SHARE.sub("", cell.text)
                cells.append(replace(cell, text=count) if count != cell.text else UNCERTAIN)
            else:
                cells.append(cell)
        shades = tuple("" if cell == SUPPRESSED else shade for cell, shade in zip(cells, row.shades, strict=False))
        return replace(row, cells=tuple(cells), shades=shades)

    def _text_table(self, block: TextTable) -> TextTable | None:
        rows, left = [], []
        for n, row in enumerate(block.rows):
            made = [tuple(one for part in cell if (one := self._part(part)) is not None) for cell in row]
            if made[0] or not row[0]:
                rows.append(tuple(made))
                left.append(n)
        if not rows and block.rows and not block.filled_in:
            self.dropped.add(block.id)
            return None
        return replace(block, rows=tuple(rows), marks=tuple(block.marks[n] for n in left if block.marks))

    def _part(self, part: Paragraph | Bullets) -> Paragraph | Bullets | None:
        made = self._block(part, leans=False)
        return made if isinstance(made, Paragraph | Bullets) else None

    def _key_numbers(self, block: KeyNumbers) -> KeyNumbers | None:
        items = []
        for item in block.items:
            if self._wrong((item.value,)):
                self._log(f"{block.caption}: {item.label}: {item.value.text}", self._why(item.value))
                continue
            if item.note_spans and self._wrong(item.note_spans):
                self._log(f"{block.caption}: {item.label}: {item.note}", self._reason(item.note_spans))
                item = replace(item, note="", note_spans=())
            items.append(item)
        return replace(block, items=tuple(items)) if items else None

    # --- charts ------------------------------------------------------------------------------------------

    def _chart(self, block: ChartBlock) -> ChartBlock | None:
        """The chart without what is withheld; of parts of a whole the whole bar goes: the rest would give it away."""
        shown = [[not self._barred(one, n) for n in range(len(block.categories))] for one in block.series]
        if block.kind == "stacked_bar":
            kept = [n for n in range(len(block.categories)) if all(row[n] for row in shown)]
        else:
            kept = [n for n in range(len(block.categories)) if any(row[n] for row in shown)]
        if len(kept) < len(block.categories) or not all(all(row) for row in shown):
            self._log(f"chart: {block.title}", "bars of numbers that are withheld")
        if not kept:
            self.dropped.add(block.id)
            return None
        series = tuple(
            replace(
                one,
                values=tuple(one.values[n] if row[n] else None for n in kept),
                figures=tuple(one.figures[n] for n in kept if row[n]) if one.figures else (),
            )
            for one, row in zip(block.series, shown, strict=True)
        )
        title = self._words(block.title_spans) if block.title_spans else ()
        said = plain(title) if title else block.title if not block.title_spans else self.where
        categories = tuple(block.categories[n] for n in kept)
        return replace(
            block, categories=categories, series=series, title=said, title_spans=title, alt=_alt(categories, series)
        )

    def _barred(self, series: Series, n: int) -> bool:
        if n >= len(series.figures):
            return False
        span = FigureSpan("%", series.figures[n])
        return self._hides(span) or self._rough(span)

    # --- what is left over -------------------------------------------------------------------------------

    def _unlisted(self, block: Block) -> Block | None:
        """A paragraph without its sentences on a list that was left out."""
        if not isinstance(block, Paragraph):
            return block
        left = without(block.spans, lambda one: bool(_LIST.search(plain(one))))
        return replace(block, spans=left) if left else None

    def _without_references(self, blocks: Sequence[Block]) -> list[Block]:
        """The blocks without sentences that refer to a table or chart that is no longer there."""

        def lost(spans: Iterable[Span]) -> bool:
            return any(isinstance(span, Ref) and span.id in self.dropped for span in spans)

        found: list[Block] = []
        for block in blocks:
            if isinstance(block, Paragraph) and lost(block.spans):
                left = without(block.spans, lost)
                found += [replace(block, spans=left)] if left else []
            else:
                found.append(block)
        return found


def _says(rows: Sequence[TableRow]) -> bool:
    """Whether a table still has a number in it, beside noughts and its total, or never lost one."""
    cells = [cell for row in rows for cell in row.cells]
    lost = any(cell in (SUPPRESSED, UNCERTAIN) for cell in cells)
    left = [cell for row in rows if not row.total for cell in row.cells if isinstance(cell, FigureSpan)]
    return not lost or any(cell.figure.numerator for cell in left)


def _text(cell: str | FigureSpan) -> str:
    return cell if isinstance(cell, str) else cell.text


def _lists(block: TableBlock) -> bool:
    """Whether a table is of single cases or people."""
    return any(OPEN in _text(cell) for row in block.rows for cell in row.cells)


def _heading_before(blocks: Sequence[Block]) -> int:
    """Where the heading stands under which something was left out."""
    return max((n for n, block in enumerate(blocks) if isinstance(block, Heading)), default=-1)


def _filled(blocks: Sequence[Block], emptied: set[int], words: str) -> list[Block]:
    """The blocks, with a few words under each heading under which nothing is left."""
    found: list[Block] = []
    for n, block in enumerate(blocks):
        found.append(block)
        after = blocks[n + 1] if n + 1 < len(blocks) else None
        ends = after is None or isinstance(after, PageBreak) or (isinstance(after, Heading) and _closes(block, after))
        if isinstance(block, Heading) and n in emptied and ends:
            found.append(Paragraph((words,), "note"))
    return found


def _closes(heading: Block, after: Heading) -> bool:
    return isinstance(heading, Heading) and after.level <= heading.level


def _alt(categories: Sequence[str], series: Sequence[Series]) -> str:
    """What a chart shows, in words, out of what it shows."""
    parts = []
    for one in series:
        shown = [(name, value) for name, value in zip(categories, one.values, strict=True) if value is not None]
        if shown:
            parts.append(f"{one.name}: " + ", ".join(f"{name} {percent(value)}" for name, value in shown))
    return "Chart. " + "; ".join(parts) + "."
