"""What all commands share: the workspace option, how results and problems are printed, and exit codes."""

from __future__ import annotations

import errno
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from docgen import __version__

if TYPE_CHECKING:
    from docgen.model import DocgenError, Query
    from docgen.pipeline import Progress
    from docgen.pipeline.tracker import Kind, Taken
    from docgen.pipeline.workspace import Workspace

CLEAN, ASKED, WRONG, FAILED = 0, 1, 2, 3
"""All well; done, but something was queried, doubtful or refused; wrong use or definition; could not run."""

_JSON = "docgen.json"
_Command = TypeVar("_Command", bound=Callable[..., Any])
_WHERE = "The team's workspace; otherwise the nearest folder upwards that holds docgen.yaml."


class Docgen(click.Group):
    """Turns what users can cause into a message and an exit code; a fault in docgen itself shows its traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo("Stopped. What was done so far is kept; run the same command again to go on.", err=True)
            ctx.exit(FAILED)
        except BrokenPipeError:
            raise
        except OSError as error:
            self._failed(ctx, error)
        except Exception as error:
            from docgen.model import DocgenError

            if not isinstance(error, DocgenError):
                raise
            self._refused(ctx, error)

    def _refused(self, ctx: click.Context, error: DocgenError) -> None:
        show_problems(error.queries)
        if ctx.meta.get(_JSON):
            from docgen.pipeline import shapes

            show_json({"problems": [shapes.problem(query) for query in error.queries]}, line=True)
        ctx.exit(error.code)

    def _failed(self, ctx: click.Context, error: OSError) -> None:
        if not (error.filename or error.errno in _SAID):
            raise error
        message, fix = _SAID.get(error.errno or 0, (f"{error.strerror}.", "Check the file and the folder."))
        place = f"{error.filename2 or error.filename}: " if error.filename else ""
        click.echo(f"{place}{message} {fix}", err=True)
        ctx.exit(FAILED)


_SAID = {
    errno.EACCES: (
        "Access is denied.",
        "If the file is open in Word or Excel, close it there; else ask for the right.",
    ),
    errno.EPERM: ("Access is denied.", "If the file is open in Word or Excel, close it there; else ask for the right."),
    errno.ENOSPC: ("The disk is full.", "Make room and run the same command again; what was done so far is kept."),
    errno.EROFS: ("The disk cannot be written to.", "Choose another folder."),
    errno.ENAMETOOLONG: ("The name is too long.", "Choose a folder with a shorter name."),
    errno.ENOTDIR: ("A file stands where a folder is needed.", "Choose another folder."),
    errno.EEXIST: ("A file stands where a folder is needed.", "Choose another folder."),
    errno.EIO: ("The disk or the network drive has failed.", "Run the same command again when it is back."),
}


@click.group(cls=Docgen, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="docgen", message="%(prog)s %(version)s")
@click.option("--workspace", type=click.Path(path_type=Path), metavar="DIR", help=_WHERE)
@click.pass_context
def docgen(ctx: click.Context, workspace: Path | None) -> None:
    """Audit toolkits out of one definition, read back without guessing, reported in Word.

    \b
    A first look:       docgen demo
    A team's start:     docgen init "Audit 2026"
                        docgen toolkit cafcass-national --cases cases.csv
                        docgen ingest returns
                        docgen report national cafcass-national

    Exit status: 0 all well; 1 done, but something was queried, doubtful or refused; 2 wrong use or a bad
    definition; 3 could not run.
    """
    ctx.obj = workspace


def in_workspace(command: _Command) -> _Command:
    """Lets `--workspace` stand after the command as well as before it."""

    def note(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
        if value is not None:
            ctx.find_root().obj = value

    return click.option(
        "--workspace", type=click.Path(path_type=Path), metavar="DIR", help=_WHERE, expose_value=False, callback=note
    )(command)


def with_json(help: str) -> Callable[[_Command], _Command]:
    """Gives a command the flag `--json` (its argument `as_json`), by which problems come as JSON too."""

    def note(ctx: click.Context, _: click.Parameter, value: bool) -> bool:
        ctx.meta[_JSON] = value
        return value

    return click.option("--json", "as_json", is_flag=True, help=help, callback=note)


def the_workspace() -> Workspace | None:
    """The workspace of this command, or None."""
    from docgen.pipeline import workspace

    found = workspace.find(click.get_current_context().find_root().obj, Path.cwd())
    return replace(found, who=_who()) if found else None


def _who() -> str:
    """The person at the keyboard, as the system knows them: for the trail of events."""
    import getpass

    try:
        return os.environ.get("DOCGEN_USER") or getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "unknown"


def our_workspace() -> Workspace:
    """The workspace of this command, where it cannot do without."""
    from docgen.pipeline import workspace

    return workspace.need(the_workspace(), Path.cwd())


def now() -> str:
    """The time, in UTC."""
    from datetime import UTC, datetime

    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def show_json(shape: Any, *, line: bool = False) -> None:
    """Print JSON: one document, or one line of JSON Lines."""
    click.echo(json.dumps(shape, ensure_ascii=False, indent=None if line else 2))


def show_problems(queries: Sequence[Query]) -> None:
    """Print problems for people, one a line, on standard error."""
    for query in queries:
        click.echo(str(query), err=True)


def leave(asked: bool, code: int = ASKED) -> None:
    """End the command with this code where something was asked."""
    if asked:
        click.get_current_context().exit(code)


def table(rows: Sequence[Sequence[str]], head: Sequence[str], right: int = 99) -> Iterator[str]:
    """Lines of a plain table; columns from number `right` on are numbers and stand to the right."""
    every = [list(head), *map(list, rows)]
    widths = [max(len(row[n]) for row in every) for n in range(len(head))]
    for row in every:
        cells = [c.rjust(w) if n >= right else c.ljust(w) for n, (c, w) in enumerate(zip(row, widths, strict=True))]
        yield "  ".join(cells).rstrip()


def need_reason(moves: Iterable[tuple[Sequence[str], object]], why: str) -> None:
    """Raises DocgenError where something is to be moved by hand, and nobody says why."""
    from docgen.model import DocgenError, Query, Severity

    if any(names for names, _ in moves) and not why:
        raise DocgenError(Query("reason", Severity.ERROR, "There is no reason.", "Say with --why what was seen."))


def short(text: str, most: int = 50) -> str:
    """A text for a column of a table: cut off where it is longer."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def show_taken(path: Path, kind: Kind[Any], taken: Taken[Any]) -> bool:
    """What came of a tracker of some kind; whether anything is asked."""
    show_problems(taken.problems)
    for one in taken.conflicts:
        click.echo(
            f"{path.name}: {one.id}, {one.column}: the tracker says “{one.returned}”, the store says "
            f"“{one.stored}” by now; it was sent as “{one.sent}”. It was left as the store has it.",
            err=True,
        )
    for note in taken.notes:
        click.echo(f"{path.name}: {note}", err=True)
    click.echo(f"{path.name}: {len(taken.changed)} {kind.one if len(taken.changed) == 1 else kind.many} changed.")
    return bool(taken.problems or taken.conflicts)


@contextmanager
def progress() -> Iterator[Progress]:
    """A bar on standard error for long work, where someone watches; silent otherwise."""
    from docgen.pipeline import quiet

    if not sys.stderr.isatty():
        yield quiet
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def tell(task: str, done: int, total: int) -> None:
            if task not in tasks:
                tasks[task] = bar.add_task(task, total=total)
            bar.update(tasks[task], completed=done, total=total)

        yield tell
