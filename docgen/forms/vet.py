"""Whether a file is fit to be opened at all, and its parts as bytes. No XML is parsed here, and nothing is unpacked.

The zip's directory is checked by hand, since `zipfile` accepts overlapping and repeated members (CVE-2024-0450),
and two readers of a doubtful zip may see two different forms. Layout: PKWARE APPNOTE 6.3, sections 4.3 and 4.4.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NoReturn

from docgen.forms.kinds import SAVE_PLAIN, SEND_FORM, Kind, is_locked, is_managed, kind_of
from docgen.model import DocgenError, Place, Query, Severity, Unread

__all__ = [
    "LIMITS",
    "SAVE_PLAIN",
    "SEND_AGAIN",
    "SEND_FORM",
    "Limits",
    "Package",
    "macros",
    "open_package",
    "other",
    "refuse",
]

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What no honest form comes near: sizes in bytes, `marks` the number of `<` and `=` in one part."""

    file: int = 50 * MEGABYTE
    part: int = 64 * MEGABYTE
    total: int = 200 * MEGABYTE
    members: int = 2_000
    marks: int = 1_500_000


LIMITS = Limits()

SEND_AGAIN = "Ask the sender to open the form, check that it shows the answers, save it and send it again."
_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_PLAIN_START = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml[^>]*>\s*)?<[A-Za-z_]")
"""How nearly every part begins: at once, or after its declaration, with its root element."""


def refuse(file: str, rule: str, message: str, fix: str) -> NoReturn:
    """Raises the one refusal of a file that cannot be read: what it is, and what to ask the sender."""
    raise DocgenError(Query(rule, Severity.ERROR, message, fix, where=Place(file)))


@dataclass(frozen=True, slots=True)
class Member:
    """Where one member of the zip lies, and what it must come to: `size` bytes with this checksum."""

    start: int
    packed: int
    size: int
    checksum: int
    deflated: bool


@dataclass(frozen=True, slots=True)
class Package:
    """A vetted zip. Names are kept in lower case, as OPC compares them, without a leading slash."""

    file: str
    data: bytes
    members: Mapping[str, Member]
    limits: Limits = LIMITS

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, or None where there is none. Raises DocgenError where it is damaged or too much."""
        member = self.members.get(name.lower())
        if member is None:
            return None
        if member.size > self.limits.part:
            self._unsafe(
                f"its part {name} comes to {_megabytes(member.size)}; {_megabytes(self.limits.part)} is allowed"
            )
        raw = memoryview(self.data)[member.start : member.start + member.packed]
        found = self._inflate(name, raw, member.size) if member.deflated else bytes(raw)
        if len(found) != member.size or zlib.crc32(found) != member.checksum:
            _damaged(self.file)
        if len(found) > 4 * self.limits.marks and found.count(b"<") + found.count(b"=") > self.limits.marks:
            self._unsafe(f"its part {name} has more than {self.limits.marks:,} tags and attributes")
        if _declares_type(found):
            self._unsafe(f"its part {name} declares a document type, which no Word form does")
        return found

    def _inflate(self, name: str, raw: memoryview, size: int) -> bytes:
        stream = zlib.decompressobj(-15)
        try:
            found = stream.decompress(raw, size + 1)
        except zlib.error:
            _damaged(self.file)
        if len(found) > size:
            self._unsafe(f"its part {name} holds more than the {size:,} bytes that the file's directory states")
        return found

    def _unsafe(self, why: str) -> NoReturn:
        _unsafe(self.file, why)


def open_package(data: bytes, file: str, limits: Limits = LIMITS) -> Package:
    """The parts of an office file. Raises DocgenError with one refusal that says what else the file is."""
    base = file.replace("\\", "/").rsplit("/", 1)[-1]
    if base.startswith(("~$", ".~lock.")):
        refuse(
            file,
            "file-locked",
            "This is the small file that stands beside a form while someone has it open; it holds no answers.",
            "Ask the sender to close the form and send the form itself.",
        )
    if not data:
        refuse(
            file,
            "file-empty",
            "The file is empty (0 bytes). A form that has not finished copying from OneDrive or SharePoint looks so.",
            SEND_AGAIN,
        )
    if len(data) > limits.file:
        _unsafe(file, f"it has {_megabytes(len(data))}; a form may have {_megabytes(limits.file)}")
    if not data.startswith(b"PK\x03\x04"):
        _other_kind(data, file)
    return Package(file, data, _directory(data, file, limits), limits)


def macros(package: Package) -> tuple[Unread, ...]:
    """That a file holds macros, which nobody looks at and nothing runs."""
    if not any(name.endswith("vbaproject.bin") for name in package.members):
        return ()
    return (Unread("The file holds macros. They were not looked at, and none of them was run.", "the file", "macros"),)


def _directory(data: bytes, file: str, limits: Limits) -> dict[str, Member]:
    """The members of the zip by name, its directory checked from end to end."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - _END.size - 0xFFFF))
    if end < 0 or end + _END.size > len(data):
        _damaged(file)
    _, disk, first_disk, here, count, length, start, comment = _END.unpack_from(data, end)
    if disk or first_disk or here != count or data[end + _END.size + comment :].strip(b"\0"):
        _damaged(file)
    if count == 0xFFFF or count > limits.members:
        _unsafe(file, f"it packs {count:,} files; a form may have {limits.members:,}")
    stop = start + length
    if stop > end or (stop < end and data[stop : stop + 4] != b"PK\x06\x06"):  # a zip64 record may stand between
        _damaged(file)
    members: dict[str, Member] = {}
    spans: list[tuple[int, int]] = []
    total, at = 0, start
    for _ in range(count):
        if at + _CENTRAL.size > stop:
            _damaged(file)
        head = _CENTRAL.unpack_from(data, at)
        name, extra, note = head[10:13]
        raw = data[at + _CENTRAL.size : at + _CENTRAL.size + name]
        at += _CENTRAL.size + name + extra + note
        member, begins = _member(data, head, raw, start, file)
        spans.append((begins, member.start + member.packed))
        total += member.size
        _add(members, _name(raw, file), member, file)
    if total > limits.total:
        _unsafe(file, f"unpacked it comes to {_megabytes(total)}; {_megabytes(limits.total)} is allowed")
    spans.sort()
    if any(later[0] < earlier[1] for earlier, later in pairwise(spans)):
        _unsafe(file, "the files packed in it overlap")
    return members


def _member(data: bytes, head: tuple[Any, ...], raw: bytes, stop: int, file: str) -> tuple[Member, int]:
    """One member, and where its own header begins; directory and header must say the same."""
    signature, _, _, flags, method, _, _, checksum, packed, size, *_, begins = head
    if signature != b"PK\x01\x02" or begins + _LOCAL.size > stop:
        _damaged(file)
    if flags & 1:
        encrypted(file, data)
    if method not in (0, 8):
        _unsafe(file, f"it is packed in a way that no office program uses (method {method})")
    local, _, _, local_method, _, _, _, _, _, name, extra = _LOCAL.unpack_from(data, begins)
    first = begins + _LOCAL.size + name + extra
    own = data[begins + _LOCAL.size : begins + _LOCAL.size + name]
    if local != b"PK\x03\x04" or local_method != method or own != raw or first + packed > stop:
        _damaged(file)
    return Member(first, packed, size, checksum, method == 8), begins


def _name(raw: bytes, file: str) -> str:
    """The name of a member; refused where it could stand for a place outside the package.

    Old programs on Windows part folders with a backslash.
    """
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        name = raw.decode("cp437")
    name = name.replace("\\", "/")
    if "\0" in name or ":" in name or name.startswith("/") or ".." in name.split("/"):
        _unsafe(file, f"a file packed in it has a name that leads elsewhere: “{_shown(name)}”")
    return name.lower()


def _shown(name: str) -> str:
    return "".join(letter if letter.isprintable() else "·" for letter in name[:60])


def _add(members: dict[str, Member], name: str, member: Member, file: str) -> None:
    if name in members:
        _unsafe(file, f"it holds “{name}” twice, so that two programs may show two different forms")
    if not name.endswith("/"):
        members[name] = member


def _declares_type(part: bytes) -> bool:
    """Whether a part declares a document type before its root element."""
    if _PLAIN_START.match(part):
        return False
    if b"\0" in part[:4]:
        return any("<!DOCTYPE".encode(code) in part for code in ("utf-16-le", "utf-16-be"))
    at = 3 if part.startswith(b"\xef\xbb\xbf") else 0
    while True:
        while part[at : at + 1].isspace():
            at += 1
        closing = b"?>" if part.startswith(b"<?", at) else b"-->" if part.startswith(b"<!--", at) else b""
        end = part.find(closing, at) if closing else -1
        if end < 0:
            return part.startswith(b"<!DOCTYPE", at)
        at = end + len(closing)


def _other_kind(data: bytes, file: str) -> NoReturn:
    """Says what a file is that is no zip."""
    if is_locked(data) or is_managed(data):
        encrypted(file, data)
    kind = kind_of(data)
    if kind is None and not data.strip(b"\0"):
        _damaged(file)
    other(file, kind or Kind("no Word or Excel file"))


def other(file: str, kind: Kind) -> NoReturn:
    """Refuses a file that is something else, and says what to ask the sender for."""
    named = re.search(r"\((\.\w+)\)", kind.what)
    so = "" if named and file.casefold().endswith(named[1]) else ", whatever its name says"
    refuse(file, "file-type", f"This is {kind.what}{so}.", kind.fix)


def too_much(file: str, part: str, error: ValueError) -> None:
    """Refuses a file whose part goes beyond what libxml2 takes, which no form comes near; else does nothing."""
    said = str(error).lower()
    if "depth" in said:
        _unsafe(file, f"in its part {part} more than 256 elements are nested")
    if "too long" in said or "huge" in said or "too large" in said:
        _unsafe(file, f"in its part {part} a text or an attribute has more than 10 MB")


def encrypted(file: str, data: bytes = b"") -> NoReturn:
    """Refuses a file that cannot be opened without a password, or that rights management keeps closed."""
    if is_managed(data):
        refuse(
            file,
            "file-managed",
            "The file is locked by rights management, such as a sensitivity label; no password opens it.",
            "Ask the sender to take the restriction off (File, Info, Protect; or another label) and send it again.",
        )
    refuse(
        file,
        "file-encrypted",
        "The file is locked with a password, so nothing in it can be read.",
        "Give the password (docgen ingest --passwords FILE), or ask the sender to save it without one.",
    )


def sealed(file: str, kind: Kind) -> NoReturn:
    """Refuses an OpenDocument file with a password, which nothing here opens."""
    refuse(
        file,
        "file-encrypted",
        f"This is {kind.what} that is locked with a password; docgen opens those of Word, Excel and PDF files only.",
        "Ask the sender to save it without the password, as a Word or Excel file, and send it again.",
    )


def _damaged(file: str) -> NoReturn:
    refuse(
        file,
        "file-damaged",
        "The file is cut short or damaged; the program that it was made with may not open it either.",
        SEND_AGAIN,
    )


def _unsafe(file: str, why: str) -> NoReturn:
    refuse(file, "file-unsafe", f"The file is not opened, because {why}.", SEND_AGAIN)


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:,.1f} MB"
