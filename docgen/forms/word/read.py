"""A returned Word form, opened and read into marks: what stands at each place of the form, and what stands nowhere.

Where the words of the form stand as in the blank, the marks follow from one pass over the body: over its controls, or
over their bookmarks where these are all that is left. Where not, `search` looks for every place by its three addresses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from docgen.forms.carriers import outline
from docgen.forms.vet import LIMITS, Limits, macros
from docgen.forms.word import tags
from docgen.forms.word.added import NONE, Added, placed
from docgen.forms.word.bared import as_bared
from docgen.forms.word.blank import Blank, Spot
from docgen.forms.word.carriers import carriers, editor, toolkits, unstamped
from docgen.forms.word.grid import Grid
from docgen.forms.word.marking import Find, besides, freed
from docgen.forms.word.parts import Parts, open_parts
from docgen.forms.word.quick import Quick, as_made
from docgen.forms.word.remarks import Piece, contested, in_holders, noted, remarks
from docgen.forms.word.rows import paragraphs_of, read_cell, read_rows, tables_of
from docgen.forms.word.search import missing, search, words_by_boxes
from docgen.forms.word.settle import Settled
from docgen.forms.word.sight import look
from docgen.forms.word.unread import of_body, of_parts, of_removed
from docgen.forms.word.walk import Story
from docgen.forms.word.worn import Wear
from docgen.marks import Address, Carrier, Mark, Marks, Outline
from docgen.model import Unread


@dataclass(frozen=True, slots=True)
class Opened:
    """A Word form that could be opened.

    editor      the program that saved it, by its own account; empty where it does not say
    carriers    what says which form it is a copy of
    """

    name: str
    editor: str
    carriers: tuple[Carrier, ...]
    parts: Parts
    format: str = "word"

    def outline(self) -> Outline:
        """What the file shows of itself."""
        root = self.parts.root
        pieces = (paragraph.iter(tags.T, tags.TAB, tags.BREAK) for paragraph in root.iter(tags.P))
        texts = ("".join(one.text or "" if one.tag == tags.T else " " for one in piece) for piece in pieces)
        return outline(texts, (tag.get(tags.VAL) or "" for tag in root.iter(tags.TAG)))

    def marks(self, blank: Blank) -> Marks:
        """What the file says in terms of the form that `blank` is the blank of."""
        stamps = toolkits(self.carriers)
        grid = Grid(self.parts, blank.refs, blank.headings, blank.heads)
        parts, settled = self.parts, None
        quick = as_made(parts.root, blank, stamps)
        if quick is None and parts.settled.touched:
            settled = parts.settled
            quick = as_made(parts.root, blank, stamps, settled)
        elif quick is None and not parts.settled.removed:
            quick = as_bared(parts.root, blank, stamps)
        added: Added | None = NONE
        if quick is not None and quick.added is not None:
            added = placed(quick.added, quick.controls, blank, grid)
        wear = Wear(self.parts, blank)
        if quick is None or added is None:
            quick, story = None, parts.body
            story.keys[:] = [unstamped(key, stamps) for key in story.keys]
            marks, unread, gone, written = _searched(story, blank, grid, wear)
            specials = story.specials
        else:
            marks, unread, written = _completed(quick, added, blank, grid, settled)
            if quick.dressed or wear.restyled:
                marks = _dressed(quick, blank, wear)
            unread += of_removed(settled, blank, grid) if settled is not None else ()
            marks += added.marks
            gone, specials = (), quick.specials
        if specials:
            written += noted(parts, specials)
        if specials or settled is not None or quick is None:
            taken_out = (
                parts.settled if quick is None else settled or Settled()
            )  # an ordinary body has nothing to settle
            written += in_holders(taken_out, specials, blank)
        found = tuple(remarks(written, blank, grid)) if written else ()
        if settled is not None or quick is None:
            found += tuple(contested(parts.settled, blank, grid))
        besides = (*of_parts(self.parts, blank, grid, specials, stamps), *macros(self.parts.package))
        return Marks(tuple(marks), (*unread, *besides), gone, found)


def open_form(data: bytes, name: str, limits: Limits = LIMITS) -> Opened:
    """The file, vetted and parsed. Raises DocgenError with one refusal where it is no readable Word form.

    .docx, .docm, .dotx and .dotm are read; macros are not looked at. `name` is the file's name, for messages.
    """
    parts = open_parts(data, name, limits)
    return Opened(name, editor(parts), carriers(parts), parts)


def _completed(
    quick: Quick, added: Added, blank: Blank, grid: Grid, settled: Settled | None
) -> tuple[list[Mark], list[Unread], list[Piece]]:
    """The marks of an ordinary body, its odd paragraphs looked at piece by piece, with who changed them; what is in
    none, and the words in no answer with where they stand.
    """
    unread = [Unread(sight.text.strip(), grid.where(sight.paragraph)) for sight in added.apart]
    written: list[Piece] = [(sight.paragraph, sight.text.strip(), "") for sight in added.apart]
    odd = {number: paragraph for number, paragraph, _ in quick.odd}
    unread += _in_cells(quick, added, blank, grid, settled or Settled())
    for number, paragraph in {**odd, **added.homes}.items():
        if number in added.cells:
            continue
        spot = blank.order[number]
        sight = look(paragraph, (spot.tag,))
        control = next((one for one in sight.controls if one.address == spot.address), None)
        find = Find(spot, "control" if control is not None else "bookmark", [sight], control)
        find.lead, find.tail = added.around.get(number, ([], []))
        mark = find.mark() if spot.is_box or spot.address.row else freed(find, find.mark(), blank.printed)
        quick.marks[number] = mark
        if text := besides(spot, mark):
            unread.append(Unread(text, grid.where(paragraph), "text beside an answer"))
            written += [(paragraph, text, "")] if not spot.address.row else []
    if settled is not None:
        for number, paragraph in quick.touched:
            mark = quick.marks[number]
            if number not in added.cells and not (
                mark.prompt and mark.address.row
            ):  # a blank cell of a table is no answer
                said = settled.by((paragraph,))
                quick.marks[number] = mark._replace(note=f"{said}; {mark.note}" if mark.note else said)
    return quick.marks, unread, written


def _in_cells(quick: Quick, added: Added, blank: Blank, grid: Grid, settled: Settled) -> Iterator[Unread]:
    """Puts into the marks what stands in those cells of tables to fill in to which something was added."""
    for number, cell in added.cells.items():
        spot, paragraphs = blank.order[number], list(cell.iter(tags.P))
        sights = [look(paragraph, blank.spots) for paragraph in paragraphs]
        found = read_cell((spot,), spot.address.row, sights, settled.cut(paragraphs), settled.by(paragraphs))
        quick.marks[number] = found[0] if found else spot.empty
        if text := besides(spot, quick.marks[number]):
            yield Unread(text, grid.where(cell), "text beside an answer")


def _dressed(quick: Quick, blank: Blank, wear: Wear) -> list[Mark]:
    """The marks of an ordinary body, with the looks of its options."""
    for at, spot in enumerate(blank.order):
        if spot.is_box and (at in quick.dressed or wear.restyled):
            paragraph = islice(quick.controls[at].iterancestors(tags.P), 1)
            quick.marks[at] = wear.put_on(quick.marks[at], spot, paragraph)
    return quick.marks


def _searched(
    story: Story, blank: Blank, grid: Grid, wear: Wear
) -> tuple[list[Mark], list[Unread], tuple[Address, ...], list[Piece]]:
    """The marks of a body that is not as the form made it, what is in none, the places that are gone; and the words
    in none of them, with where they stand.
    """
    tables = tables_of(story, blank, grid)
    found = search(story, blank, grid, paragraphs_of(tables, blank))
    marks = [*found.plain.values(), *found.strays]
    dressed = wear.dressed
    if dressed:
        marks = [wear.put_on(found.plain[spot.tag], spot, (story.paragraphs[at],)) for at, spot in found.read.items()]
        marks += found.strays
    made: list[tuple[Find, Mark]] = []
    for finds in found.finds.values():
        for find in finds:
            find.note = story.settled.by(sight.paragraph for sight in find.sights)
            if find.control is None and not find.trouble:
                find.trouble = story.settled.cut(sight.paragraph for sight in find.sights)
            mark = find.mark() if find.spot.is_box else freed(find, find.mark(), blank.printed)
            if dressed and find.spot.is_box:
                mark = wear.put_on(mark, find.spot, [sight.paragraph for sight in find.sights])
            made.append((find, mark))
    marks += [mark for _, mark in made]
    marks += words_by_boxes(found)
    unread = [*of_body(found, made), *of_removed(story.settled, blank, grid)]
    gone = [spot.address for spot in missing(found)]
    for field, plan in blank.plans.items():
        if tables[field]:
            rows = read_rows(plan, tables[field], story, blank, grid)
            marks += rows.marks
            unread += rows.unread
        else:
            gone += _rows_of(field, blank.spots.values())
    written = [(sight.paragraph, sight.text.strip(), "") for sight in found.left.values() if sight.text.strip()]
    written += [(find.sights[0].paragraph, text, "") for find, mark in made if (text := besides(find.spot, mark))]
    return marks, unread, tuple(gone), written


def _rows_of(field: str, spots: Iterable[Spot]) -> Iterator[Address]:
    return (spot.address for spot in spots if spot.address.row and spot.address.field == field)
