"""What stands in the cells of a sheet: texts, numbers and formulas as the file stores them (ECMA-376 18.3.1.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docgen.forms.tree import Element

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_C, _F, _IS, _R, _T, _V = S + "c", S + "f", S + "is", S + "r", S + "t", S + "v"
_ROW = S + "row"
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_BREAK = re.compile("\r\n?")
_NAME = re.compile(r"([A-Z]{1,3})(\d+)\Z")

TEXT, NUMBER, TRUTH, ERROR = "text", "number", "truth", "error"


class Cell(NamedTuple):
    """One cell in which something stands.

    sort        text, number, truth or error: how its value is stored
    text        the text, or the value as the file spells it
    style       the number of its format
    formula     the formula without its equals sign, or None where it has none
    """

    sort: str
    text: str
    style: str
    formula: str | None


_SORTS = {"s": TEXT, "str": TEXT, "inlineStr": TEXT, "d": TEXT, "b": TRUTH, "e": ERROR}


def strings(root: Element) -> list[str]:
    """The shared strings, in their order."""
    return [_said(item) for item in root]


def cells(root: Element, shared: Sequence[str]) -> dict[str, Cell]:
    """Name → cell, for the cells of a sheet in which something stands; a formula counts, whatever it comes to."""
    found: dict[str, Cell] = {}
    for element in root.iter(_C):
        if len(element):
            name = element.get("r")
            cell = _cell(element, shared)
            if cell is not None:
                found[name if name is not None else _counted(element)] = cell
    return found


def _cell(element: Element, shared: Sequence[str]) -> Cell | None:
    sort = element.get("t")
    value = formula = None
    for child in element:
        tag = child.tag
        if tag == _V:
            value = child.text
        elif tag == _F:
            formula = child.text or ""  # the later cells of a shared formula have none of their own
        elif tag == _IS:
            value = _said(child)
    if sort == "s" and value is not None:
        number = int(value) if value.isascii() and value.strip().isdigit() else -1
        value = shared[number] if 0 <= number < len(shared) else ""
    elif sort == "str" and value is not None:
        value = unescape(value)
    if not value and formula is None:
        return None
    return Cell(_SORTS.get(sort or "n", NUMBER), value or "", element.get("s") or "0", formula)


def _said(element: Element) -> str:
    """The text of a string: its own, or that of its runs; not how it is pronounced."""
    if len(element) == 1 and element[0].tag == _T:
        return unescape(element[0].text or "")
    texts = [part.text or "" for part in _texts(element)]
    return unescape("".join(texts))


def _texts(element: Element) -> Iterator[Element]:
    for part in element:
        if part.tag == _T:
            yield part
        elif part.tag == _R:
            yield from part.iter(_T)


def unescape(text: str) -> str:
    r"""A text as it was typed: `_x0041_` is A, and lines end in \n (ECMA-376 22.9.2.19)."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return _BREAK.sub("\n", text) if "\r" in text else text


def _counted(element: Element) -> str:
    """The name of a cell that does not say it: it stands behind the cell before it."""
    row = next(element.iterancestors(_ROW))
    number = row.get("r") or str(1 + sum(1 for _ in row.itersiblings(_ROW, preceding=True)))
    column = 0
    for one in row.iter(_C):
        said = _NAME.match(one.get("r") or "")
        column = number_of(said[1]) if said else column + 1
        if one is element:
            break
    return f"{letters(column)}{number}"


def split(name: str) -> tuple[int, int]:
    """Row and column of a cell, from 1."""
    match = _NAME.match(name)
    return (int(match[2]), number_of(match[1])) if match else (0, 0)


def number_of(column: str) -> int:
    """The number of a column: A is 1."""
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return number


def letters(column: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
