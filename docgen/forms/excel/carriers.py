"""What says which form a workbook is a copy of: properties, identifier, hidden sheet, footers."""

from __future__ import annotations

from collections.abc import Iterator

from docgen.forms.carriers import SAID, of_identifier, of_properties, of_words
from docgen.forms.carriers import editor as editor_of
from docgen.forms.excel.drawn import margins
from docgen.forms.excel.parts import Book
from docgen.forms.excel.words import HIDDEN_SHEET
from docgen.marks import Carrier


def carriers(book: Book) -> tuple[Carrier, ...]:
    """What each carrier says, once for each different saying; nothing where a carrier is gone."""
    custom, core = book.tree("docProps/custom.xml"), book.tree("docProps/core.xml")
    return tuple(dict.fromkeys([*of_properties(custom), *of_identifier(core), *_hidden(book), *_footers(book)]))


def editor(book: Book) -> str:
    """The program that saved the file, by its own account; empty where it does not say."""
    return editor_of(book.tree("docProps/app.xml"))


def _hidden(book: Book) -> Iterator[Carrier]:
    for sheet in book.sheets:
        if sheet.name.startswith(HIDDEN_SHEET):  # copied into another workbook it gets a number
            said = {}
            for row in range(1, len(SAID) + 1):
                said[sheet.cells.words.get(f"A{row}", "")] = sheet.cells.words.get(f"B{row}", "")
            if said.keys() & set(SAID):
                yield Carrier("hidden sheet", *(said.get(key, "") for key in SAID))


def _footers(book: Book) -> Iterator[Carrier]:
    for sheet in book.sheets:
        for where, text in margins(sheet):
            if where == "footer":
                yield from of_words("footer", text)
