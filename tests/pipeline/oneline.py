"""A reader of returns of one line, for tests of what becomes of them."""

from __future__ import annotations

import hashlib

from docgen.intake import mail
from docgen.intake.mail import Part
from docgen.model import Answer, Form, Framework, Identity, Query, Return, Severity, State
from docgen.pipeline.limits import Terms
from docgen.pipeline.returns import Awaited
from tests.pipeline.forms import FORM, FRAMEWORK


class OneLine:
    """Reads `C1; good; T1`, with `?` for a doubtful grade, a fourth part for a query of that severity."""

    ahead = 0
    terms = Terms()

    def submit(self, name: str, data: bytes, issued: object = None) -> Awaited:
        return lambda: self.read(name, data, issued)

    def convert(self, refused: Return, data: bytes, issued: object = None) -> Return:
        return refused

    def unpack(self, name: str, data: bytes) -> tuple[Part, ...]:
        return mail.parts(data)

    def read(self, name: str, data: bytes, issued: object = None) -> Return:
        sha256 = hashlib.sha256(data).hexdigest()
        if data.startswith(b"crash"):
            raise KeyError("an oversight")
        if not data.startswith(b"C"):
            query = Query("not-a-form", Severity.ERROR, "This is no form.", "Send the form.")
            return Return(name, sha256, refused=query)
        case, grade, toolkit, *asked = (part.strip() for part in data.decode().split(";"))
        state = State.DOUBTFUL if grade == "?" else State.ANSWERED if grade else State.BLANK
        value = grade if state is State.ANSWERED else None
        answers = (Answer("case_ref", case, State.ANSWERED), Answer("grade", value, state, candidates=("good", "met")))
        queries = tuple(Query("asked", Severity(one), "Why?", "Say.") for one in asked)
        return Return(name, sha256, "word", "Word", Identity("small", "1", "case", toolkit), answers, queries=queries)

    def place(self, identity: Identity) -> tuple[Framework, Form]:
        return FRAMEWORK, FORM
