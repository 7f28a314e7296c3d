"""What says which form a PDF is a copy of; `identity` writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.forms.carriers import SAID, of_words
from docgen.forms.pdf.document import Document
from docgen.forms.pdf.identity import HIDDEN_FIELD
from docgen.marks import Carrier

_IDENTIFIER = re.compile(r"docgen:([^:<>\s]+):([^:<>]+):([^:<>\s]+):(\w{4}-\w{4})(?!\w)")


def carriers(document: Document) -> tuple[Carrier, ...]:
    """What each carrier says, once for each different saying; nothing where a carrier is gone."""
    return tuple(dict.fromkeys([*_properties(document), *_metadata(document), *_field(document), *_footers(document)]))


def editor(document: Document) -> str:
    """The program that saved the file, by its own account; empty where it does not say."""
    return (document.info.get("Producer") or document.info.get("Creator") or "").strip()


def _properties(document: Document) -> Iterator[Carrier]:
    said = [document.info.get(f"docgen.{key}", "").strip() for key in SAID]
    if any(said):
        yield Carrier("document properties", *said)


def _metadata(document: Document) -> Iterator[Carrier]:
    match = _IDENTIFIER.search(document.metadata)
    if match:
        yield Carrier("identifier", *match.groups())


def _field(document: Document) -> Iterator[Carrier]:
    for field in document.fields:
        match = _IDENTIFIER.match(field.value or "") if field.name == HIDDEN_FIELD else None
        if match:
            yield Carrier("hidden field", *match.groups())


def _footers(document: Document) -> Iterator[Carrier]:
    for words in document.footers:
        yield from of_words("footer", words)
