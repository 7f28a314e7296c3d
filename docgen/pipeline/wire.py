"""A return between a worker and its parent: JSON, and the judge that lets nothing else through.

A worker has had a file from outside in its hands, so the parent believes nothing that it says of types, lengths and
words: what comes back is built anew from plain parts, and must fit the form that it says it is of.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from itertools import accumulate, pairwise
from typing import Any

from docgen.intake.mail import Kind, Part
from docgen.model import (
    Answer,
    DocgenError,
    Form,
    Identity,
    Place,
    Query,
    Question,
    Return,
    Severity,
    State,
    Unread,
    Value,
)
from docgen.pipeline.examine import Known

_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_WORD = 200
"""Characters of a name, such as that of a rule, a program or a copy."""

_WRONG = (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, InvalidOperation)
"""What plain parts raise that are not as they should be."""

Forms = Callable[[Identity], Form | None]


class Garbled(ValueError):
    """What came back is not what a reader of returns says."""


def written(read: Return) -> bytes:
    """A return as JSON, without the name of its file, which the parent knows."""
    return _bytes({
        "sha256": read.sha256, "format": read.format, "editor": read.editor,
        "identity": read.identity and _named(read.identity),
        "answers": [[a.field, _plain(a.value), str(a.state), a.how, a.where, a.text, a.doubt,
                     [_plain(candidate) for candidate in a.candidates], a.note] for a in read.answers],
        "unread": [[one.text, one.where, one.what] for one in read.unread],
        "queries": [_asked(query) for query in read.queries],
        "refused": read.refused and _asked(read.refused),
    })  # fmt: skip


def judged(data: bytes, file: str, sha256: str, forms: Forms) -> Return:
    """The return that a worker handed back for the file with this name and hash.

    Raises Garbled; DocgenError or ImportError where the worker could not read any file.
    """
    try:
        said = json.loads(data)
        _stop(said)
        if _text(said["sha256"], _WORD) != sha256:
            raise Garbled("it is of another file")
        identity = _identity(said["identity"])
        form = forms(identity) if identity else None
        if said["answers"] and form is None:
            raise Garbled("it has answers to no form")
        answers = tuple(_answer(one, form) for one in said["answers"]) if form else ()
        if len({answer.field for answer in answers}) < len(answers):
            raise Garbled("it answers a question twice")
        return Return(
            file, sha256, _text(said["format"], _WORD), _text(said["editor"]), identity, answers,
            tuple(Unread(*_texts(one, 3)) for one in said["unread"]),
            tuple(_query(one, file) for one in said["queries"]),
            None if said["refused"] is None else _query(said["refused"], file),
        )  # fmt: skip
    except Garbled:
        raise
    except _WRONG as error:
        raise Garbled(type(error).__name__) from None


FORM, MAIL, LOCK = b"F", b"M", b"L"
"""What is wanted of a file: what it says as a form; the files in it, as it is an e-mail; itself without its lock."""


def request(what: bytes, name: str, expected: bytes = b"") -> bytes:
    """What goes before the bytes of a file: what is wanted, its name, and the answer to what will likely be asked."""
    return what + _sized(name.encode("utf-8", "replace")) + _sized(expected)


def requested(data: bytes) -> tuple[bytes, str, bytes, bytes]:
    """What is wanted, the name, the answer that is expected to be needed, and the bytes of the file in a request."""
    name, rest = _parted(data, 1)
    expected, end = _parted(data, rest)
    return data[:1], name.decode("utf-8"), expected, data[end:]


def expected(identity: Identity, format: str, known: Known) -> bytes:
    """What is known of the copy that a file probably is, for the worker that will ask about it."""
    return b"".join((_sized(_copy(identity, format)), *reply(known)))


def foreseen(expected: bytes, identity: Identity, format: str) -> Known | None:
    """What is known of a copy, where it is the one that was expected; None where it is any other, or none was."""
    if not expected:
        return None
    copy, end = _parted(expected, 0)
    return replied(expected[end:]) if copy == _copy(identity, format) else None


def _copy(identity: Identity, format: str) -> bytes:
    return _bytes([identity.framework, identity.version, identity.form, identity.toolkit, format])


def _sized(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _parted(data: bytes, start: int) -> tuple[bytes, int]:
    """What `_sized` gave, which begins here, and where it ends."""
    end = start + 4 + int.from_bytes(data[start : start + 4], "big")
    return data[start + 4 : end], end


def parts(found: Sequence[Part]) -> bytes:
    """The files in an e-mail: a head of names, kinds and sizes, and their bytes one after the other."""
    head = _bytes([[one.name, str(one.kind), len(one.data)] for one in found])
    return b"".join((head, b"\n", *(one.data for one in found)))


def parted(data: bytes) -> tuple[Part, ...]:
    """The files that a worker found in an e-mail. Raises Garbled."""
    end = data.find(b"\n")
    try:
        said = [(_text(name), Kind(kind), int(size)) for name, kind, size in json.loads(data[:end])]
    except _WRONG as error:
        raise Garbled(type(error).__name__) from None
    if min((size for *_, size in said), default=0) < 0 or sum(size for *_, size in said) != len(data) - end - 1:
        raise Garbled("its parts are not as long as they say")
    found, at = [], end + 1
    for name, kind, size in said:
        found.append(Part(name, kind, data[at : at + size]))
        at += size
    return tuple(found)


def question(identity: Identity, format: str) -> bytes:
    """What a worker asks: what is known of the copy that this is."""
    return _bytes([_named(identity), format])


def questioned(data: bytes) -> tuple[Identity, str]:
    """Of which copy, in which format, a worker wants to know. Raises Garbled."""
    try:
        identity, format = json.loads(data)
        found = _identity(identity)
        if found is not None:
            return found, _text(format, _WORD)
    except _WRONG as error:
        raise Garbled(type(error).__name__) from None
    raise Garbled("it asks about no copy")


def reply(known: Known) -> tuple[bytes, ...]:
    """What is known of a copy: a head with the sizes of its blanks, and each of them."""
    facts = {name: _plain(value) for name, value in known.facts.items()}
    head = _bytes([facts, known.refused and _asked(known.refused), [len(blank) for blank in known.blanks]])
    return (head + b"\n", *known.blanks)


def replied(data: bytes) -> Known:
    """What is known of a copy."""
    head, _, rest = data.partition(b"\n")
    facts, refused, sizes = json.loads(head)
    query = _query(refused) if refused else None
    ends = [*accumulate(sizes, initial=0)]
    blanks = tuple(rest[start:end] for start, end in pairwise(ends))
    return Known(blanks, {name: _value(value) for name, value in facts.items()}, query)


def stopped(error: DocgenError) -> bytes:
    """What would refuse every file alike, so that nothing more can be read."""
    return _bytes({"stopped": [_asked(query) for query in error.queries[:100]], "code": error.code})


def lacking(error: ImportError) -> bytes:
    """A part of the installation is missing."""
    return _bytes({"lacking": str(error)})


def _stop(said: Mapping[str, Any]) -> None:
    if "stopped" in said:
        raise DocgenError(*(_query(one) for one in said["stopped"]), code=3 if said["code"] == 3 else 2)
    if "lacking" in said:
        raise ImportError(_text(said["lacking"]))


def _bytes(shape: object) -> bytes:
    return json.dumps(shape, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def _plain(value: Value) -> Any:
    """A value as JSON: a decimal as a list of one text, so that it is no number and no text."""
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, tuple):
        return [one if isinstance(one, str) else {"row": {n: _plain(c) for n, c in one.items()}} for one in value]
    return value


def _value(said: Any) -> Value:
    if isinstance(said, list):
        found = tuple(one if isinstance(one, str) else _row(one["row"]) for one in said)
        return found  # type: ignore[return-value]
    return _cell(said)


def _row(said: Mapping[str, Any]) -> dict[str, str | int | Decimal | None]:
    return {_text(name, _WORD): _cell(cell) for name, cell in said.items()}


def _cell(said: Any) -> str | int | Decimal | None:
    if isinstance(said, Mapping):
        return Decimal(_text(said["decimal"], _WORD))
    if said is None or isinstance(said, str) or (isinstance(said, int) and not isinstance(said, bool)):
        return said
    raise Garbled("a value of no kind")


def _answer(said: Sequence[Any], form: Form) -> Answer:
    field, value, state, how, where, text, doubt, candidates, note = said
    asked = form.question(_text(field, _WORD))
    if asked is None:
        raise Garbled("it answers what nobody asked")
    for one in (how, where, text, doubt, note):
        _text(one)
    found, known = _value(value), State(state)
    if (known is not State.ANSWERED and found is not None) or not _fits(found, asked):
        raise Garbled("a value that its question cannot have")
    if not isinstance(candidates, list):
        raise Garbled("candidates that are none")
    meant = tuple(_value(candidate) for candidate in candidates)
    return Answer(asked.id, found, known, how, where, text, doubt, meant, note)


def _fits(value: Value, asked: Question) -> bool:
    """Whether a question can have this value, by its kind."""
    if value is None:
        return True
    if asked.kind in ("ticks", "table"):
        if not isinstance(value, tuple):
            return False
        if asked.kind == "ticks":
            options = {option.id for option in asked.options}
            return all(one in options for one in value if isinstance(one, str)) and all(
                isinstance(one, str) for one in value
            )
        columns = {column.id: column for column in asked.columns}
        return all(
            isinstance(row, Mapping)
            and all(name in columns and _fits(cell, columns[name]) for name, cell in row.items())
            for row in value
        )
    if asked.kind == "number":
        return isinstance(value, int | Decimal)
    if not isinstance(value, str):
        return False
    if asked.kind in ("choice", "grade", "yesno"):
        return any(option.id == value for option in asked.options)
    return asked.kind != "date" or bool(_DATE.match(value))


def _named(identity: Identity) -> list[object]:
    return [identity.framework, identity.version, identity.form, identity.toolkit, list(identity.agreed), identity.note]


def _identity(said: Any) -> Identity | None:
    if said is None:
        return None
    *named, agreed, note = said
    framework, version, form, toolkit = _texts(named, 4, _WORD)
    return Identity(framework, version, form, toolkit, tuple(_text(one, _WORD) for one in agreed), _text(note))


def _asked(query: Query) -> list[str]:
    place = query.where
    return [query.rule, str(query.severity), query.message, query.fix, query.question, place.at, place.file]


def _query(said: Sequence[Any], file: str | None = None) -> Query:
    """A query about this file; about the one that it names itself where none is given."""
    rule, severity, message, fix, field, at, named = _texts(said, 7)
    return Query(rule, Severity(severity), message, fix, field, Place(named if file is None else file, at))


def _texts(said: Sequence[Any], count: int, most: int | None = None) -> tuple[str, ...]:
    if not isinstance(said, list) or len(said) != count:
        raise Garbled("parts are missing")
    return tuple(_text(one, most) for one in said)


def _text(said: Any, most: int | None = None) -> str:
    if not isinstance(said, str) or (most is not None and len(said) > most):
        raise Garbled("a text that is none")
    return said
