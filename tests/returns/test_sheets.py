"""Every manner of marking workbooks and PDF forms, in files that several programs saved: never wrong, never unseen."""

from __future__ import annotations

import pytest

from tests.returns.sheets import FILES, SHEETS, outcomes, tasks, truth
from tests.returns.verdict import LOST, SILENT, WRONG

CASES = [(name, editor) for name, one in SHEETS.items() for editor in one.editors]


@pytest.mark.parametrize(("name", "editor"), CASES)
def test_every_mark_is_read_or_doubtful_with_the_truth_or_listed(name: str, editor: str) -> None:
    found = outcomes(name, editor)
    bad = {(task.sort, task.manner, found[task.question.id]) for task in tasks(name)}
    assert {one for one in bad if one[2] in (LOST, SILENT, WRONG)} == set()


@pytest.mark.parametrize(("name", "editor"), CASES)
def test_a_program_that_saves_a_file_changes_nothing_of_what_is_read(name: str, editor: str) -> None:
    assert outcomes(name, editor) == outcomes(name, next(iter(SHEETS[name].editors)))


@pytest.mark.parametrize("name", SHEETS)
def test_the_truth_beside_the_files_is_that_of_the_tasks(name: str) -> None:
    one = SHEETS[name]
    assert (FILES / f"{one.stem}-{one.format}.json").read_text(encoding="utf-8") == truth(name)
