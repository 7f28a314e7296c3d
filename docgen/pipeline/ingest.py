"""The verb `ingest`: returned files into the store, each of them ending in exactly one outcome.

Five steps for each file: keep (the original, by its hash), vet and read (what it says), judge (against the
ledger), commit (one transaction). A run that is stopped at any point can be run again: what is stored is
recognised by its hash, and an original without a row does no harm.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path

from docgen.intake import Inbox, Keeper, Kept, Passed, Source, case_of, judge, refused, stands, sweep, weighed
from docgen.model import DocgenError, Form, Place, Query, Receipt, Return, Severity, Standing
from docgen.pipeline import Progress, quiet
from docgen.pipeline.examine import about, fault
from docgen.pipeline.returns import Awaited, Reader, as_issued
from docgen.pipeline.workspace import Workspace
from docgen.store import BY_HAND, Basis, Entry, Store

_LEFT = 3600
"""Seconds after which a half-written file belongs to no run that goes on."""
_ON_DISK = 8
"""How many files may be on their way to the disk."""
_HELD = 16 * 2**20
"""Bytes of files on their way from which on no other one sets out."""


class Outcome(StrEnum):
    """What became of one file."""

    STORED = "stored"
    ALREADY = "already taken"
    REPLACED = "replaced an earlier one"
    REFUSED = "refused"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Taken:
    """One file and what became of it; what it answers is in the store, so that many files take no memory.

    why         why a refused or ignored one is so, and what to do
    key         its key in the ledger, where it was stored now; `standing` where it stands there
    asked       what is asked of it; `doubtful` the fields that a person must decide
    unread      how many texts in it are in no answer
    """

    file: str
    outcome: Outcome
    why: Query | None = None
    note: str = ""
    standing: Standing | None = None
    key: str = ""
    asked: tuple[Query, ...] = ()
    doubtful: tuple[str, ...] = ()
    unread: int = 0


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of every file of one run, in the order in which they were taken."""

    files: tuple[Taken, ...]

    def count(self, outcome: Outcome) -> int:
        """How many files came to this."""
        return sum(one.outcome is outcome for one in self.files)

    @property
    def clean(self) -> bool:
        """Whether nothing was refused, is doubtful or is asked."""
        return not any(one.outcome is Outcome.REFUSED or one.asked or one.doubtful for one in self.files)


def run(
    workspace: Workspace, store: Store, reader: Reader, paths: Sequence[Path], now: str, progress: Progress = quiet
) -> Summary:
    """Take in every file under the paths. A bad file is refused, and the others are taken all the same.

    Raises DocgenError (code 3) or OSError where the store or its disk fails; what was stored before stays.
    """
    clean_up(workspace, now)
    own = (workspace.store, workspace.templates, workspace.frameworks)
    desk = Desk(workspace, store, reader, now)
    with Inbox(paths, own, reader.terms.inbox, reader.terms.passwords) as inbox, Keeper() as keeper:
        files = [_passed(one) for one in inbox.passed]
        seen = len(files) + len(inbox.sources)
        todo: deque[Source | Passed] = deque(inbox.sources)
        way = _Way(reader.ahead)
        progress("Taking in returns", 0, len(inbox.sources))
        while todo or way:
            if todo and way.roomy:
                one = _begin(desk, inbox, keeper, todo.popleft())
                if isinstance(one, _Step):
                    way.kept.append(one)
                    continue
                todo.extendleft(reversed(one))
                seen += len(one) - 1
            else:
                files.append(way.next())
                progress("Taking in returns", len(files) - len(inbox.passed), seen - len(inbox.passed))
        store.settle()
    summary = Summary(tuple(files))
    if sum(Counter(one.outcome for one in files).values()) != seen:
        raise AssertionError(f"{seen} files were seen, and {len(files)} have an outcome")
    return summary


def clean_up(workspace: Workspace, now: str) -> None:
    """Take away what a run that was killed more than an hour ago has left half-written."""
    before = datetime.fromisoformat(now).timestamp() - _LEFT
    for folder in (workspace.originals, workspace.blanks, workspace.out):
        sweep(folder, before)


def _passed(one: Passed) -> Taken:
    return Taken(one.name, Outcome.IGNORED if one.ignored else Outcome.REFUSED, one.query)


Begun = Callable[[], Taken]
"""Brings a file that is kept, and may be being read by now, to its outcome."""


@dataclass(frozen=True, slots=True)
class _Step:
    """A file on its way: how many bytes it holds in memory, and what waits for its step to be done."""

    size: int
    on: Callable[[], Begun]


@dataclass(slots=True)
class _Way:
    """Files between the inbox and the store, in their order: on their way to the disk, then being read.

    So many that disk, readers and store need not wait for each other, and no more than memory allows.
    """

    ahead: int
    kept: deque[_Step] = field(default_factory=deque)
    begun: deque[tuple[int, Begun]] = field(default_factory=deque)

    def __bool__(self) -> bool:
        return bool(self.kept or self.begun)

    @property
    def roomy(self) -> bool:
        """Whether one more may set out."""
        held = sum(one.size for one in self.kept) + sum(size for size, _ in self.begun)
        return len(self.kept) < _ON_DISK and held < _HELD

    def next(self) -> Taken:
        """The outcome of the first one."""
        while self.kept and len(self.begun) <= self.ahead:
            one = self.kept.popleft()
            self.begun.append((one.size, one.on()))
        return self.begun.popleft()[1]()


def _begin(desk: Desk, inbox: Inbox, keeper: Keeper, source: Source | Passed) -> _Step | tuple[Source | Passed, ...]:
    """One file from the inbox on its way; the files in it where it is a container."""
    if isinstance(source, Passed):
        return _done(_passed(source))
    try:
        data = inbox.read(source)
    except DocgenError as error:
        return _done(Taken(source.name, Outcome.REFUSED, error.queries[0]))
    inner = inbox.inside(source, data, desk.reader.unpack)
    if inner is not None:
        return inner
    return _Step(len(data), desk.begin(weighed(source.name, data, source.ending, desk.workspace.originals), keeper))


def _done(taken: Taken) -> _Step:
    return _Step(0, lambda: lambda: taken)


@dataclass(frozen=True, slots=True)
class Desk:
    """Where files are taken in: the workspace, its store, the reader and the time."""

    workspace: Workspace
    store: Store
    reader: Reader
    now: str

    def take(self, kept: Kept, keeper: Keeper) -> Taken:
        """The bytes of one file to their outcome."""
        return self.begin(kept, keeper)()()

    def begin(self, kept: Kept, keeper: Keeper) -> Callable[[], Begun]:
        """Have the bytes of one file kept, unless they were erased before; what comes back waits for that, and has
        them read. Nothing is stored yet.
        """
        with self.store.look() as entry:
            gone, done = _erased(entry, kept), _known(entry, kept)
        if gone is not None:
            return lambda: lambda: gone
        there = keeper.keep(kept)

        def kept_by_now() -> Begun:
            there()
            if done is not None:
                return lambda: done
            issued = as_issued(self.workspace, self.store)
            awaited = self.reader.submit(kept.name, kept.data, issued)
            return partial(self._finish, kept, lambda: self.reader.convert(awaited(), kept.data, issued))

        return kept_by_now

    def _finish(self, kept: Kept, awaited: Awaited) -> Taken:
        """What a file says into the store."""
        returned = _read(kept, awaited)
        with self.store.entry() as entry:
            toolkit = returned.identity.toolkit if returned.identity else ""
            gone = _erased(entry, kept, toolkit)
            if gone is None:
                return _known(entry, kept) or _commit(self.workspace, entry, self.reader, returned, self.now)
        kept.path.unlink(missing_ok=True)
        return gone


def _erased(entry: Entry, kept: Kept, toolkit: str = "") -> Taken | None:
    """The outcome of a file that was erased, or of another one of a copy whose return was erased."""
    when = entry.erased(kept.sha256, toolkit)
    if not when:
        return None
    message = f"What this copy said was erased on {when[:10]}, so it is not taken in again."
    query = Query("erased", Severity.ERROR, message, "Delete the file; see docgen purge.", where=Place(kept.name))
    return Taken(kept.name, Outcome.REFUSED, query)


def _known(entry: Entry, kept: Kept) -> Taken | None:
    """The outcome of a file with bytes that are in the ledger: as a return, or as a copy just as it was issued."""
    before = entry.receipt(kept.sha256)
    if before is not None and before.standing is not Standing.REFUSED:
        return Taken(kept.name, Outcome.ALREADY, standing=before.standing)
    if before is not None and before.rule == BY_HAND:
        message = "A person has refused this file."
        query = Query(BY_HAND, Severity.ERROR, message, f"See: docgen history {before.key}", where=Place(kept.name))
        return Taken(kept.name, Outcome.REFUSED, query, standing=before.standing)
    if entry.untouched(kept.sha256):
        message = "Nothing has been filled in: the file is just as it was issued."
        query = Query("untouched", Severity.WARNING, message, "Ask for the filled-in form.", where=Place(kept.name))
        return Taken(kept.name, Outcome.IGNORED, query)
    return None


def _read(kept: Kept, awaited: Awaited) -> Return:
    """What the kept bytes say. A file on which docgen itself stumbles is refused, so that the others go on.

    What would refuse every file alike is no matter of this file: a broken template, store or installation.
    """
    try:
        return awaited()
    except (DocgenError, ImportError):
        raise
    except Exception as error:
        return Return(kept.name, kept.sha256, refused=about(kept.name, fault(type(error).__name__)))


def _commit(workspace: Workspace, entry: Entry, reader: Reader, returned: Return, now: str) -> Taken:
    """Weigh a return against the ledger and store it."""
    if returned.refused is not None or returned.identity is None:
        before = entry.receipt(returned.sha256)
        if before is None:
            entry.write(refused(returned, now), returned, why=stands(returned, "")[1])
        return Taken(returned.file, Outcome.REFUSED, returned.refused, standing=Standing.REFUSED)
    framework, form = reader.place(returned.identity)
    identity = returned.identity
    issued = entry.toolkit(identity.toolkit) if identity.toolkit else None
    held = entry.held(identity.framework, identity.form, identity.toolkit, case_of(returned, form, issued))
    verdict = judge(returned, form, issued, held, workspace.settings.accept, now)
    lost = _not_carried_over(entry, form, verdict.replaces)
    basis = Basis(form, framework.digest, issued.facts if issued else {})
    entry.write(verdict.receipt, verdict.returned, verdict.replaces, verdict.why, basis)
    outcome = Outcome.REPLACED if verdict.replaces else Outcome.STORED
    note = " ".join(part for part in (verdict.note, lost) if part)
    slip, read = verdict.receipt, verdict.returned
    doubtful = tuple(sorted(read.doubtful()))
    return Taken(read.file, outcome, None, note, slip.standing, slip.key, read.queries, doubtful, len(read.unread))


def _not_carried_over(entry: Entry, form: Form, replaced: Sequence[Receipt]) -> str:
    """What people decided of the versions that make way: it was about other files, so it does not count any more."""
    records = [record for slip in replaced if (record := entry.record(slip.key))]
    fields = {one.field for record in records for one in record.decided}
    refs = [one.ref or one.label for one in form.questions if one.id in fields]
    settled = sorted({query.rule for record in records for query in record.settled})
    if not refs and not settled:
        return ""
    return f"What a person decided of the earlier version does not carry over: {', '.join((*refs, *settled))}."
