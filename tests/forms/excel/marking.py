"""A blank workbook marked by hand: cells typed into, struck out, filled; fonts, rows and runs as Excel stores them."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from functools import cache
from xml.sax.saxutils import escape

from lxml import etree

from docgen.forms.excel.cells import letters, split
from tests.forms.excel.written import FORM_SHEET, S, blank, cell_of, packed, parts
from tests.forms.word.written import Case

STYLES = "xl/styles.xml"
STRINGS = "xl/sharedStrings.xml"


@cache
def _blank_parts(case: Case) -> dict[str, bytes]:
    return parts(blank(case))


class Pen:
    """Marks one workbook; `done` gives it."""

    def __init__(self, form: Case | bytes) -> None:
        """`form` is a form, whose blank is marked, or the workbook itself."""
        self._data = form if isinstance(form, bytes) else blank(form)
        self._parts = dict(parts(form) if isinstance(form, bytes) else _blank_parts(form))
        self._sheet = etree.fromstring(self._parts[FORM_SHEET])
        self._styles = etree.fromstring(self._parts[STYLES])

    def at(self, name: str, down: int = 0, right: int = 0) -> str:
        """The cell of an answer by the name of its address, or one so many rows and columns away."""
        row, column = split(cell_of(self._data, f"_dg_{name}"))
        return f"{letters(column + right)}{row + down}"

    def text(self, cell: str, text: str) -> Pen:
        """Types a text."""
        return self._put(cell, f'<is><t xml:space="preserve">{escape(text)}</t></is>', "inlineStr")

    def number(self, cell: str, text: str, pattern: str = "") -> Pen:
        """Types a number, which is shown in this format."""
        self._put(cell, f"<v>{text}</v>", "")
        if pattern:
            patterns = self._styles.find(S + "numFmts")
            assert patterns is not None
            number = str(200 + len(patterns))
            etree.SubElement(patterns, S + "numFmt", numFmtId=number, formatCode=pattern)
            self._restyled(cell).set("numFmtId", number)
        return self

    def truth(self, cell: str, state: bool) -> Pen:
        """Puts TRUE or FALSE."""
        return self._put(cell, f"<v>{int(state)}</v>", "b")

    def formula(self, cell: str, formula: str, result: str = "", kind: str = "") -> Pen:
        """Puts a formula with what it came to."""
        return self._put(cell, f"<f>{escape(formula)}</f>" + (f"<v>{escape(result)}</v>" if result else ""), kind)

    def runs(self, cell: str, *pieces: tuple[str, str]) -> Pen:
        """Types a text in pieces, each with its look as XML, such as `<strike/>`."""
        inner = "".join(
            f"<r>{f'<rPr>{look}</rPr>' if look else ''}<t xml:space='preserve'>{escape(text)}</t></r>"
            for text, look in pieces
        )
        return self._put(cell, f"<is>{inner}</is>", "inlineStr")

    def font(self, cell: str, look: str, name: str = "") -> Pen:
        """Gives a cell a font that differs from its own by this XML, such as `<b/>`, or by its name."""
        xf = self._restyled(cell)
        fonts = self._styles.find(S + "fonts")
        assert fonts is not None
        font = copy.deepcopy(fonts[int(xf.get("fontId") or 0)])
        for element in etree.fromstring(f"<x xmlns='{S[1:-1]}'>{look}</x>"):
            for old in font.findall(element.tag):
                font.remove(old)
            font.insert(0, element)
        if name:
            font.find(S + "name").set("val", name)  # type: ignore[union-attr]
        fonts.append(font)
        xf.set("fontId", str(len(fonts) - 1))
        return self

    def words(self, cell: str, look: str) -> Pen:
        """Gives the words of a cell a look by this XML: as Excel does it, both to the cell and to its text."""
        strings = etree.fromstring(self._parts[STRINGS])
        number = int(self._cell(cell).findtext(S + "v") or "")
        text = "".join(one.text or "" for one in strings[number].iter(S + "t"))
        own = "" if "color" in look else "<color rgb='FF1A1A1A'/>"
        return self.runs(cell, (text, f"<sz val='11'/>{own}{look}")).font(cell, look)

    def fill(self, cell: str, colour: str = "FFFFFF00") -> Pen:
        """Fills a cell with a colour."""
        fills = self._styles.find(S + "fills")
        assert fills is not None
        inner = f"<patternFill patternType='solid'><fgColor rgb='{colour}'/></patternFill>"
        fills.append(etree.fromstring(f"<fill xmlns='{S[1:-1]}'>{inner}</fill>"))
        self._restyled(cell).set("fillId", str(len(fills) - 1))
        return self

    def border(self, cell: str) -> Pen:
        """Draws a thick border around a cell."""
        borders = self._styles.find(S + "borders")
        assert borders is not None
        sides = "".join(f"<{side} style='thick'/>" for side in ("left", "right", "top", "bottom"))
        borders.append(etree.fromstring(f"<border xmlns='{S[1:-1]}'>{sides}</border>"))
        self._restyled(cell).set("borderId", str(len(borders) - 1))
        return self

    def done(self) -> bytes:
        """The workbook."""
        for listed in self._styles:
            if listed.get("count"):
                listed.set("count", str(len(listed)))
        made = {FORM_SHEET: self._sheet, STYLES: self._styles}
        return packed({**self._parts, **{name: etree.tostring(root) for name, root in made.items()}})

    def _put(self, cell: str, inner: str, kind: str) -> Pen:
        element = self._cell(cell)
        for child in list(element):
            element.remove(child)
        element.attrib.pop("t", "")
        if kind:
            element.set("t", kind)
        element.extend(list(etree.fromstring(f"<x xmlns='{S[1:-1]}'>{inner}</x>")))
        return self

    def _cell(self, cell: str) -> etree._Element:
        found = self._sheet.find(f".//{S}c[@r='{cell}']")
        if found is None:
            row = self._sheet.find(f".//{S}row[@r='{split(cell)[0]}']")
            assert row is not None
            found = etree.SubElement(row, S + "c", r=cell)
        return found

    def _restyled(self, cell: str) -> etree._Element:
        """A format of the cell's own."""
        formats = self._styles.find(S + "cellXfs")
        assert formats is not None
        element = self._cell(cell)
        formats.append(copy.deepcopy(formats[int(element.get("s") or 0)]))
        for part in ("NumberFormat", "Font", "Fill", "Border"):
            formats[-1].set(f"apply{part}", "1")
        element.set("s", str(len(formats) - 1))
        return formats[-1]


def struck(pieces: Sequence[str], out: int) -> tuple[tuple[str, str], ...]:
    """Pieces of a text for `Pen.runs`, of which this one is struck out."""
    return tuple((piece, "<strike/>" if number == out else "<sz val='11'/>") for number, piece in enumerate(pieces))
