"""What people wrote at a question of a return and into none of its answers, by the question that it stands at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from docgen.fields import same
from docgen.forms.word import tags
from docgen.forms.word.blank import Blank, Spot
from docgen.forms.word.grid import OUTSIDE, Grid, Square
from docgen.forms.word.parts import COMMENTS, ENDNOTES, FOOTNOTES, Parts
from docgen.forms.word.settle import BOXED, VANISHED, Settled, words
from docgen.forms.word.unread import drawings, equation
from docgen.marks import CHANGES, COMMENT, DOCUMENT, DRAWING, EQUATION, HIDDEN, NOTE, TABLE, TEXT_BOX, Remark

Piece = tuple[tags.Element, str, str]
"""Where something stands, what it says, and what it stands in, if that is anything."""
_ROWS = 5
"""So many rows that somebody put below a question are looked at as being about it."""
_DEEP = 4
"""So many cells around something are looked at."""


_NOTED = (
    (tags.COMMENT_MARK, (COMMENTS,), tags.COMMENT, COMMENT),
    (tags.FOOTNOTE_MARK, (FOOTNOTES,), tags.FOOTNOTE, NOTE),
    (tags.ENDNOTE_MARK, (ENDNOTES,), tags.ENDNOTE, NOTE),
)
"""What marks the place of a comment or a note, the parts in which it stands, what it is there, and its name."""


def noted(parts: Parts, specials: Sequence[tags.Element]) -> Iterator[Piece]:
    """Each comment, footnote and endnote with the mark of its place; `specials` are what in the body is no text."""
    for mark, kinds, element, holder in _NOTED:
        places = {one.get(tags.ID): one for one in specials if one.tag == mark}
        for name, data in parts.all(*kinds) if places else ():
            for one in parts.story(name, data).root.iter(element):
                place = places.get(one.get(tags.ID))
                if place is not None and words(one):
                    yield place, words(one), holder


def in_holders(settled: Settled, specials: Sequence[tags.Element], blank: Blank) -> Iterator[Piece]:
    """What stands in text boxes, hidden text, drawings, equations, and other documents that were put in whole."""
    for one in settled.removed:
        if one.what in (BOXED, VANISHED) and (one.what, same(one.text)) not in blank.removed:
            yield one.anchor, one.text, TEXT_BOX if one.what == BOXED else HIDDEN
    for special, text in drawings(specials, blank):
        yield special, text, DRAWING
    for special in specials:
        if special.tag == tags.MATH:
            yield special, equation(special), EQUATION
        elif special.tag in (tags.IMPORT, tags.SUB_DOCUMENT):
            yield special, "", DOCUMENT


def contested(settled: Settled, blank: Blank, grid: Grid) -> Iterator[Remark]:
    """The answers that several people changed while changes were tracked, with their names."""
    if len({author for authors in settled.touched.values() for author in authors}) < 2:
        return
    by_field: dict[str, dict[str, None]] = {}
    for paragraph, authors in settled.touched.items():
        for spot in blank.squares.get(grid.square(paragraph), ()):
            by_field.setdefault(spot.address.field, {}).update(dict.fromkeys(authors))
    for field, names in by_field.items():
        if len(names) > 1:
            yield Remark(field, " and ".join(names), CHANGES)


def remarks(pieces: Sequence[Piece], blank: Blank, grid: Grid) -> Iterator[Remark]:
    """What stands in the row of a question, or in a row put below it; a drawing only in the cell of its answer."""
    by_ref: dict[str, dict[str, None]] = {}
    for square, spots in blank.squares.items() if pieces else ():
        by_ref.setdefault(square.ref, {}).update((spot.address.field, None) for spot in spots)
    tables: dict[str, list[str]] = {}
    for element, text, holder in pieces:
        square, inner = _home(element, blank, grid)
        spots = blank.squares.get(square, ())
        if inner and not holder:
            for field in dict.fromkeys(spot.address.field for spot in spots):
                tables.setdefault(field, []).append(text)
        elif holder and spots:
            option = _option(element, spots)
            yield from (
                Remark(field, text, holder, option) for field in dict.fromkeys(one.address.field for one in spots)
            )
        elif holder != DRAWING:
            near = dict.fromkeys(spot.address.field for spot in spots)
            yield from (Remark(field, text) for field in near or by_ref.get(_ref(element, square, blank, grid), {}))
    yield from (Remark(field, "\n".join(texts), TABLE) for field, texts in tables.items())


def _home(element: tags.Element, blank: Blank, grid: Grid) -> tuple[Square, bool]:
    """The cell that something stands in, and whether it does so in a table that was put into that cell."""
    first = square = grid.square(element)
    cells = islice(element.iterancestors(tags.TC), 1, _DEEP)
    while square.ref not in blank.refs and (cell := next(cells, None)) is not None:
        row = grid.row(cell)
        square = Square(same(row.first), row.starts.get(cell, -1)) if row is not None else OUTSIDE
        if square in blank.squares:
            return square, True
    return first, False


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
    paragraph = element if element.tag == tags.P else next(element.iterancestors(tags.P), None)
    held = {tag.get(tags.VAL) for tag in paragraph.iter(tags.TAG)} if paragraph is not None else set()
    return next((spot.address.option for spot in spots if spot.tag in held), "")
