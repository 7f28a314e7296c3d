"""The verb `pack`: a report and its appendices as one PDF for a meeting."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen import office
from docgen.intake import put
from docgen.model import DocgenError, Place, Query, Severity
from docgen.pipeline import Progress, quiet

KINDS = (".pdf", *office.PDF)
"""What can go into a pack."""


@dataclass(frozen=True, slots=True)
class Packed:
    """The pack, and how many documents are in it."""

    path: Path
    parts: int


def make(files: Sequence[Path], out: Path, title: str, progress: Progress = quiet) -> Packed:
    """Join the files in their order. A file that stands at `out` and is none of docgen's packs is left alone.

    Raises DocgenError naming every file that cannot go in; nothing is written then.
    """
    from docgen.reports import pack

    problems = list(_problems(files, out))
    if problems:
        raise DocgenError(*problems)
    parts = []
    for done, path in enumerate(files):
        progress("Turning into PDF", done, len(files))
        try:
            data = path.read_bytes() if path.suffix.lower() == ".pdf" else office.to_pdf(path)
            parts.append(pack.Part(path.stem, data, str(path)))
        except DocgenError as error:
            problems += error.queries
    progress("Turning into PDF", len(files), len(files))
    if problems:
        raise DocgenError(*problems)
    data = pack.join(parts, title or files[0].stem)
    out.parent.mkdir(parents=True, exist_ok=True)
    put(out, data)
    return Packed(out, len(parts))


def _problems(files: Sequence[Path], out: Path) -> Iterator[Query]:
    for path in files:
        if not path.is_file():
            yield _problem(path, "There is no such file.", "Check the name.")
        elif path.suffix.lower() not in KINDS:
            yield _problem(path, f"A pack takes {', '.join(KINDS)}.", "Save it as one of these.")
        elif out.exists() and path.samefile(out):
            yield _problem(path, "The pack would take the place of this file.", "Name another one with --out.")
    if out.exists() and not _ours(out):
        yield _problem(out, "A file that is no pack of docgen is there.", "Name another one with --out.")


def _ours(path: Path) -> bool:
    return path.is_file() and b"/Producer (docgen)" in path.read_bytes()


def _problem(path: Path, message: str, fix: str) -> Query:
    return Query("pack", Severity.ERROR, message, fix, where=Place(str(path)))
