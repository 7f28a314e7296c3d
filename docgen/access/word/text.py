"""The text: contrast, size, colour alone, links, and what makes it hard to read. Each docstring is a manual page."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from docgen.access.colour import is_colour, luminance, too_low
from docgen.access.found import Fault, quoted
from docgen.access.word.looks import AUTO, Looks, W
from docgen.access.word.story import BLACK, Document, Spot, runs, words
from docgen.model import Severity

SMALLEST = 8.0
"""Points below which nothing should be set, not even in tables and footers."""
ORDINARY = 11.0
"""Points that running text should have at least; guidance of GOV.UK asks for 12."""
RUNNING = 200
"""Letters outside tables from which a document is taken to have running text."""
SHOUTING = 30
"""Letters in capitals one after another from which a text is hard to read."""

_NAMELESS = frozenset({"here", "click here", "click", "more", "read more", "link", "this", "this link", "page"})
_ADDRESS = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
_INHERIT = 10.0


def contrast(document: Document) -> Iterator[Fault]:
    """Text has enough contrast with what is behind it: 4.5 to 1, large text 3 to 1. WCAG 2.2, 1.4.3.

    Colours are taken from styles, table styles and direct formatting; large is 18 points, or 14 in bold. Text in
    charts and pictures is not looked at, nor are colours that change with a theme.
    """
    for spot, run, look in _seen(document):
        colour, behind = _colour(look), document.behind(spot, look)
        if colour is None:
            continue
        low = too_low(colour, behind, look.size or _INHERIT, bool(look.bold))
        if low:
            yield Fault(
                f"{spot.where}, {quoted(_text(run))}",
                f"Text in #{colour.upper()} on #{behind.upper()} has a contrast of {low[0]:.1f} to 1.",
                f"It needs {low[1]:g} to 1: choose a darker colour for the text, or a lighter one behind it.",
            )


def text_size(document: Document) -> Iterator[Fault]:
    """Nothing is smaller than 8 points, and running text has at least 11.

    No standard names a size; these are the least at which printed text is commonly read. Most text outside tables,
    counted in letters, is taken to be running text.
    """
    sizes: dict[float, int] = {}
    for spot, run, look in _seen(document):
        size = look.size or _INHERIT
        if size < SMALLEST:
            yield Fault(spot.where, f"Text has {size:g} points.", f"Make it {SMALLEST:g} points or more.")
        if spot.body and spot.cell is None:
            sizes[size] = sizes.get(size, 0) + len(_text(run))
    if sum(sizes.values()) >= RUNNING and (most := max(sizes, key=lambda size: sizes[size])) < ORDINARY:
        message, fix = f"Running text has {most:g} points.", f"Make it {ORDINARY:g} points or more; 12 is better."
        yield Fault("", message, fix, Severity.WARNING)


def colour_alone(document: Document) -> Iterator[Fault]:
    """Colour never says something alone: coloured words also differ in weight, slope or line. WCAG 2.2, 1.4.1.

    A word is reported where it differs from the rest of its paragraph in nothing but colour, and so is a cell that
    is shaded and holds no words. Links are left out: their words say what they are.
    """
    for spot in document.spots:
        seen = [(run, document.looks(spot, run)) for run in runs(spot.element) if len(_letters(run)) > 1]
        plain = [(run, look) for run, look in seen if next(run.iterancestors(W + "hyperlink"), None) is None]
        if len({_shape(look) for _, look in plain}) > 1 or len(plain) < 2:
            continue
        colours = [_colour(look) or BLACK for _, look in plain]
        usual = _colour(document.looks(spot, etree.Element(W + "r"))) or BLACK
        usual = usual if usual in colours else max(colours, key=colours.count)
        for (run, _), colour in zip(plain, colours, strict=True):
            if colour != usual:
                yield Fault(
                    f"{spot.where}, {quoted(_text(run))}",
                    f"Words stand out by their colour alone (#{colour.upper()}).",
                    "Make them bold as well, or say in words what the colour means.",
                    Severity.WARNING,
                )
    yield from _shaded(document)


def _shaded(document: Document) -> Iterator[Fault]:
    """Cells whose colour is all that they say."""
    cells: dict[etree._Element, list[Spot]] = {}
    for spot in document.spots:
        if spot.cell is not None:
            cells.setdefault(spot.cell.element, []).append(spot)
    for element, spots in cells.items():
        behind = document.behind(spots[0], Looks())
        silent = not any(spot.text for spot in spots) and element.find(f".//{W}sdt") is None
        if silent and element.find(f".//{W}drawing") is None and luminance(behind) < 0.85:
            fix = "Write into the cell what its colour means."
            yield Fault(spots[0].where, f"A cell is shaded (#{behind.upper()}) and holds no words.", fix)


def links(document: Document) -> Iterator[Fault]:
    """The words of a link say where it leads. WCAG 2.2, 2.4.4.

    An address is read out letter by letter, and “click here” says nothing in a list of links.
    """
    for spot in document.spots:
        for link in spot.element.iter(W + "hyperlink"):
            said = " ".join("".join(t.text or "" for t in link.iter(W + "t")).split())
            if not said and link.find(f".//{W}drawing") is None:
                yield Fault(spot.where, "A link has no words.", "Delete it, or write where it leads.")
            elif said.casefold().strip(" .:>»") in _NAMELESS:
                yield Fault(spot.where, f"A link says only {quoted(said)}.", "Write where it leads.")
            elif _ADDRESS.fullmatch(said):
                fix = "Write the name of the page; in print, put the address behind it."
                yield Fault(spot.where, f"A link is a bare address: {quoted(said)}.", fix, Severity.WARNING)


def hidden_text(document: Document) -> Iterator[Fault]:
    """No words are hidden: some screen readers speak them, and nobody else knows."""
    for spot in document.spots:
        for run in runs(spot.element):
            if _letters(run) and document.looks(spot, run).hidden:
                message = f"Hidden text: {quoted(_text(run))}."
                yield Fault(spot.where, message, "Delete it, or show it.", Severity.WARNING)


def capitals(document: Document) -> Iterator[Fault]:
    """Longer texts are not set in capitals, whose words have no shape to read them by. Guidance of GOV.UK."""
    for spot, run, look in _seen(document):
        letters = _letters(run)
        if len(letters) >= SHOUTING and (look.capitals or letters.isupper()):
            fix = "Write it in ordinary letters; make it bold if it matters."
            yield Fault(spot.where, f"A text is in capitals: {quoted(_text(run))}.", fix, Severity.WARNING)


def alignment(document: Document) -> Iterator[Fault]:
    """Text is not set in block: uneven gaps between words make it hard to read. WCAG 2.2, 1.4.8."""
    from docgen.access.word.looks import justified

    for spot in document.spots:
        own = justified(spot.element.find(W + "pPr"))
        if spot.text and (document.styles.justified(document.style(spot)) if own is None else own):
            yield Fault(spot.where, "Text is justified.", "Align it to the left.", Severity.WARNING)


def _seen(document: Document) -> Iterator[tuple[Spot, etree._Element, Looks]]:
    """Every run that shows words, with its paragraph and its looks."""
    for spot in document.spots:
        for run in runs(spot.element):
            if _text(run):
                look = document.looks(spot, run)
                if not look.hidden:
                    yield spot, run, look


def _text(run: etree._Element) -> str:
    return "".join(words(run)).strip()


def _letters(run: etree._Element) -> str:
    return "".join(letter for letter in _text(run) if letter.isalpha())


def _shape(look: Looks) -> tuple[object, ...]:
    """What words differ in besides colour."""
    return bool(look.bold), bool(look.italic), bool(look.underline), look.size, look.fill, bool(look.capitals)


def _colour(look: Looks) -> str | None:
    """The colour of text; None for one that the program chooses by what is behind it."""
    if look.colour in (None, AUTO):
        return None
    return look.colour if is_colour(look.colour) else None
