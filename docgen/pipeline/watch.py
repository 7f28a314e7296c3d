"""The verb `ingest --watch`: folders out of which files are taken as they settle. Nothing in them is moved or deleted.

What wakes it is given from outside, and is only a hint: at each look the folders themselves are gone through, so that
nothing is missed that a network drive does not tell of, and nothing that came while nobody watched.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from docgen.intake import debris, put, shown
from docgen.intake.network import is_remote
from docgen.model import DocgenError
from docgen.pipeline.ingest import Outcome, Summary, Taken
from docgen.pipeline.workspace import Workspace

SETTLED = 5.0
"""Seconds for which neither size nor time of a file has changed before it is taken."""
LONGEST = 600.0
"""Seconds that are waited at most before something is tried again that did not work."""
HEALTH = "watch.json"
_AGAIN = ("file-in-use", "file-moving", "file-unreadable", "file-empty", "archive-unreadable")
"""Rules of refusals that may be over by themselves: the file is tried again, ever less often."""

State = tuple[int, int]
Take = Callable[[Sequence[Path]], Summary]


@dataclass(frozen=True, slots=True)
class Health:
    """How the watch goes.

    looked      when it last looked, UTC; `since` when it began
    files       how many files lie in the folders; `waiting` have not settled, or are tried again later
    trouble     what keeps it from taking files, and what to do; empty where nothing does
    """

    since: str
    looked: str
    folders: tuple[str, ...]
    files: int = 0
    waiting: int = 0
    taken: int = 0
    already: int = 0
    refused: int = 0
    trouble: str = ""

    def __str__(self) -> str:
        parts = f"{self.taken} taken, {self.already} known already, {self.refused} refused, {self.waiting} waiting"
        return f"{self.looked}  {self.files} files: {parts}.{f' {self.trouble}' if self.trouble else ''}"


@dataclass(slots=True)
class _Seen:
    """A file as it was last seen, since when it is so, and when it is to be tried next."""

    state: State
    since: float
    done: bool = False
    tries: int = 0
    next: float = 0.0


@dataclass(slots=True)
class Watch:
    """Folders that are watched. `take` takes files in; `seconds` and `time` tell the time, the one for waiting only."""

    folders: Sequence[Path]
    take: Take
    seconds: Callable[[], float]
    time: Callable[[], str]
    besides: frozenset[Path] = frozenset()
    settled: float = SETTLED
    _seen: dict[Path, _Seen] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=lambda: {"taken": 0, "already": 0, "refused": 0})
    _failures: int = 0
    _resume: float = 0.0
    _trouble: str = ""
    _since: str = ""

    def look(self) -> Health:
        """Look at the folders, and take what has settled. Failures of the store or a folder are told, not raised."""
        now = self.seconds()
        self._since = self._since or self.time()
        try:
            there = dict(self._files())
        except OSError as error:
            return self._health(f"A folder cannot be looked at ({error.strerror}); it is tried again.")
        self._note(there, now)
        ready = [path for path, one in self._seen.items() if self._is_ready(one, now)]
        if ready and now >= self._resume:
            self._go(sorted(ready, key=lambda path: self._seen[path].state[1]), now)
        return self._health(self._trouble)

    def _note(self, there: dict[Path, State], now: float) -> None:
        for path in self._seen.keys() - there.keys():
            del self._seen[path]
        for path, state in there.items():
            before = self._seen.get(path)
            if before is None or before.state != state:
                self._seen[path] = _Seen(state, now)

    def _is_ready(self, one: _Seen, now: float) -> bool:
        return not one.done and now - one.since >= self.settled and now >= one.next

    def _go(self, paths: Sequence[Path], now: float) -> None:
        try:
            summary = self.take(paths)
        except (DocgenError, OSError) as error:
            self._failures += 1
            self._resume = now + _pause(self._failures)
            self._trouble = f"Nothing could be taken: {error} It is tried again."
            return
        self._failures, self._trouble = 0, ""
        names = {shown(path.as_posix()): path for path in paths}
        again = {path for one in summary.files if (path := _again(one, names))}
        for path in paths:
            one = self._seen[path]
            one.done = path not in again
            if not one.done:
                one.tries += 1
                one.next = now + _pause(one.tries)
        self._count(summary, again, names)

    def _count(self, summary: Summary, again: set[Path], names: dict[str, Path]) -> None:
        for one in summary.files:
            if _again(one, names):
                continue
            self._counts["taken"] += one.outcome in (Outcome.STORED, Outcome.REPLACED)
            self._counts["already"] += one.outcome is Outcome.ALREADY
            self._counts["refused"] += one.outcome is Outcome.REFUSED

    def _health(self, trouble: str) -> Health:
        waiting = sum(not one.done for one in self._seen.values())
        folders = tuple(str(path) for path in self.folders)
        return Health(self._since, self.time(), folders, len(self._seen), waiting, **self._counts, trouble=trouble)

    def _files(self) -> Iterator[tuple[Path, State]]:
        """Every file in the folders that may be a return, with what changes when it is written to."""
        for top in self.folders:
            os.stat(top)
            for folder, folders, files in os.walk(top):
                folders[:] = [
                    name for name in folders
                    if not name.startswith(".") and Path(folder, name).resolve() not in self.besides
                ]  # fmt: skip
                for name in files:
                    path = Path(folder, name)
                    facts = _facts(path)
                    if facts is not None and not debris(name):
                        yield path, facts


def _facts(path: Path) -> State | None:
    """Size and time of an ordinary file; None for anything else, and for a file that has just gone."""
    try:
        facts = path.lstat()
    except OSError:
        return None
    return (facts.st_size, facts.st_mtime_ns) if stat.S_ISREG(facts.st_mode) else None


def _again(one: Taken, names: dict[str, Path]) -> Path | None:
    """The file that is to be tried again because of what became of it, or of something in it."""
    if one.why is None or one.why.rule not in _AGAIN:
        return None
    return next((path for own, path in names.items() if one.file == own or one.file.startswith(f"{own}/")), None)


def _pause(tries: int) -> float:
    """Seconds until the next try: ever longer, so that what keeps failing costs nothing."""
    return float(min(LONGEST, SETTLED * 2 ** min(tries, 16)))


def run(watch: Watch, workspace: Workspace, changes: Iterable[object], tell: Callable[[Health], None]) -> Health | None:
    """Look whenever something may have changed, until nothing more comes. The last line of health, or None.

    It also stands in `store/watch.json`, for whoever looks after the machine.
    """
    health = None
    for _ in changes:
        health = watch.look()
        put(workspace.store / HEALTH, json.dumps(asdict(health), ensure_ascii=False, indent=1).encode() + b"\n")
        tell(health)
    return health


def changes(folders: Sequence[Path], every: float = SETTLED) -> Iterator[object]:
    """Something whenever a file in the folders may have changed, and every few seconds; never ends by itself.

    On a network drive, which tells of no changes, the folders are looked through. Raises KeyboardInterrupt.
    """
    from watchfiles import watch

    yield from watch(
        *folders, watch_filter=None, debounce=1000, step=200, rust_timeout=round(every * 1000), yield_on_timeout=True,
        force_polling=any(is_remote(folder) for folder in folders) or None, poll_delay_ms=2000,
        ignore_permission_denied=True,
    )  # fmt: skip
