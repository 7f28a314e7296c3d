"""Values as JSON text and back, exactly: a Decimal keeps its digits, ticks and rows come back as tuples.

What no database holds, the character of number nought and halves of characters, becomes U+FFFD.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from docgen.model import Value

_DECODER = json.JSONDecoder(parse_float=Decimal)
_HELD_NOWHERE = re.compile("[\x00\ud800-\udfff]")


def held(text: str) -> str:
    """The text as both databases can hold it."""
    if text.isascii() and "\x00" not in text:
        return text
    return _HELD_NOWHERE.sub("\ufffd", text)


def encode(value: Value | tuple[Value, ...]) -> str | None:
    """The value, or the candidates, as JSON text; None for blank, which the database tells from an empty list."""
    if isinstance(value, str):
        return encode_basestring(held(value))
    return None if value is None else _text(value)


def decode(text: str | None) -> Value:
    """The value that `encode` wrote: JSON lists as tuples, numbers as int or Decimal."""
    if text is None:
        return None
    if text.startswith('"') and "\\" not in text:
        return text[1:-1]
    value: Value = _frozen(_DECODER.decode(text))
    return value


def encode_facts(facts: Mapping[str, Value]) -> str:
    """What a case list told, as a JSON object; empty for nothing."""
    return _text(facts) if facts else ""


def decode_facts(text: str) -> dict[str, Value]:
    """The facts that `encode_facts` wrote."""
    facts = _DECODER.decode(text) if text else {}
    return {name: _frozen(value) for name, value in facts.items()}


def _text(value: object) -> str:
    if isinstance(value, str):
        return encode_basestring(held(value))
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Mapping):
        inner = ",".join(f"{_text(str(name))}:{_text(cell)}" for name, cell in value.items())
        return "{" + inner + "}"
    if isinstance(value, tuple):
        return "[" + ",".join(_text(part) for part in value) + "]"
    return json.dumps(value)


def _frozen(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_frozen(part) if isinstance(part, list) else part for part in value)
    if value is None or isinstance(value, (str, int, Decimal)):
        return value
    raise TypeError(f"the store holds no value of type {type(value).__name__}")
