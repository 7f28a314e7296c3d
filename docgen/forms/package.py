"""An OPC package in memory: parts, content types and relationships; and zips that come out the same every time.

ECMA-376 part 2: `[Content_Types].xml` names the type of every part, `_rels/<name>.rels` what a part points to.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LEVEL = 6


def parse(data: bytes) -> etree._Element:
    """The root element of a part. No entity is resolved, and nothing is fetched. Raises lxml's XMLSyntaxError."""
    from lxml import etree

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def serialise(root: etree._Element) -> bytes:
    """A part's bytes: UTF-8, standalone, as Word writes them."""
    from lxml import etree

    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return data


class Package:
    """The parts of one office document by name, without the leading slash."""

    def __init__(self, data: bytes) -> None:
        """Reads a zip. Raises zipfile.BadZipFile, and KeyError where there are no content types."""
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.parts = {item.filename: archive.read(item) for item in archive.infolist() if not item.is_dir()}
        self._types = parse(self.parts.pop(CONTENT_TYPES))

    def content_type(self, name: str) -> str:
        """The content type of a part, or an empty string."""
        for entry in self._types.iter(_TYPES + "Override"):
            if entry.get("PartName") == f"/{name}":
                return entry.get("ContentType") or ""
        for entry in self._types.iter(_TYPES + "Default"):
            if (entry.get("Extension") or "").lower() == posixpath.splitext(name)[1][1:].lower():
                return entry.get("ContentType") or ""
        return ""

    def put(self, name: str, content_type: str, data: bytes) -> None:
        """Adds a part, or replaces one."""
        from lxml import etree

        self._forget_type(name)
        entry = etree.SubElement(self._types, _TYPES + "Override")
        entry.set("PartName", f"/{name}")
        entry.set("ContentType", content_type)
        self.parts[name] = data

    def drop(self, name: str) -> None:
        """Removes a part with its relationships, and what points to it."""
        self._forget_type(name)
        self.parts.pop(name, None)
        self.parts.pop(_rels(name), None)
        for holder in [part for part in self.parts if part.endswith(".rels")]:
            source = _source(holder)
            root = parse(self.parts[holder])
            gone = [r for r in root if _target(source, r) == name]
            for relation in gone:
                root.remove(relation)
            if gone:
                self.parts[holder] = serialise(root)

    def relations(self, source: str, kind: str) -> Iterator[tuple[str, str]]:
        """(id, part) of every part of this kind that a part points to; `kind` is the last word of its type."""
        data = self.parts.get(_rels(source))
        for relation in parse(data) if data is not None else ():
            if (relation.get("Type") or "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
                yield relation.get("Id") or "", _target(source, relation)

    def relate(self, source: str, kind: str, target: str) -> str:
        """The id of a new relationship from a part (an empty name is the package) to another."""
        from lxml import etree

        name = _rels(source)
        root = parse(self.parts.get(name, f'<Relationships xmlns="{_RELATIONS[1:-1]}"/>'.encode()))
        taken = {relation.get("Id") for relation in root}
        number = next(n for n in range(1, len(taken) + 2) if f"rIdDocgen{n}" not in taken)
        relation = etree.SubElement(root, _RELATIONS + "Relationship")
        relation.set("Id", f"rIdDocgen{number}")
        relation.set("Type", kind if "/" in kind else f"{OFFICE}/{kind}")
        relation.set("Target", f"/{target}")
        self.parts[name] = serialise(root)
        return f"rIdDocgen{number}"

    def adopt(self, name: str, source: Package) -> None:
        """Takes a part over from another package, with its relationships and all that it points to.

        A part of this package with such a name makes way.
        """
        todo, taken = [name], set()
        while todo:
            part = todo.pop()
            if part in taken or part not in source.parts:
                continue
            taken.add(part)
            self.put(part, source.content_type(part), source.parts[part])
            rels = source.parts.get(_rels(part))
            if rels is not None:
                self.parts[_rels(part)] = rels
                todo += [target for relation in parse(rels) if (target := _target(part, relation))]

    def unrelate(self, source: str, kind: str) -> None:
        """Takes out the relationships of this kind, and the parts that they point to."""
        for _, part in list(self.relations(source, kind)):
            self.drop(part)
        name = _rels(source)
        if name not in self.parts:
            return
        root = parse(self.parts[name])
        for relation in [r for r in root if (r.get("Type") or "").endswith(f"/{kind}")]:
            root.remove(relation)
        self.parts[name] = serialise(root)

    def files(self) -> dict[str, bytes]:
        """Everything that the zip holds, content types first, the rest by name."""
        return {CONTENT_TYPES: serialise(self._types), **{name: self.parts[name] for name in sorted(self.parts)}}

    def _forget_type(self, name: str) -> None:
        for entry in [e for e in self._types.iter(_TYPES + "Override") if e.get("PartName") == f"/{name}"]:
            self._types.remove(entry)


def _rels(name: str) -> str:
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _source(rels: str) -> str:
    folder, base = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))


def _target(source: str, relation: etree._Element) -> str:
    if relation.get("TargetMode") == "External":
        return ""
    target = relation.get("Target") or ""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(source), target)).lstrip("/")


# --- zips ------------------------------------------------------------------------------------------------


def pack(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of the files in their order: the same files make the same bytes."""
    return append(b"", files.items(), method)


def append(archive: bytes, files: Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of docgen's own with more files at its end. Layout: PKWARE APPNOTE 6.3, sections 4.3 and 4.4.

    By hand, since copies are made by the thousand, and `zipfile` reads the whole directory for each of them.
    """
    count, size, at = _END.unpack_from(archive, len(archive) - _END.size)[4:7] if archive else (0, 0, 0)
    members, directory = [archive[:at]], [archive[at : at + size]]
    for name, data in files:
        raw = name.encode("utf-8")
        packed = _deflated(data) if method == zipfile.ZIP_DEFLATED else data
        flags = 0 if raw.isascii() else _UTF8
        said = (_VERSION, 0, flags, method, 0, _DAY, zlib.crc32(data), len(packed), len(data), len(raw), 0)
        members += (_LOCAL.pack(b"PK\x03\x04", *said), raw, packed)
        directory += (_CENTRAL.pack(b"PK\x01\x02", _VERSION, 0, *said, 0, 0, 0, _MODE, at), raw)
        at += _LOCAL.size + len(raw) + len(packed)
        count += 1
    listed = b"".join(directory)
    return b"".join((*members, listed, _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listed), at, 0)))


def _deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


_END = struct.Struct("<4s4H2LH")
_LOCAL = struct.Struct("<4s2B4H3L2H")
_CENTRAL = struct.Struct("<4s4B4H3L5H2L")
_VERSION, _UTF8, _MODE = 20, 0x800, 0o600 << 16
_DAY = 1 << 5 | 1  # 1 January 1980, the first that a zip can hold
