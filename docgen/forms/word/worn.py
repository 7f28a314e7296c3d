"""What the options of a return look like, put into their marks: which stand out, and which are struck out."""

from __future__ import annotations

from collections.abc import Iterable

from docgen.forms.word import tags
from docgen.forms.word.blank import Blank
from docgen.forms.word.dress import WAYS, Seen, Styles, box_in, dress_of, seen, styles_in
from docgen.forms.word.parts import STYLES, Parts
from docgen.marks import INFERRED, Mark


class Wear:
    """The looks of one return against those of its blank, worked out only where anything is dressed at all."""

    def __init__(self, parts: Parts, blank: Blank) -> None:
        self._blank = blank
        self._parts = parts
        self._styles: Styles | None = None

    @property
    def dressed(self) -> bool:
        """Whether any word has a look of its own, or a style that no word of the blank has."""
        return next(self._parts.root.iter(*WAYS), None) is not None or self.restyled

    @property
    def restyled(self) -> bool:
        """Whether words have a style that none of the blank has.

        Not asked where the styles are the blank's own, byte for byte: every program that saves a form writes them anew.
        """
        if self._parts.checksum(STYLES) == self._blank.checksum:
            return False
        return not styles_in(self._parts.root) <= self._blank.styles

    def put_on(self, mark: Mark, paragraphs: Iterable[tags.Element]) -> Mark:
        """The mark of an option that stands in these paragraphs, with what is seen of its look."""
        tag = mark.address.tag
        own = self._blank.dresses.get(tag)
        if own is None:
            return mark
        if self._styles is None:
            self._styles = Styles(self._parts.tree(STYLES))
        label = self._blank.spots[tag].label
        each = [seen(dress_of(one, box_in(one), label, self._styles), own) for one in paragraphs]
        found = each[0] if len(each) == 1 else Seen(tuple({way: None for one in each for way in one.whole}))
        if not found.whole and not found.part:
            return mark
        partly = " and ".join(INFERRED[way] for way in INFERRED if way in found.part)
        trouble = mark.trouble or (f"a part of its words is {partly}" if partly else "")
        return mark._replace(seen=(*mark.seen, *found.whole), trouble=trouble)
