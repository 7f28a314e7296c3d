"""The pieces that a page is made of, as reportlab's flowables. Each answer leaves its place while it is drawn.

A row keeps its question, its guidance and its answer side by side, and stays whole on a page unless it is higher
than a good part of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable, Paragraph

from docgen.forms.pdf import looks
from docgen.marks import Address
from docgen.model import Question

_ENDLESS = 1e6
_LEAST_PART = 120.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer goes: its address, what a screen reader says there, its page from 1 and its corner and size.

    `option` says that it is a box to tick; `cell` that it stands in a table.
    """

    address: Address
    question: Question
    says: str
    page: int
    x: float
    y: float
    width: float
    height: float

    @property
    def option(self) -> bool:
        """Whether it is a box to tick."""
        return bool(self.address.option)


@dataclass(frozen=True, slots=True)
class Spot:
    """An answer before it is drawn: all of a place but where it is. `places` takes the place when it is known."""

    address: Address
    question: Question
    says: str
    places: list[Place]

    def put(self, canvas: object, width: float, height: float) -> None:
        """Notes that the answer stands at the canvas's origin."""
        x, y = canvas.absolutePosition(0, 0)  # type: ignore[attr-defined]
        page = canvas.getPageNumber()  # type: ignore[attr-defined]
        self.places.append(Place(self.address, self.question, self.says, page, x, y, width, height))


class Entry(Flowable):  # type: ignore[misc]
    """A field to write in or to choose from, with a quiet word behind it where there is one."""

    def __init__(self, spot: Spot, height: float, width: float = 0.0, hint: str = "") -> None:
        super().__init__()
        self._spot = spot
        self._asked = width
        self._hint = hint
        self.height = height

    def wrap(self, room: float, _: float) -> tuple[float, float]:
        """As wide as asked, or as there is room."""
        self.width = min(self._asked or room, room)
        return self.width, self.height

    def draw(self) -> None:
        """The frame, the hint, and for a list an arrow; what is typed stands in the field itself."""
        canvas = self.canv
        canvas.setFillColor(HexColor(looks.PAPER_WHITE))
        canvas.setStrokeColor(HexColor(looks.EDGE))
        canvas.setLineWidth(0.6)
        canvas.rect(0, 0, self.width, self.height, stroke=1, fill=1)
        if self._hint:
            canvas.setFillColor(HexColor(looks.GREY))
            canvas.setFont(looks.REGULAR, looks.QUIET)
            canvas.drawString(self.width + 6, self.height / 2 - 3, self._hint)
        if self._spot.question.options:
            x, y = self.width - 10, self.height / 2
            canvas.setStrokeColor(HexColor(looks.EDGE))
            canvas.setLineWidth(1.1)
            canvas.lines([(x - 3, y + 1.5, x, y - 1.5), (x, y - 1.5, x + 3, y + 1.5)])
        self._spot.put(canvas, self.width, self.height)


class Tick(Flowable):  # type: ignore[misc]
    """A box to tick with its label, and what it means below."""

    def __init__(self, spot: Spot, label: Paragraph, meaning: Paragraph | None = None) -> None:
        super().__init__()
        self._spot = spot
        self._label = label
        self._meaning = meaning

    def wrap(self, room: float, _: float) -> tuple[float, float]:
        """The whole width; as high as the words."""
        inner = room - looks.BOX - 6
        self.width = room
        self._first = max(self._label.wrap(inner, _ENDLESS)[1], looks.BOX)
        self._second = self._meaning.wrap(inner, _ENDLESS)[1] if self._meaning else 0.0
        self.height = self._first + self._second + 4
        return room, self.height

    def draw(self) -> None:
        """The frame of the box, and the words beside it."""
        canvas = self.canv
        top = self.height - 1
        canvas.saveState()
        canvas.translate(0, top - looks.BOX)
        canvas.setFillColor(HexColor(looks.PAPER_WHITE))
        canvas.setStrokeColor(HexColor(looks.EDGE))
        canvas.setLineWidth(0.8)
        canvas.rect(0, 0, looks.BOX, looks.BOX, stroke=1, fill=1)
        self._spot.put(canvas, looks.BOX, looks.BOX)
        canvas.restoreState()
        self._label.drawOn(canvas, looks.BOX + 6, top - self._first)
        if self._meaning:
            self._meaning.drawOn(canvas, looks.BOX + 6, top - self._first - self._second)


class Side(Flowable):  # type: ignore[misc]
    """Flowables side by side, such as the boxes of short options or the fields in one line of a card."""

    def __init__(self, items: Sequence[Flowable], widths: Sequence[float], gap: float) -> None:
        super().__init__()
        self._items = items
        self._widths = widths
        self._gap = gap

    def wrap(self, room: float, _: float) -> tuple[float, float]:
        """As high as the highest."""
        self.width = room
        self._heights = [item.wrap(w, _ENDLESS)[1] for item, w in zip(self._items, self._widths, strict=True)]
        self.height = max(self._heights, default=0.0)
        return room, self.height

    def draw(self) -> None:
        """Each at the top, from the left."""
        x = 0.0
        for item, width, height in zip(self._items, self._widths, self._heights, strict=True):
            item.drawOn(self.canv, x, self.height - height)
            x += width + self._gap


class Stack(Flowable):  # type: ignore[misc]
    """Flowables one below the other, in one piece."""

    def __init__(self, items: Sequence[Flowable], gap: float = 0.0, pad: float = 0.0) -> None:
        super().__init__()
        self._items = items
        self._gap = gap
        self._pad = pad

    def wrap(self, room: float, _: float) -> tuple[float, float]:
        """As high as all of them."""
        self.width = room
        self._heights = [item.wrap(room - 2 * self._pad, _ENDLESS)[1] for item in self._items]
        self.height = sum(self._heights) + self._gap * max(len(self._items) - 1, 0) + 2 * self._pad
        return room, self.height

    def draw(self) -> None:
        """Each below the one before."""
        y = self.height - self._pad
        for item, height in zip(self._items, self._heights, strict=True):
            y -= height
            item.drawOn(self.canv, self._pad, y)
            y -= self._gap


class Panel(Stack):
    """A stack on a tinted ground with a bar at its left."""

    def draw(self) -> None:
        """The ground, the bar, then the stack."""
        self.canv.setFillColor(HexColor(looks.TINT))
        self.canv.rect(0, 0, self.width, self.height, stroke=0, fill=1)
        self.canv.setFillColor(HexColor(looks.NAVY))
        self.canv.rect(0, 0, 3, self.height, stroke=0, fill=1)
        super().draw()


class Card(Stack):
    """A stack in a frame."""

    def draw(self) -> None:
        """The frame, then the stack."""
        self.canv.setStrokeColor(HexColor(looks.RULE))
        self.canv.setFillColor(HexColor(looks.TINT))
        self.canv.setLineWidth(0.6)
        self.canv.rect(0, 0, self.width, self.height, stroke=1, fill=1)
        super().draw()


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a row: from where, how wide, and what stands in it from the top."""

    x: float
    width: float
    items: tuple[Flowable, ...]


class Row(Flowable):  # type: ignore[misc]
    """Columns side by side under a thin rule. Whole on a page, unless it takes up a good part of one."""

    def __init__(self, *cells: Cell, rule: bool = True, pad: float = 5.0) -> None:
        super().__init__()
        self._cells = cells
        self._rule = rule
        self._pad = pad

    def wrap(self, room: float, _: float) -> tuple[float, float]:
        """As high as the highest column."""
        self.width = room
        self._heights = [[item.wrap(cell.width, _ENDLESS)[1] for item in cell.items] for cell in self._cells]
        self.height = max((sum(heights) for heights in self._heights), default=0.0) + 2 * self._pad
        return room, self.height

    def draw(self) -> None:
        """The rule, then column by column."""
        if self._rule:
            self.canv.setStrokeColor(HexColor(looks.RULE))
            self.canv.setLineWidth(0.5)
            self.canv.line(0, self.height, self.width, self.height)
        for cell, heights in zip(self._cells, self._heights, strict=True):
            y = self.height - self._pad
            for item, height in zip(cell.items, heights, strict=True):
                y -= height
                item.drawOn(self.canv, cell.x, y)

    def split(self, room: float, left: float) -> list[Flowable]:
        """Two rows, the second without what was said already; nothing where it should go to the next page whole."""
        self.wrap(room, left)
        if self.height <= looks.HEIGHT * looks.MOST_IN_ONE_PIECE or left < _LEAST_PART:
            return []
        parts = [self._part(cell, heights, left) for cell, heights in zip(self._cells, self._heights, strict=True)]
        first = Row(*(head for head, _ in parts), rule=self._rule, pad=self._pad)
        second = Row(*(rest for _, rest in parts), rule=False, pad=self._pad)
        return [first, second] if any(head.items for head, _ in parts) else []

    def _part(self, cell: Cell, heights: Sequence[float], left: float) -> tuple[Cell, Cell]:
        """What of a column fits into the height that is left, and what does not."""
        room = left - 2 * self._pad
        for place, (item, height) in enumerate(zip(cell.items, heights, strict=True)):
            if height > room:
                halves = item.split(cell.width, room) if isinstance(item, Paragraph) else []
                head = (*cell.items[:place], *halves[:1])
                rest = (*halves[1:], *cell.items[place + 1 :]) if halves else cell.items[place:]
                return Cell(cell.x, cell.width, head), Cell(cell.x, cell.width, rest)
            room -= height
        return cell, Cell(cell.x, cell.width, ())


class Heading(Flowable):  # type: ignore[misc]
    """The title of a section, and its entry in the bookmarks."""

    def __init__(self, words: Paragraph, title: str, key: str) -> None:
        super().__init__()
        self._words = words
        self._title = title
        self._key = key
        self.spaceBefore = 20

    def wrap(self, room: float, _: float) -> tuple[float, float]:
        """As high as its words."""
        self.width = room
        self.height = self._words.wrap(room, _ENDLESS)[1]
        return room, self.height

    def draw(self) -> None:
        """The words, and the bookmark a little above them."""
        self.canv.bookmarkHorizontal(self._key, 0, self.height + 8)
        self.canv.addOutlineEntry(self._title, self._key, 0)
        self._words.drawOn(self.canv, 0, 0)
