"""Steps and their days, worked out by hand: Halton's cycle over bank holidays, month ends and leap years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from docgen import definitions
from docgen.cycle.steps import Ground, Issued, Item, Returned, course, due, kept_in_time, standing
from docgen.model import Step
from docgen.workdays import Calendar

CYCLE = definitions.load(Path("frameworks") / "halton-collaborative-2023.05.yaml").cycle
assert CYCLE is not None
GROUND = Ground(CYCLE)
BOTTOM = ({"action": "Plan", "owner": "TM", "due": "2026-11-20", "bottom_line": "yes"},)


def day(text: str) -> date:
    return date.fromisoformat(text)


def out(name: str, on: str, form: str = "deep-dive", **more: Any) -> Issued:
    return Issued(name, form, "e1", day(on), person="Ann Hill", team="East", **more)


def back(name: str, received: str, done: str, form: str = "deep-dive", counts: bool = True, **values: Any) -> Returned:
    return Returned(f"k{name}", form, "e1", name, day(received), day(done), counts, values, "Ann Hill", "p7", "East")


def run(*events: Issued | Returned, ground: Ground = GROUND) -> dict[str, Item]:
    """Step → its item; where a step is there several times, with a number after it."""
    found: dict[str, Item] = {}
    copies = [one for one in events if isinstance(one, Issued)]
    returns = [one for one in events if isinstance(one, Returned)]
    for item in course(ground, copies, returns):
        name, number = item.step.id, 2
        while name in found:
            name, number = f"{item.step.id} {number}", number + 1
        found[name] = item
    return found


DEEP = out("T1", "2026-11-06", started=day("2026-11-07"))
BAD = back("T1", "2026-11-17", "2026-11-16", overall="inadequate", actions=BOTTOM)
MODERATION = out("T2", "2026-11-18", "moderation")


def moderated(done: str, **values: Any) -> Returned:
    return back("T2", done, done, "moderation", **values)


def test_a_deep_dive_is_due_ten_days_after_the_7th_whatever_day_that_is() -> None:
    item = run(DEEP)["deep-dive"]
    assert (item.state, item.since, item.due, item.person) == ("out", day("2026-11-07"), day("2026-11-17"), "Ann Hill")


def test_without_a_start_in_the_case_list_the_round_is_the_nearest_7th() -> None:
    assert run(out("T1", "2026-11-27"))["deep-dive"].due == day("2026-12-17")
    assert run(out("T1", "2026-11-12"))["deep-dive"].due == day("2026-11-17")


def test_the_day_in_the_ledger_goes_before_the_one_of_the_cycle() -> None:
    assert run(replace(DEEP, due=day("2026-11-30")))["deep-dive"].due == day("2026-11-30")


def test_an_inadequate_audit_sets_off_what_follows_with_days_worked_out_by_hand() -> None:
    found = run(DEEP, BAD)
    assert {name: item.due for name, item in found.items()} == {
        "deep-dive": day("2026-11-17"),
        "audit-inadequate": day("2026-11-16"),
        "audit-actions": day("2026-11-23"),
        "moderation": day("2026-11-30"),
    }
    assert (found["deep-dive"].state, found["deep-dive"].late) == ("done", False)
    assert found["audit-actions"].person == "Ann Hill"


def test_a_good_audit_sets_off_moderation_alone() -> None:
    assert set(run(DEEP, back("T1", "2026-11-17", "2026-11-16", overall="good", actions=()))) == {
        "deep-dive", "moderation",
    }  # fmt: skip


def test_a_return_that_does_not_count_yet_sets_nothing_off() -> None:
    found = run(DEEP, replace(BAD, counts=False))
    assert {name: item.state for name, item in found.items()} == {"deep-dive": "in hand"}


def test_a_form_was_not_done_before_it_went_out() -> None:
    """The date that a return is counted under may be another, such as that on which the case was filed."""
    early = replace(DEEP, on=day("2026-11-10"))
    assert run(early, replace(BAD, day=day("2026-10-03")))["deep-dive"].done == BAD.received


def test_what_follows_a_national_audit_counts_from_the_day_on_which_the_form_comes_in() -> None:
    """Filed on 3 October, audited in November, in on the 10th: the area looks at it on the 10th."""
    national = definitions.load(Path("frameworks") / "cafcass-national-2014.11.yaml")
    assert national.cycle is not None
    copy = Issued("T1", "case", "c1", day("2014-11-03"))
    back = Returned("k1", "case", "c1", "T1", day("2014-11-10"), day("2014-10-03"),
                    values={"grade": "not_met", "referral_needed": "yes"})  # fmt: skip
    found = {item.step.id: item.due for item in course(Ground(national.cycle), [copy], [back])}
    assert found == {"audit": None, "area-review": day("2014-11-10"), "referral": day("2014-11-10")}


def test_the_notice_of_an_inadequate_audit_is_done_when_the_director_was_told() -> None:
    told = replace(BAD, values={**BAD.values, "director_told": "2026-11-17"})
    notice = run(DEEP, told)["audit-inadequate"]
    assert (notice.state, notice.done, notice.late) == ("done", day("2026-11-17"), True)


@pytest.mark.parametrize(
    ("issued", "expected"),
    [
        pytest.param("2026-11-18", "2026-12-02", id="two weeks"),
        pytest.param("2026-12-21", "2027-01-07", id="Christmas, its substitute day, and the new year"),
        pytest.param("2027-03-22", "2027-04-07", id="Good Friday and Easter Monday"),
    ],
)
def test_moderation_is_due_ten_working_days_after_it_goes_out(issued: str, expected: str) -> None:
    item = run(DEEP, BAD, out("T2", issued, "moderation"))["moderation"]
    assert (item.state, item.due) == ("out", day(expected))


def test_scotland_and_days_of_closure_move_a_day() -> None:
    scotland = replace(GROUND, calendar=Calendar("scotland"))
    issued = out("T2", "2026-11-18", "moderation")
    assert run(DEEP, BAD, issued, ground=scotland)["moderation"].due == day("2026-12-03"), "St Andrew's Day"
    closed = replace(GROUND, calendar=Calendar("england", frozenset({day("2026-11-19"), day("2026-11-20")})))
    assert run(DEEP, BAD, issued, ground=closed)["moderation"].due == day("2026-12-04")


@pytest.mark.parametrize(
    ("moderated_on", "closed_on", "tracker", "again", "dip"),
    [
        ("2026-12-01", "2026-12-03", "2026-12-08", "2027-01-01", "2027-03-03"),
        ("2027-01-31", "2027-01-31", "2027-02-07", "2027-02-28", "2027-04-30"),
        ("2028-01-31", "2028-11-30", "2028-02-07", "2028-02-29", "2029-02-28"),
        ("2027-11-30", "2027-11-30", "2027-12-07", "2027-12-30", "2028-02-29"),
    ],
)
def test_what_follows_moderation(moderated_on: str, closed_on: str, tracker: str, again: str, dip: str) -> None:
    last = moderated(moderated_on, overall_moderated="inadequate", qa_date=closed_on)
    found = run(DEEP, BAD, MODERATION, last)
    assert (found["tracker"].due, found["re-audit"].due, found["dip-sample"].due) == (
        day(tracker), day(again), day(dip),
    )  # fmt: skip


def test_a_dip_sample_waits_until_the_audit_is_closed() -> None:
    assert "dip-sample" not in run(DEEP, BAD, MODERATION, moderated("2026-12-01", overall_moderated="good"))


def test_a_deep_dive_after_an_inadequate_one_is_the_re_audit_and_is_moderated_too() -> None:
    last = moderated("2026-12-01", overall_moderated="inadequate")
    found = run(DEEP, BAD, MODERATION, last, out("T3", "2026-12-20"))
    assert (found["re-audit"].state, found["re-audit"].toolkit, found["re-audit"].due) == (
        "out", "T3", day("2027-01-01"),
    )  # fmt: skip
    again = run(
        DEEP, BAD, MODERATION, last, out("T3", "2026-12-20"), back("T3", "2026-12-30", "2026-12-30", overall="good")
    )
    assert again["re-audit"].state == "done"
    assert again["moderation 2"].due == day("2027-01-14"), "ten working days over the new year"


def test_a_deep_dive_without_a_finding_before_starts_a_round_of_its_own() -> None:
    found = run(DEEP, back("T1", "2026-11-17", "2026-11-16", overall="good"), out("T3", "2027-05-05"))
    assert found["deep-dive 2"].due == day("2027-05-17")


def test_a_moderation_that_went_out_before_the_audit_was_taken_in_is_that_audits() -> None:
    late = replace(BAD, received=day("2026-11-25"))
    found = run(DEEP, late, MODERATION)
    assert [name for name in found if name.startswith("moderation")] == ["moderation"]
    assert (found["moderation"].state, found["moderation"].due, found["moderation"].source) == (
        "out", day("2026-12-02"), "kT1",
    )  # fmt: skip


def test_a_return_of_a_copy_that_was_issued_elsewhere_sets_off_what_follows() -> None:
    found = run(replace(BAD, toolkit="X9"))
    assert found["deep-dive"].state == "done"
    assert "moderation" in found


def test_what_people_note_as_done_is_done() -> None:
    ground = replace(GROUND, noted={("audit-actions", "e1", "kT1"): day("2026-11-20")})
    item = run(DEEP, BAD, ground=ground)["audit-actions"]
    assert (item.state, item.done, item.late) == ("done", day("2026-11-20"), False)


@pytest.mark.parametrize(
    ("at", "expected"),
    [("2026-11-10", "due"), ("2026-11-09", "next"), ("2026-11-17", "due"), ("2026-11-18", "overdue")],
)
def test_a_step_is_next_then_due_then_overdue(at: str, expected: str) -> None:
    assert standing(run(DEEP)["deep-dive"], day(at)) == expected


def test_a_day_that_is_not_worked_rolls_where_the_step_says_so() -> None:
    step = Step("a", "A", ("start",), within="1 month")
    england = Calendar()
    assert due(step, day("2026-10-07"), england) == day("2026-11-07"), "a Saturday, kept"
    assert due(replace(step, roll="next"), day("2026-10-07"), england) == day("2026-11-09")
    assert due(replace(step, roll="before"), day("2026-10-07"), england) == day("2026-11-06")
    assert due(replace(step, within=""), day("2026-10-07"), england) is None


def test_time_limits_that_were_kept_are_counted() -> None:
    items = list(run(DEEP, BAD).values())
    assert {step.id: (kept, of) for step, kept, of in kept_in_time(items, day("2026-12-31"))} == {
        "deep-dive": (1, 1), "audit-inadequate": (0, 1), "audit-actions": (0, 1), "moderation": (0, 1),
    }  # fmt: skip


def test_the_order_in_which_things_are_handed_in_changes_nothing() -> None:
    events: list[Issued | Returned] = [DEEP, BAD, MODERATION, moderated("2026-12-01", overall_moderated="inadequate")]
    assert run(*events) == run(*reversed(events))
