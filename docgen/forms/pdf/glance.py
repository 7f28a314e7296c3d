"""The words that are drawn somewhere in a PDF, looked at only as far as an honest form goes.

A drawing may call other drawings, many times each, and so a few bytes may come to hours of work. What a drawing
can come to is weighed first; what is too much is not looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docgen.forms.pdf.values import as_dict, as_text, plain

if TYPE_CHECKING:
    from pypdf import PageObject

_MOST, _ALL = 2_000_000, 10_000_000
"""Bytes of drawing in one place, and in the whole file."""
_DEEP = 6


class Glance:
    """Reads words, until it has looked at more than any form has."""

    def __init__(self) -> None:
        self._left = _ALL

    def piece(self, stream: Any, page: PageObject) -> str | None:
        """The words of a drawing that stands on its own; None where they cannot be told."""
        fonts = as_dict(as_dict(stream.get("/Resources")).get("/Font"))
        if any(_secret(as_dict(font)) for font in fonts.values()):
            return None
        try:
            if not self._spend(stream.get_data(), stream):
                return None
            return page.extract_xform_text(stream)
        except Exception:
            return None  # pypdf documents no closed set of errors; words that cannot be read say nothing

    def page(self, page: PageObject) -> list[str] | None:
        """The lines of a page, without fields and notes; None where they cannot be told."""
        try:
            contents = page.get_contents()
            if not self._spend(contents.get_data() if contents is not None else b"", page):
                return None
            return [line for line in page.extract_text().splitlines() if line.strip()]
        except Exception:
            return None

    def _spend(self, data: bytes, owner: Any) -> bool:
        cost = _cost(data, owner, 0)
        self._left -= min(cost, _MOST)
        return cost <= _MOST and self._left >= 0


def _cost(data: bytes, owner: Any, depth: int) -> int:
    """What a drawing comes to at most when everything that it calls is drawn."""
    if depth > _DEEP:
        return _MOST + 1
    calls = data.count(b"Do")
    pieces = as_dict(as_dict(owner.get("/Resources")).get("/XObject"))
    drawings = [plain(piece) for piece in pieces.values()] if calls else []
    forms = [one for one in drawings if hasattr(one, "get_data") and one.get("/Subtype") == "/Form"]
    return len(data) + calls * max((_cost(one.get_data(), one, depth + 1) for one in forms), default=0)


def _secret(font: Any) -> bool:
    """Whether the letters of a font cannot be told from their codes."""
    cut_down = "+" in as_text(font.get("/BaseFont"))  # a font with some letters only, in an order of its own
    return (font.get("/Subtype") in ("/Type0", "/Type3") or cut_down) and "/ToUnicode" not in font
