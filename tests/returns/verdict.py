"""What a return is read as, against what was meant: never wrong, and nothing that is not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from docgen.fields import same
from docgen.forms.word import open_form
from docgen.model import Answer, State, Unread, Value
from docgen.reading import read
from tests.returns.form import Task, blank, framework

READ, DOUBTFUL, BLANK = "read", "doubtful", "blank"
SILENT, WRONG, LOST = "SILENT", "WRONG", "LOST"
"""What must never be: blank with nothing listed, another answer, doubtful without the truth among the candidates."""


def verdicts(name: str, tasks: Sequence[Task], document: bytes) -> Mapping[str, str]:
    """Question → what it is read as in this file."""
    questions = tuple(task.question for task in tasks)
    form = framework(name, questions).forms[0]
    marks = open_form(document, f"{name}.docx").marks(blank(name, questions))
    answers = {answer.field: answer for answer in read(marks, form)}
    return {
        task.question.id: verdict(answers[task.question.id], task.truth, _near(marks.unread, task)) for task in tasks
    }


def _near(unread: Sequence[Unread], task: Task) -> list[Unread]:
    """What is listed as unread in the row of a question."""
    return [one for one in unread if one.where.casefold().split(",")[-1].strip().endswith(f"row {task.question.ref}")]


def verdict(answer: Answer, truth: Value, listed: Sequence[Unread] = ()) -> str:
    """What one answer is, against what was meant; `listed` is what is listed as unread at its question."""
    if answer.state is State.ANSWERED:
        return READ if _alike(answer.value, truth) else WRONG
    if answer.state is State.BLANK:
        return BLANK if listed or truth is None else SILENT
    return DOUBTFUL if truth is None or any(_alike(one, truth) for one in answer.candidates) else LOST


def _alike(value: Value, truth: Value) -> bool:
    if isinstance(value, str) and isinstance(truth, str):
        return same(value) == same(truth)
    return value == truth
