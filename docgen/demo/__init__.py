"""The main job on the real example: the national audit of 577 cases, from the definition to the report.

Everything goes through the verbs and the documents themselves: toolkits are made, a stand-in auditor fills them
in, some as people and editors spoil them, they are taken in, checked and reported. What the stand-in writes is
made up and says so. The same run makes the same documents: it has a seed and a date of its own.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from docgen.demo import post as mail
from docgen.fields import Unclear, kind, show
from docgen.model import DocgenError, Form, Framework, Place, Query, Severity
from docgen.pipeline import Progress, catalogue, contained, ingest, quiet, report, toolkits, workspace
from docgen.pipeline.ingest import Outcome, Summary
from docgen.pipeline.workspace import Workspace

EXAMPLE = Path(__file__).parent.parent / "examples" / "national-audit-2014"
FRAMEWORK = "cafcass-national"
SEED = 2014
ISSUED, RETURNED, CORRECTED, REPORTED = (f"2014-11-{day}T09:00:00Z" for day in ("03", "24", "26", "28"))
_MARK = "made-by-docgen-demo.txt"
_FILLED_BY_AUDITORS = ("child_seen", "grade")


def run(out: Path, cases: int | None = None, tell: Progress = quiet) -> tuple[str, ...]:
    """What was made and where, line by line. `cases` takes only the first so many of the 577.

    Raises DocgenError where `out` holds anything that an earlier demo did not make.
    """
    place = _workspace(out)
    at_hand = catalogue.gather(place)
    framework = at_hand.pick(FRAMEWORK)
    rows = _cases(framework, cases)
    lines = [f"1  Definition   {framework.title} {framework.version}: {len(framework.forms)} forms, "
             f"{sum(len(form.questions) for form in framework.forms)} questions"]  # fmt: skip

    first, second = (out / "post" / name for name in ("1 first delivery", "2 sent again"))
    for folder in (first, second):
        folder.mkdir(parents=True)
    post = mail.Post(first, second)
    delivered = _audits(place, framework, rows, post, tell) + _benchmarks(place, framework, rows, post, tell)
    mail.debris(post)
    made = len(list((out / "toolkits").rglob("*.docx")))
    lines += [f"2  Toolkits     {made} pre-filled Word forms in {out / 'toolkits'}",
              f"3  Post         {delivered} filled in through the documents by a stand-in (made-up answers), "
              f"{len(post.faults)} with faults that real returns have:"]  # fmt: skip
    lines += [f"                  {what}: {name}" for what, name in post.faults]

    with (
        contained.Contained(at_hand, partial(workspace.template, place), contained.workers()) as reader,
        workspace.open_store(place) as store,
    ):
        taken = ingest.run(place, store, reader, [first], RETURNED, tell)
        lines += ["4  Taken in     first delivery:   " + _said(taken), *_asked(taken)]
        taken = ingest.run(place, store, reader, [second], CORRECTED, tell)
        lines += ["                sent again:       " + _said(taken)]
        taken = ingest.run(place, store, reader, [first, second], CORRECTED, tell)
        lines += ["                all once more:    " + _said(taken)]
        order = report.Order(
            framework, "national", out=out / "National audit.docx", published=EXAMPLE / "published.json"
        )
        written = report.make(place, store, replace(order, period="2014-11"), REPORTED)
    lines += [f"5  Report       {written.path}", *(f"                {note}" for note in written.notes),
              f"Look at the report, at a form in {out / 'toolkits'},",
              f"and ask: docgen --workspace {out} status"]  # fmt: skip
    return tuple(lines)


def run_cycle(out: Path, seed: int, months: int, tell: Progress = quiet) -> tuple[str, ...]:
    """The audit cycle with made-up people: so many months of one framework, a quarter of another; line by line.

    Raises DocgenError where `out` holds anything that an earlier demo did not make.
    """
    from docgen.demo import cycle

    return cycle.run(_workspace(out), seed, months, tell)


def _workspace(out: Path) -> Workspace:
    """A new workspace; what an earlier demo made is cleared away, anything else is left and said."""
    if out.exists() and any(out.iterdir()):
        if not (out / _MARK).is_file():
            message, fix = "The folder is not empty.", "Name another one with --out."
            raise DocgenError(Query("demo", Severity.ERROR, message, fix, where=Place(str(out))))
        shutil.rmtree(out)
    out.mkdir(parents=True, exist_ok=True)
    (out / _MARK).write_text("This folder was made by `docgen demo`; the next demo clears it.\n", encoding="utf-8")
    workspace.init(out)
    found = workspace.need(workspace.find(out, out), out)
    return replace(found, settings=replace(found.settings, workspace="demo"))


def _cases(framework: Framework, limit: int | None) -> list[dict[str, str]]:
    """The example's cases, choices as option ids."""
    form = _form(framework, "case")
    with (EXAMPLE / "cases.csv").open(encoding="utf-8-sig", newline="") as file:
        return [{name: _value(form, name, text) for name, text in row.items()} for row in csv.DictReader(file)][:limit]


def _value(form: Form, name: str, text: str) -> str:
    question = form.question(name)
    assert question is not None, name
    value = kind(question).parse(text, question)
    assert not isinstance(value, Unclear), value
    return str(value)


def _form(framework: Framework, name: str) -> Form:
    return catalogue.pick_form(framework, name)


def _issue(
    place: Workspace, framework: Framework, form: Form, rows: Iterable[Mapping[str, str]], tell: Progress
) -> dict[str, Path]:
    """Case reference → its copy, made from a case list as a team would make it."""
    rows = list(rows)
    folder = place.folder / "toolkits" / form.id
    folder.mkdir(parents=True)
    cases = place.folder / f"{form.id}-list.csv"
    with cases.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    made = toolkits.make(place, toolkits.Order(framework, form, folder, cases), ISSUED, tell)
    return {row["case_ref"]: path for row, path in zip(rows, made.files, strict=True)}


def _audits(
    place: Workspace, framework: Framework, rows: Sequence[Mapping[str, str]], post: mail.Post, tell: Progress
) -> int:
    form = _form(framework, "case")
    known = [{name: value for name, value in row.items() if name not in _FILLED_BY_AUDITORS} for row in rows]
    copies = _issue(place, framework, form, known, tell)
    return mail.deliver(post, form, copies, mail.audits_of(rows, SEED), tell, faulty=True)


def _benchmarks(
    place: Workspace, framework: Framework, rows: Sequence[Mapping[str, str]], post: mail.Post, tell: Progress
) -> int:
    form = _form(framework, "benchmark")
    answers = dict(mail.benchmarks_of(rows, SEED))
    area = _form(framework, "case").question("service_area")
    assert area is not None
    known = [
        {"case_ref": row["case_ref"], "service_area": show(row["service_area"], area), "date_filed": row["date_filed"],
         "audit_grade": str(answers[row["case_ref"]]["audit_grade"])}
        for row in rows
        if row["case_ref"] in answers
    ]  # fmt: skip
    copies = _issue(place, framework, form, known, tell)
    return mail.deliver(post, form, copies, answers, tell, faulty=False)


def _said(taken: Summary) -> str:
    counts = [f"{taken.count(outcome)} {outcome}" for outcome in Outcome if taken.count(outcome)]
    return f"{len(taken.files)} files: " + ", ".join(counts)


def _asked(taken: Summary) -> list[str]:
    """How many returns are doubtful, are asked about, or hold something that is in no answer."""
    doubtful = sum(bool(one.doubtful) for one in taken.files)
    queried = sum(bool(one.asked) for one in taken.files)
    unread = sum(bool(one.unread) for one in taken.files)
    urgent = sum(query.severity is Severity.URGENT for one in taken.files for query in one.asked)
    return [
        f"                  {doubtful} doubtful, held until decided; {queried} with queries, {urgent} of them urgent; "
        f"{unread} with something that is in no answer"
    ]
