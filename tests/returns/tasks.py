"""All manners of marking as tasks on one form for each sort of control."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache

from docgen.model import Question
from tests.returns import on_boxes
from tests.returns.form import SHAPES, Task, labels, slug
from tests.returns.page import Page


@cache
def boxes() -> tuple[Task, ...]:
    """Every manner of marking boxes, on a question of each kind that has them."""
    tasks = []
    for n, (manner, mark) in enumerate(on_boxes.MANNERS.items()):
        for m, (short, kind, options, meant) in enumerate(SHAPES):
            if kind == "grade" and manner == "label in bold":
                continue  # the form prints grades in bold
            name = f"{short}_{n:02}_{slug(manner)}"[:30].rstrip("_")
            scale = "three" if kind == "grade" else ""
            question = Question(name, f"{n + 1}{'abcd'[m]}", kind, manner, options=options, scale=scale)
            chosen = options[meant].id
            truth = (chosen,) if kind == "ticks" else chosen
            tasks.append(Task(manner, question, truth, _on_boxes(mark, question, chosen)))
    return tuple(tasks)


def _on_boxes(mark: on_boxes.Manner, question: Question, chosen: str) -> Callable[[Page], None]:
    return lambda page: mark(on_boxes.Boxes(page, labels(question), f"{question.id}={chosen}"))


@dataclass(frozen=True)
class Set:
    """One form with its tasks. `lost` says of an editor which answers are read otherwise after it saved the form."""

    title: str
    tasks: Callable[[], tuple[Task, ...]]
    lost: Mapping[str, frozenset[str]] = field(default_factory=dict)


SETS: Mapping[str, Set] = {"boxes": Set("Boxes to tick", boxes)}
"""The forms by the name of their files."""
