from __future__ import annotations

from decimal import Decimal

from docgen.measures import Pair, agreement, weighted_kappa
from tests.measures.small import SCALE


def pairs(*grades: tuple[str, str, int]) -> list[Pair]:
    """(audit, moderator, how often) → pairs with keys of their own."""
    every = [(audit, moderator) for audit, moderator, times in grades for _ in range(times)]
    return [Pair(str(n), audit, moderator) for n, (audit, moderator) in enumerate(every)]


def test_agreement_counts_the_same_one_apart_and_the_direction() -> None:
    found = agreement(
        [
            Pair("1", "good", "good"),
            Pair("2", "good", "met"),
            Pair("3", "met", "good"),
            Pair("4", "good", "not_met"),
        ],
        SCALE,
    )
    assert (found.pairs, found.exact.audits, found.within_one.numerator) == (4, ("1",), 3)
    assert (found.higher.audits, found.lower.audits) == (("3",), ("2", "4"))


def test_a_blank_or_unknown_grade_is_left_out_and_named() -> None:
    found = agreement([Pair("1", "good", ""), Pair("2", "splendid", "good"), Pair("3", "met", "met")], SCALE)
    assert (found.pairs, found.left_out) == (1, ("1", "2"))


def test_kappa_of_a_worked_example() -> None:
    # Audit (rows) by moderator, good / met / not met: 20 5 0, 3 12 2, 0 1 7; n = 50.
    # Linear weights: observed disagreement (5 + 3 + 2 + 1) / 50 = 0.22.
    # Margins 25 17 8 and 23 18 9: expected (25*18 + 25*9*2 + 17*23 + 17*9 + 8*23*2 + 8*18) / 2500 = 1956 / 2500.
    # Kappa = 1 - 0.22 / 0.7824 = 0.7188.
    table = pairs(
        ("good", "good", 20),
        ("good", "met", 5),
        ("met", "good", 3),
        ("met", "met", 12),
        ("met", "not_met", 2),
        ("not_met", "met", 1),
        ("not_met", "not_met", 7),
    )
    kappa = agreement(table, SCALE).kappa
    assert kappa is not None
    assert round(kappa, 4) == Decimal("0.7188")


def test_quadratic_weights_punish_two_grades_apart_four_times() -> None:
    # good/good 1, good/not met 1, not met/not met 2: observed 4; margins 2 2 and 1 3: expected 2*3*4 + 2*1*4 = 32 / 4.
    table = pairs(("good", "good", 1), ("good", "not_met", 1), ("not_met", "not_met", 2))
    assert weighted_kappa(table, SCALE, power=2) == Decimal("0.5")


def test_kappa_is_not_given_for_few_pairs_or_where_it_has_no_value() -> None:
    assert agreement(pairs(("good", "good", 10), ("met", "good", 9)), SCALE).kappa is None
    assert agreement(pairs(("good", "good", 30)), SCALE).kappa is None
    assert agreement([], SCALE).kappa is None
