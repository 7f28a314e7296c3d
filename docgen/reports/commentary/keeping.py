"""What people wrote in the last copy of a report, put into the boxes of the new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from docgen.reports.blocks import Commentary, Note, Notes, NoteTable, Piece
from docgen.reports.commentary.drawing import bookmark
from docgen.reports.commentary.reading import Box, Edited, plain
from docgen.reports.commentary.walking import mark, same_words

GONE = "Commentary on sections that are no longer in this report"
"""The heading over texts whose section has gone."""

TWICE = "This box was in the report twice. The other one said:"
REDRAFTED = "The draft of this commentary has changed since it was edited. It is now:"


@dataclass(frozen=True, slots=True)
class Kept:
    """The boxes with what people wrote, and the texts that have no box any more, with the titles of their sections.

    conflicts   ids of boxes in which a person must choose between two texts
    """

    boxes: tuple[Commentary, ...]
    gone: tuple[tuple[str, Commentary], ...] = ()
    conflicts: tuple[str, ...] = ()


def keep(boxes: Sequence[tuple[str, Commentary]], edited: Edited) -> Kept:
    """Each box (title of its section, box) with what was written into it. Nothing that somebody wrote is left out."""
    found = _matched(boxes, edited.boxes)
    drafts = dict(edited.drafts)
    made, conflicts = [], []
    for _, box in boxes:
        notes, conflict = _merged(box, found.get(box.id, ()), drafts.get(box.id))
        made.append(replace(box, notes=notes))
        conflicts += [box.id] if conflict else []
    names = {box.id for _, box in boxes}
    gone: dict[str, tuple[str, Commentary]] = {}
    for name, some in found.items():
        for one in some if name not in names else ():
            if one.notes and one.touched:
                title, held = gone.get(name, (one.section, Commentary(name)))
                both = held.notes and plain(held.notes) != plain(one.notes)
                extra = (*_said(TWICE), *one.notes) if both else () if held.notes else one.notes
                gone[name] = (title, replace(held, notes=(*held.notes, *extra)))
    return Kept(tuple(made), tuple(gone.values()), tuple(conflicts))


def _matched(boxes: Sequence[tuple[str, Commentary]], found: Iterable[Box]) -> Mapping[str, list[Box]]:
    """Id → what was found of that box: by its control, else by its bookmark, else by the title of its section."""
    by_mark = {bookmark(box.id): box.id for _, box in boxes}
    by_title = {same_words(title).casefold(): box.id for title, box in boxes}
    names = {box.id for _, box in boxes}
    matched: dict[str, list[Box]] = {}
    for one in found:
        name = one.name if one.name in names else by_mark.get(one.mark, "")
        if not name and not one.name and not one.mark:
            name = by_title.get(same_words(one.section).casefold(), "")
        matched.setdefault(name or one.name or one.mark, []).append(one)
    return matched


def _merged(box: Commentary, found: Sequence[Box], before: int | None) -> tuple[Notes, bool]:
    """What is to stand in a box, and whether a person must choose."""
    written = [one for one in found if one.touched]
    draft = _said(box.draft)
    if not written:
        emptied = before is not None and before == mark(box.draft) and any(not one.notes for one in found)
        return (() if emptied and found else draft), False
    texts: list[Notes] = []
    for one in written:
        notes = _without_prompt(one.notes, box.prompt)
        if notes and plain(notes) not in {plain(other) for other in texts}:
            texts.append(notes)
    if not texts:
        return (), False
    notes = texts[0]
    for other in texts[1:]:
        notes = (*notes, *_said(TWICE), *other)
    redrafted = bool(box.draft) and before is not None and before != mark(box.draft)
    redrafted = redrafted and same_words(box.draft) not in same_words(plain(notes))
    if redrafted:
        notes = (*notes, *_said(REDRAFTED), *draft)
    return notes, redrafted or len(texts) > 1


def _without_prompt(notes: Notes, prompt: str) -> Notes:
    """The text without a prompt that was typed behind or in front of, and so became part of it."""
    found: list[Note | NoteTable] = []
    for note in notes:
        if isinstance(note, Note) and prompt and prompt in (text := plain((note,))):
            rest = text.replace(prompt, "").strip()
            if rest:
                found.append(Note((Piece(rest),), note.kind))
        else:
            found.append(note)
    return tuple(found)


def _said(text: str) -> Notes:
    return tuple(Note((Piece(line),)) for line in text.split("\n") if line)
