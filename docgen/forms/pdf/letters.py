"""The letters of a form: Helvetica, which every program that shows PDF has, and DejaVu Sans for what it has not.

Helvetica has the letters of code page 1252. DejaVu Sans comes with docgen, reduced to Latin, Greek, Cyrillic and
common signs; it is put into a file only where one of its letters is needed. A letter that neither has (Arabic,
Chinese, an emoji) is shown as a replacement sign, and kept whole in the field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docgen.forms.pdf import syntax
from docgen.forms.xmltext import clean

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

OTHER = "DejaVuSans"
_OTHER = re.compile(r"[^\x00-\x7f\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]+")
"""Runs of letters that code page 1252 does not have."""
_UNKNOWN = 0xFFFD
_BITS_SYMBOLIC = b"4"


@dataclass(frozen=True, slots=True)
class Letters:
    """What is needed to write with both fonts without reportlab: widths per 1,000 units, and DejaVu's own file.

    plain       widths of the letters of code page 1252 in Helvetica, by byte
    glyphs      letter → its number in DejaVu; `widths` letter → its width there
    """

    plain: tuple[float, ...]
    glyphs: Mapping[int, int]
    widths: Mapping[int, float]
    file: bytes
    descriptor: bytes

    def plainly(self, text: str) -> bool:
        """Whether Helvetica has every letter of a text."""
        return _OTHER.search(text) is None

    def width(self, text: str, plainly: bool) -> float:
        """The width of a text at a size of 1."""
        if plainly:
            return sum(self.plain[byte] for byte in text.encode("cp1252", "replace")) / 1000
        return sum(self.widths.get(ord(letter), self.widths[_UNKNOWN]) for letter in text) / 1000

    def shown(self, text: str, plainly: bool) -> bytes:
        """The text as an operand of Tj."""
        if plainly:
            raw = text.encode("cp1252", "replace")
            return b"(" + re.sub(rb"[\\()]", lambda match: b"\\" + match[0], raw) + b")"
        return b"<" + b"".join(b"%04X" % self._glyph(letter) for letter in text) + b">"

    def objects(self, texts: list[str], first: int) -> list[bytes]:
        """DejaVu as objects from this number on, for these texts; the first one is the font itself."""
        used = {letter for text in texts for letter in text if not letter.isspace() or letter == " "}
        widths = b" ".join(
            b"%d [%s]" % (self._glyph(letter), syntax.number(self.width(letter, plainly=False) * 1000))
            for letter in sorted(used, key=self._glyph)
        )
        pairs = b"\n".join(
            b"<%04X> <%s>" % (self._glyph(letter), letter.encode("utf-16-be").hex().upper().encode())
            for letter in sorted(used, key=self._glyph)
            if ord(letter) in self.glyphs
        )
        return [
            b"<< /Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] "
            b"/ToUnicode %d 0 R >>" % (OTHER.encode(), first + 1, first + 4),
            b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDToGIDMap /Identity /FontDescriptor %d 0 R "
            b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 600 /W [%s] >>"
            % (OTHER.encode(), first + 2, widths),
            self.descriptor.replace(b"FILE", b"%d 0 R" % (first + 3)),
            self.file,
            syntax.stream({}, _TO_UNICODE % (pairs.count(b"\n") + 1 if pairs else 0, pairs), packed=True),
        ]

    def _glyph(self, letter: str) -> int:
        return self.glyphs.get(ord(letter), self.glyphs[_UNKNOWN])


_TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapType 2 def\n/CMapName /Letters def\n"
    b"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n%d beginbfchar\n%s\nendbfchar\nendcmap\nend\nend\n"
)


@lru_cache(maxsize=1)
def letters() -> Letters:
    """Both fonts, measured."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    font = _other()
    face = font.face
    plain = tuple(stringWidth(bytes([n]).decode("cp1252", "replace"), "Helvetica", 1000) for n in range(256))
    box = b" ".join(syntax.number(value) for value in face.bbox)
    descriptor = (
        b"<< /Type /FontDescriptor /FontName /%s /Flags %s /FontBBox [%s] /ItalicAngle 0 /Ascent %s /Descent %s "
        b"/CapHeight %s /StemV 80 /FontFile2 FILE >>"
        % (OTHER.encode(), _BITS_SYMBOLIC, box, *map(syntax.number, (face.ascent, face.descent, face.capHeight)))
    )
    data = _file()
    file = syntax.stream({"Length1": b"%d" % len(data)}, data, packed=True)
    return Letters(plain, dict(face.charToGlyph), dict(face.charWidths), file, descriptor)


def printable(text: str) -> str:
    """A text as Helvetica can print it; what it cannot becomes a question mark. For headers and footers."""
    return clean(text).encode("cp1252", "replace").decode("cp1252")


def markup(text: str) -> str:
    """A text as reportlab's paragraphs take it: nothing in it is markup, and every letter is in a font that has it."""
    return _OTHER.sub(_in_other, escape(clean(text)))


def _in_other(match: re.Match[str]) -> str:
    known = _other().face.charToGlyph
    shown = "".join(letter if ord(letter) in known else chr(_UNKNOWN) for letter in match[0])
    return f'<font name="{OTHER}">{shown}</font>'


def _file() -> bytes:
    return files("docgen.forms.pdf").joinpath("DejaVuSans.ttf").read_bytes()


@lru_cache(maxsize=1)
def _other() -> TTFont:
    """DejaVu Sans, made known to reportlab."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    font = TTFont(OTHER, BytesIO(_file()))
    pdfmetrics.registerFont(font)
    return font
