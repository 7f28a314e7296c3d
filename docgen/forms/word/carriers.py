"""What says which form a file is a copy of: properties, identifier, bookmark, footer; `identity` writes them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from docgen.forms.word.parts import FOOTER, STAMP, Parts
from docgen.marks import Carrier, valid_toolkit

_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
_TEXTS = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_APP = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"

_BOOKMARK = re.compile(STAMP + r"([0-9a-f]{8})_([0-9A-Z]{4})([0-9A-Z]{4})(?:_Copy_\d+)?\Z", re.IGNORECASE)
_DOT = " · "
_SAID = ("framework", "version", "form", "toolkit")
_TOOLKIT = re.compile(r"(?<!\w)\w{4}-\w{4}(?!\w)")


def carriers(parts: Parts) -> tuple[Carrier, ...]:
    """What each carrier says, once for each different saying; nothing where a carrier is gone."""
    return tuple(dict.fromkeys([*_properties(parts), *_identifier(parts), *_bookmarks(parts), *_footers(parts)]))


def editor(parts: Parts) -> str:
    """The program that saved the file, by its own account; empty where it does not say."""
    root = parts.tree("docProps/app.xml")
    entry = next(root.iter(_APP + "Application"), None) if root is not None else None
    return (entry.text or "").strip() if entry is not None else ""


def toolkits(found: tuple[Carrier, ...]) -> frozenset[str]:
    """The toolkit ids that the carriers name: what a form prints of itself differs from copy to copy in these only."""
    return frozenset(carrier.toolkit for carrier in found if valid_toolkit(carrier.toolkit))


def unstamped(text: str, stamps: Collection[str], instead: str = "") -> str:
    """The text without these toolkit ids."""
    for stamp in stamps:
        text = text.replace(stamp, instead)
    return text


def _properties(parts: Parts) -> Iterator[Carrier]:
    root = parts.tree("docProps/custom.xml")
    said = {}
    for entry in root.iter(_CUSTOM + "property") if root is not None else ():
        name = (entry.get("name") or "").lower()
        if name.startswith("docgen."):
            held = next(entry.iter(_TEXTS + "lpwstr"), None)
            said[name[7:]] = (held.text or "").strip() if held is not None else ""
    if said:
        yield Carrier("document properties", *(said.get(name, "") for name in _SAID))


def _identifier(parts: Parts) -> Iterator[Carrier]:
    root = parts.tree("docProps/core.xml")
    entry = next(root.iter(_DC + "identifier"), None) if root is not None else None
    said = (entry.text or "").strip().split(":") if entry is not None else []
    if len(said) == 5 and said[0] == "docgen":
        yield Carrier("identifier", *said[1:])


def _bookmarks(parts: Parts) -> Iterator[Carrier]:
    for name in parts.stamps:
        match = _BOOKMARK.match(name)
        if match:
            yield Carrier("bookmark", toolkit=f"{match[2]}-{match[3]}".upper(), key=match[1].lower())


def _footers(parts: Parts) -> Iterator[Carrier]:
    for name, data in parts.all(FOOTER):
        for text in parts.story(name, data).keys:
            pieces = text.replace("\xa0", " ").split(_DOT)
            for head, form, tail in zip(pieces, pieces[1:], pieces[2:], strict=False):
                said = head.rsplit(" ", 2)[-2:]
                if len(said) == 2 and said[0].split() and _TOOLKIT.match(tail):
                    yield Carrier("footer", said[0].split()[-1], said[1], form, tail[:9].upper())
