"""A folder that is watched: files are taken when they have settled, and nothing makes it lose one or spin."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from docgen.intake.network import remote_among
from docgen.model import DocgenError, Place, Query, Severity
from docgen.pipeline import ingest, watch
from docgen.pipeline.ingest import Summary
from docgen.pipeline.workspace import Workspace, open_store
from tests.pipeline.test_ingest import READER, grades, inbox, send

NOW = "2026-11-20T12:00:00Z"
__all__ = ["inbox"]


@dataclass
class World:
    """A workspace, a folder, and a clock that the test moves."""

    place: Workspace
    inbox: Path
    now: float = 0.0
    asked: list[list[str]] = field(default_factory=list)
    failure: Exception | None = None

    def take(self, paths: Sequence[Path]) -> Summary:
        self.asked.append([path.name for path in paths])
        if self.failure is not None:
            raise self.failure
        with open_store(self.place) as store:
            return ingest.run(self.place, store, READER, paths, NOW)

    def begin(self) -> watch.Watch:
        return watch.Watch([self.inbox], self.take, lambda: self.now, lambda: NOW)

    def audits(self) -> dict[str, object]:
        with open_store(self.place) as store:
            return grades(store)


@pytest.fixture
def world(place: Workspace, inbox: Path) -> World:
    return World(place, inbox)


def test_a_file_is_taken_when_it_has_settled_and_stays_where_it_lies(world: World) -> None:
    watched = world.begin()
    send(world.inbox, a__docx="C1; go")
    assert (watched.look().waiting, world.asked) == (1, [])
    world.now = 4
    send(world.inbox, a__docx="C1; good; T1")
    watched.look()
    world.now = 8
    assert watched.look().waiting == 1
    world.now = 9
    health = watched.look()
    assert (health.taken, health.waiting, world.asked) == (1, 0, [["a.docx"]])
    assert world.audits() == {"C1": "good"}
    assert (world.inbox / "a.docx").read_bytes() == b"C1; good; T1"


def settle(world: World, watched: watch.Watch, by: float = 5) -> watch.Health:
    watched.look()
    world.now += by
    return watched.look()


def test_what_was_taken_is_not_taken_again_and_a_changed_file_is(world: World) -> None:
    watched = world.begin()
    send(world.inbox, a__docx="C1; good; T1")
    settle(world, watched)
    settle(world, watched, 1000)
    assert len(world.asked) == 1
    send(world.inbox, a__docx="C1; met; T1")
    os.utime(world.inbox / "a.docx", (2_000_000, 2_000_000))
    settle(world, watched)
    assert world.audits() == {"C1": "met"}


def test_it_can_be_started_again_at_any_time(world: World) -> None:
    send(world.inbox, a__docx="C1; good; T1")
    settle(world, world.begin())
    send(world.inbox, b__docx="C2; good; T2")
    health = settle(world, world.begin())
    assert (health.taken, health.already) == (1, 1)
    assert world.audits() == {"C1": "good", "C2": "good"}


def test_a_file_that_keeps_failing_is_tried_ever_less_often_and_the_others_are_taken(world: World) -> None:
    watched = world.begin()
    send(world.inbox, a__docx="", b__docx="C2; good; T2")
    for _ in range(2000):
        watched.look()
        world.now += 1
    tries = sum("a.docx" in names for names in world.asked)
    assert 5 <= tries <= 12
    assert world.audits() == {"C2": "good"}
    send(world.inbox, a__docx="C1; good; T1")
    settle(world, watched)
    assert world.audits() == {"C1": "good", "C2": "good"}


def test_a_form_that_is_refused_is_tried_once(world: World) -> None:
    watched = world.begin()
    send(world.inbox, a__docx="no form")
    for _ in range(100):
        health = watched.look()
        world.now += 10
    assert (len(world.asked), health.refused, health.waiting) == (1, 1, 0)


@pytest.mark.parametrize(
    "failure",
    [OSError(28, "No space left on device"),
     DocgenError(Query("store", Severity.ERROR, "The database is away.", "Wait.", where=Place("x")), code=3)],
)  # fmt: skip
def test_a_store_that_is_away_stops_nothing_and_is_told_until_it_is_back(world: World, failure: Exception) -> None:
    watched = world.begin()
    send(world.inbox, a__docx="C1; good; T1")
    world.failure = failure
    health = settle(world, watched)
    assert "It is tried again." in health.trouble
    for _ in range(100):
        health = watched.look()
        world.now += 1
    assert len(world.asked) < 8
    world.failure = None
    world.now += 1000
    assert (watched.look().trouble, world.audits()) == ("", {"C1": "good"})


def test_a_folder_that_is_gone_is_told_and_taken_up_when_it_is_back(world: World) -> None:
    watched = world.begin()
    world.inbox.rename(world.inbox.with_name("away"))
    assert "cannot be looked at" in watched.look().trouble
    world.inbox.with_name("away").rename(world.inbox)
    send(world.inbox, a__docx="C1; good; T1")
    assert settle(world, watched).taken == 1


def test_lock_files_and_half_downloads_are_not_waited_for(world: World) -> None:
    send(world.inbox, **{"~$a__docx": "lock", "b__docx__crdownload": "half"})
    assert (settle(world, world.begin()).files, world.asked) == (0, [])


def test_the_line_of_health_stands_in_the_store_after_each_look(world: World) -> None:
    send(world.inbox, a__docx="C1; good; T1")
    told: list[watch.Health] = []

    def ticks() -> object:
        for _ in range(3):
            yield None
            world.now += 5

    last = watch.run(world.begin(), world.place, ticks(), told.append)  # type: ignore[arg-type]
    stands = json.loads((world.place.store / "watch.json").read_text("utf-8"))
    assert last == told[-1]
    assert (stands["taken"], stands["waiting"], stands["looked"], stands["trouble"]) == (1, 0, NOW, "")
    assert str(last) == f"{NOW}  1 files: 1 taken, 0 known already, 0 refused, 0 waiting."


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
//server/audits /mnt/team\\040share cifs rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb1 /data/local ext4 rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "remote"),
    [("/srv/in", False), ("/mnt/team share/in", True), ("/home/sam", True), ("/data/local/in", False),
     ("/mnt/team shareholders", False)],
)  # fmt: skip
def test_a_network_drive_is_known_by_its_mount(folder: str, remote: bool) -> None:
    assert remote_among(MOUNTS, folder) is remote


def test_a_change_wakes_the_watch(inbox: Path) -> None:
    source = watch.changes([inbox], every=0.05)
    assert next(iter(source)) is not None
    source.close()  # type: ignore[attr-defined]
