"""Documents in a folder that name a case: by their own name, or by what stands in them."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from docgen.fields import same
from docgen.intake import Bounds, debris
from docgen.pipeline.toolkits import safe

LEAST = 3
"""A shorter reference is not looked for: it would be found everywhere."""
_PACKED = (".docx", ".xlsx", ".zip")
_LARGEST = Bounds().file
_PLAIN = (".csv", ".json", ".eml", ".txt", ".md")
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Trace:
    """A document, and the references that it names."""

    path: Path
    names: tuple[str, ...]


def find(folder: Path, references: Collection[str]) -> tuple[Trace, ...]:
    """The documents under a folder that name one of these references, in the order of their paths.

    Looked into are Word, Excel, text and e-mail drafts; of anything else only the name. A reference that Word has
    broken into pieces of different looks is found where the pieces stand beside one another.
    """
    wanted = {same(one): one for one in references if len(same(one)) >= LEAST}
    if not wanted or not folder.is_dir():
        return ()
    pattern = finder(wanted)
    names = finder({same(safe(one)) for one in wanted.values()} | set(wanted))
    found = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_symlink() or debris(path.name):
            continue
        hits = {same(hit) for hit in names.findall(path.name.replace("_", " "))}
        said = {one for key, one in wanted.items() if key in hits or same(safe(one)) in hits}
        said |= {wanted[same(hit)] for text in _texts(path) for hit in pattern.findall(text)}
        if said:
            found.append(Trace(path, tuple(sorted(said))))
    return tuple(found)


def finder(words: Collection[str]) -> re.Pattern[str]:
    """Finds any of these words where it stands by itself, whatever its capitals and however wide its spaces."""
    every = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{every})(?!\w)", re.IGNORECASE)


def _texts(path: Path) -> Iterator[str]:
    """What stands in a document, part by part; nothing where it cannot be read."""
    low = path.suffix.lower()
    try:
        if low in _PLAIN and path.stat().st_size <= _LARGEST:
            yield path.read_text("utf-8", "replace")
        elif low in _PACKED:
            yield from _parts(path)
    except (OSError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError):
        return


def _parts(path: Path) -> Iterator[str]:
    left = _LARGEST
    with zipfile.ZipFile(path) as package:
        for entry in package.infolist():
            if Path(entry.filename).suffix.lower() not in (".xml", ".csv", ".json") or entry.file_size > left:
                continue
            left -= entry.file_size
            yield _TAG.sub("", package.read(entry).decode("utf-8", "replace"))
