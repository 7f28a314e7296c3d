"""The document as a whole: title, language, headings. Each docstring is a manual page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.access.found import Fault, quoted
from docgen.access.language import is_language
from docgen.access.word.looks import W
from docgen.access.word.story import Document

LONG = 30
"""Paragraphs of text from which a document needs headings to find one's way in it."""

_FILE_NAMES = re.compile(r"(document|dokument|book|mappe)\s*\d*|untitled|.+\.(docx?|dotx?|xlsx?)", re.IGNORECASE)


def title(document: Document) -> Iterator[Fault]:
    """The document has a title in its properties, and not a file name.

    It is what a screen reader says first, and what a PDF made from the document shows. WCAG 2.2, 2.4.2.
    """
    said = document.office.property("title")
    if not said or _FILE_NAMES.fullmatch(said):
        found = f"The title in the properties is {quoted(said)}." if said else "The properties have no title."
        yield Fault("", found, "In Word: File, Info, Properties, Title. Write what the document is.")


def language(document: Document) -> Iterator[Fault]:
    """The language of the text is set, so that it is read out with the right sounds. WCAG 2.2, 3.1.1.

    Looked at are the defaults of the document and the style that ordinary paragraphs have.
    """
    styles = document.styles
    said = styles.looks(styles.usual("paragraph")).language or styles.defaults.language or ""
    if not is_language(said):
        found = f"The language of the text is {quoted(said)}." if said else "The language of the text is not set."
        yield Fault("", found, "In Word: select all, then Review, Language, Set Proofing Language, and choose it.")


def headings(document: Document) -> Iterator[Fault]:
    """A long document has headings. They start with level 1, leave no level out, and say something.

    Screen readers jump from heading to heading. What only looks like a heading is none: it needs a heading style.
    WCAG 2.2, 1.3.1 and 2.4.6.
    """
    body = [spot for spot in document.spots if spot.body]
    found = [(spot, document.level(spot)) for spot in body if document.level(spot)]
    if not found and sum(bool(spot.text) for spot in body) >= LONG:
        yield Fault("", "There are no headings.", "Give the headings a style: Heading 1, Heading 2 and so on.")
    before = 0
    for spot, level in found:
        if not spot.text and spot.element.find(f".//{W}drawing") is None:
            yield Fault(spot.where, "A heading is empty.", "Delete the empty line, or give it an ordinary style.")
            continue
        if level > before + 1:
            after = f"after level {before}" if before else "as the first one"
            yield Fault(
                spot.where,
                f"The heading {quoted(spot.text)} has level {level} {after}.",
                f"Give it the style Heading {before + 1}, or add the heading that is missing.",
            )
        before = level
