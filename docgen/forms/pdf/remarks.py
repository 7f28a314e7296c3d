"""What people noted at a field of a PDF form, by the question that it stands at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docgen.forms.pdf.document import Document, Field, Note, Widget
from docgen.marks import COMMENT, Address, Remark

_STICKY = "Text"
"""The kind of note that stands on a page as a small sign and says its words when it is opened."""


def remarks(document: Document, fields: Mapping[Address, Field]) -> Iterator[Remark]:
    """The words of notes that cover a field, or stand on the line of one."""
    for note in document.notes:
        if not note.text.strip():
            continue
        covered = [address for address, widget in _on(note.page, fields) if _apart(note, widget) == (0.0, 0.0)]
        holder = COMMENT if note.what == _STICKY else ""
        yield from (Remark(one.field, note.text, holder, one.option) for one in covered)
        beside = {one.field: None for one, widget in _on(note.page, fields) if _apart(note, widget)[1] == 0.0}
        yield from (Remark(field, note.text) for field in beside if not covered)


def _on(page: int, fields: Mapping[Address, Field]) -> Iterator[tuple[Address, Widget]]:
    for address, field in fields.items():
        for widget in field.widgets if not address.row else ():
            if widget.page == page:
                yield address, widget


def _apart(note: Note, widget: Widget) -> tuple[float, float]:
    """How far a note is from a field, across the page and along it."""
    if note.rect is None or widget.rect is None:
        return 1.0, 1.0
    return _gap(note.rect[0], note.rect[2], widget.rect[0], widget.rect[2]), _gap(
        note.rect[1], note.rect[3], widget.rect[1], widget.rect[3]
    )


def _gap(start: float, end: float, left: float, right: float) -> float:
    return max(0.0, left - end, start - right)
