"""Which form a file says it is a copy of: four carriers, each of which outlives other accidents."""

from __future__ import annotations

from docgen.forms.word import open_form
from docgen.marks import Carrier, toolkit_id
from tests.forms.word.build import app, core, docx, para, part, properties

ONE = toolkit_id("one")
BARE = ONE.replace("-", "")


def carriers(*body: str, **parts: str) -> tuple[Carrier, ...]:
    names = {"custom": "docProps/custom.xml", "core": "docProps/core.xml", "footer": "word/footer1.xml"}
    return open_form(docx(*body, parts={names[name]: xml for name, xml in parts.items()}), "form.docx").carriers


def test_the_properties_say_it() -> None:
    found = carriers(custom=properties(framework="sample", version="1", form="case", toolkit=ONE))
    assert found == (Carrier("document properties", "sample", "1", "case", ONE),)


def test_the_identifier_says_it() -> None:
    assert carriers(core=core(f"docgen:sample:1:case:{ONE}")) == (Carrier("identifier", "sample", "1", "case", ONE),)
    assert carriers(core=core("urn:isbn:0")) == ()


def test_the_hidden_bookmark_says_key_and_toolkit() -> None:
    def mark(name: str) -> str:
        return f'<w:bookmarkStart w:id="1" w:name="{name}"/><w:bookmarkEnd w:id="1"/>'

    expected = (Carrier("bookmark", toolkit=ONE, key="0123abcd"),)
    assert carriers(para(mark(f"_docgen_0123abcd_{BARE}"))) == expected
    assert carriers(para(mark(f"_docgen_0123abcd_{BARE}_Copy_1"))) == expected
    assert carriers(para(mark("_docgen_other"))) == ()


def test_every_bookmark_of_a_merged_form_is_found() -> None:
    two = toolkit_id("two")
    marks = [
        f'<w:bookmarkStart w:id="{n}" w:name="_docgen_0123abcd_{one}"/>'
        for n, one in enumerate((BARE, two.replace("-", "")))
    ]
    assert [one.toolkit for one in carriers(*map(para, marks))] == [ONE, two]


def test_the_printed_footer_says_it_among_other_words() -> None:
    footer = part("ftr", para("OFFICIAL   sample 1 · case · ", ONE, "\u00a0 Page 1 of 8"))
    assert carriers(footer=footer) == (Carrier("footer", "sample", "1", "case", ONE),)


def test_words_that_are_split_over_runs_and_a_footer_that_is_there_twice_are_one_carrier() -> None:
    split = part("ftr", para("sam", "ple 1 ·", " case · ", ONE[:4], ONE[4:]) + para(f"sample 1 · case · {ONE}"))
    assert carriers(footer=split) == (Carrier("footer", "sample", "1", "case", ONE),)


def test_properties_that_are_no_xml_say_nothing() -> None:
    assert carriers(custom="<Properties") == ()


def test_the_program_that_saved_the_file_is_named() -> None:
    file = docx(parts={"docProps/app.xml": app("LibreOffice/25.2.3.2$Linux")})
    assert open_form(file, "form.docx").editor == "LibreOffice/25.2.3.2$Linux"
    assert open_form(docx(), "form.docx").editor == ""
