"""Options that stand as plain words: which of them a paragraph names, and which signs belong to each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from docgen.forms.word.blank import Spot
from docgen.forms.word.sight import Sight


def split_at_labels(sight: Sight, labels: Mapping[str, Spot]) -> list[tuple[Spot, Sight]]:
    """The options that a paragraph names, each with its part of the paragraph.

    Behind a box there stands one label, whatever was written after it. Where several labels stand in a line, the
    signs stand before them or behind: what the line begins with says which. A line that names an option twice is left
    as it is.
    """
    text = sight.text
    known = {_plain(words): spot for label, spot in labels.items() for words in (label, spot.after)}
    found = list(_pattern(tuple(known)).finditer(text)) if known else []
    spots = [known[_plain(match[0])] for match in found]
    if len(sight.controls) == 1:
        return [(spots[0], sight)] if spots else []
    if len({id(spot) for spot in spots}) < len(spots):
        return []
    if len(found) < 2:
        return [(spot, sight) for spot in spots]
    before = bool(text[: found[0].start()].strip())
    parts: list[tuple[Spot, Sight]] = []
    for number, (spot, match) in enumerate(zip(spots, found, strict=True)):
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        if before:
            start = found[number - 1].end() if number else 0
            part = text[start : end if number + 1 == len(found) else match.end()]
        else:
            part = text[match.start() : end]
        parts.append((spot, Sight(sight.paragraph, part, [(part, None)], sight.controls)))
    return parts


@lru_cache(maxsize=256)
def _pattern(labels: tuple[str, ...]) -> re.Pattern[str]:
    """Finds labels as whole words, the longest first; the white space in them may be any."""
    longest = sorted((label for label in labels if label), key=len, reverse=True)
    each = "|".join(r"\s+".join(re.escape(word) for word in label.split()) for label in longest)
    return re.compile(rf"(?<!\w)(?:{each})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=1024)
def _plain(text: str) -> str:
    """A label with one space for white space of any kind; that of most is asked for once for each row."""
    return " ".join(text.split()).casefold()
