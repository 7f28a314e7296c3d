"""The verb `check-access`: what keeps people from using Word documents and Excel workbooks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docgen.intake import debris
from docgen.model import DocgenError, Place, Query, Severity

ENDINGS = (".docx", ".docm", ".dotx", ".xlsx", ".xlsm")


@dataclass(frozen=True, slots=True)
class Looked:
    """What was found in one file; `read` is False where it could not be looked at."""

    path: Path
    problems: tuple[Query, ...]
    read: bool = True


def check(paths: Sequence[Path]) -> tuple[Looked, ...]:
    """Each file with what was found in it, folders with all that is below them. Raises DocgenError for none at all."""
    files = [file for path in paths for file in _files(path)]
    if not files:
        message = "There is no Word document and no Excel workbook here."
        where = Place(", ".join(str(path) for path in paths))
        raise DocgenError(Query("no-file", Severity.ERROR, message, "Name a .docx or .xlsx file.", where=where))
    return tuple(_look(file) for file in files)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        if file.suffix.lower() in ENDINGS and not debris(file.name) and file.is_file():
            yield file


def _look(file: Path) -> Looked:
    from docgen import access

    try:
        return Looked(file, access.check(file.read_bytes(), str(file)))
    except DocgenError as error:
        return Looked(file, error.queries, read=False)
    except FileNotFoundError:
        query = Query("no-file", Severity.ERROR, "There is no such file.", "Check the name.", where=Place(str(file)))
        return Looked(file, (query,), read=False)
