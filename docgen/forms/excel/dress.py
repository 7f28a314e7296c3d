"""How cells look, as far as people mark answers by it: filled, bold, in a border, underlined, in a colour, struck out.

A look is compared with that of the same place in the blank. Programs that save a workbook anew may spell every look
another way; so where none of the places that looked alike in the blank looks as it did, what most of them look like
counts as the form's own. Source of the elements: ECMA-376 18.8.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from docgen.forms.excel.cells import S, font_name, is_on
from docgen.forms.excel.parts import Book, Sheet
from docgen.forms.tree import Element

_Part = TypeVar("_Part")
_PLAIN_FILLS = frozenset({"", "FFFFFF", "i64", "i9", "t0"})
"""Nothing, and white by any name."""


class Look(NamedTuple):
    """The look of a cell; `symbols` is its font where its letters are signs."""

    bold: bool = False
    underline: bool = False
    strike: bool = False
    colour: str = ""
    symbols: str = ""
    fill: str = ""
    border: str = ""


class Dress:
    """The looks of the cells of a workbook. Where it lists the looks that the blank lists, none is `odd`."""

    def __init__(self, book: Book, own: tuple[Look, ...] = ()) -> None:
        """`own` are the looks that the blank lists."""
        self._looks = looks(book.styles)
        self.odd = self._looks != own
        self._numbers: dict[Sheet, dict[str, str]] = {}

    def look(self, sheet: Sheet, cell: str) -> Look:
        """The look of a cell, whether or not something stands in it."""
        if sheet not in self._numbers:
            self._numbers[sheet] = {one.get("r") or "": one.get("s") or "0" for one in sheet.root.iter(S + "c")}
        return _at(self._looks, self._numbers[sheet].get(cell)) or Look()


def looks(styles: Element | None) -> tuple[Look, ...]:
    """The looks of a workbook by the numbers of its formats; `styles` is the root of the part with them."""
    if styles is None:
        return ()
    fonts = [_font(font) for font in _in(styles, "fonts")]
    fills = [_fill(fill) for fill in _in(styles, "fills")]
    borders = [_border(border) for border in _in(styles, "borders")]
    return tuple(
        Look(
            *(_at(fonts, xf.get("fontId")) or (False, False, False, "", "")),
            _at(fills, xf.get("fillId")) or "",
            _at(borders, xf.get("borderId")) or "",
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
    if now.strike and not own.strike:
        yield "strike"


def _font(font: Element) -> tuple[bool, bool, bool, str, str]:
    colour = _colour(font.find(S + "color"))
    return is_on(font, "b"), is_on(font, "u"), is_on(font, "strike"), colour, font_name(font)


def _fill(fill: Element) -> str:
    pattern = fill.find(S + "patternFill")
    if pattern is None:
        return "gradient" if len(fill) else ""
    kind = pattern.get("patternType") or "none"
    return "" if kind == "none" else _colour(pattern.find(S + "fgColor")) or kind


def _border(border: Element) -> str:
    return " ".join(
        f"{side.tag.rpartition('}')[2]}:{side.get('style')}"
        for side in border
        if isinstance(side.tag, str) and (side.get("style") or "none") != "none"
    )


def _colour(element: Element | None) -> str:
    said: Mapping[str, str] = element.attrib if element is not None else {}  # type: ignore[assignment]
    if "rgb" in said:
        return said["rgb"][-6:].upper()
    kind = "t" if "theme" in said else "i" if "indexed" in said else ""
    return kind + (said.get("theme") or said.get("indexed") or "") + said.get("tint", "") if kind else ""


def _in(styles: Element, name: str) -> Iterable[Element]:
    found = styles.find(S + name)
    return found if found is not None else ()


def _at(found: Sequence[_Part], number: str | None) -> _Part | None:
    place = int(number) if number and number.isdecimal() else 0
    return found[place] if place < len(found) else None
