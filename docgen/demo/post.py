"""The post of the demo: filled-in copies come back, most of them clean, some with what real returns have."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from docgen.demo import auditor
from docgen.demo.answers import MADE_UP, benchmark, case_audit, challenge, entries
from docgen.model import Form, Value

BENCHMARKED = 47
BENCHMARKED_INDEPENDENTLY = 26
CHALLENGED = 14
REGRADED = 3
"""As the published report says of its benchmarking: see `examples/national-audit-2014`."""


@dataclass(slots=True)
class Fault:
    """One manner of going wrong: what is done to a copy, and whether its sender has to send it again."""

    what: str
    faults: tuple[auditor.Fault, ...] = ()
    leave_out: tuple[str, ...] = ()
    sent_again: bool = False


@dataclass(slots=True)
class Post:
    """Two deliveries: the first with faults, the second with the copies that had to be sent again.

    `faults` lists, for each manner of going wrong, the file in which it is.
    """

    first: Path
    second: Path
    faults: list[tuple[str, str]] = field(default_factory=list)


def audits_of(cases: Sequence[Mapping[str, str]], seed: int) -> dict[str, dict[str, Value]]:
    """Case reference → what the auditor answers. `cases` are the example's rows in option ids.

    Three of the cases that count as Met are first audited as Not met: the challenges regrade them.
    """
    rng = random.Random(seed)
    not_met = [case["case_ref"] for case in cases if case["grade"] == "not_met"]
    audits = {}
    for case in cases:
        refer = case["case_ref"] == (not_met or [""])[0]
        first = "not_met" if case["case_ref"] in _regraded(cases) else case["grade"]
        audits[case["case_ref"]] = case_audit({**case, "grade": first}, rng, refer)
    return audits


def benchmarks_of(cases: Sequence[Mapping[str, str]], seed: int) -> list[tuple[str, dict[str, Value]]]:
    """Case reference and answers of every benchmark form, in the numbers that the published report gives."""
    rng = random.Random(seed + 1)
    regraded = _regraded(cases)
    not_met = [case["case_ref"] for case in cases if case["grade"] == "not_met"]
    agreed = rng.sample(not_met, min(CHALLENGED - REGRADED, len(not_met)))
    others = [case for case in cases if case["case_ref"] not in {*regraded, *agreed}]
    drawn = rng.sample(others, min(BENCHMARKED + BENCHMARKED_INDEPENDENTLY, len(others)))
    forms = []
    for number, case in enumerate(drawn):
        service = number < BENCHMARKED
        by = "Stand-in senior manager" if service else "Stand-in head of service"
        review = "improvement_service" if service else "independent"
        forms.append((case["case_ref"], benchmark(case["grade"], rng, by, review)))
    forms += [(ref, challenge(regraded=False, adjudicated=number == 0)) for number, ref in enumerate(agreed)]
    forms += [(ref, challenge(regraded=True, adjudicated=False)) for ref in regraded]
    return forms


def _regraded(cases: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(case["case_ref"] for case in cases if case["grade"] == "met")[:REGRADED]


def faults_for(ref: str, number: int, answers: Mapping[str, Value]) -> Fault | None:
    """What goes wrong with the `number`-th copy, or None; the same every time."""
    if number % 7 or not 0 < number // 7 <= 12:
        return None
    return _faults(ref, str(answers["grade"]), str(answers["child_seen"]))[number // 7 - 1]


def _faults(ref: str, grade: str, seen: str) -> tuple[Fault, ...]:
    other = "met" if grade != "met" else "good"
    grade_box, seen_box = f"grade={grade}", f"child_seen={seen}"
    both_seen = tuple(auditor.tick_as_well(f"child_seen={option}") for option in ("seen", "unclear"))
    beside = auditor.type_beside("rationale", f"{MADE_UP} typed beside the box.")
    row = auditor.add_row("actions[1].action", ("4", f"{MADE_UP} one more action", "Team manager", "12 January 2015"))
    remark = auditor.note_at_end(f"{MADE_UP} please ring me about {ref}.")
    tracked = auditor.track_insertion("learning_comment", " More was added later.", "Stand-in reviewer")
    other_day = auditor.retype_date("date_filed", "30/08/2014")
    vague = auditor.retype_date("date_filed", "mid October")
    return (
        Fault("two grades ticked", (auditor.tick_as_well(f"grade={other}"),), sent_again=True),
        Fault("an X typed over the box of the grade", (auditor.type_over_box(grade_box),), (grade_box,)),
        Fault("every tag lost, as after a save by LibreOffice 7", (auditor.lose_tags,)),
        Fault("no rationale", leave_out=("rationale",)),
        Fault("the rationale typed beside its box", (beside,), ("rationale",)),
        Fault("the filing date typed over with another day", (other_day,), sent_again=True),
        Fault("a row added to the actions by hand", (row,)),
        Fault("a remark written under the form", (remark,)),
        Fault("a sentence inserted with Track Changes", (tracked,)),
        Fault("both “Seen” and “Unclear” ticked", both_seen, sent_again=True),
        Fault("a filing date that names no day", (vague,), sent_again=True),
        Fault("an X typed over the box of “child seen”", (auditor.type_over_box(seen_box),), (seen_box,)),
    )


def deliver(
    post: Post,
    form: Form,
    copies: Mapping[str, Path],
    answers: Mapping[str, Mapping[str, Value]],
    progress: Callable[[str, int, int], None],
    faulty: bool,
) -> int:
    """Fill in each copy and put it into the first delivery; what must be sent again comes clean in the second.

    `copies` is case reference → blank copy. Returns the number of files delivered.
    """
    delivered = 0
    for number, (ref, copy) in enumerate(copies.items(), start=1):
        progress("Filling in as a stand-in auditor", number, len(copies))
        filled, blank = entries(form, answers[ref]), copy.read_bytes()
        fault = faults_for(ref, number, answers[ref]) if faulty else None
        if fault is None:
            (post.first / copy.name).write_bytes(auditor.fill(blank, filled))
        else:
            kept = {tag: entry for tag, entry in filled.items() if tag not in fault.leave_out}
            (post.first / copy.name).write_bytes(auditor.fill(blank, kept, fault.faults))
            post.faults.append((fault.what, copy.name))
            if fault.sent_again:
                (post.second / copy.name).write_bytes(auditor.fill(blank, filled))
                delivered += 1
        delivered += 1
    return delivered


def debris(post: Post) -> None:
    """What a shared folder has besides returns: a lock file, a copy under another name, an empty file, a zip."""
    returns = sorted(post.first.glob("*.docx"))
    (post.first / f"~${returns[0].name[2:]}").write_bytes(b"\x05Stand" + bytes(157))
    (post.first / f"Copy of {returns[1].name}").write_bytes(returns[1].read_bytes())
    (post.first / "still in the cloud.docx").write_bytes(b"")
    (post.first / "notes.docx").write_text("Not a Word document at all.", encoding="utf-8")
    with zipfile.ZipFile(post.first / "from SharePoint.zip", "w", zipfile.ZIP_DEFLATED) as package:
        for path in returns[2:6]:
            package.writestr(zipfile.ZipInfo(path.name), path.read_bytes())
            path.unlink()
    post.faults += [
        ("a lock file of Word", f"~${returns[0].name[2:]}"),
        ("the same return twice", f"Copy of {returns[1].name}"),
        ("an empty file, not yet synchronised", "still in the cloud.docx"),
        ("a text file named .docx", "notes.docx"),
        ("four returns in one zip", "from SharePoint.zip"),
    ]
