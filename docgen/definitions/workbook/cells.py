"""What stands in a cell for a value of the language, and back: texts, yes and no, lists, conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import PydanticCustomError

from docgen.definitions import shapes

LONGEST = 32_000
"""The most that a cell holds; Excel's own limit is 32,767 characters."""

_YES, _NO = ("yes", "y", "true", "x", "✓", "✔", "1"), ("no", "n", "false", "0")
_ENTRY = re.compile(r"([A-Za-z][\w-]*)\s*:\s*(.+)")
_LIST = re.compile(r"[,;\n]")


@dataclass(frozen=True, slots=True)
class Codec:
    """How one shape of value is written into a cell; `help` says so to a person."""

    encode: Callable[[Any], str]
    decode: Callable[[str], Any]
    help: str = ""


def _text(value: Any) -> str:
    return str(value).strip()


def _as_it_is(text: str) -> Any:
    return text


def _flag(value: Any) -> str:
    return {"true": "yes", "false": "no"}.get(value, str(value))


def _flag_of(text: str) -> Any:
    plain = text.strip().casefold()
    return "true" if plain in _YES else "false" if plain in _NO else text


def _items(value: Any) -> list[str]:
    return [str(one).strip() for one in (value if isinstance(value, list) else [value])]


def _ids(value: Any) -> str:
    return ", ".join(_items(value))


def _ids_of(text: str) -> Any:
    return [part.strip() for part in _LIST.split(text) if part.strip()]


def _texts(value: Any) -> str:
    return "\n".join(_items(value))


def _texts_of(text: str) -> Any:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _mapping(value: Any) -> str:
    if not isinstance(value, Mapping):
        return _text(value)
    return "\n".join(f"{name}: {', '.join(_items(inner))}" for name, inner in value.items())


def _when_of(text: str) -> Any:
    found = _entries(text)
    if found is None:
        return text
    worded = (shapes.EXPRESSION, shapes.SAYS)
    return {name: value if name in worded else _one_or_more(value) for name, value in found.items()}


def _where_of(text: str) -> Any:
    found = _entries(text)
    return text if found is None else found


def _entries(text: str) -> dict[str, str] | None:
    """The lines of a cell as name and value; None where they are no such lines, as an expression is none."""
    lines = [line.strip() for line in text.strip().strip("{}").splitlines() if line.strip()]
    matches = [_ENTRY.fullmatch(line) for line in lines]
    found = {match[1]: match[2].strip() for match in matches if match}
    return found if lines and len(found) == len(lines) else None


def _one_or_more(text: str) -> Any:
    parts = [part.strip() for part in text.strip("[]").split(",") if part.strip()]
    return parts[0] if len(parts) == 1 else parts


TEXT = Codec(_text, _as_it_is)
CODECS: Mapping[Callable[[Any], Any], Codec] = {
    shapes.text: TEXT,
    shapes.line: TEXT,
    shapes.whole: TEXT,
    shapes.percent: TEXT,
    shapes.number: TEXT,
    shapes.day: TEXT,
    shapes.span: TEXT,
    shapes.flag: Codec(_flag, _flag_of, "yes or no."),
    shapes.ids: Codec(_ids, _ids_of, "Several: with commas between them."),
    shapes.texts: Codec(_texts, _texts_of, "Several: each on a line of its own (Alt+Enter)."),
    shapes.when: Codec(_mapping, _when_of, "Such as grade: not_met, one question on each line; or an expression."),
    shapes.numbers: Codec(_mapping, _where_of, "Such as A1: 4, one value on each line."),
    shapes.where: Codec(_mapping, _where_of, "Such as law_type: public, one question on each line."),
}
"""The shape of a value in the language → how it stands in a cell. A shape that is not here has no column."""


def fits(shape: Callable[[Any], Any] | None, codec: Codec, value: Any) -> str | None:
    """What stands in the cell for a value; None where the value would not come back as it was."""
    text = codec.encode(value)
    if not text or len(text) > LONGEST:
        return None
    back = codec.decode(text)
    if shape is None:
        return text if back == value else None
    try:
        return text if shape(back) == shape(value) else None
    except PydanticCustomError:
        return None
