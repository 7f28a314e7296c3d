"""What a person reads in the cell of an answer: a date where a number is shown as one, else its plain digits.

Excel stores a date as the number of days since 1900, or since 1904 in files that began on old Macs, and tells it
from a number by its format alone (ECMA-376 18.17.4 and 18.8.30).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from math import isfinite, nan

from docgen.fields import show_date
from docgen.forms.excel.cells import ERROR, NUMBER, TRUTH, Cell, Run, S
from docgen.forms.excel.dress import Look
from docgen.forms.symbols import UNKNOWN, signs
from docgen.forms.tree import Element

TICK, DATE, AMOUNT, WORDS = "tick", "date", "amount", "words"
"""What a place of the form asks for."""

_DAY_NOUGHT, _DAY_NOUGHT_1904 = date(1899, 12, 30).toordinal(), date(1904, 1, 1).toordinal()
_LAST = 2958465  # 31 December 9999
_BUILT_IN = {9: "0%", 10: "0.00%", 49: "@"} | dict.fromkeys((*range(14, 18), *range(27, 37), *range(50, 59)), "d/m/y")
_BUILT_IN |= {22: "d/m/y h:mm"} | dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "h:mm")
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_CONSTANT = re.compile(r"[\d\s.+\-*/()]+\Z", re.ASCII)
"""A formula in which nothing but numbers stands."""
_TRUTH = re.compile(r"(?:TRUE|FALSE)(?:\(\))?\Z", re.IGNORECASE)
"""A truth value that was typed, as LibreOffice writes it."""
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}
_DIGITS = 15
"""Digits of a number that Excel keeps."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a cell says: a text, why that is uncertain, what else is to be known; for a box whether it is ticked.

    ticked      the state of a cell that holds TRUE or FALSE, as the boxes of Excel 365 do
    stored      a date that the number of the cell may stand for
    kept        what is left of a text without the words that are struck out; None where none are
    """

    text: str
    trouble: str = ""
    note: str = ""
    ticked: bool | None = None
    stored: str = ""
    kept: str | None = None


@dataclass(frozen=True, slots=True)
class Formats:
    """How numbers are shown: format number → its pattern, of the built-in ones as much as matters."""

    patterns: tuple[str, ...] = ()
    from_1904: bool = False

    def pattern(self, style: str) -> str:
        """The pattern of a cell's format; empty for the general one."""
        number = int(style) if style.isascii() and style.isdigit() else -1
        return self.patterns[number] if 0 <= number < len(self.patterns) else ""


def formats(styles: Element | None, from_1904: bool) -> Formats:
    """The formats of a workbook, from the root of its part with the styles."""
    if styles is None:
        return Formats((), from_1904)
    own = {entry.get("numFmtId"): entry.get("formatCode") or "" for entry in styles.iter(S + "numFmt")}
    listed = styles.find(S + "cellXfs")
    patterns = []
    for entry in listed if listed is not None else ():
        number = entry.get("numFmtId") or "0"
        built_in = _BUILT_IN.get(int(number), "") if number.isdecimal() else ""
        patterns.append(own.get(number, built_in))
    return Formats(tuple(patterns), from_1904)


def said(cell: Cell, kind: str, shown: Formats) -> Said:
    """What the cell of an answer says to a place of this kind.

    What a formula came to is in doubt, since it may have been another thing before; a sum of plain numbers is not.
    """
    if cell.formula is not None:
        if cell.text and _TRUTH.match(cell.formula) and cell.text in ("0", "1"):
            return _value(cell._replace(sort=TRUTH), kind, shown)
        if cell.text and _CONSTANT.match(cell.formula) and cell.sort == NUMBER:
            return replace(_value(cell, kind, shown), note=f"calculated in the cell: ={cell.formula[:80]}")
        result = _value(cell, kind, shown).text if cell.text else ""
        found = f"which shows “{result}”" if result else "which shows nothing"
        formula = f"={cell.formula}" if cell.formula else "="
        return Said(result or formula, f"the cell holds a formula ({formula[:80]}), {found}")
    return _value(cell, kind, shown)


def _value(cell: Cell, kind: str, shown: Formats) -> Said:
    if cell.sort == NUMBER:
        return _number(cell, kind, shown)
    if cell.sort == TRUTH:
        state = cell.text.strip() in ("1", "true")
        text = "TRUE" if state else "FALSE"
        return Said(text, ticked=state if kind == TICK else None)
    if cell.sort == ERROR:
        return Said(cell.text, f"the cell shows the error {cell.text}")
    return Said(cell.text, ticked=_TRUTHS.get(cell.text.strip().casefold()) if kind == TICK else None)


def dressed(runs: Sequence[Run], look: Look, found: Said) -> Said:
    """What a cell says where a part of it is struck out, or set in a font whose letters are signs."""
    fonts = [run.symbols or (look.symbols if run.inherits else "") for run in runs]
    pieces = [signs(font, run.text) if font else run.text for font, run in zip(fonts, runs, strict=True)]
    text = "".join(pieces)
    if any(UNKNOWN in piece for font, piece in zip(fonts, pieces, strict=True) if font):
        named = " and ".join(dict.fromkeys(filter(None, fonts)))
        return replace(found, trouble=f"its letters are set in {named}, a font of signs")
    left = "".join(
        piece for piece, run in zip(pieces, runs, strict=True) if not (run.struck or (look.strike and run.inherits))
    )
    kept = left if left.strip() != text.strip() else None
    return replace(found, text=text if any(fonts) else found.text, kept=kept)


def _number(cell: Cell, kind: str, shown: Formats) -> Said:
    """A number as it is shown: as a date, in percent, or in digits."""
    value = _float(cell.text)
    if not isfinite(value):
        return Said(cell.text, "the cell holds a number that cannot be read")
    pattern = shown.pattern(cell.style)
    sort = _sort(pattern)
    if sort == "date":
        return _date(value, kind, shown.from_1904)
    plain = _plain(value)
    if kind == TICK and value in (0, 1):
        return Said(plain, ticked=value == 1)
    if sort == "time":
        return Said(plain, "the cell shows a time of day")
    if sort == "percent":
        percent = f"{_plain(value * 100)}%"
        return Said(percent, f"the cell shows {percent}" if kind == AMOUNT else "")
    if kind == DATE:
        return Said(plain, stored=_iso(value, shown.from_1904))
    if sort == "noughts" and value == int(value) >= 0:
        return Said(plain.zfill(len(pattern)))
    if kind == WORDS and len(plain.lstrip("-0.").replace(".", "")) > _DIGITS:
        return Said(plain, f"the cell holds a number of more digits than Excel keeps; it shows {plain}")
    return Said(plain)


def _sort(pattern: str) -> str:
    """What a pattern shows a number as: date, time, percent, noughts in front, or empty."""
    if not pattern or pattern in ("General", "@"):
        return ""
    letters = _QUOTED.sub("", pattern.partition(";")[0]).lower()
    if "%" in letters:
        return "percent"
    if any(letter in letters for letter in "dy") or ("m" in letters and "h" not in letters and "s" not in letters):
        return "date"
    if "h" in letters or "s" in letters:
        return "time"
    return "noughts" if len(letters) > 1 and set(letters) == {"0"} else ""


def _plain(value: float) -> str:
    """A number in digits: as many as Excel keeps, none of them in powers of ten, no noughts behind the point."""
    text = f"{Decimal(f'{value:.{_DIGITS}g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return nan


def _date(value: float, kind: str, from_1904: bool) -> Said:
    """A date as day/month/year. In a place for words it may not be what was typed, such as 3-4."""
    iso = _iso(value, from_1904)
    if not iso:
        return Said(_plain(value), "the cell is shown as a date, but its number is that of none")
    text = show_date(iso)
    if kind == DATE:
        return Said(text, note="" if value == int(value) else "the cell holds a time of day as well")
    return Said(text, f"Excel holds the date {text} here, whatever was typed")


def _iso(value: float, from_1904: bool) -> str:
    """The date of a number of days, or empty where there is none. Day 60 of 1900 never was."""
    days = int(value // 1)
    if from_1904:
        return date.fromordinal(_DAY_NOUGHT_1904 + days).isoformat() if 0 <= days <= _LAST - 1462 else ""
    if not 1 <= days <= _LAST or days == 60:
        return ""
    return date.fromordinal(_DAY_NOUGHT + days + (days < 60)).isoformat()
