"""Files of other programs, converted by LibreOffice where it is installed, and what becomes of it where it hangs."""

from __future__ import annotations

import os
import stat
import subprocess
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from docgen import office
from docgen.forms.kinds import convertible
from docgen.model import Return
from docgen.pipeline import workspace
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.limits import Terms
from docgen.pipeline.returns import Reader
from tests.hostile.files import form, ole, packed
from tests.pipeline.forms import FRAMEWORK

SOFFICE = office.program()
ODT = packed({"mimetype": b"application/vnd.oasis.opendocument.text"})


def read(data: bytes, terms: Terms) -> Return:
    return Reader(Catalogue((FRAMEWORK,)), partial(workspace.template, None), terms).read("a form", data)


def saved(folder: Path, format: str, ending: str) -> bytes:
    """An honest return as LibreOffice saves it in another format."""
    source = folder / f"form.{'docx' if format == 'word' else 'xlsx'}"
    source.write_bytes(form(format))
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", ending[1:],
         "--outdir", str(folder / "out"), str(source)],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / "out" / f"form{ending}").read_bytes()


@pytest.mark.libreoffice
@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
@pytest.mark.parametrize(("format", "ending"), [("word", ".odt"), ("word", ".doc"), ("excel", ".ods")])
def test_a_form_that_was_saved_in_another_format_is_read(tmp_path: Path, format: str, ending: str) -> None:
    data = saved(tmp_path, format, ending)
    assert convertible(data) == ending
    found = read(data, Terms(office=SOFFICE, scratch=tmp_path))
    assert found.refused is None
    assert ending in found.editor
    assert found.sha256 == read(data, Terms()).sha256
    sure = {name: value for name, value in found.values().items() if value is not None}
    honest = read(form(format), Terms()).values()
    assert sure.items() <= honest.items(), "what is read from a converted file is right, or is not read"
    assert found.values()["case_ref"] == "Sam"
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "form.docx" if format == "word" else "form.xlsx",
        "out",
        "profile",
    ]


@pytest.mark.libreoffice
@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_a_form_in_another_format_is_read_in_a_workspace_named_from_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "store").mkdir()
    assert read(saved(tmp_path, "word", ".odt"), Terms(office=SOFFICE, scratch=Path("store"))).refused is None


@pytest.mark.parametrize(
    ("data", "ending"),
    [
        (ole("WordDocument"), ".doc"),
        (ole("Workbook"), ".xls"),
        (b"{\\rtf1}", ".rtf"),
        (ole("__properties_version1.0"), ""),
    ],
)
def test_what_can_be_converted_is_known_by_what_it_is(data: bytes, ending: str) -> None:
    assert convertible(data) == ending


def test_without_libreoffice_it_is_said_what_to_do() -> None:
    refused = read(ole("WordDocument"), Terms()).refused
    assert refused is not None
    assert "Word document of the old kind" in refused.message
    assert "Where LibreOffice is installed" in refused.fix


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script of a shell")
def test_a_libreoffice_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 1000 & echo $! > {tmp_path}/child\nsleep 1000\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    started = time.monotonic()
    assert office.converted(b"x", ".doc", str(program), tmp_path, seconds=1.0) == b""
    assert time.monotonic() - started < 8
    child = int((tmp_path / "child").read_text("ascii"))
    for _ in range(50):
        state = Path(f"/proc/{child}/stat")
        if not state.exists() or ") Z " in state.read_text("utf-8"):
            break
        time.sleep(0.05)
    else:
        pytest.fail("the child lives on")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["child", "soffice"]


@pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script of a shell")
def test_a_file_that_libreoffice_cannot_convert_keeps_its_refusal(tmp_path: Path) -> None:
    terms = replace(Terms(), office="/bin/false", scratch=tmp_path)
    refused = read(ole("WordDocument"), terms).refused
    assert refused is not None
    assert refused.rule == "file-type"
    assert "LibreOffice could not convert it" in refused.fix
