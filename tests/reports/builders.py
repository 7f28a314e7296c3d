"""Audits for the tests of reports: the 577 cases of the example, and small ones made by hand. All is made up."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from docgen.definitions import load
from docgen.fields import match_option
from docgen.model import Audit, Framework, Report, Value
from docgen.reports.material import Coverage, Material

ROOT = Path(__file__).parent.parent.parent
EXAMPLE = ROOT / "docgen" / "examples" / "national-audit-2014"
WORDING = (ROOT / "templates" / "narrative",)

FIELDS = ("case_ref", "service_area", "law_type", "practitioner", "employment", "date_filed", "child_seen", "grade")


@lru_cache(maxsize=1)
def framework() -> Framework:
    """The national audit's definition."""
    return load(ROOT / "frameworks" / "cafcass-national-2014.11.yaml")


def report(framework_: Framework | None = None) -> Report:
    found = (framework_ or framework()).report("national")
    assert found is not None
    return found


@lru_cache(maxsize=1)
def national() -> tuple[Audit, ...]:
    """The 577 cases of the example, with strengths and learning drawn from a fixed seed."""
    form = framework().form("case")
    assert form is not None
    rng = random.Random(577)
    made = []
    with (EXAMPLE / "cases.csv").open(encoding="utf-8", newline="") as file:
        for n, row in enumerate(csv.DictReader(file)):
            values: dict[str, Value] = {}
            for field in FIELDS:
                question = form.question(field)
                assert question is not None
                found = match_option(row[field], question) if question.options else row[field]
                assert isinstance(found, str), row
                values[field] = found
            values["referral_needed"] = "yes" if n == 40 else "no"
            values |= _ticks(str(values["grade"]), rng)
            made.append(
                Audit(f"r{n:04}", "case", "2014.11", row["case_ref"], values, audited_grade=str(values["grade"]))
            )
    return tuple(made)


def _ticks(grade: str, rng: random.Random) -> dict[str, Value]:
    form = framework().form("case")
    assert form is not None
    strong = {"good": 0.5, "met": 0.25, "not_met": 0.1}[grade]
    chances = {"strengths": strong, "strengths_seen": strong / 2}
    found: dict[str, Value] = {}
    for name in ("strengths", "strengths_seen", "recording_learning", "planning_learning", "reporting_learning"):
        question = form.question(name)
        assert question is not None
        chance = chances.get(name, 0.35 - strong / 2)
        found[name] = tuple(
            option.id for n, option in enumerate(question.options) if rng.random() < chance * (1 + n % 3) / 2
        )
    return found


@lru_cache(maxsize=1)
def second_grades() -> tuple[tuple[Audit, ...], tuple[Audit, ...]]:
    """The audits after moderation and the second grades: 47 benchmarks, 26 independent ones, 14 challenges.

    Three challenged cases are regraded to Met. The cases of the example are as they stand after that, so the
    audit's own grade of these three was Not met.
    """
    audits = list(national())
    rng = random.Random(73)
    picked = rng.sample(range(len(audits)), 73)
    made = []
    for n, at in enumerate(picked):
        grade = str(audits[at].values["grade"])
        second = {"good": "met", "met": "good", "not_met": "met"}[grade] if n % 13 == 5 else grade
        kind = "improvement_service" if n < 47 else "independent"
        made.append(_second(f"m{n:03}", audits[at], kind, second))
    met = [at for at, audit in enumerate(audits) if audit.values["grade"] == "met" and at not in picked][:3]
    not_met = [at for at, audit in enumerate(audits) if audit.values["grade"] == "not_met"][:11]
    for n, at in enumerate([*met, *not_met]):
        final = "met" if at in met else "not_met"
        extra = {"outcome": "regraded" if at in met else "agreed", "adjudicated": "yes" if n == 13 else "no"}
        made.append(_second(f"c{n:03}", audits[at], "challenge", final, extra | {"final_grade": final}))
        audits[at] = replace(audits[at], audited_grade="not_met")
    return tuple(audits), tuple(made)


def _second(key: str, audit: Audit, kind: str, grade: str, extra: Mapping[str, Value] | None = None) -> Audit:
    values: dict[str, Value] = {
        "case_ref": audit.case,
        "review_type": kind,
        "benchmark_grade": grade,
        "adjudicated": None,
        "outcome": None,
        "final_grade": None,
        **(extra or {}),
    }
    return Audit(key, "benchmark", "2014.11", audit.case, values)


def audits(*rows: str, **given: Value) -> tuple[Audit, ...]:
    """Audits from lines such as `a1 public good seen ×12`; what a line leaves out is the same for all."""
    made: list[Audit] = []
    for row in rows:
        words = row.split()
        times = int(words.pop()[1:]) if words[-1][0] == "×" else 1
        for _ in range(times):
            made.append(_audit(len(made), words, given))
    return tuple(made)


def _audit(n: int, words: list[str], given: Mapping[str, Value]) -> Audit:
    values: dict[str, Value] = {
        "case_ref": f"C{n:05}",
        "service_area": "a1",
        "law_type": "public",
        "practitioner": f"P{n:04}",
        "employment": "employed",
        "date_filed": "2014-09-15",
        "child_seen": "seen",
        "grade": "good",
        "referral_needed": "no",
        "strengths": (),
        "strengths_seen": (),
        "recording_learning": (),
        "planning_learning": (),
        "reporting_learning": (),
    }
    values |= given
    form = framework().form("case")
    assert form is not None
    for word in words:
        fields = [q.id for q in form.questions if q.kind != "ticks" and any(o.id == word for o in q.options)]
        assert len(fields) == 1, word
        values[fields[0]] = word
    return Audit(f"r{n:04}", "case", "2014.11", f"C{n:05}", values, audited_grade=str(values["grade"]))


def published() -> dict[str, Any]:
    """The figures as the published report printed them."""
    found = json.loads((EXAMPLE / "published.json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


FULL = Coverage(577, 577, 577, 0, 0, 0, 0, 0, 0)


def material(cases: Iterable[Audit], **given: Any) -> Material:
    """The material of the national report over these cases."""
    said = framework()
    return replace(
        Material(
            said,
            report(),
            tuple(cases),
            datetime(2026, 11, 20, 9, 30),
            period="November 2014",
            round=said.rounds[0],
            date="20 November 2026",
            program="docgen 0.1.0",
        ),
        **given,
    )
