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
