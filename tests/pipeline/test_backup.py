"""A backup holds everything, comes back as it was, and shows every bit that has changed."""

from __future__ import annotations

import random
import shutil
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from docgen.model import DocgenError
from docgen.pipeline import backup, ingest, workspace
from docgen.pipeline.workspace import Workspace, open_store
from docgen.store import Store
from tests.databases import schema
from tests.pipeline.test_ingest import READER, inbox, send

NOW = "2026-11-20T12:00:00Z"
__all__ = ["inbox"]


@pytest.fixture
def store(place: Workspace, inbox: Path) -> Iterator[Store]:
    send(inbox, a__docx="C1; good; T1", b__docx="C2; met; T2; error", c__docx="no form")
    (place.frameworks / "ours.yaml").write_text("id: ours", encoding="utf-8")
    with open_store(place) as opened:
        ingest.run(place, opened, READER, [inbox], NOW)
        yield opened


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def counts(folder: Path) -> object:
    found = workspace.find(folder, folder)
    assert found is not None
    with open_store(found) as opened:
        return opened.counts(), opened.audits("small", "case"), opened.end_of_trail(), opened.problems()


@pytest.mark.parametrize("name", ["backup.zip", "backup"])
def test_what_is_restored_is_what_was_backed_up(place: Workspace, store: Store, tmp_path: Path, name: str) -> None:
    made = backup.backup(place, store, tmp_path / name, NOW)
    assert (made.originals, made.problems) == (3, ())
    names = backup.restore(tmp_path / name, tmp_path / "restored")
    assert len(names) == made.files
    before, after = files(place.folder), files(tmp_path / "restored")
    for path in before:
        if not path.startswith(("out/", "store/docgen.sqlite", "store/backups")):
            assert after[path] == before[path], path
    assert counts(tmp_path / "restored") == (
        store.counts(), store.audits("small", "case"), store.end_of_trail(), (),
    )  # fmt: skip


def test_the_same_workspace_gives_the_same_backup(place: Workspace, store: Store, tmp_path: Path) -> None:
    shutil.copytree(place.folder, tmp_path / "same")
    backup.backup(place, store, tmp_path / "a.zip", NOW)
    same = replace(place, folder=tmp_path / "same")
    with open_store(same) as other:
        backup.backup(same, other, tmp_path / "again" / "a.zip", NOW)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "again" / "a.zip").read_bytes()


def test_a_backup_during_ingest_is_a_store_as_it_was_at_one_moment(
    place: Workspace, store: Store, tmp_path: Path
) -> None:
    stop = threading.Event()
    more = tmp_path / "more"
    more.mkdir()

    def goes_on() -> None:
        with open_store(place) as own:
            for number in range(200):
                if stop.is_set():
                    return
                send(more, **{f"n{number}__docx": f"C{number + 10}; good; U{number}"})
                ingest.run(place, own, READER, [more / f"n{number}.docx"], NOW)

    other = threading.Thread(target=goes_on)
    other.start()
    try:
        made = [backup.backup(place, store, tmp_path / f"{number}.zip", NOW) for number in range(3)]
    finally:
        stop.set()
        other.join()
    assert [one.problems for one in made] == [(), (), ()]
    for number in range(3):
        backup.restore(tmp_path / f"{number}.zip", tmp_path / f"restored {number}")
        found = workspace.find(tmp_path / f"restored {number}", tmp_path)
        assert found is not None
        with open_store(found) as opened:
            assert opened.problems() == ()
            originals = {path.stem for path in found.originals.rglob("*") if path.is_file()}
            assert {sha256 for sha256, _ in opened.hashes_in(found.store / "docgen.sqlite")} == originals


def test_a_flipped_bit_in_any_file_of_a_backup_is_found_and_the_file_named(
    place: Workspace, store: Store, tmp_path: Path
) -> None:
    folder = tmp_path / "backup"
    backup.backup(place, store, folder, NOW)
    chance = random.Random(5)
    for name, data in files(folder).items():
        for _ in range(4):
            flip(folder / name, chance)
            checked = backup.check(folder)
            assert any(name in str(problem.where) for problem in checked.problems), name
            (folder / name).write_bytes(data)
    assert backup.check(folder).problems == ()


def test_a_flipped_bit_anywhere_in_a_zip_is_found(place: Workspace, store: Store, tmp_path: Path) -> None:
    path = tmp_path / "backup.zip"
    backup.backup(place, store, path, NOW)
    data, chance = path.read_bytes(), random.Random(5)
    for _ in range(150):
        flip(path, chance)
        assert said(path)
        path.write_bytes(data)


def said(path: Path) -> str:
    """What is said of a damaged backup; empty where nothing is found."""
    try:
        return " ".join(str(problem) for problem in backup.check(path).problems)
    except DocgenError as error:
        return str(error)


def flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


def test_nothing_is_restored_from_a_damaged_backup(place: Workspace, store: Store, tmp_path: Path) -> None:
    backup.backup(place, store, tmp_path / "backup", NOW)
    original = next((tmp_path / "backup" / "store" / "originals").rglob("*.docx"))
    original.write_bytes(b"something else")
    with pytest.raises(DocgenError, match=f"{original.name}: The file is not as it was backed up") as failure:
        backup.restore(tmp_path / "backup", tmp_path / "restored")
    assert failure.value.code == 3
    assert not (tmp_path / "restored").exists()


def test_a_file_that_is_missing_or_was_added_is_named(place: Workspace, store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    backup.backup(place, store, folder, NOW)
    (folder / "docgen.yaml").unlink()
    (folder / "extra.txt").write_text("x", encoding="utf-8")
    found = [(str(one.where).rsplit("/", 1)[-1], one.message) for one in backup.check(folder).problems]
    assert found == [
        ("docgen.yaml", "The file is missing."), ("extra.txt", "The file does not belong to the backup."),
    ]  # fmt: skip


def test_an_original_that_is_missing_or_damaged_is_named_and_the_rest_is_backed_up(
    place: Workspace, store: Store, tmp_path: Path
) -> None:
    first, second, *_ = sorted(place.originals.rglob("*.docx"))
    first.unlink()
    second.write_bytes(b"x")
    made = backup.backup(place, store, tmp_path / "backup.zip", NOW)
    assert sorted(one.message.split(" (")[0] for one in made.problems) == [
        "Its original is missing", "Its original is not as it was received",
    ]  # fmt: skip
    assert backup.check(tmp_path / "backup.zip").problems == ()


@pytest.mark.parametrize("name", ["there.zip", "there"])
def test_nothing_that_is_there_is_written_over(place: Workspace, store: Store, tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(DocgenError, match="something there already"):
        backup.backup(place, store, tmp_path / name, NOW)
    backup.backup(place, store, tmp_path / "good.zip", NOW)
    with pytest.raises(DocgenError, match="not empty"):
        backup.restore(tmp_path / "good.zip", tmp_path / name)
    assert files(tmp_path / name) == {"mine.txt": b"x"}


def test_a_backup_that_fails_leaves_nothing_behind(
    place: Workspace, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / "out"
    out.mkdir()
    monkeypatch.setattr("docgen.pipeline.archive.to_disk", full)
    with pytest.raises(OSError, match="No space"):
        backup.backup(place, store, out / "backup.zip", NOW)
    assert list(out.iterdir()) == []


@pytest.mark.parametrize("data", [b"", b"no zip", None])
def test_what_is_no_backup_is_said(tmp_path: Path, data: bytes | None) -> None:
    path = tmp_path / "other.zip"
    if data is None:
        with zipfile.ZipFile(path, "w") as made:
            made.writestr("a.txt", "x")
    else:
        path.write_bytes(data)
    with pytest.raises(DocgenError, match="This is no backup"):
        backup.restore(path, tmp_path / "restored")
    with pytest.raises(DocgenError, match="no such file"):
        backup.check(tmp_path / "nowhere")


def test_a_name_that_leads_out_of_the_folder_is_refused(place: Workspace, store: Store, tmp_path: Path) -> None:
    (place.templates / "evil.txt").write_text("x", encoding="utf-8")
    backup.backup(place, store, tmp_path / "backup", NOW)
    manifest = tmp_path / "backup" / backup.MANIFEST
    import hashlib
    import json

    content = json.loads(manifest.read_bytes())
    content.pop("seal")
    content["files"]["../evil.txt"] = content["files"].pop("templates/evil.txt")
    sealed = {**content, "seal": hashlib.sha256(backup._plain(content)).hexdigest()}
    manifest.write_bytes(backup._plain(sealed))
    shutil.move(tmp_path / "backup" / "templates" / "evil.txt", tmp_path / "evil.txt")
    with pytest.raises(DocgenError, match="Its name leads out of the folder"):
        backup.restore(tmp_path / "backup", tmp_path / "restored")


def test_a_workspace_moves_from_a_file_to_a_database_and_back(
    place: Workspace, store: Store, tmp_path: Path, postgresql: str
) -> None:
    backup.backup(place, store, tmp_path / "first.zip", NOW)
    with schema(postgresql) as url:
        backup.restore(tmp_path / "first.zip", tmp_path / "on a server", url)
        expected = (store.counts(), store.audits("small", "case"), store.end_of_trail(), ())
        assert counts(tmp_path / "on a server") == expected
        moved = workspace.find(tmp_path / "on a server", tmp_path)
        assert moved is not None
        assert moved.settings.store == url
        with pytest.raises(DocgenError, match="There is a store in this database already"):
            backup.restore(tmp_path / "first.zip", tmp_path / "again", url)
        with open_store(moved) as opened:
            backup.backup(moved, opened, tmp_path / "second.zip", NOW)
            expected = (*expected[:2], opened.end_of_trail(), ())
    backup.restore(tmp_path / "second.zip", tmp_path / "back")
    assert counts(tmp_path / "back") == expected
