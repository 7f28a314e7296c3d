"""Small documents and workbooks with nothing wrong in them, in which a test breaks one thing."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_ALL = (
    f'{_W} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"'
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def relations(**targets: str) -> str:
    """Relationships by the last word of their type; `core_properties` has a type of its own."""
    types = {kind: _CORE if kind == "core_properties" else f"{_REL}/{kind}" for kind in targets}
    each = "".join(
        f'<Relationship Id="{kind}" Type="{types[kind]}" Target="{target}"/>' for kind, target in targets.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def core(title: str = "Audit of casework", language: str = "en-GB") -> str:
    return (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:language>{language}</dc:language></cp:coreProperties>"
    )


def packed(parts: Mapping[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return buffer.getvalue()


# --- Word ------------------------------------------------------------------------------------------------

_DEFAULTS = '<w:sz w:val="24"/><w:lang w:val="en-GB"/>'
_SHADE = '<w:shd w:val="clear" w:fill="12436D"/>'


def _style(ident: str, name: str, inner: str = "", kind: str = "paragraph") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{ident}"><w:name w:val="{name}"/>{inner}</w:style>'


STYLES = (
    f"<w:docDefaults><w:rPrDefault><w:rPr>{_DEFAULTS}</w:rPr></w:rPrDefault></w:docDefaults>"
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    + _style("H1", "heading 1", '<w:basedOn w:val="Normal"/>')
    + _style("H2", "heading 2", '<w:basedOn w:val="Normal"/>')
    + _style("Own", "Our heading", '<w:basedOn w:val="H2"/>')
    + _style("H3", "Third", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>')
    + _style("Pale", "Pale", '<w:rPr><w:color w:val="AAAAAA"/></w:rPr>')
    + _style("Box", "Box", f"<w:pPr>{_SHADE}</w:pPr>")
    + _style("Block", "Block", '<w:pPr><w:jc w:val="both"/></w:pPr>')
    + _style("Grey", "Grey", '<w:rPr><w:color w:val="888888"/></w:rPr>', "character")
    + _style(
        "Dark",
        "Dark",
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
        f"<w:tcPr>{_SHADE}</w:tcPr></w:tblStylePr>"
        '<w:tblStylePr w:type="band1Horz"><w:tcPr><w:shd w:val="clear" w:fill="777777"/></w:tcPr></w:tblStylePr>',
        "table",
    )
)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(text: str = "", style: str = "", properties: str = "") -> str:
    """A paragraph: of a text, or of runs and other XML as they are."""
    inner = text if text.startswith("<") else run(text) if text else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inner}</w:p>"


def cell(content: str, properties: str = "") -> str:
    inner = content if content.startswith("<w:") else p(content)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def row(*cells: str, header: bool = False) -> str:
    mark = "<w:trPr><w:tblHeader/></w:trPr>" if header else ""
    return f"<w:tr>{mark}{''.join(one if one.startswith('<w:tc>') else cell(one) for one in cells)}</w:tr>"


def table(*rows: str, properties: str = "") -> str:
    grid = "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{grid}{''.join(rows)}</w:tbl>"


HEAD = row("Question", "Answer", header=True)


def control(name: str, text: str = "Write here") -> str:
    alias = f'<w:alias w:val="{name}"/>' if name else ""
    return f"<w:sdt><w:sdtPr>{alias}<w:text/></w:sdtPr><w:sdtContent>{run(text)}</w:sdtContent></w:sdt>"


def picture(description: str = "", inner: str = "", frame: str = "inline") -> str:
    said = f' descr="{description}"' if description else ""
    return (
        f'<w:r><w:drawing><wp:{frame}><wp:docPr id="1" name="Picture 1"{said}>{inner}</wp:docPr>'
        f"<a:graphic/></wp:{frame}></w:drawing></w:r>"
    )


def word(
    body: str = "", styles: str = STYLES, properties: str = core(), header: str = "", background: str = ""
) -> bytes:
    """A document that begins with a heading of level 1; `background` is the colour of its page."""
    page = f'<w:background w:color="{background}"/>' if background else ""
    parts = {
        "_rels/.rels": relations(officeDocument="word/document.xml", core_properties="docProps/core.xml"),
        "word/_rels/document.xml.rels": relations(styles="styles.xml", header="header1.xml"),
        "docProps/core.xml": properties,
        "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
        "word/header1.xml": f"<w:hdr {_ALL}>{header or p('Audit')}</w:hdr>",
        "word/document.xml": f"<w:document {_ALL}>{page}<w:body>{p('Audit', 'H1')}{body}</w:body></w:document>",
    }
    return packed(parts)


CLEAN = (
    p("The case was audited.")
    + table(HEAD, row("Was the child seen?", cell(p(control("1a Was the child seen?")))))
    + p("What follows", "Own")
    + p(picture("A path from audit to action"))
    + p(f'<w:hyperlink w:anchor="x">{run("Guidance on grades")}</w:hyperlink>')
)


# --- Excel -----------------------------------------------------------------------------------------------

LOOKS = (
    '<fonts><font><sz val="11"/></font><font><b/><sz val="11"/><color rgb="FFFFFFFF"/></font>'
    '<font><sz val="11"/><color rgb="FFAAAAAA"/></font><font><sz val="7"/></font>'
    '<font><sz val="11"/><color theme="0" tint="-0.35"/></font></fonts>'
    '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FF12436D"/></patternFill></fill></fills>'
    '<cellXfs><xf fontId="0" fillId="0"/><xf fontId="1" fillId="2"/><xf fontId="2" fillId="0"/>'
    '<xf fontId="3" fillId="0"/><xf fontId="4" fillId="0"/><xf fontId="1" fillId="0"/></cellXfs>'
)


def line(number: int, *texts: str, style: int = 0) -> str:
    """A row of cells with texts."""
    cells = "".join(
        f'<c r="{chr(65 + n)}{number}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'
        for n, text in enumerate(texts)
    )
    return f'<row r="{number}">{cells}</row>'


def sheet(rows: str, pane: str = "", after: str = "") -> str:
    views = f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>' if pane else ""
    return f'<worksheet {_S} xmlns:r="{_REL}">{views}<sheetData>{rows}</sheetData>{after}</worksheet>'


FROZEN = '<pane ySplit="1" topLeftCell="A2" state="frozen"/>'
ROWS = line(1, "Question", "Answer", style=1) + line(2, "Seen", "Yes")


def excel(
    rows: str = ROWS,
    name: str = "Audit",
    pane: str = "",
    after: str = "",
    properties: str = core(),
    looks: str = LOOKS,
    state: str = "visible",
    drawing: str = "",
    listed: str = "",
) -> bytes:
    """A workbook of one sheet; `drawing` and `listed` are the drawing and the table of that sheet."""
    parts = {
        "_rels/.rels": relations(officeDocument="xl/workbook.xml", core_properties="docProps/core.xml"),
        "docProps/core.xml": properties,
        "xl/workbook.xml": (
            f'<workbook {_S} xmlns:r="{_REL}"><sheets><sheet name="{name}" sheetId="1" state="{state}" '
            'r:id="worksheet"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": relations(worksheet="worksheets/sheet1.xml", styles="styles.xml"),
        "xl/styles.xml": f"<styleSheet {_S}>{looks}</styleSheet>",
        "xl/worksheets/sheet1.xml": sheet(rows, pane, after),
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            drawing="../drawings/drawing1.xml", table="../tables/table1.xml"
        ),
    }
    parts |= {"xl/drawings/drawing1.xml": drawing} if drawing else {}
    parts |= {"xl/tables/table1.xml": listed} if listed else {}
    return packed(parts)
