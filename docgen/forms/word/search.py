"""Where the answers of a form stand in a return that is not, paragraph by paragraph, as the form made it.

Three addresses, in this order: the tag of the control, the hidden bookmark around it, the printed reference of its
row with the column. Paragraphs that stand as in the blank are not looked at closer; every step is linear.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docgen.fields import same
from docgen.forms.word import tags
from docgen.forms.word.blank import Blank, Spot
from docgen.forms.word.grid import OUTSIDE, Grid, Row, Square
from docgen.forms.word.labels import split_at_labels
from docgen.forms.word.marking import Find
from docgen.forms.word.sight import BOX, Control, Sight, control_of, look
from docgen.forms.word.walk import Line, Story
from docgen.marks import Address, Mark


@dataclass(slots=True)
class Search:
    """What was found of one form in one body, and what was not.

    plain       tag → the marks of controls that stand as the form made them; `read` their paragraphs, by number
    finds       tag → the places found by a closer look
    left        paragraphs that are in no place, with their number
    strays      the marks of controls of table rows that stand outside their table
    loose       paragraph and text of controls that stand in an answer's paragraph and are not the answer's
    """

    story: Story
    blank: Blank
    grid: Grid
    skip: frozenset[tags.Element]
    plain: dict[str, Mark] = field(default_factory=dict)
    read: dict[int, Spot] = field(default_factory=dict)
    finds: dict[str, list[Find]] = field(default_factory=dict)
    sights: dict[int, Sight] = field(default_factory=dict)
    left: dict[int, Sight] = field(default_factory=dict)
    strays: list[Mark] = field(default_factory=list)
    loose: list[tuple[tags.Element, str]] = field(default_factory=list)
    cells: dict[tags.Element, list[int]] = field(default_factory=dict)
    wrappers: dict[tags.Element, Control] = field(default_factory=dict)


def search(story: Story, blank: Blank, grid: Grid, skip: frozenset[tags.Element]) -> Search:
    """Finds every place of the form that is no table row. `skip` are the paragraphs of tables to fill in."""
    found = Search(story, blank, grid, skip)
    _take_plain(found)
    _look_closer(found, list(_odd(found)))
    _by_tag(found)
    _by_bookmark(found)
    _by_reference(found)
    _gather(found)
    _collect_strays(found)
    return found


def missing(found: Search) -> Iterator[Spot]:
    """The places of which the file has nothing: no control, no bookmark, no row with their reference."""
    for tag, spot in found.blank.spots.items():
        if not spot.address.row and tag not in found.plain and tag not in found.finds:
            yield spot


def spot_of(line: Line, blank: Blank) -> Spot | None:
    """Which place of the form a control is, by its tag, or by its bookmark where it has lost the tag."""
    return blank.spots.get(line.tag) if line.tag else blank.names.get(line.name)


def clean_mark(line: Line, spot: Spot) -> Mark | None:
    """The mark of a control that stands as the form made it, and says one thing only; None where a look is due."""
    if line.aside or "\0" in line.text:
        return None
    mark = spot.clean.get(line.text)
    how = "control" if line.tag else "bookmark"
    if mark is not None and line.bare and spot.kind == BOX:
        return mark._replace(ticked=None, how=how) if not spot.before and spot.after.strip() else None
    if mark is not None:
        clean = line.checked is mark.ticked and not line.stored
        return (mark if line.tag else mark._replace(how=how)) if clean else None
    plain = line.text.strip()
    if line.box or spot.kind == BOX or line.showing or not plain or spot.before or spot.after:
        return None
    if line.text[0] == "\n":  # a line break that LibreOffice 7 may have moved there
        return None
    if spot.edges.of(plain):
        return None
    return Mark(spot.address, line.text, "", None, None, line.stored[:10], how=how)


def _take_plain(found: Search) -> None:
    """The marks of all controls that need no closer look; one in a foreign row, or there twice, needs one."""
    lines = [(line, spot_of(line, found.blank)) for line in found.story.lines]
    times = Counter([spot.tag for _, spot in lines if spot is not None])
    refs = _refs_above(found)
    bare = any(line.bare for line, _ in lines)
    held = {tag.get(tags.VAL) for tag in found.story.root.iter(tags.TAG)} if bare else set()
    for line, spot in lines:
        if spot is None or times[spot.tag] != 1 or spot.address.row or (line.bare and spot.tag in held):
            continue
        mark = clean_mark(line, spot)
        if mark is None:
            continue
        home = spot.square.ref
        if refs[line.at] == home or found.grid.square(found.story.paragraphs[line.at]).ref == home:
            found.plain[spot.tag] = mark
            found.read[line.at] = spot


def _refs_above(found: Search) -> list[str]:
    """For each paragraph the last reference of the form that stands before it: that of its row, in an orderly file."""
    above, refs = "", []
    for key in found.story.keys:
        above = found.blank.ref_keys.get(key, above)
        refs.append(above)
    return refs


def _odd(found: Search) -> Iterator[int]:
    """The numbers of the paragraphs that are neither printed by the form nor read already."""
    story, printed = found.story, found.blank.raw
    times = Counter(story.keys)
    seen: Counter[tuple[str, Square]] = Counter()
    for number, key in enumerate(story.keys):
        if not key or number in found.read or story.paragraphs[number] in found.skip:
            continue
        if key in printed:
            if times[key] <= printed[key]:
                continue
            square = found.grid.square(story.paragraphs[number])
            seen[key, square] += 1
            if seen[key, square] <= found.blank.printed.get(same(key), Counter())[square]:
                continue
        yield number


def _look_closer(found: Search, numbers: list[int]) -> None:
    """Looks at these paragraphs, and at the controls that share a cell with one of them."""
    cells = {found.grid.cell(found.story.paragraphs[number]) for number in numbers} - {None}
    for number, spot in list(found.read.items()) if cells else ():
        if spot.kind != BOX and found.grid.cell(found.story.paragraphs[number]) in cells:
            del found.plain[spot.tag], found.read[number]
            numbers.append(number)
    for number in sorted(numbers):
        paragraph = found.story.paragraphs[number]
        found.sights[number] = look(paragraph, found.blank.spots, _enclosing(found, paragraph))
        cell = found.grid.cell(paragraph)
        if cell is not None:
            found.cells.setdefault(cell, []).append(number)
    found.left = dict(found.sights)


def _enclosing(found: Search, paragraph: tags.Element) -> list[Control]:
    """The controls around a whole paragraph, outermost first; one around several is the same for all of them."""
    controls = []
    for element in paragraph.iterancestors(tags.SDT):
        if element not in found.wrappers:
            found.wrappers[element] = control_of(element, found.blank.spots)
        controls.append(found.wrappers[element])
    return controls[::-1]


def _add(found: Search, find: Find, numbers: Sequence[int]) -> None:
    found.finds.setdefault(find.spot.address.tag, []).append(find)
    for number in numbers:
        found.left.pop(number, None)


# --- by the tag ------------------------------------------------------------------------------------------


def _by_tag(found: Search) -> None:
    """The places whose control has kept its tag. Where one also stands in its own row, that one counts."""
    taken: dict[Control, tuple[Find, list[int]]] = {}
    for number, sight in found.sights.items():
        for control in sight.controls:
            spot = found.blank.spots.get(control.address.tag) if control.address is not None else None
            if spot is None or spot.address.row:
                continue
            if control in taken:
                taken[control][0].sights.append(sight)
                taken[control][1].append(number)
            else:
                taken[control] = (Find(spot, "control", [sight], control), [number])
    own: dict[str, list[tuple[Find, list[int]]]] = {}
    for find, numbers in taken.values():
        own.setdefault(find.spot.address.tag, []).append((find, numbers))
    for entries in own.values():
        at_home = [entry for entry in entries if not _foreign(found, entry[0])]
        for find, numbers in at_home or entries:
            find.trouble = "" if at_home else _foreign(found, find)
            _add(found, find, [] if find.trouble else numbers)  # what stands in a foreign row may be its answer


def _foreign(found: Search, find: Find) -> str:
    """What is wrong where a place was found in the row of another question, or in a cell of no question."""
    here, home = found.grid.square(find.sights[0].paragraph), find.spot.square
    ref = found.blank.refs.get(home.ref, "another row")
    if here.ref != home.ref and here.ref in found.blank.refs:
        return f"it stands in row {found.blank.refs[here.ref]} of the file, but belongs to row {ref}"
    if here.ref != home.ref and here.column not in (home.column, OUTSIDE.column):
        return f"it stands in a cell that is not its own, but belongs to row {ref}"
    if find.control is not None:
        beside = "".join(find.sights[0].around(find.control)).strip()
        own = same(f"{find.spot.before}{find.spot.after}")
        if same(beside) != own and same(beside) in found.blank.printed:
            return f"it stands in one line with words that the form prints elsewhere: “{beside[:80]}”"
    return ""


# --- by the bookmark -------------------------------------------------------------------------------------


def _by_bookmark(found: Search) -> None:
    """The places whose control has lost its tag, or is gone, but whose bookmark is there."""
    names: dict[str, tuple[int, Control | None]] = {}
    for number, sight in found.sights.items():
        for name, control in sight.names:
            names.setdefault(name, (number, control))
    for tag, spot in found.blank.spots.items():
        if spot.address.row or tag in found.plain or tag in found.finds or spot.name not in names:
            continue
        number, control = names[spot.name]
        sight = found.sights[number]
        if control is None and len(sight.controls) == 1:
            control = sight.controls[0]
        if (control is not None and control.address is not None) or (control is None and number not in found.left):
            continue
        find = Find(spot, "bookmark", [sight], control)
        find.trouble = _foreign(found, find)
        _add(found, find, [] if find.trouble else [number])


# --- by the reference ------------------------------------------------------------------------------------


def _by_reference(found: Search) -> None:
    """The places that only the printed reference of their row leads to, and rows that are there more than once."""
    lost = {spot.square for spot in missing(found)}
    odd = {number for number in found.left if found.grid.square(found.left[number].paragraph) in found.blank.squares}
    if not lost and not odd:
        return
    certain = [find for finds in found.finds.values() for find in finds if not find.trouble]
    homes = {found.grid.cell(find.sights[0].paragraph) for find in certain}
    homes |= {found.grid.cell(found.story.paragraphs[number]) for number in found.read}
    order = {paragraph: number for number, paragraph in enumerate(found.story.paragraphs)} if lost else {}
    for row in _rows(found):
        for square, spots in _answers(found, row):
            cell = row.cells[row.columns.index(square.column)]
            if square in lost:
                _look_again(found, cell, square, order)
            numbers = [number for number in found.cells.get(cell, ()) if number in found.left]
            if cell not in homes:
                wanted = spots if numbers or square in lost else ()
            else:
                wanted = tuple(spot for spot in spots if square in lost and _is_lost(found, spot))
            if wanted:
                _read_cell(found, wanted, numbers)


def _look_again(found: Search, cell: tags.Element, square: Square, order: Mapping[tags.Element, int]) -> None:
    """Looks at the paragraphs of a cell that has lost an answer, also where the form prints their words elsewhere."""
    for paragraph in cell.iter(tags.P):
        number = order[paragraph]
        key = found.story.keys[number]
        if not key or number in found.sights or number in found.read or paragraph in found.skip:
            continue
        if not found.blank.printed.get(same(key), Counter())[square]:
            found.sights[number] = found.left[number] = look(paragraph, found.blank.spots, _enclosing(found, paragraph))
            found.cells[cell] = sorted((*found.cells.get(cell, ()), number))


def _is_lost(found: Search, spot: Spot) -> bool:
    return spot.address.tag not in found.plain and spot.address.tag not in found.finds


def _rows(found: Search) -> Iterator[Row]:
    """The rows of the file whose first cell holds a reference of the form."""
    for element in found.story.root.iter(tags.TR):
        row = found.grid.row_at(element)
        if next(element.iter(tags.P), None) in found.skip:
            continue
        if same(row.first) in found.blank.refs:
            yield row


def _answers(found: Search, row: Row) -> Iterator[tuple[Square, tuple[Spot, ...]]]:
    """The cells of a row in which the form has answers, as far as the row still has them."""
    for column in row.columns:
        square = Square(same(row.first), column)
        if square in found.blank.squares:
            yield square, found.blank.squares[square]


def _read_cell(found: Search, spots: Sequence[Spot], numbers: list[int]) -> None:
    """Gives the paragraphs of a cell to its places: options by their labels, all else to the one place left."""
    boxes = [spot for spot in spots if spot.kind == BOX]
    others = [spot for spot in spots if spot.kind != BOX]
    left = list(numbers)
    labels = {spot.label: spot for spot in found.blank.squares[spots[0].square] if spot.kind == BOX}
    for number in numbers if boxes else ():
        parts = split_at_labels(found.sights[number], labels)
        if not parts or any(spot not in boxes for spot, _ in parts):
            continue
        left.remove(number)
        for spot, sight in parts:
            boxes.remove(spot)
            _add(found, _by_place(found, spot, [sight]), [number])
    if len(others) == 1 and (left or not boxes):
        _add(found, _by_place(found, others[0], [found.sights[number] for number in left]), left)


def _by_place(found: Search, spot: Spot, sights: list[Sight]) -> Find:
    """A place found by its row and column. A control of another question in it makes it uncertain."""
    controls = [control for sight in sights for control in sight.controls]
    trouble = ""
    for control in controls:
        if control.address is not None:
            other = found.blank.spots.get(control.address.tag)
            row = found.blank.refs.get(other.square.ref, "another row") if other is not None else "another row"
            trouble = f"the control that stands here belongs to row {row}"
    same_kind = [control for control in controls if control.kind == spot.kind]
    sole = same_kind[0] if len(same_kind) == len(controls) == 1 and len(sights) == 1 else None
    return Find(spot, "reference", sights, sole, trouble)


def words_by_boxes(found: Search) -> Iterator[Mark]:
    """What is written in a cell with boxes and belongs to none of them: a mark of the whole question."""
    for sight in found.left.values():
        spots = found.blank.squares.get(found.grid.square(sight.paragraph), ())
        if spots and sight.text.strip() and all(spot.kind == BOX for spot in spots):
            yield Mark(Address(spots[0].address.field), sight.text.strip(), how="cell")


# --- what is left ----------------------------------------------------------------------------------------


def _gather(found: Search) -> None:
    """Gives paragraphs written in the cell of one answer to that answer; the form's own words are nobody's."""
    if not found.left:
        return
    budget = Counter({key: sum(where.values()) for key, where in found.blank.printed.items()})
    budget.subtract(same(key) for number, key in enumerate(found.story.keys) if number not in found.sights)
    homes: dict[tags.Element, list[Find]] = {}
    order = {id(sight): number for number, sight in found.sights.items()}
    for finds in found.finds.values():
        for find in finds:
            cell = found.grid.cell(find.sights[0].paragraph) if find.sights else None
            if cell is not None:
                homes.setdefault(cell, []).append(find)
    for number, sight in list(found.left.items()):
        key = same(sight.text)
        cell = found.grid.cell(sight.paragraph)
        owners = homes.get(cell, []) if cell is not None else []
        writable = [owner for owner in owners if owner.spot.kind != BOX]
        if not key or key in found.blank.silent or (budget[key] > 0 and not writable):
            budget[key] -= 1
            del found.left[number]
        elif len(writable) == len(owners) == 1 and not sight.controls:
            find = writable[0]
            (find.lead if number < order[id(find.sights[0])] else find.tail).append(sight)
            del found.left[number]


def _collect_strays(found: Search) -> None:
    """The controls that no place took: those of table rows elsewhere, and those put into another answer's paragraph."""
    taken = {find.control for finds in found.finds.values() for find in finds}
    whole = {
        id(sight) for finds in found.finds.values() for find in finds if find.control is None for sight in find.sights
    }
    for number, sight in found.sights.items():
        for control in sight.controls:
            if control in taken:
                continue
            text = sight.inside(control)
            if not text.strip() or same(text) in found.blank.silent:
                continue
            if control.address is not None and control.address.row:
                where = found.grid.where(sight.paragraph)
                found.strays.append(Mark(control.address, text, trouble=f"it stands outside its table, in {where}"))
            elif number not in found.left and id(sight) not in whole:
                found.loose.append((sight.paragraph, text.strip()))
