from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.intake import put as put_file
from docgen.model import DocgenError, Framework, Toolkit
from docgen.pipeline import catalogue, report, rewriting
from docgen.pipeline.report import Order, make
from docgen.pipeline.workspace import Workspace, shipped
from docgen.reports import read_edited
from docgen.store import Store
from tests.pipeline.test_figures import put
from tests.reports.commentary.hands import changed, typed, words
from tests.reports.sample import part

NOW = "2014-11-28T09:00:00Z"


@pytest.fixture(scope="module")
def framework() -> Framework:
    return catalogue.gather(None).pick("cafcass-national")


@pytest.fixture
def store(place: Workspace) -> Iterator[Store]:
    with Store(place.store_url) as opened:
        yield opened


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What reports are made of, instead of a document."""
    from docgen import reports

    seen: list[object] = []

    def remember(material: object, template: bytes, wording: object, making: object) -> object:
        seen.append(material)
        return reports.Compiled(
            f"a report, number {len(seen)}".encode(), reports.Trail((), (), (), {}), reports.Kept(())
        )

    monkeypatch.setattr(reports, "compile_report", remember)
    return seen


def case(store: Store, ref: str, filed: str = "2014-10-09", grade: str = "good") -> None:
    """An accepted audit in the store."""
    put(
        store, ref, of=("cafcass-national", "2014.11"), filed=filed, grade=grade, date_filed=filed, law_type="public",
        service_area="a1", child_seen="seen", employment="employed",
    )  # fmt: skip


def test_a_report_is_a_word_document_in_the_folder_for_what_is_made(
    place: Workspace, store: Store, framework: Framework
) -> None:
    case(store, "C1")
    case(store, "C2", grade="met")
    written = make(place, store, Order(framework, "national"), NOW)
    assert written.path == place.out / "cafcass-national-national-November-2014.docx"
    assert written.path.read_bytes().startswith(b"PK")
    assert (written.audits, written.period, written.instead) == (2, "November 2014", None)


def test_the_same_report_again_takes_its_own_place(
    place: Workspace, store: Store, framework: Framework, compiled: list[object]
) -> None:
    (written,) = {make(place, store, Order(framework, "national"), NOW) for _ in range(3)}
    assert set(place.out.iterdir()) == {written.path, *(path for path, _ in written.beside)}
    assert written.path.read_bytes() == b"a report, number 3"


def test_a_report_that_a_person_has_edited_is_left_and_a_second_name_is_used(
    place: Workspace, store: Store, framework: Framework, compiled: list[object]
) -> None:
    first = make(place, store, Order(framework, "national"), NOW)
    first.path.write_bytes(b"with the director's changes")
    second = make(place, store, Order(framework, "national"), NOW)
    assert first.path.read_bytes() == b"with the director's changes"
    assert (second.path.name, second.instead) == (f"{first.path.stem} (2).docx", first.path)


def test_a_file_that_docgen_did_not_make_is_never_overwritten(
    place: Workspace, store: Store, framework: Framework, compiled: list[object]
) -> None:
    mine = place.folder / "mine.docx"
    mine.write_bytes(b"mine")
    written = make(place, store, Order(framework, "national", out=mine), NOW)
    assert (mine.read_bytes(), written.path.name) == (b"mine", "mine (2).docx")


def test_a_report_that_is_open_in_word_gets_a_second_name(
    place: Workspace, store: Store, framework: Framework, compiled: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make(place, store, Order(framework, "national"), NOW).path

    def locked(path: Path, data: bytes) -> None:
        if path == first:
            raise PermissionError(13, "in use", str(path))
        put_file(path, data)

    monkeypatch.setattr(report, "put", locked)
    written = make(place, store, Order(framework, "national"), NOW)
    assert (written.path.name, written.instead) == (f"{first.stem} (2).docx", first)


def test_a_folder_that_may_not_be_written_to_is_an_error_and_no_second_name(
    place: Workspace, store: Store, framework: Framework, compiled: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(path: Path, data: bytes) -> None:
        raise PermissionError(13, "denied", str(path))

    monkeypatch.setattr(report, "put", denied)
    with pytest.raises(PermissionError):
        make(place, store, Order(framework, "national"), NOW)


def test_a_period_of_a_part_says_only_what_is_known_of_that_part(
    place: Workspace, store: Store, framework: Framework, compiled: list[object]
) -> None:
    from docgen.reports import Coverage, Material

    case(store, "C1")
    case(store, "C2", filed="2014-09-01")
    make(place, store, Order(framework, "national"), NOW)
    make(place, store, Order(framework, "national", period="2014-10"), NOW)
    whole, part = compiled
    assert isinstance(whole, Material)
    assert isinstance(part, Material)
    assert whole.coverage == Coverage(0, 2, 2, 0, 0, 0, 0, 0, 0, settled=0, corrected=0, closed=0)
    assert whole.round is not None
    assert part.coverage == Coverage(accepted=1, queried=0, settled=0, corrected=0, closed=0)
    assert (part.period, part.round, part.date) == ("October 2014", None, "28 November 2014")


def test_a_period_knows_which_of_its_copies_are_still_out_and_which_cases_were_audited_since(
    place: Workspace, store: Store, framework: Framework, compiled: list[object]
) -> None:
    from docgen.reports import Material

    for name, due in (("K1", "2014-10-17"), ("K2", "2014-10-31"), ("K3", "2014-11-03"), ("K4", "")):
        copy = Toolkit(
            name, framework.id, framework.version, "case", f"D{name}", issued="2014-10-07T09:00:00Z", due=due
        )
        store.issue([copy])
    case(store, "C1", filed="2014-10-31")
    case(store, "C2", filed="2014-12-01")
    make(place, store, Order(framework, "national", period="2014-10"), NOW)
    (material,) = compiled
    assert isinstance(material, Material)
    assert material.coverage is not None
    assert material.coverage.outstanding == 2, "K1 and K2; K3 was due later, and K4 on no day"
    assert material.audited_since == {"c2"}


def test_a_form_without_a_date_has_no_period(place: Workspace, store: Store, framework: Framework) -> None:
    form = framework.forms[0]
    dateless = replace(form, roles=tuple(role for role in form.roles if role[0] != "date"))
    changed = replace(framework, forms=(dateless, *framework.forms[1:]))
    with pytest.raises(DocgenError, match="has no date"):
        make(place, store, Order(changed, "national", period="2014-11"), NOW)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("{", "This is not JSON"), ("[1]", "The file does not hold an object"), (None, "There is no such file")],
)
def test_published_figures_that_cannot_be_read_are_named(
    place: Workspace, store: Store, framework: Framework, tmp_path: Path, text: str | None, expected: str
) -> None:
    if text is not None:
        (tmp_path / "published.json").write_text(text, encoding="utf-8")
    with pytest.raises(DocgenError, match=rf"published\.json: {expected}"):
        make(place, store, Order(framework, "national", published=tmp_path / "published.json"), NOW)


def test_published_figures_reach_the_report(
    place: Workspace, store: Store, framework: Framework, tmp_path: Path, compiled: list[object]
) -> None:
    from docgen.reports import Material

    (tmp_path / "published.json").write_text(json.dumps({"fig1_overall": {"good": 1}}), encoding="utf-8")
    make(place, store, Order(framework, "national", published=tmp_path / "published.json"), NOW)
    (material,) = compiled
    assert isinstance(material, Material)
    assert material.published == {"fig1_overall": {"good": 1}}


def test_the_team_s_own_wording_comes_before_docgen_s(place: Workspace) -> None:
    assert report.wording(place) == (shipped("templates") / "narrative",)
    (place.templates / "narrative").mkdir()
    assert report.wording(place)[0] == place.templates / "narrative"


# --- made again over a copy that people worked on --------------------------------------------------------


def _edit(path: Path, old: str, new: str) -> None:
    data = path.read_bytes()
    path.write_bytes(changed(data, lambda xml: xml.replace(old, new)))


def test_commentary_is_kept_in_place_and_the_copy_of_before_is_kept_aside(
    place: Workspace, store: Store, framework: Framework
) -> None:
    case(store, "C1")
    first = make(place, store, Order(framework, "national"), NOW)
    box = next(one.name for one in read_edited(first.path.read_bytes()).boxes)
    written = typed(first.path.read_bytes(), box, words("What it means."))
    first.path.write_bytes(written)
    case(store, "C2", grade="met")
    again = make(place, store, Order(framework, "national"), NOW)
    assert (again.path, again.audits, again.edits) == (first.path, 2, ())
    assert "Commentary was kept in 1 box." in again.notes
    assert "What it means." in part(again.path.read_bytes(), "word/document.xml")
    assert again.aside is not None
    assert again.aside.read_bytes() == written
    third = make(place, store, Order(framework, "national"), NOW)
    assert "What it means." in part(third.path.read_bytes(), "word/document.xml")
    assert third.aside is None


def test_a_change_outside_the_boxes_is_listed_and_only_replaced_when_asked_for(
    place: Workspace, store: Store, framework: Framework
) -> None:
    case(store, "C1")
    first = make(place, store, Order(framework, "national"), NOW)
    _edit(first.path, "Introduction", "Foreword")
    edited = first.path.read_bytes()
    second = make(place, store, Order(framework, "national"), NOW)
    assert second.path.name.endswith(" (2).docx")
    assert second.instead == first.path
    assert second.why == rewriting.EDITED
    assert len(second.edits) == 1
    assert "“Foreword”" in second.edits[0]
    assert first.path.read_bytes() == edited
    third = make(place, store, Order(framework, "national", replace=True), NOW)
    assert third.path == first.path
    assert third.aside is not None
    assert third.aside.read_bytes() == edited
    assert "Foreword" not in part(third.path.read_bytes(), "word/document.xml")


@pytest.mark.parametrize("lock", ["~${rest}", ".~lock.{name}#"])
def test_a_report_that_is_open_elsewhere_gets_a_second_name_and_says_so(
    place: Workspace, store: Store, framework: Framework, lock: str
) -> None:
    case(store, "C1")
    first = make(place, store, Order(framework, "national"), NOW)
    (place.out / lock.format(name=first.path.name, rest=first.path.name[2:])).write_text("")
    second = make(place, store, Order(framework, "national", replace=True), NOW)
    assert second.instead == first.path
    assert second.why == rewriting.OPEN


# --- editions --------------------------------------------------------------------------------------------


def test_an_edition_has_a_name_of_its_own_and_a_list_beside_it_of_what_was_withheld(
    place: Workspace, store: Store, framework: Framework
) -> None:
    for n in range(14):
        case(store, f"C{n + 1}", grade="met" if n < 3 else "good")
    written = make(place, store, Order(framework, "national", edition="public"), NOW)
    assert written.path.name == "cafcass-national-national-November-2014-public.docx"
    beside = written.path.with_name(f"{written.path.stem} - withheld, INTERNAL.csv")
    assert '"1 to 4"' in beside.read_text("utf-8-sig")
    assert any(beside.name in note for note in written.notes)
    again = make(place, store, Order(framework, "national", edition="public"), NOW)
    assert again.path == written.path
    assert len(list(place.out.glob("*withheld*"))) == 1


def test_the_settings_say_which_edition_is_made_where_none_is_named(
    place: Workspace, store: Store, framework: Framework
) -> None:
    case(store, "C1")
    team = replace(place, settings=replace(place.settings, edition="committee"))
    written = make(team, store, Order(framework, "national"), NOW)
    assert written.path.name.endswith("-committee.docx")
    each = make(team, store, Order(framework, "case", about=("case", "C1")), NOW)
    assert "committee" not in each.path.name


def test_a_return_without_a_date_is_named_in_the_method(place: Workspace, store: Store, framework: Framework) -> None:
    case(store, "C1")
    put(store, "C9", of=("cafcass-national", "2014.11"), filed="", grade="good", law_type="public", service_area="a1")
    written = make(place, store, Order(framework, "national", period="2014-11"), NOW)
    assert "C9" in part(written.path.read_bytes(), "word/document.xml")
