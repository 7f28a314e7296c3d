"""A grade looks different in every section: a question may have descriptors of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from docgen.definitions import check, load

DEFINITION = """\
id: sample
version: "1"
title: Sample
organisation: A council
scales:
  - id: scale
    label: Grade
    grades:
      - {id: good, label: Good, good: true, descriptor: Good in general.}
      - {id: poor, label: Poor, descriptor: Poor in general.}
forms:
  - id: case
    title: Case
    sections:
      - id: only
        title: Only
        questions:
          - id: planning
            kind: grade
            scale: scale
            label: Planning
            options:
              - {id: early, label: Too early}
            descriptors:
              good: The plan is followed.
          - {id: note, kind: text, label: Note}
"""


def test_a_questions_own_descriptor_goes_before_that_of_the_scale(tmp_path: Path) -> None:
    form = load(written(tmp_path, DEFINITION)).forms[0]
    planning = form.question("planning")
    assert planning is not None
    assert [(option.id, option.descriptor) for option in planning.options] == [
        ("good", "The plan is followed."),
        ("poor", "Poor in general."),
        ("early", ""),
    ]


@pytest.mark.parametrize(
    ("before", "after", "rule", "line"),
    [
        ("good: The plan", "god: The plan", "unknown-grade", 25),
        ("good: The plan is followed.", "good: [The plan, is followed]", "wrong-shape", 24),
        ("kind: text, label: Note", "kind: text, label: Note, descriptors: {good: Fine}", "useless-word", 26),
    ],
)
def test_a_descriptor_that_belongs_to_no_grade_is_named_with_its_line(
    tmp_path: Path, before: str, after: str, rule: str, line: int
) -> None:
    framework, queries = check(written(tmp_path, DEFINITION.replace(before, after)))
    assert framework is None
    assert [(query.rule, query.where.at) for query in queries] == [(rule, f"line {line}")]


def written(folder: Path, text: str) -> Path:
    path = folder / "sample-1.yaml"
    path.write_text(text, "utf-8")
    return path
