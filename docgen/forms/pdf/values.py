"""Single values out of PDF objects of any shape: what is not of the shape that is looked for is empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_DEEP = 200
"""So many levels of parents are followed, so that a circle of them ends."""


def plain(value: Any) -> Any:
    """The object behind a reference, and the value of a Boolean."""
    value = value.get_object() if hasattr(value, "get_object") else value
    return value.value if type(value).__name__ == "BooleanObject" else value


def as_dict(value: Any) -> Any:
    """A dictionary, empty where the object is none."""
    found = plain(value)
    return found if isinstance(found, dict) else {}


def as_list(value: Any) -> list[Any]:
    """A list, empty where the object is none."""
    found = plain(value)
    return list(found) if isinstance(found, list) else []


def as_text(value: Any) -> str:
    """A string or name as text; empty for anything else."""
    found = plain(value)
    if isinstance(found, bytes):
        return found.decode("utf-8", "replace")
    return str(found) if isinstance(found, str) else ""


def in_lines(text: str) -> str:
    """A text whose lines end in one way."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def stored(value: Any) -> tuple[str | None, str]:
    """What a field stores, as text, and what is wrong with it. The name of a state loses its slash."""
    found = plain(value)
    if found is None or type(found).__name__ == "NullObject":
        return None, ""
    if isinstance(found, list):
        chosen = [as_text(one) for one in found]
        return (chosen[0] if len(chosen) == 1 else "; ".join(chosen)), ""
    if hasattr(found, "get_data"):
        raw = found.get_data()
        encoding = "utf-16" if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else "utf-8"
        return in_lines(raw.decode(encoding, "replace")), ""
    if isinstance(found, bytes):
        return in_lines(found.decode("utf-8", "replace")), "the field holds bytes that are no text"
    if isinstance(found, str):
        name = type(found).__name__ == "NameObject"
        return (str(found)[1:] if name else in_lines(str(found))), ""
    if isinstance(found, dict):  # a signature, with what its signer says of it
        said = (as_text(found.get(key)) for key in ("/Name", "/Reason", "/Location", "/ContactInfo"))
        return ", ".join(text for text in said if text), ""
    return str(found), ""


def full_name(node: Any) -> str:
    """The full name of a field: the names of its levels with dots between them."""
    parts: list[str] = []
    while node and len(parts) < _DEEP:
        if "/T" in node:
            parts.append(as_text(node.get("/T")))
        node = as_dict(node.get("/Parent"))
    return ".".join(reversed(parts))


def inherited(node: Any, key: str) -> Any:
    """An entry of a field, or of the nearest level above that has it; None where none has."""
    for _ in range(_DEEP):
        if key in node:
            return node.get(key)
        node = as_dict(node.get("/Parent"))
        if not node:
            return None
    return None


def options(value: Any) -> Iterator[tuple[str, str]]:
    """What a list stores → what it shows."""
    for one in as_list(value):
        pair = plain(one)
        if isinstance(pair, list) and len(pair) == 2:
            yield as_text(pair[0]), as_text(pair[1])
        elif isinstance(pair, str | bytes):
            yield as_text(pair), as_text(pair)


def corners(annotation: Any) -> tuple[float, float, float, float] | None:
    """Left, bottom, right and top of an annotation; None where it has none."""
    numbers = [plain(one) for one in as_list(annotation.get("/Rect"))]
    if len(numbers) != 4 or not all(isinstance(one, int | float) for one in numbers):
        return None
    left, bottom, right, top = map(float, numbers)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
