"""Actions from the forms into the tracker, out to managers, back, and closed by the next form, through documents."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook

from docgen.demo.answers import entries
from docgen.demo.auditor import fill
from docgen.model import Action, ActionStatus, DocgenError, Value
from docgen.pipeline import actionbook, actions, catalogue, decisions, ingest, promised, toolkits, tracker, workspace
from docgen.pipeline.returns import Reader
from docgen.pipeline.workspace import Workspace, open_store
from docgen.store import Store, Which
from tests.pipeline.trackers import edit

NOW = "2026-11-20T12:00:00Z"
LATER = "2026-11-27T12:00:00Z"
AT_HAND = catalogue.gather(None)
BOOK = actionbook.actions(AT_HAND)
HALTON = AT_HAND.pick("halton-collaborative")
DEEP, DIP, MODERATION = (HALTON.form(name) for name in ("deep-dive", "dip-sample", "moderation"))
ROWS: tuple[Mapping[str, Value], ...] = (
    {"action": "Update the plan with the family", "owner": "Social worker", "due": "2026-11-25", "bottom_line": "yes"},
    {"action": "=Visit the child", "owner": None, "due": "2026-11-18", "bottom_line": "no"},
)


@pytest.fixture
def store(place: Workspace) -> Iterator[Store]:
    with open_store(place) as opened:
        yield opened


def copy_for(place: Workspace, form: object, case: str = "C1", again: bool = False, blind: bool = False) -> Path:
    """A copy of a form for one case."""
    path = place.folder / "cases.csv"
    path.write_text(f"case_ref\n{case}\n", encoding="utf-8")
    order = toolkits.Order(HALTON, form, place.out, path, again=again, blind=blind)  # type: ignore[arg-type]
    return toolkits.make(place, order, NOW).files[0]


def hand_in(place: Workspace, store: Store, form: object, copy: Path, answers: Mapping[str, object]) -> str:
    """Fill in a copy and take it in; the key of the return."""
    inbox = place.folder / "inbox"
    inbox.mkdir(exist_ok=True)
    filled = fill(copy.read_bytes(), entries(form, answers))  # type: ignore[arg-type]
    name = f"{len(list(inbox.iterdir()))} {copy.name}"
    (inbox / name).write_bytes(filled)
    reader = Reader(AT_HAND, partial(workspace.template, place))
    ingest.run(place, store, reader, [inbox / name], NOW)
    return store.keys()[-1]


def registered(store: Store, now: str = NOW) -> actions.Registered:
    return actions.register(store, AT_HAND, now)


def by_words(store: Store) -> dict[str, Action]:
    return {one.what: one for one in store.actions()}


@pytest.fixture
def agreed(place: Workspace, store: Store) -> dict[str, Action]:
    """The two actions of an audit of case C1."""
    hand_in(place, store, DEEP, copy_for(place, DEEP), {"case_ref": "C1", "team": "North", "actions": ROWS})
    registered(store)
    return by_words(store)


def test_every_action_of_an_accepted_audit_gets_an_id_once(store: Store, agreed: dict[str, Action]) -> None:
    first = agreed["Update the plan with the family"]
    copy_id = store.issued(HALTON.id, HALTON.version, "deep-dive")[0].id
    assert sorted(one.id for one in agreed.values()) == [f"{copy_id}-1", f"{copy_id}-2"]
    assert (first.owner, first.due, first.team, first.case) == ("Social worker", "2026-11-25", "North", "C1")
    assert registered(store) == actions.Registered()
    assert store.problems() == ()


def test_open_overdue_and_ownerless_actions_are_counted_by_part(store: Store, agreed: dict[str, Action]) -> None:
    assert promised.actions(store, Which(), "2026-11-20") == promised.Promised(2, 1, 1)
    assert promised.actions(store, Which(HALTON.id, team="NORTH"), "2026-11-26") == promised.Promised(2, 2, 1)
    assert promised.actions(store, Which("bwd-caf"), "2026-11-26") == promised.Promised()
    decisions.refuse(store, ("C1",), "Wrong team.", NOW)
    assert promised.actions(store, Which(), "2026-11-26") == promised.Promised()


def test_a_corrected_return_keeps_ids_adds_and_withdraws(
    place: Workspace, store: Store, agreed: dict[str, Action]
) -> None:
    rows = (ROWS[0], {"action": "Call the school", "owner": "Head", "due": "2026-12-01", "bottom_line": "no"},
            {"action": "Hold a meeting", "owner": "Head", "due": "2026-12-01", "bottom_line": "no"})  # fmt: skip
    (copy,) = place.out.glob("C1_*.docx")
    hand_in(place, store, DEEP, copy, {"case_ref": "C1", "team": "North", "actions": rows})
    found = registered(store, LATER)
    now = by_words(store)
    assert now["Update the plan with the family"].id == agreed["Update the plan with the family"].id
    assert (len(found.new), found.withdrawn) == (2, (agreed["=Visit the child"].id,))
    assert now["Call the school"].id.endswith("-3")
    assert store.problems() == ()


def test_a_copy_that_was_used_for_two_cases_has_the_actions_of_each(place: Workspace, store: Store) -> None:
    copy = copy_for(place, DEEP)
    for case in ("C1", "C2"):
        hand_in(place, store, DEEP, copy, {"case_ref": case, "overall": "good", "actions": ROWS})
    registered(store)
    found = sorted((one.case, one.what) for one in store.actions())
    assert found == sorted((case, str(row["action"])) for case in ("C1", "C2") for row in ROWS)
    assert actions.register(store, AT_HAND, LATER, every=True) == actions.Registered()


def test_the_actions_of_a_refused_audit_are_in_no_list(store: Store, agreed: dict[str, Action]) -> None:
    decisions.refuse(store, ("C1",), "Wrong team.", NOW)
    assert store.actions() == ()


def book(store: Store, path: Path, place: Workspace, now: str = NOW) -> Path:
    wanted = actions.chosen(store.actions(), actions.Wanted(), now[:10])
    tracker.make(BOOK, place, store, wanted, path, "", now)
    return path


def test_a_tracker_goes_out_and_comes_back_unedited_without_any_change(
    place: Workspace, store: Store, agreed: dict[str, Action], tmp_path: Path
) -> None:
    path = book(store, tmp_path / "tracker.xlsx", place)
    taken = tracker.take(BOOK, store, path, LATER, "M")
    assert (taken.changed, taken.conflicts, taken.problems, taken.notes) == ((), (), (), ())
    assert by_words(store) == agreed
    file = load_workbook(path)
    assert file["Actions"]["F2"].data_type == "s", "an action that begins with = is no formula"
    assert file["Actions"].freeze_panes == "B2"
    assert [file["To chase"].cell(2, column).value for column in (1, 6)] == ["Overdue", "by 2 days"]


def test_what_a_manager_writes_is_taken_once_and_kept_with_who_and_when(
    place: Workspace, store: Store, agreed: dict[str, Action], tmp_path: Path
) -> None:
    visit = agreed["=Visit the child"].id
    path = edit(
        book(store, tmp_path / "tracker.xlsx", place),
        {(visit, "Owner"): "Team manager", (visit, "Status"): "Done", (visit, "Due"): "3rd Dec 2026"},
    )
    taken = tracker.take(BOOK, store, path, LATER, "Morgan Price")
    (after,) = taken.changed
    assert (after.owner, after.status, after.due, after.by) == ("Team manager", "done", "2026-12-03", "Morgan Price")
    assert taken.notes == (f"Said to be done without evidence: {visit}.",)
    assert tracker.take(BOOK, store, path, LATER, "M").notes == ("This very workbook has been taken in before.",)
    assert store.action_steps([visit])[-1].changes["owner"] == "Team manager"
    assert store.problems() == ()


def test_contradictory_trackers_are_shown_and_the_first_word_stays(
    place: Workspace, store: Store, agreed: dict[str, Action], tmp_path: Path
) -> None:
    plan = agreed["Update the plan with the family"].id
    one, two = (book(store, tmp_path / name, place) for name in ("one.xlsx", "two.xlsx"))
    tracker.take(BOOK, store, edit(one, {(plan, "Due"): "2026-12-10"}), LATER, "M")
    taken = tracker.take(BOOK, store, edit(two, {(plan, "Due"): "2026-12-24", (plan, "Evidence"): "Seen."}), LATER, "N")
    (conflict,) = taken.conflicts
    assert (conflict.stored, conflict.returned) == ("2026-12-10", "2026-12-24")
    assert (by_words(store)["Update the plan with the family"].evidence, len(taken.changed)) == ("Seen.", 1)


def test_a_row_without_its_ref_a_strange_ref_and_a_lost_row_are_said(
    place: Workspace, store: Store, agreed: dict[str, Action], tmp_path: Path
) -> None:
    plan, visit = (agreed[words].id for words in ("Update the plan with the family", "=Visit the child"))
    path = edit(book(store, tmp_path / "t.xlsx", place), {(plan, "Ref"): None, (visit, "Ref"): "ZZZZ-ZZZZ-9"})
    taken = tracker.take(BOOK, store, path, LATER, "M")
    said = [f"{query.where.at}: {query.message}" for query in taken.problems]
    assert any("text in a row without a Ref" in text for text in said)
    assert any("There is no action “ZZZZ-ZZZZ-9” here" in text for text in said)
    assert "2 actions that were sent are no longer in the workbook" in taken.notes[0]
    assert taken.changed == ()


def test_a_ref_in_other_letters_is_the_same_ref(
    place: Workspace, store: Store, agreed: dict[str, Action], tmp_path: Path
) -> None:
    plan = agreed["Update the plan with the family"].id
    path = edit(book(store, tmp_path / "t.xlsx", place), {(plan, "Owner"): "Kim", (plan, "Ref"): f" {plan.lower()} "})
    taken = tracker.take(BOOK, store, path, LATER, "M")
    assert [(one.id, one.owner) for one in taken.changed] == [(plan, "Kim")]
    assert (taken.problems, taken.notes) == ((), ())


def test_fixed_cells_that_were_written_over_are_said_and_not_taken(
    place: Workspace, store: Store, agreed: dict[str, Action], tmp_path: Path
) -> None:
    plan, visit = (agreed[words] for words in ("Update the plan with the family", "=Visit the child"))
    path = edit(book(store, tmp_path / "t.xlsx", place), {(visit.id, "RAG"): "Green", (plan.id, "Action"): "Nothing"})
    taken = tracker.take(BOOK, store, path, LATER, "M")
    assert taken.changed == ()
    assert sorted(note.partition(": ")[2] for note in taken.notes) == sorted((
        f"{visit.id} says “Green”, and was sent as “Red”; it follows from due and status. It was not taken.",
        f"{plan.id} says “Nothing”, and was sent as “Update the plan with the family”; its words stand in the form. It "
        "was not taken.",
    ))  # fmt: skip


def test_an_action_that_is_needed_no_more_is_not_agreed_anew_by_the_form_that_still_has_it(
    place: Workspace, store: Store, agreed: dict[str, Action], tmp_path: Path
) -> None:
    plan = agreed["Update the plan with the family"].id
    path = edit(book(store, tmp_path / "t.xlsx", place), {(plan, "Status"): "withdrawn"})
    tracker.take(BOOK, store, path, LATER, "M")
    assert registered(store, LATER).new == ()
    assert sorted(one.id for one in store.actions()) == sorted(one.id for one in agreed.values())
    assert by_words(store)["Update the plan with the family"].status == "withdrawn"


def test_an_owner_who_was_taken_out_stays_out(
    place: Workspace, store: Store, agreed: dict[str, Action], tmp_path: Path
) -> None:
    plan = agreed["Update the plan with the family"].id
    tracker.take(BOOK, store, edit(book(store, tmp_path / "t.xlsx", place), {(plan, "Owner"): None}), LATER, "M")
    registered(store, LATER)
    assert by_words(store)["Update the plan with the family"].owner == ""


def test_another_workbook_is_no_tracker(store: Store, tmp_path: Path) -> None:
    from openpyxl import Workbook

    Workbook().save(tmp_path / "other.xlsx")
    with pytest.raises(DocgenError, match="This is no action tracker"):
        tracker.take(BOOK, store, tmp_path / "other.xlsx", NOW, "M")


def test_the_next_form_of_the_case_shows_the_open_actions_and_closes_them(
    place: Workspace, store: Store, agreed: dict[str, Action]
) -> None:
    plan = agreed["Update the plan with the family"]
    copy = copy_for(place, DIP)
    reader = Reader(AT_HAND, partial(workspace.template, place))
    read = reader.read(copy.name, copy.read_bytes())
    shown = read.values()["actions"]
    assert isinstance(shown, tuple)
    assert {row["ref"] for row in shown if isinstance(row, Mapping)} == {one.id for one in agreed.values()}
    rows = [
        {**row, "outcome": "done" if row["ref"] == plan.id else "not_done"} for row in shown if isinstance(row, Mapping)
    ]
    hand_in(place, store, DIP, copy, {"case_ref": "C1", "dip_date": "2027-02-20", "actions": tuple(rows)})
    found = registered(store, LATER)
    assert sorted(found.followed) == sorted(one.id for one in agreed.values())
    now = by_words(store)
    assert (now[plan.what].status, now[plan.what].checked) == (ActionStatus.CLOSED, "2027-02-20")
    assert registered(store, LATER) == actions.Registered()


def test_a_case_with_more_open_actions_than_the_form_has_rows_gets_a_row_for_each(
    place: Workspace, store: Store
) -> None:
    rows = tuple({"action": f"Action {n}", "owner": "Head", "due": "2026-12-01", "bottom_line": "no"} for n in range(4))
    more = {"further_actions": tuple({**row, "action": f"More {n}"} for n, row in enumerate(rows[:3]))}
    hand_in(place, store, DEEP, copy_for(place, DEEP), {"case_ref": "C1", "actions": rows})
    hand_in(place, store, MODERATION, copy_for(place, MODERATION), {"case_ref": "C1", **more})
    registered(store)
    reader = Reader(AT_HAND, partial(workspace.template, place))
    shown = reader.read("dip.docx", copy_for(place, DIP).read_bytes()).values()["actions"]
    assert len(shown) == 7  # type: ignore[arg-type]


def test_a_moderator_sees_the_judgements_of_the_audit_unless_blind(place: Workspace, store: Store) -> None:
    answers = {"case_ref": "C1", "team": "North", "overall": "good", "referral_judgement": "good"}
    hand_in(place, store, DEEP, copy_for(place, DEEP), answers)
    reader = Reader(AT_HAND, partial(workspace.template, place))
    seen = reader.read("m.docx", copy_for(place, MODERATION).read_bytes()).values()
    assert [seen[name] for name in ("team", "overall", "referral_judgement", "overall_moderated")] == [
        "North", "good", "good", None,
    ]  # fmt: skip
    blind = reader.read("b.docx", copy_for(place, MODERATION, again=True, blind=True).read_bytes()).values()
    assert [blind[name] for name in ("team", "overall", "referral_judgement")] == ["North", None, None]


def test_an_action_is_closed_and_opened_again_by_hand_with_a_reason(store: Store, agreed: dict[str, Action]) -> None:
    visit = agreed["=Visit the child"].id
    (closed,) = actions.settle(store, [visit.lower()], ActionStatus.CLOSED, "Seen on file.", LATER, "QA")
    assert (closed.status, closed.checked, closed.evidence) == ("closed", "2026-11-27", "Seen on file.")
    (again,) = actions.settle(store, [visit], ActionStatus.OPEN, "Not the right visit.", LATER, "QA")
    assert (again.status, again.done, again.checked) == ("open", "", "")
    with pytest.raises(DocgenError, match="There is no action “X-1”"):
        actions.settle(store, ["X-1"], ActionStatus.CLOSED, "Seen.", LATER, "QA")
    with pytest.raises(DocgenError, match="date of birth"):
        actions.settle(store, [visit], ActionStatus.CLOSED, "Child, DOB 12/03/2015, seen", LATER, "QA")


@pytest.mark.parametrize("seed", [1, 3, 8])
def test_looking_at_what_is_new_comes_to_the_same_as_looking_at_everything(
    place: Workspace, store: Store, seed: int
) -> None:
    """Copies come in, again, for another case or spelled otherwise, are refused and accepted, are followed up."""
    chance = random.Random(seed)
    made = {case: copy_for(place, DEEP, case) for case in ("C1", "C2", "C3")}
    registered(store)
    for turn in range(12):
        case = chance.choice([*made])
        match chance.choice(["audit", "audit", "audit", "follow", "refuse", "accept"]):
            case "audit":
                rows = tuple({**chance.choice(ROWS), "owner": chance.choice(["A", "B", None])} for _ in range(2))
                said = chance.choice([case, case.lower(), f"{case} ", "C1"])
                hand_in(place, store, DEEP, made[case], {"case_ref": said, "overall": "good", "actions": rows})
            case "follow":
                copy = copy_for(place, DIP, case, again=True)
                reader = Reader(AT_HAND, partial(workspace.template, place))
                shown = reader.read(copy.name, copy.read_bytes()).values()["actions"] or ()
                rows = tuple({**row, "outcome": chance.choice(["done", "not_done"])} for row in shown)  # type: ignore[dict-item,union-attr]
                hand_in(place, store, DIP, copy, {"case_ref": case, "dip_date": "2027-02-20", "actions": rows})
            case "refuse" | "accept" as verb:
                with suppress(DocgenError):
                    (decisions.refuse if verb == "refuse" else decisions.accept)(store, (case,), "Wrong.", NOW)
        with store.entry() as entry:
            assert entry.news("actions", AT_HAND.digest) is not None
        registered(store, f"2026-12-{turn + 1:02}T12:00:00Z")
        again = actions.register(store, AT_HAND, "2027-01-01T12:00:00Z", every=True)
        assert replace(again, asked=()) == actions.Registered(), f"turn {turn}"
    assert store.problems() == ()
    assert store.actions()
