"""A worker that misbehaves on purpose costs its own request and nothing else."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.workers import Bounds, Ended, Lost, NotStarted, Pool
from docgen.workers.frames import Later
from tests.workers import misbehaving

BOUNDS = Bounds(memory=256 * 2**20, result=2**20, files=40)
WARM = ("tests.workers.misbehaving",)


def no_question(asked: bytes) -> tuple[bytes, ...]:
    raise AssertionError(asked)


@pytest.fixture(scope="module")
def shared() -> Iterator[Pool]:
    with Pool(BOUNDS, warm=WARM) as pool:
        pool.build(misbehaving.worker)
        yield pool


@pytest.fixture
def pool(shared: Pool) -> Iterator[Pool]:
    """The pool of all tests, which must work after each of them."""
    yield shared
    assert say(shared, b"still here") == b"STILL HERE"


def say(pool: Pool, request: bytes) -> bytes:
    return pool.submit(request, ask=no_question)()


def lost(pool: Pool, request: bytes) -> Lost:
    with pytest.raises(Lost) as caught:
        say(pool, request)
    return caught.value


def test_a_worker_does_what_it_was_built_for(pool: Pool) -> None:
    assert [say(pool, b"one"), say(pool, b"two")] == [b"ONE", b"TWO"]


def test_the_next_request_is_on_its_way_before_anybody_turns_to_the_result_of_the_first(pool: Pool) -> None:
    first, second = (pool.submit(one, ask=no_question) for one in (b"one", b"two"))
    assert first() == b"ONE"
    assert not pool._waiting
    assert second() == b"TWO"


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        (b"exit", Ended.CRASH),
        (b"segfault", Ended.CRASH),
        (b"scribble", Ended.RESULT),
        (b"nag", Ended.CRASH),
        (b"grab", Ended.MEMORY),
        (b"long 1048577", Ended.RESULT),
        (b"raise", Ended.FAULT),
        (b"deep", Ended.FAULT),
    ],
)
def test_a_worker_that_breaks_down_says_why_and_the_next_request_is_served(
    pool: Pool, request_: bytes, why: Ended
) -> None:
    started = time.monotonic()
    pending = [pool.submit(one, ask=lambda _: ()) for one in (b"before", request_, b"after")]
    assert pending[0]() == b"BEFORE"
    with pytest.raises(Lost) as caught:
        pending[1]()
    assert caught.value.why is why
    assert pending[2]() == b"AFTER"
    assert time.monotonic() - started < 10


@pytest.mark.parametrize("request_", [b"hang", b"spin"])
def test_a_worker_that_hangs_is_ended_when_its_time_is_up(request_: bytes) -> None:
    with Pool(replace(BOUNDS, seconds=1.0), warm=WARM) as pool:
        pool.build(misbehaving.worker)
        assert say(pool, b"ready") == b"READY"
        started = time.monotonic()
        assert lost(pool, request_).why is Ended.TIME
    assert 1.0 <= time.monotonic() - started < 4


def test_the_longest_result_that_is_allowed_comes_through(pool: Pool) -> None:
    assert len(say(pool, b"long 1048576")) == 2**20


def test_what_a_library_prints_goes_nowhere(pool: Pool) -> None:
    assert say(pool, b"print 20") == b"printed"


def test_a_fault_names_its_kind_and_never_what_stood_in_the_file(pool: Pool) -> None:
    found = lost(pool, b"raise")
    assert found.what == "KeyError"
    assert "the name" not in f"{found}{found.where}"


def test_a_worker_that_broke_down_over_what_came_before_is_given_a_fresh_start(pool: Pool) -> None:
    say(pool, b"anything")
    assert say(pool, b"once") == b"well"


def test_a_worker_may_ask_once_and_what_the_answer_raises_the_result_raises(pool: Pool) -> None:
    assert pool.submit(b"ask why", ask=lambda asked: (b"BE", asked.upper()))() == b"<BEWHY>"
    with pytest.raises(AssertionError, match="why"):
        pool.submit(b"ask why", ask=no_question)()


def test_questions_are_answered_in_the_thread_that_waits(pool: Pool) -> None:
    def here(asked: bytes) -> tuple[bytes, ...]:
        return (str(threading.get_ident()).encode(),)

    assert pool.submit(b"ask who", ask=here)() == f"<{threading.get_ident()}>".encode()


def test_a_request_whose_question_nobody_answers_is_laid_aside_and_the_worker_goes_on(pool: Pool) -> None:
    def later(asked: bytes) -> tuple[bytes, ...]:
        raise Later

    before = say(pool, b"count")
    with pytest.raises(Later):
        pool.submit(b"ask why", ask=later)()
    assert int(say(pool, b"count")) == int(before) + 2


def test_a_worker_is_replaced_after_so_many_requests() -> None:
    with Pool(Bounds(files=2), warm=WARM) as pool:
        pool.build(misbehaving.worker)
        assert [say(pool, b"count") for _ in range(5)] == [b"1", b"2", b"1", b"2", b"1"]


def test_several_workers_share_the_work_and_the_results_keep_their_places() -> None:
    with Pool(replace(BOUNDS, seconds=1.0), size=2, warm=WARM) as pool:
        pool.build(misbehaving.worker)
        requests = [b"hang", *(f"n{n}".encode() for n in range(20)), b"exit"]
        pending = [pool.submit(one, ask=no_question) for one in requests]
        assert [one() for one in pending[1:-1]] == [f"N{n}".encode() for n in range(20)]
        for one in (pending[0], pending[-1]):
            with pytest.raises(Lost):
                one()


def test_workers_that_never_get_ready_are_no_matter_of_a_file() -> None:
    with Pool(BOUNDS, warm=WARM) as pool:
        pool.build(misbehaving.broken)
        with pytest.raises(NotStarted, match="exit code 3"):
            say(pool, b"anything")


def test_a_pool_that_never_worked_ends_at_once() -> None:
    started = time.monotonic()
    with Pool(BOUNDS, size=2):
        pass
    assert time.monotonic() - started < 5


# --- what a worker cannot do -----------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["write", "append", "folder"])
def test_a_worker_writes_nothing(pool: Pool, tmp_path: Path, what: str) -> None:
    assert say(pool, f"try {what} {tmp_path / 'new'}".encode()) == b"PermissionError"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("what", ["remove", "rename", "write"])
def test_a_worker_changes_nothing(pool: Pool, tmp_path: Path, what: str) -> None:
    path = tmp_path / "there"
    path.write_text("as it was", encoding="utf-8")
    assert say(pool, f"try {what} {path}".encode()) == b"PermissionError"
    assert [one.read_text("utf-8") for one in tmp_path.iterdir()] == ["as it was"]


@pytest.mark.parametrize("what", ["start", "system", "resolve"])
def test_a_worker_starts_nothing_and_asks_no_network(pool: Pool, what: str) -> None:
    assert say(pool, f"try {what}".encode()) == b"PermissionError"


def test_a_worker_connects_to_nothing(pool: Pool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        assert say(pool, f"try connect {port}".encode()) == b"PermissionError"
        with pytest.raises(TimeoutError):
            server.accept()


def test_a_worker_is_told_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "DATABASE_PASSWORD", "secret")
    with Pool(BOUNDS, warm=WARM) as pool:
        pool.build(misbehaving.worker)
        assert b"DATABASE_PASSWORD" not in say(pool, b"try environment")


def test_a_parent_that_holds_much_does_not_count_against_its_workers() -> None:
    held = bytearray(BOUNDS.memory + 2**26)
    held[::4096] = b"x" * len(held[::4096])
    with Pool(BOUNDS, warm=WARM) as pool:
        pool.build(misbehaving.worker)
        assert say(pool, b"one") == b"ONE"
    assert len(held) > BOUNDS.memory
