"""Every manner in which programs and people fill in a PDF form: each a question, and what is done to its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pypdf.generic import ByteStringObject, NameObject, TextStringObject

from docgen.fields import YES_NO
from docgen.model import Question, Value
from tests.forms.pdf.made import note
from tests.returns.form import CHOICE


@dataclass
class Paper:
    """A PDF form under somebody's hands: its fields by name."""

    writer: Any
    fields: Mapping[str, Any]

    def put(self, name: str, **entries: Any) -> None:
        """Sets entries of a field; None takes one out."""
        for key, value in entries.items():
            self.fields[name].pop(NameObject(f"/{key}"), None)
            if value is not None:
                self.fields[name][NameObject(f"/{key}")] = value

    def over(self, name: str, kind: str, text: str = "", beside: int = 0) -> None:
        """Puts something on a field, or on the words that stand so far to the right of it."""
        left, bottom, right, top = (round(float(one)) for one in self.fields[name]["/Rect"])
        page = next(one for one in self.writer.pages if self.fields[name].indirect_reference in one["/Annots"])
        rect = (right + 2, bottom, right + beside, top) if beside else (left, bottom, right, top)
        note(page, self.writer, kind, text, rect)


Marking = Callable[[Paper, str], object]
ON, OFF = NameObject("/Yes"), NameObject("/Off")


def _text(text: str) -> Marking:
    return lambda paper, name: paper.put(name, V=TextStringObject(text))


def _text_and(kind: str, words: str = "") -> Marking:
    """A text, and something put on it on the page."""

    def mark(paper: Paper, name: str) -> None:
        _text("Sam Li")(paper, name)
        paper.over(name, kind, words)

    return mark


def _yes(do: Callable[[Paper, str], object]) -> Marking:
    """Does it to the box of Yes."""
    return lambda paper, name: do(paper, f"{name}=yes")


def _put_over(text: str, beside: int, paper: Paper, name: str) -> None:
    """Words typed over the box of Yes, or so far behind it."""
    paper.over(f"{name}=yes", "FreeText", text, beside)


def _noted(text: str, kind: str, beside: int, paper: Paper, name: str) -> None:
    """The box of Yes is ticked, and something about it is put on the page."""
    paper.put(f"{name}=yes", V=ON, AS=ON)
    paper.over(f"{name}=yes", kind, text, beside)


BOXES: Mapping[str, Marking] = {
    "ticked": _yes(lambda paper, name: paper.put(name, V=ON, AS=ON)),
    "value set, state of the box left out": _yes(lambda paper, name: paper.put(name, V=ON, AS=None)),
    "state of the box set, value left out": _yes(lambda paper, name: paper.put(name, V=None, AS=ON)),
    "value as a text": _yes(lambda paper, name: paper.put(name, V=TextStringObject("Yes"), AS=ON)),
    "value set, box shows nothing": _yes(lambda paper, name: paper.put(name, V=ON, AS=OFF)),
    "box shows a tick, value says no": _yes(lambda paper, name: paper.put(name, V=OFF, AS=ON)),
    "a value that the box does not have": _yes(
        lambda paper, name: paper.put(name, V=NameObject("/Certainly"), AS=None)
    ),
    "X typed over the box": _yes(lambda paper, name: paper.over(name, "FreeText", "X")),
    "box circled with a pen": _yes(lambda paper, name: paper.over(name, "Ink")),
    "stamp on the box": _yes(lambda paper, name: paper.over(name, "Stamp")),
    "words highlighted": _yes(lambda paper, name: paper.over(name, "Highlight", beside=14)),
    "words underlined": _yes(lambda paper, name: paper.over(name, "Underline", beside=14)),
    "the other words struck out": lambda paper, name: paper.over(f"{name}=no", "StrikeOut", beside=12),
}
CHOSEN: Mapping[str, Marking] = {
    "value of the option": _text("changed"),
    "label of the option": _text("Changed after talking"),
    "value as a name": lambda paper, name: paper.put(name, V=NameObject("/changed")),
    "another word, with the label in it": _text("Changed after talking, twice"),
    "typed over the empty list": lambda paper, name: paper.over(name, "FreeText", "Changed after talking"),
}
WRITTEN: Mapping[str, Marking] = {
    "typed": _text("Sam Li"),
    "in UTF-16": lambda paper, name: paper.put(name, V=ByteStringObject(b"\xfe\xff" + "Sam Li".encode("utf-16-be"))),
    "typed over the empty field": lambda paper, name: paper.over(name, "FreeText", "Sam Li"),
    "struck out on the page": _text_and("StrikeOut"),
    "another text typed over it": _text_and("FreeText", "not so"),
}  # fmt: skip
DAY: Mapping[str, Marking] = {f"“{text}”": _text(text) for text in (
    "03/04/2026", "3 April 2026", "2026-04-03", "3/4/26", "about 3/4/2026",
)}  # fmt: skip
SORTS: Mapping[str, tuple[Mapping[str, Marking], str, Value]] = {
    "a box": (BOXES, "yesno", "yes"),
    "a list": (CHOSEN, "choice", "changed"),
    "a text": (WRITTEN, "text", "Sam Li"),
    "a date": (DAY, "date", "2026-04-03"),
}
_TYPED = ("X", "✓", "✅", "👍", "✔️", "х", "×", "v", "•", "*", "o", "/", "✓ clearly so")
_BACK = ("ignore the tick", "ticked by mistake", "wrong box", "should be No")
SIGNS: Mapping[str, tuple[Mapping[str, tuple[Marking, ...]], str, Value]] = {
    "a box": (
        {
            f"{', '.join(_TYPED)} typed over the box": tuple(partial(_put_over, text, 0) for text in _TYPED),
            "the same typed behind its words": tuple(partial(_put_over, text, 70) for text in _TYPED),
        },
        "yesno",
        "yes",
    ),
    "a ticked box": (
        {
            f"{', '.join(f'“{text}”' for text in _BACK)} in a note on it": tuple(
                partial(_noted, text, "Text", 0) for text in _BACK
            ),
            "the same typed on its line": tuple(partial(_noted, text, "FreeText", 150) for text in _BACK),
        },
        "yesno",
        None,
    ),
}
"""Signs typed on the page, and words that take a tick back."""
UNKNOWABLE = frozenset[str]()


def question(name: str, ref: str, kind: str, label: str) -> Question:
    """A question of a kind."""
    options = {"yesno": YES_NO, "choice": CHOICE}.get(kind, ())
    return Question(name, ref, kind, label, options=options, look="list" if kind == "choice" else "boxes")
