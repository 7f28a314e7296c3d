"""Commands that keep what is stored: backup, restore, verify."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from docgen.cli.shell import (
    FAILED,
    in_workspace,
    leave,
    now,
    our_workspace,
    progress,
    show_json,
    show_problems,
    with_json,
)


@click.command(short_help="The whole workspace in one file.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@in_workspace
def backup(file: Path) -> None:
    """Put everything that a workspace holds into FILE: a zip where the name ends in .zip, else a folder.

    It holds the store, every original, the blanks, the settings, and the team's own definitions and templates, with a
    hash of each; not what is in out/, and not the key of pseudonyms. Other commands may go on meanwhile. Keep it where
    the workspace is not.

    \b
    Example:  docgen backup "/media/safe/audit-2026-11-20.zip"
    """
    from docgen.pipeline import backup
    from docgen.pipeline.workspace import open_store

    place = our_workspace()
    with open_store(place) as store, progress() as tell:
        made = backup.backup(place, store, file, now(), tell)
    show_problems(made.problems)
    click.echo(f"{made.path}: {made.files} files, {made.originals} of them originals.")
    leave(bool(made.problems))


@click.command(short_help="A workspace out of a backup.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--store", "url", metavar="URL", default="", help="Put the store into this database; it must be empty.")
def restore(file: Path, folder: Path, url: str) -> None:
    """Make a workspace in DIR, which must be new or empty, out of the backup FILE.

    Every file is compared with its hash first; where one is damaged, it is named and nothing is made. With --store a
    workspace also moves from a file to a database.

    \b
    Example:  docgen restore "/media/safe/audit-2026-11-20.zip" "Audit 2026"
    """
    from docgen.pipeline import backup

    with progress() as tell:
        names = backup.restore(file, folder, url, tell)
    click.echo(f"{folder}: {len(names)} files, each as it was backed up. Next: docgen --workspace {folder} verify")


@click.command(short_help="Whether everything is as it was.")
@click.argument("file", metavar="[BACKUP]", required=False, type=click.Path(path_type=Path))
@click.option("--quick", is_flag=True, help="Compare hashes, seals and the trail; read no return again.")
@with_json("Print JSON.")
@in_workspace
def verify(file: Path | None, quick: bool, as_json: bool) -> None:
    """Compare everything with everything: originals with their hashes, stored answers with what the originals say.

    Each return is read again by its own version of the framework and must say what is stored of it; each record must
    be as it was stored; the trail of events must be whole. What is not is named, with the file or the answer, and
    never with what stands there. With BACKUP it is a backup that is compared with its own hashes.

    \b
    Examples:  docgen verify
               docgen verify "/media/safe/audit-2026-11-20.zip"
    """
    from docgen.pipeline import backup, contained, shapes, verify, workspace

    if file is not None:
        checked = backup.check(file)
        if as_json:
            show_json({"files": len(checked.files), "problems": [shapes.problem(one) for one in checked.problems]})
        else:
            show_problems(checked.problems)
            made = checked.made or "an unknown time"
            click.echo(f"{len(checked.files)} files of {made}: {_wrong(checked.problems)}.")
        leave(bool(checked.problems), FAILED)
        return
    place = our_workspace()
    reading = nullcontext() if quick else contained.reader(place)
    with reading as reader, workspace.open_store(place) as store, progress() as tell:
        found = verify.verify(place, store, reader, tell)
    if as_json:
        show_json(shapes.verified(found))
    else:
        show_problems(found.problems)
        for note in found.notes:
            click.echo(note, err=True)
        again = "compared with their seals" if quick else "read again"
        click.echo(f"{found.originals} originals, {found.returns} returns with {found.answers} answers {again}, "
                   f"{found.events} events: {_wrong(found.problems)}.")  # fmt: skip
        click.echo(f"The last link of the trail is {found.link or '–'}.")
    leave(bool(found.problems), FAILED)


def _wrong(problems: tuple[object, ...]) -> str:
    """How much is wrong, in words."""
    return "nothing is wrong" if not problems else f"{len(problems)} {'is' if len(problems) == 1 else 'are'} wrong"
