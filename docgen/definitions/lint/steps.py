"""The cycle: samples, allocations and steps that can be carried out with the forms and the case list there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from docgen.definitions import language
from docgen.definitions.lint.conditions import condition
from docgen.definitions.lint.issues import WITH_OPTIONS, Issue, Scope, known
from docgen.definitions.problem import Steps
from docgen.model import START, Framework, Severity

NEVER = ("own", "team", "line", "agency")
SINCE = ("completed", "received", "issued")


def issues(definition: language.Definition, framework: Framework, scopes: Sequence[Scope]) -> Iterator[Issue]:
    """What is wrong with the cycle."""
    said = definition.cycle
    if said is None:
        return
    by_form = {scope.form: scope.with_case() for scope in scopes}
    if not 1 <= said.day <= 31:
        message = f"A round starts on day {said.day} of the month."
        yield Issue(("cycle", "day"), "bad-cycle", message, "Write a number from 1 to 31.")
    case = {field.id: field.kind for field in definition.case_fields}
    if said.started:
        yield from known(said.started, [name for name, kind in case.items() if kind == "date"], ("cycle", "started"),
                         "date field of the case list", rule="unknown-column")  # fmt: skip
    for n, plan in enumerate(said.samples):
        yield from _sample(plan, ("cycle", "samples", n), by_form)
    forms = [one.form for one in said.allocations]
    for n, rules in enumerate(said.allocations):
        yield from _allocation(rules, ("cycle", "allocations", n), by_form, framework)
        if rules.given:
            yield from known(rules.given, [name for name, kind in case.items() if kind == "date"],
                             ("cycle", "allocations", n, "given"), "date field of the case list",
                             rule="unknown-column")  # fmt: skip
        if rules.form in forms[:n]:
            message = f"The cases of the form “{rules.form}” are given out in two ways."
            yield Issue(("cycle", "allocations", n), "repeated-allocation", message, "Keep one of them.")
    for n, step in enumerate(said.steps):
        yield from _step(step, ("cycle", "steps", n), said, by_form, framework)
    yield from _unreached(said)


# --- samples ---------------------------------------------------------------------------------------------


def _sample(plan: language.SamplePlan, path: Steps, by_form: Mapping[str, Scope]) -> Iterator[Issue]:
    yield from known(plan.form, by_form, (*path, "form"), "form")
    if plan.number is not None and plan.share is not None:
        message = f"The sample “{plan.id}” has a number and a share."
        yield Issue((*path, "share"), "bad-sample", message, "Keep the one that decides.")
    yield from _spread(plan, path)
    for word, other in (("opened", "open_for"), ("open_for", "opened")):
        if getattr(plan, word) and not getattr(plan, other):
            message = f"The sample “{plan.id}” has {word} and no {other}."
            yield Issue(path, "missing-word", message, f"Add {other}:, or delete {word}.")
    if plan.pick == "most-recent" and not plan.most_recent:
        message = f"The sample “{plan.id}” takes the most recent cases, and does not say by which date."
        yield Issue(path, "missing-word", message, "Add most_recent: and the date column.")
    scope = by_form.get(plan.form)
    if scope is None:
        return
    yield from condition(plan.only, (*path, "only"), scope)
    for word in ("most_recent", "opened"):
        yield from _column(getattr(plan, word), (*path, word), scope, ("date",))
    for word in ("one_per", "exclude"):
        yield from _column(getattr(plan, word), (*path, word), scope, ("text", "number", *WITH_OPTIONS))
    for m, name in enumerate(plan.strata):
        yield from _column(name, (*path, "strata", m), scope, ("text", "number", "choice", "grade", "yesno"))


def _spread(plan: language.SamplePlan, path: Steps) -> Iterator[Issue]:
    """What is wrong with how the cases are spread over the strata."""
    if plan.spread == "fixed" and not plan.numbers:
        message = f"The numbers of the sample “{plan.id}” are fixed, and there are none."
        yield Issue(path, "missing-word", message, "Add numbers:, with a line for each value.")
    if plan.numbers and plan.spread != "fixed":
        message = f"The sample “{plan.id}” has numbers, and its spread is {plan.spread}."
        yield Issue((*path, "numbers"), "bad-sample", message, "Write spread: fixed, or delete the numbers.")
    if plan.numbers and (plan.number is not None or plan.share is not None):
        word = "number" if plan.number is not None else "share"
        message = f"The sample “{plan.id}” has fixed numbers, and a {word} as well."
        yield Issue((*path, word), "bad-sample", message, f"Delete {word}: the fixed numbers add up to the sample.")
    if not plan.strata and (plan.spread != "proportional" or plan.at_least):
        message = f"The sample “{plan.id}” spreads its cases, and does not say over what."
        yield Issue(path, "missing-word", message, "Add strata: and the columns.")


def _column(name: str, path: Steps, scope: Scope, kinds: Sequence[str]) -> Iterator[Issue]:
    """An issue where a column is no field of the form and none of the case list, or of a kind that cannot serve."""
    if not name:
        return
    if name not in scope.fields:
        fix_for = [one for one, field in scope.fields.items() if field.kind in kinds]
        yield from known(name, fix_for, path, "column", rule="unknown-column")
    elif name not in scope.unsure and scope.fields[name].kind not in kinds:
        message = f"The column “{name}” is a {scope.fields[name].kind} question, which cannot serve here."
        yield Issue(path, "wrong-kind", message, f"Name one of the kind {' or '.join(kinds)}.")


# --- allocations -----------------------------------------------------------------------------------------


def _allocation(
    rules: language.Allocation, path: Steps, by_form: Mapping[str, Scope], framework: Framework
) -> Iterator[Issue]:
    yield from known(rules.form, by_form, (*path, "form"), "form")
    form = framework.form(rules.form)
    for role in ("case", "auditor"):
        if form is not None and not form.role(role):
            message = f"The cases of the form “{form.id}” are given out, and it has no role {role}."
            yield Issue((*path, "form"), "missing-role", message, f"Add {role}: to the roles of the form.")
    for m, word in enumerate(rules.never):
        yield from known(word, NEVER, (*path, "never", m), "reason against an auditor", rule="unknown-value")
    if rules.different and not rules.pairs:
        message = "Auditors are to be of different kinds, and they do not work in pairs."
        yield Issue((*path, "different"), "useless-word", message, "Write pairs: true, or delete different.")
    if rules.manager and "line" not in rules.never:
        message = "A column names the manager, and the line is not among what keeps an auditor from a case."
        yield Issue((*path, "manager"), "useless-word", message, "Add line to never:, or delete manager.")
    scope = by_form.get(rules.form)
    if scope is not None:
        for m, name in enumerate(rules.named):
            yield from _column(name, (*path, "named", m), scope, ("text",))
        yield from _column(rules.manager, (*path, "manager"), scope, ("text",))


# --- steps -----------------------------------------------------------------------------------------------


def _step(
    step: language.Step, path: Steps, said: language.Cycle, by_form: Mapping[str, Scope], framework: Framework
) -> Iterator[Issue]:
    if step.form:
        yield from known(step.form, by_form, (*path, "form"), "form")
    ids = [START, *(one.id for one in said.steps)]
    for m, name in enumerate(step.after):
        yield from known(name, [one for one in ids if one != step.id or step.form], (*path, "after", m), "step")
    if START in step.after and len(step.after) > 1:
        message = f"The step “{step.id}” comes after the start and after other steps."
        yield Issue((*path, "after"), "bad-step", message, "Make two steps of it.")
    if step.id == START:
        yield Issue((*path, "id"), "reserved-id", f"“{START}” stands for the start of a round.", "Choose another id.")
    before = {one.form for one in said.steps if one.id in step.after}
    if (step.when is not None or step.done or step.since not in SINCE) and (not before or "" in before):
        word = "when" if step.when is not None else "done" if step.done else "since"
        message = f"The step “{step.id}” asks for an answer of the step before, which has no form."
        yield Issue((*path, word), "no-form-before", message, f"Delete {word}, or name a step with a form in after.")
        return
    if step.done and step.form:
        message = f"The step “{step.id}” has a form, whose return says when it was done."
        yield Issue((*path, "done"), "useless-word", message, "Delete done.")
    if step.since == "issued" and not step.form:
        message = f"The step “{step.id}” counts from the day its form goes out, and has no form."
        yield Issue((*path, "since"), "bad-step", message, "Name its form, or count from completed.")
    for name in sorted(before & set(by_form)):
        scope = by_form[name]
        yield from condition(step.when, (*path, "when"), scope)
        if step.since not in SINCE:
            yield from _column(step.since, (*path, "since"), scope, ("date",))
        if step.done:
            yield from _column(step.done, (*path, "done"), scope, ("date",))
        form = framework.form(name)
        if step.person and form is not None and not form.role(step.person):
            message = f"The person of “{step.id}” is the {step.person}, and the form “{name}” has no such role."
            yield Issue((*path, "person"), "missing-role", message, "Add it to the roles of that form.")
        if step.since == "completed" and form is not None and step.within and not form.role("date"):
            message = f"The step “{step.id}” counts from the date of “{name}”, which has no role date."
            yield Issue((*path, "since"), "missing-role", message, "Add date: to the roles of that form.")
    if not step.form and not step.who and not step.person:
        message = f"Nobody is named who does the step “{step.id}”."
        yield Issue(path, "missing-word", message, "Add who:, such as QA team.", Severity.WARNING)


def _unreached(said: language.Cycle) -> Iterator[Issue]:
    """Steps to which no way leads from the start, or from a form that is issued of itself."""
    reached = {START}
    before = {step.id: set(step.after) for step in said.steps}
    grown = True
    while grown:
        new = {name for name, after in before.items() if name not in reached and after & reached}
        grown = bool(new)
        reached |= new
    for n, step in enumerate(said.steps):
        if step.id not in reached and set(step.after) <= {START, *before}:
            message = f"No way leads from the start of a round to the step “{step.id}”."
            yield Issue(("cycle", "steps", n, "after"), "unreached-step", message,
                        "Let it, or a step before it, come after start.")  # fmt: skip
