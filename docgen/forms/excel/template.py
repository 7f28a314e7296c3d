"""The template that staff restyle in Excel: its first sheet becomes the first sheet of every workbook.

A template is plain words, placeholders such as {{ title }}, one cell {{ toolkit_body }} from which the guidance
goes downwards, and the cell styles of `looks`. Its other sheets, such as samples of the styles, are left out.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from docgen.forms.excel.looks import NAMES, Face
from docgen.forms.package import Package, parse
from docgen.forms.placeholders import BODY, WORDS, placeholders, problem, short, unknown
from docgen.model import DocgenError, Query

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell

_MAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_SPREADSHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SAVE = "Open it in Excel and save it as an Excel workbook (.xlsx)."


def lint_template(data: bytes, name: str) -> tuple[Query, ...]:
    """What keeps a file from being a template of workbooks: placeholders, styles, the place for the guidance.

    Every problem that there is, with the cell it stands in; none where the template can be used.
    """
    workbook = _open(data)
    if isinstance(workbook, str):
        message = f"This is not an Excel workbook that docgen can use: {workbook}."
        return (problem(name, "template-readable", message, _SAVE),)
    return (*_lint_places(workbook, name), *_lint_styles(workbook, name))


def load_template(data: bytes) -> Workbook:
    """The template as a workbook of one sheet. Raises DocgenError with what the lint says."""
    problems = lint_template(data, "template")
    if problems:
        raise DocgenError(*problems)
    workbook = _open(data)
    assert not isinstance(workbook, str)
    for sheet in workbook.worksheets[1:]:
        workbook.remove(sheet)
    workbook.worksheets[0]._images, workbook.worksheets[0]._charts = [], []  # they come over whole, see workbook.py
    for name in list(workbook.defined_names):
        del workbook.defined_names[name]
    return workbook


def _open(data: bytes) -> Workbook | str:
    """The workbook, or why it is none that can be used."""
    from lxml import etree
    from openpyxl import load_workbook

    try:
        package = Package(data)
        main = next(part for _, part in package.relations("", "officeDocument"))
        root = parse(package.parts[main])
        if package.content_type(main) != _MAIN:
            return "it is saved as a template, with macros, or as something else"
        if root.tag != _SPREADSHEET + "workbook":
            return "it is saved as “Strict Open XML”"
        if any(b"<!DOCTYPE" in part for key, part in package.parts.items() if key.endswith((".xml", ".rels"))):
            return "it declares a document type"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out, such as extensions
            return load_workbook(io.BytesIO(data))
    except zipfile.BadZipFile:
        return "it is not a .xlsx file"
    except etree.XMLSyntaxError:
        return "its XML is damaged"
    except (KeyError, StopIteration, ValueError, TypeError, IndexError, AttributeError):
        return "parts of it are missing"


def cells(workbook: Workbook) -> Iterator[Cell]:
    """The cells of the first sheet in which something is written."""
    for row in workbook.worksheets[0].iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                yield cell


def _lint_places(workbook: Workbook, name: str) -> Iterator[Query]:
    bodies = 0
    for cell in cells(workbook):
        text = str(cell.value)
        body = text.strip() == "{{ " + BODY + " }}"
        bodies += body
        for tag, word in placeholders(text):
            if word not in WORDS and not (word == BODY and body):
                at = f"cell {cell.coordinate} “{short(text)}”"
                if word == BODY:
                    yield problem(name, "template-body", "{{ toolkit_body }} must stand alone in its cell.",
                                  "Move the other words to another cell.", at)  # fmt: skip
                else:
                    yield unknown(tag, word, name, at)
    if bodies != 1:
        message = f"The place where the guidance goes is marked {bodies} times; it must be marked once."
        yield problem(name, "template-body", message, "Write {{ toolkit_body }} into one cell of the first sheet.")


def _lint_styles(workbook: Workbook, name: str) -> Iterator[Query]:
    present = {str(style).casefold() for style in workbook.named_styles}
    for style, purpose in NAMES.items():
        if style.casefold() not in present:
            message = f"The cell style “{style}” is missing ({purpose})."
            fix = "Copy it from the template that docgen comes with, or make a style of this name."
            yield problem(name, "template-style", message, fix)


class Style:
    """The cell styles of a template by name, whatever the case of the name in the template."""

    def __init__(self, workbook: Workbook) -> None:
        self._styles: dict[str, Any] = {style.name.casefold(): style for style in workbook._named_styles}
        self.standard = self.face("Normal")

    def name(self, name: str) -> str:
        """The style's name as the template spells it."""
        return str(self._styles[name.casefold()].name)

    def font(self, name: str) -> Any:
        """The font of a style, as openpyxl has it."""
        return self._styles[name.casefold()].font

    def fill(self, name: str) -> Any:
        """The fill of a style, as openpyxl has it."""
        return self._styles[name.casefold()].fill

    def face(self, name: str) -> Face:
        """What decides how much room a text in this style takes."""
        font = self.font(name)
        return Face(float(font.sz or 11), bool(font.b))
