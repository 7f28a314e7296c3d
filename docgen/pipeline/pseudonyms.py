"""Case references and practitioners under other names, always the same ones, by a key that the store does not hold.

A pseudonym is an HMAC-SHA-256 of the reference, shortened to 50 bits. Who has the key and a list of references can
tell which is which; who has neither cannot. A pseudonym is still personal data.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from docgen.fields import same
from docgen.model import Audit, DocgenError, Form, Framework, Place, Query, Severity, Value
from docgen.pipeline import archive
from docgen.pipeline.workspace import Workspace
from docgen.store import Store

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LENGTH = 10
_KEY = re.compile(r"[0-9a-f]{64}\s*\Z")
_LEAST = 3
"""How many characters a reference or a name must have to be looked for within a text."""


class Pseudonyms:
    """The pseudonyms that follow from one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._known: dict[str, str] = {}
        self._found = 0, re.compile("")
        self.case = lru_cache(maxsize=4096)(lambda text: self._of("C", text))
        self.practitioner = lru_cache(maxsize=4096)(lambda text: self._of("P", text))

    @property
    def fingerprint(self) -> str:
        """What tells one key from another and gives nothing of it away."""
        return self._digest("fingerprint").hex()[:16]

    def text(self, text: str) -> str:
        """A text in which every reference and name that was met so far stands under its pseudonym."""
        if not self._known or not text:
            return text
        return self._pattern().sub(lambda match: self._known[same(match[0])], text)

    def meet(self, case: str, practitioner: str) -> None:
        """Take note of a case and a practitioner, so that they are found within texts."""
        if len(same(case)) >= _LEAST:
            self._known.setdefault(same(case), self.case(case))
        if len(same(practitioner)) >= _LEAST:
            self._known.setdefault(same(practitioner), self.practitioner(practitioner))

    def _of(self, kind: str, text: str) -> str:
        if not text.strip():
            return ""
        number = int.from_bytes(self._digest(f"{kind}\x1f{same(text)}")[:7], "big")
        return f"{kind}-" + "".join(_LETTERS[number >> 5 * place & 31] for place in range(_LENGTH))

    def _digest(self, text: str) -> bytes:
        return hmac.new(self._key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()

    def _pattern(self) -> re.Pattern[str]:
        """Finds what is known, the longest first; made anew when something was met."""
        if self._found[0] != len(self._known):
            words = sorted(self._known, key=len, reverse=True)
            every = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
            self._found = len(self._known), re.compile(rf"(?<!\w)(?:{every})(?!\w)", re.IGNORECASE)
        return self._found[1]


def of(workspace: Workspace, store: Store) -> Pseudonyms:
    """The pseudonyms of a workspace. The key is made where the settings name a new file and none was ever used.

    Raises DocgenError where the settings name none, where it lies in the workspace, is missing, is no key, or is
    another one than before: pseudonyms that change would join what belongs to different cases.
    """
    named = workspace.settings.pseudonym_key
    if not named:
        fix = "Name a file outside the workspace: pseudonym_key: H:/Keys/docgen.key"
        raise _refusal("docgen.yaml", "The settings name no key of pseudonyms.", fix)
    path = Path(os.path.abspath(workspace.folder / Path(named).expanduser()))
    if path.is_relative_to(os.path.abspath(workspace.folder)):
        fix = "Name a file elsewhere, to which only those have access who may know the cases."
        raise _refusal(str(path), "The key of pseudonyms lies in the workspace.", fix)
    before = store.noted("pseudonyms")
    if not path.exists() and not before:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError), archive.new(path) as stream:
            stream.write(f"{secrets.token_hex(32)}\n".encode("ascii"))
            archive.to_disk(stream)
    made = Pseudonyms(_key(path))
    if before and before != made.fingerprint:
        fix = "Put the key back that was used before; with another one the same case would get another pseudonym."
        raise _refusal(str(path), "This is another key of pseudonyms than before.", fix)
    if not before:
        store.note("pseudonyms", made.fingerprint)
    return made


About = tuple[str, str]
"""Which of case, practitioner and auditor a document is about, and their name."""


@contextmanager
def masked(
    workspace: Workspace, store: Store, framework: Framework, wanted: bool
) -> Iterator[Callable[[About], About]]:
    """Within the block, where it is wanted, every audit of a framework comes out of the store under pseudonyms.

    Gives what turns the name of whom a document is about into the one that it has there. Raises as `of` does.
    """
    if not wanted:
        yield lambda about: about
        return
    names = of(workspace, store)
    known = {"case": names.case, "practitioner": names.practitioner}
    with store.masked(lambda audits: mask(names, framework, audits)):
        yield lambda about: (about[0], known[about[0]](about[1])) if about[0] in known else about


def mask(pseudonyms: Pseudonyms, framework: Framework, audits: Iterable[Audit]) -> tuple[Audit, ...]:
    """The audits of a framework under pseudonyms: the case, the practitioner, and both wherever a text names them.

    Texts that only the case list tells, such as who was involved, are left out.
    """
    forms = {form.id: form for form in framework.forms}
    every = tuple(audits)
    for audit in every:
        form = forms.get(audit.form)
        pseudonyms.meet(audit.case, _said(audit, form, "practitioner"))
    told = frozenset(question.id for question in framework.case_fields if question.kind == "text")
    return tuple(_masked(pseudonyms, audit, forms.get(audit.form), told) for audit in every)


def _masked(pseudonyms: Pseudonyms, audit: Audit, form: Form | None, withheld: frozenset[str]) -> Audit:
    values: dict[str, Value] = {name: _value(pseudonyms, value) for name, value in audit.values.items()}
    values |= {name: None for name in withheld if name in values}
    if form is not None:
        case, practitioner = form.role("case"), form.role("practitioner")
        if values.get(case):
            values[case] = pseudonyms.case(str(audit.values[case]))
        if values.get(practitioner):
            values[practitioner] = pseudonyms.practitioner(str(audit.values[practitioner]))
    return replace(audit, case=pseudonyms.case(audit.case), values=values)


def _value(pseudonyms: Pseudonyms, value: Value) -> Value:
    if isinstance(value, str):
        return pseudonyms.text(value)
    if isinstance(value, tuple):
        return tuple(
            {name: pseudonyms.text(cell) if isinstance(cell, str) else cell for name, cell in part.items()}
            if isinstance(part, Mapping)
            else part
            for part in value
        )  # type: ignore[return-value]
    return value


def _said(audit: Audit, form: Form | None, role: str) -> str:
    return str(audit.values.get(form.role(role)) or "") if form else ""


def _key(path: Path) -> bytes:
    try:
        text = path.read_text("ascii")
    except FileNotFoundError:
        fix = "Put the file back; without it the pseudonyms of before cannot be made again."
        raise _refusal(str(path), "The key of pseudonyms is not there.", fix) from None
    except UnicodeDecodeError:
        text = ""
    if not _KEY.match(text):
        raise _refusal(str(path), "This is no key of pseudonyms.", "Name the file that docgen made, or a new one.")
    return bytes.fromhex(text.strip())


def _refusal(place: str, message: str, fix: str) -> DocgenError:
    return DocgenError(Query("pseudonyms", Severity.ERROR, message, fix, where=Place(place)))
