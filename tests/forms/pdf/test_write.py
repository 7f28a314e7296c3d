"""What holds of every written PDF form, blank and filled."""

from __future__ import annotations

import io
import pickle
import re
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from pypdf import PdfReader

from docgen.fields import kind
from docgen.forms.pdf import compile_toolkit
from docgen.forms.words import line
from docgen.marks import toolkit_id
from docgen.model import DocgenError, Option, Question, Value
from tests.forms.pdf.made import TOOLKIT, WHOLE, compiled, copy, widgets
from tests.forms.word.written import EVERYTHING, Case, addresses, every, name, one_question

CASES = pytest.mark.parametrize("case", every(), ids=name)
HIDDEN = "_docgen"


def opened(data: bytes) -> Any:
    return PdfReader(io.BytesIO(data), strict=True)


@cache
def blank(case: Case) -> Any:
    return opened(copy(case))


def answers_of(case: Case) -> dict[str, Value]:
    return {question.id: kind(question).examples(question)[-1] for question in case[1].questions}


@CASES
def test_every_answer_is_a_field_named_by_its_address_in_the_order_of_the_form(case: Case) -> None:
    names = [field for field in widgets(blank(case)) if field != HIDDEN]
    assert names == [address.tag for address in addresses(case[1])]


@CASES
def test_pypdf_gives_every_name_back_once(case: Case) -> None:
    fields = blank(case).get_fields() or {}
    kinds = {field: said.get("/FT") for field, said in fields.items()}
    assert sorted(field for field, sort in kinds.items() if sort) == sorted(
        [HIDDEN, *(a.tag for a in addresses(case[1]))]
    )
    rows = {f"{a.field}[{a.row}]" for a in addresses(case[1]) if a.row}
    assert {field for field, sort in kinds.items() if not sort} == rows


@CASES
def test_every_field_says_the_whole_question_and_its_option(case: Case) -> None:
    questions = {question.id: question for question in case[1].questions}
    found = widgets(blank(case))
    for address in addresses(case[1]):
        says = found[address.tag]["/TU"]
        question = questions[address.field]
        assert says.startswith(question.ref)
        if not question.about:
            assert line(question.label) in says
        option = question.option(address.option)
        assert option is None or says.endswith(f": {line(option.label)}")


@CASES
def test_no_field_lies_over_another_or_off_the_page(case: Case) -> None:
    for page in blank(case).pages:
        boxes = [[float(n) for n in w.get_object()["/Rect"]] for w in page["/Annots"] if w.get_object()["/F"] == 4]
        for left, bottom, right, top in boxes:
            assert 50 < left < right < 545
            assert 60 < bottom < top < 780
            assert right - left > 10
            assert top - bottom > 10
        for n, one in enumerate(boxes):
            for other in boxes[n + 1 :]:
                apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
                assert apart, (one, other)


@CASES
def test_no_two_text_fields_share_what_they_show(case: Case) -> None:
    drawn = [
        widget["/AP"].raw_get("/N").idnum
        for widget in widgets(opened(copy(case, answers_of(case)))).values()
        if widget["/FT"] != "/Btn" and "/AP" in widget
    ]
    assert len(drawn) == len(set(drawn))


@CASES
def test_a_blank_form_stores_nothing_and_its_boxes_say_so(case: Case) -> None:
    for field, widget in widgets(blank(case)).items():
        if field == HIDDEN:
            continue
        if widget["/FT"] == "/Btn":
            assert (widget["/V"], widget["/AS"]) == ("/Off", "/Off")
            assert sorted(widget["/AP"]["/N"]) == ["/Off", "/Yes"]
        else:
            assert "/V" not in widget, field
            assert "/AP" not in widget, field


@CASES
def test_the_document_says_what_it_is_and_in_which_language(case: Case) -> None:
    framework, form = case
    reader = blank(case)
    root, info = reader.root_object, reader.metadata
    assert info is not None
    assert (root["/Lang"], root["/ViewerPreferences"]["/DisplayDocTitle"]) == ("en-GB", True)
    assert info.title == f"{line(framework.title)}: {line(form.title)}"
    assert info.author == line(framework.organisation)
    assert [info[f"/docgen.{key}"] for key in ("framework", "version", "form", "toolkit")] == [
        framework.id, framework.version, form.id, TOOLKIT,
    ]  # fmt: skip
    assert reader.xmp_metadata is not None
    assert reader.xmp_metadata.dc_title == {"x-default": info.title}
    assert reader.xmp_metadata.dc_language == ["en-GB"]
    assert reader.xmp_metadata.dc_identifier == f"docgen:{framework.id}:{framework.version}:{form.id}:{TOOLKIT}"


@CASES
def test_every_section_is_a_bookmark(case: Case) -> None:
    reader = blank(case)
    assert [entry.title for entry in _entries(reader.outline)] == [
        f"{section.ref} {line(section.title)}" for section in case[1].sections
    ]


def _entries(outline: Any) -> list[Any]:
    return [one for one in outline if not isinstance(one, list)]


@CASES
def test_every_page_says_which_copy_it_is_and_how_many_there_are(case: Case) -> None:
    framework, form = case
    reader = blank(case)
    for number, page in enumerate(reader.pages, start=1):
        text = page.extract_text()
        assert f"{framework.id} {framework.version} · {form.id} · {TOOLKIT}" in text
        assert f"Page {number} of {len(reader.pages)}" in text
        assert not framework.marking or text.count(framework.marking) >= 2
        assert page["/Tabs"] == "/R"


@CASES
def test_the_same_input_makes_the_same_bytes(case: Case) -> None:
    again = compile_toolkit(*case, prefill=[question.id for question in case[1].questions])
    assert again.copy(TOOLKIT, answers_of(case)) == copy(case, answers_of(case))


def test_a_copy_can_be_made_in_another_process() -> None:
    assert pickle.loads(pickle.dumps(compiled(WHOLE))).copy(TOOLKIT) == copy(WHOLE)


def test_each_copy_has_its_own_values_and_its_own_id() -> None:
    first, second = toolkit_id("1"), toolkit_id("2")
    one = compiled(WHOLE).copy(first, {"plain": "One"})
    two = compiled(WHOLE).copy(second, {"plain": "Two"})
    assert widgets(opened(one))["plain"]["/V"] == "One"
    assert widgets(opened(two))["plain"]["/V"] == "Two"
    assert first.encode() not in two
    assert one[-60:] != two[-60:] or opened(one).trailer["/ID"] != opened(two).trailer["/ID"]


@pytest.mark.parametrize("version", ["1.10", "v·2", "(1)\\"])
def test_an_id_stands_in_every_carrier_whatever_the_version_is_called(version: str) -> None:
    framework = replace(EVERYTHING, version=version)
    data = compile_toolkit(framework, framework.forms[0]).copy(TOOLKIT)
    reader = opened(data)
    assert widgets(reader)[HIDDEN]["/V"] == f"docgen:everything:{version}:form:{TOOLKIT}"
    assert reader.metadata is not None
    assert reader.metadata["/docgen.toolkit"] == TOOLKIT
    assert f"everything {version} · form · {TOOLKIT}" in reader.pages[0].extract_text()


# --- what is put in --------------------------------------------------------------------------------------


def shown(data: bytes, field: str) -> tuple[str, str]:
    """What a field stores, and what its appearance shows."""
    reader = opened(data)
    widget = widgets(reader)[field]
    return widget["/V"], reader.pages[0].extract_xform_text(widget["/AP"]["/N"].get_object()).strip()


@pytest.mark.parametrize(
    "text",
    [
        "Sam",
        "R&D <b>not bold</b> (a) \\ {{ 7*7 }}",
        "“Curly” – naïve £5 €",
        "Łukasz Świątek",
        "Ŵyn Ŷ",
        "Ελένη",
        "Иван",
        "✓ → ≥ 5",
    ],
)
def test_a_value_is_stored_and_shown_letter_for_letter(text: str) -> None:
    assert shown(copy(WHOLE, {"plain": text}), "plain") == (text, text)


@pytest.mark.parametrize("text", ["محمد", "李", "👍🏽"])
def test_letters_that_no_font_here_has_are_kept_though_they_cannot_be_shown(text: str) -> None:
    assert shown(copy(WHOLE, {"plain": text}), "plain")[0] == text


def test_a_font_is_put_in_only_where_its_letters_are_needed() -> None:
    assert b"DejaVuSans" not in copy(WHOLE, {"plain": "Zoë “Smith”"})
    assert b"DejaVuSans" in copy(WHOLE, {"plain": "Łukasz"})


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\x0b"])
def test_every_kind_of_line_end_becomes_a_line_break(newline: str) -> None:
    assert shown(copy(WHOLE, {"free": f"First{newline}Second"}), "free") == ("First\nSecond", "First\nSecond")


@pytest.mark.parametrize("wrong", ["\x00", "\x07", "\x1f", "\uffff", "\ud800"])
def test_what_is_no_character_is_replaced(wrong: str) -> None:
    assert shown(copy(WHOLE, {"free": f"a{wrong}b"}), "free")[0] == "a\ufffdb"


def test_a_long_text_is_kept_whole_and_its_lines_are_broken_to_fit() -> None:
    text = "A sentence that is of some length and says a little. " * 200 + "x" * 500
    stored, seen = shown(copy(WHOLE, {"free": text}), "free")
    assert stored == text
    assert max(len(one) for one in seen.splitlines()) < 130
    assert "".join(seen.split()) == "".join(text.split())


def test_a_list_stores_the_id_and_shows_the_label() -> None:
    question = Question(
        "l", "1a", "choice", "Which", look="list", options=(Option("a1", "Area 1"), Option("a2", "Two"))
    )
    framework, form = one_question(question)
    data = compile_toolkit(framework, form, ["l"]).copy(TOOLKIT, {"l": "a2"})
    assert shown(data, "l") == ("a2", "Two")
    assert [list(pair) for pair in widgets(opened(data))["l"]["/Opt"]] == [
        ["Choose…", "Choose…"],
        ["a1", "Area 1"],
        ["a2", "Two"],
    ]


def test_required_fields_say_so_and_long_ones_take_many_lines() -> None:
    found = widgets(opened(copy(WHOLE)))
    required, many = 2, 4096
    assert found["plain"]["/Ff"] & required
    assert not found["count"]["/Ff"] & required
    assert found["free"]["/Ff"] & many
    assert not found["plain"]["/Ff"] & many


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("grade", "godo", "“godo” is none of its options"),
        ("actions", ({}, {}, {}, {}), "4 rows do not fit"),
        ("day", "09/10/2014", "is not a date as YYYY-MM-DD"),
        ("nowhere", "x", "“nowhere” is not filled in beforehand"),
    ],
)
def test_a_value_that_cannot_be_put_in_is_refused(field: str, value: Value, said: str) -> None:
    with pytest.raises(DocgenError, match=said):
        compiled(WHOLE).copy(TOOLKIT, {field: value})


def test_an_id_that_is_none_is_refused() -> None:
    with pytest.raises(DocgenError, match="is not a toolkit id"):
        compiled(WHOLE).copy("7K3Q-0000")


def test_a_field_that_the_form_does_not_have_cannot_be_named() -> None:
    with pytest.raises(DocgenError, match="there is no field “plane”"):
        compile_toolkit(*WHOLE, prefill=["plane"])


# --- any definition --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["R&D <Unit>", "{{ title }}", "<b>x</b> &amp;", "a\x07b", "Łódź → ✓", "(x) \\", "~TOOLKIT~"]
)
def test_hostile_words_of_a_definition_are_words_too(text: str) -> None:
    options = (Option("o", text, text), Option("p", "Other"))
    column = Question("c", "", "text", text, prompt=text)
    questions = [
        Question("q", "1a", "choice", text, guidance=text, prompt=text, look="list", options=options),
        Question("q", "1a", "choice", text, guidance=text, options=options),
        Question("q", "1a", "table", text, guidance=text, rows=1, columns=(column,)),
    ]
    for question in questions:
        framework, form = one_question(question)
        reader = opened(compile_toolkit(framework, form).copy(TOOLKIT))
        plain = text.replace("\x07", "\ufffd")
        if question.kind != "table":
            printed = "".join(reader.pages[0].extract_text().split())
            assert "".join(text.replace("\x07", "\ufffd").split()) in printed
        says = [widget.get("/TU", "") for field, widget in widgets(reader).items() if field != HIDDEN]
        assert all(plain in said for said in says)


def test_more_options_than_a_page_holds_go_on_to_the_next_page() -> None:
    options = tuple(
        Option(f"o{n}", f"Option {n}", "What it means, in a few more words than the label") for n in range(90)
    )
    framework, form = one_question(Question("q", "1a", "ticks", "Which?", options=options))
    reader = opened(compile_toolkit(framework, form).copy(TOOLKIT))
    assert len(reader.pages) > 2
    assert [field for field in widgets(reader) if field != HIDDEN] == [f"q=o{n}" for n in range(90)]


def test_guidance_longer_than_a_page_goes_on_to_the_next_page() -> None:
    guidance = "\n\n".join(f"Paragraph {n}: " + "read this with care. " * 30 for n in range(40))
    framework, form = one_question(Question("q", "1a", "text", "Which?", guidance=guidance))
    text = "".join(page.extract_text() for page in opened(compile_toolkit(framework, form).copy(TOOLKIT)).pages)
    assert all(f"Paragraph {n}:" in text for n in range(40))


def test_a_form_without_sections_or_questions_is_a_page_all_the_same() -> None:
    form = replace(EVERYTHING.forms[0], sections=())
    assert len(opened(compile_toolkit(EVERYTHING, form).copy(TOOLKIT)).pages) == 1


def test_a_table_of_many_columns_becomes_cards_and_keeps_its_order() -> None:
    columns = tuple(Question(f"c{n}", "", "longtext", f"Column {n}") for n in range(9))
    framework, form = one_question(Question("t", "1a", "table", "Many", columns=columns, rows=2))
    names = [field for field in widgets(opened(compile_toolkit(framework, form).copy(TOOLKIT))) if field != HIDDEN]
    assert names == [f"t[{row}].c{n}" for row in (1, 2) for n in range(9)]


def test_a_heading_is_never_the_last_thing_on_a_page() -> None:
    for case in every():
        titles = {f"{section.ref}{line(section.title)}".replace(" ", "") for section in case[1].sections}
        for page in blank(case).pages:
            lines = [one.replace(" ", "") for one in page.extract_text().splitlines()]
            body = [one for one in lines if not re.match(r"Page\d+of\d+$", one) and TOOLKIT not in one]
            body = [one for one in body if one != case[0].marking.replace(" ", "")]
            assert body[-1] not in titles


def test_without_reportlab_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for module in [one for one in sys.modules if one.split(".")[0] == "reportlab"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "reportlab", None)
    for module in ("draw", "story", "rows", "text", "flow"):
        monkeypatch.delitem(sys.modules, f"docgen.forms.pdf.{module}", raising=False)
    with pytest.raises(DocgenError, match=r"extra “pdf”.*docgen-audit\[pdf\]") as raised:
        compile_toolkit(*WHOLE)
    assert raised.value.code == 3
