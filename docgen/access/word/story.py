"""A Word document as a reader meets it: its paragraphs and tables in order, each with where it stands in words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import reduce

from lxml import etree

from docgen.access.colour import is_colour
from docgen.access.found import quoted
from docgen.access.office import Office
from docgen.access.word.looks import AUTO, NOTHING, Looks, Styles, W, looks, on, outline, shading, value

WHITE, BLACK = "FFFFFF", "000000"
_LOOK = {"firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100, "noHBand": 0x200}
STORIES = {"header": "header", "footer": "footer", "footnotes": "footnotes", "endnotes": "endnotes"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table: rows and columns are counted from 1."""

    element: etree._Element
    table: etree._Element
    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A paragraph: `where` in words, the cell that it stands in, and whether it belongs to the body."""

    element: etree._Element
    where: str
    cell: Cell | None = None
    body: bool = True

    @property
    def text(self) -> str:
        """The words of the paragraph."""
        return "".join(text for run in runs(self.element) for text in words(run)).strip()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `nested` says that it stands in a cell of another."""

    element: etree._Element
    where: str
    nested: bool = False

    @property
    def rows(self) -> tuple[etree._Element, ...]:
        """Its rows, also those inside content controls."""
        return tuple(_inside(self.element, "tr"))


@dataclass(slots=True)
class Document:
    """A document with its styles, and all paragraphs and tables in reading order; headers and footers come last."""

    office: Office
    styles: Styles
    spots: list[Spot] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    roots: list[tuple[etree._Element, str]] = field(default_factory=list)
    paper: str = WHITE

    def style(self, spot: Spot) -> str:
        """The id of the style of a paragraph."""
        named = value(spot.element.find(f"{W}pPr/{W}pStyle"))
        return named if named in self.styles.every else self.styles.usual("paragraph")

    def level(self, spot: Spot) -> int:
        """The level of a heading; 0 for any other paragraph."""
        own = outline(spot.element.find(W + "pPr"))
        return self.styles.level(self.style(spot)) if own is None else own

    def looks(self, spot: Spot, run: etree._Element) -> Looks:
        """What a run looks like, all layers taken together; its fill is the run's own or its paragraph style's."""
        properties = run.find(W + "rPr")
        own = value(properties.find(W + "rStyle")) if properties is not None else ""
        layers = (
            self.styles.defaults,
            Looks() if spot.cell is None else self._in_table(spot.cell),
            self.styles.looks(self.style(spot)),
            self.styles.looks(own),
            looks(properties),
        )
        under = reduce(lambda below, above: above.over(below), (_unfilled(one) for one in layers[:2]), NOTHING)
        return reduce(lambda below, above: above.over(below), layers[2:], under)

    def behind(self, spot: Spot, run: Looks) -> str:
        """The colour behind a run: of the run, the paragraph, the cell, the table, else of the page."""
        own = shading(spot.element.find(W + "pPr"))
        fills = [run.fill, self.styles.fill(self.style(spot)) if own is None else own]
        if spot.cell is not None:
            cell = shading(spot.cell.element.find(W + "tcPr"))
            fills.append(self._in_table(spot.cell).fill if cell is None else cell)
            fills.append(shading(spot.cell.table.find(W + "tblPr")))
        return next((fill for fill in fills if fill not in (None, AUTO)), None) or self.paper

    def _in_table(self, cell: Cell) -> Looks:
        """What the style of a table says of the text and the shading of one of its cells."""
        properties = cell.table.find(W + "tblPr")
        style = value(properties.find(W + "tblStyle")) if properties is not None else ""
        look = properties.find(W + "tblLook") if properties is not None else None
        parts = ["wholeTable"]
        if not _flag(look, "noHBand"):
            first = 1 if _flag(look, "firstRow") else 0
            parts.append("band1Horz" if (cell.row - 1 - first) % 2 == 0 else "band2Horz")
        parts += ["firstCol"] if cell.column == 1 and _flag(look, "firstColumn") else []
        parts += ["lastCol"] if cell.column == cell.columns and _flag(look, "lastColumn") else []
        parts += ["firstRow"] if cell.row == 1 and _flag(look, "firstRow") else []
        parts += ["lastRow"] if cell.row == cell.rows and _flag(look, "lastRow") else []
        return reduce(lambda under, part: self.styles.part(style, part).over(under), parts, NOTHING)


def read(office: Office) -> Document:
    """The document of a Word file."""
    styles = next((office.xml(part) for _, part in office.related(office.main, "styles")), None)
    document = Document(office, Styles(styles))
    root = office.xml(office.main)
    body = root.find(W + "body") if root is not None else None
    page = root.find(W + "background") if root is not None else None
    colour = page.get(W + "color") if page is not None else None
    document.paper = colour if colour and is_colour(colour) else WHITE
    _Walk(document, "", True).blocks(body)
    document.roots.append((body if body is not None else etree.Element("none"), ""))
    for kind, name in STORIES.items():
        for _, part in office.related(office.main, kind):
            story = office.xml(part)
            if story is not None:
                _Walk(document, name, False).blocks(story)
                document.roots.append((story, name))
    return document


class _Walk:
    """Goes through one story in reading order and notes what stands where."""

    def __init__(self, document: Document, name: str, body: bool) -> None:
        self._document = document
        self._name = name
        self._body = body
        self._heading = ""
        self._paragraphs = 0

    def blocks(self, parent: etree._Element | None, cell: Cell | None = None, where: str = "") -> None:
        """The paragraphs and tables of a part, of a cell, or of a content control around them."""
        for child in _blocks(parent):
            if child.tag == W + "tbl":
                self._table(child, nested=cell is not None, inside=where)
            else:
                self._paragraph(child, cell, where)

    def _paragraph(self, element: etree._Element, cell: Cell | None, where: str) -> None:
        self._paragraphs += cell is None
        spot = Spot(element, where, cell, self._body)
        text = spot.text
        if cell is None:
            named = f"paragraph {self._paragraphs}" + (f" {quoted(text)}" if text else "")
            spot = Spot(element, ", ".join(filter(None, (self._name, self._under(), named))), None, self._body)
        self._document.spots.append(spot)
        if text and self._document.level(spot):
            self._heading = text

    def _under(self) -> str:
        return f"under {quoted(self._heading)}" if self._heading else ""

    def _table(self, element: etree._Element, nested: bool, inside: str) -> None:
        number = len(self._document.tables) + 1
        caption = value(element.find(f"{W}tblPr/{W}tblCaption"))
        named = f"table {number}" + (f" {quoted(caption)}" if caption else "")
        where = inside or ", ".join(
            filter(None, (self._name, named if caption else f"{self._under()}, {named}".strip(", ")))
        )
        table = Table(element, where, nested)
        self._document.tables.append(table)
        rows = table.rows
        for n, row in enumerate(rows, start=1):
            cells = tuple(_inside(row, "tc"))
            for m, one in enumerate(cells, start=1):
                cell = Cell(one, element, n, m, len(rows), len(cells))
                self.blocks(one, cell, f"{where}, row {n}, column {m}")


def _blocks(parent: etree._Element | None) -> Iterator[etree._Element]:
    """Paragraphs and tables directly in a part, also those inside content controls and tracked insertions."""
    for child in parent if parent is not None else ():
        if child.tag in (W + "p", W + "tbl"):
            yield child
        elif child.tag == W + "sdt":
            yield from _blocks(child.find(W + "sdtContent"))
        elif child.tag in (W + "ins", W + "moveTo", W + "customXml", W + "footnote", W + "endnote"):
            yield from _blocks(child)


def _inside(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also those inside content controls."""
    for child in parent:
        if child.tag == W + name:
            yield child
        elif child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            yield from _inside(content, name) if content is not None else ()
        elif child.tag in (W + "ins", W + "customXml"):
            yield from _inside(child, name)


def runs(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The runs of a paragraph; those of text boxes and of deleted text are left out."""
    for run in paragraph.iter(W + "r"):
        if next(run.iterancestors(W + "p"), None) is paragraph and next(run.iterancestors(W + "del"), None) is None:
            yield run


def words(run: etree._Element) -> Iterator[str]:
    """The text of a run, tabs and breaks as spaces."""
    for child in run:
        if child.tag == W + "t":
            yield child.text or ""
        elif child.tag in (W + "tab", W + "br", W + "cr"):
            yield " "


def _flag(look: etree._Element | None, name: str) -> bool:
    """What a table makes of the parts of its style: attributes, or the bits that older versions of Word write."""
    if look is None:
        return name in ("noHBand",)
    said = look.get(W + name)
    if said is not None:
        return on(said)
    bits = look.get(W + "val") or ""
    return bool(int(bits, 16) & _LOOK[name]) if re.fullmatch(r"[0-9A-Fa-f]{1,8}", bits) else False


def _unfilled(one: Looks) -> Looks:
    """Looks without their shading, which belongs to a cell and not to the text in it."""
    return replace(one, fill=None)
