"""Every rule of every framework does what its cases in tests/rules say, in the very words."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from docgen import definitions
from docgen.checks import check
from docgen.conditions import fields_of
from docgen.model import Form, Framework, Value
from tests.checks.returns import answers, case_list, read

ROOT = Path(__file__).parents[2]
FRAMEWORKS = sorted((ROOT / "frameworks").glob("*.yaml"))
FILES = sorted((ROOT / "tests" / "rules").glob("*.yaml"))
FORMS = [(path, form["id"]) for path in FRAMEWORKS for form in read(path)["forms"]]


@lru_cache
def framework(path: Path) -> Framework:
    return definitions.load(path)


def form_of(cases: Any) -> tuple[Framework, Form]:
    loaded = framework(ROOT / "frameworks" / f"{cases['framework']}.yaml")
    form = loaded.form(cases["form"])
    assert form is not None
    return loaded, form


def every_case() -> list[Any]:
    return [
        pytest.param(path, rule, case, id=f"{path.stem}: {rule}: {case['name']}")
        for path in FILES
        for rule, cases in read(path)["rules"].items()
        for case in cases
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_base_of_the_cases_is_a_return_without_queries(path: Path) -> None:
    cases = read(path)
    loaded, form = form_of(cases)
    assert [str(query) for query in check(loaded, form, answers(form, cases["base"]), told(cases))] == []


@pytest.mark.parametrize(("path", "rule", "case"), every_case())
def test_a_return_gives_the_queries_of_its_case(path: Path, rule: str, case: Any) -> None:
    cases = read(path)
    loaded, form = form_of(cases)
    found = check(loaded, form, answers(form, cases["base"], case["answers"]), told(cases, case))
    assert [{"rule": q.rule, "severity": str(q.severity), "message": q.message} for q in found] == case["queries"]
    assert all(query.fix and query.question and query.where.at == f"at {query.question}" for query in found
               if "could not be checked" not in query.message)  # fmt: skip


@pytest.mark.parametrize(("path", "form_id"), FORMS, ids=lambda part: getattr(part, "stem", part))
def test_every_rule_has_a_case_that_keeps_it_and_one_that_breaks_it(path: Path, form_id: str) -> None:
    loaded = framework(path)
    form = loaded.form(form_id)
    assert form is not None
    cases = read(ROOT / "tests" / "rules" / f"{loaded.id}.{form_id}.yaml")["rules"]
    named = {rule.id for rule in form.rules}
    asked = [("a rule of the form", {name}) for name in sorted(named)] + automatic(loaded, form)
    for what, rules in asked:
        kept = [case for rule in rules & cases.keys() for case in cases[rule] if not breaks(case, rule)]
        broken = [case for rule in rules & cases.keys() for case in cases[rule] if breaks(case, rule)]
        assert kept, f"no case keeps {what}: {sorted(rules)}"
        assert broken, f"no case breaks {what}: {sorted(rules)}"


@pytest.mark.parametrize(("path", "form_id"), FORMS, ids=lambda part: getattr(part, "stem", part))
def test_every_rule_that_asks_the_case_list_has_a_case_that_could_not_be_checked(path: Path, form_id: str) -> None:
    loaded = framework(path)
    form = loaded.form(form_id)
    assert form is not None
    listed = {field.id for field in loaded.case_fields}
    cases = read(ROOT / "tests" / "rules" / f"{loaded.id}.{form_id}.yaml")["rules"]
    for rule in form.rules:
        if fields_of(rule.when) & listed:
            said = [q["message"] for case in cases[rule.id] for q in case["queries"] if q["rule"] == rule.id]
            assert any("the case list has no" in message for message in said), f"no case could not check {rule.id}"


def told(*cases: Any) -> dict[str, Value]:
    return case_list(*(one.get("case", {}) for one in cases))


def breaks(case: Any, rule: str) -> bool:
    return any(q["rule"] == rule and "could not be checked" not in q["message"] for q in case["queries"])


def automatic(loaded: Framework, form: Form) -> list[tuple[str, set[str]]]:
    """Each thing that the form asks for without a rule, with the rules by which it may be shown."""
    questions = form.questions
    asked = {
        "required": {f"{q.id}-required" for q in questions if q.required},
        "required_when": {f"{q.id}-required" for q in questions if q.required_when},
        "words in a required text": {
            f"{q.id}-says-something" for q in questions if q.kind == "longtext" and (q.required or q.required_when)
        },
        "exclusive": {f"{q.id}-exclusive" for q in questions if any(option.exclusive for option in q.options)},
        "a question's relevant_when": {f"{q.id}-not-relevant" for q in questions if q.relevant_when},
        "a section's relevant_when": {f"{s.id}-not-relevant" for s in form.sections if s.relevant_when},
        "complete rows": {f"{q.id}-row-complete" for q in questions if any(column.required for column in q.columns)},
        "the rounds": {f"{form.role('date')}-in-round"} if loaded.rounds and form.role("date") else set(),
    }
    return [(what, rules) for what, rules in asked.items() if rules]
