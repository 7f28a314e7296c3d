"""Faults of YAML's notation in plain words. The words of both of PyYAML's parsers are known here."""

from __future__ import annotations

import re

import yaml

from docgen.definitions.problem import Found, fault

_CUT_SHORT = re.compile(r"[\[{][^\]}]*\s#")
_TWO_COLONS = re.compile(r"[{,][^,{}:\"']*: [^,{}\"']*: ")
_QUOTES = 'Put the text in double quotes, as in label: "Yes: always".'
_LINE_UP = "Check the indentation of this line and of the lines above it; lines of one part start in the same column."

_WORDS = (
    ("entries are not allowed", "A list starts here in the middle of a line.",
     "Start the list on the next line, or put the text in double quotes."),
    ("any token", "A text cannot start with this character.", _QUOTES),
    ("unknown escape", "A backslash in double quotes starts a special sign, and this is none.",
     "Write two backslashes, or use single quotes."),
    ("quoted scalar", "A text in quotes starts here and is not closed.", "Close it with the same quote."),
    ("flow mapping", "Braces are opened here and not closed, or a comma is missing between two entries.",
     "Close them with }, and put texts that hold commas, colons or brackets in double quotes."),
    ("flow sequence", "Brackets are opened here and not closed, or a comma is missing between two items.",
     "Close them with ], and put texts that hold commas, colons or brackets in double quotes."),
    ("flow node", "Something is missing in the braces or brackets here.",
     "Check the commas, and put texts that hold commas, colons or brackets in double quotes."),
    ("expected ':'", "This line has no colon.", f"Write a word, a colon, a space and then its text. {_LINE_UP}"),
    ("anchor", "A text cannot start with &.", _QUOTES),
    ("alias", "A text cannot start with *.", _QUOTES),
    ("a tag", "A text cannot start with !.", _QUOTES),
    ("block scalar", "After > or | the text starts on the next line.", "Move the text to the next line, indented."),
    ("block mapping", "This line does not fit to the lines above it.", _LINE_UP),
    ("block collection", "This line does not fit to the list above it.",
     f"{_LINE_UP} Each item of a list starts with a dash and a space."),
    ("directive", "A line cannot start with %.", _QUOTES),
    ("document start", "A line cannot start with %.", _QUOTES),
)  # fmt: skip
"""Words of a parser's message or of its context → what is wrong, and what to do."""


def syntax(error: yaml.MarkedYAMLError, text: str) -> Found:
    """What is wrong with the notation, on the line on which a person would look for it."""
    lines = text.splitlines() or [""]
    mark = error.problem_mark or error.context_mark
    number = min(mark.line if mark else 0, len(lines) - 1)
    column = mark.column if mark and mark.line == number else 0
    start = min(error.context_mark.line if error.context_mark else number, number)
    problem, context = error.problem or "", error.context or ""
    special = _special(problem, context, lines, number, column)
    if special:
        return special
    for part, message, fix in _WORDS:
        if part in problem or part in context:
            begun = any(word in context for word in ("quoted", "flow", "simple key")) and "node" not in context
            return fault("syntax", (start if begun else number) + 1, message, fix)
    return fault("syntax", number + 1, f"YAML cannot read this line: {problem or context}.", _QUOTES)


def _special(problem: str, context: str, lines: list[str], number: int, column: int) -> Found | None:
    """The common slips that the line itself gives away; None where it is none of them."""
    here = lines[number]
    before = here[:column].rstrip()
    if "\t" in here[: len(here) - len(here.lstrip())] or ("any token" in problem and here[column : column + 1] == "\t"):
        return fault(
            "tab", number + 1, "A tab stands here where only spaces may stand.", "Replace every tab by spaces."
        )
    if "mapping values are not allowed" in problem:
        if ": " in before:
            return fault("syntax", number + 1, "A second colon stands on this line.", _QUOTES)
        return fault("syntax", number + 1, "This line is indented further than the line above it allows.", _LINE_UP)
    if "flow" in context:
        for back in range(number, max(number - 3, -1), -1):
            if _CUT_SHORT.search(lines[back]):
                message = "A # after a space starts a comment, so the rest of this line is not read."
                return fault("syntax", back + 1, message, "Put the text that holds the # in double quotes.")
            if _TWO_COLONS.search(lines[back]):
                message = "A second colon stands in one entry of these braces."
                return fault("syntax", back + 1, message, _QUOTES)
    if "block" in context and "scalar" not in context and before[-1:] in ('"', "'", "]", "}") and before:
        message = "Text stands after a closing quote or bracket."
        return fault(
            "syntax", number + 1, message, "Put all of it inside, or the whole text in quotes of the other kind."
        )
    return None
