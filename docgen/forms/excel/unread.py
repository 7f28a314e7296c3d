"""The backstop: what a person put into a workbook that is in no answer. Nothing that someone wrote is unseen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from docgen.fields import same
from docgen.forms.carriers import toolkits, unstamped
from docgen.forms.excel.drawn import comments, controls, drawn, margins
from docgen.forms.excel.parts import Sheet
from docgen.forms.excel.search import Search
from docgen.forms.excel.words import DONE, IF_NEEDED, LEFT, NOT_NEEDED, NOTHING_LEFT, OPTIONAL, TO_DO
from docgen.marks import Carrier
from docgen.model import Unread

_CELL = re.compile(r"\$?[A-Z]{1,3}\$?\d+")
_CALCULATED = (TO_DO, DONE, OPTIONAL, IF_NEEDED, NOT_NEEDED)


def left_over(search: Search, carriers: tuple[Carrier, ...]) -> Iterator[tuple[Sheet, str, str]]:
    """The cells that are in no answer and not the form's own, wherever the form's own words have gone, with words."""
    left: list[tuple[Sheet, str, str]] = []
    gone: Counter[str] = Counter()
    for sheet in search.book.sheets:
        own = search.blank.texts.get(sheet.name, {})
        calculated = search.blank.formulas.get(sheet.name, {})
        kept = 0
        formulas = sheet.cells.formulas
        for name, text in sheet.cells.words.items():
            if own.get(name) == text:
                kept += 1
            elif (sheet, name) not in search.read and not (name in calculated and name in formulas):
                left.append((sheet, name, text))
        left += _uncalculated(search, sheet) if formulas else ()
        if kept < len(own):
            gone.update(text for name, text in own.items() if sheet.cells.words.get(name) != text)
    names = {sheet.name for sheet in search.book.sheets}
    for name, own in search.blank.texts.items():
        if name not in names:
            gone.update(own.values())
    stamps = toolkits(carriers)
    for sheet, name, words in left:
        text = unstamped(words, stamps)
        if name in sheet.cells.formulas and _is_ours(text):
            continue
        if gone[text] > 0:
            gone[text] -= 1
        elif text.strip():
            yield sheet, name, words


def _uncalculated(search: Search, sheet: Sheet) -> Iterator[tuple[Sheet, str, str]]:
    """The formulas with words in them that show nothing until a program calculates them; the form's own left out."""
    own: set[str] = set()
    for name, formula in sheet.cells.formulas.items():
        if '"' in formula and not sheet.cells.words.get(name) and (sheet, name) not in search.read:
            own = own or {_wherever(one) for cells in search.blank.formulas.values() for one in cells.values()}
            if _wherever(formula) not in own:
                yield sheet, name, f"={formula}"


def _wherever(formula: str) -> str:
    """A formula without the cells that it names, so that it is known again when rows were put in above it."""
    return _CELL.sub("A1", formula)


def _is_ours(text: str) -> bool:
    """Whether a formula comes to what the form's own formulas come to."""
    return not text or text in _CALCULATED or text.endswith((LEFT, NOTHING_LEFT))


def of_sheets(search: Search, carriers: tuple[Carrier, ...]) -> Iterator[Unread]:
    """Comments, pictures, text boxes and controls, and what is written into headers and footers."""
    stamps = toolkits(carriers)
    printed: set[str] = set()
    for sheet in search.book.sheets:
        for thing in comments(search.book, sheet):
            by = f", by {thing.author}" if thing.author else ""
            yield Unread(thing.text, search.where(sheet, thing.cell) + by, thing.what)
        things = list(drawn(search.book, sheet))
        for thing in things[search.blank.drawn[sheet.name] :]:
            yield Unread(thing.text, search.where(sheet, thing.cell), thing.what)
        for thing in controls(search.book, sheet):
            yield Unread(thing.text, search.where(sheet, thing.cell), thing.what)
        for where, text in margins(sheet):
            plain = same(unstamped(text, stamps))
            if plain not in search.blank.margins and plain not in printed:
                printed.add(plain)
                yield Unread(text, f"{where} of {search.where(sheet)}", where)
