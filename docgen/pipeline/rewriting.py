"""A report made again where a copy of it is: what people wrote there is taken over, what they changed is not lost."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from docgen.intake import put
from docgen.store import Store

if TYPE_CHECKING:
    from docgen.reports import Edit, Edited, Kept

OPEN = "it is open in another program; close it and make the report again"
STRANGE = "it was not made by docgen as it stands"
EDITED = "it was changed outside the boxes for commentary"
UNKNOWN = "it does not tell any more what docgen wrote into it"
_LARGEST = 200 * 2**20


@dataclass(frozen=True, slots=True)
class There:
    """What stands where a report is wanted.

    taken         there is a file; `free` where the report may take its place as it is
    replaceable   it may be replaced if that is asked for: it is a report, and not open
    own           it is as docgen made it, to the byte
    """

    taken: bool = False
    free: bool = True
    replaceable: bool = False
    own: bool = True
    why: str = ""
    edited: Edited | None = None
    edits: tuple[str, ...] = ()


def look(store: Store, path: Path) -> There:
    """What stands in the place of a report, and what people wrote and changed in it."""
    from docgen.reports import read_edited

    try:
        if path.stat().st_size > _LARGEST:
            return There(taken=True, free=False, own=False, why=STRANGE)
        data = path.read_bytes()
    except FileNotFoundError:
        return There()
    except PermissionError:
        return There(taken=True, free=False, own=False, why=OPEN)
    own = store.made(hashlib.sha256(data).hexdigest())
    try:
        edited = read_edited(data)
    except ValueError:
        return There(taken=True, free=own, own=own, why="" if own else STRANGE)
    if not own and not edited.known and not edited.boxes:
        return There(taken=True, free=False, own=False, why=STRANGE)
    edits = () if own else tuple(map(in_words, edited.edits))
    why = OPEN if is_open(path) else "" if own else EDITED if edits else "" if edited.known else UNKNOWN
    return There(True, not why, why != OPEN, own, why, edited, edits)


def is_open(path: Path) -> bool:
    """Whether Word or LibreOffice says, by the small file that it puts beside a document, that it has it open."""
    name = path.name
    beside = (f"~${name[2:] if len(path.stem) > 7 else name[1:] if len(path.stem) == 7 else name}", f".~lock.{name}#")
    return any((path.parent / one).exists() for one in beside)


def set_aside(there: There, path: Path, now: str) -> Path | None:
    """Where the copy that people worked on was put, before the report takes its place; None where nobody did."""
    touched = there.edited is not None and there.edited.touched
    if not there.taken or there.own or not (there.edits or touched):
        return None
    data = path.read_bytes()
    stamp = now[:16].replace("T", " ").replace(":", "")
    for number in range(1, 100):
        more = f" {number}" if number > 1 else ""
        aside = path.with_name(f"{path.stem} (replaced {stamp}{more}){path.suffix}")
        if not aside.exists():
            put(aside, data)
            return aside
        if aside.read_bytes() == data:
            return aside
    raise FileExistsError(path)


def in_words(edit: Edit) -> str:
    """An edit as it is listed: “added after “…”: “…””."""
    match edit.what:
        case "comment":
            return f"comment by {edit.where or 'somebody'}: “{edit.text}”"
        case "unkept":
            return f"{edit.text} in the {edit.where}, which cannot be taken over"
        case "removed":
            return f"a paragraph or cell was removed, {edit.where}"
        case _:
            return f"{edit.what} {edit.where}: “{edit.text}”"


def told(there: There, kept: Kept) -> Iterator[str]:
    """What was done with the commentary, in words."""
    written = sum(1 for box in kept.boxes if box.notes) if there.edited is not None else 0
    if written:
        yield f"Commentary was kept in {written} {'box' if written == 1 else 'boxes'}."
    for title, _ in kept.gone:
        yield f"The commentary on “{title}” has no section any more; it stands at the end of the report."
    if kept.conflicts:
        titles = {box.id: box.about for box in kept.boxes}
        named = ", ".join(f"“{titles.get(name, name)}”" for name in kept.conflicts)
        yield f"Two texts stand in the commentary on {named}: choose one."
