"""Answers that people mark in manners of their own: read where they are certain, else in doubt, never read wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen import reading
from docgen.forms.excel.cells import letters, split
from docgen.model import Answer, State, Value
from tests.forms.excel.marking import Pen, struck
from tests.forms.excel.written import learned, marks, read
from tests.forms.word.written import EVERYTHING

CASE = (EVERYTHING, EVERYTHING.forms[0])
MANY = CASE[1].question("many")
assert MANY is not None
LABEL = MANY.options[0].label
Marking = Callable[[Pen], object]


def marked(mark: Marking, field: str = "many") -> Answer:
    pen = Pen(CASE)
    mark(pen)
    return read(pen.done(), CASE)[field]


def first(pen: Pen) -> str:
    """The cell of the first tick."""
    return pen.at("many__o0")


# --- ticks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["✓", "✔", "☑", "☒", "x", "X", "[x]", "yes", "Y", "1", "TRUE", "true", "Ticked."])
def test_every_spelling_of_a_tick_is_one(text: str) -> None:
    assert marked(lambda pen: pen.text(first(pen), text)).value == ("o0",)


@pytest.mark.parametrize("text", ["FALSE", "false", "0"])
def test_every_spelling_of_no_tick_is_none(text: str) -> None:
    assert marked(lambda pen: pen.text(first(pen), text)).state is State.BLANK


def test_one_and_nought_as_numbers_are_a_tick_and_none() -> None:
    assert marked(lambda pen: pen.number(first(pen), "1")).value == ("o0",)
    assert marked(lambda pen: pen.number(first(pen), "0")).state is State.BLANK
    assert marked(lambda pen: pen.number(first(pen), "2")).state is State.DOUBTFUL


@pytest.mark.parametrize("text", [LABEL, f"  {LABEL.upper()} ", f"✓ {LABEL}", f"x {LABEL}"])
def test_the_words_of_an_option_in_its_own_cell_are_a_tick(text: str) -> None:
    assert marked(lambda pen: pen.text(first(pen), text)).value == ("o0",)


def test_the_words_of_another_option_are_in_doubt() -> None:
    assert MANY is not None
    other = MANY.options[1].label
    found = marked(lambda pen: pen.text(first(pen), other))
    assert (found.state, found.candidates) == (State.DOUBTFUL, ((), ("o0",)))


@pytest.mark.parametrize(
    ("letter", "font"),
    [("ü", "Wingdings"), ("þ", "Wingdings"), ("ý", "Wingdings"), ("\uf0fc", "Wingdings"), ("P", "Wingdings 2"),
     ("R", "wingdings 2"), ("a", "Webdings"), ("a", "Marlett"), ("4", "ZapfDingbats"), ("Ö", "Symbol")],
)  # fmt: skip
def test_a_letter_in_a_font_of_signs_is_the_sign(letter: str, font: str) -> None:
    assert marked(lambda pen: pen.text(first(pen), letter).font(first(pen), "", font)).value == ("o0",)
    run = (letter, f"<rFont val='{font}'/>")
    assert marked(lambda pen: pen.runs(first(pen), run)).value == ("o0",)


@pytest.mark.parametrize(
    ("letter", "font"), [("û", "Wingdings"), ("J", "Wingdings"), ("ü", "Arial"), ("N", "Webdings")]
)
def test_a_cross_or_an_unknown_sign_is_in_doubt(letter: str, font: str) -> None:
    found = marked(lambda pen: pen.text(first(pen), letter).font(first(pen), "", font))
    assert (found.state, found.candidates) == (State.DOUBTFUL, ((), ("o0",)))


def test_a_word_in_a_font_of_signs_is_in_doubt_where_words_belong() -> None:
    found = marked(lambda pen: pen.text(pen.at("plain"), "Sam").font(pen.at("plain"), "", "Wingdings"), "plain")
    assert found.doubt == "its letters are set in Wingdings, a font of signs"


# --- options that are marked otherwise -------------------------------------------------------------------


def label(pen: Pen, option: str = "o0") -> str:
    """The cell with the words of an option."""
    return pen.at(f"many__{option}", right=-1)


WAYS: dict[str, Marking] = {
    "highlight": lambda pen: pen.fill(label(pen)),
    "bold": lambda pen: pen.words(label(pen), "<b/>"),
    "underline": lambda pen: pen.words(label(pen), "<u/>"),
    "colour": lambda pen: pen.words(label(pen), "<color rgb='FFC00000'/>"),
    "border": lambda pen: pen.border(label(pen)),
}


@pytest.mark.parametrize("way", WAYS)
def test_an_option_that_stands_out_waits_for_a_person(way: str) -> None:
    found = marked(WAYS[way])
    assert (found.state, found.how, found.candidates) == (State.DOUBTFUL, way, (("o0",),))


def test_words_of_an_option_that_are_in_bold_within_their_cell_wait_for_a_person() -> None:
    """Only the text is marked, and the cell has the look that it had."""
    found = marked(lambda pen: pen.runs(label(pen), (LABEL, "<b/><color rgb='FF1A1A1A'/>")))
    assert (found.state, found.how, found.candidates) == (State.DOUBTFUL, "bold", (("o0",),))


def test_a_tick_cell_that_is_filled_in_with_a_colour_waits_for_a_person() -> None:
    found = marked(lambda pen: pen.fill(first(pen)))
    assert (found.state, found.how, found.candidates) == (State.DOUBTFUL, "highlight", (("o0",),))


def test_options_that_are_struck_out_leave_the_other_as_a_candidate() -> None:
    found = marked(lambda pen: [pen.words(label(pen, one), "<strike/>") for one in ("o1", "o2", "none")])
    assert (found.state, found.how, found.candidates) == (State.DOUBTFUL, "strike", (("o0",),))


def test_a_tick_that_is_struck_out_is_in_doubt() -> None:
    for strike in (lambda pen: pen.text(first(pen), "✓").font(first(pen), "<strike/>"),
                   lambda pen: pen.runs(first(pen), ("x", "<strike val='1'/>"))):  # fmt: skip
        assert marked(strike).state is State.DOUBTFUL
    assert marked(lambda pen: pen.runs(first(pen), ("x", "<strike val='0'/>"))).value == ("o0",)


def test_a_definition_that_trusts_highlights_takes_them() -> None:
    pen = Pen(CASE)
    WAYS["highlight"](pen)
    section = CASE[1].sections[0]
    asked = tuple(replace(one, accept_inferred=("highlight",)) for one in section.questions)
    form = replace(CASE[1], sections=(replace(section, questions=asked),))
    (found,) = (one for one in reading.read(marks(pen.done(), CASE), form) if one.field == "many")
    assert (found.value, found.how) == (("o0",), "highlight")


def test_a_look_that_a_program_gave_to_all_cells_alike_is_no_mark() -> None:
    pen = Pen(CASE)
    for spot in learned(CASE).spots.values():
        pen.fill(spot.cell, "FFF2F2F2").font(spot.cell, "<color theme='1'/>")
    pen.text(first(pen), "✓")
    found = read(pen.done(), CASE)
    assert found["many"].value == ("o0",)
    assert not [one.field for one in found.values() if one.state is State.DOUBTFUL]


# --- words that are struck out ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "pieces", "out", "candidates"),
    [
        ("plain", ("Sam ", "Alex"), 0, ("Alex", "Sam Alex")),
        ("yes", ("Yes", " No"), 0, ("no", "yes")),
        ("day", ("4/3/2024 ", "5/3/2024"), 0, ("2024-03-05", "2024-03-04")),
        ("grade", ("Good", ""), 0, ("good",)),
    ],
)
def test_words_that_are_struck_out_are_never_read_as_if_they_stood(
    field: str, pieces: tuple[str, str], out: int, candidates: tuple[Value, ...]
) -> None:
    found = marked(lambda pen: pen.runs(pen.at(field), *struck(pieces, out)), field)
    assert (found.state, found.how) == (State.DOUBTFUL, "strike")
    assert found.candidates == candidates


@pytest.mark.parametrize(("field", "text"), [("plain", "Sam"), ("grade", "Good"), ("day", "05/03/2024")])
def test_an_answer_in_a_cell_that_is_struck_out_is_in_doubt(field: str, text: str) -> None:
    found = marked(lambda pen: pen.text(pen.at(field), text).font(pen.at(field), "<strike/>"), field)
    assert (found.state, found.doubt) == (State.DOUBTFUL, f"it is struck out: “{text}”")
    assert len(found.candidates) == 1


def test_a_date_that_is_a_number_may_be_struck_out_as_well() -> None:
    found = marked(lambda pen: pen.number(pen.at("day"), "45356", "dd/mm/yyyy").font(pen.at("day"), "<strike/>"), "day")
    assert (found.state, found.candidates) == (State.DOUBTFUL, ("2024-03-05",))


# --- formulas --------------------------------------------------------------------------------------------


def test_a_formula_of_plain_numbers_is_what_it_comes_to() -> None:
    found = marked(lambda pen: pen.formula(pen.at("count"), "5+7", "12"), "count")
    assert (found.value, found.note) == (12, "calculated in the cell: =5+7")


@pytest.mark.parametrize("kind", ["b", "n"])
@pytest.mark.parametrize(("field", "value"), [("yes", "yes"), ("many__o0", ("o0",))])
def test_a_truth_value_may_be_written_as_a_formula(field: str, value: Value, kind: str) -> None:
    """As LibreOffice does."""
    found = marked(lambda pen: pen.formula(pen.at(field), "TRUE()", "1", kind), field.partition("__")[0])
    assert found.value == value


@pytest.mark.parametrize(("formula", "result", "candidates"), [("SUM(A1:A3)", "12", (12,)), ("5+7", "", ())])
def test_a_formula_with_anything_else_in_it_or_without_a_result_is_in_doubt(
    formula: str, result: str, candidates: tuple[Value, ...]
) -> None:
    found = marked(lambda pen: pen.formula(pen.at("count"), formula, result), "count")
    assert (found.state, found.candidates) == (State.DOUBTFUL, candidates)
    assert "holds a formula" in found.doubt


# --- beside the cell -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "text", "candidates"),
    [("plain", "Sam", ("Sam",)), ("grade", "Good", ("good",)), ("day", "5/3/2024", ("2024-03-05",)),
     ("count", "a few", ())],
)  # fmt: skip
@pytest.mark.parametrize("right", [1, 2])
def test_words_beside_an_empty_answer_leave_it_in_doubt(
    field: str, text: str, candidates: tuple[Value, ...], right: int
) -> None:
    pen = Pen(CASE)
    cell = pen.at(field, right=right)
    data = pen.text(cell, text).done()
    found = read(data, CASE)[field]
    assert (found.state, found.candidates, found.text) == (State.DOUBTFUL, candidates, text)
    assert found.doubt == f"its own cell is empty, but “{text}” stands beside it, in cell {cell}"
    assert marks(data, CASE).unread == ()


def test_words_beside_an_answer_are_unread() -> None:
    pen = Pen(CASE)
    data = pen.text(pen.at("plain"), "Sam").text(pen.at("plain", right=2), "ask Alex").done()
    assert read(data, CASE)["plain"].value == "Sam"
    assert [one.text for one in marks(data, CASE).unread] == ["ask Alex"]


def test_a_tick_beside_its_cell_is_in_doubt_and_a_remark_is_unread() -> None:
    pen = Pen(CASE)
    data = pen.text(pen.at("many__o0", right=1), "x").text(pen.at("many__o1", right=2), "ask Alex").done()
    found = read(data, CASE)["many"]
    assert (found.state, found.candidates) == (State.DOUBTFUL, ((), ("o0",)))
    assert [one.text for one in marks(data, CASE).unread] == ["ask Alex"]


# --- whatever a person does ------------------------------------------------------------------------------

SPELLINGS = (
    "✓",
    "x",
    "X",
    "yes",
    "TRUE",
    "1",
    "[x]",
    "☑",
    "tick",
    LABEL,
    "?",
    "n/a",
    "see note",
    "no",
    "✗",
    "ü",
    "maybe",
)
TICKS: Mapping[str, Callable[[Pen, str, str], object]] = {
    "typed": lambda pen, cell, text: pen.text(cell, text),
    "in Wingdings": lambda pen, cell, text: pen.text(cell, "ü").font(cell, "", "Wingdings"),
    "TRUE": lambda pen, cell, text: pen.truth(cell, True),
    "1": lambda pen, cell, text: pen.number(cell, "1", "General"),
    "a formula": lambda pen, cell, text: pen.formula(cell, f'"{text}"', text, "str"),
    "beside": lambda pen, cell, text: pen.text(beside(cell, 2), text),
    "filled": lambda pen, cell, text: pen.fill(cell),
    "its words filled": lambda pen, cell, text: pen.fill(beside(cell, -1)),
    "its words bold": lambda pen, cell, text: pen.words(beside(cell, -1), "<b/>"),
    "its words in a border": lambda pen, cell, text: pen.border(beside(cell, -1)),
}
"""Ways in which a person says that an option is meant."""


def beside(cell: str, right: int) -> str:
    row, column = split(cell)
    return f"{letters(column + right)}{row}"


@settings(max_examples=120)
@given(st.sampled_from(("o0", "o1", "o2")), st.sampled_from(sorted(TICKS)), st.sampled_from(SPELLINGS), st.booleans())
def test_a_tick_in_any_manner_is_read_right_or_in_doubt_or_listed(
    option: str, manner: str, text: str, struck_out: bool
) -> None:
    """Struck out, it may be meant or not: then both must stay open."""
    pen = Pen(CASE)
    cell = pen.at(f"many__{option}")
    TICKS[manner](pen, cell, text)
    if struck_out:
        pen.font(cell, "<strike/>")
    data = pen.done()
    answers = read(data, CASE)
    found = answers["many"]
    assert {one.field for one in answers.values() if one.state is not State.BLANK} <= {"many"}
    if found.state is State.BLANK:
        assert marks(data, CASE).unread, "what was written is listed"
    elif found.state is State.ANSWERED:
        assert found.value == (option,)
        assert not struck_out or manner == "beside"
    else:
        assert (option,) in found.candidates or struck_out


WORDS: Mapping[str, tuple[str, Value, tuple[str, ...]]] = {
    "plain": ("plain", "Sam Li", ("Sam Li", " Sam Li ", "Sam Li\n")),
    "grade": ("grade", "good", ("Good", "good", "GOOD", "Good.", " good ", "“Good”", "Good (just)", "Good?")),
    "yes": ("yes", "yes", ("Yes", "yes", "Y", "TRUE", "✓", "Yes.", "yes, in part", "x", "1")),
    "day": ("day", "2024-03-05", ("05/03/2024", "5.3.24", "5 March 2024", "Tue 5 Mar 2024", "by 5/3/2024")),
    "count": ("count", 12, ("12", "12.0", "£12", "12 visits", "about 12", "twelve", "12%")),
}  # fmt: skip
LOOKS = ("", "<b/>", "<u/>", "<color rgb='FFC00000'/>", "<strike/>")


@settings(max_examples=120)
@given(st.data())
def test_words_in_any_manner_are_read_right_or_in_doubt_with_the_truth(data: st.DataObject) -> None:
    field, truth, manners = WORDS[data.draw(st.sampled_from(sorted(WORDS)))]
    text, look = data.draw(st.sampled_from(manners)), data.draw(st.sampled_from(LOOKS))
    right = data.draw(st.sampled_from((0, 0, 0, 1, 2)))
    pen = Pen(CASE)
    cell = pen.at(field, right=right)
    if data.draw(st.booleans()):
        pen.runs(cell, (text[:1], look), (text[1:], look))
    else:
        pen.text(cell, text)
        pen.font(cell, look)
    found = read(pen.done(), CASE)[field]
    if found.state is State.ANSWERED:
        assert found.value == truth
        assert look != "<strike/>"
    else:
        assert found.state is State.DOUBTFUL
        assert truth in found.candidates
