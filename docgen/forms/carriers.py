"""What says which form a file is a copy of, in every office format: its properties, and words such as a footer's.

`identity` writes them. Nothing here decides; what carriers that disagree come to is for reading.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from docgen.forms.identity import PROOF
from docgen.marks import PROOF_CARRIER, Address, Carrier, Outline, valid_toolkit

if TYPE_CHECKING:
    from lxml import etree

SAID = ("framework", "version", "form", "toolkit")
"""What a carrier says, in this order."""

_CUSTOM = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}"
_TEXTS = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_APP = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
_DOT = "(?: ?[·•‧∙|] ?| [–—-] )"
_PRINTED = re.compile(rf"(?<!\S)([a-z0-9][\w-]*) (\S+){_DOT}([\w-]+){_DOT}(\w{{4}}[-‐‑–]\w{{4}})(?!\w)", re.IGNORECASE)
_DASHES = re.compile("[‐‑–]")


def of_properties(custom: etree._Element | None) -> Iterator[Carrier]:
    """What the custom properties say; `custom` is the root of docProps/custom.xml."""
    said = {}
    for entry in custom.iter(_CUSTOM + "property") if custom is not None else ():
        name = (entry.get("name") or "").lower()
        if name.startswith("docgen."):
            said[name[7:]] = _first(entry, _TEXTS + "lpwstr")
    if "proof" in said:
        yield PROOF_CARRIER
    elif said:
        yield Carrier("document properties", *(said.get(name, "") for name in SAID))


def of_identifier(core: etree._Element | None) -> Iterator[Carrier]:
    """What the identifier says; `core` is the root of docProps/core.xml."""
    said = _first(core, _DC + "identifier").split(":")
    if len(said) == 5 and said[0] == "docgen":
        yield Carrier("identifier", *said[1:])


def of_words(name: str, text: str) -> Iterator[Carrier]:
    """What a line of words such as a footer says: `<framework> <version> · <form> · <toolkit>` anywhere in it.

    People who type it again write other dots and dashes, and small letters.
    """
    plain = text.replace("\xa0", " ")
    if PROOF in plain:
        yield PROOF_CARRIER
    for framework, version, form, toolkit in _PRINTED.findall(plain):
        yield Carrier(name, framework.lower(), version, form.lower(), _DASHES.sub("-", toolkit).upper())


def outline(lines: Iterable[str], tags: Iterable[str]) -> Outline:
    """What a file shows of itself: its lines, what they say of its identity, and the fields that its tags name."""
    said = tuple(line for line in lines if line and not line.isspace())
    named = (Address.parse(tag) for tag in tags)
    carriers = dict.fromkeys(one for line in said for one in of_words("words in its text", line))
    return Outline(tuple(carriers), said, frozenset(address.field for address in named if address is not None))


def editor(app: etree._Element | None) -> str:
    """The program that saved the file, by its own account in docProps/app.xml; empty where it does not say."""
    return _first(app, _APP + "Application")


def toolkits(found: tuple[Carrier, ...]) -> frozenset[str]:
    """The toolkit ids that the carriers name: what a form prints of itself differs from copy to copy in these only."""
    return frozenset(carrier.toolkit for carrier in found if valid_toolkit(carrier.toolkit))


def unstamped(text: str, stamps: Collection[str], instead: str = "") -> str:
    """The text without these toolkit ids."""
    for stamp in stamps:
        text = text.replace(stamp, instead)
    return text


def _first(root: etree._Element | None, tag: str) -> str:
    """The text of the first element of this name; found by `iter`, which is the quickest of lxml's ways."""
    found = next(root.iter(tag), None) if root is not None else None
    return (found.text or "").strip() if found is not None else ""
