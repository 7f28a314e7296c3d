"""Which form a file is: by what says so, by words in its text, by what it asks; and what is said where that is open."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from docgen.fields import kind, show
from docgen.forms import FORMATS, compile_toolkit, open_form
from docgen.marks import Outline, toolkit_id
from docgen.model import Form, Framework, Identity, Option, Query, Question, Return, Section, Severity, State, Value
from docgen.pipeline import catalogue, workspace
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.returns import Reader
from docgen.reading import infer, known
from tests.pipeline.forms import FRAMEWORK

AT_HAND = catalogue.gather(None)
FORMS = [(framework, form) for framework in AT_HAND.frameworks for form in framework.forms]
NAMES = [f"{framework.id} {form.id}" for framework, form in FORMS]
KNOWN = [known(*one) for one in FORMS]
NATIONAL = AT_HAND.pick("cafcass-national")
TOOLKIT = toolkit_id("which form")
OPEN = Query("form-unmarked", Severity.ERROR, "Nothing says so.", "Ask.")

template = partial(workspace.template, None)
reader = Reader(AT_HAND, template)


def made(name: str, framework: Framework, form: Form, given: dict[str, Value] | None = None) -> bytes:
    """A copy in this format, with these answers."""
    kept = FORMATS[name].template
    compiled = compile_toolkit(name, framework, form, template(kept) if kept else b"", prefill=list(given or {}))
    return compiled.copy(TOOLKIT, given or {})


def given(form: Form) -> dict[str, Value]:
    return {question.id: kind(question).examples(question)[0] for question in form.questions}


def without_marks(name: str, data: bytes) -> bytes:
    """The file with everything taken out that says which form it is, as a program does that writes it anew."""
    if name == "pdf":
        return _pdf_without_marks(data)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for item in package.namelist():
            text = package.read(item)
            if item.endswith(".xml"):
                text = re.sub(rb"docgen:[^<]*", b"", text).replace(b'name="docgen.', b'name="other.')
                text = text.replace(b"_docgen", b"_other").replace(b" \xc2\xb7 ", b" ").replace(TOOLKIT.encode(), b"")
            kept.writestr(item, text)
    return out.getvalue()


def _pdf_without_marks(data: bytes) -> bytes:
    from pypdf.generic import NameObject, StreamObject, TextStringObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    writer.metadata = None
    root: Any = writer._root_object
    del root["/Metadata"]
    fields = root["/AcroForm"]["/Fields"]
    fields[-1].get_object()[NameObject("/V")] = TextStringObject("")
    for page in writer.pages:
        page["/Resources"]["/XObject"][NameObject("/DgIdentity")] = writer._add_object(StreamObject())  # type: ignore[index]
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


# --- by what it asks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("framework", "form"), FORMS, ids=NAMES)
def test_every_form_is_known_by_what_it_asks(framework: Framework, form: Form) -> None:
    """In a workbook, by its words alone; the other formats say the same, and one of each stands below."""
    outline = open_form(made("excel", framework, form), "x").outline()
    found = infer(replace(outline, tags=frozenset()), OPEN, KNOWN)
    assert isinstance(found, Identity), found
    assert (found.framework, found.version, found.form) == (framework.id, framework.version, form.id)


@pytest.mark.parametrize("name", FORMATS)
def test_a_form_that_does_not_say_what_it_is_is_read_by_what_it_asks_and_waits_for_a_person(name: str) -> None:
    form = NATIONAL.forms[0]
    read = reader.read("copy", without_marks(name, made(name, NATIONAL, form, given(form))))
    assert read.identity is not None, read.refused
    assert (read.identity.form, read.identity.toolkit, read.identity.agreed) == (form.id, "", ("structure",))
    doubtful = [answer for answer in read.answers if answer.state is State.DOUBTFUL]
    assert [answer.field for answer in doubtful] == [form.role("case")]
    assert doubtful[0].candidates == (given(form)[form.role("case")],)
    assert "by what it asks it is the form “case” of cafcass-national 2014.11" in doubtful[0].doubt
    values = {answer.field: answer.value for answer in read.answers if answer not in doubtful}
    assert values == {field: value for field, value in given(form).items() if field != form.role("case")}


def retyped(framework: Framework, form: Form) -> bytes:
    """The form typed anew into an empty document, without a control."""
    import docx

    document = docx.Document()
    document.add_heading(form.title)
    for section in form.sections:
        document.add_heading(f"{section.ref} {section.title}", 2)
        table = document.add_table(0, 3)
        for question in section.questions:
            if question.kind not in ("table", "ticks"):
                cells = table.add_row().cells
                said = show(given(form)[question.id], question)
                for cell, text in zip(cells, (question.ref, question.label, said), strict=True):
                    cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_form_that_was_typed_anew_is_known_and_nothing_of_it_is_read_wrong() -> None:
    form = NATIONAL.forms[0]
    read = reader.read("typed.docx", retyped(NATIONAL, form))
    assert read.identity is not None
    assert read.identity.form == "case"
    for answer in read.answers:
        truth = given(form)[answer.field]
        assert answer.state is State.DOUBTFUL or answer.value == truth, answer
    assert sum(answer.state is State.ANSWERED for answer in read.answers) > 5


def test_a_letter_is_no_form() -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("Dear Sam, the audit is done. Planning was good. Comment: see file. Yes.")
    out = io.BytesIO()
    document.save(out)
    read = reader.read("letter.docx", out.getvalue())
    assert read.refused is not None
    assert read.refused.rule == "form-unmarked"
    assert read.refused.message.startswith("This seems to be another document.")
    assert read.refused.fix.startswith("Check that it is the right file")


# --- two that are near -----------------------------------------------------------------------------------


def versions(*changes: tuple[str, str]) -> tuple[Framework, ...]:
    """The small framework in as many versions, each with one label changed against the first."""
    form = FRAMEWORK.forms[0]
    made = [FRAMEWORK]
    for number, (field, label) in enumerate(changes, start=2):
        asked = tuple(replace(q, label=label) if q.id == field else q for q in form.questions)
        sections = (replace(form.sections[0], questions=asked),)
        made.append(replace(FRAMEWORK, version=str(number), forms=(replace(form, sections=sections),)))
    return tuple(made)


def outline_of(framework: Framework) -> Outline:
    """The form typed anew: its references and questions, and nothing that says which version it is."""
    lines = [framework.title, framework.forms[0].title]
    for question in framework.forms[0].questions:
        lines += [question.ref, question.label]
    return Outline(lines=tuple(lines))


def inferred(outline: Outline, *frameworks: Framework) -> Identity | Query:
    return infer(outline, OPEN, [known(one, form) for one in frameworks for form in one.forms])


def test_the_version_is_the_one_whose_questions_are_asked() -> None:
    first, second = versions(("visits", "Visits to the home"))
    for one in (first, second):
        found = inferred(outline_of(one), first, second)
        assert isinstance(found, Identity)
        assert found.version == one.version


def test_versions_that_ask_the_same_are_both_named_and_none_is_chosen() -> None:
    first, second = versions(("visits", "Visits"))
    found = inferred(outline_of(first), first, second)
    assert isinstance(found, Query)
    assert found.rule == "form-unsure"
    assert "the form “case” of small 1 and the form “case” of small 2" in found.message
    assert "see: docgen status" in found.fix


def test_a_version_that_only_asks_more_is_not_told_from_one_of_which_a_question_was_left_out() -> None:
    first = versions()[0]
    section = first.forms[0].sections[0]
    more = (*section.questions, Question("seen", "1h", "text", "Child seen"))
    second = replace(first, version="2", forms=(replace(first.forms[0], sections=(replace(section, questions=more),)),))
    found = inferred(outline_of(first), first, second)
    assert isinstance(found, Query)
    assert found.rule == "form-unsure"


def test_a_part_of_a_form_is_named_but_not_taken_for_it() -> None:
    (first,) = versions()
    found = inferred(replace(outline_of(first), lines=outline_of(first).lines[:8]), first)
    assert isinstance(found, Query)
    assert "comes nearest to the form “case” of small 1, but asks only 3 of its 7 questions" in found.message


# --- by its footer, and what is not here -----------------------------------------------------------------


def test_the_line_of_the_footer_in_the_text_says_which_copy_it_is() -> None:
    import docx

    form = NATIONAL.forms[0]
    document = docx.Document(io.BytesIO(retyped(NATIONAL, form)))
    document.add_paragraph(f"Page 3 of 3   cafcass-national 2014.11 - case - {TOOLKIT.lower().replace('-', '–')}")
    out = io.BytesIO()
    document.save(out)
    read = reader.read("typed.docx", out.getvalue())
    assert read.identity is not None
    assert (read.identity.toolkit, read.identity.agreed) == (TOOLKIT, ("words in its text",))
    assert {a.field: a.state for a in read.answers}[form.role("case")] is State.ANSWERED


def refused(framework: Framework, *at_hand: Framework) -> Query:
    read = Reader(Catalogue(at_hand), template).read("x.docx", made("word", framework, framework.forms[0]))
    assert read.refused is not None
    return read.refused


def test_a_form_of_an_unknown_framework_is_named() -> None:
    query = refused(FRAMEWORK, NATIONAL)
    assert query.rule == "form-unknown"
    assert "there is no framework “small” here" in query.message


def test_a_form_of_another_version_is_named_with_those_that_are_here() -> None:
    query = refused(replace(FRAMEWORK, version="2020"), FRAMEWORK, NATIONAL)
    assert query.rule == "form-other-version"
    assert "Of small there is 1 here, but not 2020" in query.message
    assert "definition of small 2020 into the frameworks folder" in query.fix


def test_a_form_of_another_version_that_is_here_is_read_against_its_own() -> None:
    first, second = versions(("visits", "Visits to the home"))
    read = Reader(Catalogue((first, second)), template).read("x.docx", made("word", second, second.forms[0]))
    assert read.identity is not None
    assert (read.identity.version, read.unread) == ("2", ())


def test_a_form_that_its_version_does_not_have_is_named() -> None:
    other = replace(FRAMEWORK, forms=(replace(FRAMEWORK.forms[0], id="other"),))
    query = refused(FRAMEWORK, other)
    assert query.rule == "form-unknown"
    assert query.message.endswith("which has no such form. It has: other.")


# --- halves and doubles ----------------------------------------------------------------------------------

TWO_PARTS = replace(
    FRAMEWORK,
    forms=(
        replace(
            FRAMEWORK.forms[0],
            sections=(
                *FRAMEWORK.forms[0].sections,
                Section("end", "2", "The end", (
                    Question("last", "2a", "text", "Last word", "end"),
                    Question("sure", "2b", "choice", "Sure", "end", options=(Option("a", "Aye"), Option("b", "Bee"))),
                )),
            ),
        ),
    ),
)  # fmt: skip
SMALL = Reader(Catalogue((TWO_PARTS, NATIONAL)), template)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word_with(data: bytes, edit: Any) -> Return:
    """What is read of a Word file after its body was changed."""
    import docx

    document = docx.Document(io.BytesIO(data))
    edit(document.element.body)
    out = io.BytesIO()
    document.save(out)
    return SMALL.read("x.docx", out.getvalue())


def word(values: dict[str, Value]) -> bytes:
    return made("word", TWO_PARTS, TWO_PARTS.forms[0], values)


def rules(read: Return) -> dict[str, str]:
    assert read.refused is None, read.refused
    return {query.rule: query.message for query in read.queries}


def test_a_whole_form_has_nothing_said_of_it() -> None:
    assert not {rule for rule in rules(word_with(word({"last": "So"}), lambda body: None)) if rule.startswith("form-")}


def test_half_a_form_is_named_by_what_is_missing() -> None:
    def cut(body: Any) -> None:
        last = body.findall(f"{{{W}}}tbl")[-1]
        body.remove(last)

    said = rules(word_with(word({"last": "So"}), cut))
    assert said["form-incomplete"] == (
        "A part of the form is missing from the file: section 2 “The end”, with 2 of its 11 questions."
    )


def test_a_file_that_names_a_form_and_holds_nothing_of_it_is_refused() -> None:
    def empty(body: Any) -> None:
        for table in body.findall(f"{{{W}}}tbl"):
            body.remove(table)

    read = word_with(word({}), empty)
    assert read.refused is not None
    assert read.refused.rule == "form-gone"


def pasted(other: bytes) -> Any:
    """Puts the body of another document behind this one, as copying all of it does."""
    import docx

    def paste(body: Any) -> None:
        for element in list(docx.Document(io.BytesIO(other)).element.body)[:-1]:
            for name in list(element.iter(f"{{{W}}}bookmarkStart")):
                if name.get(f"{{{W}}}name", "").startswith("_docgen"):
                    name.getparent().remove(name)
            body.insert(len(body) - 1, element)

    return paste


def test_two_copies_of_a_form_one_after_the_other_are_told() -> None:
    first = word({"last": "So", "case_ref": "C1", "area": "a1"})
    second = word({"last": "No", "case_ref": "C2", "area": "a2"})
    read = word_with(first, pasted(second))
    assert "is in this file more than once" in rules(read)["form-twice"]
    for field in ("last", "case_ref", "area"):
        (answer,) = (one for one in read.answers if one.field == field)
        assert answer.state is State.DOUBTFUL
        assert len(answer.candidates) == 2


def test_another_form_behind_this_one_is_named() -> None:
    read = word_with(word({"last": "So"}), pasted(made("word", NATIONAL, NATIONAL.forms[0])))
    assert "what looks like the form “case” of cafcass-national 2014.11" in rules(read)["form-another"]
    assert read.unread
