"""The verbs, one module each. The only room that knows the whole flow; used by the command line and the demo.

Each verb takes values and gives values: it prints nothing, and the time comes in from outside. Heavy libraries
are imported by the verb that needs them, so that every command starts fast.
"""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called as long work goes on: what is being done, how many are done, how many there are."""


def quiet(task: str, done: int, total: int) -> None:
    """The progress of work that nobody watches."""
