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


def controls(sheet: Sheet) -> int:
    """How many boxes, buttons and the like are drawn over the cells."""
    return sum(1 for _ in sheet.root.iter(S + "control", S + "oleObject"))
