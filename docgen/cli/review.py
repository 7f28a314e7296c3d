"""The command review: what people have to decide, listed, asked at the prompt, or taken from options and workbooks."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from docgen.cli.ledger import of_a_part, which
from docgen.cli.shell import in_workspace, leave, now, our_workspace, show_json, show_problems, with_json

if TYPE_CHECKING:
    from docgen.pipeline.review import Found, Item, Taken
    from docgen.pipeline.reviewbook import Summary
    from docgen.pipeline.stated import Stated
    from docgen.pipeline.workspace import Workspace
    from docgen.store import Store, Which

_WIDTH = 100
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(name="review", short_help="Decide what is doubtful or asked.")
@click.argument("names", metavar="[NAME]...", nargs=-1)
@of_a_part
@click.option("--list", "only_list", is_flag=True, help="Only list; ask nothing.")
@click.option("--set", "answers", multiple=True, metavar="FIELD=VALUE", help="Decide an answer; FIELD= is blank.")
@click.option("--undo", "undone", multiple=True, metavar="FIELD", help="Let what was read count again.")
@click.option("--settle", "settled", multiple=True, metavar="RULE", help="Settle the queries of this rule.")
@click.option("--reopen", "reopened", multiple=True, metavar="RULE", help="Open them again.")
@click.option("--why", default="", metavar="REASON", help="Why, for the trail; no name of a child or family.")
@click.option("--who", default="", metavar="NAME", help="Who decides; the name at the computer unless given.")
@click.option("--out", type=_FILE, metavar="FILE", help="Write a workbook (.xlsx) to decide in.")
@click.option("--in", "taken", type=_FILE, metavar="FILE", help="Take the decisions out of such a workbook.")
@click.option("--dry-run", is_flag=True, help="With --in: say what would be taken, and take nothing.")
@with_json("Print JSON.")
@in_workspace
def review_(
    names: tuple[str, ...],
    only_list: bool,
    answers: tuple[str, ...],
    undone: tuple[str, ...],
    settled: tuple[str, ...],
    reopened: tuple[str, ...],
    why: str,
    who: str,
    out: Path | None,
    taken: Path | None,
    dry_run: bool,
    as_json: bool,
    **part: str,
) -> None:
    """What a person has to decide, worst first: urgent queries, doubtful answers, errors, warnings.

    NAME is a case reference, the id of a copy, a file or its key; without one, everything that is open. At the prompt
    each is shown with what was found and what it may mean; you pick, type another value, say that it is blank, settle
    a query, or skip. Each decision is kept at once. Where nobody sits at a terminal it only lists.

    What was read is never changed: what you decide stands beside it and counts, with your name, the time and the
    reason, and the checks are made again. docgen history shows it. A reason is needed for a value that docgen has not
    found in the file itself, and to settle a query.

    \b
    Examples:  docgen review --framework cafcass-national
               docgen review C100063 --set grade=Good --why "Confirmed by e-mail, 3 December."
               docgen review C100063 --settle rationale-required --why "Given by phone, see file."
               docgen review --out review.xlsx
               docgen review --in review.xlsx --who "Kim Vale"
    """
    from docgen.pipeline.stated import Stated
    from docgen.pipeline.workspace import open_store

    place = our_workspace()
    place = replace(place, who=" ".join(who.split()) or place.who)
    stated = Stated(answers, undone, settled, reopened, " ".join(why.split()))
    _check_use(names, stated, out, taken, dry_run)
    with open_store(place) as store:
        if taken is not None:
            _take_in(place, store, taken, dry_run, as_json)
        elif stated.anything:
            _state(place, store, names[0], which(place, part), stated, as_json)
        else:
            _go_through(place, store, which(place, part), names, out, only_list, as_json)


def _check_use(names: Sequence[str], stated: Stated, out: Path | None, taken: Path | None, dry_run: bool) -> None:
    """Refuse options that do not go together."""
    if sum((stated.anything, out is not None, taken is not None)) > 1:
        raise click.UsageError("Use --out, or --in, or state decisions; not several at once.")
    if stated.anything and len(names) != 1:
        raise click.UsageError("Name the one return that --set, --undo, --settle or --reopen is about.")
    if taken is not None and names:
        raise click.UsageError("--in takes what stands in the workbook; leave the names out.")
    if stated.why and not stated.anything:
        raise click.UsageError("--why goes with --set, --undo, --settle or --reopen.")
    if dry_run and taken is None:
        raise click.UsageError("--dry-run goes with --in.")
    for path in (out, taken):
        if path is not None and path.suffix.lower() != ".xlsx":
            raise click.UsageError(f"A workbook ends in .xlsx: {path}")


def _go_through(
    place: Workspace,
    store: Store,
    some: Which,
    names: tuple[str, ...],
    out: Path | None,
    only_list: bool,
    as_json: bool,
) -> None:
    """List what is open, or ask, or write it into a workbook."""
    from docgen.pipeline import catalogue, review, shapes

    at_hand = catalogue.gather(place)
    found = review.find(store, at_hand, some, names)
    if out is not None:
        from docgen.pipeline import reviewbook

        made = reviewbook.write(place, store, found, out, now())
        for note in made.notes:
            click.echo(note, err=True)
        click.echo(
            f"{made.path}: {_counted(len(found.items), 'row')} to decide. Then: docgen review --in FILE --who NAME"
        )
    elif as_json:
        show_json(shapes.review(found))
    elif not found.items and not found.unread:
        click.echo("Nothing is open.")
    elif only_list or not found.items or not _somebody_is_there():
        for line in _listed(found):
            click.echo(line)
    else:
        from docgen.cli.prompt import ask

        ask(place, store, at_hand, partial(review.find, store, at_hand, some, names))
        return
    leave(bool(found.items) and out is None)


def _somebody_is_there() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _state(place: Workspace, store: Store, name: str, some: Which, stated: Stated, as_json: bool) -> None:
    """Take what the options state."""
    from docgen.pipeline import catalogue, returns, shapes, workspace
    from docgen.pipeline import stated as stating
    from docgen.pipeline.review import Desk, Result

    reader = returns.Reader(catalogue.gather(place), partial(workspace.template, place))
    done = stating.take(Desk(place, store, reader), name, some, stated, now())
    if as_json:
        show_json({"decisions": [{"about": about, **shapes.decision(one)} for about, one in done]})
    else:
        for about, one in done:
            click.echo(f"{about}: {said(one)}", err=one.result is Result.CONFLICT)
    leave(any(one.result is Result.CONFLICT for _, one in done))


def _take_in(place: Workspace, store: Store, path: Path, dry_run: bool, as_json: bool) -> None:
    """Take the decisions out of a workbook."""
    from docgen.pipeline import catalogue, returns, reviewbook, shapes, workspace
    from docgen.pipeline.review import Desk

    reader = returns.Reader(catalogue.gather(place), partial(workspace.template, place))
    summary = reviewbook.take(Desk(place, store, reader, dry_run), path, now())
    if as_json:
        show_json(shapes.reviewed(summary))
    else:
        _show_summary(summary, dry_run)
    leave(bool(summary.problems or summary.conflicts))


def _show_summary(summary: Summary, dry_run: bool) -> None:
    show_problems(summary.problems)
    show_problems(summary.conflicts)
    for line in summary.moved:
        click.echo(line)
    word = "would be taken" if dry_run else "taken"
    parts = [
        f"{_counted(summary.taken, 'decision')} {word}",
        f"{summary.already} taken before",
        f"{summary.empty} left open",
    ]
    if summary.conflicts:
        parts.append(f"{len(summary.conflicts)} not taken, because something has changed meanwhile")
    if summary.problems:
        parts.append(f"{len(summary.problems)} not taken, because a cell has to be corrected")
    click.echo(f"{'; '.join(parts)}.")


def said(taken: Taken) -> str:
    """What became of a decision, in words."""
    from docgen.pipeline.review import Result

    if taken.result is Result.CONFLICT:
        return f"not taken. {taken.note}"
    if taken.result is Result.ALREADY:
        return "nothing has changed, it stands like that already."
    if taken.was is not taken.stands:
        why = f" ({taken.note.rstrip('.')})" if taken.note else ""
        return f"kept. The return is {taken.stands} now{why}."
    return f"kept. The return stays {taken.stands}."


def _listed(found: Found) -> Iterator[str]:
    """Everything that is open, for people."""
    for item in found.items:
        yield from shown(item)
        yield ""
    for key, texts in found.unread.items():
        yield f"In the return {key} stands something that is in no answer:"
        yield from (line for one in texts for line in _wrapped(f"({one.what}, {one.where}) {one.text}"))
    ranks = [item.rank for item in found.items]
    counts = ", ".join(f"{ranks.count(rank)} {rank}" for rank in dict.fromkeys(ranks))
    yield f"{_counted(len(ranks), 'thing')} to decide: {counts}." if ranks else "Nothing is to be decided."


def shown(item: Item) -> Iterator[str]:
    """One thing to decide: what it is about, what was found, and what it may be."""
    from docgen.pipeline import typed

    trouble, query = item.trouble, item.trouble.query
    case = f"case {trouble.case}, " if trouble.case else ""
    title = item.form.title if item.form else trouble.form
    people = ", ".join(part for part in (trouble.auditor, trouble.team) if part)
    yield f"{item.rank.upper()}  {case}{title}, {Path(trouble.file).name} ({trouble.key})" + (
        f"  {people}" if people else ""
    )
    if item.label:
        yield from _wrapped(f"{item.ref}  {item.label}".strip())
    if item.trouble.answer is None:
        yield from _wrapped(f"{query.message} {query.fix} [{query.rule}]")
        return
    answer = item.trouble.answer
    yield from _wrapped(f"Why:    {answer.doubt}")
    yield from _wrapped(f"Found:  {answer.text.strip() or 'nothing'}")
    yield from _wrapped(f"Where:  {answer.where}" + (f"; {answer.note}" if answer.note else ""))
    if item.before is not None and item.question is not None:
        by = f"{item.before.who or 'somebody'} on {item.before.at[:10]}"
        because = f", because: {item.before.why}" if item.before.why else ""
        yield from _wrapped(f"Before: {typed.said(item.before.value, item.question)}, decided by {by}{because}")
    for number, candidate in enumerate(item.candidates, start=1):
        assert item.question is not None
        yield from _wrapped(f"{number}  {typed.said(candidate, item.question)}")


def _wrapped(text: str) -> Iterator[str]:
    """A text below a title: indented, and as wide as a window."""
    for line in text.split("\n"):
        yield from textwrap.wrap(line, _WIDTH, initial_indent="  ", subsequent_indent="          ") or [""]


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
