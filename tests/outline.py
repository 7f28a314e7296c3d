"""What a reader sees in a Word document, one line a thing, for goldens that a person can review.

    Heading 1: 2→Was the child seen?
    table DG Questions, caption “Was the child seen?”
      row, header
        1 DG Head: Ref
      row, cannot split
        1 DG Ref: 2a
        2 DG Question: Child seen[DG Required: *]
        3 DG Option: [box child_seen=seen “2a Child seen: Seen” ☐]→Seen

A line is the name of the paragraph's style and its text: → is a tab, ⏎ a line break, {PAGE} a field, [picture …] and
[chart …] what is drawn, [kind tag “name” text] a content control (~ before the text: it shows its prompt), and
[style: text] a run with a character style of its own. Bookmarks are left out.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
KINDS = {W + "dropDownList": "list", W + "date": "date", W + "comboBox": "combo", W14 + "checkbox": "box"}


def outline(data: bytes) -> str:
    """The outline of a .docx: its title and language, then headers, body and footers."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = package.namelist()
        styles = _styles(package.read("word/styles.xml"))
        lines = list(_properties(package)) if "docProps/core.xml" in names else []
        for part in sorted(n for n in names if n.startswith("word/header")):
            lines += _story(package.read(part), part, styles)
        lines += _story(package.read("word/document.xml"), "word/document.xml", styles)
        for part in sorted(n for n in names if n.startswith("word/footer")):
            lines += _story(package.read(part), part, styles)
    return "\n".join(lines) + "\n"


def _parse(data: bytes) -> Any:
    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))


def _properties(package: zipfile.ZipFile) -> Iterator[str]:
    for element in _parse(package.read("docProps/core.xml")):
        yield f"{etree.QName(element).localname}: {element.text or ''}"
    if "docProps/custom.xml" in package.namelist():
        for element in _parse(package.read("docProps/custom.xml")):
            yield f"{element.get('name')}: {''.join(element.itertext())}"


def _styles(data: bytes) -> dict[str, str]:
    """Style id → the name that Word shows."""
    return {s.get(W + "styleId"): s.find(W + "name").get(W + "val") for s in _parse(data).iter(W + "style")}


def _story(data: bytes, part: str, styles: dict[str, str]) -> list[str]:
    root = _parse(data)
    body = root.find(W + "body")
    return ["", f"[{part}]", *_blocks(root if body is None else body, styles, "")]


def _blocks(parent: Any, styles: dict[str, str], indent: str, cell: str = "") -> Iterator[str]:
    for child in parent:
        if child.tag == W + "p":
            yield indent + cell + _paragraph(child, styles)
        elif child.tag == W + "tbl":
            yield from _table(child, styles, indent + cell)
        elif child.tag == W + "sdt":
            yield from _blocks(child.find(W + "sdtContent"), styles, indent, cell)


def _table(table: Any, styles: dict[str, str], indent: str) -> Iterator[str]:
    properties = table.find(W + "tblPr")
    style = properties.find(W + "tblStyle")
    caption = properties.find(W + "tblCaption")
    named = "" if style is None else f" {styles.get(style.get(W + 'val'), '?')}"
    yield f"{indent}table{named}" + ("" if caption is None else f", caption “{caption.get(W + 'val')}”")
    for row in table.iter(W + "tr"):
        marks = {"tblHeader": "header", "cantSplit": "cannot split"}
        said = [word for name, word in marks.items() if row.find(f"{W}trPr/{W}{name}") is not None]
        yield ", ".join([f"{indent}  row", *said])
        for number, cell in enumerate(row.iter(W + "tc"), start=1):
            yield from _blocks(cell, styles, f"{indent}    ", f"{number} ")


def _paragraph(paragraph: Any, styles: dict[str, str]) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = "Normal" if style is None else styles.get(style.get(W + "val"), f"missing style {style.get(W + 'val')}")
    return f"{name}: {_inline(paragraph, styles)}".rstrip()


def _inline(parent: Any, styles: dict[str, str]) -> str:
    text = ""
    for child in parent:
        if child.tag == W + "r":
            text += _run(child, styles)
        elif child.tag == W + "sdt":
            text += _control(child)
        elif child.tag == W + "fldSimple":
            text += f"{{{child.get(W + 'instr').split()[0]}}}"
        elif child.tag in (W + "hyperlink", W + "ins", W + "smartTag"):
            text += _inline(child, styles)
    return text


def _run(run: Any, styles: dict[str, str]) -> str:
    text = _text(run)
    style = run.find(f"{W}rPr/{W}rStyle")
    if style is None or not text:
        return text
    return f"[{styles.get(style.get(W + 'val'), 'missing style')}: {text.strip()}]"


def _text(run: Any) -> str:
    text = ""
    for child in run:
        if child.tag == W + "t":
            text += child.text or ""
        elif child.tag == W + "tab":
            text += "→"
        elif child.tag in (W + "br", W + "cr"):
            text += "⏎" if child.get(W + "type") != "page" else "[page break]"
        elif child.tag == W + "instrText":
            text += f"{{{' '.join((child.text or '').split())}}}"
        elif child.tag == W + "drawing":
            told = child.find(f".//{WP}docPr")
            what = "chart" if child.find(f".//{CHART}chart") is not None else "picture"
            text += f"[{what} “{'' if told is None else told.get('descr', '')}”]"
    return text


def _control(control: Any) -> str:
    properties = control.find(W + "sdtPr")
    kind = next((word for tag, word in KINDS.items() if properties.find(tag) is not None), "text")
    lines = properties.find(W + "text")
    if lines is not None and lines.get(W + "multiLine") in ("1", "true", "on"):
        kind = "lines"
    said = {n: properties.find(W + n) for n in ("tag", "alias")}
    tag, alias = ("" if e is None else e.get(W + "val") for e in said.values())
    prompt = "~" if properties.find(W + "showingPlcHdr") is not None else ""
    shown = "".join(_text(run) for run in control.find(W + "sdtContent").iter(W + "r"))
    return f"[{kind} {tag} “{alias}” {prompt}{shown}]"
