"""Returns made up from a definition: any form, any number, from a seed. Nothing in them is of any real case."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from docgen import conditions
from docgen.definitions import load
from docgen.model import Audit, Cell, Form, Framework, Question, Report, Value
from docgen.pipeline.figures import moderated
from docgen.pipeline.periods import Period, before, month_names, parse, quarters, so_far
from docgen.reports.material import Material, Subject, Timeline, Window

ROOT = Path(__file__).parent.parent.parent
TEAMS = ("North", "South", "East", "West", "Central", "Harbour")
AUDITORS = ("A. Ash", "B. Birch", "C. Cedar", "D. Elm", "E. Fir")
TEXTS = (
    "The plan was shared with the family and kept up to date.",
    "The record shows what was done, but not why.",
    "The child was seen alone and what was said shaped the plan.",
    "Partners were asked and their views are on file.",
    "Supervision looked at drift and agreed what comes next.",
    "The analysis names risk, and could weigh it more.",
)


@lru_cache(maxsize=8)
def framework(name: str) -> Framework:
    """The newest shipped definition of this id."""
    return load(sorted((ROOT / "frameworks").glob(f"{name}-[0-9]*.yaml"))[-1])


def form(name: str, form_id: str) -> Form:
    found = framework(name).form(form_id)
    assert found is not None, form_id
    return found


def returns(
    name: str,
    form_id: str,
    number: int,
    seed: int = 1,
    days: tuple[date, date] = (date(2026, 7, 1), date(2026, 9, 30)),
    skill: float = 0.6,
    prefix: str = "K",
) -> tuple[Audit, ...]:
    """So many returns of a form, dated within these days; `skill` is about the share of good judgements."""
    said, asked = framework(name), form(name, form_id)
    rng = random.Random(f"{name} {form_id} {seed}")
    lean = {question.id: rng.uniform(-0.25, 0.25) for question in asked.questions}
    made = []
    for n in range(number):
        case = f"{prefix}{n:05}"
        values = answers(said, asked, rng, case, days, {q: skill + by for q, by in lean.items()})
        grade = values.get(asked.role("grade"))
        key = f"{form_id}{seed}-{prefix}{n:05}"
        audited = grade if isinstance(grade, str) else ""
        made.append(Audit(key, form_id, said.version, case, values, audited_grade=audited))
    return tuple(made)


def answers(
    said: Framework,
    asked: Form,
    rng: random.Random,
    case: str,
    days: tuple[date, date],
    skill: Mapping[str, float],
) -> dict[str, Value]:
    """An answer to every question that applies; what does not apply is blank."""
    day = days[0] + timedelta(days=rng.randrange((days[1] - days[0]).days + 1))
    urgent = {name for rule in asked.rules if rule.kind == "urgent_when" for name in conditions.fields_of(rule.when)}
    overall = min(0.97, max(0.03, skill.get(asked.role("grade"), 0.6) + rng.uniform(-0.2, 0.2)))
    people = {
        asked.role("case"): case,
        asked.role("team"): rng.choice(TEAMS),
        asked.role("auditor"): rng.choice(AUDITORS),
        asked.role("practitioner"): f"Worker {rng.randrange(1, 13):02}",
        asked.role("date"): day.isoformat(),
    }
    values: dict[str, Value] = {}
    for question in asked.questions:
        good = min(0.97, max(0.03, (skill.get(question.id, 0.6) + overall) / 2))
        values[question.id] = _answer(said, question, rng, day, good, question.id in urgent)
        if question.id in people and not question.options:
            values[question.id] = people[question.id]
    ranks = conditions.ranks_of(
        asked.questions, {scale.id: {grade.id: grade.rank for grade in scale.grades} for scale in said.scales}
    )
    for section in asked.sections:
        for question in section.questions:
            for when in (section.relevant_when, question.relevant_when):
                if conditions.holds(when, values, frozenset(), ranks) is False:
                    values[question.id] = None
    return values


def _answer(said: Framework, question: Question, rng: random.Random, day: date, good: float, urgent: bool) -> Value:
    match question.kind:
        case "text" | "longtext":
            return rng.choice(TEXTS) if question.kind == "longtext" else f"Text {rng.randrange(100)}"
        case "date":
            return (day + timedelta(days=rng.randrange(-20, 21))).isoformat()
        case "number":
            return rng.randrange(1, 15)
        case "yesno":
            return "yes" if rng.random() < (0.04 if urgent else good + 0.2) else "no"
        case "ticks":
            return tuple(one.id for one in question.options if not one.exclusive and rng.random() < 0.3)
        case "table":
            return tuple(_row(said, question, rng, day, good) for _ in range(rng.randrange(3)))
        case "grade":
            return _grade(said, question, rng, good)
        case _:
            return rng.choice(question.options).id


def _grade(said: Framework, question: Question, rng: random.Random, good: float) -> str:
    scale = said.scale(question.scale)
    assert scale is not None
    graded = {grade.id for grade in scale.grades}
    aside = [option.id for option in question.options if option.id not in graded]
    if aside and rng.random() < 0.1:
        return rng.choice(aside)
    wanted = rng.random() < good
    some = [grade.id for grade in scale.grades if grade.good is wanted] or sorted(graded)
    return some[0] if rng.random() < (0.25 if wanted else 0.85) else some[-1]


def _row(said: Framework, table: Question, rng: random.Random, day: date, good: float) -> dict[str, Cell]:
    row: dict[str, Cell] = {}
    for column in table.columns:
        value = _answer(said, column, rng, day + timedelta(days=30), good, False)
        assert not isinstance(value, tuple)
        row[column.id] = value
    return row


# --- material --------------------------------------------------------------------------------------------


def material(name: str, report: str, period: str, numbers: Sequence[int], skill: float = 0.6) -> Material:
    """The material of a report over made-up returns: so many in the period, and in those before it, the last first.

    Every form of the framework gets as many returns as the report's own.
    """
    said = framework(name)
    outline = said.report(report)
    assert outline is not None, report
    now = parse(period, said)
    stretches = [now]
    while len(stretches) < len(numbers):
        stretches.append(before(stretches[-1]))
    found: dict[str, list[tuple[Period, tuple[Audit, ...]]]] = {}
    for one in said.forms:
        for n, (stretch, number) in enumerate(zip(stretches, numbers, strict=True)):
            days = (stretch.first, stretch.last)
            some = returns(name, one.id, number, n + 1, days, skill - 0.04 * n, prefix=f"K{n}")
            found.setdefault(one.id, []).append((stretch, some))
    _moderate(said, outline, found)

    def window(stretch: Period, short: str = "") -> Window:
        every = {form_id: [a for _, some in found[form_id] for a in some] for form_id in found}
        inside = {
            form_id: tuple(audit for audit in some if _within(said, audit, stretch)) for form_id, some in every.items()
        }
        return Window(stretch.name, short or stretch.short, inside)

    back = [window(one) for one in reversed(stretches[1:])]
    while back and not back[0].returns[outline.form]:
        back.pop(0)
    year = so_far(now)
    timeline = Timeline(
        now.unit,
        window(now),
        tuple(back),
        window(year, f"Year so far ({year.name})") if year is not None else None,
        tuple(window(one) for one in quarters(now)),
        month_names(now),
    )
    mine = timeline.now.returns
    return Material(
        said,
        outline,
        mine[outline.form],
        datetime(2026, 11, 20, 9, 30),
        moderations=mine.get(outline.moderation, ()),
        others={form_id: some for form_id, some in mine.items() if form_id != outline.form},
        earlier=tuple(audit for one in timeline.before for audit in one.returns[outline.form]),
        period=now.label,
        timeline=timeline,
        date="20 November 2026",
        today="2026-11-20",
        program="docgen 0.1.0",
    )


def _moderate(said: Framework, outline: Report, found: dict[str, list[tuple[Period, tuple[Audit, ...]]]]) -> None:
    """Second grades that mostly agree with the audits of the same cases, and the grade that counts after them."""
    moderation = said.moderation
    if moderation is None:
        return
    form_ = form(said.id, moderation.audits)
    same_as = dict(pair for section in outline.sections for pair in section.pairs)
    same_as[form_.role("grade")] = moderation.grade
    for n, (stretch, audits) in enumerate(found[moderation.audits]):
        seconds = []
        for m, (audit, second) in enumerate(zip(audits, found[moderation.form][n][1], strict=True)):
            told = {question.id for question in form_.questions if question.id != form_.role("date")}
            shared = {name: value for name, value in audit.values.items() if name in told & second.values.keys()}
            values = {**second.values, **shared}
            for first, other in same_as.items():
                values[other] = audit.values[first] if (m + len(other)) % 4 else values[other]
            if moderation.final:
                values[moderation.final] = values[moderation.grade]
            seconds.append(replace(second, values=values))
        found[moderation.form][n] = (stretch, tuple(seconds))
        found[moderation.audits][n] = (stretch, moderated(audits, seconds, form_, moderation)[0])


def _within(said: Framework, audit: Audit, stretch: Period) -> bool:
    found = said.form(audit.form)
    assert found is not None
    return stretch.first.isoformat() <= str(audit.values[found.role("date")]) <= stretch.last.isoformat()


def on(made: Material, name: str) -> Material:
    """The material on one case or person, out of that over all."""
    form_ = made.framework.form(made.report.form)
    assert form_ is not None
    field = form_.role(made.report.each)
    mine = tuple(audit for audit in (*made.earlier, *made.audits) if audit.values.get(field) == name)
    mine = tuple(sorted(mine, key=lambda audit: str(audit.values.get(form_.role("date")))))
    now = tuple(audit for audit in made.audits if audit in mine)
    cases = {audit.case for audit in mine}
    beside = {}
    for form_id, some in made.others.items():
        role = form(made.framework.id, form_id).role(made.report.each)
        beside[form_id] = tuple(audit for audit in some if role and audit.values.get(role) == name)
    return replace(
        made,
        audits=now,
        moderations=tuple(one for one in made.moderations if one.case in cases),
        earlier=tuple(audit for audit in mine if audit not in now),
        others=beside,
        subject=Subject(made.report.each, name, mine, tuple(audit for audit in made.audits if audit not in mine)),
        timeline=None,
        period="",
    )
