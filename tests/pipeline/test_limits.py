"""Limits and passwords, from the settings to the file that meets them."""

from __future__ import annotations

import io
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

import msoffcrypto
import pytest

from docgen.definitions import settings
from docgen.definitions.settings import LIMITS, Settings
from docgen.model import DocgenError
from docgen.pipeline import workspace
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.contained import Contained, workers
from docgen.pipeline.limits import Terms, terms
from docgen.pipeline.returns import Reader
from tests.hostile.files import form
from tests.pipeline.forms import FRAMEWORK

REFERENCE = Path(__file__).parent.parent.parent / "docs" / "reference" / "limits.md"


def said(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "docgen.yaml"
    path.write_text(text, encoding="utf-8")
    return settings.load(path)


def test_every_limit_is_a_setting_that_arrives_where_it_is_kept(tmp_path: Path) -> None:
    found = said(tmp_path, "limits:\n" + "".join(f"  {name}: {n}\n" for n, name in enumerate(LIMITS, start=3)))
    agreed = terms(found)
    own = [asdict(agreed.inbox), asdict(agreed.worker), asdict(agreed.package)]
    usual = [asdict(Terms().inbox), asdict(Terms().worker), asdict(Terms().package)]
    differing = sum(
        value != theirs[name] for mine, theirs in zip(own, usual, strict=True) for name, value in mine.items()
    )
    assert differing == len(LIMITS) + 1, "the size of a file is a limit in two places"
    assert (agreed.inbox.file, agreed.worker.seconds) == (3 * 2**20, 3 + LIMITS.index("seconds"))


def test_the_reference_names_every_limit_with_its_value() -> None:
    text = REFERENCE.read_text("utf-8")
    usual = Terms()
    shown = {
        "file": usual.inbox.file >> 20, "mail": usual.inbox.mail >> 20, "archive": usual.inbox.archive >> 20,
        "members": usual.inbox.members, "depth": usual.inbox.depth, "part": usual.package.part >> 20,
        "unpacked": usual.package.total >> 20, "parts": usual.package.members, "tags": usual.package.marks,
        "seconds": int(usual.worker.seconds), "memory": usual.worker.memory >> 20, "result": usual.worker.result >> 20,
    }  # fmt: skip
    assert set(shown) == set(LIMITS)
    for name, number in shown.items():
        assert f"| `{name}` | {number} |" in text


@pytest.mark.parametrize(
    ("line", "words"),
    [("second: 3", "“second” is not a limit"), ("seconds: ten", "is “ten”"), ("memory: 0", "is “0”")],
)
def test_a_limit_that_is_none_is_named_by_its_line(tmp_path: Path, line: str, words: str) -> None:
    with pytest.raises(DocgenError, match=words) as caught:
        said(tmp_path, f"accept: read\nlimits:\n  {line}\n")
    assert caught.value.queries[0].where.at == "line 3"


def test_a_form_beyond_a_limit_is_refused_with_it() -> None:
    small = terms(Settings(limits=(("parts", 3),)))
    found = Reader(Catalogue((FRAMEWORK,)), partial(workspace.template, None), small).read("a.docx", form("word"))
    assert found.refused is not None
    assert "a form may have 3" in found.refused.message


# --- passwords -------------------------------------------------------------------------------------------


def locked(format: str, password: str) -> bytes:
    out = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(form(format))).encrypt(password, out)
    return out.getvalue()


@pytest.mark.parametrize("format", ["word", "excel"])
def test_a_locked_form_is_opened_with_its_password_and_else_said(format: str) -> None:
    data = locked(format, "Räuber 7")
    agreed = replace(Terms(), passwords=("wrong", "Räuber 7"))
    with Contained(Catalogue((FRAMEWORK,)), partial(workspace.template, None), workers(), agreed) as reader:
        opened = reader.read("a.docx", data)
    assert (opened.status, opened.values()["case_ref"]) == ("read", "Sam")
    for passwords in ((), ("wrong",)):
        without = Reader(Catalogue((FRAMEWORK,)), partial(workspace.template, None), Terms(passwords=passwords))
        refused = without.read("a.docx", data).refused
        assert refused is not None
        assert refused.rule == "file-encrypted"
        assert "--passwords" in refused.fix
    assert opened.sha256 == without.read("a.docx", data).sha256


LOCKED = Path(__file__).parent / "locked"
"""A line of text in files that LibreOffice 7.4 locked with “Räuber 7”."""


@pytest.mark.parametrize("ending", ["doc", "xls"])
def test_an_old_office_file_is_unlocked_in_a_worker(ending: str) -> None:
    data = (LOCKED / f"libreoffice-7.4.{ending}").read_bytes()
    agreed = replace(Terms(), passwords=("wrong", "Räuber 7"), office="")
    with Contained(Catalogue((FRAMEWORK,)), partial(workspace.template, None), workers(), agreed) as reader:
        found = reader.unlock("a", data)
        refused = reader.read("a", data).refused
    assert not msoffcrypto.OfficeFile(io.BytesIO(found)).is_encrypted()
    assert refused is not None
    assert refused.rule == "file-type"  # LibreOffice converts what is unlocked
    without = Reader(Catalogue((FRAMEWORK,)), partial(workspace.template, None), Terms(passwords=("wrong",)))
    locked_out = without.read("a", data).refused
    assert locked_out is not None
    assert (locked_out.rule, "--passwords" in locked_out.fix) == ("file-encrypted", True)


def test_an_open_document_file_with_a_password_is_said_to_be_one() -> None:
    data = (LOCKED / "libreoffice-7.4.odt").read_bytes()
    agreed = Terms(passwords=("Räuber 7",))
    refused = Reader(Catalogue((FRAMEWORK,)), partial(workspace.template, None), agreed).read("a.odt", data).refused
    assert refused is not None
    assert refused.rule == "file-encrypted"
    assert refused.message.startswith("This is an OpenDocument text (.odt) that is locked with a password")


def test_passwords_come_from_the_file_that_is_named_else_from_the_settings(tmp_path: Path) -> None:
    (tmp_path / "ours.txt").write_text("one\n\ntwo\n", encoding="utf-8-sig")
    (tmp_path / "other.txt").write_text("three", encoding="utf-8")
    found = Settings(passwords="ours.txt")
    assert terms(found, folder=tmp_path).passwords == ("one", "two")
    assert terms(found, tmp_path / "other.txt", tmp_path).passwords == ("three",)
    with pytest.raises(DocgenError, match="no file with passwords"):
        terms(Settings(passwords="none.txt"), folder=tmp_path)
