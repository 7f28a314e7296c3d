"""Where a return has the places of a form: by the names of the cells, and where these are lost by the references."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from docgen.fields import same
from docgen.forms.excel.blank import Blank, Spot
from docgen.forms.excel.cells import Run, S, letters, split
from docgen.forms.excel.dress import Dress, Look, usual, ways
from docgen.forms.excel.parts import Book, Sheet
from docgen.forms.excel.plan import ANSWER, LABEL
from docgen.forms.excel.values import TICK, Formats, Said, dressed, formats, said
from docgen.forms.excel.words import HEADS
from docgen.forms.excel.words import TICK as TICKED
from docgen.marks import Address, Mark

Place = tuple[Sheet, str]


@dataclass
class Search:
    """The places of one form in one workbook.

    read        the cells that are answers, so that what they say is not unread
    missing     the addresses for which the workbook has no place
    """

    book: Book
    blank: Blank
    read: set[Place] = field(default_factory=set)
    missing: list[Address] = field(default_factory=list)
    _references: dict[Sheet, dict[int, str]] = field(default_factory=dict, repr=False)
    _columns: dict[Sheet, int] = field(default_factory=dict, repr=False)
    _by_row: dict[Sheet, dict[int, list[tuple[int, str]]]] = field(default_factory=dict, repr=False)

    def marks(self) -> list[Mark]:
        """The marks of every answer on the sheet of the form; rows that were copied give more than one."""
        marks: list[Mark] = []
        lost: list[Spot] = []
        names, sheets, merges, moved = self.book.names, self.book.by_name, self.merges, self._moved
        odd = self._marked if self.dress.odd else {}
        for name, spot in self.blank.spots.items():
            usual = sheets.get(spot.sheet) if names.get(name) == spot.stands_for else None
            place = (usual, spot.cell) if usual is not None else self.book.place(name)
            if place is None:
                lost.append(spot)
                continue
            self.read.add(place)
            trouble = self._trouble(spot, place) if merges or moved or usual is None else ""
            closely = trouble or place in odd
            marks.append(self._mark(spot, place, "control", trouble) if closely else self._plain(spot, place))
        if not self.dress.odd:
            self._see_words(marks)
        self._see_gone(marks)
        if lost or moved:
            marks += self._by_reference(lost)
            marks += self._copied()
        return marks

    def said(self, place: Place, kind: str) -> Said:
        """What a cell says to a place of this kind; nothing where it is empty."""
        sheet, name = place
        found = sheet.cells.get(name)
        if found is None:
            return Said("")
        read = said(found, kind, self._formats)
        look = self.dress.look(sheet, name) if self.dress.odd else Look()
        runs = sheet.cells.rich.get(name, ())
        if not runs and (look.strike or look.symbols) and read.text:
            runs = (Run(read.text, inherits=True),)
        return dressed(runs, look, read) if runs else read

    def where(self, sheet: Sheet, cell: str = "") -> str:
        """A cell as a person finds it: `sheet “Case audit”, row 3b, cell F12`."""
        ref = self.ref(sheet, split(cell)[0]) if cell else ""
        parts = [f"sheet “{sheet.name}”", f"row {ref}" if ref else "", f"cell {cell}" if cell else ""]
        return ", ".join(part for part in parts if part)

    def ref(self, sheet: Sheet, row: int) -> str:
        """The reference of the form that stands in front of a row; empty where none does."""
        return self._rows(sheet).get(row, "")

    def _plain(self, spot: Spot, place: Place) -> Mark:
        """What stands in the cell of an answer that is where it belongs."""
        cells, name = place[0].cells, place[1]
        text = cells.words.get(name)
        if text is None:
            return spot.empty
        if len(text) > _SHORT and spot.kind != TICK and text in self._printed:
            return self._mark(spot, place, "control", f"words of the empty form stand in its cell: “{text[:80]}”")
        odd = name in cells.others or name in cells.formulas or name in cells.rich
        if odd or (spot.kind == TICK and text != TICKED):
            return self._mark(spot, place, "control")
        return spot.ticked if spot.kind == TICK else Mark(spot.address, text)

    def _mark(self, spot: Spot, place: Place, how: str, trouble: str = "") -> Mark:
        """What stands in the cell of an answer. An empty cell is a box that is not ticked."""
        found = self.said(place, spot.kind)
        tick = spot.kind == TICK
        seen = self._marked.get(place, ()) if tick and self.dress.odd else ()
        if tick and found.kept is not None and "strike" not in seen:
            seen = (*seen, "strike")
        return Mark(
            spot.address,
            found.text,
            ticked=found.ticked,
            glyph=_glyph(found, spot.label) if tick else None,
            stored=found.stored,
            how=how,
            trouble=trouble or found.trouble,
            note=found.note,
            seen=seen,
            kept=None if tick else found.kept,
        )

    def _see_words(self, marks: list[Mark]) -> None:
        """Adds how the words of options look, where no option of a question is ticked: pieces of a text have looks of
        their own, of which the formats of the cells know nothing.
        """
        ticked = {mark.address.field for mark in marks if mark.address.option and (mark.text or mark.ticked)}
        for number, mark in enumerate(marks):
            if mark.address.option and mark.address.field not in ticked:
                place = self.book.place(mark.address.name)
                seen = self._marked.get(place, ()) if place is not None else ()
                if seen:
                    marks[number] = mark._replace(seen=seen)

    def _see_gone(self, marks: list[Mark]) -> None:
        """Adds which options have lost their words: people empty the cells of those that are not meant."""
        for number, mark in enumerate(marks):
            if not mark.address.option:
                continue
            place = self.book.place(mark.address.name)
            row, column = split(place[1]) if place is not None else (0, 0)
            if place is not None and column > ANSWER - LABEL:
                beside = f"{letters(column - ANSWER + LABEL)}{row}"
                if not place[0].cells.words.get(beside, "").strip() and (place[0], beside) not in self.merges:
                    marks[number] = mark._replace(seen=(*mark.seen, "deleted"))

    @cached_property
    def _printed(self) -> frozenset[str]:
        """What nobody writes as an answer: the words of the questions, and the sentences that the form prints."""
        labels = {spot.label for spot in self.blank.spots.values() if not spot.address.option}
        every = (text for cells in self.blank.texts.values() for text in cells.values())
        return frozenset(labels | {text for text in every if len(text) > _SENTENCE and text.endswith((".", "…", "”"))})

    @cached_property
    def dress(self) -> Dress:
        """How the cells look."""
        return Dress(self.book, self.blank.looks)

    @cached_property
    def _marked(self) -> dict[Place, tuple[str, ...]]:
        """The cells of answers that look odd → the ways in which a tick, or the words beside it, were marked.

        For a text that are no ways, but whether it is struck out, or set in a font whose letters are signs.
        """
        looked: list[tuple[Place, Look, Look]] = []
        found: dict[Place, tuple[str, ...]] = {}
        for name, spot in self.blank.spots.items():
            place = self.book.place(name) if spot.address.option or self.dress.odd else None
            if place is None:
                continue
            look = self.dress.look(*place)
            if look.strike or look.symbols:
                found[place] = ()
            if spot.address.option:
                row, column = split(place[1])
                looked.append((place, look, spot.look))
                if column > ANSWER - LABEL:
                    beside = f"{letters(column - ANSWER + LABEL)}{row}"
                    looked.append((place, self.dress.shown(place[0], beside), spot.label_look))
        own = usual((blank, now) for _, now, blank in looked)
        for place, now, blank in looked:
            if now != own[blank] and (seen := tuple(ways(now, own[blank]))):
                found[place] = tuple(dict.fromkeys((*found.get(place, ()), *seen)))
        return found

    def _trouble(self, spot: Spot, place: Place) -> str:
        """Why a named cell may not be the place that it was: it stands in another row, or was merged away."""
        sheet, cell = place
        found = self._rows(sheet).get(split(cell)[0])
        if found is not None and found != spot.ref and cell in sheet.cells.words:
            return f"the answer to {spot.ref} stands in the row of {found}"
        row, column = split(cell)
        if spot.address.option and cell in sheet.cells.words and column > ANSWER - LABEL:
            beside = sheet.cells.words.get(f"{letters(column - ANSWER + LABEL)}{row}", "")
            if same(beside) != same(spot.label):
                return f"beside its cell stands “{beside[:80]}”, not “{spot.label[:80]}”"
        anchor = self.merges.get(place)
        if anchor and cell not in sheet.cells.words and (held := sheet.cells.words.get(anchor)):
            return f"its cell was merged with another, which says “{held[:80]}”"
        return ""

    # --- by reference ------------------------------------------------------------------------------------

    @cached_property
    def _moved(self) -> bool:
        """Whether any reference of the form stands elsewhere than in the blank."""
        refs, marked = self.blank.refs, self.blank.marked
        return any(
            {name for name, text in sheet.cells.words.items() if text in refs} != marked.get(sheet.name, frozenset())
            for sheet in self.book.sheets
        )

    def _by_reference(self, lost: Sequence[Spot]) -> Iterator[Mark]:
        """The places whose names are gone, by the reference in their row and, for a tick, the words beside it."""
        for spot in lost:
            places = [place for place in self._places(spot) if place not in self.read]
            if not places:
                self.missing.append(spot.address)
            for place in places:
                self.read.add(place)
                yield self._mark(spot, place, "reference")

    def _copied(self) -> Iterator[Mark]:
        """Rows that say they are a question of the form, hold an answer, and are not the place with its name."""
        for spot in self.blank.spots.values():
            for place in self._places(spot):
                if place not in self.read and place[1] in place[0].cells.words:
                    self.read.add(place)
                    yield self._mark(spot, place, "reference")

    def _places(self, spot: Spot) -> Iterator[Place]:
        """Where a row has the reference of an answer and, for a tick, the words beside it: the cell for the answer."""
        label = same(spot.label) if spot.address.option else ""
        for sheet, rows in self._by_ref.get(spot.ref, ()):
            cells = self._cells(sheet)
            for row in rows:
                if not label or any(same(text) == label for _, text in cells[row]):
                    yield sheet, f"{letters(self._answer_column(sheet))}{row}"

    @cached_property
    def _by_ref(self) -> dict[str, list[tuple[Sheet, list[int]]]]:
        """Reference → the rows of each sheet that have it in front."""
        found: dict[str, list[tuple[Sheet, list[int]]]] = {}
        for sheet in self.book.sheets:
            rows: dict[str, list[int]] = {}
            for row, ref in self._rows(sheet).items():
                rows.setdefault(ref, []).append(row)
            for ref, held in rows.items():
                found.setdefault(ref, []).append((sheet, held))
        return found

    def _rows(self, sheet: Sheet) -> dict[int, str]:
        """Row → the reference of the form that stands in front of it."""
        if sheet not in self._references:
            known = {same(ref): ref for ref in self.blank.refs}
            first = {row: same(cells[0][1]) for row, cells in self._cells(sheet).items()}
            self._references[sheet] = {row: known[text] for row, text in first.items() if text in known}
        return self._references[sheet]

    def _cells(self, sheet: Sheet) -> dict[int, list[tuple[int, str]]]:
        """Row → (column, text) of its cells, from the left."""
        if sheet not in self._by_row:
            rows: dict[int, list[tuple[int, str]]] = {}
            for name, text in sheet.cells.words.items():
                row, column = split(name)
                rows.setdefault(row, []).append((column, text))
            self._by_row[sheet] = {row: sorted(cells) for row, cells in rows.items()}
        return self._by_row[sheet]

    def _answer_column(self, sheet: Sheet) -> int:
        """The column of the answers: that of most of their names, else that of its heading, else where it was."""
        if sheet not in self._columns:
            self._columns[sheet] = self._find_column(sheet)
        return self._columns[sheet]

    def _find_column(self, sheet: Sheet) -> int:
        places = [place for name in self.blank.spots if (place := self.book.place(name))]
        named = Counter(split(cell)[1] for held, cell in places if held is sheet)
        if named:
            return named.most_common(1)[0][0]
        headed = (split(name)[1] for name, text in sheet.cells.words.items() if text == HEADS[ANSWER - 1])
        return next(headed, ANSWER)

    @cached_property
    def _formats(self) -> Formats:
        return formats(self.book.styles, self.book.days_from_1904)

    @cached_property
    def merges(self) -> dict[Place, str]:
        """Every cell that was merged into another → that other cell."""
        found: dict[Place, str] = {}
        for sheet in self.book.sheets:
            merged = sheet.root.find(S + "mergeCells")
            for entry in merged if merged is not None else ():
                start, _, end = (entry.get("ref") or "").partition(":")
                (top, left), (bottom, right) = split(start), split(end or start)
                if (bottom - top + 1) * (right - left + 1) > _MOST_MERGED:
                    continue
                for row in range(top, bottom + 1):
                    found.update(((sheet, f"{letters(column)}{row}"), start) for column in range(left, right + 1))
        return {place: anchor for place, anchor in found.items() if place[1] != anchor}


def _glyph(found: Said, label: str) -> bool | None:
    """The state of a box by what stands in its cell: a tick, the words of its option, nothing, or another thing."""
    if found.ticked is not None:
        return found.ticked
    text = found.text.strip()
    if text == TICKED or not text:
        return bool(text)
    words, own = same(_SIGN.sub("", text)), same(label)
    return True if words and (own == words or own.startswith(f"{words} - ")) else None


_SIGN = re.compile(r"\A(?:[✓✔☑☒√]|[xX](?=\s))\s*")
_SHORT = 6
"""An answer of so few letters, such as a name, may be a word of the form as well."""
_SENTENCE = 24
"""From so many letters on a text with a full stop is a sentence; options of a list are no sentences."""
_MOST_MERGED = 10_000
"""Cells of one merger that are looked at; whole columns that are merged hold no answers."""
