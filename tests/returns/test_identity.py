"""Which form a file is after a program has taken it through another format: files made with LibreOffice 25.2.

Each is the national case form, filled in, saved as the format in its name, opened again and saved as .docx or .xlsx.
`truth.json` says what its answers are, and by what each file is known.
"""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest

from docgen.model import State
from docgen.pipeline import catalogue, workspace
from docgen.pipeline.returns import Reader

FOLDER = Path(__file__).parent / "identity"
TRUTH = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
READER = Reader(catalogue.gather(None), partial(workspace.template, None))


@pytest.mark.parametrize("file", TRUTH["known by"])
def test_the_form_is_known_and_nothing_of_it_is_read_wrong(file: str) -> None:
    read = READER.read(file, (FOLDER / file).read_bytes())
    assert read.identity is not None, read.refused
    assert list(read.identity.agreed) == TRUTH["known by"][file]
    assert [read.identity.framework, read.identity.version, read.identity.form] == TRUTH["form"]
    sure = {answer.field: answer.value for answer in read.answers if answer.state is not State.DOUBTFUL}
    wrong = {field for field, value in sure.items() if json.loads(json.dumps(value)) != TRUTH["answers"][field]}
    assert wrong == set()
    if read.identity.agreed == ("structure",):
        assert "case_ref" in read.doubtful()
    else:
        assert sure.keys() == TRUTH["answers"].keys()


def test_every_file_has_its_truth() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*TRUTH["known by"], "truth.json"}
