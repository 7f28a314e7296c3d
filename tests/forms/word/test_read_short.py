"""The short ways of reading come to what the long way comes to: by looking at every paragraph, piece by piece."""

from __future__ import annotations

import random
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from docgen.forms.word import open_form
from docgen.forms.word import read as reader
from docgen.forms.word import walk as walker
from docgen.forms.word.bared import as_bared
from docgen.forms.word.carriers import toolkits
from docgen.model import Answer, Unread
from docgen.reading import read
from tests.forms.word.filling import W, changed
from tests.forms.word.test_read_mutations import learned
from tests.forms.word.written import Case, every, filled, name

Change = Callable[[Any, random.Random], None]


def tracked(root: Any, chance: random.Random) -> None:
    for number, run in enumerate(list(root.iter(W + "r"))):
        if chance.random() < 0.5:
            author = chance.choice(("Sam Field", "Jo Marsh"))
            around = run.makeelement(W + "ins", {W + "id": str(9000 + number), W + "author": author})
            run.addprevious(around)
            around.append(run)
            if chance.random() < 0.2:
                gone = run.makeelement(W + "del", {W + "id": str(19000 + number), W + "author": author})
                piece = gone.makeelement(W + "r")
                text = piece.makeelement(W + "delText")
                text.text = "what stood here before"
                piece.append(text)
                gone.append(piece)
                around.addprevious(gone)


def dressed(root: Any, chance: random.Random) -> None:
    looks = {"highlight": "yellow", "b": "1", "strike": "1", "dstrike": "0", "u": "single", "color": "FF0000"}
    for run in root.iter(W + "r"):
        if chance.random() < 0.3:
            look = chance.choice(tuple(looks))
            dress(run, "rPr", look, looks[look])


def dress(holder: Any, properties: str, look: str, value: str) -> None:
    """Gives a run or a paragraph one more property."""
    found = holder.find(W + properties)
    if found is None:
        found = holder.makeelement(W + properties)
        holder.insert(0, found)
    found.append(found.makeelement(W + look, {W + "val": value}))


def dressed_in_one_stretch(root: Any, chance: random.Random) -> None:
    """Everything from one place to another looks alike, and some paragraphs as a whole."""
    runs = list(root.iter(W + "r"))
    start, end = sorted(chance.sample(range(len(runs)), 2))
    looks = (("strike", "1"), ("highlight", "yellow"), ("rStyle", "DGGrade"), ("shd", "pct10"))
    for run in runs[start:end]:
        dress(run, "rPr", *chance.choice(looks[:2]))
        if chance.random() < 0.1:
            dress(run, "rPr", *chance.choice(looks))
    for paragraph in root.iter(W + "p"):
        if chance.random() < 0.1:
            dress(paragraph, "pPr", *looks[-1])


def struck_in_part(root: Any, chance: random.Random) -> None:
    """Some words of each text are struck out, as Word leaves them: each in a run of its own."""
    for run in list(root.iter(W + "r")):
        text = run.find(W + "t")
        if text is not None and text is run[-1] and " " in (text.text or ""):
            for word in reversed(text.text.split(" ")[1:]):
                made = deepcopy(run)
                made.insert(1 if made[0].tag == W + "rPr" else 0, made.makeelement(W + "lastRenderedPageBreak"))
                made[-1].text = f" {word}"
                if chance.random() < 0.3:
                    dress(made, "rPr", chance.choice(("strike", "dstrike")), chance.choice(("1", "1", "0")))
                run.addnext(made)
            text.text = text.text.split(" ")[0]


def tracked_and_dressed(root: Any, chance: random.Random) -> None:
    dressed(root, chance)
    tracked(root, chance)


def stripped(root: Any, chance: random.Random) -> None:
    for control in reversed(list(root.iter(W + "sdt"))):
        if chance.random() < 0.9:
            for child in list(control.find(W + "sdtContent")):
                if chance.random() < 0.1:
                    for text in child.iter(W + "t"):
                        text.text = chance.choice(("X", "", "Type here", "Role of Sam", "☒", "Sam\u00a0Field "))
                control.addprevious(child)
            control.getparent().remove(control)


def bared(root: Any, chance: random.Random) -> None:
    """Every control gone; some signs and answers changed within their bookmarks, and words dressed beside them."""
    for control in reversed(list(root.iter(W + "sdt"))):
        content = control.find(W + "sdtContent")
        for text in content.iter(W + "t"):
            if chance.random() < 0.1:
                text.text = {"☐": "☒", "☒": "☐"}.get(text.text, chance.choice(("words of a person", "", "Type here")))
        for child in list(content):
            control.addprevious(child)
        control.getparent().remove(control)
    for run in root.iter(W + "r"):
        if chance.random() < 0.1:
            dress(run, "rPr", chance.choice(("highlight", "strike")), "1")


def outcome(case: Case, document: bytes) -> tuple[tuple[Answer, ...], list[Unread]]:
    marks = open_form(document, "return.docx").marks(learned(case))
    said = tuple(replace(answer, how="") for answer in read(marks, case[1]))  # that of the mark that was found first
    return said, sorted(marks.unread, key=repr)


CHANGES = (tracked, dressed, dressed_in_one_stretch, struck_in_part, tracked_and_dressed, stripped, bared)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("case", every()[::3] + every()[-1:], ids=name)
def test_the_short_ways_and_the_long_way_agree(case: Case, change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    document = changed(filled(case), lambda root: change(root, random.Random(name(case) + change.__name__)))
    short = outcome(case, document)
    monkeypatch.setattr(reader, "as_made", lambda *_: None)
    monkeypatch.setattr(reader, "as_bared", lambda *_: None)
    monkeypatch.setattr(walker, "_is_held", lambda _: True)
    assert short == outcome(case, document)


def read_by_bookmarks(case: Case, change: Change) -> bool:
    """Whether a return without controls that was changed so is read by its bookmarks alone."""
    without = changed(filled(case), lambda root: bared(root, random.Random(1)))
    opened = open_form(changed(without, lambda root: change(root, random.Random(1))), "return.docx")
    return as_bared(opened.parts.root, learned(case), toolkits(opened.carriers)) is not None


@pytest.mark.parametrize("case", every(), ids=name)
def test_a_return_without_controls_is_read_by_its_bookmarks(case: Case) -> None:
    assert read_by_bookmarks(case, lambda *_: None)


def first(root: Any) -> Any:
    """The first bookmark around an answer."""
    return next(one for one in root.iter(W + "bookmarkStart") if one.get(W + "name").startswith("_dg_"))


def retype(root: Any, number: int, words: str) -> None:
    """Other words in one of the texts of the file."""
    list(root.iter(W + "t"))[number].text = words


@pytest.mark.parametrize(
    "change",
    [
        lambda root, _: first(root).addprevious(deepcopy(first(root).getnext())),
        lambda root, _: first(root).getparent().append(deepcopy(first(root).getnext())),
        lambda root, _: first(root).getparent().addnext(deepcopy(first(root).getparent())),
        lambda root, _: first(root).getparent().addnext(first(root).getnext().getnext()),
        lambda root, _: first(root).set(W + "name", "_dg_another"),
        lambda root, _: retype(root, 0, "Words of a person"),
        lambda root, _: retype(root, [one.text for one in root.iter(W + "t")].index("☒"), "X"),
    ],
    ids=["before", "behind", "twice", "a bookmark over two paragraphs", "another name", "the form's words", "an X"],
)
def test_one_that_was_changed_in_another_way_is_searched(change: Change) -> None:
    assert not read_by_bookmarks(every()[-1], change)
