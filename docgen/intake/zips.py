"""Zip archives that files come in, opened without unpacking anything to disk.

The size of the directory, overlapping members and sizes are looked at before `zipfile` reads anything: it would take
a directory of a million entries into memory, and read overlapping members again and again (CVE-2024-0450).
"""

from __future__ import annotations

import struct
import zipfile
from itertools import pairwise
from typing import IO

from docgen.intake.bounds import MEGABYTE, Bounds
from docgen.intake.names import refusal

BROKEN = (OSError, zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, struct.error, UnicodeError)
"""What opening a damaged archive may raise."""
_ENTRY = 1000
"""Bytes of the directory that one member may take: its name, and what programs add to it."""
_OFFICE = frozenset({"[content_types].xml", "mimetype", "_rels/.rels", "word/document.xml", "xl/workbook.xml"})
_END, _END64, _LOCATOR = 22, 56, 20


def open_zip(stream: IO[bytes], name: str, bounds: Bounds) -> zipfile.ZipFile:
    """A zip archive whose directory is sound. Raises DocgenError with one refusal where it is not."""
    try:
        _check_directory(stream, name, bounds)
        archive = zipfile.ZipFile(stream)
    except BROKEN:
        message = "The zip archive cannot be opened: it is damaged, cut short, or no zip archive at all."
        raise refusal("archive-unreadable", name, message, "Ask for it again, or for the files themselves.") from None
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    if len(members) > bounds.members or total > bounds.archive:
        many = "1 file" if len(members) == 1 else f"{len(members):,} files"
        raise _too_large(name, f"{many} of {total // MEGABYTE:,} MB in all", bounds)
    spans = sorted((one.header_offset, one.header_offset + 30 + one.compress_size) for one in members)
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        message = "The zip archive is not opened, because the files in it overlap, as no program packs them."
        raise refusal("archive-unsafe", name, message, "Ask for the files themselves.")
    return archive


def is_office(archive: zipfile.ZipFile) -> bool:
    """Whether a zip is one document: of an office program, of OpenDocument, of Pages or Numbers, an e-book. It may have
    lost some part.
    """
    names = archive.NameToInfo
    if any(name.startswith("Index/") and name.endswith(".iwa") for name in names):
        return True
    return not _OFFICE.isdisjoint(map(str.lower, names))


def member_name(member: zipfile.ZipInfo) -> str:
    """The name of a member. Many programs write UTF-8 without saying so, which then looks like code page 437."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _check_directory(stream: IO[bytes], name: str, bounds: Bounds) -> None:
    """Refuses a directory that is larger than that of so many members (PKWARE APPNOTE 6.3, 4.3.14 to 4.3.16)."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - _END - 0xFFFF))
    tail = stream.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or end + _END > len(tail):
        raise zipfile.BadZipFile("it has no directory")
    length = int.from_bytes(tail[end + 12 : end + 16], "little")
    count = int.from_bytes(tail[end + 10 : end + 12], "little")
    locator = tail[max(0, end - _LOCATOR) : end]
    if locator.startswith(b"PK\x06\x07"):
        stream.seek(int.from_bytes(locator[8:16], "little"))
        record = stream.read(_END64)
        if record.startswith(b"PK\x06\x06"):
            count, length = (int.from_bytes(record[at : at + 8], "little") for at in (32, 40))
    stream.seek(0)
    if count > bounds.members or length > bounds.members * _ENTRY:
        raise _too_large(name, f"{count:,} files", bounds)


def _too_large(name: str, what: str, bounds: Bounds) -> Exception:
    limit = f"At most {bounds.members:,} files and {bounds.archive // MEGABYTE:,} MB can be taken from one; split it."
    return refusal("archive-too-large", name, f"The zip archive holds {what}.", limit)
