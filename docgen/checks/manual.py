"""The reference of rules, made from the docstrings of their functions."""

from __future__ import annotations

import inspect

from docgen.checks.automatic import AUTOMATIC
from docgen.checks.rules import KINDS

_OPENING = """# Rules

This page is made from the docstrings in `docgen/checks`; change it there.

A return is checked against what its questions ask for by themselves, and against the `rules` of its form. What is
found comes as queries: urgent ones first, then errors, then warnings, each in the order of the form. Nothing is
decided on a doubtful answer: a rule that hangs on one gives a warning that it could not be made, and a rule that
holds however the doubt is decided is silent.

A rule may also ask for what only the case list tells (`case_fields`): when the case was opened, who was involved in it.
Where the list does not tell, it gives a warning that it could not be checked.

Every rule has an `id`, a `kind`, a `severity` (`error` where it is left out), and may have its own words: `message`
says what was found, `fix` what to do. In both, `{ref}` and `{label}` stand for the question's reference and label,
`{value}` for its answer and `{count}` for what was counted. The reference is put in front of a message that does not
have it. Without words of its own a rule speaks in docgen's.

`when` is a mapping of fields and options (`{grade: [met, not_met]}`, `{rationale: blank}`, `{rationale: answered}`),
all of which must hold, or an expression such as `grade == 'good' and count(learning) > 3`.
"""


def manual() -> str:
    """The reference as Markdown: every kind of rule, then what is checked without a rule."""
    pages = ["\n".join([f"### `{name}`", "", _page(function)]) for name, function in KINDS.items()]
    own = ["\n".join([f"### {_title(function.__name__)}", "", _page(function)]) for function in AUTOMATIC]
    parts = [_OPENING, "## Kinds of rule\n", *pages, "## What is checked without a rule\n", *own]
    return "\n".join(parts)


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _page(function: object) -> str:
    """A docstring as Markdown: its parameters and examples become lists."""
    lines: list[str] = []
    for line in (inspect.getdoc(function) or "").splitlines():
        word, colon, rest = line.partition(": ")
        if colon and word in ("PASS", "FAIL"):
            lines.append(f"- {word}: `{rest}`")
        elif colon and word.isidentifier() and word in _PARAMETERS and not _in_fence(lines):
            lines.append(f"- `{word}`: {rest}")
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


_PARAMETERS = frozenset({"needs", "when", "question", "questions", "count", "grade"})


def _in_fence(lines: list[str]) -> bool:
    return sum(line.startswith("```") for line in lines) % 2 == 1
