"""Grades are compared by their rank, and a blank one is neither better nor worse than any."""

from __future__ import annotations

import pytest

from docgen.conditions import holds
from docgen.model import Condition, Value

RANKS = {"grade": {"good": 2, "met": 1}, "second": {"good": 2, "met": 1}}


@pytest.mark.parametrize(
    ("expression", "values", "outcome"),
    [
        ("better(grade, 'met')", {"grade": "good"}, True),
        ("better(grade, second)", {"grade": "good", "second": "met"}, True),
        ("worse(grade, second)", {"grade": "good", "second": "met"}, False),
        ("better(grade, second)", {"grade": "good", "second": None}, False),
        ("worse(grade, second)", {"grade": None, "second": "met"}, False),
        ("worse(grade, 'not_applicable')", {"grade": "met"}, False),
    ],
)
def test_two_grades_are_compared_by_rank(expression: str, values: dict[str, Value], outcome: bool) -> None:
    assert holds(Condition(expression=expression), values, ranks=RANKS) is outcome
