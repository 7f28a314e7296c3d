"""The return whose controls are all gone and whose bookmarks are not: what stands between them are the answers.

Programs that know no content controls keep their words and the bookmarks around them. If the text of the body is then
the blank's, word for word, with the answers put in where the bookmarks stand, the marks follow from these alone.
"""

from __future__ import annotations

from collections.abc import Collection

from docgen.forms.word import tags
from docgen.forms.word.blank import Blank, Spot
from docgen.forms.word.dress import WAYS
from docgen.forms.word.quick import (
    BESIDES,
    STRIKES,
    Quick,
    is_made_of,
    is_ordinary,
    is_struck,
    letters_of,
    shown_in,
    text_of,
)
from docgen.marks import Mark

_SCANNED = (tags.BOOKMARK, tags.SDT, *WAYS, *BESIDES)


def as_bared(root: tags.Element, blank: Blank, stamps: Collection[str]) -> Quick | None:
    """The marks of a settled body that is as the form made it but for its answers and its controls, of which it has
    none; None for any other.
    """
    order, pieces = blank.order, blank.pieces
    quick = Quick([], [], [], [], set(), [])
    words: list[str] = []
    each: list[list[tags.Element]] = []
    dressed: set[int] = set()
    struck: set[int] = set()
    odd: set[int] = set()
    for element in root.iter(*_SCANNED):
        kind, number = element.tag, len(each)
        if kind == tags.BOOKMARK:
            name = element.get(tags.NAME) or ""
            if not name.startswith(tags.OWN):
                continue
            shown = _behind(element) if number < len(order) and name == order[number].name else None
            if shown is None:
                return None
            mark = _mark(order[number], "".join([text_of(one) for one in shown]))
            if mark is None:
                odd.add(number)
            words += (pieces[number], "".join([one.text or "" for one in shown if one.tag == tags.T]))
            each.append(shown)
            quick.marks.append(mark or order[number].empty)
            quick.controls.append(element)
        elif kind in WAYS:
            dressed.add(number)
            if kind in STRIKES:
                struck.add(number)
        elif not is_ordinary(element, quick.specials):
            return None
    if len(each) < len(order) or not is_made_of(letters_of(root), [*words, pieces[-1]], stamps):
        return None
    quick.dressed.update(dressed, [number - 1 for number in dressed])
    for at in sorted(odd.union(struck, [number - 1 for number in struck])):
        if 0 <= at < len(order) and (at in odd or _is_struck(quick.controls[at], order[at])):
            paragraph = _paragraph(quick.controls[at], order[at], each[at])
            if paragraph is None:
                return None
            kept = _kept(order[at], quick.marks[at], each[at]) if at not in odd else None
            if kept is None:
                quick.odd.append((at, paragraph, order[at]))
            else:
                quick.marks[at] = kept
    return quick


def _is_struck(bookmark: tags.Element, spot: Spot) -> bool:
    """Whether words may be struck out in the paragraph of a text."""
    holder = bookmark.getparent() if not spot.is_box else None
    return holder is not None and next(holder.iter(*STRIKES), None) is not None


def _paragraph(bookmark: tags.Element, spot: Spot, shown: list[tags.Element]) -> tags.Element | None:
    """The paragraph of a text, if nothing stands in it but what stands there in the blank; None for any other."""
    holder = bookmark.getparent()
    if holder is None or holder.tag != tags.P or spot.is_box:
        return None
    words = "".join([text_of(one) for one in shown])
    whole = "".join([text_of(one) for one in shown_in(holder) if one is not holder])
    return holder if whole == f"{spot.before}{words}{spot.after}" else None


def _kept(spot: Spot, mark: Mark, shown: list[tags.Element]) -> Mark | None:
    """The mark with what is left of its text without the words that are struck out; None where a closer look is due."""
    if spot.before or spot.after or not mark.text.strip():
        return None
    left = "".join([text_of(one) for one in shown if not is_struck(one.getparent())])
    if left.startswith("\n") or (left.strip() and spot.edges.of(left.strip())):
        return None
    return mark._replace(kept=left) if left != mark.text else mark


def _behind(bookmark: tags.Element) -> list[tags.Element] | None:
    """What is seen between a bookmark and its end; None where its end is elsewhere, or more than runs stand there."""
    shown: list[tags.Element] = []
    number = bookmark.get(tags.ID)
    for one in bookmark.itersiblings():
        if one.tag == tags.R:
            shown += shown_in(one)
        elif one.tag == tags.BOOKMARK_END and one.get(tags.ID) == number:
            return shown
        elif len(one) or (one.get(tags.NAME) or "").startswith(tags.OWN):
            return None
    return None


def _mark(spot: Spot, shown: str) -> Mark | None:
    """The mark of a place that has lost its control and shows this; None where a closer look is due."""
    mark = spot.bare.get(shown)
    plain = shown.strip()
    if mark is not None or spot.is_box or spot.before or spot.after or not plain or shown[0] == "\n":
        return mark
    return None if spot.edges.of(plain) else Mark(spot.address, shown, how="bookmark")
