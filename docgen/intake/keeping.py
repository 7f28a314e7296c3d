"""The bytes of a file, kept for good by their hash, and files written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

_AT_A_TIME = 4


@dataclass(frozen=True, slots=True)
class Kept:
    """The bytes of one file, and where they are kept for good."""

    name: str
    sha256: str
    data: bytes
    path: Path


def weighed(name: str, data: bytes, ending: str, originals: Path) -> Kept:
    """Bytes with their hash and the place under `originals` that they belong to: `ab/<sha256>.<ending>`."""
    sha256 = hashlib.sha256(data).hexdigest()
    ending = ending if re.fullmatch(r"\.[a-z0-9]{1,5}", ending) else ".bin"
    return Kept(name, sha256, data, found(sha256, originals) or originals / sha256[:2] / f"{sha256}{ending}")


def keep(kept: Kept) -> None:
    """Put the bytes of a file where they belong, before anything reads them.

    Written to a temporary name, synced, moved; the folder is synced too, where the system can. What is there
    already is left alone. Raises OSError for the store's own disk.
    """
    folder = kept.path.parent
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        sync(folder.parent)
    if not kept.path.exists():
        put(kept.path, kept.data, synced=True, by_way_of=folder.parent)


class Keeper:
    """Keeps several files at a time, since a disk needs hardly longer for many than for one. Use it in a `with`
    statement: it ends when all that was begun is done.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_AT_A_TIME, "keeper")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(cancel_futures=kind is not None)

    def keep(self, kept: Kept) -> Callable[[], None]:
        """Begin to keep a file; what comes back waits until it is there, and raises OSError as `keep`."""
        return self._threads.submit(keep, kept).result


def found(sha256: str, originals: Path) -> Path | None:
    """Where the original with this hash lies, or None."""
    folder = originals / sha256[:2]
    names = os.listdir(folder) if folder.is_dir() else ()
    return next((folder / name for name in sorted(names) if name.startswith(sha256)), None)


def put(path: Path, data: bytes, *, synced: bool = False, by_way_of: Path | None = None) -> None:
    """Write a file under a temporary name and move it into place: it is there whole or not at all.

    The temporary file lies beside it, or in another folder of the same disk. Where the system knows of owners, only the
    owner can read it. `synced` makes it survive a power cut. Raises OSError.
    """
    temporary = (by_way_of or path.parent) / f".docgen-{secrets.token_hex(6)}.tmp"
    try:
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as stream:
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
        sync(path.parent)


def sweep(folder: Path, before: float) -> int:
    """Take away what a run that was killed has left half-written in a folder; how many files and folders that was.

    What was written to after `before` (seconds since 1970) may belong to a run that goes on, and stays.
    """
    swept = 0
    for path in folder.glob(".docgen-*.tmp") if folder.is_dir() else ():
        with suppress(OSError):
            if path.lstat().st_mtime < before:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
                swept += 1
    return swept


def sync(folder: Path) -> None:
    """Make the names in a folder survive a power cut; Windows sees to that by itself."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
