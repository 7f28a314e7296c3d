"""What is due in a workspace, by person; what people note as done; and reminders through the one list of chasers."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from docgen import definitions
from docgen.definitions.settings import Settings
from docgen.model import Answer, DocgenError, Framework, Identity, Receipt, Return, Standing, State, Toolkit, Value
from docgen.pipeline import chase
from docgen.pipeline import due as verbs
from docgen.pipeline.workspace import Workspace, open_store
from docgen.store import Basis, Store, Which

HALTON = definitions.load(Path("frameworks") / "halton-collaborative-2023.05.yaml")
ROLES = (("QA team", "Kim Vale, kim@example.org"), ("QA manager", "Kim Vale, kim@example.org"))


@pytest.fixture
def team(place: Workspace) -> Workspace:
    return replace(place, settings=Settings(workspace="0000", roles=ROLES))


@pytest.fixture
def store(team: Workspace) -> Iterator[Store]:
    with open_store(team) as opened:
        yield opened


def issue(
    store: Store, name: str, form: str, on: str, case: str = "E1", auditor: str = "Ann Hill", due: str = ""
) -> None:
    facts = {"audit_started_on": "2026-11-07"} if form == "deep-dive" else {}
    at = f"{on}T09:00:00Z"
    copy = Toolkit(name, HALTON.id, HALTON.version, form, case, issued=at, due=due, auditor=auditor, facts=facts)
    store.issue([replace(copy, team="East")])


def take_in(store: Store, name: str, form: str, on: str, case: str = "E1", **values: Value) -> None:
    found = HALTON.form(form)
    assert found is not None
    values = {"case_ref": case, found.role("date"): on, found.role("auditor"): "Ann Hill", **values}
    answers = tuple(Answer(key, value, State.ANSWERED) for key, value in values.items())
    place = (HALTON.id, HALTON.version, form, name, case)
    slip = Receipt(f"k{name}", f"k{name}", f"{name}.docx", Standing.ACCEPTED, *place,
                   received=f"{on}T10:00:00Z", day=on)  # fmt: skip
    with store.entry() as entry:
        entry.write(slip, Return(slip.file, slip.sha256, identity=Identity(HALTON.id, HALTON.version, form, name),
                                 answers=answers), basis=Basis(found, "d"))  # fmt: skip


def stand(team: Workspace, store: Store, at: str, by: str = "") -> list[tuple[str, str, str, str]]:
    return [
        (one.stands, one.item.due.isoformat() if one.item.due else "", one.person, one.item.step.id)
        for one in verbs.find(team, store, (HALTON,), at, by)
        if one.case
    ]


def busy(store: Store) -> None:
    """One case that is moderated as inadequate, and one whose audit is out."""
    issue(store, "T1", "deep-dive", "2026-11-06")
    issue(store, "T5", "deep-dive", "2026-11-06", "E2", "Ben Wood")
    take_in(store, "T1", "deep-dive", "2026-11-16", overall="good")
    issue(store, "T2", "moderation", "2026-11-18", auditor="Dee Fox")
    take_in(store, "T2", "moderation", "2026-12-01", overall_moderated="inadequate", qa_date="2026-12-03")


def test_what_is_overdue_comes_first_then_by_day_with_the_person_who_does_it(team: Workspace, store: Store) -> None:
    busy(store)
    assert stand(team, store, "2026-12-05") == [
        ("overdue", "2026-11-17", "Ben Wood", "deep-dive"),
        ("overdue", "2026-12-01", "Ann Hill", "moderation-inadequate"),
        ("due", "2026-12-08", "Kim Vale", "tracker"),
        ("next", "2027-01-01", "Kim Vale", "re-audit"),
        ("next", "2027-03-03", "Kim Vale", "dip-sample"),
        ("done", "2026-11-17", "Ann Hill", "deep-dive"),
        ("done", "2026-12-02", "Dee Fox", "moderation"),
    ]


def test_an_earlier_day_shows_how_it_stood_then(team: Workspace, store: Store) -> None:
    busy(store)
    assert stand(team, store, "2026-11-10") == [
        ("due", "2026-11-17", "Ann Hill", "deep-dive"),
        ("due", "2026-11-17", "Ben Wood", "deep-dive"),
    ]
    assert stand(team, store, "2026-11-20", "Dee Fox") == [("next", "2026-12-02", "Dee Fox", "moderation")]


def test_one_person_or_role_sees_what_is_theirs(team: Workspace, store: Store) -> None:
    busy(store)
    assert {step for *_, step in stand(team, store, "2026-12-05", "kim vale")} == {"tracker", "re-audit", "dip-sample"}
    assert stand(team, store, "2026-12-05", "QA manager") == [("due", "2026-12-08", "Kim Vale", "tracker")]


def test_an_exempt_copy_is_not_waited_for(team: Workspace, store: Store) -> None:
    issue(store, "T1", "deep-dive", "2026-11-06")
    copy = store.toolkit("T1")
    assert copy is not None
    with store.entry() as entry:
        entry.exempt(copy, "2026-11-10T09:00:00Z", "The case was closed.")
    assert stand(team, store, "2026-12-05") == []


def test_a_step_without_a_form_is_noted_as_done(team: Workspace, store: Store) -> None:
    busy(store)
    said = verbs.Noted("tracker", "e1", "2026-12-04", "Sent to both managers.")
    verbs.note(team, store, (HALTON,), said, "2026-12-05T09:00:00Z")
    assert ("done", "2026-12-08", "Kim Vale", "tracker") in stand(team, store, "2026-12-05")
    assert store.problems() == ()


@pytest.mark.parametrize(
    ("step", "on", "message"),
    [
        ("trakcer", "2026-12-04", "No step “trakcer” of the case E1 is open"),
        ("dip-sample", "2026-12-04", "No step “dip-sample” of the case E1 is open"),
        ("tracker", "2026-11-30", "2026-11-30 lies before 2026-12-01, when the step was set off."),
    ],
)
def test_what_cannot_be_noted_says_why(team: Workspace, store: Store, step: str, on: str, message: str) -> None:
    busy(store)
    with pytest.raises(DocgenError, match=message):
        verbs.note(team, store, (HALTON,), verbs.Noted(step, "E1", on), "2026-12-05T09:00:00Z")


def listed(team: Workspace, store: Store, **asked: object) -> list[tuple[str, str, str, str, str]]:
    order = replace(chase.Order(Which(), as_csv=True, drafts=True), **asked)  # type: ignore[arg-type]
    made = chase.make(team, store, order, "2026-12-05T09:00:00Z")
    rows = csv.DictReader(made.path.read_text("utf-8-sig").splitlines())
    return [(row["auditor"], row["form"], row["case"], row["copy"], row["due"]) for row in rows]


def test_chasers_go_by_the_cycle_where_the_ledger_has_no_day(team: Workspace, store: Store) -> None:
    busy(store)
    assert listed(team, store) == [
        ("Ann Hill", "Notice of an inadequate moderation", "E1", "", "2026-12-01"),
        ("Ben Wood", "deep-dive", "E2", "T5", "2026-11-17"),
        ("Kim Vale", "Pre-audit reflection: not yet sent out", "", "", "2026-11-07"),
    ]
    draft = (team.out / "chase-2026-12-05" / "Ann Hill.eml").read_text("utf-8")
    assert "case E1, Notice of an inadequate moderation, due on 1 December 2026" in draft
    assert "To: Kim Vale <kim@example.org>" in (team.out / "chase-2026-12-05" / "Kim Vale.eml").read_text("utf-8")


def test_the_day_in_the_ledger_counts_for_chasers_too(team: Workspace, store: Store) -> None:
    issue(store, "T1", "deep-dive", "2026-11-06", due="2026-12-20")
    assert [row for row in listed(team, store, every=True) if row[3]] == [
        ("Ann Hill", "deep-dive", "E1", "T1", "2026-12-20")
    ]


def test_a_part_of_the_ledger_is_a_part_of_the_steps(team: Workspace, store: Store) -> None:
    busy(store)
    assert listed(team, store, which=Which(auditor="ben wood")) == [("Ben Wood", "deep-dive", "E2", "T5", "2026-11-17")]


def test_open_steps_are_calendar_entries_that_keep_their_uid(team: Workspace, store: Store) -> None:
    busy(store)
    text = verbs.diary(verbs.find(team, store, (HALTON,), "2026-12-05"), "2026-12-05T09:00:00Z").decode()
    assert uids(text).keys() >= {"Dip sample: E1", "Re-audit: E1", "Deep dive audit: not yet sent out"}
    assert len({line for line in text.splitlines() if line.startswith("UID")}) == text.count("BEGIN:VEVENT") == 10
    issue(store, "T8", "deep-dive", "2026-12-06")
    later = verbs.diary(verbs.find(team, store, (HALTON,), "2026-12-06"), "2026-12-06T09:00:00Z").decode()
    assert uids(later) == uids(text), "the audit again went out, and keeps its entry"


def uids(text: str) -> dict[str, str]:
    """Summary → UID of each entry; of two with the same summary the last."""
    lines = text.replace("\r\n ", "").splitlines()
    named = [line.partition(":")[2] for line in lines if line.startswith(("UID:", "SUMMARY:"))]
    return dict(zip(named[1::2], named[::2], strict=True))


def test_a_framework_without_a_cycle_has_nothing_due(team: Workspace, store: Store) -> None:
    busy(store)
    without: Framework = replace(HALTON, cycle=None)
    assert verbs.find(team, store, (without,), "2026-12-05") == ()
