"""The parts of a workbook that a person writes in, opened: its sheets with their cells, its names, its strings.

Which part is which is said by `[Content_Types].xml` and the relationships (ECMA-376 part 2); no other is unpacked.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NoReturn

from docgen.forms import vet
from docgen.forms.excel.cells import NO_STRINGS, Cells, S, Strings, cells, strings
from docgen.forms.kinds import open_document
from docgen.forms.tree import Element, parse

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
MAIN = frozenset(
    {
        _SHEET + "sheet.main+xml",
        _SHEET + "template.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        "application/vnd.ms-excel.template.macroEnabled.main+xml",
    }
)
_USUAL = "xl/workbook.xml"
_BINARY = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
_OTHERS = (
    ("wordprocessingml", "a Word document"),
    ("ms-word", "a Word document"),
    ("presentationml", "a presentation"),
)
_PLACE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+)(?::\$?[A-Z]{1,3}\$?\d+)?\Z")


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """One sheet."""

    name: str
    part: str
    hidden: bool
    root: Element
    cells: Cells


@dataclass(frozen=True)
class Book:
    """A workbook, opened.

    root        the part that lists the sheets
    names       defined name → what it stands for, as the file spells it
    shared      the root of the part with the texts that cells share
    """

    package: vet.Package
    root: Element
    sheets: tuple[Sheet, ...]
    names: Mapping[str, str]
    styles_part: str
    days_from_1904: bool
    shared: Element | None = None

    def tree(self, name: str) -> Element | None:
        """The root of one more part, such as docProps/app.xml; None where it is absent or no XML."""
        data = self.package.read(name) if name else None
        try:
            return parse(data) if data else None
        except ValueError:
            return None

    def related(self, part: str, kind: str) -> Iterator[str]:
        """The parts of one kind that a part points to; `kind` is the last word of the relationship's type."""
        if part not in self._related:
            self._related[part] = list(_relations(self.package, part))
        return (target for _, sort, target in self._related[part] if sort == kind)

    @cached_property
    def _related(self) -> dict[str, list[tuple[str, str, str]]]:
        return {}

    def comments(self) -> dict[str, str]:
        """Defined name → what is noted beside it."""
        return {entry.get("name") or "": entry.get("comment") or "" for entry in self.root.iter(S + "definedName")}

    def place(self, name: str) -> tuple[Sheet, str] | None:
        """The sheet and the cell that a name stands for; None where there is no such name, or its cell is gone."""
        match = _PLACE.match(self.names.get(name, ""))
        sheet = self.by_name.get((match[1] or match[2]).replace("''", "'")) if match else None
        return (sheet, match[3] + match[4]) if match and sheet is not None else None

    @cached_property
    def by_name(self) -> dict[str, Sheet]:
        """The sheets by their names."""
        return {sheet.name: sheet for sheet in self.sheets}

    @cached_property
    def raw_styles(self) -> bytes:
        """The part with the formats as it stands in the file."""
        return (self.package.read(self.styles_part) if self.styles_part else None) or b""

    @cached_property
    def styles(self) -> Element | None:
        """The root of the part with the formats, which is needed only where a number stands in an answer."""
        return self.tree(self.styles_part)


def open_book(data: bytes, file: str, limits: vet.Limits = vet.LIMITS) -> Book:
    """The workbook in parts. Raises DocgenError with one refusal where it is no readable Excel workbook."""
    package = vet.open_package(data, file, limits)
    kinds = content_types(package)
    main = next((name for name, kind in kinds.items() if kind in MAIN), "")
    if not main:
        _no_workbook(package, kinds)
    root = _needed(package, main)
    if not root.tag.startswith(S):
        vet.refuse(file, "file-type", "This is no Excel form: its main part holds something else.", vet.SEND_FORM)
    related = list(_relations(package, main))
    texts = next((target for _, kind, target in related if kind == "sharedStrings"), "")
    items = _needed(package, texts) if texts in package.members else None
    shared = strings(items) if items is not None else NO_STRINGS
    targets = {number: target for number, _, target in related}
    sheets = tuple(_sheets(package, root, targets, shared))
    if not sheets:
        vet.refuse(file, "file-damaged", "The workbook has no sheet that can be read.", vet.SEND_AGAIN)
    names = _names(root)
    properties = root.find(S + "workbookPr")
    since = properties.get("date1904") if properties is not None else None
    styles = next((target for _, kind, target in related if kind == "styles"), "")
    return Book(package, root, sheets, names, styles, since in ("1", "true"), items)


def _sheets(package: vet.Package, root: Element, targets: Mapping[str, str], shared: Strings) -> Iterator[Sheet]:
    """The worksheets in their order; sheets of charts and of old macros have no cells."""
    for entry in root.iter(S + "sheet"):
        part = targets.get(entry.get(_R + "id") or "", "")
        if part not in package.members:
            continue
        sheet = _needed(package, part)
        if sheet.tag == S + "worksheet":
            hidden = (entry.get("state") or "visible") != "visible"
            yield Sheet(entry.get("name") or "", part, hidden, sheet, cells(sheet, shared))


def _names(root: Element) -> dict[str, str]:
    """The names of answers with what they stand for.

    Where a sheet was copied, the copy has names of its own; they count only where the workbook has none.
    """
    names: dict[str, str] = {}
    for entry in root.iter(S + "definedName"):
        name = entry.get("name") or ""
        if name.startswith("_dg_") and (name not in names or entry.get("localSheetId") is None):
            names[name] = entry.text or ""
    return names


# --- the package -----------------------------------------------------------------------------------------


def content_types(package: vet.Package) -> dict[str, str]:
    """Part → its content type, for the parts that have one of their own.

    Some programs, ClosedXML among them, give the workbook's type to every .xml; then it is that of xl/workbook.xml.
    """
    data = package.read("[content_types].xml")
    try:
        root = parse(data) if data is not None else None
    except ValueError:
        root = None
    kinds: dict[str, str] = {}
    for entry in root.iter(_TYPES + "Override") if root is not None else ():
        name = (entry.get("PartName") or "").lstrip("/").lower()
        if name in package.members:
            kinds[name] = entry.get("ContentType") or ""
    for entry in root.iter(_TYPES + "Default") if root is not None else ():
        kind = entry.get("ContentType") or ""
        if kind in MAIN and _USUAL in package.members:
            kinds.setdefault(_USUAL, kind)
    return kinds


def _relations(package: vet.Package, part: str) -> Iterator[tuple[str, str, str]]:
    """(id, kind, part) of what a part points to; the kind is the last word of the relationship's type."""
    folder, base = posixpath.split(part)
    data = package.read(posixpath.join(folder, "_rels", f"{base}.rels"))
    try:
        root = parse(data) if data else None
    except ValueError:
        root = None
    for entry in root if root is not None else ():
        if isinstance(entry.tag, str) and entry.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, entry.get("Target") or "")).lstrip("/").lower()
            yield entry.get("Id") or "", (entry.get("Type") or "").rpartition("/")[2], target


def _needed(package: vet.Package, name: str) -> Element:
    """The root of a part that a person may have written in; the file is refused where it cannot be read."""
    try:
        return parse(package.read(name) or b"")
    except ValueError as error:
        vet.too_much(package.file, name, error)
        vet.refuse(
            package.file,
            "file-broken",
            f"The file's part {name} is not well-formed ({error}).",
            "Ask the sender to open the form in Excel or LibreOffice, check the answers, and save it again.",
        )


def _no_workbook(package: vet.Package, kinds: Mapping[str, str]) -> NoReturn:
    """Refuses a package without a workbook in it, and says what it is instead."""
    if _BINARY in kinds.values() or "xl/workbook.bin" in package.members:
        vet.refuse(package.file, "file-type", "This is an Excel binary workbook (.xlsb).", vet.SAVE_PLAIN)
    for word, what in _OTHERS:
        if any(word in kind for kind in kinds.values()):
            vet.refuse(package.file, "file-type", f"This is {what}, whatever its name says.", vet.SEND_FORM)
    if kind := open_document(package.read("mimetype") or b""):
        vet.other(package.file, kind)
    if kinds:
        vet.refuse(package.file, "file-damaged", "The file has no workbook in it.", vet.SEND_AGAIN)
    vet.refuse(package.file, "file-type", "This is a zip archive and no Excel form.", vet.SEND_FORM)
