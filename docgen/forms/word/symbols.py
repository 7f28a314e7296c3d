"""Signs of symbol fonts: what a person sees where the file has a code or a letter and the name of a font.

The low byte counts, whether it is written as F0FC, as 00FC or as the letter ü (ECMA-376 part 1, 17.3.3.30).
"""

from __future__ import annotations

from docgen.forms.symbols import UNKNOWN, is_symbolic, sign
from docgen.forms.word import tags


def shown(symbol: tags.Element) -> str:
    """The character that a w:sym stands for; U+FFFD where it is not known. In other fonts the code is the letter's."""
    font = symbol.get(tags.FONT) or ""
    try:
        code = int(symbol.get(tags.CHAR) or "", 16)
    except ValueError:
        return UNKNOWN
    letter = 0x20 < code < 0xD800 or 0xF900 <= code <= 0xFFFD or 0x10000 <= code <= 0x1FBFF
    return chr(code) if letter and not is_symbolic(font) else sign(font, code)


def font_of(fonts: tags.Element) -> str:
    """The symbol font that a w:rFonts names, empty where it is none."""
    for name in (tags.W + "ascii", tags.W + "hAnsi"):
        font = fonts.get(name) or ""
        if font and is_symbolic(font):
            return font
    return ""


def spell_out(root: tags.Element) -> None:
    """Changes the tree in place: letters that a symbol font shows as signs become the signs, where they are known."""
    for fonts in root.iter(tags.FONTS):
        font = font_of(fonts)
        properties = fonts.getparent() if font else None
        run = properties.getparent() if properties is not None else None
        if run is not None and run.tag == tags.R:
            for text in run.iterchildren(tags.T, tags.DEL_TEXT):
                text.text = "".join([_spelt(letter, font) for letter in text.text or ""])


def _spelt(letter: str, font: str) -> str:
    code = ord(letter)
    if 0x20 < code <= 0xFF or 0xF020 <= code <= 0xF0FF:
        found = sign(font, code)
        return letter if found == UNKNOWN else found
    return letter
