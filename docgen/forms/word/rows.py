"""Tables to fill in, read by their head and by position: people add, copy and delete rows, and tags go astray."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import islice

from docgen.fields import same
from docgen.forms.word import tags
from docgen.forms.word.blank import Blank, Plan, Spot
from docgen.forms.word.grid import Grid, Row, below
from docgen.forms.word.marking import Find, besides
from docgen.forms.word.search import clean_mark, spot_of
from docgen.forms.word.settle import words
from docgen.forms.word.sight import BOX, Control, Sight, look
from docgen.forms.word.walk import Line, Story
from docgen.marks import Mark
from docgen.model import Unread

Tables = Mapping[str, list[tags.Element]]


def tables_of(story: Story, blank: Blank, grid: Grid) -> Tables:
    """Field → the tables of the file that are its rows: by their controls, by their bookmarks, or by their head."""
    found: dict[str, dict[tags.Element, None]] = {name: {} for name in blank.plans}
    for line in story.lines:
        spot = spot_of(line, blank)
        if spot is not None and spot.address.row:
            _note(found, spot.address.field, story.paragraphs[line.at])
    owners = {name: plan.field for plan in blank.plans.values() for name in plan.names if not found[plan.field]}
    for mark in story.root.iter(tags.BOOKMARK) if owners else ():
        field = owners.get(mark.get(tags.NAME) or "")
        if field:
            _note(found, field, mark)
    heads = {tuple(sorted(plan.head)): plan.field for plan in blank.plans.values()}
    widths = {len(head) for head in heads}
    for table in story.root.iter(tags.TBL):
        first = next(below(table, tags.TR), None)
        row = grid.row_at(first) if first is not None else None
        if row is not None and len(row.cells) in widths:
            field = heads.get(tuple(sorted(_head(row))))
            if field:
                found[field][table] = None
    likely = {field: _likely(list(tables), blank.plans[field], blank, grid) for field, tables in found.items()}
    taken = {table for tables in likely.values() for table in tables}
    for field, tables in likely.items():
        tables += _continued(tables, len(blank.plans[field].head), taken, blank, grid)
    return likely


def _continued(
    tables: list[tags.Element], width: int, taken: set[tags.Element], blank: Blank, grid: Grid
) -> list[tags.Element]:
    """The table right behind, with nothing of the form in it: what was split off from the last of these."""
    after = tables[-1].getnext() if tables else None
    while after is not None and after.tag == tags.P and not words(after):
        after = after.getnext()
    if after is None or after.tag != tags.TBL or after in taken:
        return []
    rows = [grid.row_at(row) for row in below(after, tags.TR)]
    foreign = any(len(row.cells) != width or same(row.first) in blank.refs for row in rows)
    printed = any(same(words(cell)) in blank.printed for row in rows[:1] for cell in row.cells[1:])
    return [] if foreign or printed else [after]


def _note(found: dict[str, dict[tags.Element, None]], field: str, element: tags.Element) -> None:
    table = next(element.iterancestors(tags.TBL), None)
    if table is not None and field in found:
        found[field][table] = None


def _head(row: Row) -> tuple[str, ...]:
    return tuple(same(words(cell)) for cell in row.cells)


def _likely(tables: list[tags.Element], plan: Plan, blank: Blank, grid: Grid) -> list[tags.Element]:
    """The tables without those that hold other questions: a control of a row was put into them by mistake."""

    def foreign(table: tags.Element) -> bool:
        rows = [grid.row_at(row) for row in below(table, tags.TR)]
        if rows and same(rows[0].first) == plan.ref:
            return False
        firsts = {same(row.first) for row in rows}
        return plan.ref not in firsts and bool((firsts & blank.refs.keys()) - plan.printed)

    fitting = [table for table in tables if not foreign(table)]
    if len(fitting) < 2:
        return fitting
    order = {table: number for number, table in enumerate(fitting[0].getroottree().iter(tags.TBL))}
    return sorted(fitting, key=order.__getitem__)


def paragraphs_of(tables: Tables, blank: Blank) -> frozenset[tags.Element]:
    """The paragraphs of these tables, but for those into which the control of another question was put."""
    own: set[tags.Element] = set()
    for table in (one for found in tables.values() for one in found):
        own.update(table.iter(tags.P))
        for tag in table.iter(tags.TAG):
            spot = blank.spots.get(tag.get(tags.VAL) or "")
            if spot is not None and not spot.address.row:
                own.difference_update(tag.iterancestors(tags.P))
    return frozenset(own)


@dataclass(frozen=True, slots=True)
class Found:
    """The marks of one table to fill in, and what stands in it that is in none."""

    marks: tuple[Mark, ...]
    unread: tuple[Unread, ...]


def read_rows(plan: Plan, tables: list[tags.Element], story: Story, blank: Blank, grid: Grid) -> Found:
    """The rows of a table by position. The row of a mark is its number in the file, from 1, whatever its tag says."""
    marks: list[Mark] = []
    unread: list[Unread] = []
    lines = {story.paragraphs[line.at]: line for line in story.lines}
    number = 0
    for part, table in enumerate(tables):
        rows = [grid.row_at(row) for row in below(table, tags.TR)]
        columns, heads, trouble = _columns(plan, rows)
        if part:
            trouble = f"the rows stand in {len(tables)} tables of the file"
        if trouble:
            unread += [
                Unread(text, grid.where(row.element), "heading of a table") for row in heads for text in _new(row, plan)
            ]
        for row in rows:
            if row in heads or (same(row.first) == plan.head[0] and _head(row) == plan.head):
                continue
            number += 1
            where = trouble or _width(row, number, columns)
            for place, cell in enumerate(row.cells):
                column = columns[place] if place < len(columns) else ""
                paragraphs = list(cell.iter(tags.P))
                plain = _plain(plan, column, lines.get(paragraphs[0]), blank) if len(paragraphs) == 1 else None
                if plain is not None and not where:
                    marks += [one._replace(address=replace(one.address, row=number)) for one in plain]
                elif column:
                    sights = [look(paragraph, blank.spots) for paragraph in paragraphs]
                    doubt = where or story.settled.cut(paragraphs)
                    found = read_cell(plan.spots[column], number, sights, doubt, story.settled.by(paragraphs))
                    marks += found
                    unread += [
                        Unread(besides(plan.spots[column][0], one), grid.where(cell), "text beside an answer")
                        for one in found
                    ]
                elif same(words(cell)) not in plan.printed and words(cell) != str(number):
                    unread.append(Unread(words(cell), grid.where(cell)))
                    marks += _merged(plan, number, words(cell), where) if len(row.cells) == 1 else ()
    return Found(tuple(marks), tuple(one for one in unread if one.text))


def _merged(plan: Plan, number: int, text: str, trouble: str) -> list[Mark]:
    """What stands in a row of one cell, as a mark of its first text: all its cells were made one."""
    spots = (spot for column in plan.columns for spot in plan.spots.get(column, ()) if spot.kind != BOX)
    return [
        Mark(replace(spot.address, row=number), text, how="cell", trouble=trouble)
        for spot in islice(spots, 1 if trouble else 0)
    ]


def _plain(plan: Plan, column: str, line: Line | None, blank: Blank) -> list[Mark] | None:
    """The mark of a cell that holds nothing but its own control, none where it is blank; None where a look is due."""
    spot = spot_of(line, blank) if line is not None else None
    if line is None or spot is None or (spot.address.field, spot.address.column) != (plan.field, column):
        return None
    mark = clean_mark(line, spot) if spot.kind != BOX else None
    if mark is None:
        return None
    return [] if mark.prompt else [mark._replace(how="cell" if line.bare else "control")]


def _columns(plan: Plan, rows: list[Row]) -> tuple[tuple[str, ...], list[Row], str]:
    """The column of each cell, the rows that are heads, and what is wrong with the head.

    Columns that were moved are known by the words of the head; where those have changed, the columns are taken by
    position, and are uncertain.
    """
    for row in rows:
        if _head(row) == plan.head:
            return plan.columns, [row], ""
        if sorted(_head(row)) == sorted(plan.head) and len(set(plan.head)) == len(plan.head):
            by_words = dict(zip(plan.head, plan.columns, strict=True))
            return tuple(by_words[text] for text in _head(row)), [row], ""
    if rows and same(rows[0].first) == plan.ref:
        return plan.columns, [rows[0]], "the head of the table was changed"
    return plan.columns, [], "the table has lost its head"


def _new(row: Row, plan: Plan) -> list[str]:
    """What a person wrote into the head of the table."""
    return [words(cell) for cell in row.cells if same(words(cell)) not in plan.head]


def _width(row: Row, number: int, columns: tuple[str, ...]) -> str:
    if next(row.element.iter(tags.MERGED_DOWN, tags.MERGED_ACROSS), None) is not None:
        return f"row {number} has merged cells"
    fits = len(row.cells) == len(columns) and row.columns == tuple(range(len(columns)))
    cells = "1 cell" if len(row.cells) == 1 else f"{len(row.cells)} cells"
    return "" if fits else f"row {number} has {cells} where the table has {len(columns)} columns"


def _strangers(spot: Spot, controls: list[Control]) -> str:
    """What is wrong where a cell has other controls than its own. Those of another row are copies, and welcome."""
    others = [one.address for one in controls if one.address is not None]
    if any((one.field, one.column) != (spot.address.field, spot.address.column) for one in others):
        return "a control of another question stands here"
    return "several controls stand in this cell" if len(controls) > 1 and spot.kind != BOX else ""


def read_cell(spots: tuple[Spot, ...], number: int, sights: list[Sight], trouble: str, note: str) -> list[Mark]:
    """The marks of one cell of a row, of which these are the paragraphs; none where it is blank."""
    marks = []
    for spot in spots:
        own = [sight for sight in sights if spot.kind != BOX or same(spot.after) in same(sight.text)]
        controls = [control for sight in own for control in sight.controls]
        control = controls[0] if len(controls) == 1 and controls[0].kind == spot.kind else None
        trouble = trouble or _strangers(spot, controls)
        held = [sight for sight in own if control is None or control in sight.controls]
        find = Find(spot, "cell" if control is None else "control", held, control, trouble, note)
        if control is not None:
            at = own.index(held[0])
            find.lead = [sight for sight in own[:at] if sight.text.strip()]
            find.tail = [sight for sight in own[at + 1 :] if sight.text.strip()]
        mark = find.mark()
        if (mark.before + mark.text + mark.beside).strip() or mark.stored or mark.ticked is not None:
            marks.append(mark._replace(address=replace(spot.address, row=number)))
    return marks
