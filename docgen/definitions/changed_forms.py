"""What changed in scales, forms, questions and rules, and which ids no longer mean what they meant."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from docgen.definitions.changes import Change, Sort, Words, by_id, listed, negated, quoted, taken_over, unlike, words
from docgen.fields import same
from docgen.model import NOWHERE, Form, Framework, Grade, Option, Question, Scale, Section, Severity

FOR_LIFE = "Ids are for life: give the new {noun} a new id, and let the old one go."

_GRADE: Words = (
    ("descriptor", Sort.WORDING, "the descriptor"),
    ("good", Sort.SCALE, "counts as good"),
    ("colour", Sort.LAYOUT, "the colour"),
)
_OPTION: Words = (
    ("descriptor", Sort.WORDING, "the descriptor"),
    ("exclusive", Sort.OPTION, "excludes the others"),
    ("theme", Sort.FIGURES, "the theme"),
)
_QUESTION: Words = (
    ("guidance", Sort.WORDING, "the guidance"),
    ("prompt", Sort.WORDING, "the prompt"),
    ("required", Sort.RULE, "must be answered"),
    ("required_when", Sort.RULE, "required_when"),
    ("relevant_when", Sort.RULE, "relevant_when"),
    ("accept_inferred", Sort.RULE, "accept_inferred"),
    ("theme", Sort.FIGURES, "the theme"),
    ("rows", Sort.LAYOUT, "the number of rows"),
    ("look", Sort.LAYOUT, "the look"),
)
_SECTION: Words = (
    ("title", Sort.WORDING, "the title"),
    ("intro", Sort.WORDING, "the intro"),
    ("relevant_when", Sort.RULE, "relevant_when"),
    ("look", Sort.LAYOUT, "the look"),
)
_FORM: Words = (
    ("title", Sort.WORDING, "the title"),
    ("purpose", Sort.WORDING, "the purpose"),
    ("how_to", Sort.WORDING, "how to fill it in"),
)
_RULE: Words = (
    ("message", Sort.WORDING, "the message"),
    ("fix", Sort.WORDING, "the fix"),
    ("kind", Sort.RULE, "the kind"),
    ("severity", Sort.RULE, "the severity"),
    ("when", Sort.RULE, "when"),
    ("question", Sort.RULE, "the question"),
    ("questions", Sort.RULE, "the questions"),
    ("needs", Sort.RULE, "needs"),
    ("count", Sort.RULE, "the count"),
    ("grade", Sort.RULE, "the grade"),
)
_TEXTS = ("text", "longtext")
_ELSEWHERE = ("kind", "ref", "label", "section", "options", "scale", "columns", "about")


def scales(old: Framework, new: Framework) -> Iterator[Change]:
    """What changed in the scales."""
    yield from listed(old.scales, new.scales, lambda one: f"scale {one.id}", _scale, ordered=False)


def forms(old: Framework, new: Framework) -> Iterator[Change]:
    """What changed in the forms."""
    grades = {scale.id: (scale, new.scale(scale.id)) for scale in old.scales}

    def form(before: Form, after: Form, part: str) -> Iterator[Change]:
        yield from _form(before, after, part, grades)

    yield from listed(old.forms, new.forms, lambda one: f"form {one.id}", form)


# --- scales ----------------------------------------------------------------------------------------------


def _scale(old: Scale, new: Scale, part: str) -> Iterator[Change]:
    """What changed in one scale. Grades that changed places no longer mean what they meant."""
    yield from words(old, new, (("label", Sort.WORDING, "the label"),), part, ("grades",))
    before, after = by_id(old.grades), by_id(new.grades)
    for change in listed(old.grades, new.grades, lambda one: f"{part}, grade {one.id}", _grade, ordered=False):
        sort = Sort.SCALE if change.sort in (Sort.NEW, Sort.RETIRED) else change.sort
        yield Change(sort, change.part, change.message, change.severity, change.fix, change.place)
    for name in after:
        yield from _label("grade", old.grades, before.get(name), after[name], f"{part}, grade {name}")
    common = [one for one in before if one in after]
    ranks = [sorted(common, key=lambda name, grades=grades: grades[name].rank) for grades in (before, after)]  # type: ignore[misc]
    if ranks[0] != ranks[1]:
        message = f"its grades have changed places: worst first they were {', '.join(ranks[0])}."
        yield Change(Sort.MEANING, part, message, Severity.ERROR, FOR_LIFE.format(noun="grades"))


def _grade(old: Grade, new: Grade, part: str) -> Iterator[Change]:
    for change in words(old, new, _GRADE, part, ("label", "rank")):
        if change.sort is Sort.SCALE:
            fix = "Shares of good before and after cannot be compared: make sure that this is meant."
            yield Change(change.sort, part, change.message, Severity.WARNING, fix, change.place)
        else:
            yield change


# --- forms -----------------------------------------------------------------------------------------------


def _form(old: Form, new: Form, part: str, grades: dict[str, tuple[Scale, Scale | None]]) -> Iterator[Change]:
    """What changed in one form."""
    yield from words(old, new, _FORM, part, ("sections", "roles", "rules"))
    if old.roles != new.roles:
        was = {role: field for role, field in old.roles if (role, field) not in new.roles}
        now = {role: field for role, field in new.roles if (role, field) not in old.roles}
        for role in sorted(was.keys() | now.keys()):
            message = f"the {role} was {quoted(was.get(role, 'nothing'))}, is {quoted(now.get(role, 'nothing'))}."
            yield Change(Sort.FIGURES, part, message, place=new.place)
    yield from listed(old.sections, new.sections, lambda one: f"{part}, section {one.id}", _section)
    yield from _questions(old, new, part, grades)
    yield from listed(old.rules, new.rules, lambda one: f"{part}, rule {one.id}", _rule, ordered=False)


def _section(old: Section, new: Section, part: str) -> Iterator[Change]:
    yield from words(old, new, _SECTION, part, ("ref", "questions"))


def _rule(old: Any, new: Any, part: str) -> Iterator[Change]:
    yield from words(old, new, _RULE, part)


def _questions(old: Form, new: Form, part: str, grades: dict[str, tuple[Scale, Scale | None]]) -> Iterator[Change]:
    """What changed in the questions of a form, whatever section they stand in."""

    def question(before: Question, after: Question, name: str) -> Iterator[Change]:
        yield from _question(before, after, name, grades)
        yield from _label("question", old.questions, before, after, name)
        if before.section != after.section:
            message = f"stands in the section “{after.section}”, before in “{before.section}”."
            yield Change(Sort.LAYOUT, name, message, place=after.place)

    def call(one: Question) -> str:
        return f"{part}, question {one.id}"

    changes = list(listed(old.questions, new.questions, call, question))
    for change in changes:
        yield _perhaps_renamed(change, old, new, part) if change.sort is Sort.NEW else change
    before = by_id(old.questions)
    pairs = [(before[one.id].ref, one.ref) for one in new.questions if one.id in before]
    refs = [(was, now) for was, now in pairs if was != now]
    if refs:
        some = ", ".join(f"{was} is {now}" for was, now in refs[:3]) + (" …" if len(refs) > 3 else "")
        many = "1 question has another reference" if len(refs) == 1 else f"{len(refs)} questions have other references"
        yield Change(Sort.LAYOUT, part, f"{many}: {some}.", place=new.place)


def _perhaps_renamed(change: Change, old: Form, new: Form, part: str) -> Change:
    """A new question, with a warning where a retired one had the same words: its answers would be cut in two."""
    added = next((one for one in new.questions if change.part == f"{part}, question {one.id}"), None)
    if added is None or added.about:
        return change
    twins = [
        one.id
        for one in old.questions
        if new.question(one.id) is None and same(one.label) == same(added.label) and one.kind == added.kind
    ]
    if len(twins) != 1:
        return change
    message = f"is new, and has the label of “{twins[0]}”, which is retired."
    fix = f"If it asks the same, keep the id “{twins[0]}”: otherwise the figures of the two are never joined."
    return Change(Sort.NEW, change.part, message, Severity.WARNING, fix, change.place)


def _question(
    old: Question, new: Question, part: str, grades: dict[str, tuple[Scale, Scale | None]]
) -> Iterator[Change]:
    """What changed in one question or column."""
    if old.kind != new.kind:
        if old.kind in _TEXTS and new.kind in _TEXTS:
            yield Change(Sort.LAYOUT, part, f"was of the kind {old.kind}, is {new.kind}.", place=new.place)
        else:
            yield _other(part, f"was of the kind {old.kind}, is {new.kind}.", new)
            return
    if old.scale != new.scale:
        yield _other(part, f"was on the scale “{old.scale}”, is on “{new.scale}”.", new)
    if old.about != new.about:
        was, now = old.about or "nothing", new.about or "nothing"
        yield _other(part, f"was the comment on “{was}”, is that on “{now}”.", new)
    yield from words(old, new, _QUESTION, part, _ELSEWHERE)
    yield from _options(old, new, part, grades)
    if old.columns and new.columns and not by_id(old.columns).keys() & by_id(new.columns).keys():
        yield _other(part, "has not one column that it had.", new)
        return

    def column(before: Question, after: Question, name: str) -> Iterator[Change]:
        yield from _question(before, after, name, grades)
        yield from _label("column", old.columns, before, after, name)

    yield from listed(old.columns, new.columns, lambda one: f"{part}, column {one.id}", column)


def _options(
    old: Question, new: Question, part: str, grades: dict[str, tuple[Scale, Scale | None]]
) -> Iterator[Change]:
    """What changed in the options of a question. What changed in its scale is told once, with the scale."""
    scale = grades.get(old.scale) if old.scale == new.scale else None
    ids = by_id(scale[0].grades).keys() | by_id(scale[1].grades).keys() if scale and scale[1] else set()

    def option(before: Option, after: Option, name: str) -> Iterator[Change]:
        if after.id not in ids:
            yield from words(before, after, _OPTION, name, ("label",))
            yield from _label("option", old.options, before, after, name)
        elif before.descriptor != after.descriptor and not _as_its_scale(before, after, scale):
            yield Change(Sort.WORDING, name, "the descriptor is worded otherwise.", place=new.place)

    def call(one: Option) -> str:
        return f"{part}, option {one.id}"

    own_old = [one for one in old.options if one.id not in ids or new.option(one.id)]
    own_new = [one for one in new.options if one.id not in ids or old.option(one.id)]
    for change in listed(own_old, own_new, call, option, ordered=False):
        sort = Sort.OPTION if change.sort in (Sort.NEW, Sort.RETIRED) else change.sort
        yield Change(sort, change.part, change.message, change.severity, change.fix, new.place)
    common = [[o.id for o in q.options if old.option(o.id) and new.option(o.id)] for q in (old, new)]
    if common[0] != common[1] and not ids:
        yield Change(Sort.LAYOUT, part, "its options stand in another order.", place=new.place)


def _as_its_scale(old: Option, new: Option, scale: tuple[Scale, Scale | None] | None) -> bool:
    """Whether the descriptor of a grade changed only because that of the scale did."""
    if scale is None or scale[1] is None:
        return False
    before, after = scale[0].grade(old.id), scale[1].grade(new.id)
    return (old.descriptor, new.descriptor) == (before and before.descriptor, after and after.descriptor)


# --- meaning ---------------------------------------------------------------------------------------------


def _other(part: str, message: str, new: Question) -> Change:
    """A question that is another one under the same id."""
    return Change(Sort.MEANING, part, message, Severity.ERROR, FOR_LIFE.format(noun="question"), new.place)


def _label(noun: str, olds: Sequence[Any], old: Any, new: Any, part: str) -> Iterator[Change]:
    """A label that is worded otherwise, and whether the id of its part still stands for what it says."""
    if old is None or old.label == new.label:
        return
    was, now, place = quoted(old.label), quoted(new.label), getattr(new, "place", NOWHERE)
    if owner := taken_over(olds, old, new):
        message = f"has the label {now}, which is that of “{owner}”; it was {was}."
        yield Change(Sort.MEANING, part, message, Severity.ERROR, FOR_LIFE.format(noun=noun), place)
    elif negated(old.label, new.label):
        message = f"says the opposite: the label was {was}, is {now}."
        yield Change(Sort.MEANING, part, message, Severity.ERROR, FOR_LIFE.format(noun=noun), place)
    elif unlike(old.label, new.label):
        message = f"the label was {was}, is {now}, and the two have nothing in common."
        fix = f"If the {noun} means something else now, give it a new id; if only the wording is new, all is well."
        yield Change(Sort.WORDING, part, message, Severity.WARNING, fix, place)
    else:
        yield Change(Sort.WORDING, part, f"the label was {was}, is {now}.", place=place)
