"""Small pieces of WordprocessingML as text: runs, paragraphs, and the ids of a base's styles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

_FORBIDDEN = re.compile("[^\\t\\n\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
_ATTRIBUTE = {'"': "&quot;", "\n": " ", "\t": " "}


def clean(text: str) -> str:
    """The text without characters that XML 1.0 cannot hold (section 2.2); line ends as `\\n`."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def quoted(text: str) -> str:
    """The text as the value of an attribute, quotation marks included, on one line."""
    return f'"{escape(clean(text), _ATTRIBUTE)}"'


def run(text: str, properties: str = "") -> str:
    """The text as runs; line breaks and tabs become Word's own. Nothing for no text."""
    dressed = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    marks = {"\n": "<w:br/>", "\t": "<w:tab/>"}
    inner = "".join(
        marks.get(part) or f'<w:t xml:space="preserve">{escape(part)}</w:t>'
        for part in re.split(r"([\n\t])", clean(text))
        if part
    )
    return f"<w:r>{dressed}{inner}</w:r>" if inner else ""


def paragraph(style: str, inner: str, properties: str = "", before: str = "") -> str:
    """A paragraph of a style id. `before` are properties that the schema puts first, such as keepNext."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{before}{properties}</w:pPr>{inner}</w:p>"


def field(instruction: str, result: str, properties: str = "") -> str:
    """A field with the result that is shown until a program counts again."""
    return f'<w:fldSimple w:instr=" {instruction} ">{run(result, properties)}</w:fldSimple>'


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a base by the names that Word shows, which stay when the ids change."""

    ids: Mapping[str, str]
    numbered: bool

    @classmethod
    def of(cls, element: Any) -> Styles:
        """The styles in a styles part; `numbered` says whether headings of level 1 carry a number."""
        ids: dict[str, str] = {}
        numbered = False
        for style in element.iter(f"{{{W}}}style"):
            name = style.find(f"{{{W}}}name").get(f"{{{W}}}val").casefold()
            ids.setdefault(name, style.get(f"{{{W}}}styleId"))
            if name == "heading 1":
                numbered = style.find(f"{{{W}}}pPr/{{{W}}}numPr") is not None
        return cls(ids, numbered)

    def __getitem__(self, name: str) -> str:
        """The id of the style, or an empty string, which leaves the base's ordinary text."""
        return self.ids.get(name.casefold(), "")
