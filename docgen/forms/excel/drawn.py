"""What people put into a workbook beside its cells: comments, text boxes, pictures, controls, headers and footers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from docgen.forms.excel.cells import S, letters
from docgen.forms.excel.parts import Book, Sheet
from docgen.forms.tree import Element

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_THREADS = "{http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments}"
_X = "{urn:schemas-microsoft-com:office:excel}"
_FONT = "font"
"""The words of a control stand in an element of HTML, without a namespace."""
_CODE = re.compile(r'&(?:&|"[^"]*"|\d+|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|[A-Za-z])')
_SHAPES = {_XDR + "pic": "picture", _XDR + "graphicFrame": "chart", _XDR + "sp": "text box", _XDR + "cxnSp": "line"}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something drawn or noted on a sheet: what it is, what it says, and the cell that it stands at."""

    what: str
    text: str
    cell: str
    author: str = ""


def margins(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """(header or footer, its words) for each of the three parts of both, without the codes of their look."""
    printed = sheet.root.find(S + "headerFooter")
    for element in printed if printed is not None else ():
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        for part in _parts(element.text or ""):
            yield ("header" if name.endswith("Header") else "footer"), part


@lru_cache(maxsize=256)
def _parts(text: str) -> tuple[str, ...]:
    """Left, middle and right of a header or footer, as far as they say anything (ECMA-376 18.3.1.39)."""
    parts, part, at = [], "", 0
    for code in _CODE.finditer(text):
        part += text[at : code.start()] + ("&" if code[0] == "&&" else "")
        at = code.end()
        if code[0] in ("&L", "&C", "&R"):
            parts.append(part.strip())
            part = ""
    parts.append((part + text[at:]).strip())
    return tuple(part for part in parts if part)


def drawn(book: Book, sheet: Sheet) -> Iterator[Thing]:
    """The pictures, charts, text boxes and lines of a sheet."""
    for part in book.related(sheet.part, "drawing"):
        root = book.tree(part)
        for anchor in root if root is not None else ():
            cell = _anchor(anchor)
            for shape in anchor.iter(*_SHAPES):
                if next(shape.iterancestors(_FALLBACK), None) is not None:
                    continue
                text = " ".join("".join(t.text or "" for t in p.iter(_A + "t")) for p in shape.iter(_A + "p")).strip()
                yield Thing(_SHAPES[shape.tag], text or _described(shape), cell)


def _anchor(anchor: Element) -> str:
    """The cell at which something drawn begins; empty where it does not say."""
    start = anchor.find(_XDR + "from")
    column, row = (start.findtext(_XDR + name) if start is not None else None for name in ("col", "row"))
    return f"{letters(int(column) + 1)}{int(row) + 1}" if column and row and (column + row).isdecimal() else ""


def _described(shape: Element) -> str:
    named = next(shape.iter(_XDR + "cNvPr"), None)
    return (named.get("descr") or named.get("name") or "") if named is not None else ""


def comments(book: Book, sheet: Sheet) -> Iterator[Thing]:
    """The notes and comments of a sheet; a comment that is a thread comes as its messages."""
    threads = [root for part in book.related(sheet.part, "threadedComment") if (root := book.tree(part)) is not None]
    for root in threads:
        for comment in root.iter(_THREADS + "threadedComment"):
            yield Thing("comment", comment.findtext(_THREADS + "text") or "", comment.get("ref") or "")
    for part in book.related(sheet.part, "comments"):
        root = book.tree(part)
        authors = [author.text or "" for author in root.iter(S + "author")] if root is not None else []
        for comment in root.iter(S + "comment") if root is not None else ():
            number = comment.get("authorId") or ""
            author = authors[int(number)] if number.isdecimal() and int(number) < len(authors) else ""
            if not (threads and author.startswith("tc=")):  # what old programs show in the place of a thread
                text = "".join(t.text or "" for t in comment.iter(S + "t"))
                yield Thing("comment", text.strip(), comment.get("ref") or "", author)


def controls(book: Book, sheet: Sheet) -> Iterator[Thing]:
    """The boxes, buttons and the like that are drawn over the cells; a box to tick says whether it is ticked.

    Excel draws them in a part of its own language (ECMA-376 part 4, 19.4); where that cannot be read, they are counted.
    """
    found = 0
    for part in book.related(sheet.part, "vmlDrawing"):
        root = book.tree(part)
        for data in root.iter(_X + "ClientData") if root is not None else ():
            kind = data.get("ObjectType") or ""
            if kind not in ("Note", "Pict", ""):
                found += 1
                yield _control(kind, data)
    count = sum(1 for _ in sheet.root.iter(S + "control", S + "oleObject")) - found
    if count > 0:
        yield Thing("form control" if count == 1 else f"{count} form controls", "", "")


def _control(kind: str, data: Element) -> Thing:
    """One control as Excel describes it."""
    shape = data.getparent()
    said = " ".join("".join(map(str, shape.itertext(_FONT))).split()) if shape is not None else ""
    where = [one.strip() for one in (data.findtext(_X + "Anchor") or "").split(",")]
    cell = f"{letters(int(where[0]) + 1)}{int(where[2]) + 1}" if len(where) == 8 and _whole(where) else ""
    if kind not in ("Checkbox", "Radio"):
        return Thing("form control", said, cell)
    state = "ticked" if (data.findtext(_X + "Checked") or "0").strip() == "1" else "not ticked"
    return Thing("box drawn over the cells" if kind == "Checkbox" else "button drawn over the cells",
                 f"{said} ({state})".strip(), cell)  # fmt: skip


def _whole(numbers: list[str]) -> bool:
    return all(one.isdecimal() and len(one) < 6 for one in numbers)
