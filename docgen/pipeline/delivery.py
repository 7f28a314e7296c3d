"""Several files put into a folder together, and never over what a person has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from docgen.pipeline.report import place
from docgen.store import Store


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where each file went, in order, and the wanted paths that were left alone because they were taken."""

    files: tuple[Path, ...]
    left: tuple[Path, ...] = ()


def deliver(store: Store, folder: Path, files: Mapping[str, bytes], now: str) -> Delivered:
    """Put files into a folder, or into folders of it that their names lead into.

    One that a person has changed, or that is open, stays: the next free name is used.
    What was made is noted, so that the same command can make it anew. Raises OSError.
    """
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
    note(store, (hashlib.sha256(data).hexdigest() for data in files.values()), now)
    places = [place(store, folder / name, data) for name, data in files.items()]
    left = [folder / name for name, path in zip(files, places, strict=True) if path != folder / name]
    return Delivered(tuple(places), tuple(left))


def note(store: Store, hashes: Iterable[str], now: str) -> None:
    """Note the hashes of what is about to be put somewhere: a run that is stopped in between is known again by them."""
    with store.entry() as entry:
        for sha256 in hashes:
            entry.happened("made", now, detail=sha256)


def there(path: Path) -> bytes:
    """What lies at a path; nothing where no file does. Raises OSError where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


def is_free(store: Store, path: Path) -> bool:
    """Whether a path is free: nothing is there, or what docgen made and nobody has changed."""
    try:
        there = path.read_bytes()
    except FileNotFoundError:
        return True
    return store.made(hashlib.sha256(there).hexdigest())
