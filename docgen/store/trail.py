"""The trail of events: each row is linked to the one before by a hash, so that any later change shows.

A link is the SHA-256 of the link before and of the row's own fields, as JSON. The number and link of the last row
also stand in `meta`, so that rows cut off at the end are missed too. A `seal` is the SHA-256 of a stored record as
it was when the event happened.

What a person wrote as a reason stands in a table of its own, with a random salt; the event holds the SHA-256 of both.
So it can be erased without a change to the trail, cannot be changed unseen, and cannot be guessed when it is gone.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, update

from docgen.store import tables
from docgen.store.adding import add
from docgen.store.values import held

FIELDS = ("at", "who", "what", "toolkit", "key", "was", "stands", "why", "detail", "seal")
"""The fields of an event that its link covers, after its number."""

_HEAD = select(tables.meta.c.value).where(tables.meta.c.name == "trail")
_LOCK = _HEAD.with_for_update()
_MOVE = update(tables.meta).where(tables.meta.c.name == "trail").values(value=bindparam("head"))
_AS_IT_IS = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_SORTED = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
APART = "sha256:"
"""What the reason of an event begins with where its words stand in the table of reasons."""
ERASED = "(erased)"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, who did it, when and why. `key` names a return, `toolkit` a copy.

    was, stands     the standing before and after, where it is about one
    detail          ids, codes and hashes; never what a person wrote in a form
    seal            of the record that the event left behind
    written         whether a person wrote the reason: then its words are kept apart, and can be erased
    """

    at: str
    who: str
    what: str
    toolkit: str = ""
    key: str = ""
    was: str = ""
    stands: str = ""
    why: str = ""
    detail: str = ""
    seal: str = ""
    written: bool = False


def take_turn(connection: Connection) -> None:
    """Wait for the right to write to a store on PostgreSQL, and keep it to the end of the transaction."""
    connection.execute(_LOCK)


def append(connection: Connection, events: Sequence[Event]) -> None:
    """Add events to the trail, in this order."""
    if not events:
        return
    number, link = head(connection)
    rows, reasons = [], []
    for event in events:
        number += 1
        fields = {name: held(getattr(event, name)) for name in FIELDS}
        if event.written and event.why:
            reasons.append({"event": number, "salt": secrets.token_hex(16), "text": fields["why"]})
            fields["why"] = apart(reasons[-1]["salt"], fields["why"])
        link = link_of(link, number, fields)
        rows.append({"id": number, **fields, "link": link})
    add(connection, tables.events, rows)
    add(connection, tables.reasons, reasons)
    connection.execute(_MOVE, {"head": f"{number} {link}"})


def apart(salt: object, text: str) -> str:
    """What an event holds of a reason that a person wrote."""
    return APART + seal([salt, text])


def said(why: str, text: str | None) -> str:
    """The reason of an event, out of the event and the table of reasons."""
    return (ERASED if text is None else text) if why.startswith(APART) else why


def link_of(before: str, number: int, fields: Mapping[str, str]) -> str:
    """The link of a row after the link of the row before it, which is empty for the first."""
    return seal([before, number, *(fields[name] for name in FIELDS)])


def seal(record: object, *, in_order: bool = False) -> str:
    """The SHA-256 of a record of texts, numbers, lists and mappings, whatever the order of the names in a mapping.

    With `in_order` they are in the order of the alphabet in every mapping already.
    """
    encoder = _AS_IT_IS if in_order else _SORTED
    return hashlib.sha256(encoder.encode(record).encode("utf-8")).hexdigest()


def check(connection: Connection) -> Iterator[str]:
    """What is wrong with the chain, in plain words; nothing where no row was changed, taken out, added or moved."""
    rows = connection.execute(select(tables.events).order_by(tables.events.c.id))
    number, link = 0, ""
    for found in rows:
        row = found._asdict()
        if row["id"] != number + 1:
            yield f"Event {number + 1} of the trail is missing; event {row['id']} follows {number}."
        elif row["link"] != link_of(link, row["id"], row):
            yield f"Event {row['id']} of the trail is not as it was written."
        number, link = row["id"], row["link"]
    last, end = head(connection)
    if last != number:
        yield f"The trail ends with event {number}, and should end with event {last}."
    elif end != link:
        yield "The end of the trail is not as it was written."


def relink(rows: Iterable[Mapping[str, str]]) -> list[dict[str, object]]:
    """The rows numbered from 1 and linked, for a migration that gives an old trail its chain."""
    made: list[dict[str, object]] = []
    link = ""
    for number, row in enumerate(rows, start=1):
        fields = {name: row.get(name, "") for name in FIELDS}
        link = link_of(link, number, fields)
        made.append({"id": number, **fields, "link": link})
    return made


def head(connection: Connection) -> tuple[int, str]:
    """The number and the link of the last event; 0 and nothing before the first."""
    number, _, link = (connection.execute(_HEAD).scalar() or "0 ").partition(" ")
    return int(number), link
