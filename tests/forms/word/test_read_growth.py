"""Reading takes as many steps more as a form is longer, however it is marked: steps are counted, nothing is timed."""

from __future__ import annotations

import cProfile
import pstats
import random
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from docgen.forms.word import Blank, blank_of, compile_toolkit, open_form
from docgen.marks import toolkit_id
from docgen.model import Form, Framework, Option, Question, Section
from docgen.reading import read
from tests.forms.word.filling import W, changed
from tests.forms.word.test_read_short import bared, dress, dressed, stripped, struck_in_part, tracked
from tests.forms.word.written import TEMPLATE

OPTIONS = tuple(Option(f"o{n}", label) for n, label in enumerate(("Good", "Met", "Not met", "Not applicable")))
Change = Callable[[Any, random.Random], None]


def untouched(root: Any, chance: random.Random) -> None:
    """As the form was made."""


def struck(root: Any, chance: random.Random) -> None:
    for run in root.iter(W + "r"):
        dress(run, "rPr", "strike", "1")


def a_line_added(root: Any, chance: random.Random) -> None:
    line = root.makeelement(W + "p")
    words = line.makeelement(W + "r")
    words.append(words.makeelement(W + "t"))
    words[0].text = "Words of a person"
    line.append(words)
    root.find(W + "body").insert(0, line)


@cache
def form(length: int) -> tuple[Form, Blank, bytes]:
    """A form of so many pairs of questions, its blank, and a copy with everything answered."""
    pairs = [
        (
            Question(f"q{n}", f"{n}a", "choice", f"What was seen, number {n}", options=OPTIONS),
            Question(f"q{n}_why", f"{n}a comment", "longtext", "Comment", about=f"q{n}"),
        )
        for n in range(length)
    ]
    made = Form("f", "F", "To grow", (Section("s", "1", "S", tuple(one for pair in pairs for one in pair)),))
    compiled = compile_toolkit(
        Framework("growth", "1", "Growth", "Test", (), (made,)), made, TEMPLATE, [one.id for one in made.questions]
    )
    answers = {one.id: "o1" if one.options else f"The words of {one.id}" for one in made.questions}
    return made, blank_of(compiled.copy(toolkit_id("blank"))), compiled.copy(toolkit_id("filled"), answers)


def steps(length: int, change: Change) -> int:
    """How many functions are called while a form of this length is read that was changed so."""
    made, blank, filled = form(length)
    document = changed(filled, lambda root: change(root, random.Random(1)))
    counted = cProfile.Profile()
    counted.runcall(lambda: read(open_form(document, "form.docx").marks(blank), made))
    return int(pstats.Stats(counted).total_calls)  # type: ignore[attr-defined]


@pytest.mark.parametrize("change", [untouched, dressed, struck, struck_in_part, tracked, stripped, bared, a_line_added])
def test_four_times_the_questions_take_at_most_four_times_the_steps(change: Change) -> None:
    steps(20, change)  # what is done once for all files
    assert steps(80, change) < 4.4 * steps(20, change)
