"""What an outline need not say: a section of grades without columns gets the grades of its form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from docgen.model import Column, Condition, Form, Framework, Measure, ReportSection, Scale, Test
from docgen.reports.grids import form_of
from docgen.reports.material import Material
from docgen.reports.nouns import unit

LONGEST_HEAD = 28
"""The longest name of good grades that stands over a column as it is."""

_GRADED = ("overall", "trend", "breakdown", "crosstab")


def filled(material: Material) -> Material:
    """The material with columns, chart and measures for every section of grades that names none, and an id for each.

    Where the framework has a measure of the same grade, it is used, so that its target is found; otherwise one is
    made. Made measures have a full stop in their id, which no definition can have.
    """
    framework = material.framework
    sections = []
    for name, section in zip(ids(material.report.sections), material.report.sections, strict=True):
        section = replace(section, id=name)
        form = form_of(material, section)
        if section.kind in _GRADED and form is not None and not section.columns and not section.measures:
            framework, section = _graded(framework, form, section)
        if section.kind == "overall" and not section.row_label:
            section = replace(section, row_label=unit(form).many.capitalize())
        sections.append(section)
    return replace(material, framework=framework, report=replace(material.report, sections=tuple(sections)))


def ids(sections: Sequence[ReportSection]) -> list[str]:
    """The id of each section: its own, else one that stays when other sections come, go or change their places."""
    found: list[str] = []
    for section in sections:
        said = "-".join(part for part in (section.kind, section.form, section.by) if part).replace("_", "-")
        name, number = section.id or said, 1
        while not section.id and (name in found or any(one.id == name for one in sections)):
            number += 1
            name = f"{said}-{number}"
        found.append(name)
    return found


def good_measure(framework: Framework, form: Form) -> Measure | None:
    """The measure that counts every grade of a form that is good; None where there is none."""
    question, scale = _grade(framework, form)
    good = tuple(grade.id for grade in scale.grades if grade.good) if scale is not None else ()
    return _found(framework, form, question, good) if good else None


def good_label(framework: Framework, form: Form, scale: Scale) -> str:
    """What counts as good, as the framework's own measure of it is called, else the grades joined by “or”."""
    overall = form.question(form.role("grade"))
    labels = [grade.label for grade in scale.grades if grade.good]
    measure = good_measure(framework, form) if overall is not None and overall.scale == scale.id else None
    plain = _plain(measure, labels)
    return plain.label if plain is not None else _joined(labels)


def _graded(framework: Framework, form: Form, section: ReportSection) -> tuple[Framework, ReportSection]:
    """The section with a column for each grade and one for the share that is good."""
    question, scale = _grade(framework, form)
    if scale is None:
        return framework, section
    base = _base(framework, form, question, scale)
    made = [base]
    for n, grade in enumerate(scale.grades):
        better = "fewer" if n == len(scale.grades) - 1 else ""
        one = _plain(_found(framework, form, question, (grade.id,)), [grade.label])
        made.append(one or _measure(form, question, (grade.id,), grade.id, grade.label, base, better))
    good = [grade for grade in scale.grades if grade.good]
    labels = [grade.label for grade in good]
    whole = _plain(_found(framework, form, question, tuple(grade.id for grade in good)), labels)
    if whole is None:
        label = _joined(labels)
        whole = _measure(form, question, tuple(grade.id for grade in good), "good.", label, base, "more")
    framework = _with(framework, [*made, whole])
    if section.kind == "crosstab":
        return framework, replace(section, measures=tuple(one.id for one in made[1:]))
    columns = [Column(f"n{n}", one.label, one.id) for n, one in enumerate(made)]
    if len(good) > 1:
        columns.append(Column("good", share_label(whole.label), whole.id, "share"))
    chart = tuple(column.id for column in columns[1 : len(made)])
    return framework, replace(section, columns=tuple(columns), chart=chart)


def share_label(label: str) -> str:
    """The head of a column of shares: short enough to stand over a number."""
    return f"% {label}" if len(label) <= LONGEST_HEAD else "% good"


def _plain(measure: Measure | None, labels: list[str]) -> Measure | None:
    """The measure as it stands under the heading of its form: the grades alone, in its own words where it has them."""
    if measure is None:
        return None
    allowed = {word.casefold() for label in labels for word in label.split()} | {"or"}
    words = measure.label.split()
    own = words[: next((n for n, word in enumerate(words) if word.casefold() not in allowed), len(words))]
    every = allowed - {"or"} <= {word.casefold() for word in own}
    return replace(measure, label=" ".join(own) if every else _joined(labels))


def _joined(labels: list[str]) -> str:
    """“Outstanding or good”."""
    return " or ".join([*labels[:1], *(one[:1].lower() + one[1:] for one in labels[1:])])


def _grade(framework: Framework, form: Form) -> tuple[str, Scale | None]:
    question = form.question(form.role("grade"))
    return (question.id, framework.scale(question.scale)) if question is not None else ("", None)


def _found(framework: Framework, form: Form, question: str, grades: tuple[str, ...]) -> Measure | None:
    """The framework's own measure of these grades of a form."""
    for one in framework.measures:
        tests = one.when.tests if one.when is not None and not one.when.expression else ()
        if one.of and one.form in ("", form.id) and len(tests) == 1:
            mine = form.question(tests[0].field) is not None or one.form == form.id
            if mine and tests[0].field == question and set(tests[0].any_of) == set(grades):
                return one
    return None


def _base(framework: Framework, form: Form, question: str, scale: Scale) -> Measure:
    """What the framework's own measures of the grades are a share of, else its count of the form, else a made one."""
    for grade in scale.grades:
        found = _found(framework, form, question, (grade.id,))
        if found is not None and (of := framework.measure(found.of)) is not None:
            return of
    for one in framework.measures:
        if one.when is None and one.form == form.id:
            return one
    return Measure(f"{form.id}.all", unit(form).many.capitalize(), form=form.id)


def _measure(
    form: Form, question: str, grades: tuple[str, ...], name: str, label: str, base: Measure, better: str
) -> Measure:
    when = Condition((Test(question, grades),))
    return Measure(f"{form.id}.{name}", label, when, base.id, form.id, better)


def _with(framework: Framework, measures: list[Measure]) -> Framework:
    mine = {one.id: one for one in measures}
    known = {one.id for one in framework.measures}
    kept = tuple(mine.get(one.id, one) for one in framework.measures)
    return replace(framework, measures=(*kept, *(one for one in measures if one.id not in known)))
