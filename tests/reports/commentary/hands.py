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
