"""Whether a Word document or an Excel workbook can be used by everyone: what a machine can tell of it.

A check is a function of a document (or workbook) that gives faults; its name is the rule, its docstring the manual.
Nothing found is no proof that a document is accessible: `NOT_CHECKED` names what only a person can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from docgen.access import office
from docgen.access.excel import book, sheets
from docgen.access.excel.book import Workbook
from docgen.access.found import Fault, queries
from docgen.access.word import controls, drawn, story, tables, text, whole
from docgen.access.word.story import Document
from docgen.model import Query

__all__ = ["EXCEL", "NOT_CHECKED", "WORD", "check", "rule"]

WordCheck = Callable[[Document], Iterator[Fault]]
ExcelCheck = Callable[[Workbook], Iterator[Fault]]

WORD: tuple[WordCheck, ...] = (
    whole.title,
    whole.language,
    whole.headings,
    tables.header_rows,
    tables.merged_cells,
    tables.empty_cells,
    tables.nested_tables,
    drawn.alternative_text,
    drawn.floating,
    controls.control_names,
    controls.control_names_differ,
    text.contrast,
    text.colour_alone,
    text.text_size,
    text.links,
    text.hidden_text,
    text.capitals,
    text.alignment,
)
"""The checks of Word documents, in the order in which they are made."""

EXCEL: tuple[ExcelCheck, ...] = (
    sheets.title,
    sheets.language,
    sheets.sheet_names,
    sheets.frozen_header,
    sheets.header_rows,
    sheets.merged_cells,
    sheets.alternative_text,
    sheets.contrast,
    sheets.text_size,
    sheets.links,
)
"""The checks of Excel workbooks."""

NOT_CHECKED = (
    "Whether headings, alternative texts, names of controls and words of links say the right thing.",
    "Whether the reading order makes sense, and text that only looks like a heading, a list or a table.",
    "Whether the language is plain, and passages in another language are marked as such.",
    "Text and colours inside charts and pictures, and colours that change with a theme.",
    "How screen readers, magnifiers, voice control and the keyboard behave in a given program.",
    "PDF files: convert with tags (PDF/UA), and check those with a tool for PDF.",
)
"""What a machine cannot tell, or does not here."""


def check(data: bytes, file: str) -> tuple[Query, ...]:
    """What was found in a .docx or .xlsx file, check by check, each with where, what and what to do.

    The same fault in many places is one query. Raises DocgenError where the file is neither.
    """
    opened = office.opened(data, file)
    if opened.kind == "word":
        document = story.read(opened)
        return tuple(chain.from_iterable(queries(rule(one), file, one(document)) for one in WORD))
    workbook = book.read(opened)
    return tuple(chain.from_iterable(queries(rule(one), file, one(workbook)) for one in EXCEL))


def rule(check_: WordCheck | ExcelCheck) -> str:
    """The rule of a check: its name with hyphens."""
    return check_.__name__.replace("_", "-")
