"""Commands about what comes back: read, ingest, status."""

from __future__ import annotations

from collections.abc import Iterator
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
    table,
    the_workspace,
)  # fmt: skip

if TYPE_CHECKING:
    from docgen.model import Form, Return
    from docgen.pipeline.ingest import Summary


@click.command(short_help="What returned files say; nothing is stored.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print JSON Lines, one object a file.")
@in_workspace
def read(files: tuple[Path, ...], as_json: bool) -> None:
    """What each file says. Nothing is stored.

    \b
    Example:  docgen read returns/A3-014.docx
    """
    from docgen.pipeline import catalogue, returns, shapes, workspace

    place = the_workspace()
    reader = returns.Reader(catalogue.gather(place), workspace.template(place, "toolkit.docx"))
    asked = False
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
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@in_workspace
def ingest(paths: tuple[Path, ...], as_json: bool) -> None:
    """Take returned files into the store: files, folders with all that is in them, .zip archives.

    Every file is kept as it came, read, checked and stored. The same file again changes nothing, and a later
    version of the same copy takes the place of the earlier one, which is kept. A bad file is refused with the
    reason, and the others are taken all the same.

    \b
    Example:  docgen ingest returns "From SharePoint.zip"
    """
    from docgen.pipeline import catalogue, ingest, returns, shapes, workspace
    from docgen.store import Store

    place = our_workspace()
    reader = returns.Reader(catalogue.gather(place), workspace.template(place, "toolkit.docx"))
    with Store(place.store_url) as store, progress() as tell:
        summary = ingest.run(place, store, reader, paths, now(), tell)
    if as_json:
        show_json(shapes.taken(summary))
    else:
        _show_summary(summary)
    leave(not summary.clean)


def _show_summary(summary: Summary) -> None:
    from docgen.pipeline.ingest import Outcome

    for one in summary.files:
        if one.why is not None:
            click.echo(f"{one.file}: {one.outcome}. {one.why.message} {one.why.fix}".rstrip(), err=True)
        elif one.returned is not None and one.returned.doubtful():
            click.echo(f"{one.file}: {len(one.returned.doubtful())} doubtful, held until decided.", err=True)
        if one.note:
            click.echo(f"{one.file}: {one.outcome}. {one.note}")
    urgent = [q for one in summary.files if one.returned for q in one.returned.queries if q.severity == "urgent"]
    for query in urgent:
        click.echo(f"URGENT  {query}", err=True)
    counts = [(outcome, summary.count(outcome)) for outcome in Outcome]
    parts = ", ".join(f"{number} {outcome}" for outcome, number in counts if number)
    files = "1 file" if len(summary.files) == 1 else f"{len(summary.files)} files"
    click.echo(f"{files}: {parts or 'nothing to take in'}.")
    asked = sum(1 for one in summary.files if one.returned and one.returned.queries)
    doubtful = sum(1 for one in summary.files if one.returned and one.returned.doubtful())
    if asked or doubtful:
        click.echo(f"Of these, {asked} have open queries and {doubtful} are doubtful; see docgen status.")


@click.command(short_help="What is out and what has come back.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@in_workspace
def status(as_json: bool) -> None:
    """What is out, what has come back, and where it stands: urgent queries first.

    \b
    issued       copies given out            outstanding  those for a case of which nothing has come back
    returned     returns held                accepted     those that count in the figures
    queried      of which something is asked held         kept out of the figures by errors
    doubtful     kept out until decided      refused      could not be read
    replaced     made way for a later version
    """
    from docgen.model import Severity
    from docgen.pipeline import shapes
    from docgen.store import Store

    with Store(our_workspace().store_url) as store:
        counts, urgent = store.counts(), store.open_queries([Severity.URGENT])
    if as_json:
        show_json(shapes.status(counts, urgent))
        return
    for one in urgent:
        click.echo(f"URGENT  case {one.case or '(none)'}, {one.file}: {one.query.message} {one.query.fix}")
    if urgent:
        click.echo()
    sums = shapes.total(counts)
    rows = [(c.framework or "not identified", c.form, *(str(getattr(c, name)) for name in sums)) for c in counts]
    if len(rows) != 1:
        rows.append(("all", "", *(str(number) for number in sums.values())))
    for line in table(rows, ("framework", "form", *sums), right=2):
        click.echo(line)
