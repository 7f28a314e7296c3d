"""Questions, conditions and rules in words: how a guidance document speaks of what a definition says in signs."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from docgen.conditions import ANSWERED, BLANK
from docgen.model import Condition, Form, Question, Rule, Scale, Test

_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def listed(parts: Iterable[str], last: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    every = list(parts)
    return f" {last} ".join(filter(None, (", ".join(every[:-1]), *every[-1:])))


def sentence(text: str) -> str:
    """The text with a capital at its start."""
    return text[:1].upper() + text[1:]


def called(question: Question) -> str:
    """A question by reference and label; a comment by its reference alone, which names its question."""
    return question.ref if question.about else f"{question.ref} “{question.label}”"


# --- references ------------------------------------------------------------------------------------------


def refs(wanted: Sequence[Question], form: Form) -> str:
    """Questions by their references, in the order of the form: `1a to 1g, 2b with its comment and 3c comment`.

    Three or more that follow one another in a section are run together.
    """
    ids = {question.id for question in wanted}
    comments = {question.about: question.id for question in form.questions if question.about}
    runs: list[list[_Item]] = []
    before: _Item | None = None
    for question in form.questions:
        if question.about:
            continue
        own, comment = question.id in ids, comments.get(question.id) in ids
        item = _Item(question, own, comment) if own or comment else None
        if item is not None and before is not None and item.follows(before):
            runs[-1].append(item)
        elif item is not None:
            runs.append([item])
        before = item
    return listed(part for run in runs for part in _run(run))


@dataclass(frozen=True, slots=True)
class _Item:
    """A question that is spoken of: itself, its comment, or both."""

    question: Question
    own: bool
    comment: bool

    def follows(self, other: _Item) -> bool:
        """Whether both are spoken of in the same way, within one section."""
        alike = (self.own, self.comment) == (other.own, other.comment)
        return alike and self.question.section == other.question.section


def _run(run: Sequence[_Item]) -> list[str]:
    kind = run[0]
    if len(run) < 3:
        after = ("" if not kind.comment else " with its comment") if kind.own else " comment"
        return [f"{item.question.ref}{after}" for item in run]
    both = f"{run[0].question.ref} to {run[-1].question.ref}"
    if not kind.own:
        return [f"the comments of {both}"]
    return [f"{both} with their comments" if kind.comment else both]


# --- conditions ------------------------------------------------------------------------------------------


def asked(condition: Condition, form: Form) -> str:
    """What a condition asks for: `6a “Grade” is “Met” or “Not met”`; empty where it has no words."""
    if condition.expression and not condition.says:
        return ""
    parts = [_test(test, form) for test in condition.tests]
    parts += [" ".join(condition.says.split())] if condition.says else []
    return " and ".join(parts) if all(parts) else ""


def _test(test: Test, form: Form) -> str:
    question = form.question(test.field)
    if question is None:
        return ""
    if test.any_of == (ANSWERED,):
        return f"{called(question)} is answered"
    if test.any_of == (BLANK,):
        return f"{called(question)} is left blank"
    labels = listed((f"“{_label(question, value)}”" for value in test.any_of), "or")
    return (
        f"{labels} is ticked in {called(question)}" if question.kind == "ticks" else f"{called(question)} is {labels}"
    )


def _label(question: Question, value: object) -> str:
    option = question.option(str(value))
    return option.label if option else str(value)


# --- rules -----------------------------------------------------------------------------------------------


def found(rule: Rule, form: Form, scales: Sequence[Scale]) -> str:
    """What a rule finds, as its message says it of any return: what would be filled in is said in general."""
    return _general(rule.message or _own_words(rule, form), rule, form, scales)


def fix(rule: Rule, form: Form, scales: Sequence[Scale]) -> str:
    """What to do about it."""
    names = refs(_about(rule, form), form)
    return _general(rule.fix or f"Look again at {names}.", rule, form, scales)


def _general(text: str, rule: Rule, form: Form, scales: Sequence[Scale]) -> str:
    """The words of a rule without placeholders."""
    value = _value(rule, form, scales)
    if value.startswith(("better", "worse", "not ")):
        text = text.replace("“{value}”", value)
    text = re.sub(r",? ?“\{value\}”,", "" if value == "…" else f" “{value}”,", text)
    text = re.sub(r"(?:: only|[:,]) \{value\}(?=\.)", "", text)
    text = re.sub(r" \(\{count\}[^)]*\)", "", text)
    about = _about(rule, form)
    return sentence(
        text.replace("{value}", value)
        .replace("{count}", _count(rule))
        .replace("“{label}”", listed((f"“{question.label}”" for question in about), "or"))
        .replace("{label}", listed((question.label for question in about), "or"))
        .replace("{ref}", refs(about, form))
    )


def _about(rule: Rule, form: Form) -> list[Question]:
    """The questions that a rule may speak of: those that it needs, else the one it is about, else those it counts."""
    ids = rule.needs or ((rule.question,) if rule.question else rule.questions)
    return [question for question in map(form.question, ids) if question is not None]


def _count(rule: Rule) -> str:
    number = rule.count or 0
    words = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    most = f"more than {words}" if number else "one or more"
    least = f"fewer than {words}" if number > 1 else "no"
    return {"at_most": most, "at_least": least}.get(rule.kind, "several")


def _value(rule: Rule, form: Form, scales: Sequence[Scale]) -> str:
    """What the answer to the question of a rule may be where the rule finds it; … where the rule does not say."""
    question = form.question(rule.question)
    if question is None:
        return "…"
    if rule.kind == "grade_cap":
        return f"better than “{_label(question, rule.grade)}”"
    expression = rule.when.expression if rule.when else ""
    for node in ast.walk(ast.parse(expression or "None", mode="eval")):
        match node:
            case ast.Call(
                func=ast.Name(id=("better" | "worse") as way), args=[ast.Name(id=name), ast.Constant(value=g)]
            ):
                if name == rule.question:
                    return f"{way} than “{_label(question, g)}”"
            case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq()], comparators=[ast.Constant(value=value)]):
                if name == rule.question:
                    return _label(question, value)
            case ast.Compare(left=ast.Name(id=name), ops=[ast.NotEq()], comparators=[ast.Constant(value=value)]):
                if name == rule.question:
                    return f"not “{_label(question, value)}”"
    return "…"


def _own_words(rule: Rule, form: Form) -> str:
    """What a rule without words of its own finds."""
    names = refs(_about(rule, form), form)
    counted = refs([q for q in map(form.question, rule.questions) if q is not None], form)
    where = asked(rule.when, form) if rule.when else ""
    because = f", and {where}" if where else ""
    match rule.kind:
        case "needs":
            return f"{names} is blank{because}."
        case "needs_one_of":
            return f"None of {names} is answered{because}."
        case "exactly_one":
            return f"Not exactly one answer is given in {counted}{because}."
        case _:
            return f"There are {_count(rule)} answers in {counted}{because}."
