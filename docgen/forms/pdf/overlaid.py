"""What people put over the answers instead of into them: words typed on the page, highlights, strokes, drawings.

Many programs that show PDFs offer “Add text” and pens beside the fields. Such a thing is no answer by itself; it leaves
the answer that it lies on in doubt, with what it says, and it is listed among what was put on the pages all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docgen.forms.pdf.document import Document, Field, Note
from docgen.marks import Address, Mark, is_tick, may_be_tick

Rect = tuple[float, float, float, float]
_WAYS = {"Highlight": "highlight", "Underline": "underline", "Squiggly": "underline", "StrikeOut": "strike"}
_DRAWN = frozenset({"Ink", "Stamp", "Square", "Circle", "Line", "Polygon", "PolyLine"})
_NEAR, _REACH = 8.0, 420.0
"""How far from a box a sign may stand that is meant for it, and how far its words reach, in points."""


def overlaid(marks: tuple[Mark, ...], fields: Mapping[Address, Field], document: Document) -> tuple[Mark, ...]:
    """The marks with what lies over their fields."""
    if not document.notes:
        return marks
    boxes = {address: field for address, field in fields.items() if field.kind == "Btn"}
    words = {address: field for address, field in fields.items() if field.kind != "Btn"}
    changed = {mark.address: mark for mark in marks}
    for note in document.notes:
        for address in _meant(note, boxes, words):
            if address in changed:
                mark = changed[address]
                changed[address] = _box(mark, note) if address in boxes else _words(mark, note)
    return tuple(changed.get(mark.address, mark) for mark in marks)


def _meant(note: Note, boxes: Mapping[Address, Field], words: Mapping[Address, Field]) -> Iterator[Address]:
    """The answers that something lies on: the box in front of marked words or of a sign, or the fields it covers."""
    if note.rect is None:
        return
    if note.what in _WAYS:
        found = _in_front(note.page, note.rect, boxes)
        if found is not None:
            yield found
            return
    if note.what == "FreeText" or note.what in _DRAWN:
        near = _nearest(note, _middle(note.rect), boxes)
        if near is not None:
            yield near
            begins = (note.rect[0] + _NEAR / 2, _middle(note.rect)[1])
            behind = _in_front(note.page, note.rect, boxes) if may_be_tick(note.text) else None
            if behind is not None and behind != near != _nearest(note, begins, boxes):
                yield behind  # between two boxes of a line a sign may be meant for either
            return
    if note.what == "FreeText" or note.what in _WAYS:
        covered = [one for one, rect in _on(note.page, words) if _apart(_middle(note.rect), rect) == 0]
        yield from covered
        found = _in_front(note.page, note.rect, boxes) if not covered and may_be_tick(note.text) else None
        if found is not None:
            yield found


def _nearest(note: Note, point: tuple[float, float], boxes: Mapping[Address, Field]) -> Address | None:
    """The box that a point of the page is on, or as good as on."""
    near = min(
        ((_apart(point, rect), one) for one, rect in _on(note.page, boxes)), key=lambda pair: pair[0], default=None
    )
    return near[1] if near is not None and near[0] <= _NEAR else None


def _box(mark: Mark, note: Note) -> Mark:
    """A box on which something lies."""
    if note.what in _WAYS:
        return mark._replace(seen=tuple(dict.fromkeys((*mark.seen, _WAYS[note.what]))))
    if note.what == "FreeText" and may_be_tick(note.text) and not mark.ticked:
        return mark._replace(beside=note.text.strip())
    if note.what == "FreeText" and is_tick(note.text):
        return mark
    what = (
        f"“{note.text.strip()[:80]}” is typed at the box" if note.what == "FreeText" else "a drawing lies over the box"
    )
    return mark._replace(trouble=mark.trouble or what)


def _words(mark: Mark, note: Note) -> Mark:
    """A field for words on which something lies."""
    if note.what == "StrikeOut":
        return mark._replace(kept="") if mark.text.strip() else mark
    if note.what != "FreeText" or not note.text.strip():
        return mark
    if mark.text.strip():
        return mark._replace(trouble=mark.trouble or f"over it is typed: “{note.text.strip()[:80]}”")
    trouble = f"the field is empty, but over it is typed: “{note.text.strip()[:80]}”"
    return mark._replace(text=note.text, prompt=False, how="beside", trouble=trouble)


def _in_front(page: int, rect: Rect, boxes: Mapping[Address, Field]) -> Address | None:
    """The box in whose words this lies: the nearest one on its left, on the same line."""
    left, height = rect[0], (rect[1] + rect[3]) / 2
    found = [
        (left - box[2], one)
        for one, box in _on(page, boxes)
        if box[1] - 2 <= height <= box[3] + 2 and -_NEAR <= left - box[2] <= _REACH
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _on(page: int, fields: Mapping[Address, Field]) -> Iterator[tuple[Address, Rect]]:
    for address, field in fields.items():
        for widget in field.widgets:
            if widget.page == page and widget.rect is not None:
                yield address, widget.rect


def _middle(rect: Rect) -> tuple[float, float]:
    return (rect[0] + rect[2]) / 2, (rect[1] + rect[3]) / 2


def _apart(point: tuple[float, float], rect: Rect) -> float:
    """How far a point is from a rectangle; 0 within it."""
    across = max(rect[0] - point[0], point[0] - rect[2], 0.0)
    along = max(rect[1] - point[1], point[1] - rect[3], 0.0)
    return max(across, along)
