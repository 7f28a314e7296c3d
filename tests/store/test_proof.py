"""Whatever is changed in a store by other means than docgen, `problems` names the return or the copy."""

from __future__ import annotations

import pytest

from docgen.model import Standing, Toolkit, Unread
from docgen.store import Store
from tests.databases import sql
from tests.store.samples import NOW, RATIONALE, decide, put, returned, slip

KEY = slip(1).key


@pytest.fixture
def busy(store: Store) -> Store:
    store.issue([Toolkit("T1", "fw", "1", "case", "C1", issued=NOW, due="2026-12-01")])
    full = returned(RATIONALE, case_ref="C1", grade="good", rationale="Well done.")
    put(store, slip(1), type(full)(**{**{n: getattr(full, n) for n in full.__slots__}, "unread": (Unread("x", "p"),)}))
    put(store, slip(2, Standing.DOUBTFUL))
    assert store.problems() == ()
    return store


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE answers SET value = '\"met\"' WHERE field = 'grade' AND return_id = 1",
        "UPDATE answers SET human_state = 'answered', human_value = '\"met\"' WHERE field = 'grade' AND return_id = 1",
        "UPDATE answers SET note = 'x' WHERE field = 'case_ref' AND return_id = 1",
        "DELETE FROM answers WHERE field = 'rationale' AND return_id = 1",
        "UPDATE queries SET severity = 'warning' WHERE return_id = 1",
        "DELETE FROM queries WHERE return_id = 1",
        "UPDATE unread SET text = 'y' WHERE return_id = 1",
        "UPDATE returns SET case_ref = 'C9' WHERE id = 1",
        "UPDATE returns SET day = '2020-01-01' WHERE id = 1",
        "UPDATE returns SET grade = 'met' WHERE id = 1",
    ],
)
def test_a_return_that_was_edited_is_named(busy: Store, url: str, change: str) -> None:
    sql(url, change)
    (wrong,) = busy.problems()
    assert (wrong.key, wrong.message) == (
        KEY,
        "A return, or an answer, query or text of it, is not as docgen stored it.",
    )


def test_a_return_that_was_moved_into_the_figures_is_named(busy: Store, url: str) -> None:
    sql(url, "UPDATE returns SET standing = 'accepted' WHERE id = 2")
    (wrong,) = busy.problems()
    assert (wrong.key, wrong.message) == (slip(2).key, "A return stands at “accepted”, and the trail says “doubtful”.")


def test_a_return_that_was_taken_out_is_missed(busy: Store, url: str) -> None:
    for table in ("answers", "unread", "queries"):
        sql(url, f"DELETE FROM {table} WHERE return_id = 1")
    sql(url, "DELETE FROM returns WHERE id = 1")
    assert [(one.key, one.message) for one in busy.problems()] == [
        (KEY, "A return that the trail tells of is not in the store.")
    ]


def test_a_return_that_was_slipped_in_is_named(busy: Store, url: str) -> None:
    sql(url, "INSERT INTO returns (id, sha256, key, standing, received) VALUES (9, 's', 'k', 'accepted', 'now')")
    assert [(one.key, one.message) for one in busy.problems()] == [
        ("k", "A return is in the store that the trail does not tell of.")
    ]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("UPDATE toolkits SET due = '2027-01-01'", "A copy in the ledger is not as docgen stored it."),
        ("UPDATE toolkits SET case_ref = 'C9'", "A copy in the ledger is not as docgen stored it."),
        ("UPDATE toolkits SET exempt = 'x'", "The trail says something else of a copy's exemption."),
        ("DELETE FROM toolkits", "A copy that the trail tells of is not in the store."),
    ],
)
def test_a_copy_that_was_edited_is_named(busy: Store, url: str, change: str, message: str) -> None:
    sql(url, change)
    assert [(one.toolkit, one.message) for one in busy.problems()] == [("T1", message)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("UPDATE reasons SET text = 'Another reason.'", "The reason of event 5 of the trail is not as it was given."),
        ("DELETE FROM reasons", "The reason of event 5 of the trail is missing."),
    ],
)
def test_a_reason_that_was_edited_or_taken_out_is_named(busy: Store, url: str, change: str, message: str) -> None:
    with busy.entry() as entry:
        entry.move(slip(1), Standing.REFUSED, NOW, "Sent in error.")
    assert busy.problems() == ()
    assert "Sent in error." not in str(sql(url, "SELECT * FROM events"))
    sql(url, change)
    assert [one.message for one in busy.problems()] == [message]


def test_what_docgen_itself_changes_is_no_problem(busy: Store) -> None:
    decide(busy, slip(1), "grade", "met")
    with busy.entry() as entry:
        entry.move(slip(1), Standing.REFUSED, NOW, "Sent in error.")
        copy = entry.toolkit("T1")
        assert copy is not None
        entry.exempt(copy, NOW, "Moved away.")
    busy.issue([Toolkit("T1", "fw", "1", "case", "C1", issued=NOW, due="2027-01-01")], NOW)
    put(busy, slip(3, toolkit="T2"), replaces=(slip(2, Standing.DOUBTFUL),))
    assert busy.problems() == ()


def test_a_return_comes_back_whole(busy: Store) -> None:
    found = busy.record(KEY)
    assert found is not None
    assert (found.receipt.case, found.definition, dict(found.facts)) == (
        "C1", "digest of the definition", {"opened_on": "2026-01-02"},
    )  # fmt: skip
    assert found.returned.values() == {"case_ref": "C1", "grade": "good", "rationale": "Well done."}
    assert (found.returned.queries, found.returned.unread) == ((RATIONALE,), (Unread("x", "p"),))
    assert busy.keys() == (KEY, slip(2).key)
    assert busy.record("nothing") is None
