"""The words of a query: how a question, a value and a condition are named to a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from docgen import conditions, fields
from docgen.checks.facts import Facts
from docgen.model import Condition, Query, Question, Severity, Test, Value

_PLACEHOLDER = re.compile(r"\{(label|ref|value|count)\}")
_LONGEST = 80
_DECIDE_FIRST = "Decide the doubtful answer first; the check is then made again."
_BY_HAND = "Check it by hand; next time make the toolkits from a case list"


@dataclass(frozen=True, slots=True)
class Found:
    """What a check has found, before the definition's own words are put on it.

    question    the field that the query is about
    message     docgen's words; `fix` what to do
    count       what a counting rule counted
    rule        set by an automatic check, with its severity; empty for a rule of the definition
    unsure      the fields because of which the check could not be made: doubtful, or not told by the case list
    """

    question: str
    message: str = ""
    fix: str = ""
    count: int | None = None
    rule: str = ""
    severity: Severity = Severity.ERROR
    unsure: tuple[str, ...] = ()


def named(question: Question, facts: Facts) -> str:
    """A question as a sentence speaks of it: `question 6b “Rationale”`."""
    if question.id in facts.plan.case:
        return f"“{question.label}” in the case list"
    if about := about_of(question, facts):
        return f"the comment on question {about.ref} “{about.label}”"
    return f"question {question.ref} “{question.label}”"


def about_of(question: Question, facts: Facts) -> Question | None:
    """The question that a comment without words of its own is about; None for any other question."""
    plain = question.about and question.label.casefold() in ("comment", "comments")
    return facts.plan.questions[question.about] if plain else None


def sentence(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def shown(value: Value, question: Question) -> str:
    """A value in the words of the form, on one line and cut short."""
    text = " ".join(fields.show(value, question).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def answer(field_id: str, facts: Facts) -> str:
    """The certain answer to a field in the words of the form; an empty string for none."""
    return shown(facts.values.get(field_id), facts.plan.questions[field_id])


def listed(parts: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    every = list(parts)
    return f" {last} ".join(filter(None, (", ".join(every[:-1]), *every[-1:])))


def is_so(condition: Condition | None, facts: Facts, said: str = "") -> str:
    """What of a condition that holds was found: `question 6a “Grade” is “Not met”`; empty for an expression without
    words.

    `said` is the field whose label the sentence has already named; its reference is then enough.
    """
    if condition is None or (condition.expression and not condition.says):
        return ""
    return listed(filter(None, (*(_found(test, facts, said) for test in condition.tests), condition.says)))


def _found(test: Test, facts: Facts, said: str) -> str:
    question = facts.plan.questions[test.field]
    where = f"question {question.ref}" if test.field == said else named(question, facts)
    if test.any_of == (conditions.ANSWERED,):
        return f"{where} is answered"
    if test.any_of == (conditions.BLANK,):
        return f"{where} is blank"
    if question.kind == "ticks":
        value = facts.values.get(test.field)
        ticked = value if isinstance(value, tuple) else ()
        labels = [f"“{o.label}”" for o in question.options if o.id in test.any_of and o.id in ticked]
        return f"{listed(labels)} {'are' if len(labels) > 1 else 'is'} ticked in {where}"
    return f"{where} is “{answer(test.field, facts)}”"


def must_be(condition: Condition, facts: Facts) -> str:
    """What a condition asks for: `question 6a “Grade” is “Good” or “Met”`; empty for an expression without words."""
    if condition.expression and not condition.says:
        return ""
    return listed(filter(None, (*(_asked(test, facts) for test in condition.tests), condition.says)))


def _asked(test: Test, facts: Facts) -> str:
    question = facts.plan.questions[test.field]
    where = named(question, facts)
    if test.any_of in ((conditions.ANSWERED,), (conditions.BLANK,)):
        return f"{where} is {test.any_of[0]}"
    options = {option.id: f"“{option.label}”" for option in question.options}
    wanted = listed((options.get(name, f"“{name}”") for name in test.any_of), "or")
    return f"{wanted} is ticked in {where}" if question.kind == "ticks" else f"{where} is {wanted}"


def how_to_fill(question: Question, facts: Facts) -> str:
    """What a person does to answer a question that is blank."""
    where = named(question, facts)
    match fields.kind(question).control:
        case fields.Control.ONE_OF if len(question.options) <= 6:
            return f"Choose {listed((f'“{o.label}”' for o in question.options), 'or')} in {where}."
        case fields.Control.ONE_OF:
            return f"Choose one of the options of {where}."
        case fields.Control.TICKS:
            return f"Tick at least one box of {where}."
        case fields.Control.DATE:
            return f"Enter the date in {where}."
        case fields.Control.ROWS:
            return f"Fill in at least one row of {where}."
        case _:
            return f"Fill in {where}."


def filled(text: str, found: Found, facts: Facts) -> str:
    """The definition's own words, placeholders replaced in one pass: what is put in is never read again."""
    question = facts.plan.questions[found.question]
    about = about_of(question, facts)
    label = f"{about.label} – comment" if about else question.label
    count = found.count if found.count is not None else facts.count((question.id,))
    words: Mapping[str, str] = {
        "label": label,
        "ref": question.ref,
        "value": answer(question.id, facts),
        "count": str(count),
    }
    return _PLACEHOLDER.sub(lambda match: words[match[1]], text)


def could_not_be_checked(found: Found, rule: str, facts: Facts) -> tuple[str, str]:
    """Message and fix for a check that hangs on doubtful answers, or on what the case list does not tell."""
    where = named(facts.plan.questions[found.question], facts)
    doubtful = [name for name in found.unsure if name not in facts.plan.case]
    untold = [facts.plan.questions[name] for name in found.unsure if name in facts.plan.case]
    others = [named(facts.plan.questions[name], facts) for name in doubtful if name != found.question]
    own = ["its own answer"] if found.question in doubtful else []
    hangs_on = [*own, *(f"the answer to {other}" for other in others)]
    are = "are" if len(hangs_on) > 1 else "is"
    reasons = [f"{listed(hangs_on)} {are} doubtful"] if hangs_on else []
    fixes = [_DECIDE_FIRST] if hangs_on else []
    if untold:
        reasons.append(f"the case list has no {listed((f'“{field.label}”' for field in untold), 'or')}")
        columns = f"column{'s' if len(untold) > 1 else ''} {listed(f'“{field.id}”' for field in untold)}"
        fixes.append(f"{_BY_HAND} with the {columns}.")
    what = f"{sentence(where)} could not be checked (rule {rule})" if hangs_on else f"Rule {rule} could not be checked"
    return f"{what}: {listed(reasons)}.", " ".join(fixes)


def waits(query: Query) -> bool:
    """Whether a query says no more than that a check could not be made: it waits for a person of the team."""
    return query.fix.startswith((_DECIDE_FIRST, _BY_HAND))
