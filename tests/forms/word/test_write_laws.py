"""What holds of every written form, blank and filled."""

from __future__ import annotations

import io
import pickle
import zipfile
from collections import Counter

import pytest
from lxml import etree

from docgen import definitions
from docgen.forms.word import compile_toolkit, form_key
from docgen.marks import Address
from tests.forms.word.written import (
    ROOT,
    TEMPLATE,
    TOOLKIT,
    W14,
    Case,
    Shown,
    W,
    addresses,
    answers,
    blank,
    compiled,
    controls,
    document,
    every,
    filled,
    name,
    parts,
    style_name,
    styles,
    text,
)

FILES = [pytest.param(case, make, id=f"{name(case)}-{make.__name__}") for case in every() for make in (blank, filled)]


def of(case: Case, make: object) -> bytes:
    return make(case)  # type: ignore[operator,no-any-return]


@pytest.mark.parametrize(("case", "make"), FILES)
def test_every_answer_has_its_address_exactly_once(case: Case, make: object) -> None:
    assert sorted(controls(of(case, make))) == sorted(address.tag for address in addresses(case[1]))


@pytest.mark.parametrize(("case", "make"), FILES)
def test_every_control_stands_alone_in_its_paragraph_inside_its_own_bookmark(case: Case, make: object) -> None:
    for tag, control in controls(of(case, make)).items():
        address = Address.parse(tag)
        assert address is not None
        assert control.element.getparent().tag == W + "p", f"{tag} is not at run level"
        assert len(control.element.getparent().findall(f".//{W}sdt")) == 1
        before, after = control.element.getprevious(), control.element.getnext()
        assert before.tag == W + "bookmarkStart"
        assert before.get(W + "name") == address.name
        assert after.tag == W + "bookmarkEnd"
        assert after.get(W + "id") == before.get(W + "id")


@pytest.mark.parametrize(("case", "make"), FILES)
def test_ids_names_and_bookmarks_are_unique(case: Case, make: object) -> None:
    root = document(of(case, make))
    for path, attribute in (
        (f"{W}bookmarkStart", "name"),
        (f"{W}bookmarkStart", "id"),
        (f"{W}sdtPr/{W}id", "val"),
        (f"{W}sdtPr/{W}tag", "val"),
        (f"{W}sdtPr/{W}alias", "val"),
    ):
        values = [e.get(W + attribute) for e in root.findall(f".//{path}")]
        assert [v for v, n in Counter(values).items() if n > 1] == []
        if path.endswith("}id"):
            assert all(0 < int(value) < 2**31 for value in values)
        if attribute == "name":
            assert all(len(value) <= 40 and value.startswith("_") for value in values)


@pytest.mark.parametrize(("case", "make"), FILES)
def test_every_control_has_a_name_that_says_which_question_it_answers(case: Case, make: object) -> None:
    questions = {question.id: question for question in case[1].questions}
    for tag, control in controls(of(case, make)).items():
        address = Address.parse(tag)
        assert address is not None
        assert control.alias.startswith(questions[address.field].ref)
        assert len(control.alias) <= 64 + len(" (99)")


@pytest.mark.parametrize(("case", "make"), FILES)
def test_no_control_can_be_deleted_by_accident_and_none_is_bound(case: Case, make: object) -> None:
    for tag, control in controls(of(case, make)).items():
        properties = control.element.find(W + "sdtPr")
        assert properties.find(W + "lock").get(W + "val") == "sdtLocked", tag
        assert properties.find(W + "dataBinding") is None, tag


@pytest.mark.parametrize(("case", "make"), FILES)
def test_tick_state_and_glyph_agree(case: Case, make: object) -> None:
    boxes = [control for control in controls(of(case, make)).values() if control.ticked is not None]
    assert all(control.text == ("☒" if control.ticked == "1" else "☐") for control in boxes)
    assert all(control.element.find(f".//{W14}checkedState").get(W14 + "val") == "2612" for control in boxes)


@pytest.mark.parametrize("case", every(), ids=name)
def test_a_blank_form_shows_prompts_only_and_word_can_restore_each_of_them(case: Case) -> None:
    glossary = etree.fromstring(parts(blank(case))["word/glossary/document.xml"])
    kept = {part.find(f".//{W}name").get(W + "val"): text(part) for part in glossary.iter(W + "docPart")}  # type: ignore[union-attr]
    for tag, control in controls(blank(case)).items():
        if control.ticked is None:
            place = control.element.find(f"{W}sdtPr/{W}placeholder/{W}docPart").get(W + "val")
            assert control.prompt, tag
            assert control.stored is None, tag
            assert control.text == kept[place], tag
            assert not control.items or control.items[0] == control.text, tag
        else:
            assert control.ticked == "0", tag


@pytest.mark.parametrize("case", every(), ids=name)
def test_a_filled_form_shows_its_values_and_no_prompt(case: Case) -> None:
    shown = controls(filled(case))
    for question in case[1].questions:
        value = answers(case[1])[question.id]
        if question.kind == "date":
            assert shown[question.id].stored == f"{value}T00:00:00Z"
            assert shown[question.id].text == "/".join(reversed(str(value).split("-")))
        elif question.kind in ("text", "longtext", "number"):
            assert not shown[question.id].prompt
            assert shown[question.id].text == str(value)
        elif question.kind == "table":
            assert isinstance(value, tuple)
            cells: list[Shown] = [shown[f"{question.id}[1].{column.id}"] for column in question.columns]
            assert any(not cell.prompt for cell in cells)
        elif question.look == "list" and question.kind != "ticks":
            option = question.option(str(value))
            assert option is not None
            assert shown[question.id].text == " ".join(option.label.split())
        else:
            ticked = {option.id for option in question.options if shown[f"{question.id}={option.id}"].ticked == "1"}
            assert ticked == set(value if isinstance(value, tuple) else (value,))


@pytest.mark.parametrize(("case", "make"), FILES)
def test_the_first_cell_of_an_answers_row_holds_the_reference_and_nothing_else(case: Case, make: object) -> None:
    questions = {question.id: question for question in case[1].questions}
    for tag, control in controls(of(case, make)).items():
        address = Address.parse(tag)
        assert address is not None
        row = next(control.element.iterancestors(W + "tr"))
        first = text(row.find(W + "tc"))
        if address.row:
            head = next(control.element.iterancestors(W + "tbl")).find(W + "tr")
            assert text(head.find(W + "tc")) == questions[address.field].ref
            assert first == str(address.row)
        else:
            assert first == questions[address.field].ref


@pytest.mark.parametrize("case", every(), ids=name)
def test_the_same_input_makes_the_same_bytes(case: Case) -> None:
    framework, form = case
    again = compile_toolkit(framework, form, TEMPLATE, prefill=[question.id for question in form.questions])
    assert again.copy(TOOLKIT, answers(form)) == filled(case)
    with zipfile.ZipFile(io.BytesIO(filled(case))) as package:
        assert {item.date_time for item in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {item.create_system for item in package.infolist()} == {0}
        assert package.testzip() is None


def test_a_compiled_form_can_be_sent_to_another_process() -> None:
    case = every()[0]
    assert pickle.loads(pickle.dumps(compiled(case))).copy(TOOLKIT, answers(case[1])) == filled(case)


@pytest.mark.parametrize("case", every(), ids=name)
def test_identity_stands_in_four_places(case: Case) -> None:
    framework, form = case
    found = parts(blank(case))
    bare, key = TOOLKIT.replace("-", ""), form_key(framework.id, framework.version, form.id)
    properties = {
        p.get("name"): "".join(map(str, p.itertext())) for p in etree.fromstring(found["docProps/custom.xml"])
    }
    assert properties == {
        "docgen.framework": framework.id,
        "docgen.version": framework.version,
        "docgen.form": form.id,
        "docgen.toolkit": TOOLKIT,
    }
    core = etree.fromstring(found["docProps/core.xml"])
    identifier = f"docgen:{framework.id}:{framework.version}:{form.id}:{TOOLKIT}"
    assert core.findtext("{http://purl.org/dc/elements/1.1/}identifier") == identifier
    assert f"_docgen_{key}_{bare}" in [b.get(W + "name") for b in document(blank(case)).iter(W + "bookmarkStart")]
    footers = [text(etree.fromstring(data)) for part, data in found.items() if part.startswith("word/footer")]
    assert footers
    assert all(f"{framework.id} {framework.version} · {form.id} · {TOOLKIT}" in footer for footer in footers)


@pytest.mark.parametrize(("case", "make"), FILES)
def test_only_styles_carry_the_look(case: Case, make: object) -> None:
    """Between how to fill in the form and its end, runs and paragraphs name a style, and what stays on one page."""
    data = of(case, make)
    body = list(document(data).find(W + "body"))
    first = next(n for n, block in enumerate(body) if block.tag == W + "p" and style_name(block, data) == "DG Help")
    for block in body[first:-1]:
        for properties in block.iter(W + "rPr", W + "pPr"):
            named = [child.tag for child in properties if child.tag != W + "keepNext"]
            assert named in ([W + "rStyle"], [W + "pStyle"])
        for properties in block.iter(W + "tcPr"):
            assert [child.tag for child in properties] == [W + "tcW"]
    known = styles(data)
    used = {e.get(W + "val") for e in document(data).iter(W + "pStyle", W + "rStyle", W + "tblStyle")}
    assert used <= set(known)


# --- accessibility ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", every(), ids=name)
def test_the_document_names_its_title_and_its_language(case: Case) -> None:
    found = parts(blank(case))
    core = {etree.QName(e).localname: e.text for e in etree.fromstring(found["docProps/core.xml"])}
    assert core["title"] == f"{case[0].title}: {case[1].title}"
    assert core["language"] == "en-GB"
    assert core["creator"] == core["lastModifiedBy"] == case[0].organisation
    default = etree.fromstring(found["word/styles.xml"]).find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert default is not None
    assert default.get(W + "val") == "en-GB"
    settings = etree.fromstring(found["word/settings.xml"])
    assert [e.get(W + "val") for e in settings.iter(W + "themeFontLang")] == ["en-GB"]


@pytest.mark.parametrize("case", every(), ids=name)
def test_every_section_is_a_heading_and_no_level_is_skipped(case: Case) -> None:
    data = blank(case)
    named = [(style_name(p, data), text(p)) for p in document(data).find(W + "body").iter(W + "p")]
    levels = [(int(style[-1]), words) for style, words in named if style.startswith("heading ")]
    sections = [words.split("\t")[1] for level, words in levels if level == 1 and "\t" in words]
    assert [words.removesuffix("\u00a0*") for words in sections] == [
        " ".join(section.title.split()) for section in case[1].sections
    ]
    assert all(later <= earlier + 1 for (earlier, _), (later, _) in zip([(0, ""), *levels], levels, strict=False))


@pytest.mark.parametrize("case", every(), ids=name)
def test_every_table_is_plain_and_its_first_row_alone_is_its_head(case: Case) -> None:
    """The rule: each table has one header row, repeated on every page, with words in all of its cells; every row
    has all the columns; nothing is merged, nested, or empty.
    """
    root = document(blank(case))
    assert not root.findall(f".//{W}gridSpan")
    assert not root.findall(f".//{W}vMerge")
    assert not root.findall(f".//{W}tc//{W}tbl")
    assert not [e for e in root.iter() if etree.QName(e).localname in ("txbxContent", "anchor", "framePr")]
    for table in root.iter(W + "tbl"):
        rows = table.findall(W + "tr")
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        assert [r.find(f"{W}trPr/{W}tblHeader") is not None for r in rows] == [True] + [False] * (len(rows) - 1)
        assert table.find(f"{W}tblPr/{W}tblLook").get(W + "firstRow") == "1"
        assert table.find(f"{W}tblPr/{W}tblCaption").get(W + "val")
        assert all(len(row.findall(W + "tc")) == columns for row in rows)
        assert all(text(cell).strip() for row in rows for cell in row.findall(W + "tc"))


@pytest.mark.parametrize("case", every(), ids=name)
def test_a_required_question_is_marked_and_the_mark_is_explained_once(case: Case) -> None:
    data = blank(case)
    starred = {text(p)[:-2].split("\t")[-1] for p in document(data).iter(W + "p") if text(p).endswith("\u00a0*")}
    required = {" ".join(q.label.split()) for q in case[1].questions if q.required}
    required |= {" ".join(c.label.split()) for q in case[1].questions for c in q.columns if c.required}
    assert starred == required
    explained = [text(p) for p in document(data).iter(W + "p") if style_name(p, data) == "DG Note"]
    assert explained == (["A question marked * must be answered."] if required else [])


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_every_colour_of_text_stands_out_from_every_ground_of_the_template() -> None:
    root = etree.fromstring(parts(TEMPLATE)["word/styles.xml"])
    inks = {str(e.get(W + "val")) for e in root.iter(W + "color")}
    grounds = {"FFFFFF", *(str(e.get(W + "fill")) for e in root.iter(W + "shd"))}
    assert len(inks) >= 4
    assert len(grounds) >= 3
    for ink in inks:
        for ground in grounds:
            low, high = sorted((luminance(ink), luminance(ground)))
            assert (high + 0.05) / (low + 0.05) >= 4.5, f"{ink} on {ground}"


def test_no_text_of_the_template_is_smaller_than_ten_points() -> None:
    root = etree.fromstring(parts(TEMPLATE)["word/styles.xml"])
    small = [e for e in root.iter(W + "sz") if int(str(e.get(W + "val"))) < 20]
    assert [s.getparent().getparent().get(W + "styleId") for s in small] == ["DGGap"]  # type: ignore[union-attr]


def test_the_shipped_definitions_are_all_here() -> None:
    assert {case[0].id for case in every()} >= {"cafcass-national", "everything"}
    assert definitions.find([ROOT / "frameworks"])
