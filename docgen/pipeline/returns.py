"""The verb `read`: what a returned file says, by its own form and version, with nothing stored."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import checks, reading
from docgen.intake import shown
from docgen.marks import toolkit_id
from docgen.model import DocgenError, Form, Framework, Identity, Place, Query, Return, Severity
from docgen.pipeline.catalogue import Catalogue

if TYPE_CHECKING:
    from docgen.forms.word import Blank


class Reader:
    """Reads files of every form at hand. What a form's blank looks like is learnt once, when its first file comes."""

    def __init__(self, catalogue: Catalogue, template: bytes) -> None:
        self._catalogue = catalogue
        self._template = template
        self._blanks: dict[tuple[str, str, str], Blank] = {}

    def read(self, name: str, data: bytes) -> Return:
        """Everything that a file says. Never raises for what stands in it: what cannot be read is refused."""
        read = Return(shown(name), hashlib.sha256(data).hexdigest())
        try:
            return self._read(read, data)
        except DocgenError as error:
            return replace(read, refused=_about(read.file, error.queries[0]))
        except (MemoryError, RecursionError):
            message = "The file is too large or too deeply nested to be read."
            fix = "Ask for the form as it was sent out, filled in."
            return replace(read, refused=Query("too-much", Severity.ERROR, message, fix, where=Place(read.file)))

    def place(self, identity: Identity) -> tuple[Framework, Form]:
        """The framework and the form of a file that could be identified."""
        framework = self._catalogue.version(identity.framework, identity.version)
        form = framework.form(identity.form) if framework else None
        if framework is None or form is None:
            message = (
                f"The file is a form of {identity.framework} {identity.version}, {identity.form}, which is not here."
            )
            fix = (
                "Put the definition of that version into the folder frameworks of the workspace, and take it in again."
            )
            raise DocgenError(Query("unknown-form", Severity.ERROR, message, fix))
        return framework, form

    def _read(self, read: Return, data: bytes) -> Return:
        from docgen.forms.word import open_form

        opened = open_form(data, read.file)
        read = replace(read, format=opened.format, editor=opened.editor)
        identity = reading.identify(opened.carriers, self._keys)
        if isinstance(identity, Query):
            return replace(read, refused=_about(read.file, identity))
        read = replace(read, identity=identity)
        try:
            framework, form = self.place(identity)
            answers = reading.read(opened.marks(self._blank(framework, form)), form)
        except DocgenError as error:
            return replace(read, refused=_about(read.file, error.queries[0]))
        queries = tuple(_about(read.file, query) for query in checks.check(framework, form, answers))
        return replace(read, answers=answers, queries=queries)

    @cached_property
    def _keys(self) -> dict[str, tuple[str, str, str]]:
        """The key of every form at hand, as it stands in the identity bookmark."""
        from docgen.forms.word import form_key

        places = [(one.id, one.version, form.id) for one in self._catalogue.frameworks for form in one.forms]
        return {form_key(*place): place for place in places}

    def _blank(self, framework: Framework, form: Form) -> Blank:
        from docgen.forms.word import blank_of, compile_toolkit

        key = (framework.id, framework.version, form.id)
        if key not in self._blanks:
            self._blanks[key] = blank_of(compile_toolkit(framework, form, self._template).copy(toolkit_id("blank")))
        return self._blanks[key]


def bytes_of(path: Path) -> bytes:
    """The bytes of a file that a person named. Raises DocgenError where there is no such file, OSError otherwise."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        query = Query("no-file", Severity.ERROR, "There is no such file.", "Check the name.", where=Place(str(path)))
        raise DocgenError(query) from None


def _about(file: str, query: Query) -> Query:
    """A query that names the file it is about."""
    return query if query.where.file else replace(query, where=Place(file, query.where.at))
