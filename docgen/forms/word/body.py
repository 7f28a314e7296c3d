"""The drawn form put into the document part, in the place of the paragraph that marks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, cast

from docgen.forms.package import Package, parse
from docgen.forms.slots import Slot
from docgen.forms.word.controls import Controls
from docgen.forms.word.draw import draw
from docgen.forms.word.looks import Look
from docgen.forms.word.template import style_ids
from docgen.forms.word.wordml import NAMESPACES, W, paragraph, text_of
from docgen.forms.xmltext import DECLARATION
from docgen.model import Form

if TYPE_CHECKING:
    from lxml import etree

_A4, _MARGIN = 11906, 1134
_IGNORABLE = "{" + NAMESPACES["mc"] + "}Ignorable"
_PLACE = "<?docgen body?>"


def put_body(
    package: Package, main: str, form: Form, mark: str, prefill: Sequence[str], bookmark: str
) -> tuple[dict[str, Slot], Mapping[str, str]]:
    """Draws the form into the document part; gives the slots of its controls, and its prompts by their words."""
    from lxml import etree

    root = _with_namespaces(parse(package.parts[main]))
    styles = style_ids(package.parts[next(part for _, part in package.relations(main, "styles"))])
    place = next(p for p in root.iter(W + "p") if text_of(p).strip() == mark)
    look = Look(styles, _text_width(place))
    controls = Controls(look, prefill, 1 + max(_numbers(root, "bookmarkStart", "id"), default=0), _sdt_ids(root))
    drawn = draw(form, look, controls, bookmark)
    following = place.getnext()
    if following is None or following.tag != W + "p":
        drawn += paragraph(look.style("DG Gap"), "")  # Word wants a paragraph after the last table
    parent = cast("etree._Element", place.getparent())
    parent.replace(place, etree.ProcessingInstruction("docgen", "body"))
    text = etree.tostring(root, encoding="unicode").replace(_PLACE, drawn)
    package.parts[main] = (DECLARATION + text).encode("utf-8")
    return controls.slots, controls.prompts


def _with_namespaces(root: etree._Element) -> etree._Element:
    """The document with the prefixes that the drawn form uses, w14 among those that old readers may ignore."""
    from lxml import etree

    prefixes = root.nsmap
    prefixes.update(NAMESPACES)
    renewed = etree.Element(root.tag, nsmap=prefixes)  # type: ignore[arg-type]
    for name, value in root.attrib.items():
        renewed.set(name, value)
    ignorable = (root.get(_IGNORABLE) or "").split()
    renewed.set(_IGNORABLE, " ".join([*ignorable, *(["w14"] if "w14" not in ignorable else [])]))
    renewed.extend(list(root))
    return renewed


def _text_width(place: etree._Element) -> int:
    """The width between the margins of the section in which the form stands, in twentieths of a point."""
    following = [place, *place.itersiblings()]
    section = next((found for block in following for found in block.iter(W + "sectPr")), None)
    size = section.find(W + "pgSz") if section is not None else None
    margins = section.find(W + "pgMar") if section is not None else None
    page = int((size.get(W + "w") if size is not None else None) or _A4)
    sides = [int((margins.get(W + side) if margins is not None else None) or _MARGIN) for side in ("left", "right")]
    return page - sum(sides)


def _numbers(root: etree._Element, element: str, attribute: str) -> list[int]:
    return [int(e.get(W + attribute) or 0) for e in root.iter(W + element)]


def _sdt_ids(root: etree._Element) -> list[int]:
    return [int(e.get(W + "val") or 0) for e in root.iter(W + "id")]
