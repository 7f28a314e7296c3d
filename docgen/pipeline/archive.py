"""A folder or a zip that files are put into and read from again, with a SHA-256 of everything in it.

In a zip a SHA-256 over the whole file stands in its last 64 bytes, so that a bit is found also where it lies between
the files.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import IO

from docgen.intake import put

_SEAL = b"sha256:"
_PIECE = 2**20
_FIRST = (1980, 1, 1, 0, 0, 0)

UNREADABLE = (OSError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, RuntimeError)
"""What reading a damaged container may raise."""


class FolderWriter:
    """Files into a new folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.mkdir(mode=0o700)

    def add(self, name: str, path: Path) -> tuple[str, int]:
        """Write a file; its SHA-256 and its size as they were written."""
        target = self._path / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("rb") as source, new(target) as stream:
            written = poured(source, stream)
            to_disk(stream)
        return written

    def close(self, name: str, data: bytes) -> None:
        """Write the last file, and see to it that everything survives a power cut."""
        put(self._path / name, data, synced=True)

    def leave(self) -> None:
        """Let go of what was written, which nobody wants."""


class ZipWriter:
    """Files into a new zip, of which the same files give the same bytes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stream = new(path)
        self._archive = zipfile.ZipFile(self._stream, "w")

    def add(self, name: str, path: Path) -> tuple[str, int]:
        """Write a file; its SHA-256 and its size as they were written. What is a zip itself is not packed again."""
        packed = path.suffix.lower() in (".docx", ".xlsx", ".zip")
        with path.open("rb") as source, self._archive.open(_member(name, packed), "w", force_zip64=True) as stream:
            return poured(source, stream)

    def close(self, name: str, data: bytes) -> None:
        """Write the last file and the seal, and see to it that everything survives a power cut."""
        self._archive.writestr(_member(name, packed=False), data)
        self._archive.comment = _SEAL + b"0" * 64
        self._archive.close()
        self._stream.close()
        with self._path.open("r+b") as whole:
            sealed = _all_but_the_seal(whole)
            whole.seek(-64, os.SEEK_END)
            whole.write(sealed)
            to_disk(whole)

    def leave(self) -> None:
        """Let go of what was written, which nobody wants."""
        with suppress(OSError, ValueError):
            self._archive.close()
        with suppress(OSError):
            self._stream.close()


class FolderReader:
    """The files of a folder."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def names(self) -> set[str]:
        """Every file below the folder, with forward slashes."""
        files = (path for path in self._path.rglob("*") if path.is_file())
        return {path.relative_to(self._path).as_posix() for path in files}

    def read(self, name: str) -> bytes:
        """A small file. Raises KeyError where there is none."""
        if not (self._path / name).is_file():
            raise KeyError(name)
        return (self._path / name).read_bytes()

    def pour(self, name: str, target: IO[bytes]) -> str:
        """Copy a file; the SHA-256 of what was copied."""
        with (self._path / name).open("rb") as source:
            return poured(source, target)[0]

    def whole(self) -> bool:
        """Whether the container itself is as it was written; of a folder there is nothing but its files."""
        return True

    def close(self) -> None:
        """Nothing is held open."""


class ZipReader:
    """The files of a zip. Raises an error of UNREADABLE where it is none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._archive = zipfile.ZipFile(path)

    def names(self) -> set[str]:
        """Every file in it."""
        return {entry.filename for entry in self._archive.infolist() if not entry.is_dir()}

    def read(self, name: str) -> bytes:
        """A small file. Raises KeyError where there is none."""
        return self._archive.read(name)

    def pour(self, name: str, target: IO[bytes]) -> str:
        """Copy a file; the SHA-256 of what was copied."""
        with self._archive.open(name) as source:
            return poured(source, target)[0]

    def whole(self) -> bool:
        """Whether every byte of the zip is as it was written."""
        with self._path.open("rb") as stream:
            return self._archive.comment == _SEAL + _all_but_the_seal(stream)

    def close(self) -> None:
        """Let go of the file."""
        self._archive.close()


Writer = FolderWriter | ZipWriter
Reader = FolderReader | ZipReader


def is_zip(path: Path) -> bool:
    """Whether a container of this name is a zip and not a folder."""
    return path.suffix.lower() == ".zip"


def is_safe(name: str) -> bool:
    """Whether a name stays within the folder that it is put into, on every system."""
    parts = PurePosixPath(name).parts
    return bool(parts) and ".." not in parts and not name.startswith("/") and not set(name) & set('\\:*?"<>|\0')


def new(path: Path) -> IO[bytes]:
    """A new file that only its owner can read, open for writing."""
    return open(path, "xb", opener=lambda name, flags: os.open(name, flags, 0o600))


def poured(source: IO[bytes], target: IO[bytes]) -> tuple[str, int]:
    """Copy a stream; the SHA-256 and the size of what was copied."""
    digest, size = hashlib.sha256(), 0
    while piece := source.read(_PIECE):
        digest.update(piece)
        target.write(piece)
        size += len(piece)
    return digest.hexdigest(), size


def to_disk(stream: IO[bytes]) -> None:
    """See to it that what was written survives a power cut."""
    stream.flush()
    os.fsync(stream.fileno())


def clear(path: Path) -> None:
    """Take away a file or folder, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        with suppress(FileNotFoundError):
            path.unlink()


def _member(name: str, packed: bool) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIRST)
    entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    return entry


def _all_but_the_seal(stream: IO[bytes]) -> bytes:
    """The SHA-256, in hexadecimal, of all but the last 64 bytes."""
    left = stream.seek(0, os.SEEK_END) - 64
    stream.seek(0)
    digest = hashlib.sha256()
    while left > 0:
        piece = stream.read(min(_PIECE, left))
        digest.update(piece)
        left -= len(piece)
    return digest.hexdigest().encode("ascii")
