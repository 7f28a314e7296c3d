"""The outlines of every shipped framework: right with none, one, few and many returns, every number traced."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from docgen.model import Audit, walk
from docgen.reports import SECTION_KINDS, draw_up
from docgen.reports.blocks import (
    Block,
    Bullets,
    ChartBlock,
    FigureSpan,
    Heading,
    KeyNumbers,
    PageBreak,
    Paragraph,
    Span,
    TableBlock,
    TextTable,
    plain,
)
from docgen.reports.material import Material
from tests.conftest import Golden
from tests.reports import made_up
from tests.reports.builders import WORDING

NAMES = ("bwd-caf", "cafcass-qiam", "cafcass-national", "camden-early-help", "halton-collaborative")
PERIODS = {"month": "2026-09", "two-months": "2026-08-01..2026-09-30", "quarter": "2026-27-Q2", "year": "2026-27"}
OUTLINES = [
    (name, report.id) for name in NAMES for report in made_up.framework(name).reports if report.id != "national"
]
IDS = [" ".join(one) for one in OUTLINES]
SIZES = {
    "none ever": (0, 0, 0),
    "none now": (0, 14, 12),
    "one ever": (1, 0, 0),
    "few": (4, 3, 0),
    "twelve": (12, 11, 0, 13),
    "many": (60, 55, 50, 45, 48),
}


def material(name: str, report: str, numbers: Iterable[int]) -> Material:
    """The material of a report; on one case or person it is the first that there is."""
    found = made_up.framework(name).report(report)
    assert found is not None
    made = made_up.material(name, report, PERIODS[found.every or "year"], tuple(numbers))
    if not found.each:
        return made
    form = made_up.form(name, found.form)
    named = [str(audit.values.get(form.role(found.each)) or "") for audit in (*made.audits, *made.earlier)]
    return made_up.on(made, min(named, default="Nobody"))


# --- the law of numbers ----------------------------------------------------------------------------------

SPELT_OUT = ("95%", "100%", "would give 1", "fewer than 10 ")


def constants(made: Material) -> list[str]:
    """Texts that hold digits and are no figures: names, dates, labels and targets as the definition words them."""
    said = made.framework
    found = [said.title, said.version, said.digest[:12], " ".join(said.source_note.split()), made.period, made.date]
    found += [made.program, *(text for section in made.report.sections for text in _own(section.text, section.items))]
    for form in said.forms:
        found += [section.title for section in form.sections] + [form.title]
        for question in walk(form.questions):
            found += [question.label, *(option.label for option in question.options)]
    found += [one.label for one in said.measures]
    found += [one.label for one in said.thresholds]
    found += [rule.message for form in said.forms for rule in form.rules]
    if made.timeline is not None:
        windows = (made.timeline.now, *made.timeline.before, *made.timeline.parts)
        found += [text for one in (*windows, *filter(None, [made.timeline.year])) for text in (one.label, one.short)]
    if made.subject is not None:
        found.append(made.subject.name)
    audits = (*made.audits, *made.earlier, *made.moderations, *(one for some in made.others.values() for one in some))
    found += sorted({audit.case for audit in audits})
    found += sorted({" ".join(text.split()) for audit in audits for text in _texts(audit)})
    lowered = [text[:1].lower() + text[1:] for text in found]
    return sorted({" ".join(text.split()) for text in (*found, *lowered) if text}, key=len, reverse=True)


def _own(*some: tuple[str, ...]) -> Iterator[str]:
    return (" ".join(text.split()) for texts in some for text in texts)


def _texts(audit: Audit) -> Iterator[str]:
    for value in audit.values.values():
        if isinstance(value, str):
            yield value
        for row in value if isinstance(value, tuple) else ():
            if isinstance(row, Mapping):
                yield from (str(cell) for cell in row.values() if cell is not None)


def untraced(spans: Iterable[Span]) -> str:
    return "".join("□" if isinstance(span, FigureSpan) else plain((span,)) for span in spans)


def sentences(blocks: Iterable[Block]) -> Iterator[str]:
    """What is said in sentences; tables of words hold sentences too, but those on one case hold its own answers."""
    for block in blocks:
        match block:
            case Paragraph(spans=spans, style=style) if style != "quote":
                yield untraced(spans)
            case Bullets(items=items):
                yield from (untraced(item) for item in items)
            case TextTable(rows=rows):
                yield from sentences(part for row in rows for cell in row for part in cell)
            case ChartBlock(title=title):
                yield title
            case _:
                pass


LONG_DATE = re.compile(
    r"\b\d{1,2} (?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b"
)


def loose_numbers(made: Material, blocks: Iterable[Block]) -> list[str]:
    names = constants(made)
    found = []
    for sentence in sentences(block for block in blocks if not isinstance(block, ChartBlock)):
        rest = LONG_DATE.sub("", " ".join(sentence.split()))
        for text in (*names, *SPELT_OUT):
            rest = rest.replace(text, "")
        if re.search(r"\d", rest):
            found.append(sentence)
    return found


def in_words(blocks: Iterable[Block]) -> str:
    """All that is printed, one line a paragraph or cell."""
    lines = []
    for block in blocks:
        match block:
            case Heading(text=text):
                lines.append(text)
            case Paragraph(spans=spans):
                lines.append(plain(spans))
            case Bullets(items=items):
                lines += [plain(item) for item in items]
            case TableBlock(caption=caption, rows=rows, note=note):
                lines += [
                    caption,
                    note,
                    *(cell if isinstance(cell, str) else cell.text for r in rows for cell in r.cells),
                ]
            case TextTable(rows=words):
                lines.append(in_words(part for row in words for cell in row for part in cell))
            case KeyNumbers(items=items_):
                lines += [f"{one.label} {one.value.text} {one.note}" for one in items_]
            case ChartBlock(title=title, alt=alt):
                lines += [title, alt]
            case _:
                pass
    return "\n".join(lines)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("name", "report"), OUTLINES, ids=IDS)
def test_a_report_is_well_said_whatever_there_is(name: str, report: str, size: str) -> None:
    made = material(name, report, SIZES[size])
    found = draw_up(made, WORDING)
    blocks = found.blocks
    assert loose_numbers(made, blocks) == []
    values: dict[str, set[Decimal | None]] = {}
    for one in found.numbers:
        values.setdefault(one.mark.rpartition("_")[0] if one.text else one.mark, set()).add(one.value)
    assert [one for one in found.numbers if len(values.get(one.mark.rpartition("_")[0], ())) > 1] == []
    text = in_words(blocks)
    assert "None" not in text.replace("None of the", "").replace("None done", "").replace("None were", "")
    assert not re.search(r"  |\.\.|\s[,.;)]|\(\s|: ?\.|, ?,|□", text), re.findall(
        r".*(?:  |\.\.|\s[,.;)]|, ?,).*", text
    )
    assert not re.search(r"\b1 (?:cases|checks|forms|observations|returns|audits|points)\b", text)
    paragraphs = list(sentences(block for block in blocks if isinstance(block, Paragraph)))
    assert [one for one in paragraphs if re.match("[a-z]", one)] == []


def without_answers(made: Material, doubtful: bool) -> Material:
    """The same returns with nothing in them but who, when and which case: all else is blank, or in doubt."""

    def bare(audit: Audit) -> Audit:
        form = made_up.form(made.framework.id, audit.form)
        kept = {form.role(role) for role in ("date", "case", "practitioner", "auditor", "team")}
        values = {name: value if name in kept else None for name, value in audit.values.items()}
        unknown = frozenset(values.keys() - kept) if doubtful else audit.unknown
        return replace(audit, values=values, unknown=unknown, audited_grade="")

    def every(some: tuple[Audit, ...]) -> tuple[Audit, ...]:
        return tuple(bare(one) for one in some)

    subject = made.subject
    if subject is not None:
        subject = replace(subject, audits=every(subject.audits), others=every(subject.others))
    others = {name: every(some) for name, some in made.others.items()}
    audits, seconds, earlier = every(made.audits), every(made.moderations), every(made.earlier)
    return replace(made, audits=audits, moderations=seconds, others=others, earlier=earlier, subject=subject)


@pytest.mark.parametrize("doubtful", [False, True], ids=["blank", "doubtful"])
@pytest.mark.parametrize(("name", "report"), [*OUTLINES, ("cafcass-national", "national")])
def test_a_report_on_returns_in_which_nothing_is_told_says_so(name: str, report: str, doubtful: bool) -> None:
    made = without_answers(material(name, report, (14, 12, 0)), doubtful)
    text = in_words(draw_up(made, WORDING).blocks)
    assert not re.search(r"  |\.\.|\s[,.;)]|\(\s|: ?\.|, ?,|□", text)
    assert not re.search(r"\bOne audit is on record[^.]*\. None\b", text)


@pytest.mark.parametrize("size", ["none ever", "one ever", "many"])
@pytest.mark.parametrize(("name", "report"), OUTLINES, ids=IDS)
def test_headings_never_skip_a_level_and_ids_are_given_once(name: str, report: str, size: str) -> None:
    blocks = draw_up(material(name, report, SIZES[size]), WORDING).blocks
    level = 0
    for block in blocks:
        if isinstance(block, Heading):
            assert block.level <= level + 1
            level = block.level
    ids = [block.id for block in blocks if isinstance(block, TableBlock | TextTable | ChartBlock)]
    assert len(ids) == len(set(ids))
    assert not isinstance(blocks[-1], PageBreak)


@pytest.mark.parametrize(("name", "report"), OUTLINES, ids=IDS)
def test_a_summary_is_on_a_page_of_its_own_where_there_is_one(name: str, report: str) -> None:
    made = material(name, report, SIZES["many"])
    blocks = draw_up(made, WORDING).blocks
    if made.report.each:
        assert not [section for section in made.report.sections if section.kind == "summary"]
    else:
        assert made.report.sections[0].kind == "summary"
        assert sum(isinstance(block, PageBreak) for block in blocks) >= 1


def test_every_kind_of_section_is_in_use() -> None:
    used = {section.kind for name in NAMES for report in made_up.framework(name).reports for section in report.sections}
    assert set(SECTION_KINDS) - used == set()


def test_doubtful_answers_count_for_nothing_in_any_report() -> None:
    rng = random.Random(5)
    for name, report in OUTLINES:
        made = material(name, report, (24, 20))
        form = made_up.form(name, made.report.form)
        fields = [question.id for question in form.questions if question.kind != "table"]

        def doubted(audit: Audit, fields: list[str] = fields) -> Audit:
            some = frozenset(rng.sample(fields, len(fields) // 3))
            return replace(audit, unknown=some, values={**audit.values, **dict.fromkeys(some)})

        changed = replace(made, audits=tuple(doubted(one) for one in made.audits))
        if changed.subject is not None:
            changed = replace(changed, subject=replace(changed.subject, audits=changed.audits))
        assert loose_numbers(changed, draw_up(changed, WORDING).blocks) == []


# --- stories ---------------------------------------------------------------------------------------------

STORIES = {
    "bwd-caf quarterly none-ever": (0, 0, 0),
    "bwd-caf quarterly none-now": (0, 14, 12),
    "bwd-caf quarterly one-ever": (1, 0, 0),
    "bwd-caf quarterly few": (4, 3, 0),
    "bwd-caf quarterly twelve": (12, 11, 0, 13),
    "bwd-caf quarterly many": (60, 55, 50, 45, 48),
}

_UNTOLD = ("trust", "method", "glossary", "tables", "questions", "sign_off", "text")


def story(made: Material) -> str:
    """What a report says in words, without the parts that are the same in every one."""
    left_out = {section.title for section in made.report.sections if section.kind in _UNTOLD}
    lines: list[str] = []
    shown = True
    for block in draw_up(made, WORDING).blocks:
        if isinstance(block, Heading) and (block.level == 1 or block.text in left_out):
            shown = block.text not in left_out
        lines += _lines(block) if shown else []
    return "\n".join(lines).strip() + "\n"


def _lines(block: Block) -> Iterable[str]:
    match block:
        case Heading(level=level, text=text):
            return ("", "#" * level + " " + text)
        case Paragraph(spans=spans):
            return ("", plain(spans))
        case Bullets(items=items):
            return ("", *(f"- {plain(item)}" for item in items))
        case KeyNumbers(items=items):
            return ("", *(f"{one.label}: {one.value.text}" + (f" ({one.note})" if one.note else "") for one in items))
        case ChartBlock(title=title, kind=kind, categories=categories):
            return ("", f"[{kind}: {title}: {', '.join(categories)}]")
        case TableBlock(caption=caption, rows=rows):
            return ("", f"[table of {len(rows)}: {caption}]")
        case TextTable(caption=caption, rows=words):
            cells = [" | ".join(in_words(cell) for cell in row) for row in words]
            return ("", f"[words: {caption}]", *(f"| {one}" for one in cells))
        case _:
            return ()


@pytest.mark.parametrize("name", STORIES)
def test_the_story_of_a_period(name: str, golden: Golden) -> None:
    framework, report, _ = name.split()
    golden(f"narrative/{name.replace(' ', '-')}.txt", story(material(framework, report, STORIES[name])))


def test_the_trust_statement_says_what_changed_in_the_definition() -> None:
    made = replace(
        material("bwd-caf", "quarterly", (12, 11)), changes=("2022.01: question grade: “Good” is new.",) * 14
    )
    text = in_words(draw_up(made, WORDING).blocks)
    assert "What changed in the definition between these versions:" in text
    assert text.count("question grade: “Good” is new.") == 12
    assert "docgen check --against" in text
