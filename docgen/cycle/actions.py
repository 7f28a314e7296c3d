"""Actions that come back: in a corrected return, in the tracker, and in the next form of the same case.

Nothing is taken silently: what two people changed in two ways is a conflict, and what fits no action is said.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from docgen.cycle.tracking import Said, Terms
from docgen.fields import same
from docgen.measures.following import cell, days, rows
from docgen.model import Action, ActionStatus, Agreed, Form, Value

FINISHED = frozenset({"done", "yes", "completed", "all_done"})
"""Options of the column `outcome` by which the next form says that an action was done."""
NEEDLESS = frozenset({"not_needed", "no_longer_needed", "withdrawn"})
_STATUSES = {same(status): status for status in ActionStatus}
_GIVEN = (ActionStatus.OPEN, ActionStatus.STARTED, ActionStatus.DONE, ActionStatus.WITHDRAWN)
"""What the tracker may say; that an action is closed is said by whoever has checked it."""


# --- the same action in a corrected return ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Matching:
    """The actions of a return set beside those that were known of the same copy.

    same        known ones that are still there, with what the return says now
    new         what was not known; `gone` what is no longer there
    """

    same: tuple[tuple[Action, Agreed], ...] = ()
    new: tuple[Agreed, ...] = ()
    gone: tuple[Action, ...] = ()


def match(known: Sequence[Action], agreed: Sequence[Agreed]) -> Matching:
    """Which agreed rows are which known actions: by their words, and of the same words by owner and date first; then
    by their row, where one is left on each side.
    """
    left, rest, pairs = list(known), list(agreed), []
    for exactly in (True, False):
        for row in list(rest):
            found = next((one for one in left if _alike(one, row, exactly)), None)
            if found is not None:
                left.remove(found)
                rest.remove(row)
                pairs.append((found, row))
    new = []
    for row in rest:
        others = [one for one in rest if one.field == row.field]
        found = next((one for one in left if one.field == row.field), None)
        if found is not None and len(others) == 1 and sum(one.field == row.field for one in left) == 1:
            left.remove(found)
            pairs.append((found, row))
        else:
            new.append(row)
    return Matching(tuple(pairs), tuple(new), tuple(left))


def _alike(action: Action, row: Agreed, exactly: bool) -> bool:
    if (action.field, same(action.what)) != (row.field, same(row.what)):
        return False
    return not exactly or (action.owner, action.first_due) == (row.owner, row.due)


def corrected(action: Action, row: Agreed, key: str, today: str) -> Action:
    """An action as a corrected return has it: its words and what nobody has moved since; `changed` only where it is.

    An owner whom somebody has taken out stays out, until a corrected return names one.
    """
    now = replace(action, key=key, what=row.what, notes=row.notes)
    if row.owner and not action.owner and (key != action.key or action.by == action.key):
        now = replace(now, owner=row.owner)
    if row.due and action.due == action.first_due:
        now = replace(now, due=row.due, first_due=row.due)
    return now if replace(now, key=action.key) == action else replace(now, changed=today, by=key)


# --- the tracker -----------------------------------------------------------------------------------------


def said(action: Action) -> dict[str, str]:
    """What a tracker says of an action when it goes out."""
    return {"owner": action.owner, "due": action.due, "status": str(action.status), "evidence": action.evidence}


def moved(action: Action, changes: Said, today: str, who: str) -> Action:
    """An action after a change of owner, date, status or evidence. Raises KeyError for an unknown status."""
    due = changes.get("due", action.due)
    later = bool(due and action.due and days(action.due, due) > 0)
    status = _STATUSES[same(changes["status"])] if "status" in changes else action.status
    finished = status in (ActionStatus.DONE, ActionStatus.CLOSED)
    return replace(
        action,
        owner=changes.get("owner", action.owner),
        due=due,
        first_due=action.first_due or due,
        put_back=action.put_back + later,
        status=status,
        evidence=changes.get("evidence", action.evidence),
        changed=today,
        done=(action.done or today) if finished else "",
        checked=(action.checked or today) if status is ActionStatus.CLOSED else "",
        by=who,
    )


TERMS: Terms[Action] = Terms(("owner", "due", "status", "evidence"), _GIVEN, said, moved)
"""Actions as they are followed."""


# --- the next form of the same case ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Followed:
    """What the next form of a case says of earlier actions: those that it moves, and what fits none, in words."""

    moved: tuple[Action, ...] = ()
    unknown: tuple[str, ...] = ()


def printed(form: Form, open_actions: Sequence[Action]) -> tuple[dict[str, str], ...]:
    """The rows in which a new copy of a form shows the open actions of its case; none where it has no such table."""
    question = form.question(form.role("earlier_actions"))
    if question is None:
        return ()
    ids = {column.id for column in question.columns}
    kinds = {column.label: column for column in question.columns if column.kind in ("choice", "yesno")}
    made = []
    for action in open_actions:
        row = {"ref": action.id, "action": action.what, "owner": action.owner, "due": action.due}
        for label, answer in action.notes:
            column = kinds.get(label)
            option = next((one.id for one in column.options if same(one.label) == same(answer)), "") if column else ""
            if column is not None and option and column.id != "outcome":
                row[column.id] = option
        made.append({name: text for name, text in row.items() if name in ids and text})
    return tuple(made)


def follow(form: Form, values: Mapping[str, Value], key: str, day: str, known: Mapping[str, Action]) -> Followed:
    """What a return says of earlier actions of its case. `known` are the actions of the case, by id.

    One that was done is closed, because somebody else has looked; one that was said to be done and is not is open
    again. A row without the id of an action is matched by its words; where they fit none or more than one, that is
    said, and nothing moves.
    """
    field_id = form.role("earlier_actions")
    by_words: dict[str, list[Action]] = {}
    for one in known.values():
        by_words.setdefault(same(one.what), []).append(one)
    by_ref = {same(one.id): one for one in known.values()}
    result, unknown = [], []
    for number, row in enumerate(rows(values.get(field_id)), start=1):
        outcome = cell(row, "outcome")
        ref, alike = cell(row, "ref"), by_words.get(same(cell(row, "action")), [])
        action = by_ref.get(same(ref)) if ref else alike[0] if len(alike) == 1 else None
        if action is None:
            if ref or cell(row, "action"):
                several = " and ".join(one.id for one in alike) if len(alike) > 1 and not ref else ""
                fits = f"the words of {several}" if several else "no action of this case"
                unknown.append(f"row {number} of the earlier actions{f' ({ref})' if ref else ''} fits {fits}")
            continue
        if outcome:
            result.append(_after(action, outcome, cell(row, "evidence"), key, day))
    return Followed(tuple(result), tuple(unknown))


def _after(action: Action, outcome: str, evidence: str, key: str, day: str) -> Action:
    if outcome in FINISHED:
        status = ActionStatus.CLOSED
    elif outcome in NEEDLESS:
        status = ActionStatus.WITHDRAWN
    else:
        status = ActionStatus.STARTED if outcome.startswith("part") else ActionStatus.OPEN
    changes = {"status": str(status)} | ({"evidence": evidence} if evidence else {})
    return moved(action, changes, day, key)
