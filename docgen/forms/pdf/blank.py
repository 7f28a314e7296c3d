"""What a form asks and prints, learned from its blank: the fields by name, and the words of each page.

The blank is opened as the returns are, so the reader cannot disagree with the writer about a form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from docgen.forms.pdf.document import Document, Field, open_document
from docgen.forms.pdf.identity import HIDDEN_FIELD
from docgen.marks import Address

_TOOLKIT = re.compile(r"(?<!\w)\w{4}-\w{4}(?!\w)")


@dataclass(frozen=True)
class Blank:
    """One form as it comes from the writer: its fields by name, in the order of its pages."""

    fields: Mapping[str, Field]
    addresses: Mapping[str, Address]
    document: Document

    @cached_property
    def words(self) -> tuple[tuple[str, ...], ...]:
        """The words that each page prints, without the toolkit id."""
        return tuple(
            tuple(word for line in self.document.words(number) or () for word in words_of(line))
            for number in range(1, len(self.document.sheets) + 1)
        )

    def page_of(self, name: str) -> int:
        """The page on which a field of the form stands; 0 where the form has no such field."""
        field = self.fields.get(name)
        return field.widgets[0].page if field is not None else 0


def blank_of(document: bytes) -> Blank:
    """The form as its blank toolkit shows it. Raises DocgenError where the blank is no PDF form that can be read."""
    opened = open_document(document, "blank toolkit")
    addresses = {field.name: Address.parse(field.name) for field in opened.fields if field.name != HIDDEN_FIELD}
    known = {name: address for name, address in addresses.items() if address is not None}
    return Blank({field.name: field for field in opened.fields if field.name in known}, known, opened)


def words_of(line: str) -> list[str]:
    """The words of a line, without a toolkit id."""
    return _TOOLKIT.sub("", line).split()
