"""The fields of a form as PDF objects: what an empty one is, and how a value is put in, with what it looks like.

ISO 32000-1, 12.7: a text field, a list or a box to tick, each one with its own name, which is `Address.tag`. A dot
parts the levels of a name, so the cells of a row hang below a node that is called after the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from docgen.fields import Control, kind, show
from docgen.forms.pdf import looks, syntax
from docgen.forms.pdf.flow import Place
from docgen.forms.pdf.letters import Letters
from docgen.forms.slots import value_at
from docgen.forms.words import LIST_PROMPT, line
from docgen.forms.xmltext import clean
from docgen.marks import Address
from docgen.model import Question, Value

ON = "Yes"
"""The name of the state of a box that is ticked."""
_REQUIRED, _MANY_LINES, _LIST = 1 << 1, 1 << 12, 1 << 17
_PRINT = b"4"
_INSET = 1.0
_INK = b"0.1 g"


@dataclass(frozen=True, slots=True)
class Appearance:
    """What a field shows: its words, and whether Helvetica has all their letters. Drawn only for a copy."""

    text: str
    plainly: bool
    width: float
    height: float
    size: float
    many_lines: bool
    arrow: float = 0.0

    def stream(self, letters: Letters, plain: int, other: int) -> bytes:
        """The appearance as a form XObject; `plain` and `other` are the numbers of the fonts."""
        font = plain if self.plainly else other
        leading = round(self.size * 1.16, 2)
        if self.many_lines:
            lines = _wrapped(self.text, letters, self.plainly, (self.width - 6) / self.size)
            y = self.height - 3 - self.size * 0.8
        else:
            lines = [self.text.replace("\n", " ")]
            y = (self.height - self.size * 0.72) / 2
        said = [b"/Tx BMC", b"q", b"1 1 %s %s re W n" % _pair(self.width - 2 - self.arrow, self.height - 2), b"BT"]
        said += [b"/F %s Tf %s" % (syntax.number(self.size), _INK), b"3 %s Td" % syntax.number(y)]
        for number, words in enumerate(lines):
            if number:
                said.append(b"0 %s Td" % syntax.number(-leading))
            said.append(letters.shown(words, self.plainly) + b" Tj")
        said += [b"ET", b"Q", b"EMC"]
        fonts = b"<< /Font << /F %d 0 R >> >>" % font
        box = syntax.numbers(0, 0, self.width, self.height)
        entries = {"Type": b"/XObject", "Subtype": b"/Form", "BBox": box, "Resources": fonts}
        return syntax.stream(entries, b"\n".join(said) + b"\n")


def _pair(*values: float) -> tuple[bytes, ...]:
    return tuple(map(syntax.number, values))


def _wrapped(text: str, letters: Letters, plainly: bool, room: float) -> list[str]:
    """The text in lines that fit; a word that is wider than a line is cut."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        current = ""
        for word in paragraph.split(" "):
            tried = f"{current} {word}" if current else word
            if letters.width(tried, plainly) <= room:
                current = tried
                continue
            if current:
                lines.append(current)
            while letters.width(word, plainly) > room and len(word) > 1:
                fits = max(int(len(word) * room / letters.width(word, plainly)), 1)
                lines.append(word[:fits])
                word = word[fits:]
            current = word
        lines.append(current)
    return lines


@dataclass(frozen=True, slots=True)
class Typed:
    """A field in which words stand, or in which one is chosen from a list. `body` is all of it but its value."""

    number: int
    appearance: int
    address: Address
    question: Question
    body: bytes
    width: float
    height: float
    many_lines: bool

    def empty(self) -> bytes:
        """The field without a value. It shows nothing of its own, so that no program can leave that standing."""
        return self.body + b" >>"

    def filled(self, values: Mapping[str, Value], letters: Letters) -> tuple[bytes, Appearance] | None:
        """The field with its value, and what it shows; None where there is no value."""
        value = value_at(values, self.address)
        if value is None or value == "":
            return None
        text = clean(line(show(value, self.question)) if self._listed else show(value, self.question))
        stored = str(value) if self._listed else text
        body = self.body + b" /V %s /AP << /N %d 0 R >> >>" % (syntax.string(stored), self.appearance)
        size, arrow = _size(self.address), looks.ARROW if self._listed else 0.0
        plainly = letters.plainly(text)
        return body, Appearance(text, plainly, self.width, self.height, size, self.many_lines, arrow)

    @property
    def _listed(self) -> bool:
        return kind(self.question).control is Control.ONE_OF


@dataclass(frozen=True, slots=True)
class Ticked:
    """A box to tick. `body` is all of it but its state."""

    number: int
    address: Address
    body: bytes

    def state(self, values: Mapping[str, Value]) -> bytes:
        """The box, ticked where the value is, or holds, its option."""
        value = values.get(self.address.field)
        on = self.address.option in value if isinstance(value, tuple) else value == self.address.option
        state = syntax.name(ON if on else "Off")
        return self.body + b" /V %s /AS %s >>" % (state, state)


def typed(place: Place, number: int, appearance: int, page: int, parent: int) -> Typed:
    """The field of an answer that is written or chosen from a list."""
    question = place.question
    flags = _REQUIRED if question.required else 0
    many = question.kind == "longtext" or (question.kind == "text" and place.height > 2 * looks.TYPED + 4)
    entries = {"DA": b"(/Helv %s Tf %s)" % (syntax.number(_size(place.address)), _INK)}
    if kind(question).control is Control.ONE_OF:
        pairs = [(LIST_PROMPT, LIST_PROMPT), *((option.id, line(option.label)) for option in question.options)]
        listed = [b"[%s %s]" % (syntax.string(key), syntax.string(clean(label))) for key, label in pairs]
        entries |= {"FT": b"/Ch", "Ff": b"%d" % (flags | _LIST), "Opt": syntax.array(listed)}
    else:
        entries |= {"FT": b"/Tx", "Ff": b"%d" % (flags | (_MANY_LINES if many else 0))}
    body = _widget(place, page, parent, entries)
    inside = place.width - 2 * _INSET, place.height - 2 * _INSET
    return Typed(number, appearance, place.address, question, body, *inside, many)


def ticked(place: Place, number: int, page: int, on: int, off: int) -> Ticked:
    """The field of one option; `on` and `off` are the numbers of what a box shows."""
    entries = {
        "FT": b"/Btn",
        "DA": b"(/ZaDb 0 Tf 0.1 g)",
        "MK": b"<< /CA (4) >>",
        "AP": b"<< /N << %s %d 0 R /Off %d 0 R >> >>" % (syntax.name(ON), on, off),
    }
    return Ticked(number, place.address, _widget(place, page, 0, entries))


def _widget(place: Place, page: int, parent: int, entries: Mapping[str, bytes]) -> bytes:
    """A field and where it shows, in one dictionary that is not closed yet."""
    inset = 0.0 if place.option else _INSET
    corners = (place.x, place.y, place.x + place.width, place.y + place.height)
    rect = syntax.numbers(corners[0] + inset, corners[1] + inset, corners[2] - inset, corners[3] - inset)
    named = place.address.column if place.address.row else place.address.tag
    said = {
        "Type": b"/Annot",
        "Subtype": b"/Widget",
        "T": syntax.string(named),
        "TU": syntax.string(clean(place.says)),
        "F": _PRINT,
        "Rect": rect,
        "P": syntax.reference(page),
        **({"Parent": syntax.reference(parent)} if parent else {}),
        **entries,
    }
    return syntax.dictionary(said)[: -len(b" >>")]


def boxes() -> tuple[bytes, bytes]:
    """What a ticked and an empty box show; the frame is drawn on the page."""
    side = looks.BOX
    entries = {
        "Type": b"/XObject",
        "Subtype": b"/Form",
        "BBox": syntax.numbers(0, 0, side, side),
        "Resources": b"<< >>",
    }
    strokes = ((0.2, 0.52), (0.42, 0.26), (0.82, 0.8))
    points = [b"%s %s" % _pair(x * side, y * side) for x, y in strokes]
    tick = b"q 0.07 0.26 0.43 RG 1.7 w 1 J 1 j %s m %s l %s l S Q\n" % tuple(points)
    return syntax.stream(entries, tick), syntax.stream(entries, b"")


def _size(address: Address) -> float:
    return looks.CELL if address.row else looks.TYPED
