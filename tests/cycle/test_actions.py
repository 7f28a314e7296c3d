"""What becomes of actions: in a corrected return, in the tracker, and in the next form of the case."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docgen.cycle.actions import TERMS, corrected, follow, match, moved, printed, said
from docgen.cycle.tracking import merge
from docgen.measures.following import drifting, loop, overdue, rating
from docgen.model import Action, ActionStatus, Agreed, Form, Option, Question, Section

TODAY = "2026-11-20"
PLAN = Action(
    "7K3Q-9D2M-1", "k1", "fw", "audit", "actions", "C1", "Update the plan", "Team manager", "2026-11-30",
    first_due="2026-11-30", agreed="2026-11-01", changed="2026-11-01",
)  # fmt: skip
VISIT = replace(PLAN, id="7K3Q-9D2M-2", what="Visit the child", due="2026-11-10", first_due="2026-11-10")


def row(what: str, number: int = 1, due: str = "") -> Agreed:
    return Agreed("actions", number, what, due=due)


# --- a corrected return ----------------------------------------------------------------------------------


def test_an_action_keeps_its_id_when_its_row_moves() -> None:
    found = match([PLAN, VISIT], [row("Visit  the child"), row("update the plan", 2)])
    assert [(action.id, agreed.what) for action, agreed in found.same] == [
        (VISIT.id, "Visit  the child"),
        (PLAN.id, "update the plan"),
    ]
    assert (found.new, found.gone) == ((), ())


def test_one_reworded_row_is_the_one_action_that_is_left_over() -> None:
    found = match([PLAN, VISIT], [row("Visit the child"), row("Update the plan with the family", 2)])
    assert {action.id for action, _ in found.same} == {PLAN.id, VISIT.id}


def test_two_reworded_rows_are_never_paired_by_guess() -> None:
    found = match([PLAN, VISIT], [row("See the child"), row("Write a new plan", 2)])
    assert found.same == ()
    assert len(found.new) == len(found.gone) == 2


def test_a_corrected_date_counts_as_the_first_one_unless_somebody_has_moved_it_since() -> None:
    assert corrected(PLAN, row("Update the plan", due="2026-12-05"), "k2", TODAY).first_due == "2026-12-05"
    put_back = moved(PLAN, {"due": "2026-12-15"}, TODAY, "M")
    kept = corrected(put_back, row("Update the plan", due="2026-12-05"), "k2", TODAY)
    assert (kept.due, kept.first_due) == ("2026-12-15", "2026-11-30")


# --- the tracker -----------------------------------------------------------------------------------------


def test_what_a_manager_changed_is_taken_and_the_rest_stays() -> None:
    merged = merge(PLAN, said(PLAN), {**said(PLAN), "status": "Done", "evidence": "On file."}, TODAY, "M", TERMS)
    assert (merged.conflicts, merged.wrong) == ((), {})
    assert (merged.thing.status, merged.thing.done, merged.thing.owner) == ("done", TODAY, "Team manager")


def test_what_two_people_changed_in_two_ways_is_a_conflict_and_the_store_stays() -> None:
    meanwhile = moved(PLAN, {"due": "2026-12-01"}, TODAY, "QA")
    merged = merge(meanwhile, said(PLAN), {**said(PLAN), "due": "15/12/2026"}, TODAY, "M", TERMS)
    assert merged.thing == meanwhile
    (conflict,) = merged.conflicts
    assert (conflict.column, conflict.sent, conflict.stored, conflict.returned) == (
        "due", "2026-11-30", "2026-12-01", "2026-12-15",
    )  # fmt: skip


def test_what_changed_in_the_store_alone_is_no_conflict() -> None:
    meanwhile = moved(PLAN, {"owner": "Service manager"}, TODAY, "QA")
    merged = merge(meanwhile, said(PLAN), said(PLAN), TODAY, "M", TERMS)
    assert (merged.thing, merged.conflicts) == (meanwhile, ())


@pytest.mark.parametrize(
    ("column", "text", "why"),
    [("due", "soon", "no date that can be read"), ("status", "nearly", "not a status"), ("status", "closed", "takes")],
)
def test_what_cannot_be_read_is_said_and_not_taken(column: str, text: str, why: str) -> None:
    merged = merge(PLAN, said(PLAN), {**said(PLAN), column: text}, TODAY, "M", TERMS)
    assert why in merged.wrong[column]
    assert merged.thing == PLAN


cells = st.fixed_dictionaries({
    "owner": st.sampled_from(["", "Team manager", "Service manager"]),
    "due": st.sampled_from(["", "2026-11-30", "2026-12-24"]),
    "status": st.sampled_from(["open", "in progress", "done", "withdrawn"]),
    "evidence": st.sampled_from(["", "On file.", "Seen."]),
})  # fmt: skip


@given(sent=cells, stored=cells, returned=cells)
def test_no_cell_is_lost_taken_from_nobody_or_taken_against_a_later_word(
    sent: dict[str, str], stored: dict[str, str], returned: dict[str, str]
) -> None:
    action = moved(PLAN, stored, TODAY, "QA")
    merged = merge(action, sent, returned, TODAY, "M", TERMS)
    now, contested = said(merged.thing), {one.column for one in merged.conflicts}
    for column in TERMS.columns:
        if returned[column] == sent[column]:
            assert now[column] == stored[column]
        elif stored[column] in (sent[column], returned[column]):
            assert now[column] == returned[column]
        else:
            assert column in contested
            assert now[column] == stored[column]
    assert merge(merged.thing, sent, returned, TODAY, "M", TERMS).thing == merged.thing, "the same tracker again"


# --- how it stands ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "colour", "why"),
    [
        (VISIT, "Red", "overdue by 10 days"),
        (replace(VISIT, due="2026-11-19"), "Red", "overdue by 1 day"),
        (replace(PLAN, due=TODAY, first_due=TODAY), "Amber", "due today"),
        (PLAN, "Amber", "due in 10 days"),
        (replace(PLAN, due="2026-12-10", first_due="2026-12-10"), "Green", "on track"),
        (replace(PLAN, owner=""), "Amber", "nobody owns it"),
        (replace(PLAN, due="", first_due=""), "Amber", "no date"),
        (replace(PLAN, due="2027-01-10"), "Amber", "put back by 41 days"),
        (replace(PLAN, due="2026-12-10", first_due="2026-12-10", changed="2026-09-01"), "Amber",
         "nothing heard for 80 days"),
        (replace(VISIT, status=ActionStatus.DONE), "Complete", "said to be done, without evidence"),
        (replace(VISIT, status=ActionStatus.CLOSED), "Complete", "closed"),
    ],
)  # fmt: skip
def test_the_rating_says_why_in_words(action: Action, colour: str, why: str) -> None:
    assert rating(action, TODAY) == (colour, why)


def test_a_date_put_back_twice_drifts_and_one_brought_forward_does_not() -> None:
    twice = moved(moved(PLAN, {"due": "2026-12-02"}, TODAY, "M"), {"due": "2026-12-04"}, TODAY, "M")
    assert drifting(twice) == "put back 2 times"
    assert drifting(moved(PLAN, {"due": "2026-11-25"}, TODAY, "M")) == ""
    assert twice.first_due == "2026-11-30"


def test_the_loop_counts_what_was_on_time_by_the_first_date_and_leaves_the_withdrawn_out() -> None:
    on_time = moved(PLAN, {"status": "done"}, "2026-11-30", "M")
    late = moved(moved(VISIT, {"due": "2026-12-01"}, TODAY, "M"), {"status": "closed"}, TODAY, "M")
    gone = moved(replace(PLAN, id="x-3"), {"status": "withdrawn"}, TODAY, "M")
    undated = moved(replace(PLAN, id="x-4", due="", first_due=""), {"status": "done"}, TODAY, "M")
    went = loop([on_time, late, gone, undated, replace(VISIT, id="x-5", owner="")], TODAY)
    assert (went.on_time, went.late, went.undated) == ((PLAN.id,), (VISIT.id,), ("x-4",))
    assert (went.overdue, went.ownerless, went.checked) == (("x-5",), ("x-5",), (VISIT.id,))
    assert gone.id not in went.known
    assert (went.share_on_time, went.median_days) == (Decimal(50), Decimal(19))
    assert (loop([], TODAY).share_on_time, loop([], TODAY).median_days) == (None, None)


def test_an_action_is_not_overdue_on_its_day() -> None:
    assert overdue(replace(PLAN, due=TODAY), TODAY) == 0


# --- the next form ---------------------------------------------------------------------------------------

OUTCOMES = (Option("done", "Done"), Option("partly", "Partly done"), Option("not_done", "Not done"))
YESNO = (Option("yes", "Yes"), Option("no", "No"))
EARLIER = Question(
    "earlier", "2", "table", "Earlier actions", rows=2,
    columns=(
        Question("ref", "", "text", "Ref"), Question("action", "", "longtext", "Action"),
        Question("bottom_line", "", "yesno", "Bottom line", options=YESNO),
        Question("outcome", "", "choice", "Outcome", options=OUTCOMES),
        Question("evidence", "", "longtext", "Evidence"),
    ),
)  # fmt: skip
DIP = Form("dip", "Dip sample", "", (Section("s", "1", "S", (EARLIER,)),), roles=(("earlier_actions", "earlier"),))


def test_a_new_copy_shows_ref_words_and_notes_and_leaves_the_outcome_to_be_answered() -> None:
    noted = replace(PLAN, notes=(("Bottom line", "Yes"),))
    assert printed(DIP, [noted]) == ({"ref": PLAN.id, "action": "Update the plan", "bottom_line": "yes"},)


def test_done_closes_partly_goes_on_and_not_done_opens_again() -> None:
    said_done = moved(VISIT, {"status": "done"}, TODAY, "M")
    third = replace(PLAN, id="7K3Q-9D2M-3", what="Call the school")
    known = {one.id: one for one in (PLAN, said_done, third)}
    rows = (
        {"ref": PLAN.id, "action": "Update the plan", "outcome": "done", "evidence": "Plan of 2 November."},
        {"ref": VISIT.id, "action": "Visit the child", "outcome": "not_done"},
        {"ref": None, "action": "Call the School", "outcome": "partly"},
    )
    found = {one.id: one for one in follow(DIP, {"earlier": rows}, "k9", "2027-02-20", known).moved}
    assert (found[PLAN.id].status, found[PLAN.id].checked) == ("closed", "2027-02-20")
    assert (found[VISIT.id].status, found[VISIT.id].done) == ("open", "")
    assert found[third.id].status == "in progress"


def test_a_row_without_its_ref_that_fits_two_actions_is_said_and_moves_neither() -> None:
    again = replace(PLAN, id="7K3Q-9D2M-9")
    rows = ({"action": "update the plan", "outcome": "done"}, {"ref": "7K3Q-9D2M-8", "action": "Update the plan"})
    found = follow(DIP, {"earlier": rows}, "k9", TODAY, {one.id: one for one in (PLAN, again)})
    assert found.moved == ()
    assert found.unknown == (
        "row 1 of the earlier actions fits the words of 7K3Q-9D2M-1 and 7K3Q-9D2M-9",
        "row 2 of the earlier actions (7K3Q-9D2M-8) fits no action of this case",
    )


def test_a_row_that_fits_no_action_of_the_case_is_said_and_moves_nothing() -> None:
    rows = ({"ref": "XXXX-XXXX-9", "action": "Something else", "outcome": "done"},)
    found = follow(DIP, {"earlier": rows}, "k9", TODAY, {PLAN.id: PLAN})
    assert found.moved == ()
    assert found.unknown == ("row 1 of the earlier actions (XXXX-XXXX-9) fits no action of this case",)
