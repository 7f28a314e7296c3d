"""The rules of forms: that each has the words of its kind, and that they name what there is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docgen.definitions import language
from docgen.definitions.lint.conditions import condition
from docgen.definitions.lint.issues import Issue, Scope
from docgen.definitions.problem import Steps, choose, listed, nearest
from docgen.definitions.rulekinds import PLACEHOLDERS, RULE_KINDS
from docgen.model import Framework, Severity

_BRACES = re.compile(r"\{\s*([\w.:!]+)\s*\}|\{\}")
_WORDS = ("when", "question", "questions", "needs", "count", "grade")


def issues(definition: language.Definition, framework: Framework, scopes: Sequence[Scope]) -> Iterator[Issue]:
    """What is wrong with the rules of every form."""
    for n, (form, scope) in enumerate(zip(definition.forms, scopes, strict=True)):
        for m, rule in enumerate(form.rules):
            path: Steps = ("forms", n, "rules", m)
            yield from _words(rule, path)
            yield from _names(rule, path, scope)
            yield from _wording(rule, path)
            yield from condition(rule.when, (*path, "when"), scope.with_case())
            if rule.kind == "grade_cap":
                yield from _cap(rule, path, scope, framework)


def _words(rule: language.Rule, path: Steps) -> Iterator[Issue]:
    """Words that the kind of rule cannot do without, or has no use for."""
    kind = RULE_KINDS[rule.kind]
    for word in _WORDS:
        value = getattr(rule, word)
        given = value is not None and value not in ("", ())
        if word in kind.must and not given:
            message = f"The rule “{rule.id}” is of the kind {rule.kind} and has no {word}."
            yield Issue(path, "missing-word", message, f"Add {word}: to it. {kind.says}")
        elif given and word not in (*kind.must, *kind.may):
            message = f"The rule “{rule.id}” is of the kind {rule.kind} and has no use for {word}."
            fix = f"Its words are {listed((*kind.must, *kind.may), 'and')}."
            yield Issue((*path, word), "useless-word", message, fix)
    if kind.worded:
        for word in ("message", "fix"):
            if not getattr(rule, word):
                what = "says what was found" if word == "message" else "says what to do"
                message = f"The rule “{rule.id}” has no {word}."
                yield Issue(path, "missing-word", message, f"Add {word}: and a sentence that {what}.")
    if rule.kind == "urgent_when" and rule.severity not in (None, "urgent"):
        message = f"The rule “{rule.id}” is of the kind urgent_when and says severity: {rule.severity}."
        yield Issue((*path, "severity"), "useless-word", message, "Delete severity, or make it kind: expression.")
    if rule.kind == "at_least" and rule.count == 0:
        message = f"The rule “{rule.id}” asks for at least 0, which every form has."
        yield Issue((*path, "count"), "useless-word", message, "Write the least number that is allowed.")


def _names(rule: language.Rule, path: Steps, scope: Scope) -> Iterator[Issue]:
    """Questions that a rule names and the form does not have, or names twice."""
    if rule.question:
        yield from scope.unknown(rule.question, (*path, "question"))
    for word in ("questions", "needs"):
        fields: tuple[str, ...] = getattr(rule, word)
        for n, field in enumerate(fields):
            yield from scope.unknown(field, (*path, word, n))
            if field in fields[:n]:
                message = f"The rule “{rule.id}” names “{field}” twice under {word}."
                yield Issue((*path, word, n), "repeated-word", message, "Delete one of the two.")


def _wording(rule: language.Rule, path: Steps) -> Iterator[Issue]:
    """Words in braces that are not filled in."""
    for word in ("message", "fix"):
        for found in _BRACES.finditer(getattr(rule, word)):
            if found[0] not in [f"{{{one}}}" for one in PLACEHOLDERS]:
                message = f"{found[0]} is not filled in: the {word} of “{rule.id}” would be printed with it."
                guess = nearest(found[1] or "", PLACEHOLDERS)
                fix = f"Did you mean {{{guess}}}?" if guess else f"Use {listed(f'{{{one}}}' for one in PLACEHOLDERS)}."
                yield Issue((*path, word), "bad-placeholder", message, fix)


def _cap(rule: language.Rule, path: Steps, scope: Scope, framework: Framework) -> Iterator[Issue]:
    """What is wrong with the grade that a grade_cap allows."""
    field = scope.fields.get(rule.question)
    if field is None or field.id in scope.unsure or not rule.grade:
        return
    if field.kind != "grade":
        message = f"The rule “{rule.id}” caps “{field.id}”, which is a {field.kind} question."
        yield Issue((*path, "question"), "wrong-kind", message, "Name a question of the kind grade.")
        return
    scale = framework.scale(field.scale)
    if scale is None or not scale.grades:
        return
    grade = scale.grade(rule.grade)
    if grade is None:
        message = f"“{rule.grade}” is not a grade of the scale “{scale.id}”."
        yield Issue((*path, "grade"), "unknown-option", message, choose(rule.grade, scope.grades[scale.id]))
    elif grade.rank == max(one.rank for one in scale.grades):
        message = f"“{rule.grade}” is the best grade, so the rule “{rule.id}” never caps anything."
        fix = "Name the best grade that is still allowed."
        yield Issue((*path, "grade"), "useless-word", message, fix, Severity.WARNING)
