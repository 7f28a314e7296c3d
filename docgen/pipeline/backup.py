"""The verbs `backup` and `restore`: a workspace in one file or folder, whole, with a hash of everything in it.

A backup is taken while other commands go on: first the store as it is at one moment, then the originals, of which
each was kept before the store knew of it. The manifest comes last and names each file with its SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docgen import __version__
from docgen.definitions import settings as team
from docgen.intake import found
from docgen.model import DocgenError, Place, Query, Severity
from docgen.pipeline import Progress, archive, quiet
from docgen.pipeline.workspace import Workspace
from docgen.store import Store

MANIFEST = "docgen-backup.json"
STORE = "store/docgen.sqlite"
_FORMAT = 1
_STORE_LINE = re.compile(r"^store:.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Made:
    """A backup: where it is, how many files and originals it holds, and originals that are missing or damaged."""

    path: Path
    files: int
    originals: int
    problems: tuple[Query, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What stands in a backup (name → its SHA-256 and size), when it was made, and what is wrong with it."""

    files: Mapping[str, Mapping[str, Any]]
    made: str
    problems: tuple[Query, ...]


def backup(workspace: Workspace, store: Store, target: Path, now: str, progress: Progress = quiet) -> Made:
    """Write a backup of a workspace: a zip where the name ends in .zip, else a folder, which must be new.

    The trail notes it, so that it is known what holds an audit after it was erased. A missing or damaged original is
    named, and the rest is backed up all the same. Raises DocgenError where something is there already, OSError.
    """
    if target.exists():
        raise _refusal(target, "There is something there already.", "Name a new file or folder.")
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary, snapshot = (target.with_name(f".docgen-{os.getpid()}-{what}.tmp") for what in ("backup", "snapshot"))
    for path in (temporary, snapshot):
        archive.clear(path)
    try:
        with store.entry() as entry:
            entry.happened("backed up", now, detail=target.name)
        store.snapshot(snapshot)
        writer = archive.ZipWriter(temporary) if archive.is_zip(target) else archive.FolderWriter(temporary)
        try:
            listed, originals, problems = _write(workspace, store, snapshot, writer, progress)
            writer.close(MANIFEST, _manifest(listed, workspace, now))
        finally:
            writer.leave()
        os.replace(temporary, target)
    except BaseException:
        archive.clear(temporary)
        raise
    finally:
        archive.clear(snapshot)
    return Made(target, len(listed), originals, problems)


def _write(
    workspace: Workspace, store: Store, snapshot: Path, writer: archive.Writer, progress: Progress
) -> tuple[dict[str, Mapping[str, Any]], int, tuple[Query, ...]]:
    """Everything but the manifest into a backup: what was written, the number of originals, what is wrong with them."""
    listed: dict[str, Mapping[str, Any]] = {}
    problems: list[Query] = []

    def add(name: str, path: Path) -> str:
        sha256, size = writer.add(name, path)
        listed[name] = {"sha256": sha256, "bytes": size}
        return sha256

    add(STORE, snapshot)
    kept = store.hashes_in(snapshot)
    for done, (sha256, file) in enumerate(kept):
        progress("Backing up originals", done, len(kept))
        path = found(sha256, workspace.originals)
        if path is None:
            problems.append(_original(file, sha256, "is missing"))
        elif add(f"store/originals/{sha256[:2]}/{path.name}", path) != sha256:
            problems.append(_original(file, sha256, "is not as it was received"))
    progress("Backing up originals", len(kept), len(kept))
    for name, path in _others(workspace):
        add(name, path)
    return listed, len(kept), tuple(problems)


def _others(workspace: Workspace) -> Iterator[tuple[str, Path]]:
    """What else belongs to a workspace: settings, blanks, own definitions and templates; not what is made."""
    folders = (workspace.blanks, workspace.frameworks, workspace.templates)
    paths = [workspace.folder / team.FILE, *(path for folder in folders for path in sorted(folder.rglob("*")))]
    for path in paths:
        if path.is_file() and not path.is_symlink() and not path.name.startswith((".", "~")):
            yield path.relative_to(workspace.folder).as_posix(), path


def _manifest(listed: Mapping[str, object], workspace: Workspace, now: str) -> bytes:
    content = {
        "format": _FORMAT, "made": now, "program": f"docgen {__version__}", "workspace": workspace.settings.workspace,
        "files": listed,
    }  # fmt: skip
    return _plain({**content, "seal": hashlib.sha256(_plain(content)).hexdigest()})


def _plain(content: Mapping[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=1).encode("utf-8") + b"\n"


# --- reading one -----------------------------------------------------------------------------------------


def check(source: Path) -> Checked:
    """Every file of a backup against its manifest. Raises DocgenError where it is no backup."""
    reader = _open(source)
    try:
        return _check(source, reader)
    finally:
        reader.close()


def restore(source: Path, folder: Path, url: str = "", progress: Progress = quiet) -> tuple[str, ...]:
    """Make a workspace out of a backup, in a folder that is new or empty; the names of the files in it.

    With `url` its store goes into that database, which must be empty, else into a file of the workspace. Where
    anything in the backup is damaged, every damaged file is named and nothing is made. Raises DocgenError, OSError.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise _refusal(folder, "The folder is not empty.", "Name a new one; nothing is written over what is there.")
    reader = _open(source)
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = folder.with_name(f".docgen-{os.getpid()}-restore.tmp")
    archive.clear(temporary)
    try:
        checked = _check(source, reader)
        if checked.problems:
            raise DocgenError(*checked.problems, code=3)
        _unpack(reader, checked, temporary, progress)
        _settle_in(temporary, url)
        if folder.exists():
            folder.rmdir()
        os.replace(temporary, folder)
    finally:
        reader.close()
        archive.clear(temporary)
    return tuple(checked.files)


def _unpack(reader: archive.Reader, checked: Checked, folder: Path, progress: Progress) -> None:
    folder.mkdir(mode=0o700)
    for name in ("frameworks", "templates", "out", "store", "store/originals", "store/blanks"):
        (folder / name).mkdir(mode=0o700)
    for done, (name, about) in enumerate(checked.files.items()):
        progress("Restoring files", done, len(checked.files))
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with archive.new(path) as stream:
            if reader.pour(name, stream) != about["sha256"]:
                raise OSError(5, "The backup changed while it was read", name)
            archive.to_disk(stream)
    progress("Restoring files", len(checked.files), len(checked.files))


def _settle_in(folder: Path, url: str) -> None:
    """Let the settings of a restored workspace point to its own store, and fill the database where one is named."""
    path = folder / team.FILE
    if path.is_file():
        text = path.read_text("utf-8")
        path.write_text(_STORE_LINE.sub(lambda _: f"store: {url}".rstrip(), text), encoding="utf-8", newline="")
    with Store(str(folder / STORE)):
        pass  # one of an older layout is brought up to date
    if url:
        with Store(url) as store:
            store.fill(folder / STORE)
        archive.clear(folder / STORE)


def _open(source: Path) -> archive.Reader:
    try:
        if source.is_dir():
            return archive.FolderReader(source)
        return archive.ZipReader(source)
    except FileNotFoundError:
        raise _refusal(source, "There is no such file or folder.", "Check the name.") from None
    except archive.UNREADABLE:
        message = "This is no backup, or it is damaged beyond reading."
        raise _refusal(source, message, "Use another backup.", code=3) from None


def _check(source: Path, reader: archive.Reader) -> Checked:
    problems = [] if reader.whole() else [_damaged(source, "", "The file is not as it was written.")]
    manifest = _read_manifest(source, reader)
    if manifest is None:
        return Checked({}, "", (*problems, _damaged(source, MANIFEST, "The manifest is not as it was written.")))
    files: Mapping[str, Mapping[str, Any]] = manifest["files"]
    there = reader.names() - {MANIFEST}
    problems += [_damaged(source, name, "The file is missing.") for name in sorted(files.keys() - there)]
    problems += [
        _damaged(source, name, "The file does not belong to the backup.") for name in sorted(there - files.keys())
    ]
    problems += [
        _damaged(source, name, "Its name leads out of the folder.") for name in files if not archive.is_safe(name)
    ]
    for name in sorted(files.keys() & there):
        if _hash(reader, name) != files[name]["sha256"]:
            problems.append(_damaged(source, name, "The file is not as it was backed up."))
    return Checked(files, str(manifest["made"]), tuple(problems))


def _hash(reader: archive.Reader, name: str) -> str:
    """The SHA-256 of a file in a backup; empty where it cannot be read."""
    try:
        with open(os.devnull, "wb") as nowhere:
            return reader.pour(name, nowhere)
    except archive.UNREADABLE:
        return ""


def _read_manifest(source: Path, reader: archive.Reader) -> dict[str, Any] | None:
    """The manifest, or None where it is damaged. Raises DocgenError where there is none, or one that is too new."""
    try:
        data = reader.read(MANIFEST)
        manifest = json.loads(data)
        content = {name: part for name, part in manifest.items() if name != "seal"}
        if _plain(manifest) != data or manifest["seal"] != hashlib.sha256(_plain(content)).hexdigest():
            return None
    except KeyError:
        raise _refusal(source, "This is no backup that docgen made.", "Name a backup.") from None
    except (*archive.UNREADABLE, AttributeError, TypeError):
        return None
    if manifest["format"] != _FORMAT:
        message = f"The backup has form {manifest['format']}, and this docgen knows form {_FORMAT}."
        raise _refusal(source, message, "Use a newer docgen.")
    return dict(manifest)


def _damaged(source: Path, name: str, message: str) -> Query:
    where = Place(f"{source}/{name}" if name else str(source))
    return Query("backup", Severity.ERROR, message, "Use another backup.", where=where)


def _original(file: str, sha256: str, what: str) -> Query:
    message = f"Its original {what} (store/originals/{sha256[:2]}/{sha256}…)."
    return Query("original", Severity.ERROR, message, "Put it back from an earlier backup.", where=Place(file))


def _refusal(path: Path, message: str, fix: str, code: int = 2) -> DocgenError:
    return DocgenError(Query("backup", Severity.ERROR, message, fix, where=Place(str(path))), code=code)
