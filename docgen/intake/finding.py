"""Files found in folders and zip archives, and their bytes."""

from __future__ import annotations

import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Self

from docgen.model import DocgenError, Place, Query, Severity

LARGEST_FILE = 50 * 2**20
"""Bytes of one file, also when it comes out of a zip archive. The largest real form seen has 12 MB of text."""
MOST_MEMBERS = 10_000
LARGEST_ARCHIVE = 2**30
"""Bytes that all files of one zip archive may come to."""

_TEMPORARY = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".lnk", ".url")
_DEBRIS = ("desktop.ini", "thumbs.db")


@dataclass(frozen=True, slots=True)
class Source:
    """One file to take in. `name` is fit to be shown; `changed` (seconds) only puts files in order."""

    name: str
    path: Path
    member: zipfile.ZipInfo | None = None
    changed: float = 0.0


@dataclass(frozen=True, slots=True)
class Passed:
    """A file that is not taken in: ignored (nothing to do), or refused (a person must do something)."""

    name: str
    query: Query
    ignored: bool = False


class Inbox:
    """The files under some paths, folders and zip archives opened up; `besides` are folders that are left out.

    Sources come oldest first, so that of two versions of one return the later one replaces the earlier. Use it
    in a `with` statement: archives stay open as long as it does.
    """

    def __init__(self, paths: Sequence[Path], besides: Sequence[Path] = ()) -> None:
        self._archives = ExitStack()
        self._open: dict[Path, zipfile.ZipFile] = {}
        self._besides = {path.resolve() for path in besides}
        found: dict[tuple[Path, int], Source] = {}
        passed: list[Passed] = []
        for path in paths:
            for one in self._under(path):
                if isinstance(one, Passed):
                    passed.append(one)
                else:
                    found.setdefault((one.path.resolve(), one.member.header_offset if one.member else -1), one)
        self.sources = tuple(sorted(found.values(), key=lambda source: (source.changed, source.name)))
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
            with self._opened(source) as stream:
                data = stream.read(LARGEST_FILE + 1)
        except PermissionError:
            raise _refusal(
                "file-in-use", source.name, "The file cannot be opened; it may be open in another program.",
                "Close it there, check that you may read it, and run the command again.",
            ) from None  # fmt: skip
        except (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
            raise _refusal(
                "file-unreadable", source.name, f"The file cannot be read ({shown(str(error))}).",
                "Ask for the file again, or copy it to this computer first.",
            ) from None  # fmt: skip
        if not data:
            raise _refusal(
                "file-empty", source.name, "The file is empty (0 bytes).",
                "If it lies in OneDrive or SharePoint, open it once so that it is downloaded; else ask for it again.",
            )  # fmt: skip
        if len(data) > LARGEST_FILE:
            raise _refusal(
                "file-too-large", source.name, f"The file is larger than {LARGEST_FILE // 2**20} MB.",
                "Ask for the filled-in form without the pictures or files that were put into it.",
            )  # fmt: skip
        return data

    def _opened(self, source: Source) -> IO[bytes]:
        if source.member is not None:
            return self._open[source.path].open(source.member)
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
        handle = os.open(source.path, flags)
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise OSError("it is not an ordinary file")
        return open(handle, "rb")

    def _under(self, path: Path) -> Iterator[Source | Passed]:
        """What one path that a person named holds. A link that was named is followed; one that is found is not."""
        if not path.is_dir():
            yield from self._file(path.resolve(), shown(path.as_posix()))
            return
        for folder, folders, files in os.walk(path):
            folders[:] = sorted(
                name
                for name in folders
                if not name.startswith(".") and Path(folder, name).resolve() not in self._besides
            )
            for name in sorted(files):
                yield from self._file(Path(folder, name), shown(Path(folder, name).as_posix()))

    def _file(self, path: Path, name: str) -> Iterator[Source | Passed]:
        reason = debris(path.name)
        if reason:
            yield _ignored(name, reason)
            return
        facts = path.lstat()
        if stat.S_ISLNK(facts.st_mode):
            yield _ignored(name, "It is a link, not a file.")
        elif path.suffix.lower() == ".zip" and stat.S_ISREG(facts.st_mode):
            yield from self._archive(path, name, facts.st_mtime)
        else:
            yield Source(name, path, changed=facts.st_mtime)

    def _archive(self, path: Path, name: str, changed: float) -> Iterator[Source | Passed]:
        """The files of a zip archive. Nothing is unpacked to disk, so that no name in it can do harm."""
        try:
            archive = self._archives.enter_context(zipfile.ZipFile(path))
        except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            message = f"The zip archive cannot be opened ({shown(str(error))})."
            yield Passed(name, _query("archive-unreadable", name, message, "Ask for it again."))
            return
        self._open[path] = archive
        members = [member for member in archive.infolist() if not member.is_dir()]
        if any(member.filename == "[Content_Types].xml" for member in members):
            yield Source(name, path, changed=changed)
            return
        total = sum(member.file_size for member in members)
        if len(members) > MOST_MEMBERS or total > LARGEST_ARCHIVE:
            message = f"The zip archive holds {len(members):,} files of {total // 2**20:,} MB in all."
            limit = (
                f"At most {MOST_MEMBERS:,} files and {LARGEST_ARCHIVE // 2**20:,} MB can be taken from one; split it."
            )
            yield Passed(name, _query("archive-too-large", name, message, limit))
            return
        for member in members:
            yield self._member(path, name, member, changed)

    def _member(self, path: Path, name: str, member: zipfile.ZipInfo, changed: float) -> Source | Passed:
        inner = PurePosixPath(member.filename.replace("\\", "/"))
        label = f"{name}/{shown(inner.as_posix())}"
        reason = debris(inner.name) or ("It is debris of a Mac." if "__MACOSX" in inner.parts else "")
        if reason:
            return _ignored(label, reason)
        if member.flag_bits & 1:
            fix = "Unpack the archive with its password, and take in the files."
            return Passed(label, _query("password", label, "The file is protected by a password.", fix))
        if inner.suffix.lower() == ".zip":
            fix = "Unpack the outer archive, and take in the inner one."
            return Passed(label, _query("archive-in-archive", label, "It is an archive within an archive.", fix))
        with suppress(ValueError, OverflowError, OSError):
            changed = datetime(*member.date_time).timestamp()
        return Source(label, path, member, changed)


def debris(name: str) -> str:
    """Why a file of this name is nothing that anyone meant to send; empty where it may be a return."""
    low = name.lower()
    if low.startswith(("~$", ".~lock.")):
        return "It is the lock file of a program that has a document open."
    if low.startswith("~") or low.endswith(_TEMPORARY):
        return "It is a temporary file."
    if low == "docgen.yaml":
        return "It is the settings of a workspace."
    if low in _DEBRIS or low.startswith("."):
        return "It is a file of the operating system."
    return ""


def shown(name: str) -> str:
    """A file's name fit to be shown and stored: no control characters, nothing that turns the line about."""
    return "".join(
        "\ufffd" if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") else letter for letter in name
    )


def _query(rule: str, name: str, message: str, fix: str) -> Query:
    return Query(rule, Severity.ERROR, message, fix, where=Place(name))


def _refusal(rule: str, name: str, message: str, fix: str) -> DocgenError:
    return DocgenError(_query(rule, name, message, fix))


def _ignored(name: str, reason: str) -> Passed:
    return Passed(name, Query("ignored", Severity.WARNING, reason, "", where=Place(name)), ignored=True)
