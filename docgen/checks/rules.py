"""The kinds of rule that a definition can use. Each docstring is the kind's page of the manual.

A rule is silent where it is kept, says what it found where it is broken, and where it hangs on a doubtful answer
says once that it could not be made, unless no decision of that doubt could break it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from docgen.checks.facts import Facts
from docgen.checks.wording import Found, how_to_fill, is_so, listed, named, sentence
from docgen.model import Rule

Check = Callable[[Rule, Facts], Iterator[Found]]


def needs(rule: Rule, facts: Facts) -> Iterator[Found]:
    """Every field of `needs` is answered, always or while `when` holds.

    Gives one query for each of them that is blank. A field that does not apply is not asked for.

    needs: the fields.
    when: a condition; left out, the fields are needed always.

    ```yaml
    kind: needs
    severity: error
    when: {grade: not_met}
    needs: [told_on, told_whom]
    ```

    PASS: {grade: not_met, told_on: 2026-11-03, told_whom: Head of service}
    PASS: {grade: good}
    FAIL: {grade: not_met, told_on: 2026-11-03}
    """
    applies = facts.holds(rule.when)
    if applies is False:
        return
    missing = [name for name in rule.needs if facts.blank(name) and facts.relevant(name) is not False]
    sure = [name for name in missing if applies and facts.relevant(name)]
    for name in sure:
        question = facts.plan.questions[name]
        why = is_so(rule.when, facts)
        because = f" It is needed because {why}." if why else " It must be answered."
        yield Found(name, f"{sentence(named(question, facts))} is blank.{because}", how_to_fill(question, facts))
    unsure = [name for name in missing if name not in sure]
    if unsure:
        relevance = [part for name in unsure for part in facts.relevance(name)]
        doubts = facts.doubts(None if applies else rule.when, *relevance)
        yield Found(unsure[0], unsure=doubts)


def needs_one_of(rule: Rule, facts: Facts) -> Iterator[Found]:
    """At least one field of `needs` is answered, always or while `when` holds.

    needs: the fields.
    when: a condition; left out, it is asked always.

    ```yaml
    kind: needs_one_of
    severity: error
    when: {grade: not_met}
    needs: [told_on, told_whom]
    ```

    PASS: {grade: not_met, told_whom: Head of service}
    PASS: {grade: good}
    FAIL: {grade: not_met}
    """
    applies = facts.holds(rule.when)
    if applies is False or any(not facts.blank(name) and name not in facts.unknown for name in rule.needs):
        return
    about = rule.question or rule.needs[0]
    doubts = facts.doubts(rule.when, rule.needs)
    if doubts:
        yield Found(about, unsure=doubts)
        return
    which = listed((named(facts.plan.questions[name], facts) for name in rule.needs), "or")
    why = is_so(rule.when, facts)
    yield Found(
        about,
        f"There is no answer to {which}. One is needed{f' because {why}' if why else ''}.",
        f"Answer at least one: {which}.",
    )


def at_most(rule: Rule, facts: Facts) -> Iterator[Found]:
    """Over all `questions`, no more than `count` options are ticked, rows filled in and other answers given.

    questions: the fields that are counted together.
    count: the most that is allowed; 0 allows none.
    when: a condition; left out, it is asked always.
    question: the field that the query is about; left out, the first of `questions`.

    ```yaml
    kind: at_most
    severity: warning
    questions: [recording, planning]
    count: 3
    ```

    PASS: {recording: [log, trail], planning: [review]}
    FAIL: {recording: [log, trail], planning: [review, analysis]}
    """
    limit = rule.count or 0
    count, room = facts.count(rule.questions), facts.room(rule.questions)
    allowed = f"at most {limit} may be given" if limit else "none may be given"
    yield from _counted(rule, facts, certain=count > limit, possible=count + room > limit, allowed=allowed)


def at_least(rule: Rule, facts: Facts) -> Iterator[Found]:
    """Over all `questions`, no fewer than `count` options are ticked, rows filled in and other answers given.

    questions: the fields that are counted together.
    count: the fewest that are allowed.
    when: a condition; left out, it is asked always.
    question: the field that the query is about; left out, the first of `questions`.

    ```yaml
    kind: at_least
    severity: error
    when: {grade: not_met}
    questions: [recording, planning]
    count: 1
    ```

    PASS: {grade: not_met, planning: [review]}
    PASS: {grade: good}
    FAIL: {grade: not_met}
    """
    least = rule.count or 0
    count, room = facts.count(rule.questions), facts.room(rule.questions)
    allowed = f"at least {least} must be given"
    yield from _counted(rule, facts, certain=count + room < least, possible=count < least, allowed=allowed)


def exactly_one(rule: Rule, facts: Facts) -> Iterator[Found]:
    """Over all `questions`, exactly one option is ticked, one row filled in or one other answer given.

    questions: the fields that are counted together.
    when: a condition; left out, it is asked always.
    question: the field that the query is about; left out, the first of `questions`.

    ```yaml
    kind: exactly_one
    severity: error
    questions: [recording, planning]
    ```

    PASS: {recording: [log]}
    FAIL: {recording: [log], planning: [review]}
    FAIL: {}
    """
    count, room = facts.count(rule.questions), facts.room(rule.questions)
    certain = count > 1 or count + room < 1
    yield from _counted(rule, facts, certain=certain, possible=certain or room > 0, allowed="exactly one must be given")


def _counted(rule: Rule, facts: Facts, *, certain: bool, possible: bool, allowed: str) -> Iterator[Found]:
    """What a counting rule found: broken however the doubts are decided, or broken by some decision of them."""
    applies = facts.holds(rule.when)
    if applies is False or not possible:
        return
    about = rule.question or rule.questions[0]
    count = facts.count(rule.questions)
    if not (applies and certain):
        doubts = facts.doubts(None if applies else rule.when, () if certain else rule.questions)
        yield Found(about, count=count, unsure=doubts)
        return
    where = listed(named(facts.plan.questions[name], facts) for name in rule.questions)
    why = is_so(rule.when, facts)
    have = "has" if len(rule.questions) == 1 else "have"
    ticks = all(facts.plan.questions[name].kind == "ticks" for name in rule.questions)
    things = f"{count or 'no'} {'tick' if ticks else 'answer'}{'' if count == 1 else 's'}{' in all' if count else ''}"
    message = f"{sentence(where)} {have} {things}; {allowed}{f' because {why}' if why else ''}."
    yield Found(about, message, f"Look again at {where}.", count)


def grade_cap(rule: Rule, facts: Facts) -> Iterator[Found]:
    """The grade in `question` is not better than `grade` while `when` holds.

    A blank grade, and one that is not on the scale such as not applicable, passes. The rule has words of its own.

    question: the field that holds the grade.
    grade: the best grade that is allowed.
    when: the condition.

    ```yaml
    kind: grade_cap
    severity: error
    question: grade
    grade: met
    when: {referral_needed: yes}
    message: The grade is “{value}”, and a referral is needed.
    fix: Look at the grade again.
    ```

    PASS: {grade: met, referral_needed: yes}
    PASS: {grade: good, referral_needed: no}
    FAIL: {grade: good, referral_needed: yes}
    """
    name = rule.question
    applies = facts.holds(rule.when)
    if applies is False or facts.blank(name):
        return
    ranks = facts.plan.ranks[name]
    best = ranks[rule.grade]
    if name not in facts.unknown and ranks.get(str(facts.values[name]), best) <= best:
        return
    doubts = facts.doubts(rule.when if applies is None else None, (name,))
    if doubts:
        if name not in facts.unknown or best < max(ranks.values()):
            yield Found(name, unsure=doubts)
        return
    yield Found(name)


def urgent_when(rule: Rule, facts: Facts) -> Iterator[Found]:
    """A person must act today when `when` holds. The severity is always urgent; the rule has words of its own.

    when: the condition.
    question: the field that the query is about.

    ```yaml
    kind: urgent_when
    when: {referral_needed: yes}
    question: referral_needed
    message: A referral is needed.
    fix: Make sure today that it has been made.
    ```

    PASS: {referral_needed: no}
    FAIL: {referral_needed: yes}
    """
    applies = facts.holds(rule.when)
    if applies is None:
        yield Found(rule.question, unsure=facts.doubts(rule.when))
    elif applies:
        yield Found(rule.question)


def expression(rule: Rule, facts: Facts) -> Iterator[Found]:
    """Fires when `when` is true: the free form, for what no other kind says.

    `when` is an expression over field ids, or a structured condition. The rule has words of its own.

    when: the condition that must not hold.
    question: the field that the query is about.

    ```yaml
    kind: expression
    severity: warning
    question: grade
    when: grade == 'not_met' and count(recording, planning) == 0
    message: The grade is Not met, but no learning is ticked.
    fix: Tick the learning that led to the grade.
    ```

    PASS: {grade: not_met, planning: [review]}
    PASS: {grade: good}
    FAIL: {grade: not_met}
    """
    applies = facts.holds(rule.when)
    if applies is None:
        yield Found(rule.question, unsure=facts.doubts(rule.when))
    elif applies:
        yield Found(rule.question)


KINDS: Mapping[str, Check] = {
    "needs": needs,
    "needs_one_of": needs_one_of,
    "at_most": at_most,
    "at_least": at_least,
    "exactly_one": exactly_one,
    "grade_cap": grade_cap,
    "urgent_when": urgent_when,
    "expression": expression,
}
"""The word in a definition → the check that it stands for."""
