"""A blank form under somebody's hands: where its boxes, labels and cells are, and how an editor changes them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
PREFIXES = {
    "w": W[1:-1],
    "w14": W14[1:-1],
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
}
DECLARED = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in PREFIXES.items())
BY = 'w:author="A. Auditor" w:date="2026-03-02T10:00:00Z"'


def xml(text: str) -> list[Any]:
    """Elements written with the usual prefixes."""
    return list(etree.fromstring(f"<root {DECLARED}>{text}</root>"))


def run(text: str, props: str = "") -> str:
    """A run with this text and these properties."""
    return f'<w:r>{f"<w:rPr>{props}</w:rPr>" if props else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


@dataclass
class Page:
    """The document part of a form, open in an editor."""

    root: Any

    def sdt(self, tag: str) -> Any:
        """The control of a tag."""
        return next(
            one
            for one in self.root.iter(W + "sdt")
            if (found := one.find(f"{W}sdtPr/{W}tag")) is not None and found.get(W + "val") == tag
        )

    def paragraph(self, tag: str) -> Any:
        """The paragraph that the control of a tag stands in."""
        return next(self.sdt(tag).iterancestors(W + "p"))

    def cell(self, tag: str) -> Any:
        """The cell that the control of a tag stands in."""
        return next(self.sdt(tag).iterancestors(W + "tc"))

    def row(self, tag: str) -> Any:
        """The row that the control of a tag stands in."""
        return next(self.sdt(tag).iterancestors(W + "tr"))

    def label(self, tag: str) -> list[Any]:
        """The runs behind a box: its label and what it means."""
        inside = set(self.sdt(tag).iter())
        return [one for one in self.paragraph(tag).iter(W + "r") if one not in inside]

    def after(self, tag: str) -> Any:
        """The last element that belongs to a control: the end of its bookmark, else the control."""
        control = self.sdt(tag)
        following = control.getnext()
        return following if following is not None and following.tag == W + "bookmarkEnd" else control

    def show(self, tag: str, content: str) -> None:
        """Puts these runs into a control in the place of what it shows."""
        holder = self.sdt(tag).find(W + "sdtContent")
        style = holder.find(f"{W}r/{W}rPr")
        holder[:] = xml(content)
        if style is not None:
            for one in holder.iter(W + "r"):
                if one.find(W + "rPr") is None:
                    one.insert(0, deepcopy(style))

    def tick(self, tag: str) -> None:
        """Clicks a box."""
        self.sdt(tag).find(f"{W}sdtPr/{W14}checkbox/{W14}checked").set(W14 + "val", "1")
        self.show(tag, run("☒"))

    def write(self, tag: str, text: str, stored: str = "") -> None:
        """Types into a control, line by line, or picks a date or an entry of a list."""
        properties = self.sdt(tag).find(f"{W}sdtPr")
        for one in properties.findall(W + "showingPlcHdr"):
            properties.remove(one)
        if stored:
            properties.find(W + "date").set(W + "fullDate", f"{stored}T00:00:00Z")
        lines = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in text.split("\n"))
        self.sdt(tag).find(W + "sdtContent")[:] = xml(f"<w:r>{lines}</w:r>")

    def strip(self, tag: str) -> None:
        """Deletes a control with its bookmark and what it shows."""
        control, start, end = self.sdt(tag), self.sdt(tag).getprevious(), self.after(tag)
        for one in (start, end, control):
            if one is not None and one.getparent() is not None and one.tag != W + "pPr":
                one.getparent().remove(one)


def dress(runs: list[Any], props: str) -> None:
    """Gives runs further properties."""
    for one in runs:
        holder = one.find(W + "rPr")
        if holder is None:
            holder = etree.Element(W + "rPr")
            one.insert(0, holder)
        for prop in xml(props):
            for old in holder.findall(prop.tag):
                holder.remove(old)
            holder.append(prop)


def unwrap(element: Any) -> None:
    """Takes an element away and leaves what is in it; of a control only the content stays."""
    inner = element.find(W + "sdtContent") if element.tag == W + "sdt" else element
    for child in list(inner):
        element.addprevious(child)
    element.getparent().remove(element)


def changed(document: bytes, change: Callable[[Any], None]) -> bytes:
    """The file with its document part changed in place, and packed anew; the styles are written anew, as always."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for item in package.namelist():
            data = package.read(item)
            if item == "word/document.xml":
                root = etree.fromstring(data)
                change(root)
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            elif item == "word/styles.xml":
                data += b"\n"
            made.writestr(zipfile.ZipInfo(item, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def texts(element: Any) -> Iterator[Any]:
    """The texts in an element."""
    yield from element.iter(W + "t")
