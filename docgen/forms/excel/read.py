"""A returned workbook, opened and read into marks: what stands at each place of the form, and what stands nowhere.

Every answer is first sought by its name, which goes with its cell wherever the cell goes; then by the reference in
its row. Rows of a table are read by the table's heading. Whatever else a person wrote is handed back as unread.
"""

from __future__ import annotations

from dataclasses import dataclass

from docgen.forms.carriers import outline
from docgen.forms.excel.blank import Blank
from docgen.forms.excel.carriers import carriers, editor
from docgen.forms.excel.cells import split
from docgen.forms.excel.nearby import taken_in
from docgen.forms.excel.parts import Book, open_book
from docgen.forms.excel.remarks import remarks
from docgen.forms.excel.rows import read_rows
from docgen.forms.excel.search import Search
from docgen.forms.excel.unread import left_over, of_sheets
from docgen.forms.vet import LIMITS, Limits, macros
from docgen.marks import Carrier, Marks, Outline
from docgen.model import Unread


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook that could be opened.

    editor      the program that saved it, by its own account; empty where it does not say
    carriers    what says which form it is a copy of
    """

    name: str
    editor: str
    carriers: tuple[Carrier, ...]
    book: Book
    format: str = "excel"

    def outline(self) -> Outline:
        """What the file shows of itself."""
        cells = (sorted((split(name), text) for name, text in sheet.cells.words.items()) for sheet in self.book.sheets)
        return outline((text for held in cells for _, text in held), self.book.comments().values())

    def marks(self, blank: Blank) -> Marks:
        """What the file says in terms of the form that `blank` is the blank of."""
        search = Search(self.book, blank)
        marks = search.marks()
        for plan in blank.plans.values():
            marks += read_rows(plan, search)
        left = taken_in(search, marks, list(left_over(search, self.carriers)))
        cells = (Unread(words.strip(), search.where(sheet, name)) for sheet, name, words in left)
        unread = (*cells, *of_sheets(search, self.carriers), *macros(self.book.package))
        return Marks(tuple(marks), unread, tuple(search.missing), tuple(remarks(search, left)))


def open_form(data: bytes, name: str, limits: Limits = LIMITS) -> Opened:
    """The file, vetted and parsed. Raises DocgenError with one refusal where it is no readable Excel form.

    .xlsx, .xlsm, .xltx and .xltm are read; macros are not looked at. `name` is the file's name, for messages.
    """
    book = open_book(data, name, limits)
    return Opened(name, editor(book), carriers(book), book)
