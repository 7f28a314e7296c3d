"""The cycle in a definition: samples, allocations and steps, and what is said of mistakes in them."""

from __future__ import annotations

import textwrap
import typing
from decimal import Decimal
from pathlib import Path

import pytest

from docgen import definitions
from docgen.definitions import cyclewords
from docgen.model import NATIONS, ROUNDS, Condition, Test
from docgen.workdays import parse_span
from tests.definitions.conftest import QUESTIONS, Build, Say

FORM = """\
forms:
- id: case
  title: Case
  roles: {case: case_ref, auditor: auditor, date: audited}
  sections:
  - id: main
    title: Main
    questions:
    - {id: auditor, kind: text, label: Auditor}
"""
CASE = "case_fields: [{id: started_on, kind: date, label: Started}, {id: involved, kind: text, label: Involved}]\n"


@pytest.fixture
def say_of_cycle(say_of: Say) -> Say:
    """What is said about a cycle over QUESTIONS and an auditor; lines are counted from the first under `cycle:`."""
    tail = CASE + FORM + textwrap.indent(QUESTIONS, "    ")

    def said(lines: str) -> list[str]:
        found = say_of("cycle:\n" + textwrap.indent(lines, "  ") + "\n" + tail)
        return [f"{int(one.partition(':')[0]) - 1}:{one.partition(':')[2]}" for one in found]

    return said


WHOLE = """\
cycle:
  nation: wales
  every: quarter
  day: 7
  roll: next
  started: started_on
  samples:
  - id: monthly
    form: case
    label: A month's cases
    share: 12.5
    strata: [law_type]
    at_least: 1
    one_per: involved
    most_recent: opened
    opened: opened
    open_for: 4 Weeks
    not_audited: 12  months
    only: {law_type: public}
  allocations:
  - {form: case, cases: 2, pairs: true, different: agency, never: [own, line], named: involved}
  steps:
  - {id: audit, step: Audit, form: case, after: start, within: 10 days, person: auditor}
  - {id: notice, step: Notice, after: audit, when: {grade: not_met}, within: 0 days, who: QA team, done: opened}
"""


def test_a_cycle_becomes_values_with_their_lines(built: Build) -> None:
    cycle = built(WHOLE + CASE + FORM + textwrap.indent(QUESTIONS, "    ")).cycle
    assert cycle is not None
    assert (cycle.nation, cycle.every, cycle.day, cycle.roll, cycle.started) == (
        "wales", "quarter", 7, "next", "started_on",
    )  # fmt: skip
    plan = cycle.sample("monthly")
    assert plan is not None
    assert (plan.share, plan.number, plan.strata, plan.at_least) == (Decimal("12.5"), None, ("law_type",), 1)
    assert (plan.open_for, plan.not_audited) == ("4 weeks", "12 months"), "spans are kept as they are printed"
    assert plan.only == Condition((Test("law_type", ("public",)),), place=plan.only.place if plan.only else plan.place)
    rules = cycle.allocation("case")
    assert rules is not None
    assert (rules.cases, rules.pairs, rules.different, rules.never, rules.named) == (
        2, True, "agency", ("own", "line"), ("involved",),
    )  # fmt: skip
    notice = cycle.step("notice")
    assert notice is not None
    assert (notice.after, notice.within, notice.since, notice.done) == (("audit",), "0 days", "completed", "opened")
    assert cycle.follow("audit") == (notice,)
    assert [step.place.at for step in cycle.steps] == ["line 23", "line 24"]


def test_the_language_and_the_model_have_the_same_nations_and_rounds() -> None:
    assert typing.get_args(cyclewords.Nation) == NATIONS
    assert typing.get_args(cyclewords.Round) == ROUNDS


@pytest.mark.parametrize("path", sorted(Path("frameworks").glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_framework_has_a_cycle_whose_spans_can_be_counted(path: Path) -> None:
    cycle = definitions.load(path).cycle
    assert cycle is not None
    assert cycle.samples
    assert cycle.allocations
    assert all(parse_span(step.within) for step in cycle.steps if step.within)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param("day: 32", ["1: A round starts on day 32 of the month. Write a number from 1 to 31."], id="day"),
        pytest.param(
            "started: started",
            ["1: There is no date field of the case list “started”. Did you mean “started_on”?"],
            id="no such field of the case list",
        ),
        pytest.param(
            "allocations: [{form: case, given: involved}]",
            ["1: There is no date field of the case list “involved”. There is only “started_on”."],
            id="given out on no day of the case list",
        ),
        pytest.param(
            "samples: [{id: a, form: case, label: A, number: 5, share: 50}]",
            ["1: The sample “a” has a number and a share. Keep the one that decides."],
            id="number and share",
        ),
        pytest.param(
            "samples: [{id: a, form: case, label: A, strata: [lawtype], opened: opened}]",
            [
                "1: The sample “a” has opened and no open_for. Add open_for:, or delete opened.",
                "1: There is no column “lawtype”. Did you mean “law_type”?",
            ],
            id="a column that there is not, and half of a rule",
        ),
        pytest.param(
            "samples: [{id: a, form: case, label: A, most_recent: grade}]",
            ["1: The column “grade” is a grade question, which cannot serve here. Name one of the kind date."],
            id="a column of another kind",
        ),
        pytest.param(
            "samples: [{id: a, form: case, label: A, strata: grade, spread: fixed, number: 3}]",
            ["1: The numbers of the sample “a” are fixed, and there are none. "
             "Add numbers:, with a line for each value."],
            id="fixed numbers that are missing",
        ),
        pytest.param(
            "samples: [{id: a, form: case, label: A, open_for: soon, opened: opened}]",
            ["1: “open_for” of the sample “a” must be a span of time, such as 10 working days, 14 days or 1 month; "
             "“soon” was found. Write a span of time, such as 10 working days, 14 days or 1 month."],
            id="no span",
        ),
        pytest.param(
            "allocations: [{form: case, different: agency, never: [owns], manager: involved}]",
            [
                "1: There is no reason against an auditor “owns”. Did you mean “own”?",
                "1: Auditors are to be of different kinds, and they do not work in pairs. "
                "Write pairs: true, or delete different.",
                "1: A column names the manager, and the line is not among what keeps an auditor from a case. "
                "Add line to never:, or delete manager.",
            ],
            id="words that go together",
        ),
        pytest.param(
            "steps:\n- {id: a, step: A, form: case, after: start}\n- {id: b, step: B, after: aa, who: QA}",
            ["3: There is no step “aa”. Use one of these: start or a."],
            id="after no step",
        ),
        pytest.param(
            "steps:\n- {id: a, step: A, form: case, after: start}\n- {id: b, step: B, after: c, who: QA}\n"
            "- {id: c, step: C, after: b, who: QA}",
            [
                "3: No way leads from the start of a round to the step “b”. "
                "Let it, or a step before it, come after start.",
                "4: No way leads from the start of a round to the step “c”. "
                "Let it, or a step before it, come after start.",
            ],
            id="steps that wait for one another",
        ),
        pytest.param(
            "steps:\n- {id: a, step: A, form: case, after: start}\n"
            "- {id: b, step: B, after: a, who: QA, when: {grade: bad}, since: visits}",
            [
                "3: “bad” is not an option of “grade”. Use one of these: good, met, not_met or not_applicable.",
                "3: The column “visits” is a number question, which cannot serve here. Name one of the kind date.",
            ],
            id="conditions and dates of the form before",
        ),
        pytest.param(
            "steps: [{id: a, step: A, after: start, when: {grade: good}, who: QA}]",
            [
                "1: The step “a” asks for an answer of the step before, which has no form. "
                "Delete when, or name a step with a form in after."
            ],
            id="a condition on nothing",
        ),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_cycle(say_of_cycle: Say, lines: str, said: list[str]) -> None:
    assert sorted(say_of_cycle(lines)) == sorted(said)
