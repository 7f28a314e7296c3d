"""Written forms before other programs: the published schemas, and LibreOffice."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.forms.word.written import TEMPLATE, Case, W, blank, document, every, filled, name, text

SCHEMA_TOOL = os.environ.get("DOCGEN_SCHEMA_TOOL", "")
SOFFICE = shutil.which("soffice")


@pytest.mark.skipif(not SCHEMA_TOOL, reason="DOCGEN_SCHEMA_TOOL names no checker of .docx files")
@pytest.mark.parametrize("case", every(), ids=name)
def test_every_part_is_valid_by_the_published_schemas(case: Case, tmp_path: Path) -> None:
    files = {"blank.docx": blank(case), "filled.docx": filled(case), "template.docx": TEMPLATE}
    for file, data in files.items():
        (tmp_path / file).write_bytes(data)
        command = [sys.executable, SCHEMA_TOOL, str(tmp_path / file), "--strict-ext"]
        found = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
        assert found.returncode == 0, found.stdout
        assert " 0 problems" in found.stdout, found.stdout


@pytest.fixture(scope="module")
def soffice(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The start of a LibreOffice command, with a profile of its own."""
    if SOFFICE is None:
        pytest.skip("LibreOffice is not on this machine")
    profile = tmp_path_factory.mktemp("profile").as_uri()
    return [SOFFICE, f"-env:UserInstallation={profile}", "--headless", "--convert-to"]


@pytest.mark.libreoffice
def test_libreoffice_makes_a_pdf_of_every_form_with_its_title_and_language(soffice: list[str], tmp_path: Path) -> None:
    for case in every():
        (tmp_path / f"{name(case)}.docx").write_bytes(filled(case))
    files = [str(tmp_path / f"{name(case)}.docx") for case in every()]
    subprocess.run([*soffice, "pdf", "--outdir", str(tmp_path), *files], check=True, capture_output=True, timeout=240)
    for case in every():
        pdf = (tmp_path / f"{name(case)}.pdf").read_bytes()
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= 2
        assert b"/Lang(en-GB)" in pdf.replace(b" ", b"")


@pytest.mark.libreoffice
def test_libreoffice_keeps_every_address_and_every_tick_when_it_saves(soffice: list[str], tmp_path: Path) -> None:
    """It may lose the tags of controls (7.4 does); bookmarks, references and boxes stay."""
    case = every()[-1]
    (tmp_path / "form.docx").write_bytes(filled(case))
    command = [*soffice, "docx:MS Word 2007 XML", "--outdir", str(tmp_path / "saved"), str(tmp_path / "form.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    before, after = document(filled(case)), document((tmp_path / "saved" / "form.docx").read_bytes())
    names = [{str(b.get(W + "name")) for b in root.iter(W + "bookmarkStart")} for root in (before, after)]
    assert names[0] <= names[1]
    for glyph in "☒☐":
        assert text(after).count(glyph) == text(before).count(glyph) > 0
