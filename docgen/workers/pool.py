"""The parent's side: workers that are started, fed, timed, ended and replaced.

One thread a worker does nothing but write a message and wait for the next; everything else, the replies to questions
of workers among it, happens in the thread that asks for results. So a store may be used there, and a worker that
neither reads nor writes can hold up nobody.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import IO, Protocol, Self

from docgen.workers import frames
from docgen.workers.bounds import OUT_OF_MEMORY, Bounds
from docgen.workers.child import Build
from docgen.workers.frames import Later

_BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); from docgen.workers.child import main; main()"
_WANTED = (
    "PATH", "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
    "LANG", "LC_ALL", "LC_CTYPE", "TZ",
)  # fmt: skip
"""Of the parent's environment a worker gets what a program needs to start, and no secrets."""
_LOST = b""
_LAST_BREATH = 1.0
"""Seconds in which a worker that says nothing more may end by itself, so that its exit code says why."""


class Ended(StrEnum):
    """Why a worker gave no result."""

    TIME = "time"
    MEMORY = "memory"
    RESULT = "result"
    CRASH = "crash"
    FAULT = "fault"


class Lost(Exception):
    """There is no result: why, and for a fault the type of the error and where it came up."""

    def __init__(self, why: Ended, what: str = "", where: str = "") -> None:
        super().__init__(why, what, where)
        self.why, self.what, self.where = why, what, where


class NotStarted(Exception):
    """Workers cannot be started on this machine, or end before they are ready."""


Answer = Callable[[bytes], Sequence[bytes]]
"""The parts of the reply to a question. Raises Later where it cannot be given: the request is laid aside."""


@dataclass(eq=False, slots=True)
class _Job:
    request: tuple[bytes, ...]
    ask: Answer
    limit: int
    result: bytes | None = None
    lost: Exception | None = None
    tries: int = 0
    asked: int = 0

    @property
    def done(self) -> bool:
        return self.result is not None or self.lost is not None


Result = Callable[[], bytes]
"""Waits for the result of one request. Raises Lost where there is none, what its `ask` raised, and NotStarted."""


class Executor(Protocol):
    """Whatever does requests: the workers of this machine, or a cluster.

    size        how many it does at a time
    notes       what a person ought to know of how it went
    """

    bounds: Bounds
    size: int

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences, one each."""

    def build(self, build: Build) -> None:
        """Say what every worker builds, once: something that can be pickled."""

    def submit(self, *request: bytes, ask: Answer, limit: int = 0) -> Result:
        """Queue a request, with its limit of bytes where it is not that of the bounds."""

    def close(self) -> None:
        """Let go of the workers."""


class Pool:
    """Some workers that all build the same thing. Use it in a `with` statement: workers end with it.

    They are started at once, in the background, and import `warm` while the parent goes on; what they build comes
    with `build`. Results may be waited for in any order, from one thread.
    """

    def __init__(self, bounds: Bounds | None = None, size: int = 1, warm: Sequence[str] = ()) -> None:
        self.bounds = bounds or Bounds()
        self.size = size
        self._warm = tuple(warm)
        self._events: SimpleQueue[tuple[_Worker, bytes, bytes]] = SimpleQueue()
        self._waiting: deque[_Job] = deque()
        self._start: bytes = b""
        self._failures = 0
        self._workers = [self._new() for _ in range(size)]

    @property
    def notes(self) -> tuple[str, ...]:
        """Nothing: what goes wrong here is told with the file that it befell."""
        return ()

    def build(self, build: Build) -> None:
        """Say what every worker builds: something that can be pickled and is called in the worker, once."""
        self._start = pickle.dumps((build, self.bounds))
        for worker in self._workers:
            worker.begin(self._start, self.bounds.start)

    def submit(self, *request: bytes, ask: Answer, limit: int = 0) -> Result:
        """Queue a request. `ask` answers the one question that a worker may ask. The result raises its errors.

        `limit` takes the place of the bounds' own for the bytes of the result.
        """
        job = _Job(request, ask, limit or self.bounds.result)
        self._waiting.append(job)
        with suppress(Empty):
            while True:
                self._hear(*self._events.get_nowait())
        self._dispatch()

        def result() -> bytes:
            while not job.done:
                self._step()
            if job.lost is not None:
                raise job.lost
            assert job.result is not None
            return job.result

        return result

    def close(self) -> None:
        """End every worker. They hold nothing that has to be put away, so nobody waits for them to tidy up."""
        for worker in self._workers:
            worker.end()
        self._workers = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _new(self) -> _Worker:
        worker = _Worker(self._warm, self._events, self.bounds)
        if self._start:
            worker.begin(self._start, self.bounds.start)
        return worker

    def _dispatch(self) -> None:
        for worker in self._workers:
            if worker.idle and self._waiting:
                worker.take(self._waiting.popleft(), self.bounds.seconds)

    def _step(self) -> None:
        """Wait for the next message of any worker, or until one of them has run out of time."""
        self._dispatch()
        nearest = min(worker.deadline for worker in self._workers)
        try:
            worker, kind, content = self._events.get(timeout=max(nearest - time.monotonic(), 0.001))
        except Empty:
            for late in [one for one in self._workers if one.deadline <= time.monotonic()]:
                self._gone(late, Ended.TIME)
            return
        self._hear(worker, kind, content)
        self._dispatch()  # before the parent turns to this result, so that no worker waits for it

    def _hear(self, worker: _Worker, kind: bytes, content: bytes) -> None:
        if worker not in self._workers:
            return
        job = worker.job
        if kind == frames.READY and not worker.ready:
            worker.rest(ready=True)
            self._failures = 0
        elif kind == frames.DONE and job is not None:
            job.result = content
            self._finished(worker)
        elif kind == frames.FAILED and job is not None:
            job.lost = Lost(Ended.FAULT, *_fault(content))
            self._finished(worker)
        elif kind == frames.LATER and job is not None and job.asked:
            job.lost = Later()
            self._finished(worker)
        elif kind == frames.QUESTION and job is not None and not job.asked:
            self._reply(worker, job, content)
        else:
            self._gone(worker, Ended.RESULT if content == b"long" else Ended.CRASH)

    def _reply(self, worker: _Worker, job: _Job, content: bytes) -> None:
        """Answer the question of a worker; where that cannot be done, its request comes to the same end."""
        job.asked += 1
        try:
            worker.send(frames.REPLY, *job.ask(content))
        except Later:
            worker.send(frames.LATER)
        except Exception as error:
            job.lost, worker.job = error, None
            worker.end()
            self._replace(worker)

    def _finished(self, worker: _Worker) -> None:
        worker.rest()
        if worker.count >= self.bounds.files:
            worker.leave()
            worker.end(_LAST_BREATH)
            self._replace(worker)

    def _gone(self, worker: _Worker, why: Ended) -> None:
        """A worker is lost: end it, say why, or let a fresh worker try once what may be the fault of earlier work."""
        code = worker.end(_LAST_BREATH if why is Ended.CRASH else 0.0)
        job, worker.job = worker.job, None
        self._replace(worker)
        if job is None:
            if not worker.ready:
                self._failures += 1
                if self._failures > 2:
                    raise NotStarted(f"exit code {code}")
            return
        why = Ended.MEMORY if code == OUT_OF_MEMORY else why
        job.tries += 1
        if job.tries == 1 and (why is Ended.CRASH or (why is Ended.MEMORY and worker.count > 1)):
            job.asked = 0
            self._waiting.appendleft(job)
        else:
            job.lost = Lost(why, _exit(code))

    def _replace(self, worker: _Worker) -> None:
        self._workers[self._workers.index(worker)] = self._new()


class _Worker:
    """One process, and the thread that talks to it."""

    def __init__(self, warm: Sequence[str], events: SimpleQueue[tuple[_Worker, bytes, bytes]], bounds: Bounds) -> None:
        self.ready = False
        self.count = 0
        self.job: _Job | None = None
        self.deadline = time.monotonic() + bounds.start
        self._events = events
        self._limit = bounds.result
        self._outbox: SimpleQueue[tuple[bytes, ...] | None] = SimpleQueue()
        self._process = _started(warm)
        self._thread = threading.Thread(target=self._talk, daemon=True)
        self._thread.start()

    @property
    def idle(self) -> bool:
        return self.ready and self.job is None

    def begin(self, start: bytes, seconds: float) -> None:
        self.deadline = time.monotonic() + seconds
        self.send(frames.START, start)

    def take(self, job: _Job, seconds: float) -> None:
        self.job, self.count = job, self.count + 1
        self.deadline, self._limit = time.monotonic() + seconds, job.limit
        self.send(frames.REQUEST, *job.request)

    def rest(self, ready: bool = True) -> None:
        self.ready, self.job, self.deadline = ready, None, float("inf")

    def send(self, *message: bytes) -> None:
        self._outbox.put(message)

    def leave(self) -> None:
        """Ask the worker to go, which it does when it has nothing to do."""
        self._outbox.put(None)

    def end(self, patience: float = 0.0) -> int:
        """The exit code of the worker, which is over now, with everything that it may have started."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        if self._process.poll() is None:
            if sys.platform == "win32":
                self._process.kill()
            else:
                with suppress(ProcessLookupError, PermissionError):
                    os.killpg(self._process.pid, signal.SIGKILL)
        code = self._process.wait()
        self._outbox.put(None)
        self._thread.join()
        return code

    def _talk(self) -> None:
        """Write what is to be sent, and wait for the answer to it, until there is nothing more to say."""
        source, target = self._process.stdout, self._process.stdin
        assert source is not None
        assert target is not None
        try:
            while (message := self._outbox.get()) is not None:
                self._events.put((self, *_exchange(source, target, message, self._limit)))
                del message
        finally:
            for stream in (target, source):
                with suppress(OSError):
                    stream.close()


def _exchange(source: IO[bytes], target: IO[bytes], message: Sequence[bytes], limit: int) -> tuple[bytes, bytes]:
    try:
        frames.write(target, *message)
        return frames.read(source, limit)
    except frames.TooLong:
        return _LOST, b"long"
    except (OSError, EOFError, ValueError):
        return _LOST, b""


def _started(warm: Sequence[str]) -> subprocess.Popen[bytes]:
    """A worker that has just been started, apart from the keyboard and from what the parent has open."""
    environment = {name: os.environ[name] for name in _WANTED if name in os.environ}
    environment["MALLOC_ARENA_MAX"] = "1"  # glibc would take 64 MB of the address space for each thread
    here = [os.path.abspath(path) for path in sys.path]
    command = [sys.executable, "-I", "-X", "utf8", "-c", _BOOT, json.dumps(here), *warm]
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    try:
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
            return subprocess.Popen(
                command, stdin=pipe, stdout=pipe, stderr=nowhere, env=environment, creationflags=flags
            )
        return subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=nowhere, env=environment, start_new_session=True
        )
    except OSError as error:
        raise NotStarted(error.strerror or type(error).__name__) from None


def _fault(content: bytes) -> tuple[str, str]:
    try:
        what, where = json.loads(content)
        return str(what)[:80], str(where)[:120]
    except (ValueError, TypeError, RecursionError):
        return "", ""


def _exit(code: int) -> str:
    """An exit code in words: the name of the signal where one ended it."""
    if code < 0:
        with suppress(ValueError):
            return signal.Signals(-code).name
    return f"exit code {code}"
