"""What a command line states of one return: an answer, one that is taken back, a query that is settled or reopened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docgen.definitions.problem import choose
from docgen.fields import Unclear, same
from docgen.model import DocgenError, Form, Query, Question, Severity
from docgen.pipeline import review, typed
from docgen.pipeline.review import Desk, Taken
from docgen.store import Given, Record, Store, Which


@dataclass(frozen=True, slots=True)
class Stated:
    """`answers` are written FIELD=VALUE, `undone` name fields, `settled` and `reopened` rules; one reason for all."""

    answers: tuple[str, ...] = ()
    undone: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    why: str = ""

    @property
    def anything(self) -> bool:
        """Whether anything is stated."""
        return bool(self.answers or self.undone or self.settled or self.reopened)


def take(desk: Desk, name: str, which: Which, stated: Stated, now: str) -> tuple[tuple[str, Taken], ...]:
    """What became of each thing that is stated, with its name. All are looked at before the first is taken.

    Raises DocgenError with every problem: a name of no return or of several, a field, value or rule that is none.
    """
    record = _one(desk.store, name, which)
    _, form = review.place_of(desk.reader, record)
    givens = _givens(form, stated)
    settled = [(query, False) for query in _queries(record, stated.settled, settled=False)]
    reopened = [(query, True) for query in _queries(record, stated.reopened, settled=True)]
    for _, given in givens:
        review.check_reason(record, given)
    done = []
    key = record.receipt.key
    for question, given in givens:
        done.append((" ".join(review.named(question, form)), review.decide(desk, key, given, now)))
    for query, again in (*settled, *reopened):
        taken = review.settle(desk, key, query, stated.why, now, reopen=again)
        done.append((query.rule, taken))
    return tuple(done)


def pick(form: Form, name: str) -> Question:
    """The question with this id or reference. Raises DocgenError with what was probably meant."""
    wanted = same(name)
    found = form.question(name.strip()) or next((one for one in form.questions if same(one.ref) == wanted), None)
    if found is None:
        fix = choose(name, [one.id for one in form.questions])
        raise DocgenError(Query("field", Severity.ERROR, f"The form {form.id} has no question “{name}”.", fix))
    return found


def value_of(text: str, question: Question, form: Form) -> Unclear | Given:
    """What a typed text says of a question, without a reason; or why that is unclear."""
    found = typed.value(text, question)
    return found if isinstance(found, Unclear) else Given(question.id, found)


def unclear(found: Unclear, question: Question) -> tuple[str, str]:
    """Why a typed value is not taken, and what to do, in sentences."""
    near = [typed.said(one, question) for one in found.candidates]
    fix = f"Did you mean “{near[0]}”?" if near else "" if question.options else typed.how_to_type(question)
    return f"{found.reason[:1].upper()}{found.reason[1:]}.", fix


def _one(store: Store, name: str, which: Which) -> Record:
    slips = [
        slip
        for slip in review.named_returns(store, name)
        if which.form in ("", slip.form) and which.framework in ("", slip.framework)
    ]
    if len(slips) != 1:
        each = "; ".join(f"{slip.form} {slip.key}" for slip in slips)
        message = f"“{name}” stands for {len(slips)} returns{f': {each}' if each else ' of this form'}."
        raise DocgenError(Query("several", Severity.ERROR, message, "Name one of them by its key, or use --form."))
    record = store.record(slips[0].key)
    assert record is not None, "a key out of the store has a record"
    return record


def _givens(form: Form, stated: Stated) -> list[tuple[Question, Given]]:
    found, problems = [], []
    for text in stated.answers:
        name, sign, value = text.partition("=")
        if not sign:
            message = f"“{text}” is no FIELD=VALUE."
            problems.append(Query("field", Severity.ERROR, message, "Write --set grade=Good; --set grade= for blank."))
            continue
        try:
            question = pick(form, name)
        except DocgenError as error:
            problems += error.queries
            continue
        given = value_of(value, question, form)
        if isinstance(given, Unclear):
            problems.append(Query("value", Severity.ERROR, *unclear(given, question), question.id))
        else:
            found.append((question, Given(question.id, given.value, stated.why)))
    if problems:
        raise DocgenError(*problems)
    undone = ((pick(form, name), name) for name in stated.undone)
    return [*found, *((one, Given(one.id, None, stated.why, undone=True)) for one, _ in undone)]


def _queries(record: Record, rules: Sequence[str], *, settled: bool) -> Iterator[Query]:
    """The queries of these rules that are settled, or that are not. Raises DocgenError for a rule of none."""
    there, others = (record.settled, record.open) if settled else (record.open, record.settled)
    for rule in rules:
        found = [query for query in (*there, *others) if query.rule == rule.strip()]
        if not found:
            known = sorted({query.rule for query in there})
            fix = choose(rule, known, "Nothing is asked of it." if not settled else "Nothing of it was settled.")
            raise DocgenError(Query("rule", Severity.ERROR, f"There is no query “{rule}” of this return.", fix))
        yield from found
