"""The commands guidance and check-access, as somebody types them."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from docgen.access import NOT_CHECKED
from docgen.cli import docgen
from tests.access.papers import CLEAN, p, word


def run(*words: str) -> Result:
    return CliRunner().invoke(docgen, list(words))


def test_guidance_is_made_where_it_is_asked_for(tmp_path: Path) -> None:
    done = run("guidance", "cafcass-qiam", "--out", str(tmp_path))
    path = tmp_path / "cafcass-qiam-2017.09-guidance.docx"
    assert (done.exit_code, path.is_file()) == (0, True)
    assert done.stdout == f"{path}: guidance of Quality and Impact Assurance Model, version 2017.09.\n"


def test_guidance_says_that_a_changed_file_was_left(tmp_path: Path) -> None:
    path = tmp_path / "cafcass-qiam-2017.09-guidance.docx"
    path.write_bytes(b"mine")
    done = run("guidance", "cafcass-qiam", "--out", str(tmp_path))
    assert done.exit_code == 0
    assert f"{path} was left as it is" in done.stderr
    assert path.read_bytes() == b"mine"


def test_guidance_of_an_unknown_framework_is_wrong_use() -> None:
    done = run("guidance", "cafcass-qim")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Did you mean “cafcass-qiam”?" in done.stderr


def test_check_access_of_a_clean_document_ends_with_0_and_claims_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word(CLEAN))
    done = run("check-access", str(path))
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:3] == [
        f"{path}: nothing found",
        "",
        "1 file: nothing found. That is no claim of conformance; a machine cannot tell:",
    ]


def test_check_access_of_a_folder_names_file_place_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "a.docx").write_bytes(word(p("", "H2")))
    (tmp_path / "~$a.docx").write_bytes(b"lock")
    (tmp_path / "notes.txt").write_bytes(b"text")
    done = run("check-access", str(tmp_path))
    assert done.exit_code == 1
    assert done.stderr == (
        f"{tmp_path / 'below' / 'a.docx'}, under “Audit”, paragraph 2: A heading is empty. "
        "Delete the empty line, or give it an ordinary style. [headings]\n"
    )
    assert "1 file: 1 thing found." in done.stdout


def test_check_access_as_json(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word(p("", "H2")))
    (tmp_path / "b.docx").write_bytes(b"no document")
    done = run("check-access", "--json", str(tmp_path))
    said = json.loads(done.stdout)
    assert done.exit_code == 1
    assert said["not_checked"] == list(NOT_CHECKED)
    assert [(Path(one["file"]).name, one["read"]) for one in said["files"]] == [("a.docx", True), ("b.docx", False)]
    problem = said["files"][0]["problems"][0]
    assert (problem["rule"], problem["severity"], problem["where"]) == (
        "headings",
        "error",
        "under “Audit”, paragraph 2",
    )
    assert said["files"][1]["problems"][0]["rule"] == "unreadable"


def test_check_access_of_nothing_says_so(tmp_path: Path) -> None:
    missing = run("check-access", str(tmp_path / "nothing.docx"))
    assert missing.exit_code == 1
    assert "There is no such file." in missing.stderr
    empty = run("check-access", str(tmp_path))
    assert empty.exit_code == 2
    assert "There is no Word document and no Excel workbook here." in empty.stderr
