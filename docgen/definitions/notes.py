"""What a definition says of each part of a form in its own words, for the proof that its author reads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from docgen.conditions import fields_of
from docgen.definitions.changes import said
from docgen.model import Form, Framework, Question, Rule, Section

DOT = " · "


def notes(framework: Framework, form: Form) -> Mapping[str, tuple[str, ...]]:
    """The notes of a form: by field, `field=option`, `field.column`, `section:id`, and `top` and `end` of the form."""
    found: dict[str, tuple[str, ...]] = {"top": tuple(_top(framework, form)), "end": tuple(_end(framework, form))}
    for section in form.sections:
        found[f"section:{section.id}"] = tuple(_section(section))
    for question in form.questions:
        found[question.id] = tuple(_question(question, framework, form))
        for option in question.options:
            marks = [option.id, *_when("theme", option.theme), *(["exclusive"] if option.exclusive else [])]
            found[f"{question.id}={option.id}"] = (DOT.join(marks),)
        for column in question.columns:
            found[f"{question.id}.{column.id}"] = tuple(_column(column))
    return found


def _top(framework: Framework, form: Form) -> Iterator[str]:
    yield f"{framework.id} {framework.version}{DOT}form {form.id}{DOT}{len(form.questions)} fields"
    yield "Lines in these letters are for whoever writes the definition; the form itself does not have them."
    roles = ", ".join(f"{role} = {field}" for role, field in form.roles)
    yield f"roles: {roles or 'none'}"


def _section(section: Section) -> Iterator[str]:
    look = [f"look {section.look}"] if section.look != "questions" else []
    yield DOT.join([f"section {section.id}", *look])
    if section.relevant_when:
        yield f"relevant_when {said(section.relevant_when)}"


def _question(question: Question, framework: Framework, form: Form) -> Iterator[str]:
    """The lines beside one field: what it is, when it applies, which rules and measures speak of it."""
    marks = [question.id, question.kind, *_when("scale", question.scale), *_when("theme", question.theme)]
    marks += ["required"] if question.required else []
    marks += [f"role {role}" for role, field in form.roles if field == question.id]
    marks += [f"comment on {question.about}"] if question.about else []
    marks += ["may be quoted"] if question.quote else []
    yield DOT.join(marks)
    for word in ("required_when", "relevant_when"):
        condition = getattr(question, word)
        if condition is not None:
            yield f"{word} {said(condition)}"
    if question.accept_inferred:
        yield f"accept_inferred {', '.join(question.accept_inferred)}"
    if question.options and question.look == "list":
        yield "options: " + "; ".join(f"{option.id} = {option.label}" for option in question.options)
    if question.kind == "table":
        yield f"{question.rows} rows"
    about = [rule for rule in form.rules if _about(rule) == question.id]
    yield from (f"rule {_rule(rule)}" for rule in about)
    others = [rule.id for rule in form.rules if rule not in about and question.id in _speaks_of(rule)]
    if others:
        yield f"also in rules: {', '.join(others)}"
    counted = [one.id for one in framework.measures if one.form in ("", form.id) and question.id in fields_of(one.when)]
    if counted:
        yield f"in measures: {', '.join(counted[:8])}" + (f" and {len(counted) - 8} more" if len(counted) > 8 else "")


def _column(column: Question) -> Iterator[str]:
    yield DOT.join([column.id, column.kind, *_when("scale", column.scale), *(["required"] if column.required else [])])
    if column.options:
        yield "options: " + "; ".join(f"{option.id} = {option.label}" for option in column.options)


def _end(framework: Framework, form: Form) -> Iterator[str]:
    """What concerns the whole form: every rule in full, and what only the case list tells."""
    if form.rules:
        yield "# Rules of this form"
    for rule in form.rules:
        yield f"{_rule(rule)}"
        if rule.message:
            yield f"    message: {' '.join(rule.message.split())}"
        if rule.fix:
            yield f"    fix: {' '.join(rule.fix.split())}"
    if framework.case_fields:
        yield "# What only the case list tells"
    for field in framework.case_fields:
        yield DOT.join([field.id, field.kind, field.label])


def _rule(rule: Rule) -> str:
    """A rule in its own words, on one line."""
    parts = [f"{rule.id} ({rule.severity}, {rule.kind})"]
    if rule.when is not None:
        parts.append(f"when {said(rule.when)}")
    for word in ("needs", "questions"):
        parts += [f"{word} {', '.join(getattr(rule, word))}"] if getattr(rule, word) else []
    parts += [f"count {rule.count}"] if rule.count is not None else []
    parts += [f"grade {rule.grade}"] if rule.grade else []
    return DOT.join(parts)


def _about(rule: Rule) -> str:
    """The field that a rule's query is about."""
    return rule.question or next(iter((*rule.questions, *rule.needs)), "")


def _speaks_of(rule: Rule) -> frozenset[str]:
    return fields_of(rule.when) | {rule.question, *rule.questions, *rule.needs}


def _when(word: str, value: str) -> list[str]:
    return [f"{word} {value}"] if value else []
