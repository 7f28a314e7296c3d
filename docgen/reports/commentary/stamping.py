"""Properties of one's own in a Word document (ECMA-376 part 1, 22.3), beside those that a base may have."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import Any

PART = "docProps/custom.xml"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_FORMAT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


def stamped(data: bytes, properties: Mapping[str, str]) -> bytes:
    """The document with these properties, in the place of those of the same names."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts[PART] = _custom(parts.get(PART), properties)
    parts["[Content_Types].xml"] = _with_type(parts["[Content_Types].xml"])
    parts["_rels/.rels"] = _with_relation(parts["_rels/.rels"])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            target.writestr(entry, parts[name])
    return buffer.getvalue()


def _custom(there: bytes | None, properties: Mapping[str, str]) -> bytes:
    from lxml import etree

    names: Any = {None: _PROPERTIES, "vt": _VALUES}
    root: Any = etree.Element(f"{{{_PROPERTIES}}}Properties", nsmap=names)
    if there is not None:
        root = etree.fromstring(there)
    for one in list(root):
        if one.get("name") in properties:
            root.remove(one)
    last = max((int(one.get("pid", "1")) for one in root), default=1)
    for number, (name, text) in enumerate(properties.items(), start=last + 1):
        one = etree.SubElement(root, f"{{{_PROPERTIES}}}property", fmtid=_FORMAT, pid=str(number), name=name)
        etree.SubElement(one, f"{{{_VALUES}}}lpwstr").text = text
    return _bytes(root)


def _with_type(data: bytes) -> bytes:
    from lxml import etree

    root: Any = etree.fromstring(data)
    if not any(one.get("PartName") == f"/{PART}" for one in root):
        etree.SubElement(root, f"{{{_PACKAGE}/content-types}}Override", PartName=f"/{PART}", ContentType=_TYPE)
    return _bytes(root)


def _with_relation(data: bytes) -> bytes:
    from lxml import etree

    root: Any = etree.fromstring(data)
    if not any(one.get("Type") == _KIND for one in root):
        etree.SubElement(root, f"{{{_PACKAGE}/relationships}}Relationship", Id="rIdDocgen", Type=_KIND, Target=PART)
    return _bytes(root)


def _bytes(root: Any) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
