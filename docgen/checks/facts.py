"""What the checks look at: one form laid out once, and one return's answers to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from docgen import conditions
from docgen.model import Answer, Condition, Form, Framework, Question, Round, Section, State, Value
from docgen.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Plan:
    """A form as the checks need it, worked out once: by field id, and sorted by what there is to look at.

    questions   field id → question, those of the case list among them
    case        the ids of what only the case list tells
    order       field id → its place in the form
    sections    field id → the section that it stands in
    ranks       field id → grade id → rank, for fields of kind grade
    calendar    the working days that count
    conditional a question that does not always apply, or the comment on one, and when it applies
    """

    form: Form
    questions: Mapping[str, Question]
    case: frozenset[str]
    order: Mapping[str, int]
    sections: Mapping[str, Section]
    ranks: Mapping[str, Mapping[str, int]]
    required: tuple[Question, ...]
    exclusive: tuple[Question, ...]
    tables: tuple[Question, ...]
    rounds: tuple[Round, ...]
    calendar: Calendar
    conditional: tuple[tuple[Question, Condition], ...]
    conditional_sections: tuple[Section, ...]

    @classmethod
    def of(cls, framework: Framework, form: Form) -> Plan:
        """The plan of one form of a framework."""
        questions = form.questions
        scales = {scale.id: {grade.id: grade.rank for grade in scale.grades} for scale in framework.scales}
        return cls(
            form=form,
            questions={question.id: question for question in (*framework.case_fields, *questions)},
            case=frozenset(field.id for field in framework.case_fields),
            order={question.id: place for place, question in enumerate(questions)},
            sections={question.id: section for section in form.sections for question in section.questions},
            ranks=conditions.ranks_of(questions, scales),
            required=tuple(q for q in questions if q.required or q.required_when is not None),
            exclusive=tuple(q for q in questions if q.kind == "ticks" and any(o.exclusive for o in q.options)),
            rounds=framework.rounds,
            calendar=framework.calendar,
            tables=tuple(q for q in questions if any(c.required for c in q.columns)),
            conditional=_conditional(questions),
            conditional_sections=tuple(s for s in form.sections if s.relevant_when is not None),
        )


def _conditional(questions: tuple[Question, ...]) -> tuple[tuple[Question, Condition], ...]:
    own = {question.id: question.relevant_when for question in questions}
    every = ((question, own[question.id] or own.get(question.about)) for question in questions)
    return tuple((question, when) for question, when in every if when is not None)


@dataclass(frozen=True, slots=True)
class Facts:
    """One return as the checks see it, with what the case list tells of its case.

    values      field id → certain value, None for blank; a doubtful answer is not in it
    unknown     the ids of doubtful answers, and of what the case list could have told and does not
    """

    plan: Plan
    answers: Mapping[str, Answer]
    values: Mapping[str, Value]
    unknown: frozenset[str]
    _relevant: dict[str, bool | None] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan, answers: Iterable[Answer], case: Mapping[str, Value]) -> Facts:
        """The answers of one return beside the plan of its form. A field without an answer is blank.

        `case` is what the case list tells: what is not in it, or blank in it, nobody has told.
        """
        told = {name: case[name] for name in plan.case if case.get(name) not in (None, "")}
        by_field = {answer.field: answer for answer in answers}
        unknown = frozenset(name for name, answer in by_field.items() if answer.state is State.DOUBTFUL)
        values = told | {name: answer.value for name, answer in by_field.items() if name not in unknown}
        return cls(plan, by_field, values, unknown | plan.case - told.keys())

    def holds(self, condition: Condition | None) -> bool | None:
        """Whether a condition holds; None where that hangs on a doubtful answer."""
        return conditions.holds(condition, self.values, self.unknown, self.plan.ranks, self.plan.calendar)

    def blank(self, field_id: str) -> bool:
        """Whether nothing at all stands there; a doubtful answer is not blank."""
        return field_id not in self.unknown and self.values.get(field_id) in (None, "", ())

    def count(self, field_ids: Iterable[str]) -> int:
        """How many options are ticked, rows filled in and other answers given, in all; doubtful ones left out."""
        total = 0
        for field_id in field_ids:
            value = self.values.get(field_id)
            total += len(value) if isinstance(value, tuple) else value not in (None, "")
        return total

    def room(self, field_ids: Iterable[str]) -> int:
        """How many more `count` may find once the doubtful ones among the fields are decided."""
        doubtful = [self.plan.questions[name] for name in field_ids if name in self.unknown]
        return sum({"ticks": len(q.options), "table": max(q.rows, 99)}.get(q.kind, 1) for q in doubtful)

    def doubts(self, *sources: Condition | Iterable[str] | None) -> tuple[str, ...]:
        """The unknown fields among conditions and lists of fields: doubtful ones in the order of the form first."""
        found: set[str] = set()
        for source in sources:
            fields = conditions.fields_of(source) if source is None or isinstance(source, Condition) else set(source)
            found |= self.unknown & fields
        return tuple(sorted(found, key=lambda name: (self.plan.order.get(name, len(self.plan.order)), name)))

    def relevant(self, field_id: str) -> bool | None:
        """Whether the question applies: its own condition, its section's, and that of what it comments on."""
        if field_id not in self._relevant:
            self._relevant[field_id] = self._works_out(field_id)
        return self._relevant[field_id]

    def _works_out(self, field_id: str) -> bool | None:
        parts = [self.holds(condition) for condition in self.relevance(field_id)]
        return False if False in parts else None if None in parts else True

    def relevance(self, field_id: str) -> tuple[Condition, ...]:
        """The conditions under which the question applies."""
        question = self.plan.questions[field_id]
        section = self.plan.sections[field_id].relevant_when
        about = self.plan.questions[question.about].relevant_when if question.about else None
        return tuple(condition for condition in (section, about, question.relevant_when) if condition is not None)
