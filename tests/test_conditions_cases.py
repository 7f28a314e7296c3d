"""The functions that compare a form with what the case list tells: working days, and names."""

from __future__ import annotations

import pytest

from docgen.conditions import holds
from docgen.model import Condition


def true(expression: str, **values: str) -> bool | None:
    return holds(Condition(expression=expression), values)


def test_working_days_leave_out_the_weekend_and_bank_holidays() -> None:
    assert true("working_days(a, b) == 8", a="2026-03-30", b="2026-04-13")
    assert true("working_days(a, b) < 0", a="2026-03-30", b="2026-03-27")


@pytest.mark.parametrize("values", [{}, {"a": "2026-03-30"}, {"b": "2026-03-30"}])
def test_a_comparison_of_working_days_is_false_where_a_date_is_blank(values: dict[str, str]) -> None:
    assert true("working_days(a, b) > 10", **values) is False


@pytest.mark.parametrize(
    ("name", "names", "due"),
    [
        ("A. Auditor", "B. Brown; A. Auditor", True),
        ("a auditor", "A.  AUDITOR", True),
        ("S. O'Neill", "S. O’Neill\nB. Brown", True),
        ("A. Auditor", "B. Auditor; A. Brown", False),
        ("Ann", "Joanna", False),
        ("", "A. Auditor", False),
        ("", ";", False),
        ("A. Auditor", "", False),
    ],
)
def test_a_name_is_found_whole_among_names(name: str, names: str, due: bool) -> None:
    assert true("named(name, names)", name=name, names=names) is due


def test_a_name_among_names_that_nobody_told_is_undecided() -> None:
    assert holds(Condition(expression="named(name, names)"), {"name": "Sam"}, {"names"}) is None
