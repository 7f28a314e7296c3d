"""The outlines of reports: sections of kinds that can be drawn, over measures and questions that there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from docgen.definitions import language
from docgen.definitions.lint.conditions import about, condition, where
from docgen.definitions.lint.figures import in_any
from docgen.definitions.lint.issues import Issue, Scope, known
from docgen.definitions.problem import Steps
from docgen.model import Framework

TOTAL = "total"
_SPREAD = ("choice", "grade", "yesno", "text", "number", "date")


def issues(
    definition: language.Definition, framework: Framework, scopes: Sequence[Scope], section_kinds: Collection[str]
) -> Iterator[Issue]:
    """What is wrong with the reports."""
    by_form = {scope.form: scope for scope in scopes}
    for n, report in enumerate(definition.reports):
        path: Steps = ("reports", n)
        yield from known(report.form, by_form, (*path, "form"), "form")
        if report.moderation:
            yield from known(report.moderation, by_form, (*path, "moderation"), "form")
            moderation = framework.moderation
            if report.moderation in by_form and (moderation is None or moderation.form != report.moderation):
                message = f"The form “{report.moderation}” brings no second grade, as far as moderation: says."
                fix = "Name the form of moderation:, or add moderation: to the framework."
                yield Issue((*path, "moderation"), "bad-moderation", message, fix)
        if not report.sections:
            message = f"The report “{report.id}” has no section."
            yield Issue((*path, "sections"), "nothing-here", message, "Add at least one section.")
        over = tuple(by_form[form] for form in (report.form, report.moderation) if form in by_form)
        for m, section in enumerate(report.sections):
            at = (*path, "sections", m)
            if section_kinds:
                kinds = sorted(section_kinds)
                none = "Choose another kind."
                yield from known(section.kind, kinds, (*at, "kind"), "kind of section", none, "unknown-section-kind")
            if section.form:
                yield from known(section.form, by_form, (*at, "form"), "form")
            own = (by_form[section.form],) if section.form in by_form else ()
            yield from _columns(section, at, definition)
            for scope in own or over[:1]:
                yield from _countable(section, at, definition, scope)
            yield from _fields(section, at, own or over)
            yield from _pairs(section, at, by_form.get(report.form), by_form.get(report.moderation))
            yield from _claims(section, at, report, definition, over)


def _columns(section: language.ReportSection, path: Steps, definition: language.Definition) -> Iterator[Issue]:
    """What is wrong with the measures, columns and chart of a section."""
    measures = {one.id: one for one in definition.measures}
    for n, name in enumerate(section.measures):
        yield from known(name, measures, (*path, "measures", n), "measure")
    for n, column in enumerate(section.columns):
        at = (*path, "columns", n)
        yield from known(column.measure, measures, (*at, "measure"), "measure")
        if column.of and column.of != TOTAL:
            yield from known(column.of, measures, (*at, "of"), "measure")
        if column.of and column.show != "share":
            message = f"The column “{column.id}” shows a count and has no use for of."
            yield Issue((*at, "of"), "useless-word", message, "Delete of, or add show: share.")
        if column.show == "share" and not column.of and column.measure in measures and not measures[column.measure].of:
            message = f"The column “{column.id}” shows the share of “{column.measure}”, which is a share of nothing."
            fix = f"Add of: and a measure, or of: {TOTAL} for all rows."
            yield Issue((*at, "show"), "no-base", message, fix)
    ids = [column.id for column in section.columns]
    for n, name in enumerate(section.chart):
        yield from known(name, ids, (*path, "chart", n), "column", "Add columns to the section, or delete chart.")


def _countable(
    section: language.ReportSection, path: Steps, definition: language.Definition, scope: Scope
) -> Iterator[Issue]:
    """Measures that count what the form of the report does not ask."""
    used = [(name, (*path, "measures", n)) for n, name in enumerate(section.measures)]
    used += [(column.measure, (*path, "columns", n, "measure")) for n, column in enumerate(section.columns)]
    for measure in definition.measures:
        missing = sorted(about(measure.when) - scope.fields.keys())
        if missing and not measure.form:
            for at in (at for name, at in used if name == measure.id):
                message = (
                    f"The measure “{measure.id}” asks “{missing[0]}”, and the form “{scope.form}” has no such question."
                )
                yield Issue(at, "unknown-question", message, "Choose another measure, or give the measure a form.")


def _fields(section: language.ReportSection, path: Steps, over: Sequence[Scope]) -> Iterator[Issue]:
    """What is wrong with the questions that a section names."""
    if section.by:
        yield from in_any(over, lambda scope: _by(section.by, (*path, "by"), scope))
    for n, field in enumerate(section.questions):
        yield from in_any(over, lambda scope, field=field, n=n: scope.unknown(field, (*path, "questions", n)))  # type: ignore[misc]
    yield from in_any(over, lambda scope: condition(section.where, (*path, "where"), scope))


def _pairs(
    section: language.ReportSection, path: Steps, audit: Scope | None, moderation: Scope | None
) -> Iterator[Issue]:
    """What is wrong with the questions of audit and moderation that are held side by side."""
    if section.pairs and moderation is None:
        message = "Grades are paired with those of a moderating form, and the report names none."
        yield Issue((*path, "pairs"), "missing-word", message, "Add moderation: and the id of that form to the report.")
    for first, second in section.pairs.items():
        for field, scope in ((first, audit), (second, moderation)):
            if scope is not None:
                yield from scope.unknown(field, (*path, "pairs", first))


def _by(field: str, path: Steps, scope: Scope) -> Iterator[Issue]:
    yield from scope.unknown(field, path)
    question = scope.fields.get(field)
    if question is not None and field not in scope.unsure and question.kind not in _SPREAD:
        message = f"Cases cannot be spread by “{field}”: a {question.kind} question has no single answer to sort by."
        yield Issue(path, "wrong-kind", message, "Name a question with one answer, such as a choice.")


def _claims(
    section: language.ReportSection,
    path: Steps,
    report: language.Report,
    definition: language.Definition,
    over: Sequence[Scope],
) -> Iterator[Issue]:
    """What is wrong with the numbers that a published text states."""
    measures = [one.id for one in definition.measures]
    tables = {one.id: one for one in report.sections if one.id}
    forms = {one.id: one.form for one in definition.measures}
    for n, claim in enumerate(section.claims):
        at = (*path, "claims", n)
        if bool(claim.figure) == bool(claim.measure):
            both = "both figure and measure" if claim.figure else "neither figure nor measure"
            message = f"“{claim.says}” says {both}."
            yield Issue(at, "bad-claim", message, "Name the figure that holds the number, or else the measure.")
        if claim.figure:
            none = "Give the section of that table an id."
            yield from known(claim.figure, tables, (*at, "figure"), "section with the id", none, "unknown-section")
            ids = [column.id for column in tables[claim.figure].columns] if claim.figure in tables else []
            if claim.column and ids:
                yield from known(claim.column, ids, (*at, "column"), "column")
            if not claim.column:
                message = f"“{claim.says}” names a figure and no column."
                yield Issue(at, "missing-word", message, "Add column: and the id of the column.")
        if claim.measure:
            yield from known(claim.measure, measures, (*at, "measure"), "measure")
            fitting = tuple(one for one in over if one.form == (forms.get(claim.measure) or report.form))
            yield from in_any(fitting, lambda scope, claim=claim, at=at: where(claim.where, (*at, "where"), scope))  # type: ignore[misc]
        if claim.show == "target" and claim.measure not in [one.measure for one in definition.thresholds]:
            message = f"“{claim.says}” asks for the target of “{claim.measure}”, which has none."
            yield Issue((*at, "show"), "bad-claim", message, "Add it to thresholds, or correct show.")
        if claim.show == "reference" and claim.measure not in [one.measure for one in definition.references]:
            message = f"“{claim.says}” asks for an earlier share of “{claim.measure}”, of which there is none."
            yield Issue((*at, "show"), "bad-claim", message, "Add it to references, or correct show.")
