"""What happens on a machine of a cluster: a request goes to a bounded worker process there, and its outcome comes back.

Nothing of a file is opened in the process that belongs to the cluster, so no file can take it down. What many requests
have in common travels once: messages name their parts by hash, and a machine asks for those that it has not seen.
"""

from __future__ import annotations

import hashlib
import pickle
import threading
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import docgen
from docgen.workers.bounds import MEGABYTE, Bounds
from docgen.workers.child import Build
from docgen.workers.frames import Later
from docgen.workers.pool import Lost, NotStarted, Pool

_IDLE = 60.0
"""Seconds after which a worker process that nobody needs ends, and what was kept for it is forgotten."""
_KEPT = 128 * MEGABYTE
"""Bytes of parts that are kept at most, beside those of the requests at hand."""
_WAITING = 8
"""Worker processes that wait for the next request at most."""


@dataclass(frozen=True, slots=True, repr=False)
class Errand:
    """A request on its way to a machine: the hashes of its parts, and those of them that travel with it.

    code        which docgen sends it
    start       what the worker process builds: `begun` as bytes
    reply       the parts of the reply to the question that it asked before; None where it has asked none
    """

    code: str
    start: bytes
    request: tuple[bytes, ...]
    reply: tuple[bytes, ...] | None
    limit: int
    enclosed: tuple[bytes, ...]


class Came(StrEnum):
    """What came of an errand."""

    DONE = "done"
    LOST = "lost"
    ASKED = "asked"
    LACKS = "lacks"
    OTHER = "other docgen"
    NONE = "no process"


@dataclass(frozen=True, slots=True, repr=False)
class Outcome:
    """What came of it on which machine: the result or the question, the hashes that it lacks, why it was lost."""

    came: Came
    machine: str
    content: bytes = b""
    lacks: tuple[bytes, ...] = ()
    lost: tuple[str, str, str] = ("", "", "")


def begun(build: Build, bounds: Bounds, warm: Sequence[str]) -> bytes:
    """What a worker process on another machine needs to start with."""
    return pickle.dumps((build, bounds, tuple(warm)))


def digest(part: bytes) -> bytes:
    """The name by which a part is known."""
    return hashlib.sha256(part).digest()


@cache
def code() -> str:
    """Which docgen this is: its version, and eight digits of the hash of its sources."""
    root = Path(docgen.__file__).parent
    found = hashlib.sha256()
    for path in sorted(root.rglob("*.py"), key=lambda path: path.relative_to(root).as_posix()):
        found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return f"{docgen.__version__} ({found.hexdigest()[:8]})"


def work(errand: Errand) -> Outcome:
    """Do an errand. The cluster calls this on one of its machines; it never raises for what stands in a file."""
    from distributed import get_worker

    worker = get_worker()
    if errand.code != code():
        return Outcome(Came.OTHER, worker.address, code().encode())
    room: Room = vars(worker).setdefault("_docgen", Room())
    return room.work(errand, worker.address)


class Room:
    """What a machine keeps for docgen: worker processes that wait, and the parts that requests have in common."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._parts: OrderedDict[bytes, bytes] = OrderedDict()
        self._idle: list[tuple[float, bytes, Pool]] = []
        self._timed = False

    def work(self, errand: Errand, machine: str) -> Outcome:
        """Do an errand in a worker process, which is started where none waits."""
        needed = (errand.start, *errand.request, *(errand.reply or ()))
        parts, lacks = self._found(needed, errand.enclosed)
        if lacks:
            return Outcome(Came.LACKS, machine, lacks=lacks)
        reply = None if errand.reply is None else [parts[one] for one in errand.reply]
        asked: list[bytes] = []

        def ask(question: bytes) -> Sequence[bytes]:
            asked.append(question)
            if reply is None:
                raise Later
            return reply

        with ExitStack() as ends:
            try:
                pool = self._pool(errand.start, parts[errand.start])
                ends.callback(pool.close)
                content = pool.submit(*(parts[one] for one in errand.request), ask=ask, limit=errand.limit)()
                outcome = Outcome(Came.DONE, machine, content)
            except Later:
                outcome = Outcome(Came.ASKED, machine, asked[0])
            except Lost as lost:
                outcome = Outcome(Came.LOST, machine, lost=(str(lost.why), lost.what, lost.where))
            except NotStarted:
                return Outcome(Came.NONE, machine)
            ends.pop_all()
        self._rest(errand, pool, over=outcome.came is not Came.ASKED)
        return outcome

    def _found(
        self, needed: Sequence[bytes], enclosed: Sequence[bytes]
    ) -> tuple[Mapping[bytes, bytes], tuple[bytes, ...]]:
        """The parts by their hashes, and the hashes of those that are not here."""
        with self._lock:
            self._parts.update((digest(part), part) for part in enclosed)
            for name in needed:
                if name in self._parts:
                    self._parts.move_to_end(name)
            found = {name: self._parts[name] for name in needed if name in self._parts}
            size = sum(map(len, self._parts.values()))
            while size > _KEPT:
                size -= len(self._parts.popitem(last=False)[1])
        return found, tuple(name for name in needed if name not in found)

    def _pool(self, name: bytes, start: bytes) -> Pool:
        """A worker process that was built from this, and that nobody else uses."""
        with self._lock:
            for waiting in self._idle:
                if waiting[1] == name:
                    self._idle.remove(waiting)
                    return waiting[2]
        build, bounds, warm = pickle.loads(start)
        pool = Pool(bounds, warm=warm)
        pool.build(build)
        return pool

    def _rest(self, errand: Errand, pool: Pool, over: bool) -> None:
        """Let a worker process wait for the next request; the file is forgotten when it was the last of it."""
        with self._lock:
            for name in errand.request if over else ():
                self._parts.pop(name, None)
            self._idle.append((time.monotonic(), errand.start, pool))
            beyond = [self._idle.pop(0)[2] for _ in range(len(self._idle) - _WAITING)]
            begin, self._timed = not self._timed, True
        for one in beyond:
            one.close()
        if begin:
            self._later()

    def _later(self) -> None:
        timer = threading.Timer(_IDLE, self._tidy)
        timer.daemon = True
        timer.start()

    def _tidy(self) -> None:
        """End the worker processes that nobody has needed for a while; without any, nothing is kept."""
        with self._lock:
            old = [one for one in self._idle if one[0] <= time.monotonic() - _IDLE]
            self._idle = [one for one in self._idle if one not in old]
            if not self._idle:
                self._parts.clear()
            self._timed = bool(self._idle)
        if self._timed:
            self._later()
        for _, _, pool in old:
            pool.close()
