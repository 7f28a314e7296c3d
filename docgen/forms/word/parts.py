"""The parts of a Word document that a person writes in: body, headers and footers, notes, comments.

Which part is which is said by `[Content_Types].xml` (ECMA-376 part 2, 10.1.2); no other part is unpacked.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NoReturn

from docgen.forms import vet
from docgen.forms.kinds import apple_document, open_document
from docgen.forms.word import tags
from docgen.forms.word.settle import Settled
from docgen.forms.word.walk import Story, settled_of, walk

STAMP = "_docgen_"
"""How the name of an identity bookmark begins."""
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_MAIN = frozenset(
    {
        _WORD + "document.main+xml",
        _WORD + "template.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
        "application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
    }
)
HEADER, FOOTER = _WORD + "header+xml", _WORD + "footer+xml"
FOOTNOTES, ENDNOTES, COMMENTS = _WORD + "footnotes+xml", _WORD + "endnotes+xml", _WORD + "comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.drawingml."
CHART, DIAGRAM = _DRAWING + "chart+xml", _DRAWING + "diagramData+xml"
_USUAL = "word/document.xml"
_STYLE = re.compile(rb"""Style \w+:val=["']([^"']*)""")
"""Where a paragraph, a run or a table names its style: found in the bytes in a third of the time."""
STYLES = "word/styles.xml"
_OTHERS = (
    ("spreadsheetml", "an Excel workbook"),
    ("ms-excel", "an Excel workbook"),
    ("presentationml", "a presentation"),
)


@dataclass(frozen=True)
class Parts:
    """A Word document, opened as far as every reading of it needs.

    text        the bytes of the body's part
    root        the body's part; `body` is the same, settled and walked, for those who need it
    kinds       content type → the names of its parts
    stamps      the names of the bookmarks in the body that say which form it is
    """

    package: vet.Package
    text: bytes = field(repr=False, compare=False)
    root: tags.Element
    kinds: Mapping[str, list[str]]
    stamps: tuple[str, ...]
    _walked: dict[bytes, Story] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def body(self) -> Story:
        """The body, settled and walked."""
        return walk(self.settled_root, self.settled)

    @cached_property
    def settled(self) -> Settled:
        """What was taken out of the body as all changes were accepted in it; the tree is changed in place."""
        return settled_of(self.root)

    @property
    def settled_root(self) -> tags.Element:
        """The body's part, in which all changes are accepted."""
        _ = self.settled
        return self.root

    def all(self, *kinds: str) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of every part of these types."""
        for kind in kinds:
            for name in sorted(self.kinds.get(kind, ())):
                yield name, self.package.read(name) or b""

    def story(self, name: str, data: bytes) -> Story:
        """A part that people write in, walked; once for all parts with the same bytes."""
        if data not in self._walked:
            root = _root(self.package, name, data)
            self._walked[data] = walk(root, settled_of(root))
        return self._walked[data]

    @cached_property
    def styles(self) -> frozenset[bytes]:
        """The styles that are used in the body, by their ids."""
        found = frozenset(_STYLE.findall(self.text))
        if found and b"\0" not in self.text[:4]:
            return found
        used = self.root.iter(tags.R_STYLE, tags.P_STYLE)
        return frozenset((one.get(tags.VAL) or "").encode("utf-8", "replace") for one in used)

    def checksum(self, name: str) -> int:
        """The checksum of a part as the package states it; 0 where there is no such part."""
        member = self.package.members.get(name)
        return member.checksum if member is not None else 0

    def tree(self, name: str) -> tags.Element | None:
        """The root of one more part, such as docProps/app.xml; None where it is absent or no XML."""
        data = self.package.read(name)
        try:
            return tags.parse(data) if data else None
        except ValueError:
            return None


def open_parts(data: bytes, file: str, limits: vet.Limits = vet.LIMITS) -> Parts:
    """The document in parts. Raises DocgenError with one refusal where it is no readable Word document."""
    package = vet.open_package(data, file, limits)
    kinds = _kinds(package)
    main = next((name for kind in _MAIN for name in kinds.get(kind, ())), "")
    if not main:
        _no_word_form(package, kinds)
    text = package.read(main) or b""
    root = _root(package, main, text)
    if not root.tag.startswith(tags.W):
        vet.refuse(file, "file-type", "This is no Word form: its main part holds something else.", vet.SEND_FORM)
    return Parts(package, text, root, kinds, tuple(dict.fromkeys(_stamps(root, text))))


def _kinds(package: vet.Package) -> dict[str, list[str]]:
    """Content type → the names of the parts that are of it, as far as each part has a type of its own.

    Some programs give the document's type to every .xml by its extension; then it is that of word/document.xml.
    """
    data = package.read("[content_types].xml")
    try:
        root = tags.parse(data) if data is not None else None
    except ValueError:
        root = None
    kinds: dict[str, list[str]] = {}
    for entry in root.iter(_TYPES + "Override") if root is not None else ():
        name = (entry.get("PartName") or "").lstrip("/").lower()
        if name in package.members:
            kinds.setdefault(entry.get("ContentType") or "", []).append(name)
    for entry in root.iter(_TYPES + "Default") if root is not None else ():
        kind = entry.get("ContentType") or ""
        if kind in _MAIN and _USUAL in package.members:
            kinds.setdefault(kind, []).append(_USUAL)
    return kinds


def _root(package: vet.Package, name: str, text: bytes) -> tags.Element:
    """The root of a part that a person may have written in; the file is refused where it cannot be read."""
    try:
        return tags.parse(text)
    except ValueError as error:
        vet.too_much(package.file, name, error)
        said, fix = str(error).partition(" (<string>")[0], vet.SEND_AGAIN
        broken = f"The file's part {name} is not well-formed ({said})."
        if "tag mismatch" in said:
            broken += " LibreOffice 7 writes such files where answers were changed while changes were tracked."
            fix = (
                "No program can open it. Where the form is still open in LibreOffice, ask the sender to accept all "
                "changes, to turn their tracking off and to save it again; otherwise to fill the form in anew, without "
                "tracking changes."
            )
        vet.refuse(package.file, "file-broken", broken, fix)


def _stamps(root: tags.Element, text: bytes) -> Iterator[str]:
    """The names of the identity bookmarks. How many there are at most is seen in the bytes, which spares most of
    the search; a part in UTF-16 is searched from end to end.
    """
    stamp = STAMP.encode("ascii")
    most = sys.maxsize if b"\0" in text[:4] else text.count(stamp, text.find(stamp), text.rfind(stamp) + len(stamp))
    for bookmark in root.iter(tags.BOOKMARK) if most else ():
        name = bookmark.get(tags.NAME) or ""
        if name.startswith(STAMP):
            yield name
            most -= 1
            if not most:
                return


def _no_word_form(package: vet.Package, kinds: Mapping[str, list[str]]) -> NoReturn:
    """Refuses a package without a Word document in it, and says what it is instead."""
    for words, what in _OTHERS:
        if any(words in kind for kind in kinds):
            vet.refuse(package.file, "file-type", f"This is {what}, whatever its name says.", vet.SEND_FORM)
    if kind := open_document(package.read("mimetype") or b""):
        if b"encryption-data" in (package.read("meta-inf/manifest.xml") or b""):
            vet.sealed(package.file, kind)
        vet.other(package.file, kind)
    if apple := apple_document(package.members):
        vet.other(package.file, apple)
    if kinds:
        vet.refuse(package.file, "file-damaged", "The file has no document in it.", vet.SEND_AGAIN)
    vet.refuse(package.file, "file-type", "This is a zip archive and no Word form.", vet.SEND_FORM)
