"""The words of a form: scales, questions, rules, sections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from docgen.model.problem import NOWHERE, Place, Severity


@dataclass(frozen=True, slots=True)
class Test:
    """One part of a structured condition: the field's value is one of `any_of`.

    `any_of` holds option ids, or one of the words `answered` and `blank`.
    """

    __test__ = False

    field: str
    any_of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """When something applies: all `tests` hold and, where given, `expression` is true.

    says        the expression in words that end a sentence such as “Only when …”; the tests have words of their own
    """

    tests: tuple[Test, ...] = ()
    expression: str = ""
    place: Place = NOWHERE
    says: str = ""


@dataclass(frozen=True, slots=True)
class Grade:
    """One step of a scale. A higher rank is better; `good` says whether it counts as good."""

    id: str
    label: str
    rank: int
    good: bool
    colour: str
    descriptor: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """Grades in the order of the definition, which is the order in which they are printed."""

    id: str
    label: str
    grades: tuple[Grade, ...]

    def grade(self, grade_id: str) -> Grade | None:
        """The grade with this id, or None."""
        return next((grade for grade in self.grades if grade.id == grade_id), None)


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers to choose from. `exclusive` excludes every other tick of its question."""

    id: str
    label: str
    descriptor: str = ""
    exclusive: bool = False
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One answer of a form. Its id is for life: it never changes its meaning.

    kind           text, longtext, choice, grade, ticks, yesno, date, number, table
    ref            what is printed in the first cell of its row, such as `3b`
    prompt         the words that stand in an empty control
    options        for choice, ticks and yesno as defined; for grade, one for each grade of `scale`, then
                   the extra ones such as not applicable
    columns        for table: the questions of one row; `rows` blank rows are printed
    about          id of the question that this one is the comment of, else empty
    look           boxes or list: how one choice is drawn
    quote          what is written here may be quoted in reports, without the name of anybody
    """

    id: str
    ref: str
    kind: str
    label: str
    section: str = ""
    guidance: str = ""
    prompt: str = ""
    required: bool = False
    required_when: Condition | None = None
    relevant_when: Condition | None = None
    options: tuple[Option, ...] = ()
    scale: str = ""
    columns: tuple[Question, ...] = ()
    rows: int = 0
    about: str = ""
    look: str = "boxes"
    theme: str = ""
    accept_inferred: tuple[str, ...] = ()
    place: Place = NOWHERE
    quote: bool = False

    def option(self, option_id: str) -> Option | None:
        """The option with this id, or None."""
        return next((option for option in self.options if option.id == option_id), None)


@dataclass(frozen=True, slots=True)
class Rule:
    """What a return must keep to. What each kind means is said by its function in `checks`.

    question    the field that the query is about
    questions   the fields that a counting rule counts over
    needs       fields that must be answered when `when` holds
    count       the number that at_most and at_least compare with
    grade       the best grade that a grade_cap allows
    """

    id: str
    kind: str
    severity: Severity
    message: str
    fix: str
    question: str = ""
    questions: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    when: Condition | None = None
    count: int | None = None
    grade: str = ""
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a form. `look` is details (compact rows of a cover block) or questions."""

    id: str
    ref: str
    title: str
    questions: tuple[Question, ...]
    intro: str = ""
    look: str = "questions"
    relevant_when: Condition | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Form:
    """One toolkit of a framework.

    `roles` says which field is what to the rest of docgen: case, auditor, practitioner, team, date, grade.
    `unit` is what a sentence calls one return, such as check or observation; empty where it is a case.
    """

    id: str
    title: str
    purpose: str
    sections: tuple[Section, ...]
    roles: tuple[tuple[str, str], ...] = ()
    rules: tuple[Rule, ...] = ()
    how_to: tuple[str, ...] = ()
    place: Place = NOWHERE
    unit: str = ""
    _by_id: Mapping[str, Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {question.id: question for question in reversed(self.questions)})

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question, comments included, in the order of the form."""
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, field_id: str) -> Question | None:
        """The question with this id, or None; the first one where a definition that is still checked has two."""
        return self._by_id.get(field_id)

    def role(self, role: str) -> str:
        """The id of the field that plays this role, or an empty string."""
        return next((field_id for name, field_id in self.roles if name == role), "")


def walk(questions: tuple[Question, ...]) -> Iterator[Question]:
    """Every question and, after a table, each of its columns."""
    for question in questions:
        yield question
        yield from question.columns
