"""WordprocessingML as text: what may stand in it, and the few elements that a form is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from docgen.forms.xmltext import escape

if TYPE_CHECKING:
    from lxml import etree

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
W = "{" + NAMESPACES["w"] + "}"

_PIECE = re.compile("([\n\t])")


def content(text: str) -> str:
    """What stands in a run for a text: w:t, with w:br between lines and w:tab for a tab."""
    text = escape(text)
    if "\n" not in text and "\t" not in text:
        return _t(text)
    marks = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    return "".join(marks.get(piece) or _t(piece) for piece in _PIECE.split(text) if piece)


def _t(escaped: str) -> str:
    """One w:t; white space at its ends is kept only where the element says so."""
    space = "" if escaped == escaped.strip() and "  " not in escaped else ' xml:space="preserve"'
    return f"<w:t{space}>{escaped}</w:t>"


def text_of(element: etree._Element) -> str:
    """Every w:t within an element, joined."""
    return "".join(str(text) for text in element.itertext(W + "t"))


def run(text: str, style: str = "") -> str:
    """A run, in a character style where one is given."""
    properties = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f"<w:r>{properties}{content(text)}</w:r>"


def paragraph(style: str, inner: str, *, keep: bool = False) -> str:
    """A paragraph in a paragraph style; `keep` keeps it, or the table row that it begins, with the next.

    That a row listens to the first paragraph of its first cell is what Word does and LibreOffice follows.
    """
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{"<w:keepNext/>" if keep else ""}</w:pPr>{inner}</w:p>'


def cell(width: int, inner: str) -> str:
    """A table cell; `inner` is one paragraph or several."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inner}</w:tc>'


def row(cells: Sequence[str], *, head: bool = False, height: int = 0) -> str:
    """A table row, whole on one page as long as it is no higher. A head is repeated on every page; `height` is the
    least.
    """
    properties = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    properties += "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(style: str, widths: Sequence[int], caption: str, rows: Sequence[str], *, answers_last: bool) -> str:
    """A table of fixed columns whose first row is its head; `answers_last` says that its last column is answers."""
    last = int(answers_last)
    mask = 0x06A0 | 0x0100 * last
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:val="{mask:04X}" w:firstRow="1" w:lastRow="0" '
        f'w:firstColumn="1" w:lastColumn="{last}" w:noHBand="1" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escape(caption)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )
