"""Whether a file is fit to be opened as a PDF at all. Nothing in it is interpreted here.

pypdf has limits of its own for each stream; here the file as a whole is weighed, so that a thousand streams that
each keep within theirs are not unpacked one by one. The start and end of a PDF: ISO 32000-1, 7.5.2 and 7.5.5.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import NoReturn

from docgen.forms.vet import MEGABYTE, refuse


@dataclass(frozen=True, slots=True)
class Limits:
    """What no honest form comes near: bytes of the file and unpacked, numbers of objects, pages, fields, notes."""

    file: int = 50 * MEGABYTE
    stream: int = 20 * MEGABYTE
    total: int = 150 * MEGABYTE
    objects: int = 200_000
    pages: int = 300
    fields: int = 20_000
    depth: int = 40


LIMITS = Limits()

SEND_FORM = "Ask the sender for the form itself: the PDF as it was filled in on screen and saved, or the Word form."
SEND_AGAIN = (
    "Ask the sender to open the form in a PDF reader, check that it shows the answers, save it and send it again."
)
_NOT_PRINTED = "It must be saved as it is, not printed to a new PDF and not scanned."

_STREAM = re.compile(rb"stream\r?\n")
_ZLIB = frozenset(first * 256 + second for first in (0x08, 0x18, 0x28, 0x38, 0x48, 0x58, 0x68, 0x78)
                  for second in range(256) if (first * 256 + second) % 31 == 0)  # fmt: skip
_HEAD, _TAIL = 1024, 2048
_CHUNK = 256 * 1024


def vet(data: bytes, file: str, limits: Limits = LIMITS) -> None:
    """Raises DocgenError with one refusal where the file is no PDF, is cut short, or would come to too much."""
    if not data:
        refuse(
            file,
            "file-empty",
            "The file is empty (0 bytes). A form that has not finished copying from OneDrive or SharePoint looks so.",
            SEND_AGAIN,
        )
    if len(data) > limits.file:
        unsafe(file, f"it has {len(data) / MEGABYTE:,.1f} MB; a form may have {limits.file // MEGABYTE} MB")
    if b"%PDF-" not in data[:_HEAD]:
        refuse(file, "file-type", "This is no PDF file, whatever its name says.", SEND_FORM)
    if b"%%EOF" not in data.rstrip(b"\0 \t\r\n")[-_TAIL:] or b"startxref" not in data:
        damaged(file)
    if data.count(b" obj") > limits.objects:
        unsafe(file, f"it has more than {limits.objects:,} objects")
    _weigh(data, file, limits)


def _weigh(data: bytes, file: str, limits: Limits) -> None:
    """Unpacks every packed stream once, only to know how large it is."""
    total = 0
    for match in _STREAM.finditer(data):
        start = match.end()
        if int.from_bytes(data[start : start + 2], "big") not in _ZLIB:
            continue
        stop = data.find(b"endstream", start)
        size = _inflated(memoryview(data)[start : stop if stop > 0 else len(data)], limits.stream)
        total += size
        if size > limits.stream or total > limits.total:
            unsafe(file, "what is packed in it comes to far more than a form holds")


def _inflated(packed: memoryview, limit: int) -> int:
    """How many bytes a stream unpacks to; a little more than the limit where it is beyond that."""
    stream = zlib.decompressobj()
    size = 0
    try:
        rest: bytes | memoryview = packed
        while not stream.eof and rest and size <= limit:
            size += len(stream.decompress(rest, _CHUNK))
            rest = stream.unconsumed_tail
    except zlib.error:
        pass  # damaged, or not packed like this at all: pypdf has the word
    return size


def damaged(file: str) -> NoReturn:
    """Refuses a file of which a part is missing or broken."""
    refuse(
        file, "file-damaged", "The file is cut short or damaged, so that it cannot be read with certainty.", SEND_AGAIN
    )


def unsafe(file: str, why: str) -> NoReturn:
    """Refuses a file that would cost more than any form does."""
    refuse(file, "file-unsafe", f"The file is not opened, because {why}.", SEND_AGAIN)


def encrypted(file: str) -> NoReturn:
    """Refuses a file that none of the passwords at hand opens."""
    refuse(
        file,
        "file-encrypted",
        "The file is locked with a password, so nothing in it can be read.",
        "Give the password (docgen ingest --passwords FILE), or ask the sender to save it without one.",
    )


def managed(file: str) -> NoReturn:
    """Refuses a file that rights management keeps closed, for which there is no password."""
    refuse(
        file,
        "file-managed",
        "The file is locked by rights management, such as a sensitivity label; no password opens it.",
        "Ask the sender to take the restriction off, or to send the Word form without it.",
    )


def not_decrypted(file: str) -> NoReturn:
    """Refuses a file that is encrypted in a way for which a part of docgen is not here."""
    refuse(
        file,
        "file-encrypted",
        "The file is protected in a way that docgen can only open with the extra “pdf”.",
        "Install it (python -m pip install 'docgen-audit[pdf]'), or ask the sender to save it without protection.",
    )


def no_fields(file: str, said: str, pictures: bool) -> NoReturn:
    """Refuses a PDF that has no fields; `said` is the identity that one of its pages still prints."""
    if said:
        message = f"This is a printed or flattened copy of {said}: it shows answers, but holds none of them in a field."
    elif pictures:
        message = "This is a scan or a picture of a page: it has no fields that can be read."
    else:
        message = "This PDF has no fields to fill in, so it is no form of docgen's, or a printed copy of one."
    rule = "pdf-printed" if said else "pdf-no-fields"
    refuse(file, rule, message, f"{SEND_FORM} {_NOT_PRINTED}")


def other_fields(file: str, said: str) -> NoReturn:
    """Refuses a PDF whose fields are another program's, such as one that was made out of the Word form."""
    message = f"This PDF was made out of {said} by another program, and its fields are not those of the form."
    refuse(file, "pdf-other-fields", message, SEND_FORM)


def xfa(file: str) -> NoReturn:
    """Refuses a form of Adobe LiveCycle's kind, which says everything a second time in another language."""
    message = "The file is a form of the kind that Adobe calls XFA, which only Adobe's own programs show."
    refuse(file, "pdf-xfa", message, SEND_FORM)
