"""The ordinary return: the text of the body is the blank's, word for word, with the answers put in.

One comparison of two strings says so, and then the marks follow from the controls alone. Boxes are put in as their
stored state says they show, so a sign that says otherwise is found by the same comparison. Everything that is not
ordinary is left to `search`.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain
from typing import NamedTuple

from docgen.forms.word import tags
from docgen.forms.word.blank import STAMPED, Blank, Spot
from docgen.forms.word.carriers import unstamped
from docgen.forms.word.prompts import may_hold_prompt
from docgen.forms.word.settle import KINDS
from docgen.forms.word.walk import SPECIAL, STATES, in_run, sign
from docgen.marks import Mark

_SCANNED = (tags.TAG, tags.CHECKED, tags.SHOWING, tags.DATE, tags.SYMBOL, *SPECIAL)
_HARMLESS = frozenset(SPECIAL) - KINDS
_SHOWN = (tags.T, tags.P, tags.BREAK, tags.RETURN, tags.TAB, tags.PTAB, tags.HYPHEN)


class Quick(NamedTuple):
    """The marks of an ordinary body.

    odd         number of a mark, paragraph, and place, where the control needs a closer look
    specials    pictures, marks of comments and other elements that are no text
    """

    marks: list[Mark]
    odd: list[tuple[int, tags.Element, Spot]]
    specials: list[tags.Element]


class _Controls(NamedTuple):
    """The controls of a body in order: the tag's element, the stored tick state; by number the stored date."""

    held: list[tags.Element]
    states: list[bool | None]
    dates: dict[int, str]
    showing: set[int]
    specials: list[tags.Element]


def as_made(root: tags.Element, blank: Blank, stamps: Collection[str]) -> Quick | None:
    """The marks of a body that is as the form made it but for its answers; None for any other.

    `stamps` are the toolkit ids that the file may print: they differ from copy to copy.
    """
    controls = _controls(root, blank)
    if controls is None:
        return None
    _, states, dates, showing, specials = controls
    marks: list[Mark] = []
    odd: list[tuple[int, tags.Element, Spot]] = []
    seen: list[str] = []
    for number, element in enumerate(controls.held):
        spot = blank.order[number]
        if spot.is_box:
            state = states[number]
            if state is None:
                return None
            seen.append(spot.glyphs[0] if state else spot.glyphs[1])
            marks.append(spot.ticked if state else spot.empty)
            continue
        letters, shown = _content(element)
        seen.append(letters)
        stored = dates[number][:10] if number in dates else ""
        if shown == spot.prompt and not stored:
            marks.append(spot.empty)
            continue
        marks.append(Mark(spot.address, shown, "", None, None, stored))
        plain = shown.strip()
        if not plain or number in showing or may_hold_prompt(plain, spot.prompt):
            paragraph = next(element.iterancestors(tags.P), None)
            if paragraph is None:
                return None
            odd.append((number, paragraph, spot))
    return Quick(marks, odd, specials) if _is_as_made(root, blank, seen, stamps) else None


def _controls(root: tags.Element, blank: Blank) -> _Controls | None:
    """The controls, where they are those of the blank in the same order; None where not, or where more is to see."""
    TAG, CHECKED, VAL = tags.TAG, tags.CHECKED, tags.VAL
    expected = [*blank.spots, None]
    held: list[tags.Element] = []
    states: list[bool | None] = []
    dates: dict[int, str] = {}
    showing: set[int] = set()
    specials: list[tags.Element] = []
    for element in root.iter(*_SCANNED):
        kind = element.tag
        if kind == TAG:
            values = element.values()  # many times as fast as get, and w:val is all that a tag has
            if (values[0] if len(values) == 1 else element.get(VAL)) != expected[len(held)]:
                return None
            held.append(element)
            states.append(None)
        elif kind == CHECKED and held:
            values = element.values()
            states[-1] = STATES.get(str(values[0])) if len(values) == 1 else tags.on_off(element)
        elif kind == tags.SHOWING:
            showing.add(len(held) - 1)
        elif kind == tags.DATE:
            dates[len(held) - 1] = element.get(tags.FULL_DATE) or ""
        elif kind in _HARMLESS:
            specials.append(element)
        else:
            return None
    return _Controls(held, states, dates, showing, specials) if len(held) == len(blank.spots) else None


def _content(tag: tags.Element) -> tuple[str, str]:
    """What a control shows: its letters alone, and with line breaks and tabs as they are read."""
    properties = tag.getparent()
    control = properties.getparent() if properties is not None else None
    if control is None or not len(control) or control[-1].tag != tags.CONTENT:
        return "", ""
    content = control[-1]
    if len(content) == 1 and len(content[0]) in (1, 2):
        last = content[0][-1]
        if last.tag == tags.T and (len(content[0]) == 1 or content[0][0].tag == tags.R_PR):
            return last.text or "", last.text or ""
    pieces = [one for one in content.iter(*_SHOWN) if one.tag != tags.TAB or in_run(one)]
    shown = "".join([(one.text or "") if one.tag == tags.T else sign(one) for one in pieces])
    return "".join([one.text or "" for one in pieces if one.tag == tags.T]), shown


def _is_as_made(root: tags.Element, blank: Blank, seen: list[str], stamps: Collection[str]) -> bool:
    """Whether the text of the body is the blank's with these words in its controls."""
    from lxml import etree

    text: str = etree.tostring(root, method="text", encoding="unicode", with_tail=False)
    words = [*chain.from_iterable(zip(blank.pieces, seen, strict=False)), blank.pieces[-1]]
    made = "".join(words)
    if len(stamps) == 1:
        return text == made.replace(STAMPED, next(iter(stamps)))
    return unstamped(text, stamps) == made.replace(STAMPED, "")
