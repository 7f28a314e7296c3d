"""Where copies and returns stand, who put them there, and why."""

from __future__ import annotations

import pytest

from docgen.model import Answer, Return, Standing, State, Toolkit
from docgen.store import Count, Event, Store, Which
from tests.store.samples import NOW, decide, put, returned, slip

TODAY = "2026-12-01"


def copy(number: int, *, day: str = "", due: str = "", auditor: str = "", team: str = "") -> Toolkit:
    place = ("fw", "1", "case", f"C{number}")
    return Toolkit(f"T{number}", *place, issued=NOW, day=day, due=due, auditor=auditor, team=team)


def states(store: Store, which: Which = Which()) -> list[tuple[str, str]]:  # noqa: B008
    return [(line.toolkit, line.state) for line in store.lines(which, TODAY)]


def trail(store: Store, toolkit: str) -> list[tuple[str, str, str, str, str]]:
    found = store.history([toolkit], [])
    return [(one.who, one.what, one.was, one.stands, one.why) for one in found]


def test_every_copy_has_one_state(store: Store) -> None:
    store.issue([copy(1, due="2026-12-01"), copy(2, due="2026-11-30"), copy(3), copy(4), copy(5, due="2026-11-30")])
    exempt(store, "T4", "The family has moved away.")
    put(store, slip(5))
    assert states(store) == [
        ("T1", "issued"), ("T2", "overdue"), ("T3", "issued"), ("T4", "exempt"), ("T5", "returned"),
        ("T5", "accepted"),
    ]  # fmt: skip
    (count,) = store.counts(today=TODAY)
    assert count == Count("fw", "case", issued=5, returned=1, accepted=1, outstanding=3, overdue=1, exempt=1)


def test_nothing_is_overdue_where_nobody_says_what_day_it_is(store: Store) -> None:
    store.issue([copy(1, due="2000-01-01")])
    assert store.counts()[0].overdue == 0


@pytest.mark.parametrize("standing", list(Standing))
def test_every_received_file_has_its_standing_as_its_state(store: Store, standing: Standing) -> None:
    put(store, slip(1, standing))
    assert states(store) == [("T1", standing)]


def test_a_copy_is_out_again_where_its_return_was_refused(store: Store) -> None:
    store.issue([copy(1)])
    put(store, slip(1, Standing.REFUSED))
    assert states(store) == [("T1", "issued"), ("T1", "refused")]


def test_the_trail_says_who_when_and_why_from_the_issue_to_the_figures(store: Store) -> None:
    store.issue([copy(1)])
    put(store, slip(1), why="no answer is doubtful")
    assert trail(store, "T1") == [
        ("sam", "issued", "", "issued", ""),
        ("sam", "read", "", "read", ""),
        ("sam", "accepted", "read", "accepted", "no answer is doubtful"),
    ]
    assert {one.at for one in store.history(["T1"], [])} == {NOW}


def test_the_trail_says_what_a_return_made_way_for(store: Store) -> None:
    put(store, slip(1, toolkit="T"))
    put(store, slip(2, toolkit="T"), replaces=(slip(1, toolkit="T"),))
    assert ("sam", "replaced", "accepted", "replaced", f"by {slip(2).key}") in trail(store, "T")


def test_a_person_accepts_a_held_return_and_the_trail_says_why(store: Store) -> None:
    put(store, slip(1, Standing.QUERIED))
    with store.entry() as entry:
        entry.move(slip(1, Standing.QUERIED), Standing.ACCEPTED, TODAY, "The date was checked by phone.")
    assert len(store.audits("fw", "case")) == 1
    assert trail(store, "T1")[-1] == ("sam", "accepted", "queried", "accepted", "The date was checked by phone.")


def test_a_return_that_a_person_refuses_leaves_the_figures_and_keeps_the_reason(store: Store) -> None:
    put(store, slip(1))
    with store.entry() as entry:
        entry.move(slip(1), Standing.REFUSED, TODAY, "Sent in error.")
        found = entry.receipt(slip(1).sha256)
    assert store.audits("fw", "case") == ()
    assert found is not None
    assert (found.standing, found.rule) == (Standing.REFUSED, "refused-by-hand")
    assert [one.query.message for one in store.refusals()] == ["A person refused it: Sent in error."]


def test_what_a_person_decided_counts_and_what_the_machine_read_stays(store: Store, url: str) -> None:
    from tests.databases import sql

    doubtful = Answer("grade", None, State.DOUBTFUL, doubt="two grades are marked", candidates=("good", "met"))
    put(store, slip(1, Standing.DOUBTFUL), Return("x.docx", "", answers=(doubtful,)))
    decide(store, slip(1, Standing.DOUBTFUL), "grade", "met", "The auditor said so.")
    with store.entry() as entry:
        entry.move(slip(1, Standing.DOUBTFUL), Standing.ACCEPTED, TODAY, "All doubts are decided.")
    assert store.doubts() == ()
    assert store.audits("fw", "case")[0].values["grade"] == "met"
    kept = "SELECT state, value, candidates, human_state, human_value, human_by, human_at, human_why FROM answers"
    assert sql(url, kept) == [
        ("doubtful", None, '["good","met"]', "answered", '"met"', "sam", NOW, "The auditor said so.")
    ]
    assert sql(url, "SELECT grade FROM returns") == [("met",)]
    assert trail(store, "T1")[1] == ("sam", "decided", "", "", "The auditor said so.")


def test_a_decision_for_blank_takes_the_answer_out(store: Store) -> None:
    put(store, slip(1), returned(grade="good"))
    decide(store, slip(1), "grade", None, "It was a slip of the pen.")
    assert store.audits("fw", "case")[0].values["grade"] is None


def test_an_exemption_can_be_taken_back(store: Store) -> None:
    store.issue([copy(1)])
    exempt(store, "T1", "The worker is ill.")
    exempt(store, "T1", "")
    assert states(store) == [("T1", "issued")]
    assert [(one.what, one.why) for one in store.history(["T1"], [])] == [
        ("issued", ""), ("exempt", "The worker is ill."), ("expected again", ""),
    ]  # fmt: skip


def test_a_new_due_date_is_noted_and_the_same_one_is_not(store: Store) -> None:
    store.issue([copy(1, due="2026-12-01")])
    store.issue([copy(1, due="2026-12-01")], "2026-11-21T09:00:00Z")
    store.issue([copy(1, due="2026-12-24")], "2026-11-22T09:00:00Z")
    found = [(one.at, one.what, one.detail) for one in store.history(["T1"], [])]
    assert found == [(NOW, "issued", ""), ("2026-11-22T09:00:00Z", "changed", "due")]
    assert store.issued("fw", "1", "case")[0].due == "2026-12-24"


def test_a_copy_that_is_issued_anew_stays_exempt(store: Store) -> None:
    store.issue([copy(1)])
    exempt(store, "T1", "The family has moved away.")
    store.issue([copy(1, due="2026-12-24")])
    assert states(store) == [("T1", "exempt")]


def test_counts_are_split_by_team_auditor_and_month(store: Store) -> None:
    store.issue([copy(1, team="North", auditor="Sam", day="2026-10-05"), copy(2, team="South", auditor="Kim")])
    put(store, slip(1, day="2026-10-05"), returned(auditor="Sam", area="a1", grade="good", seen_on="2026-10-05"))
    assert [(one.group, one.issued, one.returned) for one in store.counts(by="team")] == [
        ("Area one", 0, 1), ("North", 1, 0), ("South", 1, 0),
    ]  # fmt: skip
    assert [(one.group, one.issued, one.returned) for one in store.counts(by="auditor")] == [
        ("Kim", 1, 0), ("Sam", 1, 1),
    ]  # fmt: skip
    assert [(one.group, one.issued, one.returned) for one in store.counts(by="month")] == [
        ("2026-10", 1, 1), ("2026-11", 1, 0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        (Which(), ["T1", "T2", "T3"]),
        (Which(framework="fw", form="case"), ["T1", "T2", "T3"]),
        (Which(framework="other"), []),
        (Which(form="other"), []),
        (Which(team="NORTH"), ["T1", "T3"]),
        (Which(auditor="kim"), ["T2", "T3"]),
        (Which(team="North", auditor="Kim"), ["T3"]),
        (Which(first="2026-10-01", last="2026-10-31"), ["T1"]),
        (Which(first="2026-11-20", last="2026-11-20"), ["T3"]),
        (Which(first="2026-12-01"), ["T2"]),
    ],
)
def test_a_part_of_the_ledger_is_named_by_framework_form_team_auditor_and_days(
    store: Store, which: Which, expected: list[str]
) -> None:
    store.issue(
        [
            copy(1, team="North", auditor="Sam", day="2026-10-05", due="2027-01-01"),
            copy(2, team="South", auditor="Kim", due="2026-12-01"),
            copy(3, team="North", auditor="Kim"),
        ]
    )
    assert [toolkit for toolkit, _ in states(store, which)] == expected
    assert sum(count.issued for count in store.counts(which)) == len(expected)


@pytest.mark.parametrize("name", ["C1", " c1 ", "T1", "t1"])
def test_a_copy_is_named_by_its_case_or_its_id(store: Store, name: str) -> None:
    store.issue([copy(1), copy(2)])
    put(store, slip(1))
    copies, files = store.named(name)
    assert ([one.id for one in copies], [one.key for one in files]) == (["T1"], [slip(1).key])


@pytest.mark.parametrize("name", [slip(1).key, "1.docx"])
def test_a_file_is_named_by_its_key_or_its_name(store: Store, name: str) -> None:
    put(store, slip(1))
    assert [one.key for one in store.named(name)[1]] == [slip(1).key]
    assert store.named("nothing") == ((), ())


def test_an_event_has_every_part_that_the_trail_keeps(store: Store) -> None:
    put(store, slip(1))
    (event, _) = store.history([], [slip(1).key])
    assert event == Event(NOW, "sam", "read", "T1", slip(1).key, "", "read")


def exempt(store: Store, toolkit: str, why: str) -> None:
    with store.entry() as entry:
        found = entry.toolkit(toolkit)
        assert found is not None
        entry.exempt(found, NOW, why)
