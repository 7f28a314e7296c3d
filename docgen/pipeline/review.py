"""The verb `review`: what people have to decide of returns, worst first, and what comes of what they decide.

What was read stays as it was read. What a person decides stands beside it and counts: the checks are made again over
the answers that count, and the return stands where one would that had said so from the start.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from docgen import checks, reading
from docgen.fields import same
from docgen.intake import case_of, judge, stands
from docgen.model import (
    Answer,
    DocgenError,
    Form,
    Framework,
    Query,
    Question,
    Receipt,
    Severity,
    Standing,
    State,
    Unread,
    Value,
)
from docgen.pipeline import typed
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.decisions import IN_USE, careful
from docgen.pipeline.examine import asked_of
from docgen.pipeline.returns import Reader
from docgen.pipeline.workspace import Workspace
from docgen.store import Decision, Given, Move, Outcome, Record, Store, Trouble, Which, alike, with_decisions
from docgen.store import Entry as Ledger

DOUBTFUL = "doubtful"
RANKS = ("urgent", DOUBTFUL, "error", "warning")
"""What is shown first, and last."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a person has to decide.

    rank        one of RANKS
    question    that it is about, where its definition is at hand; `ref` and `label` name it
    candidates  what the answer may be; `before` what was decided of the same doubt in an earlier version
    token       tells whether anything about it has changed since
    organisation  of the framework
    """

    rank: str
    trouble: Trouble
    form: Form | None
    question: Question | None
    ref: str
    label: str
    candidates: tuple[Value, ...]
    before: Decision | None
    token: str
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What is open, worst first, and what is in no answer of the returns that it is about, or that were named."""

    items: tuple[Item, ...]
    unread: Mapping[str, tuple[Unread, ...]]


class Result(StrEnum):
    """What became of a decision."""

    TAKEN = "taken"
    ALREADY = "taken already"
    CONFLICT = "not taken"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a decision, why it was not taken, and where its return stood before and stands now."""

    result: Result
    note: str = ""
    was: Standing | None = None
    stands: Standing | None = None


def find(store: Store, at_hand: Catalogue, which: Which, names: Sequence[str] = ()) -> Found:
    """What is open in a part of the ledger, or of what the names stand for. Raises DocgenError for another name."""
    if names:
        which = replace(which, keys=tuple({slip.key: 0 for name in names for slip in named_returns(store, name)}))
    before, doubts = store.decided_before(which), store.doubts(which)
    waiting = {one.key for one in doubts}
    queries = (
        one for one in store.open_queries(which=which) if not (one.key in waiting and checks.waits(one.query))
    )  # what could not be checked because of a doubt is checked once that is decided
    items = [_item(trouble, at_hand, before) for trouble in (*queries, *doubts)]
    items.sort(key=lambda item: RANKS.index(item.rank))
    keys = {item.trouble.key for item in items} | set(which.keys)
    return Found(tuple(items), {key: texts for key, texts in store.unread(which).items() if key in keys})


def named_returns(store: Store, name: str) -> tuple[Receipt, ...]:
    """The returns in use that a name stands for. Raises DocgenError where there is none."""
    slips = tuple(slip for slip in store.named(name)[1] if slip.standing in IN_USE)
    if not slips:
        message = f"“{name}” is the name of no return that could be reviewed."
        fix = "Name a case reference, the id of a copy, a file or its key, as docgen status --ledger shows them."
        raise DocgenError(Query("unknown", Severity.ERROR, message, fix))
    return slips


def _item(trouble: Trouble, at_hand: Catalogue, before: Mapping[tuple[str, str], Decision]) -> Item:
    framework = at_hand.version(trouble.framework, trouble.version)
    form = framework.form(trouble.form) if framework else None
    question = form.question(trouble.query.question) if form else None
    answer = trouble.answer
    ref, label = named(question, form) if question and form else ("", trouble.query.question)
    found = candidates(answer, question) if answer and question else ()
    token = answer_token(answer, None) if answer else query_token(trouble.query)
    rank = DOUBTFUL if answer else str(trouble.query.severity)
    earlier = before.get((trouble.key, trouble.query.question)) if answer else None
    organisation = framework.organisation if framework else ""
    return Item(rank, trouble, form, question, ref, label, found, earlier, token, organisation)


def named(question: Question, form: Form) -> tuple[str, str]:
    """The reference and label of a question; a comment has the label of what it is on."""
    about = form.question(question.about) if question.about else None
    if about is not None and question.label.casefold() in ("comment", "comments"):
        return question.ref, about.label
    return question.ref, question.label


def candidates(answer: Answer, question: Question) -> tuple[Value, ...]:
    """What the answer may be, as far as it can be taken as it is, each once."""
    found: list[Value] = []
    for one in answer.candidates:
        if typed.fits(one, question) and typed.taken(one) not in found:
            found.append(typed.taken(one))
    return tuple(found)


def answer_token(answer: Answer, decided: Decision | None) -> str:
    """Changes as soon as what was read of an answer, or what was decided of it, is another."""
    parts = (answer.state, answer.value, answer.candidates, answer.text, answer.doubt)
    return _digest((*parts, (decided.value, decided.who, decided.at, decided.why) if decided else ()))


def query_token(query: Query) -> str:
    """Changes as soon as a query says something else."""
    return _digest(alike(query))


def _digest(what: object) -> str:
    return hashlib.sha256(repr(what).encode("utf-8", "replace")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided of an answer, or settled, of a return: what it is about, what was read, what counts."""

    key: str
    about: str
    read: str
    counts: str
    who: str
    at: str
    why: str


def decided(store: Store, at_hand: Catalogue, keys: Sequence[str]) -> tuple[Decided, ...]:
    """All that people have decided of these returns and that counts now, answers first."""
    return tuple(one for key in keys if (record := store.record(key)) for one in _decided(record, at_hand))


def _decided(record: Record, at_hand: Catalogue) -> Iterator[Decided]:
    slip = record.receipt
    framework = at_hand.version(slip.framework, slip.version)
    form = framework.form(slip.form) if framework else None
    for one in record.decided:
        question = form.question(one.field) if form else None
        about = " ".join(named(question, form)).strip() if question and form else one.field
        answer = next(answer for answer in record.returned.answers if answer.field == one.field)
        read = f"in doubt: {answer.doubt}" if answer.state is State.DOUBTFUL else _said(answer.value, question)
        yield Decided(slip.key, about, read, _said(one.value, question), one.who, one.at, one.why)
    for row in record.rows["queries"]:
        if row["closed"] == "settled":
            by, at, why = row["closed_by"], row["closed_at"], row["closed_why"]
            yield Decided(slip.key, row["rule"], row["message"], "settled", by, at, why)


def _said(value: Value, question: Question | None) -> str:
    return typed.said(value, question) if question else str(value)


# --- decisions -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Desk:
    """Where decisions are taken; a dry one only says what would come of them."""

    workspace: Workspace
    store: Store
    reader: Reader
    dry: bool = False


def decide(desk: Desk, key: str, given: Given, now: str, token: str = "") -> Taken:
    """Take what a person says of one answer, at once and for good; the same again changes nothing.

    With a token it is not taken where anything about the answer has changed since. Raises DocgenError for a return
    or field that is none, and where a reason is missing, or tells who a child is.
    """
    careful(given.why)
    with desk.store.entry() as entry:
        record = _record(entry, key)
        answer = next((one for one in record.returned.answers if one.field == given.field), None)
        if answer is None:
            raise _wrong("field", f"The return {key} has no answer “{given.field}”.", "See: docgen fields")
        before = next((one for one in record.decided if one.field == given.field), None)
        if _says_so(answer, before, given):
            return Taken(Result.ALREADY)
        if token and token != answer_token(answer, before):
            return Taken(Result.CONFLICT, _meanwhile(before))
        if record.receipt.standing not in IN_USE:
            return Taken(Result.CONFLICT, f"The return was {record.receipt.standing} meanwhile.")
        check_reason(record, given)
        outcome = _outcome(desk, entry, record, given)
        if not desk.dry:
            entry.decide(record.receipt, given, outcome, now)
        return Taken(Result.TAKEN, outcome.why, record.receipt.standing, outcome.receipt.standing)


def settle(desk: Desk, key: str, query: Query, why: str, now: str, *, reopen: bool = False) -> Taken:
    """Settle a query with a reason, so that it is no longer open and no longer holds its return; or open it again.

    Raises DocgenError as `decide` does.
    """
    careful(why)
    if not why:
        message = f"To settle a query, or to open it again, needs a reason [{query.rule}]."
        raise _wrong("reason", message, "Say what was done, or why nothing is needed.")
    with desk.store.entry() as entry:
        record = _record(entry, key)
        there, done = (record.settled, record.open) if reopen else (record.open, record.settled)
        if alike(query) not in map(alike, there):
            if alike(query) in map(alike, done):
                return Taken(Result.ALREADY)
            return Taken(Result.CONFLICT, "This is no longer asked of the return.")
        slip = record.receipt
        if slip.standing not in IN_USE:
            return Taken(Result.CONFLICT, f"The return was {slip.standing} meanwhile.")
        open_ = [one for one in record.open if alike(one) != alike(query)] + ([query] if reopen else [])
        counts = replace(record.returned, answers=record.counting, queries=tuple(open_))
        to, moved = stands(counts, desk.workspace.settings.accept)
        if Standing.QUERIED not in (slip.standing, to):
            to, moved = slip.standing, ""
        if not desk.dry:
            entry.settle(slip, query, Move(to, moved), now, why, reopen=reopen)
        return Taken(Result.TAKEN, moved, slip.standing, to)


def needs_reason(answer: Answer, given: Given) -> bool:
    """Whether what a person says is none of what docgen has found, corrects what was certain, or is taken back."""
    found = [typed.taken(one) for one in answer.candidates]
    return given.undone or answer.state is not State.DOUBTFUL or given.value not in found


def check_reason(record: Record, given: Given) -> None:
    """Raise DocgenError where a decision needs a reason, and has none, and would change anything."""
    answer = next((one for one in record.returned.answers if one.field == given.field), None)
    before = next((one for one in record.decided if one.field == given.field), None)
    if answer is None or given.why or _says_so(answer, before, given) or not needs_reason(answer, given):
        return
    message = f"“{given.field}”: a value that docgen has not found in the file needs a reason."
    raise _wrong("reason", message, "Say why, and who told you.")


def _says_so(answer: Answer, before: Decision | None, given: Given) -> bool:
    """Whether a decision would change nothing."""
    if before is None:
        return given.undone or (answer.state is not State.DOUBTFUL and answer.value == given.value)
    return not given.undone and (before.value, before.why) == (given.value, given.why)


def _meanwhile(before: Decision | None) -> str:
    if before is None:
        return "The answer was read anew meanwhile."
    return f"{before.who or 'Somebody'} decided it otherwise on {before.at[:10]}."


def _outcome(desk: Desk, entry: Ledger, record: Record, given: Given) -> Outcome:
    """What a return comes to with this decision: as one that had said so when it came."""
    slip, identity = record.receipt, record.returned.identity
    assert identity is not None, "a return in use has an identity"
    framework, form = desk.reader.place(identity)
    decided = [one for one in record.decided if one.field != given.field]
    if not given.undone:
        decided.append(Decision(given.field, given.value, "", "", given.why))
    counts = with_decisions(record.returned.answers, decided)
    of_file = [one for one in record.returned.queries if one.rule in reading.OF_THE_FILE]
    queries = (*of_file, *asked_of(framework, form, counts, record.facts, slip.file))
    read = replace(record.returned, answers=counts, queries=queries)
    issued = entry.toolkit(slip.toolkit) if slip.toolkit else None
    case = case_of(read, form, issued)
    earlier = entry.earlier(slip, case)
    verdict = judge(read, form, issued, earlier, desk.workspace.settings.accept, slip.received)
    settled = {alike(one) for one in record.settled}
    open_ = tuple(one for one in verdict.returned.queries if alike(one) not in settled)
    to, why = stands(replace(read, queries=open_), desk.workspace.settings.accept)
    by = _later(entry, slip, case, earlier)
    if by is not None:
        to, why = Standing.REPLACED, f"by {by.key}"
    receipt = replace(slip, standing=to, case=verdict.receipt.case, day=verdict.receipt.day)
    return Outcome(receipt, verdict.returned, form, why, verdict.replaces, by)


def _later(entry: Ledger, slip: Receipt, case: str, earlier: Sequence[Receipt]) -> Receipt | None:
    """A later return of the same copy and case, which this one would have made way for."""
    keys = {slip.key, *(one.key for one in earlier)}
    held = entry.held(slip.framework, slip.form, slip.toolkit, case)
    later = [one for one in held if one.key not in keys and slip.toolkit and one.toolkit == slip.toolkit]
    return next((one for one in later if case and same(one.case) == same(case)), None)


def _record(entry: Ledger, key: str) -> Record:
    record = entry.record(key)
    if record is None:
        raise _wrong("unknown", f"There is no return {key}.", "See: docgen status --ledger")
    return record


def place_of(reader: Reader, record: Record) -> tuple[Framework, Form]:
    """The framework and form of a return. Raises DocgenError where its definition is not at hand."""
    if record.returned.identity is None:
        raise _wrong("unknown", f"The return {record.receipt.key} could not be read.", "Ask for the form again.")
    return reader.place(record.returned.identity)


def _wrong(rule: str, message: str, fix: str) -> DocgenError:
    return DocgenError(Query(rule, Severity.ERROR, message, fix))
