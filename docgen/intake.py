"""Files as they come in: found in folders and zip archives, kept by their hash, and weighed against the ledger.

Nothing is ever read from the inbox twice: the bytes that are kept are the bytes that are read.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import IO, Self

from docgen.fields import same
from docgen.model import DocgenError, Form, Place, Query, Receipt, Return, Severity, Standing, State, Toolkit

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


@dataclass(frozen=True, slots=True)
class Kept:
    """The bytes of one file, and where they are kept for good."""

    name: str
    sha256: str
    data: bytes
    path: Path


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a return: its place in the ledger, the ledger's own queries added, and what makes way for it."""

    receipt: Receipt
    returned: Return
    replaces: tuple[Receipt, ...] = ()
    note: str = ""


# --- finding ---------------------------------------------------------------------------------------------


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


# --- keeping ---------------------------------------------------------------------------------------------


def keep(inbox: Inbox, source: Source, originals: Path) -> Kept:
    """The bytes of a file, stored as `ab/<sha256>.<ext>` under `originals` before anything reads them.

    Written to a temporary name, synced, moved; the folder is synced too, where the system can. What is there
    already is left alone. Raises DocgenError with one refusal for the file, OSError for the store's own disk.
    """
    data = inbox.read(source)
    sha256 = hashlib.sha256(data).hexdigest()
    ending = Path(source.member.filename if source.member else source.path.name).suffix.lower()
    ending = ending if re.fullmatch(r"\.[a-z0-9]{1,5}", ending) else ".bin"
    folder = originals / sha256[:2]
    path = folder / f"{sha256}{ending}"
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sync(originals)
    if not any(name.startswith(sha256) for name in os.listdir(folder)):
        put(path, data, synced=True)
    return Kept(source.name, sha256, data, path)


def put(path: Path, data: bytes, *, synced: bool = False) -> None:
    """Write a file under a temporary name beside it and move it into place: it is there whole or not at all.

    `synced` makes it survive a power cut, and readable by its owner only. Raises OSError.
    """
    temporary = path.with_name(f".docgen-{secrets.token_hex(6)}.tmp")
    mode = 0o600 if synced else 0o666
    try:
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
            stream.write(data)
            if synced:
                stream.flush()
                os.fsync(stream.fileno())
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    if synced:
        _sync(path.parent)


def _sync(folder: Path) -> None:
    """Make the names in a folder survive a power cut; Windows sees to that by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# --- weighing --------------------------------------------------------------------------------------------


def case_of(returned: Return, form: Form, issued: Toolkit | None) -> str:
    """The case that a return is about: as it says, else the case that the copy was issued for."""
    said = str(returned.values().get(form.role("case")) or "").strip()
    return said or (issued.case if issued else "")


def judge(
    returned: Return, form: Form, issued: Toolkit | None, held: Sequence[Receipt], accept: str, now: str
) -> Verdict:
    """What becomes of a return that could be read, given the issued copy and what is held of copy and case.

    An earlier return of the copy makes way only for one of the same case, or if it named none: a copy that people
    used for several cases never loses one. `accept` is `read` (a return without doubt counts, with its queries
    open) or `no-errors` (one with an error is held).
    """
    identity = returned.identity
    assert identity is not None, "a return that could be read has an identity"
    case = case_of(returned, form, issued)
    copies = [one for one in held if identity.toolkit and one.toolkit == identity.toolkit]
    replaces = tuple(one for one in copies if not one.case or same(one.case) == same(case))
    others = [one for one in copies if one not in replaces]
    twins = [one for one in held if one not in copies and case and same(one.case) == same(case)]
    asked = [
        *(_used_twice(identity.toolkit, one) for one in others),
        *(_returned_twice(case, one) for one in twins),
        *([_other_case(issued, case)] if issued and issued.case and same(issued.case) != same(case) else []),
    ]
    where = Place(returned.file)
    added = tuple(replace(query, question=form.role("case"), where=where) for query in asked)
    returned = replace(returned, queries=(*returned.queries, *added))
    day = returned.values().get(form.role("date"))
    receipt = Receipt(
        key=returned.sha256[:16], sha256=returned.sha256, file=returned.file, standing=standing(returned, accept),
        framework=identity.framework, version=identity.version, form=identity.form, toolkit=identity.toolkit,
        case=case, digest=digest(returned), received=now, day=day if isinstance(day, str) else "",
    )  # fmt: skip
    alike = any(one.digest == receipt.digest for one in replaces)
    return Verdict(receipt, returned, replaces, "Its answers are the same as before." if alike else "")


def standing(returned: Return, accept: str) -> Standing:
    """Where a return stands by its answers and queries alone."""
    if returned.refused is not None:
        return Standing.REFUSED
    if returned.doubtful():
        return Standing.DOUBTFUL
    errors = any(query.severity is Severity.ERROR for query in returned.queries)
    return Standing.QUERIED if errors and accept == "no-errors" else Standing.ACCEPTED


def refused(returned: Return, now: str) -> Receipt:
    """The place in the ledger of a file that could not be read."""
    known = returned.identity
    parts = (known.framework, known.version, known.form, known.toolkit) if known else ("", "", "", "")
    return Receipt(returned.sha256[:16], returned.sha256, returned.file, Standing.REFUSED, *parts, received=now)


def digest(returned: Return) -> str:
    """A digest of what a return answers, whatever file it stands in."""
    parts = [
        (a.field, str(a.state), a.value, a.candidates if a.state is State.DOUBTFUL else ()) for a in returned.answers
    ]
    return hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()


def _used_twice(toolkit: str, other: Receipt) -> Query:
    return Query(
        "toolkit-used-twice",
        Severity.WARNING,
        f"Copy {toolkit} has also come back for case {other.case}, in {other.file}. Both returns are kept and counted.",
        "Check the case reference. If the copy was used for two cases, nothing more is needed.",
    )


def _returned_twice(case: str, other: Receipt) -> Query:
    return Query(
        "case-returned-twice",
        Severity.WARNING,
        f"Case {case} has also come back on another copy, in {other.file}. Both returns are kept and counted.",
        "If both are of one audit, find out which of the two is to count.",
    )


def _other_case(issued: Toolkit, case: str) -> Query:
    return Query(
        "toolkit-other-case",
        Severity.WARNING,
        f"Copy {issued.id} was issued for case {issued.case}, and has come back for case {case}.",
        "Check the case reference with the auditor, and send the form for the other case if it is still due.",
    )


def _query(rule: str, name: str, message: str, fix: str) -> Query:
    return Query(rule, Severity.ERROR, message, fix, where=Place(name))


def _refusal(rule: str, name: str, message: str, fix: str) -> DocgenError:
    return DocgenError(_query(rule, name, message, fix))


def _ignored(name: str, reason: str) -> Passed:
    return Passed(name, Query("ignored", Severity.WARNING, reason, "", where=Place(name)), ignored=True)
