"""A closer look at one paragraph: which words stand in which control, and which beside it.

Used to learn the form from its blank, and for the paragraphs of a return that are not as the form made them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from docgen.forms.word import tags
from docgen.forms.word.walk import SIGNS, sign
from docgen.marks import Address

BOX, LIST, DATE, TEXT = "box", "list", "date", "text"

_SIGNS = frozenset({tags.TAB, *SIGNS})
_STRUCK, _STYLED = frozenset({tags.STRIKE, tags.DOUBLE_STRIKE}), frozenset({tags.R_STYLE, tags.COLOUR})
_PROPERTIES = frozenset({tags.P_PR, tags.R_PR, tags.SDT_PR})


@dataclass(frozen=True, slots=True, eq=False)
class Control:
    """A content control as the file has it; `address` is None where its tag is not docgen's.

    glyphs      what the box shows when ticked and when not, as the control itself says
    """

    address: Address | None = None
    kind: str = ""
    checked: bool | None = None
    stored: str = ""
    showing: bool = False
    glyphs: tuple[str, str] = ("", "")


class _Held(NamedTuple):
    """The texts in each control of a paragraph, and those before and behind it as far as the next control."""

    inside: dict[Control, list[str]]
    before: dict[Control, list[str]]
    after: dict[Control, list[str]]


def _by_control(pieces: Iterable[tuple[str, Control | None]]) -> _Held:
    """The pieces by their controls. One that goes on behind another control has its words around the first part."""
    found = _Held({}, {}, {})
    current: Control | None = None
    since: list[str] = []
    for text, holder in pieces:
        if holder is None:
            since.append(text)
            if current is not None:
                found.after[current].append(text)
            continue
        if holder is not current:
            current = holder if holder not in found.inside else None
            found.inside.setdefault(holder, [])
            found.after.setdefault(holder, [])
            found.before.setdefault(holder, since)
        found.inside[holder].append(text)
        since = []
    return found


@dataclass(slots=True, eq=False)
class Sight:
    """A paragraph in pieces, in order: a text, and the control that it stands in.

    text        all that is seen in the paragraph
    names       bookmarks that begin here, each with the control that follows it or holds it
    struck      the numbers of the pieces that are struck out
    styled      the numbers of those that have a character style or a colour of their own
    held        the pieces by their controls, once somebody asked for them
    """

    paragraph: tags.Element
    text: str = ""
    pieces: list[tuple[str, Control | None]] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    names: list[tuple[str, Control | None]] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)
    styled: set[int] = field(default_factory=set)
    held: _Held | None = None

    def plainly_typed(self, control: Control | None) -> bool:
        """Whether no word in a control, or in the paragraph for None, has a style or a colour, as a prompt has."""
        return not any(
            text.strip() and n in self.styled
            for n, (text, held) in enumerate(self.pieces)
            if held is control or control is None
        )

    def without_struck(self) -> Sight:
        """The paragraph without the words that are struck out; itself where none are."""
        if not self.struck:
            return self
        pieces = [("", held) if n in self.struck else (text, held) for n, (text, held) in enumerate(self.pieces)]
        return Sight(self.paragraph, "".join([text for text, _ in pieces]), pieces, self.controls, self.names)

    def inside(self, control: Control) -> str:
        """What stands in a control."""
        return "".join(self._held().inside.get(control, ()))

    def around(self, control: Control) -> tuple[str, str]:
        """The words before a control and after it, as far as the next control on either side."""
        held = self._held()
        return "".join(held.before.get(control, ())), "".join(held.after.get(control, ()))

    def _held(self) -> _Held:
        """The pieces by their controls; put in order once, as a paragraph may hold thousands."""
        if self.held is None:
            self.held = _by_control(self.pieces)
        return self.held


def look(paragraph: tags.Element, known: Collection[str] = (), enclosing: Iterable[Control] = ()) -> Sight:
    """The paragraph in pieces.

    `known` are the tags of the form; where none are given, every tag that may be one is taken for one.
    `enclosing` are controls around the whole paragraph, outermost first.
    """
    looking = _Looking(Sight(paragraph), known, list(enclosing))
    looking.enter()
    looking.into(paragraph)
    looking.sight.names += [(name, None) for name in looking.waiting]
    looking.sight.text = "".join([text for text, _ in looking.sight.pieces])
    return looking.sight


@dataclass(slots=True)
class _Looking:
    """A look at one paragraph, under way: the controls around where it is, and bookmarks that wait for a control."""

    sight: Sight
    known: Collection[str]
    stack: list[Control]
    held: Control | None = None
    waiting: list[str] = field(default_factory=list)

    def enter(self) -> None:
        """Notes a control where it begins, and that the bookmarks just before it are its own."""
        sight, self.held = self.sight, holder(self.stack)
        if self.held is not None and self.held not in sight.controls:
            sight.controls.append(self.held)
            sight.pieces.append(("", self.held))
            sight.names += [(name, self.held) for name in self.waiting]
            self.waiting.clear()

    def into(self, element: tags.Element) -> None:
        """Everything in an element, in order. The depth is the file's, which the parser bounds."""
        pieces = self.sight.pieces
        for child in element:
            kind = child.tag
            if kind == tags.T:
                pieces.append((child.text or "", self.held))
            elif kind == tags.R:
                self._run(child)
            elif kind == tags.SDT:
                self.stack.append(control_of(child, self.known))
                self.enter()
                self.into(child)
                self.stack.pop()
                self.held = holder(self.stack)
            elif kind == tags.BOOKMARK:
                self._name(child.get(tags.NAME) or "")
            elif kind in _SIGNS:
                pieces.append((sign(child), self.held))
            elif kind not in _PROPERTIES and len(child):
                self.into(child)

    def _run(self, run: tags.Element) -> None:
        """What a run holds: mostly its properties and one text."""
        pieces = self.sight.pieces
        start, struck, styled = len(pieces), False, False
        for child in run:
            kind = child.tag
            if kind == tags.T:
                pieces.append((child.text or "", self.held))
            elif kind in _SIGNS:
                pieces.append((sign(child), self.held))
            elif kind == tags.R_PR:
                for one in child:
                    struck = struck or (one.tag in _STRUCK and tags.on_off(one) is not False)
                    styled = styled or one.tag in _STYLED
            elif kind not in _PROPERTIES and len(child):
                self.into(child)
        if struck:
            self.sight.struck.update(number for number in range(start, len(pieces)) if pieces[number][0])
        if styled:
            self.sight.styled.update(range(start, len(pieces)))

    def _name(self, name: str) -> None:
        if self.held is None:
            self.waiting.append(name)
        else:
            self.sight.names.append((name, self.held))


def holder(stack: list[Control]) -> Control | None:
    """Which of the controls around a text it belongs to: the outermost with an address, else the innermost of a kind.

    A control without address and kind is a wrapper of LibreOffice 7 or Google's, and stands for nothing.
    """
    innermost = None
    for control in stack:
        if control.address is not None:
            return control
        if control.kind:
            innermost = control
    return innermost


def control_of(element: tags.Element, known: Collection[str] = ()) -> Control:
    """A w:sdt in our words; a tag that is not among the known ones is no address."""
    address, kind, checked, stored, showing, glyphs = None, "", None, "", False, ("", "")
    for child in next(element.iterchildren(tags.SDT_PR), ()):
        what = child.tag
        if what == tags.TAG:
            tag = child.get(tags.VAL) or ""
            address = Address.parse(tag) if tag in known or not known else None
        elif what == tags.CHECKBOX:
            kind = BOX
            checked, glyphs = _box(child)
        elif what == tags.LIST or what == tags.COMBO:
            kind = LIST
        elif what == tags.DATE:
            kind, stored = DATE, child.get(tags.FULL_DATE) or ""
        elif what == tags.W + "text":
            kind = TEXT
        elif what == tags.SHOWING:
            showing = tags.on_off(child) is not False
    if address is not None and not kind:
        kind = TEXT
    return Control(address, kind, checked, stored, showing, glyphs)


def _box(properties: tags.Element) -> tuple[bool | None, tuple[str, str]]:
    """The stored state of a box, and what it shows when ticked and when not; Word's own signs where it names none."""
    checked: bool | None = False
    ticked, empty = "☒", "☐"
    for child in properties:
        if child.tag == tags.CHECKED:
            checked = tags.on_off(child)
        elif child.tag == tags.CHECKED_STATE:
            ticked = _sign(child, ticked)
        elif child.tag == tags.UNCHECKED_STATE:
            empty = _sign(child, empty)
    return checked, (ticked, empty)


def _sign(state: tags.Element, usual: str) -> str:
    """The character that a box shows in one of its states."""
    try:
        return chr(int(state.get(tags.VAL14) or state.get(tags.VAL) or "", 16))
    except (ValueError, OverflowError):
        return usual
