"""What a worker does when it is told to: work, or misbehave in one of the ways that a file might make it misbehave."""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from docgen.workers.child import Ask, Handle


def worker() -> Handle:
    """Answers with the request in capitals, or does what the request names."""
    seen: list[bytes] = []

    def handle(request: bytes, ask: Ask) -> bytes:
        name, _, rest = request.partition(b" ")
        seen.append(request)
        act = ACTS.get(name.decode())
        return act(rest, ask, seen) if act else request.upper()

    return handle


def broken() -> Handle:
    os._exit(3)


def _hang(rest: bytes, ask: Ask, seen: list[bytes]) -> bytes:
    while True:
        time.sleep(0.01)


def _spin(rest: bytes, ask: Ask, seen: list[bytes]) -> bytes:
    while True:
        pass


def _exit(rest: bytes, ask: Ask, seen: list[bytes]) -> bytes:
    os._exit(0)


def _segfault(rest: bytes, ask: Ask, seen: list[bytes]) -> bytes:
    ctypes.string_at(0)
    return b""


def _grab(rest: bytes, ask: Ask, seen: list[bytes]) -> bytes:
    held = []
    while True:
        held.append(b"x" * 2**20)


def _long(rest: bytes, ask: Ask, seen: list[bytes]) -> bytes:
    return b"x" * int(rest)


def _print(rest: bytes, ask: Ask, seen: list[bytes]) -> bytes:
    for _ in range(int(rest)):
        print("D\xff\xff\xff\xff" + "x" * 2**20)
        os.write(1, b"x" * 2**20)
        sys.stderr.write("x" * 2**20)
    return b"printed"


def _scribble(rest: bytes, ask: Ask, seen: list[bytes]) -> bytes:
    """Writes what is no message into whatever is open."""
    for number in range(3, 20):
        with suppress(OSError):
            os.write(number, b"\xff" * 100)
    return b""


def _raise(rest: bytes, ask: Ask, seen: list[bytes]) -> bytes:
    raise KeyError("the name of a child")


def _deep(rest: bytes, ask: Ask, seen: list[bytes]) -> bytes:
    return _deep(rest, ask, seen)


def _ask(rest: bytes, ask: Ask, seen: list[bytes]) -> bytes:
    return b"<" + ask(rest) + b">"


def _nag(rest: bytes, ask: Ask, seen: list[bytes]) -> bytes:
    while True:
        ask(rest)


def _count(rest: bytes, ask: Ask, seen: list[bytes]) -> bytes:
    return str(len(seen)).encode()


def _once(rest: bytes, ask: Ask, seen: list[bytes]) -> bytes:
    """Breaks down unless this is the first thing that it has to do."""
    if len(seen) > 1:
        os._exit(1)
    return b"well"


def _try(rest: bytes, ask: Ask, seen: list[bytes]) -> bytes:
    """What came of something that a worker has no business doing."""
    what, _, where = rest.decode().partition(" ")
    doings: dict[str, Callable[[], object]] = {
        "write": lambda: Path(where).write_bytes(b"x"),
        "append": lambda: os.open(where, os.O_WRONLY | os.O_APPEND | os.O_CREAT),
        "remove": lambda: os.remove(where),
        "rename": lambda: os.rename(where, where + "2"),
        "folder": lambda: os.mkdir(where),
        "start": lambda: subprocess.run([sys.executable, "-V"], check=True),
        "system": lambda: os.system("exit"),
        "connect": lambda: socket.create_connection(("127.0.0.1", int(where))),
        "resolve": lambda: socket.getaddrinfo("localhost", 80),
        "environment": lambda: sorted(os.environ),
        "read": lambda: Path(where).read_text("utf-8"),
    }
    try:
        return repr(doings[what]()).encode()
    except OSError as error:
        return type(error).__name__.encode()


ACTS: dict[str, Callable[[bytes, Ask, list[bytes]], bytes]] = {
    "hang": _hang, "spin": _spin, "exit": _exit, "segfault": _segfault, "grab": _grab, "long": _long, "print": _print,
    "scribble": _scribble, "raise": _raise, "deep": _deep, "ask": _ask, "nag": _nag, "count": _count, "once": _once,
    "try": _try,
}  # fmt: skip
