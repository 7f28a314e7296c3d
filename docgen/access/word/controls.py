"""Controls to fill in: that each has a name of its own. Each docstring is a manual page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from docgen.access.found import Fault, quoted
from docgen.access.word.looks import W, value
from docgen.access.word.story import Document
from docgen.model import Severity

_NOT_FILLED_IN = ("docPartObj", "docPartList", "group", "bibliography", "citation", "equation")


def control_names(document: Document) -> Iterator[Fault]:
    """Every control has a name (its title), which a screen reader says when it is reached. WCAG 2.2, 4.1.2.

    Content controls are looked at, and form fields of the older kind, whose help text is their name.
    """
    for control, where in _controls(document):
        if not _name(control):
            shown = "".join(text.text or "" for text in control.iter(W + "t"))
            fix = "In Word: Developer, Properties, Title. Write the question."
            yield Fault(where, f"A control{f' {quoted(shown)}' if shown.strip() else ''} has no name.", fix)
    for field, where in _fields(document):
        if not any(value(field.find(W + name)).strip() for name in ("statusText", "helpText")):
            fix = "In Word: double click it, then Add Help Text, and write the question."
            yield Fault(where, f"The form field {quoted(value(field.find(W + 'name')))} has no help text.", fix)


def control_names_differ(document: Document) -> Iterator[Fault]:
    """No two controls have the same name: who only hears them could not tell which is which. WCAG 2.2, 2.4.6."""
    named = [(_name(control), where) for control, where in _controls(document)]
    many = Counter(name for name, _ in named if name)
    for name, where in named:
        if many[name] > 1:
            fix = "Add to each what tells it from the others, such as the number of its row."
            yield Fault(where, f"Several controls are called {quoted(name)}.", fix, Severity.WARNING)


def _controls(document: Document) -> Iterator[tuple[etree._Element, str]]:
    """Content controls that people fill in, with where they stand."""
    places = {spot.element: spot.where for spot in document.spots}
    for root, story in document.roots:
        for control in root.iter(W + "sdt"):
            properties = control.find(W + "sdtPr")
            if properties is None or any(properties.find(W + name) is not None for name in _NOT_FILLED_IN):
                continue
            inner = control.find(f".//{W}p")
            holder = next(control.iterancestors(W + "p"), inner)
            yield control, places.get(holder, story) if holder is not None else story


def _fields(document: Document) -> Iterator[tuple[etree._Element, str]]:
    """Form fields of the older kind."""
    for spot in document.spots:
        for field in spot.element.iter(W + "ffData"):
            yield field, spot.where


def _name(control: etree._Element) -> str:
    return value(control.find(f"{W}sdtPr/{W}alias")).strip()
