"""Fills in a written form through its controls, as Word does, and takes things away as other programs do."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"

Entry = str | bool
"""What goes into one control: the words it shows, or True for a ticked box."""


def changed(document: bytes, change: Callable[[Any], None]) -> bytes:
    """The file with its document part changed in place."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for item in package.namelist():
            data = package.read(item)
            if item == "word/document.xml":
                root = etree.fromstring(data)
                change(root)
                data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            made.writestr(item, data)
    return out.getvalue()


def fill(document: bytes, entries: Mapping[str, Entry]) -> bytes:
    """The form with the controls of these tags filled in."""

    def enter(root: Any) -> None:
        controls = {one.find(f"{W}sdtPr/{W}tag").get(W + "val"): one for one in root.iter(W + "sdt")}
        for tag, entry in entries.items():
            _enter(controls[tag], entry)

    return changed(document, enter)


def _enter(control: Any, entry: Entry) -> None:
    properties, content = control.find(W + "sdtPr"), control.find(W + "sdtContent")
    if entry is True:
        properties.find(f"{W14}checkbox/{W14}checked").set(W14 + "val", "1")
        content.find(f".//{W}t").text = "☒"
        return
    properties.remove(properties.find(W + "showingPlcHdr"))
    stored = properties.find(W + "date")
    if stored is not None:
        day, month, year = str(entry).split("/")
        stored.set(W + "fullDate", f"{year}-{month}-{day}T00:00:00Z")
    for child in list(content):
        content.remove(child)
    run = etree.SubElement(content, W + "r")
    for number, line in enumerate(str(entry).split("\n")):
        if number:
            etree.SubElement(run, W + "br")
        etree.SubElement(run, W + "t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}).text = line


def lose_tags(root: Any) -> None:
    """What LibreOffice 7 does when it saves."""
    for tag in root.findall(f".//{W}sdtPr/{W}tag"):
        tag.getparent().remove(tag)


def lose_bookmarks(root: Any) -> None:
    for mark in root.findall(f".//{W}bookmarkStart"):
        mark.getparent().remove(mark)


def split_runs(root: Any) -> None:
    """What Word does when it saves: words in several runs, revision numbers, marks of its spelling checker."""
    for piece in list(root.iter(W + "t")):
        run = piece.getparent()
        run.set(W + "rsidR", "00A77B3E")
        if len(piece.text or "") < 2 or run.tag != W + "r" or piece is not run[-1]:
            continue
        rest = etree.Element(W + "r", {W + "rsidR": "00B12C3D"})
        etree.SubElement(rest, W + "t").text = piece.text[1:]
        piece.text = piece.text[:1]
        run.addnext(rest)
        run.addnext(etree.Element(W + "proofErr", {W + "type": "spellStart"}))
