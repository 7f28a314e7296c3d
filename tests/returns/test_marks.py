"""Every manner of marking, in files as Word writes them and as other programs save them: never wrong, never unseen."""

from __future__ import annotations

import pytest

from tests.returns.make import FILES, truth
from tests.returns.matrix import PAGE, outcomes, page
from tests.returns.tasks import SETS
from tests.returns.verdict import LOST, SILENT, WRONG

NEVER = {SILENT, WRONG, LOST}


@pytest.mark.parametrize(("name", "editor"), [(name, editor) for name, one in SETS.items() for editor in one.editors])
def test_every_mark_is_read_or_doubtful_with_the_truth_or_listed(name: str, editor: str) -> None:
    found = outcomes(name, editor)
    assert found is not None, f"there is no file {name}-{editor}.docx"
    lost = SETS[name].lost.get(editor, frozenset())
    manners = {task.question.id: task.manner for task in SETS[name].tasks() if task.manner not in lost}
    assert {
        (manners[field], verdict) for field, verdict in found.items() if field in manners and verdict in NEVER
    } == set()


@pytest.mark.parametrize("name", SETS)
def test_a_program_that_saves_a_form_makes_nothing_certain_that_was_not(name: str) -> None:
    """Nor does it leave anything in doubt that was certain, but for what it loses for good."""
    word = outcomes(name, "word") or {}
    manners = {task.question.id: task.manner for task in SETS[name].tasks()}
    for editor in SETS[name].editors:
        other = outcomes(name, editor) or {}
        changed = {manners[field] for field, verdict in other.items() if verdict != word[field]}
        assert changed == SETS[name].lost.get(editor, set()), editor


@pytest.mark.parametrize("name", SETS)
def test_the_truth_beside_the_files_is_that_of_the_tasks(name: str) -> None:
    assert (FILES / f"{name}.json").read_text(encoding="utf-8") == truth(SETS[name].tasks())


def test_the_page_says_what_the_files_show() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.returns.matrix"
