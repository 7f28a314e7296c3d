"""Makes templates/toolkit.docx, the template that ships with docgen, from nothing: the same bytes every time.

    python templates/make_toolkit.py

Staff restyle the made file in Word; this script is only for those who change what docgen ships.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from functools import partial
from pathlib import Path

from docgen.forms.package import CONTENT_TYPES, OFFICE, pack
from docgen.forms.word.wordml import NAMESPACES, WORD_TYPE

HERE = Path(__file__).parent

# The Government Analysis Function's dark blue on white has a contrast of 10.9, the greys 5.7 and more.
BLUE, INK, GREY, QUIET, RULE, PALE, TINT = "12436D", "1A1A1A", "595959", "505A5F", "7A8794", "F2F5F9", "E3EAF2"
FONT = "Arial"
TEXT_WIDTH, REF = 9638, 1180

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NS = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items() if prefix in ("w", "r"))


# --- styles ----------------------------------------------------------------------------------------------


def _font(size: float = 0, colour: str = "", bold: bool | None = None, face: str = "") -> str:
    """Run properties, in the order of the schema."""
    parts = f'<w:rFonts w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>' if face else ""
    if bold is not None:
        parts += "<w:b/><w:bCs/>" if bold else '<w:b w:val="0"/><w:bCs w:val="0"/>'
    parts += f'<w:color w:val="{colour}"/>' if colour else ""
    parts += f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else ""
    return f"<w:rPr>{parts}</w:rPr>" if parts else ""


def _line(side: str, size: int, colour: str, space: int = 0) -> str:
    return f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"/>'


def _flow(
    before: int = 0,
    after: int = 0,
    *,
    line: int = 0,
    left: int = 0,
    hanging: int = 0,
    right: int = 0,
    keep: bool = False,
    whole: bool = False,
    tabs: str = "",
    border: str = "",
    fill: str = "",
    align: str = "",
    level: int = 0,
    number: bool = False,
) -> str:
    """Paragraph properties, in the order of the schema; `keep` with the next, `whole` on one page."""
    parts = ("<w:keepNext/>" if keep else "") + ("<w:keepLines/>" if keep or whole else "")
    parts += '<w:numPr><w:numId w:val="1"/></w:numPr>' if number else ""
    parts += f"<w:pBdr>{border}</w:pBdr>" if border else ""
    parts += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    parts += f"<w:tabs>{tabs}</w:tabs>" if tabs else ""
    rule = f' w:line="{line}" w:lineRule="auto"' if line else ""
    parts += f'<w:spacing w:before="{before}" w:after="{after}"{rule}/>'
    if left or hanging or right:
        parts += f'<w:ind w:left="{left}" w:right="{right}" w:hanging="{hanging}"/>'
    parts += f'<w:jc w:val="{align}"/>' if align else ""
    parts += f'<w:outlineLvl w:val="{level - 1}"/>' if level else ""
    return f"<w:pPr>{parts}</w:pPr>"


def _style(kind: str, name: str, inner: str, based: str = "Normal", following: str = "", default: bool = False) -> str:
    """A style; its id is its name without spaces, its first letter a capital as in Word's own."""
    identifier = _id(name)
    parts = f'<w:name w:val="{name}"/>'
    parts += f'<w:basedOn w:val="{based}"/>' if based and not default else ""
    parts += f'<w:next w:val="{_id(following)}"/>' if following else ""
    marks = ' w:default="1"' if default else ""
    custom = ' w:customStyle="1"' if name.startswith("DG ") else ""
    return f'<w:style w:type="{kind}"{marks}{custom} w:styleId="{identifier}">{parts}<w:qFormat/>{inner}</w:style>'


def _id(name: str) -> str:
    return "".join(word[0].upper() + word[1:] for word in name.split())


def _tab(position: int, align: str = "left") -> str:
    return f'<w:tab w:val="{align}" w:pos="{position}"/>'


_BOX = _line("top", 4, PALE, 6) + _line("left", 36, BLUE, 8) + _line("bottom", 4, PALE, 6) + _line("right", 4, PALE, 6)
_help = partial(_flow, left=600, hanging=340, right=120, border=_BOX, fill=PALE)


def _paragraph_styles() -> str:
    p = "paragraph"
    return "".join(
        [
            _style(p, "Normal", _flow(0, 100, line=264).replace("<w:pPr>", "<w:pPr><w:widowControl/>") + _font(0, INK),
                   default=True),
            _style(p, "Title", _flow(60, 40, keep=True) + _font(26, BLUE, True), following="Subtitle"),
            _style(p, "Subtitle", _flow(0, 120, keep=True) + _font(16, INK), following="Normal"),
            _style(p, "heading 1", _flow(320, 80, keep=True, left=REF, hanging=REF, tabs=_tab(REF), level=1)
                   + _font(16, BLUE, True), following="DG Intro"),
            _style(p, "heading 2", _flow(200, 60, keep=True, level=2) + _font(11, INK, True), following="DG Guidance"),
            _style(p, "header", _flow(0, 40, tabs=_tab(TEXT_WIDTH, "right")) + _font(10, GREY)),
            _style(p, "footer", _flow(0, 0, tabs=_tab(TEXT_WIDTH, "right")) + _font(10, GREY)),
            _style(p, "DG Organisation", _flow(0, 0, keep=True) + _font(12, GREY, True)),
            _style(p, "DG Logo", _flow(0, 120, keep=True)),
            _style(p, "DG Purpose", _flow(0, 80) + _font(12)),
            _style(p, "DG Version", _flow(0, 200, border=_line("bottom", 8, RULE, 8)) + _font(10, GREY)),
            _style(p, "DG Marking", _flow(0, 60, align="center") + _font(11, INK, True)),
            _style(p, "DG Help", _help(0, 0, line=320, keep=True, level=1) + _font(12, BLUE, True),
                   following="DG Step"),
            _style(p, "DG Step", _help(0, 0, line=300, number=True, tabs=_tab(600)) + _font(11)),
            _style(p, "DG Note", _help(0, 0, line=320) + _font(11, INK, True)),
            _style(p, "DG Intro", _flow(0, 120, keep=True)),
            _style(p, "DG Condition", _flow(0, 60, keep=True) + _font(10, BLUE)),
            _style(p, "DG Head", _flow(40, 40, keep=True) + _font(10, BLUE, True)),
            _style(p, "DG Ref", _flow(60, 60, whole=True) + _font(11, BLUE, True)),
            _style(p, "DG Comment Ref", _flow(60, 60, whole=True) + _font(10, GREY, False), based="DGRef"),
            _style(p, "DG Question", _flow(60, 40, whole=True) + _font(11, INK, True)),
            _style(p, "DG Comment", _flow(60, 40, whole=True) + _font(11, INK, False), based="DGQuestion"),
            _style(p, "DG Guidance", _flow(0, 60, whole=True, line=252) + _font(10, QUIET)),
            _style(p, "DG Option", _flow(20, 20, whole=True, left=420, hanging=420, tabs=_tab(420)) + _font(11)),
            _style(p, "DG Descriptor", _flow(0, 80, whole=True, left=420, line=252) + _font(10, QUIET)),
            _style(p, "DG Answer", _flow(60, 60, line=264) + _font(11)),
            _style(p, "DG Gap", _flow(0, 0, line=240) + _font(8)),
            _style(p, "DG End", _flow(80, 0, align="center") + _font(10, GREY)),
        ]
    )  # fmt: skip


def _character_styles() -> str:
    c = "character"
    return "".join(
        [
            '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
            '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
            _style(c, "DG Box", _font(15, INK, False, face="MS Gothic"), based="DefaultParagraphFont"),
            _style(c, "DG Prompt", _font(0, GREY, False), based="DefaultParagraphFont"),
            _style(c, "DG Required", _font(0, "9B1C1C", True), based="DefaultParagraphFont"),
            _style(c, "DG Grade", _font(0, "", True), based="DefaultParagraphFont"),
            _style(c, "DG Quiet", _font(10, QUIET), based="DefaultParagraphFont"),
        ]
    )


def _table_style(name: str, inner: str, parts: str) -> str:
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{_id(name)}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="TableNormal"/><w:qFormat/>{inner}{parts}</w:style>'
    )


def _margins(top: int, side: int) -> str:
    return (
        f'<w:tblCellMar><w:top w:w="{top}" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
        f'<w:bottom w:w="{top}" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
    )


def _conditional(part: str, inner: str) -> str:
    return f'<w:tblStylePr w:type="{part}">{inner}</w:tblStylePr>'


def _cell(borders: str = "", fill: str = "") -> str:
    parts = f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    parts += f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f"<w:tcPr>{parts}</w:tcPr>"


def _table_styles() -> str:
    box = "".join(_line(side, 4, RULE) for side in ("top", "left", "bottom", "right", "insideH"))
    frame = "".join(_line(side, 4, RULE) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    end = f"<w:tblBorders>{_line('bottom', 4, RULE)}</w:tblBorders>"
    head = _conditional("firstRow", _cell(_line("top", 4, TINT) + _line("bottom", 8, BLUE), TINT))
    answers = _conditional("lastCol", _cell(box))
    return "".join(
        [
            '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
            '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
            f"{_margins(0, 108)}</w:tblPr></w:style>",
            _table_style("DG Questions", f"<w:tblPr>{end}{_margins(28, 100)}</w:tblPr>", head + answers),
            _table_style("DG Details", f"<w:tblPr>{end}{_margins(0, 100)}</w:tblPr>", head + answers),
            _table_style(
                "DG Rows", f"<w:tblPr><w:tblBorders>{frame}</w:tblBorders>{_margins(28, 100)}</w:tblPr>", head
            ),
        ]
    )


def styles() -> str:
    """word/styles.xml."""
    return (
        f"<w:styles {_NS}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        '<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="en-GB" w:eastAsia="en-GB" '
        'w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        f"{_paragraph_styles()}{_character_styles()}{_table_styles()}"
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style></w:styles>'
    )


# --- parts -----------------------------------------------------------------------------------------------


def _p(style: str, inner: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{_id(style)}"/></w:pPr>{inner}</w:p>'


def _t(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def _field(name: str) -> str:
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


_TAB = "<w:r><w:tab/></w:r>"
_LOGO = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'distT="0" distB="0" distL="0" distR="0"><wp:extent cx="576000" cy="576000"/>'
    '<wp:docPr id="1" name="Logo" descr="Logo of the organisation"/>'
    '<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'noChangeAspect="1"/></wp:cNvGraphicFramePr>'
    '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
    '<pic:nvPicPr><pic:cNvPr id="1" name="Logo"/>'
    '<pic:cNvPicPr><a:picLocks noChangeAspect="1"/></pic:cNvPicPr></pic:nvPicPr>'
    '<pic:blipFill><a:blip r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
    '<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="576000" cy="576000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing></w:r>"
)


def document() -> str:
    """word/document.xml: the cover block, the place for the form, the page."""
    return (
        f"<w:document {_NS}><w:body>"
        + _p("DG Logo", _LOGO)
        + _p("DG Organisation", _t("{{ organisation }}"))
        + _p("Title", _t("{{ title }}"))
        + _p("Subtitle", _t("{{ form }}"))
        + _p("DG Purpose", _t("{{ purpose }}"))
        + _p("DG Version", _t("Version {{ version }}  ·  Toolkit {{ toolkit }}"))
        + _p("Normal", _t("{{ toolkit_body }}"))
        + _p("DG End", _t("End of the form"))
        + '<w:sectPr><w:headerReference w:type="default" r:id="rId2"/><w:headerReference w:type="first" r:id="rId3"/>'
        '<w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="first" r:id="rId5"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1304" w:right="1134" w:bottom="964" w:left="1134" '
        'w:header="510" w:footer="454" w:gutter="0"/><w:titlePg/></w:sectPr></w:body></w:document>'
    )


def header(first: bool) -> str:
    """The header: the marking, and from the second page on what form this is."""
    running = "" if first else _p("header", _t("{{ organisation }}") + _TAB + _t("{{ title }}: {{ form }}"))
    return f"<w:hdr {_NS}>{_p('DG Marking', _t('{{ marking }}'))}{running or _p('header', '')}</w:hdr>"


def footer() -> str:
    """The footer: which copy this is, the page, the marking."""
    line = _t("{{ identity }}") + _TAB + _t("Page ") + _field("PAGE") + _t(" of ") + _field("NUMPAGES")
    return f"<w:ftr {_NS}>{_p('footer', line)}{_p('DG Marking', _t('{{ marking }}'))}</w:ftr>"


def numbering() -> str:
    """word/numbering.xml: the one list, of the steps in which a form is filled in."""
    return (
        f'<w:numbering {_NS}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="DGStep"/>'
        '<w:lvlText w:val="%1."/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="600" w:hanging="340"/></w:pPr>'
        '</w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def settings() -> str:
    """word/settings.xml: Word 2013's layout, the language."""
    return (
        f'<w:settings {_NS}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:characterSpacingControl '
        'w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-GB"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def logo() -> bytes:
    """A plain mark in the place of a logo, 96 × 96 dots: two squares, to be replaced by the organisation's own."""
    blue, pale = bytes.fromhex(BLUE), bytes.fromhex("7FA3C4")
    top, rest = b"\0" + bytes(6) + b"\xff" * 6, b"\0" + bytes(12)  # filter byte, then one bit a dot
    rows = top * 48 + rest * 48
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in (
            (b"IHDR", struct.pack(">IIBBBBB", 96, 96, 1, 3, 0, 0, 0)),
            (b"PLTE", blue + pale),
            (b"IDAT", _stored(rows)),
            (b"IEND", b""),
        )
    )


def _stored(data: bytes) -> bytes:
    """A zlib stream without compression (RFC 1951, 3.2.4), which no version of zlib words differently."""
    return (
        b"\x78\x01\x01"
        + struct.pack("<HH", len(data), len(data) ^ 0xFFFF)
        + data
        + struct.pack(">I", zlib.adler32(data))
    )


def _relations(*entries: tuple[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{n}" Type="{kind if "/" in kind else f"{OFFICE}/{kind}"}" Target="{target}"/>'
        for n, (kind, target) in enumerate(entries, start=1)
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def _types(parts: dict[str, str]) -> str:
    inner = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        f"{inner}</Types>"
    )


def make() -> bytes:
    """The template, stored without compression so that every zlib makes the same bytes."""
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    xml = {
        CONTENT_TYPES: _types(
            {
                "word/document.xml": f"{WORD_TYPE}.document.main+xml",
                "word/styles.xml": f"{WORD_TYPE}.styles+xml",
                "word/numbering.xml": f"{WORD_TYPE}.numbering+xml",
                "word/settings.xml": f"{WORD_TYPE}.settings+xml",
                **{f"word/header{n}.xml": f"{WORD_TYPE}.header+xml" for n in (1, 2)},
                **{f"word/footer{n}.xml": f"{WORD_TYPE}.footer+xml" for n in (1, 2)},
                "docProps/core.xml": core,
            }
        ),
        "_rels/.rels": _relations(
            ("officeDocument", "word/document.xml"),
            (
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                "docProps/core.xml",
            ),
        ),
        "docProps/core.xml": (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Template of audit toolkits</dc:title>'
            "<dc:language>en-GB</dc:language></cp:coreProperties>"
        ),
        "word/_rels/document.xml.rels": _relations(
            ("image", "media/logo.png"),
            ("header", "header1.xml"),
            ("header", "header2.xml"),
            ("footer", "footer1.xml"),
            ("footer", "footer2.xml"),
            ("styles", "styles.xml"),
            ("numbering", "numbering.xml"),
            ("settings", "settings.xml"),
        ),
        "word/document.xml": document(),
        "word/header1.xml": header(first=False),
        "word/header2.xml": header(first=True),
        "word/footer1.xml": footer(),
        "word/footer2.xml": footer(),
        "word/styles.xml": styles(),
        "word/numbering.xml": numbering(),
        "word/settings.xml": settings(),
    }
    files = {name: (_HEAD + text).encode("utf-8") for name, text in xml.items()}
    return pack({**files, "word/media/logo.png": logo()}, zipfile.ZIP_STORED)


if __name__ == "__main__":
    (HERE / "toolkit.docx").write_bytes(make())
