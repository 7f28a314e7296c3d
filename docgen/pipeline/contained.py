"""Returned files read in worker processes: whatever a file does there, it costs this one file and its reason.

The parent keeps the store, the definitions and the last word: what a worker hands back is judged before it is used.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path, PurePath
from types import TracebackType
from typing import TYPE_CHECKING, Self

from docgen.definitions.settings import Settings
from docgen.intake import mail, shown
from docgen.intake.bounds import MEGABYTE
from docgen.intake.mail import Kind, Part
from docgen.marks import toolkits_in
from docgen.model import DocgenError, Form, Identity, Query, Return, Severity
from docgen.pipeline import catalogue, wire, workspace
from docgen.pipeline.catalogue import Catalogue
from docgen.pipeline.examine import about, fault
from docgen.pipeline.limits import Terms, terms
from docgen.pipeline.returns import AsIssued, Awaited, Issued, Reader, nowhere
from docgen.pipeline.workspace import Workspace
from docgen.workers import Bounds, Ended, Executor, Lost, NotStarted, Pool, Result

if TYPE_CHECKING:
    from docgen.workers.child import Ask, Handle

_WARM = (
    "docgen.pipeline.contained",
    "docgen.pipeline.examine",
    "docgen.forms.word",
    "docgen.forms.excel",
    "lxml.etree",
)
"""What a worker imports while its parent still reads the definitions."""
_SEND_FORM = "The file is kept. Ask the sender for the form as it was sent out, filled in."


def reader(place: Workspace | None, passwords: Path | None = None, size: int = 1, cluster: str = "") -> Contained:
    """A reader of every form at hand, its workers started while the definitions are read.

    `passwords` is a file of passwords, which comes before the one in the settings. Its workers are `size` processes of
    this computer, or those of the cluster at an address. Raises DocgenError (code 3) where that is of no use.
    """
    agreed = terms(place.settings if place else Settings(), passwords, place.folder if place else None)
    pool = machines(cluster, agreed.worker) if cluster else workers(agreed.worker, size)
    try:
        return Contained(catalogue.gather(place), partial(workspace.template, place), pool, agreed)
    except BaseException:
        pool.close()
        raise


def workers(bounds: Bounds | None = None, size: int = 1) -> Pool:
    """Workers that start in the background, to be handed to `Contained`."""
    return Pool(bounds, size, _WARM)


def machines(address: str, bounds: Bounds | None = None) -> Executor:
    """The workers of the cluster at an address, to be handed to `Contained`. Raises DocgenError (code 3)."""
    from docgen.workers.cluster import Cluster, NoCluster

    try:
        return Cluster(address, bounds, _WARM)
    except ImportError:
        message = "--cluster needs a part of docgen that is not installed here."
        fix = "Install it with: python -m pip install 'docgen-audit[cluster]'"
    except NoCluster as error:
        message = f"The cluster {address} cannot be used. {error}"
        fix = "Start it, or mend it (docs/reference/cluster.md); without --cluster this computer reads the files."
    raise DocgenError(Query("no-cluster", Severity.ERROR, message, fix), code=3) from None


class Contained(Reader):
    """Reads files in workers. Use it in a `with` statement: the workers end with it."""

    def __init__(
        self, at_hand: Catalogue, template: Callable[[str], bytes], pool: Executor, agreed: Terms | None = None
    ) -> None:
        """`template` gives a template by its name; `pool` comes from `workers` or `machines`."""
        super().__init__(at_hand, template, agreed)
        self._pool = pool
        self.ahead = 2 * pool.size
        pool.build(partial(handler, at_hand, self.terms))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.close()

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person ought to know of how the reading went."""
        return self._pool.notes

    def submit(self, name: str, data: bytes, issued: AsIssued = nowhere) -> Awaited:
        """As the reader's own; raises DocgenError (code 3) where no worker can be started."""
        name, sha256 = shown(name), hashlib.sha256(data).hexdigest()
        request = wire.request(wire.FORM, name, self._expected(name, issued))
        result = self._pool.submit(request, data, ask=partial(self._answer, issued))
        return partial(self._judge, name, sha256, result)

    def unlock(self, name: str, data: bytes) -> bytes:
        """As the reader's own."""
        found = self._parts(wire.LOCK, name, data) if self.terms.passwords else ()
        return found[0].data if found else data

    def unpack(self, name: str, data: bytes) -> tuple[Part, ...]:
        """As the reader's own."""
        return self._parts(wire.MAIL, name, data)

    def _parts(self, what: bytes, name: str, data: bytes) -> tuple[Part, ...]:
        """The files that a worker makes of one. Raises DocgenError where it comes to no end."""
        limit = 2 * len(data) + MEGABYTE
        result = self._pool.submit(wire.request(what, name), data, ask=_no_question, limit=limit)
        try:
            return wire.parted(self._heard(result))
        except (Lost, wire.Garbled) as odd:
            raise DocgenError(about(name, self._why(odd))) from None

    def _expected(self, name: str, issued: AsIssued) -> bytes:
        """What is known of the copy whose id stands in the name of a file, as docgen wrote it there: with it the worker
        need not ask and wait. It asks where the file is another copy, or where this says nothing.
        """
        from docgen.forms import FORMATS

        format = next((one.name for one in FORMATS.values() if one.suffix == PurePath(name).suffix), "")
        for toolkit in toolkits_in(name) if format else ():
            copy = issued(toolkit)
            if copy.place is not None:
                identity = Identity(*copy.place, toolkit)
                with suppress(DocgenError):  # it is said when the worker asks
                    return wire.expected(identity, format, self.know(partial(_same, copy), identity, format))
        return b""

    def _answer(self, issued: AsIssued, asked: bytes) -> tuple[bytes, ...]:
        """What a worker is told of the copy that it has before it."""
        identity, format = wire.questioned(asked)
        return wire.reply(self.know(issued, identity, format))

    def _judge(self, name: str, sha256: str, result: Result) -> Return:
        try:
            return wire.judged(self._heard(result), name, sha256, self._form)
        except (Lost, wire.Garbled) as odd:
            return Return(name, sha256, refused=about(name, self._why(odd)))

    def _heard(self, result: Result) -> bytes:
        try:
            return result()
        except NotStarted as error:
            message = f"docgen could not start the process in which it reads files ({error})."
            fix = "Check that nothing on this computer keeps Python from starting programs, and run the command again."
            raise DocgenError(Query("no-worker", Severity.ERROR, message, fix), code=3) from None

    def _why(self, odd: Lost | wire.Garbled) -> Query:
        if isinstance(odd, Lost):
            return _refusal(odd, self._pool.bounds)
        message = f"What the reading of this file gave makes no sense ({odd})."
        return Query("reading-garbled", Severity.ERROR, message, _SEND_FORM)

    def _form(self, identity: Identity) -> Form | None:
        try:
            return self.place(identity)[1]
        except DocgenError:
            return None


def _same(copy: Issued, toolkit: str) -> Issued:
    return copy


def _no_question(asked: bytes) -> tuple[bytes, ...]:
    raise wire.Garbled("it asks about a file that it is only to take apart")


def handler(at_hand: Catalogue, agreed: Terms) -> Handle:
    """What a worker does with a request; it is built there, once."""
    from docgen.forms.locked import unlocked
    from docgen.pipeline.examine import Examiner, Known

    examiner = Examiner(at_hand, agreed)

    def handle(request: bytes, ask: Ask) -> bytes:
        expected = b""

        def know(identity: Identity, format: str) -> Known:
            return wire.foreseen(expected, identity, format) or wire.replied(ask(wire.question(identity, format)))

        try:
            what, name, expected, data = wire.requested(request)
            if what == wire.MAIL:
                return wire.parts(mail.parts(data))
            if what == wire.LOCK:
                return wire.parts((Part(name, Kind.FILE, unlocked(data, name, agreed.passwords)),))
            return wire.written(examiner.read(name, data, know))
        except DocgenError as error:
            return wire.stopped(error)
        except ImportError as error:
            return wire.lacking(error)

    return handle


def _refusal(lost: Lost, bounds: Bounds) -> Query:
    """Why a file could not be read to its end, with the limit that it met."""
    if lost.why is Ended.FAULT:
        return fault(" in ".join(part for part in (lost.what, lost.where) if part))
    rule, message = {
        Ended.TIME: ("reading-time", f"Reading the file was stopped after {bounds.seconds:g} seconds"),
        Ended.MEMORY: (
            "reading-memory",
            f"Reading the file was stopped when it took {bounds.memory >> 20} MB of memory",
        ),
        Ended.RESULT: ("reading-result", f"The file says more than {bounds.result / 2**20:g} MB, which no form does"),
        Ended.CRASH: ("reading-crash", f"The process that read the file broke down ({lost.what})"),
    }[lost.why]
    return Query(rule, Severity.ERROR, f"{message}.", _SEND_FORM)
