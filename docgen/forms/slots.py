"""The places of a form that differ from copy to copy, for every format that is made by joining bytes.

While a part is drawn, a slot stands in its text as `hole(key)`; NUL is in no XML, so nothing that a definition
or a template says can look like one. `cut` turns the text into chunks of bytes with the slots between them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from docgen.marks import Address
from docgen.model import Value

_HOLE = re.compile("\0([^\0]*)\0")


class Slot(Protocol):
    """One place that is filled in for each copy."""

    def fill(self, toolkit: str, values: Mapping[str, Value]) -> bytes:
        """What stands here in the copy with this toolkit id and these values."""
        ...


def hole(key: str | int) -> str:
    """What stands in drawn XML where the slot with this key goes."""
    return f"\0{key}\0"


def cut(xml: str, slots: Mapping[str, Slot]) -> tuple[bytes | Slot, ...]:
    """The XML as chunks: bytes that are the same in every copy, and the slots between them."""
    pieces = _HOLE.split(xml)
    chunks: list[bytes | Slot] = []
    for n, piece in enumerate(pieces):
        if n % 2:
            chunks.append(slots[piece])
        elif piece:
            chunks.append(piece.encode("utf-8"))
    return tuple(chunks)


@dataclass(frozen=True, slots=True)
class ToolkitSlot:
    """The toolkit id, with its dash or, as in the name of a bookmark, without."""

    dash: bool = True

    def fill(self, toolkit: str, values: Mapping[str, Value]) -> bytes:
        """The id."""
        return (toolkit if self.dash else toolkit.replace("-", "")).encode("ascii")


def value_at(values: Mapping[str, Value], address: Address) -> Value:
    """The value at an address: of a field, or of one cell of its rows."""
    value = values.get(address.field)
    if not address.row:
        return value
    rows: Sequence[object] = value if isinstance(value, tuple) else ()
    row = rows[address.row - 1] if address.row <= len(rows) else None
    return row.get(address.column) if isinstance(row, Mapping) else None
