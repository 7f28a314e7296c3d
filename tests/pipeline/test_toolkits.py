from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.definitions.settings import Settings
from docgen.marks import toolkit_id, valid_toolkit
from docgen.model import DocgenError, Framework, Identity, Receipt, Return, Standing, Toolkit
from docgen.pipeline import toolkits
from docgen.pipeline.toolkits import Made, Order, make, safe
from docgen.pipeline.workspace import Workspace
from docgen.store import Store
from docgen.workdays import Span
from tests.pipeline.forms import FORM, FRAMEWORK, NO_CASE, TELLING, WITH_RULE

NOW = "2026-11-20T12:00:00Z"


def cases(folder: Path, text: str = "case_ref,area\nC1,A1\nC2,\n") -> Path:
    path = folder / "cases.csv"
    path.write_text(text, encoding="utf-8")
    return path


def order(folder: Path, text: str = "case_ref,area\nC1,A1\nC2,\n") -> Order:
    return Order(FRAMEWORK, FORM, folder / "out", cases(folder, text))


def blank(folder: Path) -> Order:
    return Order(FRAMEWORK, FORM, folder / "out")


def names(made: Made) -> list[str]:
    return sorted(path.name for path in made.files)


def contents(made: Made) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in made.files}


def ledger(place: Workspace) -> dict[str, Toolkit]:
    with Store(place.store_url) as store:
        return {copy.id: copy for copy in store.issued("small", "1", "case")}


def come_back(place: Workspace, copy: Toolkit) -> None:
    """A return of a copy is in the store."""
    receipt = Receipt("k", "k", "f", Standing.ACCEPTED, "small", "1", "case", copy.id, copy.case, received=NOW)
    with Store(place.store_url) as store, store.entry() as entry:
        entry.write(receipt, Return("f", "k", identity=Identity("small", "1", "case", copy.id)))


def test_each_row_gets_a_copy_named_by_its_case_and_its_own_id(place: Workspace, tmp_path: Path) -> None:
    made = make(place, order(tmp_path), NOW)
    ids = [name.removesuffix(".docx").split("_") for name in names(made)]
    assert [case for case, _ in ids] == ["C1", "C2"]
    assert all(valid_toolkit(identity) for _, identity in ids)
    assert len({identity for _, identity in ids}) == 2
    assert made.new == 2


def test_every_copy_issued_is_in_the_ledger(place: Workspace, tmp_path: Path) -> None:
    made = make(place, order(tmp_path), NOW)
    found = ledger(place)
    assert {(copy.case, copy.number, copy.issued) for copy in found.values()} == {("C1", 1, NOW), ("C2", 1, NOW)}
    assert {copy.file for copy in found.values()} == set(names(made))


def test_the_same_list_again_gives_the_same_copies_byte_for_byte(place: Workspace, tmp_path: Path) -> None:
    first = contents(make(place, order(tmp_path), NOW))
    again = make(place, order(tmp_path), "2027-01-01T00:00:00Z")
    assert (contents(again), again.new, len(ledger(place))) == (first, 0, 2)


def test_a_copy_that_was_deleted_is_made_again_with_its_id(place: Workspace, tmp_path: Path) -> None:
    first = contents(make(place, order(tmp_path), NOW))
    for path in (tmp_path / "out").iterdir():
        path.unlink()
    assert contents(make(place, order(tmp_path), NOW)) == first


def test_a_case_whose_copy_has_come_back_gets_no_further_one_unless_asked(place: Workspace, tmp_path: Path) -> None:
    make(place, order(tmp_path), NOW)
    copy = next(copy for copy in ledger(place).values() if copy.case == "C1")
    come_back(place, copy)
    made = make(place, order(tmp_path), NOW)
    assert (made.returned, len(made.files)) == (("C1",), 1)
    again = make(place, replace(order(tmp_path), again=True), NOW)
    assert again.new == 2
    assert sorted(one.number for one in ledger(place).values()) == [1, 1, 2, 2]


def test_a_case_is_the_same_case_whatever_its_capitals(place: Workspace, tmp_path: Path) -> None:
    make(place, order(tmp_path), NOW)
    assert make(place, order(tmp_path, "case_ref\nc1\n"), NOW).new == 0


def test_copies_come_in_the_order_of_the_rows_whether_new_or_out_already(place: Workspace, tmp_path: Path) -> None:
    make(place, order(tmp_path, "case_ref\nC2\n"), NOW)
    made = make(place, order(tmp_path, "case_ref\nC3\nC2\nC1\n"), NOW)
    assert [path.name.split("_")[0] for path in made.files] == ["C3", "C2", "C1"]


def test_another_workspace_gives_other_ids(place: Workspace, tmp_path: Path) -> None:
    first = set(names(make(place, order(tmp_path), NOW)))
    (tmp_path / "two").mkdir()
    other = Workspace(tmp_path / "two", Settings(workspace="0001"))
    assert first.isdisjoint(names(make(other, order(tmp_path), NOW)))


def test_another_version_gives_other_ids(place: Workspace, tmp_path: Path) -> None:
    newer = Framework("small", "2", "A small audit", "Test", FRAMEWORK.scales, FRAMEWORK.forms)
    first = set(names(make(place, order(tmp_path), NOW)))
    assert first.isdisjoint(names(make(place, replace(order(tmp_path), framework=newer), NOW)))


def test_ids_that_meet_are_told_apart(place: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every first seed gives one and the same id; only a further attempt tells the copies apart."""
    first = 5
    monkeypatch.setattr(
        toolkits, "toolkit_id", lambda seed: toolkit_id("same" if seed.count("\x1f") == first else seed)
    )
    made = names(make(place, order(tmp_path, "case_ref\nC1\nC2\nC3\n"), NOW))
    assert len(set(made)) == 3
    assert names(make(place, order(tmp_path, "case_ref\nC3\nC2\nC1\n"), NOW)) == made
    assert make(place, order(tmp_path, "case_ref\nC4\n"), NOW).new == 1


def test_a_blank_copy_is_named_by_framework_and_form_and_stays_the_same(place: Workspace, tmp_path: Path) -> None:
    first = make(place, blank(tmp_path), NOW)
    again = make(place, blank(tmp_path), NOW)
    assert names(first)[0].startswith("small-case_")
    assert (names(again), again.new) == (names(first), 0)
    assert make(place, replace(blank(tmp_path), again=True), NOW).new == 1


def test_without_a_workspace_copies_are_made_and_nothing_else(tmp_path: Path) -> None:
    made = make(None, order(tmp_path), NOW)
    assert names(make(None, order(tmp_path), NOW)) == names(made)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cases.csv", "out"]


def test_a_copy_that_a_person_has_changed_is_never_overwritten(place: Workspace, tmp_path: Path) -> None:
    (first, *_) = make(place, order(tmp_path), NOW).files
    first.write_bytes(b"filled in by hand")
    again = make(place, order(tmp_path), NOW)
    assert again.edited == (first,)
    assert first.read_bytes() == b"filled in by hand"


def test_a_copy_that_nobody_has_touched_is_made_anew_with_what_the_list_says_now(
    place: Workspace, tmp_path: Path
) -> None:
    before = contents(make(place, order(tmp_path), NOW))
    after = make(place, order(tmp_path, "case_ref,area\nC1,Area two\nC2,\n"), NOW)
    assert after.edited == ()
    assert [name for name, data in contents(after).items() if before[name] != data] == [names(after)[0]]
    assert make(place, order(tmp_path, "case_ref,area\nC1,A1\nC2,\n"), NOW).edited == ()


def test_one_wrong_row_and_nothing_is_made(place: Workspace, tmp_path: Path) -> None:
    with pytest.raises(DocgenError, match="row 3"):
        make(place, order(tmp_path, "case_ref,area\nC1,A1\nC2,nowhere\n"), NOW)
    assert not (tmp_path / "out").exists()
    assert ledger(place) == {}


def test_a_form_that_asks_for_no_case_gets_a_copy_for_each_row_and_the_same_ones_again(
    place: Workspace, tmp_path: Path
) -> None:
    survey = Framework("small", "1", "A small audit", "Test", FRAMEWORK.scales, (NO_CASE,))
    wanted = Order(survey, NO_CASE, tmp_path / "out", cases(tmp_path, "area\nA1\nA1\nArea two\n"))
    first = make(place, wanted, NOW)
    again = make(place, wanted, NOW)
    assert (len(set(names(first))), first.new) == (3, 3)
    assert (names(again), again.new) == (names(first), 0)
    further = make(place, replace(wanted, again=True), NOW)
    assert (further.new, len(set(names(further) + names(first)))) == (3, 6)
    assert names(make(place, wanted, NOW)) == names(further)


@pytest.mark.parametrize(("format", "ending", "start"), [("excel", ".xlsx", b"PK"), ("pdf", ".pdf", b"%PDF")])
def test_a_copy_comes_in_the_format_that_is_asked_for(
    place: Workspace, tmp_path: Path, format: str, ending: str, start: bytes
) -> None:
    made = make(place, replace(order(tmp_path), format=format), NOW)
    assert [Path(name).suffix for name in names(made)] == [ending, ending]
    assert all(data.startswith(start) for data in contents(made).values())
    assert {(place.blanks / f"{copy.blank}{ending}").is_file() for copy in ledger(place).values()} == {True}


def test_a_case_whose_copy_is_out_gets_the_same_copy_in_another_format(place: Workspace, tmp_path: Path) -> None:
    word = make(place, order(tmp_path), NOW)
    excel = make(place, replace(order(tmp_path), format="excel"), NOW)
    assert excel.new == 0
    assert names(excel) == [name.replace(".docx", ".xlsx") for name in names(word)]
    assert {copy.file for copy in ledger(place).values()} == set(names(excel))
    assert len(ledger(place)) == 2


@pytest.mark.parametrize(
    ("case", "stem"),
    [
        ("C100063", "C100063"),
        ("A/3: 14?", "A-3- 14-"),
        ("..\\..\\etc", "-..-etc"),
        ("CON", "CON-"),
        ("nul.txt", "nul-.txt"),
        ("Contact", "Contact"),
        ("...", "copy"),
        ("case.", "case"),
        ("x" * 300, "x" * 80),
        ("É 12", "É 12"),
    ],
)
def test_a_case_reference_becomes_a_name_that_every_system_takes(case: str, stem: str) -> None:
    assert safe(case) == stem


# --- what the list tells beside the form -------------------------------------------------------------------


def telling(folder: Path, text: str) -> Order:
    return Order(TELLING, WITH_RULE, folder / "out", cases(folder, text))


def told(place: Workspace) -> dict[str, dict[str, object]]:
    """Case → what the ledger knows of it beside the form."""
    with Store(place.store_url) as store:
        return {copy.case: dict(copy.facts) for copy in store.issued("telling", "1", "case")}


def test_what_the_list_tells_of_a_case_is_kept_in_the_ledger_and_stands_in_no_copy(
    place: Workspace, tmp_path: Path
) -> None:
    made = make(place, telling(tmp_path, "case_ref,opened_on,involved\nC1,2/3/2026,Zacharias\nC2,,\n"), NOW)
    assert told(place) == {"C1": {"opened_on": "2026-03-02", "involved": "Zacharias"}, "C2": {}}
    assert not any(b"Zacharias" in part for data in contents(made).values() for part in parts(data))


def test_a_later_list_adds_to_what_is_known_and_changes_no_copy(place: Workspace, tmp_path: Path) -> None:
    first = contents(make(place, telling(tmp_path, "case_ref,opened_on\nC1,2/3/2026\n"), NOW))
    again = contents(make(place, telling(tmp_path, "case_ref,involved\nC1,Kim\n"), NOW))
    assert told(place) == {"C1": {"opened_on": "2026-03-02", "involved": "Kim"}}
    assert again == first


def test_a_copy_that_somebody_has_begun_or_sent_back_still_learns_what_the_list_tells(
    place: Workspace, tmp_path: Path
) -> None:
    made = make(place, telling(tmp_path, "case_ref,opened_on\nC1,2/3/2026\n"), NOW)
    made.files[0].write_bytes(b"begun")
    changed = make(place, telling(tmp_path, "case_ref,opened_on\nC1,3/3/2026\n"), NOW)
    assert changed.edited == made.files
    assert told(place) == {"C1": {"opened_on": "2026-03-03"}}


def parts(data: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [package.read(name) for name in package.namelist()]


# --- who has it, and when it is to be back ---------------------------------------------------------------


def noted(place: Workspace, text: str, folder: Path, **given: str) -> Toolkit:
    make(place, replace(order(folder, text), **given), NOW)  # type: ignore[arg-type]
    (copy,) = ledger(place).values()
    return copy


def test_a_copy_is_due_so_long_after_its_issue_as_the_settings_say(place: Workspace, tmp_path: Path) -> None:
    team = replace(place, settings=replace(place.settings, due=Span(10, "working day")))
    assert noted(team, "case_ref\nC1\n", tmp_path).due == "2026-12-04"


def test_the_day_of_the_command_comes_before_the_settings_and_that_of_the_list_before_both(
    place: Workspace, tmp_path: Path
) -> None:
    team = replace(place, settings=replace(place.settings, due=Span(10, "working day")))
    assert noted(team, "case_ref\nC1\n", tmp_path, due="2026-12-24").due == "2026-12-24"
    assert noted(team, "case_ref,due\nC1,31/12/2026\n", tmp_path, due="2026-12-24").due == "2026-12-31"
    assert noted(team, "case_ref\nC1\n", tmp_path).due == "2026-12-31"


def test_without_a_word_of_it_a_copy_has_no_due_date(place: Workspace, tmp_path: Path) -> None:
    assert noted(place, "case_ref\nC1\n", tmp_path).due == ""


def test_a_blank_copy_for_anybody_has_no_due_date(place: Workspace, tmp_path: Path) -> None:
    make(place, replace(blank(tmp_path), due="2026-12-24"), NOW)
    assert [copy.due for copy in ledger(place).values()] == [""]


def test_the_ledger_notes_who_has_a_copy_from_the_list_or_from_the_fields_that_play_the_roles(
    place: Workspace, tmp_path: Path
) -> None:
    roles = (*FORM.roles, ("team", "area"))
    asked = replace(order(tmp_path, "case_ref,area,filed,auditor,auditor_email\nC1,A1,9/10/2014,Sam,sam@example.org\n"),
                    form=replace(FORM, roles=roles))  # fmt: skip
    make(place, asked, NOW)
    (copy,) = ledger(place).values()
    assert (copy.team, copy.day, copy.auditor, copy.address) == ("A1", "2014-10-09", "Sam", "sam@example.org")
