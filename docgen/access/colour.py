"""Colours and their contrast, as WCAG 2.2 defines it."""

from __future__ import annotations

ENOUGH = 4.5
ENOUGH_LARGE = 3.0
"""The least contrast of text with what is behind it (WCAG 2.2, 1.4.3), and of large text."""

LARGE, LARGE_BOLD = 18.0, 14.0
"""Points from which text counts as large, and from which bold text does."""

HIGHLIGHTS = {
    "black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00", "magenta": "FF00FF", "red": "FF0000",
    "yellow": "FFFF00", "white": "FFFFFF", "darkBlue": "000080", "darkCyan": "008080", "darkGreen": "008000",
    "darkMagenta": "800080", "darkRed": "800000", "darkYellow": "808000", "darkGray": "808080", "lightGray": "C0C0C0",
}  # fmt: skip
"""The colours of Word's highlighter (ECMA-376, 17.18.40)."""


def luminance(colour: str) -> float:
    """The relative luminance of six hex digits, from 0 (black) to 1 (white)."""
    channels = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def is_large(size: float, bold: bool) -> bool:
    """Whether text of this size, in points, counts as large."""
    return size >= LARGE or (bold and size >= LARGE_BOLD)


def too_low(text: str, behind: str, size: float, bold: bool) -> tuple[float, float] | None:
    """The contrast that text has and the one that it needs; None where it is enough."""
    least = ENOUGH_LARGE if is_large(size, bold) else ENOUGH
    found = contrast(text, behind)
    return None if found >= least else (found, least)


def is_colour(text: str | None) -> bool:
    """Whether a text is six hex digits."""
    return text is not None and len(text) == 6 and all(letter in "0123456789abcdefABCDEF" for letter in text)
