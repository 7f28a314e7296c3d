"""Makes report.docx, note.docx and query-letter.docx: `python templates/make_report.py`.

An organisation restyles report.docx in Word and keeps it; this file is where docgen's own look comes from. The same
program gives the same bytes.

What a base must keep, so that a report can be made on it (`docgen check templates/report.docx` says what is missing):
the two paragraphs {{ contents }} and {{ report }}, each alone in its paragraph, and the styles named below. Other
places that are filled in: {{ organisation }}, {{ title }}, {{ round }}, {{ date }} and {{ marking }}. The base of
letters keeps {{ letter }} instead, and has {{ auditor }}, {{ points }} and {{ reply_by }} too, but no {{ round }}.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

HERE = Path(__file__).parent

NAVY = "12436D"
INK = "1F2328"
GREY = "595F66"
RULE = "B7C3CE"
PALE = "EAF0F5"
TEXT_WIDTH = 9638
"""The width of the text in twentieths of a point: A4 with margins of 2 cm."""

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORDML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


# --- styles ----------------------------------------------------------------------------------------------


def font(size: float = 0, colour: str = "", bold: bool = False, italic: bool = False) -> str:
    """Run properties in the order of the schema; sizes in points."""
    half = round(size * 2)
    return (
        ("<w:b/><w:bCs/>" if bold else "")
        + ("<w:i/><w:iCs/>" if italic else "")
        + (f'<w:color w:val="{colour}"/>' if colour else "")
        + (f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>' if size else "")
    )


def space(before: float = 0, after: float = 0, line: float = 0) -> str:
    """Spacing of a paragraph: points before and after, lines as a multiple."""
    lines = f' w:line="{round(line * 240)}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{round(before * 20)}" w:after="{round(after * 20)}"{lines}/>'


def border(side: str, eighths: int, colour: str = RULE, gap: int = 0) -> str:
    """One border line; its width in eighths of a point."""
    return f'<w:{side} w:val="single" w:sz="{eighths}" w:space="{gap}" w:color="{colour}"/>'


def style(name: str, paragraph: str = "", run: str = "", based: str = "Normal", after: str = "", kind: str = "") -> str:
    """A paragraph style, or another `kind`. `after` is the style of the next paragraph."""
    ident = (name.replace("toc", "TOC") if name.startswith("toc") else name[0].upper() + name[1:]).replace(" ", "")
    own = name.startswith("DG ")
    return (
        f'<w:style w:type="{kind or "paragraph"}"{" w:customStyle=" + quoteattr("1") if own else ""} '
        f'w:styleId="{ident}"><w:name w:val="{name}"/>'
        + (f'<w:basedOn w:val="{based}"/>' if based else "")
        + (f'<w:next w:val="{after}"/>' if after else "")
        + "<w:qFormat/>"
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )


def heading(level: int, size: float, before: float, after: float, numbered: bool = True) -> str:
    """A heading; those of level 1 are numbered."""
    number = '<w:numPr><w:numId w:val="1"/></w:numPr>' if level == 1 and numbered else ""
    return style(
        f"heading {level}",
        f'<w:keepNext/><w:keepLines/>{number}{space(before, after, 1.05)}<w:outlineLvl w:val="{level - 1}"/>',
        font(size, NAVY, bold=True),
        after="Normal",
    )


def cells(prefix: str, size: float, pad: float) -> str:
    """The two styles of a table's text in one size: what stands in a cell, and in the header row."""
    cell = style(f"DG {prefix}Cell", space(pad, pad, 1.0), font(size))
    head = style(f"DG {prefix}Head", "<w:keepNext/>" + space(pad, pad, 1.0), font(size, NAVY, bold=True))
    return cell + head


def table_style(name: str, borders: str, parts: str) -> str:
    """A table style with its borders, cell margins and the looks of its parts."""
    margin = '<w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
    return (
        f'<w:style w:type="table" w:customStyle="1" w:styleId="{name.replace(" ", "")}"><w:name w:val="{name}"/>'
        '<w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{borders}</w:tblBorders><w:tblCellMar>{margin}</w:tblCellMar></w:tblPr>{parts}</w:style>"
    )


def table_part(kind: str, borders: str = "", fill: str = "") -> str:
    """How one part of a table looks, such as its first row."""
    lines = f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    return f'<w:tblStylePr w:type="{kind}"><w:tcPr>{lines}{shade}</w:tcPr></w:tblStylePr>'


def styles(letter: bool = False) -> str:
    """styles.xml: Arial 12, navy headings, and every style that the writer of reports names."""
    arial = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{arial}{font(12, INK)}"
        '<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        f"<w:pPrDefault><w:pPr>{space(0, 8, 1.2)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    base = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )
    every = base + headings(letter) + furniture() + text_styles() + tables()
    return f"{HEAD}<w:styles {W}>{defaults}{every}</w:styles>"


def headings(letter: bool) -> str:
    """The title page and the headings; those of a letter are smaller and have no numbers."""
    band = f"<w:pBdr>{border('bottom', 36, NAVY, 10)}</w:pBdr>"
    title, title_space = (16, space(6, 8, 1.05)) if letter else (32, space(0, 6, 1.0))
    return (
        style("DG Organisation", "<w:keepNext/>" + band + space(54, 26), font(14, NAVY, bold=True))
        + style("Title", "<w:keepNext/><w:keepLines/>" + title_space, font(title, NAVY, bold=True), after="Subtitle")
        + style("Subtitle", "<w:keepNext/>" + space(0, 4, 1.0), font(18, GREY))
        + style("DG Cover Line", space(0, 0), font(12, GREY))
        + style("DG Contents Heading", "<w:keepNext/>" + space(36, 8), font(16, NAVY, bold=True))
        + (heading(1, 14, 18, 4, numbered=False) if letter else heading(1, 20, 26, 8))
        + heading(2, 15, 14, 5)
        + heading(3, 12.5, 14, 4)
    )


def furniture() -> str:
    """Header, footer and contents."""
    right = f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs>'
    top = f"<w:pBdr>{border('bottom', 4, RULE, 5)}</w:pBdr>"
    foot = f"<w:pBdr>{border('top', 4, RULE, 5)}</w:pBdr>"
    entry = '<w:tabs><w:tab w:val="left" w:pos="567"/></w:tabs>' + space(0, 3, 1.05)
    return (
        style("header", top + right + space(0, 0, 1.0), font(9, GREY))
        + style("footer", foot + right + space(0, 0, 1.0), font(9, GREY))
        + style("DG Marking", run=font(11, NAVY, bold=True), based="", kind="character")
        + style("toc 1", entry + '<w:ind w:left="567" w:hanging="567"/>', font(12))
        + style("toc 2", space(0, 4, 1.1) + '<w:ind w:left="567"/>', font(11))
    )


def text_styles() -> str:
    """Running text, lists, captions, and the words around charts."""
    bar = f"<w:pBdr>{border('left', 24, NAVY, 10)}</w:pBdr>"
    rule = f"<w:pBdr>{border('left', 12, RULE, 8)}</w:pBdr>"
    keep = "<w:keepNext/><w:keepLines/>"
    return (
        style("DG Lead", space(0, 10, 1.25), font(13.5, NAVY))
        + style("DG Note", "<w:keepLines/>" + space(4, 12, 1.1), font(10, GREY))
        + style("DG Quote", "<w:keepLines/>" + bar + space(4, 10) + '<w:ind w:left="340"/>', font(0, INK))
        + style("DG Commentary Head", "<w:keepNext/>" + space(12, 3), font(10.5, NAVY, bold=True))
        + style("DG Commentary", rule + space(0, 6) + '<w:ind w:left="227"/>')
        + style("DG Prompt", run=font(colour=GREY, italic=True), based="", kind="character")
        + style("DG Caption", keep + space(14, 3, 1.1), font(12, NAVY, bold=True))
        + style("DG Caption Detail", keep + space(0, 2, 1.1), font(10, GREY))
        + style("DG Chart", space(0, 4, 1.0))
        + style("List Bullet", '<w:numPr><w:numId w:val="2"/></w:numPr>' + space(0, 4))
        + style("List Number", '<w:numPr><w:numId w:val="3"/></w:numPr>' + space(0, 4))
        + style("Strong", run=font(bold=True), based="", kind="character")
        + style("DG Reference", run=font(colour=NAVY), based="", kind="character")
    )


def tables() -> str:
    """Tables of figures in three sizes of type, and the headline numbers."""
    lines = border("top", 8, NAVY) + border("bottom", 8, NAVY) + border("insideH", 4)
    head = table_part("firstRow", border("bottom", 8, NAVY), PALE)
    total = table_part("lastRow", border("top", 8, NAVY))
    quiet = border("top", 12, NAVY) + border("bottom", 12, NAVY) + border("insideH", 4)
    return (
        cells("", 10.5, 3)
        + style(
            "DG Cell Bullet", '<w:keepLines/><w:numPr><w:numId w:val="4"/></w:numPr>' + space(1, 1, 1.0), font(10.5)
        )
        + cells("Small ", 9, 1.25)
        + cells("Tiny ", 8, 1.5)
        + style("DG Key Label", space(3, 3, 1.05), font(12))
        + style("DG Key Number", space(3, 3, 1.0), font(20, NAVY, bold=True))
        + style("DG Key Note", space(3, 3, 1.05), font(10.5, GREY))
        + table_style("DG Table", lines, head + total)
        + table_style("DG Key Numbers", quiet, table_part("firstRow", border("bottom", 4, NAVY), PALE))
    )


# --- the other parts -------------------------------------------------------------------------------------


def level(kind: str, text: str, left: int, hanging: int, run: str = "") -> str:
    """The one level of a list. No style is linked to it: LibreOffice 7.4 saves such links in a wrong order."""
    return (
        f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr>{run}</w:lvl>'
    )


def numbering() -> str:
    """numbering.xml: numbered headings, bullets, numbered lists, and bullets in tables."""
    symbol = f'<w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/><w:color w:val="{NAVY}"/></w:rPr>'
    lists = (
        level("decimal", "%1", 680, 680),
        level("bullet", "•", 397, 284, symbol),
        level("decimal", "%1.", 454, 397),
        level("bullet", "•", 198, 170, symbol),
    )
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:multiLevelType w:val="singleLevel"/>{levels}</w:abstractNum>'
        for n, levels in enumerate(lists, start=1)
    )
    used = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, len(lists) + 1))
    return f"{HEAD}<w:numbering {W}>{abstract}{used}</w:numbering>"


def run(text: str, properties: str = "") -> str:
    """A run of text."""
    dressed = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{dressed}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(named: str, *runs: str, extra: str = "") -> str:
    """A paragraph in a style."""
    return f'<w:p><w:pPr><w:pStyle w:val="{named}"/>{extra}</w:pPr>{"".join(runs)}</w:p>'


def page_number(instruction: str) -> str:
    """A field that the program which shows the document fills in."""
    return f'<w:fldSimple w:instr=" {instruction} ">{run("1")}</w:fldSimple>'


TAB = "<w:r><w:tab/></w:r>"
MARKING = '<w:rStyle w:val="DGMarking"/>'


_SMALL_TITLE = '<w:spacing w:before="0" w:after="60"/>'


def document(kind: str) -> str:
    """document.xml: the title page with the contents, then the report; of a note, a few lines above its text."""
    note = kind == "note"
    head = (
        paragraph("DGOrganisation", run("{{ organisation }}"), extra='<w:spacing w:before="0" w:after="120"/>' * note)
        + paragraph("Title", run("{{ title }}"), extra=_SMALL_TITLE * note)
        + paragraph("Subtitle", run("{{ round }}"))
        + paragraph("DGCoverLine", run("{{ date }}"))
    )
    contents = paragraph("DGContentsHeading", run("Contents")) + paragraph("TOC1", run("{{ contents }}"))
    report = paragraph("Normal", run("{{ report }}"), extra="" if note else "<w:pageBreakBefore/>")
    body = letter() if kind == "letter" else head + report if note else head + contents + report
    links = "".join(
        f'<w:{kind}Reference w:type="{which}" r:id="{kind}-{which}"/>'
        for kind in ("header", "footer")
        for which in ("default", "first")
    )
    page = (
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1418" w:right="1134" w:bottom="1247" w:left="1134" '
        'w:header="624" w:footer="567" w:gutter="0"/><w:cols w:space="708"/><w:titlePg/>'
    )
    return f"{HEAD}<w:document {W}><w:body>{body}<w:sectPr>{links}{page}</w:sectPr></w:body></w:document>"


def letter() -> str:
    """The body of query-letter.docx: its words are for staff to change."""
    step = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    return (
        paragraph("DGOrganisation", run("{{ organisation }}"), extra='<w:spacing w:before="0" w:after="240"/>')
        + paragraph("Normal", run("{{ date }}"), extra='<w:spacing w:after="240"/>')
        + paragraph("Normal", run("Dear {{ auditor }}"))
        + paragraph("Title", run("{{ title }}"))
        + paragraph("Normal", run(
            "Thank you for the work that you have put into these audits. Before we can rely on everything in them we "
            "need your help with {{ points }}. What we found, and what we ask you to do, stands below, form by form."
        ))
        + paragraph("ListNumber", run(
            "Please correct the answers in the form that you sent to us. Save it, and send the same file back; its "
            "name does not matter."
        ), extra=step)
        + paragraph("ListNumber", run(
            "If an answer is right as it stands, leave it, and tell us in your reply why."
        ), extra=step)
        + paragraph("ListNumber", run(
            "Please do not copy the answers into another form: each form belongs to its own case."
        ), extra=step)
        + paragraph("Normal", run("{% if reply_by %}Please reply by {{ reply_by }}. {% endif %}"
                                  "If anything is unclear, please ask us."))
        + paragraph("Normal", run("{{ letter }}"))
        + paragraph("Normal", run("Yours sincerely"), extra='<w:keepNext/><w:spacing w:before="360" w:after="600"/>')
        + paragraph("Normal", run("Quality assurance, {{ organisation }}"))
    )  # fmt: skip


def furniture_parts(kind: str) -> dict[str, str]:
    """The headers and footers: of the title page, and of every other page."""
    plain = '<w:pBdr><w:top w:val="nil"/><w:bottom w:val="nil"/></w:pBdr>'
    pages = run("Page ") + page_number("PAGE") + run(" of ") + page_number("NUMPAGES")
    marking = run("{{ marking }}", MARKING)
    running = "{{ title }}" if kind == "letter" else "{{ title }}, {{ round }}"
    parts = {
        "header-first": paragraph("Header", TAB, marking, extra=plain),
        "header-default": paragraph("Header", run(running), TAB, marking),
        "footer-first": paragraph("Footer", TAB, pages, extra=plain),
        "footer-default": paragraph("Footer", run("{{ organisation }}"), TAB, pages),
    }
    tags = {"header": "hdr", "footer": "ftr"}
    return {name: f"{HEAD}<w:{tags[name[:6]]} {W}>{content}</w:{tags[name[:6]]}>" for name, content in parts.items()}


def settings() -> str:
    """settings.xml: present-day layout, British English, hidden spaces off."""
    return (
        f'{HEAD}<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
        "</w:settings>"
    )


def core(title: str) -> str:
    """docProps/core.xml: no author, a fixed date."""
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>'
        f"{title}</dc:title>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z</dcterms:modified>'
        "<dc:language>en-GB</dc:language></cp:coreProperties>"
    )


def relations(targets: dict[str, tuple[str, str]]) -> str:
    """A part's relationships: id → (type, target)."""
    each = "".join(f'<Relationship Id="{i}" Type="{t}" Target="{p}"/>' for i, (t, p) in targets.items())
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{each}</Relationships>'


def make(kind: str = "report") -> bytes:
    """report.docx; note.docx and query-letter.docx have the same styles without a title page and contents."""
    looks = {"styles": styles(letter=kind == "letter"), "numbering": numbering(), "settings": settings()}
    parts = looks | furniture_parts(kind)
    kinds = {name: name.split("-")[0] for name in parts}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{WORDML}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    everything = {f"word/{name}.xml": content for name, content in parts.items()}
    everything["[Content_Types].xml"] = (
        f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{WORDML}.document.main+xml"/>{types}'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
    )
    everything["_rels/.rels"] = relations(
        {
            "rId1": (f"{OFFICE}/officeDocument", "word/document.xml"),
            "rId2": (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        }
    )
    everything["word/_rels/document.xml.rels"] = relations(
        {name: (f"{OFFICE}/{kind}", f"{name}.xml") for name, kind in kinds.items()}
    )
    everything["word/document.xml"] = document(kind)
    everything["docProps/core.xml"] = core(kind.capitalize())
    return pack(everything)


def pack(parts: dict[str, str]) -> bytes:
    """The parts as a package: content types first, then by name, all stamped with the first day that zip knows."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            package.writestr(entry, parts[name])
    return buffer.getvalue()


if __name__ == "__main__":
    (HERE / "report.docx").write_bytes(make())
    (HERE / "note.docx").write_bytes(make("note"))
    (HERE / "query-letter.docx").write_bytes(make("letter"))
