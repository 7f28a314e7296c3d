"""What the marks of one question come to, before it is an answer."""

from __future__ import annotations

from typing import NamedTuple

from docgen.model import Value

GONE = "the place of this answer is missing from the file"


class Outcome(NamedTuple):
    """What the marks of one question come to. A doubt leaves no value."""

    value: Value = None
    how: str = "control"
    text: str = ""
    doubt: str = ""
    candidates: tuple[Value, ...] = ()
    note: str = ""


def join(*parts: str) -> str:
    """The parts that say something, with semicolons between them."""
    return "; ".join(part for part in parts if part)
