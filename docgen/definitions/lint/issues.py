"""What the checks of a definition share: an issue, the fields of a form, and the questions that many checks ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from docgen import model
from docgen.definitions import language
from docgen.definitions.problem import Doubts, Steps, choose
from docgen.fields import same
from docgen.model import Severity

ONE_OF = ("choice", "grade", "yesno")
WITH_OPTIONS = (*ONE_OF, "ticks")


@dataclass(frozen=True, slots=True)
class Issue:
    """Something wrong at a path of the definition; `first` is the path of what it repeats, if it does."""

    path: Steps
    rule: str
    message: str
    fix: str
    severity: Severity = Severity.ERROR
    first: Steps | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The fields that conditions, rules and reports over one form can speak of.

    fields      id → question, comments included; `paths` says where each was written
    columns     id of a table's column → id of the table
    grades      id of a scale → ids of its grades
    unsure      ids of fields about whose kind and options nothing is certain
    case        id → field of the case list, of which rules and measures can speak as well
    """

    form: str
    title: str
    fields: Mapping[str, model.Question]
    paths: Mapping[str, Steps]
    columns: Mapping[str, str]
    grades: Mapping[str, tuple[str, ...]]
    unsure: Set[str]
    case: Mapping[str, model.Question] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        said: language.Form,
        built: model.Form,
        path: Steps,
        grades: Mapping[str, tuple[str, ...]],
        doubts: Doubts,
        case: Sequence[model.Question] = (),
    ) -> Scope:
        """The scope of a form. Where an id is given twice, the first counts."""
        fields: dict[str, model.Question] = {}
        paths: dict[str, Steps] = {}
        columns: dict[str, str] = {}
        for question, at in placed(said, built, path):
            if question.id not in fields:
                fields[question.id], paths[question.id] = question, at
                columns |= {column.id: question.id for column in question.columns}
        unsure = {field for field, at in paths.items() if doubts.about(at)}
        listed = {question.id: question for question in case}
        return cls(built.id, built.title, fields, paths, columns, grades, unsure, listed)

    def with_case(self) -> Scope:
        """The scope with the fields of the case list among the others. A question of the form goes before."""
        return replace(self, fields={**self.case, **self.fields})

    def unknown(self, field: str, path: Steps, what: str = "") -> Iterator[Issue]:
        """An issue where the form has no such field; `what` says which word names it."""
        if field in self.fields:
            return
        message = f"The form “{self.form}” has no question “{field}”."
        if what:
            message = f"{what} is “{field}”, and the form “{self.form}” has no such question."
        fix = choose(field, self.fields, "Add the question, or correct the name.")
        if field in self.case:
            fix = f"“{field}” stands in the case list: only conditions of rules and measures can ask for it."
        if field in self.columns:
            fix = f"“{field}” is a column: name its table, “{self.columns[field]}”."
        yield Issue(path, "unknown-question", message, fix)


def placed(said: language.Form, built: model.Form, path: Steps) -> Iterator[tuple[model.Question, Steps]]:
    """Every question of a form, comments included, with its path."""
    questions = iter(built.questions)
    for n, section in enumerate(said.sections):
        for m, question in enumerate(section.questions):
            at = (*path, "sections", n, "questions", m)
            yield next(questions), at
            if question.comment is not None:
                yield next(questions), (*at, "comment")


def known(word: str, allowed: Iterable[str], path: Steps, noun: str, none: str = "", rule: str = "") -> Iterator[Issue]:
    """An issue where a word names nothing that there is; the rule is `unknown-<noun>` where none is given."""
    every = tuple(allowed)
    if word not in every:
        fix = choose(word, every, none or f"Add the {noun}, or correct the name.")
        yield Issue(path, rule or f"unknown-{noun}", f"There is no {noun} “{word}”.", fix)


def repeated(
    items: Iterable[tuple[str, Steps]], describe: Callable[[str], str], fix: str, rule: str, *, loosely: bool = False
) -> Iterator[Issue]:
    """An issue for each word that stands before in the list; `loosely` compares as labels are compared."""
    seen: dict[str, Steps] = {}
    for word, path in items:
        key = same(word) if loosely else word
        if key and key in seen:
            yield Issue(path, rule, describe(word), fix, first=seen[key])
        seen.setdefault(key, path)


def no_such_option(field: model.Question, value: str) -> tuple[str, str]:
    """Message and fix for a value that is no option of a field."""
    ids = [option.id for option in field.options]
    by_label = {same(option.label): option.id for option in field.options}
    message = f"“{value}” is not an option of “{field.id}”."
    if same(value) in by_label:
        return message, f"Conditions use the id: write {by_label[same(value)]}."
    return message, choose(value, ids, "Give the question options first.")
