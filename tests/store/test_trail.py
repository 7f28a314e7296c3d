"""Whatever is changed in the trail, `check` finds it."""

from __future__ import annotations

import pytest

from docgen.model import Standing, Toolkit
from docgen.store import Store, trail
from docgen.store.trail import FIELDS
from tests.databases import sql
from tests.store.samples import NOW, put, slip


@pytest.fixture
def busy(store: Store, url: str) -> Store:
    """A store in which a few things have happened, and whose guards somebody has taken away."""
    store.issue([Toolkit(f"T{n}", "fw", "1", "case", f"C{n}", issued=NOW) for n in (1, 2, 3)])
    put(store, slip(1), why="no answer is doubtful")
    put(store, slip(2, Standing.DOUBTFUL))
    if url.startswith("sqlite"):
        for verb in ("update", "delete"):
            sql(url, f"DROP TRIGGER events_no_{verb}")
    else:
        sql(url, "DROP TRIGGER events_no_change ON events")
        sql(url, "DROP TRIGGER events_no_truncate ON events")
    assert found(store) == []
    return store


def found(store: Store) -> list[str]:
    with store.looking() as connection:
        return list(trail.check(connection))


def test_an_event_that_was_edited_is_found_whichever_part_it_was(busy: Store, url: str) -> None:
    for place, field in enumerate(FIELDS):
        number = (1, 3, 6)[place % 3]
        before = sql(url, f"SELECT {field} FROM events WHERE id = {number}")[0][0]
        sql(url, f"UPDATE events SET {field} = 'somebody else' WHERE id = {number}")
        assert found(busy)[0] == f"Event {number} of the trail is not as it was written."
        sql(url, f"UPDATE events SET {field} = '{before}' WHERE id = {number}")
    assert found(busy) == []


def test_an_event_that_was_taken_out_is_found(busy: Store, url: str) -> None:
    sql(url, "DELETE FROM events WHERE id = 2")
    assert found(busy)[0] == "Event 2 of the trail is missing; event 3 follows 1."


def test_events_that_were_cut_off_at_the_end_are_missed(busy: Store, url: str) -> None:
    sql(url, "DELETE FROM events WHERE id > 4")
    assert found(busy) == ["The trail ends with event 4, and should end with event 6."]


def test_events_that_changed_places_are_found(busy: Store, url: str) -> None:
    for before, after in ((2, 90), (3, 2), (90, 3)):
        sql(url, f"UPDATE events SET id = {after} WHERE id = {before}")
    assert len(found(busy)) >= 2


def test_an_event_that_was_slipped_in_is_found(busy: Store, url: str) -> None:
    sql(url, "INSERT INTO events (id, at, what, link) VALUES (7, 'now', 'accepted', 'x')")
    assert found(busy) != []


def test_the_end_of_the_trail_put_somewhere_else_is_found(busy: Store, url: str) -> None:
    sql(url, "UPDATE meta SET value = '6 0000' WHERE name = 'trail'")
    assert found(busy) == ["The end of the trail is not as it was written."]
