"""Pictures, charts and shapes: said in words, and in line with the text. Each docstring is a manual page."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from docgen.access.found import Fault, quoted
from docgen.access.word.looks import W
from docgen.access.word.story import Document
from docgen.model import Severity

WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
VML = "{urn:schemas-microsoft-com:vml}"
DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def alternative_text(document: Document) -> Iterator[Fault]:
    """Every picture and chart says in words what it shows, or is marked as decorative. WCAG 2.2, 1.1.1."""
    for element, where in _drawings(document):
        told = element.find(f".//{WP}docPr")
        if told is None or element.find(f".//{DECORATIVE}") is not None:
            continue
        if not (told.get("descr") or "").strip():
            what = "chart" if element.find(f".//{CHART}chart") is not None else "picture"
            name = f" {quoted(told.get('name') or '')}" if told.get("name") else ""
            fix = "In Word: right click it, then View Alt Text, and say what it shows."
            yield Fault(where, f"The {what}{name} has no alternative text.", fix)
    for shape, where in _within(document, VML + "shape"):
        if shape.find(f"{VML}imagedata") is not None and not (shape.get("alt") or "").strip():
            yield Fault(where, "A picture of an older kind has no alternative text.", "Insert it anew, with alt text.")


def floating(document: Document) -> Iterator[Fault]:
    """Nothing floats: text boxes, frames and shapes beside the text are read at the wrong place, or not at all.

    Guidance of GOV.UK and of councils: no text boxes; pictures and charts in line with the text.
    """
    for _, where in _within(document, W + "txbxContent"):
        fix = "Put its words into the text, as a paragraph or a table."
        yield Fault(where, "There is a text box.", fix)
    for element, where in _drawings(document):
        if element.find(WP + "anchor") is not None and element.find(f".//{W}txbxContent") is None:
            fix = "In Word: click it, then Layout Options, In Line with Text."
            yield Fault(where, "A picture or shape floats beside the text.", fix, Severity.WARNING)
    for _, where in _within(document, W + "framePr"):
        yield Fault(where, "A paragraph stands in a frame.", "Take it out of the frame.", Severity.WARNING)


def _drawings(document: Document) -> Iterator[tuple[etree._Element, str]]:
    return _within(document, W + "drawing")


def _within(document: Document, tag: str) -> Iterator[tuple[etree._Element, str]]:
    """Every element of a kind, with where its paragraph stands; what only older programs would show is left out."""
    where = {spot.element: spot.where for spot in document.spots}
    for root, name in document.roots:
        for element in root.iter(tag):
            if next(element.iterancestors(FALLBACK), None) is None:
                holders = [where[holder] for holder in element.iterancestors(W + "p") if holder in where]
                yield element, holders[0] if holders else name
