"""The evidence of a report: for every number what it is, in words, what it was worked out from, and which audits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, repeat

from docgen.fields import show
from docgen.model import Audit, Figure, Form, Framework, Measure, Question
from docgen.reports.guidance.saying import asked
from docgen.reports.material import Material
from docgen.reports.numbers import cleaned
from docgen.reports.standard import filled
from docgen.reports.trail import Traced, Trail

Cell = str | int | Decimal | None
Rows = Sequence[Sequence[Cell]]

SHOWS = {
    "count": "number",
    "base": "number in the base",
    "share": "percent of the base",
    "low": "lower end of the 95% interval of the share, in percent",
    "high": "upper end of the 95% interval of the share, in percent",
    "room": "percentage points between the share and its target",
    "change": "percentage points between the share and that of an earlier time or of others",
    "step": "percentage points that one of the base is worth",
    "ratio": "coefficient",
}

_OTHER = (
    ("judgement.", "Judgements: answers on the scale of grades. What is not applicable, blank or doubtful is no base."),
    ("moderation.", "Second grades beside the grades of the audits; pairs with both grades on the scale."),
    ("actions.", "Rows of the tables of actions in the returns."),
    ("returns.", "Returns or files as the ledger and the store count them."),
    ("groups.", "How many groups of a breakdown the text speaks of."),
    ("periods.", "How many periods the text speaks of."),
    ("schedule", "The schedule of methods, counted by months."),
    ("reaudits", "Cases that were audited before."),
    ("recommendations", "Recommendations, as the definition or the register has them."),
    ("version.", "Returns on one version of the framework."),
    ("theme.", "Returns in which at least one point of this theme is ticked."),
    ("quotes.", "Texts of returns that are quoted."),
    ("practitioners", "People whose work was looked at, each counted once."),
    ("repeated", "People whose work was looked at more than once."),
    ("cases", "Accepted returns of the report's form in its period."),
    ("expected", "Returns that the definition expects."),
    ("urgent", "Returns that a rule of the form calls urgent."),
    ("unsettled", "Returns with a blank or doubtful answer that a figure rests on."),
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The tables of an evidence workbook; a public edition has no audits.

    figures   one row a number, in the order of the report
    listed    set and audit: the audits behind figures, each set of audits once
    audits    every audit that is behind a figure
    """

    figures: Rows
    listed: Rows
    audits: Rows
    definitions: Rows


def evidence(material: Material, trail: Trail, public: bool = False) -> Evidence:
    """What stands behind each number of a report. A public edition says what is printed and what it means, no more."""
    framework = filled(material).framework
    known = _Words(framework, framework.form(material.report.form))
    sets = _sets(trail.numbers)
    by_id = {id(one.figure.audits): sets[one.figure.audits] for one in _distinct(trail.numbers)}
    figures = [_row(n, one, known, by_id, public) for n, one in enumerate(trail.numbers, start=1)]
    used = dict.fromkeys(one.figure.measure for one in trail.numbers)
    definitions = [known.definition(name) for name in used if framework.measure(name) is not None]
    if public:
        return Evidence(figures, (), (), definitions)
    every = {audit.key: audit for audit in _every(material)}
    listed = list(chain.from_iterable(zip(repeat(number), keys) for keys, number in sets.items()))
    behind = dict.fromkeys(chain.from_iterable(sets))
    forms = {form.id: _Form.of(form) for form in material.framework.forms}
    audits = [_audit(every[key], forms) for key in behind if key in every]
    return Evidence(figures, listed, audits, definitions)


def _row(n: int, one: Traced, known: _Words, sets: Mapping[int, int], public: bool) -> Sequence[Cell]:
    figure = one.figure
    said = (n, one.section, one.place, one.text or "in the chart", SHOWS[one.shows], cleaned(figure.label))
    meant = (known.said(figure), known.where(figure), figure.period)
    counted: tuple[Cell, ...] = (None, None, None, None, None)
    if not public:
        number = sets.get(id(figure.audits))
        counted = (figure.numerator, figure.denominator, one.value, len(figure.audits) or None, number)
    return (*said, *meant, *counted, one.mark)


def _sets(numbers: Iterable[Traced]) -> dict[tuple[str, ...], int]:
    """The sets of audits behind figures, each with its number, in the order of the report."""
    every = dict.fromkeys(one.figure.audits for one in _distinct(numbers))
    return {keys: number for number, keys in enumerate(every, start=1)}


def _distinct(numbers: Iterable[Traced]) -> Iterable[Traced]:
    """Numbers of which no two hold the same set of audits as one object: sets are long, and hashed slowly."""
    return {id(one.figure.audits): one for one in numbers if one.figure.audits}.values()


def _every(material: Material) -> Iterator[Audit]:
    timeline = material.timeline
    windows = (timeline.now, *timeline.before, *timeline.parts, timeline.year) if timeline is not None else ()
    for window in windows:
        for some in window.returns.values() if window is not None else ():
            yield from some
    yield from material.earlier
    yield from (audit for some in material.others.values() for audit in some)
    yield from material.moderations
    if material.subject is not None:
        yield from (*material.subject.audits, *material.subject.others)
    yield from material.audits


@dataclass(frozen=True, slots=True)
class _Form:
    """What is told of each audit of a form: the form's title, the field of its date, its overall grade."""

    title: str
    date: str
    grade: Question | None

    @classmethod
    def of(cls, form: Form) -> _Form:
        return cls(form.title, form.role("date"), form.question(form.role("grade")))


def _audit(audit: Audit, forms: Mapping[str, _Form]) -> Sequence[Cell]:
    form = forms.get(audit.form) or _Form(audit.form, "", None)
    given = show(audit.values.get(form.grade.id), form.grade) if form.grade is not None else ""
    return (audit.key, audit.case, form.title, audit.version, str(audit.values.get(form.date) or ""), given)


class _Words:
    """What figures mean, in words; each is worked out once."""

    def __init__(self, framework: Framework, form: Form | None) -> None:
        self._framework, self._form = framework, form
        self._said: dict[str, str] = {}
        self._fields = {question.id: question for one in framework.forms for question in one.questions}
        self._fields |= {question.id: question for question in (form.questions if form is not None else ())}

    def said(self, figure: Figure) -> str:
        """What a figure counts, and of what it is a share."""
        if figure.measure not in self._said:
            measure = self._framework.measure(figure.measure)
            self._said[figure.measure] = self._measure(measure) if measure is not None else self._other(figure)
        return self._said[figure.measure]

    def where(self, figure: Figure) -> str:
        """Which audits a figure is about, where it is not about all."""
        return "; ".join(self._pair(*pair) for pair in figure.where)

    def definition(self, name: str) -> Sequence[Cell]:
        """A measure as the definition has it."""
        measure = self._framework.measure(name)
        assert measure is not None
        base = self._framework.measure(measure.of)
        better = {"more": "more is better", "fewer": "fewer is better"}.get(measure.better, "")
        file = re.split(r"[/\\\\]", measure.place.file)[-1]
        place = ", ".join(part for part in (file, measure.place.at) if part)
        return (name, cleaned(measure.label), self._counted(measure), base.label if base else "", better, place)

    def _measure(self, measure: Measure) -> str:
        base = self._framework.measure(measure.of)
        of = f" Base: {self._counted(base)}" if base is not None else ""
        return f"{self._counted(measure)}{of}"

    def _counted(self, measure: Measure) -> str:
        form = self._framework.form(measure.form) or self._form
        title = f"returns of “{cleaned(form.title)}”" if form is not None else "returns"
        if measure.when is None:
            return f"All accepted {title}."
        words = asked(measure.when, form) if form is not None else ""
        return f"Accepted {title} in which {cleaned(words) or measure.when.expression or 'the condition holds'}."

    def _other(self, figure: Figure) -> str:
        measure = figure.measure.removesuffix(".base")
        if (known := self._framework.measure(measure)) is not None:
            return f"The base of “{cleaned(known.label)}”: the returns for which it can be told."
        for start, words in _OTHER:
            if figure.measure.startswith(start):
                return words
        field, _, option = measure.partition("=")
        question = self._fields.get(field)
        if question is None:
            return f"{cleaned(figure.label)}."
        if measure != figure.measure:
            return f"Returns in which {question.ref} “{cleaned(question.label)}” was asked and can be told."
        return f"Returns in which {self._pair(field, option)}. Base: those of which that can be told."

    def _pair(self, field: str, value: str) -> str:
        question = self._fields.get(field)
        if question is None:
            return f"{field} = {value}" if value else f"{field}: not stated"
        option = question.option(value)
        if not value:
            return f"{question.ref} “{cleaned(question.label)}” is not stated"
        shown = cleaned(option.label if option is not None else value)
        return f"{question.ref} “{cleaned(question.label)}” is “{shown}”"
