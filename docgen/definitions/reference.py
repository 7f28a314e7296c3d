"""The reference of the definition language, made from the models and from what is said beside them."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

from docgen.definitions.editor import schema
from docgen.definitions.functionwords import FUNCTION_WORDS
from docgen.definitions.kindwords import KIND_WORDS
from docgen.definitions.rulekinds import PLACEHOLDERS, RULE_KINDS

START = """\
# Definitions

<!-- Made by `python -m docgen.definitions` from docgen/definitions; change it there. -->

A framework is one YAML file: its scales, its forms with their rules, what is counted, and the outlines of its reports.
`docgen check FILE` says everything that is wrong with it at once, with lines and with what to do. A released version
is never edited; a change is a new file with a new `version`.

Start the file with this line, and an editor with YAML support completes and explains every word while you type:

```yaml
# yaml-language-server: $schema=framework.schema.json
```

## A small framework, whole

```yaml
{sample}```

## How it is written

- A line is a word, a colon, a space and its value. What belongs to it is indented by two spaces; items of a list start
  with a dash. Short parts may stand in braces on one line: `{id: seen, label: Seen}`.
- **Words stay as they are written.** `Yes`, `no`, `on`, `1.10`, `012`, `12:30` and `2014-09-01` are texts; quotes are
  not needed for them, and do no harm. Only where a number, a day, or true or false is asked for is it read as one.
- A text needs double quotes where it holds a colon followed by a space or a # after a space, where it starts with
  one of ``# & * ! | > @ % ` [ ] { } , "``, and where it stands in braces and holds a comma.
- After `>` a text may run over several indented lines.
- An id is small letters, digits and single underscores, starts with a letter, and has at most 30 characters. It is
  what data, conditions and reports know the thing by: it never changes its meaning. Labels may be reworded.
- A word that may be left out is left out: a word with nothing after it is an error.
- Anchors, aliases, tags and repeated words are refused. A file is in UTF-8 and has at most 1 MB.
"""

SAMPLE = """\
id: sample
version: "2026.1"
title: Case audit
organisation: Borough of Example
scales:
  - id: overall
    label: Grade
    grades:
      - {id: good, label: Good, good: true}
      - {id: requires_improvement, label: Requires improvement}
      - {id: inadequate, label: Inadequate}
forms:
  - id: case
    title: Case audit
    roles: {case: case_ref, date: audited, grade: grade}
    sections:
      - id: details
        title: Details
        look: details
        questions:
          - {id: case_ref, kind: text, label: Case reference, required: true}
          - {id: audited, kind: date, label: Date of audit, required: true}
      - id: judgement
        title: Judgement
        questions:
          - id: grade
            kind: grade
            scale: overall
            label: Overall grade
            required: true
            comment: {required_when: {grade: inadequate}}
    rules:
      - id: inadequate-is-urgent
        kind: urgent_when
        when: {grade: inadequate}
        question: grade
        message: The case is graded Inadequate.
        fix: Tell the head of service today.
measures:
  - {id: cases, label: Cases}
  - {id: good, label: Good, when: {grade: good}, of: cases}
thresholds:
  - {id: good-target, label: at least 70% Good, measure: good, at_least: 70}
reports:
  - id: annual
    title: Annual report
    form: case
    sections:
      - kind: overall
        title: Grades
        columns:
          - {id: cases, label: Cases, measure: cases}
          - {id: good, label: "% Good", measure: good, show: share}
"""

CONDITIONS = """\
## Conditions

`when`, `required_when` and `relevant_when` say when something applies.

**As a mapping**: every line of it must hold.

```yaml
when: {grade: not_met}                                # this option
when: {child_seen: [not_seen, unclear]}               # one of these options
when: {learning: planning}                            # for ticks: this box is ticked
when: {rationale: blank}                              # nothing was answered; the opposite is answered
when: {referral_needed: "yes", grade: good}           # both
```

**As an expression**, for what a mapping cannot say:

```yaml
when: grade == 'not_met' and count(learning) == 0
when: child_seen == 'not_applicable' and law_type != 'private'
when: days(opened, audited) < 28 or blank(opened)
```

A form prints when a question or a section applies. An expression there has its words beside it; they end the sentence
“Only when …”, “Needed when …” or “Fill in this section only when …”, and messages about the answer use them too:

```yaml
required_when: {expression: moderated != judgement, says: your judgement differs from that of the audit}
```

Names are ids of questions of the same form, and in rules and measures of fields of the case list too; options stand in
single quotes. There are `==`, `!=`, `<`, `<=`, `>`, `>=`, `in ['…', '…']`, `not in`, `and`, `or`, `not`, `+`, `-`,
brackets, and these functions:
"""

CONDITIONS_END = """\
A comparison with a blank number or date is false. Where an answer is doubtful, a condition that hangs on it is
undecided: no rule fires, and none is passed, on a guess.

## What only the case list tells

Some rules need more than the form: when the case was opened, who was involved in it. `case_fields` names what the case
list tells of each case beside what fills the forms in. It is kept when toolkits are issued with `--cases`, and never
printed in a form.

```yaml
case_fields:
  - {id: opened_on, kind: date, label: Case opened on}
  - {id: involved, kind: text, label: Involved in the case, guidance: Names with a semicolon between them.}
```

Rules of every form and measures can ask for them, as in `days(opened_on, audited) < 28` and `named(auditor, involved)`.
Where the case list did not tell, a rule that hangs on it says that it could not be checked, and a measure leaves the
case out of its base.
"""

RULES = """\
## Kinds of rule

A rule has an `id`, a `kind`, a `severity` (error where it is left out) and the words of its kind. `message` says what
was found and `fix` what to do; in both, {placeholders} are filled in. Where they are not
required, a rule without them speaks in docgen's words. [Rules](rules.md) tells each kind with returns that pass and
fail.
"""

PARTS = """\
## Every word

**Bold** words are required.
"""

# The order in which a definition has them.
ORDER = (
    "Definition", "Scale", "Grade", "Theme", "CaseField", "Form", "Roles", "Section", "Question", "Option",
    "Comment", "TableColumn", "Rule", "Moderation", "Method", "Cycle", "SamplePlan", "Allocation", "Step",
    "Measure", "Threshold", "Reference", "Round", "Recommendation", "Report", "ReportSection", "Column", "Claim",
    "Guidance", "GuidancePart", "GuidanceTable", "GuidanceColumn",
)  # fmt: skip
TITLES = {
    "Definition": "The framework",
    "Scale": "`scales`",
    "Grade": "`grades` of a scale",
    "Theme": "`themes`",
    "CaseField": "`case_fields`",
    "Form": "`forms`",
    "Roles": "`roles` of a form",
    "Section": "`sections` of a form",
    "Question": "`questions` of a section",
    "Option": "`options` of a question or column",
    "Comment": "`comment` of a question",
    "TableColumn": "`columns` of a table",
    "Rule": "`rules` of a form",
    "Moderation": "`moderation`",
    "Method": "`schedule`",
    "Cycle": "`cycle`",
    "SamplePlan": "`samples` of the cycle",
    "Allocation": "`allocations` of the cycle",
    "Step": "`steps` of the cycle",
    "Measure": "`measures`",
    "Threshold": "`thresholds`",
    "Reference": "`references`",
    "Round": "`rounds`",
    "Recommendation": "`recommendations` of a round",
    "Report": "`reports`",
    "ReportSection": "`sections` of a report",
    "Column": "`columns` of a report's section",
    "Claim": "`claims` of a report's section",
    "Guidance": "`guidance`",
    "GuidancePart": "`parts` of the guidance",
    "GuidanceTable": "`table` of a part of the guidance",
    "GuidanceColumn": "`columns` of a table of the guidance",
}


def text() -> str:
    """The reference as it is shipped, in Markdown."""
    parts = (
        START.replace("{sample}", SAMPLE),
        "\n".join(_kinds()),
        "\n".join(_conditions()),
        "\n".join(_rules()),
        "\n".join(_words()),
    )
    return "\n".join(parts)


def _yaml(example: str) -> str:
    return f"```yaml\n{example.rstrip()}\n```\n"


def _kinds() -> Iterator[str]:
    yield "## Kinds of question\n"
    for kind, words in KIND_WORDS.items():
        yield f"### `{kind}`\n"
        yield f"{textwrap.fill(words.says, 118)}\n"
        yield _yaml("- " + textwrap.indent(words.example, "  ").lstrip())


def _conditions() -> Iterator[str]:
    yield CONDITIONS
    yield "| function | gives |\n|---|---|"
    for words in FUNCTION_WORDS.values():
        yield f"| `{words.example}` | {words.says} |"
    yield f"\n{CONDITIONS_END}"


def _rules() -> Iterator[str]:
    placeholders = ", ".join(f"`{{{one}}}`" for one in PLACEHOLDERS[:-1]) + f" and `{{{PLACEHOLDERS[-1]}}}`"
    yield RULES.replace("{placeholders}", placeholders)
    for kind, words in RULE_KINDS.items():
        needed = (*words.must, *(("message", "fix") if words.worded else ()))
        yield f"### `{kind}`\n"
        yield f"{words.says}\n"
        listed = "Words: " + ", ".join(f"**`{one}`**" for one in needed)
        yield listed + "".join(f", `{one}`" for one in words.may) + ".\n"
        yield _yaml(f"kind: {kind}\n{words.example}")


def _words() -> Iterator[str]:
    yield PARTS
    made = schema()
    parts: dict[str, dict[str, Any]] = {**made["definitions"], "Definition": made}
    for name in ORDER:
        part = parts[name]
        yield f"### {TITLES[name]}\n"
        yield f"{part['description']}\n"
        yield "| word | value | meaning |\n|---|---|---|"
        for word, shape in part["properties"].items():
            shown = f"**`{word}`**" if word in part.get("required", ()) else f"`{word}`"
            yield f"| {shown} | {_value(shape)} | {shape['description']} |"
        yield ""


def _value(shape: dict[str, Any]) -> str:
    """The shape of a value in words."""
    if "enum" in shape:
        return ", ".join(f"`{one}`" for one in shape["enum"])
    if "allOf" in shape:
        return "its own words"
    if "anyOf" in shape:
        condition = any(one.get("type") == "object" for one in shape["anyOf"])
        return "condition" if condition else "text or list of texts"
    if shape["type"] == "array":
        return "list"
    if shape["type"] == "object":
        return "mapping"
    if shape["type"] == "string":
        return "day" if r"\d" in shape.get("pattern", "") else "id"
    return {"boolean": "true or false", "integer": "whole number", "number": "number"}.get(str(shape["type"]), "text")
