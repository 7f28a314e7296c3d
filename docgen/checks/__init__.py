"""What QA asks back of one return: the framework's rules, and what its questions ask for by themselves.

Pure: values in, queries out. A rule never fires, and never passes, on a doubtful answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from docgen.checks.automatic import AUTOMATIC
from docgen.checks.facts import Facts, Plan
from docgen.checks.rules import KINDS
from docgen.checks.wording import Found, could_not_be_checked, filled, waits
from docgen.model import Answer, Form, Framework, Place, Query, Rule, Severity, Value

__all__ = ["AUTOMATIC", "KINDS", "check", "waits"]

_NOTHING: Mapping[str, Value] = {}
_SOONEST = {severity: place for place, severity in enumerate(Severity)}


class _This:
    """A form of a framework as a key: the very same values, not equal ones, so that no look-up walks through them."""

    __slots__ = ("form", "framework")

    def __init__(self, framework: Framework, form: Form) -> None:
        self.framework = framework
        self.form = form

    def __hash__(self) -> int:
        return hash((id(self.framework), id(self.form)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _This) and other.framework is self.framework and other.form is self.form


@lru_cache(maxsize=32)
def _plan(key: _This) -> Plan:
    return Plan.of(key.framework, key.form)


def check(
    framework: Framework, form: Form, answers: Sequence[Answer], case: Mapping[str, Value] = _NOTHING
) -> tuple[Query, ...]:
    """Every query that a return of this form gives: urgent ones first, then errors, warnings, each in form order.

    An answer for a field that the form does not have is passed over; a field without an answer is blank. A
    doubtful answer gives no query of its own: its doubt is reported where the answers are.

    `case` is what the case list tells, by the ids of the framework's `case_fields`. A rule that hangs on what it does
    not tell gives a warning that it could not be checked.
    """
    plan = _plan(_This(framework, form))
    facts = Facts.of(plan, answers, case)
    queries = [_automatic(found, facts) for one in AUTOMATIC for found in one(facts)]
    queries += [_ruled(rule, found, facts) for rule in form.rules for found in KINDS[rule.kind](rule, facts)]
    queries.sort(key=lambda query: (_SOONEST[query.severity], plan.order[query.question]))
    return tuple(queries)


def _automatic(found: Found, facts: Facts) -> Query:
    """The query of an automatic check, in docgen's words."""
    if found.unsure:
        return _unsure(found, found.rule, facts)
    return Query(found.rule, found.severity, found.message, found.fix, found.question, _place(found.question, facts))


def _ruled(rule: Rule, found: Found, facts: Facts) -> Query:
    """The query of a rule, in the definition's own words where it has any, after the reference of its question."""
    if found.unsure:
        return _unsure(found, rule.id, facts)
    message, fix = found.message, found.fix
    if rule.message:
        message = filled(rule.message, found, facts)
        if "{ref}" not in rule.message:
            message = f"Question {facts.plan.questions[found.question].ref}: {message}"
    if rule.fix:
        fix = filled(rule.fix, found, facts)
    severity = Severity.URGENT if rule.kind == "urgent_when" else rule.severity
    return Query(rule.id, severity, message, fix, found.question, _place(found.question, facts))


def _unsure(found: Found, rule: str, facts: Facts) -> Query:
    """The warning that a check could not be made, at the place of the first doubtful answer, else of the question."""
    message, fix = could_not_be_checked(found, rule, facts)
    return Query(rule, Severity.WARNING, message, fix, found.question, _place(_doubted(found, facts), facts))


def _doubted(found: Found, facts: Facts) -> str:
    """The doubtful answer that a check hangs on; the question itself where only the case list does not tell."""
    return next((name for name in found.unsure if name not in facts.plan.case), found.question)


def _place(field_id: str, facts: Facts) -> Place:
    """Where the answer stands in the return, as its reader said."""
    answer = facts.answers.get(field_id)
    return Place("", answer.where if answer else "")
