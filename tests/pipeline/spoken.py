"""A reader of returns that are written out in JSON, with the checks made as for any other, for tests of decisions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from docgen.intake import Keeper, Kept
from docgen.model import Answer, Condition, Form, Framework, Identity, Return, State, Test, Unread, Value
from docgen.pipeline import ingest
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.examine import asked_of
from docgen.pipeline.ingest import Taken
from docgen.pipeline.returns import AsIssued, Awaited, Reader
from docgen.pipeline.review import Desk
from docgen.pipeline.workspace import Workspace
from docgen.store import Store
from tests.pipeline.forms import FRAMEWORK, QUESTIONS

NOW = "2026-11-20T12:00:00Z"
LATER = "2026-12-01T09:00:00Z"
_NEEDED = Condition((Test("grade", ("met",)),))
_ASKED = tuple(
    replace(one, required_when=_NEEDED) if one.id == "grade_comment" else one for one in QUESTIONS
)  # a comment is needed where the grade is Met
_WHO = (replace(QUESTIONS[0], id="auditor", ref="1h", label="Auditor", required=False),)
SECTION = replace(FRAMEWORK.forms[0].sections[0], questions=(*_ASKED, *_WHO))
FORM = replace(
    FRAMEWORK.forms[0], sections=(SECTION,), roles=(*FRAMEWORK.forms[0].roles, ("auditor", "auditor"), ("team", "area"))
)
SPOKEN = replace(FRAMEWORK, forms=(FORM,), marking="OFFICIAL")
AT_HAND = Catalogue((SPOKEN,))


class Spoken:
    """Reads `{"copy": "T1", "answers": {"grade": "good", "filed": {"doubt": "…", "candidates": [], "text": ""}}}`."""

    def read(self, name: str, data: bytes, issued: AsIssued | None = None) -> Return:
        said = json.loads(data)
        answers = tuple(_answer(one.id, said["answers"].get(one.id)) for one in FORM.questions)
        facts = issued(said["copy"]).facts if issued else {}
        queries = asked_of(SPOKEN, FORM, answers, facts, name)
        identity = Identity("small", "1", "case", said["copy"])
        unread = tuple(Unread(text, "page 1") for text in said.get("unread", ()))
        return Return(name, hashlib.sha256(data).hexdigest(), "word", "Word", identity, answers, unread, queries)

    ahead = 0

    def submit(self, name: str, data: bytes, issued: AsIssued | None = None) -> Awaited:
        return lambda: self.read(name, data, issued)

    def convert(self, refused: Return, data: bytes, issued: AsIssued | None = None) -> Return:
        return refused

    def place(self, identity: Identity) -> tuple[Framework, Form]:
        return SPOKEN, FORM


READER = cast(Reader, Spoken())


def _answer(field: str, said: Any) -> Answer:
    where = f"section 1, {field}"
    if isinstance(said, dict):
        candidates = tuple(_value(one) for one in said.get("candidates", ()))
        return Answer(field, None, State.DOUBTFUL, "glyph", where, said.get("text", ""), said["doubt"], candidates)
    value = _value(said)
    return Answer(field, value, State.BLANK if value is None else State.ANSWERED, "control", where)


def _value(said: Any) -> Value:
    return (tuple(said) or None) if isinstance(said, list) else said


def written(answers: Mapping[str, Any], copy: str = "T1", unread: tuple[str, ...] = ()) -> bytes:
    """A return as `Spoken` reads it."""
    return json.dumps({"copy": copy, "answers": answers, "unread": unread}).encode()


def take(place: Workspace, store: Store, data: bytes, name: str = "a.docx", now: str = NOW) -> Taken:
    """What becomes of a return that comes in."""
    sha256 = hashlib.sha256(data).hexdigest()
    path = place.originals / sha256[:2] / f"{sha256}.docx"
    with Keeper() as keeper:
        return ingest.Desk(place, store, READER, now).take(Kept(name, sha256, data, path), keeper)


def send(place: Workspace, store: Store, data: bytes, name: str = "a.docx", now: str = NOW) -> str:
    """Take a return in; its key."""
    taken = take(place, store, data, name, now)
    assert taken.key, taken
    return taken.key


def desk(place: Workspace, store: Store) -> Desk:
    return Desk(place, store, READER)


__all__ = ["AT_HAND", "FORM", "LATER", "NOW", "READER", "SPOKEN", "desk", "send", "take", "written"]
