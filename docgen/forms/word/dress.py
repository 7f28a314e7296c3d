"""How words are dressed: what makes one option stand out from the others, or strikes it out, against the blank.

Only effective looks are compared: what a run says itself, over its styles (ECMA-376 part 1, 17.7.2). A program that
writes the look of a style into each run changes nothing; a person who highlights a grade does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
    """The styles of a document, as far as they dress words."""

    def __init__(self, root: tags.Element | None) -> None:
        self._own: dict[str, tuple[str, dict[str, str]]] = {}
        self._known: dict[str, dict[str, str]] = {}
        for style in root.iter(tags.STYLE) if root is not None else ():
            based = style.find(tags.BASED_ON)
            parent = (based.get(tags.VAL) or "") if based is not None else ""
            self._own[style.get(tags.STYLE_ID) or ""] = (parent, _said(style))

    def look(self, name: str) -> dict[str, str]:
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


def _said(element: tags.Element) -> dict[str, str]:
    """What a run, a paragraph or a style says of itself: the children of its properties."""
    found: dict[str, str] = {}
    for holder in element.iterchildren(tags.P_PR, tags.R_PR):
        for child in holder:
            way = _MARKS.get(child.tag)
            if way is not None:
                found[way] = _value(child) or (found.get(way, "") if child.tag in _TOGGLES and way == "strike" else "")
    return found


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


def styles_in(root: tags.Element) -> frozenset[str]:
    """The styles that the words of a part have."""
    return frozenset(style.get(tags.VAL) or "" for style in root.iter(tags.R_STYLE, tags.P_STYLE))


def label_of(paragraph: tags.Element, control: tags.Element | None) -> str:
    """The label of an option in a blank: the words of the first run behind its box."""
    inside = set(control.iter(tags.R)) if control is not None else set()
    return next((text.strip() for run, text in _runs(paragraph) if run not in inside and text.strip()), "")


def box_in(paragraph: tags.Element) -> tags.Element | None:
    """The content control of the box in a paragraph; None where there is none, or several."""
    found = [one for one in paragraph.iter(tags.SDT) if next(one.iter(tags.CHECKBOX), None) is not None]
    return found[-1] if found else None


def dress_of(paragraph: tags.Element, control: tags.Element | None, label: str, styles: Styles) -> Dress:
    """How an option is dressed: its box, its label, what stands behind that, and the paragraphs below it.

    `control` is the content control of its box. Where the label is not found, all that is written is the label.
    """
    inside = set(control.iter(tags.R)) if control is not None else set()
    letters: list[tuple[str, Look]] = []
    box: list[Look] = []
    for run, text in _runs(paragraph):
        look = _look(run, paragraph, styles)
        if run in inside:
            box += [look] * bool(text.strip())
        else:
            letters += [(letter, look) for letter in text]
    written = "".join([letter for letter, _ in letters])
    start = written.find(label)
    end = start + len(label)
    if start < 0 or not label:
        start, end = 0, len(written)
    below = [_look(run, one, styles) for one in _below(paragraph) for run, text in _runs(one) if text.strip()]
    if control is None:
        box = [look for letter, look in letters[:start] if not letter.isspace()]
    parts = {
        BOX: box,
        LABEL: [look for letter, look in letters[start:end] if not letter.isspace()],
        MEANING: [look for letter, look in letters[end:] if not letter.isspace()],
        BELOW: below,
    }
    return {name: _values(looks) for name, looks in parts.items() if looks}


def _values(looks: Iterable[Look]) -> Mapping[str, frozenset[str]]:
    each = list({id(look): look for look in looks}.values())
    return {way: frozenset(look.get(way, "") for look in each) for way in dict.fromkeys(_MARKS.values())}


def _look(run: tags.Element, paragraph: tags.Element, styles: Styles) -> Look:
    """The look of a run: its own properties over its style's, over those of its paragraph and the paragraph's style."""
    look: dict[str, str] = {}
    used = paragraph.find(f"{tags.P_PR}/{tags.P_STYLE}")
    if used is not None:
        look |= styles.look(used.get(tags.VAL) or "")
    look |= {way: value for way, value in _paragraph(paragraph).items() if value}
    used = run.find(f"{tags.R_PR}/{tags.R_STYLE}")
    if used is not None:
        look |= styles.look(used.get(tags.VAL) or "")
    return look | _said(run)


def _paragraph(paragraph: tags.Element) -> dict[str, str]:
    """What a paragraph says of all its words; what it says of its mark is not among that."""
    holder = paragraph.find(tags.P_PR)
    marks = holder.iterchildren(tags.SHADING, tags.P_BORDER) if holder is not None else ()
    return {_MARKS[mark.tag]: _value(mark) for mark in marks}


def _runs(paragraph: tags.Element) -> Iterator[tuple[tags.Element, str]]:
    """The runs of a paragraph with their words."""
    for run in paragraph.iter(tags.R):
        text = "".join([one.text or "" for one in run.iterchildren(tags.T, tags.SYMBOL)])
        yield run, text or ("☐" if run.find(tags.SYMBOL) is not None else "")


def _below(paragraph: tags.Element) -> Iterator[tags.Element]:
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
        own = blank.get(name, {})
        for way, values in ways.items() if own else ():
            new = values - own.get(way, frozenset()) - {""}
            if new and (values - new or (way == "strike" and name in (MEANING, BELOW))):
                part.add(way)
            elif new:
                whole.add(way)
    return Seen(tuple(sorted(whole)), tuple(sorted(part - whole)))
