"""Situations that a report must be right in, and what it then says, as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from docgen.model import Audit, Reference, Threshold
from docgen.reports import draw_up
from docgen.reports.blocks import Block, Bullets, ChartBlock, Heading, KeyNumbers, Paragraph, TableBlock, plain
from docgen.reports.material import Coverage, Material
from tests.reports import builders
from tests.reports.builders import WORDING, audits, material


def story(made: Material) -> str:
    """What the report says in words: headings, paragraphs, bullets, headline numbers, titles of charts."""
    left_out = ("Introduction", "Next steps", "Approval", "Method, limits and rounding")
    lines: list[str] = []
    shown = True
    for block in draw_up(made, WORDING).blocks:
        if isinstance(block, Heading) and block.level == 1:
            shown = block.text not in left_out
        if shown:
            lines += _lines(block)
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
            return ("", *(f"{one.label}: {one.value.text} ({one.note})" for one in items))
        case ChartBlock(title=title, alt=alt):
            return ("", f"[chart: {title}]", f"[alt: {alt}]")
        case TableBlock(caption=caption):
            return ("", f"[table: {caption}]")
        case _:
            return ()


def without_round(made: Material) -> Material:
    """The same with no round, so that nothing is known of an earlier audit or plan."""
    return replace(made, round=None)


def with_threshold(made: Material, *thresholds: Threshold) -> Material:
    """The same with other targets."""
    return replace(made, framework=replace(made.framework, thresholds=thresholds))


def with_references(made: Material, *references: Reference) -> Material:
    """The same with other earlier findings."""
    return replace(made, framework=replace(made.framework, references=references))


def _areas(grades: str, *areas: str, law: str = "public") -> tuple[Audit, ...]:
    """Cases in each of these areas, by a string such as `good*12 met*3`."""
    pairs = [part.split("*") for part in grades.split()]
    return audits(*(f"{area} {law} {grade} ×{n}" for area in areas for grade, n in pairs))


def _rekeyed(*groups: tuple[Audit, ...]) -> tuple[Audit, ...]:
    every = [audit for group in groups for audit in group]
    return tuple(
        replace(
            audit,
            key=f"r{n:04}",
            case=f"C{n:05}",
            values={**audit.values, "case_ref": f"C{n:05}", "practitioner": f"P{n:04}"},
        )
        for n, audit in enumerate(every)
    )


def no_cases() -> Material:
    return material((), coverage=Coverage(40, 0, 0, 0, 0, 0, 0, 0, 40))


def one_case() -> Material:
    return material(audits("a3 public met not_seen_no_reason"), coverage=Coverage(40, 1, 1, 0, 0, 0, 0, 0, 39))


def few_cases() -> Material:
    return material(audits("a1 public good ×4", "a2 private_wafh met", "a2 private_wtfh not_applicable not_met"))


def many_cases() -> Material:
    cases, seconds = builders.second_grades()
    return material(cases, moderations=seconds, coverage=builders.FULL, published=builders.published())


def ties_and_a_missing_area() -> Material:
    return material(
        _rekeyed(
            _areas("good*9 met*3", "a1", "a2"),
            _areas("good*6 not_met*6", "a4", "a5"),
            _areas("good*8 met*4", "a6"),
            _areas("good*3 met*1", "a7"),
        )
    )


def target_met_exactly() -> Material:
    return material(_areas("good*12 met*6 not_met*2", "a1", "a2", "a3"))


def targets_missed() -> Material:
    return material(_areas("good*8 met*6 not_met*6", "a1", "a2", "a3"))


def target_just_missed() -> Material:
    return material(_rekeyed(_areas("good*149 met*101", "a1"), _areas("good*15 met*10", "a2")))


def target_not_judged() -> Material:
    at_least = Threshold("good-target", "at least 60% Good", "good", Decimal(60), minimum_audits=50)
    return with_threshold(material(_areas("good*12 met*3", "a1", "a2")), at_least)


def no_earlier_audit() -> Material:
    return without_round(material(_areas("good*14 met*4 not_met*2", "a1", "a2", "a3")))


def earlier_for_some_only() -> Material:
    made = material(
        _rekeyed(
            _areas("good*14 met*4 not_met*2", "a1", law="public"),
            _areas("good*10 met*6 not_met*4", "a2", law="private_wafh"),
        )
    )
    source = "audit of May 2013"
    return with_references(
        made,
        Reference("good", Decimal(80), source, (("law_type", "public"),)),
        Reference("good", Decimal(55), source, (("law_type", "private_wtfh"),)),
        Reference("good", Decimal(60), source),
    )


def everything_good() -> Material:
    return material(_areas("good*15", "a1", "a2", "a3"))


def nothing_good() -> Material:
    return material(_areas("met*9 not_met*6", "a1", "a2", "a3"))


def doubtful_answers() -> Material:
    cases = list(_areas("good*12 met*6 not_met*2", "a1", "a2"))
    for n in (0, 13, 25):
        cases[n] = replace(cases[n], unknown=frozenset({"grade"}), values={**cases[n].values, "grade": None})
    blank = {**cases[1].values, "service_area": None}
    cases[1] = replace(cases[1], values=blank)
    return material(cases, coverage=Coverage(50, 44, 40, 2, 1, 3, 2, 4, 6))


def other_returns(n: int, differing: int = 0, unknown: int = 0) -> Material:
    """A report with n second grades, some of which differ and some of cases that are not there."""
    cases = _areas("good*20 met*15 not_met*15", "a1")
    made = []
    for at in range(n):
        audit = cases[at]
        grade = "met" if at < differing else str(audit.values["grade"])
        values = {"case_ref": audit.case, "review_type": "independent", "benchmark_grade": grade}
        made.append(Audit(f"m{at}", "benchmark", "2014.11", "X" if at >= n - unknown else audit.case, values))
    return material(cases, moderations=tuple(made))


SCENES: dict[str, Callable[[], Material]] = {
    "no-cases": no_cases,
    "one-case": one_case,
    "few-cases": few_cases,
    "many-cases": many_cases,
    "ties-and-a-missing-area": ties_and_a_missing_area,
    "target-met-exactly": target_met_exactly,
    "targets-missed": targets_missed,
    "target-just-missed": target_just_missed,
    "target-not-judged": target_not_judged,
    "no-earlier-audit": no_earlier_audit,
    "earlier-for-some-only": earlier_for_some_only,
    "everything-good": everything_good,
    "nothing-good": nothing_good,
    "doubtful-answers": doubtful_answers,
    "moderation-of-one": lambda: other_returns(1),
    "moderation-all-agree": lambda: other_returns(12),
    "moderation-differs": lambda: other_returns(30, differing=6, unknown=3),
}
