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
from docgen.marks import Remark
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


def bared_and_struck(root: Any, chance: random.Random) -> None:
    """As before, and many words struck out."""
    bared(root, chance)
    for run in root.iter(W + "r"):
        if chance.random() < 0.5:
            dress(run, "rPr", chance.choice(("strike", "dstrike")), chance.choice(("1", "1", "0")))


WORDS = ("Please call me about this case", "see above", "Type here", "1", "X", "Yes", "Not known to us\u00a0", "?", "")


def said_by(root: Any, chance: random.Random) -> str:
    """Words that a person adds, mostly new ones, or some that the form says elsewhere."""
    if chance.random() < 0.8:
        return chance.choice(WORDS)
    return "".join(chance.choice([one.text or "" for one in root.iter(W + "t")]))


def run_of(root: Any, words: str) -> Any:
    run = root.makeelement(W + "r")
    text = run.makeelement(W + "t")
    text.text = words
    run.append(text)
    return run


def line_added(root: Any, chance: random.Random) -> None:
    """A paragraph behind a table, or above or below any other."""
    line = root.makeelement(W + "p")
    line.append(run_of(root, said_by(root, chance)))
    near = chance.choice(list(root.iter(chance.choice((W + "tbl", W + "p", W + "p")))))
    (near.addnext if chance.random() < 0.7 else near.addprevious)(line)


def three_lines_added(root: Any, chance: random.Random) -> None:
    for _ in range(3):
        line_added(root, chance)


def words_beside_an_answer(root: Any, chance: random.Random) -> None:
    control = chance.choice(list(root.iter(W + "sdt")))
    (control.addnext if chance.random() < 0.7 else control.addprevious)(run_of(root, said_by(root, chance)))


def words_of_the_form_changed(root: Any, chance: random.Random) -> None:
    own = [one for one in root.iter(W + "t") if one.text and next(one.iterancestors(W + "sdt"), None) is None]
    text = chance.choice(own)
    text.text = chance.choice(
        (text.text + " " + said_by(root, chance), text.text[1:], said_by(root, chance) + text.text)
    )


def moved_about(root: Any, chance: random.Random) -> None:
    """Paragraphs, rows, tables and bookmarks of the form, once more in another place, or there instead."""
    for _ in range(chance.randrange(1, 3)):
        kind = W + chance.choice(("p", "p", "tr", "tbl", "bookmarkStart"))
        found = [one for one in root.iter(kind) if next(one.iter(W + "sdt"), None) is None or chance.random() < 0.1]
        if found:
            one = chance.choice(found)
            near = chance.choice(list(root.iter(W + "p" if kind != W + "tr" else kind)))
            if near is not one and one not in near.iterancestors():
                near.addnext(deepcopy(one) if kind == W + "tr" or chance.random() < 0.7 else one)
        line_added(root, chance)


def much_added(root: Any, chance: random.Random) -> None:
    """Lines, words beside answers, and looks; some of it while changes were tracked."""
    for _ in range(chance.randrange(1, 5)):
        chance.choice((line_added, words_beside_an_answer, words_beside_an_answer))(root, chance)
    if chance.random() < 0.3:
        words_of_the_form_changed(root, chance)
    if chance.random() < 0.4:
        chance.choice((dressed, tracked, struck_in_part))(root, chance)


def outcome(case: Case, document: bytes) -> tuple[tuple[Answer, ...], list[Unread], list[Remark]]:
    marks = open_form(document, "return.docx").marks(learned(case))
    said = tuple(replace(answer, how="") for answer in read(marks, case[1]))  # that of the mark that was found first
    return said, sorted(marks.unread, key=repr), sorted(marks.remarks, key=repr)


CHANGES = (
    tracked,
    dressed,
    dressed_in_one_stretch,
    struck_in_part,
    tracked_and_dressed,
    stripped,
    bared,
    bared_and_struck,
    line_added,
    three_lines_added,
    words_beside_an_answer,
    words_of_the_form_changed,
    moved_about,
    much_added,
)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("case", every()[::3] + every()[-1:], ids=name)
def test_the_short_ways_and_the_long_way_agree(case: Case, change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    document = changed(filled(case), lambda root: change(root, random.Random(name(case) + change.__name__)))
    short = outcome(case, document)
    monkeypatch.setattr(reader, "as_made", lambda *_: None)
    monkeypatch.setattr(reader, "as_bared", lambda *_: None)
    monkeypatch.setattr(walker, "_is_held", lambda _: True)
    assert short == outcome(case, document)


def searched(case: Case, change: Change, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether a filled return that was changed so is searched from end to end."""

    def fail(*_: object) -> None:
        raise LookupError

    monkeypatch.setattr(reader, "_searched", fail)
    document = changed(filled(case), lambda root: change(root, random.Random(1)))
    try:
        open_form(document, "return.docx").marks(learned(case))
    except LookupError:
        return True
    return False


def answer(root: Any) -> Any:
    """The control of the first text that is an answer to a question of its own."""
    return next(one for one in root.iter(W + "sdt") if one.find(f"{W}sdtPr/{W}text") is not None)


def add_line(near: Any, words: str) -> None:
    line = near.makeelement(W + "p")
    line.append(run_of(near, words))
    near.addnext(line)


def add_line_under_tables(root: Any, count: int) -> None:
    for table in list(root.iter(W + "tbl"))[:count]:
        add_line(table, "A line under each table")


@pytest.mark.parametrize(
    "change",
    [
        lambda root, _: add_line(list(root.iter(W + "tbl"))[-1], "A line under a table"),
        lambda root, _: add_line(answer(root).getparent(), "A line under an answer"),
        lambda root, _: answer(root).addnext(run_of(root, "Words beside an answer")),
        lambda root, _: add_line_under_tables(root, 3),
    ],
    ids=["under a table", "under an answer", "beside an answer", "in three places"],
)
@pytest.mark.parametrize("case", every()[::3] + every()[-1:], ids=name)
def test_a_return_with_a_line_added_is_not_searched(
    case: Case, change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not searched(case, change, monkeypatch)


def test_a_line_in_a_cell_of_a_table_to_fill_in_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    def add(root: Any, _: random.Random) -> None:
        control = next(one for one in root.iter(W + "sdt") if "actions" in one.find(f"{W}sdtPr/{W}tag").get(W + "val"))
        add_line(control.getparent(), "Another line")

    assert not searched(every()[-1], add, monkeypatch)


def test_one_in_which_words_of_the_form_were_added_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    def add(root: Any, _: random.Random) -> None:
        add_line(list(root.iter(W + "tbl"))[-1], next(iter(learned(every()[-1]).raw)))

    assert searched(every()[-1], add, monkeypatch)


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
