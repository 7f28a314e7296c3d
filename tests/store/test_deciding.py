"""What people decide, in both databases: beside what was read, counted, and never lost."""

from __future__ import annotations

from dataclasses import replace

from docgen.model import Answer, Query, Return, Severity, Standing, State, Unread
from docgen.store import Given, Move, Outcome, Store, Which
from tests.store.samples import FORM, NOW, RATIONALE, REFERRAL, decide, put, returned, slip

DOUBT = Answer("grade", None, State.DOUBTFUL, "glyph", "p", "☒ ☒", "two grades are marked", ("good", "met"))


def open_rules(store: Store) -> list[str]:
    return [one.query.rule for one in store.open_queries()]


def ask(store: Store, *queries: Query) -> None:
    """A decision after which this is asked of the first return."""
    with store.entry() as entry:
        record = entry.record(slip(1).key)
        assert record is not None
        outcome = Outcome(slip(1), replace(record.returned, queries=queries), FORM)
        entry.decide(slip(1), Given("grade", "met", "By phone."), outcome, NOW)


def test_queries_are_closed_opened_again_and_raised_and_what_came_with_the_return_stays(store: Store) -> None:
    put(store, slip(1), returned(RATIONALE))
    ask(store, REFERRAL)
    assert open_rules(store) == ["referral"]
    ask(store, REFERRAL, RATIONALE)
    assert open_rules(store) == ["referral", "rationale-required"]
    record = store.record(slip(1).key)
    assert record is not None
    assert (record.returned.queries, record.open) == ((RATIONALE,), (RATIONALE, REFERRAL))
    assert store.problems() == ()


def test_a_settled_query_is_open_for_nobody_until_it_is_reopened(store: Store) -> None:
    put(store, slip(1, Standing.QUERIED), returned(RATIONALE, REFERRAL))
    with store.entry() as entry:
        move = Move(Standing.ACCEPTED, "Nothing is open.")
        entry.settle(slip(1, Standing.QUERIED), RATIONALE, move, NOW, "By phone.")
    assert (open_rules(store), store.audits("fw", "case")[0].queries) == (["referral"], 1)
    ask(store, RATIONALE)
    assert open_rules(store) == []
    assert store.settled([slip(1).key]).queries == 1
    with store.entry() as entry:
        entry.settle(slip(1), RATIONALE, Move(Standing.ACCEPTED), NOW, "A slip.", reopen=True)
    assert open_rules(store) == ["rationale-required"]
    assert [one.what for one in store.history([], [slip(1).key])][-3:] == ["accepted", "decided", "reopened"]
    assert store.problems() == ()


def test_a_query_that_says_something_else_is_another_one(store: Store) -> None:
    put(store, slip(1), returned(RATIONALE))
    with store.entry() as entry:
        entry.settle(slip(1), RATIONALE, Move(Standing.ACCEPTED), NOW, "By phone.")
    ask(store, replace(RATIONALE, message="It says only “n/a”.", severity=Severity.WARNING))
    assert [one.query.message for one in store.open_queries()] == ["It says only “n/a”."]


def test_people_and_what_they_decided_are_counted(store: Store) -> None:
    put(store, slip(1, Standing.DOUBTFUL), Return("x.docx", "", answers=(DOUBT, Answer("visits", 3, State.ANSWERED))))
    decide(store, slip(1, Standing.DOUBTFUL), "grade", "met")
    decide(store, slip(1, Standing.DOUBTFUL), "visits", 4)
    found = store.settled([slip(1).key, slip(2).key])
    assert (found.doubts, found.corrected, found.queries, found.people) == (1, 1, 0, ("sam",))
    assert store.settled([]).people == ()


def test_what_was_decided_of_the_same_doubt_before_is_found_and_of_another_is_not(store: Store) -> None:
    first = slip(1, Standing.DOUBTFUL, toolkit="T")
    put(store, first, Return("x.docx", "", answers=(DOUBT,)))
    decide(store, first, "grade", "met")
    put(store, slip(2, Standing.DOUBTFUL, toolkit="T"), Return("x.docx", "", answers=(DOUBT,)), (first,))
    ((place, found),) = store.decided_before().items()
    assert (place, found.value, found.why) == ((slip(2).key, "grade"), "met", "By phone.")
    second = slip(3, Standing.DOUBTFUL, toolkit="T")
    put(store, second, Return("x.docx", "", answers=(replace(DOUBT, text="☒ ☒ ☐"),)), (slip(2),))
    assert store.decided_before() == {}


def test_what_is_in_no_answer_and_what_is_doubtful_come_with_their_return(store: Store) -> None:
    put(store, slip(1, Standing.DOUBTFUL), Return("x.docx", "", answers=(DOUBT,), unread=(Unread("Ring me.", "p"),)))
    put(store, slip(2, Standing.DOUBTFUL), Return("x.docx", "", answers=(DOUBT,)))
    some = Which(keys=(slip(1).key,))
    assert {key: [one.text for one in texts] for key, texts in store.unread(some).items()} == {
        slip(1).key: ["Ring me."]
    }
    (found,) = store.doubts(some)
    assert (found.answer, found.case, found.standing, found.version) == (DOUBT, "C1", "doubtful", "1")
    assert store.lines(some)[0].key == slip(1).key
