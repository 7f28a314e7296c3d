"""The audit cycle with made-up people: a year of one framework and a quarter of another, in minutes.

Everything goes through the verbs and the documents: samples are drawn, cases allocated, forms filled in by stand-ins,
taken in, moderated, actions tracked in a workbook that goes out and comes back, looked at again, and reported. The
same seed makes the same year. What the stand-ins write is made up and says so.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from openpyxl import load_workbook

from docgen.demo import stand_in
from docgen.demo.answers import MADE_UP, entries
from docgen.demo.auditor import fill
from docgen.demo.recommending import agree, decide
from docgen.model import Form, Framework, Toolkit, Value
from docgen.pipeline import (
    Progress,
    actionbook,
    actions,
    allocating,
    catalogue,
    contained,
    ingest,
    quiet,
    recommendations,
    report,
    sampling,
    toolkits,
    tracker,
    urgent,
    workspace,
)
from docgen.pipeline.ingest import Outcome
from docgen.pipeline.returns import Reader
from docgen.pipeline.workspace import Workspace
from docgen.store import Store

SEED = 2026
YEAR = "halton-collaborative"
QUARTER = "bwd-caf"
_FIRST = date(2026, 4, 7)
_TEAMS = ("North", "South", "East", "West")
_AUDITORS = ("A. Ash", "B. Birch", "C. Cedar", "D. Elm", "E. Fir", "F. Gorse", "G. Hazel", "H. Ivy")
_AGENCIES = ("Early help", "Health", "Schools", "Voluntary sector")
ROLES = (
    ("divisional manager", "Kit Marsh, kit.marsh@example.org"),
    ("director", "Robin Vale, robin.vale@example.org"),
    ("early help and support service manager", "Lee Stone, lee.stone@example.org"),
)


@dataclass(slots=True)
class Year:
    """Where the cycle runs, and what came of it so far."""

    place: Workspace
    store: Store
    reader: Reader
    at_hand: catalogue.Catalogue
    framework: Framework
    rng: random.Random
    tell: Progress
    seed: int = SEED
    counts: dict[str, int] = field(default_factory=dict)
    late: list[tuple[Path, Form, Mapping[str, Value], date]] = field(default_factory=list)

    def form(self, name: str) -> Form:
        """A form of the framework."""
        return catalogue.pick_form(self.framework, name)

    def count(self, what: str, number: int = 1) -> None:
        """Add to what came of it."""
        self.counts[what] = self.counts.get(what, 0) + number


def run(place: Workspace, seed: int = SEED, months: int = 12, tell: Progress = quiet) -> tuple[str, ...]:
    """The cycle in a workspace, month by month; what came of it, line by line."""
    at_hand = catalogue.gather(place)
    place = replace(place, settings=replace(place.settings, roles=ROLES))
    lines: list[str] = []
    with (
        contained.Contained(at_hand, partial(workspace.template, place), contained.workers()) as reader,
        workspace.open_store(place) as store,
    ):
        year = Year(place, store, reader, at_hand, at_hand.pick(YEAR), random.Random(seed), tell, seed)
        cases = _open_cases(year, 30 * months)
        for number in range(months):
            tell("The year, month by month", number, months)
            _month(year, cases, _after_months(_FIRST, number), number)
        tell("The year, month by month", months, months)
        lines += [f"{YEAR}: {months} months, {len(cases)} open cases", *_said(year), *_reports(year, months)]
        quarter = Year(place, store, reader, at_hand, at_hand.pick(QUARTER), random.Random(seed + 1), tell, seed)
        _quarter(quarter)
        lines += [f"{QUARTER}: a quarter", *_said(quarter), *_quarter_reports(quarter)]
    return tuple(lines)


def _said(year: Year) -> Iterator[str]:
    for what, number in year.counts.items():
        yield f"  {number:>4}  {what}"


# --- a year ----------------------------------------------------------------------------------------------


def _month(year: Year, cases: Sequence[Mapping[str, str]], start: date, number: int) -> None:
    """One round: sample, allocate, audit, moderate, track, look again."""
    folder = year.place.out / f"{start:%Y-%m}"
    away = _AUDITORS[number % len(_AUDITORS)] if number % 4 == 3 else ""
    chosen = _sample(year, cases, start, folder, len(_AUDITORS) - bool(away))
    copies = _allocate(year, year.form("deep-dive"), chosen, start, folder / "audits", away)
    audited = _audit(year, copies, start)
    again = _re_audits(year, start, folder)
    _moderate(year, audited, start, folder)
    _moderate(year, again, start, folder, again=True)
    _look_again(year, start, folder)
    _track(year, start, folder, number)
    if number % 2:
        _recommend(year, start, folder)


def _open_cases(year: Year, number: int) -> list[dict[str, str]]:
    """The cases that are open, as the case system lists them."""
    rows = []
    for n in range(number):
        team = _TEAMS[n % len(_TEAMS)]
        opened = _FIRST - timedelta(days=year.rng.randrange(10, 400))
        rows.append({
            "case_ref": f"H{n + 1:04}", "team": team, "practitioner": f"{team[0]}{year.rng.randrange(1, 9):02}",
            "opened_on": opened.isoformat(), "managed_by": f"Manager {team}",
        })  # fmt: skip
    return rows


def _sample(year: Year, cases: Sequence[Mapping[str, str]], start: date, folder: Path, number: int) -> Path:
    listed = _write(folder / "open cases.csv", cases)
    plan = replace(
        sampling.pick_plan(year.framework, "monthly", ""), number=number, share=None, not_audited="12 months"
    )
    order = sampling.Order(
        year.framework, year.form("deep-dive"), plan, listed, f"{year.seed}-{start:%Y-%m}", start.isoformat(),
        out=folder / "sample",
    )  # fmt: skip
    made = sampling.make(year.place, year.store, order, _at(start))
    year.count("cases chosen by the plan", made.sample.chosen)
    return next(path for path in made.files if path.stem == "chosen")


def _allocate(year: Year, form: Form, cases: Path, start: date, folder: Path, away: str = "") -> list[Toolkit]:
    """The copies that go out to auditors; one who is away gets none."""
    people = [
        {"name": name, "email": f"{name[3:].lower()}@example.org", "team": _TEAMS[n % len(_TEAMS)],
         "manager": f"Manager {_TEAMS[(n + 1) % len(_TEAMS)]}",
         "away": f"{start.isoformat()}..{(start + timedelta(days=20)).isoformat()}" if name == away else ""}
        for n, name in enumerate(_AUDITORS)
    ]  # fmt: skip
    listed = _write(folder / "auditors.csv", people)
    order = allocating.Order(year.framework, form, cases, listed, start=start.isoformat(), out=folder)
    made = allocating.make(year.place, year.store, order, _at(start))
    year.count("cases allocated to auditors", len(made.allocation.placed))
    year.count("cases that nobody could take", len(made.allocation.unplaced))
    issued = year.store.issued(year.framework.id, year.framework.version, form.id)
    return [copy for copy in issued if copy.case and copy.issued == _at(start)]


def _audit(year: Year, copies: Sequence[Toolkit], start: date) -> dict[str, tuple[str, date]]:
    """The audits that come back this month: case → grade and day. One in twelve comes a month late."""
    form, done = year.form("deep-dive"), {}
    posted = [(path, name, answers, day) for path, name, answers, day in year.late]
    year.late = []
    for copy in copies:
        day = start + timedelta(days=year.rng.randrange(2, 11))
        path = _path(year, copy)
        given = {**_seen(year, path, form), "reflection_read": "yes", "auditor": copy.auditor}
        answers = stand_in.answers(year.framework, form, given, year.rng, day, 0.62)
        if year.rng.random() < 1 / 12:
            year.late.append((path, form, answers, day + timedelta(days=31)))
            continue
        posted.append((path, form, answers, day))
        done[copy.case] = (str(answers.get("overall", "")), day)
    _post(year, posted, start + timedelta(days=14))
    return done


def _re_audits(year: Year, start: date, folder: Path) -> dict[str, tuple[str, date]]:
    """Cases that were inadequate about a month ago are audited again, and are mostly better."""
    form = year.form("deep-dive")
    before = _between(year, "deep-dive", start - timedelta(days=31), start)
    again = {case for case, values in before if values.get("overall") == "inadequate"}
    done = {}
    posted = []
    for case in sorted(again):
        path = _copy(year, form, case, folder / "re-audits", start, again=True)
        day = start + timedelta(days=8)
        given = {**_seen(year, path, form), "auditor": year.rng.choice(_AUDITORS)}
        answers = stand_in.answers(year.framework, form, given, year.rng, day, 0.85)
        posted.append((path, form, answers, day))
        done[case] = (str(answers.get("overall", "")), day)
        year.count("cases audited again after an inadequate")
    _post(year, posted, start + timedelta(days=14))
    return done


def _moderate(
    year: Year, audits: Mapping[str, tuple[str, date]], start: date, folder: Path, again: bool = False
) -> None:
    """Every audit is moderated; the moderator sees its judgements, and mostly agrees."""
    form, posted = year.form("moderation"), []
    for case, (grade, day) in sorted(audits.items()):
        path = _copy(year, form, case, folder / "moderation", day + timedelta(days=1), again)
        seen = _seen(year, path, form)
        when = day + timedelta(days=year.rng.randrange(3, 13))
        overall = str(seen.get("overall") or grade)
        if year.rng.random() < 0.2:
            overall = {"good": "requires_improvement", "requires_improvement": "good"}.get(overall, overall)
        given = {**seen, "overall_moderated": overall, "moderator": year.rng.choice(_AUDITORS)}
        given = {name: value for name, value in given.items() if form.question(name)}
        posted.append((path, form, stand_in.answers(year.framework, form, given, year.rng, when, 0.6), when))
        year.count("audits moderated")
    _post(year, posted, start + timedelta(days=27))


def _look_again(year: Year, start: date, folder: Path) -> None:
    """A dip sample three months after: each open action is printed, and said to be done or not."""
    form, posted = year.form("dip-sample"), []
    first = _after_months(start, -3)
    for case in sorted({case for case, _ in _between(year, "moderation", first, _after_months(first, 1))}):
        if year.rng.random() < 0.4:
            continue
        path = _copy(year, form, case, folder / "dip samples", start, again=True)
        seen = _seen(year, path, form)
        rows = seen.get("actions")
        looked = tuple(
            {**row, "outcome": year.rng.choice(("done", "done", "done", "partly", "not_done")),
             "evidence": f"{MADE_UP} the file shows it"}
            for row in (rows if isinstance(rows, tuple) else ()) if isinstance(row, Mapping)
        )  # fmt: skip
        day = start + timedelta(days=12)
        outcomes = {row["outcome"] for row in looked}
        together = "no_actions" if not looked else "all" if outcomes == {"done"} else "some"
        given = {**seen, "actions": looked, "actions_done": together, "closed_on": first.isoformat()}
        posted.append((path, form, stand_in.answers(year.framework, form, given, year.rng, day, 0.7), day))
        year.count("dip samples three months on")
    _post(year, posted, start + timedelta(days=26))


def _track(year: Year, start: date, folder: Path, number: int) -> None:
    """The tracker goes out and comes back; every third month an old one comes in after the new one."""
    now = _at(start + timedelta(days=28))
    open_ones = actions.chosen(year.store.actions(), actions.Wanted(year.framework.id), now[:10])
    path = folder / "Action tracker.xlsx"
    tracker.make(actionbook.actions(year.at_hand), year.place, year.store, open_ones, path, "", now)
    sent = [path]
    if number % 3 == 2:
        second = folder / "Action tracker, another manager.xlsx"
        second.write_bytes(path.read_bytes())
        sent.append(second)
    for copy in sent:
        _managed(year, copy, start + timedelta(days=28))
        taken = tracker.take(
            actionbook.actions(year.at_hand), year.store, copy, _at(start + timedelta(days=29)), "QA team"
        )
        year.count("actions moved on by the tracker", len(taken.changed))
        year.count("conflicts between trackers, shown and left", len(taken.conflicts))


def _managed(year: Year, path: Path, day: date) -> None:
    """What managers write into the tracker: done with evidence, another date, an owner."""
    book = load_workbook(path)
    page = book["Actions"]
    heads = {str(cell.value): cell.column for cell in page[1]}
    for row in range(2, page.max_row + 1):
        chance = year.rng.random() if page.cell(row, heads["Status"]).value != "done" else 1
        if chance < 0.4:
            page.cell(row, heads["Status"]).value = "done"
            page.cell(row, heads["Evidence"]).value = f"{MADE_UP} note on file"
        elif chance < 0.55:
            page.cell(row, heads["Due"]).value = day + timedelta(days=year.rng.randrange(7, 40))
        elif chance < 0.7:
            page.cell(row, heads["Status"]).value = "in progress"
    book.save(path)


def _recommend(year: Year, start: date, folder: Path) -> None:
    """Every two months: the report on them is agreed and final, and people say which recommendations are met."""
    (_, period), *_ = _kinds(year, ("performance",), start)
    order, day = report.Order(year.framework, "performance", period), start + timedelta(days=30)
    agreed = report.make(year.place, year.store, order, _at(day))
    agree(agreed.path, year.rng, day)
    before = {one.id: len(one.retests) for one in year.store.recommendations(year.framework.id)}
    report.make(year.place, year.store, replace(order, final=True), _at(day + timedelta(days=3)))
    now = year.store.recommendations(year.framework.id)
    year.count("recommendations of final reports", sum(one.id not in before for one in now))
    year.count(
        "figures behind recommendations looked at again", sum(len(one.retests) - before.get(one.id, 0) for one in now)
    )
    path, at = folder / "Recommendations.xlsx", _at(day + timedelta(days=10))
    open_ones = recommendations.chosen(now, recommendations.Wanted(year.framework.id), at[:10])
    kind = recommendations.book(year.store.recommendation_steps([one.id for one in open_ones]))
    tracker.make(kind, year.place, year.store, open_ones, path, "", at)
    decide(path, year.rng)
    taken = tracker.take(kind, year.store, path, at, "QA team")
    year.count("recommendations met", len(taken.changed))


def _reports(year: Year, months: int) -> Iterator[str]:
    last = _after_months(_FIRST, months - 1)
    for kind, period in (("monthly", f"{last:%Y-%m}"), *_kinds(year, ("performance", "annual"), last)):
        if year.framework.report(kind) is None:
            continue
        order = report.Order(year.framework, kind, period, final=kind == "performance")
        yield f"  report  {report.make(year.place, year.store, order, _at(last + timedelta(days=30))).path}"
    went = actions.chosen(year.store.actions(), actions.Wanted(year.framework.id, overdue=True), last.isoformat())
    yield f"  {len(went):>4}  actions overdue at the end"


def _kinds(year: Year, kinds: Sequence[str], last: date) -> Iterator[tuple[str, str]]:
    for kind in kinds:
        found = year.framework.report(kind)
        if found is not None:
            first = last.replace(day=1) if found.every != "two-months" else _after_months(last, -1).replace(day=1)
            end = _after_months(last.replace(day=1), 1) - timedelta(days=1)
            yield kind, f"{first.isoformat()}..{end.isoformat()}"


# --- a quarter -------------------------------------------------------------------------------------------


def _quarter(year: Year) -> None:
    """A dozen open cases, each audited by two people of two agencies; feedback to the lead professional."""
    start, folder = date(2026, 7, 6), year.place.out / "2026-Q2"
    form = year.form("tier2")
    cases = [
        {"caf_id": f"B{n + 1:03}", "agency": _AGENCIES[n % 4], "lead_professional": f"L{n % 17:02}",
         "involved": f"L{n % 17:02}"}
        for n in range(60)
    ]  # fmt: skip
    plan = replace(sampling.pick_plan(year.framework, "", form.id), number=12, share=None)
    listed = _write(folder / "open cases.csv", cases)
    order = sampling.Order(
        year.framework, form, plan, listed, f"{year.seed}-Q2", start.isoformat(), out=folder / "sample"
    )
    made = sampling.make(year.place, year.store, order, _at(start))
    year.count("cases chosen by the plan", made.sample.chosen)
    chosen = next(path for path in made.files if path.stem == "chosen")
    people = [
        {"name": name, "email": f"{name[3:].lower()}@example.org", "agency": _AGENCIES[n % 4], "capacity": "3"}
        for n, name in enumerate(_AUDITORS)
    ]  # fmt: skip
    auditors = _write(folder / "auditors.csv", people)
    wanted = allocating.Order(
        year.framework, form, chosen, auditors, start=start.isoformat(), out=folder / "audits"
    )  # fmt: skip
    pairs = allocating.make(year.place, year.store, wanted, _at(start))
    year.count("cases allocated to pairs of two agencies", len(pairs.allocation.placed))
    posted = []
    for copy in year.store.issued(year.framework.id, year.framework.version, form.id):
        path = _path(year, copy)
        day = start + timedelta(days=year.rng.randrange(10, 60))
        given = {**_seen(year, path, form), "auditor": copy.auditor or "A. Ash"}
        posted.append((path, form, stand_in.answers(year.framework, form, given, year.rng, day, 0.6), day))
    _post(year, posted, start + timedelta(days=62))


def _quarter_reports(year: Year) -> Iterator[str]:
    order = report.Order(year.framework, "quarterly", "2026-27-Q2")
    yield f"  report  {report.make(year.place, year.store, order, '2026-10-12T09:00:00Z').path}"


# --- through the documents -------------------------------------------------------------------------------


def _copy(year: Year, form: Form, case: str, folder: Path, day: date, again: bool = False) -> Path:
    """A copy of a form for one case, made from a list as a team would make it."""
    role = form.role("case")
    listed = _write(folder / f"{form.id} {case}.csv", [{role: case}])
    order = toolkits.Order(year.framework, form, folder, listed, again=again)
    made = toolkits.make(year.place, order, _at(day))
    listed.unlink()
    return made.files[0]


def _seen(year: Year, path: Path, form: Form) -> dict[str, Value]:
    """What stands in a copy beforehand, as whoever opens it sees it."""
    read = year.reader.read(path.name, path.read_bytes())
    return {name: value for name, value in read.values().items() if value not in (None, "", ())}


def _path(year: Year, copy: Toolkit) -> Path:
    return next(year.place.out.rglob(copy.file))


def _post(year: Year, posted: Sequence[tuple[Path, Form, Mapping[str, Value], date]], day: date) -> None:
    """Fill in copies through the documents and take them in together."""
    if not posted:
        return
    inbox = year.place.folder / "post" / day.isoformat()
    inbox.mkdir(parents=True, exist_ok=True)
    for path, form, answers, _ in posted:
        (inbox / f"{len(list(inbox.iterdir())):03} {path.name}").write_bytes(
            fill(path.read_bytes(), entries(form, answers))
        )
    taken = ingest.run(year.place, year.store, year.reader, [inbox], _at(day), quiet)
    for outcome in Outcome:
        if taken.count(outcome):
            year.count(f"returns {outcome}", taken.count(outcome))
    year.count("returns with something to ask", sum(bool(one.asked) for one in taken.files))
    registered = actions.register(year.store, year.at_hand, _at(day))
    year.count("actions agreed", len(registered.new))
    year.count("actions looked at in a later form", len(registered.followed))
    year.count("urgent notes", len(urgent.make(year.place, year.store, year.at_hand, _at(day)).notes))


def _between(year: Year, form: str, first: date, last: date) -> list[tuple[str, Mapping[str, Value]]]:
    """The accepted returns of a form in a stretch of time: case and answers."""
    found = year.store.audits(year.framework.id, form, first.isoformat(), last.isoformat())
    return [(one.case, one.values) for one in found]


def _write(path: Path, rows: Sequence[Mapping[str, str]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


def _at(day: date) -> str:
    return f"{day.isoformat()}T09:00:00Z"


def _after_months(day: date, months: int) -> date:
    number = day.year * 12 + day.month - 1 + months
    return date(number // 12, number % 12 + 1, min(day.day, 28))
