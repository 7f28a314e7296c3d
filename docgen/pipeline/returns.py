"""The verb `read`: what a returned file says, by its own form and version, with nothing stored."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from docgen import office
from docgen.intake import Inbox, Passed, Source, mail
from docgen.intake.mail import Part
from docgen.marks import toolkit_id
from docgen.model import DocgenError, Form, Framework, Identity, Place, Query, Return, Severity, Value
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.examine import Examiner, Known
from docgen.pipeline.limits import Terms
from docgen.pipeline.workspace import Workspace, open_store

if TYPE_CHECKING:
    from docgen.store import Store


@dataclass(frozen=True, slots=True)
class Issued:
    """What is known of a copy since it was issued.

    blanks      the form's blank in each look and format in which it was issued, the newest first, where they were kept
    facts       what only the case list told of its case
    place       framework, version and form; None for a copy that was not issued here
    """

    blanks: tuple[Path, ...] = ()
    facts: Mapping[str, Value] = field(default_factory=dict)
    place: tuple[str, str, str] | None = None


AsIssued = Callable[[str], Issued]
"""Toolkit id → what is known of the copy; nothing for one that was not issued here."""

Awaited = Callable[[], Return]
"""Waits for what a file says."""


def nowhere(toolkit: str) -> Issued:
    """What is known of a copy where there is no ledger."""
    return Issued()


class Reader:
    """Reads files in this process. For files from outside use `docgen.pipeline.contained`, which has the same door.

    ahead   how many files may usefully be submitted before the first one's result is asked for
    """

    ahead = 0

    def __init__(self, catalogue: Catalogue, template: Callable[[str], bytes], terms: Terms | None = None) -> None:
        """`template` gives a template by its name, such as `toolkit.docx`."""
        self.terms = terms or Terms()
        self.catalogue = catalogue
        self._examiner = Examiner(catalogue, self.terms)
        self._template = template
        self._drawn: dict[object, bytes] = {}

    def read(self, name: str, data: bytes, issued: AsIssued = nowhere) -> Return:
        """Everything that a file says. Never raises for what stands in it: what cannot be read is refused.

        `issued` gives, for a toolkit id, the blank of the form as it was when that copy was issued, where it is
        known; otherwise the form is drawn anew from its definition. It also gives what the case list told. Raises
        DocgenError where the template of the form, or the store that `issued` looks into, cannot be used.
        """
        return self.convert(self.submit(name, data, issued)(), data, issued)

    def submit(self, name: str, data: bytes, issued: AsIssued = nowhere) -> Awaited:
        """As `read`, but the result can be waited for later; `issued` is asked while it is waited for."""
        return partial(self._examiner.read, name, data, partial(self.know, issued))

    def convert(self, refused: Return, data: bytes, issued: AsIssued = nowhere) -> Return:
        """What a refused file says that LibreOffice can convert, where it is here; else the refusal as it was.

        The name and the hash stay those of the file as it came.
        """
        from docgen.forms.kinds import convertible

        if refused.refused is None or refused.refused.rule != "file-type" or not (ending := convertible(data)):
            return refused
        if not self.terms.office:
            fix = f"{refused.refused.fix} Where LibreOffice is installed, docgen converts such files itself."
            return replace(refused, refused=replace(refused.refused, fix=fix))
        try:
            plain = self.unlock(refused.file, data)
        except DocgenError as error:
            return replace(refused, refused=error.queries[0])
        made = office.converted(plain, ending, self.terms.office, self.terms.scratch)
        if not made:
            fix = f"{refused.refused.fix} LibreOffice could not convert it within {office.SECONDS:g} seconds."
            return replace(refused, refused=replace(refused.refused, fix=fix))
        found = self.submit(refused.file, made, issued)()
        editor = f"{found.editor} ({ending}, converted by LibreOffice)".strip()
        return replace(found, sha256=refused.sha256, editor=editor)

    def unlock(self, name: str, data: bytes) -> bytes:
        """The document in a file that is locked with one of the passwords; a file without a lock as it is."""
        from docgen.forms.locked import unlocked

        return unlocked(data, name, self.terms.passwords)

    def unpack(self, name: str, data: bytes) -> tuple[Part, ...]:
        """The files in an e-mail. Raises DocgenError with one refusal where it cannot be taken apart."""
        return mail.parts(data)

    def place(self, identity: Identity) -> tuple[Framework, Form]:
        """The framework and the form of a file that could be identified. Raises DocgenError where they are not here."""
        return self._examiner.place(identity)

    def know(self, issued: AsIssued, identity: Identity, format: str) -> Known:
        """What must be known of a copy before it can be read. Raises DocgenError as `read` does."""
        from docgen.forms import FORMATS

        framework, form = self.place(identity)
        copy = issued(identity.toolkit)
        if format not in FORMATS:
            return Known(facts=copy.facts)  # a record without a page
        try:
            return Known(self._blanks(format, framework, form, copy.blanks), copy.facts)
        except DocgenError as error:
            if error.queries[0].rule != "pdf-extra":  # the forms of the other formats can still be read
                raise
            return Known(refused=error.queries[0])

    def _blanks(self, format: str, framework: Framework, form: Form, kept: Sequence[Path]) -> tuple[bytes, ...]:
        """The blanks of the form in this format: those that were kept, else one that is drawn now."""
        from docgen.forms import FORMATS, compile_toolkit

        kind = FORMATS[format]
        found = [path for path in kept if path.suffix == kind.suffix]
        for path in found:
            if path not in self._drawn:
                self._drawn[path] = path.read_bytes()
        if found:
            return tuple(self._drawn[path] for path in found)
        key = (kind.name, framework.id, framework.version, form.id)
        if key not in self._drawn:
            base = self._template(kind.template) if kind.template else b""
            self._drawn[key] = compile_toolkit(kind.name, framework, form, base).copy(toolkit_id(""))
        return (self._drawn[key],)


def as_issued(workspace: Workspace, store: Store) -> AsIssued:
    """What the ledger of a workspace knows of the copies that were issued from it."""

    from docgen.forms import FORMATS

    def find(toolkit: str) -> Issued:
        copy = store.toolkit(toolkit) if toolkit else None
        if copy is None:
            return Issued()
        paths = (
            workspace.blanks / f"{sha256}{one.suffix}" for sha256 in copy.blank.split() for one in FORMATS.values()
        )
        place = (copy.framework, copy.version, copy.form)
        return Issued(tuple(path for path in paths if path.is_file()), copy.facts, place)

    return find


def read(workspace: Workspace | None, reader: Reader, paths: Sequence[Path]) -> Iterator[Return]:
    """What each file says, against the blank that its copy was issued with where the workspace has one.

    The files in a zip archive or an e-mail come one by one, each with its path.
    """
    if workspace is None or not (workspace.settings.store or workspace.has_store):
        yield from _each(reader, paths, nowhere)
        return
    with open_store(workspace) as store:
        yield from _each(reader, paths, as_issued(workspace, store))


def _each(reader: Reader, paths: Sequence[Path], issued: AsIssued) -> Iterator[Return]:
    for path in paths:
        with Inbox([path], (), reader.terms.inbox, reader.terms.passwords) as inbox:
            todo: deque[Source | Passed] = deque([*inbox.passed, *inbox.sources])
            while todo:
                one = todo.popleft()
                if isinstance(one, Passed):
                    yield Return(one.name, "", refused=one.query)
                    continue
                try:
                    data = inbox.read(one)
                except DocgenError as error:
                    yield Return(one.name, "", refused=error.queries[0])
                    continue
                inner = inbox.inside(one, data, reader.unpack)
                if inner is None:
                    yield reader.read(one.name, data, issued)
                else:
                    todo.extendleft(reversed(inner))


def bytes_of(path: Path) -> bytes:
    """The bytes of a file that a person named. Raises DocgenError where there is no such file, OSError otherwise."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        query = Query("no-file", Severity.ERROR, "There is no such file.", "Check the name.", where=Place(str(path)))
        raise DocgenError(query) from None
