"""Comments on a form, by the answer that they stand on: one that is blank is asked about, in every format alike."""

from __future__ import annotations

import pytest

from docgen.marks import Remark
from docgen.model import Answer, State
from docgen.reading import read
from tests.forms.word.build import box, para, part, row, run, table, text
from tests.forms.word.sample import FORM, GRADES, body, marks, tabbed

MARK = '<w:r><w:commentReference w:id="7"/></w:r>'


def noted(field: str, says: str, **cells: str) -> Answer:
    """The answer to a question of a form with a comment where its cells have MARK."""
    comments = part("comments", f'<w:comment w:id="7" w:author="A. Auditor">{para(says)}</w:comment>')
    found = marks(*body(**cells), parts={"word/comments.xml": comments})
    assert [one.text for one in found.unread] == [says]
    return next(one for one in read(found, FORM) if one.field == field)


def test_a_comment_on_a_blank_answer_leaves_it_in_doubt_with_its_words() -> None:
    found = noted("rationale", "Plans are late.", rationale=para(text("rationale"), MARK))
    assert (found.state, found.candidates) == (State.DOUBTFUL, ("Plans are late.",))
    assert found.doubt == "nothing is answered, but “Plans are late.” stands in a comment on it"


def test_a_comment_on_an_option_leaves_that_option_as_the_candidate() -> None:
    lines = (para(box(f"grade={name}"), tabbed(label), MARK if name == "met" else "") for name, label in GRADES.items())
    assert noted("grade", "this one I think", grade="".join(lines)).candidates == ("met",)


@pytest.mark.parametrize(("says", "value"), [("Is this right?", "Clear"), ("Please disregard", None)])
def test_a_comment_on_an_answer_leaves_it_alone_unless_it_takes_it_back(says: str, value: str | None) -> None:
    assert noted("rationale", says, rationale=para(text("rationale", "Clear"), MARK)).value == value


def test_a_comment_on_a_question_is_no_comment_on_its_answer() -> None:
    anchored = "".join(body()).replace(run("Rationale"), run("Rationale") + MARK)
    comments = part("comments", f'<w:comment w:id="7" w:author="A">{para("What is meant here?")}</w:comment>')
    found = marks(anchored, parts={"word/comments.xml": comments})
    assert found.remarks == (Remark("rationale", "What is meant here?"),)
    assert {one.state for one in read(found, FORM)} == {State.BLANK}


def test_words_in_a_table_of_their_own_are_about_no_question() -> None:
    assert marks(*body(end=table(row("2", "Please ignore the tick")))).remarks == ()


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_a_note_on_a_blank_answer_leaves_it_in_doubt_with_its_words(kind: str) -> None:
    mark = f'<w:r><w:{kind}Reference w:id="7"/></w:r>'
    notes = part(f"{kind}s", f'<w:{kind} w:id="7">{para("Plans are late.")}</w:{kind}>')
    found = marks(*body(rationale=para(text("rationale"), mark)), parts={f"word/{kind}s.xml": notes})
    assert [one.text for one in found.unread] == ["Plans are late."]
    answer = next(one for one in read(found, FORM) if one.field == "rationale")
    assert (answer.doubt, answer.candidates) == (
        "nothing is answered, but “Plans are late.” stands in a note on it",
        ("Plans are late.",),
    )


def _by(author: str, kind: str, inner: str) -> str:
    return f'<w:{kind} w:id="1" w:author="{author}">{inner}</w:{kind}>'


@pytest.mark.parametrize("second", ["A. Auditor", "B. Manager"])
def test_an_answer_that_two_people_changed_is_doubtful_and_one_that_one_changed_is_not(second: str) -> None:
    gone = "<w:r><w:delText>timely </w:delText></w:r>"
    inside = _by("A. Auditor", "ins", run("Clear ")) + _by(second, "del", gone) + _by(second, "ins", run("and late"))
    held = text("rationale", "x").replace(run("x"), inside)
    found = next(one for one in read(marks(*body(rationale=para(held))), FORM) if one.field == "rationale")
    assert (found.value or found.candidates[0]) == "Clear and late"
    assert (found.state is State.DOUBTFUL) == (second == "B. Manager")
    if found.doubt:
        assert found.doubt.startswith("it was changed by A. Auditor and B. Manager while changes were tracked")


def test_a_tick_that_another_person_moved_is_doubtful() -> None:
    def line(name: str, label: str) -> str:
        who, sign, old = {"good": ("A. Auditor", "☐", "☒"), "met": ("B. Manager", "☒", "☐")}.get(name, ("", "", ""))
        change = _by(who, "del", f"<w:r><w:delText>{old}</w:delText></w:r>") + _by(who, "ins", run(sign))
        control = box(f"grade={name}", int(name == "met"))
        return para(control.replace(run("☒" if name == "met" else "☐"), change) if who else control, tabbed(label))

    cells = "".join(line(name, label) for name, label in GRADES.items())
    found = next(one for one in read(marks(*body(grade=cells)), FORM) if one.field == "grade")
    assert (found.state, found.candidates) == (State.DOUBTFUL, ("met",))
