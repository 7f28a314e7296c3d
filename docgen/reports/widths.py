"""How wide a text is in Arial: enough to give columns their width and to keep labels from colliding."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_GROUPS = {
    191: "'’‘",
    222: "ijl",
    260: "|",
    278: " \u00a0!,./:;I[\\]ft·",
    333: "()-r`“”",
    334: "{}",
    355: '"',
    389: "*",
    469: "^",
    500: "Jcksvxyz",
    556: "#$0123456789?L_abdeghnopqu–£€",
    584: "+<=>~±×",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1000: "—…",
    1015: "@",
}
_WIDTHS: Mapping[str, int] = {letter: width for width, letters in _GROUPS.items() for letter in letters}
"""Thousandths of the size of type, from Adobe's font metrics of Helvetica, whose widths Arial shares."""

_BREAKS = re.compile(r"[ \t\r\n]+")
"""Where a line may end; a no-break space is no such place."""

_BOLD = 1.11
"""How much wider bold is, on the whole."""


@lru_cache(maxsize=4096)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """The width of one line of text, in points. Letters outside the table count as wide ones."""
    return sum(_WIDTHS.get(letter, 722) for letter in text) * size / 1000 * (_BOLD if bold else 1)


def longest_word(text: str, size: float, bold: bool = False) -> float:
    """The width of the widest part that no line break can come into."""
    return max((text_width(word, size, bold) for word in _BREAKS.split(text.replace("-", "- "))), default=0.0)


def lines(text: str, size: float, width: float, bold: bool = False) -> int:
    """How many lines the text takes in a column of this width."""
    count, used = 1, 0.0
    space = text_width(" ", size, bold)
    for word in filter(None, _BREAKS.split(text)):
        needed = text_width(word, size, bold)
        if used and used + space + needed > width:
            count, used = count + 1, needed
        else:
            used += needed + (space if used else 0)
    return count
