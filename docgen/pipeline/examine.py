"""What stands in a returned file: opened, identified, read into answers, checked. Worker processes do this."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from docgen import checks, reading
from docgen.checks import identifying
from docgen.intake import shown
from docgen.model import Answer, DocgenError, Form, Framework, Identity, Place, Query, Return, Severity, State, Value
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.limits import Terms

if TYPE_CHECKING:
    from docgen.forms import Opened
    from docgen.marks import Marks


@dataclass(frozen=True, slots=True)
class Known:
    """What must be known of a copy before it can be read.

    blanks      the bytes of its form's blank in its format, of each look that it was issued in, the newest first;
                nothing for a record without a page
    facts       what only the case list told of its case
    refused     why there is no blank, where only this file is the worse for it
    """

    blanks: tuple[bytes, ...] = ()
    facts: Mapping[str, Value] = field(default_factory=dict)
    refused: Query | None = None


Know = Callable[[Identity, str], Known]
"""Identity and format of a file → what is known of the copy. Raises DocgenError for what would refuse every file."""


class Examiner:
    """Reads files of every form at hand. What a form's blank looks like is learnt once, when its first file comes."""

    def __init__(self, catalogue: Catalogue, terms: Terms | None = None) -> None:
        self._catalogue = catalogue
        self._terms = terms or Terms()
        self._blanks: dict[tuple[str, bytes], Any] = {}

    def read(self, name: str, data: bytes, know: Know) -> Return:
        """Everything that a file says. Never raises for what stands in it: what cannot be read is refused.

        Raises DocgenError where `know` does, or where the blank that it gives cannot be used.
        """
        read = Return(shown(name), hashlib.sha256(data).hexdigest())
        try:
            return self._read(read, data, know)
        except RecursionError:
            message = "The file is too deeply nested to be read."
            fix = "Ask for the form as it was sent out, filled in."
            return replace(read, refused=Query("too-deep", Severity.ERROR, message, fix, where=Place(read.file)))

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

    def _read(self, read: Return, data: bytes, know: Know) -> Return:
        from docgen.forms import open_form

        try:
            opened = open_form(data, read.file, self._terms.package, self._terms.passwords)
            read = replace(read, format=opened.format, editor=opened.editor)
            identity = self._identify(opened)
            if isinstance(identity, Query):
                return replace(read, refused=about(read.file, identity))
            read = replace(read, identity=identity)
            framework, form = self.place(identity)
        except DocgenError as error:
            return replace(read, refused=about(read.file, error.queries[0]))
        copy = know(identity, opened.format)
        if copy.refused is not None:
            return replace(read, refused=about(read.file, copy.refused))
        marks, found = self._against(opened, form, copy.blanks)
        answers = reading.confirmed(identity, form, found)
        if gone := reading.nothing(form, answers):
            return replace(read, refused=about(read.file, gone))
        doubts = reading.whole(identity, form, answers, marks, self._forms)
        of_file = (about(read.file, query) for query in doubts)
        queries = (*of_file, *asked_of(framework, form, answers, copy.facts, read.file))
        return replace(read, answers=answers, unread=marks.unread, queries=queries)

    def _against(self, opened: Opened, form: Form, blanks: Sequence[bytes]) -> tuple[Marks, tuple[Answer, ...]]:
        """What the file says beside its blank. A copy that went out in several looks is read beside that of which it
        differs least: by doubtful answers, then by text that is in no answer.
        """
        tried = []
        for number, blank in enumerate(blanks or (None,)):
            marks = opened.marks(form if blank is None else self._blank(opened, blank))
            answers = reading.read(marks, form)
            doubtful = sum(answer.state is State.DOUBTFUL for answer in answers)
            tried.append((doubtful, len(marks.unread), number, marks, answers))
        *_, marks, answers = min(tried, key=lambda one: one[:3])
        return marks, answers

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

    def _blank(self, opened: Opened, document: bytes) -> Any:
        from docgen.forms import blank_of

        key = (opened.format, hashlib.sha256(document).digest())
        if key not in self._blanks:
            self._blanks[key] = blank_of(opened.format, document)
        return self._blanks[key]


def asked_of(
    framework: Framework, form: Form, answers: Sequence[Answer], facts: Mapping[str, Value], file: str
) -> tuple[Query, ...]:
    """All that the checks ask of answers, with what the case list told of the case."""
    asked = (*checks.check(framework, form, answers, facts), *identifying.check(form, answers, facts))
    return tuple(about(file, query) for query in asked)


def about(file: str, query: Query) -> Query:
    """A query that names the file it is about."""
    return query if query.where.file else replace(query, where=Place(file, query.where.at))


def fault(what: str) -> Query:
    """A file on which docgen itself stumbles is refused, so that the others go on."""
    message = f"docgen stumbled over this file ({what}); this is a fault in docgen."
    fix = "The file is kept. Report the fault with the output of: docgen read FILE"
    return Query("fault", Severity.ERROR, message, fix)
