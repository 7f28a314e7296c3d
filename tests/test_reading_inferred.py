"""Options that are marked otherwise than by a tick are candidates, never answers, unless the definition trusts them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from docgen.marks import INFERRED, STANDS_OUT, Address, Mark, Marks
from docgen.model import Answer, Form, Option, Question, Section, State
from docgen.reading import read

OPTIONS = (Option("good", "Good"), Option("met", "Met"), Option("not_met", "Not met"))
GRADE = Question("q", "1a", "grade", "Grade", options=OPTIONS)
TICKS = replace(GRADE, kind="ticks")
TEXT = replace(GRADE, kind="text", options=())


def answer(question: Question, *marks: Mark) -> Answer:
    (found,) = read(Marks(marks), Form("f", "F", "", (Section("s", "1", "S", (question,)),)))
    return found


def boxes(*ticked: str, without: tuple[str, ...] = (), **seen: str) -> tuple[Mark, ...]:
    """The boxes of the three options, with the ways in which they are marked, and without those that are gone."""
    return tuple(
        Mark(Address("q", one.id), ticked=one.id in ticked, glyph=one.id in ticked, seen=tuple(seen[one.id].split()))
        if one.id in seen
        else Mark(Address("q", one.id), ticked=one.id in ticked, glyph=one.id in ticked)
        for one in OPTIONS
        if one.id not in without
    )


@pytest.mark.parametrize("way", STANDS_OUT)
def test_the_one_option_that_stands_out_is_a_candidate_and_no_answer(way: str) -> None:
    found = answer(GRADE, *boxes(met=way))
    assert (found.state, found.candidates, found.how) == (State.DOUBTFUL, ("met",), way)
    assert found.doubt.startswith("no box is ticked, but “Met” is ")


@pytest.mark.parametrize("way", INFERRED)
def test_a_way_that_the_definition_trusts_is_an_answer_by_that_way(way: str) -> None:
    marks = boxes(met=way) if way in STANDS_OUT else boxes(good=way, not_met=way)
    found = answer(replace(GRADE, accept_inferred=(way,)), *marks)
    assert (found.value, found.how) == ("met", way)
    others = tuple(one for one in INFERRED if one != way)
    assert answer(replace(GRADE, accept_inferred=others), *marks).state is State.DOUBTFUL


@pytest.mark.parametrize("way", ["strike", "deleted"])
def test_the_one_option_that_is_not_taken_out_is_a_candidate(way: str) -> None:
    found = answer(GRADE, *boxes(good=way, not_met=way))
    assert (found.state, found.candidates, found.how) == (State.DOUBTFUL, ("met",), way)
    assert "all options except “Met” are" in found.doubt


def test_options_of_which_the_file_has_nothing_count_as_deleted() -> None:
    marks = boxes(without=("good", "not_met"))
    assert answer(GRADE, *marks).candidates == ("met",)
    assert answer(replace(GRADE, accept_inferred=("deleted",)), *marks).value == "met"
    assert answer(GRADE, *boxes(without=("good",))).candidates == ("met", "not_met")


def test_what_all_options_have_alike_is_the_look_of_the_form() -> None:
    found = answer(GRADE, *boxes(good="bold", met="bold highlight", not_met="bold"))
    assert (found.candidates, found.note) == (("met",), "all options are in bold alike")
    assert answer(GRADE, *boxes(good="bold", met="bold", not_met="bold")).state is State.BLANK
    assert answer(GRADE, *boxes("good", good="bold", met="bold", not_met="bold")).value == "good"


def test_two_options_that_stand_out_are_both_candidates_but_not_one_that_is_also_struck_out() -> None:
    assert answer(GRADE, *boxes(good="highlight", met="bold")).candidates == ("good", "met")
    assert answer(GRADE, *boxes(good="highlight strike", met="highlight")).candidates == ("met",)


def test_all_options_struck_out_leave_nothing_to_choose() -> None:
    found = answer(GRADE, *boxes(good="strike", met="strike", not_met="strike"))
    assert (found.doubt, found.candidates) == ("every option is struck out", ())


@pytest.mark.parametrize("question", [GRADE, TICKS], ids=["choice", "ticks"])
def test_a_tick_that_is_also_highlighted_or_left_when_the_others_are_struck_out_is_no_doubt(question: Question) -> None:
    both = answer(question, *boxes("met", met="highlight"))
    left = answer(question, *boxes("met", good="strike", not_met="strike"))
    assert both.state is left.state is State.ANSWERED


def test_a_tick_against_another_mark_is_doubtful_with_both() -> None:
    other = answer(GRADE, *boxes("good", met="highlight"))
    assert (other.doubt, other.candidates) == ("Met: it is highlighted, but not ticked", ("good", "met"))
    struck = answer(GRADE, *boxes("good", good="strike", not_met="strike"))
    assert struck.doubt.startswith("Good: it is ticked, but struck out")
    assert struck.candidates == ("good", "met")


def test_a_box_in_doubt_keeps_what_is_highlighted_as_a_candidate() -> None:
    marks = (Mark(Address("q", "good"), "?", ticked=False), *boxes(without=("good",), met="highlight"))
    assert answer(GRADE, *marks).candidates == ("good", "met")


def test_ticks_are_inferred_together() -> None:
    marks = boxes(good="highlight", not_met="highlight")
    assert answer(TICKS, *marks).candidates == (("good", "not_met"),)
    assert answer(replace(TICKS, accept_inferred=("highlight",)), *marks).value == ("good", "not_met")
    assert answer(TICKS, *boxes(good="strike")).candidates == (("met", "not_met"),)


def test_a_tick_beside_a_highlight_is_doubtful_unless_highlights_are_trusted() -> None:
    marks = boxes("good", met="highlight")
    assert answer(TICKS, *marks).candidates == (("good",), ("good", "met"))
    assert answer(replace(TICKS, accept_inferred=("highlight",)), *marks).value == ("good", "met")


def test_a_text_some_of_which_is_struck_out_is_doubtful_with_both_readings() -> None:
    mark = Mark(Address("q"), "Yes No", kept="No")
    found = answer(TEXT, mark)
    assert (found.doubt, found.candidates) == ("part of it is struck out: “Yes No”", ("No", "Yes No"))
    trusted = answer(replace(TEXT, accept_inferred=("strike",)), mark)
    assert (trusted.value, trusted.how) == ("No", "strike")


def test_a_text_that_is_struck_out_as_a_whole_is_never_simply_blank() -> None:
    mark = Mark(Address("q"), "Yes", kept="")
    assert answer(TEXT, mark).candidates == ("Yes",)
    trusted = answer(replace(TEXT, accept_inferred=("strike",)), mark)
    assert (trusted.state, trusted.note) == (State.BLANK, "words that are struck out were left out")
