"""What a workbook says and asks, learned from its blank: the words that are its own, and the cell of every answer.

The blank is opened as the returns are, so the reader cannot disagree with the writer about a form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docgen.fields import same
from docgen.forms.carriers import toolkits, unstamped
from docgen.forms.excel.carriers import carriers
from docgen.forms.excel.cells import S, letters, split
from docgen.forms.excel.drawn import drawn, margins
from docgen.forms.excel.dress import Dress, Look, looks
from docgen.forms.excel.parts import Book, Sheet, open_book
from docgen.forms.excel.plan import ANSWER, LABEL, REF
from docgen.forms.excel.values import AMOUNT, DATE, TICK, WORDS
from docgen.forms.excel.words import TICK as SIGN
from docgen.marks import Address, Mark

LETTERS = {column: letters(column) for column in (REF, LABEL, ANSWER)}


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of one answer, or of one option of it, on the sheet of the form.

    kind        tick, date, amount or words
    ref         the reference in its row; `label` the words beside it
    stands_for  what its name stands for, as the blank spells it
    empty       the mark of the empty cell; `ticked` that of a cell with the sign in it
    look        how the cell looks; `label_look` how the words beside it look
    """

    address: Address
    kind: str
    sheet: str
    cell: str
    ref: str
    label: str
    stands_for: str
    empty: Mark
    ticked: Mark
    look: Look
    label_look: Look


@dataclass(frozen=True, slots=True)
class Plan:
    """A table to fill in.

    head        what stands in its heading → the id of the column, or empty where the column is no answer
    heading     the cells of the heading → what they say
    kinds       column id → date, amount or words; `columns` its number
    first, last rows to fill in; `names` the names of their cells → what these stand for
    known       every cell of the sheet in which the form has something, or asks for it
    usual       row, column id and cell of every answer
    """

    field: str
    sheet: str
    head: Mapping[str, str]
    kinds: Mapping[str, str]
    columns: Mapping[str, int]
    heading: Mapping[str, str]
    first: int
    last: int
    names: Mapping[str, str]
    known: frozenset[str]
    usual: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Blank:
    """One form as it comes from the writer.

    spots       name → place, for every answer on the sheet of the form, in its order
    plans       field → table to fill in
    texts       sheet → cell → what the form prints there, with any toolkit id left out
    formulas    sheet → cell → what the form calculates there
    refs        every reference; `marked` the cells in which one stands, by sheet
    margins     what headers and footers say; `drawn` how much is drawn on which sheet
    looks       the looks of the form's cells, in the order of its formats
    """

    spots: Mapping[str, Spot]
    plans: Mapping[str, Plan]
    texts: Mapping[str, Mapping[str, str]]
    formulas: Mapping[str, Mapping[str, str]]
    refs: frozenset[str]
    marked: Mapping[str, frozenset[str]]
    margins: frozenset[str]
    drawn: Counter[str]
    looks: tuple[Look, ...]


def blank_of(document: bytes) -> Blank:
    """The form as its blank toolkit shows it. Raises DocgenError where the blank is no readable workbook."""
    book = open_book(document, "blank toolkit")
    stamps = toolkits(carriers(book))
    kinds = dict(_kinds(book))
    spots: dict[str, Spot] = {}
    rows: dict[str, list[tuple[Address, Sheet, str]]] = {}
    noted = book.comments()
    dress = Dress(book)
    for name, stands_for in book.names.items():
        address, place = Address.parse(noted.get(name, "")), book.place(name)
        if address is None or place is None:
            continue
        sheet, cell = place
        if address.row:
            rows.setdefault(address.field, []).append((address, sheet, cell))
        else:
            spots[name] = _spot(address, sheet, cell, stands_for, kinds, dress)
    answers = {(spot.sheet, spot.cell) for spot in spots.values()}
    answers |= {(sheet.name, cell) for held in rows.values() for _, sheet, cell in held}
    texts = {
        sheet.name: {
            name: unstamped(text, stamps)
            for name, text in sheet.cells.words.items()
            if name not in sheet.cells.formulas and (sheet.name, name) not in answers
        }
        for sheet in book.sheets
    }
    refs = frozenset(spot.ref for spot in spots.values())
    order = sorted(spots.items(), key=lambda one: split(one[1].cell))
    return Blank(
        dict(order),
        {field: _plan(field, held, kinds, book.names) for field, held in rows.items()},
        texts,
        {sheet.name: sheet.cells.formulas for sheet in book.sheets},
        refs,
        {name: frozenset(cell for cell, text in held.items() if text in refs) for name, held in texts.items()},
        frozenset(same(unstamped(text, stamps)) for sheet in book.sheets for _, text in margins(sheet)),
        Counter(sheet.name for sheet in book.sheets for _ in drawn(book, sheet)),
        looks(book.raw_styles),
    )


def _spot(
    address: Address, sheet: Sheet, cell: str, stands_for: str, kinds: Mapping[tuple[str, str], str], dress: Dress
) -> Spot:
    row, _ = split(cell)
    ref, label = (sheet.cells.words.get(f"{LETTERS[column]}{row}", "") for column in (REF, LABEL))
    return Spot(
        address,
        TICK if address.option else kinds.get((sheet.name, cell), WORDS),
        sheet.name,
        cell,
        ref,
        label,
        stands_for,
        Mark(address, glyph=False if address.option else None),
        Mark(address, SIGN, glyph=True),
        dress.look(sheet, cell),
        dress.shown(sheet, f"{LETTERS[LABEL]}{row}"),
    )


def _plan(
    field: str,
    held: list[tuple[Address, Sheet, str]],
    kinds: Mapping[tuple[str, str], str],
    names: Mapping[str, str],
) -> Plan:
    first = min(split(cell)[0] for _, _, cell in held)
    sheet = held[0][1]
    columns = {address.column: split(cell)[1] for address, _, cell in held if split(cell)[0] == first}
    asked = {number: column for column, number in columns.items()}
    head: dict[str, str] = {}
    heading: dict[str, str] = {}
    number = 1
    while text := sheet.cells.words.get(name := f"{letters(number)}{first - 1}"):
        head[same(text)] = asked.get(number, "")
        heading[name] = text
        number += 1
    return Plan(
        field,
        sheet.name,
        head,
        {column: kinds.get((sheet.name, f"{letters(at)}{first}"), WORDS) for column, at in columns.items()},
        columns,
        heading,
        first,
        max(split(cell)[0] for _, _, cell in held),
        {address.name: names.get(address.name, "") for address, _, _ in held},
        frozenset((*sheet.cells.words, *(cell for _, _, cell in held))),
        tuple(sorted((address.row, address.column, cell) for address, _, cell in held)),
    )


def _kinds(book: Book) -> Iterator[tuple[tuple[str, str], str]]:
    """What each cell lets people enter, as far as that is a date or a number."""
    sorts = {"date": DATE, "decimal": AMOUNT}
    for sheet in book.sheets:
        for rule in sheet.root.iter(S + "dataValidation"):
            kind = sorts.get(rule.get("type") or "")
            for area in (rule.get("sqref") or "").split() if kind else ():
                for cell in _area(area):
                    yield (sheet.name, cell), kind or ""


def _area(area: str) -> Iterator[str]:
    """The cells of an area such as `B4:B12`."""
    start, _, end = area.partition(":")
    (top, left), (bottom, right) = split(start), split(end or start)
    for row in range(top, bottom + 1):
        for column in range(left, right + 1):
            yield f"{letters(column)}{row}"
