"""The verbs by which a person moves the ledger: accept, refuse, exempt; and `history`, what happened so far."""

from __future__ import annotations

from dataclasses import dataclass

from docgen.checks import identifying
from docgen.model import DocgenError, Query, Receipt, Severity, Standing, Toolkit
from docgen.store import Event, Store

_HELD = (Standing.READ, Standing.QUERIED)
IN_USE = (Standing.ACCEPTED, *_HELD, Standing.DOUBTFUL)


@dataclass(frozen=True, slots=True)
class Done:
    """What was moved, by its name, and what was left alone and why."""

    moved: tuple[str, ...]
    left: tuple[str, ...] = ()


def accept(store: Store, names: tuple[str, ...], why: str, now: str) -> Done:
    """Let held returns count; a doubtful one must be decided first. Raises DocgenError for a name of nothing."""
    careful(why)
    moved, left = [], []
    for slip in _returns(store, names):
        if slip.standing in _HELD:
            with store.entry() as entry:
                entry.move(slip, Standing.ACCEPTED, now, why)
            moved.append(_title(slip))
        elif slip.standing is Standing.DOUBTFUL:
            left.append(f"{_title(slip)} is doubtful: its answers have to be decided first.")
        elif slip.standing is Standing.ACCEPTED:
            left.append(f"{_title(slip)} is accepted already.")
    return Done(tuple(moved), tuple(left))


def refuse(store: Store, names: tuple[str, ...], why: str, now: str) -> Done:
    """Take returns out of the figures for good; their files are kept. Raises DocgenError as `accept` does."""
    careful(why)
    moved = []
    for slip in _returns(store, names):
        if slip.standing in IN_USE:
            with store.entry() as entry:
                entry.move(slip, Standing.REFUSED, now, why)
            moved.append(_title(slip))
    return Done(tuple(moved))


def exempt(store: Store, names: tuple[str, ...], why: str, now: str) -> Done:
    """Note that nothing is expected back of copies, and why; an empty reason expects them again.

    Raises DocgenError for a name that stands for no copy.
    """
    careful(why)
    moved, left = [], []
    for name in names:
        copies = store.named(name)[0]
        if not copies:
            raise _nothing(name, "copy that was issued")
        for copy in copies:
            if bool(copy.exempt) == bool(why):
                left.append(f"{_copy(copy)} is {'exempt' if why else 'expected'} already.")
                continue
            with store.entry() as entry:
                entry.exempt(copy, now, why)
            moved.append(_copy(copy))
    return Done(tuple(moved), tuple(left))


def history(store: Store, name: str) -> tuple[Event, ...]:
    """Everything that happened to the copies and returns that a name stands for, in order. Raises DocgenError.

    What was erased has no case any more: its id or key still names it.
    """
    copies, slips = store.named(name)
    if not copies and not slips:
        erased = store.history([name.strip().upper()], [name.strip().lower()])
        if erased:
            return erased
        raise _nothing(name, "copy or return")
    ids = {copy.id for copy in copies} | {slip.toolkit for slip in slips if slip.toolkit}
    return store.history(sorted(ids), sorted(slip.key for slip in slips))


def careful(why: str) -> None:
    """Refuse a reason that may tell who a child is: the trail is never erased."""
    found = identifying.details(why)
    if found:
        message = f"In the reason there seems to be {found[0]}; the trail that it goes into is never erased."
        raise DocgenError(Query("reason", Severity.ERROR, message, "Say it without, by the case reference."))


def _returns(store: Store, names: tuple[str, ...]) -> list[Receipt]:
    found: dict[str, Receipt] = {}
    for name in names:
        some = [slip for slip in store.named(name)[1] if slip.standing in IN_USE]
        if not some:
            raise _nothing(name, "return that could be moved")
        found |= {slip.key: slip for slip in some}
    return list(found.values())


def _title(slip: Receipt) -> str:
    case = f"case {slip.case}, " if slip.case else ""
    return f"{case}{slip.form}, {slip.file} ({slip.key})"


def _copy(copy: Toolkit) -> str:
    return f"copy {copy.id}" + (f" for case {copy.case}" if copy.case else "")


def _nothing(name: str, what: str) -> DocgenError:
    message = f"“{name}” is the name of no {what}."
    fix = "Name a case reference, the id of a copy, a file or its key, as docgen status --ledger shows them."
    return DocgenError(Query("unknown", Severity.ERROR, message, fix))
