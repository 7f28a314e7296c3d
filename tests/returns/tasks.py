"""All manners of marking as tasks on one form for each sort of control."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache

from docgen.model import Question
from tests.returns import on_boxes, on_rows, on_text
from tests.returns.form import CHOICE, SHAPES, Task, labels, slug
from tests.returns.page import Page, unwrap


@cache
def boxes() -> tuple[Task, ...]:
    """Every manner of marking boxes, on a question of each kind that has them."""
    return _boxed(on_boxes.MANNERS.items())


@cache
def signs() -> tuple[Task, ...]:
    """Every sign that is no sure tick, likewise."""
    return _boxed((manner, mark) for manner, marks in on_boxes.SIGNS.items() for mark in marks)


@cache
def looks() -> tuple[Task, ...]:
    """More looks, and drawings."""
    return _boxed(on_boxes.LOOKS.items())


@cache
def taken_back() -> tuple[Task, ...]:
    """Ticks that words take back."""
    made = _boxed((manner, mark) for manner, marks in on_boxes.TAKEN_BACK.items() for mark in marks)
    return tuple(replace(task, truth=None) for task in made)


def _boxed(manners: Iterable[tuple[str, on_boxes.Manner]]) -> tuple[Task, ...]:
    tasks = []
    for n, (manner, mark) in enumerate(manners):
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


@cache
def rows() -> tuple[Task, ...]:
    """Tables to fill in, each changed in its manner."""
    columns = (
        Question("what", "", "longtext", "What"),
        Question("who", "", "text", "By whom", prompt="Role"),
        Question("due", "", "date", "By when"),
    )
    tasks = []
    for n, (manner, (change, truth)) in enumerate(on_rows.CHANGED.items()):
        question = Question(f"t{n:02}", f"{n + 1}a", "table", manner, columns=columns, rows=3)
        tasks.append(Task(manner, question, truth, _written(change, question.id)))
    return tuple(tasks)


@dataclass(frozen=True)
class Set:
    """One form with its tasks.

    lost        editor → manners of which it makes other words when it opens a form
    editors     the programs whose files there are
    """

    title: str
    tasks: Callable[[], tuple[Task, ...]]
    lost: Mapping[str, frozenset[str]] = field(default_factory=dict)
    editors: tuple[str, ...] = ("word", "libreoffice-7.4", "libreoffice-25.2")


@cache
def written() -> tuple[Task, ...]:
    """Every manner of writing, in a short text, a long one, and a short one with a prompt of one word."""
    return _texts(on_text.WRITTEN)


@cache
def corners() -> tuple[Task, ...]:
    """More manners of writing, likewise."""
    return _texts(on_text.CORNERS)


def _texts(manners: Mapping[str, on_text.Writer]) -> tuple[Task, ...]:
    tasks = []
    for n, (manner, write) in enumerate(manners.items()):
        for m, (kind, prompt) in enumerate((("longtext", ""), ("text", ""), ("text", "Role"))):
            question = Question(f"w{n:02}_{kind}_{m}", f"{n + 1}{'abc'[m]}", kind, manner, prompt=prompt)
            tasks.append(Task(manner, question, on_text.SAYS, _written(write, question.id)))
    return tuple(tasks)


def _written(write: on_text.Writer, tag: str) -> Callable[[Page], None]:
    return lambda page: write(page, tag)


@cache
def dates() -> tuple[Task, ...]:
    """Dates typed over the prompt of their control, and as plain text in its place."""
    tasks = []
    for n, text in enumerate((*on_text.DATES, *on_text.UNDATED)):
        truth = "2026-04-03" if text in on_text.DATES else None
        for m, flat in enumerate((False, True)):
            question = Question(f"d{n:02}_{m}", f"{n + 1}{'ab'[m]}", "date", f"“{text}”")
            tasks.append(Task(f"“{text}”", question, truth, _dated(question.id, text, flat)))
    return tuple(tasks)


def _dated(tag: str, text: str, flat: bool) -> Callable[[Page], None]:
    def write(page: Page) -> None:
        page.write(tag, text)
        if flat:
            unwrap(page.sdt(tag))

    return write


@cache
def lists() -> tuple[Task, ...]:
    """What stands where a list to choose from was."""
    return _listed(on_text.LISTED)


@cache
def lists_later() -> tuple[Task, ...]:
    """More of that."""
    return _listed(on_text.LISTED_LATER)


def _listed(manners: Mapping[str, on_text.Writer]) -> tuple[Task, ...]:
    tasks = []
    for n, (manner, write) in enumerate(manners.items()):
        question = Question(f"l{n:02}", f"{n + 1}a", "choice", manner, options=CHOICE, look="list")
        tasks.append(Task(manner, question, "changed", _written(write, question.id)))
    return tuple(tasks)


_MADE_PLAIN = frozenset(
    {
        "written over while tracked",
        "moved within, tracked",
        "control deleted while tracked, words beside it",
        "a word struck out",
        "as a hyperlink",
        "in a field that shows text",
    }
)
"""LibreOffice 7.4 makes one plain run of a control: deleted words come back, codes of fields become words."""
_OF_LATE = ("word", "libreoffice-7.4")
SETS: Mapping[str, Set] = {
    "boxes": Set("Boxes to tick", boxes),
    "signs": Set("Signs by an empty box that are no sure ticks", signs, editors=_OF_LATE),
    "looks": Set("More looks of options, and drawings", looks, editors=_OF_LATE),
    "taken-back": Set("Boxes that are ticked, and words that take it back", taken_back, editors=_OF_LATE),
    "written": Set("Texts", written, {"libreoffice-7.4": _MADE_PLAIN}),
    "corners": Set(
        "Texts, from the corners of Word",
        corners,
        {
            "libreoffice-7.4": frozenset(
                {
                    "all of it hidden",
                    "as an equation below the control",
                    "with a space in Wingdings",
                    "deleted while inserted, and written anew",
                }
            )
        },
        _OF_LATE,
    ),
    "dates": Set("Dates, typed: 3 April 2026 is meant, or no day", dates),
    "rows": Set(
        "Tables to fill in",
        rows,
        {
            "libreoffice-7.4": frozenset({"filled row deleted, tracked", "two answers in one row"}),
            "libreoffice-25.2": frozenset({"filled row deleted, tracked"}),
        },
    ),
    "lists": Set("Lists to choose from", lists),
    "lists-later": Set("Lists to choose from, in more manners", lists_later, editors=_OF_LATE),
}
"""The forms by the name of their files."""
