"""What the options of a return look like, put into their marks: which stand out, and which are struck out."""

from __future__ import annotations

from collections.abc import Iterable
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

    @cached_property
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
        return self.restyled or any(_is_of_words(mark) for mark in self._parts.root.iter(*WAYS))

    def _is_odd(self, paragraph: tags.Element) -> bool:
        """Whether that is so in a paragraph, or in one below it that belongs to it."""
        return self._is_dressed(paragraph) or any(self._is_dressed(one) for one in below_of(paragraph))

    def _is_dressed(self, paragraph: tags.Element) -> bool:
        if next(paragraph.iter(*WAYS), None) is not None:
            return True
        named = paragraph.iter(tags.R_STYLE, tags.P_STYLE) if self.restyled else ()
        return any((one.get(tags.VAL) or "").encode() not in self._blank.styles for one in named)

    @cached_property
    def _styles(self) -> Styles:
        return Styles(self._parts.tree(STYLES))

    def put_on(self, mark: Mark, paragraphs: Iterable[tags.Element]) -> Mark:
        """The mark of an option that stands in these paragraphs, with what is seen of its look."""
        tag = mark.address.tag
        own = self._blank.dresses.get(tag)
        if own is None:
            return mark
        label = self._blank.spots[tag].label
        each = [seen(dress_of(one, box_in(one), label, self._styles), own) for one in paragraphs if self._is_odd(one)]
        whole = {way: None for one in each for way in one.whole}
        part = {way for one in each for way in one.part if way not in whole}
        if not whole and not part:
            return mark
        trouble = mark.trouble
        if part and not trouble:
            trouble = f"a part of its words is {' and '.join(INFERRED[way] for way in INFERRED if way in part)}"
        return mark._replace(seen=(*mark.seen, *whole), trouble=trouble)


def _is_of_words(mark: tags.Element) -> bool:
    """Whether an element dresses words, and not a cell or a table."""
    holder = mark.getparent()
    return holder is not None and holder.tag in (tags.R_PR, tags.P_PR)
