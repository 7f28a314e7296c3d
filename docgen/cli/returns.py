"""Commands about what comes back: read, ingest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.shell import (
    in_workspace,
    leave,
    now,
    our_workspace,
    progress,
    show_json,
    show_problems,
    the_workspace,
    with_json,
)  # fmt: skip

if TYPE_CHECKING:
    from docgen.model import Form, Query, Return
    from docgen.pipeline.catalogue import Catalogue
    from docgen.pipeline.contained import Contained
    from docgen.pipeline.ingest import Summary
    from docgen.pipeline.urgent import Made as Notified
    from docgen.pipeline.workspace import Workspace
    from docgen.store import Store


_with_passwords = click.option(
    "--passwords",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Passwords that files may be locked with, one a line.",
)


def _address(context: click.Context, parameter: click.Parameter, value: str) -> str:
    """The address of a cluster, which says how it is spoken to."""
    if value and not value.startswith(("tcp://", "tls://")):
        raise click.BadParameter(f"{value} is no address of a cluster; one begins with tcp:// or tls://.")
    return value


@click.command(short_help="What returned files say; nothing is stored.")
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False, exists=True)
)
@_with_passwords
@with_json("Print JSON Lines, one object a file.")
@in_workspace
def read(files: tuple[Path, ...], passwords: Path | None, as_json: bool) -> None:
    """What each file says. Nothing is stored.

    \b
    Example:  docgen read returns/A3-014.docx
    """
    from docgen.pipeline import contained, returns, shapes

    place = the_workspace()
    asked = False
    with contained.reader(place, passwords) as reader:
        for found in returns.read(place, reader, files):
            asked = asked or found.status != "read" or bool(found.queries)
            if as_json:
                show_json(shapes.returned(found), line=True)
            elif found.refused is None and found.identity is not None:
                for line in _lines(found, reader.place(found.identity)[1]):
                    click.echo(line)
            if found.refused is not None:
                show_problems([found.refused])
    leave(asked)


def _lines(read: Return, form: Form) -> Iterator[str]:
    """A return for people: every answer by its reference, then what is asked, then what is in no answer."""
    from docgen.fields import show
    from docgen.model import State

    identity = read.identity
    assert identity is not None
    form_at = f"{identity.framework} {identity.version}, {identity.form}, copy {identity.toolkit}"
    yield f"{read.file}: {form_at}: {read.status}"
    for answer in read.answers:
        question = form.question(answer.field)
        assert question is not None
        text = show(answer.value, question).replace("\n", "\n" + " " * 14)
        if answer.state is State.DOUBTFUL:
            meant = " or ".join(show(candidate, question) for candidate in answer.candidates)
            text = f"? {answer.doubt}" + (f" ({meant})" if meant else "")
        yield f"  {question.ref:<10}  {question.label}: {text or '–'}" + (f"  [{answer.note}]" if answer.note else "")
    for query in read.queries:
        yield f"  {query.severity}: {query.message} {query.fix}"
    for unread in read.unread:
        yield f"  in no answer ({unread.what}, {unread.where}): {unread.text}"


@click.command(short_help="Take returned files into the store.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option(
    "--mapping",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="PATHs are lists of responses to a questionnaire; FILE says which column is which field.",
)
@click.option("--watch", "watched", is_flag=True, help="Go on, and take files as they come and settle; Ctrl-C ends it.")
@click.option(
    "--jobs", metavar="N", type=click.IntRange(1, 64), default=1, help="Read with N processes; 1 unless said."
)
@click.option(
    "--cluster", metavar="ADDRESS", callback=_address, default="", help="Read with the workers of a dask cluster."
)
@_with_passwords
@with_json("Print JSON.")
@in_workspace
def ingest(
    paths: tuple[Path, ...],
    mapping: Path | None,
    watched: bool,
    jobs: int,
    cluster: str,
    passwords: Path | None,
    as_json: bool,
) -> None:
    """Take returned files into the store: files, folders with all that is in them, .zip archives and .eml e-mails.

    Every file is kept as it came, read, checked and stored. The same file again changes nothing, and a later
    version of the same copy takes the place of the earlier one, which is kept. A bad file is refused with the
    reason, and the others are taken all the same.

    With --mapping PATH is a list of responses to an online questionnaire, such as Microsoft Forms gives it: each
    response is taken in as a return of the form that the mapping names (docs/reference/export.md).

    With --watch PATHs are folders, such as one that OneDrive keeps in step, or into which a rule of the mail program
    puts attachments. A file is taken when it has not changed for some seconds; nothing is moved or deleted there. It
    can be stopped and started at any time. How it goes stands in store/watch.json, and is printed when it changes.

    With --jobs several processes read and check; one stores, so that nothing is stored twice or half. With --cluster
    the workers of a dask cluster do it, such as tcp://10.0.0.5:8786 (docs/reference/cluster.md).

    \b
    Examples:  docgen ingest returns "From SharePoint.zip"
               docgen ingest --watch "OneDrive/Audit returns"
               docgen ingest "Audit form(1-25).xlsx" --mapping audit-form.yaml
    """
    from docgen.pipeline import contained, ingest, responses, shapes, workspace

    place = our_workspace()
    if watched:
        if mapping is not None or as_json:
            raise click.UsageError("--watch goes with neither --mapping nor --json.")
        _watch(place, paths, partial(contained.reader, place, passwords, jobs, cluster))
        return
    with (
        contained.reader(place, passwords, jobs, cluster) as reader,
        workspace.open_store(place) as store,
        progress() as tell,
    ):
        if mapping is not None:
            summary = responses.collect(place, store, reader, paths, mapping, now(), tell)
        else:
            summary = ingest.run(place, store, reader, paths, now(), tell)
        asked, notified = _followed(place, store, reader.catalogue)
        _show_notes(reader)
    if as_json:
        show_json(shapes.taken(summary))
    else:
        _show_summary(summary, place)
        _show_notified(notified)
    show_problems(asked)
    leave(not summary.clean or bool(asked))


def _followed(place: Workspace, store: Store, catalogue: Catalogue) -> tuple[tuple[Query, ...], Notified]:
    """What follows when returns have come in: what is asked of actions and moderations, and the urgent notes made."""
    from docgen.pipeline import actions, moderated, urgent

    registered = actions.register(store, catalogue, now())
    reopened = moderated.reopen(store, catalogue, place.settings.accept, now())
    return (*registered.asked, *reopened), urgent.make(place, store, catalogue, now())


def _show_notified(notified: Notified) -> None:
    for path in notified.notes:
        click.echo(f"URGENT  A note and an e-mail draft for those who must act: {path}", err=True)
    for hint in notified.hints:
        click.echo(hint, err=True)


def _show_notes(reader: Contained) -> None:
    for note in reader.notes:
        click.echo(note, err=True)


def _watch(place: Workspace, paths: tuple[Path, ...], reader_of: Callable[[], Contained]) -> None:
    """Take files as they settle until somebody stops it."""
    import signal
    import time
    from collections.abc import Sequence

    from docgen.pipeline import ingest, watch, workspace

    files = [path for path in paths if not path.is_dir()]
    if files:
        raise click.UsageError(f"--watch is for folders; {files[0]} is none.")

    def take(some: Sequence[Path]) -> Summary:
        with reader_of() as reader, workspace.open_store(place) as store:
            summary = ingest.run(place, store, reader, some, now())
            asked, notified = _followed(place, store, reader.catalogue)
            _show_notes(reader)
        _show_summary(summary, place)
        _show_notified(notified)
        show_problems(asked)
        return summary

    said: list[str] = []

    def tell(health: watch.Health) -> None:
        line = str(health).split("  ", 1)[1]
        if [line] != said[-1:]:
            said[:] = [line]
            click.echo(str(health))

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    besides = frozenset(path.resolve() for path in (place.store, place.templates, place.frameworks))
    watched = watch.Watch(paths, take, time.monotonic, now, besides)
    click.echo(f"Watching {', '.join(map(str, paths))}. Ctrl-C ends it.")
    try:
        watch.run(watched, place, watch.changes(paths), tell)
    except KeyboardInterrupt:
        click.echo("Stopped. What was taken is stored; the rest is taken when this is started again.")


_NAMED = 12
"""How many files with one and the same reason are named; --json names all."""


def _show_summary(summary: Summary, place: Workspace) -> None:
    from docgen.pipeline.ingest import Outcome
    from docgen.pipeline.status import with_people

    reasons: dict[str, list[str]] = {}
    for one in summary.files:
        if one.why is not None:
            reasons.setdefault(f"{one.outcome}. {one.why.message} {one.why.fix}".rstrip(), []).append(one.file)
        elif one.doubtful:
            click.echo(f"{one.file}: {len(one.doubtful)} doubtful, held until decided.", err=True)
        elif one.note:
            click.echo(f"{one.file}: {one.outcome}. {one.note}")
    for reason, files in reasons.items():
        for name in files[:_NAMED]:
            click.echo(f"{name}: {reason}", err=True)
        if len(files) > _NAMED:
            click.echo(f"… and {len(files) - _NAMED} more files {reason}", err=True)
    urgent = [query for one in summary.files for query in one.asked if query.severity == "urgent"]
    for query in urgent:
        click.echo(f"URGENT  {with_people(query, place.settings.roles)}", err=True)
    counts = [(outcome, summary.count(outcome)) for outcome in Outcome]
    parts = ", ".join(f"{number} {outcome}" for outcome, number in counts if number)
    seen = "1 file" if len(summary.files) == 1 else f"{len(summary.files)} files"
    click.echo(f"{seen}: {parts or 'nothing to take in'}.")
    asked = sum(bool(one.asked) for one in summary.files)
    doubtful = sum(bool(one.doubtful) for one in summary.files)
    unread = sum(bool(one.unread) for one in summary.files)
    if asked or doubtful:
        click.echo(f"Of these, {asked} have open queries and {doubtful} are doubtful; see docgen review.")
    if unread:
        click.echo(f"In {unread} of them stands something that is in no answer; see docgen read FILE.")
