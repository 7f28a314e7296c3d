"""What people do to a report, done to its XML: typing into a box, changing a sentence, cutting runs apart."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

BODY = "word/document.xml"


def changed(data: bytes, change: Callable[[str], str], name: str = BODY) -> bytes:
    """The document with a change to one of its parts; something must have changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in source.namelist():
            content = source.read(entry)
            if entry == name:
                text = change(content.decode("utf-8"))
                assert text != content.decode("utf-8")
                content = text.encode("utf-8")
            target.writestr(entry, content)
    return buffer.getvalue()


def typed(data: bytes, box: str, *paragraphs: str) -> bytes:
    """The document after somebody has typed over the prompt of a box; each text is the inside of a paragraph."""

    def type_over(xml: str) -> str:
        found = re.search(
            rf'<w:p>(?:(?!<w:p>).)*?<w:tag w:val="commentary={box}"/>(?:(?!<w:p>).)*?showingPlcHdr.*?</w:p>', xml, re.S
        )
        assert found is not None, box
        inside = "".join(
            text if text.startswith("<w:tbl>") else f'<w:p><w:pPr><w:pStyle w:val="DGCommentary"/></w:pPr>{text}</w:p>'
            for text in paragraphs
        )
        return xml[: found.start()] + inside + xml[found.end() :]

    return changed(data, type_over)


def words(text: str, look: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def without_tags(data: bytes) -> bytes:
    """As LibreOffice 7.4 leaves a document: no tags, other ids, runs cut into pieces by the spelling checker."""

    def drop(xml: str) -> str:
        xml = re.sub(r'<w:tag w:val="[^"]*"/>', "", xml)
        xml = re.sub(r'<w:id w:val="\d+"/>', '<w:id w:val="-77"/>', xml)
        return re.sub(
            r'<w:r><w:t xml:space="preserve">(\w+) ([^<]*)</w:t></w:r>',
            r'<w:r w:rsidR="00A1"><w:t>\1</w:t></w:r><w:proofErr w:type="spellStart"/>'
            r'<w:r><w:t xml:space="preserve"> \2</w:t></w:r>',
            xml,
        )

    return changed(data, drop)


def without_marks(data: bytes) -> bytes:
    """As an editor leaves a document that knows neither controls nor hidden bookmarks."""

    def drop(xml: str) -> str:
        xml = re.sub(r"<w:sdtPr>.*?</w:sdtPr>|</?w:sdt>|</?w:sdtContent>", "", xml, flags=re.S)
        return re.sub(r'<w:bookmarkStart w:id="\d+" w:name="_dg[cr]_[^"]*"/>', "", xml)

    return changed(data, drop)


class PlanTable:
    """The table of recommendations of a report, as somebody edits it in Word; rows are counted from 1."""

    def __init__(self, data: bytes) -> None:
        from docx import Document

        self._document = Document(io.BytesIO(data))
        heads = "{Owner}{By when}"
        tables = ((one, "".join(f"{{{cell.text}}}" for cell in one.rows[0].cells)) for one in self._document.tables)
        self.table = next(one for one, text in tables if heads in text)

    def type(self, row: int, column: str, text: str) -> PlanTable:
        """Type over what stands in a cell, within its control."""
        cell = self._cell(row, column)
        runs = list(cell.iter(f"{_W}t"))
        runs[0].text = text
        for one in runs[1:]:
            one.text = ""
        for shown in list(cell.iter(f"{_W}showingPlcHdr")):
            shown.getparent().remove(shown)
        return self

    def retype(self, row: int, column: str, text: str) -> PlanTable:
        """Delete all that stands in a cell, control and bookmark too, and type anew."""
        cell = self._cell(row, column)
        paragraph = next(cell.iter(f"{_W}p"))
        for child in list(paragraph):
            if child.tag != f"{_W}pPr":
                paragraph.remove(child)
        from docx.oxml import parse_xml

        paragraph.append(parse_xml(words(text).replace("<w:r>", f'<w:r xmlns:w="{_W[1:-1]}">', 1)))
        return self

    def add(self, *texts: str) -> PlanTable:
        """A row of one's own at the end."""
        row = self.table.add_row()  # type: ignore[no-untyped-call]
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
        return self

    def remove(self, row: int) -> PlanTable:
        """Take a row out."""
        self.table._tbl.remove(self.table.rows[row]._tr)
        return self

    def add_column(self, head: str, *texts: str) -> PlanTable:
        """A column of one's own at the right."""
        from docx.shared import Cm

        for cell, text in zip(self.table.add_column(Cm(3)).cells, (head, *texts), strict=False):
            cell.text = text
        return self

    def rows(self) -> list[list[str]]:
        """What stands in its rows, in controls too."""
        return [
            ["".join(text.text or "" for text in cell.iter(f"{_W}t")) for cell in row._tr.tc_lst]
            for row in self.table.rows
        ]

    def saved(self) -> bytes:
        """The document as it is now."""
        buffer = io.BytesIO()
        self._document.save(buffer)
        return buffer.getvalue()

    def _cell(self, row: int, column: str):  # type: ignore[no-untyped-def]  # an element of lxml
        heads = [cell.text for cell in self.table.rows[0].cells]
        return self.table.rows[row]._tr.tc_lst[heads.index(column)]


_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
