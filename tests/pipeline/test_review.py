"""What a person decides counts, what was read stays, and a return stands where one does that had said so at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.definitions.settings import ACCEPT, Settings
from docgen.model import DocgenError, Severity, Standing, Toolkit, Value
from docgen.pipeline import decisions, review
from docgen.pipeline.review import Desk, Item, Result
from docgen.pipeline.verify import verify
from docgen.pipeline.workspace import Workspace
from docgen.store import Given, Store, Which
from tests.pipeline.spoken import AT_HAND, FORM, LATER, READER, desk, send, take, written

DOUBT = {"doubt": "two options are marked: Good, Met", "candidates": ["good", "met"], "text": "☒ Good ☒ Met"}
VAGUE = {"doubt": "“mid October” is not a date", "candidates": [], "text": "mid October"}
WHY = "Confirmed by e-mail."


@pytest.fixture
def store(place: Workspace) -> Iterator[Store]:
    with Store(place.store_url, who="kim") as opened:
        opened.issue([Toolkit("T1", "small", "1", "case", "C1", issued="2026-11-01T00:00:00Z", auditor="Sam Hill")])
        yield opened


@pytest.fixture
def sure(place: Workspace, store: Store) -> Desk:
    return desk(place, store)


def decide(at: Desk, key: str, field: str, value: Value, why: str = WHY, token: str = "") -> review.Taken:
    return review.decide(at, key, Given(field, value, why), LATER, token)


def items(store: Store, *names: str) -> tuple[Item, ...]:
    return review.find(store, AT_HAND, Which(), names).items


def standing(store: Store, key: str) -> str:
    (slip,) = store.named(key)[1]
    return slip.standing


# --- what is open ----------------------------------------------------------------------------------------


def test_the_worst_comes_first_with_all_that_a_person_needs_to_decide_it(sure: Desk, store: Store) -> None:
    key = send(sure.workspace, store, written({"case_ref": "C1", "grade": DOUBT, "areas": []}, unread=("Ring me.",)))
    send(sure.workspace, store, written({"grade": "good"}, "T2"))
    found = review.find(store, AT_HAND, Which())
    assert [(one.rank, one.ref) for one in found.items] == [("doubtful", "1d"), ("error", "1a")]
    (doubt, *_) = found.items
    assert (doubt.label, doubt.candidates, doubt.trouble.auditor) == ("Grade", ("good", "met"), "Sam Hill")
    assert doubt.trouble.answer is not None
    assert doubt.trouble.answer.text == "☒ Good ☒ Met"
    assert [one.text for one in found.unread[key]] == ["Ring me."]


def test_a_part_of_the_ledger_or_one_return_can_be_reviewed(sure: Desk, store: Store) -> None:
    key = send(sure.workspace, store, written({"case_ref": "C1", "grade": DOUBT, "area": "a1"}))
    send(sure.workspace, store, written({"case_ref": "C2", "grade": DOUBT, "area": "a2"}, "T2"))
    assert {one.trouble.case for one in review.find(store, AT_HAND, Which(team="A1")).items} == {"C1"}
    assert {one.trouble.case for one in review.find(store, AT_HAND, Which(auditor="sam hill")).items} == set()
    for name in ("C1", key, "T1"):
        assert {one.trouble.case for one in items(store, name)} == {"C1"}
    with pytest.raises(DocgenError, match="“C9” is the name of no return that could be reviewed"):
        items(store, "C9")


# --- decisions -------------------------------------------------------------------------------------------

CHOICES: dict[str, list[Any]] = {
    "case_ref": ["C1", "C2", None],
    "area": ["a1", "a2", None],
    "filed": ["2026-10-05", None],
    "grade": ["good", "met", None],
    "grade_comment": ["Because.", None],
    "areas": [("x",), ("x", "y"), None],
    "visits": [3, None],
    "auditor": ["Sam Hill", "Kim Vale", None],
    "actions": [({"action": "Visit"},), None],
}


def answer_of(field: str) -> st.SearchStrategy[Any]:
    doubt = st.just({"doubt": "unclear", "candidates": [], "text": "?"})
    return st.one_of(st.sampled_from(CHOICES[field]), doubt)


RETURNS = st.fixed_dictionaries({field: answer_of(field) for field in CHOICES})
STEPS = st.lists(
    st.sampled_from(sorted(CHOICES)).flatmap(lambda field: st.tuples(st.just(field), st.sampled_from(CHOICES[field]))),
    max_size=6,
)


@contextmanager
def fresh(accept: str, folder: Path) -> Iterator[Desk]:
    """A workspace with a store in memory, and one earlier return of another copy for case C2."""
    place = Workspace(folder, Settings(workspace="0000", accept=accept))
    with Store("sqlite:///:memory:", who="kim") as store:
        store.issue([Toolkit("T1", "small", "1", "case", "C1", issued="2026-11-01T00:00:00Z")])
        send(place, store, written({"case_ref": "C2", "grade": "good"}, "T2"), "first.docx")
        yield desk(place, store)


def picture(at: Desk, key: str) -> object:
    """Everything about a return that figures, lists and reports can see, whatever order it came about in."""
    record = at.store.record(key)
    assert record is not None
    line = next(one for one in at.store.lines() if one.key == key)
    audits = [replace(one, key="") for one in at.store.audits("small", "case")]
    asked = sorted(str(one) for one in record.open)
    return line.state, line.case, line.day, line.auditor, line.team, audits, asked, at.store.counts()


@settings(max_examples=20)
@given(RETURNS, STEPS, st.sampled_from(ACCEPT))
def test_whatever_is_decided_it_stands_where_a_return_does_that_had_said_so_from_the_start(
    tmp_path_factory: pytest.TempPathFactory, said: dict[str, Any], steps: list[tuple[str, Any]], accept: str
) -> None:
    folder = tmp_path_factory.getbasetemp() / "laws"
    with fresh(accept, folder) as decided, fresh(accept, folder) as at_once:
        key = send(decided.workspace, decided.store, written(said))
        before = decided.store.record(key)
        for field, value in steps:
            decide(decided, key, field, value)
        after = decided.store.record(key)
        assert before is not None
        assert after is not None
        assert after.returned == before.returned
        other = send(at_once.workspace, at_once.store, written({**said, **dict(steps)}))
        assert picture(decided, key) == picture(at_once, other)
        assert decided.store.problems() == ()


def test_a_decision_stands_beside_what_was_read_and_the_trail_tells_of_it(sure: Desk, store: Store) -> None:
    key = send(sure.workspace, store, written({"case_ref": "C1", "grade": DOUBT}))
    taken = decide(sure, key, "grade", "met", why="")
    assert (taken.result, taken.was, taken.stands) == (Result.TAKEN, Standing.DOUBTFUL, Standing.ACCEPTED)
    assert [audit.values["grade"] for audit in store.audits("small", "case")] == ["met"]
    assert [one.rule for one in store.record(key).open] == ["grade_comment-required"]  # type: ignore[union-attr]
    (what,) = review.decided(store, AT_HAND, [key])
    assert (what.about, what.read, what.counts, what.who, what.at) == (
        "1d Grade", "in doubt: two options are marked: Good, Met", "Met", "kim", LATER,
    )  # fmt: skip
    assert [(one.what, one.detail, one.stands) for one in decisions.history(store, key)][-2:] == [
        ("decided", "grade", ""), ("accepted", "", "accepted"),
    ]  # fmt: skip
    assert verify(sure.workspace, store, READER).problems == ()


@pytest.mark.parametrize(
    ("field", "value", "needed"), [("grade", "good", False), ("grade", None, True), ("visits", 4, True)]
)
def test_a_value_that_was_not_found_in_the_file_needs_a_reason(
    sure: Desk, store: Store, field: str, value: Value, needed: bool
) -> None:
    key = send(sure.workspace, store, written({"case_ref": "C1", "grade": DOUBT, "visits": 3}))
    if needed:
        with pytest.raises(DocgenError, match=f"“{field}”: a value that docgen has not found in the file needs a reas"):
            decide(sure, key, field, value, why="")
    decide(sure, key, field, value, why="" if not needed else WHY)


def test_a_reason_that_tells_who_a_child_is_is_not_taken(sure: Desk, store: Store) -> None:
    key = send(sure.workspace, store, written({"case_ref": "C1", "grade": DOUBT}))
    with pytest.raises(DocgenError, match="there seems to be a date of birth"):
        decide(sure, key, "grade", "good", why="The child, DOB 12/03/2015, was seen.")
    assert standing(store, key) == "doubtful"


def test_the_same_decision_again_changes_nothing(sure: Desk, store: Store) -> None:
    key = send(sure.workspace, store, written({"case_ref": "C1", "grade": DOUBT}))
    decide(sure, key, "grade", "good")
    end = store.end_of_trail()
    assert decide(sure, key, "grade", "good").result is Result.ALREADY
    assert decide(sure, key, "case_ref", "C1").result is Result.ALREADY
    assert store.end_of_trail() == end


def test_a_decision_that_is_taken_back_leaves_what_was_read(sure: Desk, store: Store) -> None:
    key = send(sure.workspace, store, written({"case_ref": "C1", "grade": DOUBT}))
    decide(sure, key, "grade", "met")
    review.decide(sure, key, Given("grade", why="Too early.", undone=True), LATER)
    assert standing(store, key) == "doubtful"
    assert [one.rank for one in items(store)] == ["doubtful"]
    assert verify(sure.workspace, store, READER).problems == ()


def test_what_somebody_else_has_decided_meanwhile_is_a_conflict(sure: Desk, store: Store) -> None:
    key = send(sure.workspace, store, written({"case_ref": "C1", "grade": DOUBT}))
    token = items(store)[0].token
    decide(sure, key, "grade", "met")
    taken = decide(sure, key, "grade", "good", token=token)
    assert (taken.result, taken.note) == (Result.CONFLICT, "kim decided it otherwise on 2026-12-01.")
    assert [audit.values["grade"] for audit in store.audits("small", "case")] == ["met"]


def test_nothing_is_decided_of_a_return_that_has_made_way(sure: Desk, store: Store) -> None:
    key = send(sure.workspace, store, written({"case_ref": "C1", "grade": DOUBT}))
    send(sure.workspace, store, written({"case_ref": "C1", "grade": "good"}), now=LATER)
    taken = decide(sure, key, "grade", "met")
    assert (taken.result, taken.note) == (Result.CONFLICT, "The return was replaced meanwhile.")


def test_a_decided_case_lets_the_earlier_return_of_the_copy_make_way(sure: Desk, store: Store) -> None:
    first = send(sure.workspace, store, written({"case_ref": "C1", "grade": "met"}))
    second = send(sure.workspace, store, written({"case_ref": "C7", "grade": "good"}), now=LATER)
    assert (standing(store, first), standing(store, second)) == ("accepted", "accepted")
    decide(sure, second, "case_ref", "C1")
    assert (standing(store, first), standing(store, second)) == ("replaced", "accepted")
    decide(sure, second, "case_ref", "C7")
    assert verify(sure.workspace, store, READER).problems == ()


def test_a_return_that_is_decided_to_be_the_same_as_a_later_one_makes_way(sure: Desk, store: Store) -> None:
    first = send(sure.workspace, store, written({"case_ref": "C7", "grade": "met"}))
    second = send(sure.workspace, store, written({"case_ref": "C1", "grade": "good"}), now=LATER)
    assert decide(sure, first, "case_ref", "C1").note == f"by {second}"
    assert (standing(store, first), standing(store, second)) == ("replaced", "accepted")
    assert verify(sure.workspace, store, READER).problems == ()


def test_decisions_do_not_carry_over_to_a_corrected_form_and_are_shown_beside_the_same_doubt(
    sure: Desk, store: Store
) -> None:
    key = send(sure.workspace, store, written({"case_ref": "C1", "grade": DOUBT, "filed": VAGUE}))
    decide(sure, key, "grade", "met")
    decide(sure, key, "filed", "2026-10-15")
    send(sure.workspace, store, written({"case_ref": "C1", "grade": DOUBT, "filed": {**VAGUE, "text": "October"}}))
    found = {one.ref: one.before for one in items(store) if one.rank == "doubtful"}
    assert found["1d"] is not None
    assert (found["1d"].value, found["1d"].who, found["1d"].why) == ("met", "kim", WHY)
    assert found["1c"] is None
    assert store.audits("small", "case") == ()


def test_taking_in_a_corrected_form_says_which_decisions_do_not_carry_over(
    place: Workspace, store: Store, sure: Desk
) -> None:
    key = send(place, store, written({"case_ref": "C1", "grade": "met", "filed": VAGUE}))
    decide(sure, key, "filed", "2026-10-15")
    (query,) = store.record(key).open  # type: ignore[union-attr]
    review.settle(sure, key, query, "Given by phone.", LATER)
    taken = take(place, store, written({"case_ref": "C1", "grade": "met", "filed": "2026-10-15"}))
    assert taken.note == (
        "What a person decided of the earlier version does not carry over: 1c, grade_comment-required."
    )


# --- queries ---------------------------------------------------------------------------------------------


def held(place: Workspace) -> Workspace:
    return replace(place, settings=replace(place.settings, accept="no-errors"))


def test_a_settled_query_is_no_longer_open_and_no_longer_holds_its_return(sure: Desk, store: Store) -> None:
    at = replace(sure, workspace=held(sure.workspace))
    key = send(at.workspace, store, written({"grade": "met"}))
    assert standing(store, key) == "queried"
    for query in store.record(key).open:  # type: ignore[union-attr]
        assert query.severity is Severity.ERROR
        review.settle(at, key, query, "Accepted as it is: the case is closed.", LATER)
    assert standing(store, key) == "accepted"
    assert (items(store), store.open_queries()) == ((), ())
    assert store.audits("small", "case")[0].queries == 0
    assert store.counts()[0].queried == 0
    query = store.record(key).settled[0]  # type: ignore[union-attr]
    review.settle(at, key, query, "A mistake.", LATER, reopen=True)
    assert standing(store, key) == "queried"
    assert verify(at.workspace, store, READER).problems == ()


def test_a_settled_query_stays_settled_only_as_long_as_it_says_the_same(sure: Desk, store: Store) -> None:
    key = send(sure.workspace, store, written({"case_ref": "C1", "grade": "met"}))
    (query,) = store.record(key).open  # type: ignore[union-attr]
    review.settle(sure, key, query, "Given by phone.", LATER)
    decide(sure, key, "visits", 2)
    assert items(store) == ()
    decide(sure, key, "grade", "good")
    decide(sure, key, "grade", "met")
    assert items(store) == ()
    assert [one.closed for one in rows_of(store, key)] == ["settled"]


def rows_of(store: Store, key: str) -> list[Any]:
    from types import SimpleNamespace

    record = store.record(key)
    assert record is not None
    return [SimpleNamespace(**row) for row in record.rows["queries"]]


def test_settling_needs_a_reason_and_the_same_again_changes_nothing(sure: Desk, store: Store) -> None:
    key = send(sure.workspace, store, written({"case_ref": "C1", "grade": "met"}))
    (query,) = store.record(key).open  # type: ignore[union-attr]
    with pytest.raises(DocgenError, match="needs a reason"):
        review.settle(sure, key, query, "", LATER)
    review.settle(sure, key, query, "Given by phone.", LATER)
    end = store.end_of_trail()
    assert review.settle(sure, key, query, "Again.", LATER).result is Result.ALREADY
    assert store.end_of_trail() == end


def test_reports_are_told_what_was_decided_and_by_whom(sure: Desk, store: Store) -> None:
    key = send(sure.workspace, store, written({"case_ref": "C1", "grade": DOUBT, "visits": 3}))
    decide(sure, key, "grade", "met")
    decide(sure, key, "visits", 4)
    (query,) = store.record(key).open  # type: ignore[union-attr]
    review.settle(sure, key, query, "Given by phone.", LATER)
    found = store.settled([key])
    assert (found.doubts, found.corrected, found.queries, found.people) == (1, 1, 1, ("kim",))


def test_every_field_of_the_form_is_tried() -> None:
    assert set(CHOICES) | {"areas_comment"} == {one.id for one in FORM.questions}
