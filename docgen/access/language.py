"""Whether a word names a language, in the notation of documents and of properties."""

from __future__ import annotations

import re

_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?")


def is_language(text: str) -> bool:
    """Whether a text is a language tag, such as `en-GB` (BCP 47: language, script, region)."""
    return _TAG.fullmatch(text) is not None
