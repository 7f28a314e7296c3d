from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

import pytest

from docgen import office
from docgen.model import DocgenError


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    from docx import Document

    path = tmp_path / "letter.docx"
    document = Document()
    document.add_heading("A heading", 1)
    document.save(str(path))
    return path


def test_without_libreoffice_that_is_said(letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "program", lambda: "")
    with pytest.raises(DocgenError, match=r"letter\.docx: There is no LibreOffice on this computer\. Install it"):
        office.to_pdf(letter)


def test_only_what_can_be_printed_is_turned_into_pdf(tmp_path: Path) -> None:
    with pytest.raises(DocgenError, match=r"Only \.docx and \.xlsx can be turned into PDF"):
        office.to_pdf(tmp_path / "song.mp3")


@pytest.mark.skipif(os.name == "nt", reason="the stand-in is a script of its own")
def test_a_conversion_that_takes_too_long_is_stopped_with_all_that_it_started(
    letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = tmp_path / "soffice"
    slow.write_text(f"#!/bin/sh\n{sys.executable} -c 'import time; time.sleep(60)' &\nwait\n", encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setattr(office, "program", lambda: str(slow))
    start = time.monotonic()
    with pytest.raises(DocgenError, match="needed more than 1 seconds and was stopped"):
        office.to_pdf(letter, seconds=1)
    assert time.monotonic() - start < 20


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_word_document_becomes_a_pdf_with_tags(letter: Path) -> None:
    data = office.to_pdf(letter)
    assert data.startswith(b"%PDF")
    assert b"/StructTreeRoot" in data
