"""Receipts and returns to put into a store."""

from __future__ import annotations

from dataclasses import replace

from docgen.model import (
    Answer,
    Form,
    Option,
    Place,
    Query,
    Question,
    Receipt,
    Return,
    Section,
    Severity,
    Standing,
    State,
    Value,
)
from docgen.store import Basis, Decision, Given, Outcome, Store, with_decisions

NOW = "2026-11-20T12:00:00Z"
RATIONALE = Query(
    "rationale-required", Severity.ERROR, "There is no rationale.", "Write it.", "rationale", Place("a.docx")
)
REFERRAL = Query("referral", Severity.URGENT, "A referral is needed.", "Act today.", "referral", Place("b.docx"))

AREAS = (Option("a1", "Area one"), Option("a2", "Area two"))
QUESTIONS = (
    Question("case_ref", "1", "text", "Case"),
    Question("auditor", "2", "text", "Auditor"),
    Question("area", "3", "choice", "Area", options=AREAS),
    Question("seen_on", "4", "date", "Seen on"),
    Question("grade", "5", "grade", "Grade", options=(Option("good", "Good"), Option("met", "Met"))),
    Question("rationale", "5 comment", "longtext", "Why"),
    Question("strengths", "6", "ticks", "Strengths", options=(Option("plans", "Plans"), Option("records", "Records"))),
    Question("visits", "7", "number", "Visits"),
    Question("actions", "8", "table", "Actions"),
    Question("told", "9", "text", "Who was told"),
)
FORM = Form(
    "case",
    "Case audit",
    "To test with.",
    (Section("all", "1", "All", QUESTIONS),),
    roles=(("case", "case_ref"), ("auditor", "auditor"), ("team", "area"), ("date", "seen_on"), ("grade", "grade")),
)
BASIS = Basis(FORM, "digest of the definition", {"opened_on": "2026-01-02"})


def slip(number: int, standing: Standing = Standing.ACCEPTED, **parts: str) -> Receipt:
    """A receipt of the case form; its hash is the number."""
    sha256 = f"{number:064}"
    given = {"framework": "fw", "version": "1", "form": "case", "toolkit": f"T{number}", "case": f"C{number}"}
    return Receipt(sha256[-16:], sha256, f"{number}.docx", standing, received=NOW, **(given | parts))


def returned(*queries: Query, **values: object) -> Return:
    """A return with these answers; a good grade without a rationale where nothing is given."""
    given = values or {"grade": "good", "rationale": None}
    answers = tuple(
        Answer(name, value, State.BLANK if value is None else State.ANSWERED, "control")  # type: ignore[arg-type]
        for name, value in given.items()
    )
    return Return("x.docx", "", "word", "Word", answers=answers, queries=queries)


def put(
    store: Store, receipt: Receipt, what: Return | None = None, replaces: tuple[Receipt, ...] = (), why: str = ""
) -> None:
    """Store a return of FORM."""
    with store.entry() as entry:
        entry.write(receipt, what or returned(), replaces, why, BASIS)


def decide(store: Store, receipt: Receipt, field: str, value: Value, why: str = "By phone.") -> None:
    """A person's decision of one answer, which moves nothing else."""
    with store.entry() as entry:
        record = entry.record(receipt.key)
        assert record is not None
        counts = with_decisions(record.counting, [Decision(field, value, "", NOW, why)])
        outcome = Outcome(receipt, replace(record.returned, answers=counts), FORM)
        entry.decide(receipt, Given(field, value, why), outcome, NOW)
