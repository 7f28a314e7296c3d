from __future__ import annotations

from decimal import Decimal

import pytest

from docgen.measures import Group, Verdict, compare, judge, percent, rank, reaching, rounded, wilson
from docgen.model import Figure, Reference, Threshold
from tests.measures.small import figure


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [
        ("62.5", 0, "63"),
        ("2.5", 0, "3"),
        ("-2.5", 0, "-3"),
        ("-0.4", 0, "0"),
        ("64.449", 1, "64.4"),
        ("64.45", 1, "64.5"),
    ],
)
def test_halves_are_rounded_away_from_zero(value: str, places: int, printed: str) -> None:
    assert str(rounded(Decimal(value), places)) == printed


@pytest.mark.parametrize(
    ("numerator", "denominator", "printed"),
    [(377, 577, "65%"), (1, 8, "13%"), (1, 200, "1%"), (0, 5, "0%"), (5, 5, "100%"), (0, 0, "–"), (3, None, "–")],
)
def test_a_share_is_printed_in_whole_per_cents_and_a_missing_base_as_a_dash(
    numerator: int, denominator: int | None, printed: str
) -> None:
    assert percent(figure(numerator, denominator)) == printed


def test_a_share_may_be_printed_with_places() -> None:
    assert percent(figure(377, 577), 1) == "65.3%"


AT_LEAST_60 = Threshold("t", "at least 60%", "m", at_least=Decimal(60))
AT_MOST_14 = Threshold("t", "at most 14%", "m", at_most=Decimal(14), minimum_audits=10)


@pytest.mark.parametrize(
    ("threshold", "numerator", "denominator", "verdict"),
    [
        (AT_LEAST_60, 6, 10, Verdict.MET),
        (AT_LEAST_60, 599, 1000, Verdict.MISSED),  # 59.9% is printed as 60%, and still misses it
        (AT_LEAST_60, 0, 0, Verdict.NOT_JUDGED),
        (AT_LEAST_60, 3, None, Verdict.NOT_JUDGED),
        (AT_MOST_14, 14, 100, Verdict.MET),
        (AT_MOST_14, 141, 1000, Verdict.MISSED),
        (AT_MOST_14, 0, 9, Verdict.NOT_JUDGED),
        (Threshold("t", "no bound", "m"), 1, 2, Verdict.NOT_JUDGED),
    ],
)
def test_a_target_is_judged_on_the_unrounded_share(
    threshold: Threshold, numerator: int, denominator: int | None, verdict: Verdict
) -> None:
    assert judge(threshold, figure(numerator, denominator)).verdict is verdict


def test_a_judgement_says_how_far_from_the_target() -> None:
    assert judge(AT_LEAST_60, figure(3, 4)).by == 15
    assert judge(AT_MOST_14, figure(20, 100)).by == -6


def test_a_band_is_met_only_between_its_bounds() -> None:
    band = Threshold("t", "50% to 60%", "m", at_least=Decimal(50), at_most=Decimal(60))
    assert [judge(band, figure(n, 100)).verdict.value for n in (49, 50, 60, 61)] == ["missed", "met", "met", "missed"]


def test_change_is_rounded_once_from_the_unrounded_share() -> None:
    change = compare(figure(377, 577), Reference("m", Decimal(49), "audit of September 2013"))
    assert change.printed == 16  # 65.34 - 49
    assert (
        compare(figure(645, 1000), Reference("m", Decimal("49.9"), "before")).printed == 15
    )  # not 65 - 50 = 15 by luck
    assert compare(figure(644, 1000), Reference("m", Decimal("49.9"), "before")).printed == 15  # 14.5; 64 - 50 is 14


def test_nothing_is_compared_without_a_base() -> None:
    assert compare(figure(0, 0), Reference("m", Decimal(49), "before")).printed is None


def test_the_wilson_interval_is_that_of_the_textbook() -> None:
    seven = wilson(figure(7, 10))
    assert seven is not None
    assert (round(seven.low, 2), round(seven.high, 2)) == (Decimal("39.68"), Decimal("89.22"))
    none, every = wilson(figure(0, 10)), wilson(figure(10, 10))
    assert none is not None
    assert every is not None
    assert (none.low, round(none.high, 2)) == (Decimal(0), Decimal("27.75"))
    assert (round(every.low, 2), every.high) == (Decimal("72.25"), Decimal(100))
    assert wilson(figure(0, 0)) is None


def row(value: str, numerator: int, denominator: int) -> tuple[Group, Figure]:
    return Group(value, value.upper(), (), (("area", value),)), figure(numerator, denominator)


def names(rows: tuple[tuple[Group, Figure], ...]) -> list[str]:
    return [group.value for group, _ in rows]


def test_ties_are_named_together() -> None:
    ranking = rank([row("a", 6, 12), row("b", 10, 20), row("c", 9, 12), row("d", 15, 20), row("e", 11, 20)])
    assert (names(ranking.highest), names(ranking.lowest), ranking.level) == (["c", "d"], ["a", "b"], False)
    assert names(ranking.ranked) == ["c", "d", "e", "a", "b"]


def test_small_groups_are_flagged_and_empty_ones_set_apart() -> None:
    ranking = rank([row("a", 9, 9), row("b", 6, 12), row("c", 0, 0), row("", 20, 20)])
    assert (names(ranking.highest), names(ranking.small), names(ranking.empty)) == (["b"], ["a"], ["c"])


def test_all_level_is_said() -> None:
    assert rank([row("a", 6, 12), row("b", 10, 20)]).level
    nothing = rank([row("a", 1, 2)])
    assert (nothing.highest, nothing.lowest, nothing.level) == ((), (), False)


def test_groups_that_reach_a_target_are_found_on_unrounded_shares() -> None:
    assert names(reaching([row("a", 599, 1000), row("b", 6, 10), row("c", 0, 0)], AT_LEAST_60)) == ["b"]
