"""The audit cycle: fields of the case list that no form asks for as well, and methods whose forms there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docgen.definitions import language
from docgen.definitions.lint.issues import Issue, Scope, known
from docgen.definitions.lint.names import TAKEN
from docgen.definitions.problem import Steps


def issues(definition: language.Definition, scopes: Sequence[Scope]) -> Iterator[Issue]:
    """What is wrong with the fields of the case list and with the schedule."""
    for n, field in enumerate(definition.case_fields):
        yield from _case_field(field, ("case_fields", n, "id"), scopes)
    forms = [form.id for form in definition.forms]
    for n, method in enumerate(definition.schedule):
        path: Steps = ("schedule", n)
        if method.form:
            yield from known(method.form, forms, (*path, "form"), "form")
        if method.frequency == "event" and not method.cases:
            message = f"The method “{method.id}” is due at an event, and does not say at which."
            yield Issue(path, "missing-word", message, "Add cases: and the event, such as At every closure.")


def _case_field(field: language.CaseField, path: Steps, scopes: Sequence[Scope]) -> Iterator[Issue]:
    """A field of the case list whose id means something else already."""
    if field.id in TAKEN:
        message = f"“{field.id}” is a word of the condition language and cannot be the id of a field."
        yield Issue(path, "reserved-id", message, "Choose another id.")
    for scope in scopes:
        if field.id in scope.fields:
            message = f"“{field.id}” is a question of the form “{scope.form}” already."
            fix = "A column of the case list with that id fills the question in: delete this, or choose another id."
            yield Issue(path, "repeated-id", message, fix, first=scope.paths[field.id])
