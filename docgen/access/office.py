"""An office file as its parts: what is checked is read from the file itself, and nothing in it is run or fetched."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from docgen.model import DocgenError, Place, Query, Severity

MOST_BYTES = 300 * 2**20
"""How much a file may come to when it is unpacked."""

RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DC = "{http://purl.org/dc/elements/1.1/}"
MAIN = {"word": "/wordprocessingml", "excel": "/spreadsheetml"}


@dataclass(frozen=True, slots=True)
class Office:
    """One office file: `kind` is word or excel, `main` the name of its document or workbook part."""

    file: str
    kind: str
    main: str
    parts: Mapping[str, bytes]

    def xml(self, part: str) -> etree._Element | None:
        """The root of a part; None where the file has no such part."""
        data = self.parts.get(part)
        return None if data is None else _parse(data, self.file, part)

    def related(self, part: str, kind: str = "") -> Iterator[tuple[str, str]]:
        """Id and name of each part that a part points to; `kind` is the last word of the relationship's type."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        for relation in root if root is not None else ():
            if relation.get("TargetMode") == "External" or not (relation.get("Type") or "").endswith(f"/{kind}"):
                continue
            target = relation.get("Target") or ""
            path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            yield relation.get("Id") or "", path

    def property(self, name: str) -> str:
        """A core property, such as title or language; empty where there is none."""
        for part in (p for _, p in self.related("", "core-properties")):
            root = self.xml(part)
            found = root.findtext(f"{DC}{name}") if root is not None else None
            if found:
                return " ".join(found.split())
        return ""


def opened(data: bytes, file: str) -> Office:
    """The parts of a Word document or an Excel workbook. Raises DocgenError where it is neither, or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            every = archive.infolist()
            if sum(one.file_size for one in every) > MOST_BYTES:
                raise _refused(file, "It is larger than any document that people write.", "Check the file.")
            parts = {one.filename.lstrip("/"): archive.read(one) for one in every if not one.is_dir()}
    except (zipfile.BadZipFile, EOFError, ValueError, RuntimeError, NotImplementedError, zlib.error) as error:
        raise _refused(file, f"This is neither a .docx nor an .xlsx file ({error}).", _SAVE) from error
    whole = Office(file, "", "", parts)
    main = next((part for _, part in whole.related("", "officeDocument")), "")
    root = whole.xml(main)
    space = etree.QName(root).namespace or "" if root is not None else ""
    kind = next((kind for kind, word in MAIN.items() if word in space), "")
    if not kind:
        raise _refused(file, "This is neither a Word document nor an Excel workbook.", _SAVE)
    return Office(file, kind, main, parts)


_SAVE = "Save it as Word Document (.docx) or Excel Workbook (.xlsx) first."


def _parse(data: bytes, file: str, part: str) -> etree._Element:
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise _refused(
            file, f"Its part {part} is damaged ({error}).", "Open it, save it again, and check that."
        ) from error


def _refused(file: str, message: str, fix: str) -> DocgenError:
    return DocgenError(Query("unreadable", Severity.ERROR, message, fix, where=Place(file)))


def number(text: str | None, otherwise: float) -> float:
    """A number as a file states it; `otherwise` where it states none, or nonsense."""
    try:
        return float(text or otherwise)
    except ValueError:
        return otherwise
