"""What people see where a letter is set in a font of symbols: the ticks, crosses and boxes that stand for an answer."""

from __future__ import annotations

UNKNOWN = "\ufffd"
"""A sign of a font of symbols that is not known here."""

_SIGNS = {
    "wingdings": {0xFE: "☑", 0xFC: "✓", 0xFD: "☒", 0xFB: "✗", 0x78: "☒", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0xA3: "☐"},
    "wingdings 2": {0x50: "✓", 0x51: "☒", 0x53: "☒", 0x52: "☑", 0x54: "☑", 0x4F: "✗", 0xA3: "☐"},
    "webdings": {0x61: "✓", 0x72: "✗", 0x63: "☐"},
    "marlett": {0x61: "✓", 0x62: "✓", 0x72: "✗"},
    "zapfdingbats": {0x33: "✓", 0x34: "✔", 0x35: "✗", 0x36: "✗", 0x37: "✗", 0x38: "✗", 0x6F: "☐", 0x71: "☐"},
    "symbol": {0xD6: "√"},
}


def is_symbolic(font: str) -> bool:
    """Whether the letters of a font are signs."""
    return _plain(font) in _SIGNS


def sign(font: str, code: int) -> str:
    """The sign at a code of a font of symbols; the low byte counts, the high one is F0 or 00.

    U+FFFD where the font or the sign is not known.
    """
    return _SIGNS.get(_plain(font), {}).get(code & 0xFF, UNKNOWN)


def signs(font: str, text: str) -> str:
    """A text that is set in a font of symbols as people see it; white space stays what it is."""
    return "".join(letter if letter.isspace() else sign(font, ord(letter)) for letter in text)


def _plain(font: str) -> str:
    name = font.casefold().strip()
    return "zapfdingbats" if name in ("zadb", "itc zapf dingbats", "zapf dingbats") else name
