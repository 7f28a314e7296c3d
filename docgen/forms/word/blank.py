"""What a form says and asks, learned from its blank: the words that are its own, and the place of every answer.

The blank is read with the same walk as the returns, so the reader cannot disagree with the writer about a form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from docgen.fields import same
from docgen.forms.word import tags
from docgen.forms.word.carriers import carriers, toolkits, unstamped
from docgen.forms.word.dress import Dress, Styles, Words, dress_of, label_of
from docgen.forms.word.grid import Grid, Row, Square, below
from docgen.forms.word.parts import ENDNOTES, FOOTER, FOOTNOTES, HEADER, STYLES, Parts, open_parts
from docgen.forms.word.prompts import Edges, edges
from docgen.forms.word.settle import words
from docgen.forms.word.sight import BOX, Control, Sight, look
from docgen.marks import Address, Mark

STAMPED = "\0"
"""Stands in the text of a blank for its toolkit id; it is in no XML."""


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of one answer, or of one option of it.

    tag         the tag of its control; `name` its bookmark
    at          the number of its paragraph; `square` the cell in which it stands
    before      the form's own words in front of the control in its paragraph; `after` those behind it
    prompt      what the control shows while it is empty, with its edges; for a box the sign of the empty box
    label       for a box the label of its option, without what it means
    styled      whether the prompt has a style, which it keeps where it was left standing
    clean       the paragraph's whole text → the mark that it certainly means, where the control agrees
    bare        what is seen where the control is gone → the mark that it then certainly means
    empty       the mark of the empty control; `ticked` that of a ticked box
    """

    address: Address
    tag: str
    name: str
    kind: str
    at: int
    square: Square
    before: str
    after: str
    prompt: str
    edges: Edges
    glyphs: tuple[str, str]
    clean: Mapping[str, Mark]
    bare: Mapping[str, Mark]
    empty: Mark
    ticked: Mark
    is_box: bool
    label: str = ""
    styled: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Worn:
    """How an option looks that nobody has marked, by its label; one for all options that look alike."""

    label: str
    dress: Dress


@dataclass(frozen=True, slots=True)
class Plan:
    """A table to fill in: what its head says, and which answers stand in which column.

    ref         the reference in its head; `head` the words of each cell of the head, as compared
    columns     the id of the column for each cell, empty where the cell is no answer
    spots       column id → the places of its answers in the first row
    names       the bookmarks of all its places
    printed     what the form prints in the rows besides, such as their numbers
    """

    field: str
    ref: str
    head: tuple[str, ...]
    columns: tuple[str, ...]
    spots: Mapping[str, tuple[Spot, ...]]
    names: frozenset[str]
    printed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Blank:
    """One form as it comes from the writer.

    spots       tag → place, in the order of the document; `order` the same without the tags, `names` by bookmark
    pieces      the text of the body, cut where the controls stand; STAMPED where the toolkit id is printed
    squares     cell → the places in it that are no rows; `plans` the tables to fill in, by field
    printed     paragraph as compared → how often it is printed in which cell; `raw` as it stands → how often
    silent      what the places show while they are empty, as compared
    refs        reference as compared → as printed; `ref_keys` reference as it stands → as compared
    heads       the heads of the tables of questions, as compared
    headings    heading as compared → “section 3”
    margins     what headers and footers say; `notes` what foot- and endnotes say; `same_parts` their bytes
    worn        how each option is dressed, by tag; `styles` all that the words have
    checksum    that of the part with the styles
    removed     hidden words and text boxes of the form's own; `drawings` the pictures by their paragraph
    """

    spots: Mapping[str, Spot]
    order: tuple[Spot, ...]
    names: Mapping[str, Spot]
    pieces: tuple[str, ...]
    squares: Mapping[Square, tuple[Spot, ...]]
    plans: Mapping[str, Plan]
    printed: Mapping[str, Counter[Square]]
    raw: Counter[str]
    silent: frozenset[str]
    refs: Mapping[str, str]
    ref_keys: Mapping[str, str]
    heads: frozenset[tuple[str, ...]]
    headings: Mapping[str, str]
    margins: frozenset[str]
    notes: frozenset[str]
    same_parts: frozenset[bytes]
    worn: Mapping[str, Worn]
    styles: frozenset[bytes]
    checksum: int
    removed: frozenset[tuple[str, str]]
    drawings: Counter[str] = field(default_factory=Counter)
    margin_drawings: int = 0


def blank_of(document: bytes) -> Blank:
    """The form as its blank toolkit shows it. Raises DocgenError where the blank is no readable Word form."""
    parts = open_parts(document, "blank toolkit")
    stamps = toolkits(carriers(parts))
    story = parts.body
    keys = [unstamped(key, stamps) for key in story.keys]
    grid = Grid(parts, {}, {}, frozenset())
    sights = [look(paragraph) for paragraph in story.paragraphs]
    styles = Styles(parts.tree(STYLES))
    spots = {spot.address.tag: spot for at, sight in enumerate(sights) for spot in _spots(at, sight, grid, styles)}
    squares: dict[Square, tuple[Spot, ...]] = {}
    for spot in spots.values():
        if not spot.address.row:
            squares[spot.square] = (*squares.get(spot.square, ()), spot)
    plans, drawn = _plans(sights, spots, grid)
    printed: dict[str, Counter[Square]] = {}
    raw: Counter[str] = Counter()
    for sight, key in zip(sights, keys, strict=True):
        if not sight.controls and sight.paragraph not in drawn and key.strip():
            printed.setdefault(same(key), Counter())[grid.square(sight.paragraph)] += 1
            raw[key] += 1
    margins = [parts.story(*part) for part in parts.all(HEADER, FOOTER)]
    notes = [parts.story(*part) for part in parts.all(FOOTNOTES, ENDNOTES)]
    refs = dict(_refs(sights, grid))
    return Blank(
        spots,
        tuple(spots.values()),
        {spot.name: spot for spot in spots.values()},
        tuple(unstamped(piece, stamps, STAMPED) for piece in _pieces(parts.root)),
        squares,
        plans,
        printed,
        raw,
        frozenset(same(text) for spot in spots.values() for text, mark in spot.clean.items() if not mark.ticked),
        refs,
        {key: same(key) for key in keys if same(key) in refs},
        frozenset(_heads(sights, grid)),
        dict(_headings(parts, sights)),
        frozenset(same(unstamped(text, stamps)) for one in margins for text in one.keys),
        frozenset(same(text) for one in notes for text in one.keys),
        frozenset(data for _, data in parts.all(HEADER, FOOTER, FOOTNOTES, ENDNOTES)),
        _worn(styles, sights, spots),
        parts.styles,
        parts.checksum(STYLES),
        frozenset((one.what, same(one.text)) for one in story.settled.removed),
        drawings(story.specials),
        max((_count(one.specials) for one in margins), default=0),
    )


def drawings(specials: Sequence[tags.Element]) -> Counter[str]:
    """How many pictures and other objects stand in the paragraphs of the body, by the text of the paragraph."""
    found = (special for special in specials if special.tag in DRAWN)
    return Counter(same(words(next(special.iterancestors(tags.P), special))) for special in found)


DRAWN = frozenset({tags.DRAWING, tags.PICTURE, tags.OBJECT})


def _count(specials: Sequence[tags.Element]) -> int:
    return sum(special.tag in DRAWN for special in specials)


def _spots(at: int, sight: Sight, grid: Grid, styles: Styles) -> Iterator[Spot]:
    for control in sight.controls:
        if control.address is not None:
            before, after = sight.around(control)
            shown = sight.inside(control)
            square = grid.square(sight.paragraph)
            prompt = shown if control.showing or control.kind == BOX else ""  # a copy may be filled in already
            ticked, empty = _states(control, control.address)
            clean = {f"{before}{mark.text or prompt}{after}": mark for mark in (ticked, empty)}
            told = not before and (after.strip() if control.kind == BOX else not after)
            bared = [mark._replace(ticked=None, how="bookmark") for mark in (ticked, empty)] if told else []
            yield Spot(
                control.address,
                control.address.tag,
                control.address.name,
                control.kind,
                at,
                square,
                before,
                after,
                prompt,
                edges(prompt),
                control.glyphs,
                clean,
                {mark.text or prompt: mark for mark in bared},
                empty,
                ticked,
                control.kind == BOX,
                label_of(styles.words(sight.paragraph)) if control.kind == BOX else "",
                bool(prompt) and not sight.plainly_typed(control),
            )


def _worn(styles: Styles, sights: list[Sight], spots: Mapping[str, Spot]) -> dict[str, Worn]:
    """How the options look that nobody has marked."""
    known: dict[tuple[str, Words], Worn] = {}
    found = {}
    for tag, spot in spots.items():
        if spot.is_box:
            words = styles.words(sights[spot.at].paragraph)
            found[tag] = known.setdefault((spot.label, words), Worn(spot.label, dress_of(words, spot.label)))
    return found


def _pieces(root: tags.Element) -> list[str]:
    """The text of the body, cut where the controls stand. Changes the tree: the controls lose their words."""
    from lxml import etree

    text: str = etree.tostring(root, method="text", encoding="unicode", with_tail=False)
    cut = next(chr(code) for code in range(0xE000, 0xF8FF) if chr(code) not in text)
    for content in root.iter(tags.CONTENT):
        if Address.parse(_tag(content)) is not None:
            for number, piece in enumerate(list(content.iter(tags.T))):
                piece.text = "" if number else cut
    text = etree.tostring(root, method="text", encoding="unicode", with_tail=False)
    return text.split(cut)


def _tag(content: tags.Element) -> str:
    control = content.getparent()
    tag = next(control.iter(tags.TAG), None) if control is not None else None
    return (tag.get(tags.VAL) or "") if tag is not None else ""


def _states(control: Control, address: Address) -> tuple[Mark, Mark]:
    """The marks of a control that a person ticked, and of one that nobody touched; the same where it is no box."""
    if control.kind != BOX:
        mark = Mark(address, prompt=True)
        return mark, mark
    ticked, empty = control.glyphs
    return Mark(address, ticked, ticked=True, glyph=True), Mark(address, empty, ticked=False, glyph=False)


def _refs(sights: list[Sight], grid: Grid) -> Iterator[tuple[str, str]]:
    """The references, from the first cells of the rows that hold answers, and from the heads of tables."""
    for sight in sights:
        cell = grid.cell(sight.paragraph) if sight.controls else None
        row = grid.row(cell) if cell is not None else None
        if row is not None and same(row.first):
            holds_rows = any(control.address is not None and control.address.row for control in sight.controls)
            head = _head(row, grid) if holds_rows else row
            if head is not None:
                yield same(head.first), head.first.strip()


def _heads(sights: list[Sight], grid: Grid) -> Iterator[tuple[str, ...]]:
    """The heads of the tables with answers that are no tables to fill in."""
    for sight in sights:
        if any(control.address is not None and not control.address.row for control in sight.controls):
            cell = grid.cell(sight.paragraph)
            row = grid.row(cell) if cell is not None else None
            head = _head(row, grid) if row is not None else None
            if head is not None and head is not row:
                yield tuple(same(words(cell)) for cell in head.cells)


def _head(row: Row, grid: Grid) -> Row | None:
    """The first row of the table that a row stands in."""
    table = next(row.element.iterancestors(tags.TBL), None)
    first = next(below(table, tags.TR), None) if table is not None else None
    return grid.row_at(first) if first is not None else None


def _plans(sights: list[Sight], spots: Mapping[str, Spot], grid: Grid) -> tuple[dict[str, Plan], set[tags.Element]]:
    """The tables to fill in by field, and the paragraphs that stand in them."""
    plans: dict[str, Plan] = {}
    drawn: set[tags.Element] = set()
    for sight in sights:
        for control in sight.controls:
            address = control.address
            if address is not None and address.row == 1 and address.field not in plans:
                table = next(sight.paragraph.iterancestors(tags.TBL), None)
                if table is not None:
                    plans[address.field] = _plan(address.field, table, spots, grid)
                    drawn.update(table.iter(tags.P))
    return plans, drawn


def _plan(name: str, table: tags.Element, spots: Mapping[str, Spot], grid: Grid) -> Plan:
    rows = [grid.row_at(row) for row in below(table, tags.TR)]
    own = [spot for spot in spots.values() if spot.address.field == name]
    first: dict[str, tuple[Spot, ...]] = {}
    for spot in own:
        if spot.address.row == 1:
            first[spot.address.column] = (*first.get(spot.address.column, ()), spot)
    at = {places[0].square.column: column for column, places in first.items()}
    head = rows[0]
    answers = {place for place, _ in enumerate(head.cells) if head.columns[place] in at}
    return Plan(
        name,
        same(head.first),
        tuple(same(words(cell)) for cell in head.cells),
        tuple(at.get(column, "") for column in head.columns),
        first,
        frozenset(spot.address.name for spot in own),
        frozenset(
            same(words(cell)) for row in rows[1:] for place, cell in enumerate(row.cells) if place not in answers
        ),
    )


def _headings(parts: Parts, sights: list[Sight]) -> Iterator[tuple[str, str]]:
    """The headings of sections. A form prints the section's reference, a tab, and its title."""
    styles = parts.tree(STYLES)
    ids = set()
    for style in styles.iter(tags.W + "style") if styles is not None else ():
        name = style.find(tags.NAME)
        if name is not None and (name.get(tags.VAL) or "").casefold() == "heading 1":
            ids.add(style.get(tags.W + "styleId"))
    for sight in sights:
        used = sight.paragraph.find(f"{tags.P_PR}/{tags.P_STYLE}")
        if used is not None and used.get(tags.VAL) in (ids or {"Heading1"}) and sight.text.strip():
            ref, tab, title = sight.text.strip().partition("\t")
            yield same(sight.text), f"section {ref.strip()}" if tab and title else f"“{sight.text.strip()}”"
