"""The words that stand in an empty control, and how they are told from what a person typed."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

WORD_PROMPTS = (
    "Click or tap here to enter text.",
    "Click here to enter text.",
    "Click to enter text.",
    "Click or tap to enter a date.",
    "Click here to enter a date.",
    "Click to enter a date.",
    "Choose an item.",
    "Choose a building block.",
    "Klicken oder tippen Sie hier, um Text einzugeben.",
    "Klicken oder tippen Sie, um ein Datum einzugeben.",
    "Wählen Sie ein Element aus.",
)
"""What Word and LibreOffice put into an empty control of their own accord."""

DISTINCT = (*WORD_PROMPTS, "Type here", "Write here", "dd/mm/yyyy", "Choose…")
"""Prompts that nobody writes as part of an answer."""

_PLAIN = frozenset(DISTINCT)
_HINTS = ("Type here", "Write here", "dd/mm/yyyy", "Choose", "Click", "Klicken", "Wählen")
"""One of these stands in each of those prompts: quicker to look for in every text."""
_LONG = 9
"""A prompt of so many letters is known again when words were typed into the middle of it, or a little was cut off."""
_CUT = 3
"""So many letters may be cut off a prompt at its beginning or end; what is left is then still known as part of it."""


class Edges(NamedTuple):
    """How a text begins or ends in which something of a prompt may stand."""

    words: tuple[str, ...]
    ends: frozenset[tuple[str, str]]
    parts: frozenset[str]

    def of(self, text: str) -> bool:
        """Whether something of a prompt may stand in a text that is not blank, so that a closer look is due."""
        for hint in _HINTS:
            if hint in text:
                return True
        near = text.startswith(self.words) or text.endswith(self.words) or (text[0], text[-1]) in self.ends
        return near or text in self.parts


@lru_cache(maxsize=1024)
def edges(prompt: str) -> Edges:
    """The edges of a prompt, and of those that every control may show."""
    words = (prompt, *DISTINCT) if prompt.strip() else DISTINCT
    parts = (part for one in words if len(one) >= _LONG for n in range(1, _CUT + 1) for part in (one[n:], one[:-n]))
    return Edges(words, frozenset((one[0], one[-1]) for one in words), frozenset(parts))


@dataclass(frozen=True, slots=True)
class Stripped:
    """A text without the prompt: whether nothing is left, what it was with it where that may be meant, a note."""

    text: str
    empty: bool = False
    whole: str = ""
    note: str = ""


def strip_prompt(shown: str, prompt: str) -> Stripped:
    """What a person entered. A prompt that was left standing before or behind the typed words is taken off once.

    A short prompt such as “Role” may also be the first word of an answer: where the two cannot be told apart,
    and where something was typed into the middle of the prompt, `whole` keeps the text as it stands.
    """
    plain = " ".join(shown.split())
    if plain == " ".join(prompt.split()) or plain in _PLAIN:
        return Stripped("", empty=True)
    if not plain or not edges(prompt).of(plain):
        return Stripped(shown)
    if plain in edges(prompt).parts:
        return Stripped("", whole=shown, note="all that stands there may be a part of the words of the empty form")
    for words in (prompt, *DISTINCT):
        note = f"the words “{words}” of the empty form were still there"
        if words.strip() and words in shown:
            first = shown.lstrip().startswith(words) and not shown.rstrip().endswith(words)
            head, _, rest = shown.partition(words) if first else shown.rpartition(words)
            at_edge = not head.strip() or not rest.strip()
            if words in DISTINCT:
                return Stripped(head + rest, whole="" if at_edge else shown, note=note)
            joined = _run_together(head, words) if head.strip() else _run_together(words, rest)
            if at_edge and joined is not False:
                return Stripped(head + rest, whole="" if joined else shown, note=note)
        elif len(words) >= _LONG and (typed := _inside(shown, words)):
            return Stripped(typed, whole=shown, note=note)
    return Stripped(shown)


def _inside(shown: str, words: str) -> str:
    """What was typed into the middle of a prompt; empty where the text is nothing of the kind."""
    first = len(posixpath.commonprefix([shown, words]))
    rest = words[first:]
    return shown[first : len(shown) - len(rest)] if first and rest and shown.endswith(rest) else ""


def _run_together(left: str, right: str) -> bool | None:
    """Whether two texts that meet were surely two: a capital in the middle of a word, or a new line, says so.

    False where they are one word, None where they may be either.
    """
    if left[-1:] == "\n" or right[:1] == "\n":
        return True
    if not left[-1:].isalnum() or not right[:1].isalnum():
        return None
    return right[0].isupper() and not left[-1].isupper()
