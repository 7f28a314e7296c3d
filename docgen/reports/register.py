"""The register of a report: which one it is, and which marks were set in it. A part of the document that no one sees.

It holds no number and no text of the report; of texts with digits it holds shortened digests, by which what a person
typed is told from what docgen wrote.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docgen.reports.material import Material, Origin
from docgen.reports.reread import Words, paragraphs, plainly
from docgen.reports.trail import Trail
from docgen.reports.wordml import clean, quoted

if TYPE_CHECKING:
    from docx.document import Document

NAMESPACE = "urn:docgen:figures"

_COUNTED = re.compile(r"\b(Table|Figure) \d+")
_DIGIT = re.compile(r"\d")
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    b'<ds:datastoreItem ds:itemID="{6B6F1E5B-5C0D-4C39-9B0F-7A2F5B1D4E20}" '
    b'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
    b'<ds:schemaRef ds:uri="urn:docgen:figures"/></ds:schemaRefs></ds:datastoreItem>'
)


@dataclass(frozen=True, slots=True)
class Register:
    """What a register says: the report, the day it was made, and section by section the marks that were set.

    digest    over all figures as they were; `written` digests of the texts that docgen wrote
    """

    framework: str
    version: str
    report: str
    origin: Origin
    today: str
    digest: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    written: frozenset[str]


def figures_digest(trail: Trail) -> str:
    """A digest over every number as it is printed: two reports with the same one say the same."""
    lines = (f"{one.mark} {one.text or one.value}" for one in trail.numbers)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def digest(words: Words) -> str:
    """What tells a text that docgen wrote from one that a person changed, whatever its marked numbers and captions."""
    text = _COUNTED.sub(r"\1", plainly(words.blanked))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def has_digits(words: Words) -> bool:
    """Whether a text has digits beside its marked numbers."""
    return _DIGIT.search(_COUNTED.sub(r"\1", words.blanked)) is not None


def write(material: Material, trail: Trail, words: Iterable[Words]) -> bytes:
    """The register as XML; `words` are the paragraphs of the finished document."""
    by_section: dict[str, list[str]] = {}
    for one in trail.numbers:
        by_section.setdefault(one.section, []).append(one.mark.partition("/")[0].removeprefix("_df_"))
    sections = "".join(
        f"<section title={quoted(title)}>{' '.join(dict.fromkeys(marks))}</section>"
        for title, marks in by_section.items()
    )
    origin = material.origin
    said = {
        "framework": material.framework.id,
        "version": material.framework.version,
        "report": material.report.id,
        "period": origin.period,
        "about": origin.about[0],
        "name": origin.about[1],
        "pseudonyms": "yes" if origin.pseudonyms else "",
        "edition": origin.edition,
        "today": material.today,
        "figures": figures_digest(trail),
    }
    attributes = "".join(f" {name}={quoted(value)}" for name, value in said.items() if value)
    written = " ".join(sorted({digest(one) for one in words if has_digits(one)}))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<figures xmlns="{NAMESPACE}"{attributes}>'
        f"{sections}<written>{escape(clean(written))}</written></figures>"
    ).encode()


def read(data: bytes) -> Register | None:
    """What a register says; None where it is none."""
    from lxml import etree

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
    if root.tag != f"{{{NAMESPACE}}}figures":
        return None
    said = {str(name): str(value) for name, value in root.attrib.items()}
    sections = [
        (one.get("title") or "", tuple(f"_df_{name}" for name in (one.text or "").split()))
        for one in root.iter(f"{{{NAMESPACE}}}section")
    ]
    return Register(
        said.get("framework", ""),
        said.get("version", ""),
        said.get("report", ""),
        Origin(
            said.get("period", ""),
            (said.get("about", ""), said.get("name", "")),
            bool(said.get("pseudonyms")),
            said.get("edition", ""),
        ),
        said.get("today", ""),
        said.get("figures", ""),
        tuple(sections),
        frozenset((root.findtext(f"{{{NAMESPACE}}}written") or "").split()),
    )


def attached(material: Material, trail: Trail, document: Document) -> None:
    """Put the register of a finished report into it, as a part that belongs to it."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    data = write(material, trail, paragraphs(document.element.body, {}))
    package = document.part.package
    used = {str(part.partname) for part in package.iter_parts()}
    number = next(n for n in range(1, 1000) if f"/customXml/item{n}.xml" not in used)
    item = Part(PackURI(f"/customXml/item{number}.xml"), "application/xml", data, package)
    properties = Part(PackURI(f"/customXml/itemProps{number}.xml"), _PROPERTIES_TYPE, _PROPERTIES, package)
    item.relate_to(properties, f"{_OFFICE}/customXmlProps")
    document.part.relate_to(item, f"{_OFFICE}/customXml")
