"""What people do to a form in Word and LibreOffice, and what it is read as (docs: the reading rules)."""

from __future__ import annotations

import pytest

from docgen.forms.word import read
from docgen.marks import Address
from docgen.model import State
from tests.forms.word.build import DATE_PROMPT, PROMPT, box, choice, control, date, para, run, text
from tests.forms.word.sample import AREAS, FORM, answer, body, mark, marks, options, strengths, tabbed


@pytest.fixture(params=["the short way", "the long way"], autouse=True)
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs by both ways of reading; a form that is not as it was made is read by the long way only."""
    if request.param == "the long way":
        monkeypatch.setattr(read, "as_made", lambda *_: None)


def test_the_blank_reads_as_blank_throughout() -> None:
    found = marks(*body())
    assert (found.unread, found.missing) == ((), ())
    assert {answer(question.id, *body()).state for question in FORM.questions} == {State.BLANK}


def test_a_filled_form_reads_as_filled() -> None:
    filled = body(
        case_ref=para(text("case_ref", "C100063")),
        area=para(choice("area", AREAS, "A2")),
        filed=para(date("filed", "09/10/2014", "2014-10-09")),
        visits=para(text("visits", "3")),
        grade=options(good=1),
        rationale=para(text("rationale", "First line\nSecond line\n\nFourth")),
        strengths=strengths(planning=1),
    )
    values = {name: answer(name, *filled).value for name in ("case_ref", "area", "filed", "visits", "grade")}
    assert values == {"case_ref": "C100063", "area": "a2", "filed": "2014-10-09", "visits": 3, "grade": "good"}
    assert answer("rationale", *filled).value == "First line\nSecond line\n\nFourth"
    assert answer("strengths", *filled).value == ("planning",)
    assert answer("grade", *filled).where == "section 2, row 2a"
    assert marks(*filled).unread == ()


# --- boxes -----------------------------------------------------------------------------------------------


def a_box(checked: object, glyph: str) -> str:
    """The grades with this in the place of the box of Good; the rest are empty."""
    return para(box("grade=good", checked, glyph), tabbed("Good")) + options(
        labels={"met": "Met", "not_met": "Not met"}
    )


@pytest.mark.parametrize("on", ["1", "true", "on"])
def test_every_spelling_of_on_is_a_tick(on: str) -> None:
    found = answer("grade", *body(grade=a_box(on, "☒")))
    assert (found.value, found.how) == ("good", "control")


@pytest.mark.parametrize("typed", ["X", "x", "✓", "✔", "☑", "yes"])
def test_a_mark_typed_over_a_box_is_a_tick_with_a_note(typed: str) -> None:
    found = answer("grade", *body(grade=a_box(0, typed)))
    assert (found.value, found.how, found.note) == ("good", "typed", f"Good: “{typed}” was typed over the box")


def test_a_box_whose_own_sign_contradicts_its_stored_state_is_doubtful() -> None:
    shown = answer("grade", *body(grade=a_box(0, "☒")))
    stored = answer("grade", *body(grade=a_box(1, "☐")))
    assert shown.doubt == "Good: the box shows “☒”, but is stored as not ticked"
    assert stored.doubt == "Good: the box shows “☐”, but is stored as ticked"
    assert shown.candidates == stored.candidates == ("good",)


@pytest.mark.parametrize("typed", ["N", "?", "n/a", "-", "X☐"])
def test_anything_else_over_a_box_is_doubtful_and_never_blank(typed: str) -> None:
    found = answer("grade", *body(grade=a_box(0, typed)))
    assert (found.state, found.value, found.candidates) == (State.DOUBTFUL, None, ("good",))
    assert found.doubt == f"Good: “{typed}” stands where the box was"


def test_a_box_that_was_deleted_is_doubtful_unless_another_is_ticked() -> None:
    emptied = para(box("grade=good", 0, ""), tabbed("Good"))
    rest = options(labels={"met": "Met", "not_met": "Not met"})
    ticked = options(labels={"met": "Met", "not_met": "Not met"}, met=1)
    assert answer("grade", *body(grade=emptied + rest)).doubt == "Good: the box is gone"
    assert answer("grade", *body(grade=emptied + ticked)).value == "met"


def test_two_options_marked_are_doubtful_with_both_as_candidates() -> None:
    found = answer("grade", *body(grade=options(good=1, not_met=1)))
    assert (found.doubt, found.candidates) == ("two options are marked: Good, Not met", ("good", "not_met"))


def test_an_unknown_symbol_over_a_box_is_doubtful_and_a_known_one_is_a_tick() -> None:
    def over(char: str) -> str:
        symbol = f'<w:r><w:sym w:font="Wingdings" w:char="{char}"/></w:r>'
        kind = '<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>'
        first = para(control("grade=good", symbol, kind), tabbed("Good"))
        return first + options(labels={"met": "Met", "not_met": "Not met"})

    assert answer("grade", *body(grade=over("f0fc"))).value == "good"
    assert answer("grade", *body(grade=over("F04A"))).state is State.DOUBTFUL


def test_a_symbol_put_beside_an_empty_box_is_doubtful() -> None:
    symbol = '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>'
    beside = para(box("grade=good"), tabbed("Good"), symbol)
    found = answer("grade", *body(grade=beside + options(labels={"met": "Met", "not_met": "Not met"})))
    assert (found.state, found.candidates) == (State.DOUBTFUL, ("good",))


def test_a_mark_typed_beside_an_empty_box_is_doubtful_with_that_option() -> None:
    beside = para("X ", box("grade=good"), tabbed("Good"))
    found = answer("grade", *body(grade=beside + options(labels={"met": "Met", "not_met": "Not met"})))
    assert (found.doubt, found.candidates) == ("Good: “X” is written beside the empty box", ("good",))


def test_a_tick_stands_and_the_text_beside_it_is_listed() -> None:
    beside = para(box("grade=good", 1), tabbed("Good"), run(", but only just"))
    grade = body(grade=beside + options(labels={"met": "Met", "not_met": "Not met"}))
    assert answer("grade", *grade).value == "good"
    assert [(one.text, one.where) for one in marks(*grade).unread] == [(", but only just", "section 2, row 2a")]


def test_a_label_that_was_changed_leaves_a_doubt() -> None:
    changed = para(box("grade=good", 1), tabbed("Not good"))
    found = answer("grade", *body(grade=changed + options(labels={"met": "Met", "not_met": "Not met"})))
    assert found.doubt == "Good: the words beside it are “Not good”, not “Good”"


def test_the_glyphs_of_a_box_are_read_from_the_file() -> None:
    kind = (
        '<w14:checkbox><w14:checked w14:val="1"/><w14:checkedState w14:val="2714"/>'
        '<w14:uncheckedState w14:val="2716"/></w14:checkbox>'
    )
    first = para(control("grade=good", run("✔"), kind), tabbed("Good"))
    found = mark("grade=good", *body(grade=first + options(labels={"met": "Met", "not_met": "Not met"})))
    assert (found.ticked, found.glyph) == (True, True)


def test_one_box_in_doubt_leaves_all_ticks_in_doubt_with_every_possible_answer() -> None:
    doubtful = para(box("strengths=recording", 1, "☐"), tabbed("Case recording"))
    ticked = para(box("strengths=planning", 1), tabbed("Case planning"))
    found = answer("strengths", *body(strengths=doubtful + ticked))
    assert (found.value, found.candidates) == (None, (("planning",), ("recording", "planning")))


# --- lists -----------------------------------------------------------------------------------------------


def test_a_text_that_is_not_on_the_list_is_doubtful_with_near_ones_as_candidates() -> None:
    found = answer("area", *body(area=para(choice("area", AREAS, "zA2"))))
    assert (found.doubt, found.candidates) == ("“zA2” is not one of: A1, A2", ("a2",))


def test_the_chosen_entry_stands_and_the_text_beside_the_list_is_read_by_no_one() -> None:
    area = body(area=para(choice("area", AREAS, "A2"), " since May"))
    assert answer("area", *area).value == "a2"
    assert [one.text for one in marks(*area).unread] == ["since May"]


def test_where_another_entry_is_named_beside_the_list_both_are_asked_about() -> None:
    area = body(area=para(choice("area", AREAS, "A2"), " or A1"))
    found = answer("area", *area)
    assert (found.value, found.candidates) == (None, ("a2", "a1"))
    assert [one.text for one in marks(*area).unread] == ["or A1"]


# --- dates -----------------------------------------------------------------------------------------------


def test_a_date_typed_over_another_disagrees_with_what_is_stored() -> None:
    found = answer("filed", *body(filed=para(date("filed", "07/08/2024", "2024-03-05"))))
    assert found.doubt == "the date shown is 07/08/2024, but the control still holds 05/03/2024"
    assert found.candidates == ("2024-08-07", "2024-03-05")


def test_two_digits_for_the_year_are_settled_by_a_stored_date_that_agrees() -> None:
    assert answer("filed", *body(filed=para(date("filed", "05/03/24", "2024-03-05")))).value == "2024-03-05"
    assert answer("filed", *body(filed=para(date("filed", "05/03/24")))).candidates == ("2024-03-05",)


@pytest.mark.parametrize("typed", ["next week", "3 May", "31/02/2024"])
def test_words_that_are_no_date_are_doubtful(typed: str) -> None:
    found = answer("filed", *body(filed=para(date("filed", typed))))
    assert (found.state, found.text) == (State.DOUBTFUL, typed)


def test_a_stored_date_behind_the_prompt_is_doubtful() -> None:
    found = answer("filed", *body(filed=para(date("filed", DATE_PROMPT, "2014-10-09"))))
    assert (found.doubt, found.candidates) == (
        "no date is shown, but the control still holds 09/10/2014",
        ("2014-10-09",),
    )


# --- prompts ---------------------------------------------------------------------------------------------


def test_a_text_under_a_control_that_still_says_it_is_empty_is_an_answer() -> None:
    found = answer("rationale", *body(rationale=para(text("rationale", "Clear", prompt=True))))
    assert (found.value, found.note) == ("Clear", "the control still says that it is empty")


@pytest.mark.parametrize("prompt", ["Click here to enter text.", "Choose an item.", " Click to enter text. "])
def test_the_prompts_of_word_itself_are_no_answer_whatever_the_control_says(prompt: str) -> None:
    assert answer("rationale", *body(rationale=para(text("rationale", prompt, prompt=False)))).state is State.BLANK


def test_a_prompt_left_before_or_behind_the_typed_words_is_taken_off_once() -> None:
    behind = answer("rationale", *body(rationale=para(text("rationale", f"ab\ncd{PROMPT}"))))
    before = answer("rationale", *body(rationale=para(text("rationale", f"{PROMPT}Clear"))))
    assert (behind.value, before.value) == ("ab\ncd", "Clear")
    assert behind.note == f"the words “{PROMPT}” of the empty form were still there"


def test_words_typed_into_the_middle_of_a_prompt_are_doubtful() -> None:
    found = answer("rationale", *body(rationale=para(text("rationale", "Click orClear tap here to enter text."))))
    assert (found.state, found.candidates[0]) == (State.DOUBTFUL, "Clear")


@pytest.mark.parametrize("left", [PROMPT[:-1], PROMPT[2:], "Choose an ite"])
def test_a_prompt_of_which_a_little_was_cut_off_is_no_certain_answer(left: str) -> None:
    found = answer("rationale", *body(rationale=para(text("rationale", left))))
    assert (found.state, found.candidates) == (State.DOUBTFUL, (left,))


# --- text beside, below, instead -------------------------------------------------------------------------


def test_text_typed_behind_a_control_is_part_of_the_answer() -> None:
    found = answer("rationale", *body(rationale=para(text("rationale", "Clear"), " and timely.")))
    assert (found.value, found.how, found.note) == (
        "Clear and timely.",
        "beside",
        "text was written beside the control",
    )


def test_text_typed_behind_the_prompt_is_the_answer() -> None:
    found = answer("rationale", *body(rationale=para(text("rationale"), "after end")))
    assert (found.value, found.how) == ("after end", "beside")


# what Word leaves where a line is broken: it stands in a run and is no word
BROKEN = "<w:lastRenderedPageBreak/>"


@pytest.mark.parametrize(
    ("runs", "left"),
    [
        ([run("Seen alone")], None),
        ([run("Seen alone", "<w:strike/>")], ""),
        ([run("Seen "), run("not ", "<w:strike/>"), run("alone")], "Seen alone"),
        ([run("Seen "), run("not ", "<w:dstrike w:val='true'/>"), run("alone", "<w:strike w:val='0'/>")], "Seen alone"),
        ([run("Seen "), run("not ", "<w:strike/>").replace("<w:t ", f"{BROKEN}<w:t "), run("alone")], "Seen alone"),
        ([run("Seen\n"), run("not\n", "<w:strike/>"), run("alone")], "Seen\nalone"),
        ([run("Seen alone"), run("", "<w:strike/>")], None),
        ([run(PROMPT, "<w:strike/>"), run("Seen alone")], "Seen alone"),
        ([run("Seen alone ", "<w:strike/>"), run(PROMPT)], ""),
    ],
)
def test_what_is_left_of_a_text_are_the_words_that_are_not_struck_out(runs: list[str], left: str | None) -> None:
    filled = para(control("rationale", "".join(runs), '<w:text w:multiLine="1"/>'))
    assert mark("rationale", *body(rationale=filled)).kept == left


def test_paragraphs_in_the_cell_of_an_answer_are_part_of_it() -> None:
    cell = para("Before.") + para(text("rationale", "Clear.")) + para("After.") + para("Last.")
    found = answer("rationale", *body(rationale=cell))
    assert (found.value, found.how) == ("Before.\nClear.\nAfter.\nLast.", "beside")
    assert marks(*body(rationale=cell)).unread == ()


def test_a_paragraph_that_says_what_the_form_prints_elsewhere_is_still_part_of_the_answer() -> None:
    cell = para(text("rationale")) + para("Grade")
    assert answer("rationale", *body(rationale=cell)).value == "Grade"


def test_a_control_that_was_emptied_is_blank() -> None:
    emptied = control("rationale", "", '<w:text w:multiLine="1"/>')
    assert answer("rationale", *body(rationale=para(emptied))).state is State.BLANK


def test_an_answer_typed_over_its_control_is_found_by_the_bookmark_or_the_row() -> None:
    shrunk = para(
        f'<w:bookmarkStart w:id="9001" w:name="_dg_rationale"/>{run("T")}<w:bookmarkEnd w:id="9001"/>', "yped over"
    )
    gone = para("Typed over")
    assert answer("rationale", *body(rationale=shrunk)).how == "bookmark"
    assert answer("rationale", *body(rationale=gone)).how == "reference"
    for cell in (shrunk, gone):
        assert answer("rationale", *body(rationale=cell)).value == "Typed over"


def test_an_empty_cell_whose_control_was_deleted_is_blank() -> None:
    assert answer("rationale", *body(rationale=para(""))).state is State.BLANK


def test_line_breaks_that_libreoffice_7_moved_are_noted() -> None:
    bookmark, moved = '<w:bookmarkStart w:id="9001" w:name="_dg_rationale"/>', "<w:r><w:br/></w:r>"
    words = control("", run("Line oneLine two"), "<w:text/>", name="")
    for cell in (para(bookmark, moved, words), para(moved, bookmark, words)):
        found = answer("rationale", *body(rationale=cell))
        assert found.value == "Line oneLine two"
        assert found.note == "LibreOffice 7 moved a line break to the front of this text; its lines may run together"


# --- lost and doubled addresses --------------------------------------------------------------------------


def untagged(field: str, label: str, checked: int) -> str:
    """A box as LibreOffice 7 saves it: no tag, a wrapper around it, the bookmark inside."""
    question, _, option = field.partition("=")
    name = Address(question, option).name
    inner = box("", checked).replace(
        "<w:sdtContent>", f'<w:sdtContent><w:bookmarkStart w:id="9{checked}" w:name="{name}"/>'
    )
    return para(
        f'<w:sdt><w:sdtPr><w:id w:val="1"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>', tabbed(label)
    )


def test_boxes_without_tags_are_found_by_their_bookmarks() -> None:
    cell = untagged("grade=good", "Good", 1) + untagged("grade=met", "Met", 0) + untagged("grade=not_met", "Not met", 0)
    found = answer("grade", *body(grade=cell))
    assert (found.value, found.how) == ("good", "bookmark")


def test_boxes_without_tag_and_bookmark_are_found_by_row_and_label() -> None:
    cell = "".join(
        para(box("", checked), tabbed(label)) for label, checked in (("Not met", 1), ("Met", 0), ("Good", 0))
    )
    found = answer("grade", *body(grade=cell))
    assert (found.value, found.how) == ("not_met", "reference")


def test_plain_glyphs_in_the_place_of_boxes_are_read_by_their_labels() -> None:
    found = answer("grade", *body(grade=para("☐\tGood") + para("☒\tMet") + para("☐\tNot met")))
    assert (found.value, found.how) == ("met", "glyph")


def test_a_cell_typed_over_with_two_letters_is_missing_and_listed() -> None:
    grade = body(grade=para("XX"))
    doubt = "the place of this answer is missing from the file; “XX” is written in its cell"
    assert answer("grade", *grade).doubt == doubt
    assert [(one.text, one.where) for one in marks(*grade).unread] == [("XX", "section 2, row 2a")]


def test_a_row_that_was_deleted_leaves_its_answer_missing_and_not_blank() -> None:
    whole = "".join(body())
    start = whole.index("<w:tr>", whole.index(">1d<") - 200)
    end = whole.index("</w:tr>", start) + len("</w:tr>")
    found = answer("visits", whole[:start] + whole[end:])
    assert (found.state, found.doubt) == (State.DOUBTFUL, "the place of this answer is missing from the file")


def test_an_option_that_is_gone_is_noted_and_doubtful_only_where_nothing_is_ticked() -> None:
    ticked = options(labels={"good": "Good", "met": "Met"}, met=1)
    open_ = options(labels={"good": "Good", "met": "Met"})
    assert answer("grade", *body(grade=ticked)).note == "missing from the file: Not met"
    found = answer("grade", *body(grade=open_))
    assert (found.doubt, found.candidates) == (
        "no box is ticked, and “Not met” is gone from the file",
        ("good", "met"),
    )


def test_the_same_control_twice_is_fine_where_both_say_the_same() -> None:
    twice = para(text("case_ref", "C1")) + para(text("case_ref", "C1", name=""))
    found = answer("case_ref", *body(case_ref=twice))
    assert (found.value, found.note) == ("C1", "it is there 2 times, with the same answer")


def test_the_same_control_twice_is_doubtful_where_they_differ() -> None:
    twice = para(text("case_ref", "C1")) + para(text("case_ref", "C2", name=""))
    found = answer("case_ref", *body(case_ref=twice))
    assert found.doubt == "the question is there 2 times, with different answers"
    assert found.candidates == ("C1", "C2")


def test_a_control_copied_over_that_of_another_row_makes_that_row_doubtful() -> None:
    copied = body(case_ref=para(text("case_ref", "C1")), visits=para(text("case_ref", "C1", name="")))
    assert answer("case_ref", *copied).value == "C1"
    found = answer("visits", *copied)
    assert found.doubt == "the control that stands here belongs to row 1a"


def test_a_control_moved_to_another_row_is_doubtful() -> None:
    moved = body(case_ref=para(""), rationale=para(text("rationale", "Clear")) + para(text("case_ref", "C1")))
    found = answer("case_ref", *moved)
    assert (found.state, found.candidates) == (State.DOUBTFUL, ("C1",))


def test_a_control_dragged_into_a_heading_is_doubtful_without_the_words_of_the_heading_being_taken_for_an_answer() -> (
    None
):
    head = f"{run('Answer')}</w:p>"
    whole = "".join(body(case_ref=para(""))).replace(head, f"{run('Answer')}{text('case_ref', 'C1')}</w:p>", 1)
    found = answer("case_ref", whole)
    assert found.state is State.DOUBTFUL
    assert found.doubt == "it stands in one line with words that the form prints elsewhere: “Answer”"


def test_a_control_around_a_whole_paragraph_is_read_like_any_other() -> None:
    inner = text("rationale", "Clear", name="")
    start = inner.index("<w:sdtContent>") + len("<w:sdtContent>")
    end = inner.rindex("</w:sdtContent>")
    block = inner[:start] + para(run("First.")) + para(run("Second.")) + inner[end:]
    assert answer("rationale", *body(rationale=block)).value == "First.\nSecond."
