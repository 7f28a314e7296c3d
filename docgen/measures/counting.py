"""Counting: figures of a framework's measures over audits, and audits in groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from docgen import conditions
from docgen.fields import same
from docgen.model import Audit, Condition, Figure, Framework, Measure, Question, Test

Where = tuple[tuple[str, str], ...]
"""Which audits: field id and option id, all of which hold. An empty option id means no certain answer."""

Truth = Callable[[Audit], bool | None]

NOT_STATED = "Not stated"

_LOOSE = "\n"
"""Before a text that is no option, where texts and options stand side by side: no option id begins so."""

_ONE_ANSWER = frozenset({"choice", "grade", "yesno"})


# --- counting --------------------------------------------------------------------------------------------


def count(measure: Measure, audits: Iterable[Audit], framework: Framework, where: Where = ()) -> Figure:
    """The measure over these audits, and its base.

    The numerator counts the audits of the base for which the measure holds. The denominator counts the audits
    of the base for which it can be told; it is None where the measure is a share of nothing.
    """
    return counts((measure,), audits, framework, where)[0]


def counts(
    measures: Sequence[Measure], audits: Iterable[Audit], framework: Framework, where: Where = ()
) -> tuple[Figure, ...]:
    """A figure for each measure."""
    some = [audit for audit in audits if _chosen(audit, where)] if where else list(audits)
    found = []
    for measure in measures:
        outcomes = list(map(_truth(framework, measure), some))
        keys = tuple(audit.key for audit, outcome in zip(some, outcomes, strict=True) if outcome)
        base = len(some) - outcomes.count(None) if measure.of else None
        found.append(Figure(measure.id, measure.label, len(keys), base, keys, where))
    return tuple(found)


def unsettled(measure: Measure, audits: Iterable[Audit], framework: Framework, where: Where = ()) -> tuple[str, ...]:
    """The keys of the audits that belong to the base of a measure and for which it cannot be told."""
    based = framework.measure(measure.of) or Measure("", "")
    base, told = _truth(framework, based), _truth(framework, measure)
    some = [audit for audit in audits if _chosen(audit, where)] if where else audits
    return tuple(audit.key for audit in some if told(audit) is None and base(audit))


def part_of(figure: Figure, whole: Figure) -> Figure:
    """The figure as a share of another count over the same audits, such as of all of them."""
    return replace(figure, denominator=whole.numerator)


def select(audits: Iterable[Audit], framework: Framework, condition: Condition | None) -> tuple[Audit, ...]:
    """The audits for which a condition certainly holds."""
    truth = _truth(framework, Measure("", "", condition))
    return tuple(audit for audit in audits if truth(audit))


@dataclass(frozen=True, slots=True)
class Group:
    """The audits with one value of a field; `value` is empty for those without a certain answer."""

    value: str
    label: str
    audits: tuple[Audit, ...]
    where: Where


def group_by(field: str, audits: Iterable[Audit], question: Question, where: Where = ()) -> tuple[Group, ...]:
    """The audits by the values of a field, in one pass.

    Options come in the order of the definition, the empty ones too; then other values in order of the
    alphabet; last, where there are any, the audits without a certain answer. `where` says how the audits
    were chosen before, and goes into each group's own. A question with ticks puts an audit into each group.
    Texts that differ only in capitals, spaces and the like are one value, in the spelling that is most frequent.
    """
    found: dict[str, list[Audit]] = {option.id: [] for option in question.options}
    spelt: dict[str, Counter[str]] = {}
    rest: list[Audit] = []
    for audit in audits:
        values = _values(audit, field)
        for value in values:
            if value not in found:
                plain = same(value)
                spelt.setdefault(plain, Counter())[value] += 1
                value = _LOOSE + plain
            found.setdefault(value, []).append(audit)
        if not values:
            rest.append(audit)
    named = [(option.id, option.label, option.id) for option in question.options]
    named += [(usual, usual, _LOOSE + plain) for plain in sorted(spelt) for usual in (_usual(spelt[plain]),)]
    groups = [Group(value, label, tuple(found[at]), (*where, (field, value))) for value, label, at in named]
    if rest:
        groups.append(Group("", NOT_STATED, tuple(rest), (*where, (field, ""))))
    return tuple(groups)


def _usual(spellings: Counter[str]) -> str:
    """The most frequent spelling; of several the first in the alphabet."""
    return min(spellings, key=lambda text: (-spellings[text], text))


def _values(audit: Audit, field: str) -> tuple[str, ...]:
    """The certain values of a field as texts; nothing for blank and doubtful."""
    value = None if field in audit.unknown else audit.values.get(field)
    if value is None or value == "":
        return ()
    if isinstance(value, tuple):
        return tuple(str(one) for one in value if isinstance(one, str))
    return (str(value),)


def _chosen(audit: Audit, where: Where) -> bool:
    """Whether an audit has all these values; texts are compared as `group_by` puts them together."""
    for field, value in where:
        found = _values(audit, field)
        if same(value) not in map(same, found) if value else found:
            return False
    return True


# --- conditions as closures ------------------------------------------------------------------------------


def _truth(framework: Framework, measure: Measure) -> Truth:
    """Whether a measure holds for an audit; None outside its base or its form, and where it cannot be told.

    Compiled once for each form that audits come from. A base has a base of its own, and so on.
    """
    chain = [measure]
    while chain[-1].of and (base := framework.measure(chain[-1].of)) is not None and base not in chain:
        chain.append(base)
    wanted = [one.when for one in chain if one.when is not None]
    own = measure.when is not None
    counted = {one.form for one in chain if one.form}
    forms: dict[str, list[Truth]] = {}

    def truth(audit: Audit) -> bool | None:
        if counted and audit.form not in counted:
            return None
        parts = forms.get(audit.form)
        if parts is None:
            parts = forms[audit.form] = [_compiled(one, framework, audit.form) for one in wanted]
        for part in parts[own:]:
            if not part(audit):
                return None
        return parts[0](audit) if own else True

    return truth


def _compiled(condition: Condition, framework: Framework, form_id: str) -> Truth:
    """A condition over one form's audits: False where one part is, else None where one part is unknown."""
    form = framework.form(form_id)
    questions = form.questions if form is not None else ()
    kinds = {question.id: question.kind for question in questions}
    parts = [_test(test, kinds.get(test.field, "") in _ONE_ANSWER) for test in condition.tests]
    if condition.expression:
        scales = {scale.id: {grade.id: grade.rank for grade in scale.grades} for scale in framework.scales}
        ranks = conditions.ranks_of(questions, scales)
        bare = Condition(expression=condition.expression)
        parts.append(lambda audit: conditions.holds(bare, audit.values, audit.unknown, ranks, framework.calendar))
    if len(parts) == 1:
        return parts[0]

    def every(audit: Audit) -> bool | None:
        outcomes = [part(audit) for part in parts]
        return False if False in outcomes else None if None in outcomes else True

    return every


def _test(test: Test, one_answer: bool) -> Truth:
    """A test over an audit; a question of one choice that is left blank is unknown, not another choice."""
    field, wanted = test.field, frozenset(test.any_of)
    if test.any_of in ((conditions.ANSWERED,), (conditions.BLANK,)):
        blank = test.any_of == (conditions.BLANK,)
        return lambda audit: None if field in audit.unknown else blank is (audit.values.get(field) in (None, "", ()))

    def holds(audit: Audit) -> bool | None:
        if field in audit.unknown:
            return None
        value = audit.values.get(field)
        if value is None or value == "":
            return None if one_answer else False
        if isinstance(value, str):
            return value in wanted
        if isinstance(value, tuple):
            return any(isinstance(one, str) and one in wanted for one in value)
        return str(value) in wanted

    return holds
