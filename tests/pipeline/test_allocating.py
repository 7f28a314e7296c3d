"""From cases and auditors to forms, drafts, calendars and a workbook; and again when somebody drops out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from openpyxl import load_workbook

from docgen import definitions
from docgen.model import DocgenError, Framework, Identity, Receipt, Return, Standing
from docgen.pipeline import allocating, auditors
from docgen.pipeline.allocating import Made, Order
from docgen.pipeline.workspace import Workspace, open_store

pytest.importorskip("scipy")

NOW = "2026-11-20T12:00:00Z"
CASES = ["ECLIPSE number,team,practitioner,managed_by", "E1,East,p1,Ann Hill", "E2,West,p2,", "E3,West,Ben Wood,"]
AUDITORS = ["Name,E-mail,Team,Capacity", "Ann Hill,ann@example.org,East,2", "Ben Wood,ben@example.org,North,2",
            "Cat Moor,,West,2"]  # fmt: skip


@pytest.fixture(scope="module")
def halton() -> Framework:
    return definitions.load(Path("frameworks") / "halton-collaborative-2023.05.yaml")


@pytest.fixture(scope="module")
def bwd() -> Framework:
    return definitions.load(Path("frameworks") / "bwd-caf-2021.07.yaml")


def run(
    place: Workspace, framework: Framework, form: str, cases: Sequence[str], people: Sequence[str], *,
    keep: bool = False, forms: bool = False, declared: Sequence[str] = (), start: str = "", now: str = NOW,
) -> Made:  # fmt: skip
    paths = {}
    for name, lines in (("cases", cases), ("auditors", people), ("declared", declared)):
        paths[name] = place.folder / f"{name}.csv"
        paths[name].write_text("\n".join(lines) + "\n", encoding="utf-8")
    wanted = framework.form(form)
    assert wanted is not None
    order = Order(framework, wanted, paths["cases"], paths["auditors"], paths["declared"] if declared else None, keep,
                  start, forms=forms)  # fmt: skip
    with open_store(place) as store:
        return allocating.make(place, store, order, now)


def who(made: Made) -> dict[str, tuple[str, ...]]:
    return {made.cases[one.key]: one.auditors for one in made.allocation.placed}


def test_nobody_has_a_case_of_their_own_team_or_line(place: Workspace, halton: Framework) -> None:
    made = run(place, halton, "deep-dive", CASES, AUDITORS)
    assert who(made) == {"E1": ("Cat Moor",), "E2": ("Ben Wood",), "E3": ("Ann Hill",)}
    assert made.due == "2026-12-17", "ten days after the 7th of December"


def test_the_form_goes_out_with_its_auditor_in_the_ledger_and_in_a_draft(place: Workspace, halton: Framework) -> None:
    made = run(place, halton, "deep-dive", CASES, AUDITORS, forms=True)
    with open_store(place) as store:
        copies = {copy.case: copy for copy in store.issued(halton.id, halton.version, "deep-dive")}
        assert store.problems() == ()
    assert copies["E3"].auditor == "Ann Hill"
    assert (copies["E3"].address, copies["E3"].due) == ("ann@example.org", "2026-12-17")
    assert copies["E3"].facts["audit_started_on"] == "2026-12-07"
    draft = next(path for path in made.files if path.name == "Ann Hill.eml")
    letter = message_from_bytes(draft.read_bytes(), policy=default)
    assert (letter["X-Unsent"], letter["To"]) == ("1", "Ann Hill <ann@example.org>")
    attached = [part.get_filename() for part in letter.iter_attachments()]
    assert attached == [copies["E3"].file, "Ann Hill.ics"]
    text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "One form is attached, due on 17 December 2026" in text
    assert "case E3" in text
    names = {path.name for path in made.files}
    assert {"allocation.xlsx", "cases.xlsx", "all.ics"} <= names


def test_a_draft_without_an_address_has_nobody_to_go_to(place: Workspace, halton: Framework) -> None:
    made = run(place, halton, "deep-dive", ["ECLIPSE number,team,practitioner", "E1,East,Ben Wood"], AUDITORS)
    draft = next(path for path in made.files if path.name == "Cat Moor.eml")
    assert message_from_bytes(draft.read_bytes(), policy=default)["To"] is None


def test_the_same_command_changes_nothing(place: Workspace, halton: Framework) -> None:
    first = {path: path.read_bytes() for path in run(place, halton, "deep-dive", CASES, AUDITORS, forms=True).files}
    again = {path: path.read_bytes() for path in run(place, halton, "deep-dive", CASES, AUDITORS, forms=True).files}
    assert first == again


def test_when_somebody_drops_out_the_others_keep_their_cases(place: Workspace, halton: Framework) -> None:
    cases = [CASES[0], *(f"E{n},South,p{n}," for n in range(6))]
    before = who(run(place, halton, "deep-dive", cases, AUDITORS))
    left = [AUDITORS[0], "Ann Hill,ann@example.org,East,3", "Cat Moor,,West,3"]
    made = run(place, halton, "deep-dive", cases, left, keep=True)
    after = who(made)
    assert {case for case in after if after[case] != before[case]} == {
        case for case, (name,) in before.items() if name == "Ben Wood"
    }
    assert {made.cases[key] for key in made.allocation.moved} == {
        case for case, (name,) in before.items() if name == "Ben Wood"
    }


def test_a_case_that_has_come_back_stays_and_counts_in_the_load(place: Workspace, halton: Framework) -> None:
    cases = [CASES[0], "E1,South,p1,", "E2,South,p2,"]
    people = ["Name,Capacity", "Ann Hill,1", "Ben Wood,1"]
    before = who(run(place, halton, "deep-dive", cases, people, forms=True))
    come_back(place, halton, "E1")
    made = run(place, halton, "deep-dive", cases, people, keep=True)
    assert who(made) == {"E2": before["E2"]}
    assert "1 of the cases has come back already and stays as it is." in made.notes


def come_back(place: Workspace, framework: Framework, case: str, now: str = NOW) -> None:
    """The last deep dive of a case is in."""
    with open_store(place) as store:
        copy = [copy for copy in store.copies(framework.id) if copy.case == case][-1]
        slip = Receipt(copy.id, copy.id, "f", Standing.ACCEPTED, framework.id, framework.version, "deep-dive", copy.id,
                       case, received=now)  # fmt: skip
        identity = Identity(framework.id, framework.version, "deep-dive", copy.id)
        with store.entry() as entry:
            entry.write(slip, Return("f", copy.id, identity=identity))


ONE = [CASES[0], "E1,South,p1,"]


def test_keep_goes_on_with_the_round_though_the_next_one_is_nearer(place: Workspace, halton: Framework) -> None:
    """Given out on 3 November for the round of the 7th; on the 13th the next start would be 7 December."""
    run(place, halton, "deep-dive", ONE, AUDITORS, forms=True, now="2026-11-03T09:00:00Z")
    made = run(place, halton, "deep-dive", ONE, AUDITORS[:2], forms=True, keep=True, now="2026-11-13T09:00:00Z")
    assert made.due == "2026-11-17"
    assert made.files[0].parent.name.endswith("2026-11-07")


def test_a_case_that_was_audited_in_an_earlier_round_is_given_out_anew(place: Workspace, halton: Framework) -> None:
    first = run(place, halton, "deep-dive", ONE, AUDITORS, forms=True, start="2026-11-07", now="2026-11-03T09:00:00Z")
    come_back(place, halton, "E1", "2026-11-12T09:00:00Z")
    for keep in (False, True):
        now = f"2027-11-0{3 + keep}T09:00:00Z"
        made = run(place, halton, "deep-dive", ONE, AUDITORS, forms=True, keep=keep, start="2027-11-07", now=now)
        assert made.due == "2027-11-17"
        assert list(who(made)) == ["E1"]
    with open_store(place) as store:
        copies = store.copies(halton.id)
    assert [copy.due for copy in copies] == [first.due, "2027-11-17"]
    (draft,) = (path for path in made.files if path.suffix == ".eml")
    attached = [
        part.get_filename() for part in message_from_bytes(draft.read_bytes(), policy=default).iter_attachments()
    ]
    assert attached[0] == copies[1].file


def test_a_calendar_that_changes_says_so_and_its_part_of_the_mail_says_its_letters(
    place: Workspace, halton: Framework
) -> None:
    people = [AUDITORS[0], "Cat Šmíd,cat@example.org,North,2"]
    run(place, halton, "deep-dive", ONE, people, forms=True, now="2026-11-03T09:00:00Z")
    lists = (place.folder / "cases.csv", place.folder / "auditors.csv")
    wanted = Order(halton, halton.forms[1], *lists, start="2026-11-07", due="2026-11-20")
    with open_store(place) as store:
        made = allocating.make(place, store, wanted, "2026-11-04T09:00:00Z")
    mail = next(path for path in made.files if path.suffix == ".eml")
    (part,) = (one for one in message_from_bytes(mail.read_bytes(), policy=default).iter_attachments()
               if one.get_content_type() == "text/calendar")  # fmt: skip
    assert (part.get_content_charset(), part.get_param("method")) == ("utf-8", "PUBLISH")
    text = str(part.get_content())
    assert "Cat Šmíd" in text
    assert text.splitlines()[9:11] == ["SEQUENCE:1", "DTSTART;VALUE=DATE:20261120"]


def test_a_moderation_starts_when_it_is_given_out_and_says_so_in_the_case_list(
    place: Workspace, halton: Framework
) -> None:
    """Friday 20 November: 23-27, 30 November-4 December are ten working days in England."""
    cases = ["ECLIPSE number,team,practitioner,auditor", "E1,South,p1,Ann Hill"]
    made = run(place, halton, "moderation", cases, AUDITORS, forms=True, now="2026-11-20T09:00:00Z")
    assert made.due == "2026-12-04"
    with open_store(place) as store:
        (copy,) = store.copies(halton.id)
    assert (copy.due, dict(copy.facts)) == ("2026-12-04", {"moderation_allocated_on": "2026-11-20"})
    again = run(place, halton, "moderation", cases, AUDITORS, forms=True, keep=True, now="2026-11-25T09:00:00Z")
    assert again.due == "2026-12-04", "who comes in later has the same day"


def test_moderations_are_given_out_blind_where_that_is_asked(place: Workspace, halton: Framework) -> None:
    from functools import partial

    from docgen.demo.answers import entries
    from docgen.demo.auditor import fill
    from docgen.pipeline import catalogue, ingest, toolkits, workspace
    from docgen.pipeline.returns import Reader

    reader = Reader(catalogue.gather(None), partial(workspace.template, place))
    deep, moderation = halton.form("deep-dive"), halton.form("moderation")
    assert deep is not None
    assert moderation is not None
    cases, people = place.folder / "cases.csv", place.folder / "auditors.csv"
    for path, lines in ((cases, ONE), (people, AUDITORS)):
        path.write_text("\n".join(lines), encoding="utf-8")
    (copy,) = toolkits.make(place, toolkits.Order(halton, deep, place.folder / "audit", cases), NOW).files
    copy.write_bytes(fill(copy.read_bytes(), entries(deep, {"auditor": "Ann Hill", "overall": "good"})))
    with open_store(place) as store:
        ingest.run(place, store, reader, [copy], NOW)
        for blind, seen in ((True, None), (False, "good")):
            order = Order(
                halton, moderation, cases, people, start="2026-11-20", out=place.folder / f"{blind}", blind=blind
            )
            allocating.make(place, store, order, NOW)
            (path,) = (place.folder / f"{blind}").rglob("forms/*.docx")
            assert reader.read("m", path.read_bytes()).values().get("overall") == seen


def test_a_dip_sample_is_due_by_its_own_case_and_not_by_a_round(place: Workspace, halton: Framework) -> None:
    made = run(place, halton, "dip-sample", ONE, AUDITORS, forms=True, now="2026-11-20T09:00:00Z")
    assert made.due == ""


def test_a_case_that_nobody_can_take_any_more_is_with_nobody(place: Workspace, halton: Framework) -> None:
    made = run(place, halton, "deep-dive", CASES, AUDITORS, forms=True)
    assert who(made)["E3"] == ("Ann Hill",)
    made = run(place, halton, "deep-dive", CASES, [AUDITORS[0], "Ben Wood,,West,1", "Cat Moor,,West,2"], keep=True,
               forms=True)  # fmt: skip
    with open_store(place) as store:
        (copy,) = (copy for copy in store.copies(halton.id) if copy.case == "E3")
    assert (copy.auditor, copy.address) == ("", "")
    assert f"Case E3 was with Ann Hill, and nobody has it now: ask for the form {copy.id} back." in made.notes


def test_drafts_and_calendars_of_those_who_have_no_case_any_more_are_taken_away(
    place: Workspace, halton: Framework
) -> None:
    before = run(place, halton, "deep-dive", CASES, AUDITORS, forms=True)
    folder = before.files[0].parent
    (folder / "drafts" / "Ben Wood.eml").write_bytes(b"changed by somebody")
    made = run(place, halton, "deep-dive", CASES, [AUDITORS[0], "Cat Moor,,North,9"], forms=True, keep=True)
    assert sorted(path.name for path in folder.rglob("*.eml")) == ["Ben Wood.eml", "Cat Moor.eml"]
    assert sorted(path.name for path in folder.rglob("*.ics")) == ["Cat Moor.ics", "all.ics"]
    assert any("Ben Wood.eml is of an earlier allocation" in note for note in made.notes)


def test_pairs_of_two_agencies_take_two_cases_each(place: Workspace, bwd: Framework) -> None:
    cases = ["CAF ID,agency,lead_professional,involved", "10,School,Pat,Ann Hill", "11,Health,Lee,", "12,Health,Kit,",
             "13,Nursery,Joe,"]  # fmt: skip
    people = ["Name,Agency", "Ann Hill,School", "Ben Wood,Health", "Cat Moor,School", "Dee Fox,Police"]
    made = run(place, bwd, "tier2", cases, people, forms=True)
    assert sorted(made.allocation.load().values()) == [2, 2, 2, 2]
    assert "Ann Hill" not in who(made)["10"]
    assert made.due == "2027-03-25", "twelve weeks after 4 January is Easter Monday"
    book = load_workbook(made.files[0])
    heads = [cell.value for cell in book["Cases"][1]]
    assert heads[-5:] == ["auditor", "auditor_email", "due", "auditor_agency", "second auditor"]


def test_away_for_most_of_the_round_gets_no_case(place: Workspace, halton: Framework) -> None:
    people = ["Name,Capacity,Away", "Ann Hill,2,", "Ben Wood,2,07/12/2026 to 11/12/2026", "Cat Moor,2,10/12/2026"]
    made = run(place, halton, "deep-dive", [CASES[0], "E1,x,p,", "E2,x,p,", "E3,x,p,", "E4,x,p,"], people)
    assert made.notes[0] == "Ben Wood is away on 5 of the 9 working days, and gets no case."
    book = load_workbook(next(path for path in made.files if path.name == "allocation.xlsx"))
    remarks = {row[0]: row[-2:] for row in book["Auditors"].iter_rows(min_row=2, values_only=True)}
    assert remarks["Ben Wood"] == (9, "They are away on 5 of the 9 working days"), "7-11, 14-17 December"
    assert made.allocation.load() == {"Ann Hill": 2, "Cat Moor": 2}


def test_a_declaration_keeps_somebody_from_a_case(place: Workspace, halton: Framework) -> None:
    declared = ["auditor,about,reason", "Ben Wood,E2,Neighbour of the family", "Ann Hill,West,Used to work there"]
    made = run(place, halton, "deep-dive", CASES[:3], AUDITORS, declared=declared)
    assert [made.cases[one.key] for one in made.allocation.unplaced] == ["E2"]
    assert dict(made.allocation.unplaced[0].reasons) == {
        "Ann Hill": "declared: Used to work there",
        "Ben Wood": "declared: Neighbour of the family",
        "Cat Moor": "it is of their own team, West",
    }
    sheet = load_workbook(next(path for path in made.files if path.name == "allocation.xlsx"))["Not placed"]
    assert [cell.value for cell in sheet[2]] == ["E2", "Ann Hill", "declared: Used to work there"]


def test_everything_wrong_with_a_list_of_auditors_is_said_at_once(tmp_path: Path) -> None:
    path = tmp_path / "auditors.csv"
    path.write_text("Name,E-mail,Capacity,Away\nAnn,ann@x,two,soon\nAnn,,1,31/12/2026 to 24/12/2026\n,,,\n,b@x.org,,\n",
                    encoding="utf-8")  # fmt: skip
    with pytest.raises(DocgenError) as error:
        auditors.read(path, 1, [])
    assert [f"{one.where.at}: {one.message}" for one in error.value.queries] == [
        "row 2: “ann@x” is no e-mail address.",
        "row 2: “two” is no number of cases.",
        "row 2: “soon” are no days.",
        "row 3: Ann stands in row 2 already.",
        "row 3: “31/12/2026 to 24/12/2026” ends before it starts.",
        "row 5: The name is blank.",
    ]


def test_how_many_cases_auditors_can_take_together(place: Workspace, halton: Framework, bwd: Framework) -> None:
    path = place.folder / "auditors.csv"
    path.write_text("\n".join(AUDITORS), encoding="utf-8")
    assert auditors.capacity(path, halton, "deep-dive") == 6
    assert auditors.capacity(path, bwd, "tier2") == 3, "two take each case"


def test_without_the_solver_the_command_says_what_to_install(
    place: Workspace, halton: Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    with pytest.raises(DocgenError) as error:
        run(place, halton, "deep-dive", CASES, AUDITORS)
    assert (error.value.code, error.value.queries[0].fix) == (
        3, "Install it with: python -m pip install 'docgen-audit[cycle]'",
    )  # fmt: skip
