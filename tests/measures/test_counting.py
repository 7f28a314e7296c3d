from __future__ import annotations

from docgen.measures import count, counts, group_by, part_of, select, unsettled
from docgen.model import Condition, Measure
from tests.measures.small import (
    AREA,
    CASES,
    FRAMEWORK,
    GOOD,
    GRADED,
    NORTH_GOOD,
    NOT_MET,
    PLAN,
    TEAM,
    TICKS,
    VOICE_IF_GOOD,
    WORSE,
    audit,
    when,
)


def test_a_measure_is_counted_with_its_base_and_the_audits_behind_it() -> None:
    audits = [audit("1", grade="good"), audit("2", grade="met"), audit("3", grade="good")]
    good = count(GOOD, audits, FRAMEWORK)
    assert (good.numerator, good.denominator, good.audits) == (2, 3, ("1", "3"))


def test_a_measure_that_is_a_share_of_nothing_has_no_denominator() -> None:
    cases = count(CASES, [audit("1")], FRAMEWORK)
    assert (cases.numerator, cases.denominator, cases.share) == (1, None, None)


def test_no_audits_give_a_figure_without_a_share() -> None:
    good = count(GOOD, [], FRAMEWORK)
    assert (good.numerator, good.denominator, good.share) == (0, 0, None)


def test_a_blank_grade_is_not_a_grade_below_good() -> None:
    good = count(GOOD, [audit("1", grade="good"), audit("2", grade=None), audit("3")], FRAMEWORK)
    assert (good.numerator, good.denominator) == (1, 1)


def test_a_doubtful_grade_is_in_neither_part_of_the_share() -> None:
    audits = [audit("1", grade="good"), audit("2", unknown={"grade"})]
    assert count(GOOD, audits, FRAMEWORK).denominator == 1
    assert count(WORSE, audits, FRAMEWORK).denominator == 1
    assert count(CASES, audits, FRAMEWORK).numerator == 2


def test_what_cannot_be_told_is_named() -> None:
    audits = [audit("1", grade="good"), audit("2", unknown={"grade"}), audit("3", grade=None)]
    assert unsettled(GOOD, audits, FRAMEWORK) == ("2", "3")
    assert unsettled(CASES, audits, FRAMEWORK) == ()


def test_a_definition_may_ask_whether_a_question_is_answered() -> None:
    audits = [audit("1", grade="good"), audit("2", grade=None), audit("3", unknown={"grade"})]
    graded = count(GRADED, audits, FRAMEWORK)
    assert (graded.numerator, graded.denominator) == (1, 2)


def test_ticks_left_empty_are_an_answer() -> None:
    audits = [audit("1", ticks=("plan",)), audit("2", ticks=()), audit("3", ticks=None), audit("4", unknown={"ticks"})]
    plan = count(PLAN, audits, FRAMEWORK)
    assert (plan.numerator, plan.denominator) == (1, 3)


def test_a_measure_is_counted_within_its_base() -> None:
    audits = [
        audit("1", grade="good", ticks=("voice",)),
        audit("2", grade="good", ticks=()),
        audit("3", grade="met", ticks=("voice",)),
    ]
    voice = count(VOICE_IF_GOOD, audits, FRAMEWORK)
    assert (voice.numerator, voice.denominator) == (1, 2)


def test_one_false_part_settles_a_condition_of_several() -> None:
    audits = [audit("1", area="south", unknown={"grade"}), audit("2", area="north", unknown={"grade"})]
    north_good = count(NORTH_GOOD, audits, FRAMEWORK)
    assert (north_good.numerator, north_good.denominator) == (0, 1)


def test_a_free_expression_is_counted_like_a_structured_one() -> None:
    audits = [audit("1", grade="good"), audit("2", grade="met"), audit("3", grade="not_met")]
    assert count(WORSE, audits, FRAMEWORK).audits == ("2", "3")


def test_a_measure_of_another_form_does_not_count_these_returns() -> None:
    visits = Measure("visits", "Visits", form="visit")
    assert count(visits, [audit("1"), audit("2", form="visit")], FRAMEWORK).audits == ("2",)


def test_bases_that_lead_back_to_themselves_do_not_hang() -> None:
    ring = Measure("good", "Good", when(grade="good"), "good")
    assert count(ring, [audit("1", grade="good")], FRAMEWORK).numerator == 1


def test_where_chooses_audits_and_stays_with_the_figure() -> None:
    audits = [audit("1", area="north", grade="good"), audit("2", area="south", grade="good"), audit("3", grade="good")]
    north = count(GOOD, audits, FRAMEWORK, (("area", "north"),))
    nowhere = count(GOOD, audits, FRAMEWORK, (("area", ""),))
    assert (north.audits, north.where) == (("1",), (("area", "north"),))
    assert nowhere.audits == ("3",)


def test_many_measures_are_counted_as_each_alone() -> None:
    audits = [audit("1", grade="good"), audit("2", grade="not_met"), audit("3", unknown={"grade"})]
    measures = (CASES, GOOD, NOT_MET)
    assert counts(measures, audits, FRAMEWORK) == tuple(count(one, audits, FRAMEWORK) for one in measures)


def test_groups_come_in_the_order_of_the_definition_with_the_empty_ones() -> None:
    audits = [audit("1", area="east"), audit("2", area="north")]
    assert [(g.label, len(g.audits)) for g in group_by("area", audits, AREA)] == [
        ("NORTH", 1),
        ("SOUTH", 0),
        ("EAST", 1),
    ]


def test_audits_without_a_certain_answer_are_a_group_of_their_own_at_the_end() -> None:
    audits = [audit("1", area=None), audit("2", unknown={"area"}, area="north"), audit("3", area="north")]
    last = group_by("area", audits, AREA)[-1]
    assert (last.value, last.label, [one.key for one in last.audits]) == ("", "Not stated", ["1", "2"])


def test_texts_are_grouped_in_order_of_the_alphabet() -> None:
    audits = [audit("1", team="West"), audit("2", team="East"), audit("3", team="West")]
    assert [(g.value, len(g.audits)) for g in group_by("team", audits, TEAM)] == [("East", 1), ("West", 2)]


def test_ticks_put_an_audit_into_each_of_its_groups() -> None:
    groups = group_by("ticks", [audit("1", ticks=("plan", "voice"))], TICKS)
    assert [len(group.audits) for group in groups] == [1, 1]


def test_a_group_knows_how_its_audits_were_chosen() -> None:
    group = group_by("area", [audit("1", area="north")], AREA, (("law", "public"),))[0]
    assert group.where == (("law", "public"), ("area", "north"))


def test_a_share_of_all_takes_the_count_of_all_as_its_base() -> None:
    audits = [audit("1", area="north"), audit("2", area="south"), audit("3", area="north"), audit("4", area="east")]
    whole = count(CASES, audits, FRAMEWORK)
    north = count(CASES, group_by("area", audits, AREA)[0].audits, FRAMEWORK)
    assert part_of(north, whole).share == 50


def test_only_certain_audits_are_selected() -> None:
    audits = [audit("1", grade="good"), audit("2", unknown={"grade"}), audit("3", grade=None)]
    assert [one.key for one in select(audits, FRAMEWORK, when(grade="good"))] == ["1"]
    assert len(select(audits, FRAMEWORK, None)) == 3
    assert [one.key for one in select(audits, FRAMEWORK, Condition(expression="grade == 'good'"))] == ["1"]


def test_a_text_written_in_several_ways_is_one_group_in_its_usual_spelling() -> None:
    audits = [audit("1", team="Team  North"), audit("2", team="team north"), audit("3", team="team north"),
              audit("4", team="South")]  # fmt: skip
    groups = group_by("team", audits, TEAM)
    assert [(group.label, [one.key for one in group.audits]) for group in groups] == [
        ("South", ["4"]),
        ("team north", ["1", "2", "3"]),
    ]
    assert count(CASES, audits, FRAMEWORK, groups[1].where).numerator == 3
