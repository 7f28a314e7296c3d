"""PDF objects as bytes, and a file made of them. ISO 32000-1, sections 7.3 (objects) and 7.5 (structure of a file)."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Mapping, Sequence

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_PLAIN = re.compile(r"[ -~\n]*\Z")
_ESCAPES = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)", "\n": r"\n"})
_LEVEL = 6


def string(text: str) -> bytes:
    """A text string: as it is where it is plain ASCII, else in UTF-16 with its mark (7.9.2.2)."""
    if _PLAIN.match(text):
        return b"(" + text.translate(_ESCAPES).encode("ascii") + b")"
    return b"<FEFF" + utf16(text) + b">"


def utf16(text: str) -> bytes:
    """The letters of a text in UTF-16, as hexadecimal digits."""
    return text.encode("utf-16-be").hex().upper().encode("ascii")


def name(text: str) -> bytes:
    """A name, with what may not stand in one as #xx (7.3.5)."""
    return b"/" + re.sub(rb"[^A-Za-z0-9_.\-]", lambda match: b"#%02X" % match[0][0], text.encode("utf-8"))


def number(value: float) -> bytes:
    """A number with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".").encode("ascii")


def numbers(*values: float) -> bytes:
    """An array of numbers, such as a rectangle."""
    return b"[" + b" ".join(map(number, values)) + b"]"


def dictionary(entries: Mapping[str, bytes]) -> bytes:
    """A dictionary of values that are PDF already."""
    return b"<< " + b" ".join(name(key) + b" " + value for key, value in entries.items()) + b" >>"


def reference(number: int) -> bytes:
    """What points to the object with this number."""
    return b"%d 0 R" % number


def array(items: Sequence[bytes]) -> bytes:
    """An array of values that are PDF already."""
    return b"[" + b" ".join(items) + b"]"


def stream(entries: Mapping[str, bytes], data: bytes, packed: bool = False) -> bytes:
    """A stream with its dictionary; deflated where that is asked for."""
    said = dict(entries)
    if packed:
        data = zlib.compress(data, _LEVEL)
        said["Filter"] = b"/FlateDecode"
    said["Length"] = b"%d" % len(data)
    return dictionary(said) + b"\nstream\n" + data + b"\nendstream"


def assemble(objects: Sequence[bytes], root: int, info: int) -> bytes:
    """A file of objects numbered from 1, with its table of where each one lies, and an id that follows from them."""
    pieces = [_HEADER]
    offsets = []
    at = len(_HEADER)
    for place, body in enumerate(objects, start=1):
        piece = b"%d 0 obj\n%s\nendobj\n" % (place, body)
        offsets.append(at)
        at += len(piece)
        pieces.append(piece)
    digest = hashlib.sha256(b"".join(pieces)).hexdigest()[:32].encode("ascii")
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    pieces.append(b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table))
    pieces.append(
        b"trailer\n<< /Size %d /Root %d 0 R /Info %d 0 R /ID [<%s> <%s>] >>\nstartxref\n%d\n%%%%EOF\n"
        % (len(objects) + 1, root, info, digest, digest, at)
    )
    return b"".join(pieces)
