"""Moderations set beside their audits: a change of the audit after it was moderated reopens the moderation.

A moderating form repeats what the audit said. Where no accepted audit of the case says that any more, or never did, the
moderation is asked about, until it is made again or a person settles it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from docgen.fields import same, show
from docgen.intake import stands
from docgen.model import Audit, Form, Framework, Query, Severity, Standing
from docgen.pipeline.carried import shared
from docgen.pipeline.catalogue import Catalogue
from docgen.store import Move, Store, alike

RULE = "moderation-of-the-audit"
_MARK = "moderated"
_NAMED = 3
"""How many differences are named one by one."""


def reopen(store: Store, at_hand: Catalogue, accept: str, now: str) -> tuple[Query, ...]:
    """Ask about every moderation that is not of its audit as it stands; what was asked or settled before is not asked
    again. What is asked now is returned. Raises DocgenError (code 3).
    """
    asked = []
    with store.look() as entry:
        news, until = entry.news(_MARK, at_hand.digest), entry.last_event()
        newest = {name: at_hand.version(name, version) for name, version, _ in entry.forms(news)}
    for framework in newest.values():
        moderation = framework.moderation if framework else None
        if framework is None or moderation is None:
            continue
        moderations = store.audits(framework.id, moderation.form, news=news)
        if not moderations:
            continue
        names = {name for version in {one.version for one in moderations}
                 for name in _repeated(at_hand, framework, version, moderation.form)[1]}  # fmt: skip
        audits: dict[str, list[Audit]] = {}
        for audit in store.audits(framework.id, moderation.audits, fields=names, news=news):
            audits.setdefault(same(audit.case), []).append(audit)
        for second in moderations:
            of_case = audits.get(same(second.case), []) if second.case else []
            query = differs(at_hand, framework, second, of_case)
            if query is not None and _ask(store, second.key, query, accept, now):
                asked.append(query)
    with store.entry() as entry:
        entry.looked(_MARK, at_hand.digest, until)
    return tuple(asked)


def differs(at_hand: Catalogue, framework: Framework, second: Audit, audits: Sequence[Audit]) -> Query | None:
    """What a moderation says of its audit and no audit of the case does; None where one does, or there is none here."""
    form, repeated = _repeated(at_hand, framework, second.version, second.form)
    names = [
        name for name in repeated
        if second.values.get(name) not in (None, "", ()) and name not in second.unknown
    ]  # fmt: skip
    if form is None or not names or not audits:
        return None
    wrong = {audit.key: [name for name in names if audit.values.get(name) != second.values[name]] for audit in audits}
    nearest = min(audits, key=lambda audit: len(wrong[audit.key]))
    if not wrong[nearest.key]:
        return None
    message = f"The moderation is not of the audit as it stands: {_listed(form, wrong[nearest.key], second, nearest)}."
    fix = "The audit was changed, or another was meant: moderate it again, or settle this with docgen review."
    return Query(RULE, Severity.ERROR, message, fix, wrong[nearest.key][0])


def _repeated(at_hand: Catalogue, framework: Framework, version: str, name: str) -> tuple[Form | None, Sequence[str]]:
    """A moderating form of a version of its framework, and the fields in which it repeats its audit."""
    found = at_hand.version(framework.id, version) or framework
    form = found.form(name)
    return form, shared(found, form, blind=False) if form else ()


def _listed(form: Form, names: Sequence[str], second: Audit, audit: Audit) -> str:
    parts = []
    for name in names[:_NAMED]:
        question = form.question(name)
        if question is not None:
            said, now = (show(values.get(name), question) or "blank" for values in (second.values, audit.values))
            closed = question.kind not in ("text", "longtext")
            parts.append(f"{question.ref} says “{said}”, the audit “{now}”" if closed else f"{question.ref} differs")
    rest = len(names) - len(parts)
    return "; ".join(parts) + (f"; and {rest} more" if rest else "")


def _ask(store: Store, key: str, query: Query, accept: str, now: str) -> bool:
    """Put the query to the moderation; False where it is there already, open or settled."""
    with store.entry() as entry:
        record = entry.record(key)
        if record is None or any(alike(one) == alike(query) for one in (*record.open, *record.settled)):
            return False
        counts = replace(record.returned, answers=record.counting, queries=(*record.open, query))
        to, why = stands(counts, accept)
        held = to is Standing.QUERIED and record.receipt.standing is Standing.ACCEPTED
        entry.ask(record.receipt, query, Move(to if held else record.receipt.standing, why), now)
        return True
