"""Messages between parent and worker: one byte for the kind, four for the length, then that many bytes."""

from __future__ import annotations

import struct
from typing import IO

START, REQUEST, REPLY = b"S", b"R", b"Y"
"""From the parent: what to build (pickled; only this way), the bytes to work on, the reply to a question."""
READY, QUESTION, DONE, FAILED = b"O", b"Q", b"D", b"F"
"""From the worker: it has built, it asks something of the parent, its result, or what went wrong."""
LATER = b"L"
"""Instead of a reply: whoever could give it is not there. And from the worker: so it has laid the request aside."""

LARGEST = 256 * 2**20
"""Bytes of the longest message that the parent sends; those of a worker have a limit of their own."""
_HEAD = struct.Struct("<cI")


class TooLong(Exception):
    """A message says that it is longer than is allowed."""


class Later(Exception):
    """A question cannot be answered in this place; with its reply the request can be put once more."""


def write(stream: IO[bytes], kind: bytes, *parts: bytes) -> None:
    """Send one message, its parts one after the other. Raises OSError where nobody listens any more."""
    stream.write(_HEAD.pack(kind, sum(map(len, parts))))
    for part in parts:
        stream.write(part)
    stream.flush()


def read(stream: IO[bytes], limit: int) -> tuple[bytes, bytes]:
    """Kind and content of the next message. Raises EOFError at the end, TooLong beyond `limit` bytes."""
    kind, length = _HEAD.unpack(_exactly(stream, _HEAD.size))
    if length > limit:
        raise TooLong
    return kind, _exactly(stream, length)


def _exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data
