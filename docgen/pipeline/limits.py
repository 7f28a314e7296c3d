"""What taking in files may cost, by the settings of a workspace, and the passwords that files may be opened with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from docgen import intake, office, workers
from docgen.definitions.settings import Settings
from docgen.forms import vet
from docgen.model import DocgenError, Place, Query, Severity

_MOST_PASSWORDS = 50
"""Each takes a tenth of a second for each locked file, by the design of the lock."""
_MEGABYTES = frozenset({"file", "mail", "archive", "part", "unpacked", "memory", "result"})


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms on which files are taken in.

    inbox       what one delivery may come to
    worker      what reading one file may take
    package     what one office file may come to
    office      LibreOffice, which converts what docgen cannot read; empty for no conversion
    scratch     the folder in which it does so; None for that of the system
    """

    inbox: intake.Bounds = field(default_factory=intake.Bounds)
    worker: workers.Bounds = field(default_factory=workers.Bounds)
    package: vet.Limits = field(default_factory=vet.Limits)
    passwords: tuple[str, ...] = ()
    office: str = ""
    scratch: Path | None = None


def terms(settings: Settings, passwords: Path | None = None, folder: Path | None = None) -> Terms:
    """The terms by the settings of the workspace in this folder; `passwords` is a file that comes before theirs.

    Raises DocgenError where there is no such file, OSError where it cannot be read.
    """
    said = {name: number * (2**20 if name in _MEGABYTES else 1) for name, number in settings.limits}
    inbox = {name: said[name] for name in ("file", "mail", "archive", "members", "depth") if name in said}
    worker = {name: said[name] for name in ("seconds", "memory", "result") if name in said}
    words = {"file": "file", "part": "part", "unpacked": "total", "parts": "members", "tags": "marks"}
    package = {word: said[name] for name, word in words.items() if name in said}
    if passwords is None and settings.passwords:
        passwords = (folder or Path()) / settings.passwords
    scratch = folder / "store" if folder and (folder / "store").is_dir() else None
    return Terms(
        replace(intake.Bounds(), **inbox),
        replace(workers.Bounds(), **worker),
        replace(vet.Limits(), **package),
        tuple(_passwords(passwords)) if passwords else (),
        office.program() if settings.convert else "",
        scratch,
    )


def _passwords(path: Path) -> Iterator[str]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (FileNotFoundError, UnicodeDecodeError):
        message, fix = "This is no file with passwords.", "Write one password a line, and save it as text in UTF-8."
        raise DocgenError(Query("passwords", Severity.ERROR, message, fix, where=Place(str(path)))) from None
    yield from [line for line in lines if line.strip()][:_MOST_PASSWORDS]
