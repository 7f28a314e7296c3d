"""How a part of an office file becomes a tree: nothing is fetched, no entity is resolved, strict names are mapped.

ECMA-376 part 1 gives every element two names: the transitional one, which all programs write, and the strict one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from lxml import etree

Element: TypeAlias = "etree._Element"

_STRICT = "http://purl.oclc.org/ooxml/"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/"
_NAMES = {
    b"wordprocessingml/main": b"wordprocessingml/2006/main",
    b"spreadsheetml/main": b"spreadsheetml/2006/main",
    b"drawingml/main": b"drawingml/2006/main",
    b"drawingml/spreadsheetDrawing": b"drawingml/2006/spreadsheetDrawing",
    b"officeDocument/relationships": b"officeDocument/2006/relationships",
}


@cache
def _parser() -> etree.XMLParser:
    from lxml import etree

    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def parse(data: bytes) -> Element:
    """The root of a part. Raises ValueError where it is no well-formed XML, or declares a document type."""
    from lxml import etree

    try:
        root = etree.fromstring(data, _parser())
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("it declares a document type")
    if root.tag.startswith("{" + _STRICT):
        return _transitional(etree.tostring(root))
    return root


def _transitional(data: bytes) -> Element:
    """A strict part with the namespaces of a transitional one."""
    from lxml import etree

    mapped = re.sub(
        rb'(?<=[\s:a-z]=")http://purl\.oclc\.org/ooxml/([A-Za-z/]+)(?=")',
        lambda found: _TRANSITIONAL + _NAMES[found[1]] if found[1] in _NAMES else found[0],
        data,
    )
    return etree.fromstring(mapped, _parser())
