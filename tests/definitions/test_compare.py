"""What changed between two versions of a framework: each test changes a line or two of one small definition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from docgen import definitions
from docgen.definitions.compare import Sort, compare, natural, versions
from docgen.model import Condition, Framework, Option, Question

ROOT = Path(__file__).parent.parent.parent
OLD = """\
id: sample
version: "1"
title: Case audit
organisation: Borough of Example
scales:
- id: overall
  label: Grade
  grades:
  - {id: good, label: Good, good: true, descriptor: As it should be.}
  - {id: met, label: Met}
  - {id: not_met, label: Not met}
themes: [{id: practice, label: Practice}]
case_fields: [{id: opened_on, kind: date, label: Opened on}]
forms:
- id: case
  title: Case audit
  roles: {case: case_ref, date: audited, grade: grade}
  sections:
  - id: details
    title: Details
    questions:
    - {id: case_ref, kind: text, label: Case reference, required: true}
    - {id: audited, kind: date, label: Date of audit}
    - id: child
      kind: choice
      label: Was the child seen?
      options:
      - {id: seen, label: Seen}
      - {id: at_school, label: Seen at school}
      - {id: elsewhere, label: Seen elsewhere}
  - id: judgement
    title: Judgement
    questions:
    - {id: learning, kind: ticks, label: Learning, options: [{id: plans, label: Plans}, {id: none, label: None}]}
    - id: grade
      kind: grade
      scale: overall
      label: Overall grade
      options: [{id: not_applicable, label: Not applicable}]
      descriptors: {met: Most of it.}
      comment: {guidance: Why this grade?}
    - id: actions
      kind: table
      label: Actions
      columns: [{id: action, kind: text, label: Action}, {id: due, kind: date, label: Due}]
  rules:
  - {id: comment-needed, kind: needs, when: {grade: not_met}, needs: [grade_comment], severity: warning}
measures:
- {id: cases, label: Cases}
- {id: good, label: Good, when: {grade: good}, of: cases}
thresholds: [{id: good-target, label: at least 70% Good, measure: good, at_least: 70}]
schedule: [{id: audits, method: Audits, frequency: monthly}]
reports:
- {id: annual, title: Annual report, form: case, sections: [{kind: overall, title: Grades}]}
"""

Changed = Callable[..., list[str]]


@pytest.fixture
def told(tmp_path: Path) -> Changed:
    """What is told of a version in which some texts stand in the place of others: `class part: message`."""

    def changed(*pairs: tuple[str, str]) -> list[str]:
        return [
            f"{one.sort} {one.part}: {one.message}" + (f" ({one.severity})" if one.severity else "")
            for one in compare(built(tmp_path, OLD), built(tmp_path, changed_text(*pairs)))
        ]

    return changed


def changed_text(*pairs: tuple[str, str]) -> str:
    text = OLD
    for before, after in pairs:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text


def built(folder: Path, text: str) -> Framework:
    path = folder / "sample.yaml"
    path.write_text(text, encoding="utf-8")
    return definitions.as_written(path)


# --- what is told, and as what ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "due"),
    [
        (
            "label: Overall grade",
            "label: Grade of the case",
            "wording form case, question grade: the label was “Overall grade”, is “Grade of the case”.",
        ),
        (
            "Why this grade?",
            "Why not another?",
            "wording form case, question grade_comment: the guidance was “Why this grade?”, is “Why not another?”.",
        ),
        (
            "title: Judgement",
            "title: The judgement",
            "wording form case, section judgement: the title was “Judgement”, is “The judgement”.",
        ),
        (
            "As it should be.",
            "Good work.",
            "wording scale overall, grade good: the descriptor was “As it should be.”, is “Good work.”.",
        ),
        (
            "Most of it.",
            "Much of it.",
            "wording form case, question grade, option met: the descriptor is worded otherwise.",
        ),
        ("organisation: B", "organisation: The B", "wording framework: the organisation was “Borough of Example”, is"),
        (
            "- {id: elsewhere, label: Seen elsewhere}",
            "- {id: elsewhere, label: Seen elsewhere}\n      - {id: online, label: Seen online}",
            "option form case, question child, option online: is new: “Seen online”.",
        ),
        (
            "      - {id: elsewhere, label: Seen elsewhere}\n",
            "",
            "option form case, question child, option elsewhere: is retired: “Seen elsewhere”.",
        ),
        (
            "label: None}",
            "label: None, exclusive: true}",
            "option form case, question learning, option none: excludes the others was no, is yes.",
        ),
        (
            "- {id: not_met",
            "- {id: nearly, label: Nearly met, colour: '3D3D3D'}\n  - {colour: '801650', id: not_met",
            "scale scale overall, grade nearly: is new: “Nearly met”.",
        ),
        (
            "{id: met, label: Met}",
            "{id: met, label: Met, good: true}",
            "scale scale overall, grade met: counts as good was no, is yes. (warning)",
        ),
        (
            "at_least: 70",
            "at_least: 75",
            "threshold threshold good-target: at_least was “70”, is “75”.",
        ),
        (
            "severity: warning",
            "severity: error",
            "rule form case, rule comment-needed: the severity was “warning”, is “error”.",
        ),
        (
            "when: {grade: not_met}, needs",
            "when: {grade: [met, not_met]}, needs",
            "rule form case, rule comment-needed: when was “{grade: not_met}”, is “{grade: [met, not_met]}”.",
        ),
        (
            "label: Case reference, required: true",
            "label: Case reference",
            "rule form case, question case_ref: must be answered was yes, is no.",
        ),
        (
            "label: Learning,",
            "label: Learning, relevant_when: {child: seen},",
            "rule form case, question learning: relevant_when is new: “{child: seen}”.",
        ),
        (
            "when: {grade: good}, of",
            "when: {grade: [good, met]}, of",
            "figures measure good: when was “{grade: good}”, is “{grade: [good, met]}”.",
        ),
        ("case: case_ref, ", "", "figures form case: the case was “case_ref”, is “nothing”."),
        ("label: Learning,", "label: Learning, theme: practice,", "figures form case, question learning: the theme is"),
        (
            "kind: overall",
            "kind: text",
            "report report annual: 1 part new or changed, 1 part of before gone or changed.",
        ),
        ("frequency: monthly", "frequency: weekly", "other method audits: the frequency was “monthly”, is “weekly”."),
        (
            "kind: text, label: Case",
            "kind: longtext, label: Case",
            "layout form case, question case_ref: was of the kind",
        ),
        (
            "label: Actions\n",
            "label: Actions\n      rows: 9\n",
            "layout form case, question actions: the number of rows",
        ),
        (
            "title: Details",
            "title: Details\n    ref: A",
            "layout form case: 3 questions have other references: 1a is A1",
        ),
    ],
)
def test_a_change_is_told_with_its_class_and_its_part(told: Changed, before: str, after: str, due: str) -> None:
    found = told((before, after))
    assert len(found) == 1
    assert found[0].startswith(due)


def test_what_is_new_and_what_is_retired_is_told_in_every_list(told: Changed) -> None:
    new = "    - {id: visits, kind: number, label: Visits}\n    - {id: audited, kind: date"
    assert told(("    - {id: audited, kind: date", new))[0] == "new form case, question visits: is new: “Visits”."
    assert told(("- {id: cases, label: Cases}\n", ""))[0] == "retired measure cases: is retired: “Cases”."
    assert told(("case_fields: [{id: opened_on, kind: date, label: Opened on}]\n", "")) == [
        "retired case list, opened_on: is retired: “Opened on”."
    ]
    assert told(("  - {id: comment-needed", "  - {id: comment-wanted")) == [
        "new form case, rule comment-wanted: is new.",
        "retired form case, rule comment-needed: is retired.",
    ]


def test_a_new_column_is_told_with_its_table(told: Changed) -> None:
    assert told(("label: Due}", "label: Due}, {id: owner, kind: text, label: Owner}")) == [
        "new form case, question actions, column owner: is new: “Owner”."
    ]


def test_questions_that_change_places_keep_their_meaning(told: Changed) -> None:
    line = "    - {id: audited, kind: date, label: Date of audit}\n"
    ref = "    - {id: case_ref, kind: text, label: Case reference, required: true}\n"
    assert told((ref + line, line + ref)) == [
        "layout form case, question audited: stands elsewhere in the order.",
        "layout form case: 2 questions have other references: 1b is 1a, 1a is 1b.",
    ]


def test_a_question_that_moves_to_another_section_is_told_once(told: Changed) -> None:
    line = "    - {id: audited, kind: date, label: Date of audit}\n"
    found = told((line, ""), ("    questions:\n    - {id: learning", f"    questions:\n{line}    - {{id: learning"))
    assert "layout form case, question audited: stands in the section “judgement”, before in “details”." in found
    assert {one.split()[0] for one in found} == {"layout"}


def test_a_long_text_is_shown_where_it_differs(told: Changed, tmp_path: Path) -> None:
    text = "The grade follows from what the file shows about the life of the child and not from the effort made"
    versions = [OLD.replace("Why this grade?", f"{text} by the {who}.") for who in ("team", "worker")]
    (change,) = compare(*(built(tmp_path, version) for version in versions))
    assert change.message == (
        "the guidance was “…from the effort made by the team.”, is “…from the effort made by the worker.”."
    )


# --- ids are for life --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after", "due"),
    [
        pytest.param(
            "{id: audited, kind: date, label: Date of audit}",
            "{id: audited, kind: text, label: Date of audit}",
            "form case, question audited: was of the kind date, is text.",
            id="kind",
        ),
        pytest.param(
            "{id: seen, label: Seen}",
            "{id: seen, label: Not seen}",
            "form case, question child, option seen: says the opposite: the label was “Seen”, is “Not seen”.",
            id="the opposite",
        ),
        pytest.param(
            "label: Seen at school}\n      - {id: elsewhere, label: Seen elsewhere}",
            "label: Seen elsewhere}\n      - {id: elsewhere, label: Seen at school}",
            "form case, question child, option at_school: has the label “Seen elsewhere”, which is that of "
            "“elsewhere”; it was “Seen at school”.",
            id="two options changed labels",
        ),
        pytest.param(
            "{id: due, kind: date, label: Due}",
            "{id: due, kind: text, label: Due}",
            "form case, question actions, column due: was of the kind date, is text.",
            id="kind of a column",
        ),
        pytest.param(
            "[{id: action, kind: text, label: Action}, {id: due, kind: date, label: Due}]",
            "[{id: what, kind: text, label: Action}, {id: when_due, kind: date, label: Due}]",
            "form case, question actions: has not one column that it had.",
            id="every column",
        ),
        pytest.param(
            "  - {id: met, label: Met}\n  - {id: not_met, label: Not met}",
            "  - {id: not_met, label: Not met}\n  - {id: met, label: Met}",
            "scale overall: its grades have changed places: worst first they were not_met, met, good.",
            id="order of grades",
        ),
        pytest.param(
            "kind: date, label: Opened on",
            "kind: text, label: Opened on",
            "case list, opened_on: was of the kind date, is text.",
            id="kind in the case list",
        ),
    ],
)
def test_an_id_that_means_something_else_is_an_error(told: Changed, before: str, after: str, due: str) -> None:
    assert f"meaning {due} (error)" in told((before, after))


def test_a_grade_on_another_scale_is_another_question(told: Changed) -> None:
    scale = (
        "- id: other\n  label: Other\n  grades:\n  - {id: good, label: Good, good: true}\n  - {id: met, label: Met}\n"
    )
    found = told(
        ("themes: [", scale + "themes: ["),
        ("scale: overall", "scale: other"),
        ("descriptors: {met:", "descriptors: {good:"),
    )
    assert "meaning form case, question grade: was on the scale “overall”, is on “other”. (error)" in found


def test_an_error_says_that_ids_are_for_life_and_where(tmp_path: Path) -> None:
    new = changed_text(("{id: audited, kind: date,", "{id: audited, kind: text,"))
    (change,) = compare(built(tmp_path, OLD), built(tmp_path, new))
    assert str(change.query()) == (
        f"{tmp_path / 'sample.yaml'}, line 23: Form case, question audited: was of the kind date, is text. Ids are for "
        "life: give the new question a new id, and let the old one go. [meaning-changed]"
    )


def test_a_label_that_has_nothing_of_the_old_one_is_asked_about(told: Changed) -> None:
    assert told(("label: Date of audit", "label: Received")) == [
        "wording form case, question audited: the label was “Date of audit”, is “Received”, and the two have nothing "
        "in common. (warning)"
    ]


def test_a_new_question_with_the_words_of_a_retired_one_is_asked_about(told: Changed) -> None:
    found = told(("{id: audited, kind: date", "{id: audit_date, kind: date"), ("date: audited", "date: audit_date"))
    assert found[0] == (
        "new form case, question audit_date: is new, and has the label of “audited”, which is retired. (warning)"
    )


# --- versions ----------------------------------------------------------------------------------------------


def framework(version: str, name: str = "sample") -> Framework:
    return Framework(name, version, "Title", "Org", (), ())


@pytest.mark.parametrize(
    ("old", "new", "changed", "due"),
    [
        ("1", "2", True, ""),
        ("1", "1", False, ""),
        ("1.9", "1.10", True, ""),
        ("2014.11", "2015.05", True, ""),
        ("1", "2", False, "The version was raised from 1 to 2, and nothing has changed."),
        ("1", "1", True, "It has changed, and the version is still 1."),
        ("1.10", "1.9", True, "The version 1.9 is lower than 1.10, with which it is compared."),
        ("2", "1", False, "The version 1 is lower than 2, with which it is compared."),
    ],
)
def test_a_version_is_raised_with_a_change_and_never_without_one(old: str, new: str, changed: bool, due: str) -> None:
    found = [query.message for query in versions(framework(old), framework(new), changed)]
    assert found == ([due] if due else [])


def test_two_frameworks_are_no_two_versions() -> None:
    (query,) = versions(framework("1", "one"), framework("2", "two"), changed=True)
    assert query.message == "The framework is “two”, and it is compared with “one”."


def test_versions_sort_as_people_count() -> None:
    assert sorted(["2014.11", "2.0", "1.10", "1.9", "2014.2"], key=natural) == [
        "1.9",
        "1.10",
        "2.0",
        "2014.2",
        "2014.11",
    ]


# --- laws --------------------------------------------------------------------------------------------------

SHIPPED = definitions.find([ROOT / "frameworks"])


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_framework_does_not_differ_from_itself_wherever_it_is_written(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    copy.write_text("# A comment more.\n\n" + path.read_text("utf-8"), encoding="utf-8")
    assert compare(definitions.load(path), definitions.load(copy)) == ()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_no_change_of_any_part_of_a_framework_is_passed_over(path: Path) -> None:
    """Each list is shortened by its last part, each text reworded, each other part dropped."""
    whole = definitions.load(path)
    for name in whole.__slots__:
        value = getattr(whole, name)
        if name in ("id", "version", "digest", "place") or not value:
            continue
        other: Any = value[:-1] if isinstance(value, tuple) else "Reworded" if isinstance(value, str) else None
        assert compare(whole, replace(whole, **{name: other})), name


@pytest.mark.parametrize("name", [one.name for one in fields(Question) if one.name not in ("id", "place")])
def test_no_word_of_a_question_is_passed_over(name: str) -> None:
    """Whatever a question may say today or tomorrow: where it says otherwise, that is told."""
    whole = definitions.load(SHIPPED[0])
    form, section = whole.forms[0], whole.forms[0].sections[0]
    question = section.questions[0]
    changes: dict[str, Any] = {name: _otherwise(getattr(question, name))}
    other = replace(question, **changes)
    changed = replace(section, questions=(other, *section.questions[1:]))
    new = replace(whole, forms=(replace(form, sections=(changed, *form.sections[1:])), *whole.forms[1:]))
    assert any(f"question {question.id}" in one.part or "reference" in one.message for one in compare(whole, new))


def _otherwise(value: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return f"other {value}"
    if value == ():
        return (Question("other", "", "text", "Other"),)
    return (*value, Option("other", "Other")) if isinstance(value, tuple) else Condition(expression="blank(x)")


def test_every_class_of_change_is_told_in_the_order_of_weight(told: Changed) -> None:
    found = told(
        ("{id: audited, kind: date,", "{id: audited, kind: text,"),
        ("label: Overall grade", "label: Grade of the case"),
        ("at_least: 70", "at_least: 75"),
        ("label: Actions\n", "label: Actions\n      rows: 9\n"),
        ("- {id: elsewhere,", "- {id: online, label: Seen online}\n      - {id: elsewhere,"),
    )
    assert [one.split()[0] for one in found] == ["meaning", "wording", "option", "threshold", "layout"]
    assert {"meaning", "wording", "option", "threshold", "layout", "new", "retired", "scale", "rule"} <= set(Sort)
