"""Bytes changed at random in real containers: each is read or refused with a reason, and nothing else comes of it."""

from __future__ import annotations

import io
import zipfile
from functools import partial

from hypothesis import given
from hypothesis import strategies as st

from docgen.intake import mail
from docgen.intake.bounds import Bounds
from docgen.intake.zips import open_zip
from docgen.model import DocgenError
from docgen.pipeline import workspace
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.returns import Reader
from tests.hostile.files import form, packed
from tests.pipeline.forms import FRAMEWORK

READER = Reader(Catalogue((FRAMEWORK,)), partial(workspace.template, None))
MAIL = b"From: a@example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n" \
       b'Content-Disposition: attachment; filename="=?utf-8?b?w5xi?=.docx"\n\nform\n--b--\n'  # fmt: skip

Change = tuple[int, int, bytes]
CHANGES = st.lists(st.tuples(st.integers(0, 2**20), st.integers(0, 64), st.binary(max_size=16)), min_size=1, max_size=4)


def spoilt(data: bytes, changes: list[Change]) -> bytes:
    """The bytes with some taken out and others put in, anywhere."""
    for place, length, new in changes:
        at = place % (len(data) + 1)
        data = data[:at] + new + data[at + length :]
    return data


@given(st.sampled_from(["word", "excel", "pdf"]), CHANGES)
def test_a_form_with_changed_bytes_is_read_or_refused(format: str, changes: list[Change]) -> None:
    found = READER.read("a form", spoilt(form(format), changes))
    assert found.refused is None or (found.refused.message and found.refused.fix)
    assert found.refused is not None or found.answers


@given(st.sampled_from(["word/document.xml", "docProps/custom.xml", "[Content_Types].xml"]), CHANGES)
def test_a_part_with_changed_bytes_is_read_or_refused(name: str, changes: list[Change]) -> None:
    with zipfile.ZipFile(io.BytesIO(form("word"))) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    found = READER.read("a form", packed({**parts, name: spoilt(parts[name], changes)}, level=1))
    assert found.refused is not None or found.answers


@given(CHANGES)
def test_an_e_mail_with_changed_bytes_is_taken_apart(changes: list[Change]) -> None:
    assert all(isinstance(part.name, str) for part in mail.parts(spoilt(MAIL, changes)))


@given(CHANGES)
def test_a_zip_with_changed_bytes_is_opened_or_refused(changes: list[Change]) -> None:
    data = spoilt(packed({"a.docx": b"form"}), changes)
    try:
        with open_zip(io.BytesIO(data), "a.zip", Bounds()) as archive:
            members = archive.infolist()
    except DocgenError as error:
        members = []
        fixes = [query.fix for query in error.queries]
        assert all(fixes)
    assert len(members) < 9
