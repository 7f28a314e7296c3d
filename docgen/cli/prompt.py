"""Decisions at the prompt: one thing after the other, each kept as soon as it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click

from docgen.cli.review import said, shown
from docgen.cli.shell import leave, now

if TYPE_CHECKING:
    from docgen.model import Question
    from docgen.pipeline.catalogue import Catalogue
    from docgen.pipeline.review import Desk, Found, Item, Taken
    from docgen.pipeline.workspace import Workspace
    from docgen.store import Given, Store


class _Quit(Exception):
    """The person has had enough."""


def ask(place: Workspace, store: Store, at_hand: Catalogue, find: Callable[[], Found]) -> None:
    """Go through what is open until nothing is, or the person quits; Ctrl-C loses nothing."""
    from docgen.pipeline import returns, workspace
    from docgen.pipeline.review import Desk, Result

    desk = Desk(place, store, returns.Reader(at_hand, partial(workspace.template, place)))
    skipped: set[tuple[str, str]] = set()
    kept = 0
    try:
        while True:
            found = find()
            left_over = [item for item in found.items if _name(item) not in skipped]
            if not left_over:
                break
            click.echo(f"\n{len(left_over)} to go")
            taken = _decision(desk, left_over[0], found)
            if taken is None:
                skipped.add(_name(left_over[0]))
                continue
            click.echo(f"  {said(taken)}")
            kept += taken.result is Result.TAKEN
    except (_Quit, click.Abort):
        click.echo()
    left = len(find().items)
    click.echo(f"{kept} decided and kept; {left} still open.")
    leave(bool(left))


def _name(item: Item) -> tuple[str, str]:
    """What tells one thing from another, as long as nothing about it changes."""
    return item.trouble.key, f"{item.trouble.query.rule} {item.trouble.query.question} {item.token}"


def _decision(desk: Desk, item: Item, found: Found) -> Taken | None:
    """What became of it; None where it was skipped."""
    for line in shown(item):
        click.echo(line)
    for one in found.unread.get(item.trouble.key, ()):
        click.echo(f"  In no answer ({one.what}, {one.where}): {one.text}")
    if item.question is None and item.trouble.answer is not None:
        click.echo("  The definition of this form is not at hand, so it cannot be decided.")
        return None
    return _doubt(desk, item) if item.trouble.answer is not None else _query(desk, item)


def _doubt(desk: Desk, item: Item) -> Taken | None:
    from docgen.store import Given

    assert item.question is not None
    numbers = [str(number) for number in range(1, len(item.candidates) + 1)]
    choices = f"{'/'.join(numbers)}/" if numbers else ""
    while True:
        answer = _ask(f"  {choices}v value, b blank, s skip, q quit")
        if answer in numbers:
            given = Given(item.question.id, item.candidates[int(answer) - 1])
        elif answer == "v":
            given = _typed(item.question)
        elif answer == "b":
            given = Given(item.question.id)
        elif answer == "s":
            return None
        else:
            click.echo("  Type one of the signs, and Enter.")
            continue
        taken = _with_reason(desk, item, given)
        if taken is not None:
            return taken


def _with_reason(desk: Desk, item: Item, given: Given) -> Taken | None:
    """Take a decision, after its reason where it needs one; None where it was not taken because of the reason."""
    from docgen.model import DocgenError
    from docgen.pipeline import review

    answer = item.trouble.answer
    why = ""
    if answer is None or review.needs_reason(answer, given):
        why = _line("  Why (for the trail; no name of a child or family)")
    try:
        token = item.token if answer is not None else ""
        return review.decide(desk, item.trouble.key, replace(given, why=why), now(), token)
    except DocgenError as error:
        for query in error.queries:
            click.echo(f"  {query.message} {query.fix}")
        return None


def _query(desk: Desk, item: Item) -> Taken | None:
    from docgen.model import DocgenError
    from docgen.pipeline import review

    while True:
        answer = _ask("  d done or accepted as it is, c correct an answer, s skip, q quit")
        if answer == "s":
            return None
        if answer == "c" and item.form is not None:
            taken = _correct(desk, item)
            if taken is not None:
                return taken
        elif answer == "d":
            asked = "What was done" if item.rank == "urgent" else "Why it is accepted, or what was done"
            why = _line(f"  {asked} (for the trail; no name of a child or family)")
            try:
                return review.settle(desk, item.trouble.key, item.trouble.query, why, now())
            except DocgenError as error:
                click.echo(f"  {error.queries[0].message} {error.queries[0].fix}")
        else:
            click.echo("  Type one of the signs, and Enter.")


def _correct(desk: Desk, item: Item) -> Taken | None:
    """Another value for an answer of the return that a query is about."""
    from docgen.model import DocgenError
    from docgen.pipeline.stated import pick

    assert item.form is not None
    name = click.prompt("  Which question (its reference)", default=item.ref or None, prompt_suffix=": ")
    try:
        question = pick(item.form, name)
    except DocgenError as error:
        click.echo(f"  {error.queries[0].message} {error.queries[0].fix}")
        return None
    return _with_reason(desk, item, _typed(question))


def _typed(question: Question) -> Given:
    """A value that the kind of the question takes; it is asked for until it does."""
    from docgen.fields import Unclear
    from docgen.pipeline import typed
    from docgen.pipeline.stated import unclear
    from docgen.store import Given

    click.echo(f"  {typed.how_to_type(question)}")
    many = question.kind in ("table", "longtext")
    while True:
        text = _lines() if many else _line("  Value", required=False)
        found = typed.value(text, question)
        if not isinstance(found, Unclear):
            return Given(question.id, found)
        click.echo(f"  {' '.join(filter(None, unclear(found, question)))}")


def _lines() -> str:
    click.echo("  An empty line ends it.")
    lines = []
    while line := _line("  >", required=False):
        lines.append(line)
    return "\n".join(lines)


def _line(text: str, required: bool = True) -> str:
    """A line that a person types."""
    if required:
        found: str = click.prompt(text, prompt_suffix=": ")
        return " ".join(found.split())
    return str(click.prompt(text, default="", show_default=False, prompt_suffix=" ")).strip()


def _ask(text: str) -> str:
    """A sign that a person types, in small letters."""
    answer = str(click.prompt(text, prompt_suffix=": ")).strip().lower()
    if answer == "q":
        raise _Quit
    return answer
