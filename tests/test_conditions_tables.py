"""What a condition may ask of a table, and of several questions at once."""

from __future__ import annotations

import pytest

from docgen.conditions import compared, holds
from docgen.model import Condition, Value

ACTIONS: Value = (
    {"action": "Update the chronology", "bottom_line": "yes", "due": "2026-03-12"},
    {"action": "Call a network meeting", "bottom_line": "no", "due": "2026-05-01"},
    {"action": "Record the consent", "bottom_line": "yes", "due": None},
)


def test_rows_are_picked_by_what_stands_in_a_column() -> None:
    assert truth("count(rows(actions, 'bottom_line', 'yes')) == 2", actions=ACTIONS)
    assert truth(
        "count(rows(rows(actions, 'bottom_line', 'yes'), 'action', 'Record the consent')) == 1", actions=ACTIONS
    )
    assert truth("count(rows(actions, 'bottom_line', 'yes')) == 0", actions=None)


def test_the_latest_date_of_some_rows_is_compared_and_a_blank_one_is_not() -> None:
    asked = "days(audited, latest(rows(actions, 'bottom_line', 'yes'), 'due')) > 7"
    assert truth(asked, audited="2026-03-04", actions=ACTIONS)
    assert not truth(asked, audited="2026-03-05", actions=ACTIONS)
    assert not truth(asked, audited="2026-03-04", actions=ACTIONS[2:])  # type: ignore[index]
    assert not truth(asked, audited="2026-03-04", actions=None)


def test_a_doubtful_table_leaves_the_condition_open() -> None:
    condition = Condition(expression="count(rows(actions, 'bottom_line', 'yes')) > 0")
    assert holds(condition, {}, frozenset({"actions"})) is None


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("planning in ['poor', 'improve']", True),
        ("'poor' in [planning, recording]", False),
        ("'improve' in [planning, recording]", True),
        ("'improve' not in (planning, recording)", False),
    ],
)
def test_several_questions_or_several_options_are_asked_at_once(expression: str, expected: bool) -> None:
    assert truth(expression, planning="improve", recording=None) is expected


def test_an_option_that_is_looked_for_in_several_questions_is_known_to_be_compared_with_each() -> None:
    assert set(compared("'poor' in [planning, recording]")) == {("planning", "poor"), ("recording", "poor")}


def truth(expression: str, **values: Value) -> bool | None:
    return holds(Condition(expression=expression), values)
