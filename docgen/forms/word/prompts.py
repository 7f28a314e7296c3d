"""The words that stand in an empty control, and how they are told from what a person typed."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass

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
_ENDS = frozenset((words[0], words[-1]) for words in DISTINCT)
_LONG = 9
"""A prompt of so many letters is known again when words were typed into the middle of it."""


def may_hold_prompt(text: str, prompt: str) -> bool:
    """Whether something of a prompt may stand in a text, so that it is worth taking a closer look."""
    edges = (prompt, *DISTINCT) if prompt else DISTINCT
    ends = (text[0], text[-1])
    return text.startswith(edges) or text.endswith(edges) or ends in _ENDS or ends == (prompt[:1], prompt[-1:])


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
    if not plain or (not may_hold_prompt(plain, prompt) and not any(words in shown for words in DISTINCT)):
        return Stripped(shown)
    for words in (prompt, *DISTINCT):
        note = f"the words “{words}” of the empty form were still there"
        if words.strip() and words in shown:
            head, _, rest = shown.partition(words) if shown.lstrip().startswith(words) else shown.rpartition(words)
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
    """Whether two texts that meet were surely two: a capital in the middle of a word says so.

    False where they are one word, None where they may be either.
    """
    if not left[-1:].isalnum() or not right[:1].isalnum():
        return None
    return right[0].isupper() and not left[-1].isupper()
