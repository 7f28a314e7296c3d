"""The same door as the pool of this machine, with the machines of a dask cluster behind it.

What a machine cannot finish, because it was switched off, or the cluster with it, is done by another one, and in the
end here. So a cluster makes a run faster, and can make nothing go missing.
"""

from __future__ import annotations

import logging
import socket
import time
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any, Self
from urllib.parse import urlsplit

from docgen.workers import errand
from docgen.workers.bounds import Bounds
from docgen.workers.child import Build
from docgen.workers.errand import Came, Errand, Outcome
from docgen.workers.pool import Answer, Ended, Lost, Pool, Result

WAIT = 30.0
"""Seconds in which a cluster must answer, and have a machine that works."""
_PORT = 8786
"""On which a scheduler listens where an address says nothing else."""
_TRIES = 3
"""How often a request is given to a machine again after something went wrong."""
_SMALL = 4096
"""Bytes up to which a part always travels."""
_TURNS = 40
"""Bounds of time for one file after which a request is done here, whatever the cluster does."""


class NoCluster(Exception):
    """There is no cluster at the address, or none that can be used: what was found."""


@dataclass(eq=False, slots=True)
class _Job:
    request: tuple[bytes, ...]
    ask: Answer
    limit: int
    since: float
    future: Any = None
    reply: tuple[bytes, ...] | None = None
    tries: int = 0
    lacked: int = 0
    result: bytes | None = None
    lost: Exception | None = None
    here: Result | None = None

    def is_open(self) -> bool:
        return self.result is None and self.lost is None and self.here is None


@dataclass(slots=True)
class _Machines:
    """The machines of a cluster: which docgen each of them has."""

    codes: dict[str, str] = field(default_factory=dict)

    def good(self) -> list[str]:
        return [address for address, code in self.codes.items() if code == errand.code()]

    def other(self) -> list[str]:
        return sorted({code for code in self.codes.values() if code != errand.code()})


class Cluster:
    """Machines that do the work of a `Pool`. Use it in a `with` statement or close it.

    It raises ImportError where the library is missing, NoCluster where the address is of no use. Results may be waited
    for in any order, from one thread, in which questions are answered, too.
    """

    def __init__(self, address: str, bounds: Bounds | None = None, warm: Sequence[str] = ()) -> None:
        self.bounds = bounds or Bounds()
        self.address = address
        self._warm = tuple(warm)
        self._events: SimpleQueue[tuple[_Job, Any, Outcome | None]] = SimpleQueue()
        self._open: set[_Job] = set()
        self._start = b""
        self._build: Build | None = None
        self._local: Pool | None = None
        self._local_count = 0
        self._machines = _Machines()
        self._client = _connected(address)
        try:
            threads = self._look()
            good = self._machines.good()
            if not good:
                raise NoCluster(_none_good(self._machines))
        except BaseException:
            self.close()
            raise
        self.size = max(1, sum(threads.get(one, 0) for one in good))

    @property
    def notes(self) -> tuple[str, ...]:
        """What a person ought to know of how it went."""
        notes = []
        good, all_ = len(self._machines.good()), len(self._machines.codes)
        if good < all_:
            other = ", ".join(one or "none" for one in self._machines.other())
            notes.append(
                f"{all_ - good} of {all_} workers of the cluster were not used: they have another docgen ({other}) "
                f"than this computer ({errand.code()}). Install the same one on all of them."
            )
        if self._local_count:
            count = "1 file was" if self._local_count == 1 else f"{self._local_count} files were"
            notes.append(f"{count} read on this computer, since the cluster gave no result.")
        return tuple(notes)

    def build(self, build: Build) -> None:
        """As the pool's own: what worker processes on every machine build."""
        self._build = build
        self._start = errand.begun(build, self.bounds, self._warm)

    def submit(self, *request: bytes, ask: Answer, limit: int = 0) -> Result:
        """As the pool's own."""
        job = _Job(request, ask, limit or self.bounds.result, time.monotonic())
        self._open.add(job)
        with suppress(Empty):
            while True:
                self._hear(*self._events.get_nowait())
        self._send(job, request)

        def result() -> bytes:
            while job.is_open():
                self._step(job)
            if job.here is not None:
                return job.here()
            if job.lost is not None:
                raise job.lost
            assert job.result is not None
            return job.result

        return result

    def close(self) -> None:
        """Take back what is not done, and let go of the cluster."""
        futures = [job.future for job in self._open if job.future is not None]
        self._open = set()
        with suppress(Exception):  # whatever keeps it from being told, it notices that nobody is there any more
            self._client.cancel(futures)
        with suppress(Exception):
            self._client.close(timeout=2)
        if self._local is not None:
            self._local.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- one request -------------------------------------------------------------------------------------

    def _send(self, job: _Job, enclosed: Sequence[bytes], machine: str = "") -> None:
        """Give a request to the cluster, if possible to the machine that has its parts already."""
        import dask

        small = (one for one in (*job.request, *(job.reply or ())) if len(one) <= _SMALL)
        enclosed = tuple({errand.digest(one): one for one in (*enclosed, *small)}.values())
        names = tuple(map(errand.digest, job.request))
        reply = None if job.reply is None else tuple(map(errand.digest, job.reply))
        message = Errand(errand.code(), errand.digest(self._start), names, reply, job.limit, enclosed)
        loose = not self._machines.other()
        where = self._machines.good() if not loose else [machine] if machine else None
        try:
            if self._client.status != "running":
                raise NoCluster(self._client.status)
            with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1TB"}):
                job.future = self._client.submit(
                    errand.work, message, pure=False, key=f"docgen-{id(job)}-{time.monotonic_ns()}",
                    workers=where, allow_other_workers=loose and where is not None,
                )  # fmt: skip
            job.future.add_done_callback(lambda future: self._events.put((job, future, _outcome(future))))
        except Exception:  # whatever is wrong with the cluster, the file is read
            self._do_here(job)

    def _step(self, job: _Job) -> None:
        """Wait for the next outcome; do without the cluster where it has none to give any more."""
        try:
            self._hear(*self._events.get(timeout=1.0))
        except Empty:
            late = time.monotonic() - job.since > self.bounds.start + _TURNS * self.bounds.seconds
            if late or not self._is_there():
                self._do_here(job)

    def _is_there(self) -> bool:
        """Whether any machine is left that could do the work, or is there again within some seconds."""
        until = time.monotonic() + WAIT
        while self._events.empty() and self._client.status == "running":
            with suppress(Exception):
                there = self._client.nthreads()
                if not self._machines.other() and there:
                    return True
                if any(one in there for one in self._machines.good()):
                    return True
            if time.monotonic() > until:
                return False
            time.sleep(0.5)
        return not self._events.empty()

    def _hear(self, job: _Job, future: Any, outcome: Outcome | None) -> None:
        if future is not job.future or not job.is_open():
            return
        job.future = None
        if outcome is not None and outcome.came is Came.OTHER:
            self._machines.codes[outcome.machine] = outcome.content.decode("utf-8", "replace")
        if outcome is None or outcome.came in (Came.OTHER, Came.NONE):
            self._again(job)
        elif outcome.came is Came.LACKS:
            self._supply(job, outcome)
        elif outcome.came is Came.ASKED and job.reply is None:
            self._reply(job, outcome)
        elif outcome.came is Came.DONE:
            job.result = outcome.content
        else:
            why, what, where = outcome.lost
            job.lost = Lost(Ended(why or Ended.CRASH), what, where)
        if not job.is_open():
            self._open.discard(job)

    def _reply(self, job: _Job, outcome: Outcome) -> None:
        """Answer the question of a worker process, and put the request once more, with the reply."""
        try:
            job.reply = tuple(job.ask(outcome.content))
        except Exception as error:
            job.lost = error
        else:
            self._send(job, (), outcome.machine)

    def _supply(self, job: _Job, outcome: Outcome) -> None:
        """Send the parts that a machine has not seen yet."""
        job.lacked += 1
        if job.lacked > 2 * _TRIES:
            return self._again(job)
        parts = {errand.digest(one): one for one in (self._start, *job.request, *(job.reply or ()))}
        self._send(job, [parts[one] for one in outcome.lacks if one in parts], outcome.machine)

    def _again(self, job: _Job) -> None:
        """Something went wrong with a machine: look which there are, and try again; in the end do it here."""
        job.tries += 1
        if job.tries >= _TRIES or self._client.status != "running":
            return self._do_here(job)
        with suppress(Exception):
            self._look()
        self._send(job, job.request)

    def _do_here(self, job: _Job) -> None:
        """Do in a worker process of this machine what the cluster does not do."""
        if self._local is None:
            assert self._build is not None
            self._local = Pool(self.bounds, warm=self._warm)
            self._local.build(self._build)
        self._local_count += 1
        future, job.future = job.future, None
        job.here = self._local.submit(*job.request, ask=job.ask, limit=job.limit)
        self._open.discard(job)
        with suppress(Exception):
            self._client.cancel([future] if future is not None else [])

    def _look(self) -> Mapping[str, int]:
        """The machines that there are, with how much each does at a time; each is asked which docgen it has."""
        threads: dict[str, int] = dict(self._client.nthreads())

        async def ask() -> dict[str, object]:
            said: dict[str, object] = await self._client.run(errand.code, workers=list(threads), on_error="return")
            return said

        try:
            said = self._client.sync(ask, callback_timeout=WAIT)
        except Exception as error:
            raise NoCluster("Its workers do not answer.") from error
        codes = {one: said.get(one) for one in threads}
        self._machines.codes = {one: code if isinstance(code, str) else "" for one, code in codes.items()}
        return threads


def _outcome(future: Any) -> Outcome | None:
    """What came of an errand; None where the cluster lost it."""
    try:
        found = future.result(timeout=WAIT)
    except Exception:
        return None
    return found if isinstance(found, Outcome) else None


def _connected(address: str) -> Any:
    """A connection to the cluster, when it has at least one machine. Raises NoCluster."""
    from distributed import Client

    place = urlsplit(address)
    try:
        socket.create_connection((place.hostname or "", place.port or _PORT), timeout=WAIT).close()
    except (OSError, ValueError) as error:
        raise NoCluster(f"Nothing answers there ({error}).") from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what goes wrong is told in words, not by the library
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of unlike versions, which are compared afterwards
        try:
            client = Client(address, timeout=WAIT, set_as_default=False)
        except Exception as error:  # what answers may say anything
            raise NoCluster("What answers there is no scheduler of a cluster.") from error
    try:
        client.wait_for_workers(1, timeout=WAIT)
    except (OSError, TimeoutError):
        client.close()
        raise NoCluster("A scheduler answers there, but it has no workers.") from None
    return client


def _none_good(machines: _Machines) -> str:
    other = ", ".join(one or "none" for one in machines.other())
    return f"No worker there has the docgen of this computer, {errand.code()}; they have: {other}."
