"""The verb `read`: what a returned file says, by its own form and version, with nothing stored."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docgen import checks, reading
from docgen.checks import identifying
from docgen.intake import shown
from docgen.marks import toolkit_id
from docgen.model import DocgenError, Form, Framework, Identity, Place, Query, Return, Severity, Value
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.workspace import Workspace, open_store

if TYPE_CHECKING:
    from docgen.forms import Opened
    from docgen.store import Store


@dataclass(frozen=True, slots=True)
class Issued:
    """What is known of a copy since it was issued.

    blank       the form's blank as it was then, where it was kept
    facts       what only the case list told of its case
    """

    blank: Path | None = None
    facts: Mapping[str, Value] = field(default_factory=dict)


AsIssued = Callable[[str], Issued]
"""Toolkit id → what is known of the copy; nothing for one that was not issued here."""


def nowhere(toolkit: str) -> Issued:
    """What is known of a copy where there is no ledger."""
    return Issued()


class Reader:
    """Reads files of every form at hand. What a form's blank looks like is learnt once, when its first file comes."""

    def __init__(self, catalogue: Catalogue, template: Callable[[str], bytes]) -> None:
        """`template` gives a template by its name, such as `toolkit.docx`."""
        self._catalogue = catalogue
        self._template = template
        self._blanks: dict[object, Any] = {}

    def read(self, name: str, data: bytes, issued: AsIssued = nowhere) -> Return:
        """Everything that a file says. Never raises for what stands in it: what cannot be read is refused.

        `issued` gives, for a toolkit id, the blank of the form as it was when that copy was issued, where it is
        known; otherwise the form is drawn anew from its definition. It also gives what the case list told. Raises
        DocgenError where the template of the form, or the store that `issued` looks into, cannot be used.
        """
        read = Return(shown(name), hashlib.sha256(data).hexdigest())
        try:
            return self._read(read, data, issued)
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

    def _read(self, read: Return, data: bytes, issued: AsIssued) -> Return:
        from docgen.forms import open_form

        try:
            opened = open_form(data, read.file)
            read = replace(read, format=opened.format, editor=opened.editor)
            identity = self._identify(opened)
            if isinstance(identity, Query):
                return replace(read, refused=_about(read.file, identity))
            read = replace(read, identity=identity)
            framework, form = self.place(identity)
        except DocgenError as error:
            return replace(read, refused=_about(read.file, error.queries[0]))
        copy = issued(identity.toolkit)
        try:
            blank = self._blank(opened, framework, form, copy.blank)
        except DocgenError as error:
            if error.queries[0].rule != "pdf-extra":  # the forms of the other formats can still be read
                raise
            return replace(read, refused=_about(read.file, error.queries[0]))
        marks = opened.marks(blank)
        answers = reading.confirmed(identity, form, reading.read(marks, form))
        if gone := reading.nothing(form, answers):
            return replace(read, refused=_about(read.file, gone))
        doubts = reading.whole(identity, form, answers, marks, self._forms)
        asked = (
            *doubts,
            *checks.check(framework, form, answers, copy.facts),
            *identifying.check(form, answers, copy.facts),
        )
        queries = tuple(_about(read.file, query) for query in asked)
        return replace(read, answers=answers, unread=marks.unread, queries=queries)

    def _identify(self, opened: Opened) -> Identity | Query:
        """Which form a file is: by what says so, else by words in its text, else by what it asks."""
        found = reading.identify(opened.carriers, self._keys)
        if isinstance(found, Identity) or found.rule != reading.UNMARKED:
            return found
        outline = opened.outline()
        if outline.carriers:
            return reading.identify(outline.carriers, self._keys)
        return reading.infer(outline, found, self._forms)

    @cached_property
    def _forms(self) -> tuple[reading.Known, ...]:
        """What every form at hand can be known by."""
        return tuple(reading.known(one, form) for one in self._catalogue.frameworks for form in one.forms)

    @cached_property
    def _keys(self) -> dict[str, tuple[str, str, str]]:
        """The key of every form at hand, as it stands in the identity bookmark."""
        from docgen.forms.identity import form_key

        places = [(one.id, one.version, form.id) for one in self._catalogue.frameworks for form in one.forms]
        return {form_key(*place): place for place in places}

    def _blank(self, opened: Opened, framework: Framework, form: Form, issued: Path | None) -> Any:
        """The blank of the form in the format of the file; the one that was kept counts where it is in that format."""
        from docgen.forms import FORMATS, blank_of, compile_toolkit

        if opened.format not in FORMATS:
            return form  # a record without a page: its blank is the form itself
        kind = FORMATS[opened.format]
        if issued is not None and issued.suffix != kind.suffix:
            issued = None
        key = issued or (kind.name, framework.id, framework.version, form.id)
        if key not in self._blanks:
            if issued is not None:
                document = issued.read_bytes()
            else:
                base = self._template(kind.template) if kind.template else b""
                document = compile_toolkit(kind.name, framework, form, base).copy(toolkit_id(""))
            self._blanks[key] = blank_of(kind.name, document)
        return self._blanks[key]


def as_issued(workspace: Workspace, store: Store) -> AsIssued:
    """What the ledger of a workspace knows of the copies that were issued from it."""

    def find(toolkit: str) -> Issued:
        copy = store.toolkit(toolkit) if toolkit else None
        if copy is None:
            return Issued()
        path = workspace.blanks / f"{copy.blank}{Path(copy.file).suffix}" if copy.blank else None
        return Issued(path if path and path.is_file() else None, copy.facts)

    return find


def read(workspace: Workspace | None, reader: Reader, paths: Sequence[Path]) -> Iterator[Return]:
    """What each file says, against the blank that its copy was issued with where the workspace has one."""
    if workspace is None or not (workspace.settings.store or workspace.has_store):
        for path in paths:
            yield reader.read(path.as_posix(), bytes_of(path))
        return
    with open_store(workspace) as store:
        for path in paths:
            yield reader.read(path.as_posix(), bytes_of(path), as_issued(workspace, store))


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
