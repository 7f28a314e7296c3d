"""What a person put into a PDF that is in no answer: notes and drawings, other fields, words, pictures and pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from docgen.forms.pdf.blank import Blank, words_of
from docgen.forms.pdf.document import Document, Field, Note
from docgen.forms.pdf.identity import HIDDEN_FIELD
from docgen.model import Unread

_KINDS = {
    "FreeText": "typed note",
    "Text": "sticky note",
    "Highlight": "highlight",
    "Underline": "underlining",
    "Squiggly": "underlining",
    "StrikeOut": "words struck out",
    "Caret": "insertion mark",
    "Ink": "drawing by hand",
    "Stamp": "stamp or picture",
    "FileAttachment": "attached file",
    "Redact": "redaction",
    "Popup": "sticky note",
    "Link": "link",
}


def unread(document: Document, blank: Blank) -> Iterator[Unread]:
    """Everything of the kind, page by page within each sort."""
    for note in document.notes:
        yield Unread(note.text, _place(note, blank), _KINDS.get(note.what, "drawing"))
    for field in document.fields:
        if field.name not in blank.fields and field.name != HIDDEN_FIELD:
            yield _field(field)
    yield from _pages(document, blank)
    for name in document.attached:
        yield Unread(name, "attached to the file", "attached file")


def _place(note: Note, blank: Blank) -> str:
    """The page of a note, what of the form it covers, and whose it is."""
    said = f"page {note.page}"
    covers = _covered(note, blank)
    said += f", at {covers}" if covers else ""
    return f"{said}, by {note.author}" if note.author else said


def _covered(note: Note, blank: Blank) -> str:
    """What the field is called that a note lies over, or else the nearest one on its line."""
    if note.rect is None:
        return ""
    left, bottom, right, top = note.rect
    best, nearest = "", 0.0
    for field in blank.fields.values():
        widget = field.widgets[0]
        if widget.page != note.page or widget.rect is None:
            continue
        across = min(right, widget.rect[2]) - max(left, widget.rect[0])
        along = min(top, widget.rect[3]) - max(bottom, widget.rect[1])
        if across > 0 and along > 0 and across * along > nearest:
            best, nearest = field.says, across * along
    return f"“{best}”" if best else ""


def _field(field: Field) -> Unread:
    where = ", ".join(dict.fromkeys(f"page {widget.page}" for widget in field.widgets if widget.page))
    what = "signature" if field.kind == "Sig" else "form field"
    name = f"field “{field.name}”"
    return Unread(field.value or "", f"{where}, {name}" if where else name, what)


def _pages(document: Document, blank: Blank) -> Iterator[Unread]:
    """What is printed on the pages and is not the form's own."""
    own = Counter(sheet.digest for sheet in blank.document.sheets)
    for number, sheet in enumerate(document.sheets, start=1):
        if sheet.digest and own[sheet.digest] > 0:
            own[sheet.digest] -= 1
            continue
        page = _page_of(number, document, blank)
        words = document.words(number)
        if words is None:
            yield Unread("", f"page {number}", "page whose words cannot be read")
            continue
        lines = list(_foreign(words, blank.words[page - 1] if page else ()))
        if not page:
            yield Unread("\n".join(lines), f"page {number}", "page that is not of the form")
            continue
        if lines:
            yield Unread("\n".join(lines), f"page {number}", "words on the page")
        if sheet.pictures > blank.document.sheets[page - 1].pictures:
            yield Unread("", f"page {number}", "picture")


def _page_of(number: int, document: Document, blank: Blank) -> int:
    """Which page of the form a page is, by the fields on it, or else by its words; 0 where it is none."""
    votes = Counter(
        blank.page_of(field.name)
        for field in document.fields
        if field.name in blank.fields and any(widget.page == number for widget in field.widgets)
    )
    if votes:
        return votes.most_common(1)[0][0]
    found = Counter(word for line in document.words(number) or () for word in words_of(line))
    alike = [(found & Counter(own)).total() / max(len(own), 1) for own in blank.words]
    best = max(alike, default=0.0)
    return alike.index(best) + 1 if best > 0.5 else 0


def _foreign(lines: list[str], own: tuple[str, ...]) -> Iterator[str]:
    """The lines with a word that the form does not print, or not so often.

    Word by word, since a program that writes a page anew may part its lines in other places.
    """
    left = Counter(own)
    for line in lines:
        found = Counter(words_of(line))
        if found - left:
            yield line.strip()
        left -= found
