"""Workers that read as they should, but misbehave over certain files, as a file might make them do."""

from __future__ import annotations

import ctypes
import os
import time
from functools import partial

from docgen.workers import Pool
from docgen.workers.child import Ask, Build, Handle


class Spoiled(Pool):
    """A pool whose workers do what stands in a file that begins with `DO`."""

    def build(self, build: Build) -> None:
        """As the pool's own, with the misbehaviour around it."""
        super().build(partial(spoil, build))


def spoil(build: Build) -> Handle:
    handle = build()

    def spoiled(request: bytes, ask: Ask) -> bytes:
        _, marked, what = request.partition(b"DO ")
        if not marked:
            return handle(request, ask)
        if what == b"hang":
            time.sleep(1000)
        if what == b"die":
            os._exit(1)
        if what == b"crash":
            ctypes.string_at(0)
        if what == b"grab":
            return b"x" * 2**40
        if what == b"flood":
            return b"x" * 2**23
        if what == b"raise":
            raise KeyError(what)
        return what

    return spoiled
