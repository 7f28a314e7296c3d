"""Every manner in which people mark a workbook: each a question, and what is done to its cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from docgen.forms.excel.cells import letters, split
from docgen.model import Option, Question, Value
from tests.forms.excel.marking import Pen
from tests.returns.form import CHOICE, TICKS

Marking = Callable[[Pen, str], object]
"""What is done to the cell of an answer: for a tick, that of the option that is meant."""


def _typed(text: str) -> Marking:
    return lambda pen, cell: pen.text(cell, text)


def _signed(text: str, font: str) -> Marking:
    return lambda pen, cell: pen.text(cell, text).font(cell, "", font)


def aside(cell: str, right: int, down: int = 0) -> str:
    """The cell so far to the right, and below."""
    row, column = split(cell)
    return f"{letters(column + right)}{row + down}"


def _others(do: Callable[[Pen, str], object]) -> Marking:
    """Does it to the words of the options that are not meant; the one that is meant stands between two others."""
    return lambda pen, cell: [do(pen, aside(cell, -1, down)) for down in (-1, 1)]


def _aside(text: str, pen: Pen, cell: str) -> object:
    """Typed two cells to the right of the answer's."""
    return pen.text(aside(cell, 2), text)


def _taken_back(text: str, right: int, pen: Pen, cell: str) -> object:
    """A tick, and words so far to the right of it."""
    return pen.text(cell, "✓").text(aside(cell, right), text)


def _among(text: str, pen: Pen, cell: str) -> object:
    """Typed into the cell with the words of the option, on the left of the answer's."""
    return pen.text(aside(cell, -1), text)


TICKED: Mapping[str, Marking] = {
    **{f"{text} typed": _typed(text) for text in ("✓", "✔", "☑", "☒", "X", "x", "[x]", "√", "yes", "Y", "TRUE", "1")},
    "TRUE as a truth value": lambda pen, cell: pen.truth(cell, True),
    "1 as a number": lambda pen, cell: pen.number(cell, "1", "General"),
    "the words of the option typed": _typed("Planning"),
    "the same in capitals, with spaces": _typed("  PLANNING "),
    "ü in Wingdings": _signed("ü", "Wingdings"),
    "þ in Wingdings": _signed("þ", "Wingdings"),
    "P in Wingdings 2": _signed("P", "Wingdings 2"),
    "a in Webdings": _signed("a", "Webdings"),
    "a formula that comes to ✓": lambda pen, cell: pen.formula(cell, 'IF(1=1,"✓","")', "✓", "str"),
    "* typed": _typed("*"),
    "ok typed": _typed("ok"),
    "2 typed": _typed("2"),
    "✓ struck out": lambda pen, cell: pen.text(cell, "✓").font(cell, "<strike/>"),
    "x beside the cell": lambda pen, cell: pen.text(aside(cell, 2), "x"),
    "a remark beside the cell": lambda pen, cell: pen.text(aside(cell, 2), "this one"),
    "X behind the words of the option": lambda pen, cell: pen.text(aside(cell, -1), "Planning X"),
    "cell filled with a colour": lambda pen, cell: pen.fill(cell),
    "words filled with a colour": lambda pen, cell: pen.fill(aside(cell, -1)),
    "words in bold": lambda pen, cell: pen.words(aside(cell, -1), "<b/>"),
    "words underlined": lambda pen, cell: pen.words(aside(cell, -1), "<u/>"),
    "words in red": lambda pen, cell: pen.words(aside(cell, -1), "<color rgb='FFC00000'/>"),
    "words in a border": lambda pen, cell: pen.border(aside(cell, -1)),
    "other words struck out": _others(lambda pen, cell: pen.words(cell, "<strike/>")),
}
CHOSEN: Mapping[str, Marking] = {
    **{f"“{text}” typed": _typed(text) for text in (
        "Changed after talking", "changed after talking", " CHANGED  AFTER TALKING ", "Changed after talking.",
        "changed", "Changed after talking (twice)", "Agreed / Changed after talking", "Changd after talking",
    )},
    "another option struck out before it": lambda pen, cell: pen.runs(
        cell, ("Agreed ", "<strike/>"), ("Changed after talking", "")
    ),
    "the whole answer struck out": lambda pen, cell: pen.text(cell, "Changed after talking").font(cell, "<strike/>"),
    "typed beside the cell": lambda pen, cell: pen.text(aside(cell, 2), "Changed after talking"),
    "as a formula": lambda pen, cell: pen.formula(cell, '"Changed"&" after talking"', "Changed after talking", "str"),
}  # fmt: skip
YES: Mapping[str, Marking] = {
    **{f"“{text}” typed": _typed(text) for text in ("Yes", "y", "TRUE", "✓", "yes, mostly", "x", "1")},
    "TRUE as a truth value": lambda pen, cell: pen.truth(cell, True),
}
DAY: Mapping[str, Marking] = {
    "a date": lambda pen, cell: pen.number(cell, "46115"),
    "a date with a time": lambda pen, cell: pen.number(cell, "46115.5", "dd/mm/yyyy hh:mm"),
    "a date shown as month and year": lambda pen, cell: pen.number(cell, "46115", "mmm yyyy"),
    "its number, not shown as a date": lambda pen, cell: pen.number(cell, "46115", "0"),
    **{f"“{text}” typed": _typed(text) for text in (
        "3/4/2026", "03.04.2026", "3rd April 2026", "Fri 3 Apr 2026", "2026-04-03", "3/4/26", "about 3/4/2026",
        "03042026",
    )},
}  # fmt: skip
NUMBER: Mapping[str, Marking] = {
    "a number": lambda pen, cell: pen.number(cell, "12"),
    "a number shown with words": lambda pen, cell: pen.number(cell, "12", '0" visits"'),
    "a sum": lambda pen, cell: pen.formula(cell, "5+7", "12"),
    "a formula over other cells": lambda pen, cell: pen.formula(cell, "LEN(A1)+9", "12"),
    **{
        f"“{text}” typed": _typed(text) for text in ("12", "12.0", "£12", "12 visits", "about 12", "twelve", "12 of 15")
    },
}
WRITTEN: Mapping[str, Marking] = {
    "typed": _typed("Sam Li"),
    "in bold and red pieces": lambda pen, cell: pen.runs(cell, ("Sam ", "<b/>"), ("Li", "<color rgb='FFC00000'/>")),
    "a word struck out before it": lambda pen, cell: pen.runs(cell, ("Alex ", "<strike/>"), ("Sam Li", "")),
    "typed beside the cell": lambda pen, cell: pen.text(aside(cell, 2), "Sam Li"),
    "typed over its question": lambda pen, cell: pen.text(aside(cell, -1), "Sam Li"),
    "an error": lambda pen, cell: pen.formula(cell, "#REF!", "#REF!", "e"),
}
SORTS: Mapping[str, tuple[Mapping[str, Marking], str, Value]] = {
    "ticks": (TICKED, "ticks", ("plan",)),
    "a list": (CHOSEN, "choice", "changed"),
    "yes or no": (YES, "yesno", "yes"),
    "a date": (DAY, "date", "2026-04-03"),
    "a number": (NUMBER, "number", 12),
    "a text": (WRITTEN, "text", "Sam Li"),
}
"""What is asked → the manners of answering, the kind of the question, and what is meant."""
_SIGNS = ("✅", "☑️", "👍", "✔️", "х", "×", "╳", "Ｘ", "v", "ü", "•", "*", "o", "/", "+", "✓ clearly so")
_BACK = ("ignore the tick", "ticked by mistake", "wrong box", "should be Recording", "no", "✗", "?")
SIGNS: Mapping[str, tuple[Mapping[str, tuple[Marking, ...]], str, Value]] = {
    "ticks": (
        {
            f"{', '.join(_SIGNS)} typed": tuple(_typed(sign) for sign in _SIGNS),
            "the same beside the cell": tuple(partial(_aside, sign) for sign in _SIGNS),
            "the same before the words of the option": tuple(partial(_among, f"{sign} Planning") for sign in _SIGNS),
            "the same behind the words of the option": tuple(partial(_among, f"Planning {sign}") for sign in _SIGNS),
        },
        "ticks",
        ("plan",),
    ),
    "ticks whose words are gone": (
        {
            "words of the others deleted": (_others(lambda pen, cell: pen.text(cell, "")),),
            "lines of the others deleted, words and ticks": (
                _others(lambda pen, cell: pen.text(cell, "").text(aside(cell, 1), "")),
            ),
        },
        "ticks",
        ("plan",),
    ),
    "a tick that words take back": (
        {
            f"{', '.join(f'“{words}”' for words in _BACK)} beside the cell": tuple(
                partial(_taken_back, words, 2) for words in _BACK
            ),
            "the same further away": tuple(partial(_taken_back, words, 5) for words in _BACK),
        },
        "ticks",
        None,
    ),
}
"""Signs that are no sure ticks, and ticks that are no more."""
UNKNOWABLE = frozenset({"an error", "✓ struck out"})
"""Manners that do not say any more what was meant."""
CENTRE = 1
"""The option that is meant stands between the two others."""


def question(name: str, ref: str, kind: str, label: str) -> Question:
    """A question of a kind; ticks have the option that is meant in the middle."""
    options: tuple[Option, ...] = {"ticks": (*TICKS[:2], TICKS[2]), "choice": CHOICE}.get(kind, ())
    if kind == "yesno":
        from docgen.fields import YES_NO

        options = YES_NO
    look = "list" if kind in ("choice", "yesno") else "boxes"
    return Question(name, ref, kind, label, options=options, look=look)


def on(name: str, do: Marking) -> Callable[[Pen], object]:
    """The marking of one answer by the name of its cell."""
    return partial(_do, name, do)


def _do(name: str, do: Marking, pen: Pen) -> object:
    return do(pen, pen.at(name))
