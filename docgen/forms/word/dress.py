"""How words are dressed: what makes one option stand out from the others, or strikes it out, against the blank.

Only effective looks are compared: what a run says itself, over its styles (ECMA-376 part 1, 17.7.2). A program that
writes the look of a style into each run changes nothing; a person who highlights a grade does.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from docgen.forms.word import tags

Dress = Mapping[str, Mapping[str, frozenset[str]]]
"""Part of an option (box, label, meaning, below) → way of marking → the values that its letters have; "" for none."""

BOX, LABEL, MEANING, BELOW = "box", "label", "meaning", "below"
_MARKS = {
    tags.HIGHLIGHT: "highlight",
    tags.SHADING: "shading",
    tags.BOLD: "bold",
    tags.BORDER: "border",
    tags.UNDERLINE: "underline",
    tags.COLOUR: "colour",
    tags.STRIKE: "strike",
    tags.DOUBLE_STRIKE: "strike",
    tags.P_BORDER: "border",
    tags.ITALIC: "italic",
    tags.SIZE: "size",
    tags.NUMBERED: "bullet",
    **dict.fromkeys((*tags.EFFECTS, *tags.MORE_EFFECTS), "effect"),
}
WAYS = frozenset(_MARKS)
"""The elements that dress words. Where a body has none, and no style that its blank lacks, nothing is marked so."""
_TELLING = WAYS | {tags.P_STYLE, tags.R_STYLE}
_PROPERTIES = frozenset({tags.P_PR, tags.R_PR, tags.SDT_PR})
_NEXT = (tags.SDT, tags.BOOKMARK, tags.FIELD_CHAR)
_MOST_BELOW = 10
_TOGGLES = frozenset({tags.BOLD, tags.ITALIC, tags.STRIKE, tags.DOUBLE_STRIKE, *tags.EFFECTS})
_NONE = frozenset({"", "none", "nil", "clear", "auto", "ffffff", "white"})
_WHITE = frozenset({"ffffff", "white"})
"""On white paper such words are not seen; as a ground it is none."""
_BLACK = 0x40
"""A colour no part of which is lighter than this is black to the eye."""


class Seen(NamedTuple):
    """What is seen at one option: the ways in which it is marked as a whole, and those in which a part of it is."""

    whole: tuple[str, ...] = ()
    part: tuple[str, ...] = ()


class Look(NamedTuple):
    """How a run looks: way of marking and how far, a colour or any word that is not empty, for the ways in use.

    own     whether it says so itself, or by a style that is not among the usual ones
    """

    ways: frozenset[tuple[str, str]] = frozenset()
    own: bool = False


_PLAIN = Look()


class Words(NamedTuple):
    """The words of an option and of what stands below it, with their looks; equal ones are dressed alike.

    runs        the text and the look of each run of its paragraph that has words
    box         where in these the runs of its box begin and end; None where it has no box
    below       the looks of the words in the paragraphs below that belong to it
    """

    runs: tuple[tuple[str, Look], ...]
    box: tuple[int, int] | None
    below: tuple[Look, ...]

    @property
    def own(self) -> bool:
        """Whether any of the words has a look of its own."""
        return any(look.own for look in (*[look for _, look in self.runs], *self.below))


class Styles:
    """The styles of a document, as far as they dress words.

    Equal looks are worked out once: a document has few, and thousands of runs.
    """

    def __init__(self, root: tags.Element | None, usual: Collection[bytes] | None = None) -> None:
        """`usual` are the ids of the styles that say nothing of themselves; None for all."""
        styles = root.iter(tags.STYLE) if root is not None else ()
        self._usual = usual
        self._styles = {style.get(tags.STYLE_ID) or "": style for style in styles}
        self._known: dict[str, dict[str, str]] = {}
        self._laid: dict[tuple[object, ...], Look] = {}

    def words(self, paragraph: tags.Element) -> Words:
        """The words of the option that a paragraph is, each with its look."""
        runs: list[tuple[str, Look]] = []
        boxes: list[tuple[int, int]] = []
        self._gather(paragraph, self._base(paragraph), runs, boxes)
        below: list[tuple[str, Look]] = []
        for one in _below(paragraph):
            self._gather(one, self._base(one), below, [])
        return Words(tuple(runs), boxes[-1] if boxes else None, tuple([look for text, look in below if text.strip()]))

    def _gather(
        self, element: tags.Element, base: Look, runs: list[tuple[str, Look]], boxes: list[tuple[int, int]]
    ) -> None:
        """Adds the runs below an element that have words, and where those of each box begin and end.

        The depth is the file's, which the parser bounds.
        """
        for child in element:
            if not len(child):
                continue
            kind = child.tag
            if kind == tags.R:
                text, properties, others = "", None, False
                for piece in child:
                    what = piece.tag
                    if what == tags.T or what == tags.SYMBOL:
                        text += piece.text or "☐"
                    elif what == tags.R_PR:
                        properties = piece
                    elif len(piece):
                        others = True
                if text:
                    runs.append((text, self._over(base, properties)))
                if others:
                    self._gather(child, base, runs, boxes)
            elif kind == tags.SDT and next(child.iter(tags.CHECKBOX), None) is not None:
                number, start = len(boxes), len(runs)
                boxes.append((start, start))
                self._gather(child, base, runs, boxes)
                boxes[number] = (start, len(runs))
            elif kind not in _PROPERTIES:
                self._gather(child, base, runs, boxes)

    def _base(self, paragraph: tags.Element) -> Look:
        """The look that a paragraph gives its words. The w:rPr in its w:pPr is of the paragraph's mark alone."""
        first = paragraph[0] if len(paragraph) else None
        if first is None or first.tag != tags.P_PR:
            first = next(paragraph.iterchildren(tags.P_PR), None)
        return self._over(_PLAIN, first)

    def _look(self, name: str) -> dict[str, str]:
        """The look that a style gives, those that it is based on included; empty values take away."""
        chain: dict[str, tags.Element] = {}
        at = name
        while at in self._styles and at not in self._known and at not in chain:
            chain[at] = self._styles[at]
            based = next(chain[at].iterchildren(tags.BASED_ON), None)
            at = (based.get(tags.VAL) or "") if based is not None else ""
        look = self._known.get(at, {})
        for one, style in reversed(chain.items()):
            look = self._known[one] = {**look, **_said(style)}
        return look

    def _over(self, base: Look, properties: tags.Element | None) -> Look:
        """The look of properties over their style's, over that of what they stand in; once for equal ones."""
        if properties is None:
            return base
        key: list[object] = [base]
        for child in properties:
            kind = child.tag
            if kind in _TELLING:
                key.append(kind)
                key += child.items()
                if len(child):
                    key.append(tuple([(part.tag, part.get(tags.VAL)) for part in child]))
        if len(key) == 1:
            return base
        known = tuple(key)
        look = self._laid.get(known)
        if look is None:
            look = self._laid[known] = self._lay(base, properties)
        return look

    def _lay(self, base: Look, properties: tags.Element) -> Look:
        own: dict[str, str] = {}
        style, odd = "", base.own
        for child in properties:
            if child.tag in WAYS:
                _note(own, child)
                odd = True
            elif child.tag in _TELLING:
                style = child.get(tags.VAL) or ""
                odd = odd or (self._usual is not None and style.encode() not in self._usual)
        return Look(frozenset({**dict(base.ways), **self._look(style), **own}.items()), odd)


def _said(style: tags.Element) -> dict[str, str]:
    """What a style says of itself: the children of its properties."""
    found: dict[str, str] = {}
    for holder in style.iterchildren(tags.P_PR, tags.R_PR):
        for child in holder:
            if child.tag in WAYS:
                _note(found, child)
    return found


def _note(found: dict[str, str], mark: tags.Element) -> None:
    """Adds what one element says; of those that strike out, and of the effects, any is enough."""
    way, value = _MARKS[mark.tag], _value(mark)
    found[way] = value or (found.get(way, "") if way in ("strike", "effect") else "")


def _value(mark: tags.Element) -> str:
    """How far an element marks; empty where it says that it does not."""
    kind = mark.tag
    if kind in _TOGGLES:
        return "on" if tags.on_off(mark) is not False else ""
    if kind == tags.P_BORDER:
        return "on" if any((side.get(tags.VAL) or "") not in _NONE for side in mark) else ""
    if kind == tags.NUMBERED:
        number = next(mark.iterchildren(tags.NUMBER_ID), None)
        return "on" if number is not None and (number.get(tags.VAL) or "0") != "0" else ""
    value = (mark.get(tags.VAL) or "").casefold()
    if kind in tags.MORE_EFFECTS:
        return "" if value in _NONE and kind.startswith(tags.W) else "on"
    if kind == tags.COLOUR and value in _WHITE:
        return value
    if kind == tags.SHADING:
        fill = (mark.get(tags.FILL) or "").casefold()
        return fill if fill not in _NONE else "" if value in _NONE else value
    if value in _NONE:
        return ""
    if kind == tags.COLOUR:
        return "" if _is_black(value) else value
    return "on" if kind in (tags.UNDERLINE, tags.BORDER) else value


def _is_black(colour: str) -> bool:
    try:
        return all(int(colour[at : at + 2], 16) < _BLACK for at in (0, 2, 4))
    except ValueError:
        return False


def label_of(words: Words) -> str:
    """The label of an option in a blank: the words of the first run behind its box."""
    start, end = words.box or (0, 0)
    beside = (text.strip() for n, (text, _) in enumerate(words.runs) if not start <= n < end)
    return next((text for text in beside if text), "")


def dress_of(words: Words, label: str) -> Dress:
    """How an option is dressed: its box, its label, what stands behind that, and the paragraphs below it.

    Where the label is not found, all that is written is the label.
    """
    first, last = words.box or (0, 0)
    beside = [*words.runs[:first], *words.runs[last:]]
    written = "".join([text for text, _ in beside])
    start = written.find(label)
    end = start + len(label)
    if start < 0 or not label:
        start, end = 0, len(written)
    parts: dict[str, set[Look]] = {
        BOX: {look for text, look in words.runs[first:last] if text.strip()},
        LABEL: set(),
        MEANING: set(),
        BELOW: set(words.below),
    }
    at = 0
    for text, look in beside:
        till = at + len(text)
        if words.box is None and at < start and text[: start - at].strip():
            parts[BOX].add(look)
        if at < end and till > start and text[max(start - at, 0) : end - at].strip():
            parts[LABEL].add(look)
        if till > end and text[max(end - at, 0) :].strip():
            parts[MEANING].add(look)
        at = till
    return {name: _values(looks) for name, looks in parts.items() if looks}


def _values(looks: Iterable[Look]) -> Mapping[str, frozenset[str]]:
    """Way of marking → the values of some letters, for the ways that any of them has."""
    each = [dict(look.ways) for look in looks]
    ways = {way for look in each for way in look}
    return {way: frozenset([look.get(way, "") for look in each]) for way in ways}


def _below(paragraph: tags.Element) -> Iterator[tags.Element]:
    """The paragraphs below an option that belong to it: those that follow it up to the next control or bookmark.

    So many are no description of an option that what comes after them is nothing of its.
    """
    one, left = paragraph.getnext(), _MOST_BELOW
    while one is not None and left and one.tag == tags.P and next(one.iter(*_NEXT), None) is None:
        yield one
        one, left = one.getnext(), left - 1


def seen(found: Dress, blank: Dress) -> Seen:
    """What is seen at an option that the blank does not have there."""
    whole: set[str] = set()
    part: set[str] = set()
    for name, ways in found.items():
        own = blank.get(name)
        if own is None or own == ways:
            continue
        for way, values in ways.items():
            new = values - own.get(way, frozenset()) - {""}
            if new and (values - new or (way == "strike" and name in (MEANING, BELOW))):
                part.add(way)
            elif new:
                whole.add(way)
    return Seen(tuple(sorted(whole)), tuple(sorted(part - whole)))


def together(each: Iterable[Seen]) -> Seen:
    """What is seen at an option that stands in several paragraphs."""
    found = tuple(each)
    whole = tuple(dict.fromkeys(way for one in found for way in one.whole))
    return Seen(whole, tuple(dict.fromkeys(way for one in found for way in one.part if way not in whole)))
