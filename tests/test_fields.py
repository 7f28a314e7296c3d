"""Kinds of field: what a text certainly means, and what is unclear."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.fields import KINDS, YES_NO, Unclear, kind, match_option, parse_date, same, show, show_date
from docgen.model import Option, Question

GRADES = (Option("good", "Good"), Option("met", "Met"), Option("not_met", "Not met"))
GRADE = Question("grade", "6a", "grade", "Grade", options=GRADES, scale="national")
TICKS = Question("strengths", "3a", "ticks", "Strengths", options=GRADES)
YES = Question("referral", "5a", "yesno", "Referral", options=YES_NO)


@pytest.mark.parametrize(
    "text",
    ["5/3/2024", "05/03/2024", "05.03.2024", "5-3-2024", "5 March 2024", "5th March 2024", "5th of March, 2024",
     "the 5th of March 2024", "Tuesday 5 March 2024", "Tues 5 Mar 2024", "March 5, 2024", "2024-03-05", "5-Mar-2024",
     "  5 March 2024 ", "5 mar 2024", "05/03/2024.", "05/03/2024 10:30", "5 March 2024 at 3.30pm"],
)  # fmt: skip
def test_every_british_manner_of_writing_a_day_is_read_day_first(text: str) -> None:
    assert parse_date(text) == "2024-03-05"


@pytest.mark.parametrize(
    ("text", "reason", "candidates"),
    [
        ("3-4/2026", "“3-4/2026” may be more than one day; write it as day/month/year", ("2026-04-03",)),
        ("03/04/0026", "the year 26 cannot be meant: “03/04/0026”", ("2026-04-03",)),
        ("03/04/9026", "the year 9026 cannot be meant: “03/04/9026”", ("9026-04-03",)),
        ("5/3/24", "two digits", ("2024-03-05",)),
        ("5 March 24", "two digits", ("2024-03-05",)),
        ("10/22/2014", "no month 22", ("2014-10-22",)),
        ("5 March '24", "two digits", ("2024-03-05",)),
        ("c. 5 March 2024", "is not a date", ("2024-03-05",)),
        ("5/3/2024 (approx)", "is not a date", ("2024-03-05",)),
        ("4/3/2024 or 5/3/24", "is not a date", ("2024-03-04", "2024-03-05")),
        ("20240305", "is not a date", ("2024-03-05",)),
        ("05032024", "is not a date", ("2024-03-05",)),
        ("5 March", "the year is missing", ()),
        ("31/02/2024", "no such day", ()),
        ("0/1/2024", "no such day", ()),
        ("next week", "is not a date", ()),
        ("45/45/2024", "no such day", ()),
        ("March 2024", "is not a date", ()),
        ("3 Smarch 2024", "is not a date", ()),
        ("12/2024", "is not a date", ()),
        ("Monday 5 March 2024", "a weekday that this day is not", ("2024-03-05",)),
        ("٠٥/٠٣/٢٠٢٤", "is not a date", ()),
    ],
)
def test_a_day_that_is_not_certain_says_why_and_what_it_may_be(
    text: str, reason: str, candidates: tuple[str, ...]
) -> None:
    found = parse_date(text)
    assert isinstance(found, Unclear)
    assert reason in found.reason
    assert found.candidates == candidates


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_a_date_shown_is_read_as_the_same_day(day: date) -> None:
    assert parse_date(show_date(day.isoformat())) == day.isoformat()


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    found = parse_date(text)
    assert isinstance(found, Unclear) or date.fromisoformat(found)


@pytest.mark.parametrize("text", ["Not met", "not met", "NOT  MET", "not_met", "Not\u00a0met", "Not m\u200bet"])
def test_an_option_is_known_by_label_or_id_whatever_the_case_and_the_spaces(text: str) -> None:
    assert match_option(text, GRADE) == "not_met"


@pytest.mark.parametrize("text", ["Not mett", "Nearly good", "Good/Met", "not", "g"])
def test_a_near_miss_is_never_taken(text: str) -> None:
    found = match_option(text, GRADE)
    assert isinstance(found, Unclear)
    assert "is not one of: Good, Met, Not met" in found.reason


def test_a_misspelt_option_is_offered_as_a_candidate() -> None:
    found = match_option("Godo", GRADE)
    assert isinstance(found, Unclear)
    assert found.candidates == ("good",)


@pytest.mark.parametrize(("text", "value"), [("Y", "yes"), ("n", "no"), ("Yes", "yes"), ("NO", "no")])
def test_yes_and_no_may_be_shortened(text: str, value: str) -> None:
    assert kind(YES).parse(text, YES) == value


def test_ticks_come_in_the_order_of_the_definition() -> None:
    assert kind(TICKS).parse("Not met; good", TICKS) == ("good", "not_met")


def test_one_unknown_tick_makes_the_whole_list_unclear() -> None:
    assert isinstance(kind(TICKS).parse("Good; Gold", TICKS), Unclear)


@pytest.mark.parametrize(("text", "value"), [("12", 12), ("1,250", 1250), ("-3", -3), ("3.50", "3.50"), ("007", 7)])
def test_numbers_are_read_as_written(text: str, value: object) -> None:
    number = Question("n", "1a", "number", "Number")
    assert str(kind(number).parse(text, number)) == str(value)


@pytest.mark.parametrize("text", ["12 of 15", "1,2", "twelve", "1e3", "½", "12%", "٣"])
def test_what_is_not_plainly_a_number_is_unclear(text: str) -> None:
    number = Question("n", "1a", "number", "Number")
    assert isinstance(kind(number).parse(text, number), Unclear)


@pytest.mark.parametrize("name", [name for name in KINDS if name != "table"])
def test_what_a_kind_shows_it_reads_back(name: str) -> None:
    question = Question("q", "1a", name, "Question", options=GRADES if name != "yesno" else YES_NO)
    for value in KINDS[name].examples(question):
        assert KINDS[name].parse(show(value, question), question) == value


def test_texts_are_the_same_whatever_quotes_dashes_and_spaces_a_program_made_of_them() -> None:
    assert same("“Child’s  voice” – heard…") == same('"Child\'s voice" - heard...')


@pytest.mark.parametrize(
    ("text", "value"),
    [("Yes.", "yes"), ("“No”", "no"), ("TRUE", "yes"), ("False", "no"), ("✓", "yes"), ("[yes]", "yes")],
)
def test_yes_and_no_are_known_by_what_programs_and_people_make_of_them(text: str, value: str) -> None:
    assert match_option(text, YES) == value


@pytest.mark.parametrize("text", ["x", "1", "?", "Yes or no", "yep"])
def test_what_may_be_yes_or_no_leaves_both(text: str) -> None:
    found = match_option(text, YES)
    assert isinstance(found, Unclear)
    assert set(found.candidates) <= {"yes", "no"}
    assert found.candidates


@pytest.mark.parametrize(
    ("text", "candidates"),
    [("Not met yet", ("not_met",)), ("Met / not met", ("met", "not_met")), ("Good (just)", ("good",)),
     ("Good?", ("good",))],
)  # fmt: skip
def test_options_named_among_other_words_are_candidates(text: str, candidates: tuple[str, ...]) -> None:
    found = match_option(text, GRADE)
    assert isinstance(found, Unclear)
    assert found.candidates == candidates


@pytest.mark.parametrize("text", ["n/a", "N/A", "Not applicable", "NA"])
def test_not_applicable_may_be_shortened(text: str) -> None:
    question = Question("q", "1a", "grade", "Grade", options=(*GRADES, Option("not_app", "Not applicable")))
    assert match_option(text, question) == "not_app"
    assert isinstance(match_option("n/a", GRADE), Unclear)


@pytest.mark.parametrize(
    ("text", "candidates"),
    [("12 visits", (12,)), ("approx. 12", (12,)), ("12%", (12,)), ("1 250", (1250,)), ("twelve", (12,)),
     ("12 of 15", (12, 15)), ("12-13", (12, 13)), ("a few", ()), ("9" * 5000, ())],
)  # fmt: skip
def test_numbers_among_other_words_are_candidates(text: str, candidates: tuple[int, ...]) -> None:
    found = KINDS["number"].parse(text, Question("q", "1a", "number", "Visits"))
    assert isinstance(found, Unclear)
    assert found.candidates == candidates


@pytest.mark.parametrize(("text", "value"), [("£12", 12), ("12.", 12), ("£1,250.50", 1250.5)])
def test_a_pound_sign_and_a_full_stop_are_no_part_of_a_number(text: str, value: float) -> None:
    assert KINDS["number"].parse(text, Question("q", "1a", "number", "Visits")) == value
