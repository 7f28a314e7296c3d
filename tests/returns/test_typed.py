"""Forms filled in with keyboard and mouse in LibreOffice 7.4, as people do who do not click on the fields first.

Each is a form of a shipped framework. What ends in -odt, -doc or -rtf was saved in that format, and then opened and
saved as .docx as docgen has LibreOffice do it. `truth.json` says what was meant, and what docgen makes of it; a text
says why a file is refused. What is in no list there was left blank.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from docgen.model import State
from docgen.pipeline import catalogue, workspace
from docgen.pipeline.returns import Reader
from tests.returns.verdict import BLANK, LOST, verdict

FOLDER = Path(__file__).parent / "typed"
TRUTH = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
ASKED = "asked about"
"""Doubtful, where the file does not hold what was meant as it was meant: LibreOffice lost letters, or mixed it up."""
READER = Reader(catalogue.gather(None), partial(workspace.template, None))


@pytest.mark.parametrize("file", TRUTH)
def test_what_was_typed_is_read_or_asked_about(file: str) -> None:
    found = READER.read(file, (FOLDER / file).read_bytes())
    if isinstance(TRUTH[file], str):
        assert found.refused is not None
        assert TRUTH[file] in found.refused.message
        return
    made = {}
    for answer in found.answers:
        becomes, meant = TRUTH[file].get(answer.field, (BLANK, None))
        given = verdict(answer, tuple(meant) if isinstance(meant, list) else meant)
        made[answer.field] = becomes if given == LOST and becomes == ASKED else given
        assert answer.state is not State.DOUBTFUL or answer.doubt
    assert made == {name: TRUTH[file].get(name, (BLANK, None))[0] for name in made}


def test_every_file_has_its_truth() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*TRUTH, "truth.json"}
