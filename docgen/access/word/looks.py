"""What text looks like: styles, table styles and direct formatting laid over one another (ECMA-376, 17.7.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce

from lxml import etree

from docgen.access.colour import HIGHLIGHTS, is_colour
from docgen.access.office import number

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Looks:
    """What a style or direct formatting says of text; None where it says nothing.

    colour, fill    six hex digits, or auto
    size            points
    """

    colour: str | None = None
    fill: str | None = None
    size: float | None = None
    bold: bool | None = None
    italic: bool | None = None
    underline: bool | None = None
    hidden: bool | None = None
    capitals: bool | None = None
    language: str | None = None

    def over(self, under: Looks) -> Looks:
        """These looks laid over others."""
        if self == NOTHING:
            return under
        said = {name: getattr(self, name) for name in self.__slots__ if getattr(self, name) is not None}
        return replace(under, **said)


NOTHING = Looks()


@dataclass(frozen=True, slots=True)
class Style:
    """One style with what it says itself, not yet with what it is based on.

    level   of a heading, from 1; 0 for none
    parts   of a table style: wholeTable, firstRow …
    """

    name: str
    based: str = ""
    looks: Looks = NOTHING
    fill: str | None = None
    level: int | None = None
    justified: bool | None = None
    parts: Mapping[str, Looks] = field(default_factory=dict)


class Styles:
    """The styles of a document by id."""

    def __init__(self, root: etree._Element | None) -> None:
        self.defaults = NOTHING
        self.every: dict[str, Style] = {}
        self._usual: dict[str, str] = {}
        self._seen: dict[tuple[str, str], Looks] = {}
        for default in root.iterfind(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else ():
            self.defaults = looks(default)
        for element in root.iterfind(f"{W}style") if root is not None else ():
            ident, kind = element.get(W + "styleId") or "", element.get(W + "type") or "paragraph"
            self.every[ident] = _style(element)
            if on(element.get(W + "default")):
                self._usual[kind] = ident

    def usual(self, kind: str) -> str:
        """The id of the style that holds where none is named."""
        return self._usual.get(kind, "")

    def chain(self, ident: str) -> Iterator[Style]:
        """A style and all that it is based on, the deepest first."""
        found: list[Style] = []
        while ident in self.every and self.every[ident] not in found:
            found.append(self.every[ident])
            ident = found[-1].based
        return reversed(found)

    def looks(self, ident: str) -> Looks:
        """What a style says of text, with all that it is based on."""
        if (ident, "") not in self._seen:
            every = (style.looks for style in self.chain(ident))
            self._seen[ident, ""] = reduce(lambda under, own: own.over(under), every, NOTHING)
        return self._seen[ident, ""]

    def part(self, ident: str, part: str) -> Looks:
        """What a table style says of one part of a table, such as its first row."""
        if (ident, part) not in self._seen:
            every = (style.parts.get(part, NOTHING) for style in self.chain(ident))
            self._seen[ident, part] = reduce(lambda under, own: own.over(under), every, NOTHING)
        return self._seen[ident, part]

    def fill(self, ident: str) -> str | None:
        """The shading of paragraphs in this style."""
        return next((style.fill for style in reversed(list(self.chain(ident))) if style.fill is not None), None)

    def level(self, ident: str) -> int:
        """The level of a heading in this style; 0 for no heading."""
        for style in reversed(list(self.chain(ident))):
            named = re.fullmatch(r"heading ([1-9])", style.name.casefold())
            if named or style.level is not None:
                return int(named[1]) if named else style.level or 0
        return 0

    def justified(self, ident: str) -> bool:
        """Whether paragraphs in this style are set in block."""
        return bool(next((s.justified for s in reversed(list(self.chain(ident))) if s.justified is not None), False))


def _style(element: etree._Element) -> Style:
    based, run = element.find(W + "basedOn"), element.find(W + "rPr")
    paragraph = element.find(W + "pPr")
    parts = {part.get(W + "type") or "": _part(part) for part in element.iterfind(W + "tblStylePr")}
    return Style(
        value(element.find(W + "name")),
        value(based),
        looks(run),
        shading(paragraph),
        outline(paragraph),
        justified(paragraph),
        {"wholeTable": _part(element), **parts} if element.get(W + "type") == "table" else {},
    )


def _part(element: etree._Element) -> Looks:
    """What a table style says of a part: of its text, and of its cells' shading."""
    return replace(looks(element.find(W + "rPr")), fill=shading(element.find(W + "tcPr")))


# --- properties ------------------------------------------------------------------------------------------


def looks(properties: etree._Element | None) -> Looks:
    """What run properties say."""
    if properties is None:
        return NOTHING
    size, lang = properties.find(W + "sz"), properties.find(W + "lang")
    colour = value(properties.find(W + "color"))
    highlight = HIGHLIGHTS.get(value(properties.find(W + "highlight")))
    underline = properties.find(W + "u")
    return Looks(
        colour if is_colour(colour) or colour == AUTO else None,
        highlight or shading(properties),
        number(value(size), 0.0) / 2 or None if size is not None else None,
        toggle(properties, "b"),
        toggle(properties, "i"),
        None if underline is None else value(underline) not in ("none", ""),
        toggle(properties, "vanish"),
        toggle(properties, "caps"),
        (lang.get(W + "val") or None) if lang is not None else None,
    )


def shading(properties: etree._Element | None) -> str | None:
    """The colour behind text that properties name: six hex digits, auto for none, None where they say nothing."""
    shade = properties.find(W + "shd") if properties is not None else None
    if shade is None:
        return None
    colour = shade.get(W + "color") if shade.get(W + "val") == "solid" else shade.get(W + "fill")
    return colour if is_colour(colour) else AUTO


def outline(properties: etree._Element | None) -> int | None:
    """The level of a heading that paragraph properties name; 0 for none."""
    element = properties.find(W + "outlineLvl") if properties is not None else None
    if element is None or not value(element).isdigit():
        return None
    return int(value(element)) + 1 if int(value(element)) < 9 else 0


def justified(properties: etree._Element | None) -> bool | None:
    """Whether paragraph properties set the text in block."""
    element = properties.find(W + "jc") if properties is not None else None
    return None if element is None else value(element) in ("both", "distribute")


def toggle(properties: etree._Element, name: str) -> bool | None:
    """A property that is on or off; None where nothing is said."""
    element = properties.find(W + name)
    return None if element is None else on(element.get(W + "val"), "1")


def value(element: etree._Element | None) -> str:
    """The value of an element; empty for none."""
    return "" if element is None else element.get(W + "val") or ""


def on(text: str | None, left_out: str = "") -> bool:
    """Whether a value means on (ECMA-376, 22.9.2.7)."""
    return (text or left_out) in ("1", "true", "on")
