"""Files found in folders, zip archives and e-mails, one within the other, and their bytes."""

from __future__ import annotations

import io
import os
import stat
import sys
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Self

from docgen.intake import mail
from docgen.intake.bounds import MEGABYTE, Bounds
from docgen.intake.names import WITHIN, debris, problem, refusal, short, shown
from docgen.intake.zips import BROKEN, is_office, member_name, open_zip
from docgen.model import DocgenError, Place, Query, Severity

_AES = 99
"""The way of packing that stands for AES (WinZip, AE-2)."""
Unpack = Callable[[str, bytes], Sequence[mail.Part]]
"""Name and bytes of an e-mail → the files in it. Raises DocgenError with one refusal."""


@dataclass(frozen=True, slots=True)
class Source:
    """One file to take in. `name` is fit to be shown; `changed` (seconds) only puts files in order.

    ending      of its own name, with the full stop, in lower case
    root        the path of the file on the disk that it is, or lies in, as text, which takes a fifth of the memory of a
                Path; `depth` containers lie around it
    """

    name: str
    ending: str
    root: str
    opened: Callable[[], IO[bytes]] = field(compare=False)
    changed: float = 0.0
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Passed:
    """A file that is not taken in: ignored (nothing to do), or refused (a person must do something)."""

    name: str
    query: Query
    ignored: bool = False


class Inbox:
    """The files under some paths, folders and zip archives opened up; `besides` are folders that are left out.

    Sources come oldest first, so that of two versions of one return the later one replaces the earlier. A source may
    be a container itself: `inside` says so. Use the inbox in a `with` statement: archives stay open as long as it does.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        besides: Sequence[Path] = (),
        bounds: Bounds | None = None,
        passwords: Sequence[str] = (),
    ) -> None:
        self.bounds = bounds or Bounds()
        self._passwords = passwords
        self._archives = ExitStack()
        self._besides = {path.resolve() for path in besides}
        self._taken: Counter[str] = Counter()
        self._bytes: Counter[str] = Counter()
        seen: set[str] = set()
        sources: list[Source] = []
        passed: list[Passed] = []
        for path in paths:
            for one in self._under(path, seen):
                if isinstance(one, Passed):
                    passed.append(one)
                else:
                    sources.append(one)
        self.sources = tuple(sorted(sources, key=lambda source: (source.changed, source.name)))
        self.passed = tuple(passed)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archives.close()

    def read(self, source: Source) -> bytes:
        """All bytes of a file. Raises DocgenError with one refusal where it is empty, too large or out of reach."""
        try:
            with source.opened() as stream:
                before = _state(stream, source)
                data = stream.read(self.bounds.file + 1)
                moving = _state(stream, source) != before
        except PermissionError:
            raise refusal(
                "file-in-use", source.name, "The file cannot be opened; it may be open in another program.",
                "Close it there, check that you may read it, and run the command again.",
            ) from None  # fmt: skip
        except (*BROKEN, zlib.error, RuntimeError) as error:
            why = (error.strerror or str(error)) if isinstance(error, OSError) and not source.depth else ""
            message = f"The file cannot be read ({shown(why)})." if why else "The file cannot be read: it is damaged."
            fix = "Ask for the file again, or copy it to this computer first."
            raise refusal("file-unreadable", source.name, message, fix) from None
        if moving:
            raise refusal(
                "file-moving", source.name, "The file changed while it was read; somebody may still be copying it.",
                "Run the command again when it has arrived.",
            )  # fmt: skip
        if not data:
            raise refusal(
                "file-empty", source.name, "The file is empty (0 bytes).",
                "If it lies in OneDrive or SharePoint, open it once so that it is downloaded; else ask for it again.",
            )  # fmt: skip
        if len(data) > self.bounds.file:
            raise refusal(
                "file-too-large", source.name, f"The file is larger than {self.bounds.file // MEGABYTE} MB.",
                "Ask for the filled-in form without the pictures or files that were put into it.",
            )  # fmt: skip
        return data

    def inside(self, source: Source, data: bytes, unpack: Unpack) -> tuple[Source | Passed, ...] | None:
        """The files in a container, by what it is and not by its name; None where the file is none.

        `unpack` takes an e-mail apart. What lies deeper than the limit, or comes to more, is passed with a reason.
        """
        try:
            if data.startswith(b"PK"):
                return self._inside_zip(source, data)
            if mail.is_mail(data):
                return self._inside_mail(source, data, unpack)
        except DocgenError as error:
            return (Passed(source.name, error.queries[0]),)
        return None

    def _inside_zip(self, source: Source, data: bytes) -> tuple[Source | Passed, ...] | None:
        stream = io.BytesIO(data)
        try:
            archive = open_zip(stream, source.name, self.bounds)
        except DocgenError:
            if source.ending == ".zip":
                raise
            return None  # a form may be damaged in more ways than an archive, and is vetted by itself
        if is_office(archive):
            return None
        self._allow(source)
        return self._members(archive, source)

    def _inside_mail(self, source: Source, data: bytes, unpack: Unpack) -> tuple[Source | Passed, ...]:
        self._allow(source)
        if len(data) > self.bounds.mail:
            message = f"The e-mail is larger than {self.bounds.mail // MEGABYTE} MB."
            raise refusal("mail-too-large", source.name, message, "Save the attached files, and take those in.")
        found: list[Source | Passed] = []
        for part in unpack(source.name, data):
            if part.kind == "deep":
                fix = "Save what is attached to it, and take that in."
                raise refusal("mail-unsafe", source.name, "The parts of the e-mail are nested beyond reason.", fix)
            name = f"{source.name}{WITHIN}{short(part.name)}"
            reason = debris(part.name) or (
                "It is a picture in the text of the e-mail." if part.kind == "picture" else ""
            )
            if reason:
                found.append(_ignored(name, reason))
            elif part.kind == "sealed":
                fix = "Open it in the program that you read e-mails with, save what is attached, and take that in."
                found.append(Passed(name, problem("mail-sealed", name, "The e-mail is encrypted or sealed.", fix)))
            else:
                ending = PurePosixPath(part.name).suffix.lower()
                found.append(self._counted(source, name, ending, len(part.data), partial(io.BytesIO, part.data)))
        if not found:
            fix = "Ask the sender for the form as a file, attached to the e-mail."
            raise refusal("mail-empty", source.name, "No file is attached to this e-mail.", fix)
        return tuple(found)

    def _allow(self, source: Source) -> None:
        if source.depth >= self.bounds.depth:
            message = (
                f"It is a container in {source.depth} others; at most {self.bounds.depth} within each other are opened."
            )
            raise refusal(
                "archive-in-archive", source.name, message, "Unpack the outer ones, and take in the inner one."
            )

    def _under(self, path: Path, seen: set[str]) -> Iterator[Source | Passed]:
        """What one path that a person named holds. A link that was named is followed; one that is found is not."""
        if not path.is_dir():
            yield from self._file(path.resolve(), shown(path.as_posix()), seen)
            return
        for folder, folders, files in os.walk(path):
            folders[:] = sorted(
                name
                for name in folders
                if not name.startswith(".") and Path(folder, name).resolve() not in self._besides
            )
            for name in sorted(files):
                yield from self._file(Path(folder, name), shown(Path(folder, name).as_posix()), seen)

    def _file(self, path: Path, name: str, seen: set[str]) -> Iterator[Source | Passed]:
        reason = debris(path.name)
        if reason:
            yield _ignored(name, reason)
            return
        facts = path.lstat()
        if stat.S_ISLNK(facts.st_mode):
            yield _ignored(name, "It is a link, not a file.")
            return
        key = str(path.resolve())
        if key in seen:
            return
        seen.add(key)
        source = Source(name, sys.intern(path.suffix.lower()), key, partial(_opened, key), facts.st_mtime)
        if source.ending == ".zip" and stat.S_ISREG(facts.st_mode):
            yield from self._archive(path, source)
        else:
            yield source

    def _archive(self, path: Path, source: Source) -> Iterator[Source | Passed]:
        """The files of a zip archive on the disk; the archive as it is where it is an office file."""
        try:
            archive = open_zip(self._archives.enter_context(path.open("rb")), source.name, self.bounds)
            self._archives.enter_context(archive)
        except DocgenError as error:
            yield Passed(source.name, error.queries[0])
            return
        except OSError:
            yield source
            return
        if is_office(archive):
            yield source
        else:
            yield from self._members(archive, source)

    def _members(self, archive: zipfile.ZipFile, source: Source) -> tuple[Source | Passed, ...]:
        """The files of an archive. Nothing is unpacked to disk, so that no name in it can do harm."""
        members = [member for member in archive.infolist() if not member.is_dir()]
        if not members:
            return (_ignored(source.name, "The zip archive holds no files."),)
        return tuple(self._member(archive, source, member) for member in members)

    def _member(self, archive: zipfile.ZipFile, source: Source, member: zipfile.ZipInfo) -> Source | Passed:
        inner = PurePosixPath(member_name(member).replace("\\", "/"))
        name = f"{source.name}{WITHIN}{short(inner.as_posix())}"
        reason = debris(inner.name) or ("It is debris of a Mac." if "__MACOSX" in inner.parts else "")
        if reason:
            return _ignored(name, reason)
        key = self._key(archive, member) if member.flag_bits & 1 else b""
        if key is None and member.compress_type == _AES:
            message = "The file is encrypted with AES, as WinZip and 7-Zip do it, which docgen does not open."
            fix = "Unpack the archive with its password in the program that packed it, and take in the files."
            return Passed(name, problem("password", name, message, fix))
        if key is None:
            fix = "Give the password (docgen ingest --passwords FILE), or unpack the archive and take in the files."
            return Passed(name, problem("password", name, "The file is protected by a password.", fix))
        changed = source.changed
        with suppress(ValueError, OverflowError, OSError):
            changed = datetime(*member.date_time).timestamp()
        return self._counted(
            source, name, inner.suffix.lower(), member.file_size, lambda: archive.open(member, pwd=key or None), changed
        )

    def _key(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes | None:
        """The password that opens a member, or None; in the spelling of the program that packed it."""
        for password in self._passwords:
            spelt = (password.encode(code, "replace") for code in ("utf-8", "cp1252", "cp437"))
            for key in dict.fromkeys(spelt):
                with suppress(*BROKEN, RuntimeError, zlib.error), archive.open(member, pwd=key) as stream:
                    while stream.read(MEGABYTE):
                        pass
                    return key
        return None

    def _counted(
        self, around: Source, name: str, ending: str, size: int, opened: Callable[[], IO[bytes]],
        changed: float | None = None,
    ) -> Source | Passed:  # fmt: skip
        """A file in a container, unless all that lies in the outermost one comes to too much by now."""
        self._taken[around.root] += 1
        self._bytes[around.root] += size
        if self._taken[around.root] > self.bounds.members or self._bytes[around.root] > self.bounds.archive:
            most = f"{self.bounds.members:,} files and {self.bounds.archive // MEGABYTE:,} MB"
            message = f"What lies in {shown(Path(around.root).name)} comes to more than {most}."
            return Passed(name, problem("archive-too-large", name, message, "Take in what lies in it by parts."))
        return Source(
            name, ending, around.root, opened, around.changed if changed is None else changed, around.depth + 1
        )


def _state(stream: IO[bytes], source: Source) -> tuple[int, int]:
    """What changes when a file is written to: its size and its time; of a file in a container, nothing."""
    if source.depth:
        return 0, 0
    facts = os.fstat(stream.fileno())
    return facts.st_size, facts.st_mtime_ns


def _opened(path: str) -> IO[bytes]:
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError("it is not an ordinary file")
    return open(handle, "rb")


def _ignored(name: str, reason: str) -> Passed:
    return Passed(name, Query("ignored", Severity.WARNING, reason, "", where=Place(name)), ignored=True)
