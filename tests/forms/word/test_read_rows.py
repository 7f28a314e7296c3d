"""Tables to fill in: rows are read by the head and by position, whatever became of their tags."""

from __future__ import annotations

import pytest

from docgen.forms.word import read
from docgen.model import State
from tests.forms.word.build import date, para, row, table, text
from tests.forms.word.sample import ACTION_HEAD, action_row, actions, answer, body, marks


@pytest.fixture(params=["the short way", "the long way"], autouse=True)
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs by both ways of reading; a form that is not as it was made is read by the long way only."""
    if request.param == "the long way":
        monkeypatch.setattr(read, "as_made", lambda *_: None)


def rows(*filled: str) -> str:
    return actions(*filled)


FIRST = action_row(1, "Call the school", "Head of service", "01/12/2014", "2014-12-01")
READ = {"action": "Call the school", "owner": "Head of service", "due": "2014-12-01"}


def test_filled_rows_are_read_and_blank_ones_dropped() -> None:
    found = answer("actions", *body(rows(FIRST, action_row(2), action_row(3, "Review"))))
    assert found.value == (READ, {"action": "Review", "owner": None, "due": None})
    assert (found.how, found.where) == ("control", "section 2, row 2d")


def test_a_row_added_without_controls_is_read_by_position() -> None:
    added = row("4", "Visit", "Auditor", "2 December 2014")
    found = answer("actions", *body(rows(FIRST, action_row(2), action_row(3), added)))
    assert found.value == (READ, {"action": "Visit", "owner": "Auditor", "due": "2014-12-02"})
    assert found.how == "rows"
    assert marks(*body(rows(FIRST, action_row(2), action_row(3), added))).unread == ()


def test_a_copied_row_counts_twice_though_its_tags_are_the_same() -> None:
    changed = action_row(1, "Another", "Head of service", "01/12/2014", "2014-12-01")
    found = answer("actions", *body(rows(FIRST, changed, action_row(2))))
    assert found.value == (READ, {**READ, "action": "Another"})
    assert found.note == ""


def test_two_rows_that_say_the_same_are_both_kept_with_a_note() -> None:
    found = answer("actions", *body(rows(FIRST, FIRST)))
    assert (found.value, found.note) == ((READ, READ), "row 2 says the same as the row before it")


def test_a_row_that_was_deleted_is_no_doubt() -> None:
    found = answer("actions", *body(rows(action_row(2), action_row(3, "Review"))))
    assert [one["action"] for one in found.value] == ["Review"]  # type: ignore[union-attr, index]
    assert answer("actions", *body(table(ACTION_HEAD))).state is State.BLANK


def test_columns_that_were_moved_are_read_by_their_heads() -> None:
    moved = table(row("2d", "Owner", "Action", "Due"), row("1", "Auditor", "Visit", ""))
    assert answer("actions", *body(moved)).value == ({"action": "Visit", "owner": "Auditor", "due": None},)


def test_a_head_that_was_changed_leaves_the_table_in_doubt() -> None:
    changed = table(row("2d", "Action", "Who", "Due"), FIRST)
    found = answer("actions", *body(changed))
    assert found.state is State.DOUBTFUL
    assert found.doubt.startswith("row 1, Action: the head of the table was changed")
    assert ("Who", "heading of a table") in [(one.text, one.what) for one in marks(*body(changed)).unread]


def test_a_row_with_a_cell_too_few_leaves_the_table_in_doubt() -> None:
    short = row("4", "Visit", "Auditor")
    found = answer("actions", *body(rows(FIRST, short)))
    assert "row 2, Action: row 2 has 3 cells where the table has 4 columns" in found.doubt


def test_a_doubtful_cell_names_its_row_and_column_and_keeps_the_words() -> None:
    found = answer("actions", *body(rows(FIRST, action_row(2, "Visit", "Auditor", "next week"))))
    assert found.doubt == "row 2, Due: “next week” is not a date; write it as day/month/year, such as 05/03/2026"
    assert found.candidates == ((READ, {"action": "Visit", "owner": "Auditor", "due": "next week"}),)


def test_a_date_of_a_row_that_was_typed_over_is_doubtful() -> None:
    found = answer("actions", *body(rows(action_row(1, "Visit", "", "07/08/2024", "2024-03-05"))))
    assert found.doubt == "row 1, Due: the date shown is 07/08/2024, but the control still holds 05/03/2024"


def test_text_beside_a_control_and_further_paragraphs_in_a_cell_are_part_of_the_cell() -> None:
    cell = f"<w:tc><w:tcPr/>{para(text('actions[1].action', 'Call'), ' today')}{para('Then write.')}</w:tc>"
    found = answer("actions", *body(rows(row("1", cell, para(text("actions[1].owner")), para(date("actions[1].due"))))))
    assert [one["action"] for one in found.value] == ["Call today\nThen write."]  # type: ignore[union-attr, index]


def test_a_note_in_the_column_of_the_numbers_is_listed() -> None:
    noted = row("1 urgent", "Visit", "", "")
    assert [one.text for one in marks(*body(rows(noted))).unread] == ["1 urgent"]


def test_a_table_that_is_gone_is_missing_and_not_blank() -> None:
    found = answer("actions", *body(para("")))
    assert found.doubt == "the place of this answer is missing from the file"


def test_a_table_that_was_split_is_read_whole_and_doubtful() -> None:
    second = table(action_row(2, "Review"))
    found = answer("actions", *body(rows(FIRST) + para("") + second))
    assert "the rows stand in 2 tables of the file" in found.doubt or "lost its head" in found.doubt
    assert [one["action"] for one in found.candidates[0]] == ["Call the school", "Review"]  # type: ignore[union-attr, index]


def test_a_table_without_tags_and_bookmarks_is_known_by_its_head() -> None:
    plain = table(ACTION_HEAD, row("1", "Visit", "Auditor", "02/12/2014"))
    assert answer("actions", *body(plain)).value == ({"action": "Visit", "owner": "Auditor", "due": "2014-12-02"},)
