"""What the tests of workbooks share: every form in Excel, blank and filled, and ways to change a workbook by hand."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache

from lxml import etree

from docgen import reading
from docgen.forms.compiled import Compiled
from docgen.forms.excel import Blank, blank_of, compile_toolkit, open_form
from docgen.marks import Marks, toolkit_id
from docgen.model import Answer, Value
from tests.forms.word.written import ROOT, Case, answers

TEMPLATE = (ROOT / "templates" / "toolkit.xlsx").read_bytes()
TOOLKIT = toolkit_id("tests")
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

Change = tuple[str, str, str]
"""A part of a workbook, a text in it, and what takes its place."""


@cache
def compiled(case: Case) -> Compiled:
    """The form, all of whose fields a copy may fill."""
    framework, form = case
    return compile_toolkit(framework, form, TEMPLATE, prefill=[question.id for question in form.questions])


@cache
def blank(case: Case) -> bytes:
    return compiled(case).copy(TOOLKIT)


@cache
def filled(case: Case) -> bytes:
    return compiled(case).copy(TOOLKIT, answers(case[1]))


@cache
def learned(case: Case) -> Blank:
    """What the reader learns from the blank, which has another toolkit id."""
    return blank_of(compiled(case).copy(toolkit_id("blank")))


def marks(data: bytes, case: Case) -> Marks:
    return open_form(data, "form.xlsx").marks(learned(case))


def read(data: bytes, case: Case) -> dict[str, Answer]:
    """Field → its answer."""
    return {answer.field: answer for answer in reading.read(marks(data, case), case[1])}


def values(data: bytes, case: Case) -> dict[str, Value]:
    return {field: answer.value for field, answer in read(data, case).items()}


# --- workbooks changed by hand ---------------------------------------------------------------------------


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {item: package.read(item) for item in package.namelist()}


def packed(found: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in found.items():
            package.writestr(name, data)
    return out.getvalue()


def changed(data: bytes, *changes: Change) -> bytes:
    """The workbook with texts of its parts replaced; each must be there."""
    found = parts(data)
    for part, old, new in changes:
        text = found[part].decode("utf-8")
        assert old in text, f"{part} has no {old}"
        found[part] = text.replace(old, new).encode("utf-8")
    return packed(found)


def edited(data: bytes, part: str, edit: Callable[[etree._Element], object]) -> bytes:
    """The workbook with the tree of one part changed."""
    found = parts(data)
    root = etree.fromstring(found[part])
    edit(root)
    found[part] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return packed(found)


FORM_SHEET, TABLE_SHEET = "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"


def put(data: bytes, cell: str, inner: str, kind: str = "", style: str = "", part: str = FORM_SHEET) -> bytes:
    """The workbook with this in a cell, as XML: `put(data, "C5", "<v>41921</v>")`."""

    def edit(root: etree._Element) -> None:
        row = re.sub("[A-Z]", "", cell)
        element = root.find(f".//{S}c[@r='{cell}']")
        if element is None:
            holder = root.find(f".//{S}row[@r='{row}']")
            if holder is None:
                holder = etree.SubElement(root.find(f"{S}sheetData"), f"{S}row", r=row)  # type: ignore[arg-type]
            element = etree.SubElement(holder, f"{S}c", r=cell)
        for child in list(element):
            element.remove(child)
        element.attrib.pop("t", "")
        if kind:
            element.set("t", kind)
        if style:
            element.set("s", style)
        for child in etree.fromstring(f"<x xmlns='{S[1:-1]}'>{inner}</x>"):
            element.append(child)

    return edited(data, part, edit)


def said(text: str) -> str:
    """A text in a cell, as `put` takes it with the kind `inlineStr`."""
    return f'<is><t xml:space="preserve">{text}</t></is>'


def cell_of(data: bytes, name: str) -> str:
    """The cell that a name stands for, such as `C7`."""
    root = etree.fromstring(parts(data)["xl/workbook.xml"])
    (found,) = (entry.text or "" for entry in root.iter(S + "definedName") if entry.get("name") == name)
    return found.rpartition("!")[2].replace("$", "")
