"""Laws that hold for whatever audits there are."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given
from hypothesis import strategies as st

from docgen.measures import Pair, agreement, count, group_by, percent, rounded, weighted_kappa, wilson
from docgen.model import Audit
from tests.measures.small import (
    AREA,
    CASES,
    FRAMEWORK,
    GOOD,
    GRADE,
    MET,
    NOT_MET,
    PLAN,
    SCALE,
    VOICE_IF_GOOD,
    audit,
    figure,
)

grades = st.sampled_from(("good", "met", "not_met", None))


@st.composite
def some_audits(draw: st.DrawFn) -> list[Audit]:
    drawn = draw(
        st.lists(
            st.tuples(
                st.sampled_from(("north", "south", "east", None)),
                grades,
                st.lists(st.sampled_from(("plan", "voice")), unique=True).map(tuple),
                st.sets(st.sampled_from(("area", "grade", "ticks"))),
            ),
            max_size=25,
        )
    )
    return [
        audit(str(n), unknown=unknown, area=area, grade=grade, ticks=ticks)
        for n, (area, grade, ticks, unknown) in enumerate(drawn)
    ]


@given(some_audits())
def test_the_groups_of_a_breakdown_add_up_to_the_whole(audits: list[Audit]) -> None:
    groups = group_by("area", audits, AREA)
    for measure in (CASES, GOOD, PLAN, VOICE_IF_GOOD):
        whole = count(measure, audits, FRAMEWORK)
        parts = [count(measure, group.audits, FRAMEWORK, group.where) for group in groups]
        assert sum(part.numerator for part in parts) == whole.numerator
        assert sorted(key for part in parts for key in part.audits) == sorted(whole.audits)
        if measure.of:
            assert sum(part.denominator or 0 for part in parts) == whole.denominator


@given(some_audits())
def test_the_grades_of_a_scale_add_up_to_their_base(audits: list[Audit]) -> None:
    figures = [count(measure, audits, FRAMEWORK) for measure in (GOOD, MET, NOT_MET)]
    assert len({one.denominator for one in figures}) == 1
    assert sum(one.numerator for one in figures) == figures[0].denominator


@given(some_audits())
def test_choosing_by_where_is_choosing_by_group(audits: list[Audit]) -> None:
    for group in group_by("grade", audits, GRADE):
        assert count(PLAN, audits, FRAMEWORK, group.where) == count(PLAN, group.audits, FRAMEWORK, group.where)


@given(some_audits())
def test_a_share_lies_between_none_and_all(audits: list[Audit]) -> None:
    for measure in (GOOD, PLAN, VOICE_IF_GOOD):
        share = count(measure, audits, FRAMEWORK).share
        assert share is None or 0 <= share <= 100


@given(st.decimals(-1000, 1000, places=6), st.integers(0, 3))
def test_rounding_is_half_up_away_from_zero(value: Decimal, places: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert rounded(value, places) == expected
    assert not str(rounded(value, places)).startswith("-0") or expected != 0


@given(st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_printed_per_cent_is_the_exact_share_rounded_half_up(parts: tuple[int, int]) -> None:
    k, n = parts
    assert percent(figure(k, n)) == f"{(200 * k + n) // (2 * n)}%"


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share_and_mirrors(parts: tuple[int, int]) -> None:
    k, n = parts
    here, there, share = wilson(figure(k, n)), wilson(figure(n - k, n)), figure(k, n).share
    assert here is not None
    assert there is not None
    assert share is not None
    assert 0 <= here.low <= share <= here.high <= 100
    assert abs(here.low + there.high - 100) < Decimal("1e-20")


@given(st.lists(st.tuples(grades, grades), max_size=40))
def test_agreement_adds_up_and_is_the_same_from_either_side(graded: list[tuple[str | None, str | None]]) -> None:
    forth = [Pair(str(n), one or "", other or "") for n, (one, other) in enumerate(graded)]
    back = [Pair(pair.key, pair.moderator, pair.audit) for pair in forth]
    here, there = agreement(forth, SCALE), agreement(back, SCALE)
    assert here.exact.numerator + here.higher.numerator + here.lower.numerator == here.pairs
    assert here.pairs + len(here.left_out) == len(forth)
    assert (here.kappa, here.higher.audits) == (there.kappa, there.lower.audits)
    assert here.exact.numerator <= here.within_one.numerator <= here.pairs


@given(st.lists(st.sampled_from(("good", "met", "not_met")), min_size=2, max_size=40))
def test_kappa_is_one_where_two_graders_always_agree(given_grades: list[str]) -> None:
    kappa = weighted_kappa([Pair(str(n), grade, grade) for n, grade in enumerate(given_grades)], SCALE)
    assert kappa == (1 if len(set(given_grades)) > 1 else None)
