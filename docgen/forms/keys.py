"""What grades and answers mean, said once in a form that has them chosen from lists: a list shows names only.

A box has its meaning beside it. Where one judges from lists, over and over on the same scale, the meanings stand in
a small table before the first section that asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docgen.fields import Control, kind
from docgen.forms.words import ANSWER_KEY, GRADE_KEY, line
from docgen.model import Form, Option, Question, Section

Meanings = tuple[tuple[str, str], ...]
"""Every label that has a meaning, with it."""


@dataclass(frozen=True, slots=True)
class Key:
    """A table of meanings: its title, the headings of its two columns, and a row for every label."""

    title: str
    heads: tuple[str, str]
    rows: Meanings


def keys(form: Form) -> Mapping[str, tuple[Key, ...]]:
    """Section id → the keys that stand before it, each of them once in the form.

    Lists need one where a section judges by it more than once, or where the form has the meanings nowhere beside
    boxes. A list among the case details copies a judgement and is no place to make one.
    """
    listed: dict[Meanings, list[tuple[Section, Question]]] = {}
    shown: set[Meanings] = set()
    for section in form.sections:
        for question, is_list in _choices(section):
            found = meanings(question)
            if found and is_list:
                listed.setdefault(found, []).append((section, question))
            elif found:
                shown.add(found)
    placed: dict[str, tuple[Key, ...]] = {}
    for rows, uses in listed.items():
        judging = [section.id for section, _ in uses if section.look != "details"]
        if rows in shown and len(judging) == len(set(judging)):
            continue
        title, heads = GRADE_KEY if uses[0][1].kind == "grade" else ANSWER_KEY
        first = judging[0] if judging else uses[0][0].id
        placed[first] = (*placed.get(first, ()), Key(title, heads, rows))
    return placed


def meanings(question: Question) -> Meanings:
    """What the options of a question mean, of those that say it."""
    return tuple((line(one.label), meaning(one)) for one in question.options if meaning(one))


def meaning(option: Option) -> str:
    """What an option means, on one line."""
    return line(option.descriptor)


def _choices(section: Section) -> Iterator[tuple[Question, bool]]:
    """Every question and column with options, and whether it is a list to choose from."""
    for question in section.questions:
        if kind(question).control is Control.ROWS:
            yield from ((column, True) for column in question.columns if column.options)
        elif question.options:
            yield question, kind(question).control is Control.ONE_OF and question.look == "list"
