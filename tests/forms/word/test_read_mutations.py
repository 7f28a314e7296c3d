"""Whatever is cut, copied or moved in a filled form, no answer is read as something that nobody entered."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any

import pytest

from docgen.forms.word import Blank, blank_of, open_form
from docgen.marks import toolkit_id
from docgen.model import State
from docgen.reading import read
from tests.forms.word.filling import W, changed
from tests.forms.word.written import Case, answers, compiled, every, filled

PARTS = ("p", "tc", "tr", "sdt", "tbl", "bookmarkStart")
Change = Callable[[Any, Any], None]


@cache
def learned(case: Case) -> Blank:
    return blank_of(compiled(case).copy(toolkit_id("blank")))


def cut(one: Any, _: Any) -> None:
    one.getparent().remove(one)


def copy_behind_itself(one: Any, _: Any) -> None:
    one.addnext(deepcopy(one))


def copy_elsewhere(one: Any, other: Any) -> None:
    other.addnext(deepcopy(one))


def move(one: Any, other: Any) -> None:
    if one is not other and one not in other.iterancestors():
        one.getparent().remove(one)
        other.addnext(one)


def change_places(one: Any, other: Any) -> None:
    if one is other or one in other.iterancestors() or other in one.iterancestors():
        return
    place = deepcopy(one)
    one.addprevious(place)
    other.addprevious(one)
    place.addprevious(other)
    place.getparent().remove(place)


CHANGES: tuple[Change, ...] = (cut, copy_behind_itself, copy_elsewhere, move, change_places)


def mutation(seed: int) -> Callable[[Any], None]:
    """One to three random changes to parts of a document."""

    def mutate(root: Any) -> None:
        chance = random.Random(seed)
        for _ in range(chance.randint(1, 3)):
            found = list(root.iter(W + chance.choice(PARTS)))
            if found:
                chance.choice(CHANGES)(chance.choice(found), chance.choice(found))

    return mutate


@pytest.mark.parametrize("seed", range(60))
def test_after_any_change_an_answer_is_right_blank_or_doubtful(seed: int) -> None:
    """A text may have grown, and says so; a table may have other rows."""
    case = every()[-1 - seed % 3]
    document = changed(filled(case), mutation(seed))
    marks = open_form(document, "form.docx").marks(learned(case))
    for answer in read(marks, case[1]):
        question, truth = case[1].question(answer.field), answers(case[1])[answer.field]
        assert question is not None
        if answer.state is not State.ANSWERED or answer.value == truth or question.kind == "table":
            continue
        assert question.kind in ("text", "longtext"), f"{answer.field}: {answer.value!r}, not {truth!r}"
        assert answer.note, f"{answer.field}: {answer.value!r}, not {truth!r}"
