"""The parts of a workbook that openpyxl has written, on their way into the shape that copies are made from.

A slot stands in the tree of a sheet as a processing instruction, which no text can look like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from docgen.forms.excel.plan import At
from docgen.forms.excel.slots import formula_cell, text_cell
from docgen.forms.identity import TOOLKIT
from docgen.forms.package import OFFICE, Package, parse
from docgen.forms.slots import Slot, hole
from docgen.forms.xmltext import DECLARATION, escape

if TYPE_CHECKING:
    from lxml import etree

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{" + OFFICE + "}"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STRINGS = "xl/sharedStrings.xml"
_PLACE = re.compile(r"<\?docgen (\d+)\?>")
_MARK = "\ue000"
_HEIGHT = re.compile(f'(<row [^<>]*ht="){_MARK}(\\d+){_MARK}(?=")')


class Drawn:
    """A drawn workbook. `slots` is key → slot, for the holes that `finish` leaves in the parts."""

    def __init__(self, package: Package, template: Package) -> None:
        self.package = package
        self.slots: dict[str, Slot] = {}
        self._template = template
        self._pieces: list[str] = []
        self._main = next(part for _, part in package.relations("", "officeDocument"))
        parts = dict(package.relations(self._main, "worksheet"))
        self._roots: dict[str, etree._Element] = {}
        self._parts: dict[str, str] = {}
        self._cells: dict[tuple[str, str], etree._Element] = {}
        self._rows: dict[tuple[str, str], etree._Element] = {}
        for sheet in parse(package.parts[self._main]).iter(S + "sheet"):
            name = sheet.get("name") or ""
            self._parts[name] = parts[sheet.get(_R + "id") or ""]
            self._roots[name] = parse(package.parts[self._parts[name]])
            self._cells.update(((name, cell.get("r") or ""), cell) for cell in self._roots[name].iter(S + "c"))
            self._rows.update(((name, row.get("r") or ""), row) for row in self._roots[name].iter(S + "row"))

    def formula(self, at: At) -> str:
        """The formula of a cell, without its equals sign."""
        return self._cell(at).findtext(S + "f") or ""

    def value(self, at: At, text: str) -> None:
        """Writes beside a formula what it comes to."""
        self._put(at, formula_cell(self._head(at), self.formula(at), text))

    def slot(self, at: At, make: Callable[[str], Slot]) -> None:
        """Makes a slot of a cell; `make` gets the start of its tag."""
        key = str(len(self.slots))
        self.slots[key] = make(self._head(at))
        self._put(at, hole(key))

    def toolkit(self, at: At, pieces: Sequence[str]) -> None:
        """Makes a cell hold the toolkit id between these texts."""
        mark = _MARK
        while any(mark in piece for piece in pieces):
            mark += _MARK
        before, *rest = text_cell(self._head(at), mark.join(pieces)).split(mark)
        self._put(at, before + "".join(hole(TOOLKIT) + piece for piece in rest))

    def height(self, sheet: str, row: int, height: float | Slot) -> None:
        """Gives a row a height in points that is not marked as set by hand: Excel adds to it for a long answer."""
        text = str(height)
        if not isinstance(height, float):
            text = f"{_MARK}{len(self.slots)}{_MARK}"
            self.slots[str(len(self.slots))] = height
        self._rows[sheet, str(row)].set("ht", text)

    def finish(self, header: str, footer: Sequence[str]) -> None:
        """Writes everything back into the package; `footer` is what stands before and after the toolkit id."""
        strings: dict[str, int] = {}
        footer_text = hole(TOOLKIT).join(escape(piece) for piece in footer)
        printed = f"<oddHeader>{escape(header)}</oddHeader>" if header else ""
        printed += f"<oddFooter>{footer_text}</oddFooter>"
        for name, root in self._roots.items():
            for cell in root.iter(S + "c"):
                _share(cell, strings)
            self._replace(root, "headerFooter", f"<headerFooter>{printed}</headerFooter>{_ignored(root)}")
            self.package.parts[self._parts[name]] = self._text(root)
        self._add_strings(strings)
        first = next(iter(self._parts.values()))
        self.package.parts[first] = _with_drawing(self.package, first, self._template)

    def _cell(self, at: At) -> etree._Element:
        return self._cells[at.sheet, at.cell]

    def _head(self, at: At) -> str:
        cell = self._cell(at)
        return f'<c r="{at.cell}" s="{cell.get("s")}"'

    def _put(self, at: At, xml: str) -> None:
        """Puts XML in the place of a cell."""
        cell = self._cell(at)
        parent = cell.getparent()
        assert parent is not None
        parent.replace(cell, self._instruction(xml))

    def _instruction(self, xml: str) -> etree._Element:
        from lxml import etree

        self._pieces.append(xml)
        return etree.ProcessingInstruction("docgen", str(len(self._pieces) - 1))

    def _replace(self, root: etree._Element, tag: str, xml: str) -> None:
        """Puts XML in the place of the element of this name, where the sheet has one."""
        element = root.find(S + tag)
        if element is not None:
            root.replace(element, self._instruction(xml))

    def _text(self, root: etree._Element) -> bytes:
        from lxml import etree

        text = etree.tostring(root, encoding="unicode")
        text = _HEIGHT.sub(lambda match: match[1] + hole(match[2]), text)
        return (DECLARATION + _PLACE.sub(lambda match: self._pieces[int(match[1])], text)).encode("utf-8")

    def _add_strings(self, strings: dict[str, int]) -> None:
        xml = f'<sst xmlns="{S[1:-1]}" uniqueCount="{len(strings)}">{"".join(strings)}</sst>'
        self.package.put(_STRINGS, f"{_TYPE}.sharedStrings+xml", (DECLARATION + xml).encode("utf-8"))
        self.package.relate(self._main, "sharedStrings", _STRINGS)


def _with_drawing(package: Package, sheet: str, template: Package) -> bytes:
    """The first sheet with what is drawn on that of the template, such as the logo, just as it is drawn there.

    openpyxl keeps pictures only, and neither their alternative texts nor the shape of their frames.
    """
    main = next(part for _, part in template.relations("", "officeDocument"))
    source = next(part for _, part in template.relations(main, "worksheet"))
    drawing = next((part for _, part in template.relations(source, "drawing")), "")
    if not drawing:
        return package.parts[sheet]
    package.adopt(drawing, template)
    element = f'<drawing xmlns:r="{OFFICE}" r:id="{package.relate(sheet, "drawing", drawing)}"/>'
    return package.parts[sheet].replace(b"</worksheet>", f"{element}</worksheet>".encode())


def _ignored(root: etree._Element) -> str:
    """Tells Excel not to mark references and staff numbers as numbers that are stored as text."""
    dimension = root.find(S + "dimension")
    area = dimension.get("ref") if dimension is not None else None
    return f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>' if area else ""


def _share(cell: etree._Element, strings: dict[str, int]) -> None:
    """Moves a text that stands in its cell into the shared strings."""
    from lxml import etree

    inline = cell.find(S + "is")
    if cell.get("t") != "inlineStr" or inline is None:
        return
    inner = "".join(etree.tostring(child, encoding="unicode") for child in inline)
    item = f"<si>{inner}</si>".replace(f' xmlns="{S[1:-1]}"', "")
    number = strings.setdefault(item, len(strings))
    for child in list(cell):
        cell.remove(child)
    cell.set("t", "s")
    etree.SubElement(cell, S + "v").text = str(number)
