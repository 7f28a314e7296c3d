"""A Word document as a reader sees it: its paragraphs and tables in order, tracked changes as if accepted."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docgen.reports.blocks import Note, NoteKind, NoteTable, Piece
from docgen.reports.wordml import W

_W = f"{{{W}}}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TRANSPARENT = {
    f"{_W}{name}"
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "fldSimple", "customXml", "dir", "bdo", "sdt", "sdtContent")
}
_GONE = {f"{_W}{name}" for name in ("del", "moveFrom", "sdtPr", "pPr", "rPr", "instrText", "delText")}
_UNKEPT = {
    f"{_W}drawing": "a picture or chart",
    f"{_W}pict": "a picture",
    f"{_W}object": "an embedded object",
    f"{_W}footnoteReference": "a footnote",
    f"{_W}endnoteReference": "an endnote",
}
_SIGNS = str.maketrans("’‘“”–—", "''\"\"--", "\u00ad\u200b")
_MOST = 64 * 2**20


@dataclass(slots=True)
class Line:
    """A paragraph, or a table outside of which nothing stands.

    style       name of its style, in small letters; `marks` the bookmarks that begin in it, `tags` those of controls
    unkept      what stands in it and is no text, such as a picture
    table       the table, where it is one; `inner` the paragraphs of its cells, `rows` the same by row and cell
    """

    style: str = ""
    pieces: list[Piece] = field(default_factory=list)
    kind: NoteKind = "body"
    marks: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    unkept: list[str] = field(default_factory=list)
    table: NoteTable | None = None
    inner: list[Line] = field(default_factory=list)
    rows: list[list[list[Line]]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def note(self) -> Note | NoteTable:
        """What it is as a person's text."""
        return self.table or Note(_joined(self.pieces), self.kind)


def same_words(text: str) -> str:
    """The text without what editors change by themselves: kinds of quotation marks, dashes and spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_SIGNS).split())


def mark(text: str) -> int:
    """Four bytes by which a text is told from another, whatever editors change in it by themselves."""
    return zlib.crc32(same_words(text).encode("utf-8", "surrogatepass"))


class Walker:
    """Reads the body of one document. Raises ValueError where the file is no Word document that can be read."""

    def __init__(self, data: bytes) -> None:
        from lxml import etree

        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                if sum(entry.file_size for entry in package.infolist()) > _MOST:
                    raise ValueError("it is too large")
                parts = {name: package.read(name) for name in _PARTS if name in package.namelist()}
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            self._trees = {name: etree.fromstring(part, parser) for name, part in parts.items()}
        except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, RuntimeError) as error:
            raise ValueError("it is no Word document, or a broken one") from error
        if "word/document.xml" not in self._trees:
            raise ValueError("it is no Word document")
        self._styles = self._named()
        self._bullets = self._bulleted()

    @property
    def properties(self) -> dict[str, str]:
        """The document's own properties, such as docgen writes them."""
        tree = self._trees.get("docProps/custom.xml")
        every = tree.iterchildren() if tree is not None else ()
        return {one.get("name", ""): "".join(map(str, one.itertext())) for one in every}

    def comments(self) -> list[tuple[str, str]]:
        """Author and text of every margin comment."""
        tree = self._trees.get("word/comments.xml")
        every = tree.iter(f"{_W}comment") if tree is not None else ()
        return [(str(one.get(f"{_W}author") or ""), "".join(t.text or "" for t in one.iter(f"{_W}t"))) for one in every]

    def lines(self) -> list[Line]:
        """The paragraphs and tables of the body, in order."""
        body = self._trees["word/document.xml"].find(f"{_W}body")
        return list(self._blocks(body, [])) if body is not None else []

    def _named(self) -> dict[str, tuple[str, str]]:
        """Style id → its name in small letters, and the list that it is in."""
        tree = self._trees.get("word/styles.xml")
        found = {}
        for style in tree.iter(f"{_W}style") if tree is not None else ():
            name = style.find(f"{_W}name")
            number = style.find(f"{_W}pPr/{_W}numPr/{_W}numId")
            found[str(style.get(f"{_W}styleId"))] = (
                (name.get(f"{_W}val") or "").casefold() if name is not None else "",
                str(number.get(f"{_W}val")) if number is not None else "",
            )
        return found

    def _bulleted(self) -> set[str]:
        """The lists whose first level has a bullet and no number."""
        tree = self._trees.get("word/numbering.xml")
        if tree is None:
            return set()
        looks = {
            one.get(f"{_W}abstractNumId"): one.find(f"{_W}lvl/{_W}numFmt") for one in tree.iter(f"{_W}abstractNum")
        }
        found = set()
        for one in tree.iter(f"{_W}num"):
            of = one.find(f"{_W}abstractNumId")
            look = looks.get(of.get(f"{_W}val")) if of is not None else None
            if look is not None and look.get(f"{_W}val") == "bullet":
                found.add(str(one.get(f"{_W}numId")))
        return found

    def _blocks(self, parent: Any, tags: list[str]) -> Iterator[Line]:
        waiting: list[str] = []
        for element in parent.iterchildren():
            if element.tag == f"{_W}p":
                line = self._paragraph(element, [*tags, *waiting])
                waiting = []
                yield line
            elif element.tag == f"{_W}tbl":
                yield self._table(element)
            elif element.tag == f"{_W}bookmarkStart":
                waiting.append(_MARK + str(element.get(f"{_W}name")))
            elif element.tag in _TRANSPARENT:
                tag = element.find(f"{_W}sdtPr/{_W}tag")
                own = [str(tag.get(f"{_W}val"))] if tag is not None else []
                yield from self._blocks(element, [*tags, *own])

    def _paragraph(self, element: Any, tags: list[str]) -> Line:
        line = Line(marks=[tag[1:] for tag in tags if tag.startswith(_MARK)])
        line.tags = [tag for tag in tags if not tag.startswith(_MARK)]
        properties = element.find(f"{_W}pPr")
        style = properties.find(f"{_W}pStyle") if properties is not None else None
        line.style, number = self._styles.get(str(style.get(f"{_W}val")) if style is not None else "", ("", ""))
        own = properties.find(f"{_W}numPr/{_W}numId") if properties is not None else None
        number = str(own.get(f"{_W}val")) if own is not None else number
        if line.style.startswith("heading"):
            line.kind = "heading"
        elif number and number != "0":
            line.kind = "bullet" if number in self._bullets else "number"
        self._inline(element, line)
        return line

    def _inline(self, parent: Any, line: Line) -> None:
        for element in parent.iterchildren():
            if element.tag == f"{_W}r":
                self._run(element, line)
            elif element.tag == f"{_W}bookmarkStart":
                line.marks.append(str(element.get(f"{_W}name")))
            elif element.tag in _TRANSPARENT:
                tag = element.find(f"{_W}sdtPr/{_W}tag")
                if tag is not None:
                    line.tags.append(str(tag.get(f"{_W}val")))
                self._inline(element, line)

    def _run(self, run: Any, line: Line) -> None:
        look = run.find(f"{_W}rPr")
        if _is_on(look, "vanish"):
            return
        text = ""
        for part in run.iter():
            if part.tag == f"{_W}t":
                text += part.text or ""
            elif part.tag == f"{_W}tab":
                text += "\t"
            elif part.tag in (f"{_W}br", f"{_W}cr"):
                text += "\n"
            elif part.tag == f"{_W}noBreakHyphen":
                text += "-"
            elif part.tag in _UNKEPT and not any(one.tag == f"{_MC}Fallback" for one in part.iterancestors()):
                line.unkept.append(_UNKEPT[part.tag])
        if text:
            line.pieces.append(Piece(text, _is_on(look, "b"), _is_on(look, "i"), _is_on(look, "u")))

    def _table(self, element: Any) -> Line:
        line = Line()
        rows = []
        for row in element.iter(f"{_W}tr"):
            if row.find(f"{_W}trPr/{_W}del") is not None or next(row.iterancestors(f"{_W}tbl"), None) is not element:
                continue
            cells = []
            line.rows.append([])
            for cell in (one for one in row.iter(f"{_W}tc") if next(one.iterancestors(f"{_W}tr"), None) is row):
                inner = list(self._blocks(cell, []))
                flat = [one for found in inner for one in (found.inner if found.table else [found])]
                line.inner += flat
                line.rows[-1].append(flat)
                cells.append(tuple(Note(_joined(one.pieces), one.kind) for one in flat if one.text.strip()))
            rows.append(tuple(cells))
        line.table = NoteTable(tuple(rows))
        line.unkept = [what for one in line.inner for what in one.unkept]
        return line


_MARK = "\x00"
_PARTS = (
    "word/document.xml", "word/styles.xml", "word/numbering.xml", "word/comments.xml", "docProps/custom.xml",
)  # fmt: skip


def _is_on(look: Any, name: str) -> bool:
    element = look.find(f"{_W}{name}") if look is not None else None
    return element is not None and element.get(f"{_W}val", "1") not in ("0", "false", "off", "none")


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """The pieces, with neighbours that look alike as one: editors cut them apart anywhere."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if last and (last.bold, last.italic, last.underline) == (piece.bold, piece.italic, piece.underline):
            found[-1] = Piece(last.text + piece.text, piece.bold, piece.italic, piece.underline)
        else:
            found.append(piece)
    if found:
        found[0] = _with(found[0], found[0].text.lstrip(" \n"))
        found[-1] = _with(found[-1], found[-1].text.rstrip())
    return tuple(piece for piece in found if re.search(r".", piece.text))


def _with(piece: Piece, text: str) -> Piece:
    return Piece(text, piece.bold, piece.italic, piece.underline)
