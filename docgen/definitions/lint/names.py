"""How ids are spelt, and that none is given twice."""

from __future__ import annotations

import keyword
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel

from docgen.conditions import FUNCTIONS, RESERVED
from docgen.definitions import language
from docgen.definitions.lint.issues import Issue, placed, repeated
from docgen.definitions.problem import Steps
from docgen.definitions.shapes import EXPRESSION, ID, SAYS, IdStyle
from docgen.definitions.wording import NOUNS, slug
from docgen.model import Form, Framework

TAKEN = frozenset({*keyword.kwlist, *FUNCTIONS, *RESERVED, EXPRESSION, SAYS})


def issues(definition: language.Definition, framework: Framework) -> Iterator[Issue]:
    """Ids that are spelt wrongly or given twice, anywhere in the definition."""
    for path, part in _parts(definition, ()):
        yield from _spelling(part, path)
    for noun, parts in (
        ("scale", definition.scales),
        ("theme", definition.themes),
        ("form", definition.forms),
        ("measure", definition.measures),
        ("threshold", definition.thresholds),
        ("round", definition.rounds),
        ("report", definition.reports),
    ):
        yield from _unique(parts, (f"{noun}s",), noun, "framework")
    yield from _unique(definition.case_fields, ("case_fields",), "field", "case list")
    yield from _unique(definition.schedule, ("schedule",), "method", "schedule")
    if definition.cycle is not None:
        yield from _unique(definition.cycle.samples, ("cycle", "samples"), "sample", "cycle")
        yield from _unique(definition.cycle.steps, ("cycle", "steps"), "step", "cycle")
    for n, one in enumerate(definition.measures):
        if one.id == "total":
            fix = "Choose another id."
            yield Issue(("measures", n, "id"), "reserved-id", "“total” stands for all rows of a table.", fix)
    for n, scale in enumerate(definition.scales):
        yield from _unique(scale.grades, ("scales", n, "grades"), "grade", "scale")
    for n, (form, built) in enumerate(zip(definition.forms, framework.forms, strict=True)):
        yield from _form(form, built, ("forms", n))
    for n, round_ in enumerate(definition.rounds):
        yield from _unique(round_.recommendations, ("rounds", n, "recommendations"), "recommendation", "round")
    for n, report in enumerate(definition.reports):
        yield from _unique(report.sections, ("reports", n, "sections"), "section", "report")
        for m, section in enumerate(report.sections):
            yield from _unique(section.columns, ("reports", n, "sections", m, "columns"), "column", "section")


def _form(form: language.Form, built: Form, path: Steps) -> Iterator[Issue]:
    """Ids and printed references within one form."""
    yield from _unique(form.sections, (*path, "sections"), "section", "form")
    yield from _unique(form.rules, (*path, "rules"), "rule", "form")
    every = list(placed(form, built, path))
    yield from repeated(
        ((question.id, (*at, "id")) for question, at in every),
        lambda word: f"The id “{word}” is given to two questions of this form.",
        "Give this one another id.",
        "repeated-id",
    )
    yield from repeated(
        ((question.ref, (*at, "ref")) for question, at in every),
        lambda word: f"The reference “{word}” is printed before two questions of this form.",
        "Give this one another ref, or leave ref out.",
        "repeated-reference",
        loosely=True,
    )
    yield from repeated(
        ((section.ref, (*path, "sections", n, "ref")) for n, section in enumerate(built.sections)),
        lambda word: f"The reference “{word}” is printed before two sections of this form.",
        "Give this one another ref, or leave ref out.",
        "repeated-reference",
        loosely=True,
    )
    for question, at in every:
        if question.id in TAKEN:
            message = f"“{question.id}” is a word of the condition language and cannot be the id of a question."
            yield Issue((*at, "id"), "reserved-id", message, "Choose another id.")
        for n, column in enumerate(question.columns):
            if column.id in [one.id for one in question.columns[:n]]:
                message = f"The id “{column.id}” is given to two columns of this table."
                yield Issue((*at, "columns", n, "id"), "repeated-id", message, "Give this one another id.")


def _unique(parts: Iterable[Any], path: Steps, noun: str, within: str) -> Iterator[Issue]:
    """An issue for each id that a list of parts holds twice; parts without an id are left out."""
    yield from repeated(
        ((part.id, (*path, n, "id")) for n, part in enumerate(parts) if part.id),
        lambda word: f"The id “{word}” is given to two {noun}s of this {within}.",
        "Give this one another id.",
        "repeated-id",
    )


def _parts(part: BaseModel, path: Steps) -> Iterator[tuple[Steps, BaseModel]]:
    """Every part of a definition with its path."""
    yield path, part
    for name, value in part:
        if isinstance(value, BaseModel):
            yield from _parts(value, (*path, name))
        elif isinstance(value, tuple):
            for n, one in enumerate(value):
                if isinstance(one, BaseModel):
                    yield from _parts(one, (*path, name, n))


def _spelling(part: BaseModel, path: Steps) -> Iterator[Issue]:
    """An issue where the id of a part is not spelt as its kind of id must be."""
    field = type(part).model_fields.get("id")
    style = next((one for one in field.metadata if isinstance(one, IdStyle)), None) if field else None
    said = getattr(part, "id", "")
    if style is None or not said:
        return
    noun = NOUNS[type(part).__name__]
    if not style.pattern.match(said):
        example = slug(said) if style is ID else slug(said).replace("_", "-")
        fix = f"Use {style.words}, such as {example[: style.longest]}."
        yield Issue((*path, "id"), "bad-id", f"The id “{said}” of this {noun} is not spelt as an id.", fix)
    elif len(said) > style.longest:
        message = f"The id “{said}” of this {noun} is {len(said)} characters long."
        yield Issue((*path, "id"), "long-id", message, f"Use at most {style.longest} characters.")
