"""Words at a question that are in no answer, and what they do to it: they take a tick back, and never make one."""

from __future__ import annotations

import pytest

from docgen.fields import YES_NO
from docgen.marks import COMMENT, DRAWING, Address, Mark, Marks, Remark
from docgen.model import Answer, Form, Option, Question, Section, State, Value
from docgen.reading import read

GRADES = (Option("good", "Good"), Option("met", "Met"), Option("not_met", "Not met"))
GRADE = Question("grade", "1a", "grade", "Grade", options=GRADES)
SEEN = Question("seen", "1c", "yesno", "Child seen", options=YES_NO)
LIST = Question("way", "1d", "choice", "Way", options=GRADES, look="list")
WHY = Question("why", "1a comment", "longtext", "Why", about="grade")
FORM = Form("case", "Case audit", "", (Section("first", "1", "First", (GRADE, WHY, SEEN, LIST)),))


def boxes(question: Question, chosen: str) -> list[Mark]:
    return [
        Mark(Address(question.id, one.id), ticked=one.id == chosen, glyph=one.id == chosen) for one in question.options
    ]


def answer(field: str, *remarks: Remark, why: str = "Plans are late.", beside: str = "") -> Answer:
    """The answer to one question of a form in which Met and Yes are ticked, and Good is chosen from the list."""
    listed = Mark(Address("way"), "Good", beside)
    marks = (*boxes(GRADE, "met"), Mark(Address("why"), why), *boxes(SEEN, "yes"), listed)
    return next(one for one in read(Marks(marks, remarks=remarks), FORM) if one.field == field)


BACK = (
    "Ignore the tick",
    "please disregard",
    "Sorry – not this one",
    "ticked by mistake!",
    "wrong box",
    "I changed my mind",
    "this is wrong",
    "ERROR",
    "Doesn’t apply",
    "I meant to tick the next",
)
ABOUT_THE_WORK = (
    "see the plan of 3 May",
    "The mistakes of the plan were put right",
    "The wrong school was named in the plan",
    "Professionals ignored the risk",
    "The plan should be reviewed",
    "Good practice",
    "This must be read with 1c",
)


@pytest.mark.parametrize("text", BACK)
def test_words_that_take_a_tick_back_leave_it_in_doubt(text: str) -> None:
    found = answer("grade", Remark("grade", text))
    assert (found.state, found.candidates) == (State.DOUBTFUL, ("met",))
    assert found.doubt == f"it is answered, but “{text}” stands beside it"


@pytest.mark.parametrize("text", ABOUT_THE_WORK)
def test_words_about_the_work_leave_a_tick_as_it_is(text: str) -> None:
    assert answer("grade", Remark("grade", text)).value == "met"


@pytest.mark.parametrize(
    ("field", "text", "candidates"),
    [
        ("grade", "should be Good", ("met", "good")),
        ("grade", "Should have been “not met”.", ("met", "not_met")),
        ("grade", "Not met", ("met", "not_met")),
        ("seen", "should be No", ("yes", "no")),
        ("seen", "No", ("yes", "no")),
    ],
)
def test_words_that_name_another_option_make_it_a_candidate(
    field: str, text: str, candidates: tuple[Value, ...]
) -> None:
    assert answer(field, Remark(field, text)).candidates == candidates


@pytest.mark.parametrize("text", ["no", "N/A", "?", "✗", "Never."])
def test_a_plain_no_beside_an_answer_leaves_it_in_doubt_but_not_beside_another_option(text: str) -> None:
    assert answer("grade", Remark("grade", text)).state is State.DOUBTFUL
    assert answer("grade", Remark("grade", text, option="met")).state is State.DOUBTFUL
    assert answer("grade", Remark("grade", text, option="good")).value == "met"


def test_words_beside_a_comment_are_about_what_it_is_a_comment_on_too() -> None:
    remark = Remark("why", "Ignore the tick above")
    assert answer("grade", remark).state is State.DOUBTFUL


@pytest.mark.parametrize(
    "why", ["I ticked Met by mistake.", "Ticked the wrong one, please see 2.", "Wrong box, sorry."]
)
def test_a_comment_that_takes_its_tick_back_leaves_the_tick_in_doubt_and_stands_itself(why: str) -> None:
    found = answer("grade", why=why)
    assert found.doubt == f"it is answered, but “{why}” is written in 1a comment"
    assert answer("why", why=why).value == why


@pytest.mark.parametrize("text", ["not Good", "Good?", "should be Met", "wrong one", "or Met", "Met"])
def test_an_entry_of_a_list_that_words_beside_it_deny_is_in_doubt(text: str) -> None:
    found = answer("way", beside=f" {text}")
    assert (found.state, found.candidates[0]) == (State.DOUBTFUL, "good")
    assert found.doubt == f"Good: it is chosen, but “{text}” is written beside it"


def test_a_reason_beside_an_entry_of_a_list_is_no_doubt() -> None:
    assert answer("way", beside=" since the plan was on time").value == "good"


# --- what is blank ---------------------------------------------------------------------------------------

BLANK = (*boxes(GRADE, ""), Mark(Address("why"), "", prompt=True), *boxes(SEEN, ""), Mark(Address("way"), prompt=True))


def blank(*remarks: Remark) -> Answer:
    """The answer to the question of the first remark, where nothing is answered."""
    return next(one for one in read(Marks(BLANK, remarks=remarks), FORM) if one.field == remarks[0].field)


@pytest.mark.parametrize(
    ("remark", "candidates"),
    [
        (Remark("why", "Plans are late.", stands_in=COMMENT), ("Plans are late.",)),
        (Remark("grade", "Met", stands_in=COMMENT), ("met",)),
        (Remark("grade", "this one", stands_in=COMMENT, option="met"), ("met",)),
        (Remark("grade", "between Met and Good", stands_in=COMMENT), ("good", "met")),
        (Remark("grade", "What does it mean?", stands_in=COMMENT), ()),
        (Remark("grade", "Met"), ("met",)),
        (Remark("seen", "No."), ("no",)),
    ],
)
def test_a_comment_on_a_blank_answer_and_an_option_beside_it_are_asked_about(
    remark: Remark, candidates: tuple[Value, ...]
) -> None:
    found = blank(remark)
    assert (found.state, found.candidates) == (State.DOUBTFUL, candidates)
    where = "stands in a comment on it" if remark.stands_in else "stands beside it"
    assert found.doubt == f"nothing is answered, but “{remark.text}” {where}"


def test_something_drawn_on_a_blank_answer_is_asked_about() -> None:
    found = blank(Remark("grade", "Oval 5", DRAWING, "met"))
    assert found.doubt == "nothing is answered, but there is a drawing on it"
    assert found.candidates == ("good", "met", "not_met")
    assert blank(Remark("why", "Picture 3", DRAWING)).candidates == ()


@pytest.mark.parametrize("remark", [Remark("why", "see above"), Remark("grade", "see 2"), Remark("grade", "wrong box")])
def test_other_words_leave_a_blank_answer_blank(remark: Remark) -> None:
    assert blank(remark).state is State.BLANK
