"""A closer look at one paragraph: which words stand in which control, and which beside it.

Used to learn the form from its blank, and for the paragraphs of a return that are not as the form made them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from docgen.forms.word import tags
from docgen.forms.word.walk import SIGNS, in_run, sign
from docgen.marks import Address

BOX, LIST, DATE, TEXT = "box", "list", "date", "text"

_SEEN = (tags.SDT, tags.T, tags.TAB, tags.BOOKMARK, *SIGNS)


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


@dataclass(slots=True, eq=False)
class Sight:
    """A paragraph in pieces, in order: a text, and the control that it stands in.

    names       bookmarks that begin here, each with the control that follows it or holds it
    """

    paragraph: tags.Element
    pieces: list[tuple[str, Control | None]] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    names: list[tuple[str, Control | None]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All that is seen in the paragraph."""
        return "".join(text for text, _ in self.pieces)

    def inside(self, control: Control | None) -> str:
        """What stands in a control; what stands in none, for None."""
        return "".join(text for text, holder in self.pieces if holder is control)

    def around(self, control: Control) -> tuple[str, str]:
        """The words before a control and after it, as far as the next control on either side."""
        before: list[str] = []
        after: list[str] = []
        passed = False
        for text, holder in self.pieces:
            if holder is control:
                passed = True
            elif holder is None:
                (after if passed else before).append(text)
            elif passed:
                break
            else:
                before.clear()
        return "".join(before), "".join(after)


def look(paragraph: tags.Element, known: Collection[str] = (), enclosing: Iterable[Control] = ()) -> Sight:
    """The paragraph in pieces.

    `known` are the tags of the form; where none are given, every tag that may be one is taken for one.
    `enclosing` are controls around the whole paragraph, outermost first.
    """
    from lxml import etree

    sight = Sight(paragraph)
    stack = list(enclosing)
    waiting: list[str] = []
    _enter(sight, holder(stack), waiting)
    for event, element in etree.iterwalk(paragraph, events=("start", "end"), tag=_SEEN):
        kind = element.tag
        if kind == tags.SDT:
            if event == "end":
                stack.pop()
            else:
                stack.append(control_of(element, known))
                _enter(sight, holder(stack), waiting)
        elif event == "end":
            continue
        elif kind == tags.BOOKMARK:
            name, held = element.get(tags.NAME) or "", holder(stack)
            if held is None:
                waiting.append(name)
            else:
                sight.names.append((name, held))
        elif kind == tags.T:
            sight.pieces.append((element.text or "", holder(stack)))
        elif kind != tags.TAB or in_run(element):
            sight.pieces.append((sign(element), holder(stack)))
    sight.names += [(name, None) for name in waiting]
    return sight


def _enter(sight: Sight, control: Control | None, waiting: list[str]) -> None:
    """Notes a control where it begins, and that the bookmarks just before it are its own."""
    if control is not None and control not in sight.controls:
        sight.controls.append(control)
        sight.pieces.append(("", control))
        sight.names += [(name, control) for name in waiting]
        waiting.clear()


def holder(stack: list[Control]) -> Control | None:
    """Which of the controls around a text it belongs to: the outermost with an address, else the innermost of a kind.

    A control without address and kind is a wrapper of LibreOffice 7 or Google's, and stands for nothing.
    """
    for control in stack:
        if control.address is not None:
            return control
    return next((control for control in reversed(stack) if control.kind), None)


def control_of(element: tags.Element, known: Collection[str] = ()) -> Control:
    """A w:sdt in our words; a tag that is not among the known ones is no address."""
    properties = element.find(tags.SDT_PR)
    address, kind, checked, stored, showing, glyphs = None, "", None, "", False, ("", "")
    for child in properties if properties is not None else ():
        if child.tag == tags.TAG:
            tag = child.get(tags.VAL) or ""
            address = Address.parse(tag) if tag in known or not known else None
        elif child.tag == tags.CHECKBOX:
            kind, checked, glyphs = BOX, False, (_glyph(child, tags.CHECKED_STATE), _glyph(child, tags.UNCHECKED_STATE))
            state = child.find(tags.CHECKED)
            if state is not None:
                checked = tags.on_off(state)
        elif child.tag in (tags.LIST, tags.COMBO):
            kind = LIST
        elif child.tag == tags.DATE:
            kind, stored = DATE, child.get(tags.FULL_DATE) or ""
        elif child.tag == tags.W + "text":
            kind = TEXT
        elif child.tag == tags.SHOWING:
            showing = tags.on_off(child) is not False
    if address is not None and not kind:
        kind = TEXT
    return Control(address, kind, checked, stored, showing, glyphs)


def _glyph(box: tags.Element, state: str) -> str:
    """The character that a box shows in one of its states; Word's own where the file names none."""
    found = box.find(state)
    code = (found.get(tags.VAL14) or found.get(tags.VAL) or "") if found is not None else ""
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return "☒" if state == tags.CHECKED_STATE else "☐"
