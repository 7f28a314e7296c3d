"""What the options of a return look like, put into their marks: which stand out, and which are struck out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from docgen.forms.word import tags
from docgen.forms.word.blank import Blank
from docgen.forms.word.dress import WAYS, Styles, below_of, box_in, dress_of, seen
from docgen.forms.word.parts import STYLES, Parts
from docgen.marks import INFERRED, Mark


class Wear:
    """The looks of one return against those of its blank, worked out only where anything is dressed at all."""

    def __init__(self, parts: Parts, blank: Blank) -> None:
        self._blank = blank
        self._parts = parts

    @property
    def restyled(self) -> bool:
        """Whether words have a style that none of the blank has.

        Not asked where the styles are the blank's own, byte for byte: every program that saves a form writes them anew.
        """
        if self._parts.checksum(STYLES) == self._blank.checksum:
            return False
        return not self._parts.styles <= self._blank.styles

    @property
    def dressed(self) -> bool:
        """Whether any word has a look of its own, or a style that no word of the blank has."""
        return bool(self._odd)

    @cached_property
    def _odd(self) -> frozenset[tags.Element]:
        """The paragraphs in which that is so."""
        root, known = self._parts.root, self._blank.styles
        marks = list(root.iter(*WAYS))
        if self.restyled:
            marks += [
                one for one in root.iter(tags.R_STYLE, tags.P_STYLE) if (one.get(tags.VAL) or "").encode() not in known
            ]
        return frozenset(one for one in (next(mark.iterancestors(tags.P), None) for mark in marks) if one is not None)

    @cached_property
    def _styles(self) -> Styles:
        return Styles(self._parts.tree(STYLES))

    def options(self) -> Iterator[tuple[str, tags.Element]]:
        """Tag and paragraph of the controls where words have a look of their own, beside the control or right below."""
        found: dict[tags.Element, None] = {}
        for one in self._odd:
            at: tags.Element | None = one
            while at is not None and at.tag == tags.P and next(at.iter(tags.TAG), None) is None:
                at = at.getprevious()
            if at is not None and at.tag == tags.P:
                found[at] = None
        for paragraph in found:
            for tag in paragraph.iter(tags.TAG):
                yield tag.get(tags.VAL) or "", paragraph

    def put_on(self, mark: Mark, paragraphs: Iterable[tags.Element]) -> Mark:
        """The mark of an option that stands in these paragraphs, with what is seen of its look."""
        tag = mark.address.tag
        own = self._blank.dresses.get(tag)
        if own is None:
            return mark
        label = self._blank.spots[tag].label
        each = [
            seen(dress_of(one, box_in(one), label, self._styles), own)
            for one in paragraphs
            if one in self._odd or any(below in self._odd for below in below_of(one))
        ]
        whole = {way: None for one in each for way in one.whole}
        part = {way for one in each for way in one.part if way not in whole}
        if not whole and not part:
            return mark
        partly = " and ".join(INFERRED[way] for way in INFERRED if way in part)
        trouble = mark.trouble or (f"a part of its words is {partly}" if partly else "")
        return mark._replace(seen=(*mark.seen, *whole), trouble=trouble)
