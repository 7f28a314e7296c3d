"""The files in an e-mail as it was saved (.eml): RFC 5322, MIME. What it costs to take one apart is its own affair."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from enum import StrEnum
from typing import NamedTuple

_HEADER = re.compile(
    rb"(?:From|To|Cc|Date|Subject|Received|Message-ID|MIME-Version|Return-Path|Delivered-To|Content-Type|Reply-To"
    rb"|Thread-Topic|Thread-Index|Authentication-Results|ARC-Seal|DKIM-Signature|X-[A-Za-z0-9-]+): ?",
    re.IGNORECASE,
)
_ENDINGS = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.ms-word.document.macroenabled.12": ".docm",
    "application/msword": ".doc",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/octet-stream": ".bin",
}
_LEVELS = 40
_ODD = (MessageError, ValueError, LookupError, TypeError, AttributeError)
"""What headers raise that are not as they should be."""


class Kind(StrEnum):
    """What a part of an e-mail is: an attached file, a picture in the text, sealed, or nested beyond reason."""

    FILE = "file"
    PICTURE = "picture"
    SEALED = "sealed"
    DEEP = "deep"


class Part(NamedTuple):
    """One part of an e-mail that is not its text."""

    name: str
    kind: Kind
    data: bytes


def is_mail(data: bytes) -> bool:
    """Whether bytes are an e-mail: they begin with lines of its header."""
    lines = data[:4096].lstrip(b"\xef\xbb\xbf\r\n").splitlines()[:40]
    if lines and lines[0].startswith(b"From "):
        lines = lines[1:]
    return bool(lines) and bool(_HEADER.match(lines[0])) and sum(bool(_HEADER.match(line)) for line in lines) >= 2


def parts(data: bytes) -> tuple[Part, ...]:
    """The files in an e-mail, in its order; an e-mail that is attached to it is a file by itself."""
    try:
        return tuple(_parts(message_from_bytes(data, policy=policy.compat32), 0, [0]))
    except RecursionError:
        return (Part("", Kind.DEEP, b""),)


def _parts(message: Message, level: int, count: list[int], related: bool = False) -> Iterator[Part]:
    if level > _LEVELS:
        raise RecursionError
    kind = message.get_content_type()
    if kind in ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"):
        yield Part(_name(message) or "smime.p7m", Kind.SEALED, b"")
    elif kind == "message/rfc822":
        inner = message.get_payload()
        if isinstance(inner, list) and inner and isinstance(inner[0], Message):
            count[0] += 1
            name = _name(message) or _decoded(str(inner[0].get("Subject", ""))).strip() or f"message {count[0]}"
            yield Part(name if name.lower().endswith(".eml") else f"{name}.eml", Kind.FILE, inner[0].as_bytes())
    elif message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _parts(part, level + 1, count, kind == "multipart/related")
    else:
        yield from _leaf(message, kind, count, related)


def _leaf(message: Message, kind: str, count: list[int], related: bool) -> Iterator[Part]:
    name = _name(message)
    attached = message.get_content_disposition() == "attachment"
    if not name and not attached and (kind.startswith("text/") or kind not in (*_ENDINGS, "application/ms-tnef")):
        return  # the text itself, or what its text is made of
    data = message.get_payload(decode=True)
    if not isinstance(data, bytes):
        return
    count[0] += 1
    if not name:
        name = "winmail.dat" if kind == "application/ms-tnef" else f"attachment {count[0]}{_ENDINGS.get(kind, '')}"
    picture = kind.startswith("image/") and (related or not attached)
    yield Part(name, Kind.PICTURE if picture else Kind.FILE, b"" if picture else data)


def _name(message: Message) -> str:
    try:
        return _decoded(message.get_filename() or "").replace("\r", "").replace("\n", "")
    except _ODD:
        return ""


def _decoded(text: str) -> str:
    """A header with its encoded words in plain letters (RFC 2047), or as it stands where they are wrong."""
    try:
        return str(make_header(decode_header(text)))
    except _ODD:
        return text
