"""Blocks → .docx, on a base that staff restyle in Word.

The base is filled in first; the blocks are put into it afterwards, so that what people write never passes a
template engine. Everything between the markers is made as one piece of XML. The same input gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from docgen.model import DocgenError
from docgen.reports import charts, prose, tables, template
from docgen.reports.blocks import (
    Block,
    Bullets,
    ChartBlock,
    Commentary,
    FigureSpan,
    Heading,
    KeyNumbers,
    PageBreak,
    Paragraph,
    Ref,
    SignOff,
    Span,
    Strong,
    TableBlock,
    TextTable,
    numbers,
)
from docgen.reports.commentary import drawing
from docgen.reports.template import CONTENTS, REPORT, REPORTS, Base, Properties
from docgen.reports.wordml import Styles, W, clean, field, paragraph, quoted, run

if TYPE_CHECKING:
    from docx.document import Document

lint_template = template.lint

_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
)
_PARAGRAPHS = {"body": "Normal", "lead": "DG Lead", "note": "DG Note", "quote": "DG Quote"}
_BREAK = "<w:pageBreakBefore/>"
_KEEP = "<w:keepNext/>"
_NOTHING = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr>'
_FIRST_ID = 10_000
_FIRST_MARK = 100_000


def write(
    blocks: Iterable[Block],
    base: bytes,
    properties: Properties,
    kind: Base = REPORTS,
    finish: Callable[[Document], None] | None = None,
) -> bytes:
    """The document on its kind of base, as Word keeps it; `finish` is given it before it is packed.

    Raises DocgenError where the base cannot be filled in.
    """
    document = template.fill(base, properties, kind)
    marker = _marker(document, REPORT)
    if marker is None:
        raise DocgenError(*template.lint(base, kind.name, kind))
    every = tuple(blocks)
    writer = _Writer(document, every, properties)
    _replace(marker, writer.body(every, new_page=_on_new_page(marker)))
    contents = _marker(document, CONTENTS)
    if contents is not None:
        _replace(contents, writer.contents(every))
    _describe(document, properties)
    if finish is not None:
        finish(document)
    return _packed(document)


class _Writer:
    """Draws the blocks of one report, in order; keeps count of bookmarks, drawings and lists."""

    def __init__(self, document: Document, blocks: Sequence[Block], properties: Properties) -> None:
        self._document = document
        self._created = properties.created
        self._styles = Styles.of(document.styles.element)
        self._numbers: Mapping[str, str] = numbers(blocks)
        self._anchors = {block: f"_Ref_dg{n}" for n, block in enumerate(self._numbers, start=1)}
        self._ids = count(_FIRST_ID)
        self._marks = count(_FIRST_MARK)
        self._headings = count(1)
        self._width = _text_width(document)

    def body(self, blocks: Sequence[Block], new_page: bool) -> str:
        """The XML of all blocks. A page break goes into the paragraph that it comes before."""
        drawn: list[str] = []
        after_table = False
        for block, leads in zip(blocks, _leading(blocks), strict=True):
            if isinstance(block, PageBreak):
                new_page = True
                continue
            before = _BREAK if new_page else ""
            if isinstance(block, KeyNumbers | SignOff) and (before or after_table):
                drawn.append(paragraph(self._styles["Normal"], "", _NOTHING, before))
            if leads:
                before = _KEEP + before
            xml = self._block(block, before, after_table)
            drawn.append(xml)
            new_page = new_page and not xml
            after_table = xml.endswith("</w:tbl>") if xml else after_table
        if after_table:
            drawn.append(paragraph(self._styles["Normal"], "", _NOTHING))
        return "".join(drawn)

    def contents(self, blocks: Sequence[Block]) -> str:
        """The sections as a list of links: a contents field without page numbers, which no program needs to update."""
        titles = [block.text for block in blocks if isinstance(block, Heading) and block.level == 1]
        opening = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            r'<w:r><w:instrText xml:space="preserve"> TOC \o "1-1" \n \h \z </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        closing = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        entries = []
        for n, title in enumerate(titles, start=1):
            number = f"{n}\t" if self._styles.numbered else ""
            link = f'<w:hyperlink w:anchor="_Toc_dg{n}" w:history="1">{run(number + title)}</w:hyperlink>'
            inner = (opening if n == 1 else "") + link + (closing if n == len(titles) else "")
            entries.append(paragraph(self._styles["toc 1"], inner))
        return "".join(entries)

    def _block(self, block: Block, before: str, after_table: bool) -> str:
        room = '<w:spacing w:before="240"/>' if after_table else ""
        match block:
            case Heading():
                return self._heading(block, before)
            case Paragraph(spans=spans, style=style):
                return paragraph(
                    self._styles[_PARAGRAPHS[style]], self._spans(spans), "" if style == "note" else room, before
                )
            case Bullets():
                return self._bullets(block, before)
            case TableBlock():
                drawn = tables.table(block, self._width, self._styles, self._spans)
                note = self._spans(block.note_spans) or run(block.note)
                below = paragraph(self._styles["DG Note"], note) if note else ""
                return self._caption(block.id, block.caption, before, block.caption_spans) + drawn + below
            case TextTable():
                drawn = prose.table(block, self._width, self._styles, self._spans, partial(self._filled_in, block))
                return self._caption(block.id, block.caption, before) + drawn
            case ChartBlock():
                return self._chart(block, before)
            case KeyNumbers():
                return tables.key_numbers(block, self._width, self._styles, self._spans)
            case SignOff():
                return tables.sign_off(block, self._width, self._styles)
            case Commentary():
                head = drawing.lead(block, self._styles, partial(next, self._ids), before)
                return head + drawing.written(block.notes, self._styles, self._width, self._new_list)
            case _:
                return ""

    def _heading(self, block: Heading, before: str) -> str:
        inner = run(block.text)
        if block.level == 1:
            inner = self._bookmark(f"_Toc_dg{next(self._headings)}", inner)
        close = '<w:spacing w:before="0"/>' if before else ""
        return paragraph(self._styles[f"heading {block.level}"], inner, close, before)

    def _bullets(self, block: Bullets, before: str) -> str:
        style = self._styles["List Number" if block.numbered else "List Bullet"]
        number = self._new_list(style) if block.numbered else 0
        own = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
        return "".join(
            paragraph(style, self._spans(item), "", (before if n == 0 else "") + own)
            for n, item in enumerate(block.items)
        )

    def _spans(self, spans: Sequence[Span], properties: str = "") -> str:
        return "".join(self._span(span, properties) for span in spans)

    def _span(self, span: Span, properties: str) -> str:
        match span:
            case str():
                return run(span, properties)
            case Strong(text=text):
                return run(text, f'<w:rStyle w:val="{self._styles["Strong"]}"/>{properties}')
            case FigureSpan(text=text, mark=mark):
                return self._marked(mark, run(text, properties))
            case Ref(id=block):
                shown = run(self._numbers[block], f'<w:rStyle w:val="{self._styles["DG Reference"]}"/>')
                return f'<w:hyperlink w:anchor="{self._anchors[block]}" w:history="1">{shown}</w:hyperlink>'

    def _caption(self, block: str, text: str, before: str, spans: Sequence[Span] = ()) -> str:
        """“Table 1. …”: numbered by Word's own counter, so that staff can move and add captions."""
        kind, _, number = self._numbers[block].partition(" ")
        counted = self._bookmark(self._anchors[block], run(f"{kind} ") + field(rf"SEQ {kind} \* ARABIC", number))
        return paragraph(
            self._styles["DG Caption"], counted + run(". ") + (self._spans(spans) or run(text)), "", before
        )

    def _marked(self, mark: str, inner: str) -> str:
        """What is drawn between the ends of the bookmark by which a number is found again."""
        return self._bookmark(mark, inner, next(self._marks)) if mark and inner else inner

    def _filled_in(self, block: TextTable, row: int, column: int, inner: str) -> str:
        """What stands in a cell of a table in which people write, with what it is found by again."""
        return drawing.cell(block, row, column, inner, partial(next, self._ids)) if block.marks else inner

    def _bookmark(self, name: str, inner: str, number: int = 0) -> str:
        ident = number or next(self._ids)
        return f'<w:bookmarkStart w:id="{ident}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{ident}"/>'

    def _chart(self, block: ChartBlock, before: str) -> str:
        caption = self._caption(block.id, block.title, before, block.title_spans)
        named = block.target_label
        target = named if not named or named.casefold().startswith("target") else f"Target: {named}"
        detail = ". ".join(part.rstrip(".") for part in (block.subtitle, target) if part)
        words = paragraph(self._styles["DG Caption Detail"], run(detail + ".")) if detail else ""
        if not any(value for one in block.series for value in one.values):
            return caption + words + paragraph(self._styles["DG Note"], run("There is nothing to draw."))
        return caption + words + paragraph(self._styles["DG Chart"], self._marked(block.mark, self._drawing(block)))

    def _drawing(self, block: ChartBlock) -> str:
        """The chart in line with the text; its part and its workbook join the package."""
        from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
        from docx.opc.part import Part

        drawn = charts.draw(block, self._width, self._created)
        package = self._document.part.package
        name = package.next_partname("/word/charts/chart%d.xml")
        book = package.next_partname("/word/embeddings/Microsoft_Excel_Sheet%d.xlsx")
        part = Part(name, CONTENT_TYPE.DML_CHART, drawn.xml, package)
        part.relate_to(Part(book, CONTENT_TYPE.SML_SHEET, drawn.workbook, package), RELATIONSHIP_TYPE.PACKAGE)
        relation = self._document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        ident = next(self._ids)
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{round(drawn.width * charts.EMU)}" cy="{round(drawn.height * charts.EMU)}"/>'
            f'<wp:docPr id="{ident}" name="Chart {ident - _FIRST_ID}" descr={quoted(block.alt)}/>'
            "<wp:cNvGraphicFramePr/><a:graphic>"
            '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
            f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>'
        )

    def _new_list(self, style: str) -> int:
        """A list of its own that begins with 1, as the style's list looks; 0 where the style has none."""
        from docx.oxml import parse_xml

        path = f"w:style[@w:styleId='{style}']/w:pPr/w:numPr/w:numId/@w:val"
        used = self._document.styles.element.xpath(path)
        if not used:
            return 0
        lists = self._document.part.numbering_part.element
        look = lists.xpath(f"w:num[@w:numId='{used[0]}']/w:abstractNumId/@w:val")[0]
        number = max(int(n) for n in lists.xpath("w:num/@w:numId")) + 1
        lists.append(
            parse_xml(
                f'<w:num xmlns:w="{W}" w:numId="{number}"><w:abstractNumId w:val="{look}"/>'
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )
        return number


def _leading(blocks: Sequence[Block]) -> list[bool]:
    """For each block whether it is a paragraph that leads to a table of words, and so stays on its page."""
    leads: list[bool] = []
    following = False
    for block in reversed(blocks):
        leads.append(following and isinstance(block, Paragraph))
        following = isinstance(block, TextTable) or leads[-1]
    return leads[::-1]


# --- the document ----------------------------------------------------------------------------------------


def _marker(document: Document, text: str) -> Any | None:
    """The paragraph of the body that holds nothing but a marker."""
    for element in document.element.body.iterchildren(f"{{{W}}}p"):
        if "".join(part.text or "" for part in element.iter(f"{{{W}}}t")).strip() == text:
            return element
    return None


def _text_width(document: Document) -> float:
    """The width of the text in points; that of A4 with margins of 2 cm where the base does not say."""
    section = document.sections[-1]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    return 481.9 if page is None or left is None or right is None else (page - left - right) / charts.EMU


def _on_new_page(marker: Any) -> bool:
    """Whether the base starts the report on a new page."""
    return bool(marker.xpath("w:pPr/w:pageBreakBefore"))


def _replace(marker: Any, xml: str) -> None:
    """What is drawn in place of the marked paragraph."""
    from docx.oxml import parse_xml

    for element in parse_xml(f"<w:body {_NAMESPACES}>{xml}</w:body>"):
        marker.addprevious(element)
    marker.getparent().remove(marker)


def _describe(document: Document, properties: Properties) -> None:
    """The properties of the document, with nothing in them of who made the base and when."""
    core = document.core_properties
    core.title, core.subject = clean(properties.title)[:255], clean(properties.subject)[:255]
    core.author = core.last_modified_by = clean(properties.organisation)[:255]
    core.language, core.revision = "en-GB", 1
    core.created = core.modified = properties.created
    core.comments = core.keywords = ""


def _packed(document: Document) -> bytes:
    """The document as bytes: its parts by name behind the content types, all with the first stamp that zip knows."""
    buffer, packed = io.BytesIO(), io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            target.writestr(entry, source.read(name))
    return packed.getvalue()
