"""What people see where a letter is set in a font of symbols: the ticks, crosses and boxes that stand for an answer."""

from __future__ import annotations

UNKNOWN = "\ufffd"
"""A sign of a font of symbols that is not known here."""

_SPACE = 0x20
_ARROWS = {0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE7: "←", 0xE8: "→", 0xF0: "→"}
"""What Word makes of --> and the like, in Wingdings."""
_SIGNS = {
    "wingdings": {
        0x4A: "☺", 0x4B: "😐", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x70: "☐", 0x71: "☐", 0x72: "☐", 0x78: "☒",
        0xA1: "○", 0xA3: "☐", 0xA7: "▪", 0xA8: "☐", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", **_ARROWS,
    },
    "wingdings 2": {
        0x2A: "☐", 0x30: "☐", 0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☑", 0xA3: "☐",
    },
    "wingdings 3": {0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓"},
    "webdings": {0x61: "✓", 0x63: "☐", 0x67: "■", 0x72: "✗"},
    "marlett": {0x61: "✓", 0x62: "✓", 0x72: "✗"},
    "zapfdingbats": {0x33: "✓", 0x34: "✔", 0x35: "✗", 0x36: "✗", 0x37: "✗", 0x38: "✗", 0x6F: "☐", 0x71: "☐"},
    "symbol": {0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB7: "•", 0xD6: "√"},
}  # fmt: skip


def is_symbolic(font: str) -> bool:
    """Whether the letters of a font are signs."""
    return _plain(font) in _SIGNS


def sign(font: str, code: int) -> str:
    """The sign at a code of a font of symbols; the low byte counts, the high one is F0 or 00.

    U+FFFD where the font or the sign is not known.
    """
    signs = _SIGNS.get(_plain(font), {})
    return " " if signs and code & 0xFF == _SPACE else signs.get(code & 0xFF, UNKNOWN)


def signs(font: str, text: str) -> str:
    """A text that is set in a font of symbols as people see it; white space stays what it is."""
    return "".join(letter if letter.isspace() else sign(font, ord(letter)) for letter in text)


def _plain(font: str) -> str:
    name = font.casefold().strip()
    return "zapfdingbats" if name in ("zadb", "itc zapf dingbats", "zapf dingbats") else name
