"""The words that docgen itself prints in a form: prompts, names of controls, when a question applies.

Everything else that a form says stands in the definition or in the template.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from docgen.model import Condition, Form, Question

STAR = "*"
HOW_TO = "How to fill in this form"
BOX_STEP = "Click a box to tick it, or move to it with the Tab key and press the space bar."
REQUIRED_NOTE = f"A question marked {STAR} must be answered."
HEADS = ("Ref", "Question", "Answer")
GRADE_KEY = ("What each judgement means", ("Judgement", "What it means"))
ANSWER_KEY = ("What each answer means", ("Answer", "What it means"))
"""Title and headings of a table that says once what can be chosen from lists."""
EXCLUSIVE = "Tick this on its own."
LIST_PROMPT = "Choose…"
_PROMPTS = {
    "text": "Type here",
    "longtext": "Write here",
    "number": "Number",
    "date": "dd/mm/yyyy",
    "choice": LIST_PROMPT,
    "grade": LIST_PROMPT,
    "yesno": LIST_PROMPT,
}
_LIMIT = 64


def prompt(question: Question) -> str:
    """The words that stand in the question's control while it is empty."""
    return line(question.prompt) or _PROMPTS[question.kind]


def line(text: str) -> str:
    """A text of the definition as one line: folded YAML leaves line ends that mean nothing."""
    return " ".join(text.split())


def paragraphs(text: str) -> tuple[str, ...]:
    """A text of the definition as paragraphs: an empty line parts them."""
    return tuple(line(part) for part in re.split(r"\n[ \t]*\n", text) if part.strip())


def steps(form: Form) -> Iterator[str]:
    """How a form with boxes to tick is filled in: the boxes, where it has any, then what the definition says."""
    if any(question.kind == "ticks" or (question.options and question.look != "list") for question in form.questions):
        yield BOX_STEP
    yield from (line(step) for step in form.how_to)


def when(lead: str, condition: Condition | None, form: Form) -> str:
    """When something applies, as a sentence that starts with `lead`: “Only when 6a is “Not met”.”

    Empty where there is no condition, and where it has an expression without words.
    """
    if condition is None or (condition.expression and not condition.says):
        return ""
    parts = []
    for test in condition.tests:
        question = form.question(test.field)
        if question is None:
            return ""
        parts.append(f"{question.ref} {_state(test.any_of, question)}")
    parts += [line(condition.says)] if condition.says else []
    return f"{lead} {' and '.join(parts)}." if parts else ""


def _state(any_of: Sequence[str], question: Question) -> str:
    """What a test asks of a question, in the labels of the form."""
    if tuple(any_of) == ("answered",):
        return "is answered"
    if tuple(any_of) == ("blank",):
        return "is left blank"
    labels = [f"“{line(option.label)}”" for option in question.options if option.id in any_of]
    labels = labels or [f"“{word}”" for word in any_of]
    return "is " + (labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} or {labels[-1]}")


def control_name(question: Question, part: str = "", about: Question | None = None) -> str:
    """What a screen reader says at a control: reference, question and, for a box, its option.

    A comment says what it is `about`, so that it makes sense read alone: “2a comment on Child seen: Evidence”. At
    most 64 characters, as far as Word's own dialog goes; where it is longer the question gives way first.
    """
    label = line(question.label)
    plain = label.casefold() in question.ref.casefold()
    said = question.ref if plain else f"{question.ref} {label}"
    if about is not None:
        long = f"{question.ref} on {line(about.label)}"
        fits = plain or len(f"{long}: {label}") <= _LIMIT
        said, part = long if fits else question.ref, "" if plain else label
    tail = f": {line(part)}" if part else ""
    if len(said) + len(tail) <= _LIMIT:
        return said + tail
    room = max(_LIMIT - len(tail), len(question.ref) + 16)
    return _cut(_cut(said, room) + tail, _LIMIT)


def cell_name(table: Question, row: int, column: Question) -> str:
    """What a screen reader says at a cell of a table to fill in."""
    tail = f", row {row}: {line(column.label)}"
    return _cut(_cut(f"{table.ref} {line(table.label)}", max(_LIMIT - len(tail), 16)) + tail, _LIMIT)


def _cut(text: str, limit: int) -> str:
    """The text, cut at a word where there is one near, with an ellipsis where it was longer."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    word = kept.rfind(" ")
    return (kept[:word] if word > limit // 2 else kept).rstrip(" ,:;") + "…"
