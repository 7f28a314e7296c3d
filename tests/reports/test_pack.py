from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from docgen.model import DocgenError
from docgen.reports.pack import Part, join


def pdf(*pages: str, size: tuple[float, float] = (595.0, 842.0), password: str = "", turned: int = 0) -> bytes:
    """A PDF with a page for each text."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    for text in pages:
        canvas.drawString(100, 100, text)
        canvas.showPage()
    canvas.save()
    if not password and not turned:
        return buffer.getvalue()
    writer = PdfWriter(clone_from=io.BytesIO(buffer.getvalue()))
    for page in writer.pages:
        page.rotate(turned)
    if password:
        writer.encrypt(password)
    changed = io.BytesIO()
    writer.write(changed)
    return changed.getvalue()


def part(title: str, data: bytes) -> Part:
    return Part(title, data, f"{title}.pdf")


def test_a_pack_has_contents_bookmarks_and_page_numbers_that_run_through() -> None:
    data = join([part("Report", pdf("one", "two")), part("Appendix A", pdf("three"))], "Board, May", "Improvement")
    read: Any = PdfReader(io.BytesIO(data))
    texts = [page.extract_text() for page in read.pages]
    assert len(texts) == 4
    assert "Board, May" in texts[0]
    assert texts[0].split("Contents")[1].split() == [
        "Report",
        "2",
        "Appendix",
        "A",
        "4",
        "Pack",
        "page",
        "1",
        "of",
        "4",
    ]
    assert ["one" in texts[1], "two" in texts[2], "three" in texts[3]] == [True, True, True]
    assert "Pack page 3 of 4" in texts[2]
    marks = [(one.title, read.get_destination_page_number(one)) for one in read.outline if not isinstance(one, list)]
    assert marks == [("Contents", 0), ("Report", 1), ("Appendix A", 3)]
    assert len(read.pages[0]["/Annots"]) == 2
    assert (read.metadata.title, read.trailer["/Root"]["/Lang"]) == ("Board, May", "en-GB")


def test_pages_of_any_size_and_turned_ones_are_numbered() -> None:
    data = join([part("Wide", pdf("wide", size=(842, 595))), part("Turned", pdf("turned", turned=90))], "Pack")
    assert all("Pack page" in page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def test_the_same_parts_give_the_same_bytes() -> None:
    assert len({join([part("A", pdf("one"))], "Pack") for _ in range(2)}) == 1


def test_parts_that_are_protected_or_broken_are_all_named() -> None:
    with pytest.raises(DocgenError) as caught:
        join(
            [part("Locked", pdf("x", password="secret")), part("Broken", b"%PDF-1.7\ncut"), part("Good", pdf("y"))], "P"
        )
    said = str(caught.value)
    assert "Locked.pdf: The file is protected by a password." in said
    assert "Broken.pdf: The file is no PDF that can be read." in said
    assert "Good" not in said


def test_many_parts_and_long_titles_get_as_many_pages_of_contents_as_they_need() -> None:
    parts = [part(f"Appendix {n} " + "with a long name " * 12, pdf("x")) for n in range(31)]
    read: Any = PdfReader(io.BytesIO(join(parts, "A title that is far too long for one line " * 5)))
    assert len(read.pages) == 33
    assert " …" in read.pages[0].extract_text()
    assert read.pages[1].extract_text().count("Appendix") == 1
