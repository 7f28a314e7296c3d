"""A stand-in auditor: fills in a Word toolkit through the document itself.

It knows what `interface.md` promises of the documents (tags, controls) and nothing of how docgen draws them,
so that what it hands back is what any program, or a person with Word, would hand back.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from datetime import date

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
DOCUMENT = "word/document.xml"

Entry = str | bool
"""What goes into one control: the text or the option's label as shown, or True for a ticked box."""

Fault = Callable[[etree._Element], None]
"""Something that people or editors do to a form; it changes the document part in place."""


def fill(document: bytes, entries: Mapping[str, Entry], faults: Sequence[Fault] = ()) -> bytes:
    """The toolkit with the controls of these tags filled in, then whatever `faults` do to it.

    Raises KeyError for a tag that the document does not have.
    """
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        root = etree.fromstring(package.read(DOCUMENT))
        controls = by_tag(root)
        for tag, entry in entries.items():
            enter(controls[tag], entry)
        for fault in faults:
            fault(root)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as filled:
            for item in package.infolist():
                part = (
                    package.read(item)
                    if item.filename != DOCUMENT
                    else etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
                )
                filled.writestr(zipfile.ZipInfo(item.filename, item.date_time), part, zipfile.ZIP_DEFLATED)
        return out.getvalue()


def by_tag(root: etree._Element) -> dict[str, etree._Element]:
    """Every content control of the document by its tag."""
    found: dict[str, etree._Element] = {}
    for control in root.iter(W + "sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        if tag is not None:
            found[str(tag.get(W + "val"))] = control
    return found


def enter(control: etree._Element, entry: Entry) -> None:
    """Ticks a box, or writes a text into a control as Word does: the prompt goes, the date is stored as well."""
    properties, content = control.find(W + "sdtPr"), control.find(W + "sdtContent")
    assert properties is not None
    assert content is not None
    box = properties.find(W14 + "checkbox")
    if box is not None:
        _tick(box, content, bool(entry))
        return
    prompt = properties.find(W + "showingPlcHdr")
    if prompt is not None:
        properties.remove(prompt)
    stored = properties.find(W + "date")
    if stored is not None:
        day, month, year = str(entry).split("/")
        stored.set(W + "fullDate", f"{date(int(year), int(month), int(day)).isoformat()}T00:00:00Z")
    write(content, str(entry))


def write(content: etree._Element, text: str) -> None:
    """Replaces what a control shows by one run with this text, a line break between lines."""
    for child in list(content):
        content.remove(child)
    run = etree.SubElement(content, W + "r")
    for number, line in enumerate(text.split("\n")):
        if number:
            etree.SubElement(run, W + "br")
        _text(run, line)


def _text(run: etree._Element, text: str) -> None:
    piece = etree.SubElement(run, W + "t")
    piece.text = text
    piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _tick(box: etree._Element, content: etree._Element, on: bool) -> None:
    state = box.find(W14 + ("checkedState" if on else "uncheckedState"))
    checked, glyph = box.find(W14 + "checked"), content.find(f".//{W}t")
    assert state is not None
    assert checked is not None
    assert glyph is not None
    checked.set(W14 + "val", "1" if on else "0")
    glyph.text = chr(int(str(state.get(W14 + "val")), 16))


# --- what people and editors do to a form ----------------------------------------------------------------


def type_over_box(tag: str) -> Fault:
    """An X typed over the box, which leaves the stored tick state as it was."""

    def fault(root: etree._Element) -> None:
        glyph = by_tag(root)[tag].find(f"{W}sdtContent//{W}t")
        assert glyph is not None
        glyph.text = "X"

    return fault


def tick_as_well(tag: str) -> Fault:
    """A second box of a single choice ticked, the first one left."""
    return lambda root: enter(by_tag(root)[tag], True)


def lose_tags(root: etree._Element) -> None:
    """What LibreOffice 7 does when it saves: every tag is gone, the bookmarks stay."""
    for tag in root.findall(f".//{W}sdtPr/{W}tag"):
        parent = tag.getparent()
        assert parent is not None
        parent.remove(tag)


def type_beside(tag: str, text: str) -> Fault:
    """The text typed after the control instead of in it."""

    def fault(root: etree._Element) -> None:
        run = etree.Element(W + "r")
        _text(run, text)
        by_tag(root)[tag].addnext(run)

    return fault


def add_row(tag: str, cells: Sequence[str]) -> Fault:
    """A row added at the end of the table that holds the control: plain cells without controls."""

    def fault(root: etree._Element) -> None:
        table = next(by_tag(root)[tag].iterancestors(W + "tbl"))
        row = deepcopy(table.findall(W + "tr")[-1])
        for cell, text in zip(row.findall(W + "tc"), cells, strict=True):
            first, *rest = cell.findall(W + "p")
            for paragraph in rest:
                cell.remove(paragraph)
            for child in list(first):
                if child.tag != W + "pPr":
                    first.remove(child)
            _text(etree.SubElement(first, W + "r"), text)
        table.append(row)

    return fault


def note_at_end(text: str) -> Fault:
    """A paragraph written under the form, outside every answer."""

    def fault(root: etree._Element) -> None:
        body = root.find(W + "body")
        assert body is not None
        paragraph = etree.Element(W + "p")
        _text(etree.SubElement(paragraph, W + "r"), text)
        body.insert(len(body) - 1, paragraph)

    return fault


def retype_date(tag: str, text: str) -> Fault:
    """The date typed again over the shown one; the stored date stays as it was."""

    def fault(root: etree._Element) -> None:
        content = by_tag(root)[tag].find(W + "sdtContent")
        assert content is not None
        write(content, text)

    return fault


def track_insertion(tag: str, text: str, author: str) -> Fault:
    """A sentence added with Track Changes on."""

    def fault(root: etree._Element) -> None:
        content = by_tag(root)[tag].find(W + "sdtContent")
        assert content is not None
        inserted = etree.SubElement(content, W + "ins")
        inserted.set(W + "id", "990001")
        inserted.set(W + "author", author)
        inserted.set(W + "date", "2014-11-20T09:00:00Z")
        _text(etree.SubElement(inserted, W + "r"), text)

    return fault
