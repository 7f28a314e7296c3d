"""A meeting pack: several PDF files as one, with a contents page, bookmarks, and page numbers that run through."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docgen.model import DocgenError, Place, Query, Severity

MOST_PAGES = 2_000
"""The most pages that a pack may have."""

_ANEW = "Open it, print it to PDF anew, and name that."
_PER_PAGE = 30
_A4 = (595.28, 841.89)
_LEFT, _TOP, _STEP = 62.0, 760.0, 21.0


@dataclass(frozen=True, slots=True)
class Part:
    """One document of a pack: what it is called in the contents, its PDF, and the file that it came from."""

    title: str
    data: bytes
    file: str


def join(parts: Sequence[Part], title: str, organisation: str = "") -> bytes:
    """The parts as one PDF, in their order; the same parts give the same bytes.

    Raises DocgenError, naming every part that is encrypted, broken or empty.
    """
    from pypdf import PdfWriter

    readers = [_opened(part) for part in parts]
    refused = [one for one in readers if isinstance(one, Query)]
    if refused:
        raise DocgenError(*refused)
    counts = [len(one.pages) for one in readers]
    front = -(-len(parts) // _PER_PAGE)
    starts = [front + sum(counts[:n]) + 1 for n in range(len(parts))]
    total = front + sum(counts)
    if total > MOST_PAGES:
        message = f"The pack would have {total:,} pages, more than {MOST_PAGES:,}."
        raise DocgenError(Query("pack", Severity.ERROR, message, "Leave some appendices out."))
    writer = PdfWriter()
    lines = [(part.title, start) for part, start in zip(parts, starts, strict=True)]
    writer.append(io.BytesIO(_contents(title, organisation, lines)), outline_item="Contents", import_outline=False)
    for part, reader in zip(parts, readers, strict=True):
        writer.append(reader, outline_item=part.title, import_outline=True)
    _number(writer, total)
    _link(writer, starts)
    writer.add_metadata({"/Title": title, "/Producer": "docgen", "/Author": organisation})
    writer.root_object.update(_english())
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _opened(part: Part) -> Any:
    """A reader of the part, else why it cannot go into a pack."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    where = Place(part.file)
    if not part.data[:1024].lstrip().startswith(b"%PDF"):
        return Query("pack-broken", Severity.ERROR, "The file is no PDF that can be read.", _ANEW, where=where)
    try:
        reader = PdfReader(io.BytesIO(part.data))
        if reader.is_encrypted:
            fix = "Save a copy without a password and name that."
            return Query("pack-encrypted", Severity.ERROR, "The file is protected by a password.", fix, where=where)
        if not len(reader.pages):
            return Query("pack-empty", Severity.ERROR, "The file has no page.", "Leave it out.", where=where)
        for page in reader.pages:
            page.get_contents()
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        return Query("pack-broken", Severity.ERROR, "The file is no PDF that can be read.", _ANEW, where=where)
    return reader


def _canvas(buffer: io.BytesIO, size: tuple[float, float]) -> Any:
    from reportlab.pdfgen.canvas import Canvas

    return Canvas(buffer, pagesize=size, invariant=1)


def _contents(title: str, organisation: str, lines: Sequence[tuple[str, int]]) -> bytes:
    buffer = io.BytesIO()
    canvas = _canvas(buffer, _A4)
    for first in range(0, len(lines), _PER_PAGE):
        canvas.setFont("Helvetica-Bold", 20)
        canvas.drawString(_LEFT, _TOP, _cut(title, "Helvetica-Bold", 20, _A4[0] - 2 * _LEFT))
        canvas.setFont("Helvetica", 11)
        canvas.drawString(_LEFT, _TOP - 22, _cut(organisation, "Helvetica", 11, _A4[0] - 2 * _LEFT))
        canvas.setFont("Helvetica-Bold", 13)
        canvas.drawString(_LEFT, _TOP - 56, "Contents")
        canvas.setFont("Helvetica", 11)
        for n, (name, page) in enumerate(lines[first : first + _PER_PAGE]):
            y = _line(n)
            canvas.drawString(_LEFT, y, _cut(name, "Helvetica", 11, _A4[0] - 2 * _LEFT - 50))
            canvas.drawRightString(_A4[0] - _LEFT, y, str(page))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _line(n: int) -> float:
    return _TOP - 82 - _STEP * n


def _cut(text: str, font: str, size: float, width: float) -> str:
    """The text, cut short where it would not fit; what the built-in type has no sign for is a question mark."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    shown = text.encode("cp1252", "replace").decode("cp1252")
    while shown and stringWidth(shown, font, size) > width:
        shown = shown.removesuffix(" …")[:-1].rstrip() + " …" if len(shown) > 3 else ""
    return shown


def _number(writer: Any, total: int) -> None:
    """“Page 3 of 40” at the foot of every page, upright whichever way the page is turned."""
    from pypdf import PdfReader

    for number, page in enumerate(writer.pages, start=1):
        if page.get("/Rotate"):
            page.transfer_rotation_to_content()
        box = page.cropbox
        width, height = float(box.width), float(box.height)
        buffer = io.BytesIO()
        canvas = _canvas(buffer, (width, height))
        canvas.setFont("Helvetica", 8)
        canvas.drawRightString(width - 24, 14, f"Pack page {number} of {total}")
        canvas.save()
        over = PdfReader(io.BytesIO(buffer.getvalue())).pages[0]
        page.merge_translated_page(over, float(box.left), float(box.bottom))


def _link(writer: Any, starts: Sequence[int]) -> None:
    """The lines of the contents lead to their documents."""
    from pypdf.annotations import Link

    for n, start in enumerate(starts):
        y = _line(n % _PER_PAGE)
        place = (_LEFT - 2, y - 5, _A4[0] - _LEFT + 2, y + 13)
        writer.add_annotation(n // _PER_PAGE, Link(rect=place, target_page_index=start - 1))


def _english() -> dict[Any, Any]:
    from pypdf.generic import NameObject, TextStringObject

    return {NameObject("/Lang"): TextStringObject("en-GB")}
