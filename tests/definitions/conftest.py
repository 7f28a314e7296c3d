"""What the tests of definitions share: a few lines in sight go in, and what `check` says about them comes out."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from docgen.definitions import check, load
from docgen.model import Framework, Severity

REST = {
    "id": "id: sample\n",
    "version": 'version: "1"\n',
    "title": "title: Sample\n",
    "organisation": "organisation: Borough of Example\n",
    "scales": """\
scales:
- id: overall
  label: Grade
  grades:
  - {id: good, label: Good, good: true, descriptor: Good in general.}
  - {id: met, label: Met}
  - {id: not_met, label: Not met}
""",
    "themes": "themes: [{id: practice, label: Practice}]\n",
    "forms": """\
forms:
- id: case
  title: Case
  roles: {date: audited}
  sections:
  - {id: main, title: Main, questions: [{id: audited, kind: date, label: Audited}]}
""",
}
"""What a definition needs besides the part that a test is about."""

QUESTIONS = """\
- {id: case_ref, kind: text, label: Case}
- {id: opened, kind: date, label: Opened}
- {id: audited, kind: date, label: Audited}
- {id: visits, kind: number, label: Visits}
- id: law_type
  kind: choice
  label: Law type
  options: [{id: public, label: Public law}, {id: private, label: Private law}]
- id: learning
  kind: ticks
  label: Learning
  options: [{id: recording, label: Recording}, {id: planning, label: Planning}]
- {id: referral, kind: yesno, label: Referral}
- id: grade
  kind: grade
  scale: overall
  label: Grade
  options: [{id: not_applicable, label: Not applicable}]
- {id: rationale, kind: longtext, label: Rationale}
- id: actions
  kind: table
  label: Actions
  columns:
  - {id: action, kind: longtext, label: Action}
  - {id: due, kind: date, label: Due}
  - {id: status, kind: choice, label: Status, options: [{id: open, label: Open}, {id: done, label: Done}]}
"""
"""The form that rules, measures and reports in these tests are about."""

MEASURES = "measures: [{id: cases, label: Cases}, {id: good, label: Good, when: {grade: good}, of: cases}]\n"

Say = Callable[[str], list[str]]
Build = Callable[[str], Framework]


@pytest.fixture
def say(tmp_path: Path) -> Say:
    """What is said about a file of exactly this text: `line: message fix`, in the order of the file."""

    def said(text: str) -> list[str]:
        path = tmp_path / "sample.yaml"
        path.write_text(text, encoding="utf-8")
        framework, queries = check(path)
        assert (framework is None) == any(query.severity is Severity.ERROR for query in queries)
        assert all(query.where.file == str(path) for query in queries)
        return [
            f"{query.where.at.removeprefix('line ')}: {query.message} {query.fix}".rstrip()
            + (" (warning)" if query.severity is Severity.WARNING else "")
            for query in queries
        ]

    return said


@pytest.fixture
def say_of(say: Say) -> Say:
    """What is said about a definition that starts with these lines; what it needs besides follows them."""
    return lambda lines: say(_whole(lines))


@pytest.fixture
def say_of_questions(say: Say) -> Say:
    """What is said about the questions of a section; lines are counted from the first of them."""
    head = "forms:\n- id: case\n  title: Case\n  sections:\n  - id: main\n    title: Main\n    questions:\n"
    return lambda lines: _counted_from(head, say(_whole(head + textwrap.indent(lines, "    "))))


@pytest.fixture
def say_of_rules(say: Say) -> Say:
    """What is said about the rules of a form with QUESTIONS; lines are counted from the first of them."""
    head = "forms:\n- id: case\n  title: Case\n  rules:\n"
    tail = "\n  sections:\n  - id: main\n    title: Main\n    questions:\n" + textwrap.indent(QUESTIONS, "    ")
    return lambda lines: _counted_from(head, say(_whole(head + textwrap.indent(lines, "  ") + tail)))


@pytest.fixture
def say_of_condition(say_of_rules: Say) -> Say:
    """What is said about the condition of a rule over QUESTIONS; its `when` is line 1."""
    head = "- id: r\n  kind: needs\n  needs: rationale\n"
    return lambda lines: _counted_from(head, say_of_rules(head + textwrap.indent(lines, "  ")))


@pytest.fixture
def say_of_section(say_of_figures: Say) -> Say:
    """What is said about the sections of a report over QUESTIONS and MEASURES; lines are counted from the first."""
    head = MEASURES + "reports:\n- id: annual\n  title: Annual report\n  form: case\n  sections:\n"
    return lambda lines: _counted_from(head, say_of_figures(head + textwrap.indent(lines, "  ")))


@pytest.fixture
def say_of_figures(say: Say) -> Say:
    """What is said about measures, rounds and reports over a form with QUESTIONS."""
    form = "forms:\n- id: case\n  title: Case\n  roles: {case: case_ref, date: audited, grade: grade}\n  sections:\n"
    form += "  - id: main\n    title: Main\n    questions:\n" + textwrap.indent(QUESTIONS, "    ")
    return lambda lines: say(_whole(lines, forms=form))


@pytest.fixture
def built(tmp_path: Path) -> Build:
    """The framework of a definition that starts with these lines."""

    def framework(lines: str) -> Framework:
        path = tmp_path / "sample.yaml"
        path.write_text(_whole(lines), encoding="utf-8")
        return load(path)

    return framework


def _whole(lines: str, **rest: str) -> str:
    """The lines, and after them what a definition needs and they do not have."""
    text = lines.rstrip("\n") + "\n"
    given = {line.split(":")[0] for line in text.splitlines()}
    return text + "".join(part for word, part in (REST | rest).items() if word not in given)


def _counted_from(head: str, said: list[str]) -> list[str]:
    skipped = head.count("\n")
    counted = (re.sub(r"^\d+|(?<=on line )\d+", lambda number: str(int(number[0]) - skipped), one) for one in said)
    return list(counted)
