"""How cells look, as far as people mark answers by it: filled, in a border, struck out; words in bold or italics,
underlined, in another colour or size.

A look is compared with that of the same place in the blank. Programs that save a workbook anew may spell every look
another way; so where none of the places that looked alike in the blank looks as it did, what most of them look like
counts as the form's own. Source of the elements: ECMA-376 18.8.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from docgen.forms.excel.cells import OFF, S, is_on
from docgen.forms.excel.parts import Book, Sheet
from docgen.forms.symbols import is_symbolic
from docgen.forms.tree import Element, parse

_Part = TypeVar("_Part")
_PLAIN_FILLS = frozenset({"", "FFFFFF", "i64", "i9", "t0"})
"""Nothing, and white by any name."""


class Look(NamedTuple):
    """The look of a cell; `symbols` is its font where its letters are signs, `size` empty where it does not say."""

    bold: bool = False
    underline: bool = False
    strike: bool = False
    colour: str = ""
    symbols: str = ""
    fill: str = ""
    border: str = ""
    italic: bool = False
    size: str = ""


class Dress:
    """The looks of the cells of a workbook. Where it lists the looks that the blank lists, none is `odd`."""

    def __init__(self, book: Book, own: tuple[Look, ...] = ()) -> None:
        """`own` are the looks that the blank lists."""
        self._looks = looks(book.raw_styles)
        self.odd = self._looks != own
        self._shared = book.shared
        self._cells: dict[Sheet, dict[str, Element]] = {}

    def look(self, sheet: Sheet, cell: str) -> Look:
        """The look of a cell, whether or not something stands in it."""
        element = self._cell(sheet, cell)
        return (_at(self._looks, element.get("s")) if element is not None else None) or Look()

    def shown(self, sheet: Sheet, cell: str) -> Look:
        """The look of the words in a cell: of their first piece, which counts before that of the cell."""
        look, element = self.look(sheet, cell), self._cell(sheet, cell)
        holder = element.find(S + "is") if element is not None else None
        if element is not None and element.get("t") == "s" and self._shared is not None:
            number = element.findtext(S + "v") or ""
            known = number.isdecimal() and int(number) < len(self._shared)
            holder = self._shared[int(number)] if known else None
        said = holder.find(f"{S}r/{S}rPr") if holder is not None else None
        if said is None:
            return look
        colour = _colour(said.find(S + "color"))
        size = said.find(S + "sz")
        return look._replace(
            bold=is_on(said, "b"),
            underline=is_on(said, "u"),
            strike=is_on(said, "strike"),
            colour=colour,
            symbols="",
            italic=is_on(said, "i"),
            size=(size.get("val") or "") if size is not None else "",
        )

    def _cell(self, sheet: Sheet, cell: str) -> Element | None:
        if sheet not in self._cells:
            self._cells[sheet] = {one.get("r") or "": one for one in sheet.root.iter(S + "c")}
        return self._cells[sheet].get(cell)


@lru_cache(maxsize=8)
def looks(styles: bytes) -> tuple[Look, ...]:
    """The looks of a workbook by the numbers of its formats, out of the part with them.

    The copies of a form that the same program saved have that part in common, so it is learnt once.
    """
    try:
        root = parse(styles)
    except ValueError:
        return ()
    return _listed(root)


def _listed(styles: Element) -> tuple[Look, ...]:
    fonts = [_font(font) for font in _in(styles, "fonts")]
    fills = [_fill(fill) for fill in _in(styles, "fills")]
    borders = [_border(border) for border in _in(styles, "borders")]
    return tuple(
        Look(
            **(_at(fonts, xf.get("fontId")) or {}),
            fill=_at(fills, xf.get("fillId")) or "",
            border=_at(borders, xf.get("borderId")) or "",
        )
        for xf in _in(styles, "cellXfs")
    )


def usual(pairs: Iterable[tuple[Look, Look]]) -> dict[Look, Look]:
    """The look in the blank → what the form's own look has become, from pairs of both at many places."""
    counts: dict[Look, Counter[Look]] = {}
    for blank, now in pairs:
        counts.setdefault(blank, Counter())[now] += 1
    return {blank: blank if found[blank] else found.most_common(1)[0][0] for blank, found in counts.items()}


def ways(now: Look, own: Look) -> Iterator[str]:
    """The ways in which a cell was marked, against the form's own look; a fill is what people call a highlight."""
    if now.fill != own.fill and now.fill not in _PLAIN_FILLS:
        yield "highlight"
    if now.bold and not own.bold:
        yield "bold"
    if now.border != own.border and now.border:
        yield "border"
    if now.underline and not own.underline:
        yield "underline"
    if now.colour != own.colour:
        yield "colour"
    if now.italic and not own.italic:
        yield "italic"
    if now.size and own.size and now.size != own.size:
        yield "size"
    if now.strike and not own.strike:
        yield "strike"


_TOGGLES = {S + "b": "bold", S + "i": "italic", S + "u": "underline", S + "strike": "strike"}
_COLOR, _NAMED, _SIZE = S + "color", S + "name", S + "sz"


def _font(font: Element) -> dict[str, Any]:
    """What a font gives to the look of a cell."""
    found: dict[str, Any] = {}
    for part in font:
        if part.tag in _TOGGLES:
            found[_TOGGLES[part.tag]] = (part.get("val") or "1").lower() not in OFF
        elif part.tag == _COLOR:
            found["colour"] = _colour(part)
        elif part.tag == _SIZE:
            found["size"] = (part.get("val") or "").removesuffix(".0")
        elif part.tag == _NAMED and is_symbolic(part.get("val") or ""):
            found["symbols"] = part.get("val") or ""
    return found


def _fill(fill: Element) -> str:
    pattern = fill.find(S + "patternFill")
    if pattern is None:
        return "gradient" if len(fill) else ""
    kind = pattern.get("patternType") or "none"
    return "" if kind == "none" else _colour(pattern.find(S + "fgColor")) or kind


def _border(border: Element) -> str:
    sides = [(side.tag, style) for side in border if (style := side.get("style")) and style != "none"]
    return " ".join(f"{str(tag).rpartition('}')[2]}:{style}" for tag, style in sides)


def _colour(element: Element | None) -> str:
    if element is None:
        return ""
    rgb = element.get("rgb")
    if rgb:
        return rgb[-6:].upper()
    for kind in ("theme", "indexed"):
        if (number := element.get(kind)) is not None:
            return kind[0] + number + (element.get("tint") or "")
    return ""


def _in(styles: Element, name: str) -> Iterable[Element]:
    found = styles.find(S + name)
    return found if found is not None else ()


def _at(found: Sequence[_Part], number: str | None) -> _Part | None:
    place = int(number) if number and number.isdecimal() else 0
    return found[place] if place < len(found) else None
