"""An Excel workbook as its visible sheets: cells with text, and the fonts and fills that they are shown in."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from lxml import etree

from docgen.access.colour import is_colour
from docgen.access.office import OFFICE, Office, number

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
BLACK, WHITE = "000000", "FFFFFF"

_T = TypeVar("_T")

_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{n}" for n in range(1, 7)), "hlink", "folHlink")
_INDEXED = {
    "0": BLACK, "1": WHITE, "2": "FF0000", "3": "00FF00", "4": "0000FF", "5": "FFFF00", "6": "FF00FF", "7": "00FFFF",
    "8": BLACK, "9": WHITE, "10": "FF0000", "11": "00FF00", "12": "0000FF", "13": "FFFF00", "14": "FF00FF",
    "15": "00FFFF", "16": "800000", "17": "008000", "18": "000080", "22": "C0C0C0", "23": "808080", "64": BLACK,
    "65": WHITE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Look:
    """How the text of a cell is shown. A colour is None where the file does not say it in a way known here."""

    size: float = 11.0
    bold: bool = False
    colour: str | None = BLACK
    fill: str | None = WHITE


@dataclass(frozen=True, slots=True)
class Sheet:
    """A visible sheet: its name, its part, and the root of it."""

    name: str
    part: str
    root: etree._Element

    def cells(self) -> Iterator[etree._Element]:
        """Every cell that holds something."""
        for cell in self.root.iter(S + "c"):
            if cell.find(S + "v") is not None or cell.find(S + "is") is not None or cell.find(S + "f") is not None:
                yield cell


@dataclass(frozen=True, slots=True)
class Workbook:
    """A workbook: its visible sheets, the looks of cells by number, and those of conditional formats."""

    office: Office
    sheets: tuple[Sheet, ...]
    looks: tuple[Look, ...]
    conditional: tuple[Look, ...]
    texts: tuple[str, ...]

    def text(self, cell: etree._Element) -> str:
        """What a cell shows, as far as the file holds it."""
        if cell.get("t") == "inlineStr":
            return "".join(t.text or "" for t in cell.iter(S + "t")).strip()
        found = cell.findtext(S + "v") or ""
        if cell.get("t") == "s" and found.isdigit() and int(found) < len(self.texts):
            return self.texts[int(found)]
        return found.strip()


def read(office: Office) -> Workbook:
    """The workbook of an Excel file. Hidden sheets are left out."""
    root = office.xml(office.main)
    parts = dict(office.related(office.main, "worksheet"))
    sheets = []
    for element in root.iter(S + "sheet") if root is not None else ():
        part = parts.get(element.get(OFFICE + "id") or "", "")
        found = office.xml(part)
        if found is not None and (element.get("state") or "visible") == "visible":
            sheets.append(Sheet(element.get("name") or "", part, found))
    styles = _first(office, "styles")
    palette = _palette(_first(office, "theme"))
    looks, conditional = (_looks(styles, palette), _conditional(styles, palette)) if styles is not None else ((), ())
    strings = _first(office, "sharedStrings")
    texts = ("".join(t.text or "" for t in one.iter(S + "t")).strip() for one in strings) if strings is not None else ()
    return Workbook(office, tuple(sheets), looks, conditional, tuple(texts))


def _first(office: Office, kind: str) -> etree._Element | None:
    return next((office.xml(part) for _, part in office.related(office.main, kind)), None)


# --- styles ----------------------------------------------------------------------------------------------


def _looks(styles: etree._Element, palette: dict[str, str]) -> tuple[Look, ...]:
    """The looks of cells in the order of their numbers (ECMA-376, 18.8.10)."""
    fonts = [_font(font, palette) for font in styles.iterfind(f"{S}fonts/{S}font")] or [Look()]
    fills = [_fill(fill, palette) for fill in styles.iterfind(f"{S}fills/{S}fill")] or [WHITE]
    found = []
    for cell in styles.iterfind(f"{S}cellXfs/{S}xf"):
        font, fill = _numbered(fonts, cell.get("fontId")), _numbered(fills, cell.get("fillId"))
        found.append(Look(font.size, font.bold, font.colour, fill))
    return tuple(found)


def _conditional(styles: etree._Element, palette: dict[str, str]) -> tuple[Look, ...]:
    """The looks of conditional formats that name a colour of the text or a fill."""
    found = []
    for format_ in styles.iterfind(f"{S}dxfs/{S}dxf"):
        font, fill = format_.find(S + "font"), format_.find(f"{S}fill/{S}patternFill/{S}bgColor")
        look = _font(font, palette) if font is not None else Look()
        if fill is not None or (font is not None and font.find(S + "color") is not None):
            found.append(Look(look.size, look.bold, look.colour, WHITE if fill is None else _colour(fill, palette)))
    return tuple(found)


def _numbered(every: list[_T], number: str | None) -> _T:
    found = int(number) if number and number.isdigit() else 0
    return every[found] if found < len(every) else every[0]


def _font(font: etree._Element, palette: dict[str, str]) -> Look:
    size, bold, colour = font.find(S + "sz"), font.find(S + "b"), font.find(S + "color")
    return Look(
        number(size.get("val"), 11.0) if size is not None else 11.0,
        bold is not None and bold.get("val") not in ("0", "false"),
        BLACK if colour is None else _colour(colour, palette),
    )


def _fill(fill: etree._Element, palette: dict[str, str]) -> str | None:
    pattern = fill.find(S + "patternFill")
    kind = pattern.get("patternType") or "none" if pattern is not None else ""
    if kind in ("none", "gray125"):
        return WHITE
    front = pattern.find(S + "fgColor") if pattern is not None and kind == "solid" else None
    return _colour(front, palette) if front is not None else None


def _colour(element: etree._Element, palette: dict[str, str]) -> str | None:
    """Six hex digits of a colour: as they are, by theme with its tint, or by number; None for any other."""
    rgb, theme, indexed = element.get("rgb"), element.get("theme"), element.get("indexed")
    base = rgb[-6:] if rgb else palette.get(theme) if theme is not None else _INDEXED.get(indexed or "")
    if not is_colour(base) or base is None:
        return None
    return _tinted(base.upper(), number(element.get("tint"), 0.0))


def _tinted(colour: str, tint: float) -> str:
    """A colour made lighter (tint above 0) or darker (below), as ECMA-376, 18.8.19 says."""
    if not tint:
        return colour
    hue, light, saturation = colorsys.rgb_to_hls(*(int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)))
    light = light * (1 + tint) if tint < 0 else light * (1 - tint) + tint
    return "".join(f"{round(one * 255):02X}" for one in colorsys.hls_to_rgb(hue, min(max(light, 0), 1), saturation))


def _palette(theme: etree._Element | None) -> dict[str, str]:
    """The colours of the theme by number; Office's own where there is no theme."""
    found = {"0": WHITE, "1": BLACK}
    scheme = theme.find(f"{A}themeElements/{A}clrScheme") if theme is not None else None
    for place, name in enumerate(_THEME):
        element = scheme.find(A + name) if scheme is not None else None
        colour = element[0].get("lastClr") or element[0].get("val") if element is not None and len(element) else None
        if is_colour(colour) and colour is not None:
            found[str(place)] = colour.upper()
    return found
