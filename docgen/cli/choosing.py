"""Commands that choose cases and give them out: sample, allocate."""

from __future__ import annotations

import secrets
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from docgen.cli.shell import in_workspace, leave, now, our_workspace

if TYPE_CHECKING:
    from docgen.model import Sample, SamplePlan

_OUT = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to; a folder in out/ of the workspace unless named.",
)


@click.command(short_help="Cases chosen from a case list, and how.")
@click.argument("framework", metavar="FRAMEWORK")
@click.argument("cases", type=click.Path(path_type=Path), metavar="CASES")
@click.option("--plan", "name", default="", metavar="PLAN", help="Which sample; the framework's first.")
@click.option("--form", default="", metavar="FORM", help="The sample of this form.")
@click.option("--number", type=click.IntRange(min=1), metavar="N", help="How many cases.")
@click.option("--share", default="", metavar="PERCENT", help="How many percent of those that can be chosen.")
@click.option("--auditors", type=click.Path(path_type=Path), metavar="LIST", help="As many cases as these can take.")
@click.option("--strata", multiple=True, metavar="COLUMN", help="Spread over this column; several times for several.")
@click.option("--spread", type=click.Choice(["proportional", "equal"]), help="How they are spread.")
@click.option("--at-least", type=click.IntRange(min=0), metavar="N", help="For each value of the first such column.")
@click.option("--one-per", default="", metavar="COLUMN", help="One case for each value, such as practitioner.")
@click.option("--most-recent", default="", metavar="COLUMN", help="The date that says which case is the most recent.")
@click.option("--newest-first", is_flag=True, help="Take the most recent cases, and not any at random.")
@click.option("--open-for", default="", metavar="SPAN", help="How long a case must have been open, such as 4 weeks.")
@click.option("--opened", default="", metavar="COLUMN", help="The date column that says since when.")
@click.option("--not-audited", default="", metavar="SPAN", help="Leave out what was audited within this span.")
@click.option("--exclude", type=click.Path(path_type=Path), metavar="LIST", help="Cases to leave out, with reasons.")
@click.option("--seed", default="", metavar="SEED", help="To draw the same sample again; a new one unless named.")
@click.option("--at", default="", metavar="DATE", help="The day that counts; today unless named.")
@click.option("--csv", "as_csv", is_flag=True, help="The list of those chosen as CSV and not as a workbook.")
@_OUT
@in_workspace
def sample(
    framework: str, cases: Path, name: str, form: str, number: int | None, share: str, auditors: Path | None,
    exclude: Path | None, seed: str, at: str, as_csv: bool, out: Path | None, **wish: Any,
) -> None:  # fmt: skip
    """Cases chosen from a case list by the framework's plan, as options change it; with a note that says how.

    CASES is CSV or .xlsx, a row a case; columns are named by fields of the form or of the case list, or as
    case_columns in docgen.yaml says. A column “excluded” holds the reason why a case is left out.

    Three files: chosen.xlsx, ready for docgen toolkit --cases and docgen allocate; sample.xlsx with every case and what
    became of it; and sampling-note.docx. The sample is kept, and reports tell of it. The same list and seed give the
    same cases, whatever the order of the rows.

    \b
    Examples:  docgen sample cafcass-national filed.xlsx
               docgen sample halton-collaborative open-cases.csv --auditors auditors.xlsx
               docgen sample bwd-caf open.csv --number 10 --not-audited "12 months" --seed 4f1c
    """
    from docgen.pipeline import catalogue, issuing, sampling
    from docgen.pipeline.workspace import open_store

    place, when = our_workspace(), now()
    chosen = catalogue.gather(place).pick(framework)
    form = catalogue.pick_form(chosen, form).id if form else ""
    plan = _wished(sampling.pick_plan(chosen, name, form), number, share, wish)
    if auditors is not None:
        from docgen.pipeline.auditors import capacity

        plan = replace(plan, number=capacity(auditors, chosen, plan.form), share=None)
    order = sampling.Order(
        chosen, catalogue.pick_form(chosen, plan.form), plan, cases, seed or secrets.token_hex(4),
        issuing.due_date(at) or when[:10], exclude, out, as_csv,
    )  # fmt: skip
    with open_store(place) as store:
        made = sampling.make(place, store, order, when)
    for note in made.notes:
        click.echo(note, err=True)
    for line in _told(made.sample):
        click.echo(line)
    for path in made.files:
        click.echo(f"  {path}")


def _wished(plan: SamplePlan, number: int | None, share: str, wish: dict[str, Any]) -> SamplePlan:
    """The plan as the options change it."""
    from docgen.workdays import parse_span

    changes: dict[str, Any] = {}
    if number is not None and share:
        raise click.UsageError("Give --number or --share, not both.")
    if number is not None:
        changes |= {"number": number, "share": None}
    if share:
        try:
            percent = Decimal(share.strip().removesuffix("%"))
        except InvalidOperation:
            percent = Decimal(-1)
        if not 0 < percent <= 100:
            raise click.UsageError(f"“{share}” is no share: write a number up to 100.")
        changes |= {"number": None, "share": percent}
    if (number is not None or share) and plan.spread == "fixed" and not wish["spread"]:
        changes |= {"spread": "proportional", "numbers": ()}
    for word in ("open_for", "not_audited"):
        if wish[word]:
            span = parse_span(wish[word])
            if span is None:
                raise click.UsageError(f"“{wish[word]}” is no span of time: write 4 weeks or 12 months.")
            changes[word] = str(span)
    for word in ("one_per", "most_recent", "opened", "spread"):
        if wish[word]:
            changes[word] = wish[word]
    if wish["strata"]:
        changes["strata"] = wish["strata"]
    if wish["at_least"] is not None:
        changes["at_least"] = wish["at_least"]
    if wish["newest_first"]:
        changes["pick"] = "most-recent"
    found = replace(plan, **changes)
    if found.pick == "most-recent" and not found.most_recent:
        raise click.UsageError("Say with --most-recent which date tells the newest cases.")
    return found


def _told(sample: Sample) -> list[str]:
    cases = "1 case" if sample.chosen == 1 else f"{sample.chosen:,} cases"
    lines = [f"{sample.label}: {cases} of {sample.frame:,} that could be chosen, in a list of {sample.population:,}."]
    if sample.shortfall > 0:
        lines.append(f"{sample.shortfall:,} fewer than wanted could be found; see the sheet Strata.")
    return [*lines, f"Seed {sample.seed}: docgen sample … --seed {sample.seed} --at {sample.at} draws it again."]


@click.command(short_help="Cases to auditors, with forms and drafts.")
@click.argument("framework", metavar="FRAMEWORK")
@click.argument("cases", type=click.Path(path_type=Path), metavar="CASES")
@click.argument("auditors", type=click.Path(path_type=Path), metavar="AUDITORS")
@click.option("--form", default="", metavar="FORM", help="Which form; the first that the cycle gives out unless named.")
@click.option(
    "--declared", type=click.Path(path_type=Path), metavar="LIST", help="Declarations: auditor, about, reason."
)
@click.option("--keep", is_flag=True, help="Leave cases with those who have them, as far as can be.")
@click.option("--start", default="", metavar="DATE", help="When the round starts; else the cycle says.")
@click.option("--due", default="", metavar="DATE", help="When the forms are due; as the cycle says unless named.")
@click.option("--format", "form_at", type=click.Choice(["word", "excel", "pdf"]), default="word", help="Of the forms.")
@click.option("--no-forms", is_flag=True, help="Only try: no copies are issued.")
@click.option("--blind", is_flag=True, help="Moderating forms without the judgements of the audits.")
@_OUT
@in_workspace
def allocate(
    framework: str, cases: Path, auditors: Path, form: str, declared: Path | None, keep: bool, start: str, due: str,
    form_at: str, no_forms: bool, blind: bool, out: Path | None,
) -> None:  # fmt: skip
    """Cases to auditors: nobody has a case that they may not have, as many as can be are placed, the load is fair.

    CASES is as for docgen toolkit; AUDITORS has the columns name, e-mail, agency, team, manager, capacity and away
    (days, or 24/12/2026 to 31/12/2026, with ; between). What keeps an auditor from a case is as the framework says:
    own case, team, line, agency, and what is declared. Where auditors work in pairs, pairs are made too.

    In the folder: forms with the auditor filled in, e-mail drafts with the forms attached, calendar entries for each
    auditor and for all, and allocation.xlsx, which says for each case that could not be placed what keeps everybody
    from it. With --keep, when somebody drops out or a case is added, as few cases as can be change hands, and cases
    that have come back stay.

    \b
    Examples:  docgen allocate halton-collaborative chosen.xlsx auditors.xlsx
               docgen allocate bwd-caf chosen.xlsx auditors.csv --declared conflicts.csv --keep
    """
    from docgen.pipeline import allocating, catalogue, issuing
    from docgen.pipeline.workspace import open_store

    place = our_workspace()
    chosen = catalogue.gather(place).pick(framework)
    first = chosen.cycle.allocations[0].form if chosen.cycle and chosen.cycle.allocations else chosen.forms[0].id
    order = allocating.Order(
        chosen, catalogue.pick_form(chosen, form or first), cases, auditors, declared, keep, issuing.due_date(start),
        issuing.due_date(due), form_at, out, not no_forms, blind,
    )  # fmt: skip
    with open_store(place) as store:
        made = allocating.make(place, store, order, now())
    for note in made.notes:
        click.echo(note, err=True)
    found = made.allocation
    placed = "1 case" if len(found.placed) == 1 else f"{len(found.placed)} cases"
    people = len({name for one in found.placed for name in one.auditors})
    to = "1 auditor" if people == 1 else f"{people} auditors"
    moved = f", {len(found.moved)} of which changed hands" if keep else ""
    click.echo(f"{order.form.title}: {placed} to {to}{moved}{f', due on {made.due}' if made.due else ''}.")
    click.echo(f"  {made.files[0].parent}")
    for one in found.unplaced:
        why = "; ".join(f"{name}: {reason}" for name, reason in one.reasons)
        click.echo(f"Case {made.cases[one.key]} could not be placed. {why}.", err=True)
    leave(bool(found.unplaced))
