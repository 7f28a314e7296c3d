"""The words of a report: right in every situation, and every number of them traced to a figure."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from docgen.model import DocgenError, Figure
from docgen.reports import draw_up
from docgen.reports.blocks import Block, Bullets, FigureSpan, Paragraph, Span, Strong, plain
from docgen.reports.material import Material
from docgen.reports.narrative import FILTERS, Narrative, Said, check_wording, lint_wording
from docgen.reports.numbers import Trace
from tests.conftest import Golden
from tests.reports.builders import WORDING, audits, material
from tests.reports.scenes import SCENES, story


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_the_story_is_right_in_every_situation(scene: str, golden: Golden) -> None:
    golden(f"narrative/{scene}.txt", story(SCENES[scene]()))


# --- the law of numbers ----------------------------------------------------------------------------------

SPELT_OUT = ("95%", "100%", "would give 1", "fewer than 10 cases")
"""Numbers that the wording itself holds: confidence, the whole, full agreement, the smallest base."""


def constants(made: Material) -> list[str]:
    """Texts that hold digits and are no figures: names, dates, targets and findings as the definition words them."""
    said = made.framework
    found = [option.label for form in said.forms for question in form.questions for option in question.options]
    found += [one.label for one in said.thresholds] + [one.by for one in said.thresholds]
    for one in said.thresholds:
        found += [f"{limit}%" for limit in (one.at_least, one.at_most) if limit is not None]
    found += [one.source for one in said.references] + [f"{one.percent}%" for one in said.references]
    if made.round is not None:
        found += [made.round.label, made.round.previous_label]
        found += [f"ecommendation {one.id}" for one in made.round.recommendations]
        found += [f"({one.id})" for one in made.round.recommendations]
        found += [f"ongoing: {one.id}" for one in made.round.recommendations]
    days = {str(audit.values.get("date_filed")) for audit in made.audits}
    found += [f"{int(day[8:])} {month} {day[:4]}" for day in days for month in ("September", "October") if day[4:5]]
    found += [made.period, made.date, made.program, said.version, said.digest[:12], " ".join(said.source_note.split())]
    return sorted({text for text in found if text}, key=len, reverse=True)


def untraced(spans: Iterable[Span]) -> str:
    return "".join("□" if isinstance(span, FigureSpan) else plain((span,)) for span in spans)


def sentences(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield untraced(block.spans)
        elif isinstance(block, Bullets):
            yield from (untraced(item) for item in block.items)


def loose_numbers(made: Material) -> list[str]:
    """What the report says with a digit that is neither of a figure nor a constant of the definition."""
    own = {text for section in made.report.sections for text in (*section.text, *section.items)}
    names = constants(made)
    found = []
    for sentence in sentences(draw_up(made, WORDING).blocks):
        rest = sentence
        for text in (*names, *SPELT_OUT):
            rest = rest.replace(text, "")
        if re.search(r"\d", rest) and " ".join(sentence.split()) not in {" ".join(text.split()) for text in own}:
            found.append(sentence)
    return found


@pytest.mark.parametrize("scene", sorted(SCENES))
def test_every_digit_in_the_text_comes_from_a_figure_or_from_the_definition(scene: str) -> None:
    made = SCENES[scene]()
    assert loose_numbers(replace(made, published=None)) == []


def test_the_law_sees_a_number_that_is_typed_into_the_wording(tmp_path: Path) -> None:
    (tmp_path / "conclusion.j2").write_text("About 377 cases are good.", encoding="utf-8")
    blocks = draw_up(material(audits("good ×12")), (tmp_path, *WORDING)).blocks
    assert "About 377 cases are good." in list(sentences(blocks))


AREAS = [f"a{n}" for n in range(1, 15)]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 120), st.floats(0, 1), st.floats(0, 1), st.integers(1, 14))
def test_any_set_of_cases_can_be_told_of(seed: int, size: int, good: float, seen: float, areas: int) -> None:
    rng = random.Random(seed)
    rows = []
    for _ in range(size):
        grade = "good" if rng.random() < good else rng.choice(("met", "not_met"))
        child = "seen" if rng.random() < seen else rng.choice(("not_seen_reason", "not_seen_no_reason", "unclear"))
        law, staff = rng.choice(("public", "private_wafh")), rng.choice(("employed", "employed", "agency"))
        rows.append(f"{rng.choice(AREAS[:areas])} {law} {staff} {child} {grade}")
    made = material(audits(*rows))
    assert loose_numbers(made) == []
    text = "\n".join(plain(span) for block in draw_up(made, WORDING).blocks for span in _spans(block))
    assert "None" not in text
    assert "  " not in text
    assert ".." not in text
    assert not re.search(r"\b1 (cases|areas|points)\b", text)


def _spans(block: Block) -> Iterable[tuple[Span, ...]]:
    if isinstance(block, Paragraph):
        yield block.spans
    elif isinstance(block, Bullets):
        yield from block.items


# --- templates -------------------------------------------------------------------------------------------


def said(tmp_path: Path, template: str, **facts: object) -> Said:
    (tmp_path / "one.j2").write_text(template, encoding="utf-8")
    trace = facts.pop("trace", None)
    return Narrative((tmp_path,), trace if isinstance(trace, Trace) else Trace()).say(["one"], **facts)


GOOD = Figure("good", "Good", 377, 577, ("r1", "r2"))


def test_a_number_in_the_text_carries_its_figure(tmp_path: Path) -> None:
    trace = Trace()
    made = said(
        tmp_path, "{{ n }} cases are good ({{ share }}).", trace=trace, n=trace.count(GOOD), share=trace.share(GOOD)
    )
    count, share = FigureSpan("377", GOOD, "count"), FigureSpan("65%", GOOD, "share")
    assert made.blocks == (Paragraph((count, " cases are good (", share, ").")),)


def test_a_number_keeps_its_figure_through_every_filter_and_when_texts_are_joined(tmp_path: Path) -> None:
    trace = Trace()
    three = trace.count(Figure("areas", "Areas", 3, None))
    made = said(
        tmp_path, '{{ n|number|capital }} and {{ "so " ~ n ~ " of" }} {{ n|plural("area") }}', n=three, trace=trace
    )
    block = made.blocks[0]
    assert isinstance(block, Paragraph)
    assert [span.text for span in block.spans if isinstance(span, FigureSpan)] == ["Three", "3"]
    assert plain(block.spans) == "Three and so 3 of areas"


def test_a_number_without_a_figure_is_refused_with_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(DocgenError) as caught:
        said(tmp_path, "Fine.\n{% if n %}\n{{ n + 1 }} cases\n{% endif %}", n=Trace().count(GOOD))
    assert "one.j2, line 3" in str(caught.value)
    assert "“378” is not a text or a number that comes from a figure" in str(caught.value)


def test_a_name_that_is_not_there_is_refused_with_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(DocgenError) as caught:
        said(tmp_path, "{# a\n\ncomment #}\n\n{{ gradd }}")
    assert "one.j2, line 5" in str(caught.value)
    assert "gradd" in str(caught.value)


def test_a_broken_tag_is_refused_with_file_and_line(tmp_path: Path) -> None:
    with pytest.raises(DocgenError) as caught:
        said(tmp_path, "All is well.\n{% if %}")
    assert "one.j2, line 2" in str(caught.value)


def test_all_broken_templates_of_a_folder_are_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "a.j2").write_text("Fine.\n{% if x %}", encoding="utf-8")
    (tmp_path / "own" / "b.j2").write_text("{# fine #}\n\n{{ n|percentage }}", encoding="utf-8")
    (tmp_path / "c.j2").write_bytes(b"caf\xe9")
    found = [str(query) for query in check_wording(tmp_path)]
    assert len(found) == 3
    assert any("a.j2, line 2" in text for text in found)
    assert any("b.j2, line 3" in text and "percentage" in text for text in found)


def test_the_wording_that_comes_with_docgen_can_be_read() -> None:
    assert check_wording(WORDING[0]) == ()


def test_nothing_cannot_be_printed(tmp_path: Path) -> None:
    with pytest.raises(DocgenError, match="nothing to print"):
        said(tmp_path, "{{ share }}", share=None)


def test_the_sandbox_holds(tmp_path: Path) -> None:
    with pytest.raises(DocgenError, match=r"one\.j2, line 1"):
        said(tmp_path, "{{ n.__class__.__mro__ }}", n=Trace().count(GOOD))


def test_a_missing_wording_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(DocgenError, match="no such wording in"):
        Narrative((tmp_path,), Trace()).say(["nowhere"])


def test_blank_lines_end_paragraphs_and_lines_that_come_out_empty_do_not(tmp_path: Path) -> None:
    made = said(
        tmp_path,
        "First\n{% if no %}\nnever\n{% endif %}\n{% if no %}never{% endif %}\nstill first.\n\nSecond.",
        no=False,
    )
    assert [plain(block.spans) for block in made.blocks if isinstance(block, Paragraph)] == [
        "First still first.",
        "Second.",
    ]


def test_bullets_notes_strong_words_and_marked_paragraphs_are_told_apart(tmp_path: Path) -> None:
    made = said(tmp_path, "[title] the message\n\nwords:\n- **One** thing\n  goes on\n- two\n\n> a note")
    assert made.title == "The message"
    assert made.blocks == (
        Paragraph(("Words:",)),
        Bullets(((Strong("One"), " thing goes on"), ("Two",))),
        Paragraph(("A note",), "note"),
    )


def test_the_teams_own_words_come_before_those_that_come_with_docgen(tmp_path: Path) -> None:
    (tmp_path / "cafcass-national").mkdir()
    (tmp_path / "cafcass-national" / "fig1.j2").write_text("Our own words on {{ cases }} cases.", encoding="utf-8")
    blocks = draw_up(material(audits("good ×12")), (tmp_path, *WORDING)).blocks
    assert "Our own words on □ cases." in list(sentences(blocks))


def test_every_filter_is_described() -> None:
    assert all(one.__doc__ for one in FILTERS.values())


@pytest.mark.parametrize(
    ("points", "text"),
    [("16.3", "16"), ("1.4", "one"), ("-8.6", "nine"), ("0.4", "less than one"), ("0", "no")],
)
def test_differences_are_said_in_percentage_points(tmp_path: Path, points: str, text: str) -> None:
    from decimal import Decimal

    trace = Trace()
    made = said(tmp_path, "By {{ p|points }}", p=trace.points(Decimal(points), GOOD, "change"), trace=trace)
    block = made.blocks[0]
    assert isinstance(block, Paragraph)
    word = "point" if text in ("one", "less than one") else "points"
    assert plain(block.spans) == f"By {text} percentage {word}"


@pytest.mark.parametrize(
    ("items", "text"),
    [([], ""), (["A4"], "A4"), (["A4", "A8"], "A4 and A8"), (["A4", "A8", "A13"], "A4, A8 and A13")],
)
def test_lists_read_as_english(items: list[str], text: str) -> None:
    assert FILTERS["list_and"](items) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [("A15 Public", "A15 Public"), ("Agency", "agency"), ("Case recording", "case recording"), ("IRO", "IRO")],
)
def test_a_small_first_letter_spares_abbreviations(before: str, after: str) -> None:
    assert FILTERS["lower"](before) == after


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("overall.j2", "{{ cases }} of {{ perod }}", "overall is given nothing called “perod”. Did you mean “period”?"),
        ("overall.j2", "{% if lead %}{{ lead.whole.share }}{% endif %}", ""),
        ("overal.j2", "Words.", "No part of a report asks for the wording overal.j2. Did you mean overall.j2?"),
        ("overall.j2", "{{ cases", "The wording cannot be used"),
    ],
)
def test_a_wording_is_checked_beside_the_one_that_it_replaces(
    name: str, text: str, expected: str, tmp_path: Path
) -> None:
    (tmp_path / "narrative").mkdir()
    (tmp_path / "narrative" / name).write_text(text, "utf-8")
    found = " ".join(f"{one.message} {one.fix}" for one in lint_wording(tmp_path / "narrative" / name, WORDING[0]))
    assert found.startswith(expected)
    assert bool(found) is bool(expected)


def test_no_shipped_wording_asks_for_what_it_is_not_given() -> None:
    assert [one for path in WORDING[0].rglob("*.j2") for one in lint_wording(path, WORDING[0])] == []
