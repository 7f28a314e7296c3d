"""An edited report beside the store: what agrees is silent, what does not is named, the rest is said to be unknown."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from openpyxl import Workbook

from docgen.model import DocgenError
from docgen.reports import compile_report, draw_up, register
from docgen.reports.compare import Compared, Odd, compare
from docgen.reports.material import Material
from docgen.reports.reread import reread
from docgen.reports.trail import Traced
from tests.reports.builders import WORDING
from tests.reports.sample import BASE
from tests.reports.test_outlines import material

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAME = "bwd-caf"


@lru_cache(maxsize=4)
def made(*numbers: int) -> Material:
    return material(NAME, "quarterly", numbers or (60, 55, 50))


@lru_cache(maxsize=1)
def report() -> bytes:
    return compile_report(made(), BASE, WORDING).document


@lru_cache(maxsize=1)
def numbers() -> tuple[Traced, ...]:
    return draw_up(made(), WORDING).numbers


def edited(change: Callable[[etree._Element], None], part: str = "word/document.xml") -> bytes:
    """The report after a person has changed a part of it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(report())) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == part:
                root = etree.fromstring(data)
                change(root)
                data = etree.tostring(root)
            new.writestr(name, data)
    return buffer.getvalue()


def checked(data: bytes, now: Material | None = None) -> Compared:
    found = reread(data, "report.docx", register.NAMESPACE.encode())
    said = register.read(found.register)
    assert said is not None
    fresh = draw_up(now or made(), WORDING)
    return compare(found, said, fresh, {}, register.figures_digest(fresh) != said.digest)


def start(root: Any, mark: str) -> Any:
    return next(one for one in root.iter(f"{W}bookmarkStart") if one.get(f"{W}name") == mark)


def write(root: Any, mark: str, text: str) -> None:
    """Type within a mark."""
    start(root, mark).getnext().find(f"{W}t").text = text


def unmark(root: Any, *marks: str) -> None:
    """Lose marks, as a program does, or a person who types over a number."""
    for one in [one for one in root.iter(f"{W}bookmarkStart") if one.get(f"{W}name") in marks]:
        ends = [e for e in root.iter(f"{W}bookmarkEnd") if e.get(f"{W}id") == one.get(f"{W}id")]
        for element in (one, *ends):
            element.getparent().remove(element)


def first(shows: str, place: str) -> Traced:
    """The first number of this sort with more than one digit, so that no other is like it."""
    return next(
        one for one in numbers() if one.shows == shows and one.place.startswith(place) and re.match(r"\d\d", one.text)
    )


def states(found: Compared) -> list[tuple[str, str, str]]:
    return [(one.state, one.printed, one.value) for one in found.odd]


def test_a_report_that_nobody_changed_agrees_in_every_number() -> None:
    found = checked(report())
    assert (found.odd, found.typed, found.taken_out, found.moved) == ((), (), (), False)
    assert found.agreed >= len({one.mark for one in numbers() if one.text})


@pytest.mark.parametrize("place", ["“", "Table", "Headline"])
def test_a_number_that_was_changed_in_text_table_or_summary_is_named_with_its_place(place: str) -> None:
    one = first("share", place)
    found = checked(edited(lambda root: write(root, one.mark, "99%")))
    assert found.odd == (Odd("differs", one.section, one.place, "99%", one.text, mark=one.mark),)


def test_a_number_in_words_or_with_other_places_is_the_same_number() -> None:
    few = next(one for one in numbers() if one.text == "three" and one.place.startswith("“"))
    share = next(one for one in numbers() if one.shows == "share" and one.place.startswith("“") and one.value)
    assert share.value is not None

    def change(root: Any) -> None:
        write(root, few.mark, "3")
        write(root, share.mark, f"{share.value:.2f}%")

    assert checked(edited(change)).odd == ()


def test_a_number_that_was_changed_in_the_data_of_a_chart_is_named_with_series_and_category() -> None:
    c = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"

    def change(root: Any) -> None:
        next(root.iter(f"{c}val")).find(f".//{c}v").text = "1"

    (odd,) = checked(edited(change, "word/charts/chart1.xml")).odd
    assert (odd.state, odd.printed) == ("differs", "1")
    assert re.fullmatch(r"Figure 1, “.+”, “.+”", odd.place)


def test_a_number_typed_over_is_found_by_its_sentence_and_by_its_row_and_column() -> None:
    text, cell = first("share", "“"), first("share", "Table")

    def change(root: Any) -> None:
        for one in (text, cell):
            write(root, one.mark, "98%")
            unmark(root, one.mark)

    found = checked(edited(change))
    assert states(found) == [("differs", "98%", text.text), ("differs", "98%", cell.text)]
    assert found.typed == ()


def test_a_report_that_lost_every_mark_is_still_read_by_rows_and_sentences() -> None:
    marks = {one.mark.partition("/")[0] for one in numbers()}
    found = checked(edited(lambda root: unmark(root, *marks)))
    assert {one.state for one in found.odd} <= {"gone"}
    assert found.agreed > 0.7 * len(marks)


def test_a_number_whose_mark_and_place_are_gone_could_not_be_checked() -> None:
    one = first("share", "“")

    def change(root: Any) -> None:
        line = start(root, one.mark).getparent()
        line.getparent().remove(line)

    found = checked(edited(change))
    assert ("gone", "", one.text) in states(found)
    assert {state for state, _, _ in states(found)} == {"gone"}


def test_a_section_that_was_taken_out_is_said_once() -> None:
    def change(root: Any) -> None:
        body = root[0]
        headings = [one for one in body if one.find(f"{W}bookmarkStart[@{W}name]") is not None]
        marked = [one for one in headings if one.find(f"{W}bookmarkStart").get(f"{W}name").startswith("_Toc_dg")]
        inside = list(body)[list(body).index(marked[1]) : list(body).index(marked[2])]
        for one in inside:
            body.remove(one)

    found = checked(edited(change))
    assert [title for title, _ in found.taken_out] == [made().report.sections[1].title]
    assert found.odd == ()


def test_numbers_that_a_person_typed_are_listed_and_no_error() -> None:
    def change(root: Any) -> None:
        line = start(root, first("share", "“").mark).getparent()
        typed = etree.fromstring(
            f'<w:p xmlns:w="{W[1:-1]}"><w:r><w:t>Table 2 shows that 17 of our 1,250 families waited until '
            "3 March 2026.</w:t></w:r></w:p>"
        )
        line.addnext(typed)

    found = checked(edited(change))
    assert [one.number for one in found.typed] == ["17", "1,250"]
    assert found.odd == ()


def test_tracked_changes_are_read_as_if_accepted() -> None:
    one = first("share", "“")

    def change(root: Any) -> None:
        run = start(root, one.mark).getnext()
        for tag, text in (("ins", "97%"), ("del", None)):
            wrap = etree.Element(f"{W}{tag}")
            run.addnext(wrap)
            new = etree.SubElement(wrap, f"{W}r")
            etree.SubElement(new, f"{W}t" if text else f"{W}delText").text = text or one.text
        run.getparent().remove(run)

    assert states(checked(edited(change))) == [("differs", "97%", one.text)]


def test_late_returns_are_named_number_by_number_and_nothing_is_guessed() -> None:
    found = checked(report(), made(64, 55, 50))
    assert found.moved
    assert {one.state for one in found.odd} <= {"differs", "unknown"}
    headline = next(one for one in found.odd if one.place.startswith("Headline"))
    assert (headline.printed, headline.value) == ("60", "64")
    assert found.agreed > 50


def workbook() -> bytes:
    buffer = io.BytesIO()
    Workbook().save(buffer)
    return buffer.getvalue()


def without_body() -> bytes:
    """A Word document in which nothing stands where its text ought to be."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BASE)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, re.sub(rb"<w:body>.*</w:body>", b"", data, flags=re.DOTALL))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04 cut short", b"{}", workbook(), without_body()],
    ids=["empty", "cut short", "text", "a workbook", "without a body"],
)  # fmt: skip
def test_what_is_no_report_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(DocgenError, match="not a Word document"):
        reread(data, "x.docx", b"urn")


@pytest.mark.libreoffice
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_a_report_that_libreoffice_has_saved_is_read_the_same(tmp_path: Path) -> None:
    one = first("share", "“")
    path = tmp_path / "report.docx"
    path.write_bytes(edited(lambda root: write(root, one.mark, "99%")))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to"]
    out = tmp_path / "out"
    subprocess.run([*command, "docx", "--outdir", str(out), str(path)], check=True, capture_output=True, timeout=120)
    found = checked((out / "report.docx").read_bytes())
    assert states(found) == [("differs", "99%", one.text)]
    assert found.typed == ()
