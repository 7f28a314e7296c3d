"""What a person put into a body that is else as the form made it: lines of their own, and words beside an answer.

Without them the text of the body must be the form's to the letter; so nothing can be taken for an addition that is not
one. What becomes of each is what `search` makes of it: it is a part of the answer in whose cell it stands, or is in
none. Where that takes more than one rule to say, nothing is said, and the whole body is searched.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from docgen.fields import same
from docgen.forms.word import tags
from docgen.forms.word.blank import STAMPED, Blank, Spot
from docgen.forms.word.grid import OUTSIDE, Grid, Square
from docgen.forms.word.sight import Sight, look
from docgen.marks import Address, Mark

_MOST = 20
"""So many additions are told one by one; a body with more is searched."""
_NO_LETTERS = {ord("\t"): None, ord("\n"): None}
_BODY = tags.W + "body"


class Additions(NamedTuple):
    """What was added, in the order of the body.

    lines       paragraphs without controls
    beside      the numbers of the marks, and the paragraphs, in which words stand beside the control
    """

    lines: list[tags.Element]
    beside: list[tuple[int, tags.Element]]


class Added(NamedTuple):
    """What became of the lines.

    around      number of a mark → the lines above and below it that are a part of it; `homes` the paragraphs of these
    cells       number of a mark → its cell in a table to fill in, where something was added
    apart       lines that are in no answer; `marks` those of them that stand in a cell with boxes
    """

    around: dict[int, tuple[list[Sight], list[Sight]]]
    homes: dict[int, tags.Element]
    cells: dict[int, tags.Element]
    apart: list[Sight]
    marks: list[Mark]


NONE = Added({}, {}, {}, [], [])
"""Where nothing was added."""


def additions(
    root: tags.Element,
    text: str,
    words: Sequence[str],
    controls: Sequence[tags.Element],
    blank: Blank,
    stamps: Collection[str],
) -> Additions | None:
    """What makes the text of a body out of the form's own and what stands in its controls; None for anything else.

    `words` are the pieces of the form, each followed by the letters in the control behind it; `stamps` are the toolkit
    ids that the file prints, which must be one.
    """
    letters, stamp = _Letters(root), next(iter(stamps), "")
    if letters.count != len(text) or len(stamps) != 1:
        return None
    made = "".join(words).replace(STAMPED, stamp)
    found = Additions([], [])
    at = till = 0
    for _ in range(_MOST):
        if text[at:] == made[till:]:
            return found
        paragraph, start, end = letters.around(at + _alike(text[at:], made[till:]))
        if paragraph is None or start < at or stamp in text[start:end]:
            return None
        till += start - at
        if next(paragraph.iter(tags.SDT), None) is None:
            found.lines.append(paragraph)
        else:
            number = _sole(paragraph, controls)
            if number < 0:
                return None
            spot = blank.order[number]
            own = f"{spot.before}{words[2 * number + 1]}{spot.after}".translate(_NO_LETTERS)
            if not made.startswith(own, till):
                return None
            till += len(own)
            found.beside.append((number, paragraph))
        at = end
    return None


class _Letters:
    """Where the letters of a body stand."""

    def __init__(self, root: tags.Element) -> None:
        self._texts: list[tags.Element] = []
        self._starts: list[int] = []
        self.count = 0
        for element in root.iter(tags.T):
            self._texts.append(element)
            self._starts.append(self.count)
            self.count += len(element.text or "")

    def around(self, at: int) -> tuple[tags.Element | None, int, int]:
        """The paragraph in which a letter stands, and where in the text it begins and ends."""
        number = bisect_right(self._starts, at) - 1
        if at >= self.count or number < 0:
            return None, 0, 0
        paragraph = next(self._texts[number].iterancestors(tags.P), None)
        if paragraph is None:
            return None, 0, 0
        own = list(paragraph.iter(tags.T))
        first = number - own.index(self._texts[number])
        start = self._starts[first]
        return paragraph, start, start + sum(len(one.text or "") for one in own)


def _alike(text: str, made: str) -> int:
    """How many letters two texts have in common at their beginning."""
    low, high = 0, min(len(text), len(made))
    while low < high:
        middle = (low + high + 1) // 2
        if text[low:middle] == made[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _sole(paragraph: tags.Element, controls: Sequence[tags.Element]) -> int:
    """The number of the one control of a paragraph; -1 where it holds several, or stands in one."""
    held = [*paragraph.iter(tags.SDT), *paragraph.iterancestors(tags.SDT)]
    tag = next(paragraph.iter(tags.TAG), None)
    return controls.index(tag) if len(held) == 1 and tag is not None and tag in controls else -1


def placed(found: Additions, controls: Sequence[tags.Element], blank: Blank, grid: Grid) -> Added | None:
    """What becomes of the additions; None where the body must be searched to say it."""
    added = Added({}, {}, {}, [], [])
    for number, paragraph in found.beside:
        spot, holder = blank.order[number], paragraph.getparent()
        if not _is_new("".join(_beside(paragraph, spot)), blank):
            return None
        if holder is not None and _filled(holder, controls, blank) == number:
            added.cells[number] = holder
        elif not _is_at_home(paragraph, spot, blank, grid):
            return None
    for paragraph in found.lines:
        sight = look(paragraph, blank.spots)
        if not _is_new(sight.text, blank) or any(name.startswith(tags.OWN) for name, _ in sight.names):
            return None
        if not _is_placed(sight, added, controls, blank, grid):
            return None
    return added


def _is_placed(sight: Sight, added: Added, controls: Sequence[tags.Element], blank: Blank, grid: Grid) -> bool:
    """Puts a line where it belongs; False where that takes a search."""
    paragraph, square = sight.paragraph, grid.square(sight.paragraph)
    spots, holder = blank.squares.get(square, ()), sight.paragraph.getparent()
    filled = _filled(holder, controls, blank) if holder is not None else -1
    if holder is not None and filled >= 0:
        added.cells[filled] = holder
        return True
    if holder is None or not spots:
        outside = holder is not None and holder.tag == _BODY and square == OUTSIDE
        if outside or (holder is not None and _is_beside_answers(holder, square, blank, grid)):
            added.apart.append(sight)
            return True
        return False
    held = {spot.tag for spot in spots}
    numbers = [at for at, spot in enumerate(blank.order) if spot.tag in held]
    if holder.tag != tags.TC or any(grid.cell(controls[at]) is not holder for at in numbers):
        return False
    if all(spot.is_box for spot in spots):
        added.apart.append(sight)
        added.marks.append(Mark(Address(spots[0].address.field), sight.text.strip(), how="cell"))
        return True
    home = next(controls[numbers[0]].iterancestors(tags.P), None)
    if len(numbers) > 1 or home is None or home.getparent() is not holder or _sole(home, controls) != numbers[0]:
        return False
    added.homes[numbers[0]] = home
    lead, tail = added.around.setdefault(numbers[0], ([], []))
    (tail if any(one is home for one in paragraph.itersiblings(tags.P, preceding=True)) else lead).append(sight)
    return True


def _filled(cell: tags.Element, controls: Sequence[tags.Element], blank: Blank) -> int:
    """The number of the one answer in a cell of a table to fill in; -1 for any other cell, or with boxes in it."""
    number = _sole(cell, controls) if cell.tag == tags.TC else -1
    if number < 0:
        return -1
    spot, home = blank.order[number], next(controls[number].iterancestors(tags.P), None)
    plan = blank.plans.get(spot.address.field) if spot.address.row and not spot.is_box else None
    alone = plan is not None and len(plan.spots.get(spot.address.column, ())) == 1
    return number if alone and home is not None and home.getparent() is cell else -1


def _is_at_home(paragraph: tags.Element, spot: Spot, blank: Blank, grid: Grid) -> bool:
    """Whether a place stands in its own cell, which is no cell of a table to fill in, alone or among boxes."""
    spots = blank.squares.get(spot.square, ())
    alone = len(spots) == 1 or all(one.is_box for one in spots)
    return alone and not spot.address.row and grid.square(paragraph) == spot.square != OUTSIDE


def _is_beside_answers(cell: tags.Element, square: Square, blank: Blank, grid: Grid) -> bool:
    """Whether a cell without answers stands in the row of a question that the form has, not of a table to fill in."""
    row = grid.row(cell) if cell.tag == tags.TC else None
    held = {tag.get(tags.VAL) or "" for tag in row.element.iter(tags.TAG)} if row is not None else set()
    own = [blank.spots[tag] for tag in held if tag in blank.spots]
    alone = next(cell.iter(tags.SDT), None) is None
    return alone and bool(own) and all(spot.square.ref == square.ref != "" and not spot.address.row for spot in own)


def _beside(paragraph: tags.Element, spot: Spot) -> Iterator[str]:
    sight = look(paragraph, (spot.tag,))
    for control in sight.controls:
        yield from sight.around(control)


def _is_new(text: str, blank: Blank) -> bool:
    """Whether words are said nowhere in the form."""
    key = same(text)
    return bool(key) and key not in blank.printed and key not in blank.silent and key not in blank.refs
