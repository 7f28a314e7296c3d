"""The sheet of a workbook that is read first: how a framework is written in Excel."""

from __future__ import annotations

import re
from collections.abc import Iterator

from docgen.definitions.functionwords import FUNCTION_WORDS
from docgen.definitions.kindwords import KIND_WORDS
from docgen.definitions.rulekinds import RULE_KINDS
from docgen.definitions.workbook import layout

README = "read me"

Line = tuple[str, str, str]
"""How a line looks (title, head, text), and its two cells."""

_HOW = (
    ("1", "Fill in the sheet framework, then scales and grades, forms, sections and questions. The rest can wait."),
    ("2", "One row is one thing. A heading with * must be filled in. Click on a cell, and it says what belongs there."),
    ("3", "Ids are small letters, digits and underscores, such as child_seen. They are for life: data, rules and "
          "reports know a question by its id. Labels may be reworded at any time."),
    ("4", "Form, Section and Table may be left blank in a row that belongs to the same as the row above."),
    ("5", "Options: write a list once in the sheet options, and name it in the column Options of every question that "
          "uses it. A grade takes its options from its scale."),
    ("6", "A comment box under a question is a row of the kind comment right below it."),
    ("7", "Cells hold plain text: what starts with = is no formula. Formulas are not read."),
    ("8", "To keep a sheet or a column of your own, start its name with #."),
    ("9", "Check it:  docgen check FILE.xlsx     Turn it into a framework:  docgen convert FILE.xlsx     "
          "Have a form at once:  docgen toolkit ID"),
)  # fmt: skip

_CONDITIONS = (
    ("grade: not_met", "The question grade is answered with the option not_met."),
    ("child_seen: not_seen, unclear", "It is answered with one of these. For ticks: one of these boxes is ticked."),
    ("rationale: blank", "Nothing was answered; the opposite is answered."),
    ("several lines", "All of them must hold (Alt+Enter makes a new line)."),
    ("days(opened, audited) < 28", "An expression: with ==, !=, <, >, in ['…', '…'], and, or, not, and the functions "
                                   "below. Options stand in single quotes."),
    ("expression and says", "A form prints a condition in words. Where it is an expression, write two lines: "
                            "expression: … and says: …, with words that end the sentence “Only when …”."),
)  # fmt: skip


def lines() -> Iterator[Line]:
    """Every line of the sheet, from the top."""
    yield "title", "A framework in Excel", ""
    yield "text", "", ""
    yield "text", "What it is", "One version of an audit framework: docgen makes forms, checks and reports out of it."
    yield "text", "", ""
    yield "head", "How it works", ""
    for first, second in _HOW:
        yield "text", first, second
    yield "text", "", ""
    yield "head", "The sheets", ""
    yield "text", "framework", "The framework itself: its id, version, title and organisation."
    for sheet in layout.sheets():
        yield "text", sheet.name, sheet.says
        if sheet.name == "columns":
            yield "text", layout.OPTIONS, "Lists of options, for choices and ticks. Several questions may use one list."
            yield "text", layout.DESCRIPTORS, "What a grade looks like in one question, beside its scale's descriptor."
    yield "text", layout.MORE, "What has no column of its own, in docgen's other notation (YAML). Leave it as it is."
    yield "text", "", ""
    yield "head", "Kinds of question", ""
    for kind, words in KIND_WORDS.items():
        yield "text", kind, _plain(words.says)
    yield "text", "comment", "The comment box of the question in the row above."
    yield "text", "", ""
    yield "head", "Conditions", "In the columns When, Required when, Relevant when and Where."
    for first, second in _CONDITIONS:
        yield "text", first, second
    for function in FUNCTION_WORDS.values():
        yield "text", function.example, function.says
    yield "text", "", ""
    yield "head", "Kinds of rule", "Message and fix may hold {label}, {ref}, {value} and {count}."
    for kind, rule in RULE_KINDS.items():
        needed = ", ".join((*rule.must, *(("message", "fix") if rule.worded else ())))
        yield "text", kind, f"{_plain(rule.says)} Needs: {needed}."


def _plain(text: str) -> str:
    """A text of the reference without the marks of Markdown."""
    return re.sub(r"`([^`]*)`", r"\1", text)
