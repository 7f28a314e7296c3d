"""Scales, and the sections and questions of forms: what each kind of question needs, and what it has no use for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from docgen.definitions import language
from docgen.definitions.build import NO_WAY, comment_id
from docgen.definitions.lint.conditions import about, condition
from docgen.definitions.lint.issues import ONE_OF, WITH_OPTIONS, Issue, Scope, known, repeated
from docgen.definitions.problem import Steps, listed
from docgen.definitions.shapes import ID
from docgen.fields import same
from docgen.marks import INFERRED
from docgen.model import Question, Severity

CONTRAST = 3.0
MOST_ROWS = 40
LONGEST_REF = 12

_ROLES: Mapping[str, tuple[str, ...]] = {"date": ("date",), "grade": ("grade",), "earlier_actions": ("table",)}
_NAMING = ("text", "choice", "number")


def issues(definition: language.Definition, scopes: Sequence[Scope]) -> Iterator[Issue]:
    """What is wrong with scales and forms."""
    for n, scale in enumerate(definition.scales):
        yield from _scale(scale, ("scales", n))
    if not definition.forms:
        yield Issue(("forms",), "nothing-here", "The framework has no form.", "Add at least one form.")
    for n, (form, scope) in enumerate(zip(definition.forms, scopes, strict=True)):
        path: Steps = ("forms", n)
        yield from _roles(form.roles, (*path, "roles"), scope)
        yield from _ways(form.accept_inferred, (*path, "accept_inferred"))
        if not form.sections:
            message = f"The form “{form.id}” has no section."
            yield Issue((*path, "sections"), "nothing-here", message, "Add at least one section.")
        for m, section in enumerate(form.sections):
            at = (*path, "sections", m)
            if not section.questions:
                message = f"The section “{section.id}” has no question."
                yield Issue((*at, "questions"), "nothing-here", message, "Add a question, or delete the section.")
            printed = "Fill in this section only when"
            yield from condition(section.relevant_when, (*at, "relevant_when"), scope, printed)
            inside = about(section.relevant_when) & {question.id for question in section.questions}
            for field in sorted(inside):
                message = f"Whether the section “{section.id}” applies hangs on its own question “{field}”."
                fix = "Move the question to an earlier section."
                yield Issue((*at, "relevant_when"), "circular-condition", message, fix)
            for k, question in enumerate(section.questions):
                yield from _question(question, (*at, "questions", k), scope, definition)


def _scale(scale: language.Scale, path: Steps) -> Iterator[Issue]:
    """What is wrong with the grades of a scale."""
    if len(scale.grades) < 2:
        message = f"The scale “{scale.id}” has fewer than two grades."
        yield Issue((*path, "grades"), "too-few", message, "List its grades, the best one first.")
    yield from repeated(
        ((grade.label, (*path, "grades", n, "label")) for n, grade in enumerate(scale.grades)),
        lambda word: f"Two grades of this scale are called “{word}”.",
        "Give this one another label.",
        "repeated-label",
        loosely=True,
    )
    yield from _label_is_id([(one.id, one.label) for one in scale.grades], (*path, "grades"))
    ranked = [grade for grade in scale.grades if grade.rank is not None]
    if ranked and len(ranked) < len(scale.grades):
        message = f"Some grades of the scale “{scale.id}” have a rank and some have none."
        yield Issue((*path, "grades"), "bad-rank", message, "Give every grade a rank, or none: then the best is first.")
    yield from repeated(
        ((str(grade.rank), (*path, "grades", n, "rank")) for n, grade in enumerate(scale.grades) if grade in ranked),
        lambda word: f"Two grades of this scale have the rank {word}.",
        "Give each grade a rank of its own; a higher number is better.",
        "bad-rank",
    )
    if scale.grades and not any(grade.good for grade in scale.grades):
        message = f"No grade of the scale “{scale.id}” counts as good."
        fix = "Write good: true on those that do."
        yield Issue((*path, "grades"), "no-good-grade", message, fix, Severity.WARNING)
    for n, grade in enumerate(scale.grades):
        if grade.colour is not None:
            yield from _colour(grade.colour, (*path, "grades", n, "colour"))


def _colour(colour: str, path: Steps) -> Iterator[Issue]:
    """What is wrong with a colour: it is six hex digits, and readable on white."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        message = f"“{colour}” is not a colour."
        fix = 'Write six hex digits in quotes and without #, such as "12436D".'
        yield Issue(path, "bad-colour", message, fix)
    elif (ratio := contrast(colour)) < CONTRAST:
        message = f"The colour {colour} has a contrast of only {ratio:.1f} to 1 against white."
        yield Issue(path, "faint-colour", message, "Take a darker one, with at least 3 to 1.", Severity.WARNING)


def contrast(colour: str) -> float:
    """The contrast of a colour of six hex digits against white, from 1 to 21.

    WCAG 2.2, relative luminance and contrast ratio: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
    """
    parts = [int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _roles(roles: language.Roles, path: Steps, scope: Scope) -> Iterator[Issue]:
    """What is wrong with the roles of a form: each names a question of a kind that can play it."""
    for role, field in roles:
        if not field:
            continue
        yield from scope.unknown(field, (*path, role), f"The {role}")
        kinds = _ROLES.get(role, _NAMING)
        if field in scope.fields and field not in scope.unsure and scope.fields[field].kind not in kinds:
            message = f"The {role} is “{field}”, which is a {scope.fields[field].kind} question."
            fix = f"Name a question of the kind {listed(kinds)}."
            yield Issue((*path, role), "wrong-kind", message, fix)
        elif role == "earlier_actions" and field in scope.fields:
            yield from _earlier_actions(scope.fields[field], (*path, role))


def _earlier_actions(question: Question, path: Steps) -> Iterator[Issue]:
    """What keeps a table from showing earlier actions and taking back what became of them."""
    columns = {column.id: column.kind for column in question.columns}
    wanted = {"ref": ("text",), "action": ("text", "longtext"), "outcome": ("choice", "yesno")}
    for name, kinds in wanted.items():
        if columns.get(name) not in kinds:
            message = f"“{question.id}” shows earlier actions, and has no column {name} of the kind {listed(kinds)}."
            yield Issue(path, "wrong-kind", message, f"Add one: {{id: {name}, kind: {kinds[0]}, …}}.")


# --- questions -------------------------------------------------------------------------------------------


def _question(
    question: language.Question, path: Steps, scope: Scope, definition: language.Definition
) -> Iterator[Issue]:
    """What is wrong with one question and its comment."""
    yield from _words_of_kind(question, path)
    yield from _ways(question.accept_inferred, (*path, "accept_inferred"))
    yield from _options(question, path, definition)
    yield from _conditions(question, question.id, path, scope)
    themes = [theme.id for theme in definition.themes]
    if question.theme:
        yield from known(question.theme, themes, (*path, "theme"), "theme")
    for n, option in enumerate(question.options):
        if option.theme:
            yield from known(option.theme, themes, (*path, "options", n, "theme"), "theme")
    if len(question.ref) > LONGEST_REF:
        message = f"The reference “{question.ref}” is too long for the narrow column that it stands in."
        yield Issue((*path, "ref"), "long-reference", message, f"Use at most {LONGEST_REF} characters.")
    if question.comment is not None:
        comment, at = question.comment, (*path, "comment")
        field = comment_id(comment, question.id)
        if not comment.id and len(field) > ID.longest and len(question.id) <= ID.longest:
            message = f"The comment of “{question.id}” would be called “{field}”, which is longer than {ID.longest}."
            yield Issue(at, "long-id", message, "Give the comment an id of its own.")
        yield from _conditions(comment, field, at, scope)
    for n, column in enumerate(question.columns):
        yield from _options(column, (*path, "columns", n), definition)
        yield from _look(column, (*path, "columns", n))


def _ways(ways: Sequence[str], path: Steps) -> Iterator[Issue]:
    """What is wrong with the ways of marking that are trusted."""
    for way in ways:
        yield from known(way, (*INFERRED, NO_WAY), path, "way of marking", rule="unknown-value")
    if NO_WAY in ways and len(ways) > 1:
        message = f"“{NO_WAY}” stands beside other ways of marking."
        yield Issue(path, "none-and-others", message, f"Write {NO_WAY} alone, or leave it out.")


def _words_of_kind(question: language.Question, path: Steps) -> Iterator[Issue]:
    """Words that a kind of question cannot do without, or has no use for."""
    kind, name = question.kind, question.id
    if kind == "table" and not question.columns:
        message = f"The table “{name}” has no columns."
        yield Issue(path, "missing-word", message, "Add columns: and a list of them.")
    if kind != "table":
        for word, given in (("columns", question.columns), ("rows", question.rows is not None)):
            if given:
                message = f"“{name}” is a {kind} question and has no use for {word}."
                yield Issue((*path, word), "useless-word", message, f"Delete {word}, or make it kind: table.")
    elif question.rows is not None and not 1 <= question.rows <= MOST_ROWS:
        message = f"The table “{name}” is to have {question.rows} rows."
        yield Issue((*path, "rows"), "wrong-shape", message, f"Choose 1 to {MOST_ROWS}.")
    yield from _look(question, path)


def _look(question: language.Question | language.TableColumn, path: Steps) -> Iterator[Issue]:
    if question.look is not None and question.kind not in ONE_OF:
        message = f"“{question.id}” is a {question.kind} question and has no use for look."
        yield Issue((*path, "look"), "useless-word", message, "Delete look: it is for choice, grade and yesno.")


def _options(
    question: language.Question | language.TableColumn, path: Steps, definition: language.Definition
) -> Iterator[Issue]:
    """What is wrong with the options of a question, and with its scale."""
    kind, name = question.kind, question.id
    at = (*path, "options")
    if question.options and kind not in WITH_OPTIONS:
        message = f"“{name}” is a {kind} question and has no use for options."
        yield Issue(at, "useless-word", message, "Delete them, or make it kind: choice or kind: ticks.")
        return
    if kind in ("choice", "ticks") and not question.options:
        message = f"“{name}” is a {kind} question and has no options."
        yield Issue(path, "missing-word", message, "Add options: and a list such as - {id: seen, label: Seen}.")
    if kind == "choice" and len(question.options) == 1:
        message = f"“{name}” is a choice of one option only."
        yield Issue(at, "too-few", message, "Add another option, or make it kind: ticks.", Severity.WARNING)
    if kind == "yesno" and question.options and not {"yes", "no"} <= {option.id for option in question.options}:
        message = f"“{name}” words its answers, but not both yes and no."
        fix = 'Give it an option with id: "yes" and one with id: "no", or make it kind: choice.'
        yield Issue(at, "missing-word", message, fix)
    yield from _scale_of(question, path, definition)
    if isinstance(question, language.Question):
        yield from _descriptors(question, path, definition)
    yield from _repeats(question, at, definition)
    for n, option in enumerate(question.options):
        if option.exclusive and kind != "ticks":
            message = f"“{option.id}” is exclusive, and of a {kind} question only one answer is chosen anyway."
            yield Issue((*at, n, "exclusive"), "useless-word", message, "Delete exclusive: it is for ticks.")
        if option.id in ("answered", "blank"):
            message = f"“{option.id}” is a word of the condition language and cannot be the id of an option."
            yield Issue((*at, n, "id"), "reserved-id", message, "Choose another id.")
    if question.prompt and same(question.prompt) in {same(option.label) for option in question.options}:
        message = f"The prompt of “{name}” has the same words as one of its options: an empty box would look answered."
        yield Issue((*path, "prompt"), "repeated-label", message, "Word the prompt otherwise, such as Choose one.")


def _scale_of(
    question: language.Question | language.TableColumn, path: Steps, definition: language.Definition
) -> Iterator[Issue]:
    scales = [scale.id for scale in definition.scales]
    if question.kind == "grade":
        if question.scale:
            yield from known(question.scale, scales, (*path, "scale"), "scale")
        else:
            message = f"“{question.id}” is a grade and does not say on which scale."
            yield Issue(path, "missing-word", message, f"Add scale: {scales[0] if scales else 'and define one'}.")
    elif question.scale:
        message = f"“{question.id}” is a {question.kind} question and has no use for a scale."
        yield Issue((*path, "scale"), "useless-word", message, "Delete scale, or make it kind: grade.")


def _descriptors(question: language.Question, path: Steps, definition: language.Definition) -> Iterator[Issue]:
    """What is wrong with a question's own descriptors: each is of a grade of its scale."""
    if question.descriptors and question.kind != "grade":
        message = f"“{question.id}” is a {question.kind} question and has no use for descriptors."
        fix = "Delete them; an option has a descriptor of its own."
        yield Issue((*path, "descriptors"), "useless-word", message, fix)
        return
    grades = [grade.id for scale in definition.scales if scale.id == question.scale for grade in scale.grades]
    for name in question.descriptors:
        if grades:
            yield from known(name, grades, (*path, "descriptors", name), "grade")


def _repeats(
    question: language.Question | language.TableColumn, path: Steps, definition: language.Definition
) -> Iterator[Issue]:
    """Options that cannot be told apart, grades of the scale included."""
    every: list[tuple[language.Grade | language.Option, Steps]] = []
    if question.kind == "grade":
        for n, scale in enumerate(definition.scales):
            if scale.id == question.scale:
                every = [(grade, ("scales", n, "grades", m)) for m, grade in enumerate(scale.grades)]
    grades = len(every)
    every += [(option, (*path, n)) for n, option in enumerate(question.options)]
    own = {at for _, at in every[grades:]}
    for key, what in (("id", "have the id"), ("label", "are called")):
        for issue in repeated(
            ((getattr(one, key), (*at, key)) for one, at in every),
            lambda word, what=what: f"Two options of “{question.id}” {what} “{word}”.",  # type: ignore[misc]
            f"Give this one another {key}.",
            f"repeated-{key}",
            loosely=key == "label",
        ):
            if issue.path[:-1] in own:
                yield issue
    yield from _label_is_id([(one.id, one.label) for one in question.options], path)


def _label_is_id(options: list[tuple[str, str]], path: Steps) -> Iterator[Issue]:
    """An issue for a label that is the id of another option: an answer typed by hand could mean either."""
    for n, (own, label) in enumerate(options):
        if any(same(label) == other for other, _ in options if other != own):
            message = f"“{label}” is the label of “{own}” and the id of another one."
            yield Issue((*path, n, "label"), "repeated-label", message, "Give one of them other words.")


def _conditions(said: language.Question | language.Comment, field: str, path: Steps, scope: Scope) -> Iterator[Issue]:
    """What is wrong with when a question is required and relevant."""
    for word, when, printed in (
        ("required_when", said.required_when, "Needed when"),
        ("relevant_when", said.relevant_when, "Only when"),
    ):
        yield from condition(when, (*path, word), scope, printed)
        if field in about(when):
            message = f"The {word} of “{field}” hangs on “{field}” itself."
            yield Issue((*path, word), "circular-condition", message, "Name another question.")
    if said.required and said.required_when is not None:
        message = f"“{field}” is required anyway, so its required_when has no effect."
        fix = "Delete required: true, or required_when."
        yield Issue((*path, "required_when"), "useless-word", message, fix, Severity.WARNING)
