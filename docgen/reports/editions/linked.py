"""The counts of a report, and how they hang together: the same returns counted in two places are one count.

What a reader may know is told from the report itself: rows that make up their total, columns that make up another,
options that make up those who answered, groups that make up the whole, and what is left of a base.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, groupby

from docgen.model import Figure, Framework
from docgen.reports.blocks import (
    Block,
    Bullets,
    ChartBlock,
    FigureSpan,
    KeyNumbers,
    Paragraph,
    Span,
    TableBlock,
    TextTable,
)
from docgen.reports.editions.hiding import Hidden, Sum, hide

OPEN_MEASURES = (
    "groups.", "periods.", "points", "returns.", "version.", "expected", "reconciliation", "judgements.sections",
    "schedule", "recommendations", "quotes.", "urgent.listed", "actions.listed", "log.",
)  # fmt: skip
"""What the measures of figures begin with that count no cases, unless they name any: groups, points, files, methods."""

EVERY = ("cases", "audits", "returns.")
"""What the measures of figures begin with that count returns, whatever they say, and are no measures of a framework."""

_MOST_PARTS = 8


Where = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted: for `field` and these `options` (none: every return), in which part, and which returns."""

    field: str
    options: frozenset[str]
    where: Where
    keys: frozenset[str]


@dataclass(slots=True)
class Linked:
    """Every count that is printed, once, with the sums that it is in; told from the blocks of a report."""

    framework: Framework
    limit: int
    values: list[int] = field(default_factory=list)
    sums: list[Sum] = field(default_factory=list)
    places: dict[Hashable, int] = field(default_factory=dict)
    counted: dict[int, Counted] = field(default_factory=dict)
    by_size: dict[tuple[Where, int], list[int]] = field(default_factory=dict)
    unprinted: set[int] = field(default_factory=set)
    hidden: Hidden = field(default_factory=lambda: Hidden(frozenset(), frozenset()))
    shown_as: dict[Hashable, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, blocks: Sequence[Block], framework: Framework, limit: int) -> Linked:
        """The counts of these blocks, and what of them is to be hidden."""
        made = cls(framework, limit)
        figures = list(dict.fromkeys(span.figure for span in spans_of(blocks)))
        for figure in figures:
            made.place(figure)
        for block in blocks:
            if isinstance(block, TableBlock):
                made._table(block)
        made._across()
        for figure in figures:
            made._rest(figure)
        made.hidden = hide(made.values, dict.fromkeys(made.sums), limit, made.unprinted)
        for place, one in made.counted.items():
            if place in made.hidden:
                made.shown_as[one.where, one.keys] = False
        return made

    def is_hidden(self, figure: Figure) -> bool:
        """Whether a number that comes from this figure must not be printed."""
        place = self.place(figure, new=False)
        if place is not None and place in self.hidden:
            return True
        base = figure.denominator or 0
        if _is_open(figure):
            return False
        keys = frozenset(figure.audits)
        if keys and self.shown_as.get((figure.where, keys)) is False:
            return True
        return 0 < base <= self.limit or any(one in self.hidden for one in self._bases(figure))

    def is_small(self, figure: Figure) -> bool:
        """Whether it is hidden for itself, and not for another one."""
        return self.place(figure, new=False) in self.hidden.small or 0 < (figure.denominator or 0) <= self.limit

    def place(self, figure: Figure, new: bool = True) -> int | None:
        """The place of what a figure counts; None where it counts nothing, or no cases."""
        if not figure.numerator or _is_open(figure):
            return None
        keys = frozenset(figure.audits)
        if keys and len(keys) == figure.numerator:
            return self._counted(Counted(*self._asked(figure), figure.where, keys), new)
        name = (figure.measure, figure.label, figure.where, figure.period, figure.numerator, figure.denominator)
        return self._at(name, figure.numerator, new)

    def _asked(self, figure: Figure) -> tuple[str, frozenset[str]]:
        """The one field that a figure asks about, with the options it counts; nothing where it counts all returns."""
        name, _, option = figure.measure.partition("=")
        if option:
            return name, frozenset({option})
        measure = self.framework.measure(figure.measure)
        when = measure.when if measure is not None else None
        if figure.measure.startswith(EVERY) or (measure is not None and when is None):
            return "", frozenset()
        if when is not None and not when.expression and len(when.tests) == 1 and when.tests[0].any_of:
            return when.tests[0].field, frozenset(when.tests[0].any_of)
        return figure.measure, frozenset()

    def _counted(self, one: Counted, new: bool = True) -> int | None:
        place = self._at(one, len(one.keys), new)
        if place is not None and place not in self.counted:
            self.counted[place] = one
            self.by_size.setdefault((one.where, len(one.keys)), []).append(place)
        return place

    def _at(self, name: Hashable, value: int, new: bool = True) -> int | None:
        if name not in self.places and new:
            self.values.append(value)
            self.places[name] = len(self.values) - 1
        return self.places.get(name)

    def _bases(self, figure: Figure) -> list[int]:
        """The counts that a figure may be a share of, those of all returns first."""
        keys = frozenset(figure.audits)
        some = [
            place
            for place in self.by_size.get((figure.where, figure.denominator or 0), ())
            if keys <= self.counted[place].keys
        ]
        return sorted(some, key=lambda place: bool(self.counted[place].field))

    # --- what makes up what ------------------------------------------------------------------------------

    def _table(self, block: TableBlock) -> None:
        whole = next((row for row in block.rows if row.total), None)
        rows = [row for row in block.rows if not row.total]
        if whole is not None:
            for n, cell in enumerate(whole.cells):
                if isinstance(cell, FigureSpan):
                    parts = [row.cells[n] for row in rows if n < len(row.cells)]
                    self._sum(cell.figure, [one.figure for one in parts if isinstance(one, FigureSpan)])
        for row in block.rows:
            self._row([cell.figure for cell in row.cells if isinstance(cell, FigureSpan)])
        for _, some in groupby(rows, key=lambda row: row.cells[0] if isinstance(row.cells[0], str) else ""):
            figures = [next((c.figure for c in row.cells if isinstance(c, FigureSpan)), None) for row in some]
            self._options([one for one in figures if one is not None])

    def _sum(self, whole: Figure, parts: Sequence[Figure]) -> None:
        """Rows that add up to their total, but for a few that are in none."""
        places = [self.place(one) for one in parts]
        known = [one for one in places if one is not None]
        at = self.place(whole)
        if at is None or not known or len(set(known)) < len(known) or at in known:
            return
        rest = self.values[at] - sum(self.values[one] for one in known)
        if 0 <= rest <= self.limit and self._apart(at, known):
            self.sums.append(Sum(at, tuple(known), rest))

    def _row(self, figures: Sequence[Figure]) -> None:
        """Columns of one row that make up another: options of one field, or shares of what the other counts."""
        by_place = {place: one for one in figures if (place := self.place(one)) is not None}
        if not 2 < len(by_place) <= _MOST_PARTS:
            return
        for whole, figure in by_place.items():
            bases = {figure.numerator, figure.denominator}
            others = [
                place
                for place, one in by_place.items()
                if place != whole and one.denominator in bases and self.values[place] <= self.values[whole]
            ]
            for size in range(2, len(others) + 1):
                for parts in combinations(others, size):
                    if sum(self.values[one] for one in parts) == self.values[whole] and self._apart(whole, parts):
                        self.sums.append(Sum(whole, parts))

    def _apart(self, whole: int, parts: Sequence[int]) -> bool:
        """Whether the returns of the parts are among those of the whole, and none is in two of them."""
        sets = [self.counted[one].keys for one in parts if one in self.counted]
        if len(sets) < len(parts) or whole not in self.counted:
            return True
        union = frozenset(key for one in sets for key in one)
        return len(union) == sum(map(len, sets)) and union <= self.counted[whole].keys

    def _options(self, figures: Sequence[Figure]) -> None:
        """Options of one question that make up all who answered it."""
        some = [one for one in figures if one.denominator]
        bases = {one.denominator for one in some}
        if len(some) < 2 or len(bases) != 1 or sum(one.numerator for one in some) != (base := bases.pop()):
            return
        parts = [place for one in some if (place := self.place(one)) is not None]
        known = self._bases(replace(some[0], audits=tuple(key for one in some for key in one.audits)))
        whole = known[0] if known else self._base(some[0], base or 0)
        if whole is not None and whole not in parts:
            self.sums.append(Sum(whole, tuple(parts)))

    def _base(self, figure: Figure, base: int) -> int | None:
        """The place of a base that is counted nowhere by itself: those who answered a question."""
        return self._at(("base", self._asked(figure)[0], figure.where, figure.period, base), base)

    def _across(self) -> None:
        """What stands in several tables: groups of one count and their whole, and parts of one field."""
        groups: dict[tuple[str, frozenset[str], tuple[str, ...]], list[int]] = {}
        fields: dict[tuple[str, Where], list[int]] = {}
        for place, one in self.counted.items():
            if one.where:
                by = tuple(name for name, _ in one.where)
                groups.setdefault((one.field, one.options, by), []).append(place)
            if one.field:
                fields.setdefault((one.field, one.where), []).append(place)
        for (name, options, _), parts in groups.items():
            union = frozenset(key for place in parts for key in self.counted[place].keys)
            whole = self.places.get(Counted(name, options, (), union))
            if len(parts) > 1 and whole is not None and sum(self.values[one] for one in parts) == len(union):
                self.sums.append(Sum(whole, tuple(parts)))
        for some in fields.values():
            for whole in some:
                one = self.counted[whole]
                inside = [p for p in some if p != whole and self.counted[p].keys < one.keys]
                for part, other in combinations(inside, 2):
                    if self.values[part] + self.values[other] == self.values[whole] and self._apart(
                        whole, (part, other)
                    ):
                        self.sums.append(Sum(whole, (part, other)))

    def _rest(self, figure: Figure) -> None:
        """What is left of a base: the same field's other answer, or few returns that are counted nowhere."""
        part, base = self.place(figure), figure.denominator or 0
        rest = base - figure.numerator
        if part is None or rest <= 0:
            return
        bases = self._bases(figure)
        one = self.counted.get(part)
        if one is not None and bases:
            left = self.counted[bases[0]].keys - one.keys
            for other in self.by_size.get((figure.where, rest), ()):
                found = self.counted[other]
                if found.field == one.field and found.keys == left and bases[0] != part:
                    self.sums.append(Sum(bases[0], (part, other)))
                    return
        if rest > self.limit:
            return
        whole = bases[0] if bases else self._base(figure, base)
        place = self._at(("rest", *self._asked(figure), figure.where, figure.period, one and one.keys, rest), rest)
        if place is not None and whole is not None and whole != part:
            self.unprinted.add(place)
            self.sums.append(Sum(whole, (part, place)))


def _is_open(figure: Figure) -> bool:
    return not figure.audits and figure.measure.startswith(OPEN_MEASURES)


def spans_of(blocks: Iterable[Block]) -> Iterator[FigureSpan]:
    """Every number with a figure behind it, those of charts too."""
    for block in blocks:
        match block:
            case Paragraph(spans=spans):
                yield from _figures(spans)
            case Bullets(items=items):
                yield from (one for item in items for one in _figures(item))
            case TableBlock():
                yield from (one for row in block.rows for one in _figures(row.cells))
                yield from _figures((*block.caption_spans, *block.note_spans))
            case TextTable(rows=rows):
                yield from spans_of(part for row in rows for cell in row for part in cell)
            case KeyNumbers(items=numbers):
                yield from (one for number in numbers for one in (number.value, *_figures(number.note_spans)))
            case ChartBlock():
                yield from (FigureSpan("", figure) for one in block.series for figure in one.figures)
                yield from _figures(block.title_spans)
            case _:
                pass


def _figures(spans: Iterable[Span]) -> Iterator[FigureSpan]:
    return (span for span in spans if isinstance(span, FigureSpan))
