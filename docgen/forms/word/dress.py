"""How words are dressed: what makes one option stand out from the others, or strikes it out, against the blank.

Only effective looks are compared: what a run says itself, over its styles (ECMA-376 part 1, 17.7.2). A program that
writes the look of a style into each run changes nothing; a person who highlights a grade does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from docgen.forms.word import tags

Look = Mapping[str, str]
"""Way of marking → how far: a colour, or any word that is not empty. A way that is not there is not used."""
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
}
WAYS = frozenset(_MARKS)
"""The elements that dress words. Where a body has none, and no style that its blank lacks, nothing is marked so."""
_TELLING = WAYS | {tags.P_STYLE, tags.R_STYLE}
PLAIN: Look = {}
"""The look of words that nothing dresses."""
_TOGGLES = frozenset({tags.BOLD, tags.STRIKE, tags.DOUBLE_STRIKE})
_NONE = frozenset({"", "none", "nil", "clear", "auto", "ffffff", "white"})
_BLACK = 0x40
"""A colour no part of which is lighter than this is black to the eye."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen at one option: the ways in which it is marked as a whole, and those in which a part of it is."""

    whole: tuple[str, ...] = ()
    part: tuple[str, ...] = ()


class Styles:
    """The styles of a document, as far as they dress words.

    Equal looks are worked out once: a document has few, and thousands of runs.
    """

    def __init__(self, root: tags.Element | None) -> None:
        self._own: dict[str, tuple[str, dict[str, str]]] = {}
        self._known: dict[str, Look] = {}
        self._laid: dict[tuple[object, ...], Look] = {}
        self._values: dict[tuple[int, ...], Mapping[str, frozenset[str]]] = {}
        for style in root.iter(tags.STYLE) if root is not None else ():
            based = next(style.iterchildren(tags.BASED_ON), None)
            parent = (based.get(tags.VAL) or "") if based is not None else ""
            self._own[style.get(tags.STYLE_ID) or ""] = (parent, _said(style))

    def look(self, name: str) -> Look:
        """The look that a style gives, those that it is based on included; empty values take away."""
        if name not in self._known:
            chain: list[dict[str, str]] = []
            seen: set[str] = set()
            at = name
            while at in self._own and at not in seen:
                seen.add(at)
                at, said = self._own[at]
                chain.append(said)
            self._known[name] = {way: value for said in reversed(chain) for way, value in said.items()}
        return self._known[name]

    def over(self, base: Look, properties: tags.Element | None) -> Look:
        """The look of properties over their style's, over that of what they stand in; one of this object's, or PLAIN.

        `base` is PLAIN or what this method gave.
        """
        if properties is None:
            return base
        said = [child for child in properties if child.tag in _TELLING]
        if not said:
            return base
        key = (id(base), *[(child.tag, *child.items(), *[side.get(tags.VAL) for side in child]) for child in said])
        if key not in self._laid:
            own: dict[str, str] = {}
            style = ""
            for child in said:
                if child.tag in WAYS:
                    _note(own, child)
                else:
                    style = child.get(tags.VAL) or ""
            self._laid[key] = {**base, **self.look(style), **own}
        return self._laid[key]

    def values(self, looks: Sequence[Look]) -> Mapping[str, frozenset[str]]:
        """Way of marking → the values of some letters, for the ways that any of them has."""
        each = {id(look): look for look in looks}
        key = tuple(each)
        if key not in self._values:
            ways = {way for look in looks for way in look}
            self._values[key] = {way: frozenset([look.get(way, "") for look in each.values()]) for way in ways}
        return self._values[key]


def _said(style: tags.Element) -> dict[str, str]:
    """What a style says of itself: the children of its properties."""
    found: dict[str, str] = {}
    for holder in style.iterchildren(tags.P_PR, tags.R_PR):
        for child in holder:
            if child.tag in WAYS:
                _note(found, child)
    return found


def _note(found: dict[str, str], mark: tags.Element) -> None:
    """Adds what one element says; either of the two that strike out is enough."""
    way, value = _MARKS[mark.tag], _value(mark)
    found[way] = value or (found.get(way, "") if way == "strike" else "")


def _value(mark: tags.Element) -> str:
    """How far an element marks; empty where it says that it does not."""
    kind = mark.tag
    if kind in _TOGGLES:
        return "on" if tags.on_off(mark) is not False else ""
    if kind == tags.P_BORDER:
        return "on" if any((side.get(tags.VAL) or "") not in _NONE for side in mark) else ""
    value = (mark.get(tags.VAL) or "").casefold()
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


def label_of(paragraph: tags.Element, control: tags.Element | None) -> str:
    """The label of an option in a blank: the words of the first run behind its box."""
    inside = set(control.iter(tags.R)) if control is not None else set()
    return next((text.strip() for run, text, _ in _runs(paragraph) if run not in inside and text.strip()), "")


def box_in(paragraph: tags.Element) -> tags.Element | None:
    """The content control of the box in a paragraph; None where there is none, or several."""
    found = [one for one in paragraph.iter(tags.SDT) if next(one.iter(tags.CHECKBOX), None) is not None]
    return found[-1] if found else None


def dress_of(paragraph: tags.Element, control: tags.Element | None, label: str, styles: Styles) -> Dress:
    """How an option is dressed: its box, its label, what stands behind that, and the paragraphs below it.

    `control` is the content control of its box. Where the label is not found, all that is written is the label.
    """
    inside = set(control.iter(tags.R)) if control is not None else set()
    base = _base(paragraph, styles)
    words: list[tuple[str, Look]] = []
    parts: dict[str, list[Look]] = {BOX: [], LABEL: [], MEANING: [], BELOW: []}
    for run, text, properties in _runs(paragraph):
        look = styles.over(base, properties)
        if run in inside:
            parts[BOX] += [look] * bool(text.strip())
        else:
            words.append((text, look))
    written = "".join([text for text, _ in words])
    start = written.find(label)
    end = start + len(label)
    if start < 0 or not label:
        start, end = 0, len(written)
    at = 0
    for text, look in words:
        till = at + len(text)
        if control is None and at < start and text[: start - at].strip():
            parts[BOX].append(look)
        if at < end and till > start and text[max(start - at, 0) : end - at].strip():
            parts[LABEL].append(look)
        if till > end and text[max(end - at, 0) :].strip():
            parts[MEANING].append(look)
        at = till
    for one in below_of(paragraph):
        base = _base(one, styles)
        parts[BELOW] += [styles.over(base, properties) for _, text, properties in _runs(one) if text.strip()]
    return {name: styles.values(looks) for name, looks in parts.items() if looks}


def _base(paragraph: tags.Element, styles: Styles) -> Look:
    """The look that a paragraph gives its words. What stands in the w:rPr in its w:pPr is of the paragraph's mark."""
    return styles.over(PLAIN, next(paragraph.iterchildren(tags.P_PR), None))


def _runs(paragraph: tags.Element) -> Iterator[tuple[tags.Element, str, tags.Element | None]]:
    """The runs of a paragraph that have words, with these and their properties."""
    for run in paragraph.iter(tags.R):
        text, properties = "", None
        for child in run:
            kind = child.tag
            if kind == tags.T or kind == tags.SYMBOL:
                text += child.text or "☐"
            elif kind == tags.R_PR:
                properties = child
        if text:
            yield run, text, properties


def below_of(paragraph: tags.Element) -> Iterator[tags.Element]:
    """The paragraphs below an option that belong to it: those that follow it up to the next control or bookmark."""
    for one in paragraph.itersiblings():
        if one.tag != tags.P or next(one.iter(tags.SDT, tags.BOOKMARK, tags.FIELD_CHAR), None) is not None:
            return
        yield one


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
