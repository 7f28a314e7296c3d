"""A template restyled by staff: forms come out and are read back, and so are copies that went out before."""

from __future__ import annotations

import pytest

from docgen.forms.package import pack
from docgen.forms.word import blank_of, compile_toolkit, lint_template, open_form
from docgen.marks import toolkit_id
from docgen.model import State
from docgen.reading import read
from tests.forms.word.written import TEMPLATE, TOOLKIT, Case, W, answers, document, every, name, parts

CHANGES = (
    ("word/styles.xml", "Arial", "Georgia"),
    ("word/styles.xml", "12436D", "7A1F3D"),
    ("word/styles.xml", '<w:sz w:val="22"/>', '<w:sz w:val="24"/>'),
    (
        "word/document.xml",
        '<w:pgSz w:w="11906" w:h="16838"/>',
        '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>',
    ),
    ("word/document.xml", 'w:left="1134"', 'w:left="1701"'),
    ("word/document.xml", "{{ purpose }}", "{{ purpose }} Send it to the quality assurance team."),
    ("word/header1.xml", "{{ organisation }}", "Borough of Example"),
    ("word/footer1.xml", "{{ identity }}", "In confidence"),
)


def restyled() -> bytes:
    found = parts(TEMPLATE)
    for part, old, new in CHANGES:
        assert old.encode() in found[part], f"{part} has no {old}"
        found[part] = found[part].replace(old.encode(), new.encode())
    return pack(found)


@pytest.mark.parametrize("case", every(), ids=name)
def test_forms_of_a_restyled_template_are_read_back_and_so_are_copies_of_the_one_before(case: Case) -> None:
    template = restyled()
    assert lint_template(template, "toolkit.docx") == ()
    framework, form = case
    prefill = [question.id for question in form.questions]
    before, after = (compile_toolkit(framework, form, one, prefill) for one in (TEMPLATE, template))
    values, blank = answers(form), blank_of(after.copy(toolkit_id("")))
    unread = {}
    for when, compiled in (("after", after), ("before", before)):
        marks = open_form(compiled.copy(TOOLKIT, values), "return.docx").marks(blank)
        found = {answer.field: answer.value for answer in read(marks, form) if answer.state is State.ANSWERED}
        assert found == {field: value for field, value in values.items() if value not in (None, "", ())}
        unread[when] = {one.where.split(",")[0] for one in marks.unread}
    assert unread["after"] == set()
    assert unread["before"] <= {"header", "before the first section"}


def test_the_form_fills_the_page_of_a_restyled_template() -> None:
    framework, form = every()[0]
    data = compile_toolkit(framework, form, restyled()).copy(TOOLKIT)
    for table in document(data).iter(W + "tbl"):
        assert sum(int(column.get(W + "w")) for column in table.iter(W + "gridCol")) == 16838 - 1701 - 1134
