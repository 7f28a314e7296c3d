"""Marks become answers, for all formats alike; and which form a file is a copy of."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from docgen.marks import Address, Carrier, Mark, Marks, is_tick, may_be_tick, toolkit_id
from docgen.model import Answer, Form, Identity, Option, Query, Question, Section, State
from docgen.reading import GONE, identify, read

GRADES = (Option("good", "Good"), Option("met", "Met"), Option("not_met", "Not met"))
ONE, TWO = toolkit_id("one"), toolkit_id("two")


def form(*questions: Question) -> Form:
    return Form("case", "Case audit", "", (Section("first", "1", "First", questions),))


def answer(question: Question, *marks: Mark, missing: tuple[Address, ...] = ()) -> Answer:
    """The answer that these marks come to."""
    (found,) = read(Marks(marks, (), missing), form(question))
    return found


def ask(kind: str, options: tuple[Option, ...] = ()) -> Question:
    return Question("q", "1a", kind, "Question", options=options)


def written(text: str, **more: object) -> Mark:
    return Mark(Address("q"), text, **more)  # type: ignore[arg-type]


def box(option: str, ticked: bool | None = False, glyph: bool | None = None, **more: object) -> Mark:
    """A box; its sign shows what it stores unless another one is given."""
    shown = ticked if glyph is None and "text" not in more else glyph
    return Mark(Address("q", option), ticked=ticked, glyph=shown, **more)  # type: ignore[arg-type]


def test_every_question_has_an_answer_in_the_order_of_the_form() -> None:
    first, second = Question("a", "1a", "text", "A"), Question("b", "", "text", "B")
    answers = read(Marks((Mark(Address("b"), "2"), Mark(Address("a"), "1"))), form(first, second))
    assert [(one.field, one.value, one.where) for one in answers] == [
        ("a", "1", "section 1, row 1a"),
        ("b", "2", "section 1"),
    ]


def test_a_form_that_stands_in_the_file_twice_with_the_same_ticks_is_read() -> None:
    first = [box("good"), box("met", True), box("not_met")]
    second = [one._replace(how="reference") for one in first]
    found = answer(ask("grade", GRADES), *first, *second)
    assert (found.value, found.state) == ("met", State.ANSWERED)
    assert "2 times, marked alike" in found.note


def test_an_answer_does_not_depend_on_the_questions_that_are_marked_alike() -> None:
    chance = random.Random(1)
    texts = ("☒", "☐", "X", "", "not good", "Met?")
    questions, marks = [], []
    for number in range(300):
        options = chance.choice((GRADES, GRADES[:2], tuple(replace(one, label=f"{one.label}, sure") for one in GRADES)))
        kind, trusted = chance.choice(("grade", "ticks")), chance.choice(((), ("strike",)))
        questions.append(Question(f"q{number}", f"{number}", kind, "Q", options=options, accept_inferred=trusted))
        for option in ("", *(one.id for one in options)):
            state, seen = chance.random() < 0.4, chance.choice(((), (), ("highlight",), ("strike",)))
            if option or chance.random() < 0.1:
                marks.append(Mark(Address(f"q{number}", option), chance.choice(texts), "", state, state, seen=seen))
    for question, found in zip(questions, read(Marks(tuple(marks)), form(*questions)), strict=True):
        assert (found,) == read(Marks(tuple(one for one in marks if one.address.field == question.id)), form(question))


def test_an_answer_without_a_mark_is_missing_and_not_blank() -> None:
    assert answer(ask("text")).doubt == GONE
    assert answer(ask("table"), missing=(Address("q", row=1, column="c"),)).doubt == GONE
    assert answer(ask("table")).state is State.BLANK


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("text", "  C1 ", "C1"),
        ("longtext", "\n One\nTwo \n", "One\nTwo"),
        ("number", "1,250", 1250),
        ("number", "3.5", Decimal("3.5")),
        ("date", "9 October 2014", "2014-10-09"),
        ("yesno", "y", "yes"),
        ("grade", " not  MET", "not_met"),
    ],
)
def test_a_text_becomes_a_value_of_its_kind(kind: str, text: str, value: object) -> None:
    options = GRADES if kind == "grade" else (Option("yes", "Yes"), Option("no", "No")) if kind == "yesno" else ()
    found = answer(ask(kind, options), written(text))
    assert (found.value, found.state, found.text) == (value, State.ANSWERED, text)


@pytest.mark.parametrize(("kind", "text"), [("number", "12 of 15"), ("date", "next week"), ("grade", "Godo")])
def test_a_text_that_is_no_value_of_its_kind_is_doubtful_with_the_text_kept(kind: str, text: str) -> None:
    found = answer(ask(kind, GRADES), written(text))
    assert (found.value, found.state, found.text) == (None, State.DOUBTFUL, text)
    assert found.doubt


def test_a_letter_that_nobody_sees_is_blank() -> None:
    assert answer(ask("text"), written("\u200b")).state is State.BLANK


def test_white_space_is_blank() -> None:
    assert answer(ask("text"), written(" \n\t")).state is State.BLANK


def test_text_before_and_behind_a_control_is_part_of_its_answer() -> None:
    found = answer(ask("text"), written("two", before="one ", beside=" three"))
    assert (found.value, found.how) == ("one two three", "beside")


def test_a_prompt_that_may_be_part_of_the_answer_leaves_two_candidates() -> None:
    found = answer(ask("text"), written("C100", whole="Case reference C100"))
    assert (found.value, found.candidates) == (None, ("C100", "Case reference C100"))


def test_a_prompt_that_cannot_be_part_of_the_answer_is_no_doubt() -> None:
    assert answer(ask("number"), written("12", whole="Number 12")).value == 12


def test_an_uncertain_place_leaves_a_doubt_only_where_something_stands_there() -> None:
    trouble = "it stands in another row"
    assert answer(ask("text"), written("C1", trouble=trouble)).doubt == trouble
    assert answer(ask("text"), written("", trouble=trouble)).state is State.BLANK


# --- boxes -----------------------------------------------------------------------------------------------


def test_one_ticked_box_is_the_choice_and_none_is_blank() -> None:
    ticked = answer(ask("grade", GRADES), box("good"), box("met", True), box("not_met"))
    assert (ticked.value, ticked.how) == ("met", "control")
    assert answer(ask("grade", GRADES), *(box(option.id) for option in GRADES)).state is State.BLANK


def test_ticks_come_in_the_order_of_the_definition() -> None:
    found = answer(ask("ticks", GRADES), box("not_met", True), box("met"), box("good", True))
    assert found.value == ("good", "not_met")


def test_a_box_of_which_only_the_sign_is_left_counts_by_its_sign() -> None:
    found = answer(ask("grade", GRADES), box("good", None, True), box("met", None, False), box("not_met", None, False))
    assert (found.value, found.how) == ("good", "glyph")


def test_a_second_option_that_is_in_doubt_leaves_the_choice_in_doubt() -> None:
    found = answer(ask("grade", GRADES), box("good", True), box("met", text="?"), box("not_met"))
    assert (found.value, found.candidates) == (None, ("good", "met"))


@pytest.mark.parametrize(
    ("beside", "candidates"),
    [
        ("not Good", ("good",)),
        ("– no, Met", ("good", "met")),
        ("Good?", ("good",)),
        ("n/a", ("good",)),
        ("Good/Not met", ("good", "not_met")),
        ("❌", ("good",)),
    ],
)
def test_words_that_take_a_tick_back_leave_it_in_doubt(beside: str, candidates: tuple[str, ...]) -> None:
    marks = box("good", True, beside=beside), box("met"), box("not_met")
    found = answer(ask("grade", GRADES), *marks)
    assert (found.state, found.candidates) == (State.DOUBTFUL, candidates)
    below = answer(ask("grade", GRADES), box("good", True), *marks[1:], Mark(Address("q"), beside))
    assert (below.state, below.candidates) == (State.DOUBTFUL, candidates)


@pytest.mark.parametrize("beside", ["– just", "no concerns", "as 3b", "Good!", "see the plan"])
def test_a_comment_beside_a_tick_leaves_it_as_it_is(beside: str) -> None:
    assert answer(ask("grade", GRADES), box("good", True, beside=beside), box("met"), box("not_met")).value == "good"


def test_ticks_with_the_name_of_another_option_below_may_be_both() -> None:
    marks = box("good", True), box("met"), box("not_met"), Mark(Address("q"), "and Met")
    assert answer(ask("ticks", GRADES), *marks).candidates == (("good",), ("good", "met"))


def test_words_typed_over_a_box_name_the_options_that_they_may_mean() -> None:
    found = answer(ask("grade", GRADES), box("good", text="Not me"), box("met"), box("not_met"))
    assert "not_met" in found.candidates


def test_too_many_boxes_in_doubt_do_not_name_every_combination() -> None:
    options = tuple(Option(f"o{n}", f"Option {n}") for n in range(40))
    found = answer(ask("ticks", options), *(box(option.id, text="?") for option in options))
    assert found.state is State.DOUBTFUL
    assert len(found.candidates) <= 8


def test_the_same_box_twice_counts_once_where_both_say_the_same() -> None:
    found = answer(ask("grade", GRADES), box("good", True), box("good", True), box("met"), box("not_met"))
    assert found.value == "good"
    differs = answer(ask("grade", GRADES), box("good", True), box("good"), box("met"), box("not_met"))
    assert (differs.value, differs.candidates) == (None, ("good",))


@pytest.mark.parametrize("text", ["X", " x ", "[x]", "✔\ufe0f", "Yes", "yes."])
def test_what_people_type_for_a_tick_is_one(text: str) -> None:
    assert is_tick(text)


@pytest.mark.parametrize("text", ["", "no", "n", "n/a", "-", "✗", "0", "xx", "yes and no"])
def test_what_may_mean_a_no_is_no_tick(text: str) -> None:
    assert not is_tick(text)


# --- tables ----------------------------------------------------------------------------------------------


TABLE = Question(
    "q", "1a", "table", "Actions", columns=(Question("what", "", "text", "What"), Question("due", "", "date", "Due"))
)


def cell(row: int, column: str, text: str, **more: object) -> Mark:
    return Mark(Address("q", row=row, column=column), text, **more)  # type: ignore[arg-type]


def test_rows_are_read_with_their_blank_cells_and_without_blank_rows() -> None:
    found = answer(TABLE, cell(1, "what", "Call"), cell(2, "what", " "), cell(4, "due", "01/12/2014"))
    assert found.value == ({"what": "Call", "due": None}, {"what": None, "due": "2014-12-01"})


def test_one_doubtful_cell_leaves_the_table_in_doubt_and_says_which() -> None:
    found = answer(TABLE, cell(1, "what", "Call"), cell(2, "due", "soon"))
    assert found.doubt.startswith("row 2, Due: “soon” is not a date")
    assert found.candidates == (({"what": "Call", "due": None}, {"what": None, "due": "soon"}),)


# --- identity --------------------------------------------------------------------------------------------

PLACE = ("sample", "1", "case")
KEYS = {"0123abcd": PLACE, "4567cdef": ("sample", "1", "benchmark")}
PROPERTIES = Carrier("document properties", *PLACE, toolkit=ONE)
IDENTIFIER = Carrier("identifier", *PLACE, toolkit=ONE)
BOOKMARK = Carrier("bookmark", toolkit=ONE, key="0123abcd")
FOOTER = Carrier("footer", *PLACE, toolkit=ONE)


def test_four_carriers_that_agree_are_all_named() -> None:
    names = ("document properties", "identifier", "bookmark", "footer")
    assert identify((PROPERTIES, IDENTIFIER, BOOKMARK, FOOTER), KEYS) == Identity(*PLACE, ONE, names)


@pytest.mark.parametrize("one", [PROPERTIES, IDENTIFIER, BOOKMARK, FOOTER])
def test_any_one_carrier_is_enough(one: Carrier) -> None:
    assert identify((one,), KEYS) == Identity(*PLACE, ONE, (one.name,))


def test_the_majority_counts_and_the_others_are_named() -> None:
    other = Carrier("identifier", "sample", "1", "benchmark", ONE)
    found = identify((PROPERTIES, other, BOOKMARK), KEYS)
    assert isinstance(found, Identity)
    assert (found.form, found.note) == ("case", "said otherwise by its identifier")


def refused(*carriers: Carrier) -> Query:
    found = identify(carriers, KEYS)
    assert isinstance(found, Query)
    return found


def test_two_toolkits_in_one_file_are_refused_and_both_are_named() -> None:
    query = refused(PROPERTIES, Carrier("footer", *PLACE, toolkit=TWO))
    assert query.rule == "form-two-toolkits"
    assert ONE in query.message
    assert TWO in query.message


def test_a_tie_between_two_forms_is_refused() -> None:
    assert refused(PROPERTIES, Carrier("bookmark", toolkit=ONE, key="4567cdef")).rule == "form-two-forms"


def test_a_file_without_any_carrier_is_refused() -> None:
    assert refused().rule == "form-unmarked"


def test_a_form_that_is_not_at_hand_is_named() -> None:
    query = refused(Carrier("footer", "other", "2", "case", ONE))
    assert query.rule == "form-unknown"
    assert "“case” of other 2" in query.message
    assert refused(Carrier("bookmark", toolkit=ONE, key="ffffffff")).rule == "form-unknown"


def test_an_id_that_was_mistyped_says_nothing() -> None:
    found = identify((Carrier("footer", *PLACE, toolkit="AAAA-AAAA"),), KEYS)
    assert isinstance(found, Identity)
    assert (found.toolkit, found.note) == ("", "the file does not say which copy it is")


# --- signs beside empty boxes ----------------------------------------------------------------------------


def grades(**beside: str) -> list[Mark]:
    """The boxes of the grades, all empty, with this beside them."""
    return [box(option.id, beside=beside.get(option.id, "")) for option in GRADES]


@pytest.mark.parametrize(
    "text", ["✅", "👍🏽", "х", "×", "Ｘ", "v", "ü", "•", " * ", "/", "1", "xx", "✓ so", "X, see 2", "\ufffd"]
)
def test_a_sign_by_one_empty_box_is_in_doubt_with_that_option(text: str) -> None:
    found = answer(ask("grade", GRADES), *grades(met=text))
    assert (found.state, found.candidates) == (State.DOUBTFUL, ("met",))
    assert found.doubt == f"Met: “{text.strip()}” is written beside the empty box"


@pytest.mark.parametrize("text", ["", " ", ".", "()", "…", "see below", "no", "not this", "ab"])
def test_words_and_stops_beside_an_empty_box_are_no_sign(text: str) -> None:
    assert not may_be_tick(text)
    assert answer(ask("grade", GRADES), *grades(met=text)).state is State.BLANK


@pytest.mark.parametrize("signs", [("•", "•", "•"), ("a)", "b)", "c)"), ("1.", "2.", "3.")])
def test_bullets_and_numbers_before_every_option_mark_none(signs: tuple[str, str, str]) -> None:
    each = dict(zip((option.id for option in GRADES), signs, strict=True))
    assert answer(ask("grade", GRADES), *grades(**each)).state is State.BLANK


def test_crosses_by_all_options_but_one_may_mean_that_one() -> None:
    found = answer(ask("grade", GRADES), *grades(good="✗", not_met="✗"))
    assert (found.state, found.candidates) == (State.DOUBTFUL, ("good", "met", "not_met"))


def test_a_sign_by_another_option_gainsays_a_tick_and_a_cross_does_not() -> None:
    def ticked(sign: str) -> Answer:
        return answer(ask("grade", GRADES), box("good", True), box("met", beside=sign), box("not_met"))

    assert ticked("👍").candidates == ("good", "met")
    assert ticked("✗").value == "good"
