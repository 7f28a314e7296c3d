"""A return weighed against the ledger: what becomes of it, and what makes way for it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from docgen.fields import same
from docgen.model import Form, Place, Query, Receipt, Return, Severity, Standing, State, Toolkit

ADDED = frozenset({"toolkit-used-twice", "case-returned-twice", "toolkit-other-case"})
"""The rules of queries that the ledger adds to those of the form."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a return: its place in the ledger and why, with the ledger's own queries, and what makes way."""

    receipt: Receipt
    returned: Return
    replaces: tuple[Receipt, ...] = ()
    note: str = ""
    why: str = ""


def case_of(returned: Return, form: Form, issued: Toolkit | None) -> str:
    """The case that a return is about: as it says, else the case that the copy was issued for."""
    said = str(returned.values().get(form.role("case")) or "").strip()
    return said or (issued.case if issued else "")


def judge(
    returned: Return, form: Form, issued: Toolkit | None, held: Sequence[Receipt], accept: str, now: str
) -> Verdict:
    """What becomes of a return that could be read, given the issued copy and what is held of copy and case.

    An earlier return of the copy makes way only for one of the same case, or if it named none: a copy that people
    used for several cases never loses one. `accept` is `read` (a return without doubt counts, with its queries
    open), `no-errors` (one with an error is held) or `by-hand` (a person accepts each).
    """
    identity = returned.identity
    assert identity is not None, "a return that could be read has an identity"
    case = case_of(returned, form, issued)
    copies = [one for one in held if identity.toolkit and one.toolkit == identity.toolkit]
    replaces = tuple(one for one in copies if not one.case or same(one.case) == same(case))
    others = [one for one in copies if one not in replaces]
    twins = [one for one in held if one not in copies and case and same(one.case) == same(case)]
    asked = [
        *(_used_twice(identity.toolkit, one) for one in others),
        *(_returned_twice(case, one) for one in twins),
        *([_other_case(issued, case)] if issued and issued.case and same(issued.case) != same(case) else []),
    ]
    where = Place(returned.file)
    added = tuple(replace(query, question=form.role("case"), where=where) for query in asked)
    returned = replace(returned, queries=(*returned.queries, *added))
    day = returned.values().get(form.role("date"))
    standing, why = stands(returned, accept)
    receipt = Receipt(
        key=returned.sha256[:16], sha256=returned.sha256, file=returned.file, standing=standing,
        framework=identity.framework, version=identity.version, form=identity.form, toolkit=identity.toolkit,
        case=case, digest=digest(returned), received=now, day=day if isinstance(day, str) else "",
    )  # fmt: skip
    alike = any(one.digest == receipt.digest for one in replaces)
    return Verdict(receipt, returned, replaces, "Its answers are the same as before." if alike else "", why)


def stands(returned: Return, accept: str) -> tuple[Standing, str]:
    """Where a return stands by its answers and queries alone, and why."""
    if returned.refused is not None:
        return Standing.REFUSED, f"{returned.refused.rule}."
    doubtful = len(returned.doubtful())
    if doubtful:
        return Standing.DOUBTFUL, f"{_number(doubtful, 'answer')} to be decided."
    errors = sum(query.severity is Severity.ERROR for query in returned.queries)
    if errors and accept in ("no-errors", "by-hand"):
        return Standing.QUERIED, f"{_number(errors, 'error')} open (accept: {accept})."
    if accept == "by-hand":
        return Standing.READ, "Waits for a person (accept: by-hand)."
    return Standing.ACCEPTED, f"No answer is doubtful (accept: {accept})."


def _number(number: int, what: str) -> str:
    return f"1 {what} is" if number == 1 else f"{number} {what}s are"


def refused(returned: Return, now: str) -> Receipt:
    """The place in the ledger of a file that could not be read."""
    known = returned.identity
    parts = (known.framework, known.version, known.form, known.toolkit) if known else ("", "", "", "")
    return Receipt(returned.sha256[:16], returned.sha256, returned.file, Standing.REFUSED, *parts, received=now)


def digest(returned: Return) -> str:
    """A digest of what a return answers, whatever file it stands in."""
    parts = [
        (a.field, str(a.state), a.value, a.candidates if a.state is State.DOUBTFUL else ()) for a in returned.answers
    ]
    return hashlib.sha256(repr(parts).encode("utf-8", "replace")).hexdigest()


def _used_twice(toolkit: str, other: Receipt) -> Query:
    return Query(
        "toolkit-used-twice",
        Severity.WARNING,
        f"Copy {toolkit} has also come back for case {other.case}, in {other.file}. Both returns are kept and counted.",
        "Check the case reference. If the copy was used for two cases, nothing more is needed.",
    )


def _returned_twice(case: str, other: Receipt) -> Query:
    return Query(
        "case-returned-twice",
        Severity.WARNING,
        f"Case {case} has also come back on another copy, in {other.file}. Both returns are kept and counted.",
        "If both are of one audit, find out which of the two is to count.",
    )


def _other_case(issued: Toolkit, case: str) -> Query:
    return Query(
        "toolkit-other-case",
        Severity.WARNING,
        f"Copy {issued.id} was issued for case {issued.case}, and has come back for case {case}.",
        "Check the case reference with the auditor, and send the form for the other case if it is still due.",
    )
