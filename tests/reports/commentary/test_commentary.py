"""Commentary survives: what people write into a report is kept when it is made again, and what they change is seen."""

from __future__ import annotations

import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.model import Report
from docgen.reports import Compiled, Making, compile_report, draw_up, read_edited
from docgen.reports.blocks import Commentary, Heading, Note, Notes, NoteTable, Piece
from docgen.reports.commentary.keeping import GONE, REDRAFTED, TWICE
from docgen.reports.commentary.reading import plain
from docgen.reports.material import Material
from tests.reports import made_up
from tests.reports.builders import ROOT, WORDING
from tests.reports.commentary.hands import changed, typed, without_tags, words
from tests.reports.sample import part
from tests.reports.sample import report as drawn

BASE = (ROOT / "templates" / "report.docx").read_bytes()


def material(number: int = 12) -> Material:
    return made_up.material("bwd-caf", "quarterly", "2026-27-Q2", (number, 11))


def made(over: bytes | None = None, of: Material | None = None, final: bool = False) -> Compiled:
    edited = read_edited(over) if over is not None else None
    return compile_report(of or material(), BASE, WORDING, Making(edited, final))


def boxes(found: Compiled) -> dict[str, Commentary]:
    return {box.id: box for box in found.kept.boxes}


def outline(made_: Material, **changes: object) -> Material:
    report: Report = replace(made_.report, **changes)  # type: ignore[arg-type]
    return replace(made_, report=report)


@pytest.fixture(scope="module")
def fresh() -> bytes:
    return made().document


def test_every_section_but_those_about_the_report_itself_has_a_box_with_a_prompt(fresh: bytes) -> None:
    found = read_edited(fresh)
    assert found.known
    assert found.edits == ()
    assert len(found.boxes) > 10
    assert [box for box in found.boxes if box.notes or (box.touched is False and box.notes)] == []
    titles = [box.section for box in found.boxes]
    assert "Summary on a page" in titles
    assert not {"Approval", "Full tables", "About this report"} & set(titles)
    xml = part(fresh, "word/document.xml")
    assert xml.count("commentary=overall") == 2
    assert "_dgc_overall" in xml


def test_what_was_written_is_kept_when_late_returns_change_the_report(fresh: bytes) -> None:
    table = "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p>" + words("Who") + "</w:p></w:tc><w:tc><w:p>" + words("When")
    table += "</w:p></w:tc></w:tr></w:tbl>"
    edited = typed(
        fresh, "overall", words("We are ") + words("pleased", "<w:b/>") + words(", with care."), words("Second."), table
    )
    again = made(edited, material(14))
    notes = boxes(again)["overall"].notes
    assert notes == (
        Note((Piece("We are "), Piece("pleased", bold=True), Piece(", with care."))),
        Note((Piece("Second."),)),
        NoteTable((((Note((Piece("Who"),)),), (Note((Piece("When"),)),)),)),
    )
    assert again.trail.numbers[0].text == "14"
    third = made(again.document)
    assert boxes(third)["overall"].notes == notes
    assert read_edited(third.document).edits == ()


def test_written_again_and_again_a_text_stays_as_it_is() -> None:
    rng = random.Random(4)

    def piece() -> Piece:
        look = (rng.random() < 0.3, rng.random() < 0.3, rng.random() < 0.3)
        return Piece(rng.choice(("Risk", "“plans”, R&D <b>", "a – b", "two\nlines", "x\ty")), *look)

    for n in range(12):
        notes: Notes = tuple(
            Note((replace(piece(), text=f"{m} {piece().text}"),), rng.choice(("body", "bullet", "number")))
            for m in range(n % 4 + 1)
        )
        found = read_edited(drawn(Heading(1, "One"), Commentary("one", notes, "What?"), Heading(1, "Two")))
        assert found.boxes[0].notes == notes
        assert found.edits == ()


def test_other_editors_may_save_it_and_nothing_counts_as_changed(fresh: bytes) -> None:
    edited = without_tags(typed(fresh, "overall", words("Kept without tags.")))
    found = read_edited(edited)
    assert found.edits == ()
    assert plain(boxes(made(edited))["overall"].notes) == "Kept without tags."


def test_changes_outside_the_boxes_are_listed_with_their_place(fresh: bytes) -> None:
    def change(xml: str) -> str:
        xml = xml.replace(" cases were audited: ", " cases were looked at: ", 1)
        return xml.replace("</w:p><w:sectPr", f"</w:p><w:p>{words('An end of my own.')}</w:p><w:sectPr", 1)

    found = read_edited(changed(fresh, change))
    assert [(one.what, one.text[:24]) for one in found.edits] == [
        ("changed", "12 cases were looked at:"),
        ("added", "An end of my own."),
    ]
    assert found.edits[0].where.startswith("after “")


def test_a_removed_sentence_a_tracked_insertion_and_a_picture_in_a_box_are_seen(fresh: bytes) -> None:
    picture = "<w:r><w:drawing/></w:r>"
    edited = typed(fresh, "overall", '<w:ins w:id="1" w:author="A">' + words("New.") + "</w:ins>", picture)
    found = read_edited(edited)
    assert [(one.what, one.text) for one in found.edits] == [("unkept", "a picture or chart")]
    assert plain(boxes(made(edited))["overall"].notes) == "New."


def test_text_whose_section_has_gone_stands_at_the_end_under_its_own_heading(fresh: bytes) -> None:
    edited = typed(typed(fresh, "overall", words("On grades.")), "activity", words("On work."))
    less = material()
    kept = tuple(one for one in less.report.sections if one.kind not in ("overall", "activity"))
    found = made(edited, outline(less, sections=kept))
    assert [title for title, _ in found.kept.gone] == ["What was done", "Overall grades"]
    xml = part(found.document, "word/document.xml")
    assert xml.index(GONE) < xml.index("On work.") < xml.index("On grades.")
    back = made(found.document)
    assert plain(boxes(back)["overall"].notes) == "On grades."
    assert plain(boxes(back)["activity"].notes) == "On work."
    assert back.kept.gone == ()


def test_a_box_that_is_there_twice_with_other_texts_shows_both(fresh: bytes) -> None:
    edited = typed(fresh, "overall", words("One."))

    def copied(xml: str) -> str:
        start = xml.index('<w:p><w:pPr><w:pStyle w:val="DGCommentaryHead"/></w:pPr><w:bookmarkStart')
        start = xml.rindex("<w:p>", 0, xml.index("commentary=overall"))
        end = xml.index("One.</w:t></w:r></w:p>") + len("One.</w:t></w:r></w:p>")
        return xml[:end] + xml[start:end].replace("One.", "Other.") + xml[end:]

    found = made(changed(edited, copied))
    assert found.kept.conflicts == ("overall",)
    assert plain(boxes(found)["overall"].notes).split("\n") == ["One.", TWICE, "Other."]


def _drafted(text: str) -> Material:
    had = material()
    sections = tuple(replace(one, draft=text) if one.kind == "overall" else one for one in had.report.sections)
    return outline(had, sections=sections)


def test_a_draft_follows_its_outline_until_somebody_works_on_it() -> None:
    first = made(of=_drafted("Draft one.")).document
    assert plain(boxes(made(first, _drafted("Draft two.")))["overall"].notes) == "Draft two."
    edited = changed(first, lambda xml: xml.replace("Draft one.", "Draft one, better."))
    assert plain(boxes(made(edited, _drafted("Draft one.")))["overall"].notes) == "Draft one, better."
    both = made(edited, _drafted("Draft two."))
    assert both.kept.conflicts == ("overall",)
    assert plain(boxes(both)["overall"].notes).split("\n") == ["Draft one, better.", REDRAFTED, "Draft two."]


def test_an_emptied_draft_stays_empty() -> None:
    first = made(of=_drafted("Draft one.")).document
    emptied = changed(first, lambda xml: xml.replace("Draft one.", ""))
    assert boxes(made(emptied, _drafted("Draft one.")))["overall"].notes == ()


def test_a_final_report_has_no_empty_box(fresh: bytes) -> None:
    final = made(typed(fresh, "overall", words("Said.")), final=True).document
    assert [box.name for box in read_edited(final).boxes] == ["overall"]
    assert len(read_edited(made(final).document).boxes) == len(read_edited(fresh).boxes)


def test_ids_of_sections_stay_when_the_outline_is_put_in_another_order() -> None:
    had = material()
    turned = outline(had, sections=had.report.sections[::-1])

    def ids(of: Material) -> set[str]:
        return {block.id for block in draw_up(of, WORDING).blocks if isinstance(block, Commentary)}

    plain_sections = outline(had, sections=tuple(replace(one, part=False) for one in had.report.sections))
    assert ids(outline(turned, sections=tuple(replace(one, part=False) for one in turned.report.sections))) == ids(
        plain_sections
    )


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_saves_it_twice_and_commentary_and_text_stay(fresh: bytes, tmp_path: Path) -> None:
    file = tmp_path / "report.docx"
    file.write_bytes(typed(fresh, "overall", words("We are ") + words("pleased", "<w:b/>"), words("Second.")))
    for n in range(2):
        to = tmp_path / f"saved{n}"
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "docx"]
        subprocess.run([*command, "--outdir", str(to), str(file)], check=True, capture_output=True, timeout=120)
        file = to / "report.docx"
    found = read_edited(file.read_bytes())
    assert found.edits == ()
    assert boxes(made(file.read_bytes()))["overall"].notes == (
        Note((Piece("We are "), Piece("pleased", bold=True))),
        Note((Piece("Second."),)),
    )
    assert [box.name for box in found.boxes if box.notes and box.touched and box.name] in (["overall"], [])
