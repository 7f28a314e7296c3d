"""What stand-in people answer to any form, made up from a seed: coherent enough to go through the framework's rules.

Every text says that it is made up. Nothing in it is of any real case.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, timedelta

from docgen import checks, conditions
from docgen.demo.answers import MADE_UP
from docgen.model import Answer, Cell, Form, Framework, Question, State, Value

_WORDS = (
    "the plan was shared with the family and is current",
    "the record shows what was done, and could say why",
    "the child was seen alone, and what was said shaped the plan",
    "partners were asked, and their views are on file",
    "supervision looked at drift and agreed what comes next",
    "the analysis names the risk and could weigh it more",
)
_ACTIONS = (
    "bring the chronology up to date", "see the child alone and record the visit", "hold the network meeting",
    "record why consent was sought", "agree the contingency plan with the family", "ask the school for its view",
    "review the plan in supervision", "write up the direct work",
)  # fmt: skip
_ROUNDS = 4
"""How often what the rules miss is filled in; what is left then is asked about, as in real returns."""


def answers(
    framework: Framework, form: Form, given: Mapping[str, Value], rng: random.Random, day: date, skill: float
) -> dict[str, Value]:
    """An answer to every question that applies. `given` are those that are fixed; `skill` is about the share of good
    judgements; `day` is when the form is filled in.
    """
    grade = form.question(form.role("grade"))
    overall = str(given.get(grade.id) or _grade(framework, grade, rng, skill)) if grade else ""
    values: dict[str, Value] = {}
    for question in form.questions:
        values[question.id] = _answer(framework, form, question, rng, day, overall)
    values |= given
    for field, value in ((form.role("date"), day.isoformat()), (form.role("grade"), overall)):
        if field and not given.get(field):
            values[field] = value
    for _ in range(_ROUNDS):
        _leave_out(framework, form, values, given)
        if not _fill_in(framework, form, values, rng, day, overall):
            break
    return {name: value for name, value in values.items() if value not in (None, "", ())}


def _leave_out(framework: Framework, form: Form, values: dict[str, Value], given: Mapping[str, Value]) -> None:
    """What does not apply stays blank."""
    scales = {scale.id: {grade.id: grade.rank for grade in scale.grades} for scale in framework.scales}
    ranks, days = conditions.ranks_of(form.questions, scales), framework.calendar
    for section in form.sections:
        for question in section.questions:
            for when in (section.relevant_when, question.relevant_when):
                if question.id not in given and conditions.holds(when, values, frozenset(), ranks, days) is False:
                    values[question.id] = None


def _fill_in(
    framework: Framework, form: Form, values: dict[str, Value], rng: random.Random, day: date, overall: str
) -> bool:
    """Fill in what the form's own checks say is blank and must not be; whether anything was."""
    said = tuple(
        Answer(q.id, values.get(q.id), State.BLANK if values.get(q.id) in (None, "", ()) else State.ANSWERED)
        for q in form.questions
    )
    filled = False
    for query in checks.check(framework, form, said, {}):
        question = form.question(query.question)
        if question is not None and values.get(question.id) in (None, "", ()):
            values[question.id] = _answer(framework, form, question, rng, day, overall) or _some(question, rng, day)
            filled = True
    return filled


def _answer(framework: Framework, form: Form, question: Question, rng: random.Random, day: date, overall: str) -> Value:
    worst = _worst(framework, form)
    match question.kind:
        case "longtext":
            return f"{MADE_UP} {rng.choice(_WORDS)}."
        case "text":
            return f"{MADE_UP} {question.label.lower()[:40]}"
        case "date":
            return (day - timedelta(days=rng.randrange(0, 3))).isoformat()
        case "number":
            return rng.randrange(2, 16)
        case "yesno":
            return _yes_or_no(form, question, rng)
        case "ticks":
            every = question.id.endswith("bottom_lines")
            some = [one.id for one in question.options if not one.exclusive and (every or rng.random() < 0.4)]
            return tuple(some[1:] if every and overall == worst and rng.random() < 0.4 else some)
        case "table":
            return tuple(
                _row(framework, form, question, rng, day, overall) for _ in range(rng.randint(1, min(question.rows, 3)))
            )
        case "grade":
            return _near(framework, question, rng, overall)
        case _:
            return rng.choice(question.options).id


def _some(question: Question, rng: random.Random, day: date) -> Value:
    """An answer where none was drawn and one is needed."""
    if question.kind == "ticks":
        return (question.options[0].id,)
    return day.isoformat() if question.kind == "date" else rng.choice(question.options).id if question.options else None


def _yes_or_no(form: Form, question: Question, rng: random.Random) -> str:
    """Mostly yes; hardly ever where yes is urgent."""
    urgent = {name for rule in form.rules if rule.kind == "urgent_when" for name in conditions.fields_of(rule.when)}
    return "yes" if rng.random() < (0.03 if question.id in urgent else 0.85) else "no"


def _grades(framework: Framework, question: Question) -> list[str]:
    """The grades of a question, best first."""
    scale = framework.scale(question.scale)
    return [one.id for one in sorted(scale.grades, key=lambda one: -one.rank)] if scale else []


def _worst(framework: Framework, form: Form) -> str:
    question = form.question(form.role("grade"))
    return (_grades(framework, question) or [""])[-1] if question else ""


def _grade(framework: Framework, question: Question, rng: random.Random, skill: float) -> str:
    """A grade: good with about this chance, the worst seldom."""
    scale = framework.scale(question.scale)
    assert scale is not None
    ordered = _grades(framework, question)
    good = {one.id for one in scale.grades if one.good}
    well = rng.random() < skill
    wanted = [one for one in ordered if (one in good) is well] or ordered
    if wanted[0] in good:
        return wanted[0] if rng.random() < 0.15 else wanted[-1]
    return wanted[-1] if len(wanted) > 1 and rng.random() < 0.2 else wanted[0]


def _near(framework: Framework, question: Question, rng: random.Random, overall: str) -> str:
    """A judgement like the overall one, or one step away; never the worst where the whole is not."""
    ordered = _grades(framework, question)
    if overall not in ordered:
        return rng.choice(ordered) if ordered else rng.choice(question.options).id
    place = ordered.index(overall) + rng.choice((0, 0, 0, -1, 1))
    best, last = 0, len(ordered) - 1 if overall == ordered[-1] else len(ordered) - 2
    return ordered[min(max(place, best), last)]


def _row(
    framework: Framework, form: Form, table: Question, rng: random.Random, day: date, overall: str
) -> dict[str, Cell]:
    row: dict[str, Cell] = {}
    for column in table.columns:
        if column.id in ("action", "target"):
            row[column.id] = f"{MADE_UP} {rng.choice(_ACTIONS)}"
        elif column.id in ("owner", "by_whom"):
            row[column.id] = rng.choice(("Practitioner", "Team manager", "Lead professional"))
        elif column.kind == "date":
            row[column.id] = (day + timedelta(days=rng.choice((7, 14, 21, 28)))).isoformat()
        elif column.id == "bottom_line":
            row[column.id] = "no"
        elif column.id != "ref":
            value = _answer(framework, form, column, rng, day, overall)
            row[column.id] = value if not isinstance(value, tuple) else None
    return row
