"""What the checks share: files that cannot be opened, colours, and the manual."""

from __future__ import annotations

import inspect
import io
import zipfile
from pathlib import Path

import pytest

from docgen.access import EXCEL, NOT_CHECKED, WORD, check, rule
from docgen.access.colour import contrast, is_large, too_low
from docgen.access.language import is_language
from docgen.access.manual import manual
from docgen.model import DocgenError
from tests.access.papers import CLEAN, packed, relations, word

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "access.md"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "neither a .docx nor an .xlsx file"),
        (b"%PDF-1.7", "neither a .docx nor an .xlsx file"),
        (packed({"a.txt": "text"}), "neither a Word document nor an Excel workbook"),
        (packed({"_rels/.rels": relations(officeDocument="x.xml"), "x.xml": "<deck/>"}), "neither a Word document nor"),
        (packed({"_rels/.rels": relations(officeDocument="x.xml"), "x.xml": "<broken"}), "Its part x.xml is damaged"),
    ],
)
def test_what_is_no_office_file_is_refused_with_a_reason(data: bytes, message: str) -> None:
    with pytest.raises(DocgenError) as refused:
        check(data, "a.docx")
    (query,) = refused.value.queries
    assert message in query.message
    assert query.fix


def test_a_file_that_unpacks_to_more_than_people_write_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    from docgen.access import office

    monkeypatch.setattr(office, "MOST_BYTES", 100)
    with pytest.raises(DocgenError, match="larger than any document"):
        check(word(CLEAN), "a.docx")


def test_an_entity_is_not_resolved() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(CLEAN))) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = b'<!DOCTYPE x [<!ENTITY t "Audit of casework">]>' + data.replace(b"Audit of casework", b"&t;")
            target.writestr(name, data)
    assert [query.rule for query in check(buffer.getvalue(), "a.docx")] == ["title"]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("000000", "FFFFFF", 21.0), ("FFFFFF", "000000", 21.0), ("767676", "FFFFFF", 4.54), ("808080", "FFFFFF", 3.95),
     ("C00000", "FFFFFF", 6.48), ("FF0000", "FFFFFF", 4.0), ("12436D", "12436d", 1.0)],
)  # fmt: skip
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize(
    ("size", "bold", "large"), [(18, False, True), (17.5, False, False), (14, True, True), (14, False, False)]
)
def test_large_text_needs_less(size: float, bold: bool, large: bool) -> None:
    assert is_large(size, bold) is large
    assert (too_low("888888", "FFFFFF", size, bold) is None) is large


@pytest.mark.parametrize(
    ("text", "right"), [("en-GB", True), ("en", True), ("zh-Hant-TW", True), ("", False), ("English", False)]
)
def test_a_language_is_a_tag(text: str, right: bool) -> None:
    assert is_language(text) is right


@pytest.mark.parametrize("one", [*WORD, *EXCEL], ids=rule)
def test_every_check_has_a_page_of_the_manual(one: object) -> None:
    doc = inspect.getdoc(one) or ""
    assert doc.split("\n")[0].endswith((".", "2.4.2", "3.1.1")) or ". " in doc
    assert f"### `{rule(one)}`" in manual()  # type: ignore[arg-type]


def test_the_manual_names_what_is_not_checked_and_claims_no_conformance() -> None:
    assert all(one in manual() for one in NOT_CHECKED)
    assert "no claim" in manual()


def test_the_printed_reference_is_made_from_the_docstrings() -> None:
    assert REFERENCE.read_text("utf-8") == manual(), "write it anew with: python -m docgen.access"
