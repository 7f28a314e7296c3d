"""A report that people have worked on → what they wrote into its boxes, and what they changed outside of them.

What docgen wrote is kept in the document's own properties as four bytes a paragraph, in pieces that Word does not cut
(255 characters); so a report needs nothing beside it to tell what was changed, wherever it has been. A property
survives Word and LibreOffice, a custom XML part does not (facts/word-forms.md, 2.1).
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from docgen.reports.blocks import Commentary, Note, Notes, NoteTable, TextTable
from docgen.reports.commentary.agreed import Plan, Written, Wrote, found_again, just_wrote, plan_in, touched
from docgen.reports.commentary.drawing import LEAD, TAG
from docgen.reports.commentary.walking import Line, Walker, mark, same_words

PROPERTY = "docgen.text"
BOXES = "docgen.commentary"
ROWS = "docgen.recommendations"
_PIECE = 240
_MARK = "_dgc_"
_SECTION = "heading 1"
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Box:
    """What stands in a box of a report.

    name      the box's id; empty where an editor has lost it, so that only `mark`, its bookmark, tells
    section   title of the section that it stands in
    touched   somebody changed what docgen wrote, or docgen kept what somebody wrote before
    """

    name: str
    mark: str
    section: str
    notes: Notes
    touched: bool
    unkept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edit:
    """Something that was changed outside the boxes: `what` (changed, added, removed, …), words, and where it stands."""

    what: str
    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A report as it was found. `known` where docgen's own text is known, so that `edits` can be told.

    plans      its tables of recommendations; `written` what docgen wrote into their rows
    """

    boxes: tuple[Box, ...]
    edits: tuple[Edit, ...]
    known: bool
    drafts: tuple[tuple[str, int], ...] = ()
    plans: tuple[Plan, ...] = ()
    written: Written = field(default_factory=dict)

    @property
    def touched(self) -> bool:
        """Whether somebody wrote into a box, or into a table of recommendations."""
        rows = any(touched(plan, self.written) for plan in self.plans)
        return rows or any(box.touched for box in self.boxes)


def fingerprint(data: bytes, boxes: Iterable[Commentary], tables: Sequence[TextTable]) -> dict[str, str]:
    """The properties by which it is told later what was changed in this document.

    `tables` are those of its tables in which people write, in order.
    """
    outside, _, plans = _parted(Walker(data).lines(), frozenset())
    marks = b"".join(mark(line.text).to_bytes(4, "big") for line in outside)
    text = base64.b64encode(marks).decode("ascii")
    rows = ";".join(
        f"{key}:{one.state}:{one.words:08x}:{one.owner:08x}:{one.due:08x}"
        for plan, table in zip((one for one in plans if not one.own), tables, strict=True)
        for key, one in just_wrote(plan, table).items()
    )
    held = ";".join(f"{one.id}:{_state(one)}:{_words(one):08x}:{mark(one.draft):08x}" for one in boxes)
    found = {f"{PROPERTY}.{n + 1}": piece for n, piece in enumerate(_pieces(text))}
    found |= {f"{ROWS}.{n + 1}": piece for n, piece in enumerate(_pieces(rows))}
    return found | {f"{BOXES}.{n + 1}": piece for n, piece in enumerate(_pieces(held))}


def read(data: bytes) -> Edited:
    """What people have written into a report, and changed in it. Raises ValueError where it cannot be read."""
    walker = Walker(data)
    known = _known(walker.properties)
    held = _held(walker.properties)
    marks = known or []
    outside, boxes, plans = _parted(walker.lines(), frozenset(marks))
    written = _written(walker.properties)
    found = tuple(_touched(box, held) for box in boxes)
    edits = [*_edits(marks, outside)] if known is not None else []
    edits += [Edit("comment", text, author) for author, text in walker.comments()]
    edits += [Edit("unkept", what, f"commentary on {box.section}") for box in found for what in box.unkept]
    drafts = tuple((name, draft) for name, (_, _, draft) in held.items())
    rows = tuple(plan if plan.own else found_again(plan, written) for plan in plans)
    return Edited(found, tuple(edits), known is not None, drafts, rows, written)


def plain(notes: Notes) -> str:
    """The words of a person's text, one line a paragraph."""
    return "\n".join(
        "".join(piece.text for piece in note.pieces)
        if isinstance(note, Note)
        else "\n".join(plain(cell) for row in note.rows for cell in row)
        for note in notes
    )


# --- the parts of a document -----------------------------------------------------------------------------


def _parted(lines: Sequence[Line], known: frozenset[int]) -> tuple[list[Line], list[Box], list[Plan]]:
    """The paragraphs outside the boxes, the boxes, and the tables of recommendations.

    A box ends where docgen's next section or box begins.
    """
    outside: list[Line] = []
    boxes: list[Box] = []
    plans: list[Plan] = []
    section, inside = "", False
    for line in lines:
        name, place = _address(line)
        if line.style.startswith("heading") and (not known or mark(line.text) in known or _is_ours(line)):
            section, inside = line.text if line.style == _SECTION else section, False
        plan = plan_in(line, section, inside)
        if plan is not None:
            plans.append(plan)
        if plan is not None and not plan.own:
            continue
        if (name or place) and (not inside or _is_lead(line)):
            boxes.append(Box(name, place, section, _rest(line), False, tuple(line.unkept)))
            inside = True
        elif inside:
            box = boxes[-1]
            boxes[-1] = replace(
                box, notes=(*box.notes, *_notes(line)), unkept=(*box.unkept, *line.unkept), name=box.name or name
            )
        else:
            outside += [one for one in (line.inner if line.table else [line]) if _counts(one)]
    return outside, boxes, plans


def _counts(line: Line) -> bool:
    return bool(line.text.strip()) and not line.style.startswith("toc ")


def _is_ours(line: Line) -> bool:
    return any(mark.startswith("_Toc_dg") for mark in line.marks)


def _is_lead(line: Line) -> bool:
    return same_words(line.text).startswith(LEAD)


def _address(line: Line) -> tuple[str, str]:
    """The id of the box that begins in a paragraph, and its bookmark; LibreOffice puts a number behind a copy's."""
    name = next((tag.removeprefix(TAG) for tag in line.tags if tag.startswith(TAG)), "")
    place = next((one for one in line.marks if one.startswith(_MARK)), "")
    return name, place.split("_Copy_")[0]


def _rest(line: Line) -> Notes:
    """What was written behind the word above a box, in the same paragraph."""
    note = line.note
    if not isinstance(note, Note) or not note.pieces:
        return ()
    first = note.pieces[0]
    text = first.text.removeprefix(LEAD).lstrip(" :.\n")
    pieces = (*([replace(first, text=text)] if text else []), *note.pieces[1:])
    return (Note(pieces),) if pieces else ()


def _notes(line: Line) -> Notes:
    note = line.note
    if isinstance(note, NoteTable):
        return (note,) if any(cell for row in note.rows for cell in row) else ()
    return (note,) if note.pieces else ()


# --- what was there before -------------------------------------------------------------------------------


def _touched(box: Box, held: dict[str, tuple[str, int, int]]) -> Box:
    """The box, with nothing in it where all that stands there is docgen's prompt."""
    state, words, _ = held.get(box.name, ("", 0, 0))
    unchanged = bool(state) and mark(plain(box.notes)) == words
    if unchanged and state == "prompt":
        return replace(box, notes=())
    return replace(box, touched=not (unchanged and state == "draft"))


def _state(block: Commentary) -> str:
    if not block.notes:
        return "prompt"
    return "draft" if block.draft and plain(block.notes) == block.draft else "notes"


def _words(block: Commentary) -> int:
    return mark(plain(block.notes) if block.notes else block.prompt)


def _pieces(text: str) -> list[str]:
    return [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]


def _stored(properties: dict[str, str], name: str) -> str | None:
    found: list[str] = []
    while (piece := properties.get(f"{name}.{len(found) + 1}")) is not None:
        found.append(piece)
    return "".join(found) if found else None


def _known(properties: dict[str, str]) -> list[int] | None:
    """The mark of every paragraph that docgen wrote; None where the document does not say."""
    text = _stored(properties, PROPERTY)
    try:
        marks = base64.b64decode(text or "", validate=True)
    except ValueError:
        return None
    if text is None or len(marks) % 4:
        return None
    return [int.from_bytes(marks[at : at + 4], "big") for at in range(0, len(marks), 4)]


def _written(properties: dict[str, str]) -> Written:
    """Key of a row of recommendations → what docgen wrote into it."""
    found = {}
    for one in (_stored(properties, ROWS) or "").split(";"):
        try:
            key, state, *marks = one.split(":")
            words, owner, due = (int(text, 16) for text in marks)
        except ValueError:
            continue
        found[key] = Wrote(state, words, owner, due)
    return found


def _held(properties: dict[str, str]) -> dict[str, tuple[str, int, int]]:
    """Box → what docgen put into it (prompt, draft or notes), its words, and the draft of that time."""
    found = {}
    for one in (_stored(properties, BOXES) or "").split(";"):
        parts = one.rsplit(":", 3)
        try:
            found[parts[0]] = (parts[1], int(parts[2], 16), int(parts[3], 16))
        except (IndexError, ValueError):
            continue
    return found


def _edits(known: list[int], outside: Sequence[Line]) -> Iterable[Edit]:
    """What stands otherwise than docgen wrote it."""
    now = [mark(line.text) for line in outside]
    for kind, first, end, start, stop in SequenceMatcher(None, known, now, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        before = _short(outside[start - 1].text) if start else ""
        where = f"after “{before}”" if before else "at the beginning"
        changed = min(end - first, stop - start) if kind == "replace" else 0
        for n in range(start, stop):
            yield Edit("changed" if n - start < changed else "added", _short(outside[n].text), where)
        for _ in range(end - first - changed):
            yield Edit("removed", "", where)


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 2].rsplit(' ', 1)[0]} …"
