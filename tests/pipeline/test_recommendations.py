"""Recommendations out of final reports into the register, out to people, back, and to their end, through documents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from docgen.cli import docgen
from docgen.model import Adopted, DocgenError, RecommendationStatus
from docgen.pipeline import adopting, catalogue, check_report, promised, recommendations, report, status, tracker
from docgen.pipeline.workspace import Workspace, open_store
from docgen.store import Store, Which
from tests.pipeline.trackers import edit
from tests.reports import made_up
from tests.reports.commentary.hands import PlanTable, typed, words
from tests.stored import put

NOW = "2026-10-12T09:00:00Z"
LATER = "2027-01-15T09:00:00Z"
CAF = catalogue.gather(None).pick("bwd-caf")
HEAD = "Recommendation"
SUMMER = (date(2026, 7, 1), date(2026, 9, 30))


@pytest.fixture
def store(place: Workspace) -> Iterator[Store]:
    with open_store(place) as opened:
        put(opened, "bwd-caf", made_up.returns("bwd-caf", "tier2", 14, 1, SUMMER, prefix="A"))
        yield opened


def made(place: Workspace, store: Store, now: str = NOW, **wanted: object) -> report.Written:
    """The quarterly report on the summer."""
    order = replace(report.Order(CAF, "quarterly", "2026-27-Q2", beside=()), **wanted)  # type: ignore[arg-type]
    return report.make(place, store, order, now)


def edited(path: Path, hands: PlanTable) -> Path:
    path.write_bytes(hands.saved())
    return path


@pytest.fixture
def final(place: Workspace, store: Store) -> Path:
    """A final report in which the first recommendation has an owner and a date, and people added one."""
    path = made(place, store).path
    hands = PlanTable(path.read_bytes()).type(1, "Owner", "Practice lead").type(1, "By when", "14 January 2027")
    edited(path, hands.add("Meet the schools.", "Ann Hill", "01/12/2026"))
    return made(place, store, final=True).path


def by_words(store: Store) -> dict[str, Adopted]:
    return {one.what: one for one in store.recommendations()}


def cells(path: Path) -> list[list[str]]:
    """The table of recommendations of a report."""
    return PlanTable(path.read_bytes()).rows()


# --- out of a report -------------------------------------------------------------------------------------


def test_every_recommendation_of_a_final_report_gets_an_id_for_life(store: Store, final: Path) -> None:
    found = store.recommendations()
    assert [one.id for one in found] == [f"R-2026Q2-{n}" for n in range(1, len(found) + 1)]
    first, own = found[0], by_words(store)["Meet the schools."]
    assert (first.owner, first.due, first.status) == ("Practice lead", "2027-01-14", "ongoing")
    assert (own.owner, own.due, own.bases, own.source) == (
        "Ann Hill", "2026-12-01", (), "CAF audit – quarterly overview, July to September 2026",
    )  # fmt: skip
    assert (own.first, own.last, own.adopted) == ("2026-07-01", "2026-09-30", "2026-10-12")
    assert any(one.bases for one in found)
    shown = cells(final)
    assert shown[0][0] == "Ref"
    assert [row[0] for row in shown[1:]] == [one.id for one in found]
    assert store.problems() == ()


def test_a_draft_puts_nothing_into_the_register(place: Workspace, store: Store) -> None:
    made(place, store)
    assert store.recommendations() == ()


def test_the_same_final_report_again_changes_nothing(place: Workspace, store: Store, final: Path) -> None:
    before, events = store.recommendations(), store.end_of_trail()[0]
    assert made(place, store, now=LATER, final=True).asked == ()
    assert made(place, store, now=LATER, final=True, out=place.out / "elsewhere.docx").asked == ()
    assert store.recommendations() == before
    told = store.happened("recommendation")
    assert max(one.at for one in told) == NOW, events
    assert cells(place.out / "elsewhere.docx")[-1][1:3] == ["Meet the schools.", "Ann Hill"]


def test_what_is_changed_in_the_report_later_is_kept_with_who_and_when(
    place: Workspace, store: Store, final: Path
) -> None:
    last = len(store.recommendations())
    edited(final, PlanTable(final.read_bytes()).retype(last, HEAD, "Meet all schools.").type(1, "Owner", "Lee Stone"))
    made(place, store, now=LATER, final=True)
    found = store.recommendations()
    assert (found[-1].what, found[0].owner, len(found)) == ("Meet all schools.", "Lee Stone", last)
    step = store.recommendation_steps([found[-1].id])[-1]
    assert (step.at, step.changes["what"], step.who) == (LATER, "Meet all schools.", place.who)
    assert store.problems() == ()


def test_what_two_people_changed_in_two_ways_is_asked_and_the_register_stays(
    place: Workspace, store: Store, final: Path, tmp_path: Path
) -> None:
    copy = edited(tmp_path / "copy.docx", PlanTable(final.read_bytes()).type(1, "Owner", "Kit Marsh"))
    edited(final, PlanTable(final.read_bytes()).type(1, "Owner", "Lee Stone"))
    made(place, store, now=LATER, final=True)
    found = adopting.take(place, store, copy, LATER)
    assert [one.message for one in found.asked] == [
        "R-2026Q2-1, owner: the report says “Kit Marsh”, the register says “Lee Stone”. "
        "It was left as the register has it."
    ]
    assert store.recommendations()[0].owner == "Lee Stone"


def test_one_that_is_taken_out_of_the_report_is_named_and_stays_open(
    place: Workspace, store: Store, final: Path
) -> None:
    edited(final, PlanTable(final.read_bytes()).remove(1))
    again = made(place, store, now=LATER, final=True)
    assert "No longer in the report, and still open in the register: R-2026Q2-1." in again.notes
    assert store.recommendations()[0].status is RecommendationStatus.ONGOING


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("Meet them.", "A", "end of May"), "no date that can be read for certain"),
        (("Meet them.", "A", "03/04"), "no date that can be read for certain"),
        (("", "A", "1 May 2027"), "There is an owner or a date, and no recommendation."),
        (("Call 020 7946 0123.", "A", ""), "there seems to be a telephone number"),
    ],
)
def test_what_is_not_certain_is_asked(place: Workspace, store: Store, row: tuple[str, ...], said: str) -> None:
    path = made(place, store).path
    edited(path, PlanTable(path.read_bytes()).add(*row))
    (query,) = made(place, store, final=True).asked
    assert said in query.message
    assert query.where.at.startswith("Recommendations, row ")
    assert [one.due for one in store.recommendations() if one.owner == "A"] == ([""] if row[0] == "Meet them." else [])


def test_words_that_name_a_case_are_not_taken(place: Workspace, store: Store) -> None:
    path = made(place, store).path
    edited(path, PlanTable(path.read_bytes()).add("Look again at A00003, and at 2 others.", "A", ""))
    (query,) = made(place, store, final=True).asked
    assert query.message == "A recommendation names case A00003; it was not taken into the register."
    assert "A" not in {one.owner for one in store.recommendations()}


def test_the_same_words_with_two_owners_are_asked_and_none_is_taken(place: Workspace, store: Store) -> None:
    path = made(place, store).path
    edited(path, PlanTable(path.read_bytes()).add("Meet them.", "A", "").add("Meet them.", "B", ""))
    (query,) = made(place, store, final=True).asked
    assert "“Meet them.” stands there twice" in query.message
    assert "Meet them." not in by_words(store)


def test_a_list_in_the_commentary_is_asked_and_a_table_of_one_s_own_is_taken(place: Workspace, store: Store) -> None:
    path = made(place, store).path
    bullet = "<w:r><w:t>Train everybody.</w:t></w:r>"
    grid = "".join(
        f"<w:tr>{''.join(f'<w:tc><w:p>{words(text)}</w:p></w:tc>' for text in row)}</w:tr>"
        for row in ((HEAD, "Owner", "By when"), ("Visit the clinics.", "Ann Hill", "1 May 2027"))
    )
    data = typed(path.read_bytes(), "proposals", f"<w:tbl><w:tblPr/><w:tblGrid/>{grid}</w:tbl>", bullet)
    style = '<w:pPr><w:pStyle w:val="DGCommentary"/></w:pPr>' + bullet
    from tests.reports.commentary.hands import changed

    path.write_bytes(changed(data, lambda xml: xml.replace(style, style.replace("DGCommentary", "ListBullet"))))
    written = made(place, store, final=True)
    assert ["holds a list (1, the first: “Train everybody.”)" in one.message for one in written.asked] == [True]
    assert by_words(store)["Visit the clinics."].due == "2027-05-01"


def test_a_report_may_be_taken_that_was_never_made_final(place: Workspace, store: Store) -> None:
    path = made(place, store).path
    edited(path, PlanTable(path.read_bytes()).type(1, "Owner", "Ann Hill"))
    found = adopting.take(place, store, path, NOW)
    assert found.new[0].owner == "Ann Hill"
    assert found.new[0].bases == () or found.new[0].bases[0].numerator >= 0
    assert {one.key: one.bases for one in found.new} == {
        key: bases for key, bases in _behind(place, store).items() if key in {one.key for one in found.new}
    }
    assert adopting.take(place, store, path, LATER).new == ()


def _behind(place: Workspace, store: Store) -> Mapping[str, object]:
    order = report.Order(CAF, "quarterly", "2026-27-Q2")
    return adopting.behind(report.drawn_again(place, store, order, NOW, "2026-10-12"))


def test_signs_that_an_editor_changes_by_itself_are_no_change_and_signs_stay_as_they_were_written(
    place: Workspace, store: Store
) -> None:
    path = made(place, store).path
    edited(path, PlanTable(path.read_bytes()).add("Don’t stop – “ask” again.", "A", ""))
    path = made(place, store, final=True).path
    assert "Don’t stop – “ask” again." in by_words(store)
    row = next(n for n, cells_ in enumerate(cells(path)) if "Don’t stop – “ask” again." in cells_)
    edited(path, PlanTable(path.read_bytes()).retype(row, HEAD, 'Don\'t stop - "ask"  again.'))
    made(place, store, now=LATER, final=True)
    assert "Don’t stop – “ask” again." in by_words(store)


def test_a_public_report_is_not_taken(place: Workspace, store: Store) -> None:
    written = made(place, store, final=True, edition="public")
    assert store.recommendations() == ()
    assert any(note.startswith("Nothing was taken into the register") for note in written.notes)
    with pytest.raises(DocgenError, match="internal edition"):
        adopting.take(place, store, written.path, NOW)


def test_another_document_is_no_report(place: Workspace, store: Store, tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(b"nothing")
    with pytest.raises(DocgenError, match="not a Word document"):
        adopting.take(place, store, tmp_path / "x.docx", NOW)


# --- what is due -----------------------------------------------------------------------------------------


def test_status_and_due_say_how_many_are_open_overdue_and_nobody_s(place: Workspace, store: Store, final: Path) -> None:
    number = len(store.recommendations())
    counted = promised.recommendations(store, "bwd-caf", LATER[:10])
    assert counted == promised.Promised(number, 2, number - 2)
    assert (
        counted.said("Recommendations") == f"Recommendations: {number} open, 2 overdue, {number - 2} without an owner."
    )
    assert status.of(store, status.Question(), LATER[:10]).recommendations == counted
    assert status.of(store, status.Question(Which("cafcass-qiam")), LATER[:10]).recommendations == promised.Promised()
    assert status.of(store, status.Question(Which(team="North")), LATER[:10]).recommendations is None
    told = ran(place, "due", "--at", "15/01/2027")
    assert told.index("Practice lead") < told.index("2027-01-14  1 day ago") < told.index("R-2026Q2-1")
    assert f"Recommendations: {number} open, 2 overdue" in told
    hers = ran(place, "due", "--at", "01/11/2026", "--by", "ann hill")
    assert "Meet the schools." in hers
    assert "R-2026Q2-1" not in hers
    assert f"Recommendations: {number} open" in ran(place, "status")


def ran(place: Workspace, *words_: str) -> str:
    """What a command says."""
    return CliRunner().invoke(docgen, ["--workspace", str(place.folder), *words_]).output


# --- in a later report ------------------------------------------------------------------------------------


@pytest.fixture
def autumn(store: Store, final: Path) -> None:
    """The returns of the quarter after that of the final report."""
    days = (date(2026, 10, 1), date(2026, 12, 31))
    put(store, "bwd-caf", made_up.returns("bwd-caf", "tier2", 16, 2, days, skill=0.9, prefix="B"))


def later(place: Workspace, store: Store, **wanted: object) -> report.Written:
    """The quarterly report on the autumn."""
    return made(place, store, now=LATER, period="2026-27-Q3", **wanted)


def test_a_later_final_report_keeps_what_it_found_and_changes_no_status(
    place: Workspace, store: Store, autumn: None
) -> None:
    later(place, store)
    assert not any(one.retests for one in store.recommendations())
    later(place, store, final=True)
    found = [one for one in store.recommendations() if one.period == "2026-27-Q2"]
    tests = [test for one in found for test in one.retests]
    assert {(test.source, test.at) for test in tests} == {
        ("CAF audit – quarterly overview, October to December 2026", LATER[:10])
    }
    assert len(tests) == sum(len(one.bases) for one in found)
    assert {str(one.status) for one in found} == {"ongoing"}
    again = "2027-01-20T09:00:00Z"
    made(place, store, now=again, period="2026-27-Q3", final=True)
    assert again not in {step.at for step in store.recommendation_steps([one.id for one in found])}
    assert store.problems() == ()


def test_a_later_report_does_not_recommend_the_same_again(place: Workspace, store: Store, autumn: None) -> None:
    later(place, store, final=True)
    before = {(basis.measure, basis.where) for one in store.recommendations() if one.period == "2026-27-Q2"
              for basis in one.bases}  # fmt: skip
    new = [one for one in store.recommendations() if one.period == "2026-27-Q3"]
    assert not [one for one in new if one.bases and {(each.measure, each.where) for each in one.bases} <= before]


def test_the_numbers_of_a_later_report_are_checked_like_all_others(
    place: Workspace, store: Store, autumn: None
) -> None:
    path = later(place, store, final=True, beside=("evidence",)).path
    checked = check_report.check(place, store, path, None, LATER)
    assert checked.good, checked.compared.odd
    rows = load_workbook(path.with_name(f"{path.stem} evidence.xlsx"))["Figures"].iter_rows(values_only=True)
    mine = [row for row in rows if "Earlier recommendations" in row]
    assert any("CAF audit – quarterly overview, July to September 2026" in row for row in mine)


# --- the workbook ----------------------------------------------------------------------------------------


def book(place: Workspace, store: Store, path: Path) -> Path:
    found = recommendations.chosen(store.recommendations(), recommendations.Wanted(), NOW[:10])
    history = store.recommendation_steps([one.id for one in found])
    tracker.make(recommendations.book(history), place, store, found, path, "", NOW)
    return path


def take(store: Store, path: Path, who: str = "M") -> tracker.Taken[Adopted]:
    return tracker.take(recommendations.book(()), store, path, LATER, who)


def test_a_workbook_goes_out_and_comes_back_unedited_without_any_change(
    place: Workspace, store: Store, final: Path, tmp_path: Path
) -> None:
    before = store.recommendations()
    path = book(place, store, tmp_path / "r.xlsx")
    taken = take(store, path)
    assert (taken.changed, taken.conflicts, taken.problems, taken.notes) == ((), (), (), ())
    assert store.recommendations() == before
    assert load_workbook(path).sheetnames == [
        "Read first", "Recommendations", "To chase", "Looked at again", "What became of them", "_docgen",
    ]  # fmt: skip


def test_what_people_write_is_taken_and_its_history_is_kept(
    place: Workspace, store: Store, final: Path, tmp_path: Path
) -> None:
    ref = "R-2026Q2-1"
    changes = {(ref, "Status"): "Met", (ref, "Evidence"): "Seen in November.", (ref, HEAD): "Do it well."}
    taken = take(store, edit(book(place, store, tmp_path / "r.xlsx"), changes), "Ann Hill")
    (after,) = taken.changed
    assert (after.status, after.settled, after.what, after.by) == ("met", LATER[:10], "Do it well.", "Ann Hill")
    assert [step.changes.get("status") for step in store.recommendation_steps([ref])] == ["ongoing", "met"]
    assert take(store, tmp_path / "r.xlsx").notes == ("This very workbook has been taken in before.",)
    (again,) = recommendations.settle(store, [ref], RecommendationStatus.NOT_MET, "Not after all.", LATER, "B")
    assert (again.settled, again.unfinished) == ("", True)
    assert store.problems() == ()


def test_contradictory_workbooks_are_shown_and_the_first_word_stays(
    place: Workspace, store: Store, final: Path, tmp_path: Path
) -> None:
    one, two = (book(place, store, tmp_path / name) for name in ("one.xlsx", "two.xlsx"))
    take(store, edit(one, {("R-2026Q2-1", "Owner"): "Lee Stone"}))
    taken = take(store, edit(two, {("R-2026Q2-1", "Owner"): "Kit Marsh"}))
    assert [(one.stored, one.returned) for one in taken.conflicts] == [("Lee Stone", "Kit Marsh")]
    assert store.recommendations()[0].owner == "Lee Stone"


def test_a_tracker_of_actions_is_no_workbook_of_recommendations(store: Store, tmp_path: Path) -> None:
    from openpyxl import Workbook

    file = Workbook()
    assert file.active is not None
    file.active.append(["Ref", "Action", "Status"])
    file.save(tmp_path / "a.xlsx")
    with pytest.raises(DocgenError, match="no recommendation tracker"):
        take(store, tmp_path / "a.xlsx")


def test_the_command_lists_settles_and_says_what_it_needs(place: Workspace, store: Store, final: Path) -> None:
    assert "R-2026Q2-1" in ran(place, "recommendations", "bwd-caf")
    assert ran(place, "recommendations", "cafcass-qiam") == "There is no recommendation of this kind.\n"
    assert "There is no reason." in ran(place, "recommendations", "--met", "R-2026Q2-1")
    assert ran(place, "recommendations", "--met", "r-2026q2-1", "--why", "Seen.") == "R-2026Q2-1: met.\n"
    shown = json.loads(ran(place, "recommendations", "--all", "--json"))["recommendations"]
    first = next(one for one in shown if one["id"] == "R-2026Q2-1")
    assert (first["status"], first["evidence"], len(first["history"])) == ("met", "Seen.", 2)
    assert "0 new, 0 changed." in ran(place, "recommendations", "--take", str(final))
    out = place.folder / "r.xlsx"
    assert "recommendations." in ran(place, "recommendations", "--out", str(out))
    assert "0 recommendations changed." in ran(place, "recommendations", "--in", str(out))


def test_an_unknown_id_is_named(store: Store) -> None:
    with pytest.raises(DocgenError, match="There is no recommendation “R-1”"):
        recommendations.settle(store, ["R-1"], RecommendationStatus.MET, "Seen.", NOW, "M")
