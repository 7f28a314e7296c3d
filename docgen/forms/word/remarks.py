"""What people wrote at a question of a return and into none of its answers, by the question that it stands at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from docgen.fields import same
from docgen.forms.word import tags
from docgen.forms.word.blank import Blank, Spot
from docgen.forms.word.grid import OUTSIDE, Grid, Square
from docgen.forms.word.parts import COMMENTS, Parts
from docgen.forms.word.settle import words
from docgen.marks import Remark

Piece = tuple[tags.Element, str]
"""Where something stands, and what it says."""
_ROWS = 5
"""So many rows that somebody put below a question are looked at as being about it."""


def comments(parts: Parts, specials: Sequence[tags.Element]) -> Iterator[Piece]:
    """Each comment with the mark of its place; `specials` are the elements of the body that are no text."""
    marks = {mark.get(tags.ID): mark for mark in specials if mark.tag == tags.COMMENT_MARK}
    for name, data in parts.all(COMMENTS) if marks else ():
        for comment in parts.story(name, data).root.iter(tags.COMMENT):
            mark = marks.get(comment.get(tags.ID))
            if mark is not None and words(comment):
                yield mark, words(comment)


def remarks(written: Iterable[Piece], noted: Iterable[Piece], blank: Blank, grid: Grid) -> Iterator[Remark]:
    """The words written in the row of a question, or in a row put below it, and the comments on it."""
    by_ref: dict[str, dict[str, None]] = {}
    pieces = [*((element, text, False) for element, text in written), *((mark, text, True) for mark, text in noted)]
    for square, spots in blank.squares.items() if pieces else ():
        by_ref.setdefault(square.ref, {}).update((spot.address.field, None) for spot in spots)
    for element, text, is_comment in pieces:
        square = grid.square(element)
        spots = blank.squares.get(square, ())
        here = dict.fromkeys(spot.address.field for spot in spots) or by_ref.get(_ref(element, square, blank, grid), {})
        option = _option(element, spots) if is_comment else ""
        for field in here:
            yield Remark(field, text, is_comment and bool(spots), option)


def _ref(element: tags.Element, square: Square, blank: Blank, grid: Grid) -> str:
    """The reference of the row that something stands in, else of the nearest one above, as compared."""
    if square.ref in blank.refs or square == OUTSIDE:
        return square.ref
    row = next(element.iterancestors(tags.TR), None)
    above = row.itersiblings(tags.TR, preceding=True) if row is not None else iter(())
    refs = (same(grid.row_at(one).first) for one in islice(above, _ROWS))
    return next((ref for ref in refs if ref in blank.refs), "")


def _option(element: tags.Element, spots: Sequence[Spot]) -> str:
    """The option whose paragraph something stands in, by its tag; empty where that is none, or has lost it."""
    paragraph = next(element.iterancestors(tags.P), None)
    held = {tag.get(tags.VAL) for tag in paragraph.iter(tags.TAG)} if paragraph is not None else set()
    return next((spot.address.option for spot in spots if spot.tag in held), "")
