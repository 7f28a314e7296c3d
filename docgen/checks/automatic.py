"""The checks that a definition gets by itself, from what it says of its questions. Each docstring is a manual page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from docgen.checks.facts import Facts
from docgen.checks.wording import Found, about_of, answer, how_to_fill, is_so, listed, must_be, named, sentence, shown
from docgen.fields import same, show_date
from docgen.model import Question, Severity

Automatic = Callable[[Facts], Iterator[Found]]


def required(facts: Facts) -> Iterator[Found]:
    """A question with `required: true`, or with `required_when` while that holds, is answered.

    The rule is named `<field>-required`; its severity is error. A question is required only where it applies.

    PASS: {rationale: The plan is thorough., grade: good}
    FAIL: {rationale: null, grade: good}
    FAIL: {referral_needed: yes, referral_comment: null}
    """
    for question in facts.plan.required:
        if not facts.blank(question.id):
            continue
        asked = True if question.required else facts.holds(question.required_when)
        relevant = facts.relevant(question.id) if asked is not False else False
        if asked is False or relevant is False:
            continue
        rule = f"{question.id}-required"
        if asked is None or relevant is None:
            when = question.required_when if asked is None else None
            doubts = facts.doubts(when, *(facts.relevance(question.id) if relevant is None else ()))
            yield Found(question.id, rule=rule, unsure=doubts)
            continue
        said = about.id if (about := about_of(question, facts)) else ""
        why = "" if question.required else is_so(question.required_when, facts, said)
        because = f" It is needed because {why}." if why else " It must be answered."
        message = f"{sentence(named(question, facts))} is blank.{because}"
        yield Found(question.id, message, how_to_fill(question, facts), rule=rule)


_SAYS_NOTHING = frozenset({"n/a", "n.a", "na", "not applicable", "no comment", "tbc", "tba", "-", "?", "x", ""})


def says_something(facts: Facts) -> Iterator[Found]:
    """A text or comment that must be given says more than “n/a” or “tbc”.

    The rule is named `<field>-says-something`; its severity is warning. Only the kind longtext is looked at.

    PASS: {rationale: The plan is thorough.}
    PASS: {rationale: null}
    FAIL: {rationale: N/A.}
    """
    for question in facts.plan.required:
        value = facts.values.get(question.id)
        if question.kind != "longtext" or not isinstance(value, str) or not value:
            continue
        if same(value).strip(" .") not in _SAYS_NOTHING or facts.relevant(question.id) is False:
            continue
        if question.required or facts.holds(question.required_when):
            yield Found(
                question.id,
                f"{sentence(named(question, facts))} says only “{shown(value, question)}”.",
                "Say what was found, or why there is nothing to say.",
                rule=f"{question.id}-says-something",
                severity=Severity.WARNING,
            )


def exclusive(facts: Facts) -> Iterator[Found]:
    """An option with `exclusive: true` is not ticked together with another one.

    The rule is named `<field>-exclusive`; its severity is error.

    PASS: {recording: [none]}
    PASS: {recording: [log, trail]}
    FAIL: {recording: [log, none]}
    """
    for question in facts.plan.exclusive:
        value = facts.values.get(question.id)
        ticked = value if isinstance(value, tuple) else ()
        if len(ticked) < 2:
            continue
        alone = [option for option in question.options if option.exclusive and option.id in ticked]
        if not alone:
            continue
        others = [o for o in question.options if o.id in ticked and o.id != alone[0].id]
        together = listed(f"“{o.label}”" for o in others)
        yield Found(
            question.id,
            f"{sentence(named(question, facts))} has “{alone[0].label}” ticked together with {together}. "
            f"“{alone[0].label}” must stand alone.",
            f"Take out either “{alone[0].label}” or {together}.",
            rule=f"{question.id}-exclusive",
        )


def section_not_relevant(facts: Facts) -> Iterator[Found]:
    """A section with `relevant_when` is left blank while that does not hold.

    The rule is named `<section>-not-relevant`; its severity is warning. One query for all that stands in the section.

    PASS: {outside: yes, outside_who: Head of service}
    PASS: {outside: no, outside_who: null}
    FAIL: {outside: no, outside_who: Head of service}
    """
    for section in facts.plan.conditional_sections:
        given = tuple(question for question in section.questions if not facts.blank(question.id))
        applies = facts.holds(section.relevant_when)
        if not given or applies is True or section.relevant_when is None:
            continue
        rule = f"{section.id}-not-relevant"
        if applies is None:
            yield Found(given[0].id, rule=rule, unsure=facts.doubts(section.relevant_when))
            continue
        asked = must_be(section.relevant_when, facts)
        only = f"applies only where {asked}" if asked else "does not apply here"
        more = [f"{len(given) - 3} more"] if len(given) > 4 else []
        found = listed([*(_standing(question, facts) for question in given[: 3 if more else 4]), *more])
        yield Found(
            given[0].id,
            f"Section {section.ref} “{section.title}” {only}, but it is filled in: {found}.",
            f"Clear section {section.ref}, or correct the answer that it depends on.",
            rule=rule,
            severity=Severity.WARNING,
        )


def _standing(question: Question, facts: Facts) -> str:
    """What stands in a question: `3a “Head of service”`."""
    given = answer(question.id, facts)
    return f"{question.ref} “{given}”" if given else question.ref


def not_relevant(facts: Facts) -> Iterator[Found]:
    """A question with `relevant_when`, and its comment, are left blank while that does not hold.

    The rule is named `<field>-not-relevant`; its severity is warning.

    PASS: {grade: not_met, sent_back: 2026-11-03}
    PASS: {grade: good, sent_back: null}
    FAIL: {grade: good, sent_back: 2026-11-03}
    """
    for question, when in facts.plan.conditional:
        if facts.blank(question.id) or question.id in facts.unknown:
            continue
        applies = facts.holds(when)
        if applies is True:
            continue
        rule = f"{question.id}-not-relevant"
        if applies is None:
            yield Found(question.id, rule=rule, unsure=facts.doubts(when))
            continue
        asked = must_be(when, facts)
        only = f"It applies only where {asked}." if asked else "It does not apply here."
        yield Found(
            question.id,
            f"{sentence(named(question, facts))} is answered with “{answer(question.id, facts)}”. {only}",
            "Clear it, or correct the answer that it depends on.",
            rule=rule,
            severity=Severity.WARNING,
        )


def row_complete(facts: Facts) -> Iterator[Found]:
    """A row of a table that has anything in it has every column that is required.

    The rule is named `<field>-row-complete`; its severity is error. One query for each row.

    PASS: {actions: [{action: Review the plan, owner: Manager, due: 2026-12-01}]}
    FAIL: {actions: [{action: Review the plan, owner: null, due: null}]}
    """
    for question in facts.plan.tables:
        value = facts.values.get(question.id)
        rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, tuple) else []
        for row in rows:
            missing = [column for column in question.columns if column.required and row.get(column.id) in (None, "")]
            if not missing:
                continue
            labels = listed(f"“{column.label}”" for column in missing)
            there = next(shown(row[c.id], c) for c in question.columns if row.get(c.id) not in (None, ""))
            yield Found(
                question.id,
                f"{sentence(named(question, facts))}: in the row “{there}”, {labels} "
                f"{'are' if len(missing) > 1 else 'is'} blank. A row that is begun must be complete.",
                f"Fill in {labels} of that row, or clear the row.",
                rule=f"{question.id}-row-complete",
            )


def in_round(facts: Facts) -> Iterator[Found]:
    """The date that plays the role `date` lies within one of the framework's rounds, where it has any.

    A return outside all of them would be counted in none, and nobody would miss it. The rule is named
    `<field>-in-round`; its severity is warning.

    PASS: {audited_on: 2026-10-31}
    PASS: {audited_on: null}
    FAIL: {audited_on: 2062-10-31}
    """
    field_id = facts.plan.form.role("date")
    value = facts.values.get(field_id)
    rounds = facts.plan.rounds
    if not rounds or not isinstance(value, str) or not value:
        return
    if any(one.first.isoformat() <= value <= one.last.isoformat() for one in rounds):
        return
    question = facts.plan.questions[field_id]
    known = listed(f"{one.label} ({_day(one.first)} to {_day(one.last)})" for one in rounds)
    rounds_are = "The rounds of this framework are" if len(rounds) > 1 else "The only round of this framework is"
    yield Found(
        field_id,
        f"{sentence(named(question, facts))} is {answer(field_id, facts)}. {rounds_are} {known}.",
        "Correct the date; if it is right, the return is counted in no round.",
        rule=f"{field_id}-in-round",
        severity=Severity.WARNING,
    )


def _day(day: date) -> str:
    return show_date(day.isoformat())


AUTOMATIC: tuple[Automatic, ...] = (
    required,
    says_something,
    exclusive,
    section_not_relevant,
    not_relevant,
    row_complete,
    in_round,
)
