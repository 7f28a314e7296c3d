"""The worker itself: it builds what it was told to, binds itself, and works on one request after the other.

Its own end of the conversation is a private copy of the pipes. What libraries print goes nowhere, so that no file can
make them write into the conversation.
"""

from __future__ import annotations

import faulthandler
import importlib
import json
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable
from typing import IO

from docgen.workers import frames
from docgen.workers.bounds import OUT_OF_MEMORY, Bounds, bind

Ask = Callable[[bytes], bytes]
Handle = Callable[[bytes, Ask], bytes]
Build = Callable[[], Handle]

_GRACE = 5.0
"""Seconds after which a worker ends itself where no parent is left to do it."""


def main() -> None:
    """Serve the parent until it goes away. Arguments: the modules to import while it is still preparing."""
    source, target = _private(0, "rb"), _private(1, "wb")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in sys.argv[1:]:
        importlib.import_module(name)
    try:
        kind, content = frames.read(source, frames.LARGEST)
        if kind == frames.START:
            build, bounds = pickle.loads(content)
            _serve(source, target, build(), bounds)
    except (EOFError, BrokenPipeError):
        pass  # the parent has gone


def _serve(source: IO[bytes], target: IO[bytes], handle: Handle, bounds: Bounds) -> None:
    def ask(content: bytes) -> bytes:
        frames.write(target, frames.QUESTION, content)
        kind, reply = frames.read(source, frames.LARGEST)
        if kind == frames.LATER:
            raise frames.Later
        return reply

    quiet = open(os.devnull, "wb")  # noqa: SIM115
    bind(bounds.memory)
    frames.write(target, frames.READY)
    while True:
        _, content = frames.read(source, frames.LARGEST)
        faulthandler.dump_traceback_later(bounds.seconds + _GRACE, exit=True, file=quiet)
        try:
            frames.write(target, frames.DONE, handle(content, ask))
        except frames.Later:
            frames.write(target, frames.LATER)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except (EOFError, BrokenPipeError):
            raise
        except Exception as error:
            frames.write(target, frames.FAILED, _said(error))
        del content
        faulthandler.cancel_dump_traceback_later()


def _said(error: Exception) -> bytes:
    """What went wrong, and where in docgen: never the words of the error, which may be those of a file."""
    at = [step for step in traceback.extract_tb(error.__traceback__) if f"{os.sep}docgen{os.sep}" in step.filename]
    where = f"{os.path.basename(at[-1].filename)}, line {at[-1].lineno}" if at else ""
    return json.dumps([type(error).__name__, where]).encode()


def _private(number: int, mode: str) -> IO[bytes]:
    """A copy of a standard stream for the conversation alone; the stream itself leads nowhere from now on."""
    copy = os.dup(number)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(copy, os.O_BINARY)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, number)
    os.close(nowhere)
    return os.fdopen(copy, mode)
