"""What may stand in XML as text, and how it is written there."""

from __future__ import annotations

import re

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_BREAK = re.compile("\r\n|[\r\n\x0b]")
_ILLEGAL = re.compile("[\x00-\x08\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def clean(text: str) -> str:
    r"""The text as it may stand in XML 1.0: lines end in \n, what is not a character becomes U+FFFD."""
    return _ILLEGAL.sub("\ufffd", _BREAK.sub("\n", text))


def escape(text: str) -> str:
    """The text as character data or as the value of an attribute."""
    return escape_clean(clean(text))


def escape_clean(text: str) -> str:
    """A text that `clean` has gone over, as character data."""
    return text.translate(_ESCAPES)
