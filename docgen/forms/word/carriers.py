"""What says which form a Word file is a copy of: properties, identifier, bookmark, footer; `identity` writes them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.forms.carriers import editor as editor_of
from docgen.forms.carriers import of_identifier, of_properties, of_words, toolkits, unstamped
from docgen.forms.word.parts import FOOTER, STAMP, Parts
from docgen.marks import Carrier

__all__ = ["carriers", "editor", "toolkits", "unstamped"]

_BOOKMARK = re.compile(STAMP + r"([0-9a-f]{8})_([0-9A-Z]{4})([0-9A-Z]{4})(?:_Copy_\d+)?\Z", re.IGNORECASE)


def carriers(parts: Parts) -> tuple[Carrier, ...]:
    """What each carrier says, once for each different saying; nothing where a carrier is gone."""
    custom, core = parts.tree("docProps/custom.xml"), parts.tree("docProps/core.xml")
    found = [*of_properties(custom), *of_identifier(core), *_bookmarks(parts), *_footers(parts)]
    return tuple(dict.fromkeys(found))


def editor(parts: Parts) -> str:
    """The program that saved the file, by its own account; empty where it does not say."""
    return editor_of(parts.tree("docProps/app.xml"))


def _bookmarks(parts: Parts) -> Iterator[Carrier]:
    for name in parts.stamps:
        match = _BOOKMARK.match(name)
        if match:
            yield Carrier("bookmark", toolkit=f"{match[2]}-{match[3]}".upper(), key=match[1].lower())


def _footers(parts: Parts) -> Iterator[Carrier]:
    for name, data in parts.all(FOOTER):
        for text in parts.story(name, data).keys:
            yield from of_words("footer", text)
