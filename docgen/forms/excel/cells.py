"""What stands in the cells of a sheet: texts, numbers and formulas as the file stores them (ECMA-376 18.3.1.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from docgen.forms.symbols import is_symbolic
from docgen.forms.tree import Element
from docgen.forms.xmltext import clean

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


_SORTS = {"b": TRUTH, "e": ERROR}
_PLAIN = frozenset({"str", "inlineStr", "d"})


class Run(NamedTuple):
    """A piece of a text: whether it is struck out, and its font where its letters are signs.

    One without a look of its own `inherits` that of its cell.
    """

    text: str
    struck: bool = False
    symbols: str = ""
    inherits: bool = False


Runs = tuple[Run, ...]


class Strings(NamedTuple):
    """Texts in their order; `rich` are the pieces of those that are struck out in part, or hold signs, by number."""

    texts: list[str]
    rich: Mapping[int, Runs]


NO_STRINGS = Strings([], {})


def strings(root: Element) -> Strings:
    """The shared strings."""
    rich = {number: runs for number, item in enumerate(root) if len(item) > 1 and (runs := _runs(item))}
    return Strings([_said(item) for item in root], rich)


def _runs(item: Element) -> Runs:
    """The pieces of a text; none where no piece is struck out or holds signs."""
    found = []
    for part in item:
        if part.tag == _T:
            found.append(Run(unescape(part.text or ""), inherits=True))
        elif part.tag == _R:
            look = part.find(S + "rPr")
            text = unescape("".join(one.text or "" for one in part.iter(_T)))
            found.append(
                Run(text, inherits=True) if look is None else Run(text, is_on(look, "strike"), font_name(look))
            )
    return tuple(found) if any(run.struck or run.symbols for run in found) else ()


OFF = frozenset({"0", "false", "none"})


def is_on(parent: Element, name: str) -> bool:
    """Whether a property of a font is there and not switched off."""
    found = parent.find(S + name)
    return found is not None and (found.get("val") or "1").lower() not in OFF


def font_name(parent: Element) -> str:
    """The name of a font whose letters are signs, else nothing. In runs its element is called otherwise."""
    found = parent.find(S + "rFont")
    found = found if found is not None else parent.find(S + "name")
    name = (found.get("val") or "") if found is not None else ""
    return name if is_symbolic(name) else ""


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a sheet in which something stands, by name; a formula counts, whatever it comes to.

    words       what each of them says, as text: most cells are no more than that
    formulas    the formulas without their equals sign
    others      for those that hold no plain text: how the value is stored, and the number of the cell's format
    rich        the pieces of texts that are struck out in part, or hold signs
    """

    words: dict[str, str]
    formulas: dict[str, str]
    others: dict[str, tuple[str, str]]
    rich: dict[str, Runs]

    def get(self, name: str) -> Cell | None:
        """One cell with all that is known of it; None where nothing stands in it."""
        text = self.words.get(name)
        if text is None:
            return None
        sort, style = self.others.get(name, (TEXT, ""))
        return Cell(sort, text, style, self.formulas.get(name))


def cells(root: Element, shared: Strings) -> Cells:
    """The cells of a sheet. Looks for values and goes up to their cells, since most cells of a sheet are empty."""
    words: dict[str, str] = {}
    formulas: dict[str, str] = {}
    others: dict[str, tuple[str, str]] = {}
    rich: dict[str, Runs] = {}
    texts = shared.texts
    many = len(texts)
    for value in root.iter(_V):
        text = value.text
        cell = value.getparent()
        if not text or cell is None:
            continue
        name = cell.get("r")
        if name is None:
            return cells(_numbered(root), shared)
        sort = cell.get("t")
        if sort == "s":
            number = int(text) if text.isdecimal() else many
            if number < many and texts[number]:
                words[name] = texts[number]
                if number in shared.rich:
                    rich[name] = shared.rich[number]
            continue
        words[name] = unescape(text) if sort == "str" else text
        if len(cell) > 1 and (formula := _formula(cell[0])) is not None:
            formulas[name] = formula
        if sort not in _PLAIN:
            others[name] = (_SORTS.get(sort or "n", NUMBER), cell.get("s") or "0")
    for inline in root.iter(_IS):
        cell = inline.getparent()
        text = _said(inline)
        if cell is not None and text:
            if (name := cell.get("r")) is None:
                return cells(_numbered(root), shared)
            words[name] = text
            if len(inline) and (runs := _runs(inline)):
                rich[name] = runs
    for element in root.iter(_F):
        cell = element.getparent()
        if cell is not None and (name := cell.get("r") or "") not in words and name:
            words[name], formulas[name] = "", element.text or ""
    return Cells(words, formulas, others, rich)


def _formula(element: Element) -> str | None:
    """The formula of a cell; the later cells of a shared formula have an empty one."""
    return element.text or "" if element.tag == _F else None


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
        text = clean(_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text))
    return _BREAK.sub("\n", text) if "\r" in text else text


def _numbered(root: Element) -> Element:
    """The sheet with its name in every cell, which a file may leave out (ECMA-376 18.3.1.4)."""
    row = 0
    for element in root.iter(_ROW):
        said = element.get("r") or ""
        row = int(said) if said.isdecimal() else row + 1
        column = 0
        for cell in element.iter(_C):
            match = _NAME.match(cell.get("r") or "")
            column = number_of(match[1]) if match else column + 1
            cell.set("r", f"{letters(column)}{row}")
    return root


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
