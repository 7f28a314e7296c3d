from __future__ import annotations

import io
import runpy
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.model import DocgenError, Severity
from docgen.reports.blocks import Heading
from docgen.reports.word import lint_template
from tests.reports.sample import BASE, PROPERTIES, changed, part, report

MAKER = Path(__file__).parent.parent.parent / "templates" / "make_report.py"
BODY = "word/document.xml"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_shipped_base_is_what_its_maker_makes() -> None:
    made = runpy.run_path(str(MAKER))["make"]()
    assert parts(made) == parts(BASE), "run python templates/make_report.py"


def test_the_shipped_base_is_sound() -> None:
    assert lint_template(BASE, "report.docx") == ()


@pytest.mark.parametrize(
    ("old", "new", "said", "where"),
    [
        ("{{ title }}", "{{ titel }}", "Did you mean “title”?", "paragraph 2"),
        ("{{ title }}", "{{ zzz }}", "Use one of: organisation, title", "paragraph 2"),
        ("{{ title }}", "{{ title", "cannot be read", "paragraph 2"),
        ("{{ title }}", "{{ title | upper }}", "Filter", "paragraph 2"),
        ("{{ title }}", "{{ title() }}", "Call", "paragraph 2"),
        ("{{ report }}", "Report", "Nothing says where the report goes", ""),
        ("{{ report }}", "Here: {{ report }}", "alone in a paragraph", "page 2, paragraph 7"),
        ("{{ title }}", "{{ report }}", "Keep it once", "paragraph 2, page 2, paragraph 7"),
    ],
)
def test_a_mistake_in_a_base_names_the_paragraph_and_what_to_do(old: str, new: str, said: str, where: str) -> None:
    queries = lint_template(changed(BASE, BODY, old, new), "ours.docx")
    assert len(queries) == 1
    assert said in str(queries[0])
    assert (queries[0].where.file, queries[0].where.at) == ("ours.docx", where)


def test_a_mistake_in_a_header_is_found_there() -> None:
    (query,) = lint_template(changed(BASE, "word/header-default.xml", "{{ title }}", "{{ tilte }}"), "ours.docx")
    assert query.where.at == "header header-default.xml, paragraph 1"


def test_a_marker_in_a_table_is_refused() -> None:
    boxed = "</w:p><w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>"
    xml = part(BASE, BODY)
    start = xml.index('<w:p><w:pPr><w:pStyle w:val="Normal"/>')
    marked = xml[start : xml.index("</w:p>", start) + len("</w:p>")]
    base = changed(BASE, BODY, marked, f"<w:p>{boxed}{marked}</w:tc></w:tr></w:tbl><w:p/>")
    (query,) = lint_template(base, "ours.docx")
    assert "outside tables" in query.fix
    with pytest.raises(DocgenError, match="outside tables"):
        report(Heading(1, "a"), base=base)


def test_conditions_and_loops_are_allowed() -> None:
    base = changed(BASE, BODY, "{{ title }}", "{% if round == 'x' and title %}{{ title }}{% endif %}")
    assert lint_template(base, "ours.docx") == ()


def test_a_missing_style_is_a_warning_that_names_it() -> None:
    (query,) = lint_template(changed(BASE, "word/styles.xml", 'w:val="DG Lead"', 'w:val="DG Leader"'), "ours.docx")
    assert (query.severity, "“DG Lead”" in query.message) == (Severity.WARNING, True)


@pytest.mark.parametrize("data", [b"", b"no document", BASE[:200]])
def test_what_is_no_word_document_is_refused_in_plain_words(data: bytes) -> None:
    (query,) = lint_template(data, "ours.docx")
    assert "not a Word document" in query.message
    with pytest.raises(DocgenError):
        report(Heading(1, "a"), base=data)


@pytest.mark.parametrize("trick", ["{{ ''.__class__ }}", "{{ title.__class__.__mro__ }}", "{{ unknown }}"])
def test_a_base_that_reaches_further_is_not_filled_in(trick: str) -> None:
    with pytest.raises(DocgenError):
        report(Heading(1, "a"), base=changed(BASE, BODY, "{{ title }}", trick))


def test_a_base_without_contents_gives_a_report_without_contents() -> None:
    data = report(Heading(1, "Areas"), base=changed(BASE, BODY, "{{ contents }}", ""))
    assert "instrText" not in part(data, BODY)


def test_places_without_a_value_stay_empty() -> None:
    data = report(Heading(1, "a"), properties=replace(PROPERTIES, marking="", round="", date=""))
    assert "{{" not in part(data, "word/header-first.xml")
