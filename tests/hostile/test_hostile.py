"""Hostile files are harmless and cheap: refused with the limit that they meet, or read as if nothing were wrong."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from docgen.pipeline import workspace
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.contained import Contained, workers
from tests.hostile.files import READ, Hostile, every
from tests.pipeline.forms import FRAMEWORK

CASES = tuple(every())


@pytest.fixture(scope="module")
def reader() -> Iterator[Contained]:
    with Contained(Catalogue((FRAMEWORK,)), partial(workspace.template, None), workers()) as opened:
        yield opened


@pytest.mark.parametrize("one", CASES, ids=lambda one: f"{one.row:02} {one.name}")
def test_a_hostile_file_is_harmless_and_says_its_reason(reader: Contained, one: Hostile) -> None:
    data = one.build()
    started = time.monotonic()
    found = reader.read("hostile.docx", data)
    assert time.monotonic() - started < 10
    if one.outcome == READ:
        assert found.refused is None
        assert found.values()["case_ref"] == "Sam"
        assert any(each.what == "macros" for each in found.unread) == (one.name == "macros")
        return
    assert found.refused is not None
    assert found.refused.fix
    assert one.outcome in ("", found.refused.rule), str(found.refused)
    assert one.words in found.refused.message
    assert not found.refused.rule.startswith(("fault", "reading")), str(found.refused)


def test_every_row_of_the_list_of_attacks_on_a_reader_has_its_files() -> None:
    elsewhere = {
        16, 17, 18, 19, 20,  # what becomes of text in documents that docgen writes: tests of forms and reports
        24,  # definitions: tests/definitions
        28, 29, 30,  # names and debris: tests/intake
    }  # fmt: skip
    assert {one.row for one in CASES} | elsewhere == set(range(1, 31))


MEASURED = """
import sys
from docgen.cli import docgen
try:
    docgen(sys.argv[1:], standalone_mode=False)
except SystemExit:
    pass
status = open("/proc/self/status").read()
print("PEAK", status.split("VmHWM:")[1].split()[0])
"""


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="only Linux says how much memory a process has had")
def test_the_parent_stays_small_whatever_comes_in_and_nothing_is_written_outside_the_workspace(tmp_path: Path) -> None:
    inbox, place = tmp_path / "inbox", tmp_path / "team"
    inbox.mkdir()
    workspace.init(place)
    (inbox / "large.docx").write_bytes(b"PK\x03\x04" + os.urandom(2**20) * 49)
    for number, one in enumerate(CASES):
        if one.row in (5, 6, 7):
            (inbox / f"{number}.docx").write_bytes(one.build())
    before = sorted(path.name for path in inbox.iterdir())
    run = subprocess.run(
        [sys.executable, "-c", MEASURED, "--workspace", str(place), "ingest", str(inbox)],
        capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, check=True,
    )  # fmt: skip
    assert f"{len(before)} files: {len(before)} refused" in run.stdout
    assert int(run.stdout.rsplit("PEAK", 1)[1]) < 150 * 1024, run.stdout
    assert sorted(path.name for path in inbox.iterdir()) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inbox", "team"]
