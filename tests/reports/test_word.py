from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from docgen.model import DocgenError
from docgen.reports.blocks import (
    Bullets,
    Commentary,
    Heading,
    KeyNumber,
    KeyNumbers,
    PageBreak,
    Paragraph,
    Ref,
    numbers,
)
from tests.conftest import Golden
from tests.outline import outline
from tests.reports.sample import BASE, PROPERTIES, blocks, changed, chart, part, report, share, table

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_every_kind_of_block_is_drawn_as_the_golden_shows(golden: Golden) -> None:
    golden("reports/blocks.txt", outline(report(*blocks())))


def test_the_same_blocks_give_the_same_bytes() -> None:
    assert report(*blocks()) == report(*blocks())


def test_what_people_write_is_text_and_nothing_else() -> None:
    nasty = "R&D <b>{{ title }}</b> {% for x in y %} \x0b\x00\ufffe“q” ]]>"
    shown = "R&D <b>{{ title }}</b> {% for x in y %} “q” ]]>"
    data = report(
        Heading(1, nasty),
        Paragraph((nasty,)),
        Bullets(((nasty,),)),
        replace(table(), caption=nasty, note=nasty),
        chart(title=nasty, subtitle=nasty, alt=nasty, categories=(nasty, "A2")),
        properties=replace(PROPERTIES, title=nasty, organisation=nasty, marking=nasty),
    )
    assert outline(data).count(shown) >= 9
    assert shown.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") in part(data, "word/charts/chart1.xml")


def test_line_breaks_and_tabs_in_text_become_those_of_word() -> None:
    xml = part(report(Paragraph(("one\r\ntwo\tthree",))), "word/document.xml")
    assert "one</w:t><w:br/><w:t" in xml
    assert "two</w:t><w:tab/><w:t" in xml


def test_a_page_break_goes_into_the_paragraph_that_it_comes_before() -> None:
    root = etree.fromstring(part(report(Paragraph(("a",)), PageBreak(), Heading(1, "b")), "word/document.xml").encode())
    broken = [p for p in root.iter(W + "p") if p.find(f"{W}pPr/{W}pageBreakBefore") is not None]
    assert ["".join(str(text) for text in p.itertext()) for p in broken] == [
        "a",
        "b",
    ]  # the base begins the report on a new page


def test_a_table_that_begins_a_page_or_follows_another_gets_a_paragraph_before_it() -> None:
    numbers_table = KeyNumbers((KeyNumber("Good", share(1, 2)),))
    root = etree.fromstring(part(report(numbers_table, numbers_table), "word/document.xml").encode())
    neighbours = [child.tag for child in root[0]]
    assert (W + "tbl", W + "tbl") not in list(pairwise(neighbours))
    assert neighbours[-2:] == [W + "p", W + "sectPr"]


def test_an_empty_block_before_which_a_page_breaks_leaves_the_break_for_the_next() -> None:
    data = report(Paragraph(("a",)), PageBreak(), Commentary("x"), Heading(1, "b"))
    assert part(data, "word/document.xml").count("<w:pageBreakBefore/>") == 2


def test_numbered_lists_begin_again_at_one() -> None:
    data = report(Bullets((("a",),), numbered=True), Bullets((("b",),), numbered=True))
    document = Document(io.BytesIO(data))
    used = document.element.body.xpath(".//w:numPr/w:numId/@w:val")
    restarts = document.part.numbering_part.element.xpath("w:num[w:lvlOverride/w:startOverride/@w:val='1']/@w:numId")
    assert used == restarts
    assert len(set(used)) == 2


def test_tables_and_charts_are_counted_apart_and_references_follow() -> None:
    drawn = (chart(id="first"), table(), chart(id="second"), Paragraph((Ref("second"), " ", Ref("t"))))
    assert numbers(drawn) == {"first": "Figure 1", "t": "Table 1", "second": "Figure 2"}
    xml = part(report(*drawn), "word/document.xml")
    anchors = [name for name in ("_Ref_dg1", "_Ref_dg2", "_Ref_dg3") if f'w:name="{name}"' in xml]
    assert len(anchors) == 3
    assert 'w:anchor="_Ref_dg3"' in xml


def test_a_chart_without_values_says_so_and_keeps_its_number() -> None:
    seen = outline(report(chart(categories=(), series=()), table()))
    assert "DG Note: There is nothing to draw." in seen
    assert "[chart" not in seen


def test_contents_without_sections_are_left_out() -> None:
    assert "TOC" not in part(report(Paragraph(("a",))), "word/document.xml")


def test_properties_say_what_the_report_is_and_nothing_of_who_made_the_base() -> None:
    core = part(report(Heading(1, "a")), "docProps/core.xml")
    for said in (
        "<dc:title>National audit<",
        "<dc:language>en-GB<",
        "<dc:creator>Improvement service<",
        "2015-01-13T09:30:00Z",
    ):
        assert said in core


def test_a_title_longer_than_the_properties_can_hold_is_cut_there_and_only_there() -> None:
    data = report(Heading(1, "a"), properties=replace(PROPERTIES, title="Long " * 80))
    assert "Title: " + ("Long " * 80).strip() in outline(data)


def test_a_base_whose_style_ids_were_renamed_by_word_still_serves() -> None:
    base = changed(BASE, "word/styles.xml", 'w:styleId="DGLead"', 'w:styleId="Vorspann7"')
    assert "DG Lead: Sum" in outline(report(Paragraph(("Sum",), "lead"), base=base))


def test_headings_without_numbers_have_contents_without_numbers() -> None:
    base = changed(BASE, "word/styles.xml", '<w:numPr><w:numId w:val="1"/></w:numPr>', "")
    assert "}Areas\n" in outline(report(Heading(1, "Areas"), base=base))


def test_a_base_without_the_marker_is_refused_with_what_to_do() -> None:
    base = changed(BASE, "word/document.xml", "{{ report }}", "Report")
    with pytest.raises(DocgenError) as caught:
        report(Heading(1, "a"), base=base)
    assert "{{ report }}" in str(caught.value)


@pytest.mark.libreoffice
def test_libreoffice_keeps_tables_charts_and_captions_when_it_saves(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not on this machine")
    (tmp_path / "report.docx").write_bytes(report(*blocks()))
    profile = (tmp_path / "profile").as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "docx", "--outdir"]
    subprocess.run(
        [*command, str(tmp_path / "out"), str(tmp_path / "report.docx")], check=True, capture_output=True, timeout=180
    )
    saved = (tmp_path / "out" / "report.docx").read_bytes()
    seen = outline(saved)
    assert "A1 is ahead" in seen
    assert "Counts by area" in seen
    with zipfile.ZipFile(io.BytesIO(saved)) as package:
        charts = [name for name in package.namelist() if name.startswith("word/charts/chart")]
        books = [name for name in package.namelist() if name.startswith("word/embeddings/")]
    assert (len(charts), len(books)) == (1, 1)


def test_a_chart_of_nothing_but_noughts_says_that_there_is_nothing_to_draw() -> None:
    noughts = tuple(replace(one, values=(Decimal(0), None)) for one in chart().series)
    data = report(chart(series=noughts))
    assert "There is nothing to draw." in part(data, "word/document.xml")
    assert "c:chart" not in part(data, "word/document.xml").replace("xmlns:c=", "")
