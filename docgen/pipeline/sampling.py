"""The verb `sample`: cases chosen from a case list by the framework's plan, with a note that says how."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from docgen.conditions import fields_of, ranks_of
from docgen.cycle import frame
from docgen.cycle.drawing import Cell, Drawn, Wish, draw, people
from docgen.definitions.problem import choose
from docgen.fields import same, show, show_date
from docgen.model import DocgenError, Form, Framework, Query, Question, Sample, SamplePlan, Severity, Stratum, Value
from docgen.pipeline import caselist, lists
from docgen.pipeline.delivery import deliver
from docgen.pipeline.samplefiles import Found, files
from docgen.pipeline.toolkits import safe
from docgen.pipeline.workspace import Workspace
from docgen.store import CaseIn, Kept, Store


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for: a plan over a case list, on a day (YYYY-MM-DD), with a seed; `exclude` a list of cases and
    reasons. The list of those chosen is CSV where `as_csv`.
    """

    framework: Framework
    form: Form
    plan: SamplePlan
    cases: Path
    seed: str
    at: str
    exclude: Path | None = None
    out: Path | None = None
    as_csv: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """The sample, where its files are (those chosen, everything, the note), and what its maker should know."""

    sample: Sample
    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()


def pick_plan(framework: Framework, name: str, form: str) -> SamplePlan:
    """The plan with this id, else the one of this form, else the framework's first.

    Raises DocgenError where there is no plan of that id, and no plan at all to go by. A form without a plan gets one
    that says nothing.
    """
    plans = framework.cycle.samples if framework.cycle else ()
    if name:
        found = next((plan for plan in plans if plan.id == name), None)
        if found is None:
            message = f"The framework {framework.id} has no sample “{name}”."
            fix = choose(name, [plan.id for plan in plans], "Name the form with --form, and say how with options.")
            raise DocgenError(Query("sample-plan", Severity.ERROR, message, fix))
        return found
    if form:
        own = next((plan for plan in plans if plan.form == form), None)
        return own or SamplePlan("own", form, "As the command says")
    if plans:
        return plans[0]
    return SamplePlan("own", framework.forms[0].id, "As the command says")


def make(workspace: Workspace, store: Store, order: Order, now: str) -> Made:
    """Choose the cases, write them and the note down, and keep the sample in the store.

    Raises DocgenError with everything that is wrong with the list and the wish, OSError.
    """
    plan = _resolved(order, workspace)
    notes: list[str] = []
    read = _read(workspace, order, plan)
    notes += [note for note in read.notes if not note.startswith(("Column ", "There is no column "))]
    rows = _listed(read, order.form, order.framework, plan)
    known = _known(workspace, store, order, plan, rows, notes)
    candidates, left = frame.sift(rows, plan, known)
    units = people(candidates)
    size = _size(plan, units)
    drawn = draw(candidates, Wish(size, plan.spread, plan.numbers, plan.at_least, plan.pick == "most-recent",
                                  bool(plan.one_per and plan.most_recent)), order.seed)  # fmt: skip
    by_key = {same(row.case): row for row in rows}
    left = (*left, *_stood_for(drawn, by_key))
    sample = _sample(order, plan, rows, left, candidates, drawn, units, read)
    notes += _against_earlier(store, sample)
    raw = list(lists.rows(order.cases, []))
    made = files(workspace, Found(sample, drawn, by_key, left, raw), order.framework, order.as_csv, now)
    folder = order.out or workspace.out / safe(f"sample-{order.framework.id}-{plan.id}-{order.at}")
    placed = deliver(store, folder, made, now)
    notes += [f"{path} was left as it was, because somebody has changed it." for path in placed.left]
    store.keep(_kept(sample, drawn, by_key, left, now))
    return Made(sample, placed.files, tuple(notes))


# --- reading ---------------------------------------------------------------------------------------------


def _resolved(order: Order, workspace: Workspace) -> SamplePlan:
    """The plan with every column by the id of its field, however the command names it: id, label, role, or the team's
    own name. Raises DocgenError for one that there is not."""
    plan, form = order.plan, order.form
    fields = {question.id: question for question in (*order.framework.case_fields, *form.questions)}
    own = {same(name): meant for name, meant in workspace.settings.case_columns}
    problems: list[Query] = []

    def field_of(name: str) -> str:
        meant = own.get(same(name), name)
        for one in (meant, form.role(meant)):
            if one in fields:
                return one
        labels = [question.id for question in fields.values() if same(question.label) == same(meant)]
        if len(labels) == 1:
            return labels[0]
        message = f"“{name}” is no field of the form {form.id}, nor one that the case list tells."
        problems.append(Query("sample-column", Severity.ERROR, message, choose(name, fields)))
        return name

    named: dict[str, Any] = {
        word: field_of(value)
        for word in ("one_per", "most_recent", "opened", "exclude")
        if (value := getattr(plan, word))
    }
    strata = tuple(field_of(name) for name in plan.strata)
    for word in ("most_recent", "opened"):
        question = fields.get(named.get(word, ""))
        if question is not None and question.kind != "date":
            message = f"“{question.label}” holds no dates, and is to say when."
            problems.append(Query("sample-column", Severity.ERROR, message, "Name a date column."))
    problems += _wish(plan)
    if problems:
        raise DocgenError(*problems)
    return replace(plan, strata=strata, **named)


def _wish(plan: SamplePlan) -> Iterator[Query]:
    """What is wrong with how many are asked for, and how they are spread."""
    if plan.number is None and plan.share is None and plan.spread != "fixed":
        message = "Nothing says how many cases are to be chosen."
        yield Query("sample-size", Severity.ERROR, message, "Add --number N, --share PERCENT, or --auditors LIST.")
    if plan.spread == "fixed" and not plan.numbers:
        yield Query("sample-size", Severity.ERROR, "Fixed numbers are asked for, and there are none.",
                    "Write them into the plan (numbers).")  # fmt: skip
    if plan.spread != "proportional" and not plan.strata:
        yield Query("sample-strata", Severity.ERROR, "The cases are to be spread, and nothing says over what.",
                    "Add --strata COLUMN.")  # fmt: skip
    if bool(plan.opened) != bool(plan.open_for):
        yield Query("sample-open", Severity.ERROR, "How long a case must be open needs a span and a date column.",
                    "Add --open-for SPAN and --opened COLUMN.")  # fmt: skip


def _read(workspace: Workspace, order: Order, plan: SamplePlan) -> caselist.CaseList:
    needed = [*plan.strata, plan.one_per, plan.most_recent, plan.opened, plan.exclude, *sorted(fields_of(plan.only))]
    own = dict(workspace.settings.case_columns)
    return caselist.read(
        order.cases, order.form, order.framework.case_fields, own, tuple(name for name in needed if name)
    )


def _listed(read: caselist.CaseList, form: Form, framework: Framework, plan: SamplePlan) -> tuple[frame.Listed, ...]:
    """The rows with how their values are shown. Raises DocgenError where a person is blank of whom one case counts."""
    fields: Mapping[str, Question] = {q.id: q for q in (*framework.case_fields, *form.questions)}
    found, problems = [], []
    for row in read.rows:
        values: dict[str, Value] = {**row.values, **row.facts}
        shown = {name: show(value, fields[name]).strip() for name, value in values.items() if name in fields}
        found.append(frame.Listed(row.row, row.case, values, shown, row.ledger.get("excluded", "")))
        if plan.one_per and not shown.get(plan.one_per) and not found[-1].excluded:
            message = f"“{fields[plan.one_per].label}” is blank, and one case of each is to be chosen."
            problems.append(Query("case-list", Severity.ERROR, f"Row {row.row}: {message}", "Enter it, or exclude it."))
    if problems:
        raise DocgenError(*problems)
    return tuple(found)


def _known(
    workspace: Workspace, store: Store, order: Order, plan: SamplePlan, rows: Sequence[frame.Listed], notes: list[str]
) -> frame.Known:
    """What the store and a file of exclusions know of the cases."""
    framework, form = order.framework, order.form
    excluded = _exclusions(order.exclude, notes) if order.exclude else {}
    unknown = excluded.keys() - {same(row.case) for row in rows}
    if unknown:
        notes.append(f"{len(unknown)} of the cases that are to be excluded are not in the list.")
    audited: dict[str, str] = {}
    out: set[str] = set()
    if plan.not_audited:
        day = form.role("date")
        for audit in store.audits(framework.id, form.id, fields=[day]):
            when = str(audit.values.get(day) or "")
            if when <= order.at:
                audited[same(audit.case)] = max(audited.get(same(audit.case), ""), when)
        back = {one.toolkit for one in store.receipts(framework.id)}
        out = {
            same(copy.case)
            for copy in store.copies(framework.id)
            if copy.form == form.id and copy.case and not copy.exempt
            and copy.id not in back and copy.issued[:10] < order.at
        }  # fmt: skip
    scales = {scale.id: {grade.id: grade.rank for grade in scale.grades} for scale in framework.scales}
    return frame.Known(
        date.fromisoformat(order.at), excluded, audited, frozenset(out), ranks_of(form.questions, scales),
        framework.calendar,
    )  # fmt: skip


def _exclusions(path: Path, notes: list[str]) -> dict[str, str]:
    """Case → reason, out of a list whose first column holds cases and whose second holds reasons."""
    found, problems = {}, []
    for number, cells in list(lists.rows(path, notes))[1:]:
        case, reason = (*(cell.strip() for cell in cells), "", "")[:2]
        if not case or not reason:
            what = "case reference" if not case else "reason"
            message = f"{path.name}, row {number}: the {what} is blank."
            problems.append(Query("exclusions", Severity.ERROR, message, "Write case and reason beside one another."))
        found[same(case)] = reason
    if problems:
        raise DocgenError(*problems)
    return found


def _size(plan: SamplePlan, units: int) -> int | None:
    """How many units are wanted; None where fixed numbers say it."""
    if plan.spread == "fixed":
        return None
    if plan.share is not None:
        return int((plan.share * units / 100).quantize(Decimal(1), ROUND_HALF_UP))
    return plan.number or 0


def _stood_for(drawn: Drawn, by_key: Mapping[str, frame.Listed]) -> Iterator[frame.Left]:
    for key in drawn.stood_for:
        row = by_key[key]
        yield frame.Left(row.case, row.row, frame.STOOD_FOR, "A more recent case does")


# --- what came out ---------------------------------------------------------------------------------------


def _sample(
    order: Order, plan: SamplePlan, rows: Sequence[frame.Listed], left: Sequence[frame.Left],
    candidates: Sequence[object], drawn: Drawn, units: int, read: caselist.CaseList,
) -> Sample:  # fmt: skip
    """The sample as it is kept and told of."""
    labels = {q.id: q.label for q in (*order.framework.case_fields, *order.form.questions)}
    counts = Counter(one.why for one in left)
    wanted = plan.number if plan.number is not None and plan.spread != "fixed" else sum(c.wanted for c in drawn.cells)
    one_per = labels.get(plan.one_per, "")
    said = "\n".join(
        sorted("\x1f".join((row.case, *(f"{k}={v}" for k, v in sorted(row.shown.items())))) for row in rows)
    )
    return Sample(
        framework=order.framework.id, version=order.framework.version, form=order.form.id, plan=plan.id,
        label=plan.label, seed=order.seed, at=order.at, source=order.cases.name,
        digest=hashlib.sha256(said.encode("utf-8")).hexdigest(), population=len(rows),
        left_out=tuple(sorted(counts.items(), key=lambda one: _ORDER.index(one[0]))), frame=len(candidates),
        wanted=wanted, chosen=len(drawn.chosen), strata=tuple(map(_stratum, drawn.cells)),
        by=tuple(labels[name] for name in plan.strata), one_per=one_per, people=units if one_per else None,
        rules=tuple(_rules(plan, labels, order.at)),
    )  # fmt: skip


_ORDER = (
    frame.EXCLUDED, frame.NOT_ASKED, frame.NO_START, frame.TOO_NEW, frame.AUDITED, frame.OUT, frame.STOOD_FOR,
)  # fmt: skip


def _stratum(cell: Cell) -> Stratum:
    return Stratum(cell.labels, cell.available, cell.wanted, len(cell.chosen))


def _rules(plan: SamplePlan, labels: Mapping[str, str], at: str) -> Iterator[str]:
    """How it was done, in sentences."""
    if plan.share is not None:
        of = f"of the different entries under “{labels[plan.one_per]}”" if plan.one_per else "of these cases"
        yield f"{plan.share.normalize():f}% {of} were wanted, rounded half up."
    elif plan.spread != "fixed":
        yield f"{plan.number} cases were wanted."
    if plan.strata:
        over = ", then ".join(f"“{labels[name]}”" for name in plan.strata)
        how = {
            "proportional": "in proportion to what there was (largest remainder)",
            "equal": "in equal numbers, as far as there were enough",
            "fixed": "in numbers that were fixed beforehand",
        }[plan.spread]
        yield f"They were spread over {over}, {how}."
    if plan.at_least:
        first = labels[plan.strata[0]]
        yield f"Each value of “{first}” was to have {plan.at_least} at least, as far as there were any."
    if plan.one_per:
        which = f", its most recent one by “{labels[plan.most_recent]}”" if plan.most_recent else ""
        yield f"No more than one case was chosen for each value of “{labels[plan.one_per]}”{which}."
    if plan.open_for:
        yield f"A case had to be open for {plan.open_for} or more on {show_date(at)}, by “{labels[plan.opened]}”."
    if plan.not_audited:
        yield f"Cases were left out that this form had audited in the {plan.not_audited} before {show_date(at)}."
    if plan.pick == "most-recent":
        yield f"Within each part the most recent cases were taken, by “{labels[plan.most_recent]}”; ties at random."
    else:
        yield "Within each part cases were taken at random: each has a place in a queue that follows from the seed " \
              "and its reference alone (SHA-256)."  # fmt: skip


def _against_earlier(store: Store, sample: Sample) -> Iterator[str]:
    """What is to be known where a sample of the same plan and seed was drawn before."""
    for kept in store.kept("sample", sample.framework, sample.form, sample.plan):
        if kept.data.get("seed") == sample.seed and kept.data.get("digest") != sample.digest:
            yield f"A sample with this seed was drawn on {show_date(kept.at[:10])} from a list with other contents."
            return


def _kept(
    sample: Sample, drawn: Drawn, by_key: Mapping[str, frame.Listed], left: Sequence[frame.Left], now: str
) -> Kept:
    chosen = [CaseIn(by_key[key].case, "chosen", detail=" · ".join(cell.labels))
              for cell in drawn.cells for key in cell.chosen]  # fmt: skip
    others = [CaseIn(one.case, "left out", detail=": ".join(filter(None, (one.why, one.detail)))) for one in left]
    return Kept("sample", sample.framework, sample.form, sample.plan, now, data=asdict(sample),
                cases=(*chosen, *others))  # fmt: skip
