"""A returned PDF form, opened and read into marks: what each field of the form holds, and what stands nowhere.

A field stores its value and shows an appearance, and programs exist that change only one of the two. Where they
say different things the mark says so, and no one of them is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from docgen.fields import same
from docgen.forms.carriers import outline
from docgen.forms.pdf import vet
from docgen.forms.pdf.blank import Blank
from docgen.forms.pdf.carriers import carriers, editor
from docgen.forms.pdf.document import Document, Field, Widget, open_document
from docgen.forms.pdf.overlaid import overlaid
from docgen.forms.pdf.remarks import remarks
from docgen.forms.pdf.unread import unread
from docgen.marks import Address, Carrier, Mark, Marks, Outline

_OFF = frozenset({"", "Off", "☐"})
"""The states of a box that is not ticked; LibreOffice calls one by its sign."""
_TICK, _NO_TICK = "☒", "☐"
_LETTER, _SPARSE = (5.5, 14.0), 0.4
"""Room that a letter takes, in points; the least share of letters in a field that is full."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A PDF form that could be opened.

    editor      the program that saved it, by its own account; empty where it does not say
    carriers    what says which form it is a copy of
    """

    name: str
    editor: str
    carriers: tuple[Carrier, ...]
    document: Document
    format: str = "pdf"

    def outline(self) -> Outline:
        """What the file shows of itself."""
        pages = (self.document.words(number) or () for number in range(1, len(self.document.sheets) + 1))
        return outline((line for page in pages for line in page), (field.name for field in self.document.fields))

    def marks(self, blank: Blank) -> Marks:
        """What the file says in terms of the form that `blank` is the blank of."""
        fields = {field.name: field for field in self.document.fields}
        found = tuple(
            _mark(address, fields[name], blank.fields[name], self.document.stale)
            for name, address in blank.addresses.items()
            if name in fields
        )
        at = {address: fields[name] for name, address in blank.addresses.items() if name in fields}
        found = overlaid(found, at, self.document)
        missing = tuple(address for name, address in blank.addresses.items() if name not in fields)
        return Marks(found, tuple(unread(self.document, blank)), missing, tuple(remarks(self.document, at)))


def open_form(data: bytes, name: str, passwords: Sequence[str] = ()) -> Opened:
    """The file, vetted and parsed. Raises DocgenError with one refusal where it is no readable PDF form.

    A PDF that was printed, flattened or scanned holds no fields and is refused. `name` is for messages; `passwords` are
    tried where the file has one.
    """
    document = open_document(data, name, passwords)
    found = carriers(document)
    if not found and (said := document.printed()) and not any(Address.parse(one.name) for one in document.fields):
        vet.other_fields(name, said)
    return Opened(name, editor(document), found, document)


def _mark(address: Address, field: Field, own: Field, stale: bool) -> Mark:
    if own.kind == "Btn" and field.kind == "Btn":
        return _box(address, field)
    return _words(address, field, own, stale)


def _box(address: Address, field: Field) -> Mark:
    """A box: the state that its field stores, and the one that it shows."""
    stored = None if field.value is None else field.value not in _OFF
    shown = {_shown(widget, stored) for widget in field.widgets}
    glyph = shown.pop() if len(shown) == 1 else not stored
    sign = "" if glyph is None else _TICK if glyph else _NO_TICK
    states = frozenset().union(*(widget.states for widget in field.widgets))
    trouble = field.trouble
    for what, state in (("stores", field.value or ""), *(("shows", widget.state) for widget in field.widgets)):
        if states and state not in states and state not in _OFF:
            trouble = trouble or f"it {what} “{state}”, which is none of its states"
    return Mark(address, sign, ticked=stored, glyph=glyph, where=_page(field), trouble=trouble)


def _shown(widget: Widget, stored: bool | None) -> bool | None:
    """Whether a box shows a tick. One that does not say which state it is in shows what is stored."""
    if not widget.state:
        return bool(stored)
    return widget.state not in _OFF and (widget.state in widget.states or not widget.states)


def _words(address: Address, field: Field, own: Field, stale: bool) -> Mark:
    """A field in which words stand, or in which one is chosen from a list."""
    stored = field.value or ""
    prompt = next(iter(own.options), "")  # a list begins with the words that stand for no choice
    labels = {**field.options, **own.options}
    text = "" if stored == prompt else labels.get(stored, stored)
    trouble, other = field.trouble, ""
    for one in field.others:
        said = "" if one == prompt else labels.get(one, one)
        if _plain(said) != _plain(text):
            trouble, other = trouble or _also(said, text), other or said
    for widget in field.widgets if not stale else ():
        shows = None if widget.shows is None else widget.shows.strip()
        if shows is not None and not _agree("" if shows == prompt else shows, text, stored, _room(widget)):
            trouble, other = _differ(shows, text), "" if shows == prompt else shows
            break
    text = text or other
    return Mark(address, text, prompt=not text.strip(), where=_page(field), trouble=trouble, other=other)


def _also(said: str, text: str) -> str:
    """What is wrong with a field that stores its answer in two ways, which differ."""
    first, second = (f"“{one}”" if one else "nothing" for one in (text, said))
    return f"the field stores {first}, and in another place {second}"


def _agree(shows: str, text: str, stored: str, room: float) -> bool:
    """Whether what a field shows is what it stores; a part of it will do where the field is full.

    Letters, digits and the signs of numbers are compared, since programs part lines as they please. A text beyond
    code page 1252 is not compared: few programs can show all of it.
    """
    try:
        text.encode("cp1252")
        shows.encode("cp1252")
    except UnicodeEncodeError:
        return True
    shown, words = _plain(shows), _plain(text)
    if shown == words or (shown and shown == _plain(stored)):
        return True
    return len(shown) > room and shown in words


def _plain(text: str) -> str:
    return "".join(letter for letter in same(text) if letter.isalnum() or letter in "+-./%")


def _room(widget: Widget) -> float:
    """How many letters a field shows at least before it is full."""
    if widget.rect is None:
        return 0.0
    left, bottom, right, top = widget.rect
    return _SPARSE * max((right - left) / _LETTER[0], 1) * max((top - bottom) // _LETTER[1], 1)


def _differ(shows: str, text: str) -> str:
    stored = f"stores “{text}”" if text else "stores nothing"
    return f"the field shows “{shows}”, but {stored}" if shows else f"the field shows nothing, but {stored}"


def _page(field: Field) -> str:
    pages = dict.fromkeys(widget.page for widget in field.widgets if widget.page)
    return ", ".join(f"page {page}" for page in pages)
