"""What is unknown stays unknown in a condition, and no further than it must."""

from __future__ import annotations

import pytest

from docgen.conditions import fields_of, holds
from docgen.model import Condition, Test

SCALE = {"grade": {"good": 3, "met": 2, "not_met": 1}}


@pytest.mark.parametrize(
    ("expression", "truth"),
    [
        ("learning == 'x'", None),
        ("grade == 'not_met' and count(learning) == 0", False),
        ("grade == 'good' and count(learning) == 0", None),
        ("grade == 'good' or count(learning) == 0", True),
        ("grade == 'met' or count(learning) == 0", None),
        ("not (grade == 'met' and count(learning) == 0)", True),
        ("not answered(learning)", None),
        ("better(grade, 'met') and not (grade == 'met')", True),
        ("'good' in [learning, grade]", True),
        ("'met' in [learning, grade]", None),
        ("'good' not in [learning, grade]", False),
        ("'met' not in (learning, grade)", None),
        ("grade in ['good', 'met'] and 'x' in [learning]", None),
    ],
)
def test_a_doubtful_answer_leaves_open_only_what_hangs_on_it(expression: str, truth: bool | None) -> None:
    condition = Condition(expression=expression)
    assert holds(condition, {"grade": "good"}, frozenset({"learning"}), SCALE) is truth


def test_a_test_that_fails_settles_the_condition_though_another_field_is_doubtful() -> None:
    condition = Condition((Test("learning", ("x",)), Test("grade", ("met",))))
    assert holds(condition, {"grade": "good"}, frozenset({"learning"})) is False
    assert holds(condition, {"grade": "met"}, frozenset({"learning"})) is None


def test_a_condition_names_every_field_that_it_rests_on() -> None:
    condition = Condition((Test("seen", ("yes",)),), "better(grade, 'met') and count(a, b) > 1")
    assert fields_of(condition) == {"seen", "grade", "a", "b"}
    assert fields_of(None) == frozenset()
