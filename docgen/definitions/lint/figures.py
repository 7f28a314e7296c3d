"""What is counted and compared: measures, thresholds, references, rounds, and which of two grades counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from docgen.definitions import language
from docgen.definitions.lint.conditions import condition, where
from docgen.definitions.lint.issues import Issue, Scope, known
from docgen.definitions.problem import Steps, choose
from docgen.model import Framework, Severity


def issues(definition: language.Definition, framework: Framework, scopes: Sequence[Scope]) -> Iterator[Issue]:
    """What is wrong with everything that figures are made from."""
    for n, measure in enumerate(definition.measures):
        yield from _measure(measure, ("measures", n), definition, scopes)
    for n, threshold in enumerate(definition.thresholds):
        yield from _threshold(threshold, ("thresholds", n), definition)
    yield from _references(definition, scopes)
    yield from _rounds(definition, scopes)
    if definition.moderation is not None:
        yield from _moderation(definition.moderation, framework, scopes)


def audited(definition: language.Definition, scopes: Sequence[Scope]) -> tuple[Scope, ...]:
    """The forms whose returns figures are taken over where nothing else is said: those of reports, else all."""
    forms = {report.form for report in definition.reports}
    if definition.moderation is not None:
        forms.add(definition.moderation.audits)
    return tuple(scope for scope in scopes if scope.form in forms) or tuple(scopes)


def in_any(scopes: Sequence[Scope], check: Callable[[Scope], Iterator[Issue]]) -> Iterator[Issue]:
    """What is wrong for the form that fits best; nothing where it is right for one of them."""
    found = [tuple(check(scope)) for scope in scopes]
    yield from min(found, key=len, default=())


def _measure(
    measure: language.Measure, path: Steps, definition: language.Definition, scopes: Sequence[Scope]
) -> Iterator[Issue]:
    """What is wrong with one measure."""
    ids = [one.id for one in definition.measures]
    if measure.of:
        yield from known(measure.of, ids, (*path, "of"), "measure")
        if measure.id in _bases(measure, definition):
            message = f"The measure “{measure.id}” is, by way of its base, a share of itself."
            yield Issue((*path, "of"), "circular-measure", message, "Name a wider measure, such as all audits.")
    candidates = audited(definition, scopes)
    if measure.form:
        yield from known(measure.form, [scope.form for scope in scopes], (*path, "form"), "form")
        candidates = tuple(scope for scope in scopes if scope.form == measure.form)
    yield from in_any(candidates, lambda scope: condition(measure.when, (*path, "when"), scope.with_case()))


def _bases(measure: language.Measure, definition: language.Definition) -> set[str]:
    """The measures that a measure is a share of, directly and by way of others."""
    of = {one.id: one.of for one in definition.measures}
    found: set[str] = set()
    base = measure.of
    while base and base not in found:
        found.add(base)
        base = of.get(base, "")
    return found


def _threshold(threshold: language.Threshold, path: Steps, definition: language.Definition) -> Iterator[Issue]:
    """What is wrong with one target."""
    measures = {one.id: one for one in definition.measures}
    yield from known(threshold.measure, measures, (*path, "measure"), "measure")
    if threshold.measure in measures and not measures[threshold.measure].of:
        message = f"The target “{threshold.id}” judges the share of “{threshold.measure}”, which is a share of nothing."
        yield Issue((*path, "measure"), "no-base", message, f"Give the measure “{threshold.measure}” an of.")
    if threshold.at_least is None and threshold.at_most is None:
        message = f"The target “{threshold.id}” has no number."
        yield Issue(path, "missing-word", message, "Add at_least: or at_most: and a number of percent.")
    if (threshold.at_least or Decimal(0)) > (Decimal(100) if threshold.at_most is None else threshold.at_most):
        message = f"Nothing can be at least {threshold.at_least} and at most {threshold.at_most} percent."
        yield Issue((*path, "at_least"), "bad-threshold", message, "Correct one of the two.")


def _references(definition: language.Definition, scopes: Sequence[Scope]) -> Iterator[Issue]:
    """What is wrong with shares found elsewhere."""
    rounds = {name for one in definition.rounds for name in (one.id, one.previous) if name}
    measures = {one.id: one for one in definition.measures}
    seen: dict[tuple[object, ...], Steps] = {}
    for n, reference in enumerate(definition.references):
        path: Steps = ("references", n)
        yield from known(reference.measure, measures, (*path, "measure"), "measure")
        if reference.measure in measures and not measures[reference.measure].of:
            message = f"A share of “{reference.measure}” is given, which is a share of nothing."
            yield Issue((*path, "measure"), "no-base", message, f"Give the measure “{reference.measure}” an of.")
        if reference.round and reference.round not in rounds:
            message = f"There is no round “{reference.round}”."
            fix = choose(reference.round, sorted(rounds), "Add it to rounds, or name it as the previous of one.")
            yield Issue((*path, "round"), "unknown-round", message, fix)
        yield from _where(reference.where, (*path, "where"), reference.measure, definition, scopes)
        key = (reference.measure, reference.round, reference.source, *sorted(reference.where.items()))
        if key in seen:
            message = "The same share of the same cases from the same source is given twice."
            yield Issue(path, "repeated-reference-value", message, "Delete one of the two.", first=seen[key])
        seen.setdefault(key, path)


def _where(
    said: dict[str, str], path: Steps, measure: str, definition: language.Definition, scopes: Sequence[Scope]
) -> Iterator[Issue]:
    """What is wrong with the part of the cases over which a measure is taken."""
    form = next((one.form for one in definition.measures if one.id == measure), "")
    candidates = tuple(scope for scope in scopes if scope.form == form) or audited(definition, scopes)
    yield from in_any(candidates, lambda scope: where(said, path, scope))


def _rounds(definition: language.Definition, scopes: Sequence[Scope]) -> Iterator[Issue]:
    """What is wrong with the rounds."""
    measures = [one.id for one in definition.measures]
    for n, one in enumerate(definition.rounds):
        path: Steps = ("rounds", n)
        if one.last < one.first:
            message = f"The round “{one.id}” ends before it starts."
            yield Issue((*path, "last"), "bad-round", message, "Correct first or last.")
        if one.previous == one.id:
            message = f"The round “{one.id}” is named as its own previous round."
            yield Issue((*path, "previous"), "bad-round", message, "Name the round before it.")
        if one.previous_label and not one.previous:
            message = f"The round “{one.id}” has a previous_label and no previous."
            yield Issue((*path, "previous_label"), "missing-word", message, "Add previous: and the id of that round.")
        for m, recommendation in enumerate(one.recommendations):
            at = (*path, "recommendations", m)
            if recommendation.evidence:
                yield from known(recommendation.evidence, measures, (*at, "evidence"), "measure")
            elif recommendation.where:
                message = f"The recommendation “{recommendation.id}” has a where and no evidence."
                yield Issue((*at, "where"), "missing-word", message, "Add evidence: and the measure that shows it.")
            yield from _where(recommendation.where, (*at, "where"), recommendation.evidence, definition, scopes)
    ordered = sorted(enumerate(definition.rounds), key=lambda pair: (pair[1].first, pair[1].last))
    for (_, before), (n, after) in pairwise(ordered):
        if after.first <= before.last:
            message = f"The rounds “{before.id}” and “{after.id}” share days, so an audit can count in both."
            yield Issue(("rounds", n, "first"), "rounds-overlap", message, "Let one end before the other starts.",
                        Severity.WARNING)  # fmt: skip
    if definition.rounds:
        dated = {form.id for form in definition.forms if form.roles.date}
        for scope in audited(definition, scopes):
            if scope.form not in dated:
                message = (
                    f"There are rounds, and the form “{scope.form}” does not say which date is the one that counts."
                )
                fix = "Add date: to its roles."
                index = next(n for n, form in enumerate(definition.forms) if form.id == scope.form)
                yield Issue(("forms", index, "roles"), "no-date-role", message, fix, Severity.WARNING)


def _moderation(moderation: language.Moderation, framework: Framework, scopes: Sequence[Scope]) -> Iterator[Issue]:
    """What is wrong with how a second grade meets the first."""
    by_form = {scope.form: scope for scope in scopes}
    path: Steps = ("moderation",)
    for word in ("audits", "form"):
        name = getattr(moderation, word)
        yield from known(name, by_form, (*path, word), "form")
        form = framework.form(name)
        if form is not None and not form.role("case"):
            message = f"A second grade is matched by its case, and the form “{name}” has no role case."
            yield Issue((*path, word), "missing-role", message, "Add case: to the roles of the form.")
    if moderation.audits == moderation.form:
        message = f"The form “{moderation.form}” cannot moderate itself."
        yield Issue((*path, "form"), "bad-moderation", message, "Name the form that brings the second grade.")
    audits = framework.form(moderation.audits)
    if audits is not None and not audits.role("grade"):
        message = f"The form “{audits.id}” is moderated and has no role grade."
        yield Issue((*path, "audits"), "missing-role", message, "Add grade: to the roles of the form.")
    scope = by_form.get(moderation.form)
    if scope is None:
        return
    first = audits.question(audits.role("grade")) if audits is not None else None
    for word in ("grade", "final"):
        field = getattr(moderation, word)
        if not field:
            continue
        yield from scope.unknown(field, (*path, word), f"The {word} of the moderation")
        question = scope.fields.get(field)
        if question is None or field in scope.unsure:
            continue
        if question.kind != "grade":
            message = f"The {word} of the moderation is “{field}”, which is a {question.kind} question."
            yield Issue((*path, word), "wrong-kind", message, "Name a question of the kind grade.")
        elif first is not None and first.scale and question.scale and first.scale != question.scale:
            message = (
                f"“{field}” is on the scale “{question.scale}”, and the grade that it meets is on “{first.scale}”."
            )
            yield Issue((*path, word), "other-scale", message, "Put both on the same scale.")
