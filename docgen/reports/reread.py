"""A report as a person left it: its paragraphs and cells, the marks in them, and the numbers of its charts.

What tracked changes delete is left out, and what they add is in: it is read as if all had been accepted.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docgen.model import DocgenError, Query, Severity
from docgen.reports.wordml import W

BLANK = "□"
"""What stands for a marked number in the text of a paragraph."""

MOST = 64 * 2**20
"""The largest part, in bytes once unpacked, that is read."""

_W = f"{{{W}}}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_GONE = frozenset(_W + name for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "txbxContent", "instrText"))
_HEADING = re.compile(r"heading ?([1-9])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cell:
    """Where in a table a paragraph stands: which table, row and column, counted from 0."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph: its text, the same with `BLANK` for each marked number, and the marks with what stands in them.

    section   the heading of level 1 above it; `heading` its own level, 0 for none
    charts    mark and relation of each chart in it; the mark is empty where it is lost
    """

    section: str
    text: str
    blanked: str
    marks: tuple[tuple[str, str], ...]
    cell: Cell | None = None
    heading: int = 0
    charts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ChartData:
    """The numbers of a chart: name of the series → category → number."""

    section: str
    mark: str
    series: Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Reread:
    """All that is told of an edited report; `register` is the part that says which report it is, empty where lost."""

    words: tuple[Words, ...]
    charts: tuple[ChartData, ...]
    register: bytes


def reread(data: bytes, name: str, register: bytes) -> Reread:
    """An edited report; `register` is what its register holds in any case, by which it is known.

    Raises DocgenError where the file is no Word document that can be read.
    """
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = _Parts(package)
            main = parts.main()
            body = parts.tree(main).find(f"{_W}body")
            if body is None:
                raise ValueError("a document without a body")
            found = tuple(paragraphs(body, parts.headings(main)))
            relations = parts.relations(main)
            charts = [
                ChartData(words.section, mark, _series(parts.tree(relations[relation])))
                for words in found
                for mark, relation in words.charts
                if relation in relations and relations[relation] in parts.names
            ]
            return Reread(found, tuple(charts), parts.holding(register))
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, ValueError, NotImplementedError, RuntimeError):
        message = f"{name}: This is not a Word document (.docx) that can be read."
        raise DocgenError(Query("no-report", Severity.ERROR, message, "Save it in Word as .docx.")) from None


class _Parts:
    """The parts of a package, read within bounds."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self.names = frozenset(package.namelist())

    def main(self) -> str:
        relations = self.relations("")
        found = next((one for one in relations.values() if one.endswith(".xml") and "word/" in one), "")
        if not found:
            raise KeyError("a package without a document, such as a workbook")
        return found

    def tree(self, name: str) -> Any:
        from lxml import etree

        return etree.fromstring(self.read(name), etree.XMLParser(resolve_entities=False, no_network=True))

    def read(self, name: str) -> bytes:
        if self._package.getinfo(name).file_size > MOST:
            raise ValueError(name)
        return self._package.read(name)

    def relations(self, name: str) -> dict[str, str]:
        """Relation id → part."""
        folder, _, file = name.rpartition("/")
        at = posixpath.join(folder, "_rels", f"{file}.rels")
        if at not in self.names:
            return {}
        targets = ((one.get("Id"), one.get("Target") or "") for one in self.tree(at).iter(_RELATION))
        return {key: posixpath.normpath(posixpath.join(folder, target)).lstrip("/") for key, target in targets}

    def headings(self, main: str) -> Mapping[str, int]:
        """Style id → level of heading, by the names of the styles."""
        name = posixpath.join(posixpath.dirname(main), "styles.xml")
        found = {}
        for style in self.tree(name).iter(f"{_W}style") if name in self.names else ():
            called = style.find(f"{_W}name")
            match = _HEADING.fullmatch(called.get(f"{_W}val") or "") if called is not None else None
            if match:
                found[style.get(f"{_W}styleId")] = int(match[1])
        return found

    def holding(self, text: bytes) -> bytes:
        """The first part below customXml that holds a text; nothing where none does."""
        for name in sorted(self.names):
            if name.startswith("customXml/") and name.endswith(".xml") and text in (data := self.read(name)):
                return data
        return b""


def _series(root: Any) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for one in root.iter(f"{_C}ser"):
        names = _points(one.find(f"{_C}cat"))
        numbers = {place: float(text) for place, text in _points(one.find(f"{_C}val")).items() if text}
        title = next(iter(_points(one.find(f"{_C}tx")).values()), "")
        found[title] = {names.get(place, str(place)): number for place, number in numbers.items()}
    return found


def _points(element: Any) -> dict[int, str]:
    points = element.iter(f"{_C}pt") if element is not None else ()
    return {int(one.get("idx")): one.findtext(f"{_C}v") or "" for one in points}


# --- paragraphs ------------------------------------------------------------------------------------------


def paragraphs(body: Any, headings: Mapping[str, int]) -> Iterator[Words]:
    """The paragraphs of a document's body in order, those of tables too. `headings`: style id → level."""
    section, tables = "", -1
    for place, element in _walked(body, None, [tables]):
        words = _Line(element).words(section, place, headings)
        if words.heading == 1:
            section = words.text
        yield words


def _walked(parent: Any, place: Cell | None, count: list[int]) -> Iterator[tuple[Cell | None, Any]]:
    """Each paragraph with its place; content controls and the like are seen through."""
    for child in parent:
        if child.tag == f"{_W}p":
            yield place, child
        elif child.tag == f"{_W}tbl":
            count[0] += 1
            number = count[0]
            rows = [one for one in child.iter(f"{_W}tr") if _own(one, child)]
            for row, line in enumerate(rows):
                cells = [one for one in line.iter(f"{_W}tc") if _own(one, child)]
                for column, cell in enumerate(cells):
                    yield from _walked(cell, Cell(number, row, column), count)
        elif isinstance(child.tag, str) and child.tag not in _GONE:
            yield from _walked(child, place, count)


def _own(element: Any, table: Any) -> bool:
    return next(element.iterancestors(f"{_W}tbl")) is table


class _Line:
    """One paragraph, read from its start to its end."""

    def __init__(self, element: Any) -> None:
        self._element = element
        self._text: list[str] = []
        self._blanked: list[str] = []
        self._open: dict[str, str] = {}
        self._marks: dict[str, list[str]] = {}
        self._charts: list[tuple[str, str]] = []
        self._read(element)

    def words(self, section: str, place: Cell | None, headings: Mapping[str, int]) -> Words:
        style = self._element.find(f"{_W}pPr/{_W}pStyle")
        level = headings.get(style.get(f"{_W}val") or "") if style is not None else None
        drawn = {mark for mark, _ in self._charts}
        return Words(
            section,
            "".join(self._text),
            "".join(self._blanked),
            tuple((name, "".join(parts)) for name, parts in self._marks.items() if name not in drawn),
            place,
            level or 0 if place is None else 0,
            tuple(self._charts),
        )

    def _read(self, element: Any) -> None:
        for child in element:
            tag = child.tag
            if tag in _GONE or not isinstance(tag, str):
                continue
            if tag == f"{_W}bookmarkStart":
                self._start(child)
            elif tag == f"{_W}bookmarkEnd":
                self._open.pop(child.get(f"{_W}id"), None)
            elif tag == f"{_W}t":
                self._say(child.text or "")
            elif tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
                self._say(" ")
            elif tag == f"{_C}chart":
                mark = next(reversed(self._open.values()), "")
                self._charts.append((mark, child.get(f"{_R}id") or ""))
            else:
                self._read(child)

    def _start(self, element: Any) -> None:
        name = element.get(f"{_W}name") or ""
        if name.startswith("_df_"):
            self._open[element.get(f"{_W}id")] = name
            self._marks[name] = []
            self._blanked.append(BLANK)

    def _say(self, text: str) -> None:
        self._text.append(text)
        for name in self._open.values():
            self._marks[name].append(text)
        if not self._open:
            self._blanked.append(text)


def plainly(text: str) -> str:
    """The text with single spaces, no-break ones too."""
    return " ".join(text.split())


def in_cells(words: Sequence[Words]) -> dict[int, dict[tuple[int, int], str]]:
    """Table → row and column → the text there."""
    found: dict[int, dict[tuple[int, int], str]] = {}
    for one in words:
        if one.cell is not None:
            cells = found.setdefault(one.cell.table, {})
            at = (one.cell.row, one.cell.column)
            cells[at] = plainly(f"{cells.get(at, '')} {one.text}")
    return found
