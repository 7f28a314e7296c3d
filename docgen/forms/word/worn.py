"""What the options of a return look like, put into their marks: which stand out, and which are struck out."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from docgen.forms.word import tags
from docgen.forms.word.blank import Blank, Spot, Worn
from docgen.forms.word.dress import WAYS, Seen, Styles, Words, dress_of, seen, together
from docgen.forms.word.parts import STYLES, Parts
from docgen.marks import INFERRED, Mark


class Wear:
    """The looks of one return against those of its blank, worked out only where anything is dressed at all."""

    def __init__(self, parts: Parts, blank: Blank) -> None:
        self._blank = blank
        self._parts = parts
        self._seen: dict[tuple[Words, Worn], Seen] = {}
        self._at: dict[tuple[tags.Element, Worn], Seen] = {}
        self._usual = None if parts.checksum(STYLES) == blank.checksum else blank.styles

    @cached_property
    def restyled(self) -> bool:
        """Whether words have a style that none of the blank has.

        Not asked where the styles are the blank's own, byte for byte: every program that saves a form writes them anew.
        """
        return self._usual is not None and not self._parts.styles <= self._usual

    @property
    def dressed(self) -> bool:
        """Whether any word has a look of its own, or a style that no word of the blank has."""
        return self.restyled or any(_is_of_words(mark) for mark in self._parts.root.iter(*WAYS))

    @cached_property
    def _styles(self) -> Styles:
        return Styles(self._parts.tree(STYLES), self._usual)

    def put_on(self, mark: Mark, spot: Spot, paragraphs: Iterable[tags.Element]) -> Mark:
        """The mark of a place that stands in these paragraphs; of an option with what is seen of its look."""
        own = self._blank.worn.get(spot.tag)
        if own is None:
            return mark
        each = [self._seen_at(one, own) for one in paragraphs]
        whole, part = each[0] if len(each) == 1 else together(each)
        if not whole and not part:
            return mark
        trouble = mark.trouble
        if part and not trouble:
            trouble = f"a part of its words is {' and '.join(INFERRED[way] for way in INFERRED if way in part)}"
        return mark._replace(seen=(*mark.seen, *whole), trouble=trouble)

    def _seen_at(self, paragraph: tags.Element, own: Worn) -> Seen:
        """What is seen at an option in a paragraph; once for all that are alike, and for all boxes in one paragraph."""
        found = self._at.get((paragraph, own))
        if found is None:
            words = self._styles.words(paragraph)
            found = self._seen.get((words, own))
            if found is None:
                found = seen(dress_of(words, own.label), own.dress) if words.own else Seen()
                self._seen[words, own] = found
            self._at[paragraph, own] = found
        return found


def _is_of_words(mark: tags.Element) -> bool:
    """Whether an element dresses words, and not a cell or a table."""
    holder = mark.getparent()
    return holder is not None and holder.tag in (tags.R_PR, tags.P_PR)
