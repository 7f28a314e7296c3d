"""Word documents for tests, in a few words: `docx(table(row("3b", "Label", text("rationale"))))`.

The shapes are those of the forms: a control at run level, alone in its paragraph but for the label of a box,
a hidden bookmark around it, the reference in the first cell of the row.
"""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Mapping
from html import escape

from docgen.marks import Address

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" mc:Ignorable="w14"'
)
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN = TYPE + "document.main+xml"
PROMPT = "Click or tap here to enter text."
DATE_PROMPT = "Click or tap to enter a date."
LIST_PROMPT = "Choose an item."
_ids = itertools.count(1)


def run(text: str, props: str = "") -> str:
    """A run with this text; a line break becomes `w:br`."""
    pieces = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' if line else "" for line in text.split("\n")
    )
    return f"<w:r>{f'<w:rPr>{props}</w:rPr>' if props else ''}{pieces}</w:r>"


def para(*parts: str, style: str = "Normal") -> str:
    """A paragraph of runs and controls; a part that is no XML becomes a run."""
    inner = "".join(part if part.startswith("<") else run(part) for part in parts)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inner}</w:p>'


def heading(text: str) -> str:
    return para(text, style="Heading1")


def cell(*paragraphs: str) -> str:
    """A cell; a part that is no paragraph, table or block control becomes a paragraph."""
    blocks = ("<w:p>", "<w:tbl>", "<w:sdt>")
    inner = "".join(part if part.startswith(blocks) else para(part) for part in paragraphs or ("",))
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{inner}</w:tc>'


def row(*cells: str, props: str = "") -> str:
    """A table row; a part that is no cell becomes one."""
    inner = "".join(part if part.startswith("<w:tc>") else cell(part) for part in cells)
    return f"<w:tr>{f'<w:trPr>{props}</w:trPr>' if props else ''}{inner}</w:tr>"


def table(*rows: str) -> str:
    grid = f"<w:tblGrid>{'<w:gridCol/>' * 3}</w:tblGrid>"
    return f'<w:tbl><w:tblPr><w:tblW w:w="9000" w:type="dxa"/></w:tblPr>{grid}{"".join(rows)}</w:tbl>'


def control(tag: str, content: str, kind: str, prompt: bool = False, name: str | None = None) -> str:
    """A run-level control with its bookmark. `kind` is the kind element, `content` the runs; no tag where empty."""
    address = Address.parse(tag)
    name = name if name is not None else address.name if address else ""
    number = next(_ids)
    control = (
        f'<w:sdt><w:sdtPr>{f"""<w:tag w:val="{tag}"/>""" if tag else ""}<w:id w:val="{next(_ids)}"/>'
        f"{'<w:showingPlcHdr/>' if prompt else ''}{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )
    if not name:
        return control
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{control}<w:bookmarkEnd w:id="{number}"/>'


def text(tag: str, value: str = "", prompt: bool | None = None, name: str | None = None) -> str:
    """A text control; empty means that it shows its prompt."""
    shown = not value if prompt is None else prompt
    return control(tag, run(value or PROMPT), '<w:text w:multiLine="1"/>', shown, name)


def date(tag: str, shown: str = "", stored: str = "", name: str | None = None) -> str:
    """A date control that shows one text and stores a date (YYYY-MM-DD)."""
    full = f' w:fullDate="{stored}T00:00:00Z"' if stored else ""
    kind = f'<w:date{full}><w:dateFormat w:val="dd/MM/yyyy"/><w:lid w:val="en-GB"/></w:date>'
    return control(tag, run(shown or DATE_PROMPT), kind, not shown, name)


def choice(tag: str, items: Mapping[str, str], shown: str = "", name: str | None = None) -> str:
    """A drop-down list of value → words shown."""
    entries = "".join(f'<w:listItem w:displayText="{escape(label)}" w:value="{key}"/>' for key, label in items.items())
    kind = f'<w:dropDownList><w:listItem w:value="{LIST_PROMPT}"/>{entries}</w:dropDownList>'
    return control(tag, run(shown or LIST_PROMPT), kind, not shown, name)


def box(tag: str, checked: object = 0, glyph: str | None = None, name: str | None = None) -> str:
    """A tick box; the glyph follows the stored state unless it is given."""
    shown = ("☒" if str(checked) in ("1", "true") else "☐") if glyph is None else glyph
    kind = (
        f'<w14:checkbox><w14:checked w14:val="{checked}"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
        '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox>'
    )
    return control(tag, run(shown) if shown else "", kind, name=name)


def option(tag: str, label: str, checked: object = 0, glyph: str | None = None, name: str | None = None) -> str:
    """A box and its label, alone in a paragraph."""
    return para(box(tag, checked, glyph, name), f" {label}")


def part(kind: str, inner: str) -> str:
    """A part such as `ftr` or `comments` around its content."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{kind} {NAMESPACES}>{inner}</w:{kind}>'


def properties(**values: str) -> str:
    """docProps/custom.xml with text properties docgen.<name>."""
    inner = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name="docgen.{name}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(values.items(), start=2)
    )
    return (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{inner}</Properties>'
    )


def core(identifier: str) -> str:
    """docProps/core.xml with dc:identifier."""
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier>{escape(identifier)}</dc:identifier></cp:coreProperties>'
    )


def app(application: str) -> str:
    """docProps/app.xml with the editor's name."""
    return (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>{escape(application)}</Application></Properties>"
    )


RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_KINDS = {
    "word/footer1.xml": "footer",
    "word/header1.xml": "header",
    "word/comments.xml": "comments",
    "word/footnotes.xml": "footnotes",
    "word/endnotes.xml": "endnotes",
}


def docx(*body: str, parts: Mapping[str, str] | None = None, main: str = MAIN, section: str = "<w:sectPr/>") -> bytes:
    """A document with this body, and with these further parts by name."""
    inner = f"<w:body>{''.join(body)}{section}</w:body>"
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {NAMESPACES}>{inner}</w:document>'
    return package({"word/document.xml": document, **(parts or {})}, main)


def package(parts: Mapping[str, str | bytes], main: str = MAIN) -> bytes:
    """A package of these parts with their content types and relationships."""
    types = [f'<Override PartName="/word/document.xml" ContentType="{main}"/>']
    links: list[str] = []
    for name, kind in _KINDS.items():
        if name in parts:
            types.append(f'<Override PartName="/{name}" ContentType="{TYPE}{kind}+xml"/>')
            links.append(f'<Relationship Id="r{len(links)}" Type="{RELATIONSHIPS}{kind}" Target="{name[5:]}"/>')
    entries: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(types)}</Types>',
        "_rels/.rels": _links(
            f'<Relationship Id="r1" Type="{RELATIONSHIPS}officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _links("".join(links)),
        **parts,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def _links(inner: str) -> str:
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )
