"""What an answer can hold."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

Cell = str | int | Decimal | None


Row = Mapping[str, Cell]
"""One row of a table answer: column id → value, blank cells as None. A column never holds ticks or a table."""


Value = str | int | Decimal | tuple[str, ...] | tuple[Row, ...] | None
"""What an answer holds: text, option id or ISO date as str; a number; ticked option ids in the order of the
definition; rows of a table; None where there is no certain answer."""
